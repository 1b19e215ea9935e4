// SPDX-License-Identifier: GPL-3.0-or-later
// Operators without much to them: the unit, inline tables, projection, union, slice,
// named graphs.
#include <string.h>

#include "base/memory.h"
#include "exec/operator.h"

static void
close_nothing(furat_operator *op)
{
  (void)op;
}

// ---------------------------------------------------------------------------- unit

typedef struct {
  bool done;
} unit_state;

static furat_status
unit_open(furat_operator *op, furat_error *err)
{
  op->state = furat_alloc_zeroed(1, sizeof(unit_state));
  return op->state ? FURAT_OK : furat_error_no_mem(err);
}

static furat_status
unit_start(furat_operator *op, furat_error *err)
{
  (void)err;
  ((unit_state *)op->state)->done = false;
  return FURAT_OK;
}

static furat_status
unit_next(furat_operator *op, furat_error *err)
{
  (void)err;
  unit_state *state = op->state;
  if (state->done) {
    return FURAT_DONE;
  }
  state->done = true;
  op->out->n_rows = 1;
  return FURAT_OK;
}

const furat_operator_methods furat_op_unit = {unit_open, unit_start, unit_next,
                                              close_nothing, NULL};

// -------------------------------------------------------------------------- values

typedef struct {
  furat_id *cells;
  size_t next_row;
} values_state;

static furat_status
values_open(furat_operator *op, furat_error *err)
{
  values_state *state = op->state = furat_alloc_zeroed(1, sizeof(values_state));
  const furat_inline_table *table = op->plan->table;
  size_t n_cells = table->n_rows * table->n_vars;
  if (!state || !(state->cells = furat_alloc_zeroed(n_cells, sizeof(furat_id)))) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n_cells; i++) {
    furat_status status =
        furat_view_intern(op->execution->view, &table->cells[i], &state->cells[i], err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

static furat_status
values_start(furat_operator *op, furat_error *err)
{
  (void)err;
  ((values_state *)op->state)->next_row = 0;
  return FURAT_OK;
}

// A row must agree with the parameters that there are.
static bool
agrees(const furat_operator *op, const furat_id *row)
{
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    furat_id given = op->execution->params[op->plan->vars[i]];
    if (given != FURAT_ID_NONE && row[i] != FURAT_ID_NONE && row[i] != given) {
      return false;
    }
  }
  return true;
}

static furat_status
values_next(furat_operator *op, furat_error *err)
{
  (void)err;
  values_state *state = op->state;
  const furat_inline_table *table = op->plan->table;
  furat_solutions *out = op->out;
  out->n_rows = 0;
  for (; state->next_row < table->n_rows && out->n_rows < FURAT_SOLUTIONS_ROWS;
       state->next_row++) {
    const furat_id *row = state->cells + state->next_row * table->n_vars;
    if (agrees(op, row)) {
      for (size_t i = 0; i < table->n_vars; i++) {
        out->columns[i][out->n_rows] = row[i];
      }
      out->n_rows++;
    }
  }
  return out->n_rows > 0 ? FURAT_OK : FURAT_DONE;
}

static void
values_close(furat_operator *op)
{
  if (op->state) {
    furat_free(((values_state *)op->state)->cells);
  }
}

const furat_operator_methods furat_op_values = {values_open, values_start, values_next,
                                                values_close, NULL};

// ---------------------------------------------------------------------- projection

typedef struct {
  size_t *map;
} project_state;

static furat_status
project_open(furat_operator *op, furat_error *err)
{
  project_state *state = op->state = furat_alloc_zeroed(1, sizeof(project_state));
  return state ? furat_column_map_new(&state->map, op->plan, op->plan->left, err)
               : furat_error_no_mem(err);
}

static furat_status
project_start(furat_operator *op, furat_error *err)
{
  return furat_operator_start(op->left, err);
}

static furat_status
project_next(furat_operator *op, furat_error *err)
{
  const project_state *state = op->state;
  furat_status status = furat_operator_next(op->left, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_solutions *in = op->left->out;
  op->out->n_rows = in->n_rows;
  for (size_t i = 0; i < op->out->n_columns; i++) {
    // A variable that no pattern binds may still be a parameter.
    furat_id given = op->execution->params[op->plan->vars[i]];
    for (size_t row = 0; row < in->n_rows; row++) {
      op->out->columns[i][row] =
          state->map[i] == SIZE_MAX ? given : in->columns[state->map[i]][row];
    }
  }
  return FURAT_OK;
}

static void
project_close(furat_operator *op)
{
  if (op->state) {
    furat_free(((project_state *)op->state)->map);
  }
}

const furat_operator_methods furat_op_project = {project_open, project_start,
                                                 project_next, project_close, NULL};

// --------------------------------------------------------------------------- union

typedef struct {
  size_t *left_map;
  size_t *right_map;
  bool in_right;
} union_state;

static furat_status
union_open(furat_operator *op, furat_error *err)
{
  union_state *state = op->state = furat_alloc_zeroed(1, sizeof(union_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  furat_status status =
      furat_column_map_new(&state->left_map, op->plan, op->plan->left, err);
  return status == FURAT_OK
             ? furat_column_map_new(&state->right_map, op->plan, op->plan->right, err)
             : status;
}

static furat_status
union_start(furat_operator *op, furat_error *err)
{
  ((union_state *)op->state)->in_right = false;
  return furat_operator_start(op->left, err);
}

static furat_status
union_next(furat_operator *op, furat_error *err)
{
  union_state *state = op->state;
  furat_status status = FURAT_DONE;
  if (!state->in_right) {
    status = furat_operator_next(op->left, err);
    if (status == FURAT_DONE) {
      state->in_right = true;
      status = furat_operator_start(op->right, err);
      status = status == FURAT_OK ? FURAT_DONE : status;
    }
  }
  if (status == FURAT_DONE) {
    status = furat_operator_next(op->right, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const furat_solutions *in = state->in_right ? op->right->out : op->left->out;
  const size_t *map = state->in_right ? state->right_map : state->left_map;
  op->out->n_rows = in->n_rows;
  for (size_t i = 0; i < op->out->n_columns; i++) {
    if (map[i] != SIZE_MAX) {
      memcpy(op->out->columns[i], in->columns[map[i]], in->n_rows * sizeof(furat_id));
    } else {
      memset(op->out->columns[i], 0, in->n_rows * sizeof(furat_id)); // FURAT_ID_NONE
    }
  }
  return FURAT_OK;
}

static void
union_close(furat_operator *op)
{
  union_state *state = op->state;
  if (state) {
    furat_free(state->left_map);
    furat_free(state->right_map);
  }
}

const furat_operator_methods furat_op_union = {union_open, union_start, union_next,
                                               union_close, NULL};

// --------------------------------------------------------------------------- slice

typedef struct {
  uint64_t to_skip;
  uint64_t to_give;
} slice_state;

static furat_status
slice_open(furat_operator *op, furat_error *err)
{
  op->state = furat_alloc_zeroed(1, sizeof(slice_state));
  return op->state ? FURAT_OK : furat_error_no_mem(err);
}

static furat_status
slice_start(furat_operator *op, furat_error *err)
{
  slice_state *state = op->state;
  state->to_skip = op->plan->offset;
  state->to_give = op->plan->has_limit ? op->plan->limit : UINT64_MAX;
  return furat_operator_start(op->left, err);
}

static furat_status
slice_next(furat_operator *op, furat_error *err)
{
  slice_state *state = op->state;
  op->out->n_rows = 0;
  while (op->out->n_rows == 0) {
    if (state->to_give == 0) {
      return FURAT_DONE;
    }
    furat_status status = furat_operator_next(op->left, err);
    if (status != FURAT_OK) {
      return status;
    }
    const furat_solutions *in = op->left->out;
    size_t skip = state->to_skip < in->n_rows ? (size_t)state->to_skip : in->n_rows;
    size_t rest = in->n_rows - skip;
    size_t give = state->to_give < rest ? (size_t)state->to_give : rest;
    for (size_t i = 0; i < in->n_columns; i++) {
      for (size_t row = 0; row < give; row++) {
        op->out->columns[i][row] = in->columns[i][skip + row];
      }
    }
    state->to_skip -= skip;
    state->to_give -= give;
    op->out->n_rows = give;
  }
  return FURAT_OK;
}

const furat_operator_methods furat_op_slice = {slice_open, slice_start, slice_next,
                                               close_nothing, NULL};

// -------------------------------------------------------------------- named graphs

typedef struct {
  furat_id constant; // FURAT_ID_NONE: a variable
  furat_id graph;
  bool done;
} graphs_state;

static furat_status
graphs_open(furat_operator *op, furat_error *err)
{
  graphs_state *state = op->state = furat_alloc_zeroed(1, sizeof(graphs_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  const furat_slot *slot = &op->plan->graph.slot;
  return slot->var == FURAT_VAR_NONE
             ? furat_view_intern(op->execution->view, &slot->term, &state->constant, err)
             : FURAT_OK;
}

static furat_status
graphs_start(furat_operator *op, furat_error *err)
{
  (void)err;
  graphs_state *state = op->state;
  state->graph = FURAT_ID_NONE;
  state->done = false;
  return FURAT_OK;
}

static furat_status
graphs_next(furat_operator *op, furat_error *err)
{
  graphs_state *state = op->state;
  furat_view *view = op->execution->view;
  furat_var var = op->plan->graph.slot.var;
  furat_id given = var == FURAT_VAR_NONE ? state->constant : op->execution->params[var];
  op->out->n_rows = 0;
  if (state->done) {
    return FURAT_DONE;
  }
  if (given != FURAT_ID_NONE) {
    state->done = true;
    bool exists;
    furat_status status = furat_view_has_graph(view, given, &exists, err);
    if (status != FURAT_OK || !exists) {
      return status == FURAT_OK ? FURAT_DONE : status;
    }
    state->graph = given;
  } else {
    furat_status status = furat_view_next_graph(view, &state->graph, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (op->out->n_columns > 0) {
    op->out->columns[0][0] = state->graph;
  }
  op->out->n_rows = 1;
  return FURAT_OK;
}

const furat_operator_methods furat_op_graphs = {graphs_open, graphs_start, graphs_next,
                                                close_nothing, NULL};
