// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL 1.1 Update: the operations of a request one after the other in one write
// transaction, so that each sees what those before it did, and all or nothing is kept.
#include <inttypes.h>

#include "base/memory.h"
#include "engine/native_internal.h"
#include "store/metadata.h"
#include "store/update.h"

enum { POLL_ROWS = 4096 };

typedef struct {
  furat_native_query *query;
  furat_txn *txn;
  const furat_cancel *cancel;
  uint64_t n_operations;
  furat_changes changes;
  char blank_prefix[48];
} updating;

// -------------------------------------------------------------------------- graphs

static furat_status
graph_id(updating *u, const furat_ast_graph_ref *ref, bool create, furat_id *out,
         furat_error *err)
{
  if (ref->graphs == FURAT_AST_GRAPHS_DEFAULT) {
    *out = FURAT_ID_DEFAULT_GRAPH;
    return FURAT_OK;
  }
  return create ? furat_dictionary_intern(u->txn, &ref->iri.value, 1, out, err)
                : furat_dictionary_find(u->txn, &ref->iri.value, out, err);
}

static furat_status
count_graph(updating *u, furat_id graph, uint64_t *n, furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  spec.n_bound = 1;
  spec.bound[0] = graph;
  *n = 0;
  return graph == FURAT_ID_NONE ? FURAT_OK : furat_scan_count(u->txn, &spec, n, err);
}

static furat_status
insert_rows(updating *u, const furat_vec *rows, furat_error *err)
{
  uint64_t n = 0;
  furat_status status = furat_update_insert(u->txn, rows->items, rows->n, &n, err);
  u->changes.n_added += status == FURAT_OK ? n : 0;
  return status;
}

static furat_status
delete_rows(updating *u, const furat_vec *rows, furat_error *err)
{
  uint64_t n = 0;
  furat_status status = furat_update_delete(u->txn, rows->items, rows->n, &n, err);
  u->changes.n_removed += status == FURAT_OK ? n : 0;
  return status;
}

static furat_status
clear_graph(updating *u, furat_id graph, furat_error *err)
{
  uint64_t n = 0;
  furat_row pattern = {{FURAT_ID_NONE, FURAT_ID_NONE, FURAT_ID_NONE, graph}};
  furat_status status = graph == FURAT_ID_NONE
                            ? FURAT_OK
                            : furat_update_delete_pattern(u->txn, &pattern, &n, err);
  u->changes.n_removed += status == FURAT_OK ? n : 0;
  return status;
}

static furat_status
clear_named_graphs(updating *u, furat_error *err)
{
  furat_view view;
  furat_id graph = FURAT_ID_NONE;
  furat_status status;
  furat_view_init(&view, u->txn, u->cancel);
  while ((status = furat_view_next_graph(&view, &graph, err)) == FURAT_OK) {
    status = clear_graph(u, graph, err);
    if (status != FURAT_OK) {
      break;
    }
  }
  furat_view_clear(&view);
  return status == FURAT_DONE ? FURAT_OK : status;
}

// CLEAR and DROP: a graph without triples does not exist here, so they are the same.
static furat_status
clear(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  furat_id graph;
  furat_status status = FURAT_OK;
  switch (operation->target.graphs) {
  case FURAT_AST_GRAPHS_ONE:
    status = graph_id(u, &operation->target, false, &graph, err);
    return status == FURAT_OK ? clear_graph(u, graph, err) : status;
  case FURAT_AST_GRAPHS_DEFAULT:
    return clear_graph(u, FURAT_ID_DEFAULT_GRAPH, err);
  case FURAT_AST_GRAPHS_ALL:
    status = clear_graph(u, FURAT_ID_DEFAULT_GRAPH, err);
    break;
  case FURAT_AST_GRAPHS_NAMED:
    break;
  }
  return status == FURAT_OK ? clear_named_graphs(u, err) : status;
}

static furat_status
create(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  furat_id graph;
  uint64_t n = 0;
  furat_status status = graph_id(u, &operation->target, false, &graph, err);
  if (status == FURAT_OK) {
    status = count_graph(u, graph, &n, err);
  }
  if (status == FURAT_OK && n > 0 && !operation->silent) {
    return furat_error_set_span(err, FURAT_BAD_DATA, operation->span,
                                "the graph exists already");
  }
  return status;
}

// What `n` rows that wait for being put in or taken out cost, with what applying them
// takes.
static uint64_t
bytes_of_rows(uint64_t n)
{
  return n * (sizeof(furat_row) + FURAT_UPDATE_ROW_BYTES);
}

static furat_status
check_memory(const updating *u, uint64_t n_rows, furat_error *err)
{
  const uint64_t max_bytes = u->query->memory_max_bytes;
  return max_bytes > 0 && bytes_of_rows(n_rows) > max_bytes
             ? furat_execution_exceeded(max_bytes, err)
             : FURAT_OK;
}

// Copy the `n` rows of one graph to another: all are read before any is written.
static furat_status
copy_rows(updating *u, furat_id from, furat_id to, uint64_t n, furat_error *err)
{
  furat_status within = check_memory(u, n, err);
  if (within != FURAT_OK) {
    return within;
  }
  furat_vec rows;
  furat_vec_init(&rows, sizeof(furat_row), SIZE_MAX);
  furat_id *cells = furat_alloc_zeroed((size_t)FURAT_N_FIELDS * FURAT_SCAN_BATCH_ROWS,
                                       sizeof(furat_id));
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  spec.n_bound = 1;
  spec.bound[0] = from;
  furat_scan *scan = NULL;
  furat_status status =
      cells ? furat_scan_open(&scan, u->txn, &spec, err) : furat_error_no_mem(err);
  while (status == FURAT_OK) {
    size_t n_read = 0;
    furat_id *columns[FURAT_N_FIELDS];
    for (int i = 0; i < FURAT_N_FIELDS; i++) {
      columns[i] = cells + (size_t)i * FURAT_SCAN_BATCH_ROWS;
    }
    status = furat_cancel_poll(u->cancel, err);
    if (status == FURAT_OK) {
      status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n_read, err);
    }
    for (size_t i = 0; status == FURAT_OK && i < n_read; i++) {
      furat_row row = {{columns[0][i], columns[1][i], columns[2][i], to}};
      status = furat_vec_push(&rows, &row) ? FURAT_OK : furat_error_no_mem(err);
    }
  }
  furat_scan_close(scan);
  if (status == FURAT_DONE) {
    status = insert_rows(u, &rows, err);
  }
  furat_vec_clear(&rows);
  furat_free(cells);
  return status;
}

// ADD, COPY and MOVE (3.2.3 to 3.2.5).
static furat_status
transfer(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  furat_id from;
  furat_id to;
  uint64_t n = 0;
  furat_status status = graph_id(u, &operation->source, false, &from, err);
  if (status == FURAT_OK) {
    status = count_graph(u, from, &n, err);
  }
  if (status == FURAT_OK && n == 0 && from != FURAT_ID_DEFAULT_GRAPH) {
    return operation->silent ? FURAT_OK
                             : furat_error_set_span(err, FURAT_BAD_DATA, operation->span,
                                                    "the source graph does not exist");
  }
  if (status == FURAT_OK) {
    status = graph_id(u, &operation->target, true, &to, err);
  }
  if (status != FURAT_OK || from == to) {
    return status;
  }
  if (operation->kind != FURAT_AST_ADD) {
    status = clear_graph(u, to, err);
  }
  if (status == FURAT_OK) {
    status = copy_rows(u, from, to, n, err);
  }
  if (status == FURAT_OK && operation->kind == FURAT_AST_MOVE) {
    status = clear_graph(u, from, err);
  }
  return status;
}

// ------------------------------------------------------------------------- changes

// The rows of a template with the ids of the store.  Terms that only the query knows get
// ids when `create`; otherwise their rows cannot be in the store and fall away.
static furat_status
stored_rows(updating *u, furat_native_template *t, bool create, furat_vec *out,
            furat_error *err)
{
  for (size_t i = 0; i < t->rows.n_rows; i++) {
    const furat_id *ids = furat_row_set_row(&t->rows, i);
    furat_row row;
    bool known = true;
    if (i % POLL_ROWS == 0 && furat_cancel_poll(u->cancel, err) != FURAT_OK) {
      return furat_cancel_poll(u->cancel, err);
    }
    for (int place = 0; place < FURAT_N_FIELDS; place++) {
      furat_term term;
      row.field[place] = place == FURAT_FIELD_GRAPH && ids[place] == FURAT_ID_NONE
                             ? FURAT_ID_DEFAULT_GRAPH
                             : ids[place];
      if (furat_id_tag_of(ids[place]) != FURAT_ID_TAG_LOCAL) {
        continue;
      }
      furat_status status =
          furat_view_term(&t->run->view, ids[place], &t->run->scratch, &term, err);
      if (status == FURAT_OK && create) {
        status = furat_dictionary_intern(u->txn, &term, 1, &row.field[place], err);
      }
      if (status != FURAT_OK) {
        return status;
      }
      known = known && create;
    }
    if (known && !furat_vec_push(out, &row)) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

static furat_status
apply(updating *u, furat_native_template *remove, furat_native_template *insert,
      furat_error *err)
{
  furat_vec removed;
  furat_vec inserted;
  furat_vec_init(&removed, sizeof(furat_row), SIZE_MAX);
  furat_vec_init(&inserted, sizeof(furat_row), SIZE_MAX);
  const uint64_t n_rows = (uint64_t)remove->rows.n_rows + insert->rows.n_rows;
  furat_status status =
      furat_execution_check(&remove->run->execution, bytes_of_rows(n_rows), err);
  if (status == FURAT_OK) {
    status = stored_rows(u, remove, false, &removed, err);
  }
  if (status == FURAT_OK) {
    status = stored_rows(u, insert, true, &inserted, err);
  }
  if (status == FURAT_OK && removed.n > 0) {
    status = delete_rows(u, &removed, err);
  }
  if (status == FURAT_OK && inserted.n > 0) {
    status = insert_rows(u, &inserted, err);
  }
  furat_vec_clear(&removed);
  furat_vec_clear(&inserted);
  return status;
}

static furat_status
fill_templates(furat_native_run *run, furat_native_template *remove,
               furat_native_template *insert, furat_error *err)
{
  furat_status status;
  while ((status = furat_operator_next(run->root, err)) == FURAT_OK) {
    for (size_t row = 0; row < run->root->out->n_rows && status == FURAT_OK; row++) {
      status =
          furat_native_template_add(remove, run->root->plan, run->root->out, row, err);
      if (status == FURAT_OK) {
        status =
            furat_native_template_add(insert, run->root->plan, run->root->out, row, err);
      }
    }
    furat_arena_reset(&run->scratch);
    if (status != FURAT_OK) {
      break;
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
copy_terms(furat_arena *arena, const furat_ast_terms *terms, furat_term **out,
           furat_error *err)
{
  *out = FURAT_ARENA_ARRAY(arena, furat_term, terms->n + 1);
  for (size_t i = 0; *out && i < terms->n; i++) {
    (*out)[i] = terms->items[i].value;
  }
  return *out ? FURAT_OK : furat_error_no_mem(err);
}

// 3.1.3: USING describes the dataset of the pattern; without it, WITH names its default
// graph.
furat_status
furat_native_choose_dataset(furat_native_run *run, const furat_ast_operation *operation,
                            furat_error *err)
{
  furat_term *using;
  furat_term *using_named;
  bool has_using = operation->using.n + operation->using_named.n > 0;
  if (!has_using && operation->with.kind != FURAT_AST_NONE) {
    return furat_view_set_default_graph(&run->view, &operation->with.value, err);
  }
  furat_status status = copy_terms(&run->arena, &operation->using, &using, err);
  if (status == FURAT_OK) {
    status = copy_terms(&run->arena, &operation->using_named, &using_named, err);
  }
  return status == FURAT_OK
             ? furat_view_set_dataset(&run->view, using, operation->using.n, using_named,
                                      operation->using_named.n, err)
             : status;
}

// Fill both templates from the solutions of the pattern, then change the store.
static furat_status
change(updating *u, furat_native_run *run, const furat_algebra_modify *algebra,
       furat_error *err)
{
  furat_native_template remove = {.run = NULL};
  furat_native_template insert = {.run = NULL};
  furat_status status = furat_native_template_init(&remove, run, algebra->remove,
                                                   algebra->n_remove, "", err);
  if (status == FURAT_OK) {
    status = furat_native_template_init(&insert, run, algebra->insert, algebra->n_insert,
                                        u->blank_prefix, err);
  }
  if (status == FURAT_OK) {
    status = fill_templates(run, &remove, &insert, err);
  }
  if (status == FURAT_OK) {
    // The scans of the pattern end where the store changes.
    furat_operator_close(run->root);
    run->root = NULL;
    status = apply(u, &remove, &insert, err);
  }
  furat_native_template_clear(&remove);
  furat_native_template_clear(&insert);
  return status;
}

// INSERT DATA, DELETE DATA, DELETE WHERE, DELETE/INSERT: all is found before anything is
// changed.
static furat_status
modify(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  furat_native_run run;
  furat_algebra_modify algebra;
  furat_native_run_init(&run, u->query, u->txn, u->cancel);
  snprintf(u->blank_prefix + 17, sizeof(u->blank_prefix) - 17, "o%" PRIu64 "s",
           u->n_operations++);
  furat_status status =
      furat_algebra_of_operation(&algebra, &run.arena, u->query->ast, operation, err);
  if (status == FURAT_OK) {
    status = furat_native_choose_dataset(&run, operation, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_native_run_open(&run, u->query, algebra.pattern, &algebra.variables, err);
  }
  if (status == FURAT_OK) {
    status = change(u, &run, &algebra, err);
  }
  furat_native_run_close(&run);
  return status;
}

// ------------------------------------------------------------------------ requests

typedef struct {
  updating *updating;
  furat_vec rows;
} loading;

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  loading *l = self;
  const furat_status within = check_memory(l->updating, l->rows.n + n, err);
  if (within != FURAT_OK) {
    return within;
  }
  for (size_t i = 0; i < n; i++) {
    furat_row row;
    furat_status status =
        furat_dictionary_intern_quads(l->updating->txn, &quads[i], 1, &row, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!furat_vec_push(&l->rows, &row)) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

// 3.1.4.  Rows are kept until the document is read, so that SILENT leaves nothing of a
// bad one.
static furat_status
load_document(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  loading l = {.updating = u};
  const furat_quad_sink sink = {.self = &l, .emit = take_quads};
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  char prefix[sizeof u->blank_prefix + 24];
  snprintf(prefix, sizeof prefix, "%.17sl%" PRIu64 "_", u->blank_prefix,
           u->n_operations++);
  options.blank_prefix = furat_str_of(prefix);
  options.cancel = u->cancel;
  if (operation->target.graphs == FURAT_AST_GRAPHS_ONE) {
    options.graph = operation->target.iri.value;
  }
  furat_vec_init(&l.rows, sizeof(furat_row), SIZE_MAX);
  furat_status status =
      furat_load_folder_read(u->query->dataset->load_folder,
                             operation->document.value.text, &options, &sink, err);
  if (status == FURAT_OK && l.rows.n > 0) {
    status = insert_rows(u, &l.rows, err);
  }
  furat_vec_clear(&l.rows);
  return status;
}

// What SILENT passes over: that a document is not there or not good.
static bool
may_be_silent(furat_status status)
{
  return status == FURAT_BAD_SYNTAX || status == FURAT_BAD_DATA ||
         status == FURAT_NOT_FOUND || status == FURAT_UNSUPPORTED || status == FURAT_IO;
}

static furat_status
load(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  furat_error own = FURAT_ERROR_INIT;
  furat_status status = FURAT_UNSUPPORTED;
  if (u->query->dataset->load_folder) {
    status = load_document(u, operation, &own);
  } else {
    furat_error_set(&own, status, "LOAD reads nothing: no folder is open to it");
    furat_error_hint(&own, "--allow-load DIR opens one; furat load reads files into a "
                           "store");
  }
  if (status == FURAT_OK || (operation->silent && may_be_silent(status))) {
    return FURAT_OK;
  }
  if (own.line == 0 && !own.has_span) {
    own.has_span = true;
    own.span = operation->span;
    own.source[0] = '\0';
  }
  if (err && err->status == FURAT_OK) {
    *err = own;
  }
  return status;
}

static furat_status
run_operation(updating *u, const furat_ast_operation *operation, furat_error *err)
{
  switch (operation->kind) {
  case FURAT_AST_LOAD:
    return load(u, operation, err);
  case FURAT_AST_CLEAR:
  case FURAT_AST_DROP:
    return clear(u, operation, err);
  case FURAT_AST_CREATE:
    return create(u, operation, err);
  case FURAT_AST_ADD:
  case FURAT_AST_MOVE:
  case FURAT_AST_COPY:
    return transfer(u, operation, err);
  case FURAT_AST_INSERT_DATA:
  case FURAT_AST_DELETE_DATA:
  case FURAT_AST_DELETE_WHERE:
  case FURAT_AST_MODIFY:
    break;
  }
  return modify(u, operation, err);
}

// New blank nodes are named by the number of the request in the store: no two are the
// same.
static furat_status
number_request(updating *u, furat_error *err)
{
  uint64_t number = 0;
  furat_status status = furat_metadata_counter(u->txn, "updates", 1, &number, err);
  snprintf(u->blank_prefix, sizeof(u->blank_prefix), "u%016" PRIx64, number);
  return status;
}

furat_status
furat_native_update(void *self, const furat_cancel *cancel, furat_error *err)
{
  updating u = {.query = self, .cancel = cancel};
  const furat_ast *ast = u.query->ast;
  furat_status status = furat_txn_begin_write_unless(&u.txn, u.query->dataset->store,
                                                     FURAT_TXN_WAIT_FOREVER, cancel, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = number_request(&u, err);
  for (size_t i = 0; i < ast->operations.n && status == FURAT_OK; i++) {
    status = run_operation(&u, &ast->operations.items[i], err);
  }
  if (status == FURAT_OK) {
    status = furat_cancel_poll(cancel, err); // the last moment to think better of it
  }
  if (status == FURAT_NO_MEM && u.query->memory_max_bytes > 0) {
    // What its patterns hint at is for queries.
    furat_error_hint(err, "--memory gives it more; several smaller updates need less");
  }
  if (status != FURAT_OK) {
    furat_txn_abort(u.txn);
    return status;
  }
  u.query->changes = u.changes;
  return furat_txn_commit(u.txn, err);
}
