// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset in memory: each term once, each quad four numbers.  First quads are added in
// any order; furat_quad_set_arrange() then gives every term its rank, which depends on
// nothing but the dataset, and sorts the quads by it.
//                                         sink -> [quad_set] -> writers of whole graphs
#ifndef FURAT_IO_QUAD_SET_H
#define FURAT_IO_QUAD_SET_H

#include "base/arena.h"
#include "base/cancel.h"
#include "base/hash.h"
#include "base/vec.h"
#include "rdf/term.h"

/// A quad by term numbers; 0 is no term (the default graph).
typedef struct furat_quad_row {
  uint32_t graph;
  uint32_t subject;
  uint32_t predicate;
  uint32_t object;
} furat_quad_row;

typedef struct furat_quad_set {
  furat_arena texts;
  furat_vec terms; ///< furat_term; the first is FURAT_TERM_UNSET
  furat_hash_index index;
  furat_vec rows;       ///< furat_quad_row, each once after furat_quad_set_arrange()
  uint32_t first_blank; ///< after arranging: terms before it are IRIs
  uint32_t first_literal;
  bool stable; ///< after arranging: the order of blank nodes depends on the dataset alone
} furat_quad_set;

void
furat_quad_set_init(furat_quad_set *set);

void
furat_quad_set_clear(furat_quad_set *set);

/// Add a copy of the quad.  FURAT_NO_MEM, or FURAT_LIMIT beyond 2^31 terms.
FURAT_NODISCARD furat_status
furat_quad_set_add(furat_quad_set *set, const furat_quad *quad, furat_error *err);

/// Number the terms by rank: rdf:type, the other IRIs by their text, blank nodes by their
/// place in the graph (see blank_order.h), literals by text, datatype, language; then
/// sort the rows and drop duplicates.  Blank nodes are given labels: b0, b1 ... in their
/// order.
FURAT_NODISCARD furat_status
furat_quad_set_arrange(furat_quad_set *set, furat_error *err);

/// The term of a number.
const furat_term *
furat_quad_set_term(const furat_quad_set *set, uint32_t term);

/// After arranging: the number of an IRI, or 0 when the set does not hold it.
uint32_t
furat_quad_set_find_iri(const furat_quad_set *set, furat_str iri);

/// How many rows at the start of `n` arranged ones have the graph of the first.
size_t
furat_quad_rows_of_graph(const furat_quad_row *rows, size_t n);

/// The same of the subject; the rows are of one graph.
size_t
furat_quad_rows_of_subject(const furat_quad_row *rows, size_t n);

/// The same of the predicate; the rows are of one subject.
size_t
furat_quad_rows_of_predicate(const furat_quad_row *rows, size_t n);

/// After arranging: whether the number is a blank node's.
bool
furat_quad_set_is_blank(const furat_quad_set *set, uint32_t term);

#endif
