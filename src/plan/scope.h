// SPDX-License-Identifier: GPL-3.0-or-later
// What the passes over the algebra have to know: which variables a part of it binds, and
// which ones an expression needs.                        algebra -> [scope] -> passes
#ifndef FURAT_PLAN_SCOPE_H
#define FURAT_PLAN_SCOPE_H

#include "plan/varset.h"

/// Of a part of the algebra.
struct furat_scope {
  furat_varset possible; ///< bound in some solutions
  furat_varset certain;  ///< bound in all of them
};

/// A copy of the algebra that passes may change, each node with its scope.  Tables, lists
/// and expressions are shared with the original: what changes them replaces them.
furat_algebra *
furat_scope_copy(furat_planner *p, const furat_algebra *algebra);

/// Fill in node->scope, when its inputs have theirs; after a change.
void
furat_scope_fill(furat_planner *p, furat_algebra *node);

/// A new node with its scope.
furat_algebra *
furat_scope_node(furat_planner *p, furat_algebra_kind kind, furat_span span,
                 furat_algebra *left, furat_algebra *right);

/// Add the variables that an expression looks at, those of EXISTS patterns included.
void
furat_scope_add_vars(furat_planner *p, furat_varset set, const furat_expr *expr);

/// The variables that must be bound for the expression to be true as a filter.
furat_varset
furat_scope_demands(furat_planner *p, const furat_expr *expr);

/// Whether the expression has the same value wherever and however often it is computed.
bool
furat_scope_is_stable(const furat_expr *expr);

bool
furat_scope_has_exists(const furat_expr *expr);

/// One condition of a filter.
typedef struct furat_conjunct {
  furat_expr *expr;
  furat_varset vars;
} furat_conjunct;

/// Append the conditions that must hold together (furat_conjunct).
void
furat_scope_split(furat_planner *p, furat_vec *conjuncts, furat_expr *expr);

/// All of them, n >= 1, as one expression.
furat_expr *
furat_scope_join(furat_planner *p, const furat_conjunct *conjuncts, size_t n);

furat_expr *
furat_scope_expr(furat_planner *p, furat_expr_kind kind, furat_span span, size_t n_args);

/// GRAPH over triples alone, which carry their graph themselves.
bool
furat_scope_is_graph_of_triples(const furat_algebra *algebra);

#endif
