// SPDX-License-Identifier: GPL-3.0-or-later
// Loading goes through the bulk loader, whatever the size; reading through snapshots.
#include "engine/stored.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/quads.h"
#include "store/statistics.h"

// What the store says of its default graph.
static furat_status
choose_default_graph(furat_stored *stored, furat_error *err)
{
  bool is_union = false;
  furat_txn *txn = NULL;
  furat_status status = furat_txn_begin_read(&txn, stored->store, err);
  if (status == FURAT_OK) {
    status = furat_metadata_union(txn, &is_union, err);
    furat_txn_abort(txn);
  }
  stored->default_graph =
      is_union ? FURAT_DEFAULT_GRAPH_UNION : FURAT_DEFAULT_GRAPH_UNNAMED;
  return status;
}

furat_status
furat_stored_open(void **self, const furat_dataset_options *options, furat_error *err)
{
  furat_stored *stored = furat_alloc(sizeof *stored);
  if (!stored) {
    return furat_error_no_mem(err);
  }
  furat_store_mode mode = FURAT_STORE_WRITE;
  if (!options->path) {
    mode = FURAT_STORE_TEMPORARY;
  } else if (options->fixed) {
    mode = FURAT_STORE_READ_FIXED;
  } else if (options->read_only) {
    mode = FURAT_STORE_READ;
  } else if (options->create) {
    mode = FURAT_STORE_CREATE;
  }
  static const furat_load_options usual = {.no_wait = false};
  *stored = (furat_stored){.default_graph = options->default_graph,
                           .disabled_passes = options->disabled_passes,
                           .load = options->load ? options->load : &usual};
  furat_status status = furat_store_open(&stored->store, options->path, mode, err);
  if (status == FURAT_OK && stored->default_graph == FURAT_DEFAULT_GRAPH_OF_STORE) {
    status = choose_default_graph(stored, err);
  }
  if (status != FURAT_OK) {
    furat_store_close(stored->store);
    furat_free(stored);
    return status;
  }
  *self = stored;
  return FURAT_OK;
}

void
furat_stored_close(void *self)
{
  furat_stored *stored = self;
  assert(!stored->bulk);
  furat_store_close(stored->store);
  furat_load_folder_close(stored->load_folder);
  furat_free(stored);
}

furat_default_graph
furat_stored_default_graph(const void *self)
{
  const furat_stored *stored = self;
  return stored->default_graph;
}

furat_status
furat_stored_allow_load(void *self, const char *folder, furat_error *err)
{
  furat_stored *stored = self;
  furat_load_folder *opened = NULL;
  const furat_status status = furat_load_folder_open(&opened, folder, err);
  if (status == FURAT_OK) {
    furat_load_folder_close(stored->load_folder);
    stored->load_folder = opened;
  }
  return status;
}

// ---------------------------------------------------------------------- loading

static void
tell_progress(void *self, furat_bulk_phase phase, uint64_t n_done, uint64_t n_all)
{
  static const char *const words[] = {[FURAT_BULK_READING] = "reading",
                                      [FURAT_BULK_TERMS] = "writing terms",
                                      [FURAT_BULK_INDEXES] = "writing indexes",
                                      [FURAT_BULK_COMMITTING] = "writing to the disk"};
  const furat_stored *stored = self;
  if (phase != FURAT_BULK_READING && stored->load->progress) {
    stored->load->progress(stored->load->self, words[phase],
                           n_all > 0 ? (double)n_done / (double)n_all : -1);
  }
}

furat_status
furat_stored_load_begin(void *self, furat_quad_sink *sink, furat_error *err)
{
  furat_stored *stored = self;
  assert(!stored->bulk);
  furat_bulk_options options = FURAT_BULK_OPTIONS_INIT;
  options.memory_bytes = (size_t)stored->load->memory_bytes;
  options.wait_ms = stored->load->no_wait ? 0 : FURAT_TXN_WAIT_FOREVER;
  options.cancel = stored->load->cancel;
  options.self = stored;
  options.progress = tell_progress;
  const furat_status status =
      furat_bulk_begin(&stored->bulk, stored->store, &options, err);
  if (status == FURAT_OK) {
    *sink = furat_bulk_sink(stored->bulk);
  }
  return status;
}

void
furat_stored_load_default_graph(void *self, furat_default_graph default_graph)
{
  furat_stored *stored = self;
  assert(stored->bulk);
  furat_bulk_set_union(stored->bulk, default_graph == FURAT_DEFAULT_GRAPH_UNION);
}

furat_status
furat_stored_load_commit(void *self, furat_error *err)
{
  furat_stored *stored = self;
  furat_bulk_summary summary;
  const furat_status status = furat_bulk_finish(stored->bulk, &summary, err);
  stored->bulk = NULL;
  if (status == FURAT_OK && stored->load->n_added) {
    *stored->load->n_added = summary.n_added;
  }
  return status;
}

void
furat_stored_load_abort(void *self)
{
  furat_stored *stored = self;
  furat_bulk_abort(stored->bulk);
  stored->bulk = NULL;
}

furat_status
furat_stored_next_document(void *self, uint64_t *number, furat_error *err)
{
  (void)err;
  furat_stored *stored = self;
  assert(stored->bulk);
  *number = furat_bulk_document(stored->bulk);
  return FURAT_OK;
}

// ---------------------------------------------------------------------- reading

static furat_status
emit_all(furat_quads *quads, const furat_quad_sink *sink, const furat_cancel *cancel,
         furat_error *err)
{
  const furat_quad *batch;
  size_t n;
  furat_status status = furat_quads_next(quads, &batch, &n, err);
  while (status == FURAT_OK) {
    status = furat_quad_sink_emit(sink, batch, n, err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(cancel, err);
    }
    if (status == FURAT_OK) {
      status = furat_quads_next(quads, &batch, &n, err);
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_stored_match(void *self, const furat_term pattern[3], const furat_term *graph,
                   const furat_quad_sink *sink, const furat_cancel *cancel,
                   furat_error *err)
{
  furat_stored *stored = self;
  const furat_quads_pattern wanted = {.triple = {pattern[0], pattern[1], pattern[2]},
                                      .graph = graph};
  furat_txn *txn = NULL;
  furat_quads *quads = NULL;
  furat_status status = furat_txn_begin_read(&txn, stored->store, err);
  if (status == FURAT_OK) {
    status = furat_quads_open(&quads, txn, &wanted, err);
  }
  if (status == FURAT_OK) {
    status = emit_all(quads, sink, cancel, err);
  }
  furat_quads_close(quads);
  furat_txn_abort(txn);
  return status;
}

static int
compare_subjects(const void *a, const void *b)
{
  const furat_quad *left = a;
  const furat_quad *right = b;
  return furat_term_compare(&left->subject, &right->subject);
}

static furat_status
collect_graphs(furat_txn *txn, furat_vec *graphs, furat_arena *texts, furat_error *err)
{
  furat_id id = FURAT_ID_DEFAULT_GRAPH;
  furat_status status = furat_quads_next_graph(txn, id, &id, err);
  while (status == FURAT_OK) {
    furat_quad *quad = furat_vec_extend(graphs, 1);
    if (!quad) {
      return furat_vec_status(graphs, err);
    }
    status = furat_dictionary_term(txn, id, texts, &quad->subject, err);
    if (status == FURAT_OK) {
      status = furat_quads_next_graph(txn, id, &id, err);
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_stored_graphs(void *self, const furat_quad_sink *sink, furat_error *err)
{
  furat_stored *stored = self;
  furat_vec graphs;
  furat_arena texts;
  furat_txn *txn = NULL;
  furat_vec_init(&graphs, sizeof(furat_quad), SIZE_MAX / sizeof(furat_quad));
  furat_arena_init(&texts, SIZE_MAX);
  furat_status status = furat_txn_begin_read(&txn, stored->store, err);
  if (status == FURAT_OK) {
    status = collect_graphs(txn, &graphs, &texts, err);
  }
  if (status == FURAT_OK && graphs.n > 0) {
    qsort(graphs.items, graphs.n, sizeof(furat_quad), compare_subjects);
    status = furat_quad_sink_emit(sink, graphs.items, graphs.n, err);
  }
  furat_txn_abort(txn);
  furat_arena_clear(&texts);
  furat_vec_clear(&graphs);
  return status;
}

furat_status
furat_stored_count(void *self, uint64_t *n_quads, furat_error *err)
{
  furat_stored *stored = self;
  furat_txn *txn;
  const furat_status status = furat_txn_begin_read(&txn, stored->store, err);
  if (status == FURAT_OK) {
    *n_quads = furat_statistics_totals(txn).n_quads;
    furat_txn_abort(txn);
  }
  return status;
}

furat_store *
furat_stored_store(void *self)
{
  furat_stored *stored = self;
  return stored->store;
}

furat_status
furat_stored_prefixes(void *self, furat_prefixes *prefixes, furat_error *err)
{
  furat_stored *stored = self;
  furat_txn *txn;
  furat_status status = furat_txn_begin_read(&txn, stored->store, err);
  if (status == FURAT_OK) {
    status = furat_metadata_prefixes(txn, prefixes, err);
    furat_txn_abort(txn);
  }
  return status;
}
