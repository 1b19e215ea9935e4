// SPDX-License-Identifier: GPL-3.0-or-later
// The cancel token: set from a signal handler or another thread, polled by whatever may
// run long. Holds the time limit too, so that there is one thing to poll.
#ifndef FURAT_BASE_CANCEL_H
#define FURAT_BASE_CANCEL_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/error.h"

/// A request to end, and a time limit.  Of the caller's storage; initialise it, set it,
/// do not look inside.
typedef struct furat_cancel {
  atomic_bool requested;
  int64_t deadline_ns;              ///< of CLOCK_MONOTONIC; 0: none
  uint64_t timeout_ms;              ///< for the message
  const struct furat_cancel *outer; ///< polled as well; or NULL
} furat_cancel;

/// A token that is not set; `timeout_ms` 0 means no time limit.
FURAT_API void
furat_cancel_init(furat_cancel *cancel, uint64_t timeout_ms);

/// Start the clock anew, with another time limit; a request that was made stays.
void
furat_cancel_limit(furat_cancel *cancel, uint64_t timeout_ms);

/// Ask for the end.  Async-signal-safe.
FURAT_API void
furat_cancel_request(furat_cancel *cancel);

/// FURAT_OK, FURAT_INTERRUPTED or FURAT_LIMIT (time).  NULL is never cancelled.
FURAT_API FURAT_NODISCARD furat_status
furat_cancel_poll(const furat_cancel *cancel, furat_error *err);

/// The same for who polls so often that looking at the clock each time would count: that
/// is done every 16th time by the caller's counter, which starts at 0.
FURAT_NODISCARD furat_status
furat_cancel_poll_often(const furat_cancel *cancel, unsigned *n_polls, furat_error *err);

#endif
