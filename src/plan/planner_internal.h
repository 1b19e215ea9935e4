// SPDX-License-Identifier: GPL-3.0-or-later
// The planner's state, and what its files call of each other.
#ifndef FURAT_PLAN_PLANNER_INTERNAL_H
#define FURAT_PLAN_PLANNER_INTERNAL_H

#include "base/vec.h"
#include "plan/passes.h"
#include "plan/plan.h"

/// A set of variables: varset.h.
typedef uint64_t *furat_varset;
typedef struct furat_scope furat_scope;

typedef struct furat_planner {
  furat_arena *arena;
  const furat_plan_statistics *statistics;
  furat_error *err;
  furat_plan_graph graph; ///< around the algebra that is being planned
  furat_vec exists;       ///< furat_plan_exists
  unsigned disabled;      ///< 1 << furat_pass
  bool verifies;          ///< behind each pass
  size_t n_set_words;     ///< of a furat_varset
  furat_varset no_set;    ///< given where memory has failed
  furat_varset bound;     ///< from outside: by an APPLY or for an EXISTS
  size_t n_copies;        ///< of conditions that were pushed into both sides of a union
  size_t n_inside;        ///< patterns around that are planned by themselves, itself one
  size_t n_asked;         ///< patterns around that are asked for each solution
  bool streams;           ///< few solutions are wanted: look-ups before hash joins
  furat_var sort_var;     ///< by whose values they come then, or FURAT_VAR_NONE
  size_t depth;           ///< of the algebra that is being planned
  size_t n_columns;       ///< of all nodes so far
  furat_status status;    ///< sticky
} furat_planner;

/// Whether the variable has a value before what is being planned is matched: as a
/// parameter, or from outside.
bool
furat_planner_is_given(const furat_planner *p, furat_var var);

/// Whether a pass is switched on.
bool
furat_planner_may(const furat_planner *p, furat_pass pass);

/// Plan a pattern with all passes: that of a query, or of an EXISTS.  NULL after a
/// failure.
furat_plan *
furat_plan_whole(furat_planner *p, const furat_algebra *pattern);

/// Replace groups that only count, and DISTINCT, of one pattern: choose_tally.c.
furat_plan *
furat_plan_tallies(furat_planner *p, furat_plan *plan);

/// Replace joins of patterns that go round in a circle: choose_leapfrog.c.
furat_plan *
furat_plan_leapfrogs(furat_planner *p, furat_plan *plan);

/// Read patterns under conditions on their objects between the bounds that these set:
/// choose_range.c.
furat_plan *
furat_plan_ranges(furat_planner *p, furat_plan *plan);

/// Append the comparisons of a variable with constants (furat_plan_bound) in a condition
/// that can bound a scan.
void
furat_bounds_collect(furat_planner *p, furat_vec *bounds, const furat_expr *expr,
                     furat_var var);

/// Whether a condition is one comparison that furat_bounds_collect() finds.
bool
furat_bounds_are(const furat_expr *expr, furat_var var);

/// How many solutions of a scan may meet the bounds (furat_plan_bound) of its objects;
/// negative where that is not known.
double
furat_bounds_count(const furat_planner *p, const furat_plan *scan,
                   const furat_vec *bounds);

/// Have a scan read its objects in order and between bounds; false where it cannot.
bool
furat_bounds_set(furat_planner *p, furat_plan *scan, const furat_vec *bounds);

/// Read patterns by their objects where expressions look into these: choose_scan_order.c.
furat_plan *
furat_plan_scan_orders(furat_planner *p, furat_plan *plan);

/// Group what comes sorted by its keys, or can come so, group after group:
/// choose_group_order.c.
furat_plan *
furat_plan_group_orders(furat_planner *p, furat_plan *plan);

/// Whether an order of the plan costs nothing: nobody has to do without something for it.
bool
furat_plan_order_is_free(const furat_plan *plan);

/// Plan what only so many solutions are wanted of: first_rows.c.
furat_plan *
furat_plan_for_first(furat_planner *p, furat_algebra *algebra, uint64_t n_wanted);

/// Tell joins of which few solutions are wanted: first_rows.c.
furat_plan *
furat_plan_first_rows(furat_planner *p, furat_plan *plan);

/// Whether a plan that comes sorted by the variable, or is told to, comes so in the sense
/// of ORDER BY: choose_sort_order.c.
bool
furat_plan_is_sorted(const furat_planner *p, const furat_plan *plan, furat_var var);

/// Find out whether the input of a SORT comes in its order, or can at no cost:
/// choose_sort_order.c.
void
furat_plan_order_sort(furat_planner *p, furat_plan *sort, bool has_limit);

/// Have conditions decided by the text of a term where they can be: choose_text.c.
furat_plan *
furat_plan_texts(furat_planner *p, furat_plan *plan);

/// Have aggregates of variables computed by columns: choose_columns.c.
furat_plan *
furat_plan_columns(furat_planner *p, furat_plan *plan);

/// Have comparisons with constants decided by ids where these tell: choose_columns.c.
furat_plan *
furat_plan_ids(furat_planner *p, furat_plan *plan);

/// Tell the scan below by which variable it comes sorted, of a plan that can:
/// furat_plan_can_order().  False after a failure.
bool
furat_plan_set_order(furat_planner *p, furat_plan *plan, furat_var var);

/// Whether a plan keeps the promises of plan.h: inputs where its kind has them, columns
/// that come from them, no column promised to be bound or in order that is not, no
/// expression that has lost a variable.  FURAT_INTERNAL with the reason otherwise.
FURAT_NODISCARD furat_status
furat_plan_verify(const furat_plan *root, furat_error *err);

void *
furat_planner_no_mem(furat_planner *p);

/// A limit of what a query may ask for is passed.
void
furat_planner_refuse(furat_planner *p, furat_span span, const char *what);

/// One level deeper in the algebra, or false; furat_planner_leave() after either.
bool
furat_planner_enter(furat_planner *p, const furat_algebra *algebra);

void
furat_planner_leave(furat_planner *p);

/// NULL after a failure.
furat_plan *
furat_plan_algebra(furat_planner *p, furat_algebra *algebra);

/// A node with room for `max_vars` columns.
furat_plan *
furat_plan_new(furat_planner *p, furat_plan_kind kind, furat_span span, size_t max_vars);

void
furat_plan_add_var(furat_plan *plan, furat_var var, bool certain);

void
furat_plan_add_vars_of(furat_plan *plan, const furat_plan *from, bool keep_certain);

/// A node over `left` (NULL after a failure) with its columns, estimate and order, and
/// room for more.
furat_plan *
furat_plan_over(furat_planner *p, furat_plan_kind kind, furat_plan *left, furat_span span,
                size_t n_more_vars);

/// Fill in the order of one node from those of its inputs, when its columns are known.
void
furat_plan_find_order(furat_plan *plan);

/// Find out which orders somebody relies on, when the plan is finished.
void
furat_plan_mark_orders(furat_plan *plan);

/// The same for a whole plan, after the order of a scan in it was chosen.
void
furat_plan_find_orders(furat_plan *plan);

/// Whether a GROUP groups by the variable.
bool
furat_plan_is_key(const furat_plan *group, furat_var var);

/// Whether all that a GROUP groups by are columns of its input, and nothing computed.
bool
furat_plan_keys_are_columns(const furat_plan *group);

furat_plan *
furat_plan_filter(furat_planner *p, furat_plan *left, furat_expr *filter);

/// Join `left` with the inside of each EXISTS and NOT EXISTS of the condition that can be
/// computed so, and make NOT EXISTS of an OPTIONAL that may not bind anything:
/// choose_semijoin.c.  `*rest` is what is left of the condition, or NULL.
furat_plan *
furat_plan_semijoins(furat_planner *p, furat_plan *left, furat_expr *filter,
                     furat_expr **rest);

/// Plan the patterns of all EXISTS in an expression over the columns of `input`.
void
furat_planner_visit_exists_over(furat_planner *p, furat_expr *expr,
                                const furat_plan *input);

/// The same with nothing known of what is bound.
void
furat_planner_visit_exists(furat_planner *p, furat_expr *expr);

/// Joins of anything, under conditions, with the OPTIONAL, MINUS and BIND that stand
/// behind or among them: join_order.c.
furat_plan *
furat_plan_group(furat_planner *p, furat_algebra *algebra);

/// Whether bindings may be put into a part, which has its scope, without changing what it
/// means: later.c.
bool
furat_plan_may_look_up(furat_planner *p, const furat_algebra *algebra);

/// A LEFT_JOIN, MINUS or EXTEND whose left side is planned already: later.c.
furat_plan *
furat_plan_later(furat_planner *p, furat_plan *left, const furat_algebra *algebra);

/// What the choice between the kinds of join goes by.
typedef struct furat_join_estimate {
  double left_rows;
  double right_rows;
  double joined_rows;
  double look_up_cost; ///< of one look-up, beside finding the place in an index
  double right_cost;   ///< of the right side as a whole, beside taking its rows
  size_t n_shared;     ///< variables of both
  bool may_apply;      ///< the right side can be looked up for each solution of the left
  bool may_merge;      ///< both can come sorted by a variable that they share
  bool may_sort_left;  ///< left can come sorted by one
  bool may_swap;       ///< it is all the same which side is left
  bool right_is_path;  ///< which is dear without a bound end
} furat_join_estimate;

/// The cheapest kind of join, and its cost in rows, with that of its right input (which
/// APPLY never starts as a whole): choose_join.c.  The order of joins is chosen
/// by these costs too.
furat_plan_kind
furat_join_choose(const furat_planner *p, const furat_join_estimate *e, double *cost);

/// Whether a plan can give its solutions sorted by a variable, which is certain: because
/// it does, or because a scan in it has not been told its order yet.
bool
furat_plan_can_order(const furat_plan *plan, furat_var var);

/// What is known of two plans that are to be joined.
furat_join_estimate
furat_join_estimate_of(const furat_planner *p, furat_join_kind kind,
                       const furat_plan *left, const furat_plan *right, bool may_apply);

/// Join by an estimate that the caller has changed.
furat_plan *
furat_plan_join_estimated(furat_planner *p, furat_join_kind kind, furat_plan *left,
                          furat_plan *right, const furat_join_estimate *e);

/// Whether there is a variable that both always bind.
bool
furat_join_share_certain(const furat_plan *left, const furat_plan *right);

/// How many variables both have.
size_t
furat_plan_n_shared(const furat_plan *a, const furat_plan *b);

/// How many solutions a pattern has in the graph of `plan`: estimate.c.
double
furat_estimate_pattern(const furat_planner *p, const furat_plan *plan,
                       const furat_triple_pattern *pattern);

/// How many values a column could have, at least 1: those of its place in the triples of
/// the predicate, whatever else the pattern demands of these.
double
furat_estimate_domain(const furat_planner *p, const furat_plan *plan, furat_var var);

/// The part of solutions for which a condition holds.
double
furat_estimate_selectivity(const furat_expr *expr);

/// What it costs to evaluate a condition for a solution, in the unit of choose_join.c.
double
furat_estimate_evaluation(const furat_expr *expr);

/// How many solutions of `right` one solution of `left` meets: estimate.c.
double
furat_estimate_fan_out(const furat_planner *p, const furat_plan *left,
                       const furat_plan *right);

bool
furat_bgp_has_no_path(const furat_algebra *bgp);

#endif
