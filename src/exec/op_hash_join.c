// SPDX-License-Identifier: GPL-3.0-or-later
// HASH JOIN: the right input is kept, indexed by the variables that are certain on both
// sides; each left solution is tried against its chain.  Variables that either side may
// leave open are compared one by one (18.3: compatible).  LEFT keeps what meets nothing,
// MINUS drops what meets a compatible solution that shares a binding.
#include "base/memory.h"
#include "exec/expression.h"
#include "exec/row_set.h"

typedef struct {
  size_t left_column;
  size_t right_column;
} column_pair;

typedef struct {
  furat_row_set rows; // of the right input
  bool built;
  size_t n_keys;
  size_t *left_keys;
  size_t *right_keys;
  size_t n_checks; // shared, but not certain
  column_pair *checks;
  size_t *left_map;
  size_t *right_map;
  furat_id *key;
  furat_expression *condition;
  furat_solutions *candidate; // one right row as a batch, for the condition
  furat_arena scratch;
  bool has_left;
  size_t row;     // of the left batch
  bool in_chain;  // the left row is being joined
  uint32_t match; // the next right row to try, or FURAT_ROW_NONE
  bool matched;
} join_state;

static furat_status
pair_columns(furat_operator *op, join_state *state, furat_error *err)
{
  const furat_plan *left = op->plan->left;
  const furat_plan *right = op->plan->right;
  state->left_keys = furat_alloc_zeroed(right->n_vars, sizeof(size_t));
  state->right_keys = furat_alloc_zeroed(right->n_vars, sizeof(size_t));
  state->checks = furat_alloc_zeroed(right->n_vars, sizeof(column_pair));
  state->key = furat_alloc_zeroed(right->n_vars, sizeof(furat_id));
  if (!state->left_keys || !state->right_keys || !state->checks || !state->key) {
    return furat_error_no_mem(err);
  }
  for (size_t r = 0; r < right->n_vars; r++) {
    size_t l = furat_plan_column(left, right->vars[r]);
    if (l == left->n_vars) {
      continue;
    }
    if (left->certain[l] && right->certain[r]) {
      state->left_keys[state->n_keys] = l;
      state->right_keys[state->n_keys++] = r;
    } else {
      state->checks[state->n_checks++] = (column_pair){l, r};
    }
  }
  return FURAT_OK;
}

static furat_status
join_open(furat_operator *op, furat_error *err)
{
  join_state *state = op->state = furat_alloc_zeroed(1, sizeof(join_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  furat_arena_init(&state->scratch, SIZE_MAX);
  furat_status status = pair_columns(op, state, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_row_set_init(&state->rows, op->execution, op->plan->right->n_vars,
                     state->right_keys, state->n_keys);
  status = furat_column_map_new(&state->left_map, op->plan, op->plan->left, err);
  if (status == FURAT_OK) {
    status = furat_column_map_new(&state->right_map, op->plan, op->plan->right, err);
  }
  if (status == FURAT_OK && op->plan->filter) {
    status = furat_solutions_new(&state->candidate, op->plan->right->n_vars, err);
  }
  if (status == FURAT_OK && op->plan->filter) {
    status = furat_expression_new(&state->condition, op->execution, op->plan->filter,
                                  op->plan->left, op->plan->right, err);
  }
  return status;
}

static furat_status
join_start(furat_operator *op, furat_error *err)
{
  join_state *state = op->state;
  furat_row_set_clear(&state->rows);
  state->built = state->has_left = state->in_chain = false;
  return furat_operator_start(op->left, err);
}

static furat_status
build(furat_operator *op, furat_error *err)
{
  join_state *state = op->state;
  furat_status status = furat_operator_start(op->right, err);
  furat_id *row = furat_alloc_zeroed(op->plan->right->n_vars, sizeof(furat_id));
  if (!row) {
    return furat_error_no_mem(err);
  }
  while (status == FURAT_OK) {
    status = furat_operator_next(op->right, err);
    for (size_t i = 0; status == FURAT_OK && i < op->right->out->n_rows; i++) {
      uint32_t position;
      for (size_t c = 0; c < op->plan->right->n_vars; c++) {
        row[c] = op->right->out->columns[c][i];
      }
      status = furat_row_set_add(&state->rows, row, &position, err);
    }
  }
  furat_free(row);
  state->built = status == FURAT_DONE;
  return status == FURAT_DONE ? FURAT_OK : status;
}

// ----------------------------------------------------------------------------------
// matching

// The first candidate of the left row; without keys all rows are candidates.
static void
begin_chain(furat_operator *op, join_state *state)
{
  const furat_solutions *in = op->left->out;
  state->in_chain = true;
  state->matched = false;
  if (state->n_keys == 0) {
    state->match = state->rows.n_rows > 0 ? 0 : FURAT_ROW_NONE;
    return;
  }
  for (size_t i = 0; i < state->n_keys; i++) {
    state->key[i] = in->columns[state->left_keys[i]][state->row];
  }
  state->match = furat_row_set_find(&state->rows, state->key);
}

static uint32_t
next_candidate(const join_state *state, uint32_t match)
{
  if (state->n_keys > 0) {
    return state->rows.next[match];
  }
  return match + 1 < state->rows.n_rows ? match + 1 : FURAT_ROW_NONE;
}

// Whether the variables that are not certain agree; `*n_bound` counts those bound on both
// sides.
static bool
compatible(const furat_operator *op, const join_state *state, const furat_id *right,
           size_t *n_bound)
{
  *n_bound = 0;
  for (size_t i = 0; i < state->n_checks; i++) {
    furat_id l = op->left->out->columns[state->checks[i].left_column][state->row];
    furat_id r = right[state->checks[i].right_column];
    if (l != FURAT_ID_NONE && r != FURAT_ID_NONE) {
      if (l != r) {
        return false;
      }
      (*n_bound)++;
    }
  }
  return true;
}

static furat_status
condition_holds(furat_operator *op, const furat_id *right, bool *out, furat_error *err)
{
  join_state *state = op->state;
  *out = true;
  if (!state->condition) {
    return FURAT_OK;
  }
  for (size_t i = 0; i < op->plan->right->n_vars; i++) {
    state->candidate->columns[i][0] = right[i];
  }
  state->candidate->n_rows = 1;
  furat_execution *x = op->execution;
  furat_arena *outer = x->scratch;
  x->scratch = &state->scratch;
  furat_solution solution = {op->left->out, state->row, state->candidate, 0};
  furat_status status = furat_expression_holds(state->condition, &solution, out, err);
  x->scratch = outer;
  furat_arena_reset(&state->scratch);
  return status;
}

static void
emit(furat_operator *op, const join_state *state, const furat_id *right)
{
  furat_solutions *out = op->out;
  furat_solutions_append(out, op->left->out, state->row, state->left_map);
  for (size_t i = 0; right && i < out->n_columns; i++) {
    furat_id *cell = &out->columns[i][out->n_rows - 1];
    if (*cell == FURAT_ID_NONE && state->right_map[i] != SIZE_MAX) {
      *cell = right[state->right_map[i]];
    }
  }
}

// Try one candidate, and move to the next.
static furat_status
try_candidate(furat_operator *op, furat_error *err)
{
  join_state *state = op->state;
  const furat_id *right = furat_row_set_row(&state->rows, state->match);
  size_t n_bound;
  bool wanted = compatible(op, state, right, &n_bound);
  state->match = next_candidate(state, state->match);
  if (!wanted) {
    return FURAT_OK;
  }
  if (op->plan->join == FURAT_JOIN_MINUS) {
    if (state->n_keys + n_bound > 0) {
      state->matched = true;
      state->match = FURAT_ROW_NONE;
    }
    return FURAT_OK;
  }
  furat_status status = condition_holds(op, right, &wanted, err);
  if (status == FURAT_OK && wanted) {
    emit(op, state, right);
    state->matched = true;
  }
  return status;
}

static furat_status
next_left_row(furat_operator *op, furat_error *err)
{
  join_state *state = op->state;
  if (state->has_left && state->row + 1 < op->left->out->n_rows) {
    state->row++;
    return FURAT_OK;
  }
  furat_status status = furat_operator_next(op->left, err);
  state->has_left = status == FURAT_OK;
  state->row = 0;
  return status;
}

static furat_status
join_next(furat_operator *op, furat_error *err)
{
  enum { CANDIDATES_BETWEEN_POLLS = 4096 };
  join_state *state = op->state;
  furat_status status = state->built ? FURAT_OK : build(op, err);
  op->out->n_rows = 0;
  for (size_t n = 1; status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS; n++) {
    if (n % CANDIDATES_BETWEEN_POLLS == 0) {
      status = furat_cancel_poll(op->execution->view->cancel, err);
    }
    if (status != FURAT_OK) {
      break;
    }
    if (!state->in_chain) {
      status = next_left_row(op, err);
      if (status == FURAT_OK) {
        begin_chain(op, state);
      }
    } else if (state->match != FURAT_ROW_NONE) {
      status = try_candidate(op, err);
    } else {
      if (op->plan->join != FURAT_JOIN_INNER && !state->matched) {
        emit(op, state, NULL);
      }
      state->in_chain = false;
    }
  }
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
join_close(furat_operator *op)
{
  join_state *state = op->state;
  if (state) {
    if (state->rows.execution) {
      furat_row_set_clear(&state->rows);
    }
    furat_free(state->left_keys);
    furat_free(state->right_keys);
    furat_free(state->checks);
    furat_free(state->key);
    furat_free(state->left_map);
    furat_free(state->right_map);
    furat_expression_free(state->condition);
    furat_solutions_free(state->candidate);
    furat_arena_clear(&state->scratch);
  }
}

const furat_operator_methods furat_op_hash_join = {join_open, join_start, join_next,
                                                   join_close};
