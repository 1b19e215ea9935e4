// SPDX-License-Identifier: GPL-3.0-or-later
// Writing statistics.
#ifndef FURAT_STORE_STATISTICS_INTERNAL_H
#define FURAT_STORE_STATISTICS_INTERNAL_H

#include "store/statistics.h"
#include "store/txn_internal.h"

/// Put the statistics of a predicate; one without quads is removed.
FURAT_NODISCARD furat_status
furat_statistics_put(furat_txn *txn, const furat_predicate_statistics *statistics,
                     furat_error *err);

#endif
