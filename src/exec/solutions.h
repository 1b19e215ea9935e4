// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of solutions: columns of ids.  FURAT_ID_NONE is an unbound variable.
#ifndef FURAT_EXEC_SOLUTIONS_H
#define FURAT_EXEC_SOLUTIONS_H

#include "base/attributes.h"
#include "base/error.h"
#include "store/id.h"

enum { FURAT_SOLUTIONS_ROWS = 1024 };

typedef struct furat_solutions {
  size_t n_rows;
  size_t n_columns;
  furat_id **columns; ///< n_columns of FURAT_SOLUTIONS_ROWS each
} furat_solutions;

/// Room for FURAT_SOLUTIONS_ROWS rows.
FURAT_NODISCARD furat_status
furat_solutions_new(furat_solutions **out, size_t n_columns, furat_error *err);

/// Accepts NULL.
void
furat_solutions_free(furat_solutions *batch);

/// Append row `row` of `from`: column i of the new row is from's column map[i], or
/// unbound where that is SIZE_MAX.  There must be room.
void
furat_solutions_append(furat_solutions *batch, const furat_solutions *from, size_t row,
                       const size_t *map);

#endif
