// SPDX-License-Identifier: GPL-3.0-or-later
// Whether patterns that match nothing would in other graphs.
//                                                  set -> [diagnose_graphs] -> probe
#include "engine/diagnose_internal.h"

enum { MOST_NAMED = 3, GRAPH_SPARE = 8, INNER_SPARE = 9, MANY_SPARES = 10 };

// A GRAPH node for furat_probe_in_graph(): its name, no pattern.
static furat_algebra *
graph_of(furat_diagnosis *d, furat_slot name, uint32_t inner)
{
  furat_algebra *graph = furat_probe_node(d, FURAT_ALGEBRA_GRAPH, NULL, NULL);
  if (graph) {
    graph->graph = name;
    graph->inner_graph = furat_probe_spare(d, inner).var;
  }
  return graph;
}

static furat_diagnosis_set
without_graphs(const furat_diagnosis_set *set)
{
  furat_diagnosis_set plain = *set;
  for (size_t i = 0; i < plain.n; i++) {
    plain.items[i].graph = NULL;
  }
  return plain;
}

// Collects names of graphs.
typedef struct graph_list {
  furat_arena *arena;
  size_t n;
  furat_term names[MOST_NAMED];
  bool more;
} graph_list;

static furat_status
take_graph(void *self, const furat_term *values, furat_error *err)
{
  graph_list *list = self;
  list->more = list->n == MOST_NAMED;
  if (list->more) {
    return FURAT_DONE;
  }
  return furat_term_copy(list->arena, values, &list->names[list->n++])
             ? FURAT_OK
             : furat_error_no_mem(err);
}

// The named graphs in each of which all of `plain` matches.
static furat_status
find_graphs(furat_diagnosis *d, const furat_diagnosis_set *plain, graph_list *list,
            furat_error *err)
{
  const furat_slot name = furat_probe_spare(d, GRAPH_SPARE);
  furat_algebra *graph = graph_of(d, name, INNER_SPARE);
  furat_algebra *pattern =
      graph ? furat_probe_in_graph(d, furat_probe_join(d, plain), graph) : NULL;
  *list = (graph_list){.arena = &d->arena};
  return furat_probe_each(d, pattern, FURAT_PROBE_HERE, &name.var, 1, take_graph, list,
                          err);
}

static void
write_graphs(furat_diagnosis *d, const graph_list *list)
{
  for (size_t i = 0; i < list->n; i++) {
    furat_buffer_append_cstr(d->out, i > 0 ? ", " : " ");
    furat_diagnosis_write_term(d, &list->names[i]);
  }
  furat_buffer_append_cstr(d->out, list->more ? " and others\n" : "\n");
}

// ------------------------------------------------------------------ missing graphs

static furat_status
has_graph(furat_diagnosis *d, const furat_algebra *graph, furat_probe_where where,
          bool *any, furat_error *err)
{
  const furat_triple_pattern anything = {.subject = furat_probe_spare(d, 0),
                                         .predicate = furat_probe_spare(d, 1),
                                         .object = furat_probe_spare(d, 2)};
  furat_algebra *pattern =
      furat_probe_in_graph(d, furat_probe_triple(d, &anything), graph);
  return furat_probe_any(d, pattern, where, any, err);
}

static furat_status
offer_graph(void *self, const furat_term *values, furat_error *err)
{
  return furat_nears_offer(self, values, err);
}

static furat_status
tell_near_graphs(furat_diagnosis *d, const furat_term *wanted, furat_error *err)
{
  furat_nears nears;
  const furat_slot name = furat_probe_spare(d, GRAPH_SPARE);
  furat_algebra *graph = graph_of(d, name, INNER_SPARE);
  furat_algebra *unit = furat_probe_node(d, FURAT_ALGEBRA_UNIT, NULL, NULL);
  furat_nears_init(&nears, wanted, &d->arena);
  furat_status status =
      furat_probe_each(d, graph ? furat_probe_in_graph(d, unit, graph) : NULL,
                       FURAT_PROBE_HERE, &name.var, 1, offer_graph, &nears, err);
  if (status == FURAT_OK && nears.n > 0) {
    furat_diagnosis_write_nears(d, "there is", &nears);
  } else if (status == FURAT_OK && nears.n_offered == 0) {
    furat_buffer_append_cstr(d->out, "  there are no named graphs\n");
  } else if (status == FURAT_OK) {
    furat_buffer_append_cstr(d->out, "  there are");
    const graph_list list = {
        .n = nears.n_samples,
        .names = {nears.samples[0], nears.samples[1], nears.samples[2]},
        .more = nears.n_offered > nears.n_samples};
    write_graphs(d, &list);
  }
  furat_nears_clear(&nears);
  return status;
}

// GRAPH <iri> where there is no such graph, or FROM NAMED leaves it out.
static furat_status
tell_missing(furat_diagnosis *d, const furat_algebra *graph, bool *found,
             furat_error *err)
{
  bool here = true;
  bool anywhere = false;
  const furat_term *name = furat_probe_constant(d, &graph->graph);
  if (!name) {
    return FURAT_OK;
  }
  furat_status status = has_graph(d, graph, FURAT_PROBE_HERE, &here, err);
  if (status == FURAT_OK && !here) {
    status = has_graph(d, graph, FURAT_PROBE_EVERYWHERE, &anywhere, err);
  }
  if (status != FURAT_OK || here) {
    return status;
  }
  *found = true;
  furat_buffer_append_cstr(d->out, anywhere ? "  FROM NAMED does not name the graph "
                                            : "  there is no graph ");
  furat_diagnosis_write_term(d, name);
  furat_buffer_append_byte(d->out, '\n');
  return anywhere ? FURAT_OK : tell_near_graphs(d, name, err);
}

// FROM <iri> where there is no such graph.
static furat_status
tell_missing_from(furat_diagnosis *d, bool *found, furat_error *err)
{
  const furat_algebra_query *algebra = &d->query.algebra;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < algebra->n_from && status == FURAT_OK; i++) {
    bool any = true;
    const furat_slot name = {.var = FURAT_VAR_NONE, .term = algebra->from[i]};
    const furat_algebra *graph = graph_of(d, name, INNER_SPARE);
    status = graph ? has_graph(d, graph, FURAT_PROBE_EVERYWHERE, &any, err)
                   : furat_error_no_mem(err);
    if (status == FURAT_OK && !any) {
      *found = true;
      furat_buffer_append_cstr(d->out, "  there is no graph ");
      furat_diagnosis_write_term(d, &algebra->from[i]);
      furat_buffer_append_byte(d->out, '\n');
    }
  }
  return status;
}

// ------------------------------------------------------------------- other graphs

// Patterns that stand outside of GRAPH match in named graphs.
static furat_status
tell_named(furat_diagnosis *d, const furat_diagnosis_set *plain, furat_error *err)
{
  graph_list list;
  if (d->operation) {
    furat_buffer_append_cstr(d->out, "  it would match in other graphs\n");
    return FURAT_OK;
  }
  if (d->query.algebra.n_from + d->query.algebra.n_from_named > 0) {
    furat_buffer_append_cstr(d->out,
                             "  it would match in graphs that FROM does not name\n");
    return FURAT_OK;
  }
  furat_status status = find_graphs(d, plain, &list, err);
  if (status == FURAT_OK && list.n > 0) {
    furat_buffer_append_cstr(
        d->out, "  it would match with GRAPH ?g { } around it, or by the option "
                "--union-default-graph: in");
    write_graphs(d, &list);
  } else if (status == FURAT_OK) {
    furat_buffer_append_cstr(d->out, "  it would match across named graphs, by the "
                                     "option --union-default-graph\n");
  }
  return status;
}

// Each item in a graph of its own.
static furat_status
tell_apart(furat_diagnosis *d, const furat_diagnosis_set *set, bool *found,
           furat_error *err)
{
  furat_diagnosis_set apart = *set;
  for (size_t i = 0; i < apart.n; i++) {
    uint32_t spare = MANY_SPARES + 2 * (uint32_t)i;
    if (spare + 1 >= FURAT_DIAGNOSIS_SPARES) {
      return FURAT_OK;
    }
    apart.items[i].graph = graph_of(d, furat_probe_spare(d, spare), spare + 1);
    if (!apart.items[i].graph) {
      return furat_error_no_mem(err);
    }
  }
  furat_status status =
      furat_probe_any(d, furat_probe_join(d, &apart), FURAT_PROBE_HERE, found, err);
  if (status == FURAT_OK && *found) {
    furat_buffer_append_cstr(d->out, "  they would match in different graphs: each with "
                                     "a GRAPH of its own\n");
  }
  return status;
}

// Patterns that stand in GRAPH match in other graphs, or outside of GRAPH.
static furat_status
tell_elsewhere(furat_diagnosis *d, const furat_diagnosis_set *set,
               const furat_diagnosis_set *plain, bool *found, furat_error *err)
{
  graph_list list;
  bool outside = false;
  furat_status status = find_graphs(d, plain, &list, err);
  if (status == FURAT_OK && list.n > 0) {
    *found = true;
    furat_buffer_append_cstr(d->out, "  it would match in");
    write_graphs(d, &list);
    return FURAT_OK;
  }
  if (status == FURAT_OK && set->n > 1) {
    status = tell_apart(d, set, found, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_probe_any(d, furat_probe_join(d, plain), FURAT_PROBE_HERE, &outside, err);
  }
  if (status == FURAT_OK && outside) {
    *found = true;
    furat_buffer_append_cstr(d->out, "  it would match outside of GRAPH\n");
  }
  return status;
}

furat_status
furat_diagnose_graphs(furat_diagnosis *d, furat_diagnosis_set *set, bool *found,
                      furat_error *err)
{
  bool any = false;
  size_t n_graphs = 0;
  const furat_diagnosis_set plain = without_graphs(set);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < set->n && status == FURAT_OK && !*found; i++) {
    n_graphs += set->items[i].graph != NULL;
    if (set->items[i].graph) {
      status = tell_missing(d, set->items[i].graph, found, err);
    }
  }
  if (status == FURAT_OK && n_graphs < set->n && !*found) {
    status = tell_missing_from(d, found, err);
  }
  if (status != FURAT_OK || *found) {
    return status;
  }
  status =
      furat_probe_any(d, furat_probe_join(d, &plain), FURAT_PROBE_EVERYWHERE, &any, err);
  if (status != FURAT_OK || !any) {
    return status;
  }
  if (n_graphs > 0) {
    return tell_elsewhere(d, set, &plain, found, err);
  }
  *found = true;
  return tell_named(d, &plain, err);
}
