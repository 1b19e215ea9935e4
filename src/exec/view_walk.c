// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing the permutation that begins with what is bound and goes on with the keys, and
// finding out whether its rows are just the solutions.
#include "exec/view_walk.h"

#include "base/memory.h"
#include "store/prefix_walk.h"
#include "store/statistics.h"

struct furat_view_walk {
  furat_view *view;
  furat_prefix_walk *walk;
  bool counted;
};

// ---------------------------------------------------------------------------- graphs

typedef enum {
  GRAPHS_ALL,   // every quad of the store is a solution, or as good as one
  GRAPHS_ONE,   // those of one graph, which are not all
  GRAPHS_NAMED, // those of all graphs but the default graph
  GRAPHS_OTHER  // rows have to be looked at
} graphs;

static furat_status
count_graph(furat_view *view, furat_id graph, uint64_t *out, furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  spec.n_bound = 1;
  spec.bound[0] = graph;
  return furat_scan_count(view->txn, &spec, out, err);
}

// The graph that the pattern is restricted to, FURAT_ID_NONE if it is not one.
static furat_id
only_graph(const furat_view *view, const furat_view_pattern *pattern)
{
  if (pattern->named) {
    return view->named_graphs.given ? FURAT_ID_NONE : pattern->graph;
  }
  if (view->default_graph.given) {
    return view->default_graph.n == 1 ? view->default_graph.ids[0] : FURAT_ID_NONE;
  }
  return view->union_default_graph ? FURAT_ID_NONE : FURAT_ID_DEFAULT_GRAPH;
}

static furat_status
classify(furat_view *view, const furat_view_pattern *pattern, bool counted, graphs *out,
         furat_id *graph, furat_error *err)
{
  const furat_totals totals = furat_statistics_totals(view->txn);
  uint64_t n = 0;
  *graph = only_graph(view, pattern);
  *out = GRAPHS_OTHER;
  if (*graph != FURAT_ID_NONE) {
    furat_status status = count_graph(view, *graph, &n, err);
    *out = n == totals.n_quads ? GRAPHS_ALL : GRAPHS_ONE;
    return status;
  }
  if (view->named_graphs.given || view->default_graph.given) {
    return FURAT_OK;
  }
  if (!pattern->named) { // the union: a triple may be in several graphs
    *out = totals.n_graphs <= 1 || !counted ? GRAPHS_ALL : GRAPHS_OTHER;
    return FURAT_OK;
  }
  furat_status status = count_graph(view, FURAT_ID_DEFAULT_GRAPH, &n, err);
  *out = n == 0 ? GRAPHS_ALL : GRAPHS_NAMED;
  return status;
}

// -------------------------------------------------------------------------- orders

// Whether the permutation begins with the bound fields, in any order, and then the keys.
static bool
fits(const furat_permutation_entry *entry, const furat_row *bound, unsigned n_bound,
     const furat_field *keys, unsigned n_keys)
{
  for (unsigned i = 0; i < n_bound; i++) {
    if (bound->field[entry->order[i]] == FURAT_ID_NONE) {
      return false;
    }
  }
  for (unsigned i = 0; i < n_keys; i++) {
    if (n_bound + i >= FURAT_N_FIELDS || entry->order[n_bound + i] != keys[i]) {
      return false;
    }
  }
  return true;
}

static bool
choose_order(unsigned first, const furat_row *bound, const furat_field *keys,
             unsigned n_keys, furat_scan_spec *out)
{
  unsigned n_bound = 0;
  for (unsigned i = 0; i < FURAT_N_FIELDS; i++) {
    n_bound += bound->field[i] != FURAT_ID_NONE;
  }
  for (unsigned p = first; p < FURAT_N_PERMUTATIONS; p++) {
    const furat_permutation_entry *entry = &furat_permutations[p];
    if (fits(entry, bound, n_bound, keys, n_keys)) {
      *out = FURAT_SCAN_ALL((furat_permutation)p);
      out->n_bound = n_bound;
      for (unsigned i = 0; i < n_bound; i++) {
        out->bound[i] = bound->field[entry->order[i]];
      }
      return true;
    }
  }
  return false;
}

// The scan whose rows are just the solutions, with the keys behind the bound fields.
static furat_status
exact_spec(furat_view *view, const furat_view_pattern *pattern, const furat_field *keys,
           unsigned n_keys, bool counted, furat_scan_spec *out, bool *found,
           furat_error *err)
{
  furat_row bound = {
      {pattern->subject, pattern->predicate, pattern->object, FURAT_ID_NONE}};
  furat_id graph;
  graphs which;
  furat_status status = classify(view, pattern, counted, &which, &graph, err);
  *found = false;
  if (status != FURAT_OK || which == GRAPHS_OTHER) {
    return status;
  }
  if (which == GRAPHS_ONE) {
    bound.field[FURAT_FIELD_GRAPH] = graph;
  }
  // Only where the graph comes first can the default graph be left out.
  bool named = which == GRAPHS_NAMED;
  *found = choose_order(named ? FURAT_GSPO : 0, &bound, keys, n_keys, out);
  if (named) {
    *found = *found && out->n_bound == 0;
    out->has_range = true;
    out->low = FURAT_ID_DEFAULT_GRAPH + 1;
    out->high = UINT64_MAX;
  }
  return FURAT_OK;
}

// ------------------------------------------------------------------------------ walks

furat_status
furat_view_walk_open(furat_view_walk **out, furat_view *view,
                     const furat_view_pattern *pattern, const furat_field *keys,
                     unsigned n_keys, bool counted, furat_error *err)
{
  furat_scan_spec spec;
  bool found;
  *out = NULL;
  furat_status status =
      exact_spec(view, pattern, keys, n_keys, counted, &spec, &found, err);
  if (status != FURAT_OK || !found) {
    return status;
  }
  furat_view_walk *walk = furat_alloc_zeroed(1, sizeof(*walk));
  if (!walk) {
    return furat_error_no_mem(err);
  }
  walk->view = view;
  walk->counted = counted;
  status = furat_prefix_walk_open(&walk->walk, view->txn, &spec, n_keys, err);
  if (status != FURAT_OK) {
    furat_free(walk);
    return status;
  }
  *out = walk;
  return FURAT_OK;
}

furat_status
furat_view_walk_next(furat_view_walk *walk, furat_id *const *keys, uint64_t *counts,
                     size_t cap, size_t *n, furat_error *err)
{
  furat_status status = furat_cancel_poll(walk->view->cancel, err);
  return status == FURAT_OK
             ? furat_prefix_walk_next(walk->walk, keys, walk->counted ? counts : NULL,
                                      cap, n, err)
             : status;
}

void
furat_view_walk_close(furat_view_walk *walk)
{
  if (walk) {
    furat_prefix_walk_close(walk->walk);
    furat_free(walk);
  }
}

// ----------------------------------------------------------------------------- counts

furat_status
furat_view_count_exactly(furat_view *view, const furat_view_pattern *pattern,
                         uint64_t *out, bool *known, furat_error *err)
{
  furat_scan_spec spec;
  furat_status status = exact_spec(view, pattern, NULL, 0, true, &spec, known, err);
  *out = 0;
  return status == FURAT_OK && *known ? furat_scan_count(view->txn, &spec, out, err)
                                      : status;
}

// What the statistics know: subjects, predicates and objects of everything; subjects and
// objects of a predicate.
static furat_status
from_statistics(furat_view *view, const furat_view_pattern *pattern, furat_field place,
                uint64_t *out, bool *known, furat_error *err)
{
  *known = pattern->subject == FURAT_ID_NONE && pattern->object == FURAT_ID_NONE &&
           place != FURAT_FIELD_GRAPH;
  if (*known && pattern->predicate == FURAT_ID_NONE) {
    const furat_totals totals = furat_statistics_totals(view->txn);
    *out = place == FURAT_FIELD_SUBJECT     ? totals.n_subjects
           : place == FURAT_FIELD_PREDICATE ? totals.n_predicates
                                            : totals.n_objects;
    return FURAT_OK;
  }
  furat_predicate_statistics of = {.n_subjects = 0};
  furat_status status = FURAT_OK;
  if (*known) {
    status = furat_statistics_of(view->txn, pattern->predicate, &of, err);
    *out = place == FURAT_FIELD_SUBJECT ? of.n_subjects : of.n_objects;
  }
  return status;
}

static furat_status
count_walk(furat_view *view, const furat_view_pattern *pattern, furat_field place,
           uint64_t *out, bool *known, furat_error *err)
{
  enum { BATCH = 1024 };
  furat_id cells[BATCH];
  furat_id *const columns[] = {cells};
  furat_view_walk *walk;
  furat_status status = furat_view_walk_open(&walk, view, pattern, &place, 1, false, err);
  *known = walk != NULL;
  *out = 0;
  while (status == FURAT_OK && walk) {
    size_t n;
    status = furat_view_walk_next(walk, columns, NULL, BATCH, &n, err);
    *out += status == FURAT_OK ? n : 0;
  }
  furat_view_walk_close(walk);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_view_count_distinct(furat_view *view, const furat_view_pattern *pattern,
                          furat_field place, uint64_t *out, bool *known, furat_error *err)
{
  furat_id graph;
  graphs which;
  furat_status status = classify(view, pattern, false, &which, &graph, err);
  *known = false;
  if (status == FURAT_OK && which == GRAPHS_ALL) {
    status = from_statistics(view, pattern, place, out, known, err);
  }
  return status == FURAT_OK && !*known ? count_walk(view, pattern, place, out, known, err)
                                       : status;
}
