// SPDX-License-Identifier: GPL-3.0-or-later
// The order of joins.  Inputs (triple patterns, and whatever else is joined) are taken
// greedily: first the one with the fewest solutions, then always the connected one that
// keeps the result smallest.  A pattern is looked up for each solution (APPLY) when that
// touches less than building a hash table of all it matches.
#include <math.h>

#include "plan/planner_internal.h"

// What a look-up costs beside reading one row of a scan.
static const double LOOKUP_COST = 8.0;

// More inputs than this are joined as they are written: the choice takes the square of
// their number.
enum { MAX_ORDERED = 400 };

bool
furat_bgp_has_no_path(const furat_algebra *bgp)
{
  for (size_t i = 0; i < bgp->n_triples; i++) {
    if (bgp->triples[i].path) {
      return false;
    }
  }
  return true;
}

bool
furat_algebra_is_simple(const furat_algebra *algebra)
{
  if (algebra->kind == FURAT_ALGEBRA_JOIN) {
    return furat_algebra_is_simple(algebra->left) &&
           furat_algebra_is_simple(algebra->right);
  }
  return algebra->kind == FURAT_ALGEBRA_BGP;
}

// -------------------------------------------------------------------------------------
// inputs

static void
add_slot(furat_plan *plan, const furat_slot *slot)
{
  if (slot->var != FURAT_VAR_NONE) {
    furat_plan_add_var(plan, slot->var, true);
  }
}

static double
estimate(const furat_planner *p, const furat_triple_pattern *pattern)
{
  double n = p->statistics->count(p->statistics->self, pattern, &p->graph);
  if (!pattern->path) {
    return n;
  }
  // A closure from a bound end is small, between two free ends it is large.
  bool bound =
      pattern->subject.var == FURAT_VAR_NONE || pattern->object.var == FURAT_VAR_NONE;
  return bound ? 100.0 : n * 10.0 + 1000.0;
}

static furat_plan *
plan_pattern(furat_planner *p, const furat_triple_pattern *pattern, furat_span span)
{
  furat_plan *plan =
      furat_plan_new(p, pattern->path ? FURAT_PLAN_PATH : FURAT_PLAN_SCAN, span, 4);
  if (!plan) {
    return NULL;
  }
  plan->pattern = *pattern;
  plan->graph = p->graph;
  plan->n_rows = estimate(p, pattern);
  add_slot(plan, &pattern->subject);
  if (!pattern->path) {
    add_slot(plan, &pattern->predicate);
  }
  add_slot(plan, &pattern->object);
  if (p->graph.named && !p->graph.hidden && !pattern->path) {
    add_slot(plan, &p->graph.slot);
  }
  return plan;
}

static void
push_input(furat_planner *p, furat_vec *inputs, furat_plan *input)
{
  if (input && !furat_vec_push(inputs, &input)) {
    furat_planner_no_mem(p);
  }
}

static void
collect_inputs(furat_planner *p, furat_vec *inputs, furat_algebra *algebra)
{
  if (algebra->kind == FURAT_ALGEBRA_JOIN) {
    if (furat_planner_enter(p, algebra)) {
      collect_inputs(p, inputs, algebra->left);
      collect_inputs(p, inputs, algebra->right);
    }
    furat_planner_leave(p);
  } else if (algebra->kind == FURAT_ALGEBRA_BGP) {
    for (size_t i = 0; i < algebra->n_triples; i++) {
      push_input(p, inputs, plan_pattern(p, &algebra->triples[i], algebra->span));
    }
  } else if (algebra->kind != FURAT_ALGEBRA_UNIT) {
    push_input(p, inputs, furat_plan_algebra(p, algebra));
  }
}

// --------------------------------------------------------------------------------------
// joins

static size_t
n_shared(const furat_plan *a, const furat_plan *b)
{
  size_t n = 0;
  for (size_t i = 0; i < b->n_vars; i++) {
    n += furat_plan_column(a, b->vars[i]) < a->n_vars;
  }
  return n;
}

static bool
is_pattern(const furat_plan *plan)
{
  return plan->kind == FURAT_PLAN_SCAN || plan->kind == FURAT_PLAN_PATH;
}

// How many solutions of `right` one solution of `left` meets.
static double
fan_out(const furat_planner *p, const furat_plan *left, const furat_plan *right)
{
  double per_row = right->n_rows;
  if (right->kind != FURAT_PLAN_SCAN) {
    return n_shared(left, right) > 0 ? sqrt(per_row) : per_row;
  }
  const furat_slot *places[] = {&right->pattern.subject, &right->pattern.object};
  for (int i = 0; i < 2; i++) {
    if (places[i]->var != FURAT_VAR_NONE &&
        furat_plan_column(left, places[i]->var) < left->n_vars) {
      double n = p->statistics->distinct(p->statistics->self, &right->pattern, i * 2);
      per_row /= n > 1.0 ? n : 1.0;
    }
  }
  if (right->pattern.predicate.var != FURAT_VAR_NONE &&
      furat_plan_column(left, right->pattern.predicate.var) < left->n_vars) {
    per_row /= 10.0;
  }
  return per_row;
}

furat_plan *
furat_plan_join(furat_planner *p, furat_join_kind kind, furat_plan *left,
                furat_plan *right, bool may_apply)
{
  size_t shared = n_shared(left, right);
  double lookups = left->n_rows * (LOOKUP_COST + fan_out(p, left, right));
  double build = left->n_rows + 2.0 * right->n_rows;
  bool cheaper = lookups < build || (shared > 0 && right->kind == FURAT_PLAN_PATH);
  bool apply = may_apply && !(p->disabled & FURAT_PASS_APPLY) &&
               (cheaper || (p->disabled & FURAT_PASS_HASH));
  furat_plan *plan = furat_plan_new(p, apply ? FURAT_PLAN_APPLY : FURAT_PLAN_HASH_JOIN,
                                    right->span, left->n_vars + right->n_vars);
  if (!plan) {
    return NULL;
  }
  plan->join = kind;
  plan->left = left;
  plan->right = right;
  furat_plan_add_vars_of(plan, left, true);
  if (kind != FURAT_JOIN_MINUS) {
    furat_plan_add_vars_of(plan, right, kind == FURAT_JOIN_INNER);
  }
  double joined = left->n_rows * fan_out(p, left, right);
  plan->n_rows = kind == FURAT_JOIN_INNER                           ? joined
                 : joined > left->n_rows && kind == FURAT_JOIN_LEFT ? joined
                                                                    : left->n_rows;
  return plan;
}

// The input to take next: connected ones first, then the smallest result.
static size_t
choose_next(const furat_planner *p, const furat_plan *so_far, furat_plan *const *inputs,
            size_t n)
{
  size_t best = n;
  bool best_connected = false;
  double best_rows = 0.0;
  for (size_t i = 0; i < n; i++) {
    if (!inputs[i]) {
      continue;
    }
    if ((p->disabled & FURAT_PASS_ORDER) || n > MAX_ORDERED) {
      return i;
    }
    bool connected = !so_far || n_shared(so_far, inputs[i]) > 0;
    double rows = so_far ? fan_out(p, so_far, inputs[i]) : inputs[i]->n_rows;
    bool better = best == n || (connected && !best_connected) ||
                  (connected == best_connected && rows < best_rows);
    if (better) {
      best = i;
      best_connected = connected;
      best_rows = rows;
    }
  }
  return best;
}

static furat_plan *
join_all(furat_planner *p, furat_plan **inputs, size_t n)
{
  furat_plan *so_far = NULL;
  for (size_t taken = 0; taken < n && p->status == FURAT_OK; taken++) {
    size_t next = choose_next(p, so_far, inputs, n);
    furat_plan *input = inputs[next];
    inputs[next] = NULL;
    so_far = so_far
                 ? furat_plan_join(p, FURAT_JOIN_INNER, so_far, input, is_pattern(input))
                 : input;
  }
  return so_far;
}

furat_plan *
furat_plan_joins(furat_planner *p, furat_algebra *algebra)
{
  furat_vec inputs;
  furat_vec_init(&inputs, sizeof(furat_plan *), SIZE_MAX);
  collect_inputs(p, &inputs, algebra);
  furat_plan *plan = NULL;
  if (p->status == FURAT_OK) {
    plan = inputs.n > 0 ? join_all(p, (furat_plan **)inputs.items, inputs.n)
                        : furat_plan_new(p, FURAT_PLAN_UNIT, algebra->span, 0);
    if (plan && inputs.n == 0) {
      plan->n_rows = 1;
    }
  }
  furat_vec_clear(&inputs);
  return p->status == FURAT_OK ? plan : NULL;
}
