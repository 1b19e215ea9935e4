// SPDX-License-Identifier: GPL-3.0-or-later
// Removes DISTINCT where no solution can come twice.
#include "plan/pass.h"

static bool
has_column(const furat_plan *plan, furat_var var)
{
  return var == FURAT_VAR_NONE || furat_plan_column(plan, var) < plan->n_vars;
}

static bool
all_certain(const furat_plan *plan)
{
  bool all = true;
  for (size_t i = 0; i < plan->n_vars; i++) {
    all = all && plan->certain[i];
  }
  return all;
}

// Triples are a set, as are the quads of named graphs.
static bool
has_all_places(const furat_plan *scan)
{
  return has_column(scan, scan->pattern.subject.var) &&
         has_column(scan, scan->pattern.predicate.var) &&
         has_column(scan, scan->pattern.object.var) &&
         (!scan->graph.named || scan->graph.hidden ||
          has_column(scan, scan->graph.slot.var));
}

static bool
has_columns_of(const furat_plan *plan, const furat_plan *from)
{
  bool all = true;
  for (size_t i = 0; i < from->n_vars; i++) {
    all = all && has_column(plan, from->vars[i]);
  }
  return all;
}

static bool
gives_no_duplicates(const furat_plan *plan)
{
  switch (plan->kind) {
  case FURAT_PLAN_UNIT:
  case FURAT_PLAN_GRAPHS:
  case FURAT_PLAN_GROUP:
  case FURAT_PLAN_DISTINCT:
    return true;
  case FURAT_PLAN_SCAN:
    return has_all_places(plan);
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_EXTEND:
  case FURAT_PLAN_SORT:
  case FURAT_PLAN_SLICE:
    return gives_no_duplicates(plan->left);
  case FURAT_PLAN_PROJECT:
    return has_columns_of(plan, plan->left) && gives_no_duplicates(plan->left);
  case FURAT_PLAN_APPLY:
  case FURAT_PLAN_HASH_JOIN:
  case FURAT_PLAN_MERGE_JOIN:
    if (!furat_join_gives_right(plan->join)) {
      return gives_no_duplicates(plan->left);
    }
    return all_certain(plan->left) && all_certain(plan->right) &&
           gives_no_duplicates(plan->left) && gives_no_duplicates(plan->right);
  default:
    return false;
  }
}

furat_plan *
furat_pass_distinct(furat_planner *p, furat_plan *plan)
{
  if (plan->left) {
    plan->left = furat_pass_distinct(p, plan->left);
  }
  if (plan->right) {
    plan->right = furat_pass_distinct(p, plan->right);
  }
  return plan->kind == FURAT_PLAN_DISTINCT && gives_no_duplicates(plan->left) ? plan->left
                                                                              : plan;
}
