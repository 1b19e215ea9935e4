// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting rows of ids: radix passes over the bytes in which the rows differ.
#ifndef FURAT_STORE_ROW_SORT_H
#define FURAT_STORE_ROW_SORT_H

#include "base/cancel.h"
#include "store/tree_internal.h"

/// So many rows are worked on between two looks at a cancel token.
enum { FURAT_ROWS_STRIDE = 1 << 15 };

/// Sort rows of `n_columns` ids by their first `n_keys` columns, where they stand in the
/// order of the others already, and drop duplicates.  `scratch` has room for as many ids.
/// Fails only when `cancel` (or NULL) says so; the rows are in no order then.
FURAT_NODISCARD furat_status
furat_rows_sort(furat_rows *rows, unsigned n_columns, unsigned n_keys, furat_id *scratch,
                const furat_cancel *cancel, furat_error *err);

/// The end of the stride of `n` rows that begins at `begin`, when `cancel` allows it:
/// otherwise `begin`, and its status.
FURAT_NODISCARD furat_status
furat_rows_stride(size_t *end, size_t begin, size_t n, const furat_cancel *cancel,
                  furat_error *err);

#endif
