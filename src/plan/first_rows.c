// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of which few solutions are wanted: under a LIMIT, or of ASK.  Such a part is
// planned a second time, with patterns looked up for each solution where a hash table
// would have to be filled first, and in the order of an ORDER BY if an index has that;
// the plan that is thought to give so many solutions sooner is taken.  And joins are told
// to give what they have instead of filling a batch.
//                                                        planner, passes -> [first_rows]
#include <math.h>
#include <string.h>

#include "plan/planner_internal.h"

// Where there is less to do, planning twice would take longer.
static const double LITTLE = 20000.0;

// A row that a hash join keeps; as in choose_join.c.
static const double KEPT_COST = 3.0;

// ------------------------------------------------------------------------------- costs

static double
part_of(double n_wanted, const furat_plan *plan)
{
  return fmin(n_wanted / fmax(plan->n_rows, 1e-6), 1.0);
}

// What it costs to have so many solutions.
static double
cost_of_first(const furat_plan *plan, double n_wanted)
{
  const double part = part_of(n_wanted, plan);
  const furat_plan *left = plan->left;
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
    return plan->n_rows * part;
  case FURAT_PLAN_MERGE_JOIN:
    return plan->cost * part;
  case FURAT_PLAN_UNION:
    return cost_of_first(left, n_wanted) + cost_of_first(plan->right, n_wanted);
  case FURAT_PLAN_HASH_JOIN:
    return cost_of_first(left, left->n_rows * part) + plan->right->cost +
           plan->right->n_rows * KEPT_COST + plan->n_rows * part;
  case FURAT_PLAN_SORT:
    if (!plan->in_order) {
      return plan->cost;
    }
    return cost_of_first(left, n_wanted);
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_EXTEND:
  case FURAT_PLAN_PROJECT:
  case FURAT_PLAN_DISTINCT:
  case FURAT_PLAN_SLICE:
    return cost_of_first(left, left->n_rows * part) +
           fmax(plan->cost - left->cost, 0.0) * part;
  default:
    return plan->cost;
  }
}

// ------------------------------------------------------------------------ a second plan

static furat_algebra *
sorted_part(furat_algebra *algebra)
{
  while (algebra->kind == FURAT_ALGEBRA_PROJECT) {
    algebra = algebra->left;
  }
  return algebra->kind == FURAT_ALGEBRA_ORDER ? algebra : NULL;
}

// The variable by which solutions are wanted, if an index may have them so.
static furat_var
sort_var_of(const furat_planner *p, const furat_algebra *sort)
{
  const furat_sort_key *key = sort && sort->n_sort_keys > 0 ? &sort->sort_keys[0] : NULL;
  return key && furat_planner_may(p, FURAT_PASS_SORT_ORDER) &&
                 key->expr->kind == FURAT_EXPR_VAR
             ? key->expr->var
             : FURAT_VAR_NONE;
}

static bool
is_pattern(const furat_algebra *algebra)
{
  while (algebra->kind == FURAT_ALGEBRA_FILTER) {
    algebra = algebra->left;
  }
  return algebra->kind == FURAT_ALGEBRA_BGP;
}

// Whether anything but the order of joins would keep the first solution back.
static bool
may_stream(const furat_algebra *algebra)
{
  switch (algebra->kind) {
  case FURAT_ALGEBRA_PROJECT:
  case FURAT_ALGEBRA_FILTER:
  case FURAT_ALGEBRA_DISTINCT:
  case FURAT_ALGEBRA_REDUCED:
  case FURAT_ALGEBRA_EXTEND:
    return may_stream(algebra->left);
  case FURAT_ALGEBRA_LEFT_JOIN:
  case FURAT_ALGEBRA_MINUS:
    return is_pattern(algebra->left) || may_stream(algebra->left);
  case FURAT_ALGEBRA_JOIN:
    return may_stream(algebra->left) || may_stream(algebra->right);
  case FURAT_ALGEBRA_BGP:
    return algebra->n_triples > 1;
  default:
    return false;
  }
}

static furat_plan *
plan_streaming(furat_planner *p, furat_algebra *algebra, furat_var sort_var)
{
  const bool streams = p->streams;
  const furat_var outer = p->sort_var;
  p->streams = true;
  p->sort_var = sort_var;
  furat_plan *plan = furat_plan_algebra(p, algebra);
  p->streams = streams;
  p->sort_var = outer;
  return plan;
}

// EXISTS of the plan that is not taken are planned for nothing.
static void
forget_exists(furat_planner *p, size_t from, size_t to)
{
  furat_plan_exists *items = p->exists.items;
  if (to > from) {
    memmove(items + from, items + to, (p->exists.n - to) * sizeof(*items));
    furat_vec_truncate(&p->exists, p->exists.n - (to - from));
  }
}

furat_plan *
furat_plan_for_first(furat_planner *p, furat_algebra *algebra, uint64_t n_wanted)
{
  const size_t before = p->exists.n;
  furat_plan *plan = furat_plan_algebra(p, algebra);
  const size_t between = p->exists.n;
  furat_algebra *sort = sorted_part(algebra);
  const furat_var sort_var = sort_var_of(p, sort);
  if (!plan || p->streams || !furat_planner_may(p, FURAT_PASS_FIRST_ROWS) ||
      !furat_planner_may(p, FURAT_PASS_APPLY) || (sort && sort_var == FURAT_VAR_NONE) ||
      !may_stream(sort ? sort->left : algebra) || (plan->cost < LITTLE && !p->verifies)) {
    return plan;
  }
  furat_plan *other = plan_streaming(p, algebra, sort_var);
  if (!other) {
    return NULL;
  }
  const bool is_better =
      cost_of_first(other, (double)n_wanted) < cost_of_first(plan, (double)n_wanted);
  if (is_better) {
    forget_exists(p, before, between);
  } else {
    forget_exists(p, between, p->exists.n);
  }
  return is_better ? other : plan;
}

// ------------------------------------------------------------------------------- joins

static uint64_t
wanted_of_slice(const furat_plan *slice, uint64_t n_wanted)
{
  uint64_t n = slice->has_limit ? slice->limit : n_wanted;
  n = n_wanted > 0 && n_wanted < n ? n_wanted : n;
  return n > 0 && n <= UINT64_MAX - slice->offset ? n + slice->offset : 0;
}

static void
tell(furat_plan *plan, uint64_t n_wanted)
{
  uint64_t of_left = n_wanted;
  uint64_t of_right = 0;
  switch (plan->kind) {
  case FURAT_PLAN_SLICE:
    of_left = wanted_of_slice(plan, n_wanted);
    break;
  case FURAT_PLAN_SORT:
    of_left = plan->in_order && plan->has_limit ? plan->limit : 0;
    break;
  case FURAT_PLAN_APPLY: // EXISTS asks for one, each time
    plan->first_rows = n_wanted;
    of_right = furat_join_gives_right(plan->join) ? 0 : 1;
    break;
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_LEAPFROG:
    plan->first_rows = n_wanted;
    break;
  case FURAT_PLAN_MERGE_JOIN:
  case FURAT_PLAN_UNION:
    plan->first_rows = n_wanted;
    of_right = n_wanted;
    break;
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_EXTEND:
  case FURAT_PLAN_PROJECT:
  case FURAT_PLAN_DISTINCT:
    break;
  default:
    of_left = 0;
    break;
  }
  if (plan->left) {
    tell(plan->left, of_left);
  }
  if (plan->right) {
    tell(plan->right, of_right);
  }
}

furat_plan *
furat_plan_first_rows(furat_planner *p, furat_plan *plan)
{
  // What becomes a side of a join is told with the whole.
  if (p->n_asked > 0) {
    tell(plan, 1);
  } else if (p->n_inside <= 1) {
    tell(plan, p->statistics->n_wanted);
  }
  return plan;
}
