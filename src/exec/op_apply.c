// SPDX-License-Identifier: GPL-3.0-or-later
// APPLY: for each solution of the left input, the right one is started with that
// solution's bindings as parameters.  With LEFT, a solution that meets nothing goes on
// alone; the condition sees both.
#include "base/memory.h"
#include "exec/expression.h"

typedef struct {
  size_t *left_map;
  size_t *right_map;
  furat_expression *condition;
  furat_arena scratch;
  furat_id *saved;    // parameters as they were, by column of the left input
  bool has_left;      // a batch of the left input is at hand
  size_t row;         // of it
  bool in_right;      // the row is being joined
  bool must_start;    // right, for that row
  bool matched;       // the row has met something
  bool right_at_hand; // a batch of right is at hand
  size_t right_row;
} apply_state;

static furat_status
apply_open(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state = furat_alloc_zeroed(1, sizeof(apply_state));
  if (!state ||
      !(state->saved = furat_alloc_zeroed(op->plan->left->n_vars, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  furat_arena_init(&state->scratch, SIZE_MAX);
  furat_status status =
      furat_column_map_new(&state->left_map, op->plan, op->plan->left, err);
  if (status == FURAT_OK) {
    status = furat_column_map_new(&state->right_map, op->plan, op->plan->right, err);
  }
  if (status == FURAT_OK && op->plan->filter) {
    status = furat_expression_new(&state->condition, op->execution, op->plan->filter,
                                  op->plan->left, op->plan->right, err);
  }
  return status;
}

static furat_status
apply_start(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  state->has_left = state->in_right = state->right_at_hand = false;
  return furat_operator_start(op->left, err);
}

// The next row of the left input; FURAT_DONE at its end.
static furat_status
next_left_row(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  if (state->has_left && state->row + 1 < op->left->out->n_rows) {
    state->row++;
    return FURAT_OK;
  }
  furat_status status = furat_operator_next(op->left, err);
  state->has_left = status == FURAT_OK;
  state->row = 0;
  return status;
}

// The right input runs with parameters of its own: they are there only while it is
// called.
static void
give_params(furat_operator *op, apply_state *state)
{
  const furat_solutions *in = op->left->out;
  furat_id *params = op->execution->params;
  for (size_t i = 0; i < in->n_columns; i++) {
    furat_var var = op->plan->left->vars[i];
    state->saved[i] = params[var];
    if (in->columns[i][state->row] != FURAT_ID_NONE) {
      params[var] = in->columns[i][state->row];
    }
  }
}

static void
take_params(furat_operator *op, const apply_state *state)
{
  for (size_t i = op->left->out->n_columns; i > 0; i--) {
    op->execution->params[op->plan->left->vars[i - 1]] = state->saved[i - 1];
  }
}

static furat_status
pull_right(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  furat_status status = FURAT_OK;
  give_params(op, state);
  if (state->must_start) {
    state->must_start = false;
    status = furat_operator_start(op->right, err);
  }
  if (status == FURAT_OK) {
    status = furat_operator_next(op->right, err);
  }
  take_params(op, state);
  state->right_at_hand = status == FURAT_OK;
  state->right_row = 0;
  return status;
}

static void
emit(furat_operator *op, const apply_state *state, bool with_right)
{
  furat_solutions *out = op->out;
  furat_solutions_append(out, op->left->out, state->row, state->left_map);
  for (size_t i = 0; with_right && i < out->n_columns; i++) {
    if (out->columns[i][out->n_rows - 1] == FURAT_ID_NONE &&
        state->right_map[i] != SIZE_MAX) {
      out->columns[i][out->n_rows - 1] =
          op->right->out->columns[state->right_map[i]][state->right_row];
    }
  }
}

static furat_status
holds(furat_operator *op, bool *out, furat_error *err)
{
  apply_state *state = op->state;
  *out = true;
  if (!state->condition) {
    return FURAT_OK;
  }
  furat_execution *x = op->execution;
  furat_arena *outer = x->scratch;
  x->scratch = &state->scratch;
  furat_solution solution = {op->left->out, state->row, op->right->out, state->right_row};
  furat_status status = furat_expression_holds(state->condition, &solution, out, err);
  x->scratch = outer;
  furat_arena_reset(&state->scratch);
  return status;
}

// What is left of the right batch at hand, as far as there is room.
static furat_status
drain_right(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  const furat_solutions *in = op->right->out;
  for (; state->right_row < in->n_rows && op->out->n_rows < FURAT_SOLUTIONS_ROWS;
       state->right_row++) {
    bool wanted;
    furat_status status = holds(op, &wanted, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (wanted) {
      emit(op, state, true);
      state->matched = true;
    }
  }
  state->right_at_hand = state->right_row < in->n_rows;
  return FURAT_OK;
}

static furat_status
apply_next(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  furat_status status = FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->right_at_hand) {
      status = drain_right(op, err);
    } else if (state->in_right) {
      status = pull_right(op, err);
      if (status == FURAT_DONE) {
        if (op->plan->join == FURAT_JOIN_LEFT && !state->matched) {
          emit(op, state, false);
        }
        state->in_right = false;
        status = FURAT_OK;
      }
    } else {
      status = next_left_row(op, err);
      state->matched = false;
      state->in_right = state->must_start = status == FURAT_OK;
    }
  }
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
apply_close(furat_operator *op)
{
  apply_state *state = op->state;
  if (state) {
    furat_free(state->left_map);
    furat_free(state->right_map);
    furat_free(state->saved);
    furat_expression_free(state->condition);
    furat_arena_clear(&state->scratch);
  }
}

const furat_operator_methods furat_op_apply = {apply_open, apply_start, apply_next,
                                               apply_close};
