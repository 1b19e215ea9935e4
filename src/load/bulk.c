// SPDX-License-Identifier: GPL-3.0-or-later
// The two threads and the two ways: chunks become sorted runs, which are merged at the
// end, or are interned and inserted at once.  LMDB is used by the encoder while it runs,
// and by the caller after it has been joined.
#include "load/bulk.h"

#include <stdatomic.h>

#include "base/memory.h"
#include "load/chunk.h"
#include "load/index.h"
#include "load/runs.h"
#include "rdf/prefixes.h"
#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/statistics.h"
#include "store/update.h"

enum {
  N_BATCHES = 4,
  INTERN_TERMS = 1 << 16,
  INSERT_ROWS = 1 << 18,
  MERGE_CHUNK_SHARE = 8, // of the memory, for chunks; sorting takes the half
  SORTED_ROW_BYTES = 3 * sizeof(furat_sort_row)
};
static const char document_counter[] = "documents";
static const size_t default_memory = (size_t)1 << 30;
static const size_t least_memory = (size_t)1 << 20;

struct furat_bulk {
  furat_bulk_options options;
  size_t chunk_bytes;
  size_t sort_rows;
  char *folder;
  furat_txn *txn;
  bool fresh;      ///< the store was empty
  bool sets_union; ///< what the default graph is goes in with the load
  bool is_union;
  uint64_t n_before;
  uint64_t n_read;
  uint64_t first_document;
  uint64_t n_documents;
  furat_prefixes prefixes;
  furat_batch *batch; ///< being filled
  furat_batch_queue free_batches;
  furat_batch_queue full_batches;
  pthread_t encoder;
  bool encoding; ///< the thread runs
  atomic_bool failed;
  atomic_bool abandoned;       ///< what the encoder has yet to do is for nothing
  furat_status encoder_status; ///< read after `failed` or the end
  furat_error encoder_err;
  furat_chunk chunk;
  furat_runs runs;
};

// ---- the encoder's thread

/// The ids of a chunk's terms, in its order; values have theirs already.
static furat_status
intern_chunk(furat_bulk *bulk, const uint32_t *order, uint32_t n_indexed, furat_id *ids,
             furat_error *err)
{
  const furat_chunk *chunk = &bulk->chunk;
  furat_term *terms = furat_realloc(NULL, INTERN_TERMS, sizeof(*terms));
  furat_status status = terms ? FURAT_OK : furat_error_no_mem(err);
  for (uint32_t from = 0; status == FURAT_OK && from < n_indexed; from += INTERN_TERMS) {
    const uint32_t n =
        n_indexed - from < INTERN_TERMS ? n_indexed - from : (uint32_t)INTERN_TERMS;
    for (uint32_t i = 0; i < n; ++i) {
      const furat_chunk_term *t = &chunk->terms[order[from + i]];
      const furat_str text = furat_chunk_text(t);
      terms[i] = t->tag == FURAT_ID_TAG_IRI     ? furat_term_iri(text)
                 : t->tag == FURAT_ID_TAG_BLANK ? furat_term_blank(text)
                 : t->tag == FURAT_ID_TAG_LANG_STRING
                     ? furat_term_lang_string(text, furat_chunk_extra(t))
                     : furat_term_literal(text, furat_chunk_extra(t));
    }
    status = furat_dictionary_intern(bulk->txn, terms, n, ids + from, err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(bulk->options.cancel, err);
    }
  }
  for (uint32_t i = n_indexed; i < chunk->n_terms; ++i) {
    ids[i] = chunk->terms[order[i]].inline_id;
  }
  furat_free(terms);
  return status;
}

static furat_status
insert_quads(furat_bulk *bulk, const furat_id *ids, furat_error *err)
{
  const furat_chunk *chunk = &bulk->chunk;
  furat_row *rows = furat_realloc(NULL, INSERT_ROWS, sizeof(*rows));
  furat_status status = rows ? FURAT_OK : furat_error_no_mem(err);
  for (size_t from = 0; status == FURAT_OK && from < chunk->n_quads;
       from += INSERT_ROWS) {
    const size_t n =
        chunk->n_quads - from < INSERT_ROWS ? chunk->n_quads - from : (size_t)INSERT_ROWS;
    for (size_t i = 0; i < n; ++i) {
      for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
        const uint32_t number = chunk->quads[from + i][f];
        rows[i].field[f] =
            number == FURAT_CHUNK_DEFAULT_GRAPH ? FURAT_ID_DEFAULT_GRAPH : ids[number];
      }
    }
    status = furat_update_insert(bulk->txn, rows, n, NULL, err);
    if (status == FURAT_OK) {
      status = furat_cancel_poll(bulk->options.cancel, err);
    }
  }
  furat_free(rows);
  return status;
}

/// Merge the chunk into a store that holds something.
static furat_status
merge_chunk(furat_bulk *bulk, furat_error *err)
{
  uint32_t *order = NULL;
  uint32_t n_indexed;
  furat_status status = furat_chunk_sort(&bulk->chunk, &order, &n_indexed, err);
  furat_id *ids = NULL;
  if (status == FURAT_OK) {
    ids =
        furat_realloc(NULL, bulk->chunk.n_terms ? bulk->chunk.n_terms : 1, sizeof(*ids));
    status =
        ids ? intern_chunk(bulk, order, n_indexed, ids, err) : furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    status = insert_quads(bulk, ids, err);
  }
  furat_free(order);
  furat_free(ids);
  furat_chunk_clear(&bulk->chunk);
  return status;
}

static furat_status
end_chunk(furat_bulk *bulk, furat_error *err)
{
  if (!bulk->chunk.n_quads) {
    return FURAT_OK;
  }
  return bulk->fresh ? furat_runs_add(&bulk->runs, &bulk->chunk, err)
                     : merge_chunk(bulk, err);
}

static furat_status
encode(furat_bulk *bulk, const furat_batch *batch, furat_error *err)
{
  furat_status status = furat_cancel_poll(bulk->options.cancel, err);
  if (status == FURAT_OK) {
    status = furat_chunk_add(&bulk->chunk, batch, err);
  }
  if (status == FURAT_OK && furat_chunk_bytes(&bulk->chunk) > bulk->chunk_bytes) {
    status = end_chunk(bulk, err);
  }
  return status;
}

/// After a failure batches still go round, so that the caller never waits for ever.
static void *
run_encoder(void *argument)
{
  furat_bulk *bulk = argument;
  furat_batch *batch;
  while ((batch = furat_batch_queue_take(&bulk->full_batches))) {
    if (bulk->encoder_status == FURAT_OK && !atomic_load(&bulk->abandoned)) {
      bulk->encoder_status = encode(bulk, batch, &bulk->encoder_err);
      if (bulk->encoder_status != FURAT_OK) {
        atomic_store(&bulk->failed, true);
      }
    }
    furat_batch_reset(batch);
    furat_batch_queue_put(&bulk->free_batches, batch);
  }
  if (bulk->encoder_status == FURAT_OK && !atomic_load(&bulk->abandoned)) {
    bulk->encoder_status = end_chunk(bulk, &bulk->encoder_err);
  }
  return NULL;
}

// ---- the caller's thread

static void
tell(const furat_bulk *bulk, furat_bulk_phase phase, uint64_t n_done, uint64_t n_all)
{
  if (bulk->options.progress) {
    bulk->options.progress(bulk->options.self, phase, n_done, n_all);
  }
}

static furat_status
encoder_failure(const furat_bulk *bulk, furat_error *err)
{
  if (err && err->status == FURAT_OK) {
    *err = bulk->encoder_err;
  }
  return bulk->encoder_status;
}

static furat_status
hand_over(furat_bulk *bulk, furat_error *err)
{
  furat_batch_queue_put(&bulk->full_batches, bulk->batch);
  bulk->batch = furat_batch_queue_take(&bulk->free_batches);
  tell(bulk, FURAT_BULK_READING, bulk->n_read, 0);
  return atomic_load(&bulk->failed) ? encoder_failure(bulk, err) : FURAT_OK;
}

static furat_status
emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_bulk *bulk = self;
  for (size_t i = 0; i < n; ++i) {
    furat_status status = furat_batch_add(bulk->batch, &quads[i], err);
    if (status == FURAT_OK && furat_batch_is_full(bulk->batch)) {
      status = hand_over(bulk, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
    bulk->n_read += 1;
  }
  return FURAT_OK;
}

static furat_status
take_prefix(void *self, furat_str name, furat_str iri, furat_error *err)
{
  furat_bulk *bulk = self;
  furat_str known;
  return furat_prefixes_find(&bulk->prefixes, name, &known)
             ? FURAT_OK
             : furat_prefixes_set(&bulk->prefixes, name, iri, err);
}

furat_quad_sink
furat_bulk_sink(furat_bulk *bulk)
{
  return (furat_quad_sink){.self = bulk, .emit = emit, .prefix = take_prefix};
}

/// The folder of a path, or of the working directory.
static char *
folder_of(const char *path)
{
  const furat_str s = furat_str_of(path);
  const size_t slash = furat_str_rfind_byte(s, '/');
  if (slash == s.len) {
    return furat_strdup(FURAT_STR("."));
  }
  return furat_strdup(slash ? furat_str_slice(s, 0, slash) : FURAT_STR("/"));
}

static void
release(furat_bulk *bulk)
{
  furat_batch_free(bulk->batch);
  furat_batch_queue_clear(&bulk->free_batches);
  furat_batch_queue_clear(&bulk->full_batches);
  furat_chunk_clear(&bulk->chunk);
  furat_runs_clear(&bulk->runs);
  furat_prefixes_clear(&bulk->prefixes);
  furat_free(bulk->folder);
  furat_free(bulk);
}

static furat_status
start(furat_bulk *bulk, furat_store *store, furat_error *err)
{
  furat_status status = furat_txn_begin_write_unless(
      &bulk->txn, store, bulk->options.wait_ms, bulk->options.cancel, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_totals totals = furat_statistics_totals(bulk->txn);
  bulk->n_before = totals.n_quads;
  bulk->fresh = !totals.n_quads && !totals.n_terms;
  status =
      furat_metadata_counter(bulk->txn, document_counter, 0, &bulk->first_document, err);
  if (status == FURAT_OK) {
    status = furat_batch_new(&bulk->batch, err);
  }
  for (unsigned i = 1; status == FURAT_OK && i < N_BATCHES; ++i) {
    furat_batch *batch;
    status = furat_batch_new(&batch, err);
    if (status == FURAT_OK) {
      furat_batch_queue_put(&bulk->free_batches, batch);
    }
  }
  if (status == FURAT_OK) {
    const int code = pthread_create(&bulk->encoder, NULL, run_encoder, bulk);
    bulk->encoding = code == 0;
    status = code ? furat_error_io(err, "cannot start a thread for", "loading", code)
                  : FURAT_OK;
  }
  return status;
}

furat_status
furat_bulk_begin(furat_bulk **out, furat_store *store, const furat_bulk_options *options,
                 furat_error *err)
{
  furat_bulk *bulk = furat_alloc_zeroed(1, sizeof(*bulk));
  if (!bulk) {
    return furat_error_no_mem(err);
  }
  bulk->options = *options;
  size_t memory = options->memory_bytes ? options->memory_bytes : default_memory;
  memory = memory < least_memory ? least_memory : memory;
  bulk->chunk_bytes = memory / MERGE_CHUNK_SHARE;
  bulk->sort_rows = memory / 2 / SORTED_ROW_BYTES;
  furat_prefixes_init(&bulk->prefixes);
  furat_batch_queue_init(&bulk->free_batches);
  furat_batch_queue_init(&bulk->full_batches);
  furat_chunk_init(&bulk->chunk, options->cancel);
  bulk->folder = options->temporary_folder
                     ? furat_strdup(furat_str_of(options->temporary_folder))
                     : folder_of(furat_store_path(store));
  furat_runs_init(&bulk->runs, bulk->folder, options->cancel);
  const furat_status status =
      bulk->folder ? start(bulk, store, err) : furat_error_no_mem(err);
  if (status != FURAT_OK) {
    furat_bulk_abort(bulk);
    return status;
  }
  *out = bulk;
  return FURAT_OK;
}

uint64_t
furat_bulk_document(furat_bulk *bulk)
{
  bulk->n_documents += 1;
  return bulk->first_document + bulk->n_documents;
}

static void
stop_encoder(furat_bulk *bulk)
{
  furat_batch_queue_close(&bulk->full_batches);
  if (bulk->encoding) {
    pthread_join(bulk->encoder, NULL);
    bulk->encoding = false;
  }
}

static void
tell_index(void *self, unsigned n_done, unsigned n_all)
{
  tell(self, FURAT_BULK_INDEXES, n_done, n_all);
}

/// Make the dictionary and the permutations of an empty store from the runs.
static furat_status
build(furat_bulk *bulk, furat_error *err)
{
  furat_ranks ranks;
  const furat_index_options options = {.folder = bulk->folder,
                                       .max_rows = bulk->sort_rows,
                                       .cancel = bulk->options.cancel,
                                       .self = bulk,
                                       .progress = tell_index};
  tell(bulk, FURAT_BULK_TERMS, 0, 0);
  furat_ranks_init(&ranks);
  furat_status status =
      furat_runs_merge(&bulk->runs, bulk->txn, &ranks, bulk->sort_rows, err);
  if (status == FURAT_OK) {
    tell_index(bulk, 0, FURAT_N_PERMUTATIONS);
    status = furat_index_build(bulk->txn, &bulk->runs, &ranks, &options, err);
  }
  furat_ranks_clear(&ranks);
  return status;
}

static furat_status
write_metadata(furat_bulk *bulk, furat_error *err)
{
  uint64_t ignored;
  furat_status status = furat_metadata_counter(bulk->txn, document_counter,
                                               bulk->n_documents, &ignored, err);
  for (size_t i = 0; status == FURAT_OK && i < bulk->prefixes.entries.n; ++i) {
    const furat_prefix *p = &FURAT_VEC_AT(&bulk->prefixes.entries, furat_prefix, i);
    status = furat_metadata_set_prefix(bulk->txn, p->name, p->iri, err);
  }
  return status == FURAT_OK && bulk->sets_union
             ? furat_metadata_set_union(bulk->txn, bulk->is_union, err)
             : status;
}

void
furat_bulk_set_union(furat_bulk *bulk, bool is_union)
{
  bulk->sets_union = true;
  bulk->is_union = is_union;
}

furat_status
furat_bulk_finish(furat_bulk *bulk, furat_bulk_summary *summary, furat_error *err)
{
  furat_batch_queue_put(&bulk->full_batches, bulk->batch);
  bulk->batch = NULL;
  stop_encoder(bulk);
  furat_status status =
      bulk->encoder_status == FURAT_OK ? FURAT_OK : encoder_failure(bulk, err);
  if (status == FURAT_OK && bulk->fresh) {
    status = build(bulk, err);
  }
  if (status == FURAT_OK) {
    status = write_metadata(bulk, err);
  }
  if (status != FURAT_OK) {
    furat_bulk_abort(bulk);
    return status;
  }
  summary->n_read = bulk->n_read;
  summary->n_added = furat_statistics_totals(bulk->txn).n_quads - bulk->n_before;
  tell(bulk, FURAT_BULK_COMMITTING, 0, 0);
  status = furat_txn_commit(bulk->txn, err);
  release(bulk);
  return status;
}

void
furat_bulk_abort(furat_bulk *bulk)
{
  if (bulk) {
    atomic_store(&bulk->abandoned, true);
    stop_encoder(bulk);
    furat_txn_abort(bulk->txn);
    release(bulk);
  }
}
