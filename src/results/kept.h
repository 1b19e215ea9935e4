// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a result, kept so that they can be shown again.  What one may take is
// bounded: a result that is larger is not kept at all.          rows -> [kept] -> rows
#ifndef FURAT_RESULTS_KEPT_H
#define FURAT_RESULTS_KEPT_H

#include "results/rows.h"

typedef struct furat_kept furat_kept;

/// Keep rows of these columns (copied), in at most `max_bytes`.
FURAT_NODISCARD furat_status
furat_kept_new(furat_kept **out, furat_query_form form, size_t n_columns,
               const furat_str *columns, size_t max_bytes, furat_error *err);

/// Accepts NULL.
void
furat_kept_free(furat_kept *kept);

/// Keep a row too; forget all of them once they are too many.
void
furat_kept_add(furat_kept *kept, const furat_term *row);

void
furat_kept_set_boolean(furat_kept *kept, bool answer);

/// What the rows so far take.
size_t
furat_kept_n_bytes(const furat_kept *kept);

/// The rows so far, or none: there were too many.
bool
furat_kept_has_rows(const furat_kept *kept);

/// Read the rows from the first on; `kept` must outlive them, and nothing may be added
/// meanwhile.  Also for the triples of a graph, as rows of three.
void
furat_kept_rows(furat_kept *kept, furat_rows *out);

#endif
