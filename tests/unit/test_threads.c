// SPDX-License-Identifier: GPL-3.0-or-later
// Several threads execute the same prepared queries on one dataset while another changes
// it: each execution sees one snapshot.  Built with --enable-tsan this is the test of
// races.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "engine/furat.h"

enum { N_THREADS = 4, N_ROUNDS = 12, N_CHANGES = 30, N_PEOPLE = 300 };

// Every change adds a pair of triples, so that what a snapshot holds is even.
static const char *const queries[] = {
    "PREFIX : <http://e/> SELECT ?a ?b { ?a :pair ?b . ?b :pair ?a }",
    "PREFIX : <http://e/> SELECT ?a ?b { ?a :pair ?b FILTER(REGEX(STR(?a), \"[0-9]$\")) "
    "FILTER EXISTS { ?b :pair ?a } }",
    "PREFIX : <http://e/> SELECT ?a ?b { ?a :pair+ ?b FILTER(?a != ?b) }",
    "PREFIX : <http://e/> SELECT ?a (CONCAT(\"x\", ?n) AS ?m) (COUNT(*) AS ?k) { ?a "
    ":pair ?b . "
    "OPTIONAL { ?a :name ?n } } GROUP BY ?a ?n ORDER BY DESC(?m) ?a",
    "PREFIX : <http://e/> SELECT DISTINCT ?a { { ?a :pair ?b } UNION { ?b :pair ?a } "
    "MINUS { ?a :none ?c } VALUES ?unused { 1 } }",
    "PREFIX : <http://e/> SELECT ?a ?year { ?a :pair ?b "
    "BIND(YEAR(\"2016-10-17T00:00:00Z\"^^"
    "<http://www.w3.org/2001/XMLSchema#dateTime>) + 1 AS ?year) } LIMIT 100000",
};
enum { N_QUERIES = sizeof queries / sizeof queries[0] };

typedef struct {
  furat_dataset *dataset;
  furat_query *prepared[N_QUERIES];
  furat_query *construct;
  furat_error err; // of the first thing that failed
  bool odd;        // a snapshot held half of a change
} shared;

// cmocka's assertions belong to the thread that runs the test.
typedef struct {
  shared *all;
  furat_error err;
  bool odd;
} worker;

static furat_status
prepare(furat_query **out, furat_dataset *dataset, const char *text, bool update,
        furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = update;
  return furat_query_prepare(out, dataset, furat_str_of(text), &options, err);
}

static furat_status
run_update(furat_dataset *dataset, const char *text, furat_error *err)
{
  furat_query *update = NULL;
  furat_status status = prepare(&update, dataset, text, true, err);
  if (status == FURAT_OK) {
    status = furat_query_update(update, NULL, err);
  }
  furat_query_free(update);
  return status;
}

static furat_status
count_rows(furat_query *query, size_t *n_rows, furat_error *err)
{
  furat_results *results = NULL;
  const furat_term *row;
  size_t n = 0;
  furat_status status = furat_query_execute(&results, query, NULL, err);
  while (status == FURAT_OK &&
         (status = furat_results_next(results, &row, err)) == FURAT_OK) {
    n++;
  }
  furat_results_free(results);
  *n_rows = n;
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
count_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  (void)quads;
  (void)err;
  *(size_t *)self += n;
  return FURAT_OK;
}

static furat_status
count_triples(furat_query *query, size_t *n, furat_error *err)
{
  furat_results *results = NULL;
  const furat_quad_sink sink = {.self = n, .emit = count_quads};
  *n = 0;
  furat_status status = furat_query_execute(&results, query, NULL, err);
  if (status == FURAT_OK) {
    status = furat_results_triples(results, &sink, err);
  }
  furat_results_free(results);
  return status;
}

static void *
ask(void *context)
{
  worker *w = context;
  furat_status status = FURAT_OK;
  for (int round = 0; round < N_ROUNDS && status == FURAT_OK; round++) {
    size_t n = 0;
    for (size_t i = 0; i < N_QUERIES && status == FURAT_OK; i++) {
      status = count_rows(w->all->prepared[i], &n, &w->err);
      w->odd = w->odd || n % 2 != 0 || n < N_PEOPLE;
    }
    if (status == FURAT_OK) {
      status = count_triples(w->all->construct, &n, &w->err);
      w->odd = w->odd || n % 2 != 0;
    }
  }
  return NULL;
}

static void *
change(void *context)
{
  worker *w = context;
  furat_status status = FURAT_OK;
  for (int i = 0; i < N_CHANGES && status == FURAT_OK; i++) {
    char text[200];
    snprintf(text, sizeof text,
             "PREFIX : <http://e/> INSERT DATA { :new%d :pair :other%d . "
             ":other%d :pair :new%d . :new%d :name \"neu%d\" }",
             i, i, i, i, i, i);
    status = run_update(w->all->dataset, text, &w->err);
  }
  return NULL;
}

static furat_status
fill(furat_dataset *dataset, furat_error *err)
{
  furat_quad_sink sink;
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  for (int i = 0; i < N_PEOPLE && status == FURAT_OK; i++) {
    char own[32];
    char other[32];
    snprintf(own, sizeof own, "http://e/%d", i);
    snprintf(other, sizeof other, "http://e/%d", i ^ 1);
    furat_quad quad = {furat_term_iri(furat_str_of(own)),
                       furat_term_iri(FURAT_STR("http://e/pair")),
                       furat_term_iri(furat_str_of(other)), FURAT_TERM_UNSET};
    status = sink.emit(sink.self, &quad, 1, err);
  }
  if (status != FURAT_OK) {
    furat_dataset_load_abort(dataset);
    return status;
  }
  return furat_dataset_load_commit(dataset, err);
}

static void
open_all(shared *all)
{
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  *all = (shared){.dataset = NULL};
  assert_int_equal(furat_dataset_open(&all->dataset, &options, &all->err), FURAT_OK);
  assert_int_equal(fill(all->dataset, &all->err), FURAT_OK);
  for (size_t i = 0; i < N_QUERIES; i++) {
    assert_int_equal(
        prepare(&all->prepared[i], all->dataset, queries[i], false, &all->err), FURAT_OK);
  }
  assert_int_equal(prepare(&all->construct, all->dataset,
                           "PREFIX : <http://e/> CONSTRUCT { ?a :q [] } { ?a :pair ?b }",
                           false, &all->err),
                   FURAT_OK);
}

static void
close_all(shared *all)
{
  for (size_t i = 0; i < N_QUERIES; i++) {
    furat_query_free(all->prepared[i]);
  }
  furat_query_free(all->construct);
  furat_dataset_close(all->dataset);
}

static void
threads_share_queries_and_a_dataset(void **state)
{
  (void)state;
  shared all;
  worker workers[N_THREADS + 1] = {{.odd = false}};
  pthread_t threads[N_THREADS + 1];
  open_all(&all);
  for (int i = 0; i <= N_THREADS; i++) {
    workers[i].all = &all;
    assert_int_equal(
        pthread_create(&threads[i], NULL, i < N_THREADS ? ask : change, &workers[i]), 0);
  }
  for (int i = 0; i <= N_THREADS; i++) {
    pthread_join(threads[i], NULL);
  }
  for (int i = 0; i <= N_THREADS; i++) {
    assert_string_equal(workers[i].err.message, "");
    assert_false(workers[i].odd);
  }
  size_t n = 0;
  assert_int_equal(count_rows(all.prepared[0], &n, &all.err), FURAT_OK);
  assert_int_equal(n, N_PEOPLE + 2 * N_CHANGES);
  close_all(&all);
}

typedef struct {
  furat_query *query;
  furat_cancel cancel;
  furat_status status;
} long_one;

static void *
run_long(void *context)
{
  long_one *l = context;
  furat_results *results = NULL;
  const furat_term *row;
  furat_error err = FURAT_ERROR_INIT;
  l->status = furat_query_execute(&results, l->query, &l->cancel, &err);
  while (l->status == FURAT_OK) {
    l->status = furat_results_next(results, &row, &err);
  }
  furat_results_free(results);
  return NULL;
}

static void
another_thread_ends_a_query(void **state)
{
  (void)state;
  shared all;
  long_one one;
  pthread_t thread;
  furat_error err = FURAT_ERROR_INIT;
  open_all(&all);
  furat_cancel_init(&one.cancel, 0);
  assert_int_equal(prepare(&one.query, all.dataset,
                           "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
                           "?j ?k ?l FILTER(?a != ?d && ?g != ?j) }",
                           false, &err),
                   FURAT_OK);
  assert_int_equal(pthread_create(&thread, NULL, run_long, &one), 0);
  furat_cancel_request(&one.cancel);
  pthread_join(thread, NULL);
  assert_int_equal(one.status, FURAT_INTERRUPTED);
  furat_query_free(one.query);
  close_all(&all);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(threads_share_queries_and_a_dataset),
      cmocka_unit_test(another_thread_ends_a_query),
  };
  return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
