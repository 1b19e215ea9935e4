// SPDX-License-Identifier: GPL-3.0-or-later
// DISTINCT: each solution once, the first time that it is met.
#include "base/memory.h"
#include "exec/row_set.h"

typedef struct {
  furat_row_set seen;
  size_t *columns;
  furat_id *row;
  bool gave_empty; // the one solution without columns
} distinct_state;

static furat_status
distinct_open(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state = furat_alloc_zeroed(1, sizeof(distinct_state));
  size_t n = op->plan->n_vars;
  if (!state || !(state->columns = furat_alloc_zeroed(n, sizeof(size_t))) ||
      !(state->row = furat_alloc_zeroed(n, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    state->columns[i] = i;
  }
  furat_row_set_init(&state->seen, op->execution, n, state->columns, n);
  return FURAT_OK;
}

static furat_status
distinct_start(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  furat_row_set_clear(&state->seen);
  state->gave_empty = false;
  return furat_operator_start(op->left, err);
}

static furat_status
take_row(furat_operator *op, size_t row, furat_error *err)
{
  distinct_state *state = op->state;
  const furat_solutions *in = op->left->out;
  size_t n = op->plan->n_vars;
  if (n == 0) {
    op->out->n_rows += !state->gave_empty;
    state->gave_empty = true;
    return FURAT_OK;
  }
  for (size_t i = 0; i < n; i++) {
    state->row[i] = in->columns[i][row];
  }
  if (furat_row_set_find(&state->seen, state->row) != FURAT_ROW_NONE) {
    return FURAT_OK;
  }
  uint32_t position;
  for (size_t i = 0; i < n; i++) {
    op->out->columns[i][op->out->n_rows] = state->row[i];
  }
  op->out->n_rows++;
  return furat_row_set_add(&state->seen, state->row, &position, err);
}

static furat_status
distinct_next(furat_operator *op, furat_error *err)
{
  op->out->n_rows = 0;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && op->out->n_rows == 0) {
    status = furat_operator_next(op->left, err);
    for (size_t row = 0; status == FURAT_OK && row < op->left->out->n_rows; row++) {
      status = take_row(op, row, err);
    }
  }
  return status;
}

static void
distinct_close(furat_operator *op)
{
  distinct_state *state = op->state;
  if (state) {
    if (state->seen.execution) {
      furat_row_set_clear(&state->seen);
    }
    furat_free(state->columns);
    furat_free(state->row);
  }
}

const furat_operator_methods furat_op_distinct = {distinct_open, distinct_start,
                                                  distinct_next, distinct_close, NULL};
