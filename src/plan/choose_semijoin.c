// SPDX-License-Identifier: GPL-3.0-or-later
// EXISTS and NOT EXISTS as joins.  A condition that is EXISTS of patterns alone keeps the
// solutions that are compatible with one of the pattern's: putting the values of a
// solution into patterns (18.6) finds the same.  A filter right inside becomes the
// condition of the join, which sees the variables of both sides.  Everything else is
// asked for each solution by itself.
//
// OPTIONAL under a condition that it has bound nothing is NOT EXISTS in other words.
#include <math.h>

#include "plan/planner_internal.h"
#include "plan/scope.h"

static bool
is_patterns(const furat_algebra *algebra)
{
  switch (algebra->kind) {
  case FURAT_ALGEBRA_BGP:
    // A path from a bound end may be one of no steps, from a node that is in no triple.
    return furat_bgp_has_no_path(algebra);
  case FURAT_ALGEBRA_JOIN:
    return is_patterns(algebra->left) && is_patterns(algebra->right);
  case FURAT_ALGEBRA_GRAPH:
    return algebra->left->kind == FURAT_ALGEBRA_BGP &&
           furat_bgp_has_no_path(algebra->left);
  default:
    return false;
  }
}

static bool
has_certain(const furat_plan *plan, furat_var var)
{
  size_t column = furat_plan_column(plan, var);
  return column < plan->n_vars && plan->certain[column];
}

static bool
has_all_of(const furat_plan *plan, const furat_expr *expr)
{
  bool all = expr->kind != FURAT_EXPR_VAR || has_certain(plan, expr->var);
  for (size_t i = 0; i < expr->n_args && all; i++) {
    all = has_all_of(plan, expr->args[i]);
  }
  return all;
}

bool
furat_join_share_certain(const furat_plan *left, const furat_plan *right)
{
  for (size_t i = 0; i < right->n_vars; i++) {
    if (right->certain[i] && has_certain(left, right->vars[i])) {
      return true;
    }
  }
  return false;
}

// The plan of what is inside, and the condition that is left for the join.
static furat_plan *
plan_inside(furat_planner *p, furat_algebra *inside, furat_expr **condition)
{
  *condition = NULL;
  bool filtered = inside->kind == FURAT_ALGEBRA_FILTER;
  if (!filtered) {
    return is_patterns(inside) ? furat_plan_whole(p, inside) : NULL;
  }
  if (!is_patterns(inside->left) || furat_scope_has_exists(inside->filter)) {
    return NULL;
  }
  furat_plan *plan = furat_plan_whole(p, inside->left);
  if (plan && has_all_of(plan, inside->filter)) {
    return furat_plan_whole(p, inside);
  }
  *condition = inside->filter;
  return plan;
}

// The same for one solution of `left`, where that is not but a look-up anyway.
static furat_plan *
plan_looked_up(furat_planner *p, const furat_plan *left, const furat_plan *right,
               furat_algebra *inside)
{
  furat_expr *condition; // as with the other
  furat_varset outer = p->bound;
  if (right->kind == FURAT_PLAN_SCAN || !furat_planner_may(p, FURAT_PASS_APPLY)) {
    return NULL;
  }
  p->bound = furat_varset_copy(p, outer);
  for (size_t i = 0; i < left->n_vars; i++) {
    if (left->certain[i]) {
      furat_varset_add(p->bound, left->vars[i]);
    }
  }
  furat_plan *plan = plan_inside(p, inside, &condition);
  p->bound = outer;
  return plan;
}

// Join with the inside of one condition, if it is an EXISTS of the right kind.
static furat_plan *
semijoin(furat_planner *p, furat_plan *left, const furat_expr *expr)
{
  bool negated = expr->kind == FURAT_EXPR_NOT;
  const furat_expr *exists = negated ? expr->args[0] : expr;
  // What is asked for each solution must not be built anew for each.
  if (exists->kind != FURAT_EXPR_EXISTS || p->n_asked > 0) {
    return NULL;
  }
  furat_expr *condition;
  furat_plan *right = plan_inside(p, exists->pattern, &condition);
  if (!right || !furat_join_share_certain(left, right)) {
    return NULL;
  }
  const furat_join_kind kind = negated ? FURAT_JOIN_ANTI : FURAT_JOIN_SEMI;
  furat_plan *looked_up = plan_looked_up(p, left, right, exists->pattern);
  furat_join_estimate e = furat_join_estimate_of(
      p, kind, left, right, looked_up || right->kind == FURAT_PLAN_SCAN);
  double cost;
  if (looked_up) {
    e.look_up_cost = fmax(looked_up->cost - looked_up->n_rows, 0.0);
  }
  if (looked_up && furat_join_choose(p, &e, &cost) == FURAT_PLAN_APPLY) {
    right = looked_up;
  }
  furat_plan *plan = furat_plan_join_estimated(p, kind, left, right, &e);
  if (plan) {
    plan->filter = condition;
    plan->span = expr->span;
  }
  return plan;
}

// Whether a variable of the right side alone has a value from outside.
static bool
is_some_given(const furat_planner *p, const furat_plan *optional)
{
  for (size_t i = optional->left->n_vars; i < optional->n_vars; i++) {
    if (furat_planner_is_given(p, optional->vars[i])) {
      return true;
    }
  }
  return false;
}

// Whether a condition keeps only what an OPTIONAL leaves alone.
static bool
wants_alone(const furat_planner *p, const furat_plan *optional, const furat_expr *expr)
{
  if (expr->kind != FURAT_EXPR_NOT || expr->args[0]->kind != FURAT_EXPR_BUILTIN ||
      expr->args[0]->builtin != FURAT_BUILTIN_BOUND ||
      expr->args[0]->args[0]->kind != FURAT_EXPR_VAR) {
    return false;
  }
  furat_var var = expr->args[0]->args[0]->var;
  return has_certain(optional->right, var) && !is_some_given(p, optional) &&
         furat_plan_column(optional->left, var) == optional->left->n_vars;
}

// The solutions without a partner.  Columns of the right side stay, with nothing in them.
static furat_plan *
antijoin(furat_planner *p, furat_plan *optional, const furat_expr *expr)
{
  if (optional->join != FURAT_JOIN_LEFT || !wants_alone(p, optional, expr)) {
    return NULL;
  }
  furat_plan *all = furat_plan_over(p, FURAT_PLAN_PROJECT, optional, expr->span, 0);
  if (all) {
    optional->join = FURAT_JOIN_ANTI;
    optional->n_vars = optional->left->n_vars; // they are in front
    optional->n_rows = optional->left->n_rows;
    all->n_rows = optional->n_rows;
  }
  return all;
}

furat_plan *
furat_plan_semijoins(furat_planner *p, furat_plan *left, furat_expr *filter,
                     furat_expr **rest)
{
  furat_expr *const alone[] = {filter};
  bool several = filter->kind == FURAT_EXPR_AND;
  furat_expr *const *args = several ? filter->args : alone;
  size_t n_args = several ? filter->n_args : 1;
  furat_expr *left_over = FURAT_ARENA_NEW(p->arena, furat_expr);
  furat_expr **kept = FURAT_ARENA_ARRAY(p->arena, furat_expr *, n_args);
  if (!left_over || !kept) {
    return furat_planner_no_mem(p);
  }
  *left_over = *filter;
  left_over->args = kept;
  left_over->n_args = 0;
  for (size_t i = 0; i < n_args && left; i++) {
    furat_plan *joined = antijoin(p, left, args[i]);
    joined = joined ? joined : semijoin(p, left, args[i]);
    if (joined) {
      left = joined;
    } else {
      kept[left_over->n_args++] = args[i];
    }
  }
  *rest = left_over->n_args == 0 ? NULL : left_over->n_args == 1 ? kept[0] : left_over;
  return left;
}
