// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a dataset into a coloured graph of its blank nodes.  What a blank node states
// beside IRIs and literals becomes its colour, compared as text is, so that the order
// reads well; a quad with two blank nodes becomes a link, one with three a vertex of its
// own.
//                                             quad_set -> [blank_order] -> colour_graph
#include "io/blank_order.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "io/colour_graph.h"

#define MAX_SEARCH_WORK (UINT64_C(1) << 27) // about a second
#define WORK_PER_ROW    1000

// Stands for the blank node itself: as the subject before, elsewhere behind all terms.
#define SELF_SUBJECT 0
#define SELF         UINT32_MAX

// Something that a blank node states on its own, or the fixed part of a quad of several.
typedef struct statement {
  uint32_t vertex;
  uint32_t subject;
  uint32_t predicate;
  uint32_t object;
  uint32_t graph;
} statement;

// A quad of several blank nodes; `fixed` is what is left of it without them.
typedef struct relation {
  statement fixed;
  uint32_t ends[3]; ///< distinct vertices, in the order subject, object, graph
  uint32_t n_ends;
  uint32_t roles; ///< which end stands in which place: two bits each
} relation;

typedef struct builder {
  const furat_quad_set *set;
  uint32_t n_blanks;
  statement *statements;
  size_t n_statements;
  relation *relations;
  size_t n_relations;
  uint32_t n_triple_relations;
} builder;

static int
compare_fixed(const statement *left, const statement *right)
{
  const uint32_t a[] = {left->subject, left->predicate, left->object, left->graph};
  const uint32_t b[] = {right->subject, right->predicate, right->object, right->graph};
  for (size_t i = 0; i < 4; i++) {
    if (a[i] != b[i]) {
      return a[i] < b[i] ? -1 : 1;
    }
  }
  return 0;
}

static int
compare_statements(const void *a, const void *b)
{
  const statement *left = a;
  const statement *right = b;
  if (left->vertex != right->vertex) {
    return left->vertex < right->vertex ? -1 : 1;
  }
  return compare_fixed(left, right);
}

static int
compare_relations(const void *a, const void *b)
{
  const relation *left = a;
  const relation *right = b;
  if (left->n_ends != right->n_ends) {
    return left->n_ends < right->n_ends ? -1 : 1;
  }
  if (left->roles != right->roles) {
    return left->roles < right->roles ? -1 : 1;
  }
  return compare_fixed(&left->fixed, &right->fixed);
}

// Which of the relation's ends the term is, counted from 1; a new end is added.
static uint32_t
end_of(relation *r, const furat_quad_set *set, uint32_t term)
{
  uint32_t vertex = term - set->first_blank;
  for (uint32_t i = 0; i < r->n_ends; i++) {
    if (r->ends[i] == vertex) {
      return i + 1;
    }
  }
  r->ends[r->n_ends++] = vertex;
  return r->n_ends;
}

static void
add_row(builder *b, furat_quad_row row)
{
  const furat_quad_set *set = b->set;
  relation r = {.fixed = {0, row.subject, row.predicate, row.object, row.graph}};
  if (furat_quad_set_is_blank(set, row.subject)) {
    r.fixed.subject = SELF_SUBJECT;
    r.roles |= end_of(&r, set, row.subject);
  }
  if (furat_quad_set_is_blank(set, row.object)) {
    r.fixed.object = SELF;
    r.roles |= end_of(&r, set, row.object) << 2;
  }
  if (furat_quad_set_is_blank(set, row.graph)) {
    r.fixed.graph = SELF;
    r.roles |= end_of(&r, set, row.graph) << 4;
  }
  if (r.n_ends == 1) {
    r.fixed.vertex = r.ends[0];
    b->statements[b->n_statements++] = r.fixed;
  } else if (r.n_ends > 1) {
    b->relations[b->n_relations++] = r;
    b->n_triple_relations += r.n_ends == 3;
  }
}

static furat_status
builder_init(builder *b, const furat_quad_set *set, furat_error *err)
{
  *b = (builder){.set = set, .n_blanks = set->first_literal - set->first_blank};
  b->statements = furat_alloc_zeroed(set->rows.n, sizeof *b->statements);
  b->relations = furat_alloc_zeroed(set->rows.n, sizeof *b->relations);
  if (!b->statements || !b->relations) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < set->rows.n; i++) {
    add_row(b, FURAT_VEC_AT(&set->rows, furat_quad_row, i));
  }
  if (b->n_statements > 0) {
    qsort(b->statements, b->n_statements, sizeof *b->statements, compare_statements);
  }
  if (b->n_relations > 0) {
    qsort(b->relations, b->n_relations, sizeof *b->relations, compare_relations);
  }
  return FURAT_OK;
}

static void
builder_clear(builder *b)
{
  furat_free(b->statements);
  furat_free(b->relations);
}

// All that one blank node states on its own.
typedef struct portrait {
  const statement *statements;
  size_t n;
  uint32_t vertex;
} portrait;

static int
compare_portraits(const void *a, const void *b)
{
  const portrait *left = a;
  const portrait *right = b;
  for (size_t i = 0; i < left->n && i < right->n; i++) {
    int result = compare_fixed(&left->statements[i], &right->statements[i]);
    if (result != 0) {
      return result;
    }
  }
  return (left->n > right->n) - (left->n < right->n);
}

// Colour blank nodes by their portraits: equal ones alike, others in their order.
static furat_status
colour_blanks(const builder *b, uint32_t *colours, furat_error *err)
{
  portrait *portraits = furat_alloc_zeroed(b->n_blanks, sizeof *portraits);
  if (portraits == NULL) {
    return furat_error_no_mem(err);
  }
  size_t next = 0;
  for (uint32_t v = 0; v < b->n_blanks; v++) {
    portraits[v] = (portrait){b->statements + next, 0, v};
    while (next < b->n_statements && b->statements[next].vertex == v) {
      portraits[v].n++;
      next++;
    }
  }
  qsort(portraits, b->n_blanks, sizeof *portraits, compare_portraits);
  uint32_t colour = 0;
  for (uint32_t i = 0; i < b->n_blanks; i++) {
    colour += i > 0 && compare_portraits(&portraits[i - 1], &portraits[i]) != 0;
    colours[portraits[i].vertex] = colour;
  }
  furat_free(portraits);
  return FURAT_OK;
}

static void
count_link(furat_colour_graph *graph, uint32_t u, uint32_t v)
{
  graph->first[u + 1]++;
  graph->first[v + 1]++;
}

// Add a link between u and v to the lists of both; `fill` says how far each list is
// filled.
static void
put_link(furat_colour_graph *graph, uint32_t *fill, uint32_t u, uint32_t v,
         uint32_t label)
{
  graph->links[graph->first[u] + fill[u]++] = (furat_colour_link){v, 2 * label};
  graph->links[graph->first[v] + fill[v]++] = (furat_colour_link){u, 2 * label + 1};
}

static void
count_links(const builder *b, furat_colour_graph *graph)
{
  uint32_t hub = b->n_blanks;
  for (size_t i = 0; i < b->n_relations; i++) {
    const relation *r = &b->relations[i];
    if (r->n_ends == 2) {
      count_link(graph, r->ends[0], r->ends[1]);
      continue;
    }
    for (uint32_t end = 0; end < 3; end++) {
      count_link(graph, hub, r->ends[end]);
    }
    hub++;
  }
  for (uint32_t v = 0; v < graph->n_vertices; v++) {
    graph->first[v + 1] += graph->first[v];
  }
}

// Labels are the ranks of the relations' fixed parts.  The vertices of quads with three
// blank nodes are coloured by them, behind all blank nodes; their links say which end it
// is.
static void
put_links(const builder *b, furat_colour_graph *graph, uint32_t *fill)
{
  uint32_t hub = b->n_blanks;
  uint32_t label = 3;
  for (size_t i = 0; i < b->n_relations; i++) {
    const relation *r = &b->relations[i];
    label += i > 0 && compare_relations(&b->relations[i - 1], r) != 0;
    if (r->n_ends == 2) {
      put_link(graph, fill, r->ends[0], r->ends[1], label);
      continue;
    }
    graph->colours[hub] = b->n_blanks + label;
    for (uint32_t end = 0; end < 3; end++) {
      put_link(graph, fill, hub, r->ends[end], end);
    }
    hub++;
  }
}

static furat_status
build_graph(const builder *b, furat_colour_graph *graph, furat_error *err)
{
  size_t n_links = 2 * (b->n_relations + 2 * (size_t)b->n_triple_relations);
  if (n_links > INT32_MAX || b->n_relations > INT32_MAX / 4) {
    return furat_error_set(err, FURAT_LIMIT,
                           "there are too many statements between blank nodes");
  }
  uint32_t n_vertices = b->n_blanks + b->n_triple_relations;
  furat_status status = furat_colour_graph_init(graph, n_vertices, n_links, err);
  if (status != FURAT_OK) {
    return status;
  }
  uint32_t *fill = furat_alloc_zeroed(n_vertices, sizeof *fill);
  status = fill == NULL ? furat_error_no_mem(err) : colour_blanks(b, graph->colours, err);
  if (status == FURAT_OK) {
    count_links(b, graph);
    put_links(b, graph, fill);
    furat_colour_graph_sort_links(graph);
  } else {
    furat_colour_graph_clear(graph);
  }
  furat_free(fill);
  return status;
}

furat_status
furat_blank_order(uint32_t *order, const furat_quad_set *set, bool *stable,
                  furat_error *err)
{
  assert(set->first_blank < set->first_literal);
  builder b;
  furat_colour_graph graph = {.n_vertices = 0};
  uint32_t *vertices = NULL;
  furat_status status = builder_init(&b, set, err);
  if (status == FURAT_OK) {
    status = build_graph(&b, &graph, err);
  }
  if (status == FURAT_OK) {
    vertices = furat_alloc_zeroed(graph.n_vertices, sizeof *vertices);
    status = vertices == NULL ? furat_error_no_mem(err) : FURAT_OK;
  }
  if (status == FURAT_OK) {
    uint64_t max_work = MAX_SEARCH_WORK + WORK_PER_ROW * (uint64_t)set->rows.n;
    status = furat_colour_graph_order(vertices, &graph, max_work, stable, err);
  }
  // Colours put the blank nodes before the vertices that stand for quads.
  for (uint32_t i = 0; status == FURAT_OK && i < b.n_blanks; i++) {
    order[i] = vertices[i];
  }
  furat_free(vertices);
  furat_colour_graph_clear(&graph);
  builder_clear(&b);
  return status;
}
