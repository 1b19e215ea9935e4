// SPDX-License-Identifier: GPL-3.0-or-later
// From algebra to plan.  Everything that is joined by Join alone is flattened into one
// list of inputs and ordered by cost; the rest of the algebra keeps its shape.

#include "base/vec.h"
#include "plan/scope.h"

void *
furat_planner_no_mem(furat_planner *p)
{
  if (p->status == FURAT_OK) {
    p->status = furat_error_no_mem(p->err);
  }
  return NULL;
}

bool
furat_planner_enter(furat_planner *p, const furat_algebra *algebra)
{
  // Recursion goes as deep as the algebra.
  enum { MAX_DEPTH = 1600 };
  if (++p->depth > MAX_DEPTH) {
    furat_planner_refuse(p, algebra->span, "the query has too many parts in a row");
  }
  return p->status == FURAT_OK;
}

void
furat_planner_leave(furat_planner *p)
{
  p->depth--;
}

// -------------------------------------------------------------------------- EXISTS

void
furat_planner_visit_exists_over(furat_planner *p, furat_expr *expr,
                                const furat_plan *input)
{
  furat_varset outer = p->bound;
  if (!expr || !furat_scope_has_exists(expr)) {
    return;
  }
  p->bound = furat_varset_copy(p, outer);
  for (size_t i = 0; i < input->n_vars; i++) {
    if (input->certain[i]) {
      furat_varset_add(p->bound, input->vars[i]);
    }
  }
  furat_planner_visit_exists(p, expr);
  p->bound = outer;
}

void
furat_planner_visit_exists(furat_planner *p, furat_expr *expr)
{
  if (!expr) {
    return;
  }
  if (expr->kind == FURAT_EXPR_EXISTS) {
    p->n_asked++;
    furat_plan_exists entry = {expr, furat_plan_whole(p, expr->pattern)};
    p->n_asked--;
    if (!furat_vec_push(&p->exists, &entry)) {
      furat_planner_no_mem(p);
    }
  }
  for (size_t i = 0; i < expr->n_args; i++) {
    furat_planner_visit_exists(p, expr->args[i]);
  }
}

// ----------------------------------------------------------------------- operators

static furat_plan *
plan_union(furat_planner *p, const furat_algebra *algebra)
{
  furat_plan *left = furat_plan_algebra(p, algebra->left);
  furat_plan *right = furat_plan_algebra(p, algebra->right);
  furat_plan *plan = left && right ? furat_plan_new(p, FURAT_PLAN_UNION, algebra->span,
                                                    left->n_vars + right->n_vars)
                                   : NULL;
  if (!plan) {
    return NULL;
  }
  plan->left = left;
  plan->right = right;
  plan->n_rows = left->n_rows + right->n_rows;
  plan->cost = left->cost + right->cost;
  furat_plan_add_vars_of(plan, left, false);
  furat_plan_add_vars_of(plan, right, false);
  for (size_t i = 0; i < plan->n_vars; i++) {
    size_t l = furat_plan_column(left, plan->vars[i]);
    size_t r = furat_plan_column(right, plan->vars[i]);
    plan->certain[i] =
        l < left->n_vars && r < right->n_vars && left->certain[l] && right->certain[r];
  }
  return plan;
}

static furat_plan *
plan_values(furat_planner *p, const furat_algebra *algebra)
{
  const furat_inline_table *table = &algebra->table;
  furat_plan *plan = furat_plan_new(p, FURAT_PLAN_VALUES, algebra->span, table->n_vars);
  if (!plan) {
    return NULL;
  }
  plan->table = table;
  plan->n_rows = plan->cost = (double)table->n_rows;
  for (size_t i = 0; i < table->n_vars; i++) {
    bool certain = true;
    for (size_t row = 0; row < table->n_rows; row++) {
      certain = certain && table->cells[row * table->n_vars + i].kind != FURAT_TERM_NONE;
    }
    furat_plan_add_var(plan, table->vars[i], certain);
  }
  return plan;
}

static furat_expr *
new_expr(furat_planner *p, furat_expr_kind kind, furat_var var, size_t n_args)
{
  furat_expr *expr = FURAT_ARENA_NEW(p->arena, furat_expr);
  if (expr) {
    expr->kind = kind;
    expr->var = var;
    expr->n_args = n_args;
    expr->args = FURAT_ARENA_ARRAY(p->arena, furat_expr *, n_args + 1);
  }
  return expr && expr->args ? expr : furat_planner_no_mem(p);
}

// !BOUND(?a) || sameTerm(?a, ?b)
static furat_expr *
agrees(furat_planner *p, furat_var a, furat_var b)
{
  furat_expr *either = new_expr(p, FURAT_EXPR_OR, FURAT_VAR_NONE, 2);
  furat_expr *not_bound = new_expr(p, FURAT_EXPR_NOT, FURAT_VAR_NONE, 1);
  furat_expr *bound = new_expr(p, FURAT_EXPR_BUILTIN, FURAT_VAR_NONE, 1);
  furat_expr *same = new_expr(p, FURAT_EXPR_BUILTIN, FURAT_VAR_NONE, 2);
  furat_expr *var_a = new_expr(p, FURAT_EXPR_VAR, a, 0);
  furat_expr *var_b = new_expr(p, FURAT_EXPR_VAR, b, 0);
  if (p->status != FURAT_OK) {
    return NULL;
  }
  bound->builtin = FURAT_BUILTIN_BOUND;
  bound->args[0] = same->args[0] = var_a;
  same->builtin = FURAT_BUILTIN_SAMETERM;
  same->args[1] = var_b;
  not_bound->args[0] = bound;
  either->args[0] = not_bound;
  either->args[1] = same;
  return either;
}

// The variable of GRAPH joined to the graph that it stands for.
static furat_plan *
name_graph(furat_planner *p, const furat_algebra *algebra, furat_plan *plan)
{
  furat_var var = algebra->graph.var;
  if (furat_plan_column(plan, var) < plan->n_vars) {
    furat_expr *filter = agrees(p, var, algebra->inner_graph);
    plan = filter ? furat_plan_filter(p, plan, filter) : NULL;
  }
  furat_plan *named = furat_plan_over(p, FURAT_PLAN_EXTEND, plan, algebra->span, 1);
  furat_assignment *assignment = FURAT_ARENA_NEW(p->arena, furat_assignment);
  furat_expr *graph = new_expr(p, FURAT_EXPR_VAR, algebra->inner_graph, 0);
  if (!named || !assignment || !graph) {
    return furat_planner_no_mem(p);
  }
  *assignment = (furat_assignment){var, graph};
  named->n_assignments = 1;
  named->assignments = assignment;
  furat_plan_add_var(named, var, true);
  return named;
}

// The graphs one by one, the pattern in each: what it cannot say of itself (an inner
// BIND, a closure of paths) is then right by construction.
static furat_plan *
plan_each_graph(furat_planner *p, const furat_algebra *algebra, furat_plan *inner)
{
  furat_plan *graphs = furat_plan_new(p, FURAT_PLAN_GRAPHS, algebra->span, 1);
  furat_plan *plan =
      graphs ? furat_plan_new(p, FURAT_PLAN_APPLY, algebra->span, inner->n_vars + 1)
             : NULL;
  if (!plan) {
    return NULL;
  }
  bool constant = algebra->graph.var == FURAT_VAR_NONE;
  graphs->graph = (furat_plan_graph){.named = true, .slot = algebra->graph};
  graphs->n_rows = constant ? 1 : 10;
  if (!constant) {
    graphs->graph.slot.var = algebra->inner_graph;
    furat_plan_add_var(graphs, algebra->inner_graph, true);
  }
  plan->left = graphs;
  plan->right = inner;
  plan->n_rows = inner->n_rows * graphs->n_rows;
  plan->cost = inner->cost * graphs->n_rows;
  furat_plan_add_vars_of(plan, graphs, true);
  furat_plan_add_vars_of(plan, inner, true);
  return constant ? plan : name_graph(p, algebra, plan);
}

static furat_plan *
plan_graph(furat_planner *p, const furat_algebra *algebra)
{
  // Patterns alone carry their graph themselves.
  bool alone =
      algebra->left->kind == FURAT_ALGEBRA_BGP && furat_bgp_has_no_path(algebra->left);
  furat_plan_graph outer = p->graph;
  p->graph = (furat_plan_graph){.named = true, .slot = algebra->graph};
  if (!alone && algebra->graph.var != FURAT_VAR_NONE) {
    p->graph.hidden = true;
    p->graph.slot.var = algebra->inner_graph;
  }
  furat_plan *inner = furat_plan_algebra(p, algebra->left);
  p->graph = outer;
  return inner && !alone ? plan_each_graph(p, algebra, inner) : inner;
}

static furat_plan *
plan_group(furat_planner *p, const furat_algebra *algebra)
{
  furat_plan *left = furat_plan_algebra(p, algebra->left);
  furat_plan *plan = left ? furat_plan_new(p, FURAT_PLAN_GROUP, algebra->span,
                                           algebra->n_assignments + algebra->n_aggregates)
                          : NULL;
  if (!plan) {
    return NULL;
  }
  plan->left = left;
  plan->n_rows = algebra->n_assignments > 0 ? left->n_rows * 0.1 + 1 : 1;
  plan->cost = left->cost + left->n_rows;
  plan->n_assignments = algebra->n_assignments;
  plan->assignments = algebra->assignments;
  plan->n_aggregates = algebra->n_aggregates;
  plan->aggregates = algebra->aggregates;
  for (size_t i = 0; i < algebra->n_assignments; i++) {
    furat_var var = algebra->assignments[i].var;
    size_t column = furat_plan_column(left, var);
    furat_plan_add_var(plan, var,
                       !algebra->assignments[i].expr && column < left->n_vars &&
                           left->certain[column]);
    furat_planner_visit_exists_over(p, algebra->assignments[i].expr, left);
  }
  for (size_t i = 0; i < algebra->n_aggregates; i++) {
    furat_plan_add_var(plan, algebra->aggregates[i].var, false);
    furat_planner_visit_exists_over(p, algebra->aggregates[i].arg, left);
  }
  return plan;
}

static furat_plan *
plan_sort(furat_planner *p, const furat_algebra *algebra)
{
  furat_plan *plan = furat_plan_over(
      p, FURAT_PLAN_SORT, furat_plan_algebra(p, algebra->left), algebra->span, 0);
  if (plan) {
    plan->n_sort_keys = algebra->n_sort_keys;
    plan->sort_keys = algebra->sort_keys;
    for (size_t i = 0; i < algebra->n_sort_keys; i++) {
      furat_planner_visit_exists_over(p, algebra->sort_keys[i].expr, plan->left);
    }
    furat_plan_order_sort(p, plan, p->streams);
  }
  return plan;
}

static furat_plan *
plan_project(furat_planner *p, const furat_algebra *algebra)
{
  furat_plan *left = furat_plan_algebra(p, algebra->left);
  furat_plan *plan =
      left ? furat_plan_new(p, FURAT_PLAN_PROJECT, algebra->span, algebra->n_vars) : NULL;
  if (!plan) {
    return NULL;
  }
  plan->left = left;
  plan->n_rows = left->n_rows;
  plan->cost = left->cost;
  for (size_t i = 0; i < algebra->n_vars; i++) {
    size_t column = furat_plan_column(left, algebra->vars[i]);
    furat_plan_add_var(plan, algebra->vars[i],
                       column < left->n_vars && left->certain[column]);
  }
  furat_plan_find_order(plan);
  return plan;
}

// A sort right below a limit needs to keep no more than that.
static void
push_limit(furat_plan *plan, uint64_t n)
{
  furat_plan *sort = plan;
  while (sort->kind == FURAT_PLAN_PROJECT) {
    sort = sort->left;
  }
  if (sort->kind != FURAT_PLAN_SORT) {
    return;
  }
  sort->has_limit = true;
  sort->limit = n;
  for (;; plan = plan->left) {
    plan->n_rows = plan->n_rows < (double)n ? plan->n_rows : (double)n;
    if (plan == sort) {
      return;
    }
  }
}

static furat_plan *
plan_slice(furat_planner *p, const furat_algebra *algebra)
{
  const bool has_limit =
      algebra->has_limit && algebra->limit <= UINT64_MAX - algebra->offset;
  const uint64_t n_wanted = has_limit ? algebra->limit + algebra->offset : 0;
  furat_plan *left = has_limit ? furat_plan_for_first(p, algebra->left, n_wanted)
                               : furat_plan_algebra(p, algebra->left);
  furat_plan *plan = furat_plan_over(p, FURAT_PLAN_SLICE, left, algebra->span, 0);
  if (plan) {
    plan->has_limit = algebra->has_limit;
    plan->limit = algebra->limit;
    plan->offset = algebra->offset;
    if (has_limit) {
      push_limit(plan->left, n_wanted);
    }
    if (plan->has_limit && plan->n_rows > (double)plan->limit) {
      plan->n_rows = (double)plan->limit;
    }
  }
  return plan;
}

// A condition that is computed anew each time, such as RAND() < 0.5, stays where it is.
static furat_plan *
plan_filter(furat_planner *p, furat_algebra *algebra)
{
  if (furat_planner_may(p, FURAT_PASS_PUSH) && furat_scope_is_stable(algebra->filter)) {
    return furat_plan_group(p, algebra);
  }
  furat_plan *left = furat_plan_algebra(p, algebra->left);
  return left ? furat_plan_filter(p, left, algebra->filter) : NULL;
}

// No endpoint is ever asked.  What fails silently is one solution without bindings
// (Federated Query, 3.3).
static furat_plan *
plan_service(furat_planner *p, const furat_algebra *algebra)
{
  if (algebra->silent) {
    furat_plan *plan = furat_plan_new(p, FURAT_PLAN_UNIT, algebra->span, 0);
    if (plan) {
      plan->n_rows = 1;
    }
    return plan;
  }
  p->status = furat_error_set_span(
      p->err, FURAT_UNSUPPORTED, algebra->span,
      "SERVICE is not available: this engine asks no other endpoint");
  furat_error_hint(p->err, "SERVICE SILENT goes on without it");
  return NULL;
}

static furat_plan *
dispatch(furat_planner *p, furat_algebra *algebra)
{
  switch (algebra->kind) {
  case FURAT_ALGEBRA_UNIT:
  case FURAT_ALGEBRA_BGP:
  case FURAT_ALGEBRA_JOIN:
  case FURAT_ALGEBRA_LEFT_JOIN:
  case FURAT_ALGEBRA_MINUS:
  case FURAT_ALGEBRA_EXTEND:
    return furat_plan_group(p, algebra);
  case FURAT_ALGEBRA_UNION:
    return plan_union(p, algebra);
  case FURAT_ALGEBRA_FILTER:
    return plan_filter(p, algebra);
  case FURAT_ALGEBRA_GRAPH:
    return plan_graph(p, algebra);
  case FURAT_ALGEBRA_VALUES:
    return plan_values(p, algebra);
  case FURAT_ALGEBRA_GROUP:
    return plan_group(p, algebra);
  case FURAT_ALGEBRA_ORDER:
    return plan_sort(p, algebra);
  case FURAT_ALGEBRA_PROJECT:
    return plan_project(p, algebra);
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
    return furat_plan_over(p, FURAT_PLAN_DISTINCT, furat_plan_algebra(p, algebra->left),
                           algebra->span, 0);
  case FURAT_ALGEBRA_SLICE:
    return plan_slice(p, algebra);
  case FURAT_ALGEBRA_SERVICE:
    break;
  }
  return plan_service(p, algebra);
}

furat_plan *
furat_plan_algebra(furat_planner *p, furat_algebra *algebra)
{
  furat_plan *plan = furat_planner_enter(p, algebra) ? dispatch(p, algebra) : NULL;
  furat_planner_leave(p);
  return plan;
}

static void
number_nodes(furat_plan *plan, size_t *n_nodes)
{
  if (plan) {
    plan->number = (*n_nodes)++;
    number_nodes(plan->left, n_nodes);
    number_nodes(plan->right, n_nodes);
  }
}

furat_status
furat_plan_query(furat_planned *out, furat_arena *arena, const furat_algebra *pattern,
                 size_t n_variables, const furat_plan_statistics *statistics,
                 const char *disabled, furat_error *err)
{
  furat_planner p = {.arena = arena, .statistics = statistics, .err = err};
  p.graph.slot.var = FURAT_VAR_NONE;
  p.sort_var = FURAT_VAR_NONE;
  p.n_set_words = n_variables / 64 + 1;
  p.verifies = disabled != NULL;
  p.status = furat_passes_read(&p.disabled, disabled, err);
  p.no_set = FURAT_ARENA_ARRAY(arena, uint64_t, p.n_set_words);
  p.bound = FURAT_ARENA_ARRAY(arena, uint64_t, p.n_set_words);
  if (p.status == FURAT_OK && (!p.no_set || !p.bound)) {
    furat_planner_no_mem(&p);
  }
  furat_vec_init(&p.exists, sizeof(furat_plan_exists), SIZE_MAX);
  *out = (furat_planned){.root =
                             p.status == FURAT_OK ? furat_plan_whole(&p, pattern) : NULL};
  number_nodes(out->root, &out->n_nodes);
  out->n_exists = p.exists.n;
  out->exists = FURAT_ARENA_ARRAY(arena, furat_plan_exists, p.exists.n + 1);
  for (size_t i = 0; out->exists && i < p.exists.n; i++) {
    out->exists[i] = FURAT_VEC_AT(&p.exists, furat_plan_exists, i);
    number_nodes(out->exists[i].plan, &out->n_nodes);
  }
  if (!out->exists) {
    furat_planner_no_mem(&p);
  }
  furat_vec_clear(&p.exists);
  return p.status;
}
