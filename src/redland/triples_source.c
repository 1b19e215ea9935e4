// SPDX-License-Identifier: GPL-3.0-or-later
// The triples source: rasqal asks it for the triples of a pattern, one scan of the store
// each. It is where a query can be stopped: all scans then pretend to be at their end,
// and the session tells why.                           graph_scan -> [session] -> query

#include "base/memory.h"
#include "redland/session.h"

// A scan for one triple pattern.
typedef struct pattern_scan {
  furat_session *session;
  furat_graph_scan scan;
  furat_id graph;       // behind scan.graphs when GRAPH names one
  const furat_row *row; // where it stands, or NULL at the end
  int same[3];          // an earlier place with the same variable, or -1
  rasqal_triple_meta *meta;
  struct pattern_scan *before;  // of the pattern before it in the same group, or NULL
  rasqal_variable *variable[3]; // what it has bound, or NULL
  furat_id id[3];               // and to what
} pattern_scan;

static bool
is_stopped(furat_session *session)
{
  enum { POLL_EVERY = 64 };
  if (session->stopped.status == FURAT_OK && session->n_polls++ % POLL_EVERY == 0) {
    furat_status status = furat_cancel_poll(session->cancel, &session->stopped);
    session->stopped.status = status;
  }
  return session->stopped.status != FURAT_OK;
}

static void
stop_no_mem(furat_session *session)
{
  (void)furat_error_no_mem(&session->stopped);
}

static bool
row_fits(const pattern_scan *match, const furat_row *row)
{
  for (int i = 1; i < 3; i++) {
    if (match->same[i] >= 0 && row->field[i] != row->field[match->same[i]]) {
      return false;
    }
  }
  return true;
}

static void
advance(pattern_scan *match)
{
  furat_session *session = match->session;
  do {
    if (is_stopped(session) ||
        furat_graph_scan_next(&match->scan, &match->row, &session->stopped) != FURAT_OK) {
      match->row = NULL;
    }
  } while (match->row && !row_fits(match, match->row));
  match->session->matched = match->session->matched || match->row;
}

// What a place of a pattern asks for: 0 when it is to be bound here.
static furat_id
wanted_id(furat_session *session, rasqal_literal *place, bool binds_here)
{
  rasqal_variable *variable = rasqal_literal_as_variable(place);
  if (!variable) {
    return furat_session_id(session, place);
  }
  if (binds_here || !variable->value) {
    return 0;
  }
  return furat_session_id(session, variable->value);
}

// The graphs of a pattern; `named` keeps the id when there is one.
static furat_graph_choice
graphs_of(furat_session *session, rasqal_literal *origin, furat_id *named)
{
  if (!origin) {
    return session->dataset.standard;
  }
  rasqal_literal *value = rasqal_literal_value(origin);
  if (!value) {
    return session->dataset.named;
  }
  *named = furat_session_id(session, value);
  for (size_t i = 0; i < session->dataset.named.n; i++) {
    if (session->dataset.named.ids[i] == *named) {
      return (furat_graph_choice){.ids = named, .n = 1};
    }
  }
  return (furat_graph_choice){.all = false};
}

// rasqal keeps what a variable is bound to in the variable itself, for the whole query:
// an OPTIONAL that has the same variable leaves it unbound, and the next row of this
// group would lack it unless the pattern that bound it goes on too.
static bool
bind_again(pattern_scan *match)
{
  for (const pattern_scan *scan = match->before; scan; scan = scan->before) {
    for (int i = 0; i < 3; i++) {
      rasqal_variable *variable = scan->variable[i];
      rasqal_literal *literal =
          variable ? furat_session_literal(match->session, scan->id[i]) : NULL;
      if (variable && !literal) {
        return false;
      }
      if (variable && variable->value != literal) {
        rasqal_variable_set_value(variable, rasqal_new_literal_from_literal(literal));
      }
    }
  }
  return true;
}

static rasqal_triple_parts
bind_match(rasqal_triples_match *rtm, void *user_data, rasqal_variable *bindings[4],
           rasqal_triple_parts parts)
{
  static const rasqal_triple_parts part_of[3] = {
      RASQAL_TRIPLE_SUBJECT, RASQAL_TRIPLE_PREDICATE, RASQAL_TRIPLE_OBJECT};
  (void)rtm;
  pattern_scan *match = user_data;
  match->session->touched = match;
  if (!bind_again(match)) {
    return RASQAL_TRIPLE_NONE;
  }
  unsigned bound = 0;
  for (int i = 0; i < 3; i++) {
    if (!(parts & part_of[i]) || !match->row || !bindings[i]) {
      continue;
    }
    rasqal_literal *literal = furat_session_literal(match->session, match->row->field[i]);
    if (!literal) {
      return RASQAL_TRIPLE_NONE;
    }
    rasqal_variable_set_value(bindings[i], rasqal_new_literal_from_literal(literal));
    match->variable[i] = bindings[i];
    match->id[i] = match->row->field[i];
    bound |= part_of[i];
  }
  return (rasqal_triple_parts)bound;
}

static void
next_match(rasqal_triples_match *rtm, void *user_data)
{
  (void)rtm;
  advance(user_data);
}

static int
is_end(rasqal_triples_match *rtm, void *user_data)
{
  (void)rtm;
  pattern_scan *match = user_data;
  match->session->touched = match;
  return !match->row || match->session->stopped.status != FURAT_OK;
}

// A group ends with its last pattern first when it goes on, and with its first one when
// it is given up: then none of it may be touched again.
static void
forget(furat_session *session, const pattern_scan *match)
{
  const pattern_scan *scan = session->touched;
  if (scan == match) {
    session->touched = match->before;
    return;
  }
  while (scan && scan != match) {
    scan = scan->before;
  }
  session->touched = scan ? NULL : session->touched;
}

static void
finish(rasqal_triples_match *rtm, void *user_data)
{
  (void)rtm;
  pattern_scan *match = user_data;
  if (match) {
    forget(match->session, match);
    furat_graph_scan_end(&match->scan);
    furat_free(match);
  }
}

// The patterns of a group have their metadata side by side, and rasqal comes from one to
// the next.
static pattern_scan *
scan_before(const furat_session *session, const rasqal_triple_meta *meta)
{
  pattern_scan *touched = session->touched;
  return touched && touched->meta + 1 == meta ? touched : NULL;
}

static int
init_triples_match(rasqal_triples_match *rtm, rasqal_triples_source *rts, void *user_data,
                   rasqal_triple_meta *meta, rasqal_triple *triple)
{
  (void)rts;
  furat_session *session = *(furat_session **)user_data;
  rasqal_literal *places[3] = {triple->subject, triple->predicate, triple->object};
  pattern_scan *match = furat_alloc_zeroed(1, sizeof *match);
  // First of all: rasqal calls finish even for what could not be begun.
  rtm->user_data = match;
  rtm->bind_match = bind_match;
  rtm->next_match = next_match;
  rtm->is_end = is_end;
  rtm->finish = finish;
  if (!match) {
    stop_no_mem(session);
    return 1;
  }
  match->session = session;
  match->meta = meta;
  match->before = scan_before(session, meta);
  session->touched = match;
  furat_row pattern = {{FURAT_ID_NONE}};
  for (int i = 0; i < 3; i++) {
    rasqal_variable *variable = rasqal_literal_as_variable(places[i]);
    meta->bindings[i] = variable;
    pattern.field[i] = wanted_id(session, places[i], (meta->parts & (1U << i)) != 0);
    match->same[i] = -1;
    for (int j = 0; j < i && variable && match->same[i] < 0; j++) {
      match->same[i] = rasqal_literal_as_variable(places[j]) == variable ? j : -1;
    }
  }
  furat_graph_choice graphs = graphs_of(session, triple->origin, &match->graph);
  if (furat_graph_scan_begin(&match->scan, session->txn, &pattern, graphs,
                             &session->stopped) != FURAT_OK) {
    return 1;
  }
  advance(match);
  return 0;
}

static int
triple_present(rasqal_triples_source *rts, void *user_data, rasqal_triple *triple)
{
  (void)rts;
  furat_session *session = *(furat_session **)user_data;
  const furat_row pattern = {{furat_session_id(session, triple->subject),
                              furat_session_id(session, triple->predicate),
                              furat_session_id(session, triple->object), FURAT_ID_NONE}};
  furat_id named = 0;
  furat_graph_scan scan;
  const furat_row *row = NULL;
  furat_graph_choice graphs = graphs_of(session, triple->origin, &named);
  if (is_stopped(session)) {
    return 0;
  }
  bool present = furat_graph_scan_begin(&scan, session->txn, &pattern, graphs,
                                        &session->stopped) == FURAT_OK &&
                 furat_graph_scan_next(&scan, &row, &session->stopped) == FURAT_OK;
  furat_graph_scan_end(&scan);
  return present;
}

static void
free_triples_source(void *user_data)
{
  (void)user_data;
}

static int
init_triples_source(rasqal_query *query, void *factory_user_data, void *user_data,
                    rasqal_triples_source *rts, rasqal_triples_error_handler handler)
{
  (void)query;
  (void)handler;
  *(furat_session **)user_data = factory_user_data;
  rts->version = 1;
  rts->init_triples_match = init_triples_match;
  rts->triple_present = triple_present;
  rts->free_triples_source = free_triples_source;
  return 0;
}

static int
init_triples_source2(rasqal_world *world, raptor_sequence *data_graphs,
                     void *factory_user_data, void *user_data, rasqal_triples_source *rts,
                     rasqal_triples_error_handler2 handler, unsigned int flags)
{
  (void)world;
  (void)data_graphs;
  (void)handler;
  (void)flags;
  return init_triples_source(NULL, factory_user_data, user_data, rts, NULL);
}

static int
register_factory(rasqal_triples_source_factory *factory)
{
  factory->version = 3;
  factory->user_data_size = sizeof(furat_session *);
  factory->init_triples_source = init_triples_source;
  factory->init_triples_source2 = init_triples_source2;
  return 0;
}

furat_status
furat_session_connect(furat_session *session, furat_error *err)
{
  if (rasqal_set_triples_source_factory(session->world, register_factory, session) != 0) {
    return furat_error_set(err, FURAT_INTERNAL, "rasqal refused the source of triples");
  }
  return FURAT_OK;
}
