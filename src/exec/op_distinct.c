// SPDX-License-Identifier: GPL-3.0-or-later
// DISTINCT: each solution once, the first time that it is met.  Of solutions that come
// sorted only the last is kept.  When the budget has no room for more of the others, they
// are put into parts of a file, and given part by part; but not where that would undo an
// ORDER BY.
#include "base/memory.h"
#include "exec/row_file.h"
#include "exec/row_set.h"

// With fewer rows than this the budget is too small for anything.
enum { N_PARTS = 16, MAX_LEVEL = 8, MIN_ROWS = 64 };

// Solutions of a file that are looked at later.
typedef struct {
  furat_row_file *file; // which ends with its stream 0
  size_t stream;
  uint64_t level;
} distinct_part;

typedef struct {
  furat_row_set seen;
  size_t *columns;
  furat_id *row;
  bool gave_empty; // the one solution without columns
  bool sorted;     // equal solutions come one after the other
  bool has_last;   // `last` is the solution before
  furat_id *last;
  bool may_spill;
  furat_row_file *spilled; // where new solutions go; NULL: they have room
  furat_vec parts;         // distinct_part
  uint64_t level;          // of the part that is being read
  bool in_parts;           // the input has ended
  furat_row_reader reader; // of the part
  furat_row_file *ending;  // the file that ends with the part, or NULL
} distinct_state;

static bool
is_sorted(const furat_plan *plan)
{
  if (plan->left->n_order < plan->n_vars) {
    return false;
  }
  for (size_t i = 0; i < plan->n_vars; i++) {
    if (furat_plan_column(plan, plan->left->order[i]) == plan->n_vars) {
      return false;
    }
  }
  return plan->n_vars > 0;
}

// Whether somebody counts on the order of the solutions: an operator above, or ORDER BY.
static bool
is_ordered(const furat_plan *plan)
{
  if (plan->order_is_used) {
    return true;
  }
  for (; plan; plan = plan->left) {
    if (plan->kind == FURAT_PLAN_SORT) {
      return true;
    }
    if (plan->kind != FURAT_PLAN_PROJECT && plan->kind != FURAT_PLAN_EXTEND &&
        plan->kind != FURAT_PLAN_FILTER && plan->kind != FURAT_PLAN_SLICE &&
        plan->kind != FURAT_PLAN_DISTINCT) {
      return false;
    }
  }
  return false;
}

static furat_status
distinct_open(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state = furat_alloc_zeroed(1, sizeof(distinct_state));
  size_t n = op->plan->n_vars;
  if (!state || !(state->columns = furat_alloc_zeroed(n, sizeof(size_t))) ||
      !(state->row = furat_alloc_zeroed(n, sizeof(furat_id))) ||
      !(state->last = furat_alloc_zeroed(n, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    state->columns[i] = i;
  }
  state->sorted = is_sorted(op->plan);
  state->may_spill = n > 0 && !is_ordered(op->plan);
  furat_vec_init(&state->parts, sizeof(distinct_part), SIZE_MAX);
  furat_row_set_init(&state->seen, op->execution, n, state->columns, n);
  return FURAT_OK;
}

static void
empty(distinct_state *state)
{
  if (state->seen.execution) {
    furat_row_set_clear(&state->seen);
  }
  furat_row_reader_close(&state->reader);
  furat_row_file_free(state->ending);
  for (size_t i = 0; i < state->parts.n; i++) {
    const distinct_part *part = &FURAT_VEC_AT(&state->parts, distinct_part, i);
    if (part->stream == 0) {
      furat_row_file_free(part->file);
    }
  }
  furat_vec_truncate(&state->parts, 0);
  furat_row_file_free(state->spilled);
  state->spilled = state->ending = NULL;
  state->level = 0;
  state->gave_empty = state->has_last = state->in_parts = false;
}

static furat_status
distinct_start(furat_operator *op, furat_error *err)
{
  empty(op->state);
  return furat_operator_start(op->left, err);
}

// --------------------------------------------------------------------------- spilling

static bool
has_room(const distinct_state *state)
{
  size_t parts = (size_t)2 * N_PARTS * FURAT_ROW_FILE_BLOCK_BYTES;
  return !state->may_spill || state->level == MAX_LEVEL ||
         (!state->spilled &&
          (state->seen.n_rows < MIN_ROWS || furat_row_set_has_room(&state->seen, parts)));
}

static furat_status
spill(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  const size_t n = op->plan->n_vars;
  furat_status status = FURAT_OK;
  if (!state->spilled) {
    status = furat_row_file_new(&state->spilled, op->execution, n, N_PARTS, err);
  }
  return status == FURAT_OK
             ? furat_row_file_write(
                   state->spilled,
                   furat_row_file_part(state->spilled, state->row, n, state->level),
                   state->row, err)
             : status;
}

// No more solutions come: what was put aside waits in parts.
static furat_status
end_spilling(distinct_state *state, furat_error *err)
{
  furat_row_file *file = state->spilled;
  furat_status status = FURAT_OK;
  for (size_t i = 0; file && i < N_PARTS && status == FURAT_OK; i++) {
    const distinct_part part = {file, i, state->level + 1};
    if (!furat_vec_push(&state->parts, &part)) {
      return furat_error_no_mem(err);
    }
    state->spilled = NULL; // the parts have it
    status = furat_row_file_end_stream(file, i, err);
  }
  return status;
}

// Go on with the next part; FURAT_DONE when there is none.
static furat_status
next_part(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  furat_status status = end_spilling(state, err);
  furat_row_reader_close(&state->reader);
  furat_row_file_free(state->ending);
  state->ending = NULL;
  if (status != FURAT_OK || state->parts.n == 0) {
    return status == FURAT_OK ? FURAT_DONE : status;
  }
  const distinct_part part =
      FURAT_VEC_AT(&state->parts, distinct_part, state->parts.n - 1);
  furat_vec_pop(&state->parts);
  furat_row_set_clear(&state->seen);
  state->level = part.level;
  state->ending = part.stream == 0 ? part.file : NULL;
  state->in_parts = true;
  return furat_row_reader_open(&state->reader, part.file, part.stream, err);
}

// ----------------------------------------------------------------------------- giving

static bool
is_last(furat_operator *op)
{
  distinct_state *state = op->state;
  bool same = state->has_last;
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    same = same && state->last[i] == state->row[i];
    state->last[i] = state->row[i];
  }
  state->has_last = true;
  return same;
}

static void
give(furat_operator *op)
{
  const distinct_state *state = op->state;
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    op->out->columns[i][op->out->n_rows] = state->row[i];
  }
  op->out->n_rows++;
}

// Give the solution in `state->row`, unless it was met before or has no room.
static furat_status
take_row(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  uint32_t position;
  if (op->plan->n_vars == 0) {
    op->out->n_rows += !state->gave_empty;
    state->gave_empty = true;
    return FURAT_OK;
  }
  if (state->sorted) {
    if (!is_last(op)) {
      give(op);
    }
    return FURAT_OK;
  }
  if (furat_row_set_find(&state->seen, state->row) != FURAT_ROW_NONE) {
    return FURAT_OK;
  }
  if (!has_room(state)) {
    return spill(op, err);
  }
  give(op);
  return furat_row_set_add(&state->seen, state->row, &position, err);
}

static furat_status
take_input(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  furat_status status = furat_operator_next(op->left, err);
  const furat_solutions *in = op->left->out;
  for (size_t row = 0; status == FURAT_OK && row < in->n_rows; row++) {
    for (size_t i = 0; i < op->plan->n_vars; i++) {
      state->row[i] = in->columns[i][row];
    }
    status = take_row(op, err);
  }
  return status;
}

static furat_status
take_part(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  furat_status status = furat_cancel_poll(op->execution->view->cancel, err);
  for (size_t n = 0; n < FURAT_SOLUTIONS_ROWS && status == FURAT_OK; n++) {
    const furat_id *row;
    status = furat_row_reader_next(&state->reader, &row, err);
    for (size_t i = 0; status == FURAT_OK && i < op->plan->n_vars; i++) {
      state->row[i] = row[i];
    }
    status = status == FURAT_OK ? take_row(op, err) : status;
  }
  return status;
}

static furat_status
distinct_next(furat_operator *op, furat_error *err)
{
  distinct_state *state = op->state;
  furat_status status = FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && op->out->n_rows == 0) {
    status = state->in_parts ? take_part(op, err) : take_input(op, err);
    if (status == FURAT_DONE && op->out->n_rows == 0) {
      status = next_part(op, err);
    } else if (status == FURAT_DONE) {
      status = FURAT_OK;
    }
  }
  return status;
}

static void
distinct_close(furat_operator *op)
{
  distinct_state *state = op->state;
  if (state) {
    empty(state);
    furat_vec_clear(&state->parts);
    furat_free(state->columns);
    furat_free(state->row);
    furat_free(state->last);
  }
}

const furat_operator_methods furat_op_distinct = {distinct_open, distinct_start,
                                                  distinct_next, distinct_close, NULL};
