// SPDX-License-Identifier: GPL-3.0-or-later
// Partitions of the vertices of a coloured graph, and their refinement until vertices of
// one cell have the same links into every cell.             colour_graph -> [partition]
#ifndef FURAT_IO_PARTITION_H
#define FURAT_IO_PARTITION_H

#include "io/colour_graph.h"

/// The cells stand one after the other in `vertices`; a cell is named by the place of its
/// first.
typedef struct furat_partition {
  uint32_t n;
  uint32_t n_cells;
  uint32_t *vertices; ///< place -> vertex
  uint32_t *places;   ///< vertex -> place
  uint32_t *cells;    ///< vertex -> cell
  uint32_t *lengths;  ///< cell -> number of vertices; 0 at places that start no cell
} furat_partition;

/// The coarsest equitable partition that keeps apart what `graph->colours` keeps apart,
/// cells ordered by colour and then by a rule that numbering does not touch.  Adds the
/// steps that it took to `*work`.
FURAT_NODISCARD furat_status
furat_partition_init(furat_partition *partition, const furat_colour_graph *graph,
                     uint64_t *work, furat_error *err);

void
furat_partition_clear(furat_partition *partition);

#endif
