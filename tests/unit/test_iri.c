// SPDX-License-Identifier: GPL-3.0-or-later
// IRI resolution: all examples of RFC 3986 section 5.4, and what they leave out.
#include "rdf/iri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "support/alloc_fail.h"

static void
assert_resolves(const char *base, const char *reference, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  assert_int_equal(
      furat_iri_resolve(&out, furat_str_of(base), furat_str_of(reference), NULL),
      FURAT_OK);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
examples_of_rfc_3986_hold(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    assert_resolves("http://a/b/c/d;p?q", cases[i][0], cases[i][1]);
  }
}

static void
other_bases_resolve(void **state)
{
  (void)state;
  assert_resolves("http://a", "g", "http://a/g");
  assert_resolves("http://a?q", "g", "http://a/g");
  assert_resolves("http://a#f", "?x", "http://a?x");
  assert_resolves("urn:x:y", "z", "urn:z");
  assert_resolves("file:///a/b", "c", "file:///a/c");
  assert_resolves("http://a/b/", "\xD8\xB9", "http://a/b/\xD8\xB9");
  assert_resolves("http://a/b", "//c/../d", "http://c/d");
  assert_resolves("http://a/b//c", "../d", "http://a/b/d");
  assert_resolves("http://a/b", "?", "http://a/b?");
  assert_resolves("http://a/b?q", "#", "http://a/b?q#");
}

static void
relative_bases_are_refused(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(furat_iri_resolve(&out, FURAT_STR("a/b"), FURAT_STR("c"), &err),
                   FURAT_BAD_DATA);
  assert_string_equal(err.message, "relative IRI <c> cannot be resolved without a base");
  furat_error_clear(&err);
  assert_int_equal(furat_iri_resolve(&out, FURAT_STR_NONE, FURAT_STR_NONE, &err),
                   FURAT_BAD_DATA);
  furat_buffer_clear(&out);
}

static void
schemes_make_iris_absolute(void **state)
{
  (void)state;
  assert_true(furat_iri_is_absolute(FURAT_STR("http://a")));
  assert_true(furat_iri_is_absolute(FURAT_STR("a+b-c.1:")));
  assert_false(furat_iri_is_absolute(FURAT_STR("1a:b")));
  assert_false(furat_iri_is_absolute(FURAT_STR("a/b:c")));
  assert_false(furat_iri_is_absolute(FURAT_STR(":a")));
  assert_false(furat_iri_is_absolute(FURAT_STR("http")));
  assert_false(furat_iri_is_absolute(FURAT_STR_NONE));
}

static void
forbidden_characters_are_found(void **state)
{
  (void)state;
  assert_int_equal(furat_iri_valid_length(FURAT_STR("http://a/\xD8\xB9")), 11);
  for (const char *bad = "<>\"{}|^`\\ \n"; *bad; ++bad) {
    const char iri[] = {'a', *bad, 'b'};
    assert_int_equal(furat_iri_valid_length((furat_str){iri, 3}), 1);
  }
  assert_int_equal(furat_iri_valid_length(FURAT_STR("a\0b")), 1);
  assert_true(furat_iri_is_valid(FURAT_STR("http://a/\xD8\xB9")));
  assert_false(furat_iri_is_valid(FURAT_STR("http://a/ b")));
  assert_false(furat_iri_is_valid(FURAT_STR("a/b")));
}

static void
files_become_iris(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  assert_int_equal(furat_iri_of_file(&out, "/a b/../c%d/\xD8\xB9?#\xFF.ttl", NULL),
                   FURAT_OK);
  assert_string_equal(out.data, "file:///c%25d/\xD8\xB9%3F%23%FF.ttl");
  furat_buffer_reset(&out);
  char directory[4000];
  assert_non_null(getcwd(directory, sizeof(directory)));
  assert_int_equal(chdir("/usr"), 0);
  assert_int_equal(furat_iri_of_file(&out, "./x.ttl", NULL), FURAT_OK);
  assert_string_equal(out.data, "file:///usr/x.ttl");
  assert_int_equal(chdir(directory), 0);
  furat_buffer_clear(&out);
}

static furat_status
resolve_some(void *context)
{
  (void)context;
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_status status = furat_iri_resolve(&out, FURAT_STR("http://a/b/c/d/e/f/g"),
                                          FURAT_STR("../x/y?z#f"), NULL);
  if (status == FURAT_OK) {
    status = furat_iri_of_file(&out, "x.ttl", NULL);
  }
  furat_buffer_clear(&out);
  return status;
}

static void
failing_allocations_are_told(void **state)
{
  (void)state;
  alloc_fail_each(resolve_some, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(examples_of_rfc_3986_hold),
      cmocka_unit_test(other_bases_resolve),
      cmocka_unit_test(relative_bases_are_refused),
      cmocka_unit_test(schemes_make_iris_absolute),
      cmocka_unit_test(forbidden_characters_are_found),
      cmocka_unit_test(files_become_iris),
      cmocka_unit_test(failing_allocations_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
