// SPDX-License-Identifier: GPL-3.0-or-later
// The SPARQL algebra (SPARQL 1.1 Query, section 18): what a query means, before anybody
// decides how it is computed.
//                                                   ast -> translate -> [algebra] -> plan
// Nodes live in the arena of the query.  Variables are numbers: two variables of the
// text that are different because a sub-SELECT hides one have different numbers here,
// blank nodes of patterns and helpers of paths and aggregates have numbers of their own,
// so that no later step has to think of scope again.
#ifndef FURAT_SPARQL_ALGEBRA_H
#define FURAT_SPARQL_ALGEBRA_H

#include <stdint.h>

#include "base/error.h"
#include "rdf/term.h"
#include "sparql/ast.h"
#include "sparql/builtins.h"

typedef uint32_t furat_var;

#define FURAT_VAR_NONE UINT32_MAX

/// A place of a pattern: a variable, or a term when `var` is FURAT_VAR_NONE.
typedef struct furat_slot {
  furat_var var;
  furat_term term;
} furat_slot;

/// What stands at predicate: a slot, or a path that is none (then `path` is set).
typedef struct furat_triple_pattern {
  furat_slot subject;
  furat_slot predicate;
  furat_slot object;
  const furat_ast_path *path;
} furat_triple_pattern;

typedef struct furat_algebra furat_algebra;
typedef struct furat_expr furat_expr;

typedef enum furat_expr_kind {
  FURAT_EXPR_TERM,
  FURAT_EXPR_VAR,
  FURAT_EXPR_OR,  ///< two arguments or more
  FURAT_EXPR_AND, ///< two arguments or more
  FURAT_EXPR_NOT,
  FURAT_EXPR_EQ,
  FURAT_EXPR_NE,
  FURAT_EXPR_LT,
  FURAT_EXPR_GT,
  FURAT_EXPR_LE,
  FURAT_EXPR_GE,
  FURAT_EXPR_IN, ///< the first argument in the others; NOT IN is NOT of it
  FURAT_EXPR_ADD,
  FURAT_EXPR_SUBTRACT,
  FURAT_EXPR_MULTIPLY,
  FURAT_EXPR_DIVIDE,
  FURAT_EXPR_PLUS,
  FURAT_EXPR_MINUS,
  FURAT_EXPR_BUILTIN,
  FURAT_EXPR_CALL,  ///< `term` is the function's IRI
  FURAT_EXPR_EXISTS ///< `pattern`; NOT EXISTS is NOT of it
} furat_expr_kind;

struct furat_expr {
  furat_expr_kind kind;
  furat_builtin builtin;
  furat_var var;
  furat_span span;
  furat_term term;
  size_t n_args;
  furat_expr **args;
  furat_algebra *pattern;
};

/// Extend(pattern, var, expr), a GROUP BY key, or a projection (then `expr` may be NULL).
typedef struct furat_assignment {
  furat_var var;
  furat_expr *expr;
} furat_assignment;

/// One aggregate of a group: `var` holds its value behind the group.
typedef struct furat_aggregate {
  furat_var var;
  furat_builtin builtin;
  bool distinct;
  furat_expr *arg;     ///< NULL: COUNT(*)
  furat_str separator; ///< of GROUP_CONCAT
} furat_aggregate;

typedef struct furat_sort_key {
  furat_expr *expr;
  bool descending;
} furat_sort_key;

typedef enum furat_algebra_kind {
  FURAT_ALGEBRA_UNIT,      ///< Z: one empty solution
  FURAT_ALGEBRA_BGP,       ///< `triples`, n >= 1, paths among them
  FURAT_ALGEBRA_JOIN,      ///< left, right
  FURAT_ALGEBRA_LEFT_JOIN, ///< left, right, `filter` (NULL: true)
  FURAT_ALGEBRA_FILTER,    ///< left, `filter`
  FURAT_ALGEBRA_UNION,     ///< left, right
  FURAT_ALGEBRA_MINUS,     ///< left, right
  FURAT_ALGEBRA_GRAPH,     ///< left under `graph`
  FURAT_ALGEBRA_EXTEND,    ///< left, `assignments` (one)
  FURAT_ALGEBRA_VALUES,    ///< `table`
  FURAT_ALGEBRA_SERVICE,   ///< `graph` is the endpoint; not available
  FURAT_ALGEBRA_GROUP,     ///< left, keys in `assignments` (expr NULL: the variable),
                           ///< `aggregates`
  FURAT_ALGEBRA_ORDER,     ///< left, `sort_keys`
  FURAT_ALGEBRA_PROJECT,   ///< left, `vars`
  FURAT_ALGEBRA_DISTINCT,  ///< left
  FURAT_ALGEBRA_REDUCED,   ///< left
  FURAT_ALGEBRA_SLICE      ///< left, offset, limit
} furat_algebra_kind;

/// Inline data: n_rows rows of n_vars terms; FURAT_TERM_NONE is UNDEF.
typedef struct furat_inline_table {
  size_t n_vars;
  size_t n_rows;
  furat_var *vars;
  furat_term *cells;
} furat_inline_table;

struct furat_algebra {
  furat_algebra_kind kind;
  furat_span span;
  const struct furat_scope *scope; ///< the planner's: which variables it binds
  furat_algebra *left;
  furat_algebra *right;
  furat_expr *filter;
  furat_slot graph;
  /// Of GRAPH over a variable: stands for the graph inside, where the variable itself is
  /// not in scope.
  furat_var inner_graph;
  bool silent;
  size_t n_triples;
  furat_triple_pattern *triples;
  size_t n_assignments;
  furat_assignment *assignments;
  size_t n_aggregates;
  furat_aggregate *aggregates;
  size_t n_sort_keys;
  furat_sort_key *sort_keys;
  size_t n_vars;
  furat_var *vars;
  furat_inline_table table;
  bool has_limit;
  uint64_t limit;
  uint64_t offset;
};

/// A template of CONSTRUCT, INSERT or DELETE.  Blank nodes of a template are no
/// variables: `blank` numbers them, each stands for a new node in each solution.
typedef struct furat_template_slot {
  enum { FURAT_TEMPLATE_TERM, FURAT_TEMPLATE_VAR, FURAT_TEMPLATE_BLANK } kind;
  furat_var var;
  uint32_t blank;
  furat_term term;
} furat_template_slot;

typedef struct furat_template_quad {
  furat_template_slot subject;
  furat_template_slot predicate;
  furat_template_slot object;
  furat_template_slot
      graph; ///< FURAT_TEMPLATE_TERM of FURAT_TERM_NONE: the default graph
} furat_template_quad;

/// The variables of a request: those of the text have their names, helpers have none.
typedef struct furat_variables {
  size_t n;
  size_t cap;
  furat_str *names;
} furat_variables;

/// A query in the algebra.
typedef struct furat_algebra_query {
  furat_ast_form form;
  furat_algebra *pattern; ///< with all solution modifiers
  furat_variables variables;
  size_t n_columns; ///< SELECT: the projection
  furat_var *columns;
  size_t n_template; ///< CONSTRUCT
  furat_template_quad *template;
  size_t n_describe; ///< DESCRIBE: variables and IRIs
  furat_slot *describe;
  size_t n_from;
  furat_term *from;
  size_t n_from_named;
  furat_term *from_named;
  furat_str base;
} furat_algebra_query;

/// Translate a parsed query (18.2).  The algebra lives in `arena` and borrows from the
/// tree. FURAT_NO_MEM, or FURAT_BAD_DATA for what only the algebra can refuse.
FURAT_NODISCARD furat_status
furat_algebra_of_query(furat_algebra_query *out, furat_arena *arena, const furat_ast *ast,
                       furat_error *err);

/// The WHERE clause of an update's MODIFY or DELETE WHERE, as a pattern without
/// projection, with its templates.  `*remove` and `*insert` are arrays of n_remove and
/// n_insert.
typedef struct furat_algebra_modify {
  furat_algebra *pattern;
  furat_variables variables;
  size_t n_remove;
  furat_template_quad *remove;
  size_t n_insert;
  furat_template_quad *insert;
} furat_algebra_modify;

FURAT_NODISCARD furat_status
furat_algebra_of_operation(furat_algebra_modify *out, furat_arena *arena,
                           const furat_ast *ast, const furat_ast_operation *operation,
                           furat_error *err);

#endif
