// SPDX-License-Identifier: GPL-3.0-or-later
// The native engine behind furat.h: datasets are stores, a query reads one transaction.
#include "engine/native.h"

#include "base/memory.h"
#include "engine/native_internal.h"
#include "exec/term_cache.h"
#include "sparql/parser.h"

static void
query_free(void *self)
{
  furat_native_query *query = self;
  furat_arena_clear(&query->arena);
  furat_free(query);
}

static furat_status
copy_bindings(furat_native_query *query, const furat_prepare_options *options,
              furat_error *err)
{
  query->n_bindings = options->n_bindings;
  query->bindings =
      FURAT_ARENA_ARRAY(&query->arena, furat_binding, options->n_bindings + 1);
  for (size_t i = 0; query->bindings && i < options->n_bindings; i++) {
    if (!furat_arena_copy(&query->arena, options->bindings[i].variable,
                          &query->bindings[i].variable) ||
        !furat_term_copy(&query->arena, &options->bindings[i].value,
                         &query->bindings[i].value)) {
      return furat_error_no_mem(err);
    }
  }
  return query->bindings ? FURAT_OK : furat_error_no_mem(err);
}

static furat_status
check_bindings(const furat_native_query *query, furat_error *err)
{
  for (size_t i = 0; i < query->n_bindings; i++) {
    bool found = false;
    furat_str name = query->bindings[i].variable;
    for (size_t var = 0; var < query->ast->variables.n; var++) {
      found = found || furat_str_equal(query->ast->variables.items[var], name);
    }
    if (!found) {
      return furat_error_set(err, FURAT_BAD_DATA, "the %s has no variable ?%.*s",
                             query->ast->query ? "query" : "update",
                             FURAT_STR_ARGS(furat_str_slice(name, 0, 100)));
    }
  }
  return FURAT_OK;
}

static furat_query_form
form_of(const furat_native_query *query)
{
  if (!query->ast->query) {
    return FURAT_QUERY_UPDATE;
  }
  switch (query->ast->query->form) {
  case FURAT_AST_SELECT:
    return FURAT_QUERY_SELECT;
  case FURAT_AST_CONSTRUCT:
    return FURAT_QUERY_CONSTRUCT;
  case FURAT_AST_DESCRIBE:
    return FURAT_QUERY_DESCRIBE;
  case FURAT_AST_ASK:
    break;
  }
  return FURAT_QUERY_ASK;
}

// The tree borrows from the options, so that they are copied too.
static furat_status
copy_options(furat_native_query *query, const furat_prepare_options *options,
             furat_str text, furat_sparql_options *out, furat_error *err)
{
  *out = (furat_sparql_options){.prefixes = options->prefixes};
  if (!furat_arena_copy(&query->arena, text, &query->text) ||
      !furat_arena_copy(&query->arena, options->base, &out->base)) {
    return furat_error_no_mem(err);
  }
  return copy_bindings(query, options, err);
}

static furat_status
parse(furat_native_query *query, furat_str text, const furat_prepare_options *options,
      furat_error *err)
{
  furat_sparql_options parse_options;
  furat_status status = copy_options(query, options, text, &parse_options, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = options->update ? furat_sparql_parse_update(&query->ast, &query->arena,
                                                       query->text, &parse_options, err)
                           : furat_sparql_parse_query(&query->ast, &query->arena,
                                                      query->text, &parse_options, err);
  if (status == FURAT_OK) {
    status = check_bindings(query, err);
  }
  if (status == FURAT_OK && query->ast->query) {
    status = furat_algebra_of_query(&query->algebra, &query->arena, query->ast, err);
  }
  return status;
}

static furat_status
query_prepare(void **out, void *self, furat_str text,
              const furat_prepare_options *options, furat_query_form *form,
              furat_error *err)
{
  furat_native_query *query = furat_alloc_zeroed(1, sizeof(*query));
  if (!query) {
    return furat_error_no_mem(err);
  }
  query->dataset = self;
  query->memory_max_bytes = options->memory_bytes;
  query->all_graphs = options->all_graphs;
  furat_arena_init(&query->arena, SIZE_MAX);
  furat_status status = parse(query, text, options, err);
  if (status != FURAT_OK) {
    query_free(query);
    return status;
  }
  *form = form_of(query);
  *out = query;
  return FURAT_OK;
}

static furat_changes
query_changes(const void *self)
{
  const furat_native_query *query = self;
  return query->changes;
}

// ------------------------------------------------------------------------- results

// Terms are looked up for so many rows at once, column by column: neighbours in a column
// are often neighbours in the dictionary.
enum {
  TERM_ROWS = 128,
  LONG_BYTES = 1 << 16 // of a term: the cancel token is looked at behind each
};

typedef struct {
  const furat_native_query *query;
  furat_txn *txn;
  furat_native_run run;
  furat_term *rows;   // that were looked up: [first_row, end_row) of the batch
  furat_id **columns; // of the result, in the batch
  furat_term_cache terms;
  size_t first_row;
  size_t end_row;
  size_t next_row;
  bool has_batch;
  bool long_texts; ///< have been among the terms
  bool boolean;
} native_results;

static void
results_free(void *self)
{
  native_results *results = self;
  furat_native_run_close(&results->run);
  furat_txn_abort(results->txn);
  furat_term_cache_clear(&results->terms);
  furat_free(results->rows);
  furat_free(results->columns);
  furat_free(results);
}

static furat_status
start(native_results *results, const furat_cancel *cancel, furat_error *err)
{
  const furat_native_query *query = results->query;
  const furat_algebra_query *algebra = &query->algebra;
  furat_status status = furat_txn_begin_read(&results->txn, query->dataset->store, err);
  furat_native_run_init(&results->run, query, results->txn, cancel);
  if (status == FURAT_OK) {
    status = furat_view_set_dataset(&results->run.view, algebra->from, algebra->n_from,
                                    algebra->from_named, algebra->n_from_named, err);
  }
  if (status == FURAT_OK) {
    status = furat_native_run_open(&results->run, query, algebra->pattern,
                                   &algebra->variables, err);
  }
  if (status == FURAT_OK && algebra->form == FURAT_AST_ASK) {
    status = furat_operator_next(results->run.root, err);
    results->boolean = status == FURAT_OK;
    status = status == FURAT_DONE ? FURAT_OK : status;
  }
  return status;
}

// What looked-up terms may take beside the memory of the operators.
static size_t
cache_bytes(const furat_native_query *query)
{
  const uint64_t most = UINT64_C(4) << 20;
  const uint64_t part = query->memory_max_bytes / 16;
  return (size_t)(query->memory_max_bytes && part < most ? part : most);
}

static furat_status
query_execute(void **out, void *self, const furat_cancel *cancel, furat_error *err)
{
  const furat_native_query *query = self;
  native_results *results = furat_alloc_zeroed(1, sizeof(*results));
  if (!results) {
    return furat_error_no_mem(err);
  }
  results->query = query;
  results->rows =
      furat_alloc_zeroed(query->algebra.n_columns * TERM_ROWS, sizeof(furat_term));
  results->columns = furat_alloc_zeroed(query->algebra.n_columns, sizeof(furat_id *));
  furat_term_cache_init(&results->terms, &results->run.view, cache_bytes(query));
  furat_status status = results->rows && results->columns ? start(results, cancel, err)
                                                          : furat_error_no_mem(err);
  if (status != FURAT_OK) {
    results_free(results);
    return status;
  }
  *out = results;
  return FURAT_OK;
}

static size_t
results_n_columns(const void *self)
{
  const native_results *results = self;
  return results->query->algebra.n_columns;
}

static furat_str
results_column(const void *self, size_t column)
{
  const native_results *results = self;
  const furat_algebra_query *algebra = &results->query->algebra;
  return algebra->variables.names[algebra->columns[column]];
}

static furat_status
next_batch(native_results *results, furat_error *err)
{
  const furat_algebra_query *algebra = &results->query->algebra;
  furat_operator *root = results->run.root;
  furat_status status = furat_term_cache_settle(&results->terms, err);
  status = status == FURAT_OK ? furat_operator_next(root, err) : status;
  results->has_batch = status == FURAT_OK;
  results->next_row = results->first_row = results->end_row = 0;
  for (size_t i = 0; results->has_batch && i < algebra->n_columns; i++) {
    size_t column = furat_plan_column(root->plan, algebra->columns[i]);
    results->columns[i] = root->out->columns[column];
  }
  return status;
}

typedef struct {
  furat_id id;
  size_t row;
} wanted_term;

// Terms that stand in one block of the dictionary are read together: in the order of
// their ids, where that is not how they come.
static void
put_in_order(wanted_term *wanted, size_t n)
{
  static const size_t gaps[] = {57, 23, 10, 4, 1};
  bool ascends = true;
  for (size_t k = 1; k < n && ascends; k++) {
    ascends = wanted[k - 1].id <= wanted[k].id;
  }
  for (size_t g = 0; g < sizeof(gaps) / sizeof(*gaps) && !ascends; g++) {
    for (size_t k = gaps[g]; k < n; k++) {
      const wanted_term one = wanted[k];
      size_t to = k;
      for (; to >= gaps[g] && wanted[to - gaps[g]].id > one.id; to -= gaps[g]) {
        wanted[to] = wanted[to - gaps[g]];
      }
      wanted[to] = one;
    }
  }
}

static furat_status
look_up_column(native_results *results, size_t column, furat_error *err)
{
  const size_t n = results->end_row - results->first_row;
  const size_t n_columns = results->query->algebra.n_columns;
  const furat_id *ids = results->columns[column] + results->first_row;
  wanted_term wanted[TERM_ROWS];
  for (size_t k = 0; k < n; k++) {
    wanted[k] = (wanted_term){ids[k], k};
  }
  put_in_order(wanted, n);
  furat_status status = FURAT_OK;
  for (size_t k = 0; k < n && status == FURAT_OK; k++) {
    furat_term *term = &results->rows[wanted[k].row * n_columns + column];
    status = furat_term_cache_get(&results->terms, wanted[k].id, term, err);
    if (status == FURAT_OK && term->text.len > LONG_BYTES) {
      results->long_texts = true;
      status = furat_cancel_poll(results->run.view.cancel, err);
    }
  }
  return status;
}

// Look up the terms of the next rows of the batch.
static furat_status
look_up(native_results *results, furat_error *err)
{
  size_t n_left = results->run.root->out->n_rows - results->next_row;
  furat_status status = FURAT_OK;
  results->first_row = results->next_row;
  results->end_row = results->next_row + (n_left < TERM_ROWS ? n_left : TERM_ROWS);
  for (size_t i = 0; i < results->query->algebra.n_columns && status == FURAT_OK; i++) {
    status = look_up_column(results, i, err);
  }
  if (status != FURAT_OK) {
    results->end_row = results->first_row;
  }
  return status;
}

static furat_status
results_next(void *self, const furat_term **row, furat_error *err)
{
  native_results *results = self;
  furat_status status = FURAT_OK;
  if (!results->has_batch || results->next_row == results->run.root->out->n_rows) {
    status = next_batch(results, err);
  }
  if (status == FURAT_OK && results->next_row == results->end_row) {
    status = look_up(results, err);
  }
  if (status == FURAT_OK && results->long_texts) {
    status = furat_cancel_poll(results->run.view.cancel, err);
  }
  if (status == FURAT_OK) {
    size_t k = results->next_row++ - results->first_row;
    *row = results->rows + k * results->query->algebra.n_columns;
  }
  return status;
}

static bool
results_boolean(const void *self)
{
  const native_results *results = self;
  return results->boolean;
}

// ---------------------------------------------------------- CONSTRUCT and DESCRIBE

static furat_status
triple_of(native_results *results, const furat_id *ids, furat_quad *quad,
          furat_error *err)
{
  furat_term *terms[] = {&quad->subject, &quad->predicate, &quad->object};
  furat_status status = FURAT_OK;
  quad->graph = FURAT_TERM_UNSET;
  for (int place = 0; place < 3 && status == FURAT_OK; place++) {
    status = furat_term_cache_get(&results->terms, ids[place], terms[place], err);
  }
  return status;
}

// Hand rows on, and be empty.
static furat_status
emit_triples(native_results *results, furat_row_set *rows, const furat_quad_sink *sink,
             furat_error *err)
{
  enum { BATCH_TRIPLES = 256 };
  furat_quad batch[BATCH_TRIPLES];
  furat_status status = FURAT_OK;
  for (size_t done = 0; done < rows->n_rows && status == FURAT_OK;) {
    size_t n = 0;
    status = furat_cancel_poll(results->run.view.cancel, err);
    while (status == FURAT_OK && n < BATCH_TRIPLES && done < rows->n_rows) {
      status = triple_of(results, furat_row_set_row(rows, done++), &batch[n++], err);
    }
    if (status == FURAT_OK) {
      status = furat_quad_sink_emit(sink, batch, n, err);
    }
    if (status == FURAT_OK) {
      status = furat_term_cache_settle(&results->terms, err);
    }
  }
  furat_row_set_clear(rows);
  return status;
}

typedef struct {
  native_results *results;
  furat_row_set *rows;
  const furat_quad_sink *sink;
} triple_outlet;

// A triple that had to wait.
static furat_status
let_out(void *self, const furat_id *row, furat_error *err)
{
  const triple_outlet *outlet = self;
  uint32_t position;
  furat_status status = furat_row_set_add(outlet->rows, row, &position, err);
  return status == FURAT_OK && outlet->rows->n_rows == FURAT_SCAN_BATCH_ROWS
             ? emit_triples(outlet->results, outlet->rows, outlet->sink, err)
             : status;
}

static furat_status
construct(native_results *results, const furat_quad_sink *sink, furat_error *err)
{
  const furat_algebra_query *algebra = &results->query->algebra;
  furat_operator *root = results->run.root;
  furat_native_template template;
  furat_status status = furat_native_template_init(
      &template, &results->run, algebra->template, algebra->n_template, "made", err);
  furat_native_template_hand_on(&template);
  while (status == FURAT_OK) {
    status = furat_operator_next(root, err);
    for (size_t row = 0; row < root->out->n_rows && status == FURAT_OK; row++) {
      status = furat_native_template_add(&template, root->plan, root->out, row, err);
    }
    // What is new is handed on at once: nobody waits for the last solution.
    if (status == FURAT_OK) {
      status = emit_triples(results, &template.rows, sink, err);
    }
    furat_arena_reset(&results->run.scratch);
  }
  if (status == FURAT_DONE) {
    triple_outlet outlet = {results, &template.rows, sink};
    status = furat_native_template_finish(&template, &outlet, let_out, err);
  }
  if (status == FURAT_OK) {
    status = emit_triples(results, &template.rows, sink, err);
  }
  furat_native_template_clear(&template);
  return status;
}

static const size_t node_column = 0;

// Concise bounded description: the triples of each node; blank objects become nodes in
// turn.  No triple comes twice, since it is found by its subject.
static furat_status
describe_nodes(native_results *results, furat_row_set *nodes, const furat_quad_sink *sink,
               furat_error *err)
{
  furat_row_set triples;
  furat_id cells[3][FURAT_SCAN_BATCH_ROWS];
  furat_id unused[FURAT_SCAN_BATCH_ROWS];
  furat_id *columns[] = {cells[0], cells[1], cells[2], unused};
  furat_status status = FURAT_OK;
  furat_row_set_init(&triples, &results->run.execution, 3, NULL, 0);
  for (size_t i = 0; i < nodes->n_rows && status == FURAT_OK; i++) {
    furat_view_pattern pattern = {.subject = *furat_row_set_row(nodes, i)};
    furat_view_scan *scan = NULL;
    if (furat_id_tag_of(pattern.subject) == FURAT_ID_TAG_LOCAL) {
      continue;
    }
    status = furat_view_scan_open(&scan, &results->run.view, &pattern, err);
    while (status == FURAT_OK) {
      size_t n = 0;
      uint32_t position;
      status = furat_view_scan_next(scan, columns, &n, err);
      for (size_t row = 0; row < n && status == FURAT_OK; row++) {
        furat_id ids[] = {cells[0][row], cells[1][row], cells[2][row]};
        status = furat_row_set_add(&triples, ids, &position, err);
        if (status == FURAT_OK && furat_id_tag_of(ids[2]) == FURAT_ID_TAG_BLANK &&
            furat_row_set_find(nodes, &ids[2]) == FURAT_ROW_NONE) {
          status = furat_row_set_add(nodes, &ids[2], &position, err);
        }
      }
      if (status == FURAT_OK && triples.n_rows >= FURAT_SCAN_BATCH_ROWS) {
        status = emit_triples(results, &triples, sink, err);
      }
    }
    furat_view_scan_close(scan);
    status = status == FURAT_DONE ? FURAT_OK : status;
  }
  if (status == FURAT_OK) {
    status = emit_triples(results, &triples, sink, err);
  }
  furat_row_set_clear(&triples);
  return status;
}

static furat_status
add_described(native_results *results, furat_row_set *nodes, const furat_solutions *batch,
              size_t row, furat_error *err)
{
  const furat_algebra_query *algebra = &results->query->algebra;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < algebra->n_describe && status == FURAT_OK; i++) {
    const furat_slot *slot = &algebra->describe[i];
    furat_id id = FURAT_ID_NONE;
    uint32_t position;
    if (slot->var == FURAT_VAR_NONE) {
      status = furat_view_intern(&results->run.view, &slot->term, &id, err);
    } else if (batch) {
      size_t column = furat_plan_column(results->run.root->plan, slot->var);
      id = column < batch->n_columns ? batch->columns[column][row] : FURAT_ID_NONE;
    }
    if (status == FURAT_OK && id != FURAT_ID_NONE &&
        furat_row_set_find(nodes, &id) == FURAT_ROW_NONE) {
      status = furat_row_set_add(nodes, &id, &position, err);
    }
  }
  return status;
}

static furat_status
describe(native_results *results, const furat_quad_sink *sink, furat_error *err)
{
  furat_row_set nodes;
  furat_row_set_init(&nodes, &results->run.execution, 1, &node_column, 1);
  furat_status status = add_described(results, &nodes, NULL, 0, err);
  while (status == FURAT_OK) {
    status = furat_operator_next(results->run.root, err);
    const furat_solutions *batch = results->run.root->out;
    for (size_t row = 0; status == FURAT_OK && row < batch->n_rows; row++) {
      status = add_described(results, &nodes, batch, row, err);
    }
  }
  if (status == FURAT_DONE) {
    status = describe_nodes(results, &nodes, sink, err);
  }
  furat_row_set_clear(&nodes);
  return status;
}

static furat_status
results_triples(void *self, const furat_quad_sink *sink, furat_error *err)
{
  native_results *results = self;
  return results->query->algebra.form == FURAT_AST_CONSTRUCT
             ? construct(results, sink, err)
             : describe(results, sink, err);
}

const furat_engine furat_engine_native = {
    .name = "native",
    .dataset_open = furat_stored_open,
    .dataset_close = furat_stored_close,
    .allow_load = furat_stored_allow_load,
    .default_graph = furat_stored_default_graph,
    .load_begin = furat_stored_load_begin,
    .load_default_graph = furat_stored_load_default_graph,
    .load_commit = furat_stored_load_commit,
    .load_abort = furat_stored_load_abort,
    .next_document = furat_stored_next_document,
    .match = furat_stored_match,
    .graphs = furat_stored_graphs,
    .count = furat_stored_count,
    .store = furat_stored_store,
    .prefixes = furat_stored_prefixes,
    .query_prepare = query_prepare,
    .query_free = query_free,
    .query_execute = query_execute,
    .query_update = furat_native_update,
    .query_changes = query_changes,
    .query_explain = furat_native_explain,
    .query_diagnose = furat_native_diagnose,
    .results_free = results_free,
    .results_n_columns = results_n_columns,
    .results_column = results_column,
    .results_next = results_next,
    .results_boolean = results_boolean,
    .results_triples = results_triples,
};
