// SPDX-License-Identifier: GPL-3.0-or-later
// TALLY: groups of one pattern that are only counted, and its distinct values, from the
// indexes.  Where they do not know, or a key has a value already, the node below does
// the work by visiting the triples.
#include "base/memory.h"
#include "exec/operator.h"
#include "exec/view_walk.h"

enum { N_PLACES = FURAT_N_FIELDS };

typedef struct {
  furat_id constants[N_PLACES]; // of slots with a term; FURAT_ID_NONE elsewhere
  furat_var vars[N_PLACES];     // of slots with a variable
  furat_field keys[N_PLACES];   // places of the keys, then of what is counted distinct
  size_t key_columns[N_PLACES]; // where they go
  unsigned n_keys;
  bool has_distinct;
  furat_view_pattern pattern;
  enum { MODE_BELOW, MODE_COUNTS, MODE_GROUPS, MODE_PAIRS } mode;
  bool done; // of MODE_COUNTS
  furat_view_walk *walk;
  furat_id *cells[N_PLACES];
  uint64_t *counts;
  size_t n; // MODE_PAIRS: of the batch, and the next of it
  size_t at;
  bool has_group; // MODE_PAIRS: it is not complete yet
  furat_id group[N_PLACES];
  uint64_t n_rows;
  uint64_t n_distinct;
} tally_state;

// ------------------------------------------------------------------------------ opening

static const furat_slot *
slot_of(const furat_plan *plan, int place)
{
  const furat_slot *const slots[] = {&plan->pattern.subject, &plan->pattern.predicate,
                                     &plan->pattern.object,
                                     plan->graph.named ? &plan->graph.slot : NULL};
  return slots[place];
}

static furat_field
place_of(const tally_state *state, furat_var var)
{
  unsigned place = 0;
  while (place < N_PLACES - 1 && state->vars[place] != var) {
    place++;
  }
  return (furat_field)place;
}

static void
find_keys(const furat_operator *op, tally_state *state)
{
  const furat_plan *plan = op->plan;
  for (size_t i = 0; i < plan->n_assignments; i++) {
    furat_var var = plan->assignments[i].var;
    state->key_columns[state->n_keys] = furat_plan_column(plan, var);
    state->keys[state->n_keys++] = place_of(state, var);
  }
  for (size_t i = 0; i < plan->n_aggregates && !state->has_distinct; i++) {
    if (plan->aggregates[i].distinct) {
      state->has_distinct = true;
      state->keys[state->n_keys] = place_of(state, plan->aggregates[i].arg->var);
    }
  }
}

static furat_status
tally_open(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state = furat_alloc_zeroed(1, sizeof(tally_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  for (int place = 0; place < N_PLACES; place++) {
    const furat_slot *slot = slot_of(op->plan, place);
    state->vars[place] = slot ? slot->var : FURAT_VAR_NONE;
    furat_status status = slot ? furat_view_intern(op->execution->view, &slot->term,
                                                   &state->constants[place], err)
                               : FURAT_OK;
    state->cells[place] = furat_alloc_zeroed(FURAT_SOLUTIONS_ROWS, sizeof(furat_id));
    if (status != FURAT_OK || !state->cells[place]) {
      return status == FURAT_OK ? furat_error_no_mem(err) : status;
    }
  }
  find_keys(op, state);
  state->counts = furat_alloc_zeroed(FURAT_SOLUTIONS_ROWS, sizeof(uint64_t));
  return state->counts ? FURAT_OK : furat_error_no_mem(err);
}

// ---------------------------------------------------------------------------- starting

static furat_id
bound_id(const furat_operator *op, int place)
{
  const tally_state *state = op->state;
  return state->vars[place] == FURAT_VAR_NONE ? state->constants[place]
                                              : op->execution->params[state->vars[place]];
}

// Whether a key, or what is counted distinct, has a value already.
static bool
is_given(const furat_operator *op)
{
  const tally_state *state = op->state;
  bool given = false;
  for (size_t i = 0; i < op->plan->n_assignments; i++) {
    given = given || op->execution->params[op->plan->assignments[i].var];
  }
  for (size_t i = 0; i < op->plan->n_aggregates; i++) {
    const furat_aggregate *a = &op->plan->aggregates[i];
    given = given || (a->distinct && op->execution->params[a->arg->var]);
  }
  // An unknown graph is none of the dataset's: let the scan find that out.
  return given ||
         (op->plan->graph.named &&
          furat_id_tag_of(bound_id(op, FURAT_FIELD_GRAPH)) == FURAT_ID_TAG_LOCAL) ||
         (op->plan->graph.hidden && state->pattern.graph == FURAT_ID_NONE);
}

static furat_status
count_column(furat_operator *op, size_t aggregate, bool *known, furat_error *err)
{
  tally_state *state = op->state;
  const furat_aggregate *a = &op->plan->aggregates[aggregate];
  furat_view *view = op->execution->view;
  return a->distinct ? furat_view_count_distinct(view, &state->pattern,
                                                 place_of(state, a->arg->var),
                                                 &state->counts[aggregate], known, err)
                     : furat_view_count_exactly(view, &state->pattern,
                                                &state->counts[aggregate], known, err);
}

// Without keys: all counts at once.
static furat_status
start_counts(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  bool known = op->plan->n_aggregates < FURAT_SOLUTIONS_ROWS;
  furat_status status = FURAT_OK;
  for (size_t i = 0; known && i < op->plan->n_aggregates && status == FURAT_OK; i++) {
    status = count_column(op, i, &known, err);
  }
  state->mode = known ? MODE_COUNTS : MODE_BELOW;
  state->done = false;
  return status;
}

// The statistics know the subjects and objects of each predicate.
static bool
is_by_predicate(const tally_state *state)
{
  return state->n_keys == 1 && state->keys[0] == FURAT_FIELD_PREDICATE &&
         state->pattern.subject == FURAT_ID_NONE &&
         state->pattern.object == FURAT_ID_NONE && state->keys[1] != FURAT_FIELD_GRAPH;
}

static furat_status
start_walk(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  bool pairs = state->has_distinct && !is_by_predicate(state);
  bool counted = op->plan->n_aggregates > 0;
  furat_status status =
      furat_view_walk_open(&state->walk, op->execution->view, &state->pattern,
                           state->keys, state->n_keys + (pairs ? 1 : 0), counted, err);
  state->mode = !state->walk ? MODE_BELOW : pairs ? MODE_PAIRS : MODE_GROUPS;
  state->n = state->at = 0;
  state->has_group = false;
  return status;
}

static furat_status
tally_start(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  furat_view_walk_close(state->walk);
  state->walk = NULL;
  state->mode = MODE_BELOW;
  state->pattern = (furat_view_pattern){.subject = bound_id(op, FURAT_FIELD_SUBJECT),
                                        .predicate = bound_id(op, FURAT_FIELD_PREDICATE),
                                        .object = bound_id(op, FURAT_FIELD_OBJECT),
                                        .graph = bound_id(op, FURAT_FIELD_GRAPH),
                                        .named = op->plan->graph.named};
  furat_status status = is_given(op)         ? FURAT_OK
                        : state->n_keys == 0 ? start_counts(op, err)
                                             : start_walk(op, err);
  return status == FURAT_OK && state->mode == MODE_BELOW
             ? furat_operator_start(op->left, err)
             : status;
}

// ------------------------------------------------------------------------------ giving

static furat_status
integer(furat_operator *op, uint64_t n, furat_id *out, furat_error *err)
{
  if (furat_id_of_integer(out, (int64_t)n)) {
    return FURAT_OK;
  }
  return furat_error_set(err, FURAT_LIMIT, "a count is beyond what can be counted (%s)",
                         op->plan->n_assignments ? "of a group" : "of a pattern");
}

static furat_status
give_counts(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  furat_status status = state->done ? FURAT_DONE : FURAT_OK;
  for (size_t i = 0; i < op->plan->n_aggregates && status == FURAT_OK; i++) {
    size_t column = furat_plan_column(op->plan, op->plan->aggregates[i].var);
    status = integer(op, state->counts[i], &op->out->columns[column][0], err);
  }
  state->done = true;
  op->out->n_rows = 1;
  return status;
}

// The counts of one group into a row of the output.
static furat_status
put_counts(furat_operator *op, size_t row, uint64_t n_rows, uint64_t n_distinct,
           furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_aggregates && status == FURAT_OK; i++) {
    const furat_aggregate *a = &op->plan->aggregates[i];
    size_t column = furat_plan_column(op->plan, a->var);
    status = integer(op, a->distinct ? n_distinct : n_rows,
                     &op->out->columns[column][row], err);
  }
  return status;
}

static furat_status
distinct_of_predicate(furat_operator *op, furat_id predicate, uint64_t *out,
                      furat_error *err)
{
  const tally_state *state = op->state;
  furat_view_pattern pattern = state->pattern;
  bool known;
  pattern.predicate = predicate;
  furat_status status = furat_view_count_distinct(op->execution->view, &pattern,
                                                  state->keys[1], out, &known, err);
  return status == FURAT_OK && !known ? FURAT_INTERNAL : status;
}

static furat_status
give_groups(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  furat_id *columns[N_PLACES];
  for (unsigned i = 0; i < state->n_keys; i++) {
    columns[i] = op->out->columns[state->key_columns[i]];
  }
  furat_status status = furat_view_walk_next(state->walk, columns, state->counts,
                                             FURAT_SOLUTIONS_ROWS, &op->out->n_rows, err);
  bool counted = op->plan->n_aggregates > 0;
  for (size_t row = 0; counted && status == FURAT_OK && row < op->out->n_rows; row++) {
    uint64_t n_distinct = 0;
    if (state->has_distinct) {
      status = distinct_of_predicate(op, columns[0][row], &n_distinct, err);
    }
    if (status == FURAT_OK) {
      status = put_counts(op, row, state->counts[row], n_distinct, err);
    }
  }
  return status;
}

// Give the group whose pairs have been read.
static furat_status
end_group(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  size_t row = op->out->n_rows++;
  for (unsigned i = 0; i < state->n_keys; i++) {
    op->out->columns[state->key_columns[i]][row] = state->group[i];
  }
  state->has_group = false;
  return put_counts(op, row, state->n_rows, state->n_distinct, err);
}

static bool
is_of_group(const tally_state *state, size_t at)
{
  for (unsigned i = 0; i < state->n_keys; i++) {
    if (state->cells[i][at] != state->group[i]) {
      return false;
    }
  }
  return true;
}

static void
take_pair(tally_state *state)
{
  if (!state->has_group) {
    for (unsigned i = 0; i < state->n_keys; i++) {
      state->group[i] = state->cells[i][state->at];
    }
    state->has_group = true;
    state->n_rows = state->n_distinct = 0;
  }
  state->n_rows += state->counts[state->at];
  state->n_distinct++;
  state->at++;
}

// Pairs of a key and a distinct value: as many of them as a group has.
static furat_status
give_pairs(furat_operator *op, furat_error *err)
{
  tally_state *state = op->state;
  furat_status status = FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->at == state->n) {
      state->at = state->n = 0;
      status = furat_view_walk_next(state->walk, state->cells, state->counts,
                                    FURAT_SOLUTIONS_ROWS, &state->n, err);
      if (status == FURAT_DONE && state->has_group) {
        return end_group(op, err);
      }
    } else if (state->has_group && !is_of_group(state, state->at)) {
      status = end_group(op, err);
    } else {
      take_pair(state);
    }
  }
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static furat_status
give_below(furat_operator *op, furat_error *err)
{
  furat_status status = furat_operator_next(op->left, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_solutions *in = op->left->out; // has the same columns
  op->out->n_rows = in->n_rows;
  for (size_t i = 0; i < in->n_columns; i++) {
    for (size_t row = 0; row < in->n_rows; row++) {
      op->out->columns[i][row] = in->columns[i][row];
    }
  }
  return FURAT_OK;
}

static furat_status
tally_next(furat_operator *op, furat_error *err)
{
  const tally_state *state = op->state;
  switch (state->mode) {
  case MODE_COUNTS:
    return give_counts(op, err);
  case MODE_GROUPS:
    return give_groups(op, err);
  case MODE_PAIRS:
    return give_pairs(op, err);
  case MODE_BELOW:
    break;
  }
  return give_below(op, err);
}

static void
tally_close(furat_operator *op)
{
  tally_state *state = op->state;
  if (state) {
    furat_view_walk_close(state->walk);
    for (int place = 0; place < N_PLACES; place++) {
      furat_free(state->cells[place]);
    }
    furat_free(state->counts);
  }
}

const furat_operator_methods furat_op_tally = {tally_open, tally_start, tally_next,
                                               tally_close, NULL};
