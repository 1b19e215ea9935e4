// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of ids kept in memory, with a hash index over some of their columns: the stuff of
// joins, groups, sorts and DISTINCT.  Counts its memory against the execution's budget.
#ifndef FURAT_EXEC_ROW_SET_H
#define FURAT_EXEC_ROW_SET_H

#include "exec/operator.h"

typedef struct furat_row_set {
  furat_execution *execution;
  size_t n_columns;
  size_t n_rows;
  size_t cap_rows;
  furat_id *cells;       ///< row after row
  uint32_t *next;        ///< chain of rows with the same key; FURAT_ROW_NONE ends it
  furat_hash_index keys; ///< position: the first row of a chain
  size_t n_keys;
  const size_t *key_columns;
} furat_row_set;

#define FURAT_ROW_NONE UINT32_MAX

/// Rows of `n_columns`, indexed by the `n_keys` columns `key_columns` (borrowed; 0: no
/// index).
void
furat_row_set_init(furat_row_set *set, furat_execution *execution, size_t n_columns,
                   const size_t *key_columns, size_t n_keys);

/// Free and be empty.
void
furat_row_set_clear(furat_row_set *set);

/// Whether there is room for one more row: no need to grow, or growing leaves
/// `spare_bytes` of the budget.
bool
furat_row_set_has_room(const furat_row_set *set, size_t spare_bytes);

/// Append a row.
FURAT_NODISCARD furat_status
furat_row_set_add(furat_row_set *set, const furat_id *row, uint32_t *position,
                  furat_error *err);

/// The first row whose key is `key` (n_keys ids), or FURAT_ROW_NONE; the others follow in
/// `next`.
uint32_t
furat_row_set_find(const furat_row_set *set, const furat_id *key);

static inline const furat_id *
furat_row_set_row(const furat_row_set *set, size_t row)
{
  return set->cells + row * set->n_columns;
}

#endif
