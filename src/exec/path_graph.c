// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes by open addressing, edges as offsets and targets.  The nodes of a label that is
// read whole are all known then, so that later nodes have no edges of it.
#include "exec/path_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "exec/view_walk.h"

enum {
  FIRST_NODES = 64,
  MAX_NODES = 1 << 30,
  // A look-up costs as much as reading so many rows.
  ROWS_OF_LOOKUP = 48,
  FREE_LOOKUPS = 16,
  // What reading an edge may take of the budget: its ends, twice, and a new node.
  BYTES_OF_EDGE = 36
};

struct furat_path_edges {
  enum { EDGES_UNREAD, EDGES_READ, EDGES_TOO_MANY } state;
  bool counted;
  uint64_t n_triples; // at most
  uint64_t n_lookups;
  size_t n_nodes;    // that had edges when they were read
  uint32_t *offsets; // n_nodes + 1
  uint32_t *targets;
};

static size_t
n_kinds(const furat_path_graph *g)
{
  return 2 * g->automaton->labels.n;
}

furat_status
furat_path_graph_init(furat_path_graph *g, furat_execution *execution,
                      const furat_path_automaton *automaton, furat_error *err)
{
  *g = (furat_path_graph){.execution = execution, .automaton = automaton};
  furat_vec_init(&g->found, sizeof(uint32_t), MAX_NODES);
  g->edges = furat_alloc_zeroed(n_kinds(g), sizeof(*g->edges));
  g->cells = furat_alloc_zeroed(FURAT_N_FIELDS * (size_t)FURAT_SCAN_BATCH_ROWS,
                                sizeof(furat_id));
  return g->edges && g->cells ? FURAT_OK : furat_error_no_mem(err);
}

static void
forget(furat_path_graph *g)
{
  for (size_t i = 0; g->edges && i < n_kinds(g); i++) {
    furat_free(g->edges[i].offsets);
    furat_free(g->edges[i].targets);
    g->edges[i] = (furat_path_edges){.state = EDGES_UNREAD};
  }
  furat_free(g->ids);
  furat_free(g->slots);
  g->ids = NULL;
  g->slots = NULL;
  g->n_nodes = g->cap_nodes = g->n_slots = 0;
  if (g->kept_bytes > 0) {
    furat_execution_release(g->execution, g->kept_bytes);
    g->kept_bytes = 0;
  }
}

void
furat_path_graph_clear(furat_path_graph *g)
{
  forget(g);
  furat_vec_clear(&g->found);
  furat_free(g->edges);
  furat_free(g->cells);
}

void
furat_path_graph_set(furat_path_graph *g, bool named, furat_id graph)
{
  if (g->named != named || g->graph != graph) {
    forget(g);
  }
  g->named = named;
  g->graph = graph;
}

static furat_status
keep(furat_path_graph *g, uint64_t bytes, furat_error *err)
{
  g->kept_bytes += bytes;
  return furat_execution_keep(g->execution, bytes, err);
}

// --------------------------------------------------------------------------- nodes

static size_t
slot_of(const furat_path_graph *g, furat_id id)
{
  const uint64_t hash = id * UINT64_C(0x9E3779B97F4A7C15);
  size_t slot = (size_t)(hash >> 20) & (g->n_slots - 1);
  while (g->slots[slot] != UINT32_MAX && g->ids[g->slots[slot]] != id) {
    slot = (slot + 1) & (g->n_slots - 1);
  }
  return slot;
}

static furat_status
grow_nodes(furat_path_graph *g, furat_error *err)
{
  const size_t cap = g->cap_nodes ? 2 * g->cap_nodes : FIRST_NODES;
  if (cap > MAX_NODES) {
    return furat_error_set(err, FURAT_LIMIT, "a path meets more than %d nodes",
                           MAX_NODES);
  }
  furat_status status =
      keep(g, (cap - g->cap_nodes) * (sizeof(furat_id) + 2 * sizeof(uint32_t)), err);
  furat_id *ids =
      status == FURAT_OK ? furat_realloc(g->ids, cap, sizeof(furat_id)) : NULL;
  g->ids = ids ? ids : g->ids;
  uint32_t *slots = ids ? furat_realloc(g->slots, 2 * cap, sizeof(uint32_t)) : NULL;
  if (!slots) {
    return status == FURAT_OK ? furat_error_no_mem(err) : status;
  }
  g->slots = slots;
  g->cap_nodes = cap;
  g->n_slots = 2 * cap;
  memset(g->slots, 0xFF, g->n_slots * sizeof(uint32_t));
  for (size_t i = 0; i < g->n_nodes; i++) {
    g->slots[slot_of(g, g->ids[i])] = (uint32_t)i;
  }
  return FURAT_OK;
}

furat_status
furat_path_graph_node(furat_path_graph *g, furat_id id, uint32_t *out, furat_error *err)
{
  if (g->n_nodes == g->cap_nodes) {
    furat_status status = grow_nodes(g, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  const size_t slot = slot_of(g, id);
  if (g->slots[slot] == UINT32_MAX) {
    g->ids[g->n_nodes] = id;
    g->slots[slot] = (uint32_t)g->n_nodes++;
  }
  *out = g->slots[slot];
  return FURAT_OK;
}

bool
furat_path_graph_knows(const furat_path_graph *g, furat_id id)
{
  return g->n_nodes > 0 && g->slots[slot_of(g, id)] != UINT32_MAX;
}

// --------------------------------------------------------------------------- scans

// What a scan does with a batch of its rows.
typedef furat_status (*batch_sink)(void *context, furat_id *const *columns, size_t n,
                                   furat_error *err);

static furat_status
scan_rows(furat_path_graph *g, furat_view_pattern pattern, batch_sink sink, void *context,
          furat_error *err)
{
  furat_id *columns[FURAT_N_FIELDS];
  for (size_t i = 0; i < FURAT_N_FIELDS; i++) {
    columns[i] = g->cells + i * FURAT_SCAN_BATCH_ROWS;
  }
  pattern.named = g->named;
  pattern.graph = g->graph;
  furat_view_scan *scan = NULL;
  furat_status status = furat_view_scan_open(&scan, g->execution->view, &pattern, err);
  while (status == FURAT_OK) {
    size_t n = 0;
    status = furat_view_scan_next(scan, columns, &n, err);
    if (status == FURAT_OK) {
      status = sink(context, columns, n, err);
    }
  }
  furat_view_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static bool
is_forbidden(const furat_path_label *label, furat_id predicate)
{
  for (size_t i = 0; i < label->n_forbidden; i++) {
    if (label->forbidden[i] == predicate) {
      return true;
    }
  }
  return false;
}

typedef struct {
  furat_path_graph *g;
  const furat_path_label *label;
  bool inverse;
  furat_vec *targets; // uint32_t
  furat_vec *sources; // uint32_t, or NULL
  furat_id last_id;   // the source of the row before
  uint32_t last;
} edge_sink;

static furat_status
take_edge(edge_sink *sink, furat_id from, furat_id to, furat_error *err)
{
  uint32_t target;
  furat_status status = FURAT_OK;
  if (sink->sources && (from != sink->last_id || sink->sources->n == 0)) {
    status = furat_path_graph_node(sink->g, from, &sink->last, err);
    sink->last_id = from;
  }
  if (status == FURAT_OK) {
    status = furat_path_graph_node(sink->g, to, &target, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  bool kept = furat_vec_push(sink->targets, &target) &&
              (!sink->sources || furat_vec_push(sink->sources, &sink->last));
  return kept ? FURAT_OK : furat_error_no_mem(err);
}

static furat_status
take_edges(void *context, furat_id *const *columns, size_t n, furat_error *err)
{
  edge_sink *sink = context;
  const furat_id *from =
      columns[sink->inverse ? FURAT_FIELD_OBJECT : FURAT_FIELD_SUBJECT];
  const furat_id *to = columns[sink->inverse ? FURAT_FIELD_SUBJECT : FURAT_FIELD_OBJECT];
  furat_status status = FURAT_OK;
  for (size_t row = 0; row < n && status == FURAT_OK; row++) {
    if (!is_forbidden(sink->label, columns[FURAT_FIELD_PREDICATE][row])) {
      status = take_edge(sink, from[row], to[row], err);
    }
  }
  return status;
}

// --------------------------------------------------------------------------- edges

static const furat_path_label *
label_of(const furat_path_graph *g, size_t kind)
{
  return &FURAT_VEC_AT(&g->automaton->labels, furat_path_label, kind / 2);
}

static furat_view_pattern
pattern_of(const furat_path_graph *g, size_t kind)
{
  return (furat_view_pattern){
      .predicate = label_of(g, kind)->predicate, .named = g->named, .graph = g->graph};
}

// A predicate that the store does not know has no triples.
static bool
is_empty(const furat_path_graph *g, size_t kind)
{
  return furat_id_tag_of(label_of(g, kind)->predicate) == FURAT_ID_TAG_LOCAL ||
         furat_id_tag_of(g->graph) == FURAT_ID_TAG_LOCAL;
}

// Edges in the order in which they were read into offsets and targets.
static furat_status
arrange(furat_path_graph *g, furat_path_edges *edges, const furat_vec *sources,
        const furat_vec *targets, furat_error *err)
{
  const size_t n = g->n_nodes;
  furat_status status = keep(g, (n + 1 + sources->n) * sizeof(uint32_t), err);
  if (status != FURAT_OK) {
    return status;
  }
  edges->offsets = furat_alloc_zeroed(n + 2, sizeof(uint32_t));
  edges->targets = furat_alloc_zeroed(sources->n, sizeof(uint32_t));
  if (!edges->offsets || !edges->targets) {
    return furat_error_no_mem(err);
  }
  uint32_t *next = edges->offsets + 1; // of node i, while filling, at [i]
  for (size_t i = 0; i < sources->n; i++) {
    next[FURAT_VEC_AT(sources, uint32_t, i) + 1]++;
  }
  for (size_t i = 1; i <= n; i++) {
    next[i] += next[i - 1];
  }
  for (size_t i = 0; i < sources->n; i++) {
    const uint32_t source = FURAT_VEC_AT(sources, uint32_t, i);
    edges->targets[next[source]++] = FURAT_VEC_AT(targets, uint32_t, i);
  }
  edges->n_nodes = n;
  edges->state = EDGES_READ;
  return FURAT_OK;
}

static furat_status
read_edges(furat_path_graph *g, size_t kind, furat_error *err)
{
  furat_vec sources;
  furat_vec targets;
  furat_vec_init(&sources, sizeof(uint32_t), UINT32_MAX - 2);
  furat_vec_init(&targets, sizeof(uint32_t), UINT32_MAX - 2);
  edge_sink sink = {.g = g,
                    .label = label_of(g, kind),
                    .inverse = kind % 2 == 1,
                    .targets = &targets,
                    .sources = &sources};
  furat_status status = is_empty(g, kind)
                            ? FURAT_OK
                            : scan_rows(g, pattern_of(g, kind), take_edges, &sink, err);
  if (status == FURAT_OK) {
    status = arrange(g, &g->edges[kind], &sources, &targets, err);
  }
  furat_vec_clear(&sources);
  furat_vec_clear(&targets);
  return status;
}

// Whether there is room for all edges of a kind; decided once.
static furat_status
measure(furat_path_graph *g, size_t kind, furat_error *err)
{
  furat_path_edges *edges = &g->edges[kind];
  if (edges->counted || is_empty(g, kind)) {
    return FURAT_OK;
  }
  const furat_view_pattern pattern = pattern_of(g, kind);
  furat_status status =
      furat_view_count(g->execution->view, &pattern, &edges->n_triples, err);
  edges->counted = true;
  if (status == FURAT_OK &&
      (edges->n_triples >= UINT32_MAX / 2 ||
       furat_execution_check(g->execution, (size_t)edges->n_triples * BYTES_OF_EDGE,
                             NULL) != FURAT_OK)) {
    edges->state = EDGES_TOO_MANY;
  }
  return status;
}

static furat_status
look_up(furat_path_graph *g, size_t kind, uint32_t node, furat_error *err)
{
  furat_view_pattern pattern = pattern_of(g, kind);
  edge_sink sink = {
      .g = g, .label = label_of(g, kind), .inverse = kind % 2 == 1, .targets = &g->found};
  furat_id id = g->ids[node];
  furat_vec_truncate(&g->found, 0);
  g->edges[kind].n_lookups++;
  if (is_empty(g, kind) || furat_id_tag_of(id) == FURAT_ID_TAG_LOCAL) {
    return FURAT_OK;
  }
  *(sink.inverse ? &pattern.object : &pattern.subject) = id;
  return scan_rows(g, pattern, take_edges, &sink, err);
}

furat_status
furat_path_graph_next(furat_path_graph *g, const furat_path_move *move, bool backward,
                      uint32_t node, const uint32_t **out, size_t *n, furat_error *err)
{
  const size_t kind = 2 * (size_t)move->label + (move->inverse != backward);
  furat_path_edges *edges = &g->edges[kind];
  furat_status status = FURAT_OK;
  if (edges->state == EDGES_UNREAD && edges->n_lookups >= FREE_LOOKUPS) {
    status = measure(g, kind, err);
    if (status == FURAT_OK && edges->state == EDGES_UNREAD &&
        edges->n_lookups * ROWS_OF_LOOKUP > edges->n_triples) {
      status = read_edges(g, kind, err);
    }
  }
  if (status == FURAT_OK && edges->state == EDGES_READ) {
    const bool known = node < edges->n_nodes;
    const uint32_t from = known ? edges->offsets[node] : 0;
    *out = edges->targets + from;
    *n = known ? edges->offsets[node + 1] - from : 0;
    return FURAT_OK;
  }
  if (status == FURAT_OK) {
    status = look_up(g, kind, node, err);
  }
  *out = g->found.items;
  *n = g->found.n;
  return status;
}

furat_status
furat_path_graph_read(furat_path_graph *g, bool *whole, furat_error *err)
{
  *whole = true;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < g->automaton->moves.n && status == FURAT_OK; i++) {
    const furat_path_move *move = &FURAT_VEC_AT(&g->automaton->moves, furat_path_move, i);
    if (move->label == FURAT_PATH_NO_LABEL) {
      continue;
    }
    const size_t kind = 2 * (size_t)move->label + move->inverse;
    status = measure(g, kind, err);
    if (status == FURAT_OK && g->edges[kind].state == EDGES_UNREAD) {
      status = read_edges(g, kind, err);
    }
    *whole = *whole && g->edges[kind].state == EDGES_READ;
  }
  return status;
}

// ------------------------------------------------------------------- nodes of the graph

typedef struct {
  furat_vec *ids;
  const furat_execution *execution;
} end_sink;

static furat_status
take_ends(void *context, furat_id *const *columns, size_t n, furat_error *err)
{
  const end_sink *sink = context;
  furat_vec *out = sink->ids;
  for (size_t row = 0; row < n; row++) {
    if (!furat_vec_push(out, &columns[FURAT_FIELD_SUBJECT][row]) ||
        !furat_vec_push(out, &columns[FURAT_FIELD_OBJECT][row])) {
      return furat_error_no_mem(err);
    }
  }
  return furat_execution_check(sink->execution, out->cap * sizeof(furat_id), err);
}

// The distinct values of one place; `*known` is false when no index has them.
static furat_status
take_place(furat_path_graph *g, furat_field place, furat_vec *out, bool *known,
           furat_error *err)
{
  const furat_view_pattern everything = {.named = g->named, .graph = g->graph};
  furat_view_walk *walk;
  furat_id *const columns[] = {g->cells};
  furat_status status =
      furat_view_walk_open(&walk, g->execution->view, &everything, &place, 1, false, err);
  *known = walk != NULL;
  while (status == FURAT_OK && walk) {
    size_t n;
    status = furat_view_walk_next(walk, columns, NULL, FURAT_SCAN_BATCH_ROWS, &n, err);
    if (status == FURAT_OK) {
      furat_id *more = furat_vec_extend(out, n);
      status = more
                   ? furat_execution_check(g->execution, out->cap * sizeof(furat_id), err)
                   : furat_error_no_mem(err);
      if (more) {
        memcpy(more, g->cells, n * sizeof(furat_id));
      }
    }
  }
  furat_view_walk_close(walk);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static int
compare_ids(const void *a, const void *b)
{
  furat_id x = *(const furat_id *)a;
  furat_id y = *(const furat_id *)b;
  return (x > y) - (x < y);
}

// Two sorted halves, the second from `middle` on, become one, each id once.
static furat_status
merge_halves(furat_vec *ids, size_t middle, furat_error *err)
{
  furat_vec merged;
  const furat_id *from = ids->items;
  furat_vec_init(&merged, sizeof(furat_id), SIZE_MAX);
  furat_id *to = ids->n > 0 ? furat_vec_extend(&merged, ids->n) : NULL;
  size_t n = 0;
  size_t b = middle;
  if (ids->n > 0 && !to) {
    return furat_error_no_mem(err);
  }
  for (size_t a = 0; a < middle || b < ids->n;) {
    bool first = b == ids->n || (a < middle && from[a] <= from[b]);
    const furat_id id = first ? from[a++] : from[b++];
    if (n == 0 || to[n - 1] != id) {
      to[n++] = id;
    }
  }
  furat_vec_truncate(&merged, n);
  furat_vec_clear(ids);
  *ids = merged;
  return FURAT_OK;
}

furat_status
furat_path_graph_all_nodes(furat_path_graph *g, furat_vec *out, furat_error *err)
{
  if (furat_id_tag_of(g->graph) == FURAT_ID_TAG_LOCAL) {
    return FURAT_OK;
  }
  bool known;
  size_t middle = 0;
  furat_status status = take_place(g, FURAT_FIELD_SUBJECT, out, &known, err);
  if (status == FURAT_OK && known) {
    middle = out->n;
    status = take_place(g, FURAT_FIELD_OBJECT, out, &known, err);
  }
  if (status == FURAT_OK && !known) {
    furat_vec_truncate(out, middle = 0);
    end_sink sink = {out, g->execution};
    status = scan_rows(g, (furat_view_pattern){.named = g->named}, take_ends, &sink, err);
    if (status == FURAT_OK && out->n > 1) {
      qsort(out->items, out->n, sizeof(furat_id), compare_ids);
    }
  }
  return status == FURAT_OK ? merge_halves(out, middle, err) : status;
}

static furat_status
has_any(void *context, furat_id *const *columns, size_t n, furat_error *err)
{
  (void)columns;
  (void)err;
  *(bool *)context = n > 0;
  return FURAT_DONE;
}

furat_status
furat_path_graph_has_node(furat_path_graph *g, furat_id term, bool *out, furat_error *err)
{
  *out = false;
  if (furat_id_tag_of(term) == FURAT_ID_TAG_LOCAL ||
      furat_id_tag_of(g->graph) == FURAT_ID_TAG_LOCAL) {
    return FURAT_OK;
  }
  furat_status status =
      scan_rows(g, (furat_view_pattern){.subject = term}, has_any, out, err);
  return status == FURAT_OK && !*out
             ? scan_rows(g, (furat_view_pattern){.object = term}, has_any, out, err)
             : status;
}
