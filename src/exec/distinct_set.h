// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that DISTINCT in an aggregate has met: each is told to be new once.  What the
// budget has no room for waits in parts of a file, by hash, until all have come, and is
// told then.                                        row_set, row_file -> [distinct_set]
#ifndef FURAT_EXEC_DISTINCT_SET_H
#define FURAT_EXEC_DISTINCT_SET_H

#include "exec/row_file.h"
#include "exec/row_set.h"

typedef struct furat_distinct_set {
  furat_row_set seen;
  const size_t *columns;   ///< 0, 1, 2 ...
  furat_row_file *waiting; ///< rows that are no `seen` ones; NULL: all had room
  unsigned level;          ///< of the bits that divide them
} furat_distinct_set;

/// Empty; `columns` (0, 1, 2 ... n_columns - 1) is borrowed.
void
furat_distinct_set_init(furat_distinct_set *set, furat_execution *execution,
                        size_t n_columns, const size_t *columns);

/// Free and be empty.  Accepts a zeroed one.
void
furat_distinct_set_clear(furat_distinct_set *set);

/// Whether a row was not met before.  Also false when it has to wait, since `spare_bytes`
/// of the budget must be left.
FURAT_NODISCARD furat_status
furat_distinct_set_add(furat_distinct_set *set, const furat_id *row, size_t spare_bytes,
                       bool *is_new, furat_error *err);

/// Tell the rows that wait, each once, and be empty.
FURAT_NODISCARD furat_status
furat_distinct_set_finish(furat_distinct_set *set, size_t spare_bytes, void *self,
                          furat_status (*tell)(void *self, const furat_id *row,
                                               furat_error *err),
                          furat_error *err);

#endif
