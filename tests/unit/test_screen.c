// SPDX-License-Identifier: GPL-3.0-or-later
// Lines broken at words for a terminal.
#include "base/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static void
assert_wrapped(const char *text, size_t width, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_screen_wrap(&out, furat_str_of(text), width);
  furat_buffer_append_byte(&out, '\0');
  assert_int_equal(out.status, FURAT_OK);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
long_lines_are_broken_at_words(void **state)
{
  (void)state;
  assert_wrapped("one two three\nfour\n", 8, "one two\nthree\nfour\n");
  assert_wrapped("one two", 7, "one two");
  assert_wrapped("one two three", 0, "one two three");
  assert_wrapped("", 8, "");
}

static void
what_goes_on_stands_below_the_first_word(void **state)
{
  (void)state;
  assert_wrapped("  one two three\n", 9, "  one two\n  three\n");
}

static void
a_word_that_is_too_long_stays_whole(void **state)
{
  (void)state;
  assert_wrapped("a http://example.org/ b", 8, "a\nhttp://example.org/\nb");
}

static void
cells_count_and_colours_do_not(void **state)
{
  (void)state;
  assert_wrapped("\033[1;31merror:\033[0m no one", 9, "\033[1;31merror:\033[0m no\none");
  assert_wrapped("\033[2m  one two\033[0m", 7, "\033[2m  one\n  two\033[0m");
  assert_wrapped("\u65E5\u672C \u8A9E", 6, "\u65E5\u672C\n\u8A9E");
}

static furat_status
wrap_once(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_screen_wrap(&out, FURAT_STR("one two three"), 8);
  const furat_status status = out.status;
  furat_buffer_clear(&out);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(wrap_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(long_lines_are_broken_at_words),
      cmocka_unit_test(what_goes_on_stands_below_the_first_word),
      cmocka_unit_test(a_word_that_is_too_long_stays_whole),
      cmocka_unit_test(cells_count_and_colours_do_not),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
