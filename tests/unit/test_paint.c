// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of what is being typed.
#include "shell/paint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"
#include "support/random.h"

// A letter for each colour, in the order of furat_color.
static const char letters[] = ".kfipbslndvcCBPhozNEOH";

static void
assert_painted(const char *text, size_t point, const char *expected)
{
  furat_paint paint;
  char shown[200];
  furat_paint_init(&paint);
  assert_int_equal(furat_paint_make(&paint, furat_str_of(text), point), FURAT_OK);
  size_t n = paint.colors.len;
  assert_true(n < sizeof shown);
  for (size_t i = 0; i < n; i++) {
    shown[i] = letters[(unsigned char)paint.colors.data[i]];
  }
  shown[n] = '\0';
  assert_string_equal(shown, expected);
  furat_paint_clear(&paint);
}

static void
tokens_have_colors(void **state)
{
  (void)state;
  assert_painted("SELECT ?x (STR(?y) AS ?z)", 0, "kkkkkk.vv..fff.vv..kk.vv.");
  assert_painted("ex:a a <http://e/> . _:b", 0, "pppi.k.iiiiiiiiiii...bbb");
  assert_painted("\"x\"@ar 1.5 true", 0, "ssslll.nnn.dddd");
  assert_painted("'a'^^xsd:date ex:", 0, "sssllllllllll.ppp");
}

static void
comments_have_one(void **state)
{
  (void)state;
  assert_painted("# a SELECT\nASK # b", 0, "cccccccccc.kkk.ccc");
}

static void
dot_commands_have_one(void **state)
{
  (void)state;
  assert_painted(".mode csv", 0, "CCCCC....");
  assert_painted(".5", 0, "nn");
}

static void
what_is_not_ready_is_not_wrong(void **state)
{
  (void)state;
  assert_painted("ASK { \"ab", 0, "kkk...sss");
  assert_painted("\"\"\"ab\ncd", 0, "ssssssss");
}

static void
brackets_find_their_partner(void **state)
{
  (void)state;
  assert_painted("{ ( ) }", 7, "B.....B");
  assert_painted("{ (1) }", 2, "..BnB..");
  assert_painted("{ ) }", 0, "B.E.B");
}

static void
lines_know_what_is_open(void **state)
{
  (void)state;
  furat_paint paint;
  furat_paint_init(&paint);
  const furat_str text = FURAT_STR("ASK {\nFILTER(\n'''a\n''')\n}\n");
  assert_int_equal(furat_paint_make(&paint, text, 0), FURAT_OK);
  assert_int_equal(paint.opened.len, 6);
  assert_memory_equal(paint.opened.data, "\0{('{\0", 6);
  furat_paint_clear(&paint);
}

// Anything may be typed; each byte has a colour and each line a prompt.
static void
anything_is_painted(void **state)
{
  (void)state;
  static const char alphabet[] = "aS?_:<>{}()[]\"'\\#.@^*1- \n\t\xd8\xa7\xff;,|&!=";
  random_source random = random_start("anything_is_painted");
  furat_paint paint;
  furat_paint_init(&paint);
  for (int round = 0; round < 20000; round++) {
    char text[64];
    size_t n = random_below(&random, sizeof text);
    size_t n_lines = 1;
    for (size_t i = 0; i < n; i++) {
      text[i] = alphabet[random_below(&random, sizeof alphabet - 1)];
      n_lines += text[i] == '\n';
    }
    size_t point = random_below(&random, n + 1);
    assert_int_equal(furat_paint_make(&paint, (furat_str){text, n}, point), FURAT_OK);
    assert_int_equal(paint.colors.len, n);
    assert_int_equal(paint.opened.len, n_lines);
  }
  furat_paint_clear(&paint);
}

static furat_status
paint_once(void *context)
{
  (void)context;
  furat_paint paint;
  furat_paint_init(&paint);
  furat_status status = furat_paint_make(&paint, FURAT_STR("ASK { ( [\n ] ) } # x"), 3);
  furat_paint_clear(&paint);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  alloc_fail_each_tolerant(paint_once, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tokens_have_colors),
      cmocka_unit_test(comments_have_one),
      cmocka_unit_test(dot_commands_have_one),
      cmocka_unit_test(what_is_not_ready_is_not_wrong),
      cmocka_unit_test(brackets_find_their_partner),
      cmocka_unit_test(lines_know_what_is_open),
      cmocka_unit_test(anything_is_painted),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
