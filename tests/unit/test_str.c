// SPDX-License-Identifier: GPL-3.0-or-later
// Views: comparing, slicing, searching, with empty and NULL views among them.
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
compares_by_bytes_then_length(void **state)
{
  (void)state;
  assert_true(furat_str_compare(FURAT_STR("ab"), FURAT_STR("b")) < 0);
  assert_true(furat_str_compare(FURAT_STR("ab"), FURAT_STR("a")) > 0);
  assert_true(furat_str_compare(FURAT_STR("\xD8\xB9"), FURAT_STR("z")) > 0);
  assert_int_equal(furat_str_compare(FURAT_STR_NONE, FURAT_STR("")), 0);
}

static void
null_and_empty_views_are_equal(void **state)
{
  (void)state;
  assert_true(furat_str_equal(FURAT_STR_NONE, FURAT_STR("")));
  assert_true(furat_str_equal(furat_str_of(NULL), FURAT_STR_NONE));
  assert_false(furat_str_equal(FURAT_STR_NONE, FURAT_STR("x")));
  assert_false(furat_str_equal(FURAT_STR("a\0b"), FURAT_STR("a\0c")));
}

static void
folds_only_ascii_letters(void **state)
{
  (void)state;
  assert_true(furat_str_equal_nocase(FURAT_STR("ar-SY"), FURAT_STR("AR-sy")));
  assert_false(furat_str_equal_nocase(FURAT_STR("@"), FURAT_STR("`")));
  assert_false(furat_str_equal_nocase(FURAT_STR("\xC3\xA9"), FURAT_STR("\xC3\x89")));
}

static void
slices_stay_inside(void **state)
{
  (void)state;
  const furat_str s = FURAT_STR("Furat");
  assert_true(furat_str_equal(furat_str_slice(s, 2, SIZE_MAX), FURAT_STR("rat")));
  assert_int_equal(furat_str_slice(s, 9, 3).len, 0);
  assert_null(furat_str_slice(FURAT_STR_NONE, 1, 1).data);
}

static void
finds_first_and_last_byte(void **state)
{
  (void)state;
  const furat_str s = FURAT_STR("a/b/c");
  assert_int_equal(furat_str_find_byte(s, '/'), 1);
  assert_int_equal(furat_str_rfind_byte(s, '/'), 3);
  assert_int_equal(furat_str_find_byte(s, 'x'), 5);
  assert_int_equal(furat_str_rfind_byte(FURAT_STR_NONE, 'x'), 0);
  assert_int_equal(furat_str_find_byte(FURAT_STR_NONE, 'x'), 0);
}

static void
knows_prefixes_and_suffixes(void **state)
{
  (void)state;
  assert_true(furat_str_starts_with(FURAT_STR("abc"), FURAT_STR("")));
  assert_true(furat_str_ends_with(FURAT_STR("a.ttl"), FURAT_STR(".ttl")));
  assert_false(furat_str_ends_with(FURAT_STR("l"), FURAT_STR("ttl")));
  assert_false(furat_str_starts_with(FURAT_STR("ab"), FURAT_STR("abc")));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(compares_by_bytes_then_length),
      cmocka_unit_test(null_and_empty_views_are_equal),
      cmocka_unit_test(folds_only_ascii_letters),
      cmocka_unit_test(slices_stay_inside),
      cmocka_unit_test(finds_first_and_last_byte),
      cmocka_unit_test(knows_prefixes_and_suffixes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
