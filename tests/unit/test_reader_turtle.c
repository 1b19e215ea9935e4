// SPDX-License-Identifier: GPL-3.0-or-later
// Turtle and TriG through serd: each mend of docs/READERS.md, and places of errors.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/reader.h"
#include "rdf/vocabulary.h"
#include "support/documents.h"
#include "support/quads.h"

#define TTL(text, expected)  assert_document("turtle", FURAT_STR(text), expected)
#define TRIG(text, expected) assert_document("trig", FURAT_STR(text), expected)
#define BAD(text, line, column, sentence) \
  assert_rejected("turtle", FURAT_STR(text), line, column, sentence)
#define BAD_TRIG(text, line, column, sentence) \
  assert_rejected("trig", FURAT_STR(text), line, column, sentence)
#define X "http://www.w3.org/2001/XMLSchema#"

static void
abbreviations_are_read(void **state)
{
  (void)state;
  TTL("@prefix : <n#> . :s a :C ; :p 1 , 2.0 , 3e0 , true ; ; .",
      "@prefix : <http://ex/n#>\n"
      "<http://ex/n#s> <" FURAT_RDF_TYPE "> <http://ex/n#C> .\n"
      "<http://ex/n#s> <http://ex/n#p> \"1\"^^<" X "integer> .\n"
      "<http://ex/n#s> <http://ex/n#p> \"2.0\"^^<" X "decimal> .\n"
      "<http://ex/n#s> <http://ex/n#p> \"3e0\"^^<" X "double> .\n"
      "<http://ex/n#s> <http://ex/n#p> \"true\"^^<" X "boolean> .\n");
  TTL("<s> <p> [ <q> () ] .", "<http://ex/s> <http://ex/p> _:genid1 .\n"
                              "_:genid1 <http://ex/q> <" FURAT_RDF_NIL "> .\n");
}

static void
numbers_keep_their_point(void **state)
{
  (void)state;
  TTL("<s> <p> .5 , -.5 , +.5E9 , .5e-1 , 1.e0 , 0.5 .",
      "<http://ex/s> <http://ex/p> \".5\"^^<" X "decimal> .\n"
      "<http://ex/s> <http://ex/p> \"-.5\"^^<" X "decimal> .\n"
      "<http://ex/s> <http://ex/p> \"+.5E9\"^^<" X "double> .\n"
      "<http://ex/s> <http://ex/p> \".5e-1\"^^<" X "double> .\n"
      "<http://ex/s> <http://ex/p> \"1.e0\"^^<" X "double> .\n"
      "<http://ex/s> <http://ex/p> \"0.5\"^^<" X "decimal> .\n");
}

static void
literals_keep_every_character(void **state)
{
  (void)state;
  TTL("<s> <p> \"\"\"a\r\n\"b\" \\u0000\"\"\", '', '''''', \"\\\"'\", 'a\"b' .",
      "<http://ex/s> <http://ex/p> \"a\\r\\n\\\"b\\\" \\u0000\" .\n"
      "<http://ex/s> <http://ex/p> \"\" .\n"
      "<http://ex/s> <http://ex/p> \"\" .\n"
      "<http://ex/s> <http://ex/p> \"\\\"'\" .\n"
      "<http://ex/s> <http://ex/p> \"a\\\"b\" .\n");
  TTL("<s> <p> \"\0\", \"a\0b\", \"\\u0000\\u0001\", \"\\U00000000x\" .",
      "<http://ex/s> <http://ex/p> \"\\u0000\" .\n"
      "<http://ex/s> <http://ex/p> \"a\\u0000b\" .\n"
      "<http://ex/s> <http://ex/p> \"\\u0000\\u0001\" .\n"
      "<http://ex/s> <http://ex/p> \"\\u0000x\" .\n");
  TTL("<s> <p> \"\"\"\\\"\\\\\"\\n\"\"\" .",
      "<http://ex/s> <http://ex/p> \"\\\"\\\\\\\"\\n\" .\n");
}

static void
parts_of_a_literal_can_stand_apart(void **state)
{
  (void)state;
  TTL("<s> <p> \"x\" # says\n @en , \"y\" ^^ <d> .",
      "<http://ex/s> <http://ex/p> \"x\"@en .\n"
      "<http://ex/s> <http://ex/p> \"y\"^^<http://ex/d> .\n");
}

static void
words_of_serd_are_names_like_others(void **state)
{
  (void)state;
  TTL("<base> <prefix> <graph> . _:base a _:prefix .",
      "<http://ex/base> <http://ex/prefix> <http://ex/graph> .\n"
      "_:base <" FURAT_RDF_TYPE "> _:prefix .\n");
  TTL("@prefix true: <t:> . true:x true:y true:z , true .",
      "@prefix true: <t:>\n<t:x> <t:y> <t:z> .\n"
      "<t:x> <t:y> \"true\"^^<" X "boolean> .\n");
}

static void
labels_never_meet(void **state)
{
  (void)state;
  TTL("_:B1 <p> _:b1 , [] , _:genid1 , _:genidx1 , _:u1 .",
      "_:B1 <http://ex/p> _:b1 .\n"
      "_:B1 <http://ex/p> _:genid1 .\n"
      "_:B1 <http://ex/p> _:genidx1 .\n"
      "_:B1 <http://ex/p> _:genidxx1 .\n"
      "_:B1 <http://ex/p> _:u1 .\n");
}

static void
names_are_unescaped(void **state)
{
  (void)state;
  TTL("@prefix a.b: <n:> . a.b:x.y a.b:\\,%20\\~ a.b:\xD9\x86:1 .",
      "@prefix a.b: <n:>\n<n:x.y> <n:,%20~> <n:\xD9\x86:1> .\n");
}

static void
iris_are_resolved_as_rfc_3986_says(void **state)
{
  (void)state;
  static const char *const pairs[][2] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"", "http://a/b/c/d;p?q"},
      {"../../../g", "http://a/g"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"http:g", "http:g"},
  };
  for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); ++i) {
    furat_buffer text;
    furat_buffer_init(&text, 1000);
    furat_buffer_appendf(&text, "BASE <http://a/b/c/d;p?q> <%s> <u:p> <u:o> .",
                         pairs[i][0]);
    furat_buffer expected;
    furat_buffer_init(&expected, 1000);
    furat_buffer_appendf(&expected, "<%s> <u:p> <u:o> .\n", pairs[i][1]);
    assert_document("turtle", furat_buffer_str(&text), expected.data);
    furat_buffer_clear(&text);
    furat_buffer_clear(&expected);
  }
}

static void
directives_hold_from_their_place_on(void **state)
{
  (void)state;
  TTL("<a> <b> 1 . @base <d/> . <a> <b> 1 . prefix p: <> p:a <b> 1 .\n"
      "@prefix p: <x#> . p:a <b> 1 .",
      "<http://ex/a> <http://ex/b> \"1\"^^<" X "integer> .\n"
      "<http://ex/d/a> <http://ex/d/b> \"1\"^^<" X "integer> .\n"
      "@prefix p: <http://ex/d/>\n"
      "<http://ex/d/a> <http://ex/d/b> \"1\"^^<" X "integer> .\n"
      "@prefix p: <http://ex/d/x#>\n"
      "<http://ex/d/x#a> <http://ex/d/b> \"1\"^^<" X "integer> .\n");
}

static void
graphs_of_trig_are_read(void **state)
{
  (void)state;
  TRIG("<g> { <s> <p> <o> . <s> <p> <q> } GRAPH _:x { [] <p> <o> } { <s> <p> <o> } [] { "
       "<a> "
       "<b> <c> } <s> <p> <o> .",
       "<http://ex/s> <http://ex/p> <http://ex/o> <http://ex/g> .\n"
       "<http://ex/s> <http://ex/p> <http://ex/q> <http://ex/g> .\n"
       "_:genid1 <http://ex/p> <http://ex/o> _:x .\n"
       "<http://ex/s> <http://ex/p> <http://ex/o> .\n"
       "<http://ex/a> <http://ex/b> <http://ex/c> _:genid2 .\n"
       "<http://ex/s> <http://ex/p> <http://ex/o> .\n");
}

static void
lexical_errors_are_placed(void **state)
{
  (void)state;
  BAD("<s> <p>\n  <a b> .", 2, 5, "a space cannot stand in an IRI");
  BAD("<s> <p> \"\xD9\x86\\uD800\" .", 1, 11,
      "this escape stands for half of a surrogate pair, which is no character");
  BAD("<s> <p> \"\"\"a\n\xD9\x86\xFF\"\"\" .", 2, 2, "this is not UTF-8 text");
  BAD("# \xFF\n", 1, 3, "this is not UTF-8 text");
  BAD("<s> <p> foo:bar .", 1, 9, "the prefix foo: is not declared");
  BAD("<s> <p> foo .", 1, 9, "the word 'foo' means nothing here");
  BAD("<s> <p> TRUE .", 1, 9, "the word 'TRUE' means nothing here");
  BAD("<s> = <o> .", 1, 5,
      "the character '=' does not begin anything that can stand here");
  BAD("<s> <p> \"a\n\" .", 1, 11, "the string is not closed on this line");
  BAD("<s> <p> \"a", 1, 11, "the document ends inside a string");
  BAD("<s> <p> +a .", 1, 9, "a number needs a digit");
  BAD("<s>\0<p> <o> .", 1, 4,
      "the character U+0000 does not begin anything that can stand here");
  BAD("<s> <p> \"a\"^<d> .", 1, 12, "a datatype is written as ^^<IRI>");
}

static void
grammar_errors_are_placed(void **state)
{
  (void)state;
  BAD("<s> <p>\n\t<o> <q> .", 2, 6,
      "',', ';' or the end of the statement is expected here, not an IRI");
  BAD("<s> <p> <o>", 1, 12,
      "',', ';' or the end of the statement is expected here, not the end of the "
      "document");
  BAD("<s> <p> .", 1, 9, "an object is expected here, not '.'");
  BAD("<s> .", 1, 5, "a predicate is expected here, not '.'");
  BAD("<s> \"p\" <o> .", 1, 5, "a predicate is expected here, not a string");
  BAD("<s> _:p <o> .", 1, 5, "a predicate is expected here, not a blank node");
  BAD("<s> <p> ( 1 .", 1, 13, "an object is expected here, not '.'");
  BAD("<s> <p> [ <q> 1 .", 1, 17, "']' is expected here, not '.'");
  BAD("<s> <p> \"x\"@en^^<d> .", 1, 15,
      "',', ';' or the end of the statement is expected here, not '^^'");
  BAD("<s> <p> a .", 1, 9, "an object is expected here, not a word");
  BAD("\"s\" <p> <o> .", 1, 1, "a statement cannot begin with this");
  BAD("1 <p> <o> .", 1, 1, "a statement cannot begin with this");
  BAD("true <p> <o> .", 1, 1, "a statement cannot begin with this");
  BAD("<s> <p> <o> . .", 1, 15, "a statement cannot begin with this");
  BAD("a <p> <o> .", 1, 1, "'a' can only be a predicate");
  BAD("<s> <p> <o> . @en .", 1, 15, "a statement cannot begin with this");
}

static void
what_serd_lets_pass_is_rejected(void **state)
{
  (void)state;
  BAD("[] .", 1, 4, "a predicate is expected here, behind '[]'");
  BAD_TRIG("{ [ ] }", 1, 7, "a predicate is expected here, behind '[]'");
  TTL("[ <p> <o> ] .", "_:genid1 <http://ex/p> <http://ex/o> .\n");
  BAD("<g> { <s> <p> <o> }", 1, 5, "Turtle has no graphs: this is TriG");
  BAD("GRAPH <g> { <s> <p> <o> }", 1, 1, "the word 'GRAPH' means nothing here");
  BAD("[ = <x> ; <p> <o> ] .", 1, 3,
      "the character '=' does not begin anything that can stand here");
}

static void
directives_are_checked(void **state)
{
  (void)state;
  BAD("@prefix p: <x>\n<s> <p> <o> .", 2, 1, "a '.' is expected here, behind @prefix");
  BAD("@prefix p <x> .", 1, 9, "a prefix and its ':' are expected here");
  BAD("@prefix p:a <x> .", 1, 9, "a prefix and its ':' are expected here");
  BAD("@base \"x\" .", 1, 7, "an IRI in <> is expected here");
  BAD("@PREFIX p: <x> .", 1, 1, "a statement cannot begin with this");
  BAD("<s> <p> @prefix .", 1, 9,
      "a language tag follows a string; @prefix and @base stand between statements");
  BAD_TRIG("<g> { prefix p: <x> }", 1, 7, "the word 'prefix' means nothing here");
}

static void
nesting_has_a_limit(void **state)
{
  (void)state;
  furat_buffer text;
  furat_buffer_init(&text, 1 << 20);
  furat_buffer_append_cstr(&text, "<s> <p> ");
  furat_buffer_append_fill(&text, '(', 1001);
  assert_rejected("turtle", furat_buffer_str(&text), 1, 1009,
                  "the nesting is deeper than the limit of 1000");
  furat_buffer_truncate(&text, text.len - 1);
  furat_buffer_append_fill(&text, ')', 1000);
  furat_buffer_append_cstr(&text, " .");
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "turtle", furat_buffer_str(&text), NULL),
                   FURAT_OK);
  assert_int_equal(result.n_quads, 1 + 2 * 999);
  quads_clear(&result);
  furat_buffer_clear(&text);
}

static void
terms_have_a_limit(void **state)
{
  (void)state;
  furat_buffer text;
  furat_buffer_init(&text, 1 << 24);
  furat_buffer_append_cstr(&text, "<s>\n <p> \"\"\"");
  furat_buffer_append_fill(&text, 'x', 1 << 21);
  furat_buffer_append_cstr(&text, "\"\"\" .");
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "turtle", furat_buffer_str(&text), NULL),
                   FURAT_OK);
  assert_true(result.text.len > 1 << 21);
  quads_clear(&result);
  quads_init(&result);
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.max_term_bytes = 1 << 20;
  assert_int_equal(quads_read(&result, "turtle", furat_buffer_str(&text), &options),
                   FURAT_LIMIT);
  assert_int_equal(result.err.line, 2);
  assert_int_equal(result.err.column, 6);
  quads_clear(&result);
  furat_buffer_clear(&text);
}

/// Long documents cross serd's pages at every offset.
static void
pages_are_joined(void **state)
{
  (void)state;
  for (size_t shift = 0; shift < 64; ++shift) {
    furat_buffer text;
    furat_buffer_init(&text, 1 << 20);
    furat_buffer_append_cstr(&text, "<s> <p> \"");
    furat_buffer_append_fill(&text, 'x', shift);
    furat_buffer_append_cstr(&text, "\"");
    for (unsigned i = 0; i < 300; ++i) {
      furat_buffer_appendf(&text, " , \"\xD9\x86%u\" @ar , 'x'^^<d> , %u", i, i);
    }
    furat_buffer_append_cstr(&text, " .\n@prefix p: <x#> . p:a p:b p:c .");
    quads_result result;
    quads_init(&result);
    assert_int_equal(quads_read(&result, "turtle", furat_buffer_str(&text), NULL),
                     FURAT_OK);
    assert_int_equal(result.n_quads, 902);
    assert_non_null(strstr(result.text.data, "\"\xD9\x86"
                                             "299\"@ar .\n"));
    quads_clear(&result);
    furat_buffer_append_cstr(&text, "\n ]");
    assert_rejected("turtle", furat_buffer_str(&text), 3, 2,
                    "a statement cannot begin with this");
    furat_buffer_clear(&text);
  }
}

static void
a_relative_iri_needs_a_base(void **state)
{
  (void)state;
  furat_read_options options = {.syntax = furat_syntax_named(FURAT_STR("turtle"))};
  quads_result result;
  quads_init(&result);
  const furat_quad_sink sink = quads_sink(&result);
  assert_int_equal(
      furat_read_memory(FURAT_STR("<a:s> <p> 1 ."), "doc", &options, &sink, &result.err),
      FURAT_BAD_DATA);
  assert_int_equal(result.err.column, 7);
  assert_string_equal(result.err.message,
                      "this IRI is relative, and there is no base IRI");
  quads_clear(&result);
}

static void
reading_is_robust(void **state)
{
  (void)state;
  assert_robust(
      "turtle",
      FURAT_STR("\xEF\xBB\xBF# \xD9\x86\r\n@prefix : <x#> .\n"
                ":a\\,b a :\xD9\x86 ; <\\u00E9> \"\"\"l\ng\"\"\"@ar-IQ , [ :q ( 1 .5 "
                "true ) ] .\n_:x <p> \"\\u0000\"^^<d> . # end"));
  assert_robust("trig", FURAT_STR("BASE <http://b/> <g> { <s> <p> 'o' } GRAPH _:g { } "
                                  "[ <p> 1 ] ."));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(abbreviations_are_read),
      cmocka_unit_test(numbers_keep_their_point),
      cmocka_unit_test(literals_keep_every_character),
      cmocka_unit_test(parts_of_a_literal_can_stand_apart),
      cmocka_unit_test(words_of_serd_are_names_like_others),
      cmocka_unit_test(labels_never_meet),
      cmocka_unit_test(names_are_unescaped),
      cmocka_unit_test(iris_are_resolved_as_rfc_3986_says),
      cmocka_unit_test(directives_hold_from_their_place_on),
      cmocka_unit_test(graphs_of_trig_are_read),
      cmocka_unit_test(lexical_errors_are_placed),
      cmocka_unit_test(grammar_errors_are_placed),
      cmocka_unit_test(what_serd_lets_pass_is_rejected),
      cmocka_unit_test(directives_are_checked),
      cmocka_unit_test(nesting_has_a_limit),
      cmocka_unit_test(terms_have_a_limit),
      cmocka_unit_test(pages_are_joined),
      cmocka_unit_test(a_relative_iri_needs_a_base),
      cmocka_unit_test(reading_is_robust),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
