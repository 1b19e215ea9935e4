// SPDX-License-Identifier: GPL-3.0-or-later
// What the indexes can answer without visiting triples: groups of one pattern that are
// only counted, and its distinct values.  The node that is replaced stays below, for
// graphs that the index cannot sort out.
//                                                              passes -> [choose_tally]
#include "plan/planner_internal.h"

// Whether the solutions of a scan are just the triples (quads) that match: a variable
// that stands twice rejects some of them.
static bool
is_whole_pattern(const furat_plan *scan)
{
  const furat_triple_pattern *pattern = &scan->pattern;
  const furat_var vars[] = {pattern->subject.var, pattern->predicate.var,
                            pattern->object.var,
                            scan->graph.named ? scan->graph.slot.var : FURAT_VAR_NONE};
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < i; j++) {
      if (vars[i] != FURAT_VAR_NONE && vars[i] == vars[j]) {
        return false;
      }
    }
  }
  return scan->kind == FURAT_PLAN_SCAN;
}

static bool
has_column(const furat_plan *plan, furat_var var)
{
  return furat_plan_column(plan, var) < plan->n_vars;
}

// COUNT(*) or COUNT of columns, and of distinct values of one that is no key: of any
// where there are no keys, of one where there are.
static bool
only_counts(const furat_plan *group)
{
  furat_var distinct = FURAT_VAR_NONE;
  for (size_t i = 0; i < group->n_aggregates; i++) {
    const furat_aggregate *a = &group->aggregates[i];
    if (a->builtin != FURAT_BUILTIN_COUNT || (!a->arg && a->distinct)) {
      return false;
    }
    if (a->arg &&
        (a->arg->kind != FURAT_EXPR_VAR || !has_column(group->left, a->arg->var))) {
      return false;
    }
    if (a->distinct && group->n_assignments > 0) {
      bool other = distinct != FURAT_VAR_NONE && distinct != a->arg->var;
      if (other || furat_plan_is_key(group, a->arg->var)) {
        return false;
      }
      distinct = a->arg->var;
    }
  }
  return true;
}

static furat_plan *
tally_over(furat_planner *p, furat_plan *plan, const furat_plan *scan)
{
  furat_plan *tally = furat_plan_over(p, FURAT_PLAN_TALLY, plan, plan->span, 0);
  if (tally) {
    tally->pattern = scan->pattern;
    tally->graph = scan->graph;
    tally->cost = plan->n_rows;
  }
  return tally;
}

static furat_plan *
tally_group(furat_planner *p, furat_plan *group)
{
  enum { MAX_KEYS = 3 };
  if (!is_whole_pattern(group->left) || group->n_assignments > (size_t)MAX_KEYS ||
      !furat_plan_keys_are_columns(group) || !only_counts(group)) {
    return group;
  }
  furat_plan *tally = tally_over(p, group, group->left);
  if (tally) {
    tally->n_assignments = group->n_assignments;
    tally->assignments = group->assignments;
    tally->n_aggregates = group->n_aggregates;
    tally->aggregates = group->aggregates;
  }
  return tally;
}

static furat_plan *
tally_distinct(furat_planner *p, furat_plan *distinct)
{
  const furat_plan *project = distinct->left;
  const furat_plan *scan =
      project->kind == FURAT_PLAN_PROJECT ? project->left : distinct->left;
  size_t n = project->n_vars;
  if (!is_whole_pattern(scan) || scan->graph.hidden || n == 0 || distinct->descends) {
    return distinct;
  }
  for (size_t i = 0; i < n; i++) {
    if (!has_column(scan, project->vars[i])) {
      return distinct;
    }
  }
  if (n == scan->n_vars) { // no two solutions of a pattern are the same
    return distinct->left;
  }
  furat_assignment *keys = FURAT_ARENA_ARRAY(p->arena, furat_assignment, n);
  furat_plan *tally = keys ? tally_over(p, distinct, scan) : furat_planner_no_mem(p);
  if (tally) {
    for (size_t i = 0; i < n; i++) {
      keys[i].var = project->vars[i];
    }
    tally->n_assignments = n;
    tally->assignments = keys;
  }
  return tally;
}

furat_plan *
furat_plan_tallies(furat_planner *p, furat_plan *plan)
{
  if (!plan || plan->kind == FURAT_PLAN_TALLY) { // the inside of an EXISTS has its own
    return plan;
  }
  if (plan->left) {
    plan->left = furat_plan_tallies(p, plan->left);
  }
  if (plan->right) {
    plan->right = furat_plan_tallies(p, plan->right);
  }
  if (p->status != FURAT_OK) {
    return NULL;
  }
  switch (plan->kind) {
  case FURAT_PLAN_GROUP:
    return tally_group(p, plan);
  case FURAT_PLAN_DISTINCT:
    return tally_distinct(p, plan);
  default:
    return plan;
  }
}
