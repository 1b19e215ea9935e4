// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs are numbers: node times states plus state.  Components are Tarjan's, without
// recursion: the edges of a pair are asked for one move at a time.
#include "exec/path_search.h"

#include <string.h>

#include "base/memory.h"

enum { STEPS_BETWEEN_POLLS = 64 };

void
furat_path_search_init(furat_path_search *s, furat_path_graph *graph)
{
  *s = (furat_path_search){.graph = graph, .automaton = graph->automaton};
  furat_vec_init(&s->queue, sizeof(uint32_t), UINT32_MAX - 1);
  furat_vec_init(&s->reached, sizeof(uint32_t), UINT32_MAX - 1);
}

void
furat_path_search_clear(furat_path_search *s)
{
  if (s->cap_seen > 0) {
    furat_execution_release(s->graph->execution, s->cap_seen * sizeof(uint32_t));
  }
  furat_free(s->seen);
  furat_vec_clear(&s->queue);
  furat_vec_clear(&s->reached);
  s->seen = NULL;
  s->cap_seen = 0;
}

// ---------------------------------------------------------------------------- searches

// Room for all pairs of the nodes so far.
static furat_status
make_room(furat_path_search *s, furat_error *err)
{
  const size_t n = s->graph->n_nodes * s->automaton->n_states;
  if (n <= s->cap_seen) {
    return FURAT_OK;
  }
  const size_t cap = s->graph->cap_nodes * s->automaton->n_states;
  if (cap >= UINT32_MAX) {
    return furat_error_set(err, FURAT_LIMIT, "a path has too many steps for its graph");
  }
  furat_status status = furat_execution_keep(s->graph->execution,
                                             (cap - s->cap_seen) * sizeof(uint32_t), err);
  if (status != FURAT_OK) {
    furat_execution_release(s->graph->execution, (cap - s->cap_seen) * sizeof(uint32_t));
    return status;
  }
  uint32_t *seen = furat_realloc(s->seen, cap, sizeof(uint32_t));
  if (!seen) {
    furat_execution_release(s->graph->execution, (cap - s->cap_seen) * sizeof(uint32_t));
    return furat_error_no_mem(err);
  }
  memset(seen + s->cap_seen, 0, (cap - s->cap_seen) * sizeof(uint32_t));
  s->seen = seen;
  s->cap_seen = cap;
  return FURAT_OK;
}

static uint32_t
pair_of(const furat_path_search *s, uint32_t node, uint32_t state)
{
  return node * s->automaton->n_states + state;
}

static furat_status
meet(furat_path_search *s, uint32_t node, uint32_t state, furat_error *err)
{
  const uint32_t pair = pair_of(s, node, state);
  const uint32_t end = s->backward ? FURAT_PATH_FIRST_STATE : FURAT_PATH_LAST_STATE;
  if (s->seen[pair] == s->number) {
    return FURAT_OK;
  }
  s->seen[pair] = s->number;
  bool kept = furat_vec_push(&s->queue, &pair) &&
              (state != end || furat_vec_push(&s->reached, &node));
  return kept ? FURAT_OK : furat_error_no_mem(err);
}

furat_status
furat_path_search_begin(furat_path_search *s, uint32_t node, bool backward,
                        furat_error *err)
{
  furat_status status = make_room(s, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (++s->number == 0) { // the numbers have gone round
    memset(s->seen, 0, s->cap_seen * sizeof(uint32_t));
    s->number = 1;
  }
  s->backward = backward;
  s->next = 0;
  furat_vec_truncate(&s->queue, 0);
  furat_vec_truncate(&s->reached, 0);
  return meet(s, node, backward ? FURAT_PATH_LAST_STATE : FURAT_PATH_FIRST_STATE, err);
}

// Along one move from a node.
static furat_status
take_move(furat_path_search *s, const furat_path_move *move, uint32_t node,
          furat_error *err)
{
  const uint32_t state = s->backward ? move->from : move->to;
  const uint32_t *nodes = &node;
  size_t n = 1;
  furat_status status = FURAT_OK;
  if (move->label != FURAT_PATH_NO_LABEL) {
    status = furat_path_graph_next(s->graph, move, s->backward, node, &nodes, &n, err);
    status = status == FURAT_OK ? make_room(s, err) : status;
  }
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    status = meet(s, nodes[i], state, err);
  }
  return status;
}

furat_status
furat_path_search_step(furat_path_search *s, furat_error *err)
{
  if (s->next == s->queue.n) {
    return FURAT_DONE;
  }
  const uint32_t n_states = s->automaton->n_states;
  const uint32_t pair = FURAT_VEC_AT(&s->queue, uint32_t, s->next++);
  furat_status status = FURAT_OK;
  if (s->next % STEPS_BETWEEN_POLLS == 0) {
    status = furat_cancel_poll(s->graph->execution->view->cancel, err);
    if (status == FURAT_OK) {
      status = furat_execution_check(
          s->graph->execution, (s->queue.cap + s->reached.cap) * sizeof(uint32_t), err);
    }
  }
  for (size_t i = 0; i < s->automaton->moves.n && status == FURAT_OK; i++) {
    const furat_path_move *move = &FURAT_VEC_AT(&s->automaton->moves, furat_path_move, i);
    if ((s->backward ? move->to : move->from) == pair % n_states) {
      status = take_move(s, move, pair / n_states, err);
    }
  }
  return status;
}

// ---------------------------------------------------------------------------- both ends

// Whether the pairs that `s` has met since `*from` include one that `other` has met.
static bool
touches(const furat_path_search *s, const furat_path_search *other, size_t *from)
{
  for (; *from < s->queue.n; ++*from) {
    const uint32_t pair = FURAT_VEC_AT(&s->queue, uint32_t, *from);
    if (pair < other->cap_seen && other->seen[pair] == other->number) {
      return true;
    }
  }
  return false;
}

furat_status
furat_path_search_between(furat_path_search *forward, furat_path_search *backward,
                          uint32_t from, uint32_t to, bool *out, furat_error *err)
{
  furat_path_search *const sides[] = {forward, backward};
  size_t checked[] = {0, 0};
  *out = false;
  furat_status status = furat_path_search_begin(forward, from, false, err);
  if (status == FURAT_OK) {
    status = furat_path_search_begin(backward, to, true, err);
  }
  while (status == FURAT_OK && !*out) {
    // The side that has less before it.
    int side = forward->queue.n - forward->next > backward->queue.n - backward->next;
    *out = touches(sides[side], sides[!side], &checked[side]) ||
           touches(sides[!side], sides[side], &checked[!side]);
    status = *out ? FURAT_OK : furat_path_search_step(sides[side], err);
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

// --------------------------------------------------------------------------- components

// A pair that is being looked at, and how far its edges have been.
typedef struct {
  uint32_t pair;
  uint32_t move;
  uint32_t edge;
} visit;

typedef struct {
  furat_path_search *s;
  uint32_t *index; // by pair: when it was met, 0: not yet
  uint32_t *low;   // by pair: the earliest that it leads back to; then its component
  bool *open;      // by pair: its component is not known
  uint32_t n_met;
  uint32_t n_components;
  furat_vec path;  // visit
  furat_vec stack; // uint32_t: open pairs
  size_t n_steps;
} tarjan;

static furat_status
enter(tarjan *t, uint32_t pair, furat_error *err)
{
  const visit v = {.pair = pair};
  t->index[pair] = t->low[pair] = ++t->n_met;
  t->open[pair] = true;
  return furat_vec_push(&t->path, &v) && furat_vec_push(&t->stack, &pair)
             ? FURAT_OK
             : furat_error_no_mem(err);
}

// All is known of the last pair of the path.
static void
leave(tarjan *t)
{
  const uint32_t pair = FURAT_VEC_AT(&t->path, visit, t->path.n - 1).pair;
  furat_vec_pop(&t->path);
  if (t->path.n > 0) {
    const uint32_t before = FURAT_VEC_AT(&t->path, visit, t->path.n - 1).pair;
    t->low[before] = t->low[pair] < t->low[before] ? t->low[pair] : t->low[before];
  }
  if (t->low[pair] != t->index[pair]) {
    return;
  }
  uint32_t member;
  t->n_components++;
  do {
    member = FURAT_VEC_AT(&t->stack, uint32_t, t->stack.n - 1);
    furat_vec_pop(&t->stack);
    t->open[member] = false;
    t->low[member] = t->n_components;
  } while (member != pair);
}

// The next pair that `v` leads to; false when there are no more.
static furat_status
next_pair(tarjan *t, visit *v, uint32_t *out, bool *found, furat_error *err)
{
  const furat_path_automaton *a = t->s->automaton;
  const uint32_t node = v->pair / a->n_states;
  *found = false;
  for (; v->move < a->moves.n && !*found; v->move += !*found) {
    const furat_path_move *move = &FURAT_VEC_AT(&a->moves, furat_path_move, v->move);
    const uint32_t *nodes = &node;
    size_t n = 1;
    if (move->from != v->pair % a->n_states) {
      continue;
    }
    if (move->label != FURAT_PATH_NO_LABEL) {
      furat_status status =
          furat_path_graph_next(t->s->graph, move, false, node, &nodes, &n, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
    *found = v->edge < n;
    *out = *found ? pair_of(t->s, nodes[v->edge], move->to) : 0;
    v->edge = *found ? v->edge + 1 : 0;
  }
  return FURAT_OK;
}

static furat_status
explore(tarjan *t, uint32_t pair, furat_error *err)
{
  furat_status status = enter(t, pair, err);
  while (status == FURAT_OK && t->path.n > 0) {
    visit *v = &FURAT_VEC_AT(&t->path, visit, t->path.n - 1);
    const uint32_t from = v->pair;
    uint32_t to;
    bool found;
    status = next_pair(t, v, &to, &found, err);
    if (status == FURAT_OK && ++t->n_steps % 1024 == 0) {
      status = furat_cancel_poll(t->s->graph->execution->view->cancel, err);
    }
    if (status != FURAT_OK) {
      break;
    }
    if (!found) {
      leave(t);
    } else if (t->index[to] == 0) {
      status = enter(t, to, err);
    } else if (t->open[to] && t->index[to] < t->low[from]) {
      t->low[from] = t->index[to];
    }
  }
  return status;
}

// The first state from which there is more than one way, or a labelled one: nothing leads
// back to those before it, so that each pair of theirs would be a component of its own.
static uint32_t
first_open_state(const furat_path_automaton *a)
{
  uint32_t state = FURAT_PATH_FIRST_STATE;
  for (uint32_t round = 0; round < a->n_states; round++) {
    const furat_path_move *only = NULL;
    size_t n = 0;
    for (size_t i = 0; i < a->moves.n; i++) {
      const furat_path_move *move = &FURAT_VEC_AT(&a->moves, furat_path_move, i);
      only = move->from == state ? move : only;
      n += move->from == state;
    }
    if (n != 1 || only->label != FURAT_PATH_NO_LABEL) {
      break;
    }
    state = only->to;
  }
  return state;
}

furat_status
furat_path_search_components(uint32_t **out, furat_path_search *s, size_t n,
                             furat_error *err)
{
  const size_t n_pairs = s->graph->n_nodes * s->automaton->n_states;
  const size_t bytes = n_pairs * (2 * sizeof(uint32_t) + sizeof(bool) + sizeof(visit));
  tarjan t = {.s = s};
  *out = NULL;
  furat_status status = furat_execution_check(s->graph->execution, bytes, err);
  if (status == FURAT_OK && n_pairs >= UINT32_MAX) {
    status = furat_error_set(err, FURAT_LIMIT, "a path has too many steps for its graph");
  }
  if (status != FURAT_OK) {
    return status;
  }
  furat_vec_init(&t.path, sizeof(visit), UINT32_MAX);
  furat_vec_init(&t.stack, sizeof(uint32_t), UINT32_MAX);
  t.index = furat_alloc_zeroed(n_pairs, sizeof(uint32_t));
  t.low = furat_alloc_zeroed(n_pairs, sizeof(uint32_t));
  t.open = furat_alloc_zeroed(n_pairs, sizeof(bool));
  uint32_t *components = furat_alloc_zeroed(n, sizeof(uint32_t));
  if (!t.index || !t.low || !t.open || !components) {
    status = furat_error_no_mem(err);
  }
  const uint32_t state = first_open_state(s->automaton);
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    const uint32_t pair = pair_of(s, (uint32_t)i, state);
    status = t.index[pair] == 0 ? explore(&t, pair, err) : FURAT_OK;
    components[i] = status == FURAT_OK ? t.low[pair] : 0;
  }
  furat_vec_clear(&t.path);
  furat_vec_clear(&t.stack);
  furat_free(t.index);
  furat_free(t.low);
  furat_free(t.open);
  if (status != FURAT_OK) {
    furat_free(components);
    return status;
  }
  *out = components;
  return FURAT_OK;
}
