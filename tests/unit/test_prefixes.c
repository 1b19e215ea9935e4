// SPDX-License-Identifier: GPL-3.0-or-later
// Prefix maps and local names: what is escaped, what cannot be written, which prefix
// wins.
#include "rdf/prefixes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static void
assert_local(const char *local, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_buffer_append_byte(&out, ':');
  assert_int_equal(furat_local_name_write(&out, furat_str_of(local)), expected != NULL);
  assert_string_equal(out.data + 1, expected ? expected : "");
  furat_buffer_clear(&out);
}

static void
plain_names_stay(void **state)
{
  (void)state;
  assert_local("", "");
  assert_local("Actor", "Actor");
  assert_local("_x", "_x");
  assert_local("2014", "2014");
  assert_local("a.b-c:d", "a.b-c:d");
  assert_local("\xD8\xAF\xD8\xA7\xD8\xB9\xD8\xB4", "\xD8\xAF\xD8\xA7\xD8\xB9\xD8\xB4");
  assert_local("a\xCC\x81", "a\xCC\x81");
  assert_local("a%20b", "a%20b");
}

static void
what_the_grammar_lets_escape_is_escaped(void **state)
{
  (void)state;
  assert_local("a/b", "a\\/b");
  assert_local(".a.", "\\.a\\.");
  assert_local("-a-", "\\-a-");
  assert_local("a~b!$&'()*+,;=?#@", "a\\~b\\!\\$\\&\\'\\(\\)\\*\\+\\,\\;\\=\\?\\#\\@");
  assert_local("100%", "100\\%");
  assert_local("%4g", "\\%4g");
  assert_local(".", "\\.");
}

static void
what_no_escape_can_write_is_refused(void **state)
{
  (void)state;
  static const char *const bad[] = {"a b",
                                    "a<b",
                                    "a\"",
                                    "\xCC\x81",
                                    ("\xC2\xB7"
                                     "a"),
                                    "\xE2\x80\x99",
                                    "a\xC3\x97",
                                    "a\\",
                                    "a\xFF",
                                    "\xE2\x80\xBF",
                                    "a[1]",
                                    "a\n"};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert_local(bad[i], NULL);
  }
}

static furat_status
make(furat_prefixes *prefixes)
{
  static const char *const rows[][2] = {{"ex", "http://e/"},   {"a", "http://e/a/"},
                                        {"", "http://e/a/b#"}, {"ex", "http://x/"},
                                        {"z", "http://e/"},    {"z", "http://e/"}};
  furat_prefixes_init(prefixes);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && status == FURAT_OK; ++i) {
    status = furat_prefixes_set(prefixes, furat_str_of(rows[i][0]),
                                furat_str_of(rows[i][1]), NULL);
  }
  return status;
}

static void
later_declarations_replace(void **state)
{
  (void)state;
  furat_prefixes prefixes;
  assert_int_equal(make(&prefixes), FURAT_OK);
  assert_int_equal(prefixes.entries.n, 4);
  furat_str iri;
  assert_true(furat_prefixes_find(&prefixes, FURAT_STR("ex"), &iri));
  assert_true(furat_str_equal(iri, FURAT_STR("http://x/")));
  assert_true(furat_prefixes_find(&prefixes, FURAT_STR(""), &iri));
  assert_false(furat_prefixes_find(&prefixes, FURAT_STR("EX"), &iri));
  for (size_t i = 1; i < prefixes.entries.n; ++i) {
    assert_true(
        furat_str_compare(FURAT_VEC_AT(&prefixes.entries, furat_prefix, i - 1).name,
                          FURAT_VEC_AT(&prefixes.entries, furat_prefix, i).name) < 0);
  }
  furat_prefixes_clear(&prefixes);
}

static void
longest_writable_namespace_wins(void **state)
{
  (void)state;
  static const char *const cases[][2] = {{"http://e/a/b#c", ":c"},
                                         {"http://e/a/b#", ":"},
                                         {"http://e/a/x", "a:x"},
                                         {"http://e/q", "z:q"},
                                         {"http://y/", "<http://y/>"},
                                         {"http://e/ b", "<http://e/\\u0020b>"},
                                         {"http://e/a/x y", "<http://e/a/x\\u0020y>"}};
  furat_prefixes prefixes;
  assert_int_equal(make(&prefixes), FURAT_OK);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    furat_buffer out;
    furat_buffer_init(&out, SIZE_MAX);
    furat_prefixes_write_iri(&out, &prefixes, furat_str_of(cases[i][0]));
    assert_string_equal(out.data, cases[i][1]);
    furat_buffer_clear(&out);
  }
  furat_prefixes_clear(&prefixes);
}

static void
well_known_prefixes_are_sorted_and_there(void **state)
{
  (void)state;
  size_t n;
  const furat_prefix *known = furat_prefixes_well_known(&n);
  assert_true(n > 20);
  for (size_t i = 1; i < n; ++i) {
    assert_true(furat_str_compare(known[i - 1].name, known[i].name) < 0);
  }
}

static furat_status
make_and_clear(void *context)
{
  (void)context;
  furat_prefixes prefixes;
  const furat_status status = make(&prefixes);
  furat_prefixes_clear(&prefixes);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(make_and_clear, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain_names_stay),
      cmocka_unit_test(what_the_grammar_lets_escape_is_escaped),
      cmocka_unit_test(what_no_escape_can_write_is_refused),
      cmocka_unit_test(later_declarations_replace),
      cmocka_unit_test(longest_writable_namespace_wins),
      cmocka_unit_test(well_known_prefixes_are_sorted_and_there),
      cmocka_unit_test(failing_allocations_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
