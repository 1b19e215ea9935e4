// SPDX-License-Identifier: GPL-3.0-or-later
// Drops columns that nobody above looks at, and BINDs of such.  Comes behind all passes
// that may conclude something from a scan that has all its columns.
#include "plan/pass.h"
#include "plan/scope.h"

static void
add_columns(furat_varset set, const furat_plan *plan)
{
  for (size_t i = 0; i < plan->n_vars; i++) {
    furat_varset_add(set, plan->vars[i]);
  }
}

static void
add_exprs(furat_planner *p, furat_varset set, const furat_plan *plan)
{
  furat_scope_add_vars(p, set, plan->filter);
  for (size_t i = 0; i < plan->n_assignments; i++) {
    furat_scope_add_vars(p, set, plan->assignments[i].expr);
  }
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    furat_scope_add_vars(p, set, plan->aggregates[i].arg);
  }
  for (size_t i = 0; i < plan->n_sort_keys; i++) {
    furat_scope_add_vars(p, set, plan->sort_keys[i].expr);
  }
}

// What no scan gives.
static void
add_computed(furat_varset set, const furat_plan *plan)
{
  for (size_t i = 0; i < plan->n_assignments; i++) {
    furat_varset_add(set, plan->assignments[i].var);
  }
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    furat_varset_add(set, plan->aggregates[i].var);
  }
  if (plan->left) {
    add_computed(set, plan->left);
  }
  if (plan->right) {
    add_computed(set, plan->right);
  }
}

// Everything that the plan could take as a parameter.
static void
add_parameters(furat_planner *p, furat_varset set, const furat_plan *plan)
{
  add_columns(set, plan);
  add_exprs(p, set, plan);
  if (plan->kind == FURAT_PLAN_SCAN || plan->kind == FURAT_PLAN_PATH) {
    furat_varset_add(set, plan->pattern.subject.var);
    furat_varset_add(set, plan->pattern.predicate.var);
    furat_varset_add(set, plan->pattern.object.var);
  }
  if (plan->graph.named) {
    furat_varset_add(set, plan->graph.slot.var);
  }
  if (plan->left) {
    add_parameters(p, set, plan->left);
  }
  if (plan->right) {
    add_parameters(p, set, plan->right);
  }
}

static void
keep(furat_plan *plan, furat_varset needed)
{
  size_t n = 0;
  for (size_t i = 0; i < plan->n_vars; i++) {
    if (furat_varset_has(needed, plan->vars[i])) {
      plan->vars[n] = plan->vars[i];
      plan->certain[n++] = plan->certain[i];
    }
  }
  plan->n_vars = n;
}

// These hand on the batches of their input as they are.
static void
take_columns_of_left(furat_planner *p, furat_plan *plan)
{
  furat_varset needed = furat_varset_new(p);
  if (plan->left && p->status == FURAT_OK) {
    add_columns(needed, plan->left);
    keep(plan, needed);
  }
}

static furat_plan *
prune(furat_planner *p, furat_plan *plan, furat_varset needed);

static furat_plan *
prune_join(furat_planner *p, furat_plan *plan, furat_varset needed)
{
  furat_varset shared = furat_varset_new(p);
  furat_varset right_columns = furat_varset_new(p);
  add_columns(shared, plan->left);
  add_columns(right_columns, plan->right);
  furat_varset_keep(p, shared, right_columns);
  furat_varset below = furat_varset_copy(p, needed);
  furat_scope_add_vars(p, below, plan->filter);
  bool looks_up = plan->kind == FURAT_PLAN_APPLY && furat_join_gives_right(plan->join);
  furat_varset left = furat_varset_copy(p, below);
  if (plan->kind == FURAT_PLAN_APPLY) {
    add_parameters(p, left, plan->right);
  }
  furat_varset_add_all(p, left, shared);
  furat_varset right = furat_varset_copy(p, below);
  if (!looks_up) {
    furat_varset_add_all(p, right, shared);
  }
  keep(plan, needed);
  plan->left = prune(p, plan->left, left);
  plan->right = p->status == FURAT_OK ? prune(p, plan->right, right) : NULL;
  return plan;
}

static furat_plan *
prune_group(furat_planner *p, furat_plan *plan)
{
  furat_varset below = furat_varset_new(p);
  add_exprs(p, below, plan);
  for (size_t i = 0; i < plan->n_assignments; i++) {
    if (!plan->assignments[i].expr) {
      furat_varset_add(below, plan->assignments[i].var);
    }
  }
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    if (!plan->aggregates[i].arg && plan->aggregates[i].distinct) { // whole solutions
      add_columns(below, plan->left);
    }
  }
  plan->left = prune(p, plan->left, below);
  return plan;
}

static furat_plan *
prune_extend(furat_planner *p, furat_plan *plan, furat_varset needed)
{
  if (!furat_varset_has(needed, plan->assignments[0].var)) {
    return prune(p, plan->left, needed);
  }
  furat_varset below = furat_varset_copy(p, needed);
  add_exprs(p, below, plan);
  keep(plan, needed);
  plan->left = prune(p, plan->left, below);
  return plan;
}

static furat_plan *
prune_all_needed(furat_planner *p, furat_plan *plan)
{
  if (plan->left) {
    furat_varset left = furat_varset_new(p);
    add_columns(left, plan->left);
    plan->left = prune(p, plan->left, left);
  }
  if (plan->right && p->status == FURAT_OK) {
    furat_varset right = furat_varset_new(p);
    add_columns(right, plan->right);
    plan->right = prune(p, plan->right, right);
  }
  return plan;
}

static furat_plan *
dispatch(furat_planner *p, furat_plan *plan, furat_varset needed)
{
  furat_varset below = furat_varset_copy(p, needed);
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
  case FURAT_PLAN_PATH:
    for (size_t i = 0; i < plan->n_order; i++) {
      furat_varset_add(below, plan->order[i]);
    }
    keep(plan, below);
    return plan;
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
    return prune_join(p, plan, needed);
  case FURAT_PLAN_UNION:
    keep(plan, needed);
    plan->left = prune(p, plan->left, needed);
    plan->right = p->status == FURAT_OK ? prune(p, plan->right, needed) : NULL;
    return plan;
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_SORT:
  case FURAT_PLAN_SLICE:
    add_exprs(p, below, plan);
    plan->left = prune(p, plan->left, below);
    take_columns_of_left(p, plan);
    return plan;
  case FURAT_PLAN_EXTEND:
    return prune_extend(p, plan, needed);
  case FURAT_PLAN_GROUP:
    return prune_group(p, plan);
  case FURAT_PLAN_PROJECT:
    keep(plan, needed);
    furat_varset_remove_all(p, below, below);
    add_columns(below, plan);
    plan->left = prune(p, plan->left, below);
    return plan;
  case FURAT_PLAN_TALLY: // what it stands for stays as it is
    return plan;
  default:
    return prune_all_needed(p, plan);
  }
}

static furat_plan *
prune(furat_planner *p, furat_plan *plan, furat_varset needed)
{
  return p->status == FURAT_OK ? dispatch(p, plan, needed) : NULL;
}

furat_plan *
furat_pass_prune(furat_planner *p, furat_plan *plan)
{
  // What becomes a side of a join is pruned with the whole.
  if (p->n_inside > 1 && p->n_asked == 0) {
    return plan;
  }
  // Of what is asked for a solution only matters whether there is any; what it computes
  // is compared with the solution that asks.
  furat_varset needed = furat_varset_new(p);
  if (p->n_asked == 0) {
    add_columns(needed, plan);
  } else {
    add_computed(needed, plan);
  }
  furat_plan *pruned = prune(p, plan, needed);
  if (pruned && p->status == FURAT_OK) {
    furat_plan_find_orders(pruned);
  }
  return p->status == FURAT_OK ? pruned : NULL;
}
