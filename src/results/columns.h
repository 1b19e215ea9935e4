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

/// Shrink the widths of `n` columns so that with their borders they take at most `width`
/// cells (0: no bound): narrow columns keep theirs, wide ones share what is left, down to
/// four cells.  What is below the headings takes `contents`: a long heading is cut before
/// any of that, and all but a little of one above nothing.  `*n_fit` is how many of the
/// columns, from the left, have room then; at least one.
FURAT_NODISCARD furat_status
furat_columns_fit(size_t *widths, const size_t *contents, size_t n, size_t width,
                  size_t *n_fit, furat_error *err);

/// As furat_columns_fit(), but column `kept` (1: the first; 0: none) keeps its width if
/// all have room then.
FURAT_NODISCARD furat_status
furat_columns_fit_keeping(size_t *widths, const size_t *contents, size_t n, size_t kept,
                          size_t width, size_t *n_fit, furat_error *err);

/// What `n` columns of these widths leave free of `width` cells.
size_t
furat_columns_free(const size_t *widths, size_t n, size_t width);

#endif
