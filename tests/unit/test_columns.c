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
  const furat_column_needs needs = {widths, widths, 0};
  assert_int_equal(furat_columns_fit(got, &needs, n, width, &n_got, NULL), FURAT_OK);
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
  const furat_column_needs needs = {widths, widths, kept};
  assert_int_equal(furat_columns_fit(got, &needs, n, width, &n_got, NULL), FURAT_OK);
  assert_int_equal(n_got, n);
  assert_memory_equal(got, expected, n * sizeof *got);
}

static void
one_column_may_be_kept_whole(void **state)
{
  (void)state;
  assert_keeps(2, 3, (size_t[]){30, 34, 12}, 80, (size_t[]){24, 34, 12});
  assert_keeps(1, 2, (size_t[]){30, 30}, 53, (size_t[]){30, 16});
  // Where the other could not be read any more, it gives way itself.
  assert_keeps(1, 2, (size_t[]){30, 30}, 45, (size_t[]){24, 14});
  assert_keeps(2, 2, (size_t[]){30, 80}, 60, (size_t[]){14, 39});
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
  size_t widths[] = {14, 12, 30};
  const size_t contents[] = {0, 2, 30};
  const furat_column_needs needs = {contents, contents, 0};
  size_t n = 0;
  assert_int_equal(furat_columns_fit(widths, &needs, 3, 56, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){6, 10, 30}), sizeof widths);
  assert_int_equal(furat_columns_free(widths, 3, 56), 0);
  assert_int_equal(furat_columns_free(widths, 3, 63), 7);
  widths[0] = 14;
  widths[1] = 12;
  assert_int_equal(furat_columns_fit(widths, &needs, 3, 42, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){4, 10, 18}), sizeof widths);
}

// A few cells that are wider than the others of their column are cut before columns whose
// cells are all that wide.
static void
what_is_usual_goes_before_what_is_rare(void **state)
{
  (void)state;
  size_t widths[] = {20, 40, 40, 30};
  const size_t contents[] = {20, 40, 40, 30};
  const size_t usual[] = {18, 36, 30, 14};
  const furat_column_needs needs = {contents, usual, 0};
  size_t n = 0;
  assert_int_equal(furat_columns_fit(widths, &needs, 4, 80, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){18, 18, 17, 14}), sizeof widths);
  memcpy(widths, contents, sizeof widths);
  assert_int_equal(furat_columns_fit(widths, &needs, 4, 115, &n, NULL), FURAT_OK);
  assert_memory_equal(widths, ((size_t[]){18, 36, 30, 18}), sizeof widths);
}

static size_t
least_of(size_t a, size_t b)
{
  return a < b ? a : b;
}

// Of random columns: those that get less than they usually need are the widest, and none
// of them is wider than another by more than what rounding leaves.
static void
wide_columns_give_way_to_narrow_ones(void **state)
{
  (void)state;
  random_source random = random_start("test_columns_level");
  for (int i = 0; i < 20000; i++) {
    size_t widths[6];
    size_t contents[6];
    size_t usual[6];
    const size_t n = 2 + random_below(&random, 5);
    const size_t kept = random_below(&random, n + 1);
    const size_t width = 30 + random_below(&random, 150);
    size_t needed = 3 * n + 1;
    for (size_t j = 0; j < n; j++) {
      widths[j] = contents[j] = 11 + random_below(&random, 60); // above any heading
      usual[j] = 11 + random_below(&random, contents[j] - 10);
      needed += j + 1 == kept ? contents[j] : usual[j];
    }
    const furat_column_needs needs = {contents, usual, kept};
    size_t n_fit = 0;
    assert_int_equal(furat_columns_fit(widths, &needs, n, width, &n_fit, NULL), FURAT_OK);
    for (size_t j = 0; j < n_fit && n_fit == n; j++) {
      const bool is_kept = j + 1 == kept;
      const size_t need = is_kept ? contents[j] : usual[j];
      assert_true(needed > width || widths[j] >= need);
      for (size_t k = 0; k < n && widths[j] < need; k++) {
        const bool gives = k + 1 != kept || is_kept;
        assert_true(!gives || widths[k] <= (is_kept && k != j ? least_of(usual[k], 14)
                                                              : widths[j] + 1));
      }
    }
  }
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
    const furat_column_needs needs = {contents, contents, random_below(&random, n + 1)};
    assert_int_equal(furat_columns_fit(widths, &needs, n, width, &n_fit, NULL), FURAT_OK);
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
  const furat_column_needs needs = {widths, widths, 0};
  return furat_columns_fit(widths, &needs, 2, 40, &n, NULL);
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
      cmocka_unit_test(what_is_usual_goes_before_what_is_rare),
      cmocka_unit_test(wide_columns_give_way_to_narrow_ones),
      cmocka_unit_test(lines_fit_the_screen),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
