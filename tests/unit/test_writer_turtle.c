// SPDX-License-Identifier: GPL-3.0-or-later
// Turtle and TriG as they look: layout, abbreviations, nesting, escapes; and what happens
// when memory or the output fails.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/reader.h"
#include "io/turtle_term.h"
#include "io/writer.h"
#include "rdf/vocabulary.h"
#include "support/alloc_fail.h"
#include "support/dataset.h"

#define MAX_BYTES ((size_t)1 << 28)

/// One conversion: a document in a syntax that Furat reads, to any that it writes.
typedef struct conversion {
  const char *document;
  const char *from;
  const char *to;
  const char *base;
  size_t max_bytes; ///< the output holds so many
} conversion;

static furat_status
read_into(const conversion *c, const furat_quad_sink *sink, furat_error *err)
{
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(c->from));
  options.base = FURAT_STR("http://base.example/");
  return furat_read_memory(furat_str_of(c->document), "document", &options, sink, err);
}

static furat_status
convert(furat_buffer *text, const conversion *c, furat_error *err)
{
  furat_output *output;
  furat_writer *writer = NULL;
  furat_write_options options = {
      .syntax = furat_syntax_named(furat_str_of(c->to)),
      .base = furat_str_of(c->base),
      .sorted = true,
  };
  furat_buffer_init(text, c->max_bytes == 0 ? MAX_BYTES : c->max_bytes);
  furat_status status = furat_output_to_buffer(&output, text, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_writer_new(&writer, output, &options, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = read_into(c, &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  return status;
}

static void
assert_converts(const conversion *c, const char *expected)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_status status = convert(&text, c, &err);
  if (status != FURAT_OK) {
    fail_msg("%s", err.message);
  }
  furat_buffer_append_cstr(&text, "");
  assert_string_equal(text.data != NULL ? text.data : "", expected);
  furat_buffer_clear(&text);
}

static void
assert_turtle(const char *document, const char *expected)
{
  assert_converts(&(conversion){.document = document, .from = "turtle", .to = "turtle"},
                  expected);
}

#define EX  "@prefix ex: <http://example.org/> .\n"
#define XSD "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"

static void
everything_has_its_place(void **state)
{
  (void)state;
  assert_turtle(EX "@prefix unused: <http://unused.example/> .\n"
                   "ex:s ex:q 2, 1 . ex:s ex:p 'x' ; a ex:T . ex:a ex:p ex:b, ex:a .",
                EX "\n"
                   "ex:a ex:p\n"
                   "        ex:a ,\n"
                   "        ex:b .\n"
                   "\n"
                   "ex:s a ex:T ;\n"
                   "    ex:p \"x\" ;\n"
                   "    ex:q\n"
                   "        1 ,\n"
                   "        2 .\n");
  assert_turtle("", "");
}

static void
local_names_are_abbreviated_where_that_reads_well(void **state)
{
  (void)state;
  assert_turtle("@prefix : <http://example.org/> .\n"
                ":الموصل :摩苏尔 :a\\~b, :x.y, <http://example.org/a/b>, :x\\., : .",
                "@prefix : <http://example.org/> .\n"
                "\n"
                ":الموصل :摩苏尔\n"
                "        : ,\n"
                "        <http://example.org/a/b> ,\n"
                "        :a\\~b ,\n"
                "        :x\\. ,\n"
                "        :x.y .\n");
}

static void
numbers_are_bare_only_where_they_read_back(void **state)
{
  (void)state;
  const char *integer = FURAT_XSD_INTEGER;
  const char *decimal = FURAT_XSD_DECIMAL;
  const char *double_type = FURAT_XSD_DOUBLE;
  const struct {
    const char *lexical;
    const char *datatype;
    bool bare;
  } cases[] = {
      {"1", integer, true},
      {"-1", integer, true},
      {"+1", integer, false},
      {"01", integer, false},
      {"-0", integer, false},
      {"0", integer, true},
      {"-0.0", decimal, true},
      {"00.5", decimal, false},
      {"", integer, false},
      {"1 ", integer, false},
      {"1", decimal, false},
      {"1.0", decimal, true},
      {"-.5", decimal, false},
      {"1.", decimal, false},
      {"1.0", double_type, false},
      {"1e0", double_type, true},
      {"1.5E-07", double_type, true},
      {"1.e0", double_type, false},
      {".5e0", double_type, false},
      {"1e", double_type, false},
      {"INF", double_type, false},
      {"1e0", FURAT_XSD_FLOAT, false},
      {"1", FURAT_XSD_STRING, false},
      {"true", FURAT_XSD_BOOLEAN, true},
      {"TRUE", FURAT_XSD_BOOLEAN, false},
      {"1", FURAT_XSD_BOOLEAN, false},
      {"true", FURAT_XSD_STRING, false},
      {"--1", integer, false},
      {"1.2.3", decimal, false},
      {"e1", double_type, false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    bool bare = furat_turtle_is_bare(furat_str_of(cases[i].lexical),
                                     furat_str_of(cases[i].datatype));
    if (bare != cases[i].bare) {
      fail_msg("%s of %s", cases[i].lexical, cases[i].datatype);
    }
  }
}

static void
prefix_names_follow_the_grammar(void **state)
{
  (void)state;
  static const char *const good[] = {"", "a", "a.b-1_", "\xD8\xB9", "\xF0\x9F\x98\x80"};
  static const char *const bad[] = {"1", "_", "-a", "a.", "a b", "\xC3\x97", "\xCC\x80"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    assert_true(furat_turtle_is_prefix_name(furat_str_of(good[i])));
  }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_false(furat_turtle_is_prefix_name(furat_str_of(bad[i])));
  }
}

static void
assert_string(furat_str text, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_turtle_write_string(&out, text);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
strings_are_escaped(void **state)
{
  (void)state;
  assert_string(FURAT_STR(""), "\"\"");
  assert_string(FURAT_STR("a\"b\\c\t\r"), "\"a\\\"b\\\\c\\t\\r\"");
  assert_string(((furat_str){"\0\x7F", 2}), "\"\\u0000\\u007F\"");
  assert_string(FURAT_STR("\xC2\x85\xE2\x80\xAE\xEF\xBB\xBF\xF0\x9F\xBF\xBF"),
                "\"\\u0085\\u202E\\uFEFF\\U0001FFFF\"");
  assert_string(FURAT_STR("one\ntwo"), "\"\"\"one\ntwo\"\"\"");
  assert_string(FURAT_STR("\"\n\"\"\""), "\"\"\"\"\n\\\"\\\"\\\"\"\"\"");
  assert_string(FURAT_STR("a\r\n\\\"b\""), "\"\"\"a\\r\n\\\\\"b\\\"\"\"\"");
}

static void
iris_are_escaped(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_turtle_write_iri(&out, FURAT_STR("x:a b<>\"{}|^`\\\x01\xE2\x80\xAEالموصل"));
  assert_string_equal(out.data, "<x:a\\u0020b\\u003C\\u003E\\u0022\\u007B\\u007D\\u007C"
                                "\\u005E\\u0060\\u005C\\u0001\\u202Eالموصل>");
  furat_buffer_clear(&out);
}

static void
blank_nodes_and_lists_nest(void **state)
{
  (void)state;
  assert_turtle(
      EX "ex:s ex:p [ ex:q [ ex:r 1, 2 ] ; a ex:T ] , [] , ( 1 ( ex:a ) 'x' ) , () .\n"
         "[] ex:p [ ex:q 1 ] .",
      EX "\n"
         "ex:s ex:p\n"
         "        () ,\n"
         "        [\n"
         "            a ex:T ;\n"
         "            ex:q [\n"
         "                ex:r\n"
         "                    1 ,\n"
         "                    2\n"
         "            ]\n"
         "        ] ,\n"
         "        (\n"
         "            1\n"
         "            ( ex:a )\n"
         "            \"x\"\n"
         "        ) ,\n"
         "        [] .\n"
         "\n"
         "[] ex:p [ ex:q 1 ] .\n");
}

static void
shared_and_circular_blank_nodes_get_labels(void **state)
{
  (void)state;
  assert_turtle(EX "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 . _:y ex:p _:y . "
                   "_:z1 ex:q _:z2 . _:z2 ex:p _:z1 .",
                EX "\n"
                   "ex:a ex:p _:b3 .\n"
                   "\n"
                   "ex:b ex:p _:b3 .\n"
                   "\n"
                   "_:b0 ex:q _:b1 .\n"
                   "\n"
                   "_:b1 ex:p _:b0 .\n"
                   "\n"
                   "_:b2 ex:p _:b2 .\n"
                   "\n"
                   "_:b3 ex:q 1 .\n");
}

static void
malformed_lists_are_written_out(void **state)
{
  (void)state;
  const char *rdf = "@prefix rdf: <" FURAT_RDF "> .\n";
  char document[600];
  char expected[800];
  snprintf(
      document, sizeof document,
      "%s" EX "ex:s ex:p [ rdf:first 1 , 2 ; rdf:rest () ] ; ex:q [ rdf:first 1 ; "
      "rdf:rest [ rdf:first 2 ; rdf:rest ex:o ] ] ; ex:r [ rdf:first 3 ; rdf:rest (4) ; "
      "a rdf:List ] .",
      rdf);
  snprintf(expected, sizeof expected,
           EX "%s"
              "\n"
              "ex:s ex:p [\n"
              "        rdf:first\n"
              "            1 ,\n"
              "            2 ;\n"
              "        rdf:rest ()\n"
              "    ] ;\n"
              "    ex:q [\n"
              "        rdf:first 1 ;\n"
              "        rdf:rest [\n"
              "            rdf:first 2 ;\n"
              "            rdf:rest ex:o\n"
              "        ]\n"
              "    ] ;\n"
              "    ex:r [\n"
              "        a rdf:List ;\n"
              "        rdf:first 3 ;\n"
              "        rdf:rest ( 4 )\n"
              "    ] .\n",
           rdf);
  assert_turtle(document, expected);
}

static void
graphs_follow_the_default_graph(void **state)
{
  (void)state;
  assert_converts(
      &(conversion){.document =
                        EX "ex:g2 { ex:s ex:p 1 } _:g { ex:s ex:p _:x } ex:g1 { ex:a "
                           "ex:p 1 ; ex:q [] . _:x ex:p 2 } ex:s ex:p 'default' .",
                    .from = "trig",
                    .to = "trig"},
      EX "\n"
         "ex:s ex:p \"default\" .\n"
         "\n"
         "ex:g1 {\n"
         "    ex:a ex:p 1 ;\n"
         "        ex:q [] .\n"
         "\n"
         "    _:b1 ex:p 2 .\n"
         "}\n"
         "\n"
         "ex:g2 {\n"
         "    ex:s ex:p 1 .\n"
         "}\n"
         "\n"
         "_:b0 {\n"
         "    ex:s ex:p _:b1 .\n"
         "}\n");
}

static void
relative_iris_resolve_to_what_they_were(void **state)
{
  (void)state;
  assert_converts(&(conversion){.document =
                                    "<http://a/b/c> <http://a/b/d> <http://a/b/c#x> , "
                                    "<http://a/e> , <http://a/b//x> , <urn:x:y> .",
                                .from = "turtle",
                                .to = "turtle",
                                .base = "http://a/b/c"},
                  "@base <http://a/b/c> .\n"
                  "\n"
                  "<> <d>\n"
                  "        <http://a/b//x> ,\n"
                  "        <#x> ,\n"
                  "        <http://a/e> ,\n"
                  "        <urn:x:y> .\n");
}

// Deep and long structures need no stack.
static void
assert_long_structure(void (*append)(furat_buffer *, int, bool))
{
  enum { N = 100000 };
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer document;
  furat_buffer text;
  furat_buffer_init(&document, MAX_BYTES);
  for (int i = 0; i < N; i++) {
    append(&document, i, i + 1 == N);
  }
  conversion c = {.document = document.data, .from = "ntriples", .to = "turtle"};
  assert_int_equal(convert(&text, &c, &err), FURAT_OK);
  dataset before;
  dataset after;
  dataset_init(&before);
  dataset_init(&after);
  furat_quad_sink sink = dataset_sink(&before);
  assert_int_equal(read_into(&c, &sink, &err), FURAT_OK);
  sink = dataset_sink(&after);
  conversion back = {.document = text.data, .from = "turtle"};
  assert_int_equal(read_into(&back, &sink, &err), FURAT_OK);
  assert_int_equal(before.quads.n, after.quads.n);
  dataset_clear(&before);
  dataset_clear(&after);
  furat_buffer_clear(&text);
  furat_buffer_clear(&document);
}

static void
append_to_chain(furat_buffer *document, int i, bool last)
{
  furat_buffer_appendf(document, "_:n%d <x:p> _:n%d .\n", i, i + 1);
  furat_buffer_append_cstr(document, last ? "<x:s> <x:p> _:n0 .\n" : "");
}

static void
append_to_list(furat_buffer *document, int i, bool last)
{
  furat_buffer_appendf(document, "_:n%d <" FURAT_RDF_FIRST "> \"same\" .\n", i);
  if (last) {
    furat_buffer_appendf(document, "_:n%d <" FURAT_RDF_REST "> <" FURAT_RDF_NIL "> .\n",
                         i);
    furat_buffer_append_cstr(document, "<x:s> <x:p> _:n0 .\n");
  } else {
    furat_buffer_appendf(document, "_:n%d <" FURAT_RDF_REST "> _:n%d .\n", i, i + 1);
  }
}

static void
chain_of_100000_blank_nodes(void **state)
{
  (void)state;
  assert_long_structure(append_to_chain);
}

static void
list_of_100000_cells(void **state)
{
  (void)state;
  assert_long_structure(append_to_list);
}

static const char sample[] = EX
    "ex:s a ex:T ; ex:p 1, 'x'@en, 'y\\nz', '2026'^^ex:year, ( 1 [ ex:q _:c ] ) , _:c ; "
    "ex:الموصل _:d . _:c ex:p _:d . _:d ex:p _:c . _:e ex:p _:f . _:f ex:p _:e . "
    "[] ex:q [ ex:p 'x' ] . _:e2 ex:p _:f2 . _:f2 ex:p _:e2 . <http://other/x> ex:p 1 .";

static const char *const syntaxes[] = {"turtle", "trig",   "ntriples", "nquads",
                                       "rdfxml", "jsonld", "dot"};

static furat_status
convert_context(void *context)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer text;
  furat_status status = convert(&text, context, &err);
  furat_buffer_clear(&text);
  return status;
}

static void
allocations_that_fail_are_told(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
    conversion c = {.document = sample, .from = "turtle", .to = syntaxes[i]};
    alloc_fail_each_tolerant(convert_context, &c);
  }
}

// An output that fails after n bytes, for every n: the failure is told each time.
static void
outputs_that_fail_are_told(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
    furat_error err = FURAT_ERROR_INIT;
    furat_buffer text;
    conversion c = {.document = sample, .from = "turtle", .to = syntaxes[i]};
    assert_int_equal(convert(&text, &c, &err), FURAT_OK);
    size_t n = text.len;
    furat_buffer_clear(&text);
    assert_true(n > 100);
    for (size_t max = 1; max < n; max++) {
      furat_error_clear(&err);
      c.max_bytes = max;
      assert_int_equal(convert(&text, &c, &err), FURAT_LIMIT);
      assert_int_equal(err.status, FURAT_LIMIT);
      furat_buffer_clear(&text);
    }
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(prefix_names_follow_the_grammar),
      cmocka_unit_test(everything_has_its_place),
      cmocka_unit_test(local_names_are_abbreviated_where_that_reads_well),
      cmocka_unit_test(numbers_are_bare_only_where_they_read_back),
      cmocka_unit_test(strings_are_escaped),
      cmocka_unit_test(iris_are_escaped),
      cmocka_unit_test(blank_nodes_and_lists_nest),
      cmocka_unit_test(shared_and_circular_blank_nodes_get_labels),
      cmocka_unit_test(malformed_lists_are_written_out),
      cmocka_unit_test(graphs_follow_the_default_graph),
      cmocka_unit_test(relative_iris_resolve_to_what_they_were),
      cmocka_unit_test(chain_of_100000_blank_nodes),
      cmocka_unit_test(list_of_100000_cells),
      cmocka_unit_test(allocations_that_fail_are_told),
      cmocka_unit_test(outputs_that_fail_are_told),
  };
  return cmocka_run_group_tests_name("writer_turtle", tests, NULL, NULL);
}
