// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates: how many solutions a pattern has, and how many of them one solution meets.
#include <math.h>

#include "plan/planner_internal.h"

double
furat_estimate_pattern(const furat_planner *p, const furat_triple_pattern *pattern)
{
  double n = p->statistics->count(p->statistics->self, pattern, &p->graph);
  if (!pattern->path) {
    return n;
  }
  // A closure from a bound end is small, between two free ends it is large.
  bool bound =
      pattern->subject.var == FURAT_VAR_NONE || pattern->object.var == FURAT_VAR_NONE;
  return bound ? 100.0 : n * 10.0 + 1000.0;
}

size_t
furat_plan_n_shared(const furat_plan *a, const furat_plan *b)
{
  size_t n = 0;
  for (size_t i = 0; i < b->n_vars; i++) {
    n += furat_plan_column(a, b->vars[i]) < a->n_vars;
  }
  return n;
}

double
furat_estimate_fan_out(const furat_planner *p, const furat_plan *left,
                       const furat_plan *right)
{
  double per_row = right->n_rows;
  if (right->kind != FURAT_PLAN_SCAN) {
    return furat_plan_n_shared(left, right) > 0 ? sqrt(per_row) : per_row;
  }
  const furat_slot *places[] = {&right->pattern.subject, &right->pattern.object};
  for (int i = 0; i < 2; i++) {
    if (places[i]->var != FURAT_VAR_NONE &&
        furat_plan_column(left, places[i]->var) < left->n_vars) {
      double n = p->statistics->distinct(p->statistics->self, &right->pattern, i * 2);
      per_row /= n > 1.0 ? n : 1.0;
    }
  }
  if (right->pattern.predicate.var != FURAT_VAR_NONE &&
      furat_plan_column(left, right->pattern.predicate.var) < left->n_vars) {
    per_row /= 10.0;
  }
  return per_row;
}
