// SPDX-License-Identifier: GPL-3.0-or-later
// LEAPFROG: all patterns at once, a variable at a time.  The cursors of the patterns with
// a variable leap over each other until they agree on a value for it, under the values of
// the variables before; then the next one's turn comes.  No intermediate result is made,
// so that cycles cost no more than the worst that they could have as answers.
// (Leapfrog Triejoin; Veldhuizen 2014.)
#include "base/memory.h"
#include "exec/operator.h"
#include "exec/view_trie.h"

// A pattern's cursor at the depth of a variable.
typedef struct {
  size_t trie;
  unsigned level;
} stop;

typedef struct {
  furat_var var;
  size_t column;  // SIZE_MAX: none
  furat_id given; // the parameter; FURAT_ID_NONE: none
  furat_id key;   // its value now
  size_t n_stops;
  stop *stops; // room for one a pattern
} depth;

typedef struct {
  furat_id (*constants)[FURAT_N_FIELDS]; // by pattern; FURAT_ID_NONE: a variable
  furat_view_trie **tries;
  stop *stops;
  depth *depths;
  size_t n_depths;
  size_t at;  // the depth whose turn it is
  bool again; // its key was answered already: the next one
  bool ended;
  size_t n_found; // since the last poll
  size_t goal;    // rows of the next batch
} leapfrog_state;

static const furat_slot *
slot_of(const furat_plan *plan, size_t pattern, int place)
{
  const furat_triple_pattern *triple = &plan->patterns[pattern];
  switch (place) {
  case FURAT_FIELD_SUBJECT:
    return &triple->subject;
  case FURAT_FIELD_PREDICATE:
    return &triple->predicate;
  case FURAT_FIELD_OBJECT:
    return &triple->object;
  default:
    return plan->graph.named ? &plan->graph.slot : NULL;
  }
}

static furat_status
intern_constants(furat_operator *op, leapfrog_state *state, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < op->plan->n_patterns; i++) {
    for (int place = 0; place < FURAT_N_FIELDS && status == FURAT_OK; place++) {
      const furat_slot *slot = slot_of(op->plan, i, place);
      if (slot && slot->var == FURAT_VAR_NONE) {
        status = furat_view_intern(op->execution->view, &slot->term,
                                   &state->constants[i][place], err);
      }
    }
  }
  return status;
}

static furat_status
leapfrog_open(furat_operator *op, furat_error *err)
{
  const furat_plan *plan = op->plan;
  leapfrog_state *state = op->state = furat_alloc_zeroed(1, sizeof(leapfrog_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  state->n_depths = plan->n_order;
  state->constants = furat_alloc_zeroed(plan->n_patterns, sizeof(*state->constants));
  state->tries = furat_alloc_zeroed(plan->n_patterns, sizeof(*state->tries));
  state->depths = furat_alloc_zeroed(plan->n_order, sizeof(*state->depths));
  state->stops = furat_alloc_zeroed(plan->n_order * plan->n_patterns, sizeof(stop));
  if (!state->constants || !state->tries || !state->depths || !state->stops) {
    return furat_error_no_mem(err);
  }
  for (size_t d = 0; d < state->n_depths; d++) {
    size_t column = furat_plan_column(plan, plan->order[d]);
    state->depths[d].var = plan->order[d];
    state->depths[d].column = column < plan->n_vars ? column : SIZE_MAX;
    state->depths[d].stops = state->stops + d * plan->n_patterns;
  }
  return intern_constants(op, state, err);
}

static void
close_tries(furat_operator *op, leapfrog_state *state)
{
  for (size_t i = 0; state->tries && i < op->plan->n_patterns; i++) {
    furat_view_trie_close(state->tries[i]);
    state->tries[i] = NULL;
  }
}

// The id that stands at a place now: a constant, a parameter, or none.
static furat_id
given_at(const furat_operator *op, size_t pattern, int place)
{
  const leapfrog_state *state = op->state;
  const furat_slot *slot = slot_of(op->plan, pattern, place);
  if (!slot || slot->var == FURAT_VAR_NONE) {
    return state->constants[pattern][place];
  }
  return op->execution->params[slot->var];
}

// The levels of a pattern are its free places in the order of the depths.
static void
add_levels(const furat_operator *op, size_t pattern, furat_view_pattern *out)
{
  leapfrog_state *state = op->state;
  for (size_t d = 0; d < state->n_depths; d++) {
    for (int place = 0; place < FURAT_FIELD_GRAPH; place++) {
      if (slot_of(op->plan, pattern, place)->var == state->depths[d].var &&
          state->depths[d].given == FURAT_ID_NONE) {
        depth *here = &state->depths[d];
        here->stops[here->n_stops++] = (stop){pattern, out->n_then};
        out->then[out->n_then++] = (furat_field)place;
      }
    }
  }
}

static furat_status
open_trie(furat_operator *op, size_t pattern, furat_error *err)
{
  leapfrog_state *state = op->state;
  furat_id ids[FURAT_N_FIELDS];
  for (int place = 0; place < FURAT_N_FIELDS; place++) {
    ids[place] = given_at(op, pattern, place);
    if (furat_id_tag_of(ids[place]) == FURAT_ID_TAG_LOCAL) {
      state->ended = true; // a term that the store does not know
    }
  }
  if (state->ended) {
    return FURAT_OK;
  }
  furat_view_pattern p = {.subject = ids[FURAT_FIELD_SUBJECT],
                          .predicate = ids[FURAT_FIELD_PREDICATE],
                          .object = ids[FURAT_FIELD_OBJECT],
                          .graph = ids[FURAT_FIELD_GRAPH],
                          .named = op->plan->graph.named};
  add_levels(op, pattern, &p);
  return furat_view_trie_open(&state->tries[pattern], op->execution->view, &p, err);
}

// A pattern without free places is a condition: ask it once.
static furat_status
check_ground(furat_operator *op, size_t pattern, furat_error *err)
{
  leapfrog_state *state = op->state;
  furat_view_pattern p = {.subject = given_at(op, pattern, FURAT_FIELD_SUBJECT),
                          .predicate = given_at(op, pattern, FURAT_FIELD_PREDICATE),
                          .object = given_at(op, pattern, FURAT_FIELD_OBJECT),
                          .graph = given_at(op, pattern, FURAT_FIELD_GRAPH),
                          .named = op->plan->graph.named};
  furat_id *const columns[FURAT_N_FIELDS] = {NULL, NULL, NULL, NULL};
  furat_view_scan *scan = NULL;
  size_t n;
  furat_status status = furat_view_scan_open(&scan, op->execution->view, &p, err);
  if (status == FURAT_OK) {
    status = furat_view_scan_next(scan, columns, &n, err);
    state->ended = status == FURAT_DONE;
  }
  furat_view_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static bool
is_ground(const furat_operator *op, size_t pattern)
{
  return given_at(op, pattern, FURAT_FIELD_SUBJECT) != FURAT_ID_NONE &&
         given_at(op, pattern, FURAT_FIELD_PREDICATE) != FURAT_ID_NONE &&
         given_at(op, pattern, FURAT_FIELD_OBJECT) != FURAT_ID_NONE;
}

static furat_status
leapfrog_start(furat_operator *op, furat_error *err)
{
  leapfrog_state *state = op->state;
  furat_status status = FURAT_OK;
  close_tries(op, state);
  state->at = 0;
  state->again = state->ended = false;
  state->goal = furat_operator_first_goal(op->plan);
  for (size_t d = 0; d < state->n_depths; d++) {
    state->depths[d].n_stops = 0;
    state->depths[d].given = op->execution->params[state->depths[d].var];
  }
  for (size_t i = 0; i < op->plan->n_patterns && status == FURAT_OK && !state->ended;
       i++) {
    status = open_trie(op, i, err);
    if (status == FURAT_OK && !state->ended && is_ground(op, i)) {
      status = check_ground(op, i, err);
    }
  }
  return status;
}

// ---------------------------------------------------------------------------- leaping

// Let the cursors of a depth leap to the first value not below `from` on which they
// agree.
static furat_status
agree(furat_operator *op, depth *here, furat_id from, furat_error *err)
{
  enum { LEAPS_BETWEEN_POLLS = 1024 };
  leapfrog_state *state = op->state;
  furat_id key = from;
  size_t n_agreed = 0;
  for (size_t i = 0; n_agreed < here->n_stops; i = (i + 1) % here->n_stops) {
    furat_id found = key;
    furat_status status = FURAT_OK;
    if (++state->n_found % LEAPS_BETWEEN_POLLS == 0) {
      status = furat_cancel_poll(op->execution->view->cancel, err);
    }
    if (status == FURAT_OK) {
      status = furat_view_trie_find(state->tries[here->stops[i].trie],
                                    here->stops[i].level, key, &found, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
    n_agreed = found == key ? n_agreed + 1 : 1;
    key = found;
  }
  here->key = key;
  return FURAT_OK;
}

// The first value of the depth, or the one behind the last.
static furat_status
next_key(furat_operator *op, depth *here, furat_error *err)
{
  leapfrog_state *state = op->state;
  if (here->given != FURAT_ID_NONE) {
    here->key = here->given;
    return state->again ? FURAT_DONE : FURAT_OK;
  }
  return agree(op, here, state->again ? here->key + 1 : FURAT_ID_NONE + 1, err);
}

static void
emit(furat_operator *op, const leapfrog_state *state)
{
  for (size_t d = 0; d < state->n_depths; d++) {
    if (state->depths[d].column != SIZE_MAX) {
      op->out->columns[state->depths[d].column][op->out->n_rows] = state->depths[d].key;
    }
  }
  op->out->n_rows++;
}

// One step: down with a value, or back up without one.
static furat_status
step(furat_operator *op, leapfrog_state *state, furat_error *err)
{
  furat_status status = next_key(op, &state->depths[state->at], err);
  if (status == FURAT_OK) {
    state->again = state->at + 1 == state->n_depths;
    if (state->again) {
      emit(op, state);
    } else {
      state->at++;
    }
  } else if (status == FURAT_DONE && state->at > 0) {
    state->at--;
    state->again = true;
    status = FURAT_OK;
  }
  return status;
}

static furat_status
leapfrog_next(furat_operator *op, furat_error *err)
{
  leapfrog_state *state = op->state;
  furat_status status = state->ended ? FURAT_DONE : FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && op->out->n_rows < state->goal) {
    status = step(op, state, err);
  }
  state->goal = FURAT_SOLUTIONS_ROWS;
  state->ended = status != FURAT_OK;
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
leapfrog_close(furat_operator *op)
{
  leapfrog_state *state = op->state;
  if (state) {
    close_tries(op, state);
    furat_free(state->constants);
    furat_free(state->tries);
    furat_free(state->stops);
    furat_free(state->depths);
  }
}

const furat_operator_methods furat_op_leapfrog = {leapfrog_open, leapfrog_start,
                                                  leapfrog_next, leapfrog_close, NULL};
