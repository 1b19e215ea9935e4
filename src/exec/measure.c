// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured of each node of a plan while it runs.
#include "exec/measure.h"

void
furat_measure_keep(furat_measure *measure, size_t size_bytes)
{
  measure->memory_bytes += size_bytes;
  if (measure->memory_bytes > measure->memory_peak_bytes) {
    measure->memory_peak_bytes = measure->memory_bytes;
  }
}

// What one node has kept may be released while another one runs.
void
furat_measure_release(furat_measure *measure, size_t size_bytes)
{
  uint64_t rest = measure->memory_bytes;
  measure->memory_bytes = rest > size_bytes ? rest - size_bytes : 0;
}
