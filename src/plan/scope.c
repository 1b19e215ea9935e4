// SPDX-License-Identifier: GPL-3.0-or-later
// The scopes of the algebra, and the variables of expressions.
#include "plan/scope.h"

// -------------------------------------------------------------------------- scopes

static void
bind_slot(const furat_scope *scope, const furat_slot *slot)
{
  furat_varset_add(scope->possible, slot->var);
  furat_varset_add(scope->certain, slot->var);
}

static void
find_triples(const furat_scope *scope, const furat_algebra *bgp)
{
  for (size_t i = 0; i < bgp->n_triples; i++) {
    bind_slot(scope, &bgp->triples[i].subject);
    if (!bgp->triples[i].path) {
      bind_slot(scope, &bgp->triples[i].predicate);
    }
    bind_slot(scope, &bgp->triples[i].object);
  }
}

static void
find_values(const furat_scope *scope, const furat_inline_table *table)
{
  for (size_t i = 0; i < table->n_vars; i++) {
    bool certain = true;
    for (size_t row = 0; row < table->n_rows; row++) {
      certain = certain && table->cells[row * table->n_vars + i].kind != FURAT_TERM_NONE;
    }
    furat_varset_add(scope->possible, table->vars[i]);
    if (certain) {
      furat_varset_add(scope->certain, table->vars[i]);
    }
  }
}

static bool
is_always_bound(const furat_scope *scope, const furat_expr *expr)
{
  return expr->kind == FURAT_EXPR_TERM ||
         (expr->kind == FURAT_EXPR_VAR && furat_varset_has(scope->certain, expr->var));
}

static void
find_group(const furat_scope *scope, const furat_algebra *group)
{
  const furat_scope *below = group->left->scope;
  for (size_t i = 0; i < group->n_assignments; i++) {
    const furat_assignment *key = &group->assignments[i];
    furat_varset_add(scope->possible, key->var);
    if (key->expr ? is_always_bound(below, key->expr)
                  : furat_varset_has(below->certain, key->var)) {
      furat_varset_add(scope->certain, key->var);
    }
  }
  for (size_t i = 0; i < group->n_aggregates; i++) {
    furat_varset_add(scope->possible, group->aggregates[i].var);
  }
}

static void
find_project(furat_planner *p, const furat_scope *scope, const furat_algebra *node)
{
  for (size_t i = 0; i < node->n_vars; i++) {
    furat_varset_add(scope->possible, node->vars[i]);
  }
  furat_varset_add_all(p, scope->certain, node->left->scope->certain);
  furat_varset_keep(p, scope->certain, scope->possible);
}

static void
take(furat_planner *p, const furat_scope *scope, const furat_algebra *from)
{
  furat_varset_add_all(p, scope->possible, from->scope->possible);
  furat_varset_add_all(p, scope->certain, from->scope->certain);
}

static void
find_scope(furat_planner *p, const furat_scope *scope, const furat_algebra *node)
{
  switch (node->kind) {
  case FURAT_ALGEBRA_UNIT:
    break;
  case FURAT_ALGEBRA_BGP:
    find_triples(scope, node);
    break;
  case FURAT_ALGEBRA_JOIN:
    take(p, scope, node->left);
    take(p, scope, node->right);
    break;
  case FURAT_ALGEBRA_LEFT_JOIN:
    take(p, scope, node->left);
    furat_varset_add_all(p, scope->possible, node->right->scope->possible);
    break;
  case FURAT_ALGEBRA_FILTER:
    take(p, scope, node->left);
    furat_varset_add_all(p, scope->certain, furat_scope_demands(p, node->filter));
    furat_varset_keep(p, scope->certain, scope->possible);
    break;
  case FURAT_ALGEBRA_UNION:
    take(p, scope, node->left);
    furat_varset_add_all(p, scope->possible, node->right->scope->possible);
    furat_varset_keep(p, scope->certain, node->right->scope->certain);
    break;
  case FURAT_ALGEBRA_GRAPH:
    take(p, scope, node->left);
    bind_slot(scope, &node->graph);
    break;
  case FURAT_ALGEBRA_SERVICE:
    take(p, scope, node->left);
    bind_slot(scope, &node->graph);
    if (node->silent) {
      furat_varset_remove_all(p, scope->certain, scope->certain);
    }
    break;
  case FURAT_ALGEBRA_EXTEND:
    take(p, scope, node->left);
    furat_varset_add(scope->possible, node->assignments[0].var);
    if (is_always_bound(scope, node->assignments[0].expr)) {
      furat_varset_add(scope->certain, node->assignments[0].var);
    }
    break;
  case FURAT_ALGEBRA_VALUES:
    find_values(scope, &node->table);
    break;
  case FURAT_ALGEBRA_GROUP:
    find_group(scope, node);
    break;
  case FURAT_ALGEBRA_PROJECT:
    find_project(p, scope, node);
    break;
  case FURAT_ALGEBRA_MINUS:
  case FURAT_ALGEBRA_ORDER:
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
  case FURAT_ALGEBRA_SLICE:
    take(p, scope, node->left);
    break;
  }
}

void
furat_scope_fill(furat_planner *p, furat_algebra *node)
{
  furat_scope *scope = FURAT_ARENA_NEW(p->arena, furat_scope);
  if (!scope) {
    furat_planner_no_mem(p);
    return;
  }
  scope->possible = furat_varset_new(p);
  scope->certain = furat_varset_new(p);
  node->scope = scope;
  if (p->status == FURAT_OK) {
    find_scope(p, scope, node);
  }
}

furat_algebra *
furat_scope_node(furat_planner *p, furat_algebra_kind kind, furat_span span,
                 furat_algebra *left, furat_algebra *right)
{
  furat_algebra *node = FURAT_ARENA_NEW(p->arena, furat_algebra);
  if (!node) {
    return furat_planner_no_mem(p);
  }
  node->kind = kind;
  node->span = span;
  node->left = left;
  node->right = right;
  return node;
}

furat_algebra *
furat_scope_copy(furat_planner *p, const furat_algebra *algebra)
{
  furat_algebra *copy = FURAT_ARENA_NEW(p->arena, furat_algebra);
  if (!copy) {
    return furat_planner_no_mem(p);
  }
  *copy = *algebra;
  if (furat_planner_enter(p, algebra)) {
    copy->left = algebra->left ? furat_scope_copy(p, algebra->left) : NULL;
    copy->right = algebra->right ? furat_scope_copy(p, algebra->right) : NULL;
  }
  furat_planner_leave(p);
  if (p->status == FURAT_OK) {
    furat_scope_fill(p, copy);
  }
  return p->status == FURAT_OK ? copy : NULL;
}

bool
furat_scope_is_graph_of_triples(const furat_algebra *algebra)
{
  return algebra->kind == FURAT_ALGEBRA_GRAPH &&
         algebra->left->kind == FURAT_ALGEBRA_BGP && furat_bgp_has_no_path(algebra->left);
}

// -------------------------------------------------------- variables of expressions

static void
add_all_vars(furat_planner *p, furat_varset set, const furat_algebra *node);

static void
add_slot(furat_varset set, const furat_slot *slot)
{
  furat_varset_add(set, slot->var);
}

static void
add_vars_of_lists(furat_planner *p, furat_varset set, const furat_algebra *node)
{
  for (size_t i = 0; i < node->n_assignments; i++) {
    furat_varset_add(set, node->assignments[i].var);
    furat_scope_add_vars(p, set, node->assignments[i].expr);
  }
  for (size_t i = 0; i < node->n_aggregates; i++) {
    furat_scope_add_vars(p, set, node->aggregates[i].arg);
  }
  for (size_t i = 0; i < node->n_sort_keys; i++) {
    furat_scope_add_vars(p, set, node->sort_keys[i].expr);
  }
  for (size_t i = 0; i < node->n_vars; i++) {
    furat_varset_add(set, node->vars[i]);
  }
  for (size_t i = 0; i < node->table.n_vars; i++) {
    furat_varset_add(set, node->table.vars[i]);
  }
}

// Whatever is named anywhere in a pattern: EXISTS puts values in the place of all of it.
static void
add_all_vars(furat_planner *p, furat_varset set, const furat_algebra *node)
{
  if (!node) {
    return;
  }
  for (size_t i = 0; i < node->n_triples; i++) {
    add_slot(set, &node->triples[i].subject);
    add_slot(set, &node->triples[i].predicate);
    add_slot(set, &node->triples[i].object);
  }
  if (node->kind == FURAT_ALGEBRA_GRAPH) {
    add_slot(set, &node->graph);
    furat_varset_add(set, node->inner_graph);
  }
  furat_scope_add_vars(p, set, node->filter);
  add_vars_of_lists(p, set, node);
  if (furat_planner_enter(p, node)) {
    add_all_vars(p, set, node->left);
    add_all_vars(p, set, node->right);
  }
  furat_planner_leave(p);
}

void
furat_scope_add_vars(furat_planner *p, furat_varset set, const furat_expr *expr)
{
  if (!expr) {
    return;
  }
  if (expr->kind == FURAT_EXPR_VAR) {
    furat_varset_add(set, expr->var);
  }
  if (expr->kind == FURAT_EXPR_EXISTS) {
    add_all_vars(p, set, expr->pattern);
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    furat_scope_add_vars(p, set, expr->args[i]);
  }
}

bool
furat_scope_is_stable(const furat_expr *expr)
{
  if (expr->kind == FURAT_EXPR_BUILTIN &&
      (expr->builtin == FURAT_BUILTIN_RAND || expr->builtin == FURAT_BUILTIN_UUID ||
       expr->builtin == FURAT_BUILTIN_STRUUID || expr->builtin == FURAT_BUILTIN_BNODE)) {
    return false;
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    if (!furat_scope_is_stable(expr->args[i])) {
      return false;
    }
  }
  return true;
}

bool
furat_scope_has_exists(const furat_expr *expr)
{
  bool found = expr->kind == FURAT_EXPR_EXISTS;
  for (size_t i = 0; i < expr->n_args && !found; i++) {
    found = furat_scope_has_exists(expr->args[i]);
  }
  return found;
}

// -------------------------------------------------------------- what must be bound

static furat_varset
need_for_value(furat_planner *p, const furat_expr *expr);

// What all of the arguments need, or any of them.
static furat_varset
combine(furat_planner *p, const furat_expr *expr, bool all,
        furat_varset (*of)(furat_planner *, const furat_expr *))
{
  furat_varset set = furat_varset_new(p);
  for (size_t i = 0; i < expr->n_args; i++) {
    furat_varset arg = of(p, expr->args[i]);
    if (all && i > 0) {
      furat_varset_keep(p, set, arg);
    } else {
      furat_varset_add_all(p, set, arg);
    }
  }
  return set;
}

// The variables without which an expression is an error (17.2): not false, so that its
// negation is an error too.
static furat_varset
need_for_value(furat_planner *p, const furat_expr *expr)
{
  furat_varset set = furat_varset_new(p);
  switch (expr->kind) {
  case FURAT_EXPR_VAR:
    if (!furat_planner_is_given(p, expr->var)) { // that has a value in any case
      furat_varset_add(set, expr->var);
    }
    return set;
  case FURAT_EXPR_TERM:
  case FURAT_EXPR_EXISTS:
    return set;
  case FURAT_EXPR_AND: // an error beside false is false, beside true true
  case FURAT_EXPR_OR:
    return combine(p, expr, true, need_for_value);
  case FURAT_EXPR_IN:
    return expr->n_args > 1 ? need_for_value(p, expr->args[0]) : set;
  case FURAT_EXPR_BUILTIN:
    if (expr->builtin == FURAT_BUILTIN_IF) {
      return need_for_value(p, expr->args[0]);
    }
    return expr->builtin == FURAT_BUILTIN_BOUND || expr->builtin == FURAT_BUILTIN_COALESCE
               ? set
               : combine(p, expr, false, need_for_value);
  default:
    return combine(p, expr, false, need_for_value);
  }
}

furat_varset
furat_scope_demands(furat_planner *p, const furat_expr *expr)
{
  switch (expr->kind) {
  case FURAT_EXPR_AND:
    return combine(p, expr, false, furat_scope_demands);
  case FURAT_EXPR_OR:
    return combine(p, expr, true, furat_scope_demands);
  case FURAT_EXPR_BUILTIN:
    if (expr->builtin == FURAT_BUILTIN_BOUND) {
      return need_for_value(p, expr->args[0]);
    }
    return need_for_value(p, expr);
  default:
    return need_for_value(p, expr);
  }
}

// ---------------------------------------------------------------------- conditions

void
furat_scope_split(furat_planner *p, furat_vec *conjuncts, furat_expr *expr)
{
  if (expr->kind == FURAT_EXPR_AND) {
    for (size_t i = 0; i < expr->n_args; i++) {
      furat_scope_split(p, conjuncts, expr->args[i]);
    }
    return;
  }
  furat_conjunct conjunct = {.expr = expr, .vars = furat_varset_new(p)};
  furat_scope_add_vars(p, conjunct.vars, expr);
  if (!furat_vec_push(conjuncts, &conjunct)) {
    furat_planner_no_mem(p);
  }
}

furat_expr *
furat_scope_expr(furat_planner *p, furat_expr_kind kind, furat_span span, size_t n_args)
{
  furat_expr *expr = FURAT_ARENA_NEW(p->arena, furat_expr);
  if (expr) {
    expr->kind = kind;
    expr->span = span;
    expr->var = FURAT_VAR_NONE;
    expr->n_args = n_args;
    expr->args = FURAT_ARENA_ARRAY(p->arena, furat_expr *, n_args + 1);
  }
  return expr && expr->args ? expr : furat_planner_no_mem(p);
}

furat_expr *
furat_scope_join(furat_planner *p, const furat_conjunct *conjuncts, size_t n)
{
  furat_expr *all = conjuncts[0].expr;
  if (n > 1) {
    all = furat_scope_expr(p, FURAT_EXPR_AND, all->span, n);
    for (size_t i = 0; all && i < n; i++) {
      all->args[i] = conjuncts[i].expr;
    }
  }
  return all;
}
