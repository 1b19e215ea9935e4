// SPDX-License-Identifier: GPL-3.0-or-later
// Texts to rows of a terminal.
#include "shell/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

// The rows one below the other, + behind those that are wrapped, and where the cursor is.
static void
assert_rows(const char *text, size_t point, size_t n_columns, const char *expected,
            size_t row, size_t column)
{
  furat_layout layout;
  furat_buffer rows;
  furat_layout_init(&layout);
  furat_buffer_init(&rows, 10000);
  const furat_layout_text what = {.prompt = FURAT_STR("> "),
                                  .text = furat_str_of(text),
                                  .point = point,
                                  .palette = furat_palette_named("none"),
                                  .n_columns = n_columns};
  assert_int_equal(furat_layout_make(&layout, &what), FURAT_OK);
  for (size_t i = 0; i < layout.rows.n; i++) {
    furat_buffer_append(&rows, furat_layout_row_bytes(&layout, i));
    bool wrapped = FURAT_VEC_AT(&layout.rows, furat_layout_row, i).wrapped;
    furat_buffer_append_cstr(&rows, wrapped ? "+\n" : "\n");
  }
  assert_string_equal(rows.data, expected);
  assert_int_equal(layout.cursor_row, row);
  assert_int_equal(layout.cursor_column, column);
  furat_buffer_clear(&rows);
  furat_layout_clear(&layout);
}

static void
lines_have_prompts(void **state)
{
  (void)state;
  assert_rows("", 0, 20, "> \n", 0, 2);
  assert_rows("ab\ncd", 4, 20, "> ab\n    -> cd\n", 1, 8);
  assert_rows("ab\n", 3, 20, "> ab\n    -> \n", 1, 7);
}

static void
long_lines_are_wrapped(void **state)
{
  (void)state;
  assert_rows("abcdefgh", 8, 6, "> abcd+\nefgh\n", 1, 4);
  assert_rows("abcdefgh", 4, 6, "> abcd+\nefgh\n", 1, 0);
}

static void
a_full_row_leaves_the_cursor_a_place(void **state)
{
  (void)state;
  assert_rows("abcd", 4, 6, "> abcd+\n\n", 1, 0);
  assert_rows("abcd", 3, 6, "> abcd\n", 0, 5);
  assert_rows("abcd\ne", 4, 6, "> abcd+\n\n    ->+\n e\n", 1, 0);
}

static void
wide_characters_are_not_cut(void **state)
{
  (void)state;
  assert_rows("ab日", 5, 6, "> ab日+\n\n", 1, 0);
  assert_rows("abc日", 6, 6, "> abc +\n日\n", 1, 2);
}

static void
marks_take_no_cell(void **state)
{
  (void)state;
  assert_rows("مَ", 4, 8, "> مَ\n", 0, 3);
  assert_rows("aaaaa\u0301", 7, 7, "> aaaaa\u0301+\n\n", 1, 0);
}

static void
unsafe_characters_are_shown(void **state)
{
  (void)state;
  assert_rows("a\x1b[2J", 2, 20, "> a\\u001B[2J\n", 0, 9);
  assert_rows("\u202E", 3, 6, "> \\u20+\n2E\n", 1, 2);
  assert_rows("\xff", 1, 20, "> \\xFF\n", 0, 6);
  assert_rows("a\tb", 3, 20, "> a   b\n", 0, 7);
}

static void
colors_end_with_the_row(void **state)
{
  (void)state;
  furat_layout layout;
  furat_layout_init(&layout);
  const unsigned char colors[] = {0, FURAT_COLOR_NUMBER, FURAT_COLOR_NUMBER,
                                  FURAT_COLOR_NUMBER};
  const furat_layout_text what = {.text = FURAT_STR("a123"),
                                  .colors = colors,
                                  .palette = furat_palette_named("any"),
                                  .n_columns = 3};
  assert_int_equal(furat_layout_make(&layout, &what), FURAT_OK);
  assert_int_equal(layout.rows.n, 2);
  assert_true(furat_str_equal(furat_layout_row_bytes(&layout, 0),
                              FURAT_STR("a\033[35m12\033[0m")));
  assert_true(
      furat_str_equal(furat_layout_row_bytes(&layout, 1), FURAT_STR("\033[35m3\033[0m")));
  furat_layout_clear(&layout);
}

static furat_status
make_once(void *context)
{
  (void)context;
  furat_layout layout;
  furat_layout_init(&layout);
  const furat_layout_text what = {.text = FURAT_STR("ab\ncd\n\x1b"),
                                  .palette = furat_palette_named("dark"),
                                  .n_columns = 3};
  furat_status status = furat_layout_make(&layout, &what);
  furat_layout_clear(&layout);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each_tolerant(make_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_have_prompts),
      cmocka_unit_test(long_lines_are_wrapped),
      cmocka_unit_test(a_full_row_leaves_the_cursor_a_place),
      cmocka_unit_test(wide_characters_are_not_cut),
      cmocka_unit_test(marks_take_no_cell),
      cmocka_unit_test(unsafe_characters_are_shown),
      cmocka_unit_test(colors_end_with_the_row),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
