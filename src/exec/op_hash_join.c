// SPDX-License-Identifier: GPL-3.0-or-later
// HASH JOIN: the right input is kept, indexed by the variables that are certain on both
// sides; each left solution is tried against those with its key, a batch of look-ups at a
// time.  Variables that either side may leave open are compared one by one (18.3:
// compatible).  LEFT keeps what meets nothing, MINUS and ANTI drop what meets something,
// SEMI keeps that.
//
// Where right is empty and left solutions without a partner go, left is not read at all.
//
// A right input that has no room is divided, see hash_parts.h; without keys, or where the
// order of the left input is relied on, the query fails.
#include "base/memory.h"
#include "exec/hash_parts.h"

typedef struct {
  furat_join join;
  furat_row_table table; // of the right input, or of a part of it
  furat_hash_parts parts;
  bool built;
  bool is_empty;   // nothing on the right, and so no solutions
  uint32_t *first; // by row of the left batch: the first right row with its key
  bool only_keys;  // are compared
  bool in_row;     // the left row is being joined
  uint32_t match;  // the next right row to try, or FURAT_ROW_TABLE_NONE
  bool matched;
} hash_state;

static furat_status
hash_open(furat_operator *op, furat_error *err)
{
  hash_state *state = op->state = furat_alloc_zeroed(1, sizeof(hash_state));
  if (!state ||
      !(state->first = furat_alloc_zeroed(FURAT_SOLUTIONS_ROWS, sizeof(uint32_t)))) {
    return furat_error_no_mem(err);
  }
  furat_status status = furat_join_open(&state->join, op, err);
  furat_row_table_init(&state->table, op->execution, op->plan->right->n_vars,
                       state->join.right_keys, state->join.n_keys);
  furat_hash_parts_init(&state->parts, &state->join, &state->table);
  state->only_keys =
      state->join.n_checks == 0 && !state->join.condition && state->join.n_keys > 0;
  return status;
}

static furat_status
hash_start(furat_operator *op, furat_error *err)
{
  hash_state *state = op->state;
  furat_row_table_clear(&state->table);
  furat_hash_parts_clear(&state->parts);
  state->built = state->is_empty = state->in_row = false;
  return furat_join_start(&state->join, err);
}

// Pairs name rows of the table.
static void
point_at_table(hash_state *state)
{
  for (size_t i = 0; i < state->table.n_columns; i++) {
    // An empty table has no cells, and nobody looks at them.
    state->join.right_columns[i] = state->table.cells ? state->table.cells + i : NULL;
  }
  state->join.stride = state->table.n_columns;
}

static furat_status
pull_part(furat_operator *op, const furat_solutions **batch, furat_error *err)
{
  hash_state *state = op->state;
  return furat_hash_parts_pull(&state->parts, batch, err);
}

// The table of the next part; FURAT_DONE when there is none.
static furat_status
next_part(hash_state *state, furat_error *err)
{
  furat_status status =
      state->parts.divided ? furat_hash_parts_next(&state->parts, err) : FURAT_DONE;
  point_at_table(state);
  return status;
}

static furat_status
build(furat_operator *op, furat_error *err)
{
  hash_state *state = op->state;
  furat_status status = furat_operator_start(op->right, err);
  furat_hash_parts_start(&state->parts);
  while (status == FURAT_OK) {
    status = furat_operator_next(op->right, err);
    if (status != FURAT_OK) {
      break;
    }
    const furat_solutions *in = op->right->out;
    if (furat_hash_parts_overflow(&state->parts, in->n_rows)) {
      status = furat_hash_parts_divide(&state->parts, err);
      state->join.pull = pull_part;
      state->built = status == FURAT_OK;
      return status == FURAT_OK ? next_part(state, err) : status;
    }
    status = furat_row_table_add(&state->table, in->columns, in->n_rows, err);
  }
  if (status == FURAT_DONE) {
    status = furat_row_table_seal(&state->table, err);
    point_at_table(state);
    state->built = status == FURAT_OK;
    state->is_empty =
        state->table.n_rows == 0 && !furat_join_keeps(op->plan->join, false);
  }
  return status;
}

// ------------------------------------------------------------------------ matching

static furat_status
next_row(hash_state *state, furat_error *err)
{
  furat_join *join = &state->join;
  const furat_solutions *before = join->left;
  furat_status status = furat_join_next_left(join, err);
  while (status == FURAT_DONE) {
    status = next_part(state, err);
    if (status != FURAT_OK) {
      return status;
    }
    status = furat_join_next_left(join, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (!before || join->left_row == 0) {
    furat_row_table_find(&state->table, join->left->columns, join->left_keys,
                         join->left->n_rows, state->first);
  }
  state->in_row = true;
  state->matched = false;
  state->match = state->first[join->left_row];
  return FURAT_OK;
}

// Try one right row, and move to the next.
static furat_status
try_match(furat_operator *op, furat_error *err)
{
  hash_state *state = op->state;
  furat_join *join = &state->join;
  bool meets = true;
  furat_status status = FURAT_OK;
  if (join->n_checks > 0 || join->condition || join->n_keys == 0) {
    status = furat_join_meets(join, state->match, &meets, err);
  }
  if (meets) {
    state->matched = true;
    if (!furat_join_gives_right(op->plan->join)) {
      state->match = FURAT_ROW_TABLE_NONE;
      return status;
    }
    furat_join_note(join, state->match);
  }
  state->match = furat_row_table_next(&state->table, state->match, join->left->columns,
                                      join->left_keys, join->left_row);
  return status;
}

// Note right rows from state->match on, as far as there is room.
static void
note_chain(hash_state *state)
{
  furat_join *join = &state->join;
  while (state->match != FURAT_ROW_TABLE_NONE && !furat_join_is_full(join)) {
    furat_join_note(join, state->match);
    state->match = furat_row_table_next(&state->table, state->match, join->left->columns,
                                        join->left_keys, join->left_row);
  }
}

// What is most of a join: the rows behind the left one in its batch, where nothing but
// keys is compared.
static void
run(furat_operator *op, hash_state *state)
{
  furat_join *join = &state->join;
  const bool gives_pairs = furat_join_gives_right(op->plan->join);
  const bool keeps_matched = furat_join_keeps(op->plan->join, true);
  const bool keeps_alone = furat_join_keeps(op->plan->join, false);
  const size_t n = join->left->n_rows;
  size_t row = join->left_row + 1;
  for (; row < n && !furat_join_is_full(join); row++) {
    const uint32_t match = state->first[row];
    if (match == FURAT_ROW_TABLE_NONE ? !keeps_alone : !gives_pairs && !keeps_matched) {
      continue;
    }
    join->left_row = row; // whom notes are about
    if (match == FURAT_ROW_TABLE_NONE || !gives_pairs) {
      furat_join_note_alone(join);
      continue;
    }
    state->match = match;
    note_chain(state);
    if (state->match != FURAT_ROW_TABLE_NONE) {
      state->in_row = state->matched = true;
      return;
    }
  }
  join->left_row = row - 1;
}

static void
end_row(furat_operator *op, hash_state *state)
{
  if (furat_join_keeps(op->plan->join, state->matched)) {
    furat_join_note_alone(&state->join);
  }
  state->in_row = false;
}

static furat_status
hash_next(furat_operator *op, furat_error *err)
{
  enum { STEPS_BETWEEN_POLLS = 4096 };
  hash_state *state = op->state;
  furat_status status = state->built ? FURAT_OK : build(op, err);
  furat_join_begin_batch(&state->join);
  status = status == FURAT_OK && state->is_empty ? FURAT_DONE : status;
  for (size_t n = 1; status == FURAT_OK && !furat_join_is_full(&state->join); n++) {
    if (n % STEPS_BETWEEN_POLLS == 0) {
      status = furat_cancel_poll(op->execution->view->cancel, err);
    }
    if (status != FURAT_OK) {
      break;
    }
    if (!state->in_row && state->only_keys && state->join.left &&
        state->join.left_row + 1 < state->join.left->n_rows) {
      run(op, state);
    } else if (!state->in_row) {
      status = next_row(state, err);
    } else if (state->match != FURAT_ROW_TABLE_NONE) {
      status = try_match(op, err);
    } else {
      end_row(op, state);
    }
  }
  furat_join_flush(&state->join);
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
hash_close(furat_operator *op)
{
  hash_state *state = op->state;
  if (state) {
    furat_hash_parts_clear(&state->parts);
    furat_row_table_clear(&state->table);
    furat_join_close(&state->join);
    furat_free(state->first);
  }
}

const furat_operator_methods furat_op_hash_join = {hash_open, hash_start, hash_next,
                                                   hash_close, furat_operator_seek_left};
