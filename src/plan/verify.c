// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a plan keeps the promises of plan.h.  Tests let it run behind each pass.
#include "plan/planner_internal.h"

static bool
has_var(const furat_plan *plan, furat_var var)
{
  return plan && furat_plan_column(plan, var) < plan->n_vars;
}

static bool
is_certain(const furat_plan *plan, furat_var var)
{
  return has_var(plan, var) && plan->certain[furat_plan_column(plan, var)];
}

static furat_status
wrong(furat_error *err, const furat_plan *plan, const char *what, furat_var var)
{
  return furat_error_set(err, FURAT_INTERNAL, "a node of kind %d %s (variable %lu)",
                         (int)plan->kind, what, (unsigned long)var);
}

// --------------------------------------------------------------------------- shape

static int
n_inputs(furat_plan_kind kind)
{
  switch (kind) {
  case FURAT_PLAN_UNIT:
  case FURAT_PLAN_SCAN:
  case FURAT_PLAN_LEAPFROG:
  case FURAT_PLAN_PATH:
  case FURAT_PLAN_GRAPHS:
  case FURAT_PLAN_VALUES:
    return 0;
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
  case FURAT_PLAN_UNION:
    return 2;
  default:
    return 1;
  }
}

static bool
is_slot(const furat_plan *plan, furat_var var)
{
  const furat_triple_pattern *pattern = &plan->pattern;
  bool in_pattern = plan->kind != FURAT_PLAN_GRAPHS &&
                    (pattern->subject.var == var || pattern->object.var == var ||
                     (!pattern->path && pattern->predicate.var == var));
  return in_pattern || (plan->graph.named && plan->graph.slot.var == var);
}

static bool
is_in_patterns(const furat_plan *plan, furat_var var)
{
  for (size_t i = 0; i < plan->n_patterns; i++) {
    const furat_triple_pattern *pattern = &plan->patterns[i];
    if (pattern->subject.var == var || pattern->predicate.var == var ||
        pattern->object.var == var) {
      return true;
    }
  }
  return false;
}

static bool
is_assigned(const furat_plan *plan, furat_var var)
{
  for (size_t i = 0; i < plan->n_assignments; i++) {
    if (plan->assignments[i].var == var) {
      return true;
    }
  }
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    if (plan->aggregates[i].var == var) {
      return true;
    }
  }
  return false;
}

static bool
is_of_table(const furat_plan *plan, furat_var var)
{
  for (size_t i = 0; i < plan->table->n_vars; i++) {
    if (plan->table->vars[i] == var) {
      return true;
    }
  }
  return false;
}

// Whether a node of this kind can have the column.
static bool
can_give(const furat_plan *plan, furat_var var)
{
  switch (plan->kind) {
  case FURAT_PLAN_UNIT:
    return false;
  case FURAT_PLAN_SCAN:
  case FURAT_PLAN_PATH:
  case FURAT_PLAN_GRAPHS:
    return is_slot(plan, var);
  case FURAT_PLAN_LEAPFROG:
    return is_in_patterns(plan, var);
  case FURAT_PLAN_VALUES:
    return is_of_table(plan, var);
  case FURAT_PLAN_GROUP:
    return is_assigned(plan, var);
  case FURAT_PLAN_PROJECT: // it may name what nothing binds
    return true;
  default:
    return has_var(plan->left, var) || has_var(plan->right, var) ||
           is_assigned(plan, var);
  }
}

// ----------------------------------------------------------------- certain columns

static bool
mentions(const furat_expr *expr, furat_var var)
{
  bool found = expr->kind == FURAT_EXPR_VAR && expr->var == var;
  for (size_t i = 0; i < expr->n_args && !found; i++) {
    found = mentions(expr->args[i], var);
  }
  return found;
}

static bool
can_promise(const furat_plan *plan, furat_var var)
{
  switch (plan->kind) {
  case FURAT_PLAN_UNION:
    return is_certain(plan->left, var) && is_certain(plan->right, var);
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
    return is_certain(plan->left, var) ||
           (plan->join == FURAT_JOIN_INNER && is_certain(plan->right, var));
  case FURAT_PLAN_FILTER: // it may reject what is unbound
    return is_certain(plan->left, var) || mentions(plan->filter, var);
  case FURAT_PLAN_SORT:
  case FURAT_PLAN_PROJECT:
  case FURAT_PLAN_DISTINCT:
  case FURAT_PLAN_SLICE:
    return is_certain(plan->left, var);
  default:
    return true;
  }
}

// --------------------------------------------------------------------- expressions

// Whether the variables of an input are in scope above the node: not behind a GROUP or a
// sub-select, nor on the side that is only looked at.
static bool
shows_left(const furat_plan *plan)
{
  return plan->kind != FURAT_PLAN_GROUP && plan->kind != FURAT_PLAN_PROJECT;
}

static bool
shows_right(const furat_plan *plan)
{
  return plan->join == FURAT_JOIN_INNER || plan->join == FURAT_JOIN_LEFT;
}

// Whether something below binds the variable, so that it must have come up to be seen.
static bool
is_lost(const furat_plan *plan, furat_var var)
{
  if (!plan || has_var(plan, var)) {
    return false;
  }
  return is_assigned(plan, var) ||
         (shows_left(plan) && (has_var(plan->left, var) || is_lost(plan->left, var))) ||
         (shows_right(plan) && (has_var(plan->right, var) || is_lost(plan->right, var)));
}

static furat_status
check_expr(const furat_plan *plan, const furat_expr *expr, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (!expr) {
    return FURAT_OK;
  }
  if (expr->kind == FURAT_EXPR_VAR && !has_var(plan->left, expr->var) &&
      !has_var(plan->right, expr->var) &&
      (is_lost(plan->left, expr->var) || is_lost(plan->right, expr->var))) {
    return wrong(err, plan, "has an expression over a column that was dropped",
                 expr->var);
  }
  for (size_t i = 0; i < expr->n_args && status == FURAT_OK; i++) {
    status = check_expr(plan, expr->args[i], err);
  }
  return status;
}

static furat_status
check_exprs(const furat_plan *plan, furat_error *err)
{
  if (plan->kind == FURAT_PLAN_TALLY) {
    return FURAT_OK; // of its own pattern
  }
  furat_status status = check_expr(plan, plan->filter, err);
  for (size_t i = 0; i < plan->n_assignments && status == FURAT_OK; i++) {
    status = check_expr(plan, plan->assignments[i].expr, err);
  }
  for (size_t i = 0; i < plan->n_aggregates && status == FURAT_OK; i++) {
    status = check_expr(plan, plan->aggregates[i].arg, err);
  }
  for (size_t i = 0; i < plan->n_sort_keys && status == FURAT_OK; i++) {
    status = check_expr(plan, plan->sort_keys[i].expr, err);
  }
  return status;
}

// --------------------------------------------------------------------------- nodes

// What a merge join goes by.
static furat_status
check_merge(const furat_plan *plan, furat_error *err)
{
  const furat_plan *left = plan->left;
  const furat_plan *right = plan->right;
  if (left->n_order == 0 || right->n_order == 0 || left->order[0] != right->order[0] ||
      left->descends || right->descends) {
    return wrong(err, plan, "has inputs that are not in one order", FURAT_VAR_NONE);
  }
  if (!is_certain(left, left->order[0]) || !is_certain(right, left->order[0])) {
    return wrong(err, plan, "merges by what may be unbound", left->order[0]);
  }
  return FURAT_OK;
}

// What a scan between bounds goes by.
static furat_status
check_bounds(const furat_plan *plan, furat_error *err)
{
  const furat_var var = plan->pattern.object.var;
  return plan->n_bounds == 0 || (plan->kind == FURAT_PLAN_SCAN && plan->n_order > 0 &&
                                 var != FURAT_VAR_NONE && plan->order[0] == var)
             ? FURAT_OK
             : wrong(err, plan, "is not read by the objects that it bounds", var);
}

// What a sort goes by that ends early.
static furat_status
check_sort(const furat_plan *plan, furat_error *err)
{
  const furat_plan *left = plan->left;
  const furat_sort_key *key = plan->sort_keys;
  return !plan->in_order || (plan->n_sort_keys > 0 && key->expr->kind == FURAT_EXPR_VAR &&
                             left->n_order > 0 && left->order[0] == key->expr->var &&
                             left->descends == key->descending)
             ? FURAT_OK
             : wrong(err, plan, "sorts what does not come in order", FURAT_VAR_NONE);
}

// What a group goes by that is given when the next one begins.
static furat_status
check_groups(const furat_plan *plan, furat_error *err)
{
  for (size_t i = 0; plan->in_order && i < plan->n_assignments; i++) {
    if (i >= plan->left->n_order || !is_assigned(plan, plan->left->order[i])) {
      return wrong(err, plan, "has groups that do not come one after the other",
                   plan->assignments[i].var);
    }
  }
  return FURAT_OK;
}

static furat_status
check_columns(const furat_plan *plan, furat_error *err)
{
  for (size_t i = 0; i < plan->n_vars; i++) {
    furat_var var = plan->vars[i];
    if (furat_plan_column(plan, var) != i) {
      return wrong(err, plan, "has a column twice", var);
    }
    if (!can_give(plan, var)) {
      return wrong(err, plan, "has a column that it cannot have", var);
    }
    if (plan->certain[i] && !can_promise(plan, var)) {
      return wrong(err, plan, "promises a column that may be unbound", var);
    }
  }
  for (size_t i = 0; i < plan->n_order; i++) {
    if (!has_var(plan, plan->order[i])) {
      return wrong(err, plan, "is in order of what is no column", plan->order[i]);
    }
  }
  return FURAT_OK;
}

furat_status
furat_plan_verify(const furat_plan *root, furat_error *err)
{
  int n = n_inputs(root->kind);
  if ((root->left != NULL) != (n > 0) || (root->right != NULL) != (n > 1)) {
    return wrong(err, root, "has not the inputs of its kind", FURAT_VAR_NONE);
  }
  furat_status status = check_columns(root, err);
  if (status == FURAT_OK && root->kind == FURAT_PLAN_MERGE_JOIN) {
    status = check_merge(root, err);
  }
  if (status == FURAT_OK) {
    status = check_bounds(root, err);
  }
  if (status == FURAT_OK && root->kind == FURAT_PLAN_GROUP) {
    status = check_groups(root, err);
  }
  if (status == FURAT_OK && root->kind == FURAT_PLAN_SORT) {
    status = check_sort(root, err);
  }
  if (status == FURAT_OK) {
    status = check_exprs(root, err);
  }
  if (status == FURAT_OK && root->left) {
    status = furat_plan_verify(root->left, err);
  }
  return status == FURAT_OK && root->right ? furat_plan_verify(root->right, err) : status;
}
