// SPDX-License-Identifier: GPL-3.0-or-later
// How two inputs are joined.  Where both can come sorted by a variable that they share
// they are merged, and leap over what the other side has not.  Otherwise a pattern is
// looked up for each solution (APPLY) when that costs less than building a hash table
// of all it matches.  Costs are in rows that a hash join looks up, some ten nanoseconds.
#include <math.h>

#include "plan/planner_internal.h"

// A look-up finds a place and unpacks a piece of a block, that of the look-up before if
// both come in order.
static const double LOOKUP_COST = 100.0;
static const double NEAR_LOOKUP_COST = 50.0;

// A merge compares what stands side by side; a leap unpacks what stands where it lands.
static const double MERGED_COST = 0.4;
static const double LEAP_COST = 150.0;

// A row that a hash join keeps, beside reading it.
static const double KEPT_COST = 3.0;

// --------------------------------------------------------------------------- order

static bool
scan_can_order(const furat_plan *plan, furat_var var)
{
  const furat_triple_pattern *pattern = &plan->pattern;
  int n = (pattern->subject.var == var) + (pattern->predicate.var == var) +
          (pattern->object.var == var);
  bool of_graph = plan->graph.named && plan->graph.slot.var == var;
  // One graph as a whole is kept by subject alone.
  bool whole_graph = plan->graph.named && pattern->subject.var != FURAT_VAR_NONE &&
                     pattern->predicate.var != FURAT_VAR_NONE &&
                     pattern->object.var != FURAT_VAR_NONE;
  return n == 1 && !of_graph && (!whole_graph || pattern->subject.var == var);
}

bool
furat_plan_can_order(const furat_plan *plan, furat_var var)
{
  size_t column = furat_plan_column(plan, var);
  if (column == plan->n_vars || !plan->certain[column]) {
    return false;
  }
  if (plan->n_order > 0) {
    return plan->order[0] == var && !plan->descends;
  }
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
    return scan_can_order(plan, var);
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_FILTER:
    return furat_plan_can_order(plan->left, var);
  default:
    return false;
  }
}

// Tell the scan below, and all on the way up.
bool
furat_plan_set_order(furat_planner *p, furat_plan *plan, furat_var var)
{
  if (plan->n_order > 0) {
    return true;
  }
  if (plan->kind != FURAT_PLAN_SCAN) {
    bool set = furat_plan_set_order(p, plan->left, var);
    furat_plan_find_order(plan);
    return set;
  }
  furat_var *order = FURAT_ARENA_NEW(p->arena, furat_var);
  if (!order) {
    furat_planner_no_mem(p);
    return false;
  }
  *order = var;
  plan->order = order;
  plan->n_order = 1;
  return true;
}

// The variable by which both can come sorted, or FURAT_VAR_NONE.
static furat_var
var_to_merge_by(const furat_planner *p, const furat_plan *left, const furat_plan *right)
{
  for (size_t i = 0; i < left->n_vars && furat_planner_may(p, FURAT_PASS_MERGE); i++) {
    furat_var var = left->vars[i];
    if (furat_plan_can_order(left, var) && furat_plan_can_order(right, var)) {
      return var;
    }
  }
  return FURAT_VAR_NONE;
}

// The variable by which the left can come sorted, to be looked up in the right, or
// FURAT_VAR_NONE.
static furat_var
var_to_look_up_by(const furat_planner *p, const furat_plan *left, const furat_plan *right)
{
  for (size_t i = 0; i < right->n_vars && furat_planner_may(p, FURAT_PASS_MERGE); i++) {
    if (furat_plan_can_order(left, right->vars[i])) {
      return right->vars[i];
    }
  }
  return FURAT_VAR_NONE;
}

// -------------------------------------------------------------------------- choice

static double
cost_of_merge(const furat_join_estimate *e)
{
  double few = fmin(e->left_rows, e->right_rows);
  double many = fmax(e->left_rows, e->right_rows);
  return few + fmin(many * MERGED_COST, few * LEAP_COST) + e->joined_rows;
}

static double
cost_of_hash(const furat_join_estimate *e)
{
  double kept = e->may_swap ? fmin(e->left_rows, e->right_rows) : e->right_rows;
  return e->left_rows + e->right_rows + kept * KEPT_COST + e->joined_rows;
}

furat_plan_kind
furat_join_choose(const furat_planner *p, const furat_join_estimate *e, double *cost)
{
  double one = e->may_sort_left ? NEAR_LOOKUP_COST : LOOKUP_COST;
  double lookups = e->left_rows * (one + e->look_up_cost) + e->joined_rows;
  double hash = cost_of_hash(e) + e->right_cost;
  double merge = cost_of_merge(e) + e->right_cost;
  bool cheaper = lookups < hash || (e->n_shared > 0 && e->right_is_path);
  bool apply = e->may_apply && furat_planner_may(p, FURAT_PASS_APPLY) &&
               (cheaper || p->streams || !furat_planner_may(p, FURAT_PASS_HASH));
  *cost = apply ? lookups : hash;
  if (e->may_merge && merge <= *cost && !(apply && p->streams)) {
    *cost = merge;
    return FURAT_PLAN_MERGE_JOIN;
  }
  return apply ? FURAT_PLAN_APPLY : FURAT_PLAN_HASH_JOIN;
}

static double
rows_of_join(furat_join_kind kind, double left, double joined)
{
  switch (kind) {
  case FURAT_JOIN_INNER:
    return joined;
  case FURAT_JOIN_LEFT:
    return fmax(left, joined);
  case FURAT_JOIN_SEMI:
    return fmin(left, joined);
  default:
    return left;
  }
}

static furat_plan *
new_join(furat_planner *p, furat_plan_kind kind, furat_plan *left, furat_plan *right)
{
  furat_plan *plan = furat_plan_new(p, kind, right->span, left->n_vars + right->n_vars);
  if (plan) {
    plan->left = left;
    plan->right = right;
  }
  return plan;
}

furat_join_estimate
furat_join_estimate_of(const furat_planner *p, furat_join_kind kind,
                       const furat_plan *left, const furat_plan *right, bool may_apply)
{
  return (furat_join_estimate){
      .left_rows = left->n_rows,
      .right_rows = right->n_rows,
      .joined_rows = left->n_rows * furat_estimate_fan_out(p, left, right),
      .right_cost = right->kind == FURAT_PLAN_SCAN ? 0.0 : right->cost,
      .n_shared = furat_plan_n_shared(left, right),
      .may_apply = may_apply,
      .may_merge = var_to_merge_by(p, left, right) != FURAT_VAR_NONE,
      .may_sort_left = var_to_look_up_by(p, left, right) != FURAT_VAR_NONE,
      .may_swap = kind == FURAT_JOIN_INNER,
      .right_is_path = right->kind == FURAT_PLAN_PATH,
  };
}

furat_plan *
furat_plan_join_estimated(furat_planner *p, furat_join_kind kind, furat_plan *left,
                          furat_plan *right, const furat_join_estimate *e)
{
  double cost;
  furat_plan_kind way = furat_join_choose(p, e, &cost);
  furat_var merge_var =
      way == FURAT_PLAN_MERGE_JOIN ? var_to_merge_by(p, left, right) : FURAT_VAR_NONE;
  bool swap = way == FURAT_PLAN_HASH_JOIN && e->may_swap && left->n_rows < right->n_rows;
  furat_plan *plan = new_join(p, way, swap ? right : left, swap ? left : right);
  if (!plan ||
      (way == FURAT_PLAN_MERGE_JOIN && (!furat_plan_set_order(p, left, merge_var) ||
                                        !furat_plan_set_order(p, right, merge_var)))) {
    return NULL;
  }
  furat_var look_up_var =
      way == FURAT_PLAN_APPLY ? var_to_look_up_by(p, left, right) : FURAT_VAR_NONE;
  if (look_up_var != FURAT_VAR_NONE && !furat_plan_set_order(p, left, look_up_var)) {
    return NULL;
  }
  plan->join = kind;
  plan->cost = left->cost + cost;
  plan->n_rows = rows_of_join(kind, left->n_rows, e->joined_rows);
  furat_plan_add_vars_of(plan, left, true);
  if (furat_join_gives_right(kind)) {
    furat_plan_add_vars_of(plan, right, kind == FURAT_JOIN_INNER);
  }
  furat_plan_find_order(plan);
  return plan;
}
