// SPDX-License-Identifier: GPL-3.0-or-later
// Which blank nodes of an arranged dataset can be written where they are mentioned, as `[
// ... ]` or as part of a list `( ... )`, and which need a place and a label of their own.
//                             quad_set -> [nesting] -> writers of Turtle, TriG, JSON-LD
#ifndef FURAT_IO_NESTING_H
#define FURAT_IO_NESTING_H

#include "io/quad_set.h"

/// How deep `[` and `(` may stand in each other; what lies deeper gets a label.
#define FURAT_NESTING_MAX_DEPTH 12

typedef enum furat_nesting_form {
  FURAT_NESTING_LABELLED,  ///< mentioned from elsewhere, or in several graphs: needs a
                           ///< label
  FURAT_NESTING_ANONYMOUS, ///< mentioned nowhere: stands as `[]` with its statements
  FURAT_NESTING_INLINE,    ///< mentioned once, in the graph of its statements: `[ ... ]`
  FURAT_NESTING_LIST ///< the same, and the first or a later cell of a well-formed list
} furat_nesting_form;

typedef struct furat_nesting {
  const furat_quad_set *set;
  struct furat_nesting_node *nodes; ///< by blank node, counted from set->first_blank
  uint32_t first; ///< numbers of rdf:first, rdf:rest, rdf:nil; 0: not held
  uint32_t rest;
  uint32_t nil;
  uint32_t n_labels;
} furat_nesting;

/// Look at the whole of `set`, which must be arranged and outlive the result.
FURAT_NODISCARD furat_status
furat_nesting_init(furat_nesting *nesting, const furat_quad_set *set, furat_error *err);

void
furat_nesting_clear(furat_nesting *nesting);

/// The form of a blank node.
furat_nesting_form
furat_nesting_form_of(const furat_nesting *nesting, uint32_t blank);

/// The number of a labelled blank node: 0, 1, ... in their order.
uint32_t
furat_nesting_label(const furat_nesting *nesting, uint32_t blank);

/// The rows that have the blank node as subject; of one that is labelled, those of the
/// first graph only.  NULL when there are none.
const furat_quad_row *
furat_nesting_rows(const furat_nesting *nesting, uint32_t blank, size_t *n);

/// The item of a list cell (form FURAT_NESTING_LIST) and the next cell, or 0 at the end.
uint32_t
furat_nesting_list_item(const furat_nesting *nesting, uint32_t cell, uint32_t *next);

#endif
