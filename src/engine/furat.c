// SPDX-License-Identifier: GPL-3.0-or-later
// The public interface: checks what is asked and hands it to the engine of the dataset.
//                                                     backend -> [engine] -> results, cli
#include <config.h>

#include "engine/furat.h"

#include <assert.h>
#include <inttypes.h>

#include "base/memory.h"
#include "engine/backend.h"
#include "engine/diagnose.h"
#include "engine/native.h"
#include "engine/stored.h"

struct furat_dataset {
  const furat_engine *engine;
  void *self;
  bool frozen; ///< see furat_dataset_freeze
};

struct furat_query {
  const furat_engine *engine;
  const furat_dataset *dataset;
  void *self;
  furat_query_form form;
  uint64_t max_rows; // 0: all
};

struct furat_results {
  const furat_engine *engine;
  void *self;
  furat_query_form form;
  uint64_t max_rows;
  uint64_t n_rows;  // given so far
  size_t n_empty;   // columns that had no value yet
  bool *has_values; // of columns; NULL before the first row
  bool cut;         // there was more
  furat_status end; // what ended the rows, FURAT_OK before
};

const char *
furat_version(void)
{
  return PACKAGE_VERSION;
}

// --------------------------------------------------------------------- datasets

furat_status
furat_dataset_open(furat_dataset **out, const furat_dataset_options *options,
                   furat_error *err)
{
  furat_dataset *dataset = furat_alloc_zeroed(1, sizeof *dataset);
  if (!dataset) {
    return furat_error_no_mem(err);
  }
  dataset->engine = options->engine ? options->engine : &furat_engine_native;
  furat_status status = dataset->engine->dataset_open(&dataset->self, options, err);
  if (status != FURAT_OK) {
    furat_free(dataset);
    return status;
  }
  *out = dataset;
  return FURAT_OK;
}

void
furat_dataset_close(furat_dataset *dataset)
{
  if (dataset) {
    dataset->engine->dataset_close(dataset->self);
    furat_free(dataset);
  }
}

furat_default_graph
furat_dataset_default_graph(const furat_dataset *dataset)
{
  return dataset->engine->default_graph(dataset->self);
}

furat_status
furat_dataset_allow_load(furat_dataset *dataset, const char *folder, furat_error *err)
{
  return dataset->engine->allow_load(dataset->self, folder, err);
}

void
furat_dataset_freeze(furat_dataset *dataset)
{
  dataset->frozen = true;
}

static furat_status
refuse_frozen(const furat_dataset *dataset, furat_error *err)
{
  return dataset->frozen ? furat_error_set(err, FURAT_READ_ONLY,
                                           "the shipped graph cannot be changed")
                         : FURAT_OK;
}

furat_status
furat_dataset_load_begin(furat_dataset *dataset, furat_quad_sink *sink, furat_error *err)
{
  furat_status status = refuse_frozen(dataset, err);
  return status != FURAT_OK ? status
                            : dataset->engine->load_begin(dataset->self, sink, err);
}

void
furat_dataset_load_default_graph(furat_dataset *dataset,
                                 furat_default_graph default_graph)
{
  assert(default_graph != FURAT_DEFAULT_GRAPH_OF_STORE);
  dataset->engine->load_default_graph(dataset->self, default_graph);
}

furat_status
furat_dataset_load_commit(furat_dataset *dataset, furat_error *err)
{
  return dataset->engine->load_commit(dataset->self, err);
}

void
furat_dataset_load_abort(furat_dataset *dataset)
{
  dataset->engine->load_abort(dataset->self);
}

furat_status
furat_dataset_read(furat_dataset *dataset, const char *path,
                   const furat_read_options *options, const furat_quad_sink *sink,
                   furat_error *err)
{
  char prefix[32];
  furat_read_options own = *options;
  if (own.blank_prefix.len == 0) {
    uint64_t number = 0;
    furat_status status = dataset->engine->next_document(dataset->self, &number, err);
    if (status != FURAT_OK) {
      return status;
    }
    snprintf(prefix, sizeof prefix, "d%" PRIu64 "_", number);
    own.blank_prefix = furat_str_of(prefix);
  }
  return furat_read_file(path, &own, sink, err);
}

furat_status
furat_dataset_load_file(furat_dataset *dataset, const char *path,
                        const furat_read_options *options, furat_error *err)
{
  furat_quad_sink sink;
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_dataset_read(dataset, path, options, &sink, err);
  if (status == FURAT_OK) {
    return furat_dataset_load_commit(dataset, err);
  }
  furat_dataset_load_abort(dataset);
  return status;
}

furat_status
furat_dataset_match(furat_dataset *dataset, const furat_term pattern[3],
                    const furat_term *graph, const furat_quad_sink *sink,
                    const furat_cancel *cancel, furat_error *err)
{
  return dataset->engine->match(dataset->self, pattern, graph, sink, cancel, err);
}

furat_status
furat_dataset_graphs(furat_dataset *dataset, const furat_quad_sink *sink,
                     furat_error *err)
{
  return dataset->engine->graphs(dataset->self, sink, err);
}

furat_status
furat_dataset_prefixes(furat_dataset *dataset, furat_prefixes *prefixes, furat_error *err)
{
  return dataset->engine->prefixes(dataset->self, prefixes, err);
}

furat_status
furat_dataset_count(furat_dataset *dataset, uint64_t *n_quads, furat_error *err)
{
  return dataset->engine->count(dataset->self, n_quads, err);
}

furat_store *
furat_dataset_store(furat_dataset *dataset)
{
  return dataset->engine->store(dataset->self);
}

// ----------------------------------------------------------------- transactions

furat_status
furat_dataset_begin(furat_dataset *dataset, bool wait, const furat_cancel *cancel,
                    furat_error *err)
{
  furat_status status = refuse_frozen(dataset, err);
  return status != FURAT_OK
             ? status
             : furat_store_begin(furat_dataset_store(dataset),
                                 wait ? FURAT_TXN_WAIT_FOREVER : 0, cancel, err);
}

furat_status
furat_dataset_commit(furat_dataset *dataset, furat_error *err)
{
  return furat_store_commit(furat_dataset_store(dataset), err);
}

furat_status
furat_dataset_rollback(furat_dataset *dataset, furat_error *err)
{
  return furat_store_rollback(furat_dataset_store(dataset), err);
}

bool
furat_dataset_in_transaction(const furat_dataset *dataset)
{
  return furat_store_in_transaction(dataset->engine->store(dataset->self));
}

// ---------------------------------------------------------------------- queries

furat_status
furat_query_prepare(furat_query **out, furat_dataset *dataset, furat_str text,
                    const furat_prepare_options *options, furat_error *err)
{
  furat_query *query = furat_alloc_zeroed(1, sizeof *query);
  if (!query) {
    return furat_error_no_mem(err);
  }
  // The datasets of all engines are alike (stored.h).
  query->engine = options->all_graphs ? &furat_engine_native : dataset->engine;
  query->dataset = dataset;
  query->max_rows = options->max_rows;
  furat_status status = query->engine->query_prepare(&query->self, dataset->self, text,
                                                     options, &query->form, err);
  if (status != FURAT_OK) {
    furat_free(query);
    return status;
  }
  *out = query;
  return FURAT_OK;
}

void
furat_query_free(furat_query *query)
{
  if (query) {
    query->engine->query_free(query->self);
    furat_free(query);
  }
}

furat_query_form
furat_query_form_of(const furat_query *query)
{
  return query->form;
}

furat_status
furat_query_execute(furat_results **out, furat_query *query, const furat_cancel *cancel,
                    furat_error *err)
{
  assert(query->form != FURAT_QUERY_UPDATE);
  furat_results *results = furat_alloc_zeroed(1, sizeof *results);
  if (!results) {
    return furat_error_no_mem(err);
  }
  results->engine = query->engine;
  results->form = query->form;
  results->max_rows = query->max_rows;
  furat_status status =
      query->engine->query_execute(&results->self, query->self, cancel, err);
  if (status != FURAT_OK) {
    furat_free(results);
    return status;
  }
  *out = results;
  return FURAT_OK;
}

furat_status
furat_query_update(furat_query *query, const furat_cancel *cancel, furat_error *err)
{
  assert(query->form == FURAT_QUERY_UPDATE);
  furat_status status = refuse_frozen(query->dataset, err);
  return status == FURAT_OK ? query->engine->query_update(query->self, cancel, err)
                            : status;
}

furat_changes
furat_query_changes(const furat_query *query)
{
  return query->engine->query_changes ? query->engine->query_changes(query->self)
                                      : (furat_changes){0, 0};
}

furat_status
furat_query_explain(furat_buffer *out, furat_query *query,
                    const furat_explain_options *options, const furat_cancel *cancel,
                    furat_error *err)
{
  if (!query->engine->query_explain) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "the engine %s has no plans to tell of", query->engine->name);
  }
  if (options->analyze && query->form == FURAT_QUERY_UPDATE) {
    return furat_error_set(err, FURAT_USAGE,
                           "an update cannot be analyzed: it would change the data");
  }
  return query->engine->query_explain(out, query->self, options, cancel, err);
}

furat_status
furat_query_diagnose(furat_buffer *out, furat_query *query, const furat_results *given,
                     const furat_prefixes *prefixes, const furat_cancel *cancel,
                     furat_error *err)
{
  return query->engine->query_diagnose
             ? query->engine->query_diagnose(
                   out, query->self, given ? furat_results_n_given(given) : 0,
                   given ? given->has_values : NULL, prefixes, cancel, err)
             : FURAT_OK;
}

// ---------------------------------------------------------------------- results

furat_status
furat_results_new(furat_results **out, const furat_engine *engine, void *self,
                  furat_query_form form, furat_error *err)
{
  furat_results *results = furat_alloc_zeroed(1, sizeof *results);
  if (!results) {
    return furat_error_no_mem(err);
  }
  *results = (furat_results){.engine = engine, .self = self, .form = form};
  *out = results;
  return FURAT_OK;
}

void
furat_results_free(furat_results *results)
{
  if (results) {
    results->engine->results_free(results->self);
    furat_free(results->has_values);
    furat_free(results);
  }
}

furat_query_form
furat_results_form(const furat_results *results)
{
  return results->form;
}

size_t
furat_results_n_columns(const furat_results *results)
{
  return results->engine->results_n_columns(results->self);
}

furat_str
furat_results_column(const furat_results *results, size_t column)
{
  return results->engine->results_column(results->self, column);
}

static furat_status
next_row(furat_results *results, const furat_term **row, furat_error *err)
{
  if (results->max_rows > 0 && results->n_rows == results->max_rows) {
    furat_status status = results->cut
                              ? FURAT_DONE
                              : results->engine->results_next(results->self, row, err);
    results->cut = results->cut || status == FURAT_OK;
    return status == FURAT_OK ? FURAT_DONE : status;
  }
  furat_status status = results->engine->results_next(results->self, row, err);
  results->n_rows += status == FURAT_OK;
  return status;
}

static furat_status
note_values(furat_results *results, const furat_term *row, furat_error *err)
{
  const size_t n = furat_results_n_columns(results);
  if (!results->has_values) {
    results->has_values = furat_alloc_zeroed(n + 1, sizeof *results->has_values);
    results->n_empty = n;
  }
  if (!results->has_values) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; results->n_empty > 0 && i < n; i++) {
    if (!results->has_values[i] && row[i].kind != FURAT_TERM_NONE) {
      results->has_values[i] = true;
      results->n_empty--;
    }
  }
  return FURAT_OK;
}

furat_status
furat_results_next(furat_results *results, const furat_term **row, furat_error *err)
{
  assert(results->form == FURAT_QUERY_SELECT);
  if (results->end == FURAT_OK) {
    results->end = next_row(results, row, err);
    if (results->end == FURAT_OK && (!results->has_values || results->n_empty > 0)) {
      results->end = note_values(results, *row, err);
    }
    return results->end;
  }
  return results->end == FURAT_DONE
             ? FURAT_DONE
             : furat_error_set(err, results->end, "the results ended with an error");
}

bool
furat_results_boolean(const furat_results *results)
{
  assert(results->form == FURAT_QUERY_ASK);
  return results->engine->results_boolean(results->self);
}

typedef struct {
  furat_results *results;
  const furat_quad_sink *sink;
} cutting_sink;

static furat_status
emit_counted(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const cutting_sink *counting = self;
  counting->results->n_rows += n;
  return furat_quad_sink_emit(counting->sink, quads, n, err);
}

// The first `max_rows` triples; FURAT_DONE to the engine where there are more.
static furat_status
emit_first(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const cutting_sink *cutting = self;
  furat_results *results = cutting->results;
  uint64_t room = results->max_rows - results->n_rows;
  size_t wanted = n < room ? n : (size_t)room;
  results->n_rows += wanted;
  results->cut = wanted < n;
  furat_status status =
      wanted > 0 ? furat_quad_sink_emit(cutting->sink, quads, wanted, err) : FURAT_OK;
  return status == FURAT_OK && results->cut ? FURAT_DONE : status;
}

furat_status
furat_results_triples(furat_results *results, const furat_quad_sink *sink,
                      furat_error *err)
{
  cutting_sink cutting = {results, sink};
  if (results->max_rows == 0) {
    const furat_quad_sink counted = {.self = &cutting, .emit = emit_counted};
    return results->engine->results_triples(results->self, &counted, err);
  }
  const furat_quad_sink first = {.self = &cutting, .emit = emit_first};
  furat_status status = results->engine->results_triples(results->self, &first, err);
  return status == FURAT_DONE && results->cut ? FURAT_OK : status;
}

uint64_t
furat_results_n_given(const furat_results *results)
{
  return results->form == FURAT_QUERY_ASK
             ? results->engine->results_boolean(results->self)
             : results->n_rows;
}

const bool *
furat_results_has_values(const furat_results *results)
{
  return results->has_values;
}

bool
furat_results_are_cut(const furat_results *results)
{
  return results->cut;
}
