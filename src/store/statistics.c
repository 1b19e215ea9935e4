// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing the map `stats` (docs/FORMAT.md section 7), and sizes.
#include "store/statistics.h"

#include <endian.h>

#include "store/statistics_internal.h"

enum { VALUE_BYTES = FURAT_SEAL_BYTES + 24, KEY_BYTES = 8 };

static furat_str
predicate_key(uint8_t key[KEY_BYTES], furat_id predicate)
{
  furat_row_to_key(key, &predicate, 1);
  return (furat_str){(const char *)key, KEY_BYTES};
}

static furat_status
read_value(furat_predicate_statistics *out, furat_str key, furat_str value,
           furat_error *err)
{
  if (value.len != VALUE_BYTES || !furat_block_is_sealed(value, key)) {
    return furat_error_set(err, FURAT_CORRUPT, "the statistics of the store are damaged");
  }
  const uint8_t *bytes = (const uint8_t *)value.data + FURAT_SEAL_BYTES;
  out->n_quads = furat_load_le64(bytes);
  out->n_subjects = furat_load_le64(bytes + 8);
  out->n_objects = furat_load_le64(bytes + 16);
  return FURAT_OK;
}

furat_totals
furat_statistics_totals(const furat_txn *txn)
{
  return (furat_totals){.n_quads = txn->state.n_quads,
                        .n_subjects = txn->state.n_subjects,
                        .n_predicates = txn->state.n_predicates,
                        .n_objects = txn->state.n_objects,
                        .n_graphs = txn->state.n_graphs,
                        .n_terms = txn->state.n_terms + txn->pending.n};
}

furat_status
furat_statistics_of(furat_txn *txn, furat_id predicate, furat_predicate_statistics *out,
                    furat_error *err)
{
  uint8_t key[KEY_BYTES];
  furat_str value;
  *out = (furat_predicate_statistics){.predicate = predicate};
  const furat_status status =
      furat_kv_get(txn->kv, FURAT_KV_STATS, predicate_key(key, predicate), &value, err);
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? FURAT_OK : status;
  }
  return read_value(out, (furat_str){(const char *)key, KEY_BYTES}, value, err);
}

furat_status
furat_statistics_put(furat_txn *txn, const furat_predicate_statistics *statistics,
                     furat_error *err)
{
  uint8_t key[KEY_BYTES];
  uint8_t value[VALUE_BYTES];
  furat_txn_touch(txn);
  if (!statistics->n_quads) {
    return furat_kv_delete(txn->kv, FURAT_KV_STATS,
                           predicate_key(key, statistics->predicate), err);
  }
  uint8_t *bytes = value + FURAT_SEAL_BYTES;
  furat_store_le64(bytes, statistics->n_quads);
  furat_store_le64(bytes + 8, statistics->n_subjects);
  furat_store_le64(bytes + 16, statistics->n_objects);
  furat_block_seal(value, VALUE_BYTES, predicate_key(key, statistics->predicate));
  return furat_kv_put(txn->kv, FURAT_KV_STATS, predicate_key(key, statistics->predicate),
                      (furat_str){(const char *)value, VALUE_BYTES}, err);
}

furat_status
furat_statistics_predicates(furat_txn *txn, furat_id after,
                            furat_predicate_statistics *out, size_t cap, size_t *n,
                            furat_error *err)
{
  uint8_t bytes[KEY_BYTES];
  furat_kv_cursor *cursor;
  furat_str key, value;
  furat_status status = furat_kv_cursor_open(&cursor, txn->kv, FURAT_KV_STATS, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_kv_seek_le(cursor, predicate_key(bytes, after), &key, &value, err);
  status = status == FURAT_DONE ? furat_kv_first(cursor, &key, &value, err)
           : status == FURAT_OK ? furat_kv_next(cursor, &key, &value, err)
                                : status;
  *n = 0;
  while (status == FURAT_OK && *n < cap) {
    if (key.len != KEY_BYTES) {
      status =
          furat_error_set(err, FURAT_CORRUPT, "the statistics of the store are damaged");
      break;
    }
    furat_row_from_key(&out[*n].predicate, (const uint8_t *)key.data, 1);
    status = read_value(&out[*n], key, value, err);
    if (status == FURAT_OK) {
      *n += 1;
      status = furat_kv_next(cursor, &key, &value, err);
    }
  }
  furat_kv_cursor_close(cursor);
  return status == FURAT_DONE && *n ? FURAT_OK : status;
}

furat_status
furat_statistics_sizes(furat_txn *txn, furat_part_size out[FURAT_N_PARTS],
                       uint64_t *file_bytes, furat_error *err)
{
  _Static_assert((int)FURAT_N_PARTS == (int)FURAT_KV_N_MAPS + 2, "maps and two more");
  const uint64_t own_bytes = furat_kv_own_bytes(txn->kv);
  uint64_t n_used = own_bytes;
  furat_status status = furat_kv_file_bytes(txn->store->kv, file_bytes, err);
  for (unsigned map = 0; status == FURAT_OK && map < FURAT_KV_N_MAPS; ++map) {
    furat_kv_size size;
    status = furat_kv_map_size(txn->kv, (furat_kv_map)map, &size, err);
    out[map] = (furat_part_size){.name = furat_kv_map_name((furat_kv_map)map),
                                 .n_entries = size.n_entries,
                                 .n_bytes = size.n_bytes};
    n_used += size.n_bytes;
  }
  out[FURAT_KV_N_MAPS] = (furat_part_size){.name = "container", .n_bytes = own_bytes};
  out[FURAT_KV_N_MAPS + 1] = (furat_part_size){
      .name = "free", .n_bytes = *file_bytes > n_used ? *file_bytes - n_used : 0};
  return status;
}
