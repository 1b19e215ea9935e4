// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of a terminal among keys: whatever comes, in pieces or whole.
#include "shell/ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define END "\033[?62;22c"

typedef struct answer_case {
  const char *came;
  const char *keys;
  const char *color; // "light", "dark"; NULL: none is known
  bool over;
} answer_case;

static const answer_case cases[] = {
    {"ASK {}", "ASK {}", NULL, false},
    {"\033]11;rgb:ffff/ffff/ffff\007" END, "", "light", true},
    {"\033]11;rgb:0000/2b2b/3636\033\\" END, "", "dark", true},
    {"a\033]11;rgb:ff/ff/ee\007b" END "c", "abc", "light", true},
    {"\033]11;rgba:1111/2222/3333/ffff\007", "", "dark", false},
    {"\033]11;#fdf6e3\007" END, "", "light", true},
    {"\033]11;#000\007" END, "", "dark", true},
    {END "\033]11;#000\007", "", "dark", true}, // out of order
    {END, "", NULL, true},
    {"\033[?6c", "", NULL, true},
    // What is no answer is a key.
    {"\033[A\033OB\033[200~x\033[201~", "\033[A\033OB\033[200~x\033[201~", NULL, false},
    {"\033\033[A", "\033\033[A", NULL, false},
    {"\033]1\033]12;x\007", "\033]1\033]12;x\007", NULL, false},
    {"\033\033]11;#fff\007", "\033", "light", false},
    {"\033[12;5R", "\033[12;5R", NULL, false},
    // An end that is left out, or is an Escape alone.
    {"\033]11;rgb:ffff/ffff/ffff" END "x", "x", "light", true},
    {"\033]11;rgb:ffff/ffff/ffff\033" END "x", "x", "light", true},
    // Malformed, and with keys in it.
    {"\033]11;rgb:ffff/ffff\007x", "x", NULL, false},
    {"\033]11;rgb:ffff/ffff/fffff\007x", "x", NULL, false},
    {"\033]11;rgb:/ /\007x", "x", NULL, false},
    {"\033]11;rgb:ffff/ffff/ffff/ffff/ffff\007x", "x", NULL, false},
    {"\033]11;white\007x", "x", NULL, false},
    {"\033]11;\007x", "x", NULL, false},
    {"\033]11;#ff\007x", "x", NULL, false},
    {"\033]11;rgb:ff/ff/ff\rDROP ALL\r\007x", "x", NULL, false},
    {"\033]11;#fff\033OA\033[A\r\033\\x", "x", NULL, false},
    {"\033]11;#fff\xc2\x9b\r\xff\007x", "x", NULL, false},
    {"\033[?6\rDROP ALL\r\007x", "x", NULL, false},
    {"\033[?6\033[?6cx", "x", NULL, true},
    {"\033[?1;2yx", "x", NULL, false}, // another report
};

static void
take(furat_ground *ground, furat_buffer *keys, const char *bytes)
{
  for (; *bytes; bytes++) {
    furat_ground_take(ground, *bytes, keys);
  }
}

static void
keys_and_answers_are_told_apart(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    furat_ground ground;
    furat_buffer keys;
    furat_ground_init(&ground);
    furat_buffer_init(&keys, 1000);
    furat_buffer_append_cstr(&keys, "");
    take(&ground, &keys, cases[i].came);
    furat_ground_end(&ground, &keys);
    furat_buffer_append_byte(&keys, '\0');
    assert_string_equal(keys.data, cases[i].keys);
    assert_int_equal(ground.known, cases[i].color != NULL);
    assert_string_equal(ground.light ? "light" : "dark",
                        cases[i].color ? cases[i].color : "dark");
    assert_int_equal(ground.over, cases[i].over);
    furat_buffer_clear(&keys);
  }
}

// What may yet become an answer is held, and given back as it came.
static void
what_begins_is_held(void **state)
{
  (void)state;
  const char *const starts[] = {"\033", "\033]", "\033]1", "\033]11", "\033["};
  for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
    furat_ground ground;
    furat_buffer keys;
    furat_ground_init(&ground);
    furat_buffer_init(&keys, 1000);
    take(&ground, &keys, "x");
    take(&ground, &keys, starts[i]);
    assert_int_equal(keys.len, 1);
    assert_true(furat_ground_is_open(&ground));
    assert_false(furat_ground_answers(&ground));
    furat_ground_end(&ground, &keys);
    assert_int_equal(keys.len, 1 + strlen(starts[i]));
    assert_memory_equal(keys.data + 1, starts[i], strlen(starts[i]));
    assert_false(furat_ground_is_open(&ground));
    furat_buffer_clear(&keys);
  }
}

// One that has begun is given up whole, and what comes behind are keys.
static void
answers_without_an_end_are_given_up(void **state)
{
  (void)state;
  const char *const starts[] = {"\033]11;",       "\033]11;rgb:ff", "\033]11;rgb:ff\033",
                                "\033]11;x\033[", "\033[?",         "\033[?62;"};
  for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
    furat_ground ground;
    furat_buffer keys;
    furat_ground_init(&ground);
    furat_buffer_init(&keys, 1000);
    take(&ground, &keys, starts[i]);
    assert_true(furat_ground_answers(&ground));
    furat_ground_end(&ground, &keys);
    assert_int_equal(keys.len, 0);
    take(&ground, &keys, "\033[A");
    assert_int_equal(keys.len, 3);
    furat_buffer_clear(&keys);
  }
}

// However long it is, nothing of it is kept.
static void
long_answers_cost_nothing(void **state)
{
  (void)state;
  furat_ground ground;
  furat_buffer keys;
  furat_ground_init(&ground);
  furat_buffer_init(&keys, 4);
  take(&ground, &keys, "\033]11;rgb:");
  for (size_t i = 0; i < 10000000; i++) {
    furat_ground_take(&ground, (char)(i % 7 == 0 ? '\r' : 'f'), &keys);
  }
  take(&ground, &keys, "\007x");
  assert_int_equal(keys.status, FURAT_OK);
  assert_int_equal(keys.len, 1);
  assert_false(ground.known);
  furat_buffer_clear(&keys);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_and_answers_are_told_apart),
      cmocka_unit_test(what_begins_is_held),
      cmocka_unit_test(answers_without_an_end_are_given_up),
      cmocka_unit_test(long_answers_cost_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
