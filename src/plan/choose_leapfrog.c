// SPDX-License-Identifier: GPL-3.0-or-later
// Which joins leapfrog takes over: inner joins of triple patterns alone that go round in
// a circle.  Joined two by two they would make all the paths of the circle before the
// last pattern throws most of them away.
#include <math.h>

#include "plan/planner_internal.h"

// What a leap costs beside reading one row of a scan.
static const double LEAP_COST = 4.0;

// A leap goes anywhere, what joins read stands side by side and is cheaper by so much.
static const double READING_IS_CHEAPER = 4.0;

// Estimates of joins go by means and do not see hubs.  Where a join is thought to make so
// many times what comes in, it may make much more; leapfrog's worst case is bounded.
static const double BLOW_UP = 4.0;
static const double BLOW_UP_MAY_COST = 8.0;

// With so little to do it does not matter.
static const double LITTLE = 1000.0;

enum { MAX_PATTERNS = 16, MAX_VARS = 16 };

typedef struct {
  furat_planner *p;
  size_t n_scans;
  furat_plan *scans[MAX_PATTERNS];
  size_t n_vars;
  furat_var vars[MAX_VARS];
  uint64_t sets[MAX_PATTERNS]; // of the variables of each scan
  bool fits;
} circle;

// ------------------------------------------------------------------------ patterns

static uint64_t
bit_of(circle *c, furat_var var)
{
  for (size_t i = 0; i < c->n_vars; i++) {
    if (c->vars[i] == var) {
      return UINT64_C(1) << i;
    }
  }
  if (c->n_vars == MAX_VARS) {
    c->fits = false;
    return 0;
  }
  c->vars[c->n_vars] = var;
  return UINT64_C(1) << c->n_vars++;
}

static bool
is_same_graph(const furat_plan_graph *a, const furat_plan_graph *b)
{
  if (a->named != b->named || a->hidden != b->hidden) {
    return false;
  }
  return !a->named ||
         (a->slot.var == b->slot.var && (a->slot.var != FURAT_VAR_NONE ||
                                         furat_term_equal(&a->slot.term, &b->slot.term)));
}

static void
add_scan(circle *c, furat_plan *scan)
{
  const furat_slot *slots[] = {&scan->pattern.subject, &scan->pattern.predicate,
                               &scan->pattern.object};
  bool any_graph =
      scan->graph.named && !scan->graph.hidden && scan->graph.slot.var != FURAT_VAR_NONE;
  if (c->n_scans == MAX_PATTERNS || any_graph ||
      (c->n_scans > 0 && !is_same_graph(&scan->graph, &c->scans[0]->graph))) {
    c->fits = false;
    return;
  }
  uint64_t set = 0;
  for (int i = 0; i < 3; i++) {
    if (slots[i]->var != FURAT_VAR_NONE) {
      uint64_t bit = bit_of(c, slots[i]->var);
      c->fits = c->fits && !(set & bit); // not twice in one pattern
      set |= bit;
    }
  }
  c->sets[c->n_scans] = set;
  c->scans[c->n_scans++] = scan;
}

static bool
is_inner_join(const furat_plan *plan)
{
  return (plan->kind == FURAT_PLAN_APPLY || plan->kind == FURAT_PLAN_HASH_JOIN ||
          plan->kind == FURAT_PLAN_MERGE_JOIN) &&
         plan->join == FURAT_JOIN_INNER && !plan->filter;
}

static void
collect(circle *c, furat_plan *plan)
{
  if (is_inner_join(plan)) {
    collect(c, plan->left);
    if (c->fits) {
      collect(c, plan->right);
    }
  } else if (plan->kind == FURAT_PLAN_SCAN) {
    add_scan(c, plan);
  } else {
    c->fits = false;
  }
}

// Take away what hangs on by one end, again and again: what stays is a circle.
static bool
is_cyclic(const circle *c)
{
  uint64_t sets[MAX_PATTERNS];
  size_t n = c->n_scans;
  memcpy(sets, c->sets, n * sizeof(*sets));
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < n; i++) {
      uint64_t others = 0;
      for (size_t j = 0; j < n; j++) {
        others |= j == i ? 0 : sets[j];
      }
      uint64_t shared = sets[i] & others;
      bool inside = shared == 0;
      for (size_t j = 0; j < n && !inside; j++) {
        inside = j != i && (shared & ~sets[j]) == 0;
      }
      if (inside && sets[i] != 0) {
        sets[i] = 0;
        changed = true;
      }
    }
  }
  for (size_t i = 0; i < n; i++) {
    if (sets[i] != 0) {
      return true;
    }
  }
  return false;
}

// ---------------------------------------------------------- the order of variables

// How many values a variable has in a pattern as a whole.
static double
n_values(const circle *c, const furat_plan *scan, furat_var var)
{
  const furat_plan_statistics *s = c->p->statistics;
  static const double PREDICATES = 30.0;
  double n = scan->pattern.predicate.var == var ? PREDICATES
             : scan->pattern.subject.var == var ? s->distinct(s->self, &scan->pattern, 0)
                                                : s->distinct(s->self, &scan->pattern, 2);
  return fmax(1.0, fmin(n, scan->n_rows));
}

// How many values the variable has in a pattern for each solution so far.
static double
n_values_below(const circle *c, size_t scan, size_t var, uint64_t bound)
{
  double rows = c->scans[scan]->n_rows;
  for (size_t i = 0; i < c->n_vars; i++) {
    if (c->sets[scan] & bound & (UINT64_C(1) << i)) {
      rows /= n_values(c, c->scans[scan], c->vars[i]);
    }
  }
  return fmin(rows, n_values(c, c->scans[scan], c->vars[var]));
}

typedef struct {
  double tried; // values that cursors leap to, for each solution so far
  double found; // on which they agree
  size_t n_cursors;
} turn;

static turn
estimate_turn(const circle *c, size_t var, uint64_t bound)
{
  turn t = {INFINITY, 1.0, 0};
  double most = 1.0;
  for (size_t i = 0; i < c->n_scans; i++) {
    if (c->sets[i] & (UINT64_C(1) << var)) {
      double n = n_values_below(c, i, var, bound);
      t.tried = fmin(t.tried, n);
      t.found *= n;
      t.n_cursors++;
      most = fmax(most, n_values(c, c->scans[i], c->vars[var]));
    }
  }
  for (size_t i = 1; i < t.n_cursors; i++) {
    t.found /= most;
  }
  return t;
}

static size_t
choose_var(const circle *c, uint64_t bound, turn *out)
{
  size_t best = SIZE_MAX;
  for (size_t v = 0; v < c->n_vars; v++) {
    if (bound & (UINT64_C(1) << v)) {
      continue;
    }
    // What is in one pattern alone restricts nothing: last.
    turn t = estimate_turn(c, v, bound);
    bool better = best == SIZE_MAX || (t.n_cursors > 1 && out->n_cursors == 1) ||
                  ((t.n_cursors > 1) == (out->n_cursors > 1) && t.found < out->found);
    if (better) {
      best = v;
      *out = t;
    }
  }
  return best;
}

static double
order_from(const circle *c, size_t first, furat_var *order, double *n_rows)
{
  uint64_t bound = 0;
  double cost = 0;
  *n_rows = 1.0;
  for (size_t i = 0; i < c->n_vars; i++) {
    turn t = estimate_turn(c, first, bound);
    size_t v = i == 0 ? first : choose_var(c, bound, &t);
    cost += *n_rows * (1.0 + t.tried) * (double)t.n_cursors * LEAP_COST;
    *n_rows *= t.found;
    bound |= UINT64_C(1) << v;
    order[i] = c->vars[v];
  }
  return cost;
}

// The best of the orders that begin with each variable and go on with what is found least
// often.
static double
choose_order(const circle *c, furat_var *order, double *n_rows)
{
  size_t best = 0;
  double least = INFINITY;
  for (size_t first = 0; first < c->n_vars; first++) {
    double cost = order_from(c, first, order, n_rows);
    best = cost < least ? first : best;
    least = fmin(cost, least);
  }
  return order_from(c, best, order, n_rows);
}

// ------------------------------------------------------------------------------- plans

static furat_plan *
make_plan(const circle *c, const furat_plan *joins)
{
  furat_planner *p = c->p;
  furat_plan *plan = furat_plan_new(p, FURAT_PLAN_LEAPFROG, joins->span, c->n_vars);
  furat_var *order = FURAT_ARENA_ARRAY(p->arena, furat_var, c->n_vars + 1);
  furat_triple_pattern *patterns =
      FURAT_ARENA_ARRAY(p->arena, furat_triple_pattern, c->n_scans);
  if (!plan || !order || !patterns) {
    return furat_planner_no_mem(p);
  }
  plan->cost = choose_order(c, order, &plan->n_rows);
  plan->n_rows = fmax(plan->n_rows, 1.0);
  plan->order = order;
  plan->n_order = c->n_vars;
  plan->patterns = patterns;
  plan->n_patterns = c->n_scans;
  plan->graph = c->scans[0]->graph;
  for (size_t i = 0; i < c->n_scans; i++) {
    patterns[i] = c->scans[i]->pattern;
  }
  furat_plan_add_vars_of(plan, joins, true);
  return plan;
}

// The most solutions that a join below makes.
static double
most_between(const furat_plan *joins)
{
  double most = 0;
  const furat_plan *inputs[] = {joins->left, joins->right};
  for (int i = 0; i < 2; i++) {
    if (inputs[i]->kind != FURAT_PLAN_SCAN) {
      most = fmax(most, fmax(inputs[i]->n_rows, most_between(inputs[i])));
    }
  }
  return most;
}

static bool
is_better(const circle *c, const furat_plan *leapfrog, const furat_plan *joins)
{
  double largest = 1.0;
  for (size_t i = 0; i < c->n_scans; i++) {
    largest = fmax(largest, c->scans[i]->n_rows);
  }
  bool blows_up = most_between(joins) >= BLOW_UP * largest;
  return leapfrog->cost <= LITTLE || leapfrog->cost * READING_IS_CHEAPER <= joins->cost ||
         (blows_up && leapfrog->cost <= joins->cost * BLOW_UP_MAY_COST);
}

static furat_plan *
replace(furat_planner *p, furat_plan *joins)
{
  circle c = {.p = p, .fits = true};
  collect(&c, joins);
  if (!c.fits || c.n_scans < 3 || !is_cyclic(&c)) {
    return joins;
  }
  furat_plan *plan = make_plan(&c, joins);
  return plan && is_better(&c, plan, joins) ? plan : joins;
}

// `ordered`: somebody above relies on the order of the plan.
static furat_plan *
replace_below(furat_planner *p, furat_plan *plan, bool ordered)
{
  if (!ordered && is_inner_join(plan)) {
    furat_plan *leapfrog = replace(p, plan);
    if (leapfrog != plan) {
      return leapfrog;
    }
  }
  bool merges = plan->kind == FURAT_PLAN_MERGE_JOIN || plan->in_order;
  if (plan->left && p->status == FURAT_OK) {
    plan->left = replace_below(p, plan->left, merges || (ordered && plan->n_order > 0));
  }
  if (plan->right && p->status == FURAT_OK) {
    plan->right = replace_below(p, plan->right, merges);
  }
  return plan;
}

furat_plan *
furat_plan_leapfrogs(furat_planner *p, furat_plan *plan)
{
  plan = replace_below(p, plan, false);
  furat_plan_find_orders(plan);
  return plan;
}
