// SPDX-License-Identifier: GPL-3.0-or-later
// A hash join that has no room: both inputs go to a temporary file, divided by the hash
// of their keys, and are joined part by part.  A part that has no room either is divided
// again by other bits.                         row_file -> [hash_parts] -> op_hash_join
#ifndef FURAT_EXEC_HASH_PARTS_H
#define FURAT_EXEC_HASH_PARTS_H

#include "exec/join.h"
#include "exec/row_file.h"
#include "exec/row_table.h"

typedef struct furat_hash_parts {
  furat_join *join;
  furat_row_table *table; ///< of the part at hand
  uint64_t max_bytes;     ///< of the table; 0: no bound, nothing is ever divided
  bool divided;
  furat_vec waiting;        ///< parts that have not had their turn: hash_parts.c
  furat_row_reader reader;  ///< of the left rows of the part at hand
  furat_row_file *ended[2]; ///< files that end with the part at hand, or NULL
  furat_solutions *batch;   ///< of left rows
} furat_hash_parts;

/// `join` and `table` must outlive it.
void
furat_hash_parts_init(furat_hash_parts *parts, furat_join *join, furat_row_table *table);

/// Forget all parts.
void
furat_hash_parts_clear(furat_hash_parts *parts);

/// Find the bound of the table: of what the budget still has, half.  Without keys nothing
/// can be divided, and not where somebody relies on the order of the left input.
void
furat_hash_parts_start(furat_hash_parts *parts);

/// Whether so many more rows have no room in the table.
bool
furat_hash_parts_overflow(const furat_hash_parts *parts, size_t n_more);

/// Divide both inputs: what the table has, the batch of right at hand and all that comes
/// behind it, and all of left.  furat_hash_parts_next() is to be called then.
FURAT_NODISCARD furat_status
furat_hash_parts_divide(furat_hash_parts *parts, furat_error *err);

/// Fill and seal the table with the next part; furat_hash_parts_pull() gives its left
/// rows.  FURAT_DONE when there is none.
FURAT_NODISCARD furat_status
furat_hash_parts_next(furat_hash_parts *parts, furat_error *err);

/// A batch of left rows of the part.
FURAT_NODISCARD furat_status
furat_hash_parts_pull(furat_hash_parts *parts, const furat_solutions **batch,
                      furat_error *err);

#endif
