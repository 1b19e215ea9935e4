// SPDX-License-Identifier: GPL-3.0-or-later
// The terminals of the Turtle family, whole and cut at every byte.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/lexical.h"

typedef furat_lexical_result (*scanner)(furat_lexical *, furat_lexical_token *);

static furat_lexical_result
scan_turtle_string(furat_lexical *scan, furat_lexical_token *token)
{
  return furat_lexical_string(scan, true, token);
}

static furat_lexical_result
scan_local_name(furat_lexical *scan, furat_lexical_token *token)
{
  furat_lexical_token prefix;
  bool is_word;
  return furat_lexical_name(scan, &prefix, token, &is_word);
}

/// A terminal at the start of a text, `len` bytes long, and what is in it.
static void
assert_scans(scanner scan_it, const char *text, size_t len, const char *expected)
{
  const furat_str all = furat_str_of(text);
  furat_lexical_token token;
  furat_lexical whole = {.text = all, .is_final = true};
  assert_int_equal(scan_it(&whole, &token), FURAT_LEXICAL_OK);
  assert_int_equal(whole.offset, len);
  char out[200];
  const size_t n = furat_lexical_unescape(token.text, out);
  assert_int_equal(n, strlen(expected));
  assert_memory_equal(out, expected, n);
  // Any shorter text is cut, or already the same terminal.
  for (size_t i = 1; i <= all.len; ++i) {
    furat_lexical part = {.text = {text, i}, .is_final = false};
    const furat_lexical_result result = scan_it(&part, &token);
    assert_true(result == FURAT_LEXICAL_CUT ||
                (result == FURAT_LEXICAL_OK && i >= len && part.offset == len));
  }
}

static void
assert_bad(scanner scan_it, furat_str text, size_t offset, const char *sentence)
{
  furat_lexical_token token;
  furat_lexical scan = {.text = text, .is_final = true};
  assert_int_equal(scan_it(&scan, &token), FURAT_LEXICAL_BAD);
  char said[256];
  furat_lexical_describe(&scan, said, sizeof(said));
  assert_string_equal(said, sentence);
  assert_int_equal(scan.offset, offset);
}

static void
iris_are_scanned(void **state)
{
  (void)state;
  assert_scans(furat_lexical_iri, "<> ", 2, "");
  assert_scans(furat_lexical_iri, "<http://a/\xD9\x86> ", 13, "http://a/\xD9\x86");
  assert_scans(furat_lexical_iri, "<\\u00E9\\U0001F600>.", 18,
               "\xC3\xA9\xF0\x9F\x98\x80");
}

static void
labels_are_scanned(void **state)
{
  (void)state;
  assert_scans(furat_lexical_blank, "_:a. ", 3, "a");
  assert_scans(furat_lexical_blank, "_:1.b-\xC2\xB7.. .", 8, "1.b-\xC2\xB7");
  assert_scans(furat_lexical_blank, "_:__,", 4, "__");
}

static void
strings_are_scanned(void **state)
{
  (void)state;
  assert_scans(scan_turtle_string, "\"\" ", 2, "");
  assert_scans(scan_turtle_string, "'a\"b' ", 5, "a\"b");
  assert_scans(scan_turtle_string, "\"\"\"\"a\"\"b\n\"\"\" ", 12, "\"a\"\"b\n");
  assert_scans(scan_turtle_string, "'''''' ", 6, "");
  assert_scans(scan_turtle_string, "\"\\t\\b\\n\\r\\f\\\"\\'\\\\\" ", 18,
               "\t\b\n\r\f\"'\\");
}

static void
language_tags_are_scanned(void **state)
{
  (void)state;
  assert_scans(furat_lexical_language, "@en ", 3, "en");
  assert_scans(furat_lexical_language, "@ar-Arab-IQ.", 11, "ar-Arab-IQ");
}

static void
numbers_are_scanned(void **state)
{
  (void)state;
  assert_scans(furat_lexical_number, "12. ", 2, "12");
  assert_scans(furat_lexical_number, "-1.5 ", 4, "-1.5");
  assert_scans(furat_lexical_number, "+.5e-3 ", 6, "+.5e-3");
  assert_scans(furat_lexical_number, "1.E0 ", 4, "1.E0");
  assert_scans(furat_lexical_number, "1.e ", 1, "1");
  assert_scans(furat_lexical_number, "1e+ ", 1, "1");
}

static void
local_names_are_scanned(void **state)
{
  (void)state;
  assert_scans(scan_local_name, "a: ", 2, "");
  assert_scans(scan_local_name, ":b.c. ", 4, "b.c");
  assert_scans(scan_local_name, "a.b:%20\\,x:y-1 ", 14, "%20,x:y-1");
  assert_scans(scan_local_name, "\xD9\x86:\xD8\xB5 ", 5, "\xD8\xB5");
}

static void
bad_terminals_are_explained(void **state)
{
  (void)state;
  assert_bad(furat_lexical_iri, FURAT_STR("<a b>"), 2, "a space cannot stand in an IRI");
  assert_bad(furat_lexical_iri, FURAT_STR("<?xml version"), 0,
             "an XML document begins here: is it RDF/XML?");
  assert_bad(furat_lexical_iri, FURAT_STR("<a\x01>"), 2,
             "the character U+0001 cannot stand in an IRI");
  assert_bad(furat_lexical_iri, FURAT_STR("<a{>"), 2,
             "the character '{' cannot stand in an IRI");
  assert_bad(furat_lexical_iri, FURAT_STR("<a\\u003E>"), 2,
             "the character '>' cannot stand in an IRI, even as an escape");
  assert_bad(furat_lexical_iri, FURAT_STR("<a\\u0000>"), 2,
             "the character U+0000 cannot stand in an IRI, even as an escape");
  assert_bad(furat_lexical_iri, FURAT_STR("<a\\n>"), 2,
             "only the escapes \\u and \\U can stand in an IRI");
  assert_bad(furat_lexical_iri, FURAT_STR("<a"), 2, "the document ends inside an IRI");
  assert_bad(furat_lexical_iri, FURAT_STR("<a\n>"), 2,
             "the IRI is not closed with '>' on this line");
  assert_bad(furat_lexical_iri, FURAT_STR("<\xC0\xAF>"), 1, "this is not UTF-8 text");
  assert_bad(scan_turtle_string, FURAT_STR("\"a\xED\xA0\x80\""), 2,
             "this is not UTF-8 text");
  assert_bad(scan_turtle_string, FURAT_STR("\"\\uD83D\\uDE00\""), 1,
             "this escape stands for half of a surrogate pair, which is no character");
  assert_bad(scan_turtle_string, FURAT_STR("\"\\U00110000\""), 1,
             "this escape stands for no character: the last is U+10FFFF");
  assert_bad(scan_turtle_string, FURAT_STR("\"\\u12G4\""), 1,
             "an escape \\u needs four hexadecimal digits");
  assert_bad(scan_turtle_string, FURAT_STR("\"\\x\""), 1,
             "a string knows only the escapes \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U");
  assert_bad(scan_turtle_string, FURAT_STR("\"a\r\""), 2,
             "the string is not closed on this line");
  assert_bad(scan_turtle_string, FURAT_STR("'''a''"), 6,
             "the document ends inside a string");
  assert_bad(furat_lexical_language, FURAT_STR("@en-"), 4,
             "a language tag is letters and digits in parts joined by '-'");
  assert_bad(furat_lexical_blank, FURAT_STR("_:-a"), 0,
             "the name of a blank node begins with a letter, a digit or '_'");
  assert_bad(furat_lexical_blank, FURAT_STR("_a"), 0,
             "a blank node is written as _:name");
  assert_bad(scan_local_name, FURAT_STR("a:%2x"), 2,
             "'%' in a name is followed by two hexadecimal digits");
  assert_bad(scan_local_name, FURAT_STR("a:\\a"), 2,
             "this character cannot be escaped in a name");
}

static void
whole_names_are_checked(void **state)
{
  (void)state;
  assert_true(furat_lexical_is_ncname(FURAT_STR("a.b-1.")));
  assert_false(furat_lexical_is_ncname(FURAT_STR("1a")));
  assert_false(furat_lexical_is_ncname(FURAT_STR("a:b")));
  assert_false(furat_lexical_is_ncname(FURAT_STR("")));
  assert_true(furat_lexical_is_label(FURAT_STR("1a.b")));
  assert_false(furat_lexical_is_label(FURAT_STR("a.")));
  assert_false(furat_lexical_is_label(FURAT_STR("")));
  assert_false(furat_lexical_is_label(FURAT_STR("a b")));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(iris_are_scanned),
      cmocka_unit_test(labels_are_scanned),
      cmocka_unit_test(strings_are_scanned),
      cmocka_unit_test(language_tags_are_scanned),
      cmocka_unit_test(numbers_are_scanned),
      cmocka_unit_test(local_names_are_scanned),
      cmocka_unit_test(bad_terminals_are_explained),
      cmocka_unit_test(whole_names_are_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
