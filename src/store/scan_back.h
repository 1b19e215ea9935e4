// SPDX-License-Identifier: GPL-3.0-or-later
// Scans from their end: the rows of a furat_scan_spec in the opposite order, a block at a
// time as columns.  For ORDER BY DESC.                                  [store] -> exec
#ifndef FURAT_STORE_SCAN_BACK_H
#define FURAT_STORE_SCAN_BACK_H

#include "store/scan.h"

typedef struct furat_back_scan furat_back_scan;

/// Open a scan; `txn` must outlive it.  A change by the same transaction ends it: only
/// closing is allowed then.
FURAT_NODISCARD furat_status
furat_back_scan_open(furat_back_scan **out, furat_txn *txn, const furat_scan_spec *spec,
                     furat_error *err);

/// Fill up to FURAT_SCAN_BATCH_ROWS rows; `columns` are indexed by furat_field, and a
/// NULL column is not wanted.  FURAT_OK sets `*n` >= 1; FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_back_scan_next(furat_back_scan *scan, furat_id *const columns[FURAT_N_FIELDS],
                     size_t *n, furat_error *err);

/// Accepts NULL.
void
furat_back_scan_close(furat_back_scan *scan);

#endif
