// SPDX-License-Identifier: GPL-3.0-or-later
// Making nodes of plans, and what a node knows of its solutions: the order they come in,
// and the keys of groups.
#include "plan/scope.h"

void
furat_planner_refuse(furat_planner *p, furat_span span, const char *what)
{
  if (p->status == FURAT_OK) {
    p->status = furat_error_set_span(p->err, FURAT_LIMIT, span, "%s", what);
  }
}

size_t
furat_plan_column(const furat_plan *plan, furat_var var)
{
  for (size_t i = 0; i < plan->n_vars; i++) {
    if (plan->vars[i] == var) {
      return i;
    }
  }
  return plan->n_vars;
}

furat_plan *
furat_plan_new(furat_planner *p, furat_plan_kind kind, furat_span span, size_t max_vars)
{
  // Each column of each node takes a batch of memory.
  enum { MAX_COLUMNS = 1 << 16 };
  p->n_columns += max_vars + 1;
  if (p->n_columns > MAX_COLUMNS) {
    furat_planner_refuse(p, span, "the query has too many parts with too many variables");
    return NULL;
  }
  furat_plan *plan = FURAT_ARENA_NEW(p->arena, furat_plan);
  if (plan) {
    plan->vars = FURAT_ARENA_ARRAY(p->arena, furat_var, max_vars + 1);
    plan->certain = FURAT_ARENA_ARRAY(p->arena, bool, max_vars + 1);
  }
  if (!plan || !plan->vars || !plan->certain) {
    return furat_planner_no_mem(p);
  }
  plan->kind = kind;
  plan->span = span;
  return plan;
}

void
furat_plan_add_var(furat_plan *plan, furat_var var, bool certain)
{
  size_t column = furat_plan_column(plan, var);
  if (column == plan->n_vars) {
    plan->vars[plan->n_vars++] = var;
    plan->certain[column] = certain;
  } else {
    plan->certain[column] = plan->certain[column] || certain;
  }
}

void
furat_plan_add_vars_of(furat_plan *plan, const furat_plan *from, bool keep_certain)
{
  for (size_t i = 0; i < from->n_vars; i++) {
    furat_plan_add_var(plan, from->vars[i], keep_certain && from->certain[i]);
  }
}

furat_plan *
furat_plan_over(furat_planner *p, furat_plan_kind kind, furat_plan *left, furat_span span,
                size_t n_more_vars)
{
  furat_plan *plan =
      left ? furat_plan_new(p, kind, span, left->n_vars + n_more_vars) : NULL;
  if (plan) {
    plan->left = left;
    plan->n_rows = left->n_rows;
    plan->cost = left->cost;
    furat_plan_add_vars_of(plan, left, true);
    furat_plan_find_order(plan);
  }
  return plan;
}

// What a condition demands to be bound is certain behind it.
static void
promise_demands(furat_planner *p, furat_plan *plan)
{
  furat_varset demanded = furat_scope_demands(p, plan->filter);
  for (size_t i = 0; i < plan->n_vars; i++) {
    plan->certain[i] = plan->certain[i] || furat_varset_has(demanded, plan->vars[i]);
  }
}

furat_plan *
furat_plan_filter(furat_planner *p, furat_plan *left, furat_expr *filter)
{
  if (left && furat_planner_may(p, FURAT_PASS_SEMIJOIN) &&
      (left->join == FURAT_JOIN_LEFT || furat_scope_has_exists(filter))) {
    left = furat_plan_semijoins(p, left, filter, &filter);
    if (!filter || !left) {
      return left;
    }
  }
  furat_plan *plan = furat_plan_over(p, FURAT_PLAN_FILTER, left, filter->span, 0);
  if (plan) {
    plan->filter = filter;
    plan->n_rows = left->n_rows * furat_estimate_selectivity(filter);
    plan->cost = left->cost + left->n_rows * furat_estimate_evaluation(filter);
    promise_demands(p, plan);
    furat_planner_visit_exists_over(p, filter, left);
  }
  return plan;
}

// ---------------------------------------------------------------------------- keys

bool
furat_plan_is_key(const furat_plan *group, furat_var var)
{
  for (size_t i = 0; i < group->n_assignments; i++) {
    if (group->assignments[i].var == var) {
      return true;
    }
  }
  return false;
}

bool
furat_plan_keys_are_columns(const furat_plan *group)
{
  for (size_t i = 0; i < group->n_assignments; i++) {
    const furat_assignment *key = &group->assignments[i];
    if (key->expr || furat_plan_column(group->left, key->var) == group->left->n_vars) {
      return false;
    }
  }
  return true;
}

// --------------------------------------------------------------------------- order

static size_t
n_kept(const furat_plan *plan, const furat_plan *from)
{
  size_t n = 0;
  while (n < from->n_order && furat_plan_column(plan, from->order[n]) < plan->n_vars) {
    n++;
  }
  return n;
}

void
furat_plan_find_order(furat_plan *plan)
{
  switch (plan->kind) {
  // These hand on the solutions of their left input one after the other.
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_EXTEND:
  case FURAT_PLAN_PROJECT:
  case FURAT_PLAN_DISTINCT:
  case FURAT_PLAN_SLICE:
    plan->n_order = n_kept(plan, plan->left);
    plan->order = plan->left->order;
    plan->descends = plan->left->descends;
    break;
  case FURAT_PLAN_GROUP:
    plan->n_order = plan->in_order ? plan->n_assignments : 0;
    plan->order = plan->left->order;
    plan->descends = plan->left->descends;
    break;
  case FURAT_PLAN_SCAN: // what it was told
  case FURAT_PLAN_LEAPFROG:
    break;
  // Everything else comes as it comes; SORT goes by values, not by ids.
  default:
    plan->n_order = 0;
    break;
  }
}

void
furat_plan_find_orders(furat_plan *plan)
{
  if (plan->left) {
    furat_plan_find_orders(plan->left);
  }
  if (plan->right) {
    furat_plan_find_orders(plan->right);
  }
  furat_plan_find_order(plan);
}

static void
mark_orders(furat_plan *plan, bool used)
{
  plan->order_is_used = used && plan->n_order > 0;
  bool merges = plan->kind == FURAT_PLAN_MERGE_JOIN;
  bool distinct = plan->kind == FURAT_PLAN_DISTINCT; // of what stands side by side
  if (plan->left) {
    mark_orders(plan->left, merges || distinct || plan->in_order || plan->order_is_used);
  }
  if (plan->right) {
    mark_orders(plan->right, merges);
  }
}

void
furat_plan_mark_orders(furat_plan *plan)
{
  mark_orders(plan, false);
}
