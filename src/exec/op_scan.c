// SPDX-License-Identifier: GPL-3.0-or-later
// SCAN: the solutions of one triple pattern.  Slots are constants, parameters, or
// columns; a variable that stands twice must be equal in both places.  The store unpacks
// straight into the batch.  When it is started again (APPLY does that for each solution)
// the cursor stays where it is, so that look-ups of near ids cost little.
#include "base/memory.h"
#include "exec/operator.h"

enum { N_PLACES = FURAT_N_FIELDS };

typedef struct {
  furat_id constants[N_PLACES]; // of slots with a term; FURAT_ID_NONE elsewhere
  furat_var vars[N_PLACES];     // of slots with a variable
  size_t columns[N_PLACES];     // where the place goes; SIZE_MAX: nowhere
  int same_as[N_PLACES];        // an earlier place with the same variable, or -1
  bool impossible;              // a term that the store does not know
  furat_view_scan *scan;
  furat_id *scratch[N_PLACES]; // of places with `same_as`
  bool repeats;                // some place has one
  bool is_bounded;
  furat_id_ranges ranges; // of the objects
} scan_state;

static const furat_slot *
slot_of(const furat_plan *plan, int place)
{
  switch (place) {
  case FURAT_FIELD_SUBJECT:
    return &plan->pattern.subject;
  case FURAT_FIELD_PREDICATE:
    return &plan->pattern.predicate;
  case FURAT_FIELD_OBJECT:
    return &plan->pattern.object;
  default:
    return plan->graph.named ? &plan->graph.slot : NULL;
  }
}

static void
place_variable(scan_state *state, const furat_plan *plan, int place, furat_var var)
{
  state->vars[place] = var;
  for (int earlier = 0; earlier < place; earlier++) {
    if (state->vars[earlier] == var) {
      state->same_as[place] = earlier;
      state->repeats = true;
      return;
    }
  }
  size_t column = furat_plan_column(plan, var);
  state->columns[place] = column < plan->n_vars ? column : SIZE_MAX;
}

static furat_status
open_place(furat_operator *op, scan_state *state, int place, furat_error *err)
{
  const furat_slot *slot = slot_of(op->plan, place);
  state->vars[place] = FURAT_VAR_NONE;
  state->columns[place] = SIZE_MAX;
  state->same_as[place] = -1;
  if (slot && slot->var != FURAT_VAR_NONE) {
    place_variable(state, op->plan, place, slot->var);
  } else if (slot) {
    return furat_view_intern(op->execution->view, &slot->term, &state->constants[place],
                             err);
  }
  return FURAT_OK;
}

// Places that are compared need room of their own, where they have no column.
static furat_status
make_scratch(scan_state *state, furat_error *err)
{
  for (int place = 0; place < N_PLACES && state->repeats; place++) {
    state->scratch[place] = furat_alloc_zeroed(FURAT_SCAN_BATCH_ROWS, sizeof(furat_id));
    if (!state->scratch[place]) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

static furat_status
scan_open(furat_operator *op, furat_error *err)
{
  scan_state *state = op->state = furat_alloc_zeroed(1, sizeof(scan_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  for (int place = 0; place < N_PLACES; place++) {
    furat_status status = open_place(op, state, place, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  state->is_bounded =
      furat_id_ranges_of_bounds(&state->ranges, op->plan->bounds, op->plan->n_bounds);
  return make_scratch(state, err);
}

// A place's id now: the constant, or the parameter.
static furat_id
bound_id(const furat_operator *op, const scan_state *state, int place)
{
  return state->vars[place] == FURAT_VAR_NONE ? state->constants[place]
                                              : op->execution->params[state->vars[place]];
}

// Whether a variable has a value already: few rows are left then, and not worth bounds.
static bool
is_looked_up(const furat_operator *op, const scan_state *state)
{
  for (int place = 0; place < N_PLACES; place++) {
    if (state->vars[place] != FURAT_VAR_NONE &&
        bound_id(op, state, place) != FURAT_ID_NONE) {
      return true;
    }
  }
  return false;
}

// The fields of the plan's order that are not given now: the others are constant.
static void
add_order(const furat_operator *op, const scan_state *state, furat_view_pattern *pattern)
{
  for (size_t i = 0; i < op->plan->n_order; i++) {
    for (int place = 0; place < FURAT_FIELD_GRAPH; place++) {
      if (state->vars[place] == op->plan->order[i] && state->same_as[place] < 0 &&
          bound_id(op, state, place) == FURAT_ID_NONE) {
        pattern->then[pattern->n_then++] = (furat_field)place;
      }
    }
  }
}

static furat_status
scan_start(furat_operator *op, furat_error *err)
{
  scan_state *state = op->state;
  furat_view_pattern pattern = {
      .subject = bound_id(op, state, FURAT_FIELD_SUBJECT),
      .predicate = bound_id(op, state, FURAT_FIELD_PREDICATE),
      .object = bound_id(op, state, FURAT_FIELD_OBJECT),
      .graph = bound_id(op, state, FURAT_FIELD_GRAPH),
      .named = op->plan->graph.named,
  };
  const furat_id ids[] = {pattern.subject, pattern.predicate, pattern.object,
                          pattern.graph};
  state->impossible = false;
  for (int place = 0; place < N_PLACES; place++) {
    state->impossible =
        state->impossible || furat_id_tag_of(ids[place]) == FURAT_ID_TAG_LOCAL;
  }
  if (state->impossible) {
    return FURAT_OK;
  }
  for (int place = 0; place < N_PLACES; place++) {
    pattern.varies[place] = state->vars[place] != FURAT_VAR_NONE;
  }
  add_order(op, state, &pattern);
  pattern.backward = op->plan->descends && pattern.n_then > 0;
  if (state->is_bounded && !is_looked_up(op, state)) {
    pattern.ranges = &state->ranges;
  }
  return state->scan
             ? furat_view_scan_restart(state->scan, &pattern, err)
             : furat_view_scan_open(&state->scan, op->execution->view, &pattern, err);
}

static bool
repeats_agree(const scan_state *state, size_t row)
{
  for (int place = 0; place < N_PLACES; place++) {
    int other = state->same_as[place];
    if (other >= 0 && state->scratch[place][row] != state->scratch[other][row]) {
      return false;
    }
  }
  return true;
}

static furat_status
next_with_repeats(furat_operator *op, scan_state *state, furat_error *err)
{
  while (op->out->n_rows == 0) {
    size_t n;
    furat_status status = furat_view_scan_next(state->scan, state->scratch, &n, err);
    if (status != FURAT_OK) {
      return status;
    }
    for (size_t row = 0; row < n; row++) {
      if (!repeats_agree(state, row)) {
        continue;
      }
      for (int place = 0; place < N_PLACES; place++) {
        if (state->columns[place] != SIZE_MAX) {
          op->out->columns[state->columns[place]][op->out->n_rows] =
              state->scratch[place][row];
        }
      }
      op->out->n_rows++;
    }
  }
  return FURAT_OK;
}

static furat_status
scan_next(furat_operator *op, furat_error *err)
{
  scan_state *state = op->state;
  furat_id *columns[N_PLACES];
  op->out->n_rows = 0;
  if (state->impossible) {
    return FURAT_DONE;
  }
  if (state->repeats) {
    return next_with_repeats(op, state, err);
  }
  for (int place = 0; place < N_PLACES; place++) {
    size_t column = state->columns[place];
    columns[place] = column == SIZE_MAX ? NULL : op->out->columns[column];
  }
  return furat_view_scan_next(state->scan, columns, &op->out->n_rows, err);
}

static furat_status
scan_seek(furat_operator *op, furat_id value, furat_error *err)
{
  scan_state *state = op->state;
  if (state->impossible || op->execution->params[op->plan->order[0]] != FURAT_ID_NONE) {
    return FURAT_OK;
  }
  furat_status status = furat_view_scan_seek(state->scan, value, err);
  return status == FURAT_DONE ? FURAT_OK : status; // as the next call will say
}

static void
scan_close(furat_operator *op)
{
  scan_state *state = op->state;
  if (state) {
    furat_view_scan_close(state->scan);
    for (int place = 0; place < N_PLACES; place++) {
      furat_free(state->scratch[place]);
    }
  }
}

const furat_operator_methods furat_op_scan = {scan_open, scan_start, scan_next,
                                              scan_close, scan_seek};
