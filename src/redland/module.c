// SPDX-License-Identifier: GPL-3.0-or-later
// librdf_storage_furat: `rdfproc -s furat my.furat ...` and every other program of
// librdf on a Furat store.  A context is a named graph; a statement without one is in the
// default graph.  librdf hands over one statement at a time: changes are collected and
// committed by librdf_model_sync(), by closing, when something is read, when they are
// many, or after ten seconds, unless a transaction of librdf holds them together.
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "redland/module_internal.h"
#include "store/dictionary.h"
#include "store/scan.h"
#include "store/statistics.h"

enum { MAX_ROWS = 1 << 20, MAX_PATH = 1 << 16 };

static const int64_t longest_ns = 10000000000;

int
furat_module_failed(const furat_module *module, const furat_error *err)
{
  librdf_log_simple(module->world, 0, LIBRDF_LOG_ERROR, LIBRDF_FROM_STORAGE, NULL,
                    err->message);
  return 1;
}

static furat_module *
module_of(librdf_storage *storage)
{
  return librdf_storage_get_instance(storage);
}

// ------------------------------------------------------------------- transactions

static furat_status
begin_write(furat_module *module, furat_error *err)
{
  if (module->writer) {
    return FURAT_OK;
  }
  module->begin_ns = furat_clock_ns();
  return furat_txn_begin_write(&module->writer, module->store,
                               module->no_wait ? 0 : FURAT_TXN_WAIT_FOREVER, err);
}

static void
abort_write(furat_module *module)
{
  furat_txn_abort(module->writer);
  module->writer = NULL;
  furat_vec_truncate(&module->rows, 0);
}

// Put the rows in hand into the store.
static furat_status
flush(furat_module *module, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (module->rows.n > 0 && module->change == FURAT_MODULE_ADDS) {
    status = furat_update_insert(module->writer, module->rows.items, module->rows.n, NULL,
                                 err);
  } else if (module->rows.n > 0) {
    status = furat_update_delete(module->writer, module->rows.items, module->rows.n, NULL,
                                 err);
  }
  furat_vec_truncate(&module->rows, 0);
  return status;
}

static furat_status
commit(furat_module *module, furat_error *err)
{
  if (!module->writer) {
    return FURAT_OK;
  }
  furat_status status = flush(module, err);
  if (status != FURAT_OK) {
    abort_write(module);
    return status;
  }
  status = furat_txn_commit(module->writer, err);
  module->writer = NULL;
  return status;
}

// Flush and commit, unless a transaction of librdf is under way.
static furat_status
settle(furat_module *module, furat_error *err)
{
  return module->in_transaction ? flush(module, err) : commit(module, err);
}

// What has waited long enough is committed.
static furat_status
settle_if_due(furat_module *module, furat_error *err)
{
  if (module->rows.n >= MAX_ROWS) {
    return settle(module, err);
  }
  const bool look = module->rows.n % 256 == 0; // the clock is not free
  return look && !module->in_transaction &&
                 furat_clock_ns() - module->begin_ns > longest_ns
             ? commit(module, err)
             : FURAT_OK;
}

furat_status
furat_module_begin_read(furat_module *module, furat_txn **out, furat_error *err)
{
  const furat_status status = settle(module, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (module->writer) {
    *out = module->writer;
    return FURAT_OK;
  }
  return furat_txn_begin_read(out, module->store, err);
}

void
furat_module_end_read(const furat_module *module, furat_txn *txn)
{
  if (txn != module->writer) {
    furat_txn_abort(txn);
  }
}

static int
transaction_start(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  if (module->in_transaction) {
    return 1;
  }
  furat_status status = commit(module, &err);
  if (status == FURAT_OK) {
    status = begin_write(module, &err);
  }
  module->in_transaction = status == FURAT_OK;
  return status == FURAT_OK ? 0 : furat_module_failed(module, &err);
}

static int
transaction_start_with_handle(librdf_storage *storage, void *handle)
{
  (void)handle;
  return transaction_start(storage);
}

static int
transaction_commit(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  if (!module->in_transaction) {
    return 1;
  }
  module->in_transaction = false;
  return commit(module, &err) == FURAT_OK ? 0 : furat_module_failed(module, &err);
}

static int
transaction_rollback(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  if (!module->in_transaction) {
    return 1;
  }
  module->in_transaction = false;
  abort_write(module);
  return 0;
}

static void *
transaction_get_handle(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  return module->in_transaction ? module->writer : NULL;
}

// -------------------------------------------------------------- opening and closing

static bool
option(librdf_hash *options, const char *name, bool usual)
{
  const int value = options ? librdf_hash_get_as_boolean(options, name) : -1;
  return value < 0 ? usual : value > 0;
}

static char *
path_of(const char *name, librdf_hash *options)
{
  char *folder = options ? librdf_hash_get(options, "dir") : NULL;
  furat_buffer path;
  furat_buffer_init(&path, MAX_PATH);
  if (folder && name[0] != '/') {
    furat_buffer_append_cstr(&path, folder);
    furat_buffer_append_byte(&path, '/');
  }
  furat_buffer_append_cstr(&path, name);
  char *result = furat_buffer_take(&path);
  furat_buffer_clear(&path);
  if (folder) {
    librdf_free_memory(folder);
  }
  return result;
}

static int
init(librdf_storage *storage, const char *name, librdf_hash *options)
{
  furat_module *module = furat_alloc_zeroed(1, sizeof *module);
  if (module) {
    module->storage = storage;
    module->world = librdf_storage_get_world(storage);
    module->path = path_of(name ? name : "", options);
    module->is_new = option(options, "new", false);
    module->read_only = !option(options, "write", true);
    module->no_wait = !option(options, "wait", true);
    furat_vec_init(&module->rows, sizeof(furat_row), MAX_ROWS);
  }
  if (options) {
    librdf_free_hash(options); // the factory takes it
  }
  librdf_storage_set_instance(storage, module);
  return !module || !module->path;
}

static int
clone(librdf_storage *new_storage, librdf_storage *old_storage)
{
  const furat_module *old = module_of(old_storage);
  furat_module *module = furat_alloc_zeroed(1, sizeof *module);
  if (module) {
    *module = *old;
    module->storage = new_storage;
    module->is_new = false;
    module->store = NULL;
    module->writer = NULL;
    module->in_transaction = false;
    module->path = furat_strdup(furat_str_of(old->path));
    furat_vec_init(&module->rows, sizeof(furat_row), MAX_ROWS);
  }
  librdf_storage_set_instance(new_storage, module);
  return !module || !module->path;
}

static void
terminate(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  if (module) {
    furat_vec_clear(&module->rows);
    furat_free(module->path);
    furat_free(module);
    librdf_storage_set_instance(storage, NULL);
  }
}

// new='yes': start with an empty file, but never in the place of what is no store.
static furat_status
remove_old(const furat_module *module, furat_error *err)
{
  furat_store *store;
  furat_buffer lock;
  if (access(module->path, F_OK) != 0) {
    return FURAT_OK;
  }
  const furat_status status =
      furat_store_open(&store, module->path, FURAT_STORE_WRITE, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_store_close(store);
  furat_buffer_init(&lock, MAX_PATH + 8);
  furat_buffer_appendf(&lock, "%s-lock", module->path);
  unlink(module->path);
  if (lock.status == FURAT_OK) {
    unlink(lock.data);
  }
  furat_buffer_clear(&lock);
  return FURAT_OK;
}

static int
open_storage(librdf_storage *storage, librdf_model *model)
{
  (void)model;
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  if (module->is_new && !module->read_only) {
    status = remove_old(module, &err);
  }
  if (status == FURAT_OK) {
    status =
        furat_store_open(&module->store, module->path,
                         module->read_only ? FURAT_STORE_READ : FURAT_STORE_CREATE, &err);
  }
  return status == FURAT_OK ? 0 : furat_module_failed(module, &err);
}

static int
close_storage(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  if (module->in_transaction) { // never ended, so it never happened
    module->in_transaction = false;
    abort_write(module);
  }
  status = commit(module, &err);
  furat_store_close(module->store);
  module->store = NULL;
  return status == FURAT_OK ? 0 : furat_module_failed(module, &err);
}

static int
sync_storage(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  return settle(module, &err) == FURAT_OK ? 0 : furat_module_failed(module, &err);
}

// ----------------------------------------------------------------------- changing

// Collect rows for a change of this kind; those of the other kind come first.
static furat_status
begin_change(furat_module *module, furat_module_change change, furat_error *err)
{
  furat_status status = begin_write(module, err);
  if (status == FURAT_OK && module->change != change) {
    status = flush(module, err);
    module->change = change;
  }
  return status;
}

static furat_status
add(furat_module *module, librdf_node *context, const librdf_statement *statement,
    furat_error *err)
{
  const furat_quad quad = {.subject = furat_module_term(statement->subject),
                           .predicate = furat_module_term(statement->predicate),
                           .object = furat_module_term(statement->object),
                           .graph = furat_module_term(context)};
  furat_status status = begin_change(module, FURAT_MODULE_ADDS, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_row row;
  status = furat_dictionary_intern_quads(module->writer, &quad, 1, &row, err);
  if (status == FURAT_OK && !furat_vec_push(&module->rows, &row)) {
    status = furat_vec_status(&module->rows, err);
  }
  return status == FURAT_OK ? settle_if_due(module, err) : status;
}

// After an error the changes that were not committed are lost, as librdf is told.
static int
end_change(furat_module *module, furat_status status, const furat_error *err)
{
  if (status == FURAT_OK) {
    return 0;
  }
  abort_write(module);
  module->in_transaction = false;
  return furat_module_failed(module, err);
}

static int
context_add_statement(librdf_storage *storage, librdf_node *context,
                      librdf_statement *statement)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  return end_change(module, add(module, context, statement, &err), &err);
}

static int
add_statement(librdf_storage *storage, librdf_statement *statement)
{
  return context_add_statement(storage, NULL, statement);
}

static int
context_add_statements(librdf_storage *storage, librdf_node *context,
                       librdf_stream *stream)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  for (; status == FURAT_OK && !librdf_stream_end(stream); librdf_stream_next(stream)) {
    const librdf_statement *statement = librdf_stream_get_object(stream);
    if (!statement) {
      return 1;
    }
    status = add(module, context, statement, &err);
  }
  return end_change(module, status, &err);
}

static int
add_statements(librdf_storage *storage, librdf_stream *stream)
{
  return context_add_statements(storage, NULL, stream);
}

// FURAT_DONE: it is not there.
static furat_status
remove_one(furat_module *module, const furat_quads_pattern *pattern, furat_error *err)
{
  furat_row row;
  bool known;
  bool contains = false;
  furat_status status = begin_change(module, FURAT_MODULE_REMOVES, err);
  if (status == FURAT_OK) {
    status = furat_quads_find_pattern(module->writer, pattern, &row, &known, err);
  }
  if (status == FURAT_OK && known) {
    status = furat_scan_contains(module->writer, &row, &contains, err);
  }
  if (status != FURAT_OK || !contains) {
    return status == FURAT_OK ? FURAT_DONE : status;
  }
  if (!furat_vec_push(&module->rows, &row)) {
    return furat_vec_status(&module->rows, err);
  }
  return settle_if_due(module, err);
}

static int
context_remove_statement(librdf_storage *storage, librdf_node *context,
                         librdf_statement *statement)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  const furat_term graph = furat_module_term(context);
  const furat_quads_pattern pattern = furat_module_pattern(statement, &graph);
  const furat_status status = remove_one(module, &pattern, &err);
  return status == FURAT_DONE ? 1 : end_change(module, status, &err);
}

static int
remove_statement(librdf_storage *storage, librdf_statement *statement)
{
  return context_remove_statement(storage, NULL, statement);
}

static int
context_remove_statements(librdf_storage *storage, librdf_node *context)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  const furat_term graph = furat_module_term(context);
  const furat_quads_pattern pattern = {.graph = &graph};
  furat_row row;
  bool known = false;
  furat_status status = begin_write(module, &err);
  if (status == FURAT_OK) {
    status = flush(module, &err);
  }
  if (status == FURAT_OK) {
    status = furat_quads_find_pattern(module->writer, &pattern, &row, &known, &err);
  }
  if (status == FURAT_OK && known) {
    status = furat_update_delete_pattern(module->writer, &row, NULL, &err);
  }
  return end_change(module, status, &err);
}

// ------------------------------------------------------------------------ reading

static int
size(librdf_storage *storage)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  if (furat_module_begin_read(module, &txn, &err) != FURAT_OK) {
    furat_module_failed(module, &err);
    return -1;
  }
  const uint64_t n = furat_statistics_totals(txn).n_quads;
  furat_module_end_read(module, txn);
  return n > INT_MAX ? INT_MAX : (int)n;
}

static furat_status
find_any(furat_module *module, const furat_quads_pattern *pattern, bool *found,
         furat_error *err)
{
  furat_txn *txn = NULL;
  furat_quads *quads = NULL;
  const furat_quad *batch;
  size_t n;
  furat_status status = furat_module_begin_read(module, &txn, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_quads_open(&quads, txn, pattern, err);
  if (status == FURAT_OK) {
    status = furat_quads_next(quads, &batch, &n, err);
    *found = status == FURAT_OK;
  }
  furat_quads_close(quads);
  furat_module_end_read(module, txn);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static int
has_match(librdf_storage *storage, librdf_node *subject, librdf_node *predicate,
          librdf_node *object)
{
  furat_module *module = module_of(storage);
  furat_error err = FURAT_ERROR_INIT;
  bool found = false;
  const furat_quads_pattern pattern = {.triple = {furat_module_term(subject),
                                                  furat_module_term(predicate),
                                                  furat_module_term(object)}};
  if (find_any(module, &pattern, &found, &err) != FURAT_OK) {
    furat_module_failed(module, &err);
  }
  return found;
}

static int
contains_statement(librdf_storage *storage, librdf_statement *statement)
{
  return has_match(storage, statement->subject, statement->predicate, statement->object);
}

static int
has_arc_in(librdf_storage *storage, librdf_node *node, librdf_node *property)
{
  return has_match(storage, NULL, property, node);
}

static int
has_arc_out(librdf_storage *storage, librdf_node *node, librdf_node *property)
{
  return has_match(storage, node, property, NULL);
}

static librdf_stream *
serialise(librdf_storage *storage)
{
  const furat_quads_pattern pattern = furat_module_pattern(NULL, NULL);
  return furat_module_stream(module_of(storage), &pattern);
}

static librdf_stream *
find_statements(librdf_storage *storage, librdf_statement *statement)
{
  const furat_quads_pattern pattern = furat_module_pattern(statement, NULL);
  return furat_module_stream(module_of(storage), &pattern);
}

static librdf_stream *
find_statements_in_context(librdf_storage *storage, librdf_statement *statement,
                           librdf_node *context)
{
  const furat_term graph = furat_module_term(context);
  const furat_quads_pattern pattern =
      furat_module_pattern(statement, context ? &graph : NULL);
  return furat_module_stream(module_of(storage), &pattern);
}

static librdf_stream *
context_serialise(librdf_storage *storage, librdf_node *context)
{
  const furat_term graph = furat_module_term(context);
  const furat_quads_pattern pattern = furat_module_pattern(NULL, &graph);
  return furat_module_stream(module_of(storage), &pattern);
}

static librdf_iterator *
get_contexts(librdf_storage *storage)
{
  return furat_module_contexts(module_of(storage));
}

static librdf_node *
get_feature(librdf_storage *storage, librdf_uri *feature)
{
  const char *name = (const char *)librdf_uri_as_string(feature);
  if (!name || strcmp(name, LIBRDF_MODEL_FEATURE_CONTEXTS) != 0) {
    return NULL;
  }
  return librdf_new_node_from_typed_literal(module_of(storage)->world,
                                            (const unsigned char *)"1", NULL, NULL);
}

static void
fill_factory(librdf_storage_factory *factory)
{
  factory->version = LIBRDF_STORAGE_INTERFACE_VERSION;
  factory->init = init;
  factory->clone = clone;
  factory->terminate = terminate;
  factory->open = open_storage;
  factory->close = close_storage;
  factory->sync = sync_storage;
  factory->size = size;
  factory->add_statement = add_statement;
  factory->add_statements = add_statements;
  factory->remove_statement = remove_statement;
  factory->contains_statement = contains_statement;
  factory->has_arc_in = has_arc_in;
  factory->has_arc_out = has_arc_out;
  factory->serialise = serialise;
  factory->find_statements = find_statements;
  factory->context_add_statement = context_add_statement;
  factory->context_add_statements = context_add_statements;
  factory->context_remove_statement = context_remove_statement;
  factory->context_remove_statements = context_remove_statements;
  factory->context_serialise = context_serialise;
  factory->find_statements_in_context = find_statements_in_context;
  factory->get_contexts = get_contexts;
  factory->get_feature = get_feature;
  factory->transaction_start = transaction_start;
  factory->transaction_start_with_handle = transaction_start_with_handle;
  factory->transaction_commit = transaction_commit;
  factory->transaction_rollback = transaction_rollback;
  factory->transaction_get_handle = transaction_get_handle;
}

/// What librdf looks for in the module.
FURAT_API void
librdf_storage_module_register_factory(librdf_world *world);

void
librdf_storage_module_register_factory(librdf_world *world)
{
  librdf_storage_register_factory(world, "furat", "Furat store", fill_factory);
}
