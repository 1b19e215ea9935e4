// SPDX-License-Identifier: GPL-3.0-or-later
// Messages to the letter: place, line, carets, hint; hostile lines; lines of files.
#include "base/diagnostic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/color.h"
#include "support/alloc_fail.h"

static void
assert_shown(const furat_error *err, furat_str text, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_diagnostic_format(&out, err, text);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static furat_error
spanned(size_t start, size_t end)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set_span(&err, FURAT_BAD_SYNTAX, (furat_span){start, end}, "wrong");
  furat_error_source(&err, "q.rq");
  return err;
}

static void
positions_count_lines_and_code_points(void **state)
{
  (void)state;
  const furat_str text = FURAT_STR("a\r\nb\rc\n\xD8\xB9x\n");
  static const struct {
    size_t offset;
    uint64_t line;
    uint64_t column;
  } cases[] = {{0, 1, 1}, {3, 2, 1},  {5, 3, 1},  {7, 4, 1}, {9, 4, 2},
               {8, 4, 1}, {10, 4, 3}, {11, 5, 1}, {99, 5, 1}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    uint64_t line;
    uint64_t column;
    furat_text_position(text, cases[i].offset, &line, &column);
    assert_int_equal(line, cases[i].line);
    assert_int_equal(column, cases[i].column);
  }
}

static void
carets_stand_under_the_span(void **state)
{
  (void)state;
  furat_error err = spanned(9, 14);
  furat_error_hint(&err, "did you mean foaf:?");
  assert_shown(&err, FURAT_STR("SELECT *\nfoaff:name"),
               "q.rq:2:1: error: wrong\nfoaff:name\n^~~~~\nhint: did you mean foaf:?\n");
}

static void
wide_and_combining_characters_shift_carets(void **state)
{
  (void)state;
  furat_error err = spanned(6, 9);
  assert_shown(&err,
               FURAT_STR("\xE6\xBC\xA2"
                         "e\xCC\x81"
                         "bad"),
               "q.rq:1:4: error: wrong\n\xE6\xBC\xA2"
               "e\xCC\x81"
               "bad\n   ^~~\n");
  err = spanned(4, 6);
  assert_shown(&err, FURAT_STR("\xD8\xB9\xD8\xB1 x"),
               "q.rq:1:3: error: wrong\n\xD8\xB9\xD8\xB1 x\n  ^~\n");
}

static void
hostile_characters_are_made_visible(void **state)
{
  (void)state;
  furat_error err = spanned(7, 8);
  assert_shown(&err,
               FURAT_STR("\t\x1B\xFF\xE2\x80\xAE"
                         "ax"),
               "q.rq:1:6: error: wrong\n  \xE2\x90\x9B\xEF\xBF\xBD<U+202E>ax\n"
               "             ^\n");
}

static void
spans_end_with_their_line_and_text(void **state)
{
  (void)state;
  furat_error err = spanned(1, 20);
  assert_shown(&err, FURAT_STR("abc\ndef"), "q.rq:1:2: error: wrong\nabc\n ^~\n");
  err = spanned(7, 7);
  assert_shown(&err, FURAT_STR("abc\ndef"), "q.rq:2:4: error: wrong\ndef\n   ^\n");
  err = spanned(400, 500);
  assert_shown(&err, FURAT_STR("abc\n"), "q.rq:1:4: error: wrong\nabc\n   ^\n");
  assert_shown(&err, FURAT_STR("abc\r\n \n"), "q.rq:1:4: error: wrong\nabc\n   ^\n");
  assert_shown(&err, FURAT_STR("\n"), "q.rq:2:1: error: wrong\n\n^\n");
}

static void
long_lines_are_cut_around_the_span(void **state)
{
  (void)state;
  char text[5001];
  memset(text, 'a', 5000);
  text[5000] = '\0';
  memcpy(text + 3000, "BAD", 3);
  const furat_error err = spanned(3000, 3003);
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_diagnostic_format(&out, &err, furat_str_of(text));
  assert_true(out.len < 400);
  const char *line = strchr(out.data, '\n') + 1;
  const char *carets = strchr(line, '\n') + 1;
  // The ellipsis is three bytes in one cell.
  assert_int_equal(strstr(line, "BAD") - line - 2, strchr(carets, '^') - carets);
  furat_buffer_clear(&out);
}

static void
errors_without_a_place_are_one_line(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set(&err, FURAT_IO, "cannot open x");
  assert_shown(&err, FURAT_STR_NONE, "error: cannot open x\n");
  furat_error_source(&err, "a\nb");
  assert_shown(&err, FURAT_STR_NONE,
               "a\xE2\x90\x8A"
               "b: error: cannot open x\n");
}

static void
line_of_a_file_is_read_again(void **state)
{
  (void)state;
  char path[] = "test_diagnostic_XXXXXX";
  const int fd = mkstemp(path);
  assert_true(fd >= 0);
  FILE *file = fdopen(fd, "wb");
  fputs("one\r\ntwo \xD8\xB9 bad\r\nthree", file);
  fclose(file);
  char expected[200];
  furat_error err = FURAT_ERROR_INIT;
  furat_error_set_at(&err, FURAT_BAD_SYNTAX, path, 2, 7, "wrong");
  snprintf(expected, sizeof(expected),
           "%s:2:7: error: wrong\ntwo \xD8\xB9 bad\n      ^\n", path);
  assert_shown(&err, FURAT_STR_NONE, expected);
  err.line = 9;
  snprintf(expected, sizeof(expected), "%s:9:7: error: wrong\n", path);
  assert_shown(&err, FURAT_STR_NONE, expected);
  unlink(path);
}

static furat_status
format_one(void *context)
{
  (void)context;
  const furat_error err = spanned(2, 3);
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_diagnostic_format(&out, &err, FURAT_STR("abcdef"));
  const furat_status status = furat_buffer_status(&out, NULL);
  furat_buffer_clear(&out);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(format_one, NULL);
}

// Always: to a file too.  Only the words that lead and the carets have a colour.
static void
printed_errors_are_coloured_by_the_one_rule(void **state)
{
  (void)state;
  char printed[200] = "";
  FILE *stream = tmpfile();
  assert_non_null(stream);
  furat_error err = spanned(2, 4);
  furat_error_hint(&err, "try this");
  assert_true(furat_color_choose("always"));
  furat_diagnostic_print(stream, &err, FURAT_STR("abcdef"));
  assert_true(furat_color_choose("never"));
  furat_diagnostic_print(stream, &err, FURAT_STR("abcdef"));
  assert_true(furat_color_choose("auto"));
  rewind(stream);
  assert_true(fread(printed, 1, sizeof printed - 1, stream) > 0);
  assert_string_equal(printed, "q.rq:1:3: \033[1;31merror:\033[0m wrong\nabcdef\n"
                               "  \033[1;31m^~\033[0m\n\033[36mhint:\033[0m try this\n"
                               "q.rq:1:3: error: wrong\nabcdef\n  ^~\nhint: try this\n");
  fclose(stream);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(positions_count_lines_and_code_points),
      cmocka_unit_test(carets_stand_under_the_span),
      cmocka_unit_test(wide_and_combining_characters_shift_carets),
      cmocka_unit_test(hostile_characters_are_made_visible),
      cmocka_unit_test(spans_end_with_their_line_and_text),
      cmocka_unit_test(long_lines_are_cut_around_the_span),
      cmocka_unit_test(errors_without_a_place_are_one_line),
      cmocka_unit_test(line_of_a_file_is_read_again),
      cmocka_unit_test(failing_allocations_are_told),
      cmocka_unit_test(printed_errors_are_coloured_by_the_one_rule),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
