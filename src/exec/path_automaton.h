// SPDX-License-Identifier: GPL-3.0-or-later
// A property path as an automaton: states, and moves between them along triples or along
// nothing.  A path leads from a node to another when the automaton goes from its first
// to its last state while somebody walks from one to the other.
//                                                 view -> [path_automaton] -> path_search
#ifndef FURAT_EXEC_PATH_AUTOMATON_H
#define FURAT_EXEC_PATH_AUTOMATON_H

#include "exec/view.h"
#include "sparql/ast.h"

/// The triples that a move follows.
typedef struct furat_path_label {
  bool negated;        ///< any predicate but the forbidden
  furat_id predicate;  ///< of one that is not negated
  size_t n_forbidden;  ///< of a negated one
  furat_id *forbidden; ///< in the automaton's arena
} furat_path_label;

#define FURAT_PATH_NO_LABEL UINT32_MAX

typedef struct furat_path_move {
  uint32_t from;
  uint32_t to;
  uint32_t label; ///< FURAT_PATH_NO_LABEL: the node stays the same
  bool inverse;   ///< from object to subject
} furat_path_move;

enum { FURAT_PATH_FIRST_STATE = 0, FURAT_PATH_LAST_STATE = 1 };

typedef struct furat_path_automaton {
  uint32_t n_states;
  furat_vec moves;  ///< furat_path_move
  furat_vec labels; ///< furat_path_label
  furat_arena arena;
} furat_path_automaton;

/// Make the automaton of a path; clear it whatever the result.
FURAT_NODISCARD furat_status
furat_path_automaton_init(furat_path_automaton *a, furat_view *view,
                          const furat_ast_path *path, furat_error *err);

/// Whether the path leads from a node to itself in no step: `*out`.
FURAT_NODISCARD furat_status
furat_path_automaton_is_nullable(furat_path_automaton *a, bool *out, furat_error *err);

/// Accepts a zeroed one.
void
furat_path_automaton_clear(furat_path_automaton *a);

#endif
