// SPDX-License-Identifier: GPL-3.0-or-later
// The order of joins.  Inputs (triple patterns, and whatever else is joined) are taken
// greedily: first the one with the fewest solutions, then always the connected one that
// keeps the result smallest.  How each is joined is for choose_join.c.
#include "plan/planner_internal.h"

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
  plan->n_rows = plan->cost = furat_estimate_pattern(p, pattern);
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

static bool
is_pattern(const furat_plan *plan)
{
  return plan->kind == FURAT_PLAN_SCAN || plan->kind == FURAT_PLAN_PATH;
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
    if (!furat_planner_may(p, FURAT_PASS_ORDER) || n > MAX_ORDERED) {
      return i;
    }
    bool connected = !so_far || furat_plan_n_shared(so_far, inputs[i]) > 0;
    double rows =
        so_far ? furat_estimate_fan_out(p, so_far, inputs[i]) : inputs[i]->n_rows;
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
