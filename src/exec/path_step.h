// SPDX-License-Identifier: GPL-3.0-or-later
// Property paths over ids (SPARQL 1.1 sections 9 and 18.4): the nodes that a path leads
// to from a node, forwards or backwards, each once.
#ifndef FURAT_EXEC_PATH_STEP_H
#define FURAT_EXEC_PATH_STEP_H

#include "exec/row_set.h"

/// Where the steps are taken.
typedef struct furat_path_walk {
  furat_execution *execution;
  bool named; ///< of the pattern's graph
  furat_id graph;
} furat_path_walk;

/// A set of nodes in the order in which they were met; a row set of one column that is
/// the key.
void
furat_node_set_init(furat_row_set *set, furat_execution *execution);

/// Add a node; `*is_new` tells whether it was not there.
FURAT_NODISCARD furat_status
furat_node_set_add(furat_row_set *set, furat_id node, bool *is_new, furat_error *err);

/// Add to `out` all nodes that `path` leads to from `from` (to `from`, when `backward`).
FURAT_NODISCARD furat_status
furat_path_step(const furat_path_walk *walk, const furat_ast_path *path, furat_id from,
                bool backward, furat_row_set *out, furat_error *err);

/// Add all nodes of the graph: its subjects and objects (18.1.7's nodes(G)).
FURAT_NODISCARD furat_status
furat_path_all_nodes(const furat_path_walk *walk, furat_row_set *out, furat_error *err);

/// Whether a term is a subject or an object of the graph.
FURAT_NODISCARD furat_status
furat_path_is_node(const furat_path_walk *walk, furat_id term, bool *out,
                   furat_error *err);

#endif
