// SPDX-License-Identifier: GPL-3.0-or-later
// Furat in a C program: opens a store, loads a document, asks with a parameter, reads the
// rows, changes the store, and writes JSON.
//
//     cc example.c $(pkg-config --cflags --libs furat) -o example
//     ./example my.furat
#include <furat.h>
#include <stdlib.h>

static const char people[] =
    "@prefix ex: <http://example.org/> .\n"
    "ex:amal ex:name \"Amal\"@en, \"أمل\"@ar ; ex:born 1961 ; ex:knows ex:dunya .\n"
    "ex:dunya ex:name \"Dunya\"@en ; ex:born 1987 .\n";

static const char who_was_born_before[] =
    "PREFIX ex: <http://example.org/>\n"
    "SELECT ?person ?name ?born { ?person ex:born ?born ; ex:name ?name\n"
    "  FILTER(?born < ?_year) } ORDER BY ?born ?name";

static const char grow_older[] =
    "PREFIX ex: <http://example.org/>\n"
    "DELETE { ?x ex:born ?year } INSERT { ?x ex:born ?earlier }\n"
    "WHERE { ?x ex:born ?year BIND(?year - 1 AS ?earlier) }";

// Any number of documents in one load: all of them are there afterwards, or none.
static furat_status
load(furat_dataset *dataset, furat_error *err)
{
  furat_quad_sink sink;
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = furat_syntax_named(FURAT_STR("turtle"));
  options.base = FURAT_STR("http://example.org/");
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_read_memory(furat_str_of(people), "people.ttl", &options, &sink, err);
  if (status != FURAT_OK) {
    furat_dataset_load_abort(dataset);
    return status;
  }
  return furat_dataset_load_commit(dataset, err);
}

static furat_status
print_rows(furat_results *results, furat_error *err)
{
  const size_t n_columns = furat_results_n_columns(results);
  const furat_term *row;
  furat_status status;
  while ((status = furat_results_next(results, &row, err)) == FURAT_OK) {
    for (size_t i = 0; i < n_columns; i++) {
      furat_str variable = furat_results_column(results, i);
      printf("%s?%.*s = ", i > 0 ? ", " : "", FURAT_STR_ARGS(variable));
      status = furat_term_print(&row[i], stdout, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
    putchar('\n');
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

// A parameter is a variable that is bound before the query starts: a term, never pasted
// text.
static furat_status
ask(furat_dataset *dataset, bool as_json, furat_error *err)
{
  const furat_binding year = {
      FURAT_STR("_year"),
      furat_term_literal(FURAT_STR("1980"),
                         FURAT_STR("http://www.w3.org/2001/XMLSchema#integer"))};
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_cancel one_second;
  options.bindings = &year;
  options.n_bindings = 1;
  options.memory_bytes = (uint64_t)64 << 20;
  furat_cancel_init(&one_second, 1000);
  furat_status status = furat_query_prepare(
      &query, dataset, furat_str_of(who_was_born_before), &options, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &one_second, err);
  }
  if (status == FURAT_OK) {
    status = as_json ? furat_results_write(results, FURAT_STR("json"), stdout, err)
                     : print_rows(results, err);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static const char both_ways[] = "PREFIX ex: <http://example.org/>\n"
                                "INSERT { ?y ex:knows ?x } WHERE { ?x ex:knows ?y }";

static furat_status
update(furat_dataset *dataset, const char *text, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *request = NULL;
  options.update = true;
  furat_status status =
      furat_query_prepare(&request, dataset, furat_str_of(text), &options, err);
  if (status == FURAT_OK) {
    status = furat_query_update(request, NULL, err);
  }
  furat_query_free(request);
  return status;
}

// Each update is all or nothing by itself; a transaction makes several so.
static furat_status
change(furat_dataset *dataset, furat_error *err)
{
  furat_status status = furat_dataset_begin(dataset, true, NULL, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = update(dataset, grow_older, err);
  if (status == FURAT_OK) {
    status = update(dataset, both_ways, err);
  }
  if (status == FURAT_OK) {
    return furat_dataset_commit(dataset, err);
  }
  const furat_status undone = furat_dataset_rollback(dataset, NULL);
  return undone == FURAT_OK ? status : undone;
}

int
main(int argc, char **argv)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  furat_dataset *dataset = NULL;
  options.path =
      argc > 1 ? argv[1] : NULL; // none: a dataset that lasts as long as it is open
  options.create = true;
  furat_status status = furat_dataset_open(&dataset, &options, &err);
  if (status == FURAT_OK) {
    status = load(dataset, &err);
  }
  if (status == FURAT_OK) {
    status = ask(dataset, false, &err);
  }
  if (status == FURAT_OK) {
    status = change(dataset, &err);
  }
  if (status == FURAT_OK) {
    status = ask(dataset, true, &err);
  }
  furat_dataset_close(dataset);
  if (status != FURAT_OK) {
    furat_diagnostic_print(stderr, &err, furat_str_of(who_was_born_before));
  }
  return status == FURAT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
