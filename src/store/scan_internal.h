// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of scans share.
#ifndef FURAT_STORE_SCAN_INTERNAL_H
#define FURAT_STORE_SCAN_INTERNAL_H

#include "store/scan.h"

/// The first row that could be of a scan, and the first beyond; false when there is no
/// row beyond.  Rows are in the order of the permutation.
bool
furat_scan_bounds(const furat_scan_spec *spec, furat_id low[FURAT_N_FIELDS],
                  furat_id high[FURAT_N_FIELDS]);

/// Where each field stands in the rows of a permutation.
void
furat_scan_columns(unsigned column_of[FURAT_N_FIELDS], furat_permutation permutation);

#endif
