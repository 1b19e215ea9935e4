// SPDX-License-Identifier: GPL-3.0-or-later
// The order of joins.  Up to a dozen inputs it is found by dynamic programming over the
// sets of inputs that hang together: trees of any shape where there are few such sets,
// as in a chain, else inputs one after the other, as in a star.  More inputs are taken
// greedily: first the one with the fewest solutions, then always the connected one that
// keeps the result smallest.
//
// The rows of a set do not depend on the order: those of its inputs multiplied, and
// divided for each variable by all but the smallest number of its distinct values.  Where
// both sides are a part of what their predicates have these parts are taken to meet half
// by chance.
#include <math.h>

#include "plan/join_group.h"

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

// ------------------------------------------------------------- dynamic programming

enum {
  MAX_INPUTS = 12,
  MAX_JOIN_VARS = 64,
  MAX_SPLITS = 40000, // of sets into two, over all
  SETS_BETWEEN_POLLS = 256
};

typedef uint32_t input_set; // bits by input

typedef struct join_var {
  furat_var var;
  input_set of;
  double distinct[MAX_INPUTS];
  double domain[MAX_INPUTS];
} join_var;

typedef struct best_plan {
  double n_rows;
  double cost;
  input_set left; // 0: a single input, or not found yet
  bool connected;
  furat_plan_kind kind;
  uint64_t orders; // by join variable: it can come sorted by it
} best_plan;

typedef struct ordering {
  furat_planner *p;
  furat_join_group *group;
  size_t n;
  size_t n_vars;
  join_var *vars;
  input_set neighbours[MAX_INPUTS];
  best_plan *best; // by set
} ordering;

static input_set
bit(size_t i)
{
  return (input_set)1 << i;
}

static size_t
lowest(input_set set)
{
  size_t i = 0;
  while (!(set >> i & 1)) {
    i++;
  }
  return i;
}

static size_t
n_members(input_set set)
{
  size_t n = 0;
  for (; set; set &= set - 1) {
    n++;
  }
  return n;
}

// The variables that several inputs share; with one value each they decide nothing.
static void
find_vars(ordering *o)
{
  for (size_t i = 0; i < o->n; i++) {
    const furat_plan *plan = furat_join_group_input(o->group, i)->plan;
    for (size_t column = 0; column < plan->n_vars; column++) {
      furat_var var = plan->vars[column];
      size_t v = 0;
      while (v < o->n_vars && o->vars[v].var != var) {
        v++;
      }
      if (v == o->n_vars && v < MAX_JOIN_VARS) {
        o->vars[o->n_vars++] = (join_var){.var = var};
      }
      if (v < MAX_JOIN_VARS) {
        o->vars[v].of |= bit(i);
      }
    }
  }
}

static void
measure_vars(ordering *o)
{
  size_t n = 0;
  for (size_t v = 0; v < o->n_vars; v++) {
    join_var *var = &o->vars[v];
    if (n_members(var->of) < 2) {
      continue;
    }
    for (size_t i = 0; i < o->n; i++) {
      if (var->of & bit(i)) {
        const furat_join_input *input = furat_join_group_input(o->group, i);
        size_t column = furat_plan_column(input->plan, var->var);
        bool fixed = furat_varset_has(o->group->fixed, var->var);
        o->neighbours[i] |= var->of & ~bit(i);
        var->distinct[i] = fixed ? 1.0 : furat_join_group_distinct(o->p, input, column);
        var->domain[i] = fixed ? 1.0 : furat_join_group_domain(o->p, input, column);
      }
    }
    o->vars[n++] = *var;
  }
  o->n_vars = n;
}

static double
fewest(const double *numbers, input_set set)
{
  double least = INFINITY;
  for (; set; set &= set - 1) {
    least = fmin(least, numbers[lowest(set)]);
  }
  return least;
}

// What to divide by for a variable that an input shares with others.  Were the values of
// the fewer side all among those of the other, it would be the other's number; were both
// drawn by chance, it would be the number of values to draw from.  Data is between that.
static double
divisor(const join_var *var, size_t i, input_set rest)
{
  double most = fmax(var->distinct[i], fewest(var->distinct, var->of & rest));
  double domain = fmin(var->domain[i], fewest(var->domain, var->of & rest));
  return sqrt(most * fmax(most, domain));
}

// The rows of a set, from those without its first input.
static double
rows_of(const ordering *o, input_set set)
{
  size_t i = lowest(set);
  input_set rest = set & ~bit(i);
  double n = o->best[rest].n_rows * o->best[bit(i)].n_rows;
  for (size_t v = 0; v < o->n_vars; v++) {
    const join_var *var = &o->vars[v];
    if (var->of & bit(i) && var->of & rest) {
      n /= divisor(var, i, rest);
    }
  }
  return n;
}

static uint64_t
shared_vars(const ordering *o, input_set left, input_set right)
{
  uint64_t shared = 0;
  for (size_t v = 0; v < o->n_vars; v++) {
    if (o->vars[v].of & left && o->vars[v].of & right) {
      shared |= (uint64_t)1 << v;
    }
  }
  return shared;
}

static furat_join_estimate
estimate_join(const ordering *o, input_set left, input_set right, uint64_t shared,
              double joined_rows)
{
  furat_join_estimate e = {
      .left_rows = o->best[left].n_rows,
      .right_rows = o->best[right].n_rows,
      .joined_rows = joined_rows,
      .right_cost = o->best[right].cost,
      .n_shared = n_members((input_set)shared | (input_set)(shared >> 32)),
      .may_merge = (o->best[left].orders & o->best[right].orders & shared) != 0,
      .may_sort_left = (o->best[left].orders & shared) != 0,
      .may_swap = true,
  };
  if (n_members(right) == 1) {
    const furat_join_input *input = furat_join_group_input(o->group, lowest(right));
    e.may_apply = input->may_look_up;
    e.right_is_path = input->plan->kind == FURAT_PLAN_PATH;
  }
  return e;
}

static void
try_split(ordering *o, input_set left, input_set right)
{
  best_plan *best = &o->best[left | right];
  uint64_t shared = shared_vars(o, left, right);
  furat_join_estimate e = estimate_join(o, left, right, shared, best->n_rows);
  double cost;
  furat_plan_kind kind = furat_join_choose(o->p, &e, &cost);
  cost += o->best[left].cost;
  if (best->left && cost >= best->cost) {
    return;
  }
  bool swap = kind == FURAT_PLAN_HASH_JOIN && e.left_rows < e.right_rows;
  uint64_t merged = o->best[left].orders & o->best[right].orders & shared;
  uint64_t sorted = o->best[left].orders & shared;
  best->cost = cost;
  best->kind = kind;
  best->left = left;
  best->orders = kind == FURAT_PLAN_MERGE_JOIN        ? merged & ~(merged - 1)
                 : swap                               ? o->best[right].orders
                 : kind == FURAT_PLAN_APPLY && sorted ? sorted & ~(sorted - 1)
                                                      : o->best[left].orders;
}

static void
start_single(ordering *o, size_t i)
{
  const furat_join_input *input = furat_join_group_input(o->group, i);
  best_plan *best = &o->best[bit(i)];
  best->n_rows = input->n_rows;
  // Joins count the rows that they read of a scan: one that is merged leaps over many.
  best->cost = input->plan->kind == FURAT_PLAN_SCAN ? 0.0 : input->plan->cost;
  best->cost += input->plan->n_rows * furat_join_group_evaluation(o->p, o->group, input);
  best->connected = true;
  for (size_t v = 0; v < o->n_vars; v++) {
    if (furat_planner_may(o->p, FURAT_PASS_MERGE) && o->vars[v].of & bit(i) &&
        furat_plan_can_order(input->plan, o->vars[v].var)) {
      best->orders |= (uint64_t)1 << v;
    }
  }
}

// Whether the inputs of a set hang together; and the splits that they take.
static bool
is_connected(const ordering *o, input_set set)
{
  for (input_set rest = set; rest; rest &= rest - 1) {
    size_t i = lowest(rest);
    if (o->best[set & ~bit(i)].connected && o->neighbours[i] & set) {
      return true;
    }
  }
  return false;
}

static size_t
find_sets(ordering *o)
{
  size_t n_splits = 0;
  for (input_set set = 1; set < bit(o->n); set++) {
    if (n_members(set) > 1) {
      o->best[set].connected = is_connected(o, set);
      o->best[set].n_rows = rows_of(o, set);
      n_splits += o->best[set].connected ? (size_t)1 << n_members(set) : 0;
    }
  }
  return n_splits;
}

// All ways to split a set, or only those that leave one input on the right; these first.
static void
split(ordering *o, input_set set, bool any_shape)
{
  for (input_set rest = set; rest; rest &= rest - 1) {
    input_set right = rest & ~(rest - 1);
    if (o->best[set & ~right].connected) {
      try_split(o, set & ~right, right);
    }
  }
  for (input_set right = (set - 1) & set; any_shape && right; right = (right - 1) & set) {
    if (n_members(right) > 1 && o->best[right].connected &&
        o->best[set & ~right].connected) {
      try_split(o, set & ~right, right);
    }
  }
}

static void
find_best(ordering *o)
{
  size_t n_splits = find_sets(o);
  bool any_shape = n_splits <= MAX_SPLITS;
  for (input_set set = 1; set < bit(o->n) && o->p->status == FURAT_OK; set++) {
    if (set % SETS_BETWEEN_POLLS == 0) {
      o->p->status = furat_cancel_poll(o->p->statistics->cancel, o->p->err);
    }
    if (n_members(set) > 1 && o->best[set].connected) {
      split(o, set, any_shape);
    }
  }
}

// ----------------------------------------------------- from the choice to the plan

static furat_plan *
join(furat_planner *p, furat_join_group *group, furat_plan *left, furat_plan *right,
     bool may_look_up, double n_rows)
{
  if (!left || !right) {
    return NULL;
  }
  furat_join_estimate e =
      furat_join_estimate_of(p, FURAT_JOIN_INNER, left, right, may_look_up);
  e.joined_rows = n_rows;
  furat_plan *plan = furat_plan_join_estimated(p, FURAT_JOIN_INNER, left, right, &e);
  return plan ? furat_join_group_filter(p, group, plan, 0.0, false) : NULL;
}

static furat_plan *
build_single(furat_planner *p, furat_join_group *group, size_t i)
{
  const furat_join_input *input = furat_join_group_input(group, i);
  furat_plan *plan = furat_join_group_filter(p, group, input->plan, 0.0, false);
  if (plan && plan != input->plan) {
    plan->n_rows = input->n_rows;
  }
  return plan;
}

static furat_plan *
build(ordering *o, input_set set)
{
  const best_plan *best = &o->best[set];
  if (!best->left) {
    return build_single(o->p, o->group, lowest(set));
  }
  input_set right = set & ~best->left;
  bool may_look_up = n_members(right) == 1 &&
                     furat_join_group_input(o->group, lowest(right))->may_look_up;
  furat_plan *left = build(o, best->left);
  return left ? join(o->p, o->group, left, build(o, right), may_look_up, best->n_rows)
              : NULL;
}

// The inputs that hang together with the first of a set.
static input_set
component(const ordering *o, input_set set)
{
  input_set found = bit(lowest(set));
  for (input_set before = 0; before != found;) {
    before = found;
    for (input_set rest = before; rest; rest &= rest - 1) {
      found |= o->neighbours[lowest(rest)] & set;
    }
  }
  return found;
}

// What does not hang together is joined all with all, the smallest first.
static furat_plan *
build_components(ordering *o)
{
  furat_plan *plan = NULL;
  double n_rows = 1.0;
  for (input_set left = bit(o->n) - 1; left && o->p->status == FURAT_OK;) {
    input_set next = 0;
    for (input_set rest = left; rest;) {
      input_set one = component(o, rest);
      next = !next || o->best[one].n_rows < o->best[next].n_rows ? one : next;
      rest &= ~one;
    }
    left &= ~next;
    furat_plan *part = build(o, next);
    n_rows *= o->best[next].n_rows;
    bool may_look_up = n_members(next) == 1 &&
                       furat_join_group_input(o->group, lowest(next))->may_look_up;
    plan = plan ? join(o->p, o->group, plan, part, may_look_up, n_rows) : part;
  }
  return plan;
}

static furat_plan *
order_best(furat_planner *p, furat_join_group *group)
{
  ordering o = {.p = p, .group = group, .n = group->inputs.n};
  o.vars = FURAT_ARENA_ARRAY(p->arena, join_var, MAX_JOIN_VARS);
  o.best = FURAT_ARENA_ARRAY(p->arena, best_plan, bit(o.n));
  if (!o.vars || !o.best) {
    return furat_planner_no_mem(p);
  }
  find_vars(&o);
  measure_vars(&o);
  for (size_t i = 0; i < o.n; i++) {
    start_single(&o, i);
  }
  find_best(&o);
  return p->status == FURAT_OK ? build_components(&o) : NULL;
}

// -------------------------------------------------------------------------- greedy

// More inputs than this are joined as they are written: the choice takes the square of
// their number.
enum { MAX_ORDERED = 400 };

typedef struct greedy {
  furat_planner *p;
  furat_join_group *group;
  bool *taken;
  furat_varset vars; // so far
  double n_rows;
} greedy;

static double
rows_with(const greedy *g, const furat_join_input *input)
{
  double n = g->n_rows * input->n_rows;
  for (size_t i = 0; i < input->plan->n_vars; i++) {
    furat_var var = input->plan->vars[i];
    if (furat_varset_has(g->vars, var) && !furat_varset_has(g->group->fixed, var)) {
      n /= furat_join_group_distinct(g->p, input, i);
    }
  }
  return n;
}

// The input to take next: connected ones first, then the smallest result.
static size_t
choose_next(const greedy *g, double *n_rows)
{
  size_t best = SIZE_MAX;
  bool best_connected = false;
  bool as_written =
      !furat_planner_may(g->p, FURAT_PASS_ORDER) || g->group->inputs.n > MAX_ORDERED;
  for (size_t i = 0; i < g->group->inputs.n; i++) {
    const furat_join_input *input = furat_join_group_input(g->group, i);
    if (g->taken[i]) {
      continue;
    }
    bool connected = furat_varset_meets(g->p, g->vars, input->vars);
    if (best != SIZE_MAX && best_connected && !connected) {
      continue;
    }
    double rows = rows_with(g, input);
    if (best == SIZE_MAX || (connected && !best_connected) || rows < *n_rows) {
      best = i;
      best_connected = connected;
      *n_rows = rows;
    }
    if (as_written) {
      break;
    }
  }
  return best;
}

// The input whose order is wanted, if there is one that has it, and is told of it.
static size_t
choose_first(furat_planner *p, furat_join_group *group)
{
  for (size_t i = 0; i < group->inputs.n && p->sort_var != FURAT_VAR_NONE; i++) {
    furat_plan *plan = furat_join_group_input(group, i)->plan;
    if (plan->kind == FURAT_PLAN_SCAN && furat_plan_can_order(plan, p->sort_var) &&
        furat_plan_is_sorted(p, plan, p->sort_var) &&
        furat_plan_set_order(p, plan, p->sort_var)) {
      return i;
    }
  }
  return SIZE_MAX;
}

static furat_plan *
order_greedily(furat_planner *p, furat_join_group *group)
{
  greedy g = {.p = p, .group = group, .vars = furat_varset_new(p), .n_rows = 1.0};
  g.taken = FURAT_ARENA_ARRAY(p->arena, bool, group->inputs.n);
  furat_plan *plan = NULL;
  if (!g.taken) {
    return furat_planner_no_mem(p);
  }
  const size_t first = choose_first(p, group);
  for (size_t n = 0; n < group->inputs.n && p->status == FURAT_OK; n++) {
    double n_rows = 0.0;
    size_t next = n == 0 && first != SIZE_MAX ? first : choose_next(&g, &n_rows);
    const furat_join_input *input = furat_join_group_input(group, next);
    n_rows = next == first ? input->n_rows : n_rows;
    furat_plan *right = build_single(p, group, next);
    plan = plan ? join(p, group, plan, right, input->may_look_up, n_rows) : right;
    furat_varset_add_all(p, g.vars, input->vars);
    g.taken[next] = true;
    g.n_rows = n_rows;
    if (p->status == FURAT_OK) {
      p->status = furat_cancel_poll(p->statistics->cancel, p->err);
    }
  }
  return plan;
}

// -------------------------------------------------------------------------- groups

static furat_plan *
order_inputs(furat_planner *p, furat_join_group *group, furat_span span)
{
  size_t n = group->inputs.n;
  if (n == 0) {
    furat_plan *unit = furat_plan_new(p, FURAT_PLAN_UNIT, span, 0);
    if (unit) {
      unit->n_rows = 1.0;
      unit = furat_join_group_filter(p, group, unit, 1.0, false);
    }
    return unit;
  }
  return n > 1 && n <= MAX_INPUTS && !p->streams && furat_planner_may(p, FURAT_PASS_ORDER)
             ? order_best(p, group)
             : order_greedily(p, group);
}

furat_plan *
furat_plan_group(furat_planner *p, furat_algebra *algebra)
{
  furat_join_group group;
  furat_join_group_collect(p, &group, algebra);
  furat_plan *plan =
      p->status == FURAT_OK ? order_inputs(p, &group, algebra->span) : NULL;
  for (size_t i = 0; i < group.later.n && plan; i++) {
    const furat_algebra *node = FURAT_VEC_AT(&group.later, furat_algebra *, i);
    if (node->kind != FURAT_ALGEBRA_EXTEND) {
      plan = furat_join_group_filter(p, &group, plan, INFINITY, false);
    }
    plan = plan ? furat_plan_later(p, plan, node) : NULL;
  }
  plan = furat_join_group_filter(p, &group, plan, INFINITY, true);
  furat_join_group_clear(&group);
  return p->status == FURAT_OK ? plan : NULL;
}
