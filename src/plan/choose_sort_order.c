// SPDX-License-Identifier: GPL-3.0-or-later
// ORDER BY of what comes in its order: an index has its triples by ids, and ids mostly
// follow each other like the terms (plan.h, is_sorted).  The sort then gives solutions as
// they come, but for those with the same first key, and with a limit ends early.  For
// DESC the scan begins at the other end.
//                                                  planner, passes -> [choose_sort_order]
#include "plan/planner_internal.h"

// The scan whose order a plan has, or may be told to have.
static const furat_plan *
scan_in_front(const furat_plan *plan)
{
  while (plan && plan->kind != FURAT_PLAN_SCAN) {
    switch (plan->kind) {
    case FURAT_PLAN_APPLY:
    case FURAT_PLAN_HASH_JOIN:
    case FURAT_PLAN_MERGE_JOIN:
    case FURAT_PLAN_FILTER:
    case FURAT_PLAN_EXTEND:
    case FURAT_PLAN_PROJECT:
    case FURAT_PLAN_DISTINCT:
      plan = plan->left;
      break;
    default:
      return NULL;
    }
  }
  return plan;
}

bool
furat_plan_is_sorted(const furat_planner *p, const furat_plan *plan, furat_var var)
{
  const furat_plan_statistics *s = p->statistics;
  const furat_plan *scan = scan_in_front(plan);
  if (!scan || !s->is_sorted || furat_planner_is_given(p, var)) {
    return false;
  }
  const bool of_subject = scan->pattern.subject.var == var;
  return (of_subject || scan->pattern.object.var == var) &&
         s->is_sorted(s->self, &scan->pattern, &scan->graph, of_subject ? 0 : 2);
}

static bool
has_filter(const furat_plan *plan)
{
  return plan && (plan->kind == FURAT_PLAN_FILTER || has_filter(plan->left));
}

// Reading by subjects would forgo the bounds that a condition sets to objects.
static bool
may_tell(const furat_plan *plan, furat_var var)
{
  const furat_plan *scan = scan_in_front(plan);
  return plan->n_order == 0 && scan && furat_plan_order_is_free(plan) &&
         furat_plan_can_order(plan, var) &&
         (scan->pattern.object.var == var || !has_filter(plan));
}

// Whether nothing between a plan and the scan in front goes by the direction of its
// order.
static bool
may_turn(const furat_plan *plan)
{
  while (plan->kind != FURAT_PLAN_SCAN && plan->kind != FURAT_PLAN_MERGE_JOIN) {
    plan = plan->left;
  }
  return plan->kind == FURAT_PLAN_SCAN;
}

// Have the scan in front, and all on the way up, come the other way round.
static void
turn(furat_plan *plan)
{
  plan->descends = true;
  if (plan->kind != FURAT_PLAN_SCAN) {
    turn(plan->left);
  }
}

// Whether the order that a plan has is, or can be made, the one that is wanted.
static bool
has_direction(const furat_plan *plan, bool descending)
{
  return plan->descends == descending || (descending && may_turn(plan));
}

void
furat_plan_order_sort(furat_planner *p, furat_plan *sort, bool has_limit)
{
  furat_plan *left = sort->left;
  const furat_sort_key *key = &sort->sort_keys[0];
  if (!furat_planner_may(p, FURAT_PASS_SORT_ORDER) || sort->n_sort_keys == 0 ||
      key->expr->kind != FURAT_EXPR_VAR) {
    return;
  }
  const furat_var var = key->expr->var;
  const bool tells = may_tell(left, var);
  const bool comes = left->n_order > 0 && left->order[0] == var &&
                     (has_limit || furat_plan_order_is_free(left));
  if ((!tells && !comes) || !furat_plan_is_sorted(p, left, var) ||
      !has_direction(left, key->descending) ||
      (tells && !furat_plan_set_order(p, left, var))) {
    return;
  }
  if (key->descending) {
    turn(left);
  }
  sort->in_order = true;
}
