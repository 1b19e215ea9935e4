// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured of each node of a plan while it runs, for EXPLAIN.
#ifndef FURAT_EXEC_MEASURE_H
#define FURAT_EXEC_MEASURE_H

#include <stddef.h>
#include <stdint.h>

typedef struct furat_measure {
  uint64_t n_starts;
  uint64_t n_rows;
  uint64_t time_ns; ///< with that of its inputs
  uint64_t memory_bytes;
  uint64_t memory_peak_bytes;
} furat_measure;

void
furat_measure_keep(furat_measure *measure, size_t size_bytes);

void
furat_measure_release(furat_measure *measure, size_t size_bytes);

#endif
