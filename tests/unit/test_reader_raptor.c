// SPDX-License-Identifier: GPL-3.0-or-later
// RDF/XML through libxml2 and raptor: each mend of docs/READERS.md, and hostile
// documents.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/reader.h"
#include "support/documents.h"
#include "support/quads.h"

#define RDF_NS   "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define HEAD     "<rdf:RDF xmlns:rdf='" RDF_NS "' xmlns:e='http://e/'>\n"
#define PREFIXES "@prefix rdf: <" RDF_NS ">\n@prefix e: <http://e/>\n"
#define XML(text, expected) \
  assert_document("rdfxml", FURAT_STR(HEAD text "</rdf:RDF>"), PREFIXES expected)
#define BAD(text, line, column, sentence) \
  assert_rejected("rdfxml", FURAT_STR(HEAD text "</rdf:RDF>"), line, column, sentence)

static void
descriptions_are_read(void **state)
{
  (void)state;
  XML("<rdf:Description rdf:about='s'><e:p rdf:resource='o'/></rdf:Description>",
      "<http://ex/s> <http://e/p> <http://ex/o> .\n");
  XML("<e:C><e:p>\xD9\x86 &amp; &#x2D;<![CDATA[<]]></e:p></e:C>",
      "_:genid1 <" RDF_NS "type> <http://e/C> .\n"
      "_:genid1 <http://e/p> \"\xD9\x86 & -<\" .\n");
}

static void
language_reaches_property_attributes(void **state)
{
  (void)state;
  XML("<rdf:Description rdf:about='s' xml:lang='fr' e:p='chat'>"
      "<e:q>un</e:q><e:q xml:lang=''>deux</e:q><e:q xml:lang='en-GB' e:p='x'/>"
      "<e:q/></rdf:Description>"
      "<rdf:Description rdf:about='s' e:p='none'/>",
      "<http://ex/s> <http://e/p> \"chat\"@fr .\n"
      "<http://ex/s> <http://e/q> \"un\"@fr .\n"
      "<http://ex/s> <http://e/q> \"deux\" .\n"
      "_:genid1 <http://e/p> \"x\"@en-GB .\n"
      "<http://ex/s> <http://e/q> _:genid1 .\n"
      "<http://ex/s> <http://e/q> \"\"@fr .\n"
      "<http://ex/s> <http://e/p> \"none\" .\n");
}

static void
iris_are_resolved_against_the_base_in_scope(void **state)
{
  (void)state;
  XML("<rdf:Description xml:base='http://a' rdf:about='g'><e:p rdf:resource='../h'/>"
      "<e:p xml:base='x/y' rdf:resource='?z'/><e:p rdf:datatype='d'>1</e:p>"
      "</rdf:Description><rdf:Description rdf:about='g' e:p='x'/>",
      "<http://a/g> <http://e/p> <http://a/h> .\n"
      "<http://a/g> <http://e/p> <http://a/x/y?z> .\n"
      "<http://a/g> <http://e/p> \"1\"^^<http://a/d> .\n"
      "<http://ex/g> <http://e/p> \"x\" .\n");
}

static void
xml_literals_are_left_alone(void **state)
{
  (void)state;
  XML("<rdf:Description rdf:about='s'><e:p rdf:parseType='Literal'>a <e:b rdf:about='x'>c"
      "</e:b></e:p></rdf:Description>",
      "<http://ex/s> <http://e/p> \"a <e:b xmlns:e=\\\"http://e/\\\" "
      "xmlns:rdf=\\\"" RDF_NS "\\\" rdf:about=\\\"x\\\">c</e:b>\"^^<" RDF_NS
      "XMLLiteral> .\n");
}

static void
labels_never_meet(void **state)
{
  (void)state;
  XML("<rdf:Description rdf:nodeID='genid1' e:p='a'/><rdf:Description e:p='b'/>"
      "<rdf:Description rdf:nodeID='x.' e:p='c'/>",
      "_:genidx1 <http://e/p> \"a\" .\n"
      "_:genid1 <http://e/p> \"b\" .\n"
      "_:genidh782e <http://e/p> \"c\" .\n");
}

static void
errors_point_at_tags(void **state)
{
  (void)state;
  BAD(" <rdf:Description\n  rdf:about='a b'/>", 2, 2, "a space cannot stand in an IRI");
  BAD("<e:\xD9\x86/> <rdf:Description rdf:nodeID='1'/>", 2, 8,
      "rdf:nodeID=\"1\" is not a name");
  BAD("\n <rdf:Description rdf:aboutEach='x'/>", 3, 2,
      "rdf:aboutEach and rdf:aboutEachPrefix are no longer part of RDF/XML");
  BAD("<e:a>\n </e:b>", 3, 2,
      "this is not XML: Opening and ending tag mismatch: a line 2 and b");
  BAD("<rdf:Description rdf:ID='a'/>\n <rdf:Description rdf:ID='a'/>", 3, 2,
      "Duplicated rdf:ID value 'a'");
}

static void
nothing_outside_the_document_is_read(void **state)
{
  (void)state;
  assert_rejected(
      "rdfxml",
      FURAT_STR("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n" HEAD
                "<e:C><e:p>&x;</e:p></e:C></rdf:RDF>"),
      3, 14, "the entity 'x' is outside the document, which is never read");
  assert_rejected(
      "rdfxml",
      FURAT_STR("<!DOCTYPE d [<!ENTITY % x SYSTEM 'file:///etc/hostname'>\n%x;]>" HEAD
                "</rdf:RDF>"),
      2, 4, "the entity 'x' is outside the document, which is never read");
  assert_document("rdfxml",
                  FURAT_STR("<!DOCTYPE d SYSTEM 'file:///etc/hostname'>\n" HEAD
                            "<rdf:Description rdf:about='a:b' e:p='x'/></rdf:RDF>"),
                  PREFIXES "<a:b> <http://e/p> \"x\" .\n");
}

static void
entities_of_the_document_are_expanded_in_bounds(void **state)
{
  (void)state;
  assert_document("rdfxml",
                  FURAT_STR("<!DOCTYPE d [<!ENTITY e 'http://e/'>]>\n" HEAD
                            "<rdf:Description rdf:about='&e;a' e:p='&e;'/></rdf:RDF>"),
                  PREFIXES "<http://e/a> <http://e/p> \"http://e/\" .\n");
  quads_result result;
  quads_init(&result);
  furat_buffer text;
  furat_buffer_init(&text, 1 << 20);
  furat_buffer_append_cstr(&text, "<!DOCTYPE d [<!ENTITY a0 'aaaaaaaaaaaaaaaaaaaa'>");
  for (int i = 1; i < 12; ++i) {
    furat_buffer_appendf(&text, "<!ENTITY a%d '", i);
    for (int j = 0; j < 10; ++j) {
      furat_buffer_appendf(&text, "&a%d;", i - 1);
    }
    furat_buffer_append_cstr(&text, "'>");
  }
  furat_buffer_append_cstr(&text, "]>" HEAD "<e:C><e:p>&a11;</e:p></e:C></rdf:RDF>");
  assert_int_equal(quads_read(&result, "rdfxml", furat_buffer_str(&text), NULL),
                   FURAT_BAD_SYNTAX);
  quads_clear(&result);
  furat_buffer_clear(&text);
}

static void
nesting_and_text_have_limits(void **state)
{
  (void)state;
  furat_buffer text;
  furat_buffer_init(&text, 1 << 20);
  furat_buffer_append_cstr(&text, HEAD);
  for (int i = 0; i < 1000; ++i) {
    furat_buffer_append_cstr(&text, "<e:p>");
  }
  assert_rejected("rdfxml", furat_buffer_str(&text), 2, 4996,
                  "the nesting is deeper than the limit of 1000");
  furat_buffer_clear(&text);
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.max_term_bytes = 3;
  quads_result result;
  quads_init(&result);
  assert_int_equal(quads_read(&result, "rdfxml",
                              FURAT_STR(HEAD "<e:C><e:p>abcd</e:p></e:C></rdf:RDF>"),
                              &options),
                   FURAT_LIMIT);
  quads_clear(&result);
}

static void
other_encodings_are_read(void **state)
{
  (void)state;
  assert_document("rdfxml",
                  FURAT_STR("<?xml version='1.0' encoding='ISO-8859-1'?>\n" HEAD
                            "<rdf:Description rdf:about='a:\xE9' e:p='\xE9'/></rdf:RDF>"),
                  PREFIXES "<a:\xC3\xA9> <http://e/p> \"\xC3\xA9\" .\n");
}

static void
what_is_no_document_is_rejected(void **state)
{
  (void)state;
  quads_result result;
  static const char *const texts[] = {"", "x", "<", "<a", "<a>", "<a></a", "<?xml?>"};
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    quads_init(&result);
    assert_int_equal(quads_read(&result, "rdfxml", furat_str_of(texts[i]), NULL),
                     FURAT_BAD_SYNTAX);
    assert_string_equal(result.err.source, "doc");
    quads_clear(&result);
  }
}

static void
rdfa_is_read(void **state)
{
  (void)state;
  quads_result result;
  quads_init(&result);
  assert_int_equal(
      quads_read(&result, "rdfa",
                 FURAT_STR("<html xmlns='http://www.w3.org/1999/xhtml'><body about='a:s'>"
                           "<p xmlns:e='http://e/' property='e:p'>T</p></body></html>"),
                 NULL),
      FURAT_OK);
  assert_non_null(strstr(result.text.data, "<a:s> <http://e/p> \"T\" .\n"));
  quads_clear(&result);
}

static void
labels_of_rdfa_stay_apart(void **state)
{
  (void)state;
  assert_document(
      "rdfa",
      FURAT_STR("<html prefix='e: http://e/'><body>"
                "<p about='[_:ab]' property='e:p'>1</p>"
                "<p about='[_:cb]' property='e:p'>2</p>"
                "<p about='[_:g5]' property='e:p'>3</p>"
                "<p about='[_:u]' rel='e:q' resource='[_:ab]'></p>"
                "<p about='[_:node0]' property='e:p'>4</p>"
                "<p about='a:s' rel='e:q'><i property='e:p'>5</i></p></body></html>"),
      "_:ab <http://e/p> \"1\" .\n"
      "_:cb <http://e/p> \"2\" .\n"
      "_:g5 <http://e/p> \"3\" .\n"
      "_:u <http://e/q> _:ab .\n"
      "_:node0 <http://e/p> \"4\" .\n"
      "_:bnode0 <http://e/p> \"5\" .\n"
      "<a:s> <http://e/q> _:bnode0 .\n");
}

static void
reading_is_robust(void **state)
{
  (void)state;
  assert_robust("rdfxml",
                FURAT_STR("<!DOCTYPE d [<!ENTITY e 'x'>]>" HEAD
                          "<e:C rdf:nodeID='n' xml:lang='ar' e:p='\xD9\x86'>\n"
                          "<e:q xml:base='b/' rdf:resource='c'/><e:r>&e;</e:r><!-- c -->"
                          "</e:C></rdf:RDF>"));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(descriptions_are_read),
      cmocka_unit_test(language_reaches_property_attributes),
      cmocka_unit_test(iris_are_resolved_against_the_base_in_scope),
      cmocka_unit_test(xml_literals_are_left_alone),
      cmocka_unit_test(labels_never_meet),
      cmocka_unit_test(errors_point_at_tags),
      cmocka_unit_test(nothing_outside_the_document_is_read),
      cmocka_unit_test(entities_of_the_document_are_expanded_in_bounds),
      cmocka_unit_test(nesting_and_text_have_limits),
      cmocka_unit_test(other_encodings_are_read),
      cmocka_unit_test(what_is_no_document_is_rejected),
      cmocka_unit_test(rdfa_is_read),
      cmocka_unit_test(labels_of_rdfa_stay_apart),
      cmocka_unit_test(reading_is_robust),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
