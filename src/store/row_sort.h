// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting rows of ids: radix passes over the bytes in which the rows differ.
#ifndef FURAT_STORE_ROW_SORT_H
#define FURAT_STORE_ROW_SORT_H

#include "store/tree_internal.h"

/// Sort rows of `n_columns` ids and drop duplicates.  `scratch` has room for as many ids.
void
furat_rows_sort(furat_rows *rows, unsigned n_columns, furat_id *scratch);

#endif
