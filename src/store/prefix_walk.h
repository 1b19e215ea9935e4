// SPDX-License-Identifier: GPL-3.0-or-later
// The distinct values that the fields behind the bound ones take, in their order, and how
// many rows have each: a skip scan.  Built for: runs of any length; a long one is jumped
// over and counted from the sums that the store keeps, short ones cost a look at one or
// two columns.                                          tree -> [prefix_walk] -> exec
#ifndef FURAT_STORE_PREFIX_WALK_H
#define FURAT_STORE_PREFIX_WALK_H

#include "store/scan.h"

typedef struct furat_prefix_walk furat_prefix_walk;

/// Begin: `n_fields` (1 to 4 less the bound ones) fields behind those that `spec` binds.
/// The spec has no `graph` and no `distinct_triples`.  `txn` must outlive the walk; a
/// change by the same transaction ends it.
FURAT_NODISCARD furat_status
furat_prefix_walk_open(furat_prefix_walk **out, furat_txn *txn,
                       const furat_scan_spec *spec, unsigned n_fields, furat_error *err);

/// Up to `cap` next values: fields[i][0 ... *n) is the i-th field behind the bound ones;
/// `counts` (or NULL, which is cheaper) gets the exact numbers of rows.  FURAT_OK with
/// *n >= 1, or FURAT_DONE.  All calls on one walk want counts, or none does.
FURAT_NODISCARD furat_status
furat_prefix_walk_next(furat_prefix_walk *walk, furat_id *const *fields, uint64_t *counts,
                       size_t cap, size_t *n, furat_error *err);

/// Accepts NULL.
void
furat_prefix_walk_close(furat_prefix_walk *walk);

#endif
