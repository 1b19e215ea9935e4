// SPDX-License-Identifier: GPL-3.0-or-later
// How two inputs are joined.  A pattern is looked up for each solution (APPLY) when that
// touches less than building a hash table of all it matches.  Costs are in rows read.
#include "plan/planner_internal.h"

// What a look-up costs beside reading one row of a scan.
static const double LOOKUP_COST = 8.0;

furat_plan_kind
furat_join_choose(const furat_planner *p, const furat_join_estimate *e, double *cost)
{
  double lookups = e->left_rows * LOOKUP_COST + e->joined_rows;
  double build = e->left_rows + 2.0 * e->right_rows;
  bool cheaper = lookups < build || (e->n_shared > 0 && e->right_is_path);
  bool apply = e->may_apply && furat_planner_may(p, FURAT_PASS_APPLY) &&
               (cheaper || !furat_planner_may(p, FURAT_PASS_HASH));
  *cost = apply ? lookups : build;
  return apply ? FURAT_PLAN_APPLY : FURAT_PLAN_HASH_JOIN;
}

furat_plan *
furat_plan_join(furat_planner *p, furat_join_kind kind, furat_plan *left,
                furat_plan *right, bool may_apply)
{
  const furat_join_estimate e = {
      .left_rows = left->n_rows,
      .right_rows = right->n_rows,
      .joined_rows = left->n_rows * furat_estimate_fan_out(p, left, right),
      .n_shared = furat_plan_n_shared(left, right),
      .may_apply = may_apply,
      .right_is_path = right->kind == FURAT_PLAN_PATH,
  };
  double cost;
  furat_plan *plan = furat_plan_new(p, furat_join_choose(p, &e, &cost), right->span,
                                    left->n_vars + right->n_vars);
  if (!plan) {
    return NULL;
  }
  plan->join = kind;
  plan->left = left;
  plan->right = right;
  plan->cost = left->cost + cost + (plan->kind == FURAT_PLAN_APPLY ? 0 : right->cost);
  furat_plan_add_vars_of(plan, left, true);
  if (kind != FURAT_JOIN_MINUS) {
    furat_plan_add_vars_of(plan, right, kind == FURAT_JOIN_INNER);
  }
  furat_plan_find_order(plan);
  plan->n_rows = kind == FURAT_JOIN_INNER                                  ? e.joined_rows
                 : e.joined_rows > left->n_rows && kind == FURAT_JOIN_LEFT ? e.joined_rows
                                                                           : left->n_rows;
  return plan;
}
