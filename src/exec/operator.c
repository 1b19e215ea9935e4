// SPDX-License-Identifier: GPL-3.0-or-later
// What operators have in common: making them from plans, starting, pulling, closing.
#include "exec/operator.h"

#include "base/clock.h"
#include "base/memory.h"

static const furat_operator_methods *
methods_of(furat_plan_kind kind)
{
  switch (kind) {
  case FURAT_PLAN_UNIT:
    return &furat_op_unit;
  case FURAT_PLAN_SCAN:
    return &furat_op_scan;
  case FURAT_PLAN_PATH:
    return &furat_op_path;
  case FURAT_PLAN_GRAPHS:
    return &furat_op_graphs;
  case FURAT_PLAN_VALUES:
    return &furat_op_values;
  case FURAT_PLAN_APPLY:
    return &furat_op_apply;
  case FURAT_PLAN_HASH_JOIN:
    return &furat_op_hash_join;
  case FURAT_PLAN_MERGE_JOIN:
    return &furat_op_merge_join;
  case FURAT_PLAN_LEAPFROG:
    return &furat_op_leapfrog;
  case FURAT_PLAN_UNION:
    return &furat_op_union;
  case FURAT_PLAN_FILTER:
    return &furat_op_filter;
  case FURAT_PLAN_EXTEND:
    return &furat_op_extend;
  case FURAT_PLAN_GROUP:
    return &furat_op_group;
  case FURAT_PLAN_SORT:
    return &furat_op_sort;
  case FURAT_PLAN_PROJECT:
    return &furat_op_project;
  case FURAT_PLAN_DISTINCT:
    return &furat_op_distinct;
  case FURAT_PLAN_TALLY:
    return &furat_op_tally;
  case FURAT_PLAN_SLICE:
    break;
  }
  return &furat_op_slice;
}

static size_t
bytes_of_batch(const furat_operator *op)
{
  return op->plan->n_vars * FURAT_SOLUTIONS_ROWS * sizeof(furat_id);
}

// Take the time of an operator, and tell what it keeps from what others keep, where
// somebody wants to know it.
typedef struct {
  furat_measure *outer;
  int64_t begin_ns;
} measuring;

static measuring
measure_begin(furat_operator *op)
{
  furat_execution *x = op->execution;
  measuring m = {.outer = x->running};
  if (x->measures) {
    x->running = &x->measures[op->plan->number];
    m.begin_ns = furat_clock_ns();
  }
  return m;
}

static void
measure_end(furat_operator *op, measuring m)
{
  furat_execution *x = op->execution;
  if (x->measures) {
    x->running->time_ns += (uint64_t)(furat_clock_ns() - m.begin_ns);
    x->running = m.outer;
  }
}

static furat_status
open_parts(furat_operator *op, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (op->plan->left) {
    status = furat_operator_open(&op->left, op->execution, op->plan->left, err);
  }
  if (status == FURAT_OK && op->plan->right) {
    status = furat_operator_open(&op->right, op->execution, op->plan->right, err);
  }
  if (status == FURAT_OK) {
    status = furat_execution_keep(op->execution, bytes_of_batch(op), err);
    op->counted = true;
  }
  if (status == FURAT_OK) {
    status = furat_solutions_new(&op->out, op->plan->n_vars, err);
    op->owns_out = true;
  }
  return status == FURAT_OK ? op->methods->open(op, err) : status;
}

// A parameter of the request has its value in every solution, as if VALUES stood in
// front: also where an OPTIONAL has found nothing, or a branch of a UNION does not have
// it.
static bool
is_filled(const furat_operator *op, size_t column)
{
  const furat_id *given = op->execution->given;
  return given && !op->plan->certain[column] &&
         given[op->plan->vars[column]] != FURAT_ID_NONE;
}

static void
fill_given(furat_operator *op)
{
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    furat_id *column = op->out->columns[i];
    for (size_t row = 0; is_filled(op, i) && row < op->out->n_rows; row++) {
      if (column[row] == FURAT_ID_NONE) {
        column[row] = op->execution->given[op->plan->vars[i]];
      }
    }
  }
}

furat_status
furat_operator_open(furat_operator **out, furat_execution *execution,
                    const furat_plan *plan, furat_error *err)
{
  *out = NULL;
  furat_operator *op = furat_alloc_zeroed(1, sizeof(*op));
  if (!op) {
    return furat_error_no_mem(err);
  }
  op->methods = methods_of(plan->kind);
  op->execution = execution;
  op->plan = plan;
  for (size_t i = 0; i < plan->n_vars; i++) {
    op->fills = op->fills || is_filled(op, i);
  }
  measuring m = measure_begin(op);
  furat_status status = open_parts(op, err);
  measure_end(op, m);
  if (status != FURAT_OK) {
    furat_operator_close(op);
    return status;
  }
  *out = op;
  return FURAT_OK;
}

furat_status
furat_operator_start(furat_operator *op, furat_error *err)
{
  measuring m = measure_begin(op);
  furat_status status = op->methods->start(op, err);
  if (op->execution->measures) {
    op->execution->running->n_starts++;
  }
  measure_end(op, m);
  return status;
}

furat_status
furat_operator_next(furat_operator *op, furat_error *err)
{
  measuring m = measure_begin(op);
  furat_status status =
      furat_cancel_poll_often(op->execution->view->cancel, &op->execution->n_polls, err);
  if (status == FURAT_OK) {
    status = furat_execution_check(op->execution, 0, err);
  }
  if (status == FURAT_OK) {
    status = op->methods->next(op, err);
  }
  if (status == FURAT_OK && op->fills) {
    fill_given(op);
  }
  if (status == FURAT_OK && op->execution->measures) {
    op->execution->running->n_rows += op->out->n_rows;
  }
  measure_end(op, m);
  return status;
}

furat_status
furat_operator_seek(furat_operator *op, furat_id value, furat_error *err)
{
  return op->methods->seek ? op->methods->seek(op, value, err) : FURAT_OK;
}

furat_status
furat_operator_seek_left(furat_operator *op, furat_id value, furat_error *err)
{
  return furat_operator_seek(op->left, value, err);
}

void
furat_operator_close(furat_operator *op)
{
  if (!op) {
    return;
  }
  op->methods->close(op);
  furat_operator_close(op->left);
  furat_operator_close(op->right);
  if (op->owns_out) {
    furat_solutions_free(op->out);
  }
  if (op->counted) {
    furat_execution_release(op->execution, bytes_of_batch(op));
  }
  furat_free(op->state);
  furat_free(op);
}

furat_status
furat_execution_exceeded(uint64_t max_bytes, furat_error *err)
{
  furat_error_set(err, FURAT_NO_MEM,
                  "the request needs more than the %llu KiB of memory that it may use",
                  (unsigned long long)(max_bytes >> 10));
  furat_error_hint(err, "--memory gives it more; LIMIT without ORDER BY needs less");
  return FURAT_NO_MEM;
}

furat_status
furat_execution_check(const furat_execution *execution, size_t more_bytes,
                      furat_error *err)
{
  uint64_t used =
      execution->memory_used_bytes + furat_view_bytes(execution->view) + more_bytes;
  if (execution->memory_max_bytes == 0 || used <= execution->memory_max_bytes) {
    return FURAT_OK;
  }
  return furat_execution_exceeded(execution->memory_max_bytes, err);
}

furat_status
furat_execution_keep(furat_execution *execution, size_t size_bytes, furat_error *err)
{
  execution->memory_used_bytes += size_bytes;
  if (execution->running) {
    furat_measure_keep(execution->running, size_bytes);
  }
  return furat_execution_check(execution, 0, err);
}

void
furat_execution_release(furat_execution *execution, size_t size_bytes)
{
  execution->memory_used_bytes -= size_bytes;
  if (execution->running) {
    furat_measure_release(execution->running, size_bytes);
  }
}

furat_status
furat_column_map_new(size_t **out, const furat_plan *to, const furat_plan *from,
                     furat_error *err)
{
  *out = furat_alloc_zeroed(to->n_vars, sizeof(size_t));
  if (!*out) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < to->n_vars; i++) {
    size_t column = furat_plan_column(from, to->vars[i]);
    (*out)[i] = column < from->n_vars ? column : SIZE_MAX;
  }
  return FURAT_OK;
}
