// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a transaction; totals are read when it begins and written when it commits.
#include "store/txn.h"

#include <endian.h>
#include <stdio.h>
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

static furat_status
begin(furat_txn **out, furat_store *store, bool writable, uint64_t wait_ms,
      const furat_cancel *cancel, furat_error *err)
{
  furat_txn *txn = furat_alloc_zeroed(1, sizeof(*txn));
  if (!txn) {
    return furat_error_no_mem(err);
  }
  txn->store = store;
  txn->cancel = cancel;
  furat_status status =
      writable ? furat_kv_begin_write(&txn->kv, store->kv, wait_ms, cancel, err)
               : furat_kv_begin_read(&txn->kv, store->kv, err);
  if (status != FURAT_OK) {
    furat_free(txn);
    return status;
  }
  furat_terms_reader_init(&txn->terms, txn->kv);
  furat_vec_init(&txn->pending, sizeof(furat_pending_term), FURAT_HASH_NONE / 2);
  furat_hash_index_init(&txn->pending_index);
  furat_arena_init(&txn->arena, SIZE_MAX);
  furat_arena_init(&txn->datatype_arena, SIZE_MAX);
  furat_vec_init(&txn->datatypes, sizeof(furat_known_datatype), MAX_DATATYPES);
  status = writable || furat_kv_is_complete(txn->kv)
               ? read_state(txn, err)
               : furat_error_set(err, FURAT_CORRUPT, "the store %s has lost a part",
                                 furat_kv_path(store->kv));
  if (status != FURAT_OK) {
    furat_txn_abort(txn);
    return status;
  }
  *out = txn;
  return FURAT_OK;
}

furat_status
furat_txn_begin_read(furat_txn **out, furat_store *store, furat_error *err)
{
  return begin(out, store, false, 0, NULL, err);
}

furat_status
furat_txn_begin_write(furat_txn **out, furat_store *store, uint64_t wait_ms,
                      furat_error *err)
{
  return begin(out, store, true, wait_ms, NULL, err);
}

furat_status
furat_txn_begin_write_unless(furat_txn **out, furat_store *store, uint64_t wait_ms,
                             const furat_cancel *cancel, furat_error *err)
{
  return begin(out, store, true, wait_ms, cancel, err);
}

furat_status
furat_txn_commit(furat_txn *txn, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (txn->failed) {
    status = furat_error_set(err, FURAT_INTERNAL,
                             "a change of the store has failed and cannot be kept");
  } else if (furat_kv_is_writable(txn->kv)) {
    status = furat_dictionary_flush(txn, err);
    if (status == FURAT_OK && txn->changed) {
      status = write_state(txn, err);
    }
  }
  const bool keep = status == FURAT_OK && txn->changed;
  release(txn);
  if (keep) {
    status = furat_kv_commit(txn->kv, err);
  } else {
    furat_kv_abort(txn->kv);
  }
  furat_free(txn);
  return status;
}

void
furat_txn_abort(furat_txn *txn)
{
  if (txn) {
    release(txn);
    furat_kv_abort(txn->kv);
    furat_free(txn);
  }
}

bool
furat_txn_is_writable(const furat_txn *txn)
{
  return furat_kv_is_writable(txn->kv);
}

uint64_t
furat_txn_stamp(const furat_txn *txn)
{
  return txn->stamp;
}

uint64_t
furat_txn_commits(const furat_txn *txn)
{
  return txn->state.n_commits;
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
