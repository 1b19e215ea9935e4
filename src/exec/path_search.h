// SPDX-License-Identifier: GPL-3.0-or-later
// Breadth first through pairs of a state and a node: where a path leads from a node, one
// step at a time, so that whoever wants few answers gets them early.
//                                path_graph, path_automaton -> [path_search] -> op_path
#ifndef FURAT_EXEC_PATH_SEARCH_H
#define FURAT_EXEC_PATH_SEARCH_H

#include "exec/path_graph.h"

typedef struct furat_path_search {
  furat_path_graph *graph;
  const furat_path_automaton *automaton;
  bool backward;  ///< from objects to subjects
  uint32_t *seen; ///< by pair: the number of the search that met it
  size_t cap_seen;
  uint32_t number;   ///< of this search
  furat_vec queue;   ///< uint32_t: pairs met
  size_t next;       ///< of the queue
  furat_vec reached; ///< uint32_t: nodes that the path leads to, each once
} furat_path_search;

/// Empty; the graph is borrowed.
void
furat_path_search_init(furat_path_search *s, furat_path_graph *graph);

/// Accepts a zeroed one.
void
furat_path_search_clear(furat_path_search *s);

/// Begin at a node (a subject, or with `backward` an object).
FURAT_NODISCARD furat_status
furat_path_search_begin(furat_path_search *s, uint32_t node, bool backward,
                        furat_error *err);

/// Go on from the next pair, if there is one; `reached` may grow.  FURAT_DONE when all
/// has been reached.
FURAT_NODISCARD furat_status
furat_path_search_step(furat_path_search *s, furat_error *err);

/// Whether the path leads from one node to another, looking from both ends.
FURAT_NODISCARD furat_status
furat_path_search_between(furat_path_search *forward, furat_path_search *backward,
                          uint32_t from, uint32_t to, bool *out, furat_error *err);

/// For each of the first `n` nodes of the graph, whose edges have been read whole, a
/// number: nodes with the same number lead to the same nodes.  Freed by furat_free.
FURAT_NODISCARD furat_status
furat_path_search_components(uint32_t **out, furat_path_search *s, size_t n,
                             furat_error *err);

#endif
