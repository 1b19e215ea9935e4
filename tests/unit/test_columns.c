// SPDX-License-Identifier: GPL-3.0-or-later
// How columns share a screen.
#include "results/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"
#include "support/random.h"

static void
assert_fit(size_t n, const size_t *widths, size_t width, size_t n_fit,
           const size_t *expected)
{
  size_t got[10];
  size_t n_got = 0;
  memcpy(got, widths, n * sizeof *widths);
  assert_int_equal(furat_columns_fit(got, widths, n, width, &n_got, NULL), FURAT_OK);
  assert_int_equal(n_got, n_fit);
  assert_memory_equal(got, expected, n_fit * sizeof *got);
}

static void
narrow_columns_keep_their_width(void **state)
{
  (void)state;
  assert_fit(3, (size_t[]){3, 50, 5}, 0, 3, (size_t[]){3, 50, 5});
  assert_fit(3, (size_t[]){3, 50, 5}, 68, 3, (size_t[]){3, 50, 5});
  assert_fit(3, (size_t[]){3, 50, 5}, 40, 3, (size_t[]){3, 22, 5});
  assert_fit(2, (size_t[]){50, 60}, 41, 2, (size_t[]){17, 17});
  assert_fit(2, (size_t[]){50, 60}, 42, 2, (size_t[]){18, 17});
}

static void
assert_keeps(size_t kept, size_t n, const size_t *widths, size_t width,
             const size_t *expected)
{
  size_t got[10];
  size_t n_got = 0;
  memcpy(got, widths, n * sizeof *widths);
  assert_int_equal(furat_columns_fit_keeping(got, widths, n, kept, width, &n_got, NULL),
                   FURAT_OK);
  assert_int_equal(n_got, n);
  assert_memory_equal(got, expected, n * sizeof *got);
}

static void
one_column_may_be_kept_whole(void **state)
{
  (void)state;
  assert_keeps(2, 3, (size_t[]){30, 34, 12}, 80, (size_t[]){24, 34, 12});
  assert_keeps(1, 2, (size_t[]){30, 30}, 45, (size_t[]){30, 8});
  assert_keeps(2, 2, (size_t[]){30, 80}, 60, (size_t[]){27, 26});
  assert_keeps(0, 2, (size_t[]){50, 60}, 41, (size_t[]){17, 17});
  assert_keeps(1, 1, (size_t[]){50}, 40, (size_t[]){36});
}

static void
what_has_no_room_is_left_out(void **state)
{
  (void)state;
  assert_fit(4, (size_t[]){9, 9, 9, 9}, 22, 3, (size_t[]){4, 4, 4});
  assert_fit(4, (size_t[]){1, 1, 1, 9}, 20, 4, (size_t[]){1, 1, 1, 4});
  assert_fit(2, (size_t[]){9, 9}, 3, 1, (size_t[]){4});
  assert_int_equal(furat_columns_most(10000, 80), 19);
  assert_int_equal(furat_columns_most(10000, 0), 10000);
  assert_int_equal(furat_columns_most(3, 2), 1);
  assert_int_equal(furat_columns_most(0, 80), 0);
}

// What is below the headings keeps its width as long as there is any for it.
static void
headings_are_cut_first(void **state)
{
  (void)state;
  size_t widths[] = {12, 9, 30};
  const size_t contents[] = {0, 2, 30};
  size_t n = 0;
  assert_int_equal(furat_columns_fit(widths, contents, 3, 54, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){6, 8, 30}), sizeof widths);
  assert_int_equal(furat_columns_free(widths, 3, 54), 0);
  assert_int_equal(furat_columns_free(widths, 3, 61), 7);
  widths[0] = 12;
  widths[1] = 9;
  assert_int_equal(furat_columns_fit(widths, contents, 3, 40, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){4, 8, 18}), sizeof widths);
}

// Whatever the widths are, the lines fit, and no column is wider than it was.
static void
lines_fit_the_screen(void **state)
{
  (void)state;
  random_source random = random_start("test_columns");
  for (int i = 0; i < 20000; i++) {
    size_t widths[10];
    size_t before[10];
    size_t contents[10];
    const size_t n = 1 + random_below(&random, 10);
    const size_t width = 8 + random_below(&random, 150);
    for (size_t j = 0; j < n; j++) {
      before[j] = widths[j] = random_below(&random, j % 2 ? 10 : 100);
      contents[j] = random_below(&random, widths[j] + 1);
    }
    size_t n_fit = 0;
    assert_int_equal(furat_columns_fit(widths, contents, n, width, &n_fit, NULL),
                     FURAT_OK);
    size_t used = 1;
    for (size_t j = 0; j < n_fit; j++) {
      used += widths[j] + 3;
      assert_true(widths[j] <= before[j]);
      assert_true(widths[j] >= 4 || widths[j] == before[j]);
    }
    assert_true(used <= width);
    assert_int_equal(furat_columns_free(widths, n_fit, width), width - used);
  }
}

static furat_status
fit_once(void *context)
{
  (void)context;
  size_t widths[] = {50, 60};
  size_t n = 0;
  return furat_columns_fit(widths, widths, 2, 40, &n, NULL);
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(fit_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(narrow_columns_keep_their_width),
      cmocka_unit_test(one_column_may_be_kept_whole),
      cmocka_unit_test(what_has_no_room_is_left_out),
      cmocka_unit_test(headings_are_cut_first),
      cmocka_unit_test(lines_fit_the_screen),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
