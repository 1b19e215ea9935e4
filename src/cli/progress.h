// SPDX-License-Identifier: GPL-3.0-or-later
// The line on a terminal that tells how far a load is: statements, rate, phase, time
// left.
#ifndef FURAT_CLI_PROGRESS_H
#define FURAT_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct furat_progress {
  bool shown;            ///< standard error is a terminal, and nobody asked for quiet
  bool drawn;            ///< a line stands there
  int64_t start_ns;      ///< of CLOCK_MONOTONIC
  int64_t drawn_ns;      ///< when the line was last drawn
  uint64_t n_statements; ///< so far
  uint64_t n_bytes_read;
  uint64_t n_bytes; ///< of all files; 0: not known
} furat_progress;

void
furat_progress_begin(furat_progress *progress, bool quiet);

/// Draw the line if it is time to.  `phase` is such as "reading data.ttl"; `part` of it,
/// 0 to 1, is done (below 0: not known).
void
furat_progress_tell(furat_progress *progress, const char *phase, double part);

/// Remove the line.
void
furat_progress_end(furat_progress *progress);

double
furat_progress_seconds(const furat_progress *progress);

/// "1,234,567", in `text`.
const char *
furat_progress_number(char text[32], uint64_t number);

/// "12.3 MiB", in `text`.
const char *
furat_progress_bytes(char text[32], uint64_t bytes);

#endif
