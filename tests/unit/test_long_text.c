// SPDX-License-Identifier: GPL-3.0-or-later
// Functions on texts of megabytes: they answer as on short ones, though they look at a
// part after the other, and end when the cancel token says so.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "func/function.h"
#include "func/regex.h"

// No power of two and no multiple of the bytes of a character, so that parts end inside.
enum { N_CHARACTERS = 1500007 };

static furat_arena arena;

static int
set_up(void **state)
{
  (void)state;
  furat_arena_init(&arena, SIZE_MAX);
  return 0;
}

static int
tear_down(void **state)
{
  (void)state;
  furat_arena_clear(&arena);
  return 0;
}

// `n` times the character, and then `end`.
static furat_value
long_text(const char *character, size_t n, const char *end)
{
  furat_buffer text;
  furat_str copy;
  furat_buffer_init(&text, SIZE_MAX);
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_cstr(&text, character);
  }
  furat_buffer_append_cstr(&text, end);
  assert_true(furat_arena_copy(&arena, furat_buffer_str(&text), &copy));
  furat_buffer_clear(&text);
  return furat_value_string(copy);
}

static furat_status
call(furat_value *out, const char *name, const furat_value *args, size_t n,
     const furat_cancel *cancel)
{
  furat_call c;
  assert_int_equal(furat_call_init(&c, &arena, FURAT_STR("http://e/")), FURAT_OK);
  c.cancel = cancel;
  furat_status status = furat_function_find(furat_str_of(name))->body(out, &c, args, n);
  furat_call_clear(&c);
  return status;
}

static furat_str
text_of(const char *name, const furat_value *args, size_t n)
{
  furat_value out;
  assert_int_equal(call(&out, name, args, n, NULL), FURAT_OK);
  return out.term.text;
}

static void
parts_do_not_show(void **state)
{
  (void)state;
  const furat_value text = long_text("ش", N_CHARACTERS, "az");
  furat_value args[3] = {text, furat_value_string(FURAT_STR("شaz")),
                         furat_value_string(FURAT_STR("b"))};
  furat_value out;
  int64_t n;
  assert_int_equal(call(&out, "STRLEN", args, 1, NULL), FURAT_OK);
  assert_true(furat_decimal_to_int64(out.decimal, &n));
  assert_int_equal(n, N_CHARACTERS + 2);
  assert_int_equal(call(&out, "CONTAINS", args, 2, NULL), FURAT_OK);
  assert_true(out.boolean);
  assert_int_equal(text_of("STRBEFORE", args, 2).len, 2 * (N_CHARACTERS - 1));
  assert_int_equal(text_of("STRAFTER", args, 2).len, 0);
  assert_int_equal(text_of("CONCAT", args, 3).len, text.term.text.len + 5);
  assert_int_equal(text_of("ENCODE_FOR_URI", args, 1).len, 6 * N_CHARACTERS + 2);
  const furat_str upper = text_of("UCASE", args, 1);
  assert_int_equal(upper.len, text.term.text.len);
  assert_memory_equal(upper.data, text.term.text.data, 2 * N_CHARACTERS);
  assert_memory_equal(upper.data + 2 * N_CHARACTERS, "AZ", 2);
  args[1] = furat_value_integer(N_CHARACTERS);
  assert_true(furat_str_equal(text_of("SUBSTR", args, 2), FURAT_STR("شaz")));
  args[1] = text;
  assert_int_equal(call(&out, "CONTAINS", args, 2, NULL), FURAT_OK);
  assert_true(out.boolean);
  args[1] = furat_value_string(FURAT_STR("ش+a"));
  assert_true(furat_str_equal(text_of("REPLACE", args, 3), FURAT_STR("bz")));
}

static void
each_ends_when_asked(void **state)
{
  (void)state;
  static const struct {
    const char *name;
    size_t n_args;
  } cases[] = {{"STRLEN", 1},         {"UCASE", 1},     {"LCASE", 1},    {"SUBSTR", 2},
               {"CONTAINS", 2},       {"STRBEFORE", 2}, {"STRAFTER", 2}, {"CONCAT", 2},
               {"ENCODE_FOR_URI", 1}, {"MD5", 1},       {"SHA512", 1},   {"BNODE", 1},
               {"REGEX", 2},          {"REPLACE", 3}};
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_value out;
    furat_value args[3] = {long_text("x", N_CHARACTERS, ""),
                           furat_value_string(FURAT_STR("y")),
                           furat_value_string(FURAT_STR(""))};
    if (strcmp(cases[i].name, "SUBSTR") == 0) {
      args[1] = furat_value_integer(N_CHARACTERS);
    }
    if (call(&out, cases[i].name, args, cases[i].n_args, &cancel) != FURAT_INTERRUPTED) {
      fail_msg("%s goes on", cases[i].name);
    }
  }
}

// Patterns that take long: in a short text, where few steps are tried first, and in a
// long one, where each start takes as long as the text is.
static void
patterns_end_when_time_is_over(void **state)
{
  (void)state;
  static const struct {
    const char *pattern;
    size_t length;
  } cases[] = {{"^(a+)+\\1$", 34}, {"(.*).*.*.*z", 200000}, {"(a|b)*(b|a)*z", 200000}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    const furat_value text = long_text("a", cases[i].length, "b");
    furat_regex *regex;
    furat_cancel cancel;
    furat_error err = FURAT_ERROR_INIT;
    bool matched;
    furat_cancel_init(&cancel, 1);
    while (furat_cancel_poll(&cancel, NULL) == FURAT_OK) {
    }
    assert_int_equal(
        furat_regex_compile(&regex, furat_str_of(cases[i].pattern), FURAT_STR_NONE, &err),
        FURAT_OK);
    assert_int_equal(furat_regex_match(regex, text.term.text, &matched, &cancel, &err),
                     FURAT_LIMIT);
    assert_non_null(strstr(err.message, "time limit"));
    furat_regex_free(regex);
  }
}

// The same pattern over texts that are tried quickly, that need more steps, and that are
// long.
static void
all_ways_to_match_agree(void **state)
{
  (void)state;
  static const char *const patterns[] = {"b$",       "^a*b$", "(a|b)*b",
                                         "^(a*)*b$", "a{3}b", "^[^b]*b?$"};
  for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
    for (size_t length = 4; length < 40000; length *= 3) {
      const furat_value texts[2] = {long_text("a", length, "b"),
                                    long_text("a", length, "c")};
      furat_regex *regex;
      assert_int_equal(
          furat_regex_compile(&regex, furat_str_of(patterns[i]), FURAT_STR_NONE, NULL),
          FURAT_OK);
      for (size_t k = 0; k < 2; k++) {
        bool matched = false;
        const furat_status status =
            furat_regex_match(regex, texts[k].term.text, &matched, NULL, NULL);
        const bool wanted = k == 0 || i == 5;
        if (status != FURAT_LIMIT && (status != FURAT_OK || matched != wanted)) {
          fail_msg("%s, %zu", patterns[i], length);
        }
      }
      furat_regex_free(regex);
    }
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(parts_do_not_show, set_up, tear_down),
      cmocka_unit_test_setup_teardown(each_ends_when_asked, set_up, tear_down),
      cmocka_unit_test_setup_teardown(patterns_end_when_time_is_over, set_up, tear_down),
      cmocka_unit_test_setup_teardown(all_ways_to_match_agree, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
