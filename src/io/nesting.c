// SPDX-License-Identifier: GPL-3.0-or-later
// A blank node nests when exactly one statement mentions it, in the graph that holds all
// its own statements, and when no chain of such mentions leads back to it.  Lists are
// recognised from rdf:nil backwards.  Nothing here recurses: chains may be as long as the
// dataset.
//                                           quad_set -> [nesting] -> writer_turtle, ...
#include "io/nesting.h"

#include <assert.h>

#include "base/memory.h"
#include "rdf/vocabulary.h"

typedef enum walk_state { WALK_NEW, WALK_OPEN, WALK_DONE } walk_state;

typedef struct furat_nesting_node {
  size_t first_row;    ///< of its statements
  size_t n_rows;       ///< in the graph of the first
  size_t mention;      ///< row of the last mention as object
  uint32_t n_mentions; ///< as object, in all graphs
  uint32_t label;
  uint32_t depth;
  bool names_graph;
  bool in_graphs; ///< has statements in more than one graph
  bool nests;
  bool is_list; ///< a cell from which well-formed cells lead to rdf:nil
  walk_state state;
} node;

static node *
node_of(const furat_nesting *nesting, uint32_t blank)
{
  assert(furat_quad_set_is_blank(nesting->set, blank));
  return &nesting->nodes[blank - nesting->set->first_blank];
}

static furat_quad_row
row_at(const furat_nesting *nesting, size_t i)
{
  return FURAT_VEC_AT(&nesting->set->rows, furat_quad_row, i);
}

static void
count_row(const furat_nesting *nesting, size_t i)
{
  const furat_quad_set *set = nesting->set;
  furat_quad_row row = row_at(nesting, i);
  if (furat_quad_set_is_blank(set, row.subject)) {
    node *subject = node_of(nesting, row.subject);
    if (subject->n_rows == 0) {
      subject->first_row = i;
      subject->n_rows = 1;
    } else if (row_at(nesting, subject->first_row).graph == row.graph) {
      subject->n_rows++;
    } else {
      subject->in_graphs = true;
    }
  }
  if (furat_quad_set_is_blank(set, row.object)) {
    node *object = node_of(nesting, row.object);
    object->n_mentions++;
    object->mention = i;
  }
  if (furat_quad_set_is_blank(set, row.graph)) {
    node_of(nesting, row.graph)->names_graph = true;
  }
}

static bool
may_nest(const furat_nesting *nesting, const node *n)
{
  return n->n_mentions == 1 && !n->names_graph && !n->in_graphs &&
         (n->n_rows == 0 ||
          row_at(nesting, n->first_row).graph == row_at(nesting, n->mention).graph);
}

// Exactly one rdf:first and one rdf:rest: rows are sorted, and so are these two.
static bool
is_cell(const furat_nesting *nesting, const node *n)
{
  return n->n_rows == 2 && !n->in_graphs && nesting->first != 0 && nesting->rest != 0 &&
         row_at(nesting, n->first_row).predicate == nesting->first &&
         row_at(nesting, n->first_row + 1).predicate == nesting->rest;
}

// The blank node that mentions a nesting one, or 0.
static uint32_t
parent_of(const furat_nesting *nesting, const node *n)
{
  uint32_t subject = row_at(nesting, n->mention).subject;
  return furat_quad_set_is_blank(nesting->set, subject) ? subject : 0;
}

// From a last cell up to the first.
static void
mark_list(const furat_nesting *nesting, uint32_t cell)
{
  for (;;) {
    node *n = node_of(nesting, cell);
    n->is_list = true;
    uint32_t parent = n->nests ? parent_of(nesting, n) : 0;
    if (parent == 0 || row_at(nesting, n->mention).predicate != nesting->rest ||
        !is_cell(nesting, node_of(nesting, parent))) {
      return;
    }
    cell = parent;
  }
}

static void
mark_lists(const furat_nesting *nesting)
{
  const furat_quad_set *set = nesting->set;
  if (nesting->nil == 0) {
    return;
  }
  for (uint32_t blank = set->first_blank; blank < set->first_literal; blank++) {
    const node *n = node_of(nesting, blank);
    if (is_cell(nesting, n) && row_at(nesting, n->first_row + 1).object == nesting->nil) {
      mark_list(nesting, blank);
    }
  }
}

// A chain of mentions that bites its tail: every node of the circle gets a label.
static void
break_circle(const furat_nesting *nesting, uint32_t start)
{
  uint32_t blank = start;
  do {
    node *n = node_of(nesting, blank);
    uint32_t parent = parent_of(nesting, n);
    n->nests = false;
    n->state = WALK_DONE;
    blank = parent;
  } while (blank != start);
}

// Whether the node is a later cell of the list that its parent is a cell of.
static bool
continues_list(const furat_nesting *nesting, const node *n, const node *parent)
{
  return n->is_list && parent->nests && parent->is_list &&
         row_at(nesting, n->mention).predicate == nesting->rest;
}

static void
settle(const furat_nesting *nesting, node *n)
{
  n->state = WALK_DONE;
  if (!n->nests) {
    return;
  }
  uint32_t above = parent_of(nesting, n);
  n->depth = 1;
  if (above != 0) {
    const node *parent = node_of(nesting, above);
    n->depth = parent->depth + !continues_list(nesting, n, parent);
  }
  if (n->depth > FURAT_NESTING_MAX_DEPTH) {
    n->nests = false;
    n->depth = 0;
  }
}

// Walk up from `blank` to what is settled or does not nest, then settle downwards.
static void
settle_chain(const furat_nesting *nesting, uint32_t blank, uint32_t *chain)
{
  size_t n_chain = 0;
  while (blank != 0 && node_of(nesting, blank)->state == WALK_NEW) {
    node *n = node_of(nesting, blank);
    n->state = WALK_OPEN;
    chain[n_chain++] = blank;
    blank = n->nests ? parent_of(nesting, n) : 0;
  }
  if (blank != 0 && node_of(nesting, blank)->state == WALK_OPEN) {
    break_circle(nesting, blank);
  }
  while (n_chain-- > 0) {
    settle(nesting, node_of(nesting, chain[n_chain]));
  }
}

static void
settle_all(furat_nesting *nesting, uint32_t *chain)
{
  const furat_quad_set *set = nesting->set;
  for (size_t i = 0; i < set->rows.n; i++) {
    count_row(nesting, i);
  }
  for (uint32_t blank = set->first_blank; blank < set->first_literal; blank++) {
    node *n = node_of(nesting, blank);
    n->nests = may_nest(nesting, n);
  }
  mark_lists(nesting);
  for (uint32_t blank = set->first_blank; blank < set->first_literal; blank++) {
    settle_chain(nesting, blank, chain);
  }
  for (uint32_t blank = set->first_blank; blank < set->first_literal; blank++) {
    if (furat_nesting_form_of(nesting, blank) == FURAT_NESTING_LABELLED) {
      node_of(nesting, blank)->label = nesting->n_labels++;
    }
  }
}

furat_status
furat_nesting_init(furat_nesting *nesting, const furat_quad_set *set, furat_error *err)
{
  size_t n_blanks = set->first_literal - set->first_blank;
  *nesting = (furat_nesting){.set = set};
  nesting->first = furat_quad_set_find_iri(set, FURAT_STR(FURAT_RDF_FIRST));
  nesting->rest = furat_quad_set_find_iri(set, FURAT_STR(FURAT_RDF_REST));
  nesting->nil = furat_quad_set_find_iri(set, FURAT_STR(FURAT_RDF_NIL));
  nesting->nodes = furat_alloc_zeroed(n_blanks, sizeof *nesting->nodes);
  uint32_t *chain = furat_alloc_zeroed(n_blanks, sizeof *chain);
  bool allocated = nesting->nodes != NULL && chain != NULL;
  if (allocated) {
    settle_all(nesting, chain);
  } else {
    furat_nesting_clear(nesting);
  }
  furat_free(chain);
  return allocated ? FURAT_OK : furat_error_no_mem(err);
}

void
furat_nesting_clear(furat_nesting *nesting)
{
  furat_free(nesting->nodes);
  nesting->nodes = NULL;
}

furat_nesting_form
furat_nesting_form_of(const furat_nesting *nesting, uint32_t blank)
{
  const node *n = node_of(nesting, blank);
  if (n->nests) {
    return n->is_list ? FURAT_NESTING_LIST : FURAT_NESTING_INLINE;
  }
  return n->n_mentions == 0 && !n->names_graph && !n->in_graphs ? FURAT_NESTING_ANONYMOUS
                                                                : FURAT_NESTING_LABELLED;
}

uint32_t
furat_nesting_label(const furat_nesting *nesting, uint32_t blank)
{
  return node_of(nesting, blank)->label;
}

const furat_quad_row *
furat_nesting_rows(const furat_nesting *nesting, uint32_t blank, size_t *n)
{
  const node *own = node_of(nesting, blank);
  *n = own->n_rows;
  return own->n_rows == 0
             ? NULL
             : &FURAT_VEC_AT(&nesting->set->rows, furat_quad_row, own->first_row);
}

uint32_t
furat_nesting_list_item(const furat_nesting *nesting, uint32_t cell, uint32_t *next)
{
  const node *n = node_of(nesting, cell);
  assert(n->is_list);
  uint32_t rest = row_at(nesting, n->first_row + 1).object;
  *next = rest == nesting->nil ? 0 : rest;
  return row_at(nesting, n->first_row).object;
}
