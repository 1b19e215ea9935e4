// SPDX-License-Identifier: GPL-3.0-or-later
// A set of constants answers as comparing with each of them does.
#include "exec/in_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "func/compare.h"
#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"
#include "support/random.h"

static const struct {
  const char *text;
  const char *datatype; // "": an IRI; "@": a language-tagged string
} terms[] = {
    {"http://e/a", ""},
    {"http://e/b", ""},
    {"a", FURAT_XSD_STRING},
    {"1", FURAT_XSD_STRING},
    {"a", "@"},
    {"b", "@"},
    {"1", FURAT_XSD_INTEGER},
    {"01", FURAT_XSD_INTEGER},
    {"1.0", FURAT_XSD_DECIMAL},
    {"1", FURAT_XSD_DOUBLE},
    {"1", FURAT_XSD_FLOAT},
    {"0.1", FURAT_XSD_DECIMAL},
    {"0.1", FURAT_XSD_DOUBLE},
    {"0.1", FURAT_XSD_FLOAT},
    {"0.10000000149011612", FURAT_XSD_DOUBLE},
    {"16777217", FURAT_XSD_INTEGER},
    {"16777216", FURAT_XSD_FLOAT},
    {"9007199254740993", FURAT_XSD_INTEGER},
    {"9007199254740992", FURAT_XSD_DOUBLE},
    {"0", FURAT_XSD_INTEGER},
    {"-0", FURAT_XSD_DOUBLE},
    {"NaN", FURAT_XSD_DOUBLE},
    {"INF", FURAT_XSD_FLOAT},
    {"1e400", FURAT_XSD_DOUBLE},
    {"123456789012345678901234567890", FURAT_XSD_INTEGER},
    {"true", FURAT_XSD_BOOLEAN},
    {"2014-06-10", FURAT_XSD_DATE},
    {"2014", FURAT_XSD "gYear"},
    {"x", FURAT_XSD_INTEGER},
    {"x", "http://e/type"},
};

enum { N_TERMS = sizeof(terms) / sizeof(terms[0]) };

static furat_status
read_terms(furat_value values[N_TERMS], furat_arena *arena)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < N_TERMS && status == FURAT_OK; i++) {
    const furat_str text = furat_str_of(terms[i].text);
    const char *datatype = terms[i].datatype;
    const furat_term term = datatype[0] == '\0' ? furat_term_iri(text)
                            : datatype[0] == '@'
                                ? furat_term_lang_string(text, FURAT_STR("en"))
                                : furat_term_literal(text, furat_str_of(datatype));
    status = furat_value_of_term(&values[i], arena, &term);
  }
  return status;
}

static void
answer_as_comparing_does(void **state)
{
  (void)state;
  random_source random = random_start("constants");
  furat_value values[N_TERMS];
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(read_terms(values, &arena), FURAT_OK);
  for (int round = 0; round < 300; round++) {
    furat_in_set *set;
    bool in[N_TERMS] = {false};
    assert_int_equal(furat_in_set_new(&set, NULL), FURAT_OK);
    for (size_t i = 0; i < N_TERMS; i++) {
      if (random_below(&random, 4) == 0) {
        assert_int_equal(furat_in_set_add(set, &values[i], i + 1, &in[i], NULL),
                         FURAT_OK);
      }
    }
    for (size_t i = 0; i < N_TERMS; i++) {
      bool found = false;
      bool failed = false;
      for (size_t k = 0; k < N_TERMS; k++) {
        bool equal;
        const bool known =
            !in[k] || furat_value_equal(&values[i], &values[k], &equal) == FURAT_OK;
        failed = failed || !known;
        found = found || (in[k] && known && equal);
      }
      if (furat_in_set_has(set, &values[i]) != found ||
          furat_in_set_fails(set, &values[i]) != failed) {
        fail_msg("%s of %s", terms[i].text, terms[i].datatype);
      }
    }
    furat_in_set_free(set);
  }
  furat_arena_clear(&arena);
}

static void
iris_are_found_by_their_ids(void **state)
{
  (void)state;
  furat_in_set *set;
  furat_value values[N_TERMS];
  furat_arena arena;
  bool taken;
  furat_arena_init(&arena, SIZE_MAX);
  assert_int_equal(read_terms(values, &arena), FURAT_OK);
  assert_int_equal(furat_in_set_new(&set, NULL), FURAT_OK);
  assert_int_equal(furat_in_set_add(set, &values[0], 77, &taken, NULL), FURAT_OK);
  assert_true(taken);
  assert_true(furat_in_set_has_id(set, 77));
  assert_false(furat_in_set_has_id(set, 78));
  furat_in_set_free(set);
  furat_arena_clear(&arena);
}

static furat_status
fill(void *context)
{
  (void)context;
  furat_in_set *set = NULL;
  furat_value values[N_TERMS];
  furat_arena arena;
  bool taken;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = read_terms(values, &arena);
  status = status == FURAT_OK ? furat_in_set_new(&set, NULL) : status;
  for (size_t i = 0; i < N_TERMS && status == FURAT_OK; i++) {
    status = furat_in_set_add(set, &values[i], i + 1, &taken, NULL);
  }
  furat_in_set_free(set);
  furat_arena_clear(&arena);
  return status;
}

static void
failing_allocations_are_reported(void **state)
{
  (void)state;
  alloc_fail_each(fill, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(answer_as_comparing_does),
      cmocka_unit_test(iris_are_found_by_their_ids),
      cmocka_unit_test(failing_allocations_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
