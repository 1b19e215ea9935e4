// SPDX-License-Identifier: GPL-3.0-or-later
// Error objects: the first word stands, hostile words are escaped, cuts respect code
// points.
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/utf8.h"

static void
first_word_stands_and_last_hint_wins(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_error_set(&err, FURAT_IO, "one %d", 1), FURAT_IO);
  assert_int_equal(furat_error_set(&err, FURAT_LIMIT, "two"), FURAT_LIMIT);
  furat_error_hint(&err, "first");
  furat_error_hint(&err, "second");
  assert_int_equal(err.status, FURAT_IO);
  assert_string_equal(err.message, "one 1");
  assert_string_equal(err.hint, "second");
  furat_error_clear(&err);
  assert_int_equal(err.status, FURAT_OK);
  assert_string_equal(err.message, "");
}

static void
null_is_accepted_everywhere(void **state)
{
  (void)state;
  furat_error_clear(NULL);
  assert_int_equal(furat_error_set(NULL, FURAT_IO, "x"), FURAT_IO);
  assert_int_equal(furat_error_no_mem(NULL), FURAT_NO_MEM);
  furat_error_hint(NULL, "x");
  furat_error_source(NULL, "x");
}

static void
hints_and_sources_need_a_filled_error(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_error_hint(&err, "x");
  furat_error_source(&err, "x");
  assert_string_equal(err.hint, "");
  assert_string_equal(err.source, "");
}

static void
control_characters_and_bad_bytes_are_escaped(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set(&err, FURAT_BAD_DATA, "%s", "a\nb\x1B[1m\xFF\x7F\xE2\x80\xAE \xD8\xB9");
  assert_string_equal(err.message, "a\\nb\\u001B[1m\\xFF\\u007F\\u202E \xD8\xB9");
}

static void
long_messages_are_cut_at_a_code_point(void **state)
{
  (void)state;
  for (size_t n = 490; n < 1100; ++n) {
    char text[1200];
    for (size_t i = 0; i + 1 < n; i += 2) {
      memcpy(text + i, "\xD8\xB9", 2);
    }
    text[n / 2 * 2] = '\0';
    furat_error err = FURAT_ERROR_INIT;
    furat_error_set(&err, FURAT_BAD_DATA, "%s%s", n % 2 ? "x" : "", text);
    const furat_str message = furat_str_of(err.message);
    assert_true(message.len < sizeof(err.message));
    assert_int_equal(furat_utf8_valid_length(message), message.len);
    const bool is_cut = strlen(text) + n % 2 > sizeof(err.message) - 1;
    assert_int_equal(furat_str_ends_with(message, FURAT_STR("\xE2\x80\xA6")), is_cut);
    if (is_cut) {
      assert_true(message.len >= sizeof(err.message) - 4);
    }
  }
}

static void
place_is_kept(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set_span(&err, FURAT_BAD_SYNTAX, (furat_span){3, 7}, "x");
  assert_true(err.has_span);
  assert_int_equal(err.span.end, 7);
  furat_error_clear(&err);
  furat_error_set_at(&err, FURAT_BAD_SYNTAX, "a.ttl", 4, 2, "x");
  furat_error_source(&err, "b.ttl");
  assert_string_equal(err.source, "a.ttl");
  assert_int_equal(err.line, 4);
  assert_int_equal(err.column, 2);
}

static void
io_errors_say_why(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_error_io(&err, "cannot open", "x.ttl", ENOENT), FURAT_IO);
  assert_string_equal(err.message, "cannot open x.ttl: No such file or directory");
}

static void
long_sources_are_cut(void **state)
{
  (void)state;
  char name[600];
  memset(name, 'a', sizeof(name));
  memcpy(name + 254, "\xD8\xB9", 2);
  name[599] = '\0';
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set(&err, FURAT_IO, "x");
  furat_error_source(&err, name);
  assert_int_equal(strlen(err.source), 254);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_word_stands_and_last_hint_wins),
      cmocka_unit_test(null_is_accepted_everywhere),
      cmocka_unit_test(hints_and_sources_need_a_filled_error),
      cmocka_unit_test(control_characters_and_bad_bytes_are_escaped),
      cmocka_unit_test(long_messages_are_cut_at_a_code_point),
      cmocka_unit_test(place_is_kept),
      cmocka_unit_test(io_errors_say_why),
      cmocka_unit_test(long_sources_are_cut),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
