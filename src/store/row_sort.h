// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting rows of ids: radix passes over the bytes in which the rows differ.
#ifndef FURAT_STORE_ROW_SORT_H
#define FURAT_STORE_ROW_SORT_H

#include "store/tree_internal.h"

/// Sort rows of `n_columns` ids by their first `n_keys` columns, where they stand in the
/// order of the others already, and drop duplicates.  `scratch` has room for as many ids.
void
furat_rows_sort(furat_rows *rows, unsigned n_columns, unsigned n_keys, furat_id *scratch);

#endif
