// SPDX-License-Identifier: GPL-3.0-or-later
// GROUP: solutions by the ids of their keys; an accumulator for each group and aggregate.
// When the budget has no room for more groups, the solutions of new ones are put into
// parts of a file by their keys, and each part is grouped when those before it are given.
//
// Where the solutions come sorted by the keys (plan->in_order) a group is whole when the
// next one begins, and is given then: no more is kept than the groups of a batch.
#include "base/memory.h"
#include "exec/column_aggregate.h"
#include "exec/distinct_set.h"
#include "exec/expression.h"
#include "exec/memo.h"
#include "exec/row_aggregate.h"
#include "exec/row_file.h"
#include "exec/row_set.h"

// With fewer groups than this the budget is too small for anything.
enum { N_PARTS = 16, MAX_LEVEL = 8, MIN_GROUPS = 64 };

// Solutions of a file that are grouped later.
typedef struct {
  furat_row_file *file; // which ends with its stream 0
  size_t stream;
  uint64_t level;
} group_part;

typedef struct {
  size_t n_keys;
  size_t *key_columns;          // 0, 1, 2 ... of `groups`
  furat_expression **keys;      // NULL: the variable, in `key_inputs`
  size_t *key_inputs;           // columns of the input that decide the keys, or SIZE_MAX
  furat_expression **arguments; // by aggregate; NULL: COUNT(*)
  furat_row_set groups;
  furat_vec accumulators; // furat_accumulator: group after group
  // By aggregate: (group, id) or for COUNT(*) (group, columns...).
  furat_distinct_set *distinct;
  size_t *distinct_columns;
  furat_id *row;
  furat_arena kept;
  size_t text_bytes; // of GROUP_CONCAT in all groups
  furat_arena scratch;
  furat_row_file *spilled; // where solutions of new groups go; NULL: they have room
  furat_vec parts;         // group_part
  uint64_t level;          // of the part that is being grouped
  furat_solutions *again;  // a batch of it
  bool built;              // no more solutions come
  bool in_order;           // those with the same keys come one after the other
  bool plain_keys;         // and one column decides each key
  size_t *arguments_at;    // columns of the aggregates then, or SIZE_MAX
  bool concatenates;
  unsigned n_polls;
  size_t next_group;
  size_t n_groups;
} group_state;

static furat_status
compile(furat_operator *op, group_state *state, furat_error *err)
{
  const furat_plan *plan = op->plan;
  furat_status status = FURAT_OK;
  state->plain_keys = true;
  for (size_t i = 0; i < plan->n_assignments && status == FURAT_OK; i++) {
    const furat_assignment *key = &plan->assignments[i];
    furat_var var = key->var;
    const bool depends = !key->expr || furat_memo_pays(key->expr, &var);
    size_t column = furat_plan_column(plan->left, var);
    state->key_columns[i] = i;
    state->key_inputs[i] = column < plan->left->n_vars ? column : SIZE_MAX;
    state->plain_keys &= depends && state->key_inputs[i] != SIZE_MAX;
    if (key->expr) {
      status = furat_expression_new(&state->keys[i], op->execution, key->expr, plan->left,
                                    NULL, err);
    }
  }
  for (size_t i = 0; i < plan->n_aggregates && status == FURAT_OK; i++) {
    const furat_aggregate *aggregate = &plan->aggregates[i];
    state->arguments_at[i] = aggregate->arg && aggregate->arg->kind == FURAT_EXPR_VAR
                                 ? furat_plan_column(plan->left, aggregate->arg->var)
                                 : SIZE_MAX;
    state->concatenates |= aggregate->builtin == FURAT_BUILTIN_GROUP_CONCAT;
    if (aggregate->arg) {
      status = furat_expression_new(&state->arguments[i], op->execution, aggregate->arg,
                                    plan->left, NULL, err);
    }
  }
  return status;
}

static furat_status
group_open(furat_operator *op, furat_error *err)
{
  group_state *state = op->state = furat_alloc_zeroed(1, sizeof(group_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  const furat_plan *plan = op->plan;
  size_t widest = plan->left->n_vars + plan->n_assignments + 2;
  furat_arena_init(&state->kept, SIZE_MAX);
  furat_arena_init(&state->scratch, SIZE_MAX);
  furat_vec_init(&state->accumulators, sizeof(furat_accumulator), SIZE_MAX);
  furat_vec_init(&state->parts, sizeof(group_part), SIZE_MAX);
  state->n_keys = plan->n_assignments;
  state->key_columns = furat_alloc_zeroed(state->n_keys, sizeof(size_t));
  state->key_inputs = furat_alloc_zeroed(state->n_keys, sizeof(size_t));
  state->keys = furat_alloc_zeroed(state->n_keys, sizeof(*state->keys));
  state->arguments = furat_alloc_zeroed(plan->n_aggregates, sizeof(*state->arguments));
  state->arguments_at = furat_alloc_zeroed(plan->n_aggregates, sizeof(size_t));
  state->distinct = furat_alloc_zeroed(plan->n_aggregates, sizeof(*state->distinct));
  state->distinct_columns = furat_alloc_zeroed(widest, sizeof(size_t));
  state->row = furat_alloc_zeroed(widest, sizeof(furat_id));
  if (!state->key_columns || !state->key_inputs || !state->keys || !state->arguments ||
      !state->arguments_at || !state->distinct || !state->distinct_columns ||
      !state->row) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < widest; i++) {
    state->distinct_columns[i] = i;
  }
  state->in_order = plan->in_order;
  furat_row_set_init(&state->groups, op->execution, state->n_keys, state->key_columns,
                     state->in_order ? 0 : state->n_keys);
  for (size_t i = 0; i < plan->n_aggregates; i++) {
    size_t n = plan->aggregates[i].arg ? 2 : 1 + plan->left->n_vars;
    furat_distinct_set_init(&state->distinct[i], op->execution, n,
                            state->distinct_columns);
  }
  return compile(op, state, err);
}

static void
forget_groups(furat_operator *op)
{
  group_state *state = op->state;
  for (size_t i = 0; i < state->accumulators.n; i++) {
    furat_accumulator_clear(&FURAT_VEC_AT(&state->accumulators, furat_accumulator, i));
  }
  furat_vec_truncate(&state->accumulators, 0);
  if (state->groups.execution) {
    furat_row_set_clear(&state->groups);
  }
  for (size_t i = 0; state->distinct && i < op->plan->n_aggregates; i++) {
    furat_distinct_set_clear(&state->distinct[i]);
  }
  furat_arena_clear(&state->kept);
  state->text_bytes = 0;
  state->next_group = state->n_groups = 0;
}

static void
empty(furat_operator *op)
{
  group_state *state = op->state;
  forget_groups(op);
  for (size_t i = 0; i < state->parts.n; i++) {
    const group_part *part = &FURAT_VEC_AT(&state->parts, group_part, i);
    if (part->stream == 0) {
      furat_row_file_free(part->file);
    }
  }
  furat_vec_truncate(&state->parts, 0);
  furat_row_file_free(state->spilled);
  state->spilled = NULL;
  state->level = 0;
  state->built = false;
}

static furat_status
group_start(furat_operator *op, furat_error *err)
{
  empty(op);
  return furat_operator_start(op->left, err);
}

// ------------------------------------------------------------------------ building

// What does not count itself.  Texts of GROUP_CONCAT have no other place to be counted.
static size_t
bytes_kept(const group_state *state)
{
  size_t n = state->kept.used_bytes + state->accumulators.n * sizeof(furat_accumulator);
  return n + state->text_bytes;
}

// What sets of distinct values have to leave to others.
static size_t
bytes_to_spare(const furat_operator *op)
{
  const size_t parts = (size_t)N_PARTS * FURAT_ROW_FILE_BLOCK_BYTES;
  return bytes_kept(op->state) + (op->plan->n_aggregates + 1) * parts;
}

typedef struct {
  furat_operator *op;
  size_t aggregate;
} settling;

// A distinct value that was not taken when it came: (group, id).  Of groups in order only
// the last one waits for any.
static furat_status
take_late(void *self, const furat_id *row, furat_error *err)
{
  const settling *s = self;
  group_state *state = s->op->state;
  const furat_aggregate *aggregate = &s->op->plan->aggregates[s->aggregate];
  const size_t group = state->in_order ? state->n_groups - 1 : row[0];
  furat_accumulator *a = &FURAT_VEC_AT(&state->accumulators, furat_accumulator,
                                       group * s->op->plan->n_aggregates + s->aggregate);
  if (!aggregate->arg) {
    a->n++;
    return FURAT_OK;
  }
  const size_t before = a->text.cap;
  const furat_status status = furat_accumulator_add_term(
      a, aggregate, row[1], s->op->execution->view, &state->kept, &state->scratch, err);
  state->text_bytes += a->text.cap - before;
  furat_arena_reset(&state->scratch);
  return status == FURAT_OK
             ? furat_execution_check(s->op->execution, bytes_kept(state), err)
             : status;
}

// The groups so far get no more solutions: take the distinct values that wait.
static furat_status
settle_sets(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_aggregates && status == FURAT_OK; i++) {
    settling self = {op, i};
    status = furat_distinct_set_finish(&state->distinct[i], bytes_to_spare(op), &self,
                                       take_late, err);
  }
  return status;
}

static furat_status
new_group(furat_operator *op, uint32_t *group, furat_error *err)
{
  group_state *state = op->state;
  size_t n = op->plan->n_aggregates;
  furat_status status = state->in_order ? settle_sets(op, err) : FURAT_OK;
  if (status == FURAT_OK) {
    status = furat_row_set_add(&state->groups, state->row, group, err);
  }
  size_t first = state->accumulators.n;
  if (status == FURAT_OK && n > 0 && !furat_vec_extend(&state->accumulators, n)) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; status == FURAT_OK && i < n; i++) {
    furat_accumulator_init(
        &FURAT_VEC_AT(&state->accumulators, furat_accumulator, first + i),
        op->execution->call.max_text_bytes);
  }
  state->n_groups++;
  return status;
}

// Whether the budget allows one more group, and the parts of a file beside it.
static bool
has_room(const furat_operator *op)
{
  const group_state *state = op->state;
  if (state->spilled || op->plan->left->n_vars == 0) {
    return !state->spilled; // groups of a part are all in it
  }
  const furat_vec *a = &state->accumulators;
  size_t more = a->n + op->plan->n_aggregates > a->cap ? a->cap * a->item_bytes : 0;
  more += (size_t)2 * N_PARTS * FURAT_ROW_FILE_BLOCK_BYTES;
  return state->n_groups < MIN_GROUPS || state->level == MAX_LEVEL ||
         (furat_row_set_has_room(&state->groups, bytes_kept(state) + more) &&
          furat_execution_check(op->execution, bytes_kept(state) + more, NULL) ==
              FURAT_OK);
}

// Put the solution into the part of its keys, which are in `state->row`.
static furat_status
spill(furat_operator *op, const furat_solution *solution, furat_error *err)
{
  group_state *state = op->state;
  furat_status status = FURAT_OK;
  if (!state->spilled) {
    status = furat_row_file_new(&state->spilled, op->execution, op->plan->left->n_vars,
                                N_PARTS, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const size_t part =
      furat_row_file_part(state->spilled, state->row, state->n_keys, state->level);
  for (size_t i = 0; i < solution->batch->n_columns; i++) {
    state->row[i] = solution->batch->columns[i][solution->row];
  }
  return furat_row_file_write(state->spilled, part, state->row, err);
}

// The group that came last, if it has the keys in `state->row`.
static uint32_t
last_group(const group_state *state)
{
  if (state->n_groups == 0) {
    return FURAT_ROW_NONE;
  }
  const furat_id *keys = furat_row_set_row(&state->groups, state->n_groups - 1);
  for (size_t i = 0; i < state->n_keys; i++) {
    if (keys[i] != state->row[i]) {
      return FURAT_ROW_NONE;
    }
  }
  return (uint32_t)(state->n_groups - 1);
}

// The group of a solution; FURAT_ROW_NONE when the solution was put aside.
static furat_status
find_group(furat_operator *op, const furat_solution *solution, uint32_t *group,
           furat_error *err)
{
  group_state *state = op->state;
  for (size_t i = 0; i < state->n_keys; i++) {
    furat_status status = FURAT_OK;
    if (state->keys[i]) {
      status = furat_expression_id(state->keys[i], solution, &state->row[i], err);
    } else {
      state->row[i] = state->key_inputs[i] == SIZE_MAX
                          ? FURAT_ID_NONE
                          : solution->batch->columns[state->key_inputs[i]][solution->row];
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (state->n_keys == 0) {
    *group = 0;
    return state->n_groups > 0 ? FURAT_OK : new_group(op, group, err);
  }
  *group = state->in_order ? last_group(state)
                           : furat_row_set_find(&state->groups, state->row);
  if (*group != FURAT_ROW_NONE) {
    return FURAT_OK;
  }
  return state->in_order || has_room(op) ? new_group(op, group, err)
                                         : spill(op, solution, err);
}

// Whether the group has seen the argument (or for COUNT(DISTINCT *) the solution) before.
static furat_status
is_new(furat_operator *op, size_t aggregate, uint32_t group,
       const furat_solution *solution, bool *out, furat_error *err)
{
  group_state *state = op->state;
  state->row[0] = state->in_order ? 0 : group; // of one group at a time then
  if (state->arguments[aggregate]) {
    furat_status status =
        furat_expression_id(state->arguments[aggregate], solution, &state->row[1], err);
    if (status != FURAT_OK) {
      return status;
    }
  } else {
    for (size_t i = 0; i < solution->batch->n_columns; i++) {
      state->row[1 + i] = solution->batch->columns[i][solution->row];
    }
  }
  return furat_distinct_set_add(&state->distinct[aggregate], state->row,
                                bytes_to_spare(op), out, err);
}

static furat_status
accumulate_one(furat_operator *op, uint32_t group, size_t i,
               const furat_solution *solution, furat_error *err)
{
  group_state *state = op->state;
  const furat_aggregate *aggregate = &op->plan->aggregates[i];
  furat_expression *argument = state->arguments[i];
  bool wanted = true;
  furat_status status = FURAT_OK;
  if (aggregate->distinct) {
    status = is_new(op, i, group, solution, &wanted, err);
  }
  if (status != FURAT_OK || !wanted) {
    return status;
  }
  furat_accumulator *a = &FURAT_VEC_AT(&state->accumulators, furat_accumulator,
                                       group * op->plan->n_aggregates + i);
  if (!argument) { // COUNT(*)
    a->n++;
    return FURAT_OK;
  }
  const size_t before = a->text.cap;
  status = furat_row_aggregate_add(a, aggregate, argument, solution, op->execution->view,
                                   &state->kept, &state->scratch, err);
  state->text_bytes += a->text.cap - before;
  return status;
}

static furat_status
accumulate(furat_operator *op, uint32_t group, const furat_solution *solution,
           furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_aggregates && status == FURAT_OK; i++) {
    status = accumulate_one(op, group, i, solution, err);
  }
  return status;
}

static bool
has_keys_of(const group_state *state, const furat_solutions *in, size_t row, size_t other)
{
  for (size_t i = 0; i < state->n_keys; i++) {
    const furat_id *keys = in->columns[state->key_inputs[i]];
    if (keys[row] != keys[other]) {
      return false;
    }
  }
  return true;
}

// The groups of all rows; one that was put aside has none.
static furat_status
find_groups(furat_operator *op, const furat_solutions *in, uint32_t *groups,
            furat_error *err)
{
  const group_state *state = op->state;
  furat_status status = FURAT_OK;
  for (size_t row = 0; status == FURAT_OK && row < in->n_rows; row++) {
    furat_solution solution = {.batch = in, .row = row};
    const bool known = row > 0 && state->plain_keys &&
                       groups[row - 1] != FURAT_ROW_NONE &&
                       has_keys_of(state, in, row, row - 1);
    groups[row] = known ? groups[row - 1] : FURAT_ROW_NONE;
    status = known ? FURAT_OK : find_group(op, &solution, &groups[row], err);
  }
  return status;
}

// Take a column into the accumulators of its aggregate, and one by one the rows that have
// to be evaluated.
static furat_status
take_column(furat_operator *op, size_t i, const furat_solutions *in,
            const uint32_t *groups, furat_error *err)
{
  group_state *state = op->state;
  const size_t column = state->arguments_at[i];
  const furat_column_aggregate columns = {
      .aggregate = &op->plan->aggregates[i],
      .accumulators = &FURAT_VEC_AT(&state->accumulators, furat_accumulator, i),
      .stride = op->plan->n_aggregates,
      .column = column == SIZE_MAX ? NULL : in->columns[column],
      .view = op->execution->view,
      .scratch = &state->scratch};
  furat_status status = FURAT_OK;
  for (size_t row = 0; row < in->n_rows && status == FURAT_OK;) {
    size_t end = row;
    while (end < in->n_rows && (!groups || groups[end] != FURAT_ROW_NONE)) {
      end = groups ? end + 1 : in->n_rows;
    }
    status = furat_column_aggregate_add(&columns, groups, row, end, &row, err);
    if (status == FURAT_OK && row < end) {
      furat_solution solution = {.batch = in, .row = row};
      status = accumulate_one(op, groups ? groups[row] : 0, i, &solution, err);
    }
    row += row < in->n_rows; // evaluated, or put aside
  }
  return status;
}

static furat_status
take_columns(furat_operator *op, const furat_solutions *in, furat_error *err)
{
  group_state *state = op->state;
  const size_t n_aggregates = op->plan->n_aggregates;
  uint32_t groups[FURAT_SOLUTIONS_ROWS];
  uint32_t group;
  furat_status status = FURAT_OK;
  if (state->n_keys > 0) {
    status = find_groups(op, in, groups, err);
  } else if (state->n_groups == 0) {
    status = new_group(op, &group, err);
  }
  const bool any = state->n_groups > 0;
  for (size_t i = 0; i < n_aggregates && any && status == FURAT_OK; i++) {
    status = take_column(op, i, in, state->n_keys > 0 ? groups : NULL, err);
  }
  return status;
}

static furat_status
take_rows(furat_operator *op, const furat_solutions *in, furat_error *err)
{
  group_state *state = op->state;
  furat_execution *x = op->execution;
  furat_status status = FURAT_OK;
  for (size_t row = 0; status == FURAT_OK && row < in->n_rows; row++) {
    furat_solution solution = {.batch = in, .row = row};
    uint32_t group;
    if (state->concatenates) { // every row may be a text of megabytes
      status = furat_cancel_poll_often(x->view->cancel, &state->n_polls, err);
    }
    status = status == FURAT_OK ? find_group(op, &solution, &group, err) : status;
    if (status == FURAT_OK && group != FURAT_ROW_NONE) {
      status = accumulate(op, group, &solution, err);
    }
  }
  return status;
}

static furat_status
take_batch(furat_operator *op, const furat_solutions *in, furat_error *err)
{
  group_state *state = op->state;
  furat_execution *x = op->execution;
  furat_arena *outer = x->scratch;
  x->scratch = &state->scratch;
  furat_status status =
      op->plan->by_columns ? take_columns(op, in, err) : take_rows(op, in, err);
  x->scratch = outer;
  furat_arena_reset(&state->scratch);
  return status == FURAT_OK ? furat_execution_check(x, bytes_kept(state), err) : status;
}

// No more solutions come: what was put aside waits in parts.
static furat_status
end_spilling(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  furat_row_file *file = state->spilled;
  furat_status status = FURAT_OK;
  for (size_t i = 0; file && i < N_PARTS && status == FURAT_OK; i++) {
    const group_part part = {file, i, state->level + 1};
    status = furat_vec_push(&state->parts, &part) ? FURAT_OK : furat_error_no_mem(err);
    state->spilled = status == FURAT_OK ? NULL : i == 0 ? file : NULL;
    if (status == FURAT_OK) {
      status = furat_row_file_end_stream(file, i, err);
    }
  }
  return status;
}

static furat_status
build(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  furat_status status = FURAT_OK;
  uint32_t group;
  while (status == FURAT_OK) {
    status = furat_operator_next(op->left, err);
    status = status == FURAT_OK ? take_batch(op, op->left->out, err) : status;
  }
  if (status != FURAT_DONE) {
    return status;
  }
  status = settle_sets(op, err);
  if (status != FURAT_OK) {
    return status;
  }
  state->built = true;
  // 18.5.1: without GROUP BY there is a group even of nothing.
  return state->n_keys == 0 && state->n_groups == 0 ? new_group(op, &group, err)
                                                    : end_spilling(op, err);
}

// A batch of the part.
static furat_status
read_again(furat_row_reader *reader, furat_solutions *batch, furat_error *err)
{
  furat_status status = FURAT_OK;
  const furat_id *row;
  batch->n_rows = 0;
  while (batch->n_rows < FURAT_SOLUTIONS_ROWS &&
         (status = furat_row_reader_next(reader, &row, err)) == FURAT_OK) {
    for (size_t i = 0; i < batch->n_columns; i++) {
      batch->columns[i][batch->n_rows] = row[i];
    }
    batch->n_rows++;
  }
  return status == FURAT_DONE && batch->n_rows > 0 ? FURAT_OK : status;
}

// Group the next part instead of what has been given.
static furat_status
build_part(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  const group_part part = FURAT_VEC_AT(&state->parts, group_part, state->parts.n - 1);
  furat_row_reader reader = {.file = NULL};
  furat_vec_pop(&state->parts);
  forget_groups(op);
  state->level = part.level;
  furat_status status = FURAT_OK;
  if (!state->again) {
    status = furat_solutions_new(&state->again, op->plan->left->n_vars, err);
  }
  if (status == FURAT_OK) {
    status = furat_row_reader_open(&reader, part.file, part.stream, err);
  }
  while (status == FURAT_OK) {
    status = furat_cancel_poll(op->execution->view->cancel, err);
    status = status == FURAT_OK ? read_again(&reader, state->again, err) : status;
    status = status == FURAT_OK ? take_batch(op, state->again, err) : status;
  }
  furat_row_reader_close(&reader);
  if (part.stream == 0) {
    furat_row_file_free(part.file);
  }
  status = status == FURAT_DONE ? settle_sets(op, err) : status;
  return status == FURAT_OK ? end_spilling(op, err) : status;
}

// ------------------------------------------------------------------------- results

static furat_status
emit_group(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  size_t group = state->next_group++;
  size_t row = op->out->n_rows;
  furat_arena *arena = state->in_order ? &state->scratch : &state->kept;
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    op->out->columns[i][row] = FURAT_ID_NONE;
  }
  for (size_t i = 0; i < state->n_keys; i++) {
    size_t column = furat_plan_column(op->plan, op->plan->assignments[i].var);
    op->out->columns[column][row] = furat_row_set_row(&state->groups, group)[i];
  }
  for (size_t i = 0; i < op->plan->n_aggregates; i++) {
    const furat_aggregate *aggregate = &op->plan->aggregates[i];
    furat_accumulator *a = &FURAT_VEC_AT(&state->accumulators, furat_accumulator,
                                         group * op->plan->n_aggregates + i);
    furat_value value;
    furat_term term;
    size_t column = furat_plan_column(op->plan, aggregate->var);
    if (furat_aggregate_takes_ids(aggregate)) {
      op->out->columns[column][row] = furat_accumulator_id(a, aggregate);
      continue;
    }
    furat_status status = furat_accumulator_result(a, aggregate, arena, &value, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (furat_value_to_term(&term, arena, &value) != FURAT_OK) {
      return furat_error_no_mem(err);
    }
    status = furat_view_intern(op->execution->view, &term, &op->out->columns[column][row],
                               err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  op->out->n_rows++;
  return FURAT_OK;
}

// Keep the group that is not whole yet as the first one.
static furat_status
keep_last_group(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  furat_vec *all = &state->accumulators;
  const size_t n = op->plan->n_aggregates;
  const size_t first = (state->n_groups - 1) * n;
  uint32_t group;
  if (state->n_groups < 2) {
    return FURAT_OK;
  }
  for (size_t i = 0; i < state->n_keys; i++) {
    state->row[i] = furat_row_set_row(&state->groups, state->n_groups - 1)[i];
  }
  state->groups.n_rows = 0;
  for (size_t i = 0; i < first; i++) {
    furat_accumulator *a = &FURAT_VEC_AT(all, furat_accumulator, i);
    state->text_bytes -= a->text.cap;
    furat_accumulator_clear(a);
  }
  for (size_t i = 0; i < n; i++) {
    FURAT_VEC_AT(all, furat_accumulator, i) =
        FURAT_VEC_AT(all, furat_accumulator, first + i);
  }
  furat_vec_truncate(all, n);
  state->next_group = 0;
  state->n_groups = 1;
  const furat_status status = furat_accumulators_keep(all->items, n, &state->kept, err);
  return status == FURAT_OK ? furat_row_set_add(&state->groups, state->row, &group, err)
                            : status;
}

// Give groups as they become whole.
static furat_status
next_in_order(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->next_group + !state->built < state->n_groups) {
      status = emit_group(op, err);
      continue;
    }
    if (state->built || op->out->n_rows > 0) {
      break;
    }
    status = keep_last_group(op, err);
    status = status == FURAT_OK ? furat_operator_next(op->left, err) : status;
    state->built = status == FURAT_DONE;
    status = status == FURAT_OK     ? take_batch(op, op->left->out, err)
             : status == FURAT_DONE ? settle_sets(op, err)
                                    : status;
  }
  return status == FURAT_OK && op->out->n_rows == 0 ? FURAT_DONE : status;
}

static furat_status
group_next(furat_operator *op, furat_error *err)
{
  group_state *state = op->state;
  op->out->n_rows = 0;
  if (state->in_order) {
    return next_in_order(op, err);
  }
  furat_status status = state->built ? FURAT_OK : build(op, err);
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->next_group < state->n_groups) {
      status = emit_group(op, err);
    } else if (state->parts.n > 0) {
      status = build_part(op, err);
    } else {
      break;
    }
  }
  return status == FURAT_OK && op->out->n_rows == 0 ? FURAT_DONE : status;
}

static void
group_close(furat_operator *op)
{
  group_state *state = op->state;
  if (!state) {
    return;
  }
  empty(op);
  furat_vec_clear(&state->accumulators);
  furat_vec_clear(&state->parts);
  furat_solutions_free(state->again);
  for (size_t i = 0; state->keys && i < state->n_keys; i++) {
    furat_expression_free(state->keys[i]);
  }
  for (size_t i = 0; state->arguments && i < op->plan->n_aggregates; i++) {
    furat_expression_free(state->arguments[i]);
  }
  furat_free(state->key_columns);
  furat_free(state->key_inputs);
  furat_free(state->keys);
  furat_free(state->arguments);
  furat_free(state->arguments_at);
  furat_free(state->distinct);
  furat_free(state->distinct_columns);
  furat_free(state->row);
  furat_arena_clear(&state->scratch);
}

const furat_operator_methods furat_op_group = {group_open, group_start, group_next,
                                               group_close, NULL};
