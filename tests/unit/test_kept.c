// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that are kept come back as they were.
#include "results/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"
#include "support/random.h"

enum { N_COLUMNS = 3, N_ROWS = 50 };

static const furat_str names[N_COLUMNS] = {{"a", 1}, {"longer", 6}, {"", 0}};

static furat_term
random_term(random_source *random)
{
  static const furat_str texts[] = {{"", 0}, {"x", 1}, {"a\0b", 3}, {"longer text", 11}};
  static const furat_str types[] = {{"t:a", 3}, {"t:b", 3}};
  static const furat_str tags[] = {{"ar", 2}, {"en-GB", 5}};
  const furat_str text = texts[random_below(random, 4)];
  switch (random_below(random, 5)) {
  case 0:
    return FURAT_TERM_UNSET;
  case 1:
    return furat_term_iri(text);
  case 2:
    return furat_term_blank(text);
  case 3:
    return furat_term_lang_string(text, tags[random_below(random, 2)]);
  default:
    return furat_term_literal(text, types[random_below(random, 2)]);
  }
}

static void
assert_same_rows(furat_kept *kept, const furat_term *terms, size_t n_rows)
{
  furat_rows rows;
  furat_kept_rows(kept, &rows);
  assert_int_equal(rows.n_columns, N_COLUMNS);
  for (size_t i = 0; i < n_rows; i++) {
    const furat_term *row = NULL;
    assert_int_equal(rows.next(rows.self, &row, NULL), FURAT_OK);
    for (size_t j = 0; j < N_COLUMNS; j++) {
      const furat_term *term = &terms[i * N_COLUMNS + j];
      assert_true(furat_str_equal(rows.columns[j], names[j]));
      assert_true(furat_term_equal(&row[j], term));
      assert_true(furat_str_equal(row[j].language, term->language));
    }
  }
  const furat_term *row = NULL;
  assert_int_equal(rows.next(rows.self, &row, NULL), FURAT_DONE);
}

static void
rows_come_back_as_they_were(void **state)
{
  (void)state;
  random_source random = random_start("test_kept");
  for (int i = 0; i < 200; i++) {
    furat_term terms[N_ROWS * N_COLUMNS];
    furat_kept *kept = NULL;
    const size_t n_rows = random_below(&random, N_ROWS + 1);
    assert_int_equal(
        furat_kept_new(&kept, FURAT_QUERY_SELECT, N_COLUMNS, names, 100000, NULL),
        FURAT_OK);
    for (size_t j = 0; j < n_rows * N_COLUMNS; j++) {
      terms[j] = random_term(&random);
    }
    for (size_t j = 0; j < n_rows; j++) {
      furat_kept_add(kept, terms + j * N_COLUMNS);
    }
    assert_same_rows(kept, terms, n_rows);
    assert_same_rows(kept, terms, n_rows);
    furat_kept_free(kept);
  }
}

static void
what_is_too_large_is_forgotten(void **state)
{
  (void)state;
  const furat_term row[] = {furat_term_iri(FURAT_STR("0123456789")), FURAT_TERM_UNSET,
                            FURAT_TERM_UNSET};
  furat_kept *kept = NULL;
  assert_int_equal(furat_kept_new(&kept, FURAT_QUERY_SELECT, N_COLUMNS, names, 100, NULL),
                   FURAT_OK);
  for (int i = 0; i < 5; i++) {
    furat_kept_add(kept, row);
  }
  assert_true(furat_kept_has_rows(kept));
  for (int i = 0; i < 5; i++) {
    furat_kept_add(kept, row);
  }
  assert_false(furat_kept_has_rows(kept));
  assert_same_rows(kept, NULL, 0);
  furat_kept_free(kept);
}

static void
rows_without_columns_are_counted(void **state)
{
  (void)state;
  furat_kept *kept = NULL;
  furat_rows rows;
  const furat_term *row = NULL;
  assert_int_equal(furat_kept_new(&kept, FURAT_QUERY_SELECT, 0, NULL, 100, NULL),
                   FURAT_OK);
  furat_kept_add(kept, NULL);
  furat_kept_add(kept, NULL);
  furat_kept_rows(kept, &rows);
  assert_int_equal(rows.next(rows.self, &row, NULL), FURAT_OK);
  assert_int_equal(rows.next(rows.self, &row, NULL), FURAT_OK);
  assert_int_equal(rows.next(rows.self, &row, NULL), FURAT_DONE);
  furat_kept_free(kept);
}

static furat_status
keep_once(void *context)
{
  (void)context;
  const furat_term row[N_COLUMNS] = {furat_term_iri(FURAT_STR("a")), FURAT_TERM_UNSET,
                                     FURAT_TERM_UNSET};
  furat_kept *kept = NULL;
  furat_status status =
      furat_kept_new(&kept, FURAT_QUERY_SELECT, N_COLUMNS, names, 1000, NULL);
  if (status == FURAT_OK) {
    furat_kept_add(kept, row);
    status = furat_kept_has_rows(kept) ? FURAT_OK : FURAT_NO_MEM;
  }
  furat_kept_free(kept);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(keep_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_come_back_as_they_were),
      cmocka_unit_test(what_is_too_large_is_forgotten),
      cmocka_unit_test(rows_without_columns_are_counted),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
