// SPDX-License-Identifier: GPL-3.0-or-later
// OPTIONAL, MINUS and BIND behind what they belong to.  A part that consists of
// patterns and conditions alone may be looked up for each solution; then its own order of
// joins begins with what that solution binds.
#include <math.h>

#include "plan/scope.h"

bool
furat_plan_may_look_up(furat_planner *p, const furat_algebra *algebra)
{
  furat_varset seen;
  switch (algebra->kind) {
  case FURAT_ALGEBRA_BGP:
    return true;
  case FURAT_ALGEBRA_GRAPH:
    return furat_scope_is_graph_of_triples(algebra);
  case FURAT_ALGEBRA_JOIN:
  case FURAT_ALGEBRA_UNION:
    return furat_plan_may_look_up(p, algebra->left) &&
           furat_plan_may_look_up(p, algebra->right);
  case FURAT_ALGEBRA_FILTER: // it must not see more than without them
    seen = furat_varset_new(p);
    furat_scope_add_vars(p, seen, algebra->filter);
    return furat_scope_is_stable(algebra->filter) &&
           !furat_scope_has_exists(algebra->filter) &&
           furat_varset_is_subset(p, seen, algebra->left->scope->certain) &&
           furat_plan_may_look_up(p, algebra->left);
  default:
    return false;
  }
}

static furat_plan *
plan_looked_up(furat_planner *p, const furat_plan *left, const furat_algebra *algebra)
{
  furat_varset outer = p->bound;
  if (!furat_planner_may(p, FURAT_PASS_APPLY) ||
      !furat_plan_may_look_up(p, algebra->right)) {
    return NULL;
  }
  p->bound = furat_varset_copy(p, outer);
  for (size_t i = 0; i < left->n_vars; i++) {
    if (left->certain[i]) {
      furat_varset_add(p->bound, left->vars[i]);
    }
  }
  furat_plan *plan = furat_plan_algebra(p, algebra->right);
  p->bound = outer;
  return plan;
}

// The right side as a whole, or what is looked up for each solution of the left.
static furat_plan *
choose_right(furat_planner *p, furat_plan *whole, furat_plan *looked_up,
             furat_join_estimate *e)
{
  double cost;
  if (looked_up) {
    e->look_up_cost = fmax(looked_up->cost - looked_up->n_rows, 0.0);
  }
  bool look_up = furat_join_choose(p, e, &cost) == FURAT_PLAN_APPLY;
  return look_up ? looked_up : whole;
}

static furat_plan *
plan_optional(furat_planner *p, furat_plan *left, const furat_algebra *algebra)
{
  furat_plan *whole = furat_plan_algebra(p, algebra->right);
  furat_plan *looked_up = whole ? plan_looked_up(p, left, algebra) : NULL;
  if (!whole || p->status != FURAT_OK) {
    return NULL;
  }
  furat_join_estimate e =
      furat_join_estimate_of(p, FURAT_JOIN_LEFT, left, whole, looked_up);
  if (looked_up) {
    e.joined_rows = left->n_rows * looked_up->n_rows;
  }
  furat_plan *right = choose_right(p, whole, looked_up, &e);
  furat_plan *plan = furat_plan_join_estimated(p, FURAT_JOIN_LEFT, left, right, &e);
  if (plan && algebra->filter) {
    plan->filter = algebra->filter;
    furat_planner_visit_exists_over(p, algebra->filter, plan);
  }
  return plan;
}

static furat_plan *
plan_minus(furat_planner *p, furat_plan *left, const furat_algebra *algebra)
{
  furat_plan *whole = furat_plan_algebra(p, algebra->right);
  if (!whole) {
    return NULL;
  }
  // Without a binding in common nothing goes, whatever a look-up finds.
  furat_plan *looked_up =
      furat_join_share_certain(left, whole) ? plan_looked_up(p, left, algebra) : NULL;
  if (p->status != FURAT_OK) {
    return NULL;
  }
  furat_join_estimate e =
      furat_join_estimate_of(p, FURAT_JOIN_MINUS, left, whole, looked_up);
  furat_plan *right = choose_right(p, whole, looked_up, &e);
  return furat_plan_join_estimated(p, FURAT_JOIN_MINUS, left, right, &e);
}

static furat_plan *
plan_extend(furat_planner *p, furat_plan *left, const furat_algebra *algebra)
{
  const furat_assignment *assignment = &algebra->assignments[0];
  furat_plan *plan = furat_plan_over(p, FURAT_PLAN_EXTEND, left, algebra->span, 1);
  if (plan) {
    plan->n_assignments = algebra->n_assignments;
    plan->assignments = algebra->assignments;
    furat_plan_add_var(plan, assignment->var,
                       furat_varset_has(algebra->scope->certain, assignment->var));
    furat_planner_visit_exists_over(p, assignment->expr, left);
  }
  return plan;
}

furat_plan *
furat_plan_later(furat_planner *p, furat_plan *left, const furat_algebra *algebra)
{
  switch (algebra->kind) {
  case FURAT_ALGEBRA_LEFT_JOIN:
    return plan_optional(p, left, algebra);
  case FURAT_ALGEBRA_MINUS:
    return plan_minus(p, left, algebra);
  default:
    return plan_extend(p, left, algebra);
  }
}
