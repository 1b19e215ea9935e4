// SPDX-License-Identifier: GPL-3.0-or-later
// What need not be evaluated is not.
#include "exec/row_aggregate.h"

// COUNT of a variable needs no more than whether it is bound.
static bool
counts_ids(const furat_aggregate *aggregate)
{
  return furat_aggregate_takes_ids(aggregate) ||
         (aggregate->builtin == FURAT_BUILTIN_COUNT && aggregate->arg &&
          aggregate->arg->kind == FURAT_EXPR_VAR);
}

static furat_status
add_id(furat_accumulator *a, const furat_aggregate *aggregate, furat_expression *argument,
       const furat_solution *solution, furat_view *view, furat_arena *scratch,
       furat_error *err)
{
  furat_id id;
  furat_status status = furat_expression_id(argument, solution, &id, err);
  if (status != FURAT_OK || aggregate->builtin == FURAT_BUILTIN_COUNT) {
    a->n += status == FURAT_OK && id != FURAT_ID_NONE;
    return status;
  }
  return furat_accumulator_add_id(a, aggregate, id, view, scratch, err);
}

// SUM and AVG of a variable whose id holds an integer.
static furat_status
add_integer(furat_accumulator *a, const furat_aggregate *aggregate,
            furat_expression *argument, const furat_solution *solution, bool *done,
            furat_error *err)
{
  furat_id id = FURAT_ID_NONE;
  bool sums = (aggregate->builtin == FURAT_BUILTIN_SUM ||
               aggregate->builtin == FURAT_BUILTIN_AVG) &&
              aggregate->arg->kind == FURAT_EXPR_VAR;
  furat_status status =
      sums ? furat_expression_id(argument, solution, &id, err) : FURAT_OK;
  *done = status == FURAT_OK && furat_id_tag_of(id) == FURAT_ID_TAG_INTEGER &&
          furat_accumulator_add_integer(a, furat_id_integer(id));
  return status;
}

furat_status
furat_row_aggregate_add(furat_accumulator *a, const furat_aggregate *aggregate,
                        furat_expression *argument, const furat_solution *solution,
                        furat_view *view, furat_arena *kept, furat_arena *scratch,
                        furat_error *err)
{
  bool done = false;
  furat_value value;
  if (counts_ids(aggregate)) {
    return add_id(a, aggregate, argument, solution, view, scratch, err);
  }
  furat_status status = add_integer(a, aggregate, argument, solution, &done, err);
  if (status != FURAT_OK || done) {
    return status;
  }
  status = furat_expression_value(argument, solution, &value, err);
  return status == FURAT_OK
             ? furat_accumulator_add(a, aggregate, &value, kept, scratch, err)
             : status;
}
