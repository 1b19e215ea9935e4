// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates: how many solutions a pattern has, and how many of them one solution meets.
#include <math.h>

#include "plan/planner_internal.h"

static bool
is_known(const furat_planner *p, const furat_slot *slot)
{
  return slot->var == FURAT_VAR_NONE || furat_planner_is_given(p, slot->var);
}

double
furat_estimate_pattern(const furat_planner *p, const furat_plan *plan,
                       const furat_triple_pattern *pattern)
{
  double n = p->statistics->count(p->statistics->self, pattern, &plan->graph);
  if (!pattern->path) {
    return n;
  }
  // A closure from a bound end is small, between two free ends it is large.
  bool bound = is_known(p, &pattern->subject) || is_known(p, &pattern->object);
  return bound ? 100.0 : n * 10.0 + 1000.0;
}

size_t
furat_plan_n_shared(const furat_plan *a, const furat_plan *b)
{
  size_t n = 0;
  for (size_t i = 0; i < b->n_vars; i++) {
    n += furat_plan_column(a, b->vars[i]) < a->n_vars;
  }
  return n;
}

static double
distinct_of_place(const furat_planner *p, const furat_plan *plan, int place)
{
  return p->statistics->distinct(p->statistics->self, &plan->pattern, place);
}

double
furat_estimate_domain(const furat_planner *p, const furat_plan *plan, furat_var var)
{
  const double MOST_PREDICATES = 20.0;
  double n;
  if (plan->kind == FURAT_PLAN_VALUES) {
    n = plan->n_rows;
  } else if (plan->kind != FURAT_PLAN_SCAN) {
    n = sqrt(plan->n_rows);
  } else if (plan->pattern.subject.var == var) {
    n = distinct_of_place(p, plan, 0);
  } else if (plan->pattern.object.var == var) {
    n = distinct_of_place(p, plan, 2);
  } else {
    n = MOST_PREDICATES; // or graphs
  }
  return fmax(n, 1.0);
}

// How many values a column has, at least 1.
static double
distinct_values(const furat_planner *p, const furat_plan *plan, furat_var var)
{
  return fmax(fmin(furat_estimate_domain(p, plan, var), plan->n_rows), 1.0);
}

double
furat_estimate_fan_out(const furat_planner *p, const furat_plan *left,
                       const furat_plan *right)
{
  double per_row = right->n_rows;
  for (size_t i = 0; i < right->n_vars; i++) {
    if (furat_plan_column(left, right->vars[i]) < left->n_vars) {
      per_row /= distinct_values(p, right, right->vars[i]);
      if (right->kind != FURAT_PLAN_SCAN) {
        break;
      }
    }
  }
  return per_row;
}

double
furat_estimate_evaluation(const furat_expr *expr)
{
  const double CALL_COST = 20.0; // a term is looked up, and something is made of it
  const double REGEX_COST = 50.0;
  double cost =
      expr->kind != FURAT_EXPR_BUILTIN ? 1.0
      : expr->builtin == FURAT_BUILTIN_REGEX || expr->builtin == FURAT_BUILTIN_REPLACE
          ? REGEX_COST
          : CALL_COST;
  for (size_t i = 0; i < expr->n_args; i++) {
    cost += furat_estimate_evaluation(expr->args[i]);
  }
  return cost;
}

double
furat_estimate_selectivity(const furat_expr *expr)
{
  double part = 1.0;
  switch (expr->kind) {
  case FURAT_EXPR_AND:
    for (size_t i = 0; i < expr->n_args; i++) {
      part *= furat_estimate_selectivity(expr->args[i]);
    }
    return part;
  case FURAT_EXPR_OR:
    for (size_t i = 0; i < expr->n_args; i++) {
      part *= 1.0 - furat_estimate_selectivity(expr->args[i]);
    }
    return 1.0 - part;
  case FURAT_EXPR_NOT:
    return 1.0 - furat_estimate_selectivity(expr->args[0]);
  case FURAT_EXPR_EQ:
    return 0.05;
  case FURAT_EXPR_IN:
    return fmin(0.05 * (double)expr->n_args, 0.5);
  case FURAT_EXPR_NE:
    return 0.9;
  case FURAT_EXPR_EXISTS:
    return 0.5;
  default:
    return 0.3;
  }
}
