// SPDX-License-Identifier: GPL-3.0-or-later
// Row tables: an array of rows, chains of rows by bucket.
#include "exec/row_table.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_CAPACITY = 256, FIRST_BUCKETS = 256 };

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
  furat_row_table_init(table, table->execution, table->n_columns, table->key_columns,
                       table->n_keys);
}

// With the index, which has as many buckets as rows or up to twice as many.
static uint64_t
bytes_of(const furat_row_table *table, size_t cap_rows)
{
  uint64_t index = table->n_keys > 0 ? 3 * sizeof(uint32_t) : 0;
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
furat_row_table_hash(furat_id *const *columns, const size_t *key_columns, size_t n_keys,
                     size_t row)
{
  uint64_t hash = 0;
  for (size_t i = 0; i < n_keys; i++) {
    hash = mix(hash, columns[key_columns[i]][row]);
  }
  return hash;
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

static uint64_t
hash_of_row(const furat_row_table *table, size_t row)
{
  return furat_row_table_hash_row(furat_row_table_row(table, row), table->key_columns,
                                  table->n_keys);
}

furat_status
furat_row_table_seal(furat_row_table *table, furat_error *err)
{
  enum { ROWS_BETWEEN_POLLS = 1 << 16 };
  if (table->n_keys == 0 || table->n_rows == 0) {
    return FURAT_OK;
  }
  size_t n = FIRST_BUCKETS;
  while (n < table->n_rows) {
    n *= 2;
  }
  table->n_buckets = n;
  table->heads = furat_alloc_zeroed(n, sizeof(uint32_t));
  table->next = furat_alloc_zeroed(table->n_rows, sizeof(uint32_t));
  if (!table->heads || !table->next) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    table->heads[i] = FURAT_ROW_TABLE_NONE;
  }
  // From the last row on, so that chains ascend.
  for (size_t row = table->n_rows; row-- > 0;) {
    uint32_t *head = &table->heads[hash_of_row(table, row) & (n - 1)];
    table->next[row] = *head;
    *head = (uint32_t)row;
    furat_status status = row % ROWS_BETWEEN_POLLS == 0
                              ? furat_cancel_poll(table->execution->view->cancel, err)
                              : FURAT_OK;
    if (status != FURAT_OK) {
      return status;
    }
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
  // Three steps with a fetch ahead between them, each for the whole batch.
  for (size_t i = 0; i < n; i++) {
    uint64_t hash = furat_row_table_hash(columns, key_columns, table->n_keys, i);
    first[i] = (uint32_t)(hash & (table->n_buckets - 1));
    FURAT_PREFETCH(&table->heads[first[i]]);
  }
  for (size_t i = 0; i < n; i++) {
    first[i] = table->heads[first[i]];
    if (first[i] != FURAT_ROW_TABLE_NONE) {
      FURAT_PREFETCH(furat_row_table_row(table, first[i]));
    }
  }
  for (size_t i = 0; i < n; i++) {
    first[i] = search(table, first[i], columns, key_columns, i);
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
