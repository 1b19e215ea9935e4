// SPDX-License-Identifier: GPL-3.0-or-later
// How the width of a screen is shared among the columns of a table.
#ifndef FURAT_RESULTS_COLUMNS_H
#define FURAT_RESULTS_COLUMNS_H

#include <stddef.h>

#include "base/error.h"

/// Of `n` columns, how many could have room side by side in `width` cells if each were a
/// cell wide; at least one.  `width` 0: all.
size_t
furat_columns_most(size_t n, size_t width);

/// What columns need, each an array of as many.
typedef struct furat_column_needs {
  const size_t *contents; ///< for all that is below the heading
  const size_t *usual;    ///< for nearly all of that
  size_t kept;            ///< the column that tells rows apart, from 1; 0: none
} furat_column_needs;

/// Shrink the widths of `n` columns so that with their borders they take at most `width`
/// cells (0: no bound).  First long headings give way, then the few cells that are wider
/// than the others of their column, then the widest columns down to a width that they
/// share, then the kept column, and at last all of them down to four cells.  `*n_fit` is
/// how many of the columns, from the left, have room then; at least one.
FURAT_NODISCARD furat_status
furat_columns_fit(size_t *widths, const furat_column_needs *needs, size_t n, size_t width,
                  size_t *n_fit, furat_error *err);

/// What `n` columns of these widths leave free of `width` cells.
size_t
furat_columns_free(const size_t *widths, size_t n, size_t width);

#endif
