// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of statements and iterators over contexts.  Outside of transactions they read a
// snapshot of their own, so that a program may change the store while it reads; inside,
// where only the writer sees the changes, the matches are collected first.

#include "base/memory.h"
#include "redland/module_internal.h"
#include "store/dictionary.h"

typedef struct module_stream {
  furat_module *module;
  furat_txn *txn;
  furat_quads *quads;      ///< of a snapshot
  const furat_quad *batch; ///< its
  furat_vec copies;        ///< furat_quad, collected in a transaction
  furat_arena texts;       ///< of `copies`
  size_t n;                ///< of `batch` or `copies`
  size_t at;
  librdf_statement *statement; ///< the last that was given, or NULL
  librdf_node *context;
} module_stream;

static void
forget_given(module_stream *stream)
{
  if (stream->statement) {
    librdf_free_statement(stream->statement);
    stream->statement = NULL;
  }
  if (stream->context) {
    librdf_free_node(stream->context);
    stream->context = NULL;
  }
}

// Read the next batch of a snapshot; the end, and a failure, is an empty one.
static void
refill(module_stream *stream)
{
  furat_error err = FURAT_ERROR_INIT;
  stream->at = 0;
  stream->n = 0;
  if (!stream->quads) {
    return;
  }
  const furat_status status =
      furat_quads_next(stream->quads, &stream->batch, &stream->n, &err);
  if (status != FURAT_OK) {
    stream->n = 0;
  }
  if (status != FURAT_OK && status != FURAT_DONE) {
    furat_module_failed(stream->module, &err);
  }
}

static bool
copy_quad(furat_arena *arena, const furat_quad *quad, furat_quad *out)
{
  return furat_term_copy(arena, &quad->subject, &out->subject) &&
         furat_term_copy(arena, &quad->predicate, &out->predicate) &&
         furat_term_copy(arena, &quad->object, &out->object) &&
         furat_term_copy(arena, &quad->graph, &out->graph);
}

static furat_status
collect(module_stream *stream, furat_error *err)
{
  furat_status status = furat_quads_next(stream->quads, &stream->batch, &stream->n, err);
  while (status == FURAT_OK) {
    for (size_t i = 0; i < stream->n; i++) {
      furat_quad *copy = furat_vec_extend(&stream->copies, 1);
      if (!copy || !copy_quad(&stream->texts, &stream->batch[i], copy)) {
        return furat_error_no_mem(err);
      }
    }
    status = furat_quads_next(stream->quads, &stream->batch, &stream->n, err);
  }
  furat_quads_close(stream->quads);
  stream->quads = NULL;
  stream->batch = stream->copies.items;
  stream->n = stream->copies.n;
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
begin(module_stream *stream, const furat_quads_pattern *pattern, furat_error *err)
{
  furat_module *module = stream->module;
  furat_status status = furat_module_begin_read(module, &stream->txn, err);
  if (status == FURAT_OK) {
    status = furat_quads_open(&stream->quads, stream->txn, pattern, err);
  }
  if (status == FURAT_OK && module->in_transaction) {
    status = collect(stream, err);
    furat_module_end_read(module, stream->txn);
    stream->txn = NULL;
  } else if (status == FURAT_OK) {
    refill(stream);
  }
  return status;
}

static int
is_end(void *context)
{
  const module_stream *stream = context;
  return stream->at >= stream->n;
}

static int
next(void *context)
{
  module_stream *stream = context;
  forget_given(stream);
  stream->at++;
  if (stream->at >= stream->n) {
    refill(stream);
  }
  return is_end(stream);
}

static librdf_statement *
make_statement(librdf_world *world, const furat_quad *quad)
{
  librdf_node *subject = furat_module_node(world, &quad->subject);
  librdf_node *predicate = furat_module_node(world, &quad->predicate);
  librdf_node *object = furat_module_node(world, &quad->object);
  // Takes the nodes, whatever the result.
  return librdf_new_statement_from_nodes(world, subject, predicate, object);
}

static void *
get(void *context, int what)
{
  module_stream *stream = context;
  if (is_end(stream)) {
    return NULL;
  }
  const furat_quad *quad = &stream->batch[stream->at];
  if (what == LIBRDF_STREAM_GET_METHOD_GET_CONTEXT) {
    if (!stream->context) {
      stream->context = furat_module_node(stream->module->world, &quad->graph);
    }
    return stream->context;
  }
  if (what != LIBRDF_STREAM_GET_METHOD_GET_OBJECT) {
    return NULL;
  }
  if (!stream->statement) {
    stream->statement = make_statement(stream->module->world, quad);
  }
  return stream->statement;
}

static void
finish(void *context)
{
  module_stream *stream = context;
  furat_module *module = stream->module;
  forget_given(stream);
  furat_quads_close(stream->quads);
  furat_module_end_read(module, stream->txn);
  furat_vec_clear(&stream->copies);
  furat_arena_clear(&stream->texts);
  furat_free(stream);
  librdf_storage_remove_reference(module->storage);
}

librdf_stream *
furat_module_stream(furat_module *module, const furat_quads_pattern *pattern)
{
  furat_error err = FURAT_ERROR_INIT;
  module_stream *stream = furat_alloc_zeroed(1, sizeof *stream);
  if (!stream) {
    return NULL;
  }
  stream->module = module;
  furat_vec_init(&stream->copies, sizeof(furat_quad), SIZE_MAX / sizeof(furat_quad));
  furat_arena_init(&stream->texts, SIZE_MAX);
  librdf_storage_add_reference(module->storage);
  if (begin(stream, pattern, &err) != FURAT_OK) {
    furat_module_failed(module, &err);
    finish(stream);
    return NULL;
  }
  // On failure it has called finish().
  return librdf_new_stream(module->world, stream, is_end, next, get, finish);
}

// --------------------------------------------------------------------- contexts

typedef struct module_contexts {
  furat_module *module;
  furat_vec names; ///< furat_term
  furat_arena texts;
  size_t at;
  librdf_node *node; ///< the last that was given, or NULL
} module_contexts;

static furat_status
collect_names(module_contexts *contexts, furat_error *err)
{
  furat_txn *txn;
  furat_id id = FURAT_ID_DEFAULT_GRAPH;
  furat_status status = furat_module_begin_read(contexts->module, &txn, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_quads_next_graph(txn, id, &id, err);
  while (status == FURAT_OK) {
    furat_term *name = furat_vec_extend(&contexts->names, 1);
    status = name ? furat_dictionary_term(txn, id, &contexts->texts, name, err)
                  : furat_error_no_mem(err);
    if (status == FURAT_OK) {
      status = furat_quads_next_graph(txn, id, &id, err);
    }
  }
  furat_module_end_read(contexts->module, txn);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static int
contexts_is_end(void *context)
{
  const module_contexts *contexts = context;
  return contexts->at >= contexts->names.n;
}

static void
contexts_forget(module_contexts *contexts)
{
  if (contexts->node) {
    librdf_free_node(contexts->node);
    contexts->node = NULL;
  }
}

static int
contexts_next(void *context)
{
  module_contexts *contexts = context;
  contexts_forget(contexts);
  contexts->at++;
  return contexts_is_end(contexts);
}

static void *
contexts_get(void *context, int what)
{
  module_contexts *contexts = context;
  if (what != LIBRDF_ITERATOR_GET_METHOD_GET_OBJECT || contexts_is_end(contexts)) {
    return NULL;
  }
  if (!contexts->node) {
    contexts->node =
        furat_module_node(contexts->module->world,
                          &FURAT_VEC_AT(&contexts->names, furat_term, contexts->at));
  }
  return contexts->node;
}

static void
contexts_finish(void *context)
{
  module_contexts *contexts = context;
  furat_module *module = contexts->module;
  contexts_forget(contexts);
  furat_vec_clear(&contexts->names);
  furat_arena_clear(&contexts->texts);
  furat_free(contexts);
  librdf_storage_remove_reference(module->storage);
}

librdf_iterator *
furat_module_contexts(furat_module *module)
{
  furat_error err = FURAT_ERROR_INIT;
  module_contexts *contexts = furat_alloc_zeroed(1, sizeof *contexts);
  if (!contexts) {
    return NULL;
  }
  contexts->module = module;
  furat_vec_init(&contexts->names, sizeof(furat_term), SIZE_MAX / sizeof(furat_term));
  furat_arena_init(&contexts->texts, SIZE_MAX);
  librdf_storage_add_reference(module->storage);
  if (collect_names(contexts, &err) != FURAT_OK) {
    furat_module_failed(module, &err);
    contexts_finish(contexts);
    return NULL;
  }
  return librdf_new_iterator(module->world, contexts, contexts_is_end, contexts_next,
                             contexts_get, contexts_finish);
}
