// SPDX-License-Identifier: GPL-3.0-or-later
// EXISTS: the plan of its pattern starts anew with each solution's bindings as
// parameters.
#include "exec/exists.h"

static void
set_params(furat_execution *x, const furat_plan *plan, const furat_solutions *batch,
           size_t row)
{
  for (size_t i = 0; plan && batch && i < plan->n_vars; i++) {
    if (batch->columns[i][row] != FURAT_ID_NONE) {
      x->params[plan->vars[i]] = batch->columns[i][row];
    }
  }
}

// Whether a solution agrees with the parameters: what a pattern computes does not look at
// them by itself.
static bool
some_agrees(const furat_operator *op)
{
  const furat_solutions *out = op->out;
  for (size_t row = 0; row < out->n_rows; row++) {
    bool agrees = true;
    for (size_t i = 0; i < op->plan->n_vars && agrees; i++) {
      const furat_id given = op->execution->params[op->plan->vars[i]];
      const furat_id found = out->columns[i][row];
      agrees = given == FURAT_ID_NONE || found == FURAT_ID_NONE || found == given;
    }
    if (agrees) {
      return true;
    }
  }
  return false;
}

// The pattern with the solution's bindings in place of its variables (18.6, substitute).
furat_status
furat_exists_find(bool *out, furat_operator *pattern, const furat_plan *plan,
                  const furat_plan *other, const furat_solution *s, furat_error *err)
{
  furat_execution *x = pattern->execution;
  size_t n = x->n_variables;
  furat_id *saved = FURAT_ARENA_ARRAY(x->scratch, furat_id, n + 1);
  if (!saved) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    saved[i] = x->params[i];
  }
  set_params(x, plan, s->batch, s->row);
  set_params(x, other, s->other, s->other_row);
  furat_status status = furat_operator_start(pattern, err);
  *out = false;
  while (status == FURAT_OK && !*out) {
    status = furat_operator_next(pattern, err);
    *out = status == FURAT_OK && some_agrees(pattern);
  }
  for (size_t i = 0; i < n; i++) {
    x->params[i] = saved[i];
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}
