// SPDX-License-Identifier: GPL-3.0-or-later
// The Redland engine behind engine/furat.h: terms in and out, graphs, parameters, what it
// leaves to others, stopping, and memory that ends anywhere; and the result formats over
// it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/furat.h"
#include "io/reader.h"
#include "redland/engine.h"
#include "results/format.h"
#include "support/alloc_fail.h"

static const char document[] =
    "@prefix : <http://e/> .\n"
    ":a :p \"x\" , \"nul\\u0000here\" , \"salt\"@en-GB , 01 , 1.50 , _:b .\n"
    ":g1 { :a :p \"x\" . :a :q :c }\n"
    ":g2 { :a :p \"x\" . :d :q :e }\n";

static furat_dataset *
open_dataset(furat_default_graph default_graph)
{
  furat_dataset_options options = {.engine = &furat_engine_redland,
                                   .default_graph = default_graph};
  furat_read_options read = {.syntax = furat_syntax_named(FURAT_STR("trig")),
                             .base = FURAT_STR("http://e/"),
                             .blank_prefix = FURAT_STR("d_")};
  furat_dataset *dataset = NULL;
  furat_quad_sink sink;
  assert_int_equal(furat_dataset_open(&dataset, &options, NULL), FURAT_OK);
  assert_int_equal(furat_dataset_load_begin(dataset, &sink, NULL), FURAT_OK);
  assert_int_equal(furat_read_memory(furat_str_of(document), "test", &read, &sink, NULL),
                   FURAT_OK);
  assert_int_equal(furat_dataset_load_commit(dataset, NULL), FURAT_OK);
  return dataset;
}

// Append the results of a query in a format; the first failure is the outcome.
static furat_status
run(furat_buffer *out, furat_dataset *dataset, const char *text,
    const furat_prepare_options *options, const char *format, const furat_cancel *cancel,
    furat_error *err)
{
  static const furat_prepare_options plain = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_output *output = NULL;
  furat_rows rows = {.columns = NULL};
  const furat_style style = FURAT_STYLE_INIT;
  furat_status status = furat_query_prepare(&query, dataset, furat_str_of(text),
                                            options ? options : &plain, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_to_buffer(&output, out, err);
  }
  if (status == FURAT_OK) {
    status = furat_rows_of_results(&rows, results, err);
  }
  if (status == FURAT_OK) {
    status = furat_format_write(furat_format_named(furat_str_of(format)), output, &rows,
                                &style, err);
  }
  furat_rows_clear(&rows);
  furat_output_free(output);
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static void
assert_answer_with(furat_default_graph default_graph, const char *text,
                   const furat_prepare_options *options, const char *format,
                   const char *expected)
{
  furat_dataset *dataset = open_dataset(default_graph);
  furat_buffer out;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer_init(&out, SIZE_MAX);
  furat_status status = run(&out, dataset, text, options, format, NULL, &err);
  assert_string_equal(err.message, "");
  assert_int_equal(status, FURAT_OK);
  assert_string_equal(out.data ? out.data : "", expected);
  furat_buffer_clear(&out);
  furat_dataset_close(dataset);
}

static void
assert_answer(const char *text, const char *format, const char *expected)
{
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNNAMED, text, NULL, format, expected);
}

static void
assert_refused(const char *text, const furat_prepare_options *options,
               furat_status expected, const char *message)
{
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNNAMED);
  furat_buffer out;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer_init(&out, SIZE_MAX);
  furat_status status = run(&out, dataset, text, options, "json", NULL, &err);
  assert_string_equal(err.message, message);
  assert_int_equal(status, expected);
  assert_int_equal(out.len, 0);
  furat_buffer_clear(&out);
  furat_dataset_close(dataset);
}

// ------------------------------------------------------------------------ terms

static void
terms_come_out_as_they_went_in(void **state)
{
  (void)state;
  assert_answer("SELECT ?o { <http://e/a> <http://e/p> ?o } ORDER BY STR(?o)", "tsv",
                "?o\n01\n1.50\n_:d_b\n\"nul\\u0000here\"\n\"salt\"@en-GB\n\"x\"\n");
}

static void
formats_are_those_of_the_specifications(void **state)
{
  (void)state;
  const char *literal = "SELECT ?o ?none { <http://e/a> <http://e/p> ?o "
                        "FILTER (LANG(?o) = \"en-gb\") }";
  const char *blank = "SELECT ?o ?none { <http://e/a> <http://e/p> ?o "
                      "FILTER (isBlank(?o)) }";
  assert_answer(literal, "json",
                "{\"head\":{\"vars\":[\"o\",\"none\"]},\"results\":{\"bindings\":[\n"
                "{\"o\":{\"type\":\"literal\",\"value\":\"salt\",\"xml:lang\":\"en-GB\"}}"
                "\n]}}\n");
  assert_answer(blank, "json",
                "{\"head\":{\"vars\":[\"o\",\"none\"]},\"results\":{\"bindings\":[\n"
                "{\"o\":{\"type\":\"bnode\",\"value\":\"d_b\"}}\n]}}\n");
  assert_answer(literal, "csv", "o,none\r\nsalt,\r\n");
  assert_answer(blank, "csv", "o,none\r\n_:d_b,\r\n");
  assert_answer(
      literal, "xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n"
      "<head><variable name=\"o\"/><variable name=\"none\"/></head>\n<results>\n"
      "<result><binding name=\"o\"><literal xml:lang=\"en-GB\">salt</literal>"
      "</binding></result>\n</results>\n</sparql>\n");
  assert_answer("ASK { ?s ?p ?o }", "json", "{\"head\":{},\"boolean\":true}\n");
  assert_answer("ASK { ?s <http://e/none> ?o }", "csv", "false\n");
  assert_answer("SELECT ?x { ?x <http://e/none> ?y }", "json",
                "{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[]}}\n");
}

static void
xml_refuses_what_it_cannot_hold(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNNAMED);
  furat_buffer out;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer_init(&out, SIZE_MAX);
  assert_int_equal(run(&out, dataset, "SELECT ?o { ?s ?p ?o }", NULL, "xml", NULL, &err),
                   FURAT_BAD_DATA);
  assert_string_equal(err.message, "XML cannot hold the character U+0000");
  assert_null(strstr(out.data, "</sparql>"));
  furat_buffer_clear(&out);
  furat_dataset_close(dataset);
}

static void
markup_in_terms_is_text(void **state)
{
  (void)state;
  const char *query = "SELECT ?x { ?s <http://e/q> ?o . "
                      "BIND (\"<b onclick='x'>&|`\" AS ?x) } LIMIT 1";
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNION, query, NULL, "markdown",
                     "| x |\n| --- |\n| &lt;b onclick='x'\\>&amp;\\|\\` |\n");
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNION);
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  assert_int_equal(run(&out, dataset, query, NULL, "html", NULL, NULL), FURAT_OK);
  assert_non_null(strstr(out.data, "&lt;b onclick=&#39;x&#39;&gt;&amp;|`"));
  assert_non_null(strstr(out.data, "</html>"));
  furat_buffer_clear(&out);
  furat_dataset_close(dataset);
}

// ----------------------------------------------------------------------- graphs

static void
the_default_graph_is_as_it_was_asked(void **state)
{
  (void)state;
  const char *query = "SELECT ?o { <http://e/a> ?p ?o FILTER (isIRI(?o) || ?o = \"x\") }";
  assert_answer(query, "csv", "o\r\nx\r\n");
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNION, query, NULL, "csv",
                     "o\r\nx\r\nhttp://e/c\r\n");
}

static void
graphs_are_named(void **state)
{
  (void)state;
  assert_answer("SELECT ?g ?o { GRAPH ?g { ?s <http://e/q> ?o } }", "csv",
                "g,o\r\nhttp://e/g1,http://e/c\r\nhttp://e/g2,http://e/e\r\n");
  assert_answer("SELECT ?o { GRAPH <http://e/g2> { ?s <http://e/q> ?o } }", "csv",
                "o\r\nhttp://e/e\r\n");
  assert_answer("SELECT ?o { GRAPH <http://e/no> { ?s <http://e/q> ?o } }", "csv",
                "o\r\n");
  assert_answer("SELECT ?o FROM <http://e/g1> FROM <http://e/g2> { <http://e/a> ?p ?o }",
                "csv", "o\r\nx\r\nhttp://e/c\r\n");
}

// ----------------------------------------------------------------------- joining

static void
a_group_keeps_its_variables_beside_an_optional(void **state)
{
  (void)state;
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNION,
                     "SELECT DISTINCT ?s ?x { ?s <http://e/q> <http://e/c> ; "
                     "<http://e/p> ?o OPTIONAL { ?s <http://e/q> ?x } }",
                     NULL, "csv", "s,x\r\nhttp://e/a,http://e/c\r\n");
  assert_answer_with(
      FURAT_DEFAULT_GRAPH_UNION,
      "SELECT DISTINCT ?s ?x { ?s <http://e/q> ?c . ?t <http://e/p> \"x\" ; "
      "<http://e/p> ?o OPTIONAL { ?s <http://e/q> ?x } } ORDER BY ?s",
      NULL, "csv", "s,x\r\nhttp://e/a,http://e/c\r\nhttp://e/d,http://e/e\r\n");
}

// ------------------------------------------------------------------- parameters

static void
parameters_are_terms_and_nothing_else(void **state)
{
  (void)state;
  furat_binding binding = {
      .variable = FURAT_STR("v"),
      .value = furat_term_literal(FURAT_STR("\" } #\\\n{ ?s ?p ?o }"), FURAT_STR_NONE)};
  furat_prepare_options options = {.bindings = &binding, .n_bindings = 1};
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNNAMED, "SELECT ?s { ?s <http://e/p> ?v }",
                     &options, "csv", "s\r\n");
  assert_answer_with(FURAT_DEFAULT_GRAPH_UNNAMED,
                     "SELECT ?v { <http://e/a> <http://e/p> \"x\" FILTER (BOUND(?v)) }",
                     &options, "tsv", "?v\n\"\\\" } #\\\\\\n{ ?s ?p ?o }\"\n");
  binding.value = furat_term_iri(FURAT_STR("http://e/a> ?p ?o . <x"));
  assert_refused("SELECT ?o { ?v ?p ?o }", &options, FURAT_BAD_DATA,
                 "the value of ?v is no IRI and no literal");
  binding.value = furat_term_blank(FURAT_STR("b"));
  assert_refused("SELECT ?o { ?v ?p ?o }", &options, FURAT_BAD_DATA,
                 "the value of ?v is no IRI and no literal");
  binding.value = furat_term_lang_string(FURAT_STR("x"), FURAT_STR("en . ?s ?p"));
  assert_refused("SELECT ?o { ?o ?p ?v }", &options, FURAT_BAD_DATA,
                 "the value of ?v is no IRI and no literal");
  binding.value = furat_term_literal(FURAT_STR("x"), FURAT_STR_NONE);
  assert_refused("SELECT ?o { ?s ?v ?o }", &options, FURAT_BAD_DATA,
                 "the value of a parameter cannot stand where its variable does");
  assert_refused("SELECT ?o { ?s ?p ?o BIND (1 AS ?v) }", &options, FURAT_BAD_DATA,
                 "?v is a parameter, so it cannot be given a value here");
  assert_refused("SELECT ?o { ?s ?p ?o }", &options, FURAT_NOT_FOUND,
                 "the query has no variable ?v");
}

// ------------------------------------------------------------- what is left out

// Each of these stands for a test of the W3C suites that rasqal fails.
static void
what_rasqal_does_wrongly_is_refused(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    const char *sentence;
  } cases[] = {
      {"SELECT ?s { ?s ?p ?o FILTER(DATATYPE(?o + 1) = <http://e/t>) }",
       "rasqal does not know the datatype of each literal"},
      {"SELECT (SUBSTR(?o, 2) AS ?x) { ?s ?p ?o }",
       "rasqal cuts texts within characters beyond U+FFFF"},
      {"SELECT ?s { ?s ?p ?o FILTER REGEX(?o, \"a.c\") }",
       "rasqal has only POSIX regular expressions"},
      {"SELECT ?s { ?s ?p ?o OPTIONAL { { ?s ?q ?x FILTER(?o = 1) } } }",
       "rasqal takes a FILTER out of its group within OPTIONAL"},
      {"SELECT ?s { ?s ?p ?o . ?s ?q ?x FILTER(?o = ?x) }",
       "rasqal compares booleans by their texts"},
      {"SELECT ?s { ?s ?p ?o FILTER(?o != true) }",
       "rasqal compares booleans by their texts"},
      {"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
       "SELECT ?s { ?s ?p ?o FILTER(?o > \"2006-08-22\"^^xsd:date) }",
       "rasqal compares dates without a look at their time zones"},
      {"SELECT * { ?s ?p ?o BIND(?none AS ?z) }",
       "rasqal counts a variable that nothing binds among those of SELECT *"},
      {"SELECT ?z { ?s ?p ?o { BIND(?o + 1 AS ?z) } UNION { BIND(2 AS ?z) } }",
       "rasqal lets a BIND see the variables outside of its group"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_refused(cases[i].text, NULL, FURAT_UNSUPPORTED, cases[i].sentence);
  }
}

static void
what_rasqal_cannot_do_is_said(void **state)
{
  (void)state;
  assert_refused("SELECT * { ?s <http://e/p>/<http://e/q> ?o }", NULL, FURAT_UNSUPPORTED,
                 "rasqal has no property paths");
  assert_refused("SELECT ?o { GRAPH ?g { ?s ?p ?o } ?g <http://e/p> ?s }", NULL,
                 FURAT_UNSUPPORTED,
                 "rasqal does not join the graph's variable with other patterns");
  assert_refused("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?o ?p ?s } }", NULL,
                 FURAT_UNSUPPORTED, "rasqal has no EXISTS");
  assert_refused("SELECT * { ?s ?p ?o MINUS { ?s ?p 1 } }", NULL, FURAT_UNSUPPORTED,
                 "rasqal has no MINUS");
  assert_refused("DESCRIBE <http://e/a>", NULL, FURAT_UNSUPPORTED,
                 "rasqal cannot describe");
  assert_refused("SELECT (COUNT(*) AS ?n) { ?s <http://e/none> ?o }", NULL,
                 FURAT_UNSUPPORTED,
                 "there is nothing to aggregate, which rasqal answers wrongly");
  assert_refused("SELECT * { ?s ?p ?o FILTER REGEX(?o, \"\\\\d\") }", NULL,
                 FURAT_UNSUPPORTED, "rasqal has only POSIX regular expressions");
  assert_refused(
      "SELECT * { ?s ?p ?o { SELECT ?s { ?s ?p 1 } } }", NULL, FURAT_UNSUPPORTED,
      "rasqal mixes up the variables of a subquery and of the query around it");
  assert_refused("SELECT (STRAFTER(STR(?o), \"x\") AS ?x) { ?s ?p ?o }", NULL,
                 FURAT_UNSUPPORTED,
                 "rasqal reads what it has freed when an argument is computed");
  furat_prepare_options update = {.update = true};
  assert_refused("INSERT DATA { <http://e/a> <http://e/b> 1 }", &update,
                 FURAT_UNSUPPORTED, "the Redland engine cannot update");
}

static void
mistakes_have_a_place(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNNAMED);
  furat_buffer out;
  furat_error err = FURAT_ERROR_INIT;
  furat_buffer_init(&out, SIZE_MAX);
  assert_int_equal(
      run(&out, dataset, "SELECT ?s { ?s foaff:p ?o }", NULL, "csv", NULL, &err),
      FURAT_BAD_SYNTAX);
  assert_string_equal(err.message, "the prefix foaff: is not declared");
  assert_true(err.has_span);
  assert_int_equal(err.span.start, 15);
  assert_int_equal(err.span.end, 22);
  furat_buffer_clear(&out);
  furat_dataset_close(dataset);
}

// --------------------------------------------------------------------- stopping

static void
a_query_that_is_stopped_is_no_answer(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNION);
  const char *const queries[] = {"SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
                                 "ASK { ?s <http://e/none> ?o }"};
  for (size_t i = 0; i < 2; i++) {
    furat_cancel cancel;
    furat_buffer out;
    furat_error err = FURAT_ERROR_INIT;
    furat_buffer_init(&out, SIZE_MAX);
    furat_cancel_init(&cancel, 0);
    furat_cancel_request(&cancel);
    assert_int_equal(run(&out, dataset, queries[i], NULL, "json", &cancel, &err),
                     FURAT_INTERRUPTED);
    assert_true(!out.data || !strstr(out.data, "]}}"));
    furat_buffer_clear(&out);
  }
  furat_dataset_close(dataset);
}

static furat_status
answer_once(void *context)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX);
  furat_status status =
      run(&out, context, "SELECT ?o { <http://e/a> <http://e/p> ?o . ?s ?p ?o }", NULL,
          "json", NULL, NULL);
  furat_buffer_clear(&out);
  return status;
}

static void
memory_may_end_anywhere(void **state)
{
  (void)state;
  furat_dataset *dataset = open_dataset(FURAT_DEFAULT_GRAPH_UNNAMED);
  // The order of the scans is made once and kept.
  assert_int_equal(answer_once(dataset), FURAT_OK);
  alloc_fail_each(answer_once, dataset);
  furat_dataset_close(dataset);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(terms_come_out_as_they_went_in),
      cmocka_unit_test(formats_are_those_of_the_specifications),
      cmocka_unit_test(xml_refuses_what_it_cannot_hold),
      cmocka_unit_test(markup_in_terms_is_text),
      cmocka_unit_test(the_default_graph_is_as_it_was_asked),
      cmocka_unit_test(graphs_are_named),
      cmocka_unit_test(a_group_keeps_its_variables_beside_an_optional),
      cmocka_unit_test(parameters_are_terms_and_nothing_else),
      cmocka_unit_test(what_rasqal_cannot_do_is_said),
      cmocka_unit_test(what_rasqal_does_wrongly_is_refused),
      cmocka_unit_test(mistakes_have_a_place),
      cmocka_unit_test(a_query_that_is_stopped_is_no_answer),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
