// SPDX-License-Identifier: GPL-3.0-or-later
// Reasons for missing answers over a temporary dataset: what they say, that time and
// Ctrl-C end them, and that memory may fail anywhere.  (The table is tests/cli/why.txt.)
#include "engine/diagnose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/alloc_fail.h"

static const char data[] =
    "PREFIX : <http://e/> INSERT DATA { "
    ":a :p :b ; :n 1 . :b :p :c ; :n 2 . :c :p :a ; :t \"x\"@en ; a :C . "
    ":c <http://www.w3.org/2004/02/skos/core#prefLabel> \"Cee\"@en . "
    "GRAPH :g { :a :q :d . } GRAPH :h { :d :r :e } }";

static furat_dataset *dataset;

static furat_status
prepare(furat_query **out, const char *text, bool update, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = update;
  options.base = FURAT_STR("http://e/");
  return furat_query_prepare(out, dataset, furat_str_of(text), &options, err);
}

static furat_status
diagnose(furat_buffer *out, const char *text, const furat_cancel *cancel)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_query *query = NULL;
  furat_status status = prepare(&query, text, false, &err);
  furat_results *results = NULL;
  const furat_term *row;
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, NULL, &err);
  }
  while (status == FURAT_OK && furat_results_form(results) == FURAT_QUERY_SELECT) {
    status = furat_results_next(results, &row, &err);
  }
  if (status == FURAT_OK || status == FURAT_DONE) {
    status = furat_query_diagnose(out, query, results, NULL, cancel, &err);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static void
assert_told(const char *text, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  assert_int_equal(diagnose(&out, text, NULL), FURAT_OK);
  assert_string_equal(out.data ? out.data : "", expected);
  furat_buffer_clear(&out);
}

static void
names_the_empty_pattern(void **state)
{
  (void)state;
  assert_told("SELECT * { ?x <n> ?n . ?x <t> \"x\" }",
              "nothing matches ?x <http://e/t> \"x\"\n"
              "  it would match with \"x\"@en (with a language tag)\n");
  assert_told("PREFIX : <http://e/> ASK { ?x a :c }",
              "nothing matches ?x a :c\n"
              "  it would match with :C (spelt otherwise)\n");
}

static void
says_nothing_of_what_has_an_answer(void **state)
{
  (void)state;
  assert_told("SELECT * { ?x <n> ?n }", "");
  assert_told("ASK {}", "");
}

static void
is_ended(void **state)
{
  (void)state;
  furat_buffer out;
  furat_cancel cancel;
  furat_cancel outer;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_cancel_init(&cancel, 0);
  furat_cancel_init(&outer, 0);
  cancel.outer = &outer;
  assert_int_equal(diagnose(&out, "ASK { ?x a <c> }", &cancel), FURAT_OK);
  assert_true(out.len > 0);
  furat_buffer_reset(&out);
  furat_cancel_request(&outer);
  assert_int_equal(diagnose(&out, "ASK { ?x a <c> }", &cancel), FURAT_INTERRUPTED);
  furat_cancel_init(&outer, 1);
  while (furat_cancel_poll(&outer, NULL) == FURAT_OK) {
  }
  assert_int_equal(diagnose(&out, "ASK { ?x a <c> }", &cancel), FURAT_OK);
  assert_int_equal(out.len, 0);
  furat_buffer_clear(&out);
}

static void
counts_changes(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    uint64_t n;
  } requests[] = {{"INSERT DATA { <a> <p> <b> }", 0},
                  {"INSERT DATA { <a> <p> <new> , <newer> }", 2},
                  {"DELETE WHERE { <a> <p> <new> }", 1},
                  {"DELETE { <a> <p> <newer> } INSERT { <a> <p> <z> } WHERE {}", 2},
                  {"DELETE DATA { <a> <p> <z> } ; CLEAR GRAPH <nosuch>", 1}};
  for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
    furat_query *query = NULL;
    assert_int_equal(prepare(&query, requests[i].text, true, NULL), FURAT_OK);
    assert_int_equal(furat_query_update(query, NULL, NULL), FURAT_OK);
    assert_int_equal(furat_query_changes(query).n_added +
                         furat_query_changes(query).n_removed,
                     requests[i].n);
    furat_query_free(query);
  }
}

static furat_status
diagnose_once(void *context)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_status status = diagnose(&out, context, NULL);
  furat_buffer_clear(&out);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  static const char *const queries[] = {
      "SELECT * { ?x <n> ?n . ?x <t> \"x\" }",
      "SELECT * { ?x <n> 1 . ?x <t> ?t . ?t <p> ?z }",
      "SELECT * { GRAPH <g> { ?x <r> ?n } }",
      "SELECT * { GRAPH ?g { ?x <q> ?n . ?n <r> ?m } }",
      "SELECT * { ?x <t> ?t FILTER (?t = \"x\" && ?x != 1) }",
      "CONSTRUCT { ?t a ?x } { ?x <t> ?t }",
      "DESCRIBE <bb>",
      "SELECT * { VALUES ?t { \"x\" } ?x <t> ?t }",
      "SELECT * { ?x <p>/<nosuch>* <zz> }",
      "SELECT ?nn { ?x <n> ?n }",
      "SELECT ?x ?t (?x + 1 AS ?y) { ?x <n> ?n OPTIONAL { ?x <nosuch> ?t } }",
      "SELECT * { ?x <n> ?n FILTER (?n > \"9\") }",
      "SELECT * { ?x <t> ?t FILTER (LANG(?t) = \"de\") }",
      "SELECT * { ?x a <C> ; <n> ?n }",
      "SELECT * { ?x <t> <c> }",
      "SELECT * { \"cee\" <p> ?x }",
      "SELECT * { VALUES ?t { \"cee\" } ?t <p> ?x }",
      "SELECT * { ?x <p> ?t FILTER (?t = \"cee\") }",
  };
  for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
    char text[200];
    strcpy(text, queries[i]);
    alloc_fail_each_tolerant(diagnose_once, text);
  }
}

static int
open_dataset(void **state)
{
  (void)state;
  const furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  furat_query *query = NULL;
  if (furat_dataset_open(&dataset, &options, NULL) != FURAT_OK ||
      prepare(&query, data, true, NULL) != FURAT_OK ||
      furat_query_update(query, NULL, NULL) != FURAT_OK) {
    return 1;
  }
  furat_query_free(query);
  return 0;
}

static int
close_dataset(void **state)
{
  (void)state;
  furat_dataset_close(dataset);
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_the_empty_pattern),
      cmocka_unit_test(says_nothing_of_what_has_an_answer),
      cmocka_unit_test(is_ended),
      cmocka_unit_test(counts_changes),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, open_dataset, close_dataset);
}
