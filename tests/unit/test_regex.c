// SPDX-License-Identifier: GPL-3.0-or-later
// XPath's regular expressions: what matches, what is refused, replacements, limits.
#include "func/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/alloc_fail.h"

static bool
matches(const char *pattern, const char *flags, const char *text)
{
  furat_regex *regex;
  furat_error err = FURAT_ERROR_INIT;
  bool result = false;
  if (furat_regex_compile(&regex, furat_str_of(pattern), furat_str_of(flags), &err) !=
      FURAT_OK) {
    fail_msg("%s: %s", pattern, err.message);
  }
  assert_int_equal(furat_regex_match(regex, furat_str_of(text), &result, NULL, &err),
                   FURAT_OK);
  furat_regex_free(regex);
  return result;
}

static void
the_syntax_is_xpaths(void **state)
{
  (void)state;
  static const struct {
    const char *pattern;
    const char *flags;
    const char *text;
    bool expected;
  } cases[] = {
      {"b", "", "abc", true},
      {"^b", "", "abc", false},
      {"^\\d{3}$", "", "٣٤٥", true},
      {"c$", "", "abc\n", false},
      {"b$", "", "ab\nc", false},
      {"b$", "m", "ab\nc", true},
      {"a.b", "", "a\nb", false},
      {"a.b", "s", "a\nb", true},
      {"STRASSE|ΣΟΦΟΣ", "i", "σοφος", true},
      {"^[a-z-[aeiou]]+$", "", "xyz", true},
      {"^[a-z-[aeiou]]+$", "", "xaz", false},
      {"^[a-z-[b-y-[m]]]+$", "", "azm", true},
      {"^[a-z-[b-y-[m]]]+$", "", "azn", false},
      {"^\\i\\c*$", "", "الموصل-1", true},
      {"^\\i\\c*$", "", "1a", false},
      {"^\\I$", "", "1", true},
      {"^\\w+$", "", "a+b", true},
      {"^\\w+$", "", "a-b", false},
      {"\\s", "", "a\xC2\xA0z", false},
      {"^\\p{L}+$", "", "كوبانيKobanî", true},
      {"hello world", "x", "helloworld", true},
      {"hello[ ]world", "x", "hello world", true},
      {"a.b(", "q", "xa.b(y", true},
      {"a.b", "q", "axb", false},
      {"^(?:ab)+(c)\\1$", "", "ababcc", true},
      {"\\$\\-\\^", "", "$-^", true},
      {"^.$", "", "🦁", true},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    if (matches(cases[i].pattern, cases[i].flags, cases[i].text) != cases[i].expected) {
      fail_msg("%s against %s", cases[i].pattern, cases[i].text);
    }
  }
}

static void
what_only_pcre_knows_is_refused(void **state)
{
  (void)state;
  static const char *const patterns[] = {
      "\\bword", "(?=a)",  "a++",       "(*ACCEPT)", "[[:alpha:]]", "\\Qa\\E", "(",
      "[a-z",    "a{3,2}", "\\p{Nope}", "\\",        "*",           "[]",      "(?i)a"};
  for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
    furat_regex *regex;
    furat_error err = FURAT_ERROR_INIT;
    if (furat_regex_compile(&regex, furat_str_of(patterns[i]), FURAT_STR_NONE, &err) !=
        FURAT_BAD_DATA) {
      fail_msg("%s was taken", patterns[i]);
    }
    assert_null(regex);
    assert_true(strlen(err.message) > 0);
  }
}

static void
flags_that_do_not_exist_are_refused(void **state)
{
  (void)state;
  furat_regex *regex;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_regex_compile(&regex, FURAT_STR("a"), FURAT_STR("g"), &err),
                   FURAT_BAD_DATA);
}

static furat_status
replace(furat_buffer *out, const char *text, const char *pattern, const char *replacement,
        furat_error *err)
{
  furat_regex *regex;
  furat_status status =
      furat_regex_compile(&regex, furat_str_of(pattern), FURAT_STR_NONE, err);
  if (status == FURAT_OK) {
    status = furat_regex_replace(out, regex, furat_str_of(text),
                                 furat_str_of(replacement), NULL, err);
  }
  furat_regex_free(regex);
  return status;
}

static void
replacement_follows_the_specification(void **state)
{
  (void)state;
  static const char *const cases[][4] = {
      {"abracadabra", "bra", "*", "a*cada*"},
      {"abracadabra", "a.*?a", "*", "*c*bra"},
      {"AAAA", "A+?", "b", "bbbb"},
      {"darted", "^(.*?)d(.*)$", "$1c$2", "carted"},
      {"abcd", "(.)(.)", "$2$1", "badc"},
      {"abc", "b", "[$0]", "a[b]c"},
      {"abc", "(b)", "$12", "ab2c"},
      {"abc", "b", "\\$\\\\", "a$\\c"},
      {"", "b", "x", ""},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_buffer out;
    furat_buffer_init(&out, 1000);
    furat_error err = FURAT_ERROR_INIT;
    assert_int_equal(replace(&out, cases[i][0], cases[i][1], cases[i][2], &err),
                     FURAT_OK);
    assert_string_equal(out.data ? out.data : "", cases[i][3]);
    furat_buffer_clear(&out);
  }
}

static void
wrong_replacements_are_refused(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"b*", "x"}, {"b", "$x"}, {"b", "\\n"}, {"b", "$"}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_buffer out;
    furat_buffer_init(&out, 1000);
    furat_error err = FURAT_ERROR_INIT;
    assert_int_equal(replace(&out, "abc", cases[i][0], cases[i][1], &err),
                     FURAT_BAD_DATA);
    furat_buffer_clear(&out);
  }
}

static void
a_pattern_that_explodes_is_stopped(void **state)
{
  (void)state;
  furat_regex *regex;
  furat_error err = FURAT_ERROR_INIT;
  bool result;
  assert_int_equal(
      furat_regex_compile(&regex, FURAT_STR("^(a+)+\\1$"), FURAT_STR_NONE, &err),
      FURAT_OK);
  assert_int_equal(furat_regex_match(regex,
                                     FURAT_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
                                     &result, NULL, &err),
                   FURAT_LIMIT);
  furat_regex_free(regex);
}

static furat_status
compile_and_replace(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = replace(&out, "abc", "[a-c-[b]]", "x", &err);
  furat_buffer_clear(&out);
  return status;
}

static void
failing_allocations_are_reported(void **state)
{
  (void)state;
  alloc_fail_each(compile_and_replace, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_syntax_is_xpaths),
      cmocka_unit_test(what_only_pcre_knows_is_refused),
      cmocka_unit_test(flags_that_do_not_exist_are_refused),
      cmocka_unit_test(replacement_follows_the_specification),
      cmocka_unit_test(wrong_replacements_are_refused),
      cmocka_unit_test(a_pattern_that_explodes_is_stopped),
      cmocka_unit_test(failing_allocations_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
