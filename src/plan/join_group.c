// SPDX-License-Identifier: GPL-3.0-or-later
// Takes joins apart.  An OPTIONAL, a MINUS or a BIND on one side of a join can wait until
// all is joined when the other side binds nothing that it looks at, other than what is
// certain on its own side; a condition can when it sees the same everywhere.
#include "plan/join_group.h"

#include <math.h>

furat_join_input *
furat_join_group_input(const furat_join_group *group, size_t i)
{
  return &FURAT_VEC_AT(&group->inputs, furat_join_input, i);
}

double
furat_join_group_domain(furat_planner *p, const furat_join_input *input, size_t column)
{
  if (input->domain[column] <= 0.0) {
    input->domain[column] =
        furat_estimate_domain(p, input->plan, input->plan->vars[column]);
  }
  return input->domain[column];
}

double
furat_join_group_distinct(furat_planner *p, const furat_join_input *input, size_t column)
{
  double domain = furat_join_group_domain(p, input, column);
  return fmax(fmin(domain, input->plan->n_rows), 1.0);
}

static void
push(furat_planner *p, furat_vec *vec, const void *item)
{
  if (!furat_vec_push(vec, item)) {
    furat_planner_no_mem(p);
  }
}

// -------------------------------------------------------------------------- inputs

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

// A plan that starts cheaply: patterns, and what only chooses among their solutions.
static bool
may_look_up(const furat_plan *plan)
{
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
  case FURAT_PLAN_PATH:
    return true;
  case FURAT_PLAN_UNION:
    return may_look_up(plan->left) && may_look_up(plan->right);
  default:
    return false;
  }
}

static void
add_input(furat_planner *p, furat_join_group *group, furat_plan *plan)
{
  if (!plan) {
    return;
  }
  furat_join_input input = {.plan = plan,
                            .vars = furat_varset_new(p),
                            .may_look_up = may_look_up(plan),
                            .n_rows = plan->n_rows,
                            .domain =
                                FURAT_ARENA_ARRAY(p->arena, double, plan->n_vars + 1)};
  if (!input.domain) {
    furat_planner_no_mem(p);
  }
  for (size_t i = 0; i < plan->n_vars; i++) {
    furat_varset_add(input.vars, plan->vars[i]);
    furat_varset_add(group->bindable, plan->vars[i]);
  }
  push(p, &group->inputs, &input);
}

static void
add_triples(furat_planner *p, furat_join_group *group, const furat_algebra *bgp)
{
  for (size_t i = 0; i < bgp->n_triples && p->status == FURAT_OK; i++) {
    add_input(p, group, plan_pattern(p, &bgp->triples[i], bgp->span));
  }
}

static void
add_graph(furat_planner *p, furat_join_group *group, const furat_algebra *algebra)
{
  furat_plan_graph outer = p->graph;
  p->graph = (furat_plan_graph){.named = true, .slot = algebra->graph};
  add_triples(p, group, algebra->left);
  p->graph = outer;
}

static void
add_conditions(furat_planner *p, furat_join_group *group, furat_expr *filter)
{
  furat_vec conjuncts;
  furat_vec_init(&conjuncts, sizeof(furat_conjunct), SIZE_MAX);
  furat_scope_split(p, &conjuncts, filter);
  for (size_t i = 0; i < conjuncts.n; i++) {
    furat_join_condition condition = {.conjunct =
                                          FURAT_VEC_AT(&conjuncts, furat_conjunct, i)};
    condition.has_exists = furat_scope_has_exists(condition.conjunct.expr);
    push(p, &group->conditions, &condition);
  }
  furat_vec_clear(&conjuncts);
}

// ------------------------------------------------------------------- what may wait

// `outside` is what the rest of the group binds.
static bool
may_wait(furat_planner *p, const furat_algebra *node, furat_varset outside)
{
  if (node->kind == FURAT_ALGEBRA_FILTER &&
      (!furat_planner_may(p, FURAT_PASS_PUSH) || !furat_scope_is_stable(node->filter))) {
    return false;
  }
  if (furat_varset_is_empty(p, outside)) {
    return true;
  }
  if (!furat_planner_may(p, FURAT_PASS_ORDER)) {
    return false;
  }
  const furat_scope *left = node->left->scope;
  furat_varset seen = furat_varset_new(p);
  switch (node->kind) {
  case FURAT_ALGEBRA_FILTER: // nothing but itself may bind what it looks at
    furat_scope_add_vars(p, seen, node->filter);
    return furat_varset_meets_within(p, seen, left->possible, left->certain) &&
           furat_varset_meets_within(p, seen, outside, left->certain);
  case FURAT_ALGEBRA_EXTEND:
    furat_scope_add_vars(p, seen, node->assignments[0].expr);
    return furat_scope_is_stable(node->assignments[0].expr) &&
           !furat_varset_has(outside, node->assignments[0].var) &&
           furat_varset_meets_within(p, seen, left->possible, left->certain) &&
           furat_varset_meets_within(p, seen, outside, left->certain);
  default:
    furat_scope_add_vars(p, seen, node->filter);
    furat_varset_add_all(p, seen, node->right->scope->possible);
    return (!node->filter || furat_scope_is_stable(node->filter)) &&
           furat_varset_meets_within(p, seen, outside, left->certain);
  }
}

static furat_varset
with(furat_planner *p, furat_varset outside, furat_varset more)
{
  furat_varset both = furat_varset_copy(p, outside);
  furat_varset_add_all(p, both, more);
  return both;
}

static void
collect(furat_planner *p, furat_join_group *group, furat_algebra *algebra,
        furat_varset outside);

static void
collect_join(furat_planner *p, furat_join_group *group, furat_algebra *join,
             furat_varset outside)
{
  collect(p, group, join->left, with(p, outside, join->right->scope->possible));
  collect(p, group, join->right, with(p, outside, join->left->scope->possible));
}

static void
collect_waiting(furat_planner *p, furat_join_group *group, furat_algebra *node,
                furat_varset outside)
{
  furat_varset more = outside;
  if (node->kind == FURAT_ALGEBRA_EXTEND) {
    more = furat_varset_copy(p, outside);
    furat_varset_add(more, node->assignments[0].var);
    furat_varset_add(group->bindable, node->assignments[0].var);
  } else if (node->kind != FURAT_ALGEBRA_FILTER) {
    more = with(p, outside, node->right->scope->possible);
    furat_varset_add_all(p, group->bindable, node->right->scope->possible);
  }
  collect(p, group, node->left, more);
  if (node->kind == FURAT_ALGEBRA_FILTER) {
    add_conditions(p, group, node->filter);
  } else {
    push(p, &group->later, &node);
  }
}

static void
dispatch(furat_planner *p, furat_join_group *group, furat_algebra *algebra,
         furat_varset outside)
{
  switch (algebra->kind) {
  case FURAT_ALGEBRA_UNIT:
    return;
  case FURAT_ALGEBRA_JOIN:
    collect_join(p, group, algebra, outside);
    return;
  case FURAT_ALGEBRA_BGP:
    add_triples(p, group, algebra);
    return;
  case FURAT_ALGEBRA_FILTER:
  case FURAT_ALGEBRA_LEFT_JOIN:
  case FURAT_ALGEBRA_MINUS:
  case FURAT_ALGEBRA_EXTEND:
    if (may_wait(p, algebra, outside)) {
      collect_waiting(p, group, algebra, outside);
      return;
    }
    break;
  default:
    if (furat_scope_is_graph_of_triples(algebra)) {
      add_graph(p, group, algebra);
      return;
    }
  }
  add_input(p, group, furat_plan_algebra(p, algebra));
}

static void
collect(furat_planner *p, furat_join_group *group, furat_algebra *algebra,
        furat_varset outside)
{
  if (furat_planner_enter(p, algebra)) {
    dispatch(p, group, algebra, outside);
  }
  furat_planner_leave(p);
}

// ------------------------------------------------------------- estimates of inputs

// The pattern with the values of variables that have but one.
static furat_triple_pattern
with_values(const furat_join_group *group, const furat_triple_pattern *pattern)
{
  furat_triple_pattern valued = *pattern;
  furat_slot *slots[] = {&valued.subject, &valued.predicate, &valued.object};
  for (size_t i = 0; i < group->inputs.n; i++) {
    const furat_plan *plan = furat_join_group_input(group, i)->plan;
    if (plan->kind != FURAT_PLAN_VALUES || plan->table->n_rows != 1) {
      continue;
    }
    for (size_t column = 0; column < plan->table->n_vars; column++) {
      for (int place = 0; place < 3; place++) {
        if (slots[place]->var == plan->table->vars[column] &&
            plan->table->cells[column].kind != FURAT_TERM_NONE) {
          *slots[place] =
              (furat_slot){.var = FURAT_VAR_NONE, .term = plan->table->cells[column]};
        }
      }
    }
  }
  return valued;
}

// Inline data of one row says how many solutions exactly a look-up with it finds: as many
// as there would be if the variable had so many values.
static void
estimate_pattern(furat_planner *p, const furat_join_group *group, furat_join_input *input)
{
  furat_plan *plan = input->plan;
  furat_triple_pattern valued = with_values(group, &plan->pattern);
  plan->n_rows = plan->cost = furat_estimate_pattern(p, plan, &plan->pattern);
  const furat_slot *slots[] = {&plan->pattern.subject, &plan->pattern.predicate,
                               &plan->pattern.object};
  const furat_slot *values[] = {&valued.subject, &valued.predicate, &valued.object};
  double n_values = 0.0;
  for (int place = 0; place < 3; place++) {
    if (slots[place]->var == values[place]->var) {
      continue;
    }
    if (n_values <= 0.0) {
      n_values = plan->n_rows / fmax(furat_estimate_pattern(p, plan, &valued), 0.1);
    } else {
      n_values = 1.0;
    }
    input->domain[furat_plan_column(plan, slots[place]->var)] = fmax(n_values, 1.0);
  }
}

// Comparisons of the object with constants: the index tells how many rows they leave.
// Where these are few they are read by themselves, in the order of the objects.  Returns
// the part of the plan's rows that is left.
static double
bound_input(furat_planner *p, furat_join_group *group, furat_join_input *input)
{
  const double FEW = 0.1;
  const double WORTH_ASKING = 100.0;
  furat_plan *plan = input->plan;
  const furat_var var = plan->pattern.object.var;
  furat_vec bounds;
  if (group->conditions.n == 0 || var == FURAT_VAR_NONE || plan->n_rows < WORTH_ASKING ||
      furat_varset_has(p->bound, var) || !furat_planner_may(p, FURAT_PASS_RANGE)) {
    return 1.0;
  }
  furat_vec_init(&bounds, sizeof(furat_plan_bound), SIZE_MAX);
  for (size_t i = 0; i < group->conditions.n; i++) {
    furat_bounds_collect(
        p, &bounds,
        FURAT_VEC_AT(&group->conditions, furat_join_condition, i).conjunct.expr, var);
  }
  double part = furat_bounds_count(p, plan, &bounds) / plan->n_rows;
  input->is_bounded = part >= 0.0;
  if (input->is_bounded && part < FEW && furat_bounds_set(p, plan, &bounds)) {
    plan->n_rows = plan->cost = part * plan->n_rows;
    part = 1.0;
  }
  furat_vec_clear(&bounds);
  return input->is_bounded ? part : 1.0;
}

static void
estimate_inputs(furat_planner *p, furat_join_group *group)
{
  for (size_t i = 0; i < group->inputs.n && p->status == FURAT_OK; i++) {
    furat_join_input *input = furat_join_group_input(group, i);
    furat_plan *plan = input->plan;
    double part = 1.0;
    if (plan->kind == FURAT_PLAN_SCAN || plan->kind == FURAT_PLAN_PATH) {
      estimate_pattern(p, group, input);
    }
    if (plan->kind == FURAT_PLAN_SCAN) {
      part = bound_input(p, group, input);
    }
    double n_rows = plan->n_rows;
    for (size_t column = 0; column < plan->n_vars; column++) {
      if (furat_varset_has(p->bound, plan->vars[column])) {
        n_rows /= furat_join_group_distinct(p, input, column);
      }
    }
    plan->n_rows = n_rows;
    plan->cost = fmin(plan->cost, n_rows);
    input->n_rows = n_rows * part * furat_join_group_selectivity(p, group, input);
  }
}

void
furat_join_group_collect(furat_planner *p, furat_join_group *group,
                         furat_algebra *algebra)
{
  furat_vec_init(&group->inputs, sizeof(furat_join_input), SIZE_MAX);
  furat_vec_init(&group->conditions, sizeof(furat_join_condition), SIZE_MAX);
  furat_vec_init(&group->later, sizeof(furat_algebra *), SIZE_MAX);
  group->fixed = furat_varset_copy(p, p->bound);
  group->bindable = furat_varset_new(p);
  furat_varset outside = furat_varset_new(p);
  if (p->status == FURAT_OK) {
    dispatch(p, group, algebra, outside);
  }
  if (p->status == FURAT_OK) {
    estimate_inputs(p, group);
  }
}

void
furat_join_group_clear(furat_join_group *group)
{
  furat_vec_clear(&group->inputs);
  furat_vec_clear(&group->conditions);
  furat_vec_clear(&group->later);
}

// ---------------------------------------------------------------------- conditions

// What the group does not bind is the same everywhere.
static bool
can_decide(const furat_planner *p, const furat_join_group *group, const furat_plan *plan,
           const furat_join_condition *condition, furat_varset scratch)
{
  furat_varset_remove_all(p, scratch, scratch);
  furat_varset_add_all(p, scratch, condition->conjunct.vars);
  furat_varset_keep(p, scratch, group->bindable);
  for (size_t i = 0; i < plan->n_vars; i++) {
    if (plan->certain[i]) {
      scratch[plan->vars[i] / 64] &= ~((uint64_t)1 << plan->vars[i] % 64);
    }
  }
  return furat_varset_is_empty(p, scratch);
}

static furat_plan *
filter_plain(furat_planner *p, furat_join_group *group, furat_plan *plan, bool all,
             furat_varset scratch)
{
  furat_vec now;
  furat_vec_init(&now, sizeof(furat_conjunct), SIZE_MAX);
  for (size_t i = 0; i < group->conditions.n; i++) {
    furat_join_condition *condition =
        &FURAT_VEC_AT(&group->conditions, furat_join_condition, i);
    if (!condition->done && !condition->has_exists &&
        (all || can_decide(p, group, plan, condition, scratch))) {
      condition->done = true;
      push(p, &now, &condition->conjunct);
    }
  }
  furat_expr *filter =
      now.n > 0 && p->status == FURAT_OK ? furat_scope_join(p, now.items, now.n) : NULL;
  furat_vec_clear(&now);
  if (filter) {
    plan = furat_plan_filter(p, plan, filter);
  }
  return p->status == FURAT_OK ? plan : NULL;
}

furat_plan *
furat_join_group_filter(furat_planner *p, furat_join_group *group, furat_plan *plan,
                        double n_rows_later, bool all)
{
  if (group->conditions.n == 0 || !plan) {
    return plan;
  }
  furat_varset scratch = furat_varset_new(p);
  plan = filter_plain(p, group, plan, all, scratch);
  for (size_t i = 0; i < group->conditions.n && plan; i++) {
    furat_join_condition *condition =
        &FURAT_VEC_AT(&group->conditions, furat_join_condition, i);
    bool now =
        plan->n_rows <= n_rows_later && can_decide(p, group, plan, condition, scratch);
    if (!condition->done && condition->has_exists && (all || now)) {
      condition->done = true;
      plan = furat_plan_filter(p, plan, condition->conjunct.expr);
    }
  }
  return p->status == FURAT_OK ? plan : NULL;
}

double
furat_join_group_evaluation(furat_planner *p, const furat_join_group *group,
                            const furat_join_input *input)
{
  double cost = 0.0;
  furat_varset scratch = group->conditions.n > 0 ? furat_varset_new(p) : NULL;
  for (size_t i = 0; i < group->conditions.n; i++) {
    const furat_join_condition *condition =
        &FURAT_VEC_AT(&group->conditions, furat_join_condition, i);
    if (!condition->has_exists &&
        furat_varset_meets(p, condition->conjunct.vars, input->vars) &&
        can_decide(p, group, input->plan, condition, scratch)) {
      cost += furat_estimate_evaluation(condition->conjunct.expr);
    }
  }
  return cost;
}

double
furat_join_group_selectivity(furat_planner *p, const furat_join_group *group,
                             const furat_join_input *input)
{
  double selectivity = 1.0;
  furat_varset scratch = group->conditions.n > 0 ? furat_varset_new(p) : NULL;
  for (size_t i = 0; i < group->conditions.n; i++) {
    const furat_join_condition *condition =
        &FURAT_VEC_AT(&group->conditions, furat_join_condition, i);
    bool bounds = input->is_bounded && furat_bounds_are(condition->conjunct.expr,
                                                        input->plan->pattern.object.var);
    if (!bounds && furat_varset_meets(p, condition->conjunct.vars, input->vars) &&
        can_decide(p, group, input->plan, condition, scratch)) {
      selectivity *= furat_estimate_selectivity(condition->conjunct.expr);
    }
  }
  return selectivity;
}
