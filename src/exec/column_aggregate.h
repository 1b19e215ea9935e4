// SPDX-License-Identifier: GPL-3.0-or-later
// Aggregates of variables over whole batches: a column is gone through at once, with no
// look at an expression for each of its rows.
//                                           accumulators -> [column_aggregate] -> group
#ifndef FURAT_EXEC_COLUMN_AGGREGATE_H
#define FURAT_EXEC_COLUMN_AGGREGATE_H

#include "exec/aggregate.h"

/// An aggregate of each group: one of those that plan/choose_columns.c lets through.
typedef struct furat_column_aggregate {
  const furat_aggregate *aggregate;
  furat_accumulator *accumulators; ///< of group 0;
  size_t stride;                   ///< those of the next group are so many further on
  const furat_id *column;          ///< of the variable; NULL: COUNT(*)
  furat_view *view;
  furat_arena *scratch;
} furat_column_aggregate;

/// Take row `row` (from `from` to `to`) into group groups[row], or all into group 0 if
/// `groups` is NULL.  Stops at a row that has
/// to be evaluated (an unbound variable, a number that is no small integer): `*stopped`
/// is its number then, or `to`.
FURAT_NODISCARD furat_status
furat_column_aggregate_add(const furat_column_aggregate *self, const uint32_t *groups,
                           size_t from, size_t to, size_t *stopped, furat_error *err);

#endif
