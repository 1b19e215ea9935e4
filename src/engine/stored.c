// SPDX-License-Identifier: GPL-3.0-or-later
// Loading collects rows, as the store takes many at once far faster than few.
#include "engine/stored.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/quads.h"
#include "store/statistics.h"
#include "store/update.h"

enum { MAX_ROWS = 1 << 20 };

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
  *stored = (furat_stored){.default_graph = options->default_graph,
                           .no_wait = options->no_wait,
                           .load_memory_bytes = options->load_memory_bytes};
  furat_vec_init(&stored->rows, sizeof(furat_row), MAX_ROWS);
  const furat_status status = furat_store_open(&stored->store, options->path, mode, err);
  if (status != FURAT_OK) {
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
  assert(!stored->writer);
  furat_vec_clear(&stored->rows);
  furat_store_close(stored->store);
  furat_free(stored);
}

// ---------------------------------------------------------------------- loading

static furat_status
insert_rows(furat_stored *stored, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (stored->rows.n > 0) {
    status = furat_update_insert(stored->writer, stored->rows.items, stored->rows.n, NULL,
                                 err);
    furat_vec_truncate(&stored->rows, 0);
  }
  return status;
}

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_stored *stored = self;
  furat_status status = FURAT_OK;
  if (stored->rows.n + n > MAX_ROWS) {
    status = insert_rows(stored, err);
  }
  for (size_t done = 0; done < n && status == FURAT_OK;) {
    const size_t piece = n - done < MAX_ROWS ? n - done : MAX_ROWS;
    furat_row *rows = furat_vec_extend(&stored->rows, piece);
    if (!rows) {
      return furat_vec_status(&stored->rows, err);
    }
    status =
        furat_dictionary_intern_quads(stored->writer, quads + done, piece, rows, err);
    done += piece;
    if (status == FURAT_OK && done < n) {
      status = insert_rows(stored, err);
    }
  }
  return status;
}

static furat_status
take_prefix(void *self, furat_str name, furat_str iri, furat_error *err)
{
  furat_stored *stored = self;
  return furat_metadata_set_prefix(stored->writer, name, iri, err);
}

furat_status
furat_stored_load_begin(void *self, furat_quad_sink *sink, furat_error *err)
{
  furat_stored *stored = self;
  assert(!stored->writer);
  *sink = (furat_quad_sink){.self = stored, .emit = take_quads, .prefix = take_prefix};
  return furat_txn_begin_write(&stored->writer, stored->store,
                               stored->no_wait ? 0 : FURAT_TXN_WAIT_FOREVER, err);
}

static void
end_load(furat_stored *stored)
{
  stored->writer = NULL;
  furat_vec_clear(&stored->rows);
}

furat_status
furat_stored_load_commit(void *self, furat_error *err)
{
  furat_stored *stored = self;
  furat_status status = insert_rows(stored, err);
  if (status == FURAT_OK) {
    status = furat_txn_commit(stored->writer, err);
  } else {
    furat_txn_abort(stored->writer);
  }
  end_load(stored);
  return status;
}

void
furat_stored_load_abort(void *self)
{
  furat_stored *stored = self;
  furat_txn_abort(stored->writer);
  end_load(stored);
}

furat_status
furat_stored_next_document(void *self, uint64_t *number, furat_error *err)
{
  furat_stored *stored = self;
  assert(stored->writer);
  return furat_metadata_counter(stored->writer, "documents", 1, number, err);
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
