// SPDX-License-Identifier: GPL-3.0-or-later
// The syntax tree of a SPARQL request: what was written, with names resolved and
// abbreviations of triples written out, but no algebra yet.
//                                           lexer -> parser -> [ast] -> translate, print
// All nodes live in the arena that the parser was given; spans are bytes of the request's
// text.
#ifndef FURAT_SPARQL_AST_H
#define FURAT_SPARQL_AST_H

#include <stdint.h>

#include "base/error.h"
#include "rdf/term.h"
#include "sparql/builtins.h"

/// An array in the arena.
#define FURAT_AST_LIST(type) \
  struct {                   \
    type *items;             \
    size_t n;                \
    size_t cap;              \
  }

typedef enum furat_ast_term_kind {
  FURAT_AST_NONE,   ///< no term: UNDEF, the default graph
  FURAT_AST_VAR,    ///< `index` into the variables of the request
  FURAT_AST_BLANK,  ///< `index` into its blank nodes
  FURAT_AST_IRI,    ///< `value`
  FURAT_AST_LITERAL ///< `value`
} furat_ast_term_kind;

typedef struct furat_ast_term {
  furat_ast_term_kind kind;
  uint32_t index;
  furat_span span;
  furat_term value;
} furat_ast_term;

typedef FURAT_AST_LIST(furat_ast_term) furat_ast_terms;

typedef enum furat_ast_path_kind {
  FURAT_AST_PATH_IRI,          ///< `iri`
  FURAT_AST_PATH_INVERSE,      ///< ^ of the one part
  FURAT_AST_PATH_SEQUENCE,     ///< two parts or more
  FURAT_AST_PATH_ALTERNATIVE,  ///< two parts or more
  FURAT_AST_PATH_ZERO_OR_MORE, ///< * of the one part
  FURAT_AST_PATH_ONE_OR_MORE,  ///< +
  FURAT_AST_PATH_ZERO_OR_ONE,  ///< ?
  FURAT_AST_PATH_NEGATED ///< ! of parts, each an IRI or the inverse of one; may be none
} furat_ast_path_kind;

typedef struct furat_ast_path furat_ast_path;
struct furat_ast_path {
  furat_ast_path_kind kind;
  furat_span span;
  furat_str iri;
  FURAT_AST_LIST(furat_ast_path *) parts;
};

/// A triple pattern, or a path pattern when `path` is there (then `predicate` is none).
/// A path that is only an IRI is a triple pattern.
typedef struct furat_ast_triple {
  furat_ast_term subject;
  furat_ast_term predicate;
  furat_ast_term object;
  const furat_ast_path *path;
} furat_ast_triple;

typedef FURAT_AST_LIST(furat_ast_triple) furat_ast_triples;

typedef struct furat_ast_group furat_ast_group;
typedef struct furat_ast_query furat_ast_query;

typedef enum furat_ast_expr_kind {
  FURAT_AST_EXPR_TERM, ///< `term`: a variable, IRI or literal
  FURAT_AST_EXPR_OR,   ///< two arguments or more
  FURAT_AST_EXPR_AND,  ///< two arguments or more
  FURAT_AST_EXPR_EQ,
  FURAT_AST_EXPR_NE,
  FURAT_AST_EXPR_LT,
  FURAT_AST_EXPR_GT,
  FURAT_AST_EXPR_LE,
  FURAT_AST_EXPR_GE,
  FURAT_AST_EXPR_IN,     ///< the first argument in the others
  FURAT_AST_EXPR_NOT_IN, ///< the first argument not in the others
  FURAT_AST_EXPR_ADD,
  FURAT_AST_EXPR_SUBTRACT,
  FURAT_AST_EXPR_MULTIPLY,
  FURAT_AST_EXPR_DIVIDE,
  FURAT_AST_EXPR_NOT,
  FURAT_AST_EXPR_PLUS,  ///< unary
  FURAT_AST_EXPR_MINUS, ///< unary
  FURAT_AST_EXPR_BUILTIN,
  FURAT_AST_EXPR_CALL,      ///< `term` is the function's IRI
  FURAT_AST_EXPR_AGGREGATE, ///< `builtin` is COUNT ...; no argument: COUNT(*)
  FURAT_AST_EXPR_EXISTS,    ///< `group`
  FURAT_AST_EXPR_NOT_EXISTS ///< `group`
} furat_ast_expr_kind;

typedef struct furat_ast_expr furat_ast_expr;
typedef FURAT_AST_LIST(furat_ast_expr *) furat_ast_exprs;
struct furat_ast_expr {
  furat_ast_expr_kind kind;
  furat_builtin builtin;
  unsigned height; ///< levels of nodes, this one included, groups in it too
  bool distinct;   ///< of an aggregate or a call
  bool has_separator;
  furat_span span;
  furat_ast_term term;
  furat_str separator; ///< of GROUP_CONCAT
  furat_ast_exprs args;
  furat_ast_group *group;
};

/// VALUES: `cells` has a row of `vars.n` terms after the other; UNDEF is FURAT_AST_NONE.
typedef struct furat_ast_values {
  furat_span span;
  furat_ast_terms vars;
  furat_ast_terms cells;
  size_t n_rows;
} furat_ast_values;

typedef enum furat_ast_element_kind {
  FURAT_AST_TRIPLES,  ///< `triples`: a basic graph pattern, or what filters left of it
  FURAT_AST_FILTER,   ///< `expr`
  FURAT_AST_BIND,     ///< `expr` AS `term`
  FURAT_AST_VALUES,   ///< `values`
  FURAT_AST_UNION,    ///< `groups`: one is a plain group
  FURAT_AST_OPTIONAL, ///< one group
  FURAT_AST_MINUS,    ///< one group
  FURAT_AST_GRAPH,    ///< `term` and one group
  FURAT_AST_SERVICE,  ///< `term`, `silent` and one group
  FURAT_AST_SUBSELECT ///< `select`: the only element of its group
} furat_ast_element_kind;

typedef struct furat_ast_element {
  furat_ast_element_kind kind;
  bool silent;
  furat_span span;
  furat_ast_triples triples;
  furat_ast_term term;
  furat_ast_expr *expr;
  furat_ast_values *values;
  FURAT_AST_LIST(furat_ast_group *) groups;
  furat_ast_query *select;
} furat_ast_element;

/// A group graph pattern: its elements in the order in which they were written.
struct furat_ast_group {
  furat_span span;
  unsigned height; ///< levels of nodes below, this one included
  FURAT_AST_LIST(furat_ast_element) elements;
};

typedef enum furat_ast_form {
  FURAT_AST_SELECT,
  FURAT_AST_CONSTRUCT,
  FURAT_AST_DESCRIBE,
  FURAT_AST_ASK
} furat_ast_form;

/// `?x`, or `(expr AS ?x)`; in GROUP BY also `(expr)`, when `var` is none.
typedef struct furat_ast_binding {
  furat_span span;
  furat_ast_expr *expr; ///< NULL for a plain variable
  furat_ast_term var;
} furat_ast_binding;

typedef FURAT_AST_LIST(furat_ast_binding) furat_ast_bindings;

typedef struct furat_ast_order {
  furat_ast_expr *expr;
  bool descending;
} furat_ast_order;

/// A query, or a sub-SELECT (no dataset then).
struct furat_ast_query {
  furat_ast_form form;
  furat_span span;
  bool distinct;
  bool reduced;
  bool star; ///< SELECT * or DESCRIBE *
  furat_span star_span;
  bool is_grouped; ///< GROUP BY, HAVING, or an aggregate anywhere
  bool has_limit;
  bool has_offset;
  uint64_t limit;
  uint64_t offset;
  furat_ast_bindings select;  ///< as it was written; empty for *
  furat_ast_terms projection; ///< the variables of the result, in order, * written out
  furat_ast_terms describe;   ///< variables and IRIs
  furat_ast_triples construct;
  furat_ast_terms from;
  furat_ast_terms from_named;
  furat_ast_group *where; ///< NULL: DESCRIBE without a pattern
  furat_ast_bindings group_by;
  furat_ast_exprs having;
  FURAT_AST_LIST(furat_ast_order) order_by;
  furat_ast_values *values; ///< VALUES behind the query, or NULL
};

typedef enum furat_ast_operation_kind {
  FURAT_AST_LOAD,
  FURAT_AST_CLEAR,
  FURAT_AST_DROP,
  FURAT_AST_CREATE,
  FURAT_AST_ADD,
  FURAT_AST_MOVE,
  FURAT_AST_COPY,
  FURAT_AST_INSERT_DATA,
  FURAT_AST_DELETE_DATA,
  FURAT_AST_DELETE_WHERE,
  FURAT_AST_MODIFY
} furat_ast_operation_kind;

typedef enum furat_ast_graphs {
  FURAT_AST_GRAPHS_ONE,     ///< `iri`
  FURAT_AST_GRAPHS_DEFAULT, ///< the default graph
  FURAT_AST_GRAPHS_NAMED,   ///< all named graphs
  FURAT_AST_GRAPHS_ALL
} furat_ast_graphs;

typedef struct furat_ast_graph_ref {
  furat_ast_graphs graphs;
  furat_ast_term iri;
} furat_ast_graph_ref;

/// Triples and their graph: none (the default graph, or that of WITH), an IRI, a
/// variable.
typedef struct furat_ast_graph_triples {
  furat_ast_term graph;
  furat_ast_triples triples;
} furat_ast_graph_triples;

typedef FURAT_AST_LIST(furat_ast_graph_triples) furat_ast_quads;

typedef struct furat_ast_operation {
  furat_ast_operation_kind kind;
  bool silent;
  bool has_delete; ///< of MODIFY: a DELETE clause, maybe of nothing
  bool has_insert;
  furat_span span;
  furat_ast_term document;    ///< of LOAD
  furat_ast_graph_ref source; ///< of ADD, MOVE, COPY
  furat_ast_graph_ref target; ///< of LOAD and all graph management
  furat_ast_term with;
  furat_ast_quads remove; ///< DELETE templates and data; of DELETE WHERE the pattern too
  furat_ast_quads insert;
  furat_ast_terms using;
  furat_ast_terms using_named;
  furat_ast_group *where;
} furat_ast_operation;

typedef struct furat_ast_blank {
  furat_str label; ///< empty for [] and lists
  furat_span span; ///< where it is met first
} furat_ast_blank;

/// A whole request: a query, or the operations of an update.
typedef struct furat_ast {
  furat_ast_query *query; ///< NULL for an update
  FURAT_AST_LIST(furat_ast_operation) operations;
  FURAT_AST_LIST(furat_str) variables;    ///< names, in the order in which they are met
  FURAT_AST_LIST(furat_ast_blank) blanks; ///< labels of templates and patterns are apart
  furat_str base; ///< the last base IRI: of the functions IRI and URI
} furat_ast;

#endif
