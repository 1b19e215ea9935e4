// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a graph that paths have walked on: nodes as small numbers, and the edges of
// the labels of an automaton.  Edges are looked up node by node at first; when that has
// become as dear as reading all of a label, they are read and kept as arrays.
//                                     view, path_automaton -> [path_graph] -> path_search
#ifndef FURAT_EXEC_PATH_GRAPH_H
#define FURAT_EXEC_PATH_GRAPH_H

#include "exec/operator.h"
#include "exec/path_automaton.h"

typedef struct furat_path_edges furat_path_edges;

typedef struct furat_path_graph {
  furat_execution *execution;
  const furat_path_automaton *automaton;
  bool named;     ///< of the pattern's graph
  furat_id graph; ///< of a named one
  furat_id *ids;  ///< by node
  size_t n_nodes;
  size_t cap_nodes;
  uint32_t *slots; ///< hash table of nodes
  size_t n_slots;
  furat_path_edges *edges; ///< of labels, forwards and backwards
  furat_vec found;         ///< uint32_t: neighbours that were looked up
  furat_id *cells;         ///< of scans
  uint64_t kept_bytes;     ///< of the budget
} furat_path_graph;

/// Empty; `automaton` is borrowed.  Clear it whatever the result.
FURAT_NODISCARD furat_status
furat_path_graph_init(furat_path_graph *g, furat_execution *execution,
                      const furat_path_automaton *automaton, furat_error *err);

/// Accepts a zeroed one.
void
furat_path_graph_clear(furat_path_graph *g);

/// Walk in this graph of the dataset from now on; what is known of another is forgotten.
void
furat_path_graph_set(furat_path_graph *g, bool named, furat_id graph);

/// The number of a node.
FURAT_NODISCARD furat_status
furat_path_graph_node(furat_path_graph *g, furat_id id, uint32_t *out, furat_error *err);

/// Whether the node has a number already.
bool
furat_path_graph_knows(const furat_path_graph *g, furat_id id);

/// Where a move leads from a node, or with `backward` where it comes from: *n nodes,
/// borrowed until the next call.
FURAT_NODISCARD furat_status
furat_path_graph_next(furat_path_graph *g, const furat_path_move *move, bool backward,
                      uint32_t node, const uint32_t **out, size_t *n, furat_error *err);

/// Read all edges forwards; `*whole` is false when the budget does not allow it.
FURAT_NODISCARD furat_status
furat_path_graph_read(furat_path_graph *g, bool *whole, furat_error *err);

/// Append the ids of all subjects and objects of the graph to `out` (furat_id), sorted,
/// each once (18.1.7's nodes(G)).
FURAT_NODISCARD furat_status
furat_path_graph_all_nodes(furat_path_graph *g, furat_vec *out, furat_error *err);

/// Whether a term is a subject or an object of the graph.
FURAT_NODISCARD furat_status
furat_path_graph_has_node(furat_path_graph *g, furat_id term, bool *out,
                          furat_error *err);

#endif
