// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a transaction; totals are read when it begins and written when it commits.
#include "store/txn.h"

#include <endian.h>
#include <string.h>

#include "base/memory.h"
#include "store/txn_internal.h"

enum { N_TOTALS = sizeof(furat_state) / sizeof(uint64_t), MAX_DATATYPES = 64 };

furat_status
furat_meta_open(furat_str name, furat_str *value, furat_error *err)
{
  if (!furat_block_is_sealed(*value, name)) {
    return furat_error_set(err, FURAT_CORRUPT, "the metadata of the store are damaged");
  }
  *value = furat_str_slice(*value, FURAT_SEAL_BYTES, value->len);
  return FURAT_OK;
}

furat_status
furat_meta_get(furat_txn *txn, furat_str name, furat_str *value, furat_error *err)
{
  const furat_status status = furat_kv_get(txn->kv, FURAT_KV_META, name, value, err);
  return status == FURAT_OK ? furat_meta_open(name, value, err) : status;
}

furat_status
furat_meta_put(furat_kv_txn *txn, furat_str name, furat_str value, furat_error *err)
{
  furat_buffer sealed;
  furat_buffer_init(&sealed, SIZE_MAX);
  furat_buffer_append_fill(&sealed, 0, FURAT_SEAL_BYTES);
  furat_buffer_append(&sealed, value);
  furat_status status = furat_buffer_status(&sealed, err);
  if (status == FURAT_OK) {
    furat_block_seal((uint8_t *)sealed.data, sealed.len, name);
    status = furat_kv_put(txn, FURAT_KV_META, name, furat_buffer_str(&sealed), err);
  }
  furat_buffer_clear(&sealed);
  return status;
}

static furat_status
read_state(furat_txn *txn, furat_error *err)
{
  furat_str value;
  uint64_t words[N_TOTALS];
  const furat_status status = furat_meta_get(txn, FURAT_STR("state"), &value, err);
  if (status != FURAT_OK && status != FURAT_DONE) {
    return status;
  }
  if (status == FURAT_DONE || value.len != sizeof(words)) {
    return furat_error_set(err, FURAT_CORRUPT, "the store %s has lost its totals",
                           furat_kv_path(txn->store->kv));
  }
  memcpy(words, value.data, sizeof(words));
  for (unsigned i = 0; i < N_TOTALS; ++i) {
    words[i] = le64toh(words[i]);
  }
  memcpy(&txn->state, words, sizeof(words));
  return FURAT_OK;
}

static furat_status
write_state(furat_txn *txn, furat_error *err)
{
  uint64_t words[N_TOTALS];
  txn->state.n_commits += 1;
  memcpy(words, &txn->state, sizeof(words));
  for (unsigned i = 0; i < N_TOTALS; ++i) {
    words[i] = htole64(words[i]);
  }
  return furat_meta_put(txn->kv, FURAT_STR("state"),
                        (furat_str){(const char *)words, sizeof(words)}, err);
}

static void
release(furat_txn *txn)
{
  furat_terms_reader_clear(&txn->terms);
  furat_tree_cursor_close(txn->hashes);
  furat_vec_clear(&txn->pending);
  furat_hash_index_clear(&txn->pending_index);
  furat_arena_clear(&txn->arena);
  furat_vec_clear(&txn->datatypes);
  furat_arena_clear(&txn->datatype_arena);
}

static void
init_view(furat_txn *txn)
{
  furat_terms_reader_init(&txn->terms, txn->kv);
  furat_vec_init(&txn->pending, sizeof(furat_pending_term), FURAT_HASH_NONE / 2);
  furat_hash_index_init(&txn->pending_index);
  furat_arena_init(&txn->arena, SIZE_MAX);
  furat_arena_init(&txn->datatype_arena, SIZE_MAX);
  furat_vec_init(&txn->datatypes, sizeof(furat_known_datatype), MAX_DATATYPES);
}

static furat_status
begin_alone(furat_txn *txn, uint64_t wait_ms, furat_error *err)
{
  furat_kv *kv = txn->store->kv;
  furat_status status =
      txn->writes ? furat_kv_begin_write(&txn->kv, kv, wait_ms, txn->cancel, err)
                  : furat_kv_begin_read(&txn->kv, kv, err);
  if (status != FURAT_OK) {
    return status;
  }
  init_view(txn);
  status = txn->writes || furat_kv_is_complete(txn->kv)
               ? read_state(txn, err)
               : furat_error_set(err, FURAT_CORRUPT, "the store %s has lost a part",
                                 furat_kv_path(kv));
  if (status != FURAT_OK) {
    release(txn);
    furat_kv_abort(txn->kv);
  }
  return status;
}

static furat_status
begin_part(furat_txn *txn, furat_txn *whole, furat_error *err)
{
  furat_txn_parts *parts = &whole->parts;
  if (parts->writing) {
    return furat_error_set(err, FURAT_BUSY, "the open transaction is being changed");
  }
  if (txn->writes && parts->n_reading) {
    return furat_error_set(err, FURAT_BUSY,
                           "results of the open transaction are still being read");
  }
  const furat_status status =
      txn->writes ? furat_kv_part_begin(whole->kv, err) : FURAT_OK;
  if (status == FURAT_OK) {
    txn->whole = whole;
    txn->kv = whole->kv;
    txn->state = whole->state;
    parts->writing = txn->writes;
    parts->n_reading += !txn->writes;
    init_view(txn);
  }
  return status;
}

/// The transaction of furat_store_begin(), if it is this thread's.
static furat_txn *
open_here(furat_store *store)
{
  pthread_mutex_lock(&store->mutex);
  furat_txn *open =
      store->open && pthread_equal(store->owner, pthread_self()) ? store->open : NULL;
  pthread_mutex_unlock(&store->mutex);
  return open;
}

static furat_status
begin(furat_txn **out, furat_store *store, furat_txn *whole, bool writes,
      uint64_t wait_ms, const furat_cancel *cancel, furat_error *err)
{
  furat_txn *txn = furat_alloc_zeroed(1, sizeof(*txn));
  if (!txn) {
    return furat_error_no_mem(err);
  }
  txn->store = store;
  txn->writes = writes;
  txn->cancel = cancel;
  const furat_status status =
      whole ? begin_part(txn, whole, err) : begin_alone(txn, wait_ms, err);
  if (status != FURAT_OK) {
    furat_free(txn);
    return status;
  }
  *out = txn;
  return FURAT_OK;
}

furat_status
furat_txn_begin_read(furat_txn **out, furat_store *store, furat_error *err)
{
  return begin(out, store, open_here(store), false, 0, NULL, err);
}

furat_status
furat_txn_begin_write(furat_txn **out, furat_store *store, uint64_t wait_ms,
                      furat_error *err)
{
  return furat_txn_begin_write_unless(out, store, wait_ms, NULL, err);
}

furat_status
furat_txn_begin_write_unless(furat_txn **out, furat_store *store, uint64_t wait_ms,
                             const furat_cancel *cancel, furat_error *err)
{
  return begin(out, store, open_here(store), true, wait_ms, cancel, err);
}

/// What waits in memory goes into the file.
static furat_status
complete(furat_txn *txn, furat_error *err)
{
  if (txn->failed) {
    return furat_error_set(err, FURAT_INTERNAL,
                           "a change of the store has failed and cannot be kept");
  }
  furat_status status = txn->writes ? furat_dictionary_flush(txn, err) : FURAT_OK;
  if (status == FURAT_OK && txn->changed && !txn->whole) {
    status = write_state(txn, err);
  }
  return status;
}

/// The file's part of the end; FURAT_OK for a transaction without changes.
static furat_status
end_kv(furat_txn *txn, bool keep, furat_error *err)
{
  if (txn->whole && txn->writes && keep) {
    return furat_kv_part_commit(txn->kv, err);
  }
  if (txn->whole && txn->writes) {
    furat_kv_part_abort(txn->kv);
  } else if (!txn->whole && keep) {
    return furat_kv_commit(txn->kv, err);
  } else if (!txn->whole) {
    furat_kv_abort(txn->kv);
  }
  return FURAT_OK;
}

/// The whole goes on from where its part has come to.
static void
take_part(furat_txn *whole, const furat_txn *part)
{
  furat_store *store = whole->store;
  whole->state = part->state;
  whole->changed = true;
  pthread_mutex_lock(&store->mutex);
  whole->parts.number = FURAT_TXN_UNCOMMITTED | ++store->n_numbers;
  pthread_mutex_unlock(&store->mutex);
}

static furat_status
end(furat_txn *txn, bool keep, furat_error *err)
{
  furat_txn *whole = txn->whole;
  release(txn);
  const furat_status status = end_kv(txn, keep, err);
  if (whole && keep && status == FURAT_OK) {
    take_part(whole, txn);
  }
  if (whole) {
    whole->parts.n_reading -= !txn->writes;
    whole->parts.writing = false;
  }
  furat_free(txn);
  return status;
}

furat_status
furat_txn_commit(furat_txn *txn, furat_error *err)
{
  const furat_status status = complete(txn, err);
  const furat_status ended = end(txn, status == FURAT_OK && txn->changed, err);
  return status == FURAT_OK ? ended : status;
}

void
furat_txn_abort(furat_txn *txn)
{
  if (txn) {
    (void)end(txn, false, NULL);
  }
}

// ---- several transactions as one

static void
set_open(furat_store *store, furat_txn *txn)
{
  pthread_mutex_lock(&store->mutex);
  store->open = txn;
  store->owner = pthread_self();
  pthread_mutex_unlock(&store->mutex);
}

furat_status
furat_store_begin(furat_store *store, uint64_t wait_ms, const furat_cancel *cancel,
                  furat_error *err)
{
  furat_txn *txn = NULL;
  if (open_here(store)) {
    return furat_error_set(err, FURAT_USAGE, "a transaction is open already");
  }
  const furat_status status = begin(&txn, store, NULL, true, wait_ms, cancel, err);
  if (status == FURAT_OK) {
    txn->cancel = NULL; // which need not live as long
    set_open(store, txn);
  }
  return status;
}

/// The transaction of this thread, when it can end.
static furat_status
take_open(furat_store *store, furat_txn **out, furat_error *err)
{
  furat_txn *open = open_here(store);
  if (!open) {
    return furat_error_set(err, FURAT_USAGE, "no transaction is open");
  }
  if (open->parts.writing || open->parts.n_reading) {
    return furat_error_set(err, FURAT_BUSY, "the open transaction is still being %s",
                           open->parts.writing ? "changed" : "read");
  }
  set_open(store, NULL);
  *out = open;
  return FURAT_OK;
}

furat_status
furat_store_commit(furat_store *store, furat_error *err)
{
  furat_txn *txn = NULL;
  const furat_status status = take_open(store, &txn, err);
  return status == FURAT_OK ? furat_txn_commit(txn, err) : status;
}

furat_status
furat_store_rollback(furat_store *store, furat_error *err)
{
  furat_txn *txn = NULL;
  const furat_status status = take_open(store, &txn, err);
  if (status == FURAT_OK) {
    furat_txn_abort(txn);
  }
  return status;
}

bool
furat_store_in_transaction(furat_store *store)
{
  return open_here(store) != NULL;
}

bool
furat_txn_is_writable(const furat_txn *txn)
{
  return txn->writes;
}

uint64_t
furat_txn_commits(const furat_txn *txn)
{
  const uint64_t number = txn->whole ? txn->whole->parts.number : 0;
  return number ? number : txn->state.n_commits;
}

void
furat_txn_touch(furat_txn *txn)
{
  txn->stamp += 1;
  txn->changed = true;
}

furat_status
furat_txn_note(furat_txn *txn, furat_status status)
{
  txn->failed = txn->failed || status != FURAT_OK;
  return status;
}
