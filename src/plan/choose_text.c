// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions with a part that looks at nothing but the text, or the language, of a term:
// CONTAINS, STRSTARTS, STRENDS, REGEX and LANG.  They are tested where the term stands in
// the dictionary (exec/text_test.c).                           passes -> [choose_text]
#include "plan/planner_internal.h"

static bool
is_on_text(const furat_expr *expr)
{
  switch (expr->kind) {
  case FURAT_EXPR_BUILTIN:
    return expr->builtin == FURAT_BUILTIN_CONTAINS ||
           expr->builtin == FURAT_BUILTIN_STRSTARTS ||
           expr->builtin == FURAT_BUILTIN_STRENDS ||
           expr->builtin == FURAT_BUILTIN_REGEX || expr->builtin == FURAT_BUILTIN_LANG;
  case FURAT_EXPR_AND:
  case FURAT_EXPR_EQ:
  case FURAT_EXPR_NE:
    for (size_t i = 0; i < expr->n_args; i++) {
      if (is_on_text(expr->args[i])) {
        return true;
      }
    }
    return false;
  default:
    return false;
  }
}

furat_plan *
furat_plan_texts(furat_planner *p, furat_plan *plan)
{
  if (plan->left) {
    plan->left = furat_plan_texts(p, plan->left);
  }
  if (plan->right) {
    plan->right = furat_plan_texts(p, plan->right);
  }
  plan->by_text = plan->kind == FURAT_PLAN_FILTER && is_on_text(plan->filter);
  return plan;
}
