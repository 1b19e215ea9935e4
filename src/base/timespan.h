// SPDX-License-Identifier: GPL-3.0-or-later
// Times as people write them: 2 (seconds), 0.5, 500ms, 1.5s, 2min, 1h.
#ifndef FURAT_BASE_TIMESPAN_H
#define FURAT_BASE_TIMESPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/// What a message hints at where something else was given.
#define FURAT_TIMESPAN_HINT "such as 2 or 0.5 (seconds), 500ms, 2min, 1h; 0 is no limit"

enum { FURAT_TIMESPAN_BYTES = 32 };

/// Read all of `text`: digits, with a fraction or without, and a unit ms, s, m, min or h;
/// seconds without one.  What is more than none is at least 1 ms; what is more than can
/// be counted is very long.  False, with nothing set, for anything else.
bool
furat_timespan_parse(uint64_t *milliseconds, furat_str text);

/// The same back, as short as it is exact: "500ms", "1.5s", "2min", "0s"; in `text`.
const char *
furat_timespan_write(char text[FURAT_TIMESPAN_BYTES], uint64_t milliseconds);

/// A time that something took, in three figures and the unit that fits: "0.412 ms",
/// "12.3 ms", "4.02 s", "2 min 3 s"; in `text`.
const char *
furat_timespan_write_taken(char text[FURAT_TIMESPAN_BYTES], int64_t nanoseconds);

#endif
