// SPDX-License-Identifier: GPL-3.0-or-later
// APPLY: for each solution of the left input, the right one is started with that
// solution's bindings as parameters.  With LEFT, a solution that meets nothing goes on
// alone; the condition sees both.  SEMI and ANTI ask no more of the right input than
// whether it has a solution.
//
// Where nobody relies on the order of the left input it is taken in the order of what is
// looked up: see sorted_input.h.
#include "base/memory.h"
#include "exec/join.h"
#include "exec/sorted_input.h"

typedef struct {
  furat_join join;
  furat_id *saved;    // parameters as they were, by column of the left input
  bool in_right;      // the left row is being joined
  bool must_start;    // right, for that row
  bool matched;       // the row has met something
  bool right_at_hand; // a batch of right is at hand
  size_t right_row;
  bool sorts; // the left input
  furat_sorted_input sorted;
} apply_state;

// The scan that is asked first for each left solution, or NULL.
static const furat_plan *
first_scan(const furat_plan *right)
{
  while (right->kind == FURAT_PLAN_APPLY || right->kind == FURAT_PLAN_FILTER ||
         right->kind == FURAT_PLAN_EXTEND || right->kind == FURAT_PLAN_PROJECT) {
    right = right->left;
  }
  return right->kind == FURAT_PLAN_SCAN ? right : NULL;
}

// Find what is looked up first.
static void
open_sorted(furat_operator *op, apply_state *state)
{
  const furat_plan *left = op->plan->left;
  const furat_plan *scan = op->plan->order_is_used ? NULL : first_scan(op->plan->right);
  const furat_triple_pattern *pattern = scan ? &scan->pattern : NULL;
  const furat_var vars[] = {pattern ? pattern->subject.var : FURAT_VAR_NONE,
                            pattern ? pattern->predicate.var : FURAT_VAR_NONE,
                            pattern ? pattern->object.var : FURAT_VAR_NONE};
  for (size_t i = 0; i < 3 && !state->sorts; i++) {
    size_t column =
        vars[i] == FURAT_VAR_NONE ? left->n_vars : furat_plan_column(left, vars[i]);
    // What comes sorted need not be sorted.
    if (column < left->n_vars && (left->n_order == 0 || left->order[0] != vars[i])) {
      furat_sorted_input_init(&state->sorted, op->left, column);
      state->sorts = true;
    }
  }
}

static furat_status
apply_open(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state = furat_alloc_zeroed(1, sizeof(apply_state));
  if (!state ||
      !(state->saved = furat_alloc_zeroed(op->plan->left->n_vars, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  open_sorted(op, state);
  return furat_join_open(&state->join, op, err);
}

static furat_status
pull_sorted(furat_operator *op, const furat_solutions **batch, furat_error *err)
{
  apply_state *state = op->state;
  return furat_sorted_input_next(&state->sorted, batch, err);
}

static furat_status
apply_start(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  state->in_right = state->right_at_hand = false;
  furat_status status = furat_join_start(&state->join, err);
  if (state->sorts) {
    furat_sorted_input_start(&state->sorted);
    state->join.pull = pull_sorted;
  }
  return status;
}

// The right input runs with parameters of its own: they are there only while it is
// called.
static void
give_params(furat_operator *op, apply_state *state)
{
  const furat_solutions *in = state->join.left;
  furat_id *params = op->execution->params;
  for (size_t i = 0; i < in->n_columns; i++) {
    furat_var var = op->plan->left->vars[i];
    furat_id id = in->columns[i][state->join.left_row];
    state->saved[i] = params[var];
    if (id != FURAT_ID_NONE) {
      params[var] = id;
    }
  }
}

static void
take_params(furat_operator *op, const apply_state *state)
{
  for (size_t i = state->join.left->n_columns; i > 0; i--) {
    op->execution->params[op->plan->left->vars[i - 1]] = state->saved[i - 1];
  }
}

static furat_status
pull_right(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  furat_status status = FURAT_OK;
  furat_join_flush(&state->join); // pairs name rows of the batch that goes
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
  if (status == FURAT_OK) {
    furat_join_set_right(&state->join, op->right->out);
  }
  return status;
}

// What is left of the right batch at hand, as far as there is room.
static furat_status
drain_right(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  furat_join *join = &state->join;
  size_t n = op->right->out->n_rows;
  bool gives_pairs = furat_join_gives_right(op->plan->join);
  for (; state->right_row < n && !furat_join_is_full(join); state->right_row++) {
    bool wanted;
    furat_status status =
        furat_join_meets(join, (uint32_t)state->right_row, &wanted, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!wanted) {
      continue;
    }
    state->matched = true;
    if (!gives_pairs) {
      break;
    }
    furat_join_note(join, (uint32_t)state->right_row);
  }
  state->right_at_hand = state->right_row < n;
  if (state->matched && !gives_pairs) {
    state->right_at_hand = false;
  }
  return FURAT_OK;
}

// The right input has no more for the row.
static void
end_row(furat_operator *op, apply_state *state)
{
  if (furat_join_keeps(op->plan->join, state->matched)) {
    furat_join_note_alone(&state->join);
  }
  state->in_right = false;
}

static furat_status
next_row(apply_state *state, furat_error *err)
{
  furat_status status = furat_join_next_left(&state->join, err);
  state->matched = false;
  state->in_right = state->must_start = status == FURAT_OK;
  return status;
}

static furat_status
apply_next(furat_operator *op, furat_error *err)
{
  apply_state *state = op->state;
  furat_status status = FURAT_OK;
  bool gives_pairs = furat_join_gives_right(op->plan->join);
  furat_join_begin_batch(&state->join);
  while (status == FURAT_OK && !furat_join_is_full(&state->join)) {
    if (state->right_at_hand) {
      status = drain_right(op, err);
    } else if (!state->in_right) {
      status = next_row(state, err);
    } else if (state->matched && !gives_pairs) {
      end_row(op, state);
    } else {
      status = pull_right(op, err);
      if (status == FURAT_DONE) {
        end_row(op, state);
        status = FURAT_OK;
      }
    }
  }
  furat_join_flush(&state->join);
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
apply_close(furat_operator *op)
{
  apply_state *state = op->state;
  if (state) {
    furat_join_close(&state->join);
    furat_sorted_input_clear(&state->sorted);
    furat_free(state->saved);
  }
}

const furat_operator_methods furat_op_apply = {apply_open, apply_start, apply_next,
                                               apply_close, furat_operator_seek_left};
