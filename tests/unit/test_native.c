// SPDX-License-Identifier: GPL-3.0-or-later
// The native engine over a temporary dataset: every operator answers, and gives back all
// that it took when any of its allocations fails.
#include "engine/native.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/furat.h"
#include "support/alloc_fail.h"

static const char data[] =
    "PREFIX : <http://e/> INSERT DATA { "
    ":a :p :b ; :n 1 . :b :p :c ; :n 2 . :c :p :a ; :n 3 ; :t \"x\"@en . :d :n 2 . "
    "GRAPH :g { :a :p :d . :d :p :e } GRAPH :h { :a :p :e } }";

static furat_dataset *dataset;

static furat_status
prepare(furat_query **out, const char *text, bool update, uint64_t memory_bytes,
        furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = update;
  options.base = FURAT_STR("http://e/");
  options.memory_bytes = memory_bytes;
  return furat_query_prepare(out, dataset, furat_str_of(text), &options, err);
}

// The number of solutions, or of an ASK 1 or 0.
static furat_status
count_solutions(size_t *n, const char *text, uint64_t memory_bytes, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  *n = 0;
  furat_status status = prepare(&query, text, false, memory_bytes, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, NULL, err);
  }
  if (status == FURAT_OK && furat_results_form(results) == FURAT_QUERY_ASK) {
    *n = furat_results_boolean(results);
  } else {
    while (status == FURAT_OK) {
      status = furat_results_next(results, &row, err);
      *n += status == FURAT_OK;
    }
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static int
open_dataset(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.engine = &furat_engine_native;
  furat_query *query = NULL;
  furat_status status = furat_dataset_open(&dataset, &options, &err);
  if (status == FURAT_OK) {
    status = prepare(&query, data, true, 0, &err);
  }
  if (status == FURAT_OK) {
    status = furat_query_update(query, NULL, &err);
  }
  furat_query_free(query);
  return status == FURAT_OK ? 0 : 1;
}

static int
close_dataset(void **state)
{
  (void)state;
  furat_dataset_close(dataset);
  return 0;
}

typedef struct {
  const char *text;
  size_t n;
} answered;

static const answered queries[] = {
    {"SELECT * { ?a <p> ?b }", 3},
    {"SELECT * { ?a <p> ?a }", 0},
    {"SELECT * { ?a <p> ?b . ?b <p> ?c . ?c <p> ?a }", 3},
    {"SELECT * { ?a <p> ?b . ?x <n> ?y }", 12},
    {"SELECT * { ?a <n> ?b ; <p> ?c } ORDER BY ?b ?c LIMIT 2", 2},
    {"SELECT ?a (SUM(?b) AS ?s) (COUNT(DISTINCT ?c) AS ?k) { ?a <n> ?b ; <p> ?c } GROUP "
     "BY ?a",
     3},
    {"SELECT * { ?a <t> ?b FILTER(REGEX(LCASE(?b), \"^x\") && LANG(?b) = \"en\") }", 1},
    {"SELECT ?l { ?a ?p ?b } GROUP BY (LANG(?b) AS ?l)", 3},
    {"SELECT * { ?a <n> ?b OPTIONAL { ?a <p> ?c } }", 4},
    {"SELECT * { ?a <n> ?b OPTIONAL { ?a <p> ?c FILTER(?b > 2) } }", 4},
    {"SELECT * { ?a <n> ?b OPTIONAL { ?a <p> ?c } OPTIONAL { ?d <p> ?c } }", 6},
    {"SELECT * { ?a <n> ?b MINUS { ?a <p> ?c } }", 1},
    {"SELECT * { ?a <n> ?b MINUS { ?x <p> ?y } }", 4},
    {"SELECT * { ?a <n> ?b FILTER EXISTS { ?a <p> ?c } }", 3},
    {"SELECT * { ?a <n> ?b FILTER NOT EXISTS { ?a <p> ?c . ?c <n> 1 } }", 3},
    {"SELECT * { { ?a <n> 1 } UNION { ?a <n> ?b } }", 5},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 2 3 } } } FILTER(?x = 6 && "
     "DATATYPE(?x) = DATATYPE(6)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 -1 } } } FILTER(?x = 0 && "
     "DATATYPE(?x) = DATATYPE(0)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 2.5 3 } } } FILTER(?x = 6.5 && "
     "DATATYPE(?x) = DATATYPE(6.5)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 -1 2.5 } } } FILTER(?x = 2.5 "
     "&& DATATYPE(?x) = DATATYPE(2.5)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 1e0 3 } } } FILTER(?x = 5e0 && "
     "DATATYPE(?x) = DATATYPE(5e0)) }",
     1},
    {"SELECT * { { SELECT (AVG(?v) AS ?x) { VALUES ?v { 1 -1 } } } FILTER(?x = 0.0 && "
     "DATATYPE(?x) = DATATYPE(0.0)) }",
     1},
    {"SELECT * { { SELECT (AVG(?v) AS ?x) { VALUES ?v { 1 2 } } } FILTER(?x = 1.5 && "
     "DATATYPE(?x) = DATATYPE(1.5)) }",
     1},
    {"SELECT * { { SELECT (AVG(?v) AS ?x) { VALUES ?v { 1 2e0 3 } } } FILTER(?x = 2e0 && "
     "DATATYPE(?x) = DATATYPE(2e0)) }",
     1},
    {"SELECT * { { SELECT (SUM(DISTINCT ?v) AS ?x) { VALUES ?v { 576460752303423487 "
     "576460752303423487 1 } } } FILTER(?x = 576460752303423488 && DATATYPE(?x) = "
     "DATATYPE(576460752303423488)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 576460752303423487 "
     "576460752303423487 576460752303423487 576460752303423487 576460752303423487 "
     "576460752303423487 576460752303423487 576460752303423487 576460752303423487 "
     "576460752303423487 576460752303423487 576460752303423487 576460752303423487 "
     "576460752303423487 576460752303423487 576460752303423487 576460752303423487 } } } "
     "FILTER(?x = 9799832789158199279 && DATATYPE(?x) = DATATYPE(9799832789158199279)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v * 2) AS ?x) { VALUES ?v { 1 2 3 } } } FILTER(?x = 12 "
     "&& DATATYPE(?x) = DATATYPE(12)) }",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 2 'a' } } } FILTER(!BOUND(?x)) "
     "}",
     1},
    {"SELECT * { { SELECT (SUM(?v) AS ?x) { VALUES ?v { 1 UNDEF 2 } } } "
     "FILTER(!BOUND(?x)) }",
     1},
    // what is remembered of an expression
    {"SELECT ?y { VALUES ?v { 1 2 1 'a' 1 2 'a' UNDEF } BIND(ABS(?v) AS ?y) FILTER(?y = "
     "1) }",
     3},
    {"SELECT ?v { VALUES ?v { 1 2 1 'a' 1 2 'a' UNDEF } FILTER(STRLEN(STR(?v)) = 1) }",
     7},
    {"SELECT ?v { VALUES (?v ?w) { (1 2) (1 3) (1 2) } FILTER(STR(?v) < STR(?w) && "
     "ABS(?w) = 2) }",
     2},
    {"SELECT * { { SELECT (COUNT(DISTINCT ?y) AS ?n) { VALUES ?v { 1 1 1 } "
     "BIND(CONCAT(STRUUID(), STR(?v)) AS ?y) } } FILTER(?n = 3) }",
     1},
    {"SELECT * { ?a <p>* <a> }", 3},
    {"SELECT * { <a> (<p>|^<p>)+ ?b }", 3},
    {"SELECT * { ?a !<p> ?b }", 5},
    {"SELECT * { ?a (<p>/<p>)? ?b }", 11},
    {"SELECT * { GRAPH ?g { ?a <p> ?b } }", 3},
    {"SELECT * { GRAPH <g> { ?a <p>+ ?b } }", 3},
    {"SELECT * { GRAPH ?g { <a> <p> ?b BIND(?b AS ?c) } }", 2},
    {"SELECT * FROM <g> FROM <h> { ?a <p> ?b }", 3},
    {"SELECT DISTINCT ?b { ?a <n> ?b }", 3},
    {"SELECT DISTINCT ?a { ?a ?b ?c }", 4},
    {"SELECT DISTINCT ?g { GRAPH ?g { ?a ?b ?c } }", 2},
    {"SELECT ?a (COUNT(*) AS ?k) { GRAPH <g> { ?a ?b ?c } } GROUP BY ?a", 2},
    {"SELECT (COUNT(*) AS ?k) (COUNT(DISTINCT ?b) AS ?l) { ?a ?b ?c } "
     "HAVING(COUNT(*) = 8 && COUNT(DISTINCT ?b) = 3)",
     1},
    {"SELECT ?b (COUNT(?a) AS ?k) (COUNT(DISTINCT ?c) AS ?l) { ?a ?b ?c } GROUP BY ?b "
     "HAVING(COUNT(?a) > COUNT(DISTINCT ?c))",
     1},
    {"SELECT ?g (COUNT(*) AS ?k) { GRAPH ?g { ?a ?b ?c } } GROUP BY ?g HAVING(COUNT(*) = "
     "2)",
     1},
    {"SELECT ?b (COUNT(*) AS ?k) (SUM(?b) AS ?s) (GROUP_CONCAT(STR(?a)) AS ?t) "
     "{ ?a <n> ?b } GROUP BY ?b HAVING(COUNT(DISTINCT ?a) > 1)",
     1},
    {"SELECT (AVG(?b) AS ?x) (MIN(?b) AS ?y) (MAX(?b) AS ?z) { ?a <nothing> ?b }", 1},
    {"SELECT * { ?a <n> ?b } ORDER BY DESC(?b) ?a LIMIT 2 OFFSET 1", 2},
    {"SELECT * { VALUES (?a ?b) { (<a> UNDEF) (UNDEF 2) } ?a <n> ?b }", 3},
    {"SELECT * { ?a <n> ?b . { SELECT ?a { ?a <p> ?b } } }", 3},
    {"SELECT (CONCAT(STR(?b), REPLACE(\"aba\", \"a\", \"c\")) AS ?x) { ?a <n> ?b }", 4},
    {"SELECT * { ?a <n> ?b FILTER(REGEX(STR(?a), \"[ab]$\") && ?b IN (1, 3)) }", 1},
    {"ASK { <a> <p>+ <a> }", 1},
};

enum { N_QUERIES = sizeof(queries) / sizeof(queries[0]) };

static void
operators_answer(void **state)
{
  (void)state;
  for (size_t i = 0; i < N_QUERIES; i++) {
    size_t n;
    furat_error err = FURAT_ERROR_INIT;
    if (count_solutions(&n, queries[i].text, 0, &err) != FURAT_OK) {
      fail_msg("%s: %s", queries[i].text, err.message);
    }
    if (n != queries[i].n) {
      fail_msg("%s: %zu solutions", queries[i].text, n);
    }
  }
}

static void
a_budget_ends_a_query(void **state)
{
  (void)state;
  size_t n;
  furat_error err = FURAT_ERROR_INIT;
  const char *text = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h } ORDER BY ?h";
  assert_int_equal(count_solutions(&n, text, 500000, &err), FURAT_NO_MEM);
  assert_non_null(strstr(err.message, "488 KiB"));
  assert_int_equal(count_solutions(&n, text, 50000000, NULL), FURAT_OK);
  assert_int_equal(n, 4096);
}

static void
an_end_stays_an_end(void **state)
{
  (void)state;
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  furat_error err = FURAT_ERROR_INIT;
  assert_int_equal(prepare(&query, "SELECT * { ?a <p> <b> }", false, 0, &err), FURAT_OK);
  assert_int_equal(furat_query_execute(&results, query, NULL, &err), FURAT_OK);
  assert_int_equal(furat_results_next(results, &row, &err), FURAT_OK);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(furat_results_next(results, &row, &err), FURAT_DONE);
  }
  furat_results_free(results);
  furat_query_free(query);
  furat_cancel cancel;
  furat_status status = FURAT_OK;
  furat_cancel_init(&cancel, 0);
  assert_int_equal(prepare(&query,
                           "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }",
                           false, 0, &err),
                   FURAT_OK);
  assert_int_equal(furat_query_execute(&results, query, &cancel, &err), FURAT_OK);
  furat_cancel_request(&cancel);
  while (status == FURAT_OK) { // what is at hand comes first
    status = furat_results_next(results, &row, &err);
  }
  for (int i = 0; i < 3; i++) {
    assert_int_equal(status, FURAT_INTERRUPTED);
    assert_string_not_equal(err.message, "");
    furat_error_clear(&err);
    status = furat_results_next(results, &row, &err);
  }
  furat_results_free(results);
  furat_query_free(query);
}

static furat_status
answer_once(void *context)
{
  const answered *query = context;
  size_t n;
  furat_status status = count_solutions(&n, query->text, 0, NULL);
  if (status == FURAT_OK) {
    if (n != query->n) {
      fail_msg("%s: %zu solutions", query->text, n);
    }
  }
  return status;
}

// An estimate that could not be made only costs time, so that a query may go on without
// one; what it answers then is whole.
static void
failing_allocations_are_survived(void **state)
{
  (void)state;
  for (size_t i = 0; i < N_QUERIES; i++) {
    answered query = queries[i];
    alloc_fail_each_tolerant(answer_once, &query);
  }
}

// ------------------------------------------------------------- triples and updates

static furat_status
count_triples(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  (void)quads;
  (void)err;
  *(size_t *)self += n;
  return FURAT_OK;
}

static const answered graphs[] = {
    {"CONSTRUCT { ?a <q> [ <r> ?b ] } { ?a <n> ?b }", 8},
    {"CONSTRUCT { ?b <q> ?a . ?a <q> ?b } { GRAPH ?g { ?a <p> ?b } }", 6},
    {"CONSTRUCT WHERE { ?a <p> ?b }", 3},
    {"DESCRIBE <a>", 2},
    {"DESCRIBE ?a <c> { ?a <n> 2 }", 6},
};

static furat_status
make_graph(void *context)
{
  const answered *wanted = context;
  furat_query *query = NULL;
  furat_results *results = NULL;
  size_t n = 0;
  const furat_quad_sink sink = {.self = &n, .emit = count_triples};
  furat_status status = prepare(&query, wanted->text, false, 0, NULL);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, NULL, NULL);
  }
  if (status == FURAT_OK) {
    status = furat_results_triples(results, &sink, NULL);
  }
  furat_results_free(results);
  furat_query_free(query);
  if (status == FURAT_OK && n != wanted->n) {
    fail_msg("%s: %zu triples", wanted->text, n);
  }
  return status;
}

static void
failing_allocations_of_graphs_are_survived(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof graphs / sizeof graphs[0]; i++) {
    answered graph = graphs[i];
    assert_int_equal(make_graph(&graph), FURAT_OK);
    alloc_fail_each_tolerant(make_graph, &graph);
  }
}

// A request, and the quads that there are afterwards, over the data of open_dataset().
static const answered requests[] = {
    {"INSERT DATA { <x> <y> 1 , \"z\"@en . GRAPH <k> { _:b <y> _:b } }", 14},
    {"DELETE DATA { <a> <p> <b> . GRAPH <g> { <d> <p> <e> } }", 9},
    {"DELETE WHERE { ?a <n> ?b }", 7},
    {"DELETE { ?a <n> ?b } INSERT { ?a <n> ?c , \"n\" } WHERE { ?a <n> ?b BIND(?b * 2.5 "
     "AS ?c) }",
     15},
    {"WITH <g> DELETE { ?a ?p ?b } INSERT { GRAPH <k> { [] ?p ?b } } WHERE { ?a ?p ?b }",
     11},
    {"COPY <g> TO <k> ; MOVE <h> TO <g> ; ADD <k> TO DEFAULT ; CLEAR GRAPH <k>", 11},
    {"DROP ALL ; INSERT DATA { <x> <y> <z> }", 1},
};

static furat_status
run_update(const char *text)
{
  furat_query *query = NULL;
  furat_status status = prepare(&query, text, true, 0, NULL);
  if (status == FURAT_OK) {
    status = furat_query_update(query, NULL, NULL);
  }
  furat_query_free(query);
  return status;
}

// An allocation fails once: what is done again succeeds.
static void
start_anew(void)
{
  assert_true(run_update("CLEAR ALL") == FURAT_OK || run_update("CLEAR ALL") == FURAT_OK);
  assert_true(run_update(data) == FURAT_OK || run_update(data) == FURAT_OK);
}

// Whole, or nothing of it.
static furat_status
update_once(void *context)
{
  const answered *request = context;
  const furat_status status = run_update(request->text);
  uint64_t n = 0;
  assert_true(furat_dataset_count(dataset, &n, NULL) == FURAT_OK ||
              furat_dataset_count(dataset, &n, NULL) == FURAT_OK);
  const uint64_t wanted = status == FURAT_OK ? request->n : 11;
  if (n != wanted) {
    fail_msg("%s: %" PRIu64 " quads, status %d", request->text, n, status);
  }
  if (status == FURAT_OK) {
    start_anew();
  }
  return status;
}

static void
failing_allocations_leave_nothing_of_an_update(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
    answered request = requests[i];
    start_anew();
    assert_int_equal(update_once(&request), FURAT_OK);
    alloc_fail_each_tolerant(update_once, &request);
  }
  start_anew();
}

static void
failing_allocations_leave_nothing_of_a_load(void **state)
{
  (void)state;
  char folder[] = "/tmp/furat-load-XXXXXX";
  char path[64];
  char text[200];
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/a.nt", folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs("<http://e/x> <http://e/y> \"z\" , \n", file); // no N-Triples
  fclose(file);
  snprintf(text, sizeof text, "LOAD SILENT <file://%s> ; INSERT DATA { <x> <y> <z> }",
           path);
  assert_int_equal(furat_dataset_allow_load(dataset, folder, NULL), FURAT_OK);
  answered silent = {text, 12};
  alloc_fail_each_tolerant(update_once, &silent);
  file = fopen(path, "w");
  assert_non_null(file);
  fputs("<http://e/x> <http://e/y> _:z .\n_:z <http://e/y> \"1\" .\n", file);
  fclose(file);
  snprintf(text, sizeof text, "LOAD <file://%s> INTO GRAPH <k>", path);
  answered loud = {text, 13};
  alloc_fail_each_tolerant(update_once, &loud);
  remove(path);
  rmdir(folder);
}

// A token that is set lets no update through, whatever it is at.
static void
a_cancelled_update_leaves_nothing(void **state)
{
  (void)state;
  furat_query *query = NULL;
  furat_cancel cancel;
  furat_error err = FURAT_ERROR_INIT;
  uint64_t n = 0;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
    furat_error_clear(&err);
    assert_int_equal(prepare(&query, requests[i].text, true, 0, &err), FURAT_OK);
    assert_int_equal(furat_query_update(query, &cancel, &err), FURAT_INTERRUPTED);
    assert_string_not_equal(err.message, "");
    assert_int_equal(furat_dataset_count(dataset, &n, NULL), FURAT_OK);
    assert_int_equal(n, 11);
    furat_query_free(query);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(operators_answer),
      cmocka_unit_test(a_budget_ends_a_query),
      cmocka_unit_test(an_end_stays_an_end),
      cmocka_unit_test(failing_allocations_are_survived),
      cmocka_unit_test(failing_allocations_of_graphs_are_survived),
      cmocka_unit_test(failing_allocations_leave_nothing_of_an_update),
      cmocka_unit_test(failing_allocations_leave_nothing_of_a_load),
      cmocka_unit_test(a_cancelled_update_leaves_nothing),
  };
  return cmocka_run_group_tests(tests, open_dataset, close_dataset);
}
