// SPDX-License-Identifier: GPL-3.0-or-later
// Nanoseconds of the clocks that only go forward.
#ifndef FURAT_BASE_CLOCK_H
#define FURAT_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/// Of the monotonic clock.
int64_t
furat_clock_ns(void);

/// Of the processor, spent by all threads of this process.
int64_t
furat_clock_cpu_ns(void);

/// A moment of one of these clocks as functions of the system want it.
struct timespec
furat_clock_timespec(int64_t ns);

#endif
