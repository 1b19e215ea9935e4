// SPDX-License-Identifier: GPL-3.0-or-later
// Results that are made of rows in memory, so that what the program itself has to tell
// goes through the same display as answers.                [row_list] -> results, shell
#ifndef FURAT_ENGINE_ROW_LIST_H
#define FURAT_ENGINE_ROW_LIST_H

#include "base/vec.h"
#include "engine/furat.h"

typedef struct furat_row_list furat_row_list;

/// No rows yet, of `n_columns` columns with these names, which are copied.
FURAT_NODISCARD furat_status
furat_row_list_new(furat_row_list **out, const char *const *columns, size_t n_columns,
                   furat_error *err);

/// Add a row, one term a column, FURAT_TERM_NONE where it is empty; all are copied.
FURAT_NODISCARD furat_status
furat_row_list_add(furat_row_list *rows, const furat_term *row, furat_error *err);

size_t
furat_row_list_count(const furat_row_list *rows);

/// Sort them; rows that compare equal may change places.
void
furat_row_list_sort(furat_row_list *rows,
                    int (*compare)(const void *row, const void *other));

/// Make results of a SELECT of them, which own the rows from then on; on failure the
/// rows stay the caller's.
FURAT_NODISCARD furat_status
furat_row_list_results(furat_results **out, furat_row_list *rows, furat_error *err);

/// Accepts NULL.
void
furat_row_list_free(furat_row_list *rows);

#endif
