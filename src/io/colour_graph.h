// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs with coloured vertices and labelled links, and an order of their vertices that
// depends on the graph alone, not on how its vertices are numbered.
//                                            blank_order -> [colour_graph] -> partition
#ifndef FURAT_IO_COLOUR_GRAPH_H
#define FURAT_IO_COLOUR_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/// One end of a link as the other end sees it.  Each link is in the lists of both its
/// ends, with a label for each direction.
typedef struct furat_colour_link {
  uint32_t vertex;
  uint32_t label;
} furat_colour_link;

typedef struct furat_colour_graph {
  uint32_t n_vertices;
  uint32_t *first;          ///< n_vertices + 1: where the links of a vertex start
  furat_colour_link *links; ///< of each vertex sorted by vertex and label
  uint32_t *colours;        ///< comparable: a lower colour comes first in the order
} furat_colour_graph;

/// Room for so many vertices and links (each counted at both ends), zeroed.
FURAT_NODISCARD furat_status
furat_colour_graph_init(furat_colour_graph *graph, uint32_t n_vertices, size_t n_links,
                        furat_error *err);

void
furat_colour_graph_clear(furat_colour_graph *graph);

/// Sort the links of each vertex; to be called once they are filled in.
void
furat_colour_graph_sort_links(furat_colour_graph *graph);

/// Fill `order` with the vertices so that isomorphic graphs give the same graph when
/// renumbered by it.  Colour refinement decides almost always; what it leaves tied is
/// searched, component by component, for the smallest form.  The search stops after about
/// `max_work` steps: then
/// `*stable` is false and the vertices that are still tied stand in the order of their
/// numbers.
FURAT_NODISCARD furat_status
furat_colour_graph_order(uint32_t *order, const furat_colour_graph *graph,
                         uint64_t max_work, bool *stable, furat_error *err);

#endif
