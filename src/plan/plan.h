// SPDX-License-Identifier: GPL-3.0-or-later
// Physical plans: how a query is computed.  Immutable once made; operators keep their own
// state.
//                                                             algebra -> [plan] -> exec
// A node gives solutions over its `vars`, in that order of columns.  A variable is
// *certain* when it is bound in every solution.  A node may also read *parameters*:
// variables that an APPLY above it (or EXISTS) has bound before the node is started;
// patterns take them as constants.
#ifndef FURAT_PLAN_PLAN_H
#define FURAT_PLAN_PLAN_H

#include "base/cancel.h"
#include "sparql/algebra.h"

typedef enum furat_plan_kind {
  FURAT_PLAN_UNIT,      ///< one solution without bindings
  FURAT_PLAN_SCAN,      ///< `pattern`, without a path
  FURAT_PLAN_PATH,      ///< `pattern` with a path
  FURAT_PLAN_GRAPHS,    ///< the named graphs, in `graph.slot.var`
  FURAT_PLAN_VALUES,    ///< `table`
  FURAT_PLAN_APPLY,     ///< for each solution of left: right with it as parameters
  FURAT_PLAN_HASH_JOIN, ///< left and right by their shared variables; right is built
  /// left and right by the first variable of their orders, which is the same and certain
  /// in both, and by all others that they share
  FURAT_PLAN_MERGE_JOIN,
  FURAT_PLAN_LEAPFROG, ///< `patterns` at once, variable by variable in `order`
  FURAT_PLAN_UNION,
  FURAT_PLAN_FILTER,
  FURAT_PLAN_EXTEND,
  FURAT_PLAN_GROUP,
  FURAT_PLAN_SORT,
  FURAT_PLAN_PROJECT,
  FURAT_PLAN_DISTINCT,
  FURAT_PLAN_SLICE,
  /// Groups of `pattern` by `assignments` with `aggregates` that are COUNTs, or its
  /// distinct values without; left does the same by visiting the triples
  FURAT_PLAN_TALLY
} furat_plan_kind;

typedef enum furat_join_kind {
  FURAT_JOIN_INNER,
  FURAT_JOIN_LEFT,  ///< OPTIONAL: left solutions without a partner stay
  FURAT_JOIN_MINUS, ///< left solutions with a partner that shares a binding go
  FURAT_JOIN_SEMI,  ///< EXISTS: left solutions with a partner, once, as they are
  FURAT_JOIN_ANTI   ///< NOT EXISTS: left solutions without a partner
} furat_join_kind;

/// Whether the solutions have the right side's columns too.
static inline bool
furat_join_gives_right(furat_join_kind kind)
{
  return kind == FURAT_JOIN_INNER || kind == FURAT_JOIN_LEFT;
}

/// Where a pattern looks.
typedef struct furat_plan_graph {
  bool named;      ///< false: the query's default graph
  bool hidden;     ///< the variable is only a parameter, no column
  furat_slot slot; ///< of a named one: its IRI, or a variable
} furat_plan_graph;

/// A comparison of the object of a pattern with a constant: FURAT_EXPR_EQ, LT, GT, LE or
/// GE, the object on its left.
typedef struct furat_plan_bound {
  furat_expr_kind comparison;
  const furat_term *term;
} furat_plan_bound;

typedef struct furat_plan furat_plan;
struct furat_plan {
  furat_plan_kind kind;
  furat_join_kind join;
  size_t number; ///< below n_nodes of the furat_planned; no two nodes have the same
  furat_span span;
  size_t n_vars;
  furat_var *vars;
  bool *certain; ///< by column
  /// The solutions come sorted by the ids of these columns, the first the most
  /// significant; 0: in no order that is known.  A SCAN is told by it which order to read
  /// (one that the store has for its constants).
  size_t n_order;
  const furat_var *order;
  bool descends;      ///< sorted descending by all of them
  bool order_is_used; ///< somebody above relies on it
  /// Of GROUP: solutions of one group come one after the other, since left is sorted by
  /// the keys.  Of SORT: left comes sorted by the first key, in its
  /// direction.
  bool in_order;
  /// Of joins: so many solutions are wanted soon, and perhaps no more; 0: all are.
  uint64_t first_rows;
  furat_plan *left;
  furat_plan *right;
  furat_plan_graph graph;
  furat_triple_pattern pattern;
  size_t n_patterns;
  const furat_triple_pattern *patterns; ///< of LEAPFROG, all in `graph`
  /// Of a SCAN by its objects: those of which ids tell that they do not meet all of these
  /// may be left out.  The FILTER above sees to the others.
  size_t n_bounds;
  const furat_plan_bound *bounds;
  const furat_inline_table *table;
  bool by_columns;    ///< GROUP: all aggregates are of columns, and not DISTINCT
  bool by_ids;        ///< FILTER: has comparisons of columns with constants
  bool by_text;       ///< FILTER: has parts that the text of a term decides
  furat_expr *filter; ///< of FILTER, and of a LEFT join on the joined solution
  size_t n_assignments;
  const furat_assignment *assignments;
  size_t n_aggregates;
  const furat_aggregate *aggregates;
  size_t n_sort_keys;
  const furat_sort_key *sort_keys;
  bool has_limit;
  uint64_t limit; ///< of SLICE; of SORT: so many are enough
  uint64_t offset;
  double n_rows; ///< estimate
  double cost;   ///< estimate, in rows read here and below
};

/// EXISTS patterns have plans of their own: where they are kept.
typedef struct furat_plan_exists {
  const furat_expr *expr;
  furat_plan *plan;
} furat_plan_exists;

/// What the planner asks of storage: an estimate of how many quads match.  A slot with a
/// variable is a wildcard.
typedef struct furat_plan_statistics {
  void *self;
  double (*count)(void *self, const furat_triple_pattern *pattern,
                  const furat_plan_graph *graph);
  /// Distinct values of one place (0 subject, 2 object) among the quads of a predicate.
  double (*distinct)(void *self, const furat_triple_pattern *pattern, int place);
  const furat_cancel *cancel; ///< polled; or NULL
  /// How many quads match whose objects may meet all bounds; negative where that is not
  /// known.  NULL: it never is.
  double (*count_within)(void *self, const furat_triple_pattern *pattern,
                         const furat_plan_graph *graph, const furat_plan_bound *bounds,
                         size_t n_bounds);
  /// Whether the values of a place (0 subject, 2 object) of the pattern follow each other
  /// in ORDER BY as their ids do.  NULL: that is never known.
  bool (*is_sorted)(void *self, const furat_triple_pattern *pattern,
                    const furat_plan_graph *graph, int place);
  uint64_t n_wanted; ///< solutions of the whole query; 0: all
  size_t n_given;    ///< variables that have a value before anything is matched
  const furat_var *given;
} furat_plan_statistics;

typedef struct furat_planned {
  furat_plan *root;
  size_t n_nodes; ///< of the root and of all EXISTS
  size_t n_exists;
  furat_plan_exists *exists;
} furat_planned;

/// Make a plan; it lives in `arena` and borrows from the algebra, which stays as it is.
/// Variables of the algebra have numbers below n_variables.
/// `disabled` names passes that are left out (plan/passes.c lists them), with commas
/// between them, so that tests can compare the answers of different plans; where it is
/// given at all, if only as "", the plan is verified behind each pass.  Otherwise NULL.
FURAT_NODISCARD furat_status
furat_plan_query(furat_planned *out, furat_arena *arena, const furat_algebra *pattern,
                 size_t n_variables, const furat_plan_statistics *statistics,
                 const char *disabled, furat_error *err);

/// The column of a variable, or plan->n_vars.
size_t
furat_plan_column(const furat_plan *plan, furat_var var);

#endif
