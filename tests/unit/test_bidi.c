// SPDX-License-Identifier: GPL-3.0-or-later
// Arabic letters joined, lines put in the order of the screen, and who does it.
#include "results/bidi.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static void
assert_appended(const char *text, furat_bidi bidi, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 10000);
  furat_bidi_append(&out, furat_str_of(text), bidi);
  furat_buffer_append_byte(&out, '.');
  furat_buffer_truncate(&out, out.len - 1);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
letters_take_the_form_of_their_place(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  // seen, lam, alef, meem: the second and third become one
  furat_bidi_shape(&out, FURAT_STR("\u0633\u0644\u0627\u0645"));
  assert_string_equal(out.data, "\uFEB3\uFEFC\uFEE1");
  furat_buffer_reset(&out);
  furat_bidi_shape(&out, FURAT_STR("abc 12 \u05D0"));
  assert_string_equal(out.data, "abc 12 \u05D0");
  furat_buffer_clear(&out);
}

static void
lines_stand_in_the_order_of_the_screen(void **state)
{
  (void)state;
  assert_appended("\u05D0\u05D1 Omar 12", FURAT_BIDI_REORDER, "Omar 12 \u05D1\u05D0");
  assert_appended("Omar \u05D0\u05D1 12", FURAT_BIDI_REORDER, "Omar 12 \u05D1\u05D0");
  assert_appended("\u05D0(\u05D1)", FURAT_BIDI_REORDER, "(\u05D1)\u05D0");
  assert_appended("\u0633\u0644\u0627\u0645", FURAT_BIDI_REORDER, "\uFEE1\uFEFC\uFEB3");
  // A vowel mark stays behind its letter.
  assert_appended("\u0628\u064E\u0628", FURAT_BIDI_REORDER, "\uFE90\uFE91\u064E");
  // The direction is that of what the text is part of.
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_bidi_reorder(&out, FURAT_STR("abc \u05D0"), true);
  assert_string_equal(out.data, "\u05D0 abc");
  furat_buffer_clear(&out);
}

static void
others_are_isolated_or_left_alone(void **state)
{
  (void)state;
  assert_appended("\u05D0\u05D1", FURAT_BIDI_ISOLATE, "\u2068\u05D0\u05D1\u2069");
  assert_appended("\u05D0\u05D1", FURAT_BIDI_NONE, "\u05D0\u05D1");
  assert_appended("abc", FURAT_BIDI_ISOLATE, "abc");
  assert_appended("abc", FURAT_BIDI_REORDER, "abc");
  assert_appended("", FURAT_BIDI_REORDER, "");
  assert_appended("\xFF\u05D0", FURAT_BIDI_REORDER, "\u05D0\uFFFD");
}

static void
terminals_are_known_by_their_variables(void **state)
{
  (void)state;
  static const struct {
    const char *name;
    const char *value;
    bool orders;
  } cases[] = {
      {"VTE_VERSION", "7002", true},  {"VTE_VERSION", "5202", false},
      {"KONSOLE_VERSION", "1", true}, {"TERM", "mlterm-256color", true},
      {"MLTERM", "3.9", true},        {"INSIDE_EMACS", "28,comint", true},
      {"TERM", "xterm", false},       {"TERM_PROGRAM", "Apple_Terminal", true},
      {"TERM_PROGRAM", "x", false},   {"KONSOLE_VERSION", "", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (size_t j = 0; j < sizeof cases / sizeof cases[0]; j++) {
      unsetenv(cases[j].name);
    }
    setenv(cases[i].name, cases[i].value, 1);
    assert_int_equal(furat_bidi_terminal_orders(), cases[i].orders);
  }
}

static furat_status
append_once(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, 10000);
  furat_bidi_append(&out, FURAT_STR("\u05D0\u05D1 Omar 12"), FURAT_BIDI_REORDER);
  furat_status status = out.status;
  furat_buffer_clear(&out);
  return status;
}

// Without memory the text keeps its order.
static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each_tolerant(append_once, NULL);
}

// Notes and lists: from left to right as a whole, each colour by itself.
static void
lines_keep_their_order_and_colours(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
      {"nothing", "nothing"},
      {"place \"שלום\"@he no\nשלום a\n", "place \"םולש\"@he no\nםולש a\n"},
      {"a \u2068שלום (x)\u2069 3", "a (x) םולש 3"},
      {"\033[1mשל\033[0mום", "\033[1mלש\033[0mםו"},
      {"x \033[1", "x \033[1"},
      {"باب", "ﺏﺎﺑ"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    furat_buffer out;
    furat_buffer_init(&out, SIZE_MAX / 2);
    furat_bidi_append_lines(&out, furat_str_of(cases[i].text), FURAT_BIDI_REORDER);
    assert_int_equal(out.len, strlen(cases[i].expected));
    assert_memory_equal(out.data, cases[i].expected, out.len);
    furat_buffer_reset(&out);
    furat_bidi_append_lines(&out, furat_str_of(cases[i].text), FURAT_BIDI_ISOLATE);
    assert_int_equal(out.len, strlen(cases[i].text));
    furat_buffer_clear(&out);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_keep_their_order_and_colours),
      cmocka_unit_test(letters_take_the_form_of_their_place),
      cmocka_unit_test(lines_stand_in_the_order_of_the_screen),
      cmocka_unit_test(others_are_isolated_or_left_alone),
      cmocka_unit_test(terminals_are_known_by_their_variables),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
