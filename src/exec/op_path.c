// SPDX-License-Identifier: GPL-3.0-or-later
// PATH: the solutions of a pattern whose predicate is a path that is no triple.  Walked
// from the end that is bound, or from both.  Where neither is, from every node in turn:
// nodes on a common cycle share one walk.  18.4: a path gives each pair once.
#include "base/memory.h"
#include "exec/path_search.h"

// A node to start from, with its component.
typedef struct {
  uint32_t component;
  uint32_t node;
} path_start;

typedef struct {
  furat_id subject; // constants, FURAT_ID_NONE for variables
  furat_id object;
  furat_path_automaton automaton;
  furat_path_graph graph;
  furat_path_search search;
  furat_path_search other; // from the other end
  bool nullable;           // the path leads from a node to itself in no step
  bool backward;           // starts are objects
  bool same_var;
  enum { PATH_ENDED, PATH_WALKS, PATH_MEETS, PATH_FROM_ALL } mode;
  furat_id start;   // of the walk
  furat_id met;     // PATH_MEETS: the other end
  size_t n_given;   // of what the walk has reached
  furat_vec starts; // path_start
  size_t next_start;
  uint32_t component; // of the walk, 0: none
  furat_vec lonely;   // furat_id: nodes that the path leaves only in no step
  size_t next_lonely;
} path_state;

static furat_status
path_open(furat_operator *op, furat_error *err)
{
  path_state *state = op->state = furat_alloc_zeroed(1, sizeof(path_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  furat_view *view = op->execution->view;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_vec_init(&state->starts, sizeof(path_start), UINT32_MAX);
  furat_vec_init(&state->lonely, sizeof(furat_id), SIZE_MAX);
  state->same_var = pattern->subject.var != FURAT_VAR_NONE &&
                    pattern->subject.var == pattern->object.var;
  furat_status status =
      furat_path_automaton_init(&state->automaton, view, pattern->path, err);
  if (status == FURAT_OK) {
    status = furat_path_automaton_is_nullable(&state->automaton, &state->nullable, err);
  }
  if (status == FURAT_OK) {
    status = furat_path_graph_init(&state->graph, op->execution, &state->automaton, err);
  }
  if (status == FURAT_OK) {
    furat_path_search_init(&state->search, &state->graph);
    furat_path_search_init(&state->other, &state->graph);
    status = furat_view_intern(view, &pattern->subject.term, &state->subject, err);
  }
  return status == FURAT_OK
             ? furat_view_intern(view, &pattern->object.term, &state->object, err)
             : status;
}

// --------------------------------------------------------------------------- starting

static furat_id
given(const furat_operator *op, const furat_slot *slot, furat_id constant)
{
  return slot->var == FURAT_VAR_NONE ? constant : op->execution->params[slot->var];
}

static furat_status
choose_graph(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  const furat_plan_graph *graph = &op->plan->graph;
  furat_id id = FURAT_ID_NONE;
  furat_status status = FURAT_OK;
  if (graph->named && graph->slot.var != FURAT_VAR_NONE) {
    id = op->execution->params[graph->slot.var];
  } else if (graph->named) {
    status = furat_view_intern(op->execution->view, &graph->slot.term, &id, err);
  }
  if (status == FURAT_OK) {
    furat_path_graph_set(&state->graph, graph->named, id);
  }
  return status;
}

// A term of the query begins a path of length zero wherever it is, a variable stands only
// for nodes of the graph.
static furat_status
may_start(furat_operator *op, const furat_slot *slot, furat_id id, bool *out,
          furat_error *err)
{
  path_state *state = op->state;
  *out = true;
  return slot->var == FURAT_VAR_NONE || !state->nullable
             ? FURAT_OK
             : furat_path_graph_has_node(&state->graph, id, out, err);
}

static furat_status
start_walk(furat_operator *op, furat_id start, bool backward, furat_error *err)
{
  path_state *state = op->state;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  uint32_t node;
  bool may;
  furat_status status =
      may_start(op, backward ? &pattern->object : &pattern->subject, start, &may, err);
  if (status != FURAT_OK || !may) {
    return status;
  }
  status = furat_path_graph_node(&state->graph, start, &node, err);
  if (status == FURAT_OK) {
    status = furat_path_search_begin(&state->search, node, backward, err);
  }
  state->mode = PATH_WALKS;
  state->start = start;
  state->backward = backward;
  return status;
}

static furat_status
start_between(furat_operator *op, furat_id subject, furat_id object, furat_error *err)
{
  path_state *state = op->state;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  uint32_t from;
  uint32_t to;
  bool found = true;
  furat_status status = FURAT_OK;
  // Two variables stand for nodes, and what is none must not become one by being asked
  // for.
  if (pattern->subject.var != FURAT_VAR_NONE && pattern->object.var != FURAT_VAR_NONE) {
    status = may_start(op, &pattern->subject, subject, &found, err);
    if (status == FURAT_OK && found) {
      status = may_start(op, &pattern->object, object, &found, err);
    }
  }
  if (status == FURAT_OK && found) {
    status = furat_path_graph_node(&state->graph, subject, &from, err);
  }
  if (status == FURAT_OK && found) {
    status = furat_path_graph_node(&state->graph, object, &to, err);
  }
  if (status == FURAT_OK && found) {
    status =
        furat_path_search_between(&state->search, &state->other, from, to, &found, err);
  }
  state->start = subject;
  state->met = object;
  state->backward = false;
  state->mode = status == FURAT_OK && found ? PATH_MEETS : PATH_ENDED;
  return status;
}

// Nodes in order of their components, which are numbered from 1.
static furat_status
sort_starts(path_start *starts, const uint32_t *components, size_t n, furat_error *err)
{
  uint32_t most = 0;
  for (size_t i = 0; i < n; i++) {
    most = components[i] > most ? components[i] : most;
  }
  uint32_t *next = furat_alloc_zeroed((size_t)most + 2, sizeof(uint32_t));
  if (!next) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    next[components[i] + 1]++;
  }
  for (size_t c = 1; c <= (size_t)most + 1; c++) {
    next[c] += next[c - 1];
  }
  for (size_t i = 0; i < n; i++) {
    starts[next[components[i]]++] = (path_start){components[i], (uint32_t)i};
  }
  furat_free(next);
  return FURAT_OK;
}

// The nodes that have edges, in order of their components.
static furat_status
order_starts(path_state *state, bool whole, furat_error *err)
{
  uint32_t *components = NULL;
  const size_t n = state->graph.n_nodes;
  furat_status status =
      furat_execution_check(state->graph.execution, n * sizeof(path_start), err);
  if (status == FURAT_OK && whole) {
    status = furat_path_search_components(&components, &state->search, n, err);
  }
  path_start *starts =
      status == FURAT_OK && n > 0 ? furat_vec_extend(&state->starts, n) : NULL;
  if (status == FURAT_OK && n > 0 && !starts) {
    status = furat_error_no_mem(err);
  }
  for (size_t i = 0; status == FURAT_OK && !components && i < n; i++) {
    starts[i] = (path_start){0, (uint32_t)i};
  }
  if (status == FURAT_OK && components && n > 0) {
    status = sort_starts(starts, components, n, err);
  }
  furat_free(components);
  return status;
}

// Nodes of the graph that no edge of the path touches have only themselves.
static furat_status
sort_out_lonely(path_state *state, bool whole, furat_error *err)
{
  furat_status status = furat_path_graph_all_nodes(&state->graph, &state->lonely, err);
  size_t n = 0;
  furat_id *ids = state->lonely.items;
  for (size_t i = 0; i < state->lonely.n && status == FURAT_OK; i++) {
    uint32_t node;
    bool known = !whole;
    if (whole) {
      known = furat_path_graph_knows(&state->graph, ids[i]);
    } else {
      status = furat_path_graph_node(&state->graph, ids[i], &node, err);
    }
    ids[n] = ids[i];
    n += !known;
  }
  furat_vec_truncate(&state->lonely, n);
  return status;
}

static furat_status
start_from_all(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  bool whole;
  furat_status status = furat_path_graph_read(&state->graph, &whole, err);
  if (status == FURAT_OK && (state->nullable || !whole)) {
    status = sort_out_lonely(state, whole, err);
  }
  if (status == FURAT_OK) {
    status = order_starts(state, whole, err);
  }
  state->mode = PATH_FROM_ALL;
  state->backward = false;
  return status;
}

static furat_status
path_start_anew(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_id subject = given(op, &pattern->subject, state->subject);
  furat_id object = given(op, &pattern->object, state->object);
  state->mode = PATH_ENDED;
  state->n_given = state->next_start = state->next_lonely = 0;
  state->component = 0;
  furat_vec_truncate(&state->starts, 0);
  furat_vec_truncate(&state->lonely, 0);
  furat_vec_truncate(&state->search.reached, 0);
  furat_status status = choose_graph(op, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (subject != FURAT_ID_NONE && object != FURAT_ID_NONE) {
    return start_between(op, subject, object, err);
  }
  if (subject != FURAT_ID_NONE || object != FURAT_ID_NONE) {
    bool backward = subject == FURAT_ID_NONE;
    return start_walk(op, backward ? object : subject, backward, err);
  }
  return start_from_all(op, err);
}

// ----------------------------------------------------------------------------- giving

static void
give(furat_operator *op, furat_id start, furat_id node)
{
  const path_state *state = op->state;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_id subject = state->backward ? node : start;
  furat_id object = state->backward ? start : node;
  if (state->same_var && subject != object) {
    return;
  }
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    op->out->columns[i][op->out->n_rows] =
        op->plan->vars[i] == pattern->subject.var ? subject : object;
  }
  op->out->n_rows++;
}

static void
give_reached(furat_operator *op)
{
  path_state *state = op->state;
  const furat_vec *reached = &state->search.reached;
  while (state->n_given < reached->n && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    uint32_t node = FURAT_VEC_AT(reached, uint32_t, state->n_given++);
    give(op, state->start, state->graph.ids[node]);
  }
}

// The next node to start from; those of a component that was walked have its nodes.
static furat_status
next_start(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  if (state->next_start == state->starts.n) {
    return FURAT_DONE;
  }
  const path_start start = FURAT_VEC_AT(&state->starts, path_start, state->next_start++);
  state->start = state->graph.ids[start.node];
  state->n_given = 0;
  if (start.component != 0 && start.component == state->component) {
    return FURAT_OK;
  }
  state->component = start.component;
  return furat_path_search_begin(&state->search, start.node, false, err);
}

// Go on with the walk, or begin the next.
static furat_status
walk_on(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  furat_status status = furat_path_search_step(&state->search, err);
  if (status != FURAT_DONE || state->mode == PATH_WALKS) {
    return status;
  }
  status = furat_cancel_poll(op->execution->view->cancel, err);
  return status == FURAT_OK ? next_start(op, err) : status;
}

static furat_status
path_next(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  furat_status status = state->mode == PATH_ENDED ? FURAT_DONE : FURAT_OK;
  op->out->n_rows = 0;
  if (state->mode == PATH_MEETS) {
    state->mode = PATH_ENDED;
    give(op, state->start, state->met);
    return op->out->n_rows > 0 ? FURAT_OK : FURAT_DONE;
  }
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->n_given < state->search.reached.n) {
      give_reached(op);
    } else if (state->next_lonely < state->lonely.n) {
      furat_id id = FURAT_VEC_AT(&state->lonely, furat_id, state->next_lonely++);
      give(op, id, id);
    } else {
      status = walk_on(op, err);
    }
  }
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
path_close(furat_operator *op)
{
  path_state *state = op->state;
  if (state) {
    if (state->graph.execution) {
      furat_path_search_clear(&state->search);
      furat_path_search_clear(&state->other);
      furat_path_graph_clear(&state->graph);
    }
    furat_path_automaton_clear(&state->automaton);
    furat_vec_clear(&state->starts);
    furat_vec_clear(&state->lonely);
  }
}

const furat_operator_methods furat_op_path = {path_open, path_start_anew, path_next,
                                              path_close, NULL};
