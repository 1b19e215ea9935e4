// SPDX-License-Identifier: GPL-3.0-or-later
// Small patterns, built from parts of a request, and run in its transaction.
#include "engine/diagnose_internal.h"

// ------------------------------------------------------------------------- building

furat_algebra *
furat_probe_node(furat_diagnosis *d, furat_algebra_kind kind, furat_algebra *left,
                 furat_algebra *right)
{
  furat_algebra *node = FURAT_ARENA_NEW(&d->arena, furat_algebra);
  if (node) {
    *node = (furat_algebra){.kind = kind, .left = left, .right = right};
  }
  return node;
}

furat_algebra *
furat_probe_triple(furat_diagnosis *d, const furat_triple_pattern *triple)
{
  furat_algebra *node = furat_probe_node(d, FURAT_ALGEBRA_BGP, NULL, NULL);
  furat_triple_pattern *copy = FURAT_ARENA_NEW(&d->arena, furat_triple_pattern);
  if (!node || !copy) {
    return NULL;
  }
  *copy = *triple;
  node->n_triples = 1;
  node->triples = copy;
  return node;
}

furat_algebra *
furat_probe_filter(furat_diagnosis *d, furat_algebra *left, furat_expr *filter)
{
  furat_algebra *node =
      left && filter ? furat_probe_node(d, FURAT_ALGEBRA_FILTER, left, NULL) : NULL;
  if (node) {
    node->filter = filter;
  }
  return node;
}

furat_expr *
furat_probe_expr(furat_diagnosis *d, furat_expr_kind kind, furat_expr *first,
                 furat_expr *second)
{
  furat_expr *expr = FURAT_ARENA_NEW(&d->arena, furat_expr);
  furat_expr **args = FURAT_ARENA_ARRAY(&d->arena, furat_expr *, 2);
  if (!expr || !args || !first) {
    return NULL;
  }
  args[0] = first;
  args[1] = second;
  *expr = (furat_expr){
      .kind = kind, .var = FURAT_VAR_NONE, .n_args = second ? 2 : 1, .args = args};
  return expr;
}

furat_expr *
furat_probe_var(furat_diagnosis *d, furat_var var)
{
  furat_expr *expr = FURAT_ARENA_NEW(&d->arena, furat_expr);
  if (expr) {
    *expr = (furat_expr){.kind = FURAT_EXPR_VAR, .var = var};
  }
  return expr;
}

furat_expr *
furat_probe_call(furat_diagnosis *d, furat_builtin builtin, furat_expr *argument)
{
  furat_expr *expr = furat_probe_expr(d, FURAT_EXPR_BUILTIN, argument, NULL);
  if (expr) {
    expr->builtin = builtin;
  }
  return expr;
}

furat_expr *
furat_probe_with_constant(furat_diagnosis *d, const furat_expr *condition, size_t at,
                          const furat_term *constant)
{
  furat_expr *copy = FURAT_ARENA_NEW(&d->arena, furat_expr);
  furat_expr *fixed = FURAT_ARENA_NEW(&d->arena, furat_expr);
  furat_expr **args = FURAT_ARENA_ARRAY(&d->arena, furat_expr *, condition->n_args);
  if (!copy || !fixed || !args) {
    return NULL;
  }
  for (size_t i = 0; i < condition->n_args; i++) {
    args[i] = i == at ? fixed : condition->args[i];
  }
  *fixed =
      (furat_expr){.kind = FURAT_EXPR_TERM, .var = FURAT_VAR_NONE, .term = *constant};
  *copy = *condition;
  copy->args = args;
  return copy;
}

furat_algebra *
furat_probe_in_graph(furat_diagnosis *d, furat_algebra *pattern,
                     const furat_algebra *graph)
{
  if (!graph || !pattern) {
    return pattern;
  }
  furat_algebra *node = furat_probe_node(d, FURAT_ALGEBRA_GRAPH, pattern, NULL);
  if (node) {
    node->graph = graph->graph;
    node->inner_graph = graph->inner_graph;
  }
  return node;
}

// The triples of one graph stay one pattern, so that the planner may order them.
static furat_algebra *
join_triples(furat_diagnosis *d, const furat_diagnosis_set *set, bool *taken,
             const furat_algebra *graph)
{
  furat_algebra *node = furat_probe_node(d, FURAT_ALGEBRA_BGP, NULL, NULL);
  furat_triple_pattern *triples =
      FURAT_ARENA_ARRAY(&d->arena, furat_triple_pattern, set->n);
  if (!node || !triples) {
    return NULL;
  }
  node->triples = triples;
  for (size_t i = 0; i < set->n; i++) {
    const furat_diagnosis_item *item = &set->items[i];
    if (!taken[i] && item->graph == graph && item->node->kind == FURAT_ALGEBRA_BGP &&
        item->node->n_triples == 1) {
      taken[i] = true;
      triples[node->n_triples++] = item->node->triples[0];
    }
  }
  return node;
}

furat_algebra *
furat_probe_join(furat_diagnosis *d, const furat_diagnosis_set *set)
{
  bool taken[FURAT_DIAGNOSIS_MAX_ITEMS] = {false};
  furat_algebra *all = NULL;
  for (size_t i = 0; i < set->n; i++) {
    const furat_diagnosis_item *item = &set->items[i];
    if (taken[i]) {
      continue;
    }
    bool triple = item->node->kind == FURAT_ALGEBRA_BGP && item->node->n_triples == 1;
    furat_algebra *part = triple ? join_triples(d, set, taken, item->graph) : item->node;
    part = furat_probe_in_graph(d, part, item->graph);
    all = !part ? NULL : all ? furat_probe_node(d, FURAT_ALGEBRA_JOIN, all, part) : part;
    if (!all) {
      return NULL;
    }
  }
  return all ? all : furat_probe_node(d, FURAT_ALGEBRA_UNIT, NULL, NULL);
}

// The value of the parameter that a variable is; NULL: it is none.
static const furat_term *
parameter_of(const furat_diagnosis *d, furat_var var)
{
  for (size_t i = 0; i < d->query.n_bindings; i++) {
    if (furat_str_equal(d->variables.names[var], d->query.bindings[i].variable)) {
      return &d->query.bindings[i].value;
    }
  }
  return NULL;
}

const furat_term *
furat_probe_constant(const furat_diagnosis *d, const furat_slot *slot)
{
  return slot->var == FURAT_VAR_NONE ? &slot->term : parameter_of(d, slot->var);
}

const furat_term *
furat_probe_expr_constant(const furat_diagnosis *d, const furat_expr *expr)
{
  return expr->kind == FURAT_EXPR_TERM  ? &expr->term
         : expr->kind == FURAT_EXPR_VAR ? parameter_of(d, expr->var)
                                        : NULL;
}

// -------------------------------------------------------------------------- running

static furat_status
set_dataset(furat_diagnosis *d, furat_native_run *run, furat_probe_where where,
            furat_error *err)
{
  const furat_algebra_query *algebra = &d->query.algebra;
  if (where == FURAT_PROBE_EVERYWHERE) {
    run->view.union_default_graph = true;
    return FURAT_OK;
  }
  if (d->operation) {
    return furat_native_choose_dataset(run, d->operation, err);
  }
  return furat_view_set_dataset(&run->view, algebra->from, algebra->n_from,
                                algebra->from_named, algebra->n_from_named, err);
}

// Open a run of the pattern; close it whatever the outcome.
static furat_status
open_run(furat_diagnosis *d, furat_native_run *run, furat_algebra *pattern,
         furat_probe_where where, furat_error *err)
{
  furat_native_run_init(run, &d->query, d->txn, d->cancel);
  if (!pattern) {
    return furat_error_no_mem(err);
  }
  furat_status status = set_dataset(d, run, where, err);
  return status == FURAT_OK
             ? furat_native_run_open(run, &d->query, pattern, &d->variables, err)
             : status;
}

static furat_status
take_batch(furat_diagnosis *d, furat_native_run *run, const furat_var *vars, size_t n,
           furat_probe_take take, void *self, furat_error *err)
{
  furat_arena texts;
  furat_term values[2];
  furat_status status = FURAT_OK;
  const furat_operator *root = run->root;
  furat_arena_init(&texts, SIZE_MAX);
  for (size_t row = 0; row < root->out->n_rows && status == FURAT_OK; row++) {
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      size_t column = furat_plan_column(root->plan, vars[i]);
      furat_id id = column < root->plan->n_vars ? root->out->columns[column][row]
                                                : run->execution.params[vars[i]];
      status = furat_view_term(&run->view, id, &texts, &values[i], err);
    }
    if (status == FURAT_OK) {
      status = take(self, values, err);
    }
    furat_arena_reset(&texts);
  }
  furat_arena_clear(&texts);
  return status == FURAT_OK ? furat_cancel_poll(d->cancel, err) : status;
}

furat_status
furat_probe_each(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                 const furat_var *vars, size_t n, furat_probe_take take, void *self,
                 furat_error *err)
{
  furat_native_run run;
  furat_algebra *project =
      pattern ? furat_probe_node(d, FURAT_ALGEBRA_PROJECT, pattern, NULL) : NULL;
  furat_algebra *distinct =
      project ? furat_probe_node(d, FURAT_ALGEBRA_DISTINCT, project, NULL) : NULL;
  furat_var *copies = FURAT_ARENA_ARRAY(&d->arena, furat_var, n);
  for (size_t i = 0; copies && i < n; i++) {
    copies[i] = vars[i];
  }
  if (project && copies) {
    project->n_vars = n;
    project->vars = copies;
  }
  furat_status status = open_run(d, &run, copies ? distinct : NULL, where, err);
  while (status == FURAT_OK) {
    status = furat_operator_next(run.root, err);
    if (status == FURAT_OK) {
      status = take_batch(d, &run, vars, n, take, self, err);
    }
    furat_arena_reset(&run.scratch);
  }
  furat_native_run_close(&run);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_probe_count(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                  uint64_t most, uint64_t *n, furat_error *err)
{
  furat_native_run run;
  furat_algebra *slice =
      pattern ? furat_probe_node(d, FURAT_ALGEBRA_SLICE, pattern, NULL) : NULL;
  if (slice) {
    slice->has_limit = true;
    slice->limit = most;
  }
  *n = 0;
  furat_status status = open_run(d, &run, slice, where, err);
  while (status == FURAT_OK && *n < most) {
    status = furat_operator_next(run.root, err);
    *n += status == FURAT_OK ? run.root->out->n_rows : 0;
    furat_arena_reset(&run.scratch);
  }
  furat_native_run_close(&run);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_probe_any(furat_diagnosis *d, furat_algebra *pattern, furat_probe_where where,
                bool *any, furat_error *err)
{
  uint64_t n = 0;
  *any = false;
  furat_status status = furat_probe_count(d, pattern, where, 1, &n, err);
  *any = n > 0;
  return status;
}

furat_status
furat_probe_passes(furat_diagnosis *d, furat_algebra *input, const furat_algebra *graph,
                   furat_expr *condition, bool *any, furat_error *err)
{
  furat_algebra *pattern = furat_probe_filter(d, input, condition);
  return furat_probe_any(d, furat_probe_in_graph(d, pattern, graph), FURAT_PROBE_HERE,
                         any, err);
}
