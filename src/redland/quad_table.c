// SPDX-License-Identifier: GPL-3.0-or-later
// Quads in memory.  Each order ends with the graph, so that copies of a triple in several
// graphs stand side by side and a merged scan only compares neighbours.
//                                                                 rdf -> [redland] ->
//                                                                 rasqal
#include "redland/quad_table.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/vec.h"

enum { SPOG, POSG, OSPG, GSPO, N_ORDERS };
enum { MAX_ROWS = 1 << 30 };

static const unsigned char fields[N_ORDERS][4] = {
    [SPOG] = {0, 1, 2, 3},
    [POSG] = {1, 2, 0, 3},
    [OSPG] = {2, 0, 1, 3},
    [GSPO] = {3, 0, 1, 2},
};

struct furat_quad_table {
  furat_arena texts;
  furat_vec terms; // furat_term; the id is the position plus one
  furat_hash_index term_index;
  furat_vec rows; // furat_table_row, in the order of arrival
  furat_hash_index row_index;
  pthread_mutex_t
      sorting; // guards what follows: scans of several threads may ask at once
  furat_table_row *sorted[N_ORDERS];
  size_t n_sorted[N_ORDERS];
};

furat_status
furat_quad_table_new(furat_quad_table **out, furat_error *err)
{
  furat_quad_table *table = furat_alloc_zeroed(1, sizeof *table);
  if (!table) {
    return furat_error_no_mem(err);
  }
  if (pthread_mutex_init(&table->sorting, NULL) != 0) {
    furat_free(table);
    return furat_error_no_mem(err);
  }
  furat_arena_init(&table->texts, SIZE_MAX);
  furat_vec_init(&table->terms, sizeof(furat_term), MAX_ROWS);
  furat_hash_index_init(&table->term_index);
  furat_vec_init(&table->rows, sizeof(furat_table_row), MAX_ROWS);
  furat_hash_index_init(&table->row_index);
  *out = table;
  return FURAT_OK;
}

static void
forget_orders(furat_quad_table *table)
{
  for (size_t i = 0; i < N_ORDERS; i++) {
    furat_free(table->sorted[i]);
    table->sorted[i] = NULL;
  }
}

void
furat_quad_table_free(furat_quad_table *table)
{
  if (!table) {
    return;
  }
  forget_orders(table);
  pthread_mutex_destroy(&table->sorting);
  furat_hash_index_clear(&table->row_index);
  furat_vec_clear(&table->rows);
  furat_hash_index_clear(&table->term_index);
  furat_vec_clear(&table->terms);
  furat_arena_clear(&table->texts);
  furat_free(table);
}

// ---------------------------------------------------------------------- adding

static bool
term_equal(const void *context, uint32_t position, const void *key)
{
  const furat_quad_table *table = context;
  return furat_term_equal(&FURAT_VEC_AT(&table->terms, furat_term, position), key);
}

static uint64_t
row_hash(const furat_table_row *row)
{
  uint64_t subject = furat_hash_mix(row->ids[0], row->ids[1]);
  return furat_hash_mix(subject, furat_hash_mix(row->ids[2], row->ids[3]));
}

static bool
row_equal(const void *context, uint32_t position, const void *key)
{
  const furat_quad_table *table = context;
  const furat_table_row *row = &FURAT_VEC_AT(&table->rows, furat_table_row, position);
  return memcmp(row, key, sizeof *row) == 0;
}

static furat_status
add_term(furat_quad_table *table, const furat_term *term, furat_table_id *id,
         furat_error *err)
{
  *id = furat_quad_table_id(table, term);
  if (*id != FURAT_TABLE_ID_UNKNOWN) {
    return FURAT_OK;
  }
  furat_term copy;
  if (!furat_term_copy(&table->texts, term, &copy)) {
    return furat_error_no_mem(err);
  }
  if (!furat_vec_push(&table->terms, &copy)) {
    return furat_vec_status(&table->terms, err);
  }
  uint32_t position = (uint32_t)table->terms.n - 1;
  if (!furat_hash_index_add(&table->term_index, furat_term_hash(&copy), position)) {
    furat_vec_pop(&table->terms);
    return furat_error_no_mem(err);
  }
  *id = position + 1;
  return FURAT_OK;
}

furat_status
furat_quad_table_add(furat_quad_table *table, const furat_quad *quad, furat_error *err)
{
  const furat_term *terms[4] = {&quad->subject, &quad->predicate, &quad->object,
                                &quad->graph};
  furat_table_row row;
  for (size_t i = 0; i < 4; i++) {
    furat_status status = add_term(table, terms[i], &row.ids[i], err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  assert(row.ids[0] != 0 && row.ids[1] != 0 && row.ids[2] != 0);
  uint64_t hash = row_hash(&row);
  if (furat_hash_index_find(&table->row_index, hash, row_equal, table, &row) !=
      FURAT_HASH_NONE) {
    return FURAT_OK;
  }
  if (!furat_vec_push(&table->rows, &row)) {
    return furat_vec_status(&table->rows, err);
  }
  if (!furat_hash_index_add(&table->row_index, hash, (uint32_t)table->rows.n - 1)) {
    furat_vec_pop(&table->rows);
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

furat_table_mark
furat_quad_table_mark(const furat_quad_table *table)
{
  return (furat_table_mark){.n_rows = table->rows.n, .n_terms = table->terms.n};
}

void
furat_quad_table_rollback(furat_quad_table *table, furat_table_mark mark)
{
  assert(mark.n_rows <= table->rows.n && mark.n_terms <= table->terms.n);
  while (table->rows.n > mark.n_rows) {
    uint32_t position = (uint32_t)table->rows.n - 1;
    const furat_table_row *row = &FURAT_VEC_AT(&table->rows, furat_table_row, position);
    furat_hash_index_remove(&table->row_index, row_hash(row), position);
    furat_vec_pop(&table->rows);
  }
  while (table->terms.n > mark.n_terms) {
    uint32_t position = (uint32_t)table->terms.n - 1;
    const furat_term *term = &FURAT_VEC_AT(&table->terms, furat_term, position);
    furat_hash_index_remove(&table->term_index, furat_term_hash(term), position);
    furat_vec_pop(&table->terms);
  }
  // A vector remembers that it once could not grow; what is left is whole again.
  table->rows.status = FURAT_OK;
  table->terms.status = FURAT_OK;
  forget_orders(table);
}

// ------------------------------------------------------------------- looking up

size_t
furat_quad_table_count(const furat_quad_table *table)
{
  return table->rows.n;
}

size_t
furat_quad_table_n_terms(const furat_quad_table *table)
{
  return table->terms.n;
}

const furat_term *
furat_quad_table_term(const furat_quad_table *table, furat_table_id id)
{
  assert(id > 0 && id <= table->terms.n);
  return &FURAT_VEC_AT(&table->terms, furat_term, id - 1);
}

furat_table_id
furat_quad_table_id(const furat_quad_table *table, const furat_term *term)
{
  if (term->kind == FURAT_TERM_NONE) {
    return 0;
  }
  uint32_t position = furat_hash_index_find(&table->term_index, furat_term_hash(term),
                                            term_equal, table, term);
  return position == FURAT_HASH_NONE ? FURAT_TABLE_ID_UNKNOWN : position + 1;
}

// --------------------------------------------------------------------- scanning

static int
compare_rows(const furat_table_row *a, const furat_table_row *b, int order, size_t depth)
{
  for (size_t i = 0; i < depth; i++) {
    unsigned char field = fields[order][i];
    if (a->ids[field] != b->ids[field]) {
      return a->ids[field] < b->ids[field] ? -1 : 1;
    }
  }
  return 0;
}

// qsort() hands no context to the comparison, so there is one for each order.
#define COMPARE(name, order)                    \
  static int name(const void *a, const void *b) \
  {                                             \
    return compare_rows(a, b, order, 4);        \
  }
COMPARE(compare_spog, SPOG)
COMPARE(compare_posg, POSG)
COMPARE(compare_ospg, OSPG)
COMPARE(compare_gspo, GSPO)

static int (*const comparisons[N_ORDERS])(const void *, const void *) = {
    [SPOG] = compare_spog,
    [POSG] = compare_posg,
    [OSPG] = compare_ospg,
    [GSPO] = compare_gspo,
};

static furat_status
sort_order(furat_quad_table *table, int order, const furat_table_row **rows,
           furat_error *err)
{
  furat_status status = FURAT_OK;
  pthread_mutex_lock(&table->sorting);
  if (!table->sorted[order] || table->n_sorted[order] != table->rows.n) {
    size_t n = table->rows.n;
    furat_table_row *sorted =
        furat_realloc(table->sorted[order], n > 0 ? n : 1, sizeof *sorted);
    if (!sorted) {
      status = furat_error_no_mem(err);
    } else {
      if (n > 0) {
        memcpy(sorted, table->rows.items, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, comparisons[order]);
      }
      table->sorted[order] = sorted;
      table->n_sorted[order] = n;
    }
  }
  *rows = table->sorted[order];
  pthread_mutex_unlock(&table->sorting);
  return status;
}

// The first row that is not before (`after`: that is behind) the pattern's first `depth`
// places.
static size_t
bound(const furat_table_row *rows, size_t n, const furat_table_row *pattern, int order,
      size_t depth, bool after)
{
  size_t low = 0;
  size_t high = n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int compared = compare_rows(&rows[middle], pattern, order, depth);
    if (compared < 0 || (after && compared == 0)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// The order in which the places that are bound come first; `*depth` is their number.
static int
choose_order(const furat_table_row *pattern, const furat_table_graphs *graphs,
             size_t *depth)
{
  bool s = pattern->ids[0] != 0;
  bool p = pattern->ids[1] != 0;
  bool o = pattern->ids[2] != 0;
  *depth = (size_t)s + (size_t)p + (size_t)o;
  if (*depth == 0) {
    bool one_graph = !graphs->all && graphs->n == 1;
    *depth = one_graph ? 1 : 0;
    return one_graph ? GSPO : SPOG;
  }
  if (s && (p || !o)) {
    return SPOG;
  }
  return p ? POSG : OSPG;
}

furat_status
furat_table_scan_begin(furat_table_scan *scan, furat_quad_table *table,
                       const furat_table_row *pattern, furat_table_graphs graphs,
                       furat_error *err)
{
  *scan = (furat_table_scan){.pattern = *pattern, .graphs = graphs};
  scan->pattern.ids[3] = !graphs.all && graphs.n == 1 ? graphs.ids[0] : 0;
  bool unknown = !graphs.all && graphs.n == 0;
  for (size_t i = 0; i < 3; i++) {
    unknown = unknown || pattern->ids[i] == FURAT_TABLE_ID_UNKNOWN;
  }
  if (unknown) {
    return FURAT_OK;
  }
  size_t depth = 0;
  int order = choose_order(pattern, &graphs, &depth);
  furat_status status = sort_order(table, order, &scan->rows, err);
  if (status == FURAT_OK) {
    size_t n = table->rows.n;
    scan->at = bound(scan->rows, n, &scan->pattern, order, depth, false);
    scan->end = bound(scan->rows, n, &scan->pattern, order, depth, true);
  }
  return status;
}

static bool
in_graphs(const furat_table_graphs *graphs, furat_table_id graph)
{
  for (size_t i = 0; !graphs->all && i < graphs->n; i++) {
    if (graphs->ids[i] == graph) {
      return true;
    }
  }
  return graphs->all;
}

// Whether a row before `at` is the same triple in another graph that the scan sees.
static bool
seen_before(const furat_table_scan *scan, size_t at)
{
  const furat_table_row *row = &scan->rows[at];
  while (at-- > 0 && memcmp(scan->rows[at].ids, row->ids, sizeof row->ids[0] * 3) == 0) {
    if (in_graphs(&scan->graphs, scan->rows[at].ids[3])) {
      return true;
    }
  }
  return false;
}

const furat_table_row *
furat_table_scan_next(furat_table_scan *scan)
{
  while (scan->at < scan->end) {
    size_t at = scan->at++;
    const furat_table_row *row = &scan->rows[at];
    if (in_graphs(&scan->graphs, row->ids[3]) &&
        !(scan->graphs.merge && seen_before(scan, at))) {
      return row;
    }
  }
  return NULL;
}

furat_status
furat_quad_table_graph_ids(furat_quad_table *table, furat_table_id **out, size_t *n,
                           furat_error *err)
{
  const furat_table_row *rows = NULL;
  furat_status status = sort_order(table, GSPO, &rows, err);
  if (status != FURAT_OK) {
    return status;
  }
  size_t n_graphs = 0;
  for (size_t i = 0; i < table->rows.n; i++) {
    n_graphs += i == 0 || rows[i].ids[3] != rows[i - 1].ids[3];
  }
  furat_table_id *ids = furat_alloc_zeroed(n_graphs + 1, sizeof *ids);
  if (!ids) {
    return furat_error_no_mem(err);
  }
  *n = 0;
  for (size_t i = 0; i < table->rows.n; i++) {
    if (rows[i].ids[3] != 0 && (i == 0 || rows[i].ids[3] != rows[i - 1].ids[3])) {
      ids[(*n)++] = rows[i].ids[3];
    }
  }
  *out = ids;
  return FURAT_OK;
}
