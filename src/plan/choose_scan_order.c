// SPDX-License-Identifier: GPL-3.0-or-later
// In which order a pattern is read that nobody wants in one: where an expression looks
// into the terms of its objects, by objects.  Neighbours of the dictionary are looked up
// together then, and equal ones come one after the other.
//                                                         passes -> [choose_scan_order]
#include "plan/planner_internal.h"

// Whether a function is called with the variable, so that its term has to be looked up.
static bool
looks_into(const furat_expr *expr, furat_var var)
{
  if (!expr) {
    return false;
  }
  bool calls =
      (expr->kind == FURAT_EXPR_BUILTIN && expr->builtin != FURAT_BUILTIN_BOUND) ||
      expr->kind == FURAT_EXPR_CALL;
  for (size_t i = 0; i < expr->n_args; i++) {
    const furat_expr *arg = expr->args[i];
    if ((calls && arg->kind == FURAT_EXPR_VAR && arg->var == var) ||
        looks_into(arg, var)) {
      return true;
    }
  }
  return false;
}

static bool
node_looks_into(const furat_plan *plan, furat_var var)
{
  bool found = looks_into(plan->filter, var);
  for (size_t i = 0; i < plan->n_assignments && !found; i++) {
    found = looks_into(plan->assignments[i].expr, var);
  }
  for (size_t i = 0; i < plan->n_aggregates && !found; i++) {
    found = looks_into(plan->aggregates[i].arg, var);
  }
  for (size_t i = 0; i < plan->n_sort_keys && !found; i++) {
    found = looks_into(plan->sort_keys[i].expr, var);
  }
  return found;
}

static bool
evaluates(furat_plan_kind kind)
{
  return kind == FURAT_PLAN_FILTER || kind == FURAT_PLAN_EXTEND ||
         kind == FURAT_PLAN_GROUP || kind == FURAT_PLAN_SORT;
}

static void
order_scan(furat_planner *p, const furat_plan *above, furat_plan *scan)
{
  const furat_triple_pattern *pattern = &scan->pattern;
  const furat_var var = pattern->object.var;
  if (scan->n_order > 0 || var == FURAT_VAR_NONE ||
      pattern->subject.var == FURAT_VAR_NONE || !furat_plan_can_order(scan, var) ||
      !node_looks_into(above, var)) {
    return;
  }
  furat_var *order = FURAT_ARENA_NEW(p->arena, furat_var);
  if (!order) {
    furat_planner_no_mem(p);
    return;
  }
  *order = var;
  scan->order = order;
  scan->n_order = 1;
}

static void
order_below(furat_planner *p, furat_plan *plan)
{
  furat_plan *below = plan->left;
  while (evaluates(plan->kind) && below && evaluates(below->kind)) {
    below = below->left;
  }
  if (evaluates(plan->kind) && below && below->kind == FURAT_PLAN_SCAN) {
    order_scan(p, plan, below);
  }
  if (plan->left && p->status == FURAT_OK) {
    order_below(p, plan->left);
  }
  if (plan->right && p->status == FURAT_OK) {
    order_below(p, plan->right);
  }
}

furat_plan *
furat_plan_scan_orders(furat_planner *p, furat_plan *plan)
{
  order_below(p, plan);
  furat_plan_find_orders(plan);
  return plan;
}
