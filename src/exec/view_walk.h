// SPDX-License-Identifier: GPL-3.0-or-later
// What the indexes of a store know of a pattern without visiting its triples: how many
// match, and the distinct values of some of its places.  Exact or not at all: where
// graphs would have to be sorted out row by row, the caller has to scan.
//                                             store -> [view_walk] -> op_tally
#ifndef FURAT_EXEC_VIEW_WALK_H
#define FURAT_EXEC_VIEW_WALK_H

#include "exec/view.h"

typedef struct furat_view_walk furat_view_walk;

/// Walk the distinct values of the places `keys` (open ones of the pattern, each once)
/// among the solutions, in the order of their ids.  `*out` is NULL when no index has them
/// in this order, or, if `counted`, does not know how many solutions have each.
FURAT_NODISCARD furat_status
furat_view_walk_open(furat_view_walk **out, furat_view *view,
                     const furat_view_pattern *pattern, const furat_field *keys,
                     unsigned n_keys, bool counted, furat_error *err);

/// Up to `cap` next values, keys[i] being the column of the i-th key, and if the walk is
/// counted the number of solutions of each.  FURAT_OK with *n >= 1, or FURAT_DONE.
FURAT_NODISCARD furat_status
furat_view_walk_next(furat_view_walk *walk, furat_id *const *keys, uint64_t *counts,
                     size_t cap, size_t *n, furat_error *err);

/// Accepts NULL.
void
furat_view_walk_close(furat_view_walk *walk);

/// How many solutions the pattern has; `*known` is false when no index tells.
FURAT_NODISCARD furat_status
furat_view_count_exactly(furat_view *view, const furat_view_pattern *pattern,
                         uint64_t *out, bool *known, furat_error *err);

/// How many distinct values an open place takes; `*known` as above.
FURAT_NODISCARD furat_status
furat_view_count_distinct(furat_view *view, const furat_view_pattern *pattern,
                          furat_field place, uint64_t *out, bool *known,
                          furat_error *err);

#endif
