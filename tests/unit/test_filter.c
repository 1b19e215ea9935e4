// SPDX-License-Identifier: GPL-3.0-or-later
// What comes through to a terminal: harmless in any pieces, coloured by tokens.
#include "results/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

// Write `text` in pieces of `n` bytes.
static furat_status
filter(furat_buffer *out, furat_str text, size_t n, bool turtle,
       const furat_palette *palette)
{
  furat_output *output = NULL;
  furat_filter *filter = NULL;
  furat_status status = furat_output_to_buffer(&output, out, NULL);
  if (status == FURAT_OK) {
    status = furat_filter_new(&filter, output, turtle, palette, NULL);
  }
  for (size_t at = 0; at < text.len && status == FURAT_OK; at += n) {
    status = furat_output_write(furat_filter_output(filter), furat_str_slice(text, at, n),
                                NULL);
  }
  if (status == FURAT_OK) {
    status = furat_filter_finish(filter, NULL);
  }
  furat_filter_free(filter);
  furat_output_free(output);
  return status;
}

static void
assert_filtered(furat_str text, bool turtle, const char *palette, const char *expected)
{
  for (size_t n = 1; n < 8; n++) {
    furat_buffer out;
    furat_buffer_init(&out, 10000);
    assert_int_equal(
        filter(&out, text, n, turtle, palette ? furat_palette_named(palette) : NULL),
        FURAT_OK);
    assert_string_equal(out.data, expected);
    furat_buffer_clear(&out);
  }
}

static void
unsafe_characters_become_escapes(void **state)
{
  (void)state;
  assert_filtered(FURAT_STR("a\x1B[2J\tb\u202E\u0645\r\nc\xC2\x9B\xFF\rd\U000E0001"),
                  false, NULL,
                  "a\\u001B[2J\tb\\u202E\u0645\r\nc\\u009B\\uFFFD\\u000Dd\\U000E0001");
  assert_filtered(FURAT_STR("<a\u202E> \"\x07\" .\n"), true, NULL,
                  "<a\\u202E> \"\\u0007\" .\n");
}

#define IRI(s)    "\033[36m" s "\033[0m"
#define WORD(s)   "\033[1;34m" s "\033[0m"
#define STRING(s) "\033[32m" s "\033[0m"
#define NUMBER(s) "\033[35m" s "\033[0m"
#define FAINT(s)  "\033[2m" s "\033[0m"
#define BLANK(s)  "\033[2;36m" s "\033[0m"

static void
turtle_is_coloured_by_tokens(void **state)
{
  (void)state;
  assert_filtered(
      FURAT_STR("@prefix ex: <http://e/> .\nex:a a ex:B ; ex:p 1, -2.5 ;\n"
                "  ex:q \"x\\\"y\"@ar , 'z'^^ex:t , _:b1 , true . # end\n"),
      true, "any",
      WORD("@prefix") " " IRI("ex:") " " IRI(
          "<http://e/>") " "
                         "."
                         "\n" IRI("ex:a") " " WORD("a") " " IRI("ex:B") " ; " IRI("ex:p") " " NUMBER(
                             "1") ", " NUMBER("-2.5") " ;\n  " IRI("ex:q") " " STRING("\""
                                                                                      "x"
                                                                                      "\\"
                                                                                      "\""
                                                                                      "y"
                                                                                      "\"")
                             FAINT("@ar") " , " STRING("'z'") "^^" IRI(
                                 "ex:t") " , " BLANK("_:b1") " , " WORD("true") " ."
                                                                                " " FAINT(
                                                                                    "# "
                                                                                    "end") "\n");
}

static void
long_strings_go_on_over_lines(void **state)
{
  (void)state;
  assert_filtered(
      FURAT_STR("ex:a ex:p \"\"\"one \"two\"\nthree\x1B\nfour\"\"\"@en , 7 .\n"), true,
      "any",
      IRI("ex:a") " " IRI("ex:p") " " STRING("\"\"\"one \"two\"") "\n" STRING(
          "three\\u001B") "\n" STRING("four\"\"\"")
          FAINT("@en") " , " NUMBER("7") " .\n");
}

static furat_status
filter_once(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, 10000);
  furat_status status =
      filter(&out, FURAT_STR("ex:a \"b\n\x1B\" ."), 3, true, furat_palette_named("dark"));
  furat_buffer_clear(&out);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(filter_once, NULL);
}

// A last line without an end is written by the output's own end.
static furat_status
use_output(void *context)
{
  (void)context;
  furat_buffer out;
  furat_output *next = NULL;
  furat_output *output = NULL;
  furat_buffer_init(&out, 10000);
  furat_status status = furat_output_to_buffer(&next, &out, NULL);
  if (status == FURAT_OK) {
    status = furat_filter_output_new(&output, next, NULL);
  }
  if (status == FURAT_OK) {
    status = furat_output_write(output, FURAT_STR("a\x1B\nb\u202E"), NULL);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, NULL);
  }
  if (status == FURAT_OK) {
    assert_string_equal(out.data, "a\\u001B\nb\\u202E");
  }
  furat_output_free(output);
  furat_buffer_clear(&out);
  return status;
}

static void
output_of_its_own(void **state)
{
  (void)state;
  assert_int_equal(use_output(NULL), FURAT_OK);
  alloc_fail_each(use_output, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(unsafe_characters_become_escapes),
      cmocka_unit_test(turtle_is_coloured_by_tokens),
      cmocka_unit_test(long_strings_go_on_over_lines),
      cmocka_unit_test(each_allocation_may_fail),
      cmocka_unit_test(output_of_its_own),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
