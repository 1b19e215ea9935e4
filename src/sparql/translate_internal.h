// SPDX-License-Identifier: GPL-3.0-or-later
// The translator's state, shared by the files of the translation.
#ifndef FURAT_SPARQL_TRANSLATE_INTERNAL_H
#define FURAT_SPARQL_TRANSLATE_INTERNAL_H

#include "base/vec.h"
#include "sparql/algebra.h"

typedef struct furat_translator {
  const furat_ast *ast;
  furat_arena *arena;
  furat_error *err;
  furat_variables *variables;
  furat_var *of_var;   ///< by variable of the text, in the scope of this SELECT
  furat_var *of_blank; ///< by blank node of the text
  /// Where aggregates of the SELECT that is being translated are collected
  /// (furat_aggregate), or NULL where there may be none.
  furat_vec *aggregates;
  size_t *n_nodes;     ///< made so far, in all scopes
  furat_status status; ///< sticky
} furat_translator;

/// All functions return NULL, 0 or FURAT_VAR_NONE and set `status` on failure; what they
/// are given after a failure does not matter.

/// Count one more node or condition.  They may hang in one long chain, and whatever walks
/// over the algebra descends it: beyond a limit false, with `status` set to FURAT_LIMIT.
bool
furat_translator_count(furat_translator *t, furat_span span);

/// NULL with `status` set to FURAT_NO_MEM.
void *
furat_translator_no_mem(furat_translator *t);

/// A new variable; `name` is empty for helpers.
furat_var
furat_translator_new_var(furat_translator *t, furat_str name);

furat_slot
furat_translate_term(furat_translator *t, const furat_ast_term *term);

furat_var
furat_translate_var(furat_translator *t, const furat_ast_term *var);

furat_expr *
furat_translate_expr(furat_translator *t, const furat_ast_expr *expr);

/// A group graph pattern, filters included.
furat_algebra *
furat_translate_group(furat_translator *t, const furat_ast_group *group);

/// The triples of a pattern, paths taken apart (18.2.2.3 to 18.2.2.5).
furat_algebra *
furat_translate_triples(furat_translator *t, const furat_ast_triples *triples,
                        furat_span span);

furat_algebra *
furat_translate_values(furat_translator *t, const furat_ast_values *values);

/// A SELECT, at the top or inside, with its modifiers (18.2.4, 18.2.5).
furat_algebra *
furat_translate_select(furat_translator *t, const furat_ast_query *query);

furat_algebra *
furat_algebra_new(furat_translator *t, furat_algebra_kind kind, furat_span span);

/// Join(left, right); a unit on either side falls away.
furat_algebra *
furat_algebra_join(furat_translator *t, furat_algebra *left, furat_algebra *right);

/// Union(left, right).
furat_algebra *
furat_algebra_union(furat_translator *t, furat_algebra *left, furat_algebra *right);

/// Union of `n` >= 1 branches in their order, as a balanced tree: a solution of one of
/// them passes through log n unions.
furat_algebra *
furat_algebra_union_all(furat_translator *t, furat_algebra *const *branches, size_t n);

/// The condition that a variable is not this IRI.
furat_expr *
furat_expr_is_not(furat_translator *t, furat_var var, furat_str iri, furat_span span);

/// Filter(expr, left).
furat_algebra *
furat_algebra_filter(furat_translator *t, furat_algebra *left, furat_expr *expr);

/// The conjunction of two; NULL stands for true.
furat_expr *
furat_expr_and(furat_translator *t, furat_expr *left, furat_expr *right);

#endif
