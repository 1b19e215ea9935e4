// SPDX-License-Identifier: GPL-3.0-or-later
// Scans between bounds.  Where a condition compares the objects of a pattern with
// constants, they are read in their order from the one bound to the other.  What the
// index cannot decide comes too, and the condition stays.      passes -> [choose_range]
#include <string.h>

#include "plan/planner_internal.h"

// The comparison with its sides changed; FURAT_EXPR_TERM when it is none that bounds.
static furat_expr_kind
turned(furat_expr_kind comparison)
{
  switch (comparison) {
  case FURAT_EXPR_EQ:
    return FURAT_EXPR_EQ;
  case FURAT_EXPR_LT:
    return FURAT_EXPR_GT;
  case FURAT_EXPR_GT:
    return FURAT_EXPR_LT;
  case FURAT_EXPR_LE:
    return FURAT_EXPR_GE;
  case FURAT_EXPR_GE:
    return FURAT_EXPR_LE;
  default:
    return FURAT_EXPR_TERM;
  }
}

static bool
bound_of(furat_plan_bound *out, const furat_expr *expr, furat_var var)
{
  if (turned(expr->kind) == FURAT_EXPR_TERM) {
    return false;
  }
  bool swaps = expr->args[0]->kind == FURAT_EXPR_TERM;
  const furat_expr *variable = expr->args[swaps];
  const furat_expr *constant = expr->args[!swaps];
  *out = (furat_plan_bound){swaps ? turned(expr->kind) : expr->kind, &constant->term};
  return variable->kind == FURAT_EXPR_VAR && variable->var == var &&
         constant->kind == FURAT_EXPR_TERM && constant->term.kind == FURAT_TERM_LITERAL;
}

bool
furat_bounds_are(const furat_expr *expr, furat_var var)
{
  furat_plan_bound unused;
  return bound_of(&unused, expr, var);
}

void
furat_bounds_collect(furat_planner *p, furat_vec *bounds, const furat_expr *expr,
                     furat_var var)
{
  for (size_t i = 0; expr->kind == FURAT_EXPR_AND && i < expr->n_args; i++) {
    furat_bounds_collect(p, bounds, expr->args[i], var);
  }
  furat_plan_bound bound;
  if (bound_of(&bound, expr, var) && !furat_vec_push(bounds, &bound)) {
    furat_planner_no_mem(p);
  }
}

double
furat_bounds_count(const furat_planner *p, const furat_plan *scan,
                   const furat_vec *bounds)
{
  const furat_plan_statistics *s = p->statistics;
  return bounds->n > 0 && s->count_within
             ? s->count_within(s->self, &scan->pattern, &scan->graph, bounds->items,
                               bounds->n)
             : -1.0;
}

bool
furat_bounds_set(furat_planner *p, furat_plan *scan, const furat_vec *bounds)
{
  const furat_var var = scan->pattern.object.var;
  const bool comes = scan->n_order > 0 && scan->order[0] == var; // in either direction
  if (!comes && !furat_plan_can_order(scan, var)) {
    return false;
  }
  furat_plan_bound *copy = FURAT_ARENA_ARRAY(p->arena, furat_plan_bound, bounds->n);
  furat_var *order = FURAT_ARENA_NEW(p->arena, furat_var);
  if (!copy || !order) {
    furat_planner_no_mem(p);
    return false;
  }
  memcpy(copy, bounds->items, bounds->n * sizeof(*copy));
  *order = var;
  scan->bounds = copy;
  scan->n_bounds = bounds->n;
  if (scan->n_order == 0) {
    scan->order = order;
    scan->n_order = 1;
  }
  return true;
}

// A scan that nobody wants in another order.
static void
bound_scan(furat_planner *p, const furat_plan *filter)
{
  furat_plan *scan = filter->left;
  const furat_var var = scan->pattern.object.var;
  furat_vec bounds;
  if (scan->n_bounds > 0 || var == FURAT_VAR_NONE) {
    return;
  }
  furat_vec_init(&bounds, sizeof(furat_plan_bound), SIZE_MAX);
  furat_bounds_collect(p, &bounds, filter->filter, var);
  double n_rows = furat_bounds_count(p, scan, &bounds);
  if (n_rows >= 0.0 && furat_bounds_set(p, scan, &bounds)) {
    scan->n_rows = scan->cost = n_rows;
  }
  furat_vec_clear(&bounds);
}

static void
visit(furat_planner *p, furat_plan *plan)
{
  if (plan->kind == FURAT_PLAN_FILTER && plan->left->kind == FURAT_PLAN_SCAN) {
    bound_scan(p, plan);
  }
  if (plan->left && p->status == FURAT_OK) {
    visit(p, plan->left);
  }
  if (plan->right && p->status == FURAT_OK) {
    visit(p, plan->right);
  }
}

furat_plan *
furat_plan_ranges(furat_planner *p, furat_plan *plan)
{
  visit(p, plan);
  furat_plan_find_orders(plan);
  return plan;
}
