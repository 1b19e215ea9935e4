// SPDX-License-Identifier: GPL-3.0-or-later
// Results made of rows in memory read like those of a query.
#include "engine/row_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static const char *const columns[] = {"name", "number"};

static furat_status
fill(furat_row_list **out, furat_error *err)
{
  furat_status status = furat_row_list_new(out, columns, 2, err);
  for (int i = 0; i < 3 && status == FURAT_OK; i++) {
    char digit[] = {(char)('3' - i), '\0'};
    const furat_term row[2] = {
        {.kind = FURAT_TERM_NONE},
        furat_term_literal(furat_str_of(digit), FURAT_STR("http://e/int"))};
    status = furat_row_list_add(*out, row, err);
  }
  return status;
}

static int
by_number(const void *a, const void *b)
{
  const furat_term *left = a;
  const furat_term *right = b;
  return furat_term_compare(&left[1], &right[1]);
}

static void
read_like_answers(void **state)
{
  (void)state;
  furat_row_list *rows = NULL;
  furat_results *results = NULL;
  assert_int_equal(fill(&rows, NULL), FURAT_OK);
  furat_row_list_sort(rows, by_number);
  assert_int_equal(furat_row_list_count(rows), 3);
  assert_int_equal(furat_row_list_results(&results, rows, NULL), FURAT_OK);
  assert_int_equal(furat_results_form(results), FURAT_QUERY_SELECT);
  assert_int_equal(furat_results_n_columns(results), 2);
  assert_true(furat_str_equal(furat_results_column(results, 1), FURAT_STR("number")));
  const furat_term *row = NULL;
  for (int i = 1; i <= 3; i++) {
    assert_int_equal(furat_results_next(results, &row, NULL), FURAT_OK);
    assert_int_equal(row[0].kind, FURAT_TERM_NONE);
    assert_int_equal(row[1].text.data[0], '0' + i);
  }
  assert_int_equal(furat_results_next(results, &row, NULL), FURAT_DONE);
  assert_int_equal(furat_results_next(results, &row, NULL), FURAT_DONE);
  furat_results_free(results);
}

static furat_status
make(void *context)
{
  (void)context;
  furat_error err = FURAT_ERROR_INIT;
  furat_row_list *rows = NULL;
  furat_results *results = NULL;
  furat_status status = fill(&rows, &err);
  if (status == FURAT_OK) {
    status = furat_row_list_results(&results, rows, &err);
  }
  if (status == FURAT_OK) {
    furat_results_free(results);
  } else {
    furat_row_list_free(rows);
  }
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(make, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(read_like_answers),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
