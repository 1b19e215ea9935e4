// SPDX-License-Identifier: GPL-3.0-or-later
// EXISTS and NOT EXISTS as joins.  A condition that is EXISTS of a pattern keeps the
// solutions that are compatible with one of the pattern's, where putting the values of a
// solution into the pattern (18.6) finds the same: in triples, and in whatever looks at
// no value of a solution outside but by a variable that its own input always binds.  A
// filter right inside becomes the condition of the join, which sees the variables of both
// sides. Everything else is asked for each solution by itself: paths, which cost little
// from a bound end and much from all, LIMIT, and what is computed where few solutions
// ask.
//
// OPTIONAL under a condition that it has bound nothing is NOT EXISTS in other words.
#include <math.h>

#include "plan/planner_internal.h"
#include "plan/scope.h"

// ------------------------------------------------------------- what stands by itself

// Whether an expression sees of the solution outside only what is bound inside.
static bool
sees_only(furat_planner *p, const furat_expr *expr, furat_varset outer,
          furat_varset within)
{
  furat_varset seen = furat_varset_new(p);
  furat_scope_add_vars(p, seen, expr);
  return furat_varset_meets_within(p, seen, outer, within);
}

// The same of a pattern with all that is in it.
static bool
names_only(furat_planner *p, furat_algebra *algebra, furat_varset outer,
           furat_varset within)
{
  const furat_expr whole = {.kind = FURAT_EXPR_EXISTS, .pattern = algebra};
  return sees_only(p, &whole, outer, within);
}

static bool
is_free_group(furat_planner *p, const furat_algebra *group, furat_varset outer)
{
  furat_varset keys = furat_varset_new(p);
  for (size_t i = 0; i < group->n_assignments; i++) {
    if (group->assignments[i].expr) {
      return false;
    }
    furat_varset_add(keys, group->assignments[i].var);
  }
  furat_varset_keep(p, keys, group->left->scope->certain);
  for (size_t i = 0; i < group->n_aggregates; i++) {
    if (furat_varset_has(outer, group->aggregates[i].var) ||
        !sees_only(p, group->aggregates[i].arg, outer, keys)) {
      return false;
    }
  }
  return names_only(p, group->left, outer, keys);
}

// Whether a pattern as a whole, joined to the variables `outer`, finds what it finds with
// their values in it.
static bool
stands_alone(furat_planner *p, const furat_algebra *algebra, furat_varset outer)
{
  const furat_algebra *left = algebra->left;
  switch (algebra->kind) {
  case FURAT_ALGEBRA_UNIT:
  case FURAT_ALGEBRA_VALUES:
    return true;
  case FURAT_ALGEBRA_BGP:
    // A path from a bound end may be one of no steps, from a node that is in no triple.
    return furat_bgp_has_no_path(algebra);
  case FURAT_ALGEBRA_GRAPH:
    return furat_scope_is_graph_of_triples(algebra);
  case FURAT_ALGEBRA_JOIN:
  case FURAT_ALGEBRA_UNION:
    return stands_alone(p, left, outer) && stands_alone(p, algebra->right, outer);
  case FURAT_ALGEBRA_FILTER:
    return furat_scope_is_stable(algebra->filter) &&
           sees_only(p, algebra->filter, outer, left->scope->certain) &&
           stands_alone(p, left, outer);
  case FURAT_ALGEBRA_LEFT_JOIN:
    return names_only(p, algebra->right, outer, left->scope->certain) &&
           sees_only(p, algebra->filter, outer, left->scope->certain) &&
           stands_alone(p, left, outer) && stands_alone(p, algebra->right, outer);
  case FURAT_ALGEBRA_MINUS: // a value in both sides is no variable that they share
    return names_only(p, algebra->right, outer, furat_varset_new(p)) &&
           stands_alone(p, left, outer);
  case FURAT_ALGEBRA_EXTEND:
    return !furat_varset_has(outer, algebra->assignments[0].var) &&
           furat_scope_is_stable(algebra->assignments[0].expr) &&
           sees_only(p, algebra->assignments[0].expr, outer, left->scope->certain) &&
           stands_alone(p, left, outer);
  case FURAT_ALGEBRA_GROUP:
    return is_free_group(p, algebra, outer) && stands_alone(p, left, outer);
  case FURAT_ALGEBRA_PROJECT:
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
    return stands_alone(p, left, outer);
  default:
    return false;
  }
}

static furat_varset
columns_of(furat_planner *p, const furat_plan *plan)
{
  furat_varset set = furat_varset_new(p);
  for (size_t i = 0; i < plan->n_vars; i++) {
    furat_varset_add(set, plan->vars[i]);
  }
  return set;
}

// ------------------------------------------------------------------------------ joins

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
plan_inside(furat_planner *p, furat_algebra *inside, furat_varset outer,
            furat_expr **condition)
{
  *condition = NULL;
  if (stands_alone(p, inside, outer)) {
    return furat_plan_whole(p, inside);
  }
  if (inside->kind != FURAT_ALGEBRA_FILTER || furat_scope_has_exists(inside->filter) ||
      !stands_alone(p, inside->left, outer)) {
    return NULL;
  }
  furat_plan *plan = furat_plan_whole(p, inside->left);
  if (plan && has_all_of(plan, inside->filter)) {
    return furat_plan_whole(p, inside);
  }
  *condition = inside->filter;
  return plan;
}

// The same with what `left` always binds.
static furat_plan *
plan_bound(furat_planner *p, const furat_plan *left, furat_algebra *inside)
{
  furat_expr *condition; // as with the other
  furat_varset outer = p->bound;
  p->bound = furat_varset_copy(p, outer);
  for (size_t i = 0; i < left->n_vars; i++) {
    if (left->certain[i]) {
      furat_varset_add(p->bound, left->vars[i]);
    }
  }
  furat_plan *plan = plan_inside(p, inside, columns_of(p, left), &condition);
  p->bound = outer;
  return plan;
}

// Whether values may be put into what is inside by a look-up, which compares nothing that
// is computed with them.
static bool
may_look_up(furat_planner *p, const furat_algebra *inside)
{
  const furat_algebra *pattern =
      inside->kind == FURAT_ALGEBRA_FILTER ? inside->left : inside;
  return furat_plan_may_look_up(p, pattern) &&
         (pattern == inside || !furat_scope_has_exists(inside->filter));
}

// Where nothing can be looked up the choice is between a table of all that is inside and
// asking for each solution, which starts a plan each time.  Plans that are verified are
// small, and are to have the joins.
static bool
is_asked_cheaper(furat_planner *p, const furat_plan *left, const furat_plan *right,
                 furat_algebra *inside)
{
  const double START_COST = 150.0;
  const double KEPT_COST = 3.0;
  const size_t n_exists = p->exists.n;
  p->n_asked++;
  const furat_plan *asked = plan_bound(p, left, inside);
  p->n_asked--;
  furat_vec_truncate(&p->exists, n_exists); // planned for their costs alone
  return asked && left->n_rows * (START_COST + asked->cost) <
                      right->cost + right->n_rows * KEPT_COST + left->n_rows;
}

// Join with the inside of one condition, if it is an EXISTS of the right kind.
static furat_plan *
semijoin(furat_planner *p, furat_plan *left, const furat_expr *expr)
{
  bool negated = expr->kind == FURAT_EXPR_NOT;
  const furat_expr *exists = negated ? expr->args[0] : expr;
  // What is asked for each solution must not be built anew for each.  What is inside is
  // planned more than once, and so what is inside of that.
  enum { MAX_INSIDE = 8 };
  if (exists->kind != FURAT_EXPR_EXISTS || p->n_asked > 0 || p->n_inside > MAX_INSIDE) {
    return NULL;
  }
  furat_expr *condition;
  furat_algebra *inside = furat_scope_copy(p, exists->pattern);
  const size_t n_exists = p->exists.n;
  furat_plan *right =
      inside ? plan_inside(p, inside, columns_of(p, left), &condition) : NULL;
  const bool looks_up = right && may_look_up(p, inside);
  if (!right || !furat_join_share_certain(left, right) ||
      (!looks_up && !p->verifies &&
       (p->streams || is_asked_cheaper(p, left, right, inside)))) {
    furat_vec_truncate(&p->exists, n_exists);
    return NULL;
  }
  const furat_join_kind kind = negated ? FURAT_JOIN_ANTI : FURAT_JOIN_SEMI;
  const bool is_scan = right->kind == FURAT_PLAN_SCAN; // which is but a look-up anyway
  furat_plan *looked_up = looks_up && !is_scan && furat_planner_may(p, FURAT_PASS_APPLY)
                              ? plan_bound(p, left, inside)
                              : NULL;
  furat_join_estimate e =
      furat_join_estimate_of(p, kind, left, right, looked_up || (looks_up && is_scan));
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
