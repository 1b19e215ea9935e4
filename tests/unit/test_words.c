// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a dot command.
#include "shell/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

typedef struct words {
  furat_arena texts;
  furat_vec items;
} words;

static furat_status
split(words *w, furat_str line, furat_error *err)
{
  furat_arena_init(&w->texts, SIZE_MAX);
  furat_vec_init(&w->items, sizeof(const char *), 100);
  return furat_words_split(&w->items, &w->texts, line, err);
}

static void
clear(words *w)
{
  furat_vec_clear(&w->items);
  furat_arena_clear(&w->texts);
}

static void
assert_words(const char *line, size_t n, const char *const *expected)
{
  words w;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(split(&w, furat_str_of(line), &err), FURAT_OK);
  assert_int_equal(w.items.n, n);
  for (size_t i = 0; i < n; i++) {
    assert_string_equal(FURAT_VEC_AT(&w.items, const char *, i), expected[i]);
  }
  clear(&w);
}

static void
spaces_separate(void **state)
{
  (void)state;
  assert_words("", 0, NULL);
  assert_words(" \t ", 0, NULL);
  assert_words(".run  who\tactor=x ", 3, (const char *const[]){".run", "who", "actor=x"});
}

static void
quotes_hold_spaces(void **state)
{
  (void)state;
  assert_words(
      ".run who actor=\"الجيش العراقي\" 'a \"b\"' \"\"", 5,
      (const char *const[]){".run", "who", "actor=الجيش العراقي", "a \"b\"", ""});
}

static void
backslashes_keep_quotes(void **state)
{
  (void)state;
  assert_words(
      ".set _b \"q\\\"uo te\"@en 'it\\'s' \"C:\\\\\" \"\\n\" a\\b", 7,
      (const char *const[]){".set", "_b", "q\"uo te@en", "it's", "C:\\", "\\n", "a\\b"});
}

static void
open_quotes_are_errors(void **state)
{
  (void)state;
  words w;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(split(&w, FURAT_STR(".run \"who"), &err), FURAT_USAGE);
  assert_string_equal(err.message, "a quote is not closed");
  assert_int_equal(err.span.start, 5);
  clear(&w);
}

static void
nul_bytes_are_errors(void **state)
{
  (void)state;
  words w;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(split(&w, FURAT_STR("a\0b"), &err), FURAT_USAGE);
  clear(&w);
}

static furat_status
split_once(void *context)
{
  (void)context;
  words w;
  furat_error err = FURAT_ERROR_INIT;
  furat_status status =
      split(&w, FURAT_STR(".run who actor='a b' c d e f g h i j"), &err);
  clear(&w);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(split_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spaces_separate),
      cmocka_unit_test(quotes_hold_spaces),
      cmocka_unit_test(open_quotes_are_errors),
      cmocka_unit_test(nul_bytes_are_errors),
      cmocka_unit_test(backslashes_keep_quotes),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
