// SPDX-License-Identifier: GPL-3.0-or-later
// A hash table of rows of ids that is filled, sealed, and then asked: the kept side of a
// hash join.  Rows stand one after the other, so that a hit costs one line of cache;
// whole batches are looked up at once, so that misses overlap.  Counts its memory against
// the execution's budget.
#ifndef FURAT_EXEC_ROW_TABLE_H
#define FURAT_EXEC_ROW_TABLE_H

#include "exec/operator.h"

#define FURAT_ROW_TABLE_NONE UINT32_MAX

typedef struct furat_row_table {
  furat_execution *execution;
  size_t n_columns;
  size_t n_keys; ///< 0: every row meets every key
  const size_t *key_columns;
  size_t n_rows;
  size_t cap_rows;
  furat_id *cells;
  uint32_t *next;  ///< the row behind in its bucket
  uint32_t *heads; ///< by bucket
  size_t n_buckets;
  /// Bits by hash, eight times as many as buckets: most keys without a row are told by
  /// them, which are near when buckets and rows are not.
  uint8_t *filter;
  uint64_t counted_bytes;
} furat_row_table;

/// Empty; `key_columns` is borrowed.
void
furat_row_table_init(furat_row_table *table, furat_execution *execution, size_t n_columns,
                     const size_t *key_columns, size_t n_keys);

/// Free and be empty.
void
furat_row_table_clear(furat_row_table *table);

/// What the table would take of the budget with `n_more` rows.
uint64_t
furat_row_table_bytes(const furat_row_table *table, size_t n_more);

/// Append the rows of a batch of n_columns columns.
FURAT_NODISCARD furat_status
furat_row_table_add(furat_row_table *table, furat_id *const *columns, size_t n_rows,
                    furat_error *err);

/// Append one row that is in one piece.
FURAT_NODISCARD furat_status
furat_row_table_add_row(furat_row_table *table, const furat_id *row, furat_error *err);

/// No more rows come: index them.
FURAT_NODISCARD furat_status
furat_row_table_seal(furat_row_table *table, furat_error *err);

static inline const furat_id *
furat_row_table_row(const furat_row_table *table, size_t row)
{
  return table->cells + row * table->n_columns;
}

/// Hash of the key of one row that is in one piece, also for whoever divides rows among
/// tables.
uint64_t
furat_row_table_hash_row(const furat_id *row, const size_t *key_columns, size_t n_keys);

/// For each of `n` (at most FURAT_SOLUTIONS_ROWS) keys (columns `key_columns` of
/// `columns`) the first row with that key, or FURAT_ROW_TABLE_NONE.
void
furat_row_table_find(const furat_row_table *table, furat_id *const *columns,
                     const size_t *key_columns, size_t n, uint32_t *first);

/// The row behind `row` with the key of row `at` of `columns`, or FURAT_ROW_TABLE_NONE.
uint32_t
furat_row_table_next(const furat_row_table *table, uint32_t row, furat_id *const *columns,
                     const size_t *key_columns, size_t at);

#endif
