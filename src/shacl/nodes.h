// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that a validation meets, each once and by number, and sets of them.
//                                                          rows -> [nodes] -> constraints
#ifndef FURAT_SHACL_NODES_H
#define FURAT_SHACL_NODES_H

#include "base/hash.h"
#include "base/vec.h"
#include "rdf/term.h"

/// Numbers count from 1; 0 is no node.
typedef struct furat_shacl_nodes {
  furat_arena texts;
  furat_vec terms; ///< furat_term; the first is none
  furat_hash_index index;
} furat_shacl_nodes;

FURAT_NODISCARD furat_status
furat_shacl_nodes_init(furat_shacl_nodes *nodes, furat_error *err);

void
furat_shacl_nodes_clear(furat_shacl_nodes *nodes);

/// The number of a term, which is copied when it is new; 0 for FURAT_TERM_NONE.
FURAT_NODISCARD furat_status
furat_shacl_nodes_intern(uint32_t *node, furat_shacl_nodes *nodes, const furat_term *term,
                         furat_error *err);

/// Valid until the next furat_shacl_nodes_intern(); its bytes as long as the table.
const furat_term *
furat_shacl_nodes_term(const furat_shacl_nodes *nodes, uint32_t node);

typedef struct furat_shacl_set {
  furat_vec bits; ///< uint64_t
} furat_shacl_set;

void
furat_shacl_set_init(furat_shacl_set *set);

void
furat_shacl_set_clear(furat_shacl_set *set);

FURAT_NODISCARD furat_status
furat_shacl_set_add(furat_shacl_set *set, uint32_t node, furat_error *err);

bool
furat_shacl_set_has(const furat_shacl_set *set, uint32_t node);

/// A focus node and one of its value nodes.
typedef struct furat_shacl_pair {
  uint32_t focus;
  uint32_t value;
} furat_shacl_pair;

#endif
