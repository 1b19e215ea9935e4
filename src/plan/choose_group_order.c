// SPDX-License-Identifier: GPL-3.0-or-later
// Groups whose solutions come one after the other: where the input is sorted by the keys,
// or a pattern below can be read so.  Each group is given when it ends, so that neither
// the groups are kept nor the first of them waits for the last.  An order that somebody
// would have to pay for (a hash join that may not put rows aside, look-ups in another
// order than that of what is looked up) is not taken.
//                                                        passes -> [choose_group_order]
#include "plan/planner_internal.h"

bool
furat_plan_order_is_free(const furat_plan *plan)
{
  switch (plan->kind) {
  case FURAT_PLAN_SCAN:
  case FURAT_PLAN_LEAPFROG:
  case FURAT_PLAN_MERGE_JOIN:
    return true;
  case FURAT_PLAN_FILTER:
  case FURAT_PLAN_EXTEND:
  case FURAT_PLAN_PROJECT:
  case FURAT_PLAN_DISTINCT:
    return furat_plan_order_is_free(plan->left);
  case FURAT_PLAN_GROUP:
    return plan->in_order;
  default:
    return false;
  }
}

// Keys that are columns of the input, each once.
static bool
has_plain_keys(const furat_plan *group)
{
  for (size_t i = 0; i < group->n_assignments; i++) {
    for (size_t j = 0; j < i; j++) {
      if (group->assignments[j].var == group->assignments[i].var) {
        return false;
      }
    }
  }
  return group->n_assignments > 0 && furat_plan_keys_are_columns(group);
}

// Whether the input is sorted by the keys before anything else.
static bool
comes_in_order(const furat_plan *group)
{
  const furat_plan *left = group->left;
  for (size_t i = 0; i < group->n_assignments; i++) {
    if (i >= left->n_order || !furat_plan_is_key(group, left->order[i])) {
      return false;
    }
  }
  return true;
}

static void
order_group(furat_planner *p, furat_plan *group)
{
  if (!has_plain_keys(group) || !furat_plan_order_is_free(group->left)) {
    return;
  }
  const furat_var first = group->assignments[0].var;
  if (group->n_assignments == 1 && group->left->n_order == 0 &&
      furat_plan_can_order(group->left, first) &&
      !furat_plan_set_order(p, group->left, first)) {
    return;
  }
  group->in_order = comes_in_order(group);
}

static void
order_below(furat_planner *p, furat_plan *plan)
{
  if (plan->left && p->status == FURAT_OK) {
    order_below(p, plan->left);
  }
  if (plan->right && p->status == FURAT_OK) {
    order_below(p, plan->right);
  }
  if (plan->kind == FURAT_PLAN_GROUP && p->status == FURAT_OK) {
    order_group(p, plan);
  }
}

furat_plan *
furat_plan_group_orders(furat_planner *p, furat_plan *plan)
{
  order_below(p, plan);
  furat_plan_find_orders(plan);
  return plan;
}
