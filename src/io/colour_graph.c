// SPDX-License-Identifier: GPL-3.0-or-later
// The stable order of a coloured graph's vertices.  Refinement first; then what is alone
// in its cell drops out and the rest falls into components, ordered each for itself and
// then by their forms, so that a thousand equal leaves cost a thousand steps and not a
// thousand factorial. Only a connected rest without any fixed vertex is searched: each
// vertex of one cell is tried as the first of it, but for those that an automorphism
// found on the way makes equal to one tried.
//                                            blank_order -> [colour_graph] -> partition
#include "io/colour_graph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/partition.h"

#define MAX_DEPTH    1000
#define NO_COMPONENT UINT32_MAX

typedef struct search {
  uint64_t work;
  uint64_t max_work;
  bool stable;
  int depth;
} search;

// The vertices of a graph or of one component in their order, and the graph as it looks
// under that order: equal forms are isomorphic.
typedef struct form {
  uint32_t *order;
  uint32_t n_vertices;
  uint32_t *text;
  size_t n_text;
} form;

static furat_status
order_graph(search *s, uint32_t *order, const furat_colour_graph *graph,
            furat_error *err);

furat_status
furat_colour_graph_init(furat_colour_graph *graph, uint32_t n_vertices, size_t n_links,
                        furat_error *err)
{
  *graph = (furat_colour_graph){.n_vertices = n_vertices};
  graph->first = furat_alloc_zeroed((size_t)n_vertices + 1, sizeof *graph->first);
  graph->links = furat_alloc_zeroed(n_links, sizeof *graph->links);
  graph->colours = furat_alloc_zeroed(n_vertices, sizeof *graph->colours);
  if (!graph->first || !graph->links || !graph->colours) {
    furat_colour_graph_clear(graph);
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

void
furat_colour_graph_clear(furat_colour_graph *graph)
{
  furat_free(graph->first);
  furat_free(graph->links);
  furat_free(graph->colours);
  *graph = (furat_colour_graph){.n_vertices = 0};
}

static int
compare_links(const void *a, const void *b)
{
  const furat_colour_link *left = a;
  const furat_colour_link *right = b;
  if (left->vertex != right->vertex) {
    return left->vertex < right->vertex ? -1 : 1;
  }
  return (left->label > right->label) - (left->label < right->label);
}

static void
sort_links(furat_colour_link *links, size_t n)
{
  if (n > 1) {
    qsort(links, n, sizeof *links, compare_links);
  }
}

void
furat_colour_graph_sort_links(furat_colour_graph *graph)
{
  for (uint32_t v = 0; v < graph->n_vertices; v++) {
    sort_links(graph->links + graph->first[v], graph->first[v + 1] - graph->first[v]);
  }
}

static void
form_clear(form *f)
{
  furat_free(f->order);
  furat_free(f->text);
  *f = (form){.n_vertices = 0};
}

static int
compare_forms(const void *a, const void *b)
{
  const form *left = a;
  const form *right = b;
  if (left->n_text != right->n_text) {
    return left->n_text < right->n_text ? -1 : 1;
  }
  for (size_t i = 0; i < left->n_text; i++) {
    if (left->text[i] != right->text[i]) {
      return left->text[i] < right->text[i] ? -1 : 1;
    }
  }
  return 0;
}

// Write down the graph under form->order: of each vertex its colour, the number of its
// links, and where they lead.
static furat_status
describe(search *s, form *f, const furat_colour_graph *graph, furat_error *err)
{
  uint32_t n = graph->n_vertices;
  size_t n_links = graph->first[n];
  uint32_t *places = furat_alloc_zeroed(n, sizeof *places);
  furat_colour_link *links = furat_alloc_zeroed(n_links, sizeof *links);
  f->n_text = 2 * ((size_t)n + n_links);
  f->text = furat_alloc_zeroed(f->n_text, sizeof *f->text);
  furat_status status = FURAT_OK;
  if (!places || !links || !f->text) {
    status = furat_error_no_mem(err);
  } else {
    for (uint32_t i = 0; i < n; i++) {
      places[f->order[i]] = i;
    }
    uint32_t *text = f->text;
    for (uint32_t i = 0; i < n; i++) {
      uint32_t v = f->order[i];
      uint32_t n_own = graph->first[v + 1] - graph->first[v];
      for (uint32_t j = 0; j < n_own; j++) {
        furat_colour_link link = graph->links[graph->first[v] + j];
        links[j] = (furat_colour_link){places[link.vertex], link.label};
      }
      sort_links(links, n_own);
      *text++ = graph->colours[v];
      *text++ = n_own;
      for (uint32_t j = 0; j < n_own; j++) {
        *text++ = links[j].vertex;
        *text++ = links[j].label;
      }
    }
    s->work += f->n_text;
  }
  furat_free(places);
  furat_free(links);
  return status;
}

static furat_status
form_of_graph(search *s, form *f, const furat_colour_graph *graph, furat_error *err)
{
  *f = (form){.n_vertices = graph->n_vertices};
  f->order = furat_alloc_zeroed(graph->n_vertices, sizeof *f->order);
  furat_status status =
      f->order == NULL ? furat_error_no_mem(err) : order_graph(s, f->order, graph, err);
  if (status == FURAT_OK) {
    status = describe(s, f, graph, err);
  }
  if (status != FURAT_OK) {
    form_clear(f);
  }
  return status;
}

// The components of what is not alone in its cell.  A vertex that is alone is the same in
// all of them, and vertices of one cell have the same links to it, so it tells nothing
// more.
typedef struct components {
  uint32_t n;
  uint32_t *of;       ///< vertex -> component, or NO_COMPONENT
  uint32_t *vertices; ///< grouped by component
  uint32_t *first;    ///< n + 1: where the vertices of a component start
  uint32_t *local;    ///< vertex -> its number inside its component
  uint32_t n_vertices;
} components;

static void
components_clear(components *c)
{
  furat_free(c->of);
  furat_free(c->vertices);
  furat_free(c->first);
  furat_free(c->local);
}

static bool
is_alone(const furat_partition *p, uint32_t vertex)
{
  return p->lengths[p->cells[vertex]] == 1;
}

// All that can be reached from `start`; c->vertices is the queue.
static void
gather(components *c, const furat_colour_graph *graph, const furat_partition *p,
       uint32_t start)
{
  c->of[start] = c->n;
  c->vertices[c->n_vertices++] = start;
  for (uint32_t i = c->first[c->n]; i < c->n_vertices; i++) {
    uint32_t v = c->vertices[i];
    c->local[v] = i - c->first[c->n];
    for (uint32_t j = graph->first[v]; j < graph->first[v + 1]; j++) {
      uint32_t other = graph->links[j].vertex;
      if (c->of[other] == NO_COMPONENT && !is_alone(p, other)) {
        c->of[other] = c->n;
        c->vertices[c->n_vertices++] = other;
      }
    }
  }
  c->n++;
  c->first[c->n] = c->n_vertices;
}

static furat_status
components_init(components *c, const furat_colour_graph *graph, const furat_partition *p,
                furat_error *err)
{
  uint32_t n = graph->n_vertices;
  *c = (components){.n = 0};
  c->of = furat_alloc_zeroed(n, sizeof *c->of);
  c->vertices = furat_alloc_zeroed(n, sizeof *c->vertices);
  c->first = furat_alloc_zeroed((size_t)n + 1, sizeof *c->first);
  c->local = furat_alloc_zeroed(n, sizeof *c->local);
  if (!c->of || !c->vertices || !c->first || !c->local) {
    components_clear(c);
    return furat_error_no_mem(err);
  }
  for (uint32_t v = 0; v < n; v++) {
    c->of[v] = NO_COMPONENT;
  }
  for (uint32_t i = 0; i < n; i++) {
    uint32_t v = p->vertices[i];
    if (c->of[v] == NO_COMPONENT && !is_alone(p, v)) {
      gather(c, graph, p, v);
    }
  }
  return FURAT_OK;
}

// One component as a graph of its own, coloured by the cells.
static furat_status
component_graph(furat_colour_graph *out, const components *c, uint32_t component,
                const furat_colour_graph *graph, const furat_partition *p,
                furat_error *err)
{
  const uint32_t *vertices = c->vertices + c->first[component];
  uint32_t n = c->first[component + 1] - c->first[component];
  size_t n_links = 0;
  for (uint32_t i = 0; i < n; i++) {
    n_links += graph->first[vertices[i] + 1] - graph->first[vertices[i]];
  }
  furat_status status = furat_colour_graph_init(out, n, n_links, err);
  if (status != FURAT_OK) {
    return status;
  }
  uint32_t n_done = 0;
  for (uint32_t i = 0; i < n; i++) {
    out->colours[i] = p->cells[vertices[i]];
    for (uint32_t j = graph->first[vertices[i]]; j < graph->first[vertices[i] + 1]; j++) {
      furat_colour_link link = graph->links[j];
      if (c->of[link.vertex] == component) {
        out->links[n_done++] = (furat_colour_link){c->local[link.vertex], link.label};
      }
    }
    out->first[i + 1] = n_done;
  }
  furat_colour_graph_sort_links(out);
  return FURAT_OK;
}

static furat_status
component_form(search *s, form *f, const components *c, uint32_t component,
               const furat_colour_graph *graph, const furat_partition *p,
               furat_error *err)
{
  furat_colour_graph part;
  furat_status status = component_graph(&part, c, component, graph, p, err);
  if (status != FURAT_OK) {
    return status;
  }
  s->work += part.n_vertices + part.first[part.n_vertices];
  status = form_of_graph(s, f, &part, err);
  if (status == FURAT_OK) {
    for (uint32_t i = 0; i < f->n_vertices; i++) {
      f->order[i] = c->vertices[c->first[component] + f->order[i]];
    }
  }
  furat_colour_graph_clear(&part);
  return status;
}

// Cells keep their places; inside a cell vertices stand in the order of their components'
// forms. Components of equal form can be exchanged without a difference.
static void
merge_forms(uint32_t *order, form *forms, uint32_t n_forms, const furat_partition *p,
            uint32_t *next)
{
  qsort(forms, n_forms, sizeof *forms, compare_forms);
  for (uint32_t i = 0; i < p->n; i++) {
    order[i] = p->vertices[i];
    next[i] = i;
  }
  for (uint32_t i = 0; i < n_forms; i++) {
    for (uint32_t j = 0; j < forms[i].n_vertices; j++) {
      uint32_t vertex = forms[i].order[j];
      order[next[p->cells[vertex]]++] = vertex;
    }
  }
}

static furat_status
order_components(search *s, uint32_t *order, const furat_colour_graph *graph,
                 const furat_partition *p, const components *c, furat_error *err)
{
  form *forms = furat_alloc_zeroed(c->n, sizeof *forms);
  uint32_t *next = furat_alloc_zeroed(p->n, sizeof *next);
  furat_status status = forms && next ? FURAT_OK : furat_error_no_mem(err);
  for (uint32_t i = 0; status == FURAT_OK && i < c->n; i++) {
    status = component_form(s, &forms[i], c, i, graph, p, err);
  }
  if (status == FURAT_OK) {
    merge_forms(order, forms, c->n, p, next);
  }
  for (uint32_t i = 0; forms != NULL && i < c->n; i++) {
    form_clear(&forms[i]);
  }
  furat_free(forms);
  furat_free(next);
  return status;
}

// The next link of `v` from `*i` on that does not lead to `other`.
static bool
next_link(const furat_colour_graph *graph, uint32_t v, uint32_t other, uint32_t *i,
          furat_colour_link *link)
{
  while (*i < graph->first[v + 1]) {
    *link = graph->links[(*i)++];
    if (link->vertex != other && link->vertex != v) {
      return true;
    }
  }
  return false;
}

// Whether both see each other in the same way.
static bool
same_mutual_links(const furat_colour_graph *graph, uint32_t u, uint32_t v)
{
  uint32_t i = graph->first[u];
  uint32_t j = graph->first[v];
  for (;;) {
    while (i < graph->first[u + 1] && graph->links[i].vertex != v) {
      i++;
    }
    while (j < graph->first[v + 1] && graph->links[j].vertex != u) {
      j++;
    }
    bool more_u = i < graph->first[u + 1];
    bool more_v = j < graph->first[v + 1];
    if (!more_u || !more_v) {
      return more_u == more_v;
    }
    if (graph->links[i++].label != graph->links[j++].label) {
      return false;
    }
  }
}

// Whether exchanging two vertices of one cell, and nothing else, changes nothing.
static bool
are_twins(search *s, const furat_colour_graph *graph, uint32_t u, uint32_t v)
{
  uint32_t i = graph->first[u];
  uint32_t j = graph->first[v];
  furat_colour_link left;
  furat_colour_link right;
  for (;;) {
    bool more_u = next_link(graph, u, v, &i, &left);
    bool more_v = next_link(graph, v, u, &j, &right);
    s->work++;
    if (!more_u || !more_v) {
      return more_u == more_v && same_mutual_links(graph, u, v);
    }
    if (compare_links(&left, &right) != 0) {
      return false;
    }
  }
}

// The first of the smallest cells that have more than one vertex.
static uint32_t
choose_cell(const furat_partition *p)
{
  uint32_t best = 0;
  uint32_t n_best = UINT32_MAX;
  for (uint32_t cell = 0; cell < p->n; cell += p->lengths[cell]) {
    if (p->lengths[cell] > 1 && p->lengths[cell] < n_best) {
      best = cell;
      n_best = p->lengths[cell];
    }
  }
  return best;
}

// What was tried: distinct forms, each with the vertex that was put first, and which
// vertices automorphisms make equal.
typedef struct trial {
  const furat_colour_graph *graph;
  const furat_partition *partition;
  uint32_t cell;
  form *forms;
  uint32_t *tried;
  uint32_t n_forms;
  uint32_t *orbits;  ///< union-find over vertices
  uint32_t *colours; ///< of the graph with one vertex put first
} trial;

static uint32_t
orbit(const trial *t, uint32_t vertex)
{
  while (t->orbits[vertex] != vertex) {
    t->orbits[vertex] = t->orbits[t->orbits[vertex]];
    vertex = t->orbits[vertex];
  }
  return vertex;
}

static void
unite(const trial *t, uint32_t u, uint32_t v)
{
  t->orbits[orbit(t, u)] = orbit(t, v);
}

static bool
is_equal_to_tried(search *s, const trial *t, uint32_t vertex)
{
  for (uint32_t i = 0; i < t->n_forms; i++) {
    if (orbit(t, vertex) == orbit(t, t->tried[i])) {
      return true;
    }
    if (are_twins(s, t->graph, t->tried[i], vertex)) {
      unite(t, t->tried[i], vertex);
      return true;
    }
  }
  return false;
}

// Two vertices with the same form are exchanged by the automorphism that maps one order
// to the other; so are all others that it moves.
static void
keep_form(trial *t, form *f, uint32_t vertex)
{
  for (uint32_t i = 0; i < t->n_forms; i++) {
    if (compare_forms(&t->forms[i], f) == 0) {
      for (uint32_t j = 0; j < f->n_vertices; j++) {
        unite(t, t->forms[i].order[j], f->order[j]);
      }
      form_clear(f);
      return;
    }
  }
  t->forms[t->n_forms] = *f;
  t->tried[t->n_forms] = vertex;
  t->n_forms++;
}

static void
colour_with_first(const trial *t, uint32_t vertex)
{
  for (uint32_t v = 0; v < t->graph->n_vertices; v++) {
    t->colours[v] = t->partition->cells[v];
    t->colours[v] += t->colours[v] == t->cell && v != vertex;
  }
}

static furat_status
try_vertex(search *s, trial *t, uint32_t vertex, furat_error *err)
{
  form f;
  colour_with_first(t, vertex);
  furat_colour_graph child = *t->graph;
  child.colours = t->colours;
  furat_status status = form_of_graph(s, &f, &child, err);
  if (status == FURAT_OK) {
    keep_form(t, &f, vertex);
  }
  return status;
}

static furat_status
try_cell(search *s, uint32_t *order, trial *t, furat_error *err)
{
  for (uint32_t v = 0; v < t->graph->n_vertices; v++) {
    t->orbits[v] = v;
  }
  for (uint32_t i = 0; i < t->partition->lengths[t->cell]; i++) {
    uint32_t vertex = t->partition->vertices[t->cell + i];
    if (is_equal_to_tried(s, t, vertex)) {
      continue;
    }
    if (t->n_forms > 0 && s->work > s->max_work) {
      s->stable = false;
      break;
    }
    furat_status status = try_vertex(s, t, vertex, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  const form *best = &t->forms[0];
  for (uint32_t i = 1; i < t->n_forms; i++) {
    best = compare_forms(&t->forms[i], best) < 0 ? &t->forms[i] : best;
  }
  memcpy(order, best->order, best->n_vertices * sizeof *order);
  return FURAT_OK;
}

static furat_status
order_by_trial(search *s, uint32_t *order, const furat_colour_graph *graph,
               const furat_partition *p, furat_error *err)
{
  trial t = {.graph = graph, .partition = p, .cell = choose_cell(p)};
  uint32_t n_cell = p->lengths[t.cell];
  t.forms = furat_alloc_zeroed(n_cell, sizeof *t.forms);
  t.tried = furat_alloc_zeroed(n_cell, sizeof *t.tried);
  t.orbits = furat_alloc_zeroed(graph->n_vertices, sizeof *t.orbits);
  t.colours = furat_alloc_zeroed(graph->n_vertices, sizeof *t.colours);
  furat_status status = FURAT_OK;
  if (t.forms && t.tried && t.orbits && t.colours) {
    status = try_cell(s, order, &t, err);
  } else {
    status = furat_error_no_mem(err);
  }
  for (uint32_t i = 0; i < t.n_forms; i++) {
    form_clear(&t.forms[i]);
  }
  furat_free(t.forms);
  furat_free(t.tried);
  furat_free(t.orbits);
  furat_free(t.colours);
  return status;
}

static furat_status
order_tied(search *s, uint32_t *order, const furat_colour_graph *graph,
           const furat_partition *p, furat_error *err)
{
  components c;
  furat_status status = components_init(&c, graph, p, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (c.n > 1 || c.n_vertices < graph->n_vertices) {
    status = order_components(s, order, graph, p, &c, err);
  } else {
    status = order_by_trial(s, order, graph, p, err);
  }
  components_clear(&c);
  return status;
}

static furat_status
order_graph(search *s, uint32_t *order, const furat_colour_graph *graph, furat_error *err)
{
  if (graph->n_vertices == 1) {
    order[0] = 0;
    return FURAT_OK;
  }
  furat_partition p;
  furat_status status = furat_partition_init(&p, graph, &s->work, err);
  if (status != FURAT_OK) {
    return status;
  }
  bool discrete = p.n_cells == p.n;
  if (discrete || s->depth >= MAX_DEPTH || s->work > s->max_work) {
    s->stable = s->stable && discrete;
    memcpy(order, p.vertices, p.n * sizeof *order);
  } else {
    s->depth++;
    status = order_tied(s, order, graph, &p, err);
    s->depth--;
  }
  furat_partition_clear(&p);
  return status;
}

furat_status
furat_colour_graph_order(uint32_t *order, const furat_colour_graph *graph,
                         uint64_t max_work, bool *stable, furat_error *err)
{
  assert(graph->n_vertices > 0);
  search s = {.max_work = max_work, .stable = true};
  furat_status status = order_graph(&s, order, graph, err);
  *stable = s.stable;
  return status;
}
