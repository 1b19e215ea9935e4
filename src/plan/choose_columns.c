// SPDX-License-Identifier: GPL-3.0-or-later
// What is computed by columns of ids and not solution by solution: aggregates of
// variables (exec/column_aggregate.c), and comparisons with constants, which ids mostly
// decide (exec/filter_ranges.c).                            passes -> [choose_columns]
#include "plan/planner_internal.h"

// ---------------------------------------------------------------------------- aggregates

// COUNT(*), or COUNT, SUM, AVG, MIN, MAX or SAMPLE of a column, without DISTINCT.
static bool
fits(const furat_aggregate *aggregate, const furat_plan *input)
{
  switch (aggregate->builtin) {
  case FURAT_BUILTIN_COUNT:
  case FURAT_BUILTIN_SUM:
  case FURAT_BUILTIN_AVG:
  case FURAT_BUILTIN_MIN:
  case FURAT_BUILTIN_MAX:
  case FURAT_BUILTIN_SAMPLE:
    break;
  default:
    return false;
  }
  return !aggregate->distinct &&
         (!aggregate->arg ||
          (aggregate->arg->kind == FURAT_EXPR_VAR &&
           furat_plan_column(input, aggregate->arg->var) < input->n_vars));
}

static bool
all_fit(const furat_plan *group)
{
  for (size_t i = 0; i < group->n_aggregates; i++) {
    if (!fits(&group->aggregates[i], group->left)) {
      return false;
    }
  }
  return true;
}

furat_plan *
furat_plan_columns(furat_planner *p, furat_plan *plan)
{
  if (plan->left) {
    plan->left = furat_plan_columns(p, plan->left);
  }
  if (plan->right) {
    plan->right = furat_plan_columns(p, plan->right);
  }
  plan->by_columns = plan->kind == FURAT_PLAN_GROUP && all_fit(plan);
  return plan;
}

// --------------------------------------------------------------------------- comparisons

static bool
compares(const furat_expr *expr, const furat_plan *input)
{
  for (size_t i = 0; expr->kind == FURAT_EXPR_AND && i < expr->n_args; i++) {
    if (compares(expr->args[i], input)) {
      return true;
    }
  }
  for (size_t i = 0; i < input->n_vars; i++) {
    if (furat_bounds_are(expr, input->vars[i])) {
      return true;
    }
  }
  return false;
}

furat_plan *
furat_plan_ids(furat_planner *p, furat_plan *plan)
{
  if (plan->left) {
    plan->left = furat_plan_ids(p, plan->left);
  }
  if (plan->right) {
    plan->right = furat_plan_ids(p, plan->right);
  }
  plan->by_ids = plan->kind == FURAT_PLAN_FILTER && compares(plan->filter, plan->left);
  return plan;
}
