// SPDX-License-Identifier: GPL-3.0-or-later
// Row sets: one growing array of cells, chains of equal keys, an index over the chains.
#include "exec/row_set.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 64, BYTES_OF_INDEX_ROW = 24 };

void
furat_row_set_init(furat_row_set *set, furat_execution *execution, size_t n_columns,
                   const size_t *key_columns, size_t n_keys)
{
  *set = (furat_row_set){.execution = execution,
                         .n_columns = n_columns,
                         .key_columns = key_columns,
                         .n_keys = n_keys};
  furat_hash_index_init(&set->keys);
}

static size_t
bytes_of(const furat_row_set *set, size_t n_rows)
{
  return n_rows *
         (set->n_columns * sizeof(furat_id) + (set->n_keys ? BYTES_OF_INDEX_ROW : 0));
}

void
furat_row_set_clear(furat_row_set *set)
{
  if (set->cap_rows > 0) {
    furat_execution_release(set->execution, bytes_of(set, set->cap_rows));
  }
  furat_free(set->cells);
  furat_free(set->next);
  furat_hash_index_clear(&set->keys);
  furat_row_set_init(set, set->execution, set->n_columns, set->key_columns, set->n_keys);
}

bool
furat_row_set_has_room(const furat_row_set *set, size_t spare_bytes)
{
  size_t more = set->cap_rows ? set->cap_rows : FIRST_CAPACITY;
  return set->n_rows < set->cap_rows ||
         furat_execution_check(set->execution, bytes_of(set, more) + spare_bytes, NULL) ==
             FURAT_OK;
}

static furat_status
grow(furat_row_set *set, furat_error *err)
{
  size_t cap = set->cap_rows ? set->cap_rows * 2 : FIRST_CAPACITY;
  if (cap >= FURAT_ROW_NONE) {
    return furat_error_set(err, FURAT_NO_MEM,
                           "more than four thousand million intermediate solutions");
  }
  furat_id *cells = furat_realloc(set->cells, cap * set->n_columns, sizeof(furat_id));
  if (!cells) {
    return furat_error_no_mem(err);
  }
  set->cells = cells;
  if (set->n_keys > 0) {
    uint32_t *next = furat_realloc(set->next, cap, sizeof(uint32_t));
    if (!next) {
      return furat_error_no_mem(err);
    }
    set->next = next;
  }
  size_t more = bytes_of(set, cap - set->cap_rows);
  set->cap_rows = cap;
  return furat_execution_keep(set->execution, more, err);
}

static uint64_t
hash_key(const furat_id *key, size_t n)
{
  uint64_t hash = n;
  for (size_t i = 0; i < n; i++) {
    hash = furat_hash_mix(hash, key[i]);
  }
  return hash;
}

static bool
has_key(const void *context, uint32_t position, const void *key)
{
  const furat_row_set *set = context;
  const furat_id *ids = key;
  const furat_id *row = furat_row_set_row(set, position);
  for (size_t i = 0; i < set->n_keys; i++) {
    if (row[set->key_columns[i]] != ids[i]) {
      return false;
    }
  }
  return true;
}

uint32_t
furat_row_set_find(const furat_row_set *set, const furat_id *key)
{
  uint32_t position =
      furat_hash_index_find(&set->keys, hash_key(key, set->n_keys), has_key, set, key);
  return position == FURAT_HASH_NONE ? FURAT_ROW_NONE : position;
}

// Put the last row at the second place of its chain: the first stays the index's.
static furat_status
index_row(furat_row_set *set, uint32_t position, furat_error *err)
{
  const furat_id *row = furat_row_set_row(set, position);
  furat_id key[64];
  furat_id *ids = key;
  if (set->n_keys > sizeof(key) / sizeof(key[0])) {
    ids = furat_alloc_zeroed(set->n_keys, sizeof(furat_id));
    if (!ids) {
      return furat_error_no_mem(err);
    }
  }
  for (size_t i = 0; i < set->n_keys; i++) {
    ids[i] = row[set->key_columns[i]];
  }
  uint32_t first = furat_row_set_find(set, ids);
  bool added = true;
  if (first == FURAT_ROW_NONE) {
    set->next[position] = FURAT_ROW_NONE;
    added = furat_hash_index_add(&set->keys, hash_key(ids, set->n_keys), position);
  } else {
    set->next[position] = set->next[first];
    set->next[first] = position;
  }
  if (ids != key) {
    furat_free(ids);
  }
  return added ? FURAT_OK : furat_error_no_mem(err);
}

furat_status
furat_row_set_add(furat_row_set *set, const furat_id *row, uint32_t *position,
                  furat_error *err)
{
  if (set->n_rows == set->cap_rows) {
    furat_status status = grow(set, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (set->n_columns > 0) {
    memcpy(set->cells + set->n_rows * set->n_columns, row,
           set->n_columns * sizeof(furat_id));
  }
  *position = (uint32_t)set->n_rows++;
  return set->n_keys > 0 ? index_row(set, *position, err) : FURAT_OK;
}
