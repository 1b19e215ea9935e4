// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at every block, term and sum of a store and tells what is wrong.
#ifndef FURAT_STORE_CHECK_H
#define FURAT_STORE_CHECK_H

#include "base/cancel.h"
#include "store/txn.h"

/// Who hears of findings.
typedef struct furat_check_report {
  void *self;
  void (*finding)(void *self, const char *message); ///< one sentence, no full stop
  const furat_cancel *cancel;                       ///< or NULL
} furat_check_report;

/// Check the snapshot of a reader.  `*n_findings` (at most a few for each part) is 0 for
/// a sound store.  FURAT_OK even when there are findings; an error when checking itself
/// fails (memory, interruption).
FURAT_NODISCARD furat_status
furat_check(furat_txn *txn, const furat_check_report *report, uint64_t *n_findings,
            furat_error *err);

#endif
