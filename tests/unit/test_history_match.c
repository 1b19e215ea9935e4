// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked for in the history: signs as they are, words in any spelling, and where.
#include "shell/history_match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

// The byte where it stands, -1 where it does not.
static int
place(const char *wanted, const char *entry)
{
  furat_history_match match;
  furat_history_match_init(&match);
  furat_history_match_set(&match, furat_str_of(wanted));
  const furat_str text = furat_str_of(entry);
  const int at = furat_history_match_finds(&match, text)
                     ? (int)furat_history_match_place(&match, text)
                     : -1;
  furat_history_match_clear(&match);
  return at;
}

static void
words_are_found_in_any_spelling(void **state)
{
  (void)state;
  assert_int_equal(place("mosul", "ASK { ?x :p place:Mosul }"), 18);
  assert_int_equal(
      place("\u0645\u064f\u062d\u064e\u0645\u062f", "ASK \u0645\u062d\u0645\u062f"), 4);
  assert_int_equal(
      place("\u0627\u0644\u0645\u0648\u0635\u0644", "'\u0645\u0648\u0635\u0644'"), 1);
  assert_int_equal(place("ask  x", "ask x"), 0);
  assert_int_equal(place("mosul", "ASK {}"), -1);
}

static void
signs_are_found_as_they_are(void **state)
{
  (void)state;
  assert_int_equal(place("?Mosul", "ASK { ?mosul }"), -1);
  assert_int_equal(place("{ ?mo", "ASK { ?mosul }"), 4);
  assert_int_equal(place("}", "{ } { }"), 6);
}

// The article is no part of a folded word once it has letters behind it.
static void
beginning_of_a_word_is_found(void **state)
{
  (void)state;
  static const char word[] = "\u0627\u0644\u0645\u0648\u0635\u0644";
  for (size_t n = 2; n < sizeof word; n += 2) {
    char typed[sizeof word] = "";
    memcpy(typed, word, n);
    assert_int_equal(place(typed, word) % 2, 0);
  }
}

static void
nothing_stands_nowhere(void **state)
{
  (void)state;
  assert_int_equal(place("", "ASK {}"), -1);
  assert_int_equal(place("\u064e", "ASK {}"), -1);
  assert_int_equal(place("x", ""), -1);
  assert_int_equal(place("\xff", "a"), -1);
}

static furat_status
look(void *context)
{
  (void)context;
  return place("mosul", "Mosul") == 0 ? FURAT_OK : FURAT_NO_MEM;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each(look, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_are_found_in_any_spelling),
      cmocka_unit_test(signs_are_found_as_they_are),
      cmocka_unit_test(beginning_of_a_word_is_found),
      cmocka_unit_test(nothing_stands_nowhere),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
