// SPDX-License-Identifier: GPL-3.0-or-later
// The common part of joins: columns by role, pairs to batches, conditions.
#include "exec/join.h"

#include "base/memory.h"

static furat_status
pair_columns(furat_join *join, furat_error *err)
{
  const furat_plan *left = join->op->plan->left;
  const furat_plan *right = join->op->plan->right;
  size_t **const arrays[] = {&join->left_keys, &join->right_keys, &join->left_checks,
                             &join->right_checks};
  for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++) {
    *arrays[i] = furat_alloc_zeroed(right->n_vars, sizeof(size_t));
    if (!*arrays[i]) {
      return furat_error_no_mem(err);
    }
  }
  for (size_t r = 0; r < right->n_vars; r++) {
    size_t l = furat_plan_column(left, right->vars[r]);
    if (l == left->n_vars) {
      continue;
    }
    if (left->certain[l] && right->certain[r]) {
      join->left_keys[join->n_keys] = l;
      join->right_keys[join->n_keys++] = r;
    } else {
      join->left_checks[join->n_checks] = l;
      join->right_checks[join->n_checks++] = r;
    }
  }
  return FURAT_OK;
}

static furat_status
make_rooms(furat_join *join, furat_error *err)
{
  size_t n = join->op->plan->right->n_vars;
  join->right_columns = furat_alloc_zeroed(n, sizeof(*join->right_columns));
  join->candidate.columns = furat_alloc_zeroed(n, sizeof(*join->candidate.columns));
  join->candidate.n_columns = n;
  join->candidate.n_rows = 1;
  join->left_rows = furat_alloc_zeroed(FURAT_SOLUTIONS_ROWS, sizeof(uint32_t));
  join->right_rows = furat_alloc_zeroed(FURAT_SOLUTIONS_ROWS, sizeof(uint32_t));
  if (!join->right_columns || !join->candidate.columns || !join->left_rows ||
      !join->right_rows) {
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

furat_status
furat_join_open(furat_join *join, furat_operator *op, furat_error *err)
{
  join->op = op;
  furat_arena_init(&join->scratch, SIZE_MAX);
  furat_status status = pair_columns(join, err);
  if (status == FURAT_OK) {
    status = make_rooms(join, err);
  }
  if (status == FURAT_OK) {
    status = furat_column_map_new(&join->left_map, op->plan, op->plan->left, err);
  }
  if (status == FURAT_OK) {
    status = furat_column_map_new(&join->right_map, op->plan, op->plan->right, err);
  }
  if (status == FURAT_OK && op->plan->filter) {
    status = furat_expression_new(&join->condition, op->execution, op->plan->filter,
                                  op->plan->left, op->plan->right, err);
  }
  return status;
}

void
furat_join_close(furat_join *join)
{
  if (!join->op) {
    return;
  }
  furat_free(join->left_keys);
  furat_free(join->right_keys);
  furat_free(join->left_checks);
  furat_free(join->right_checks);
  furat_free(join->left_map);
  furat_free(join->right_map);
  furat_free(join->right_columns);
  furat_free(join->candidate.columns);
  furat_free(join->left_rows);
  furat_free(join->right_rows);
  furat_expression_free(join->condition);
  furat_arena_clear(&join->scratch);
}

furat_status
furat_join_start(furat_join *join, furat_error *err)
{
  join->left = NULL;
  join->pull = NULL;
  join->n_pairs = 0;
  join->goal = 0;
  join->has_alone = false;
  return furat_operator_start(join->op->left, err);
}

furat_status
furat_join_pull_left(furat_join *join, furat_error *err)
{
  furat_join_flush(join);
  join->left = NULL;
  join->left_row = 0;
  if (join->pull) {
    return join->pull(join->op, &join->left, err);
  }
  furat_status status = furat_operator_next(join->op->left, err);
  join->left = status == FURAT_OK ? join->op->left->out : NULL;
  return status;
}

void
furat_join_set_right(furat_join *join, const furat_solutions *batch)
{
  for (size_t i = 0; i < batch->n_columns; i++) {
    join->right_columns[i] = batch->columns[i];
  }
  join->stride = 1;
}

// -------------------------------------------------------- the batch that comes out

static void
copy_left(const furat_join *join, size_t column, furat_id *to)
{
  const furat_id *from = join->left->columns[column];
  for (size_t i = 0; i < join->n_pairs; i++) {
    to[i] = from[join->left_rows[i]];
  }
}

static furat_id
right_value(const furat_join *join, size_t column, size_t pair)
{
  uint32_t row = join->right_rows[pair];
  return row == FURAT_ROW_ALONE ? FURAT_ID_NONE
                                : join->right_columns[column][row * join->stride];
}

static void
copy_right(const furat_join *join, size_t column, furat_id *to)
{
  const furat_id *from = join->right_columns[column];
  if (join->has_alone) {
    for (size_t i = 0; i < join->n_pairs; i++) {
      to[i] = right_value(join, column, i);
    }
    return;
  }
  for (size_t i = 0; i < join->n_pairs; i++) {
    to[i] = from[join->right_rows[i] * join->stride];
  }
}

// What the left side leaves open the right one may bind.
static void
fill_open(const furat_join *join, size_t column, furat_id *to)
{
  for (size_t i = 0; i < join->n_pairs; i++) {
    if (to[i] == FURAT_ID_NONE) {
      to[i] = right_value(join, column, i);
    }
  }
}

void
furat_join_flush(furat_join *join)
{
  furat_solutions *out = join->op->out;
  const furat_plan *left = join->op->plan->left;
  for (size_t i = 0; i < out->n_columns && join->n_pairs > 0; i++) {
    furat_id *to = out->columns[i] + out->n_rows;
    size_t l = join->left_map[i];
    size_t r = join->right_map[i];
    if (l == SIZE_MAX) {
      copy_right(join, r, to);
    } else {
      copy_left(join, l, to);
      if (r != SIZE_MAX && !left->certain[l]) {
        fill_open(join, r, to);
      }
    }
  }
  out->n_rows += join->n_pairs;
  join->n_pairs = 0;
  join->has_alone = false;
}

// --------------------------------------------------------------------------- pairs

static bool
is_compatible(const furat_join *join, uint32_t right_row)
{
  size_t n_bound = join->n_keys;
  for (size_t i = 0; i < join->n_checks; i++) {
    furat_id l = join->left->columns[join->left_checks[i]][join->left_row];
    furat_id r = join->right_columns[join->right_checks[i]][right_row * join->stride];
    if (l != FURAT_ID_NONE && r != FURAT_ID_NONE) {
      if (l != r) {
        return false;
      }
      n_bound++;
    }
  }
  return n_bound > 0 || join->op->plan->join != FURAT_JOIN_MINUS;
}

static furat_status
condition_holds(furat_join *join, uint32_t right_row, bool *out, furat_error *err)
{
  for (size_t i = 0; i < join->candidate.n_columns; i++) {
    join->candidate.columns[i] = join->right_columns[i] + right_row * join->stride;
  }
  furat_execution *x = join->op->execution;
  furat_arena *outer = x->scratch;
  x->scratch = &join->scratch;
  furat_solution solution = {join->left, join->left_row, &join->candidate, 0};
  furat_status status = furat_expression_holds(join->condition, &solution, out, err);
  x->scratch = outer;
  furat_arena_reset(&join->scratch);
  return status;
}

furat_status
furat_join_meets(furat_join *join, uint32_t right_row, bool *out, furat_error *err)
{
  *out = is_compatible(join, right_row);
  return *out && join->condition ? condition_holds(join, right_row, out, err) : FURAT_OK;
}
