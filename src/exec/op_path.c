// SPDX-License-Identifier: GPL-3.0-or-later
// PATH: the solutions of a pattern whose predicate is a path that is no triple: closures,
// options, and negated sets.  Walked from the end that is bound; where neither is, from
// every node in turn. 18.4: closures give each pair once; a negated set gives a pair for
// every triple that it meets.
#include "base/memory.h"
#include "exec/path_step.h"

typedef struct {
  furat_id subject; // constants, FURAT_ID_NONE for variables
  furat_id object;
  furat_row_set starts; // nodes to walk from
  size_t next_start;
  furat_row_set reached; // from the last of them
  size_t next_reached;
  furat_id start;
  bool backward;      // starts are objects
  furat_id must_meet; // the other end, when it is bound; FURAT_ID_NONE otherwise
} path_state;

static furat_status
path_open(furat_operator *op, furat_error *err)
{
  path_state *state = op->state = furat_alloc_zeroed(1, sizeof(path_state));
  if (!state) {
    return furat_error_no_mem(err);
  }
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_node_set_init(&state->starts, op->execution);
  furat_node_set_init(&state->reached, op->execution);
  furat_status status = furat_view_intern(op->execution->view, &pattern->subject.term,
                                          &state->subject, err);
  return status == FURAT_OK
             ? furat_view_intern(op->execution->view, &pattern->object.term,
                                 &state->object, err)
             : status;
}

static furat_id
given(const furat_operator *op, const furat_slot *slot, furat_id constant)
{
  return slot->var == FURAT_VAR_NONE ? constant : op->execution->params[slot->var];
}

static furat_status
walk_of(const furat_operator *op, furat_path_walk *walk, furat_error *err)
{
  const furat_plan_graph *graph = &op->plan->graph;
  *walk = (furat_path_walk){.execution = op->execution, .named = graph->named};
  if (!graph->named) {
    return FURAT_OK;
  }
  if (graph->slot.var != FURAT_VAR_NONE) {
    walk->graph = op->execution->params[graph->slot.var];
    return FURAT_OK;
  }
  return furat_view_intern(op->execution->view, &graph->slot.term, &walk->graph, err);
}

static furat_status
path_start(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_id subject = given(op, &pattern->subject, state->subject);
  furat_id object = given(op, &pattern->object, state->object);
  furat_path_walk walk;
  bool is_new;
  furat_row_set_clear(&state->starts);
  furat_row_set_clear(&state->reached);
  state->next_start = state->next_reached = 0;
  state->backward = subject == FURAT_ID_NONE && object != FURAT_ID_NONE;
  state->must_meet = subject != FURAT_ID_NONE ? object : FURAT_ID_NONE;
  furat_status status = walk_of(op, &walk, err);
  if (status == FURAT_OK && (subject != FURAT_ID_NONE || object != FURAT_ID_NONE)) {
    const furat_slot *slot = state->backward ? &pattern->object : &pattern->subject;
    furat_id start = state->backward ? object : subject;
    bool is_node = true;
    // A term of the query begins a path of length zero wherever it is, a variable stands
    // only for nodes of the graph.
    if (slot->var != FURAT_VAR_NONE) {
      status = furat_path_is_node(&walk, start, &is_node, err);
    }
    return status == FURAT_OK && is_node
               ? furat_node_set_add(&state->starts, start, &is_new, err)
               : status;
  }
  return status == FURAT_OK ? furat_path_all_nodes(&walk, &state->starts, err) : status;
}

static furat_status
walk_next_start(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  furat_path_walk walk;
  if (state->next_start == state->starts.n_rows) {
    return FURAT_DONE;
  }
  state->start = *furat_row_set_row(&state->starts, state->next_start++);
  state->next_reached = 0;
  furat_row_set_clear(&state->reached);
  furat_status status = walk_of(op, &walk, err);
  return status == FURAT_OK ? furat_path_step(&walk, op->plan->pattern.path, state->start,
                                              state->backward, &state->reached, err)
                            : status;
}

static void
emit(furat_operator *op, const path_state *state, furat_id node)
{
  const furat_triple_pattern *pattern = &op->plan->pattern;
  furat_id subject = state->backward ? node : state->start;
  furat_id object = state->backward ? state->start : node;
  bool same_var = pattern->subject.var != FURAT_VAR_NONE &&
                  pattern->subject.var == pattern->object.var;
  if ((state->must_meet != FURAT_ID_NONE && object != state->must_meet) ||
      (same_var && subject != object)) {
    return;
  }
  for (size_t i = 0; i < op->plan->n_vars; i++) {
    op->out->columns[i][op->out->n_rows] =
        op->plan->vars[i] == pattern->subject.var ? subject : object;
  }
  op->out->n_rows++;
}

static furat_status
path_next(furat_operator *op, furat_error *err)
{
  path_state *state = op->state;
  furat_status status = FURAT_OK;
  op->out->n_rows = 0;
  while (status == FURAT_OK && op->out->n_rows < FURAT_SOLUTIONS_ROWS) {
    if (state->next_reached < state->reached.n_rows) {
      emit(op, state, *furat_row_set_row(&state->reached, state->next_reached++));
    } else {
      status = furat_cancel_poll(op->execution->view->cancel, err);
      status = status == FURAT_OK ? walk_next_start(op, err) : status;
    }
  }
  return status == FURAT_DONE && op->out->n_rows > 0 ? FURAT_OK : status;
}

static void
path_close(furat_operator *op)
{
  path_state *state = op->state;
  if (state) {
    if (state->starts.execution) {
      furat_row_set_clear(&state->starts);
      furat_row_set_clear(&state->reached);
    }
  }
}

const furat_operator_methods furat_op_path = {path_open, path_start, path_next,
                                              path_close, NULL};
