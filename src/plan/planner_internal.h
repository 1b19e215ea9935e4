// SPDX-License-Identifier: GPL-3.0-or-later
// The planner's state, and what its files call of each other.
#ifndef FURAT_PLAN_PLANNER_INTERNAL_H
#define FURAT_PLAN_PLANNER_INTERNAL_H

#include "base/vec.h"
#include "plan/plan.h"

/// What can be left out.
typedef enum furat_plan_pass {
  FURAT_PASS_APPLY = 1,
  FURAT_PASS_HASH = 2,
  FURAT_PASS_ORDER = 4
} furat_plan_pass;

typedef struct furat_planner {
  furat_arena *arena;
  const furat_plan_statistics *statistics;
  furat_error *err;
  furat_plan_graph graph; ///< around the algebra that is being planned
  furat_vec exists;       ///< furat_plan_exists
  unsigned disabled;      ///< of furat_plan_pass
  size_t depth;           ///< of the algebra that is being planned
  size_t n_columns;       ///< of all nodes so far
  furat_status status;    ///< sticky
} furat_planner;

void *
furat_planner_no_mem(furat_planner *p);

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

furat_plan *
furat_plan_filter(furat_planner *p, furat_plan *left, furat_expr *filter);

/// Plan the patterns of all EXISTS in the expression.
void
furat_planner_visit_exists(furat_planner *p, furat_expr *expr);

/// Units, basic graph patterns and joins of anything: join_order.c.
furat_plan *
furat_plan_joins(furat_planner *p, furat_algebra *algebra);

/// Two inputs by hash, or by APPLY where `may_apply` and it is cheaper.
furat_plan *
furat_plan_join(furat_planner *p, furat_join_kind kind, furat_plan *left,
                furat_plan *right, bool may_apply);

/// Whether parameters may be put into it without changing what it means: patterns and
/// their joins.
bool
furat_algebra_is_simple(const furat_algebra *algebra);

bool
furat_bgp_has_no_path(const furat_algebra *bgp);

#endif
