// SPDX-License-Identifier: GPL-3.0-or-later
// What ids tell without a look-up against what the terms themselves say: every pair of
// a list of literals that ids can hold.
#include "exec/id_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "func/compare.h"
#include "rdf/vocabulary.h"

typedef struct {
  const char *datatype;
  const char *lexical;
} literal;

static const literal literals[] = {
    {"boolean", "true"},
    {"boolean", "false"},
    {"integer", "0"},
    {"integer", "7"},
    {"integer", "-7"},
    {"integer", "576460752303423487"},
    {"integer", "-576460752303423488"},
    {"decimal", "0.0"},
    {"decimal", "7.0"},
    {"decimal", "-7.0"},
    {"decimal", "6.99999999"},
    {"decimal", "0.5"},
    {"decimal", "100.25"},
    {"double", "7.0E0"},
    {"double", "-1.5E3"},
    {"date", "2016-02-29"},
    {"date", "2016-02-29Z"},
    {"date", "2016-03-01"},
    {"date", "2016-03-01+03:00"},
    {"date", "2016-02-29-05:00"},
    {"date", "-0044-03-15"},
    {"date", "0000-01-01"},
    {"date", "12016-01-01"},
    {"dateTime", "2016-02-29T00:00:00"},
    {"dateTime", "2016-02-29T00:00:00Z"},
    {"dateTime", "2016-02-29T03:00:00+03:00"},
    {"dateTime", "2016-02-28T19:00:00-05:00"},
    {"dateTime", "2016-02-29T00:00:00.5Z"},
    {"dateTime", "1969-12-31T23:59:59.999"},
    {"dateTime", "0001-01-01T12:30:45.125+14:00"},
    {"gYear", "2016"},
    {"gYear", "2016Z"},
    {"gYear", "-0001"},
    {"gYear", "2015"},
    {"gYearMonth", "2016-02"},
    {"gYearMonth", "2016-02+02:00"},
    {"gYearMonth", "2016-11"},
};
enum { N_LITERALS = sizeof(literals) / sizeof(literals[0]) };

typedef struct {
  furat_id id;
  furat_value value; // of the term
  char datatype[64];
} entry;

static entry entries[N_LITERALS];
static furat_arena arena;

static int
set_up(void **state)
{
  (void)state;
  furat_arena_init(&arena, SIZE_MAX);
  for (size_t i = 0; i < N_LITERALS; i++) {
    entry *e = &entries[i];
    snprintf(e->datatype, sizeof(e->datatype), FURAT_XSD "%s", literals[i].datatype);
    const furat_term term =
        furat_term_literal(furat_str_of(literals[i].lexical), furat_str_of(e->datatype));
    if (!furat_id_inline(&e->id, &term)) {
      fail_msg("no id holds %s", literals[i].lexical);
    }
    if (furat_value_of_term(&e->value, &arena, &term) != FURAT_OK) {
      return 1;
    }
  }
  return 0;
}

static int
tear_down(void **state)
{
  (void)state;
  furat_arena_clear(&arena);
  return 0;
}

static void
values_are_those_of_the_terms(void **state)
{
  (void)state;
  for (size_t i = 0; i < N_LITERALS; i++) {
    furat_value value;
    furat_term term;
    if (!furat_id_value(&value, entries[i].id)) {
      assert_int_equal(furat_id_tag_of(entries[i].id), FURAT_ID_TAG_DOUBLE);
      continue;
    }
    assert_int_equal(furat_value_to_term(&term, &arena, &value), FURAT_OK);
    if (!furat_term_equal(&term, &entries[i].value.term)) {
      fail_msg("%s became %.*s", literals[i].lexical, FURAT_STR_ARGS(term.text));
    }
    assert_int_equal(value.kind, entries[i].value.kind);
  }
}

static int
sign(int order)
{
  return (order > 0) - (order < 0);
}

static void
check_pair(const entry *a, const entry *b, size_t *n_known)
{
  int order;
  int expected;
  bool unordered;
  bool equal;
  bool expected_equal;
  if (furat_id_order(&order, a->id, b->id, 0)) {
    ++*n_known;
    assert_int_equal(sign(order), sign(furat_value_order(&a->value, &b->value)));
  }
  if (furat_id_compare(&order, a->id, b->id, 0)) {
    ++*n_known;
    assert_int_equal(furat_value_compare(&a->value, &b->value, &expected, &unordered),
                     FURAT_OK);
    assert_false(unordered);
    assert_int_equal(sign(order), sign(expected));
  }
  if (furat_id_equal(&equal, a->id, b->id)) {
    ++*n_known;
    assert_int_equal(furat_value_equal(&a->value, &b->value, &expected_equal), FURAT_OK);
    assert_int_equal(equal, expected_equal);
  }
}

static void
pairs_compare_as_their_terms(void **state)
{
  (void)state;
  size_t n_known = 0;
  for (size_t i = 0; i < N_LITERALS; i++) {
    for (size_t j = 0; j < N_LITERALS; j++) {
      check_pair(&entries[i], &entries[j], &n_known);
    }
  }
  // Most of the orders are known, and some of the comparisons.
  assert_true(n_known > (size_t)N_LITERALS * N_LITERALS);
}

static void
terms_in_order_need_no_look_up(void **state)
{
  (void)state;
  int order;
  bool equal;
  const furat_id a = furat_id_make(FURAT_ID_TAG_IRI, 3);
  const furat_id b = furat_id_make(FURAT_ID_TAG_IRI, 9);
  const furat_id number = entries[2].id;
  assert_true(furat_id_order(&order, a, b, 10) && order < 0);
  assert_true(furat_id_order(&order, b, a, 10) && order > 0);
  assert_false(furat_id_order(&order, a, b, 9));
  assert_true(furat_id_order(&order, a, a, 0) && order == 0);
  assert_true(furat_id_order(&order, a, number, 0) && order < 0);
  assert_true(furat_id_order(&order, FURAT_ID_NONE, a, 0) && order < 0);
  assert_true(furat_id_equal(&equal, a, b) && !equal);
  assert_true(furat_id_equal(&equal, a, number) && !equal);
  assert_false(furat_id_compare(&order, a, b, 10));
  assert_false(furat_id_equal(&equal, furat_id_make(FURAT_ID_TAG_TYPED, 1),
                              furat_id_make(FURAT_ID_TAG_TYPED, 1)));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_are_those_of_the_terms),
      cmocka_unit_test(pairs_compare_as_their_terms),
      cmocka_unit_test(terms_in_order_need_no_look_up),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
