// SPDX-License-Identifier: GPL-3.0-or-later
// Moving in a set of rows.  Every step checks that keys ascend and that a seek has not
// been led astray, so that a damaged tree gives an error where it would give a wrong
// answer.
#include <assert.h>

#include "base/memory.h"
#include "store/tree_internal.h"

furat_tree
furat_tree_of_permutation(furat_kv_txn *txn, furat_permutation permutation)
{
  return (furat_tree){.txn = txn,
                      .map =
                          (furat_kv_map)((unsigned)FURAT_KV_SPOG + (unsigned)permutation),
                      .n_columns = FURAT_N_FIELDS,
                      .group_fields = furat_permutations[permutation].group_fields,
                      .counted = true};
}

furat_tree
furat_tree_of_hashes(furat_kv_txn *txn)
{
  return (furat_tree){.txn = txn, .map = FURAT_KV_HASH, .n_columns = 2};
}

int
furat_row_compare(const furat_id *a, const furat_id *b, unsigned n_fields)
{
  for (unsigned c = 0; c < n_fields; ++c) {
    if (a[c] != b[c]) {
      return a[c] < b[c] ? -1 : 1;
    }
  }
  return 0;
}

bool
furat_row_after_prefix(furat_id *out, const furat_id *prefix, unsigned n_fields,
                       unsigned n_columns)
{
  memset(out, 0, n_columns * sizeof(*out));
  for (unsigned c = n_fields; c; --c) {
    if (prefix[c - 1] != UINT64_MAX) {
      memcpy(out, prefix, c * sizeof(*out));
      out[c - 1] += 1;
      return true;
    }
  }
  return false;
}

furat_status
furat_tree_cursor_open(furat_tree_cursor **out, const furat_tree *tree, furat_error *err)
{
  furat_tree_cursor *cursor = furat_alloc(sizeof(*cursor));
  if (!cursor) {
    return furat_error_no_mem(err);
  }
  cursor->tree = *tree;
  const furat_status status =
      furat_kv_cursor_open(&cursor->kv, tree->txn, tree->map, err);
  if (status != FURAT_OK) {
    furat_free(cursor);
    return status;
  }
  *out = cursor;
  return FURAT_OK;
}

void
furat_tree_cursor_close(furat_tree_cursor *cursor)
{
  if (cursor) {
    furat_kv_cursor_close(cursor->kv);
    furat_free(cursor);
  }
}

static furat_status
enter(furat_tree_cursor *cursor, furat_str key, furat_str value, furat_error *err)
{
  memset(cursor->from, 0, sizeof(cursor->from));
  memset(cursor->to, 0, sizeof(cursor->to));
  cursor->n_searches = 0;
  return furat_block_open(&cursor->block, key, value, cursor->tree.n_columns, err);
}

static furat_status
astray(furat_error *err)
{
  return furat_error_set(err, FURAT_CORRUPT, "an index of the store is out of order");
}

furat_status
furat_tree_seek(furat_tree_cursor *cursor, const furat_id *row, furat_error *err)
{
  furat_str key, value;
  const size_t key_bytes = 8 * (size_t)cursor->tree.n_columns;
  furat_row_to_key(cursor->key, row, cursor->tree.n_columns);
  const furat_str wanted = {(const char *)cursor->key, key_bytes};
  furat_status status = furat_kv_seek_le(cursor->kv, wanted, &key, &value, err);
  const bool before_all = status == FURAT_DONE;
  if (before_all) {
    status = furat_kv_first(cursor->kv, &key, &value, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (key.len != key_bytes ||
      (memcmp(key.data, cursor->key, key_bytes) > 0) != before_all) {
    return astray(err);
  }
  if (before_all) {
    memcpy(cursor->key, key.data, key_bytes);
  }
  return enter(cursor, key, value, err);
}

furat_status
furat_tree_seek_ahead(furat_tree_cursor *cursor, const furat_id *row, furat_error *err)
{
  furat_str key, value;
  const size_t key_bytes = 8 * (size_t)cursor->tree.n_columns;
  furat_row_to_key(cursor->key, row, cursor->tree.n_columns);
  const furat_str wanted = {(const char *)cursor->key, key_bytes};
  const furat_status status =
      furat_kv_seek_le_ahead(cursor->kv, wanted, &key, &value, err);
  if (status != FURAT_OK) {
    return status;
  }
  return key.len == key_bytes && memcmp(key.data, cursor->key, key_bytes) <= 0
             ? enter(cursor, key, value, err)
             : astray(err);
}

furat_status
furat_tree_next(furat_tree_cursor *cursor, furat_error *err)
{
  furat_str key, value;
  const size_t key_bytes = 8 * (size_t)cursor->tree.n_columns;
  const furat_status status = furat_kv_next(cursor->kv, &key, &value, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (key.len != key_bytes || memcmp(key.data, cursor->key, key_bytes) <= 0) {
    return astray(err);
  }
  memcpy(cursor->key, key.data, key_bytes);
  return enter(cursor, key, value, err);
}

const furat_id *
furat_tree_column(furat_tree_cursor *cursor, unsigned column, size_t from, size_t to)
{
  assert(column < cursor->tree.n_columns);
  furat_id *values = cursor->columns[column];
  if (from < cursor->from[column] || to > cursor->to[column]) {
    furat_block_column(&cursor->block, column, from, to, values + from);
    cursor->from[column] = (uint16_t)from;
    cursor->to[column] = (uint16_t)to;
  }
  return values;
}

/// The first index in [low, high) of an ascending column whose value is not below
/// `value`.
static size_t
lower_bound(const furat_id *column, size_t low, size_t high, furat_id value)
{
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const bool below = column[middle] < value;
    low = below ? middle + 1 : low;
    high = below ? high : middle;
  }
  return low;
}

/// Whether the rows could be found in a column that is still packed; a block that is
/// asked often is better unpacked, but where places can be computed.
static bool
search_packed(furat_tree_cursor *cursor, unsigned c, furat_id value, size_t *low,
              size_t *high)
{
  enum { MOST_SEARCHES = 12 };
  const bool unpacked = *low >= cursor->from[c] && *high <= cursor->to[c];
  if (furat_block_column_is_even(&cursor->block, c)) {
    return furat_block_search(&cursor->block, c, value, low, high);
  }
  if (unpacked || cursor->n_searches == MOST_SEARCHES ||
      !furat_block_search(&cursor->block, c, value, low, high)) {
    return false;
  }
  cursor->n_searches += 1;
  return true;
}

void
furat_tree_equal_range(furat_tree_cursor *cursor, const furat_id *row, unsigned n_fields,
                       size_t from, size_t *low, size_t *high)
{
  *low = from;
  *high = cursor->block.n_rows;
  for (unsigned c = 0; c < n_fields && *low < *high; ++c) {
    if (furat_block_column_is_constant(&cursor->block, c)) {
      const furat_id value = cursor->block.first[c];
      *low = value < row[c] ? *high : *low;
      *high = value > row[c] ? *low : *high;
      continue;
    }
    if (search_packed(cursor, c, row[c], low, high)) {
      continue;
    }
    const furat_id *column = furat_tree_column(cursor, c, *low, *high);
    const size_t end = *high;
    *low = lower_bound(column, *low, end, row[c]);
    *high = *low;
    // Runs are mostly short: look close by first.
    for (size_t step = 1; *high < end && column[*high] == row[c]; step *= 2) {
      const size_t probe = *high + step < end ? *high + step : end;
      *high = column[probe - 1] == row[c] ? probe
                                          : lower_bound(column, *high, probe, row[c] + 1);
      if (*high < probe) {
        break;
      }
    }
  }
}
