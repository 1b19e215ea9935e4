// SPDX-License-Identifier: GPL-3.0-or-later
// Row tables: an array of rows, chains of rows by bucket.
#include "exec/row_table.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 256, FIRST_BUCKETS = 256, ROWS_AT_ONCE = 256 };

void
furat_row_table_init(furat_row_table *table, furat_execution *execution, size_t n_columns,
                     const size_t *key_columns, size_t n_keys)
{
  *table = (furat_row_table){.execution = execution,
                             .n_columns = n_columns,
                             .key_columns = key_columns,
                             .n_keys = n_keys};
}

void
furat_row_table_clear(furat_row_table *table)
{
  if (table->execution) {
    furat_execution_release(table->execution, table->counted_bytes);
  }
  furat_free(table->cells);
  furat_free(table->next);
  furat_free(table->heads);
  furat_free(table->filter);
  furat_row_table_init(table, table->execution, table->n_columns, table->key_columns,
                       table->n_keys);
}

// With the index, which has as many buckets as rows or up to twice as many, each with a
// byte of the filter.
static uint64_t
bytes_of(const furat_row_table *table, size_t cap_rows)
{
  uint64_t index = table->n_keys > 0 ? 3 * sizeof(uint32_t) + 2 : 0;
  return cap_rows * (table->n_columns * sizeof(furat_id) + index);
}

static size_t
capacity_for(const furat_row_table *table, size_t n_rows)
{
  size_t cap = table->cap_rows ? table->cap_rows : FIRST_CAPACITY;
  while (cap < n_rows) {
    cap *= 2;
  }
  return cap;
}

uint64_t
furat_row_table_bytes(const furat_row_table *table, size_t n_more)
{
  return bytes_of(table, capacity_for(table, table->n_rows + n_more));
}

static furat_status
grow(furat_row_table *table, size_t n_rows, furat_error *err)
{
  size_t cap = capacity_for(table, n_rows);
  if (cap >= FURAT_ROW_TABLE_NONE) {
    return furat_error_set(err, FURAT_NO_MEM,
                           "more than four thousand million intermediate solutions");
  }
  uint64_t more = bytes_of(table, cap) - table->counted_bytes;
  table->counted_bytes += more;
  furat_status status = furat_execution_keep(table->execution, more, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_id *cells =
      furat_realloc(table->cells, cap * (table->n_columns + 1), sizeof(furat_id));
  if (!cells) {
    return furat_error_no_mem(err);
  }
  table->cells = cells;
  table->cap_rows = cap;
  return FURAT_OK;
}

furat_status
furat_row_table_add(furat_row_table *table, furat_id *const *columns, size_t n_rows,
                    furat_error *err)
{
  if (table->n_rows + n_rows > table->cap_rows) {
    furat_status status = grow(table, table->n_rows + n_rows, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  for (size_t c = 0; c < table->n_columns; c++) {
    furat_id *to = table->cells + table->n_rows * table->n_columns + c;
    for (size_t i = 0; i < n_rows; i++) {
      to[i * table->n_columns] = columns[c][i];
    }
  }
  table->n_rows += n_rows;
  return FURAT_OK;
}

furat_status
furat_row_table_add_row(furat_row_table *table, const furat_id *row, furat_error *err)
{
  if (table->n_rows == table->cap_rows) {
    furat_status status = grow(table, table->n_rows + 1, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  memcpy(table->cells + table->n_rows++ * table->n_columns, row,
         table->n_columns * sizeof(furat_id));
  return FURAT_OK;
}

static uint64_t
mix(uint64_t hash, furat_id id)
{
  hash = (hash ^ id) * UINT64_C(0x9E3779B97F4A7C15);
  return hash ^ hash >> 32;
}

uint64_t
furat_row_table_hash_row(const furat_id *row, const size_t *key_columns, size_t n_keys)
{
  uint64_t hash = 0;
  for (size_t i = 0; i < n_keys; i++) {
    hash = mix(hash, row[key_columns[i]]);
  }
  return hash;
}

// Of `n` keys of a batch: what of them chooses a bit of the filter, and a bucket.
static void
hash_batch(const furat_row_table *table, furat_id *const *columns,
           const size_t *key_columns, size_t n, uint32_t *out)
{
  uint64_t hashes[FURAT_SOLUTIONS_ROWS];
  for (size_t row = 0; row < n; row++) {
    hashes[row] = mix(0, columns[key_columns[0]][row]);
  }
  for (size_t i = 1; i < table->n_keys; i++) {
    for (size_t row = 0; row < n; row++) {
      hashes[row] = mix(hashes[row], columns[key_columns[i]][row]);
    }
  }
  for (size_t row = 0; row < n; row++) {
    out[row] = (uint32_t)hashes[row];
  }
}

static uint32_t
hash_of_row(const furat_row_table *table, size_t row)
{
  return (uint32_t)furat_row_table_hash_row(furat_row_table_row(table, row),
                                            table->key_columns, table->n_keys);
}

static size_t
filter_mask(const furat_row_table *table)
{
  return 8 * table->n_buckets - 1;
}

// Rows [from, to) into the index, the last one first, so that chains ascend.
static void
index_rows(furat_row_table *table, size_t from, size_t to)
{
  uint32_t hashes[ROWS_AT_ONCE];
  for (size_t row = from; row < to; row++) {
    const uint32_t hash = hash_of_row(table, row);
    hashes[row - from] = hash;
    FURAT_PREFETCH(&table->heads[hash & (table->n_buckets - 1)]);
    FURAT_PREFETCH(&table->filter[(hash & filter_mask(table)) / 8]);
  }
  for (size_t row = to; row-- > from;) {
    const uint32_t hash = hashes[row - from];
    uint32_t *head = &table->heads[hash & (table->n_buckets - 1)];
    uint8_t *bits = &table->filter[(hash & filter_mask(table)) / 8];
    table->next[row] = *head;
    *head = (uint32_t)row;
    *bits = (uint8_t)(*bits | 1U << hash % 8);
  }
}

furat_status
furat_row_table_seal(furat_row_table *table, furat_error *err)
{
  if (table->n_keys == 0 || table->n_rows == 0) {
    return FURAT_OK;
  }
  unsigned n_polls = 0;
  size_t n = FIRST_BUCKETS;
  while (n < table->n_rows) {
    n *= 2;
  }
  table->n_buckets = n;
  table->heads = furat_alloc_zeroed(n, sizeof(uint32_t));
  table->next = furat_alloc_zeroed(table->n_rows, sizeof(uint32_t));
  table->filter = furat_alloc_zeroed(n, 1);
  if (!table->heads || !table->next || !table->filter) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    table->heads[i] = FURAT_ROW_TABLE_NONE;
  }
  for (size_t to = table->n_rows; to > 0;) {
    size_t from = to > ROWS_AT_ONCE ? to - ROWS_AT_ONCE : 0;
    furat_status status =
        furat_cancel_poll_often(table->execution->view->cancel, &n_polls, err);
    if (status != FURAT_OK) {
      return status;
    }
    index_rows(table, from, to);
    to = from;
  }
  return FURAT_OK;
}

static bool
has_key(const furat_row_table *table, uint32_t row, furat_id *const *columns,
        const size_t *key_columns, size_t at)
{
  const furat_id *cells = furat_row_table_row(table, row);
  for (size_t i = 0; i < table->n_keys; i++) {
    if (cells[table->key_columns[i]] != columns[key_columns[i]][at]) {
      return false;
    }
  }
  return true;
}

// From `row` (or none) along its chain.
static uint32_t
search(const furat_row_table *table, uint32_t row, furat_id *const *columns,
       const size_t *key_columns, size_t at)
{
  while (row != FURAT_ROW_TABLE_NONE && !has_key(table, row, columns, key_columns, at)) {
    row = table->next[row];
  }
  return row;
}

// Hashes to buckets, or to none where the filter tells that; the others are listed.
static size_t
filter_keys(const furat_row_table *table, uint32_t *hashes, size_t n, uint16_t *listed)
{
  size_t n_listed = 0;
  for (size_t i = 0; i < n; i++) {
    FURAT_PREFETCH(&table->filter[(hashes[i] & filter_mask(table)) / 8]);
  }
  for (size_t i = 0; i < n; i++) {
    const uint32_t hash = hashes[i];
    const bool may = table->filter[(hash & filter_mask(table)) / 8] >> hash % 8 & 1;
    const uint32_t bucket = hash & (uint32_t)(table->n_buckets - 1);
    listed[n_listed] = (uint16_t)i;
    n_listed += may;
    hashes[i] = may ? bucket : FURAT_ROW_TABLE_NONE;
  }
  for (size_t i = 0; i < n_listed; i++) {
    FURAT_PREFETCH(&table->heads[hashes[listed[i]]]);
  }
  return n_listed;
}

void
furat_row_table_find(const furat_row_table *table, furat_id *const *columns,
                     const size_t *key_columns, size_t n, uint32_t *first)
{
  if (table->n_rows == 0 || table->n_keys == 0) {
    for (size_t i = 0; i < n; i++) {
      first[i] = table->n_rows > 0 ? 0 : FURAT_ROW_TABLE_NONE;
    }
    return;
  }
  // Steps with a fetch ahead between them, each for those of the batch that are left.
  uint16_t left[FURAT_SOLUTIONS_ROWS];
  hash_batch(table, columns, key_columns, n, first);
  size_t n_left = filter_keys(table, first, n, left);
  for (size_t i = 0; i < n_left; i++) {
    uint32_t *row = &first[left[i]];
    *row = table->heads[*row];
    if (*row != FURAT_ROW_TABLE_NONE) {
      FURAT_PREFETCH(furat_row_table_row(table, *row));
      FURAT_PREFETCH(&table->next[*row]);
    }
  }
  for (size_t i = 0; i < n_left; i++) {
    uint32_t *row = &first[left[i]];
    *row = search(table, *row, columns, key_columns, left[i]);
  }
}

uint32_t
furat_row_table_next(const furat_row_table *table, uint32_t row, furat_id *const *columns,
                     const size_t *key_columns, size_t at)
{
  if (table->n_keys == 0) {
    return row + 1 < table->n_rows ? row + 1 : FURAT_ROW_TABLE_NONE;
  }
  return search(table, table->next[row], columns, key_columns, at);
}
