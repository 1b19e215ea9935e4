// SPDX-License-Identifier: GPL-3.0-or-later
// A relaxed atomic flag and a deadline of the monotonic clock.
#include "base/cancel.h"

#include "base/clock.h"
#include "base/timespan.h"

void
furat_cancel_init(furat_cancel *cancel, uint64_t timeout_ms)
{
  atomic_init(&cancel->requested, false);
  cancel->outer = NULL;
  furat_cancel_limit(cancel, timeout_ms);
}

void
furat_cancel_limit(furat_cancel *cancel, uint64_t timeout_ms)
{
  cancel->timeout_ms = timeout_ms;
  cancel->deadline_ns = 0;
  if (timeout_ms) {
    const int64_t now = furat_clock_ns();
    const uint64_t most_ms = (uint64_t)(INT64_MAX - now) / 1000000;
    cancel->deadline_ns =
        timeout_ms < most_ms ? now + (int64_t)timeout_ms * 1000000 : INT64_MAX;
  }
}

void
furat_cancel_request(furat_cancel *cancel)
{
  atomic_store_explicit(&cancel->requested, true, memory_order_relaxed);
}

furat_status
furat_cancel_poll(const furat_cancel *cancel, furat_error *err)
{
  if (!cancel) {
    return FURAT_OK;
  }
  if (atomic_load_explicit(&cancel->requested, memory_order_relaxed)) {
    return furat_error_set(err, FURAT_INTERRUPTED, "interrupted");
  }
  if (cancel->deadline_ns && furat_clock_ns() >= cancel->deadline_ns) {
    char limit[FURAT_TIMESPAN_BYTES];
    return furat_error_set(err, FURAT_LIMIT, "the time limit of %s is over",
                           furat_timespan_write(limit, cancel->timeout_ms));
  }
  return furat_cancel_poll(cancel->outer, err);
}

furat_status
furat_cancel_poll_often(const furat_cancel *cancel, unsigned *n_polls, furat_error *err)
{
  enum { BETWEEN_LOOKS = 16 };
  bool requested = false;
  for (const furat_cancel *c = cancel; c && !requested; c = c->outer) {
    requested = atomic_load_explicit(&c->requested, memory_order_relaxed);
  }
  return (*n_polls)++ % BETWEEN_LOOKS == 0 || requested ? furat_cancel_poll(cancel, err)
                                                        : FURAT_OK;
}
