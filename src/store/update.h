// SPDX-License-Identifier: GPL-3.0-or-later
// Changing a store: batches of rows go into all permutations, with the statistics, or
// (after an error) the transaction must be aborted.  Large batches cost far less a row
// than small ones.
#ifndef FURAT_STORE_UPDATE_H
#define FURAT_STORE_UPDATE_H

#include "store/permutation.h"
#include "store/txn.h"

/// What a row of a batch takes while the batch is applied, beside the batch itself.
#define FURAT_UPDATE_ROW_BYTES (5 * sizeof(furat_row))

/// Insert the rows that are not there (in any order, duplicates do no harm).  All four
/// fields are set: the default graph is FURAT_ID_DEFAULT_GRAPH.  `*n_inserted` (or NULL)
/// is how many were new.
FURAT_NODISCARD furat_status
furat_update_insert(furat_txn *txn, const furat_row *rows, size_t n, uint64_t *n_inserted,
                    furat_error *err);

/// Delete the rows that are there.  Their terms stay in the dictionary.
FURAT_NODISCARD furat_status
furat_update_delete(furat_txn *txn, const furat_row *rows, size_t n, uint64_t *n_deleted,
                    furat_error *err);

/// Delete all rows that match a pattern (FURAT_ID_NONE: a wildcard), such as a graph.
FURAT_NODISCARD furat_status
furat_update_delete_pattern(furat_txn *txn, const furat_row *pattern, uint64_t *n_deleted,
                            furat_error *err);

#endif
