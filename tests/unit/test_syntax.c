// SPDX-License-Identifier: GPL-3.0-or-later
// The table of syntaxes: names, media types and file endings.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/syntax.h"

static furat_syntax_id
of_file(const char *path)
{
  const furat_syntax *syntax = furat_syntax_of_file(path);
  return syntax ? syntax->id : FURAT_SYNTAX_NONE;
}

static void
endings_tell_the_syntax(void **state)
{
  (void)state;
  assert_int_equal(of_file("a.ttl"), FURAT_SYNTAX_TURTLE);
  assert_int_equal(of_file("a.b/c.TTL"), FURAT_SYNTAX_TURTLE);
  assert_int_equal(of_file("a.nt.gz"), FURAT_SYNTAX_NTRIPLES);
  assert_int_equal(of_file("a.nq.zst"), FURAT_SYNTAX_NQUADS);
  assert_int_equal(of_file("x.trig"), FURAT_SYNTAX_TRIG);
  assert_int_equal(of_file("x.owl"), FURAT_SYNTAX_RDFXML);
  assert_int_equal(of_file("x.html"), FURAT_SYNTAX_RDFA);
}

static void
unknown_endings_tell_nothing(void **state)
{
  (void)state;
  assert_int_equal(of_file("ttl"), FURAT_SYNTAX_NONE);
  assert_int_equal(of_file("a.ttl/b"), FURAT_SYNTAX_NONE);
  assert_int_equal(of_file("a.gz"), FURAT_SYNTAX_NONE);
  assert_int_equal(of_file("a."), FURAT_SYNTAX_NONE);
  assert_int_equal(of_file(""), FURAT_SYNTAX_NONE);
  assert_int_equal(of_file("a.tt"), FURAT_SYNTAX_NONE);
}

static void
each_syntax_is_found_by_its_name_and_media_type(void **state)
{
  (void)state;
  size_t n;
  const furat_syntax *all = furat_syntaxes(&n);
  assert_true(n > 0);
  for (size_t i = 0; i < n; ++i) {
    assert_ptr_equal(furat_syntax_named(furat_str_of(all[i].name)), &all[i]);
    if (all[i].media_type[0]) {
      assert_ptr_equal(furat_syntax_named(furat_str_of(all[i].media_type)), &all[i]);
    }
  }
  assert_null(furat_syntax_named(FURAT_STR("n3")));
  assert_null(furat_syntax_named(FURAT_STR_NONE));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(endings_tell_the_syntax),
      cmocka_unit_test(unknown_endings_tell_nothing),
      cmocka_unit_test(each_syntax_is_found_by_its_name_and_media_type),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
