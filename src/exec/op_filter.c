// SPDX-License-Identifier: GPL-3.0-or-later
// FILTER and EXTEND: operators that evaluate an expression for each solution.
#include "base/memory.h"
#include "exec/expression.h"
#include "exec/filter_ranges.h"
#include "exec/text_test.h"

typedef struct {
  furat_expression *expression;
  furat_arena scratch;
  size_t *map; // EXTEND: columns of the input
  uint64_t
      chain; // EXTEND: EXTENDs right above each other see the same solutions, row by row
  uint64_t n_rows;
  furat_filter_ranges ranges; // FILTER
  furat_text_test *texts;     // FILTER; or NULL
} expression_state;

static furat_status
open_with(furat_operator *op, const furat_expr *expr, furat_error *err)
{
  expression_state *state = op->state = furat_alloc_zeroed(1, sizeof(expression_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  furat_arena_init(&state->scratch, SIZE_MAX);
  return furat_expression_new(&state->expression, op->execution, expr, op->plan->left,
                              NULL, err);
}

static furat_status
start_left(furat_operator *op, furat_error *err)
{
  return furat_operator_start(op->left, err);
}

static void
close_expression(furat_operator *op)
{
  expression_state *state = op->state;
  if (state) {
    furat_expression_free(state->expression);
    furat_text_test_free(state->texts);
    furat_arena_clear(&state->scratch);
    furat_free(state->map);
  }
}

// -------------------------------------------------------------------------- FILTER

static furat_status
filter_open(furat_operator *op, furat_error *err)
{
  furat_status status = open_with(op, op->plan->filter, err);
  if (status == FURAT_OK) {
    expression_state *state = op->state;
    if (op->plan->by_ids) {
      furat_filter_ranges_init(&state->ranges, op->plan->filter, op->plan->left);
    }
    if (op->plan->by_text) {
      status = furat_text_test_new(&state->texts, op->execution, op->plan->filter,
                                   op->plan->left, err);
    }
  }
  return status;
}

// Decide the rows that their ids left open.
static furat_status
evaluate_open(expression_state *state, const furat_solutions *in, uint8_t *verdicts,
              furat_error *err)
{
  for (size_t row = 0; row < in->n_rows; row++) {
    if (verdicts[row] == FURAT_FILTER_OPEN) {
      bool holds;
      furat_solution solution = {.batch = in, .row = row};
      furat_status status =
          furat_expression_holds(state->expression, &solution, &holds, err);
      if (status != FURAT_OK) {
        return status;
      }
      verdicts[row] = holds ? FURAT_FILTER_YES : FURAT_FILTER_NO;
    }
  }
  return FURAT_OK;
}

static void
keep_rows(furat_solutions *out, const furat_solutions *in, const uint8_t *verdicts)
{
  uint16_t rows[FURAT_SOLUTIONS_ROWS];
  size_t n = 0;
  for (size_t row = 0; row < in->n_rows; row++) {
    rows[n] = (uint16_t)row;
    n += verdicts[row]; // 1 or 0
  }
  for (size_t c = 0; c < in->n_columns; c++) {
    const furat_id *from = in->columns[c];
    furat_id *to = out->columns[c];
    for (size_t i = 0; i < n; i++) {
      to[i] = from[rows[i]];
    }
  }
  out->n_rows = n;
}

static furat_status
filter_batch(furat_operator *op, furat_error *err)
{
  expression_state *state = op->state;
  const furat_solutions *in = op->left->out;
  uint8_t verdicts[FURAT_SOLUTIONS_ROWS];
  furat_filter_ranges_decide(&state->ranges, in, verdicts);
  if (state->texts) {
    furat_text_test_decide(state->texts, in, verdicts);
  }
  furat_status status = evaluate_open(state, in, verdicts, err);
  if (status == FURAT_OK) {
    keep_rows(op->out, in, verdicts);
  }
  return status;
}

static furat_status
filter_next(furat_operator *op, furat_error *err)
{
  expression_state *state = op->state;
  furat_execution *x = op->execution;
  op->out->n_rows = 0;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && op->out->n_rows == 0) {
    status = furat_operator_next(op->left, err);
    if (status == FURAT_OK) {
      furat_arena *outer = x->scratch;
      x->scratch = &state->scratch;
      status = filter_batch(op, err);
      x->scratch = outer;
      furat_arena_reset(&state->scratch);
    }
  }
  return status;
}

const furat_operator_methods furat_op_filter = {
    filter_open, start_left, filter_next, close_expression, furat_operator_seek_left};

// -------------------------------------------------------------------------- EXTEND

static furat_status
extend_open(furat_operator *op, furat_error *err)
{
  furat_status status = open_with(op, op->plan->assignments[0].expr, err);
  if (status == FURAT_OK) {
    expression_state *state = op->state;
    status = furat_column_map_new(&state->map, op->plan, op->plan->left, err);
  }
  return status;
}

// BNODE("x") is the same node in all EXTENDs over one solution: a solution is known by
// its chain and its number in it.
static furat_status
extend_start(furat_operator *op, furat_error *err)
{
  expression_state *state = op->state;
  furat_status status = furat_operator_start(op->left, err);
  bool continues = op->plan->left->kind == FURAT_PLAN_EXTEND;
  state->chain = continues ? ((expression_state *)op->left->state)->chain
                           : ++op->execution->n_chains;
  state->n_rows = 0;
  return status;
}

static furat_status
extend_batch(furat_operator *op, furat_error *err)
{
  expression_state *state = op->state;
  const furat_solutions *in = op->left->out;
  size_t column = furat_plan_column(op->plan, op->plan->assignments[0].var);
  op->out->n_rows = 0;
  for (size_t row = 0; row < in->n_rows; row++) {
    furat_id id;
    furat_solution solution = {.batch = in, .row = row};
    op->execution->call.solution = state->chain << 40 | state->n_rows++;
    furat_status status = furat_expression_id(state->expression, &solution, &id, err);
    if (status != FURAT_OK) {
      return status;
    }
    furat_solutions_append(op->out, in, row, state->map);
    op->out->columns[column][row] = id;
  }
  return FURAT_OK;
}

static furat_status
extend_next(furat_operator *op, furat_error *err)
{
  expression_state *state = op->state;
  furat_execution *x = op->execution;
  furat_status status = furat_operator_next(op->left, err);
  if (status == FURAT_OK) {
    furat_arena *outer = x->scratch;
    x->scratch = &state->scratch;
    status = extend_batch(op, err);
    x->scratch = outer;
    furat_arena_reset(&state->scratch);
  }
  return status;
}

const furat_operator_methods furat_op_extend = {
    extend_open, extend_start, extend_next, close_expression, furat_operator_seek_left};
