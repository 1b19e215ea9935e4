// SPDX-License-Identifier: GPL-3.0-or-later
// MERGE JOIN: both inputs come sorted by one variable that is certain in both, and are
// gone through side by side.  Nothing is kept but the right rows with the key at hand.
// Where one side is sparse the other one leaps: inside a batch by doubling steps, beyond
// it by a seek of the input.
#include "base/memory.h"
#include "exec/join.h"
#include "exec/row_table.h"

typedef struct {
  furat_join join;
  size_t left_key;
  size_t right_key;
  bool has_more_keys; // besides the one that is merged by
  size_t second_left; // columns of the first of them
  size_t second_right;
  bool all_meet; // what has the key: there is nothing else to compare
  bool started;  // right
  bool ended;    // right has no more batches
  const furat_solutions *right;
  size_t right_row; // the first that is not below what was looked for last
  bool in_group;    // rows [from, to) have the key of the left row
  furat_id group_key;
  size_t from;
  size_t to;
  bool ascends;  // the group, by the second key
  bool narrowed; // a left row was tried with the group, whose second key
  furat_id narrowed_key;
  size_t narrowed_to;   // is not below, first, in this row of the group
  furat_row_table kept; // a group that does not end with its batch
  furat_id **rest;      // columns of a batch from some row on
  bool at_batch;        // pairs name rows of the right batch at hand
  size_t n_tried;       // rows since the last poll
  bool in_row;          // the left row is being joined
  size_t match;         // the next row of the group to try,
  size_t until;         // as long as it is before this one
  bool matched;
} merge_state;

static furat_status
merge_open(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state = furat_alloc_zeroed(1, sizeof(merge_state));
  if (!state ||
      !(state->rest = furat_alloc_zeroed(op->plan->right->n_vars, sizeof(furat_id *)))) {
    return furat_error_no_mem(err);
  }
  state->left_key = furat_plan_column(op->plan->left, op->plan->left->order[0]);
  state->right_key = furat_plan_column(op->plan->right, op->plan->right->order[0]);
  furat_row_table_init(&state->kept, op->execution, op->plan->right->n_vars, NULL, 0);
  furat_status status = furat_join_open(&state->join, op, err);
  state->has_more_keys = state->join.n_keys > 1;
  for (size_t i = 0; i < state->join.n_keys && state->has_more_keys; i++) {
    if (state->join.right_keys[i] != state->right_key) {
      state->second_left = state->join.left_keys[i];
      state->second_right = state->join.right_keys[i];
      break;
    }
  }
  state->all_meet =
      !state->has_more_keys && state->join.n_checks == 0 && !state->join.condition;
  return status;
}

static furat_status
merge_start(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  furat_row_table_clear(&state->kept);
  state->started = state->ended = state->in_group = state->in_row = false;
  state->right = NULL;
  return furat_join_start(&state->join, err);
}

// The first row from `row` on (of `n`) whose key is not below `key`.
static size_t
leap(const furat_id *keys, size_t row, size_t n, furat_id key)
{
  enum { NEAR = 8, N_NEAR = 2 };
  // It is mostly close by, and counting those below takes no guess of a branch.
  for (int i = 0; i < N_NEAR && row + NEAR <= n; i++) {
    size_t n_below = 0;
    for (size_t j = 0; j < NEAR; j++) {
      n_below += keys[row + j] < key;
    }
    row += n_below;
    if (n_below < NEAR) {
      return row;
    }
  }
  size_t step = 1;
  size_t low = row; // all before it are below
  while (low + step <= n && keys[low + step - 1] < key) {
    low += step;
    step *= 2;
  }
  size_t high = low + step <= n ? low + step - 1 : n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    bool below = keys[middle] < key;
    low = below ? middle + 1 : low;
    high = below ? high : middle;
  }
  return low;
}

// ------------------------------------------------------------------ the right side

static furat_status
pull_right(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  furat_join_flush(&state->join); // pairs name rows of the batch that goes
  furat_status status = FURAT_OK;
  if (!state->started) {
    state->started = true;
    status = furat_operator_start(op->right, err);
  }
  if (status == FURAT_OK) {
    status = furat_operator_next(op->right, err);
  }
  state->ended = status == FURAT_DONE;
  state->right = status == FURAT_OK ? op->right->out : NULL;
  state->right_row = 0;
  state->at_batch = false;
  return status;
}

// Go to the first right row whose key is not below `key`; FURAT_DONE when there is none.
static furat_status
advance_right(furat_operator *op, furat_id key, furat_error *err)
{
  merge_state *state = op->state;
  for (;;) {
    if (state->right) {
      const furat_id *keys = state->right->columns[state->right_key];
      state->right_row = leap(keys, state->right_row, state->right->n_rows, key);
      if (state->right_row < state->right->n_rows) {
        return FURAT_OK;
      }
    }
    furat_status status = state->ended ? FURAT_DONE : FURAT_OK;
    if (status == FURAT_OK && state->started) {
      status = furat_operator_seek(op->right, key, err);
    }
    if (status == FURAT_OK) {
      status = pull_right(op, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
}

static size_t
end_of_group(const merge_state *state)
{
  const furat_id *keys = state->right->columns[state->right_key];
  size_t n = state->right->n_rows;
  size_t to = state->right_row + 1;
  if (to < n && keys[to] == state->group_key) {
    to = state->group_key == UINT64_MAX ? n : leap(keys, to, n, state->group_key + 1);
  }
  return to;
}

// Keep what the batch has of the group.
static furat_status
keep_rows(merge_state *state, size_t to, furat_error *err)
{
  for (size_t c = 0; c < state->right->n_columns; c++) {
    state->rest[c] = state->right->columns[c] + state->right_row;
  }
  size_t n = to - state->right_row;
  state->right_row = to;
  return furat_row_table_add(&state->kept, state->rest, n, err);
}

// The group goes on behind the batch, or may do so.
static furat_status
keep_group(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  furat_join_flush(&state->join);
  furat_row_table_clear(&state->kept);
  furat_status status = keep_rows(state, state->right->n_rows, err);
  while (status == FURAT_OK) {
    status = pull_right(op, err);
    if (status != FURAT_OK ||
        state->right->columns[state->right_key][0] != state->group_key) {
      break;
    }
    size_t to = end_of_group(state);
    bool goes_on = to == state->right->n_rows;
    status = keep_rows(state, to, err);
    if (!goes_on) {
      break;
    }
  }
  for (size_t c = 0; c < state->kept.n_columns; c++) {
    state->join.right_columns[c] = state->kept.cells + c;
  }
  state->join.stride = state->kept.n_columns;
  state->at_batch = false;
  state->from = 0;
  state->to = state->kept.n_rows;
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_id
second_key(const merge_state *state, size_t row)
{
  return state->join.right_columns[state->second_right][row * state->join.stride];
}

// A scan's rows with one key mostly come sorted by another, and are searched then.
static void
look_at_order(merge_state *state)
{
  state->ascends = state->has_more_keys;
  for (size_t row = state->from + 1; row < state->to && state->ascends; row++) {
    state->ascends = second_key(state, row - 1) <= second_key(state, row);
  }
}

// The first row of the group from `low` on whose second key is not below `key`.  It is
// mostly close by: steps double, and what the last one passed over is halved.
static size_t
lower_bound(const merge_state *state, size_t low, furat_id key)
{
  const size_t stride = state->join.stride;
  const furat_id *keys = state->join.right_columns[state->second_right];
  size_t step = 1;
  while (low + step <= state->to && keys[(low + step - 1) * stride] < key) {
    low += step;
    step *= 2;
  }
  size_t n = low + step <= state->to ? step - 1 : state->to - low;
  while (n > 0) {
    const size_t half = n / 2;
    const bool below = keys[(low + half) * stride] < key;
    low += below ? half + 1 : 0;
    n = below ? n - half - 1 : half;
  }
  return low;
}

// Which rows of the group the left row has to be tried with.  Left rows with one key
// often ascend by the second, too: then it goes on from where it was.
static void
narrow_group(merge_state *state)
{
  const furat_join *join = &state->join;
  state->match = state->from;
  state->until = state->to;
  if (state->ascends) {
    furat_id key = join->left->columns[state->second_left][join->left_row];
    const bool goes_on = state->narrowed && key >= state->narrowed_key;
    state->match = lower_bound(state, goes_on ? state->narrowed_to : state->from, key);
    state->narrowed = true;
    state->narrowed_key = key;
    state->narrowed_to = state->match;
    if (key < UINT64_MAX) {
      state->until = lower_bound(state, state->match, key + 1);
    }
  }
}

// The right row begins a group.
static furat_status
begin_group(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  state->in_group = true;
  state->narrowed = false;
  state->group_key = state->right->columns[state->right_key][state->right_row];
  size_t to = end_of_group(state);
  if (to == state->right->n_rows) {
    return keep_group(op, err);
  }
  if (!state->at_batch) {
    furat_join_flush(&state->join);
    furat_join_set_right(&state->join, state->right);
    state->at_batch = true;
  }
  state->from = state->right_row;
  state->to = state->right_row = to;
  return FURAT_OK;
}

// Find the right rows with this key.
static furat_status
find_group(furat_operator *op, furat_id key, furat_error *err)
{
  merge_state *state = op->state;
  if (state->in_group && state->group_key == key) {
    return FURAT_OK;
  }
  state->in_group = false;
  furat_status status = advance_right(op, key, err);
  if (status == FURAT_OK &&
      state->right->columns[state->right_key][state->right_row] == key) {
    status = begin_group(op, err);
    if (status == FURAT_OK) {
      look_at_order(state);
    }
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

// ------------------------------------------------------------------- the left side

// Left rows that meet nothing do not come out: leap to where right is.
static furat_status
leap_left(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  furat_join *join = &state->join;
  if (state->ended && !state->right) {
    return FURAT_DONE;
  }
  furat_id key = state->right->columns[state->right_key][state->right_row];
  size_t row =
      leap(join->left->columns[state->left_key], join->left_row, join->left->n_rows, key);
  if (row == join->left->n_rows) {
    join->left_row = row - 1;
    return furat_operator_seek(op->left, key, err);
  }
  join->left_row = row - 1; // the next is the one
  return FURAT_OK;
}

static furat_status
next_row(furat_operator *op, furat_error *err)
{
  merge_state *state = op->state;
  furat_join *join = &state->join;
  furat_status status = furat_join_next_left(join, err);
  if (status == FURAT_OK) {
    furat_id key = join->left->columns[state->left_key][join->left_row];
    status = find_group(op, key, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (!state->in_group && !furat_join_keeps(op->plan->join, false)) {
    return leap_left(op, err);
  }
  state->in_row = true;
  state->matched = false;
  state->match = state->until = state->to;
  if (state->in_group) {
    narrow_group(state);
  }
  return FURAT_OK;
}

static bool
more_keys_agree(const merge_state *state, uint32_t right_row)
{
  const furat_join *join = &state->join;
  for (size_t i = 0; i < join->n_keys; i++) {
    furat_id l = join->left->columns[join->left_keys[i]][join->left_row];
    if (l != join->right_columns[join->right_keys[i]][right_row * join->stride]) {
      return false;
    }
  }
  return true;
}

// Try rows of the group, as far as there is room.
static furat_status
try_group(furat_operator *op, furat_error *err)
{
  enum { ROWS_AT_ONCE = 1024 };
  merge_state *state = op->state;
  furat_join *join = &state->join;
  bool gives_pairs = furat_join_gives_right(op->plan->join);
  size_t end = state->until - state->match < ROWS_AT_ONCE ? state->until
                                                          : state->match + ROWS_AT_ONCE;
  state->n_tried += end - state->match;
  for (; state->match < end && !furat_join_is_full(join); state->match++) {
    uint32_t row = (uint32_t)state->match;
    bool meets = state->all_meet || more_keys_agree(state, row);
    if (!state->all_meet && meets) {
      furat_status status = furat_join_meets(join, row, &meets, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
    if (meets && !gives_pairs) {
      state->matched = true;
      state->match = state->until;
      break;
    }
    if (meets) {
      state->matched = true;
      furat_join_note(join, row);
    }
  }
  return FURAT_OK;
}

static void
end_row(furat_operator *op, merge_state *state)
{
  if (furat_join_keeps(op->plan->join, state->matched)) {
    furat_join_note_alone(&state->join);
  }
  state->in_row = false;
}

// -------------------------------------------------------------------- side by side

// Whether the next left row begins anew: its key is not that of the group at hand.
static bool
may_run(const merge_state *state)
{
  const furat_join *join = &state->join;
  if (!state->all_meet || !state->right || !join->left ||
      join->left_row + 1 >= join->left->n_rows) {
    return false;
  }
  return !state->in_group ||
         join->left->columns[state->left_key][join->left_row + 1] != state->group_key;
}

// Note the left row with all right ones that have its key; false when the batch ends
// before them, or there is no room.
static bool
note_group(furat_operator *op, const furat_id *right, size_t r, size_t n_right)
{
  merge_state *state = op->state;
  furat_join *join = &state->join;
  size_t end = r + 1;
  while (end < n_right && right[end] == right[r]) {
    end++;
  }
  if (end == n_right ||
      op->out->n_rows + join->n_pairs + (end - r) > FURAT_SOLUTIONS_ROWS) {
    return false;
  }
  for (; r < end; r++) {
    furat_join_note(join, (uint32_t)r);
  }
  return true;
}

// What is most of a merge: join left rows as long as both batches last.
static furat_status
run(furat_operator *op, merge_state *state, furat_error *err)
{
  furat_join *join = &state->join;
  const furat_id *left = join->left->columns[state->left_key];
  const furat_id *right = state->right->columns[state->right_key];
  const size_t n_left = join->left->n_rows;
  const size_t n_right = state->right->n_rows;
  const bool gives_pairs = furat_join_gives_right(op->plan->join);
  const bool keeps_matched = furat_join_keeps(op->plan->join, true);
  const bool keeps_alone = furat_join_keeps(op->plan->join, false);
  size_t l = join->left_row + 1;
  size_t r = state->right_row;
  while (l < n_left && r + 1 < n_right && !furat_join_is_full(join)) {
    const furat_id key = left[l];
    join->left_row = l; // whom notes are about
    if (right[r] < key) {
      r = right[r + 1] < key ? leap(right, r + 1, n_right, key) : r + 1;
    } else if (right[r] > key && !keeps_alone) {
      l = leap(left, l + 1, n_left, right[r]);
    } else if (right[r] > key) {
      furat_join_note_alone(join);
      l++;
    } else if (gives_pairs) {
      if (!note_group(op, right, r, n_right)) {
        break;
      }
      l++;
    } else {
      if (keeps_matched) {
        furat_join_note_alone(join);
      }
      l++;
    }
  }
  join->left_row = l - 1;
  state->right_row = r;
  state->n_tried += n_left;
  return l == n_left && r < n_right && !keeps_alone && left[l - 1] < right[r]
             ? furat_operator_seek(op->left, right[r], err)
             : FURAT_OK;
}

static furat_status
run_if_may(furat_operator *op, merge_state *state, furat_error *err)
{
  if (!may_run(state)) {
    return FURAT_OK;
  }
  state->in_group = false;
  if (!state->at_batch) {
    furat_join_flush(&state->join);
    furat_join_set_right(&state->join, state->right);
    state->at_batch = true;
  }
  return run(op, state, err);
}

static furat_status
merge_next(furat_operator *op, furat_error *err)
{
  enum { ROWS_BETWEEN_POLLS = 4096 };
  merge_state *state = op->state;
  furat_status status = FURAT_OK;
  furat_join_begin_batch(&state->join);
  while (status == FURAT_OK && !furat_join_is_full(&state->join)) {
    if (state->n_tried > ROWS_BETWEEN_POLLS) {
      state->n_tried = 0;
      status = furat_cancel_poll(op->execution->view->cancel, err);
    }
    if (status != FURAT_OK) {
      break;
    }
    if (!state->in_row) {
      state->n_tried++;
      status = run_if_may(op, state, err);
      if (status == FURAT_OK && !furat_join_is_full(&state->join)) {
        status = next_row(op, err);
      }
    } else if (state->match < state->until) {
      status = try_group(op, err);
    } else {
      end_row(op, state);
    }
  }
  furat_join_flush(&state->join);
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
merge_close(furat_operator *op)
{
  merge_state *state = op->state;
  if (state) {
    furat_row_table_clear(&state->kept);
    furat_join_close(&state->join);
    furat_free(state->rest);
  }
}

const furat_operator_methods furat_op_merge_join = {
    merge_open, merge_start, merge_next, merge_close, furat_operator_seek_left};
