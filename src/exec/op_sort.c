// SPDX-License-Identifier: GPL-3.0-or-later
// SORT: solutions in the order of ORDER BY; equal ones stay in the order in which they
// came.  Keys are compared by their ids, and looked up only where those do not tell. With
// a limit no more rows are kept than that, give or take a buffer.  What the budget has no
// room for goes to a file as sorted runs, which are merged.
//
// Where the input comes sorted by the first key (plan->in_order) rows are given as soon
// as one comes that is behind all of them, and with a limit no more are asked for.
#include <string.h>

#include "base/memory.h"
#include "exec/expression.h"
#include "exec/id_value.h"
#include "exec/row_file.h"
#include "exec/row_set.h"
#include "func/compare.h"

enum { EXTRA_ROWS = 4096, ROWS_BETWEEN_POLLS = 1 << 10 };

// With fewer rows than this the budget is too small for anything; of more runs than that
// the readers alone are too large.
enum { MIN_ROWS = 64, MAX_RUNS = 1 << 12, COMPARISONS_BETWEEN_RESETS = 256 };

// The first row of a run that has not been given.
typedef struct {
  furat_row_reader reader;
  const furat_id *row; // NULL: none is left
} sort_run;

typedef struct {
  furat_expression **keys;
  furat_row_set rows; // the columns of the input, then the ids of the keys
  furat_id *row;
  uint64_t n_ordered;  // ids that sort like their terms
  bool needs_values;   // ids have not told the order
  furat_value *values; // of the keys, row after row, while sorting by them
  furat_arena value_bytes;
  furat_arena scratch;
  uint32_t *order;
  furat_id *bound; // keys of the last row that a limit wants, of those so far; or NULL
  bool built;
  size_t next_row;
  uint64_t n_left;     // rows that may still be given
  furat_row_file file; // of runs
  sort_run *runs;
  size_t *heap; // runs with rows left, the one with the next row first
  size_t n_heap;
  size_t n_compared;
  bool merges;
  bool in_order;  // the input comes sorted by the first key
  bool ended;     // it has no more
  bool has_batch; // of the input, of which
  size_t next_in; // this row is the next
} sort_state;

static furat_status
sort_open(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state = furat_alloc_zeroed(1, sizeof(sort_state));
  size_t width = op->plan->n_vars + op->plan->n_sort_keys;
  if (!state || !(state->row = furat_alloc_zeroed(width, sizeof(furat_id))) ||
      !(state->keys = furat_alloc_zeroed(op->plan->n_sort_keys, sizeof(*state->keys)))) {
    return furat_error_no_mem(err);
  }
  furat_arena_init(&state->value_bytes, SIZE_MAX);
  furat_arena_init(&state->scratch, SIZE_MAX);
  furat_row_set_init(&state->rows, op->execution, width, NULL, 0);
  state->n_ordered = furat_dictionary_ordered(op->execution->view->txn);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_sort_keys && status == FURAT_OK; i++) {
    status = furat_expression_new(&state->keys[i], op->execution,
                                  op->plan->sort_keys[i].expr, op->plan->left, NULL, err);
  }
  return status;
}

static void
forget_runs(sort_state *state)
{
  for (size_t i = 0; state->runs && i < state->file.streams.n; i++) {
    furat_row_reader_close(&state->runs[i].reader);
  }
  furat_free(state->runs);
  furat_free(state->heap);
  state->runs = NULL;
  state->heap = NULL;
  state->n_heap = 0;
  state->merges = false;
  furat_row_file_clear(&state->file);
}

static void
empty(sort_state *state)
{
  forget_runs(state);
  if (state->rows.execution) {
    furat_row_set_clear(&state->rows);
  }
  furat_free(state->order);
  furat_free(state->bound);
  state->order = NULL;
  state->bound = NULL;
  state->built = state->needs_values = false;
  state->next_row = 0;
}

static furat_status
sort_start(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  empty(state);
  state->n_left = op->plan->has_limit ? op->plan->limit : UINT64_MAX;
  state->in_order = op->plan->in_order;
  state->ended = state->has_batch = false;
  return furat_operator_start(op->left, err);
}

// ------------------------------------------------------------------------- sorting

static furat_status
load_values(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  size_t n_keys = op->plan->n_sort_keys;
  size_t bytes_of_values = state->rows.n_rows * n_keys * sizeof(furat_value);
  state->values = furat_alloc_zeroed(state->rows.n_rows * n_keys, sizeof(furat_value));
  if (!state->values) {
    return furat_error_no_mem(err);
  }
  for (size_t row = 0; row < state->rows.n_rows; row++) {
    const furat_id *ids = furat_row_set_row(&state->rows, row) + op->plan->n_vars;
    if (row % ROWS_BETWEEN_POLLS == 0) {
      furat_status status = furat_cancel_poll(op->execution->view->cancel, err);
      if (status == FURAT_OK) {
        status = furat_execution_check(
            op->execution, bytes_of_values + state->value_bytes.used_bytes, err);
      }
      if (status != FURAT_OK) {
        return status;
      }
    }
    for (size_t i = 0; i < n_keys; i++) {
      furat_term term;
      furat_status status =
          furat_view_term(op->execution->view, ids[i], &state->value_bytes, &term, err);
      if (status != FURAT_OK) {
        return status;
      }
      if (furat_value_of_term(&state->values[row * n_keys + i], &state->value_bytes,
                              &term) != FURAT_OK) {
        return furat_error_no_mem(err);
      }
    }
  }
  return FURAT_OK;
}

// Of two rows by the ids of their keys; false when those do not tell.
static bool
compare_ids(const furat_operator *op, const furat_id *a, const furat_id *b, int *out)
{
  const sort_state *state = op->state;
  for (size_t i = 0; i < op->plan->n_sort_keys; i++) {
    int order;
    if (!furat_id_order(&order, a[i], b[i], state->n_ordered)) {
      return false;
    }
    if (order != 0) {
      *out = op->plan->sort_keys[i].descending ? -order : order;
      return true;
    }
  }
  *out = 0;
  return true;
}

static int
compare_values(const furat_operator *op, uint32_t a, uint32_t b)
{
  const sort_state *state = op->state;
  size_t n_keys = op->plan->n_sort_keys;
  for (size_t i = 0; i < n_keys; i++) {
    int order =
        furat_value_order(&state->values[a * n_keys + i], &state->values[b * n_keys + i]);
    if (order != 0) {
      return op->plan->sort_keys[i].descending ? -order : order;
    }
  }
  return 0;
}

static int
compare_rows(const furat_operator *op, uint32_t a, uint32_t b)
{
  sort_state *state = op->state;
  size_t n_vars = op->plan->n_vars;
  int order = 0;
  if (state->values) {
    return compare_values(op, a, b);
  }
  if (!compare_ids(op, furat_row_set_row(&state->rows, a) + n_vars,
                   furat_row_set_row(&state->rows, b) + n_vars, &order)) {
    state->needs_values = true; // and all begins anew
  }
  return order;
}

// Merge sort, bottom up: stable, and never worse than n log n.
static furat_status
merge_sort(furat_operator *op, uint32_t *order, uint32_t *spare, size_t n,
           furat_error *err)
{
  const sort_state *state = op->state;
  size_t n_merged = 0;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t start = 0; start < n; start += 2 * width) {
      size_t middle = start + width < n ? start + width : n;
      size_t end = middle + width < n ? middle + width : n;
      size_t a = start;
      size_t b = middle;
      for (size_t i = start; i < end; i++) {
        bool take_a =
            b == end || (a < middle && compare_rows(op, order[a], order[b]) <= 0);
        spare[i] = take_a ? order[a++] : order[b++];
        if (++n_merged % ROWS_BETWEEN_POLLS > 0) {
          continue;
        }
        furat_status status = furat_cancel_poll(op->execution->view->cancel, err);
        if (status != FURAT_OK || (state->needs_values && !state->values)) {
          return status;
        }
      }
    }
    memcpy(order, spare, n * sizeof(*order));
  }
  return FURAT_OK;
}

static furat_status
try_sort(furat_operator *op, uint32_t *spare, furat_error *err)
{
  sort_state *state = op->state;
  size_t n = state->rows.n_rows;
  furat_status status = state->needs_values ? load_values(op, err) : FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; i++) {
    state->order[i] = (uint32_t)i;
  }
  return status == FURAT_OK ? merge_sort(op, state->order, spare, n, err) : status;
}

static furat_status
sort_rows(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  size_t n = state->rows.n_rows;
  furat_free(state->order);
  state->order = furat_alloc_zeroed(n, sizeof(uint32_t));
  uint32_t *spare = furat_alloc_zeroed(n, sizeof(uint32_t));
  bool by_values = state->needs_values;
  furat_status status =
      state->order && spare ? try_sort(op, spare, err) : furat_error_no_mem(err);
  if (status == FURAT_OK && state->needs_values != by_values) {
    status = try_sort(op, spare, err);
  }
  furat_free(spare);
  furat_free(state->values);
  state->values = NULL;
  furat_arena_clear(&state->value_bytes);
  return status;
}

// ------------------------------------------------------------------------- filling

static furat_status
remember_bound(furat_operator *op, size_t row, furat_error *err)
{
  sort_state *state = op->state;
  const size_t n = op->plan->n_sort_keys;
  if (!state->bound && !(state->bound = furat_alloc_zeroed(n, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  memcpy(state->bound, furat_row_set_row(&state->rows, row) + op->plan->n_vars,
         n * sizeof(furat_id));
  return FURAT_OK;
}

// Keep only the rows that can be among the first `limit`, in their order.
static furat_status
cut(furat_operator *op, size_t limit, furat_error *err)
{
  sort_state *state = op->state;
  furat_status status = sort_rows(op, err);
  furat_row_set kept;
  furat_row_set_init(&kept, op->execution, state->rows.n_columns, NULL, 0);
  for (size_t i = 0; status == FURAT_OK && i < limit; i++) {
    uint32_t position;
    status = furat_row_set_add(&kept, furat_row_set_row(&state->rows, state->order[i]),
                               &position, err);
  }
  furat_row_set_clear(&state->rows);
  state->rows = kept;
  return status == FURAT_OK && limit > 0 ? remember_bound(op, limit - 1, err) : status;
}

// Whether the row of `state->row` surely comes behind all that is wanted.
static bool
is_beyond(const furat_operator *op)
{
  const sort_state *state = op->state;
  int order;
  return state->bound &&
         compare_ids(op, state->row + op->plan->n_vars, state->bound, &order) &&
         order >= 0;
}

// What sorting the rows takes beside them, if their keys have to be looked up.
static size_t
bytes_to_sort(const furat_operator *op, size_t n_rows)
{
  enum { BYTES_OF_TEXT = 64 };
  size_t of_keys = op->plan->n_sort_keys * (sizeof(furat_value) + BYTES_OF_TEXT);
  return n_rows * (2 * sizeof(uint32_t) + of_keys);
}

static bool
has_room(const furat_operator *op)
{
  const sort_state *state = op->state;
  size_t n = state->rows.n_rows;
  size_t more = n == state->rows.cap_rows ? 2 * n : n;
  size_t spare = bytes_to_sort(op, more) + FURAT_ROW_FILE_BLOCK_BYTES;
  return n < MIN_ROWS || state->file.streams.n == MAX_RUNS ||
         (n % ROWS_BETWEEN_POLLS != 0 && n < state->rows.cap_rows) ||
         (furat_row_set_has_room(&state->rows, spare) &&
          furat_execution_check(op->execution, spare, NULL) == FURAT_OK);
}

// Sort the rows so far and put them into a run.
static furat_status
write_run(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  if (!state->file.execution) {
    furat_row_file_init(&state->file, op->execution, state->rows.n_columns);
  }
  const size_t run = state->file.streams.n;
  furat_status status = sort_rows(op, err);
  if (status == FURAT_OK) {
    status = furat_row_file_add_stream(&state->file, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < state->rows.n_rows; i++) {
    status = furat_row_file_write(&state->file, run,
                                  furat_row_set_row(&state->rows, state->order[i]), err);
  }
  furat_row_set_clear(&state->rows);
  return status == FURAT_OK ? furat_row_file_end_stream(&state->file, run, err) : status;
}

// The row `row` of the input with its keys in `state->row`.
static furat_status
read_row(furat_operator *op, size_t row, furat_error *err)
{
  sort_state *state = op->state;
  const furat_solutions *in = op->left->out;
  furat_solution solution = {.batch = in, .row = row};
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    state->row[i] = in->columns[i][row];
  }
  for (size_t i = 0; i < op->plan->n_sort_keys && status == FURAT_OK; i++) {
    status = furat_expression_id(state->keys[i], &solution,
                                 &state->row[op->plan->n_vars + i], err);
  }
  return status;
}

static furat_status
take_batch(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  const furat_solutions *in = op->left->out;
  furat_status status = FURAT_OK;
  for (; state->next_in < in->n_rows && status == FURAT_OK; state->next_in++) {
    uint32_t position;
    status = read_row(op, state->next_in, err);
    if (status != FURAT_OK || is_beyond(op)) {
      continue;
    }
    status = has_room(op) ? FURAT_OK : write_run(op, err);
    if (status == FURAT_OK) {
      status = furat_row_set_add(&state->rows, state->row, &position, err);
    }
  }
  return status;
}

// ----------------------------------------------------------------------------- merging

static furat_status
value_of(furat_operator *op, furat_id id, furat_value *out, furat_error *err)
{
  sort_state *state = op->state;
  furat_term term;
  furat_status status =
      furat_view_term(op->execution->view, id, &state->value_bytes, &term, err);
  if (status == FURAT_OK &&
      furat_value_of_term(out, &state->value_bytes, &term) != FURAT_OK) {
    status = furat_error_no_mem(err);
  }
  return status;
}

// Of the first rows of two runs.
static furat_status
compare_heads(furat_operator *op, size_t a, size_t b, int *out, furat_error *err)
{
  sort_state *state = op->state;
  const furat_id *x = state->runs[a].row + op->plan->n_vars;
  const furat_id *y = state->runs[b].row + op->plan->n_vars;
  furat_status status = FURAT_OK;
  if (compare_ids(op, x, y, out)) {
    return FURAT_OK;
  }
  if (++state->n_compared % COMPARISONS_BETWEEN_RESETS == 0) {
    furat_arena_reset(&state->value_bytes);
  }
  *out = 0;
  for (size_t i = 0; i < op->plan->n_sort_keys && *out == 0 && status == FURAT_OK; i++) {
    furat_value values[2];
    status = value_of(op, x[i], &values[0], err);
    if (status == FURAT_OK) {
      status = value_of(op, y[i], &values[1], err);
    }
    if (status == FURAT_OK) {
      int order = furat_value_order(&values[0], &values[1]);
      *out = op->plan->sort_keys[i].descending ? -order : order;
    }
  }
  return status;
}

// Let the run at `place` of the heap sink to where it belongs; equal rows come in the
// order of their runs.
static furat_status
sink(furat_operator *op, size_t place, furat_error *err)
{
  sort_state *state = op->state;
  size_t *heap = state->heap;
  for (;;) {
    size_t least = place;
    for (size_t child = 2 * place + 1; child <= 2 * place + 2 && child < state->n_heap;
         child++) {
      int order;
      furat_status status = compare_heads(op, heap[child], heap[least], &order, err);
      if (status != FURAT_OK) {
        return status;
      }
      if (order < 0 || (order == 0 && heap[child] < heap[least])) {
        least = child;
      }
    }
    if (least == place) {
      return FURAT_OK;
    }
    const size_t run = heap[place];
    heap[place] = heap[least];
    heap[least] = run;
    place = least;
  }
}

static furat_status
start_merging(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  furat_status status = write_run(op, err);
  const size_t n = state->file.streams.n;
  state->runs = furat_alloc_zeroed(n, sizeof(*state->runs));
  state->heap = furat_alloc_zeroed(n, sizeof(*state->heap));
  if (!state->runs || !state->heap) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    sort_run *run = &state->runs[i];
    status = furat_row_reader_open(&run->reader, &state->file, i, err);
    if (status == FURAT_OK) {
      status = furat_row_reader_next(&run->reader, &run->row, err);
      state->heap[state->n_heap] = i;
      state->n_heap += status == FURAT_OK;
      status = status == FURAT_DONE ? FURAT_OK : status;
    }
  }
  for (size_t place = state->n_heap; place > 0 && status == FURAT_OK; place--) {
    status = sink(op, place - 1, err);
  }
  state->merges = true;
  return status;
}

static furat_status
merge_next(furat_operator *op, size_t most, furat_error *err)
{
  sort_state *state = op->state;
  furat_status status = FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && state->n_heap > 0 && op->out->n_rows < most) {
    sort_run *run = &state->runs[state->heap[0]];
    for (size_t i = 0; i < op->plan->n_vars; i++) {
      op->out->columns[i][op->out->n_rows] = run->row[i];
    }
    op->out->n_rows++;
    status = furat_row_reader_next(&run->reader, &run->row, err);
    if (status == FURAT_DONE) {
      state->heap[0] = state->heap[--state->n_heap];
      status = FURAT_OK;
    }
    status = status == FURAT_OK ? sink(op, 0, err) : status;
  }
  state->n_left -= op->out->n_rows;
  return status == FURAT_OK && op->out->n_rows == 0 ? FURAT_DONE : status;
}

// Have a batch of the input with rows that were not taken.
static furat_status
next_input(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  furat_status status = state->ended ? FURAT_DONE : FURAT_OK;
  if (status == FURAT_OK &&
      (!state->has_batch || state->next_in == op->left->out->n_rows)) {
    status = furat_operator_next(op->left, err);
    state->has_batch = status == FURAT_OK;
    state->next_in = 0;
    state->ended = status == FURAT_DONE;
  }
  return status;
}

static furat_status
build(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  furat_execution *x = op->execution;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    status = next_input(op, err);
    if (status == FURAT_OK) {
      furat_arena *outer = x->scratch;
      x->scratch = &state->scratch;
      status = take_batch(op, err);
      x->scratch = outer;
      furat_arena_reset(&state->scratch);
    }
    if (status == FURAT_OK && op->plan->has_limit &&
        op->plan->limit < state->rows.n_rows &&
        state->rows.n_rows / 2 > op->plan->limit + EXTRA_ROWS) {
      status = cut(op, (size_t)op->plan->limit, err);
    }
  }
  if (status == FURAT_DONE) {
    status = state->file.execution ? start_merging(op, err) : sort_rows(op, err);
    state->built = status == FURAT_OK;
  }
  return status;
}

// How many rows the next batch may have.
static size_t
rows_to_give(const sort_state *state)
{
  return state->n_left < FURAT_SOLUTIONS_ROWS ? (size_t)state->n_left
                                              : FURAT_SOLUTIONS_ROWS;
}

// -------------------------------------------------------------------------- in order

// Whether the row at hand, and so all that come, are surely behind those that were taken.
// With one key those that have the same stay as they come.
static bool
begins_later(const furat_operator *op)
{
  const sort_state *state = op->state;
  const size_t n = state->rows.n_rows;
  if (n == 0) {
    return false;
  }
  const furat_id last = furat_row_set_row(&state->rows, n - 1)[op->plan->n_vars];
  const furat_id key = state->row[op->plan->n_vars];
  int order;
  return (op->plan->n_sort_keys == 1 && key == last) ||
         (furat_id_order(&order, last, key, state->n_ordered) &&
          (op->plan->sort_keys[0].descending ? order > 0 : order < 0));
}

// Take rows until there are enough that nothing comes in between.  Where the budget has
// no room for so many with the same key, all is sorted as if it came in no order.
static furat_status
take_in_order(furat_operator *op, bool *enough, furat_error *err)
{
  sort_state *state = op->state;
  const size_t wanted = rows_to_give(state);
  furat_status status = FURAT_OK;
  for (; state->next_in < op->left->out->n_rows && status == FURAT_OK; state->next_in++) {
    uint32_t position;
    status = read_row(op, state->next_in, err);
    *enough = state->rows.n_rows >= wanted && begins_later(op);
    state->in_order = has_room(op);
    if (status != FURAT_OK || *enough || !state->in_order) {
      return status;
    }
    status = furat_row_set_add(&state->rows, state->row, &position, err);
  }
  return status;
}

// Sort the next rows that stand together.
static furat_status
build_in_order(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  furat_execution *x = op->execution;
  furat_status status = FURAT_OK;
  bool enough = state->n_left == 0;
  furat_row_set_clear(&state->rows);
  state->next_row = 0;
  while (status == FURAT_OK && !enough && state->in_order) {
    status = next_input(op, err);
    if (status == FURAT_OK) {
      furat_arena *outer = x->scratch;
      x->scratch = &state->scratch;
      status = take_in_order(op, &enough, err);
      x->scratch = outer;
      furat_arena_reset(&state->scratch);
    }
  }
  if (!state->in_order && status == FURAT_OK) {
    return build(op, err);
  }
  return status == FURAT_OK || status == FURAT_DONE ? sort_rows(op, err) : status;
}

static furat_status
sort_next(furat_operator *op, furat_error *err)
{
  sort_state *state = op->state;
  furat_status status = FURAT_OK;
  if (state->in_order && state->next_row == state->rows.n_rows) {
    status = build_in_order(op, err);
  } else if (!state->in_order && !state->built) {
    status = build(op, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const size_t most = rows_to_give(state);
  if (state->merges) {
    return merge_next(op, most, err);
  }
  op->out->n_rows = 0;
  for (; state->next_row < state->rows.n_rows && op->out->n_rows < most;
       state->next_row++) {
    const furat_id *row = furat_row_set_row(&state->rows, state->order[state->next_row]);
    for (size_t i = 0; i < op->plan->n_vars; i++) {
      op->out->columns[i][op->out->n_rows] = row[i];
    }
    op->out->n_rows++;
  }
  state->n_left -= op->out->n_rows;
  return op->out->n_rows > 0 ? FURAT_OK : FURAT_DONE;
}

static void
sort_close(furat_operator *op)
{
  sort_state *state = op->state;
  if (!state) {
    return;
  }
  empty(state);
  for (size_t i = 0; state->keys && i < op->plan->n_sort_keys; i++) {
    furat_expression_free(state->keys[i]);
  }
  furat_free(state->keys);
  furat_free(state->row);
  furat_free(state->values);
  furat_arena_clear(&state->value_bytes);
  furat_arena_clear(&state->scratch);
}

const furat_operator_methods furat_op_sort = {sort_open, sort_start, sort_next,
                                              sort_close, NULL};
