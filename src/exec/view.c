// SPDX-License-Identifier: GPL-3.0-or-later
// The view of a store: choice of graphs on top of the store's scans, and the query's own
// terms.
#include "exec/view.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "exec/term_file.h"
#include "exec/view_internal.h"
#include "store/scan_back.h"
#include "store/statistics.h"

enum { MAX_LOCAL_TERMS = 1 << 30 };

void
furat_view_init(furat_view *view, furat_txn *txn, const furat_cancel *cancel)
{
  *view = (furat_view){.txn = txn, .cancel = cancel};
  furat_arena_init(&view->terms, SIZE_MAX);
  furat_vec_init(&view->local_terms, sizeof(furat_term), MAX_LOCAL_TERMS);
  furat_hash_index_init(&view->local_index);
}

void
furat_view_clear(furat_view *view)
{
  furat_free(view->default_graph.ids);
  furat_free(view->named_graphs.ids);
  furat_term_file_free(view->term_file);
  furat_hash_index_clear(&view->local_index);
  furat_vec_clear(&view->local_terms);
  furat_arena_clear(&view->terms);
}

// ------------------------------------------------------------------------ datasets

static int
compare_ids(const void *a, const void *b)
{
  furat_id x = *(const furat_id *)a;
  furat_id y = *(const furat_id *)b;
  return (x > y) - (x < y);
}

static bool
contains(const furat_view_graphs *graphs, furat_id id)
{
  return graphs->n > 0 &&
         bsearch(&id, graphs->ids, graphs->n, sizeof(furat_id), compare_ids) != NULL;
}

static furat_status
set_graphs(furat_view *view, furat_view_graphs *graphs, const furat_term *terms, size_t n,
           furat_error *err)
{
  graphs->given = true;
  graphs->ids = furat_alloc_zeroed(n, sizeof(furat_id));
  if (!graphs->ids) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    furat_id id;
    furat_status status = furat_dictionary_find(view->txn, &terms[i], &id, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (id != FURAT_ID_NONE) {
      graphs->ids[graphs->n++] = id;
    }
  }
  if (graphs->n > 1) {
    qsort(graphs->ids, graphs->n, sizeof(furat_id), compare_ids);
  }
  return FURAT_OK;
}

furat_status
furat_view_set_dataset(furat_view *view, const furat_term *from, size_t n_from,
                       const furat_term *from_named, size_t n_from_named,
                       furat_error *err)
{
  assert(!view->default_graph.given);
  if (n_from + n_from_named == 0) {
    return FURAT_OK;
  }
  furat_status status = set_graphs(view, &view->default_graph, from, n_from, err);
  if (status == FURAT_OK) {
    status = set_graphs(view, &view->named_graphs, from_named, n_from_named, err);
  }
  return status;
}

furat_status
furat_view_set_default_graph(furat_view *view, const furat_term *graph, furat_error *err)
{
  assert(!view->default_graph.given);
  return set_graphs(view, &view->default_graph, graph, 1, err);
}

furat_status
furat_view_has_graph(furat_view *view, furat_id graph, bool *out, furat_error *err)
{
  *out = false;
  if (graph == FURAT_ID_DEFAULT_GRAPH || !furat_id_is_indexed(graph)) {
    return FURAT_OK;
  }
  if (view->named_graphs.given && !contains(&view->named_graphs, graph)) {
    return FURAT_OK;
  }
  uint64_t n = 0;
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  spec.n_bound = 1;
  spec.bound[0] = graph;
  furat_status status = furat_scan_count(view->txn, &spec, &n, err);
  *out = status == FURAT_OK && n > 0;
  return status;
}

// The first graph of the store behind `after`.
static furat_status
next_stored_graph(furat_view *view, furat_id *graph, furat_error *err)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_GSPO);
  furat_scan *scan;
  furat_status status = furat_scan_open(&scan, view->txn, &spec, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_id low = (*graph > FURAT_ID_DEFAULT_GRAPH ? *graph : FURAT_ID_DEFAULT_GRAPH) + 1;
  furat_row row;
  status = furat_scan_seek(scan, &low, 1, err);
  if (status == FURAT_OK) {
    status = furat_scan_peek(scan, &row, err);
  }
  if (status == FURAT_OK) {
    *graph = row.field[FURAT_FIELD_GRAPH];
  }
  furat_scan_close(scan);
  return status;
}

furat_status
furat_view_next_graph(furat_view *view, furat_id *graph, furat_error *err)
{
  if (!view->named_graphs.given) {
    return next_stored_graph(view, graph, err);
  }
  for (size_t i = 0; i < view->named_graphs.n; i++) {
    furat_id id = view->named_graphs.ids[i];
    bool exists = false;
    furat_status status =
        id > *graph ? furat_view_has_graph(view, id, &exists, err) : FURAT_OK;
    if (status != FURAT_OK) {
      return status;
    }
    if (exists) {
      *graph = id;
      return FURAT_OK;
    }
  }
  return FURAT_DONE;
}

// --------------------------------------------------------------------------- terms

static bool
is_local_term(const void *context, uint32_t position, const void *key)
{
  const furat_view *view = context;
  return furat_term_equal(&FURAT_VEC_AT(&view->local_terms, furat_term, position), key);
}

// Of the budget: what terms have in memory at most, pages of their file, and what is left
// to operators that are going to put their rows into files.
enum { PART_OF_TERMS = 4, PART_OF_FILE = 16, PART_TO_SPARE = 8 };

// A term of the file says so in its payload, and of what kind it is; its number follows.
enum { KIND_BITS = 3 };
static const uint64_t in_file = UINT64_C(1) << (FURAT_ID_PAYLOAD_BITS - 1);

_Static_assert(FURAT_TERM_FILE_BITS + KIND_BITS < FURAT_ID_PAYLOAD_BITS,
               "a number has room");

static bool
is_in_file(furat_id id)
{
  return (furat_id_payload(id) & in_file) != 0;
}

static uint64_t
number_in_file(furat_id id)
{
  return furat_id_payload(id) & ((UINT64_C(1) << FURAT_TERM_FILE_BITS) - 1);
}

size_t
furat_view_bytes(const furat_view *view)
{
  return view->terms.used_bytes + view->local_terms.n * sizeof(furat_term) +
         furat_hash_index_bytes(&view->local_index) +
         furat_term_file_bytes(view->term_file);
}

static furat_status
make_file(furat_view *view, furat_error *err)
{
  const uint64_t used = *view->used_bytes + furat_view_bytes(view);
  const uint64_t half = used < view->max_bytes ? (view->max_bytes - used) / 2 : 0;
  const uint64_t most = view->max_bytes / PART_OF_FILE;
  return furat_term_file_new(&view->term_file, (size_t)(half < most ? half : most),
                             view->cancel, err);
}

static furat_status
intern_in_file(furat_view *view, const furat_term *term, uint64_t hash, furat_id *out,
               furat_error *err)
{
  uint64_t number = 0;
  furat_status status = view->term_file ? FURAT_OK : make_file(view, err);
  if (status == FURAT_OK) {
    status = furat_term_file_intern(view->term_file, term, hash, &number, err);
  }
  *out = furat_id_make(FURAT_ID_TAG_LOCAL,
                       in_file | (uint64_t)term->kind << FURAT_TERM_FILE_BITS | number);
  return status;
}

// Whether one more term is kept in memory, whose index doubles where it has to grow.
static bool
has_room(const furat_view *view, const furat_term *term)
{
  const size_t index_bytes = furat_hash_index_bytes(&view->local_index);
  const size_t term_bytes = term->text.len + term->datatype.len + term->language.len;
  const uint64_t bytes = furat_view_bytes(view) + 2 * index_bytes + term_bytes;
  return view->max_bytes == 0 ||
         (!view->term_file && bytes < view->max_bytes / PART_OF_TERMS &&
          *view->used_bytes + bytes + view->max_bytes / PART_TO_SPARE < view->max_bytes);
}

static furat_status
intern_local(furat_view *view, const furat_term *term, furat_id *out, furat_error *err)
{
  uint64_t hash = furat_term_hash(term);
  uint32_t position =
      furat_hash_index_find(&view->local_index, hash, is_local_term, view, term);
  if (position == FURAT_HASH_NONE && !has_room(view, term)) {
    return intern_in_file(view, term, hash, out, err);
  }
  if (position == FURAT_HASH_NONE) {
    furat_term copy;
    position = (uint32_t)view->local_terms.n;
    if (!furat_term_copy(&view->terms, term, &copy) ||
        !furat_vec_push(&view->local_terms, &copy) ||
        !furat_hash_index_add(&view->local_index, hash, position)) {
      return furat_error_no_mem(err);
    }
  }
  *out = furat_id_make(FURAT_ID_TAG_LOCAL, position);
  return FURAT_OK;
}

// Look for an IRI in the dictionary, unless it is known.
static furat_status
find_iri(furat_view *view, const furat_term *term, furat_id *out, furat_error *err)
{
  const furat_str text = term->text;
  furat_view_known *known = &view->known[furat_hash_bytes(text, 0) % FURAT_VIEW_N_KNOWN];
  if (known->id != FURAT_ID_NONE &&
      furat_str_equal((furat_str){known->text, known->len}, text)) {
    *out = known->id;
    return FURAT_OK;
  }
  const furat_status status = furat_dictionary_find(view->txn, term, out, err);
  if (status == FURAT_OK && *out != FURAT_ID_NONE && known->id == FURAT_ID_NONE &&
      text.len <= sizeof(known->text)) {
    memcpy(known->text, text.data, text.len);
    known->len = (uint32_t)text.len;
    known->id = *out;
  }
  return status;
}

furat_status
furat_view_intern(furat_view *view, const furat_term *term, furat_id *out,
                  furat_error *err)
{
  *out = FURAT_ID_NONE;
  if (term->kind == FURAT_TERM_NONE || furat_id_inline(out, term)) {
    return FURAT_OK;
  }
  furat_status status = term->kind == FURAT_TERM_IRI
                            ? find_iri(view, term, out, err)
                            : furat_dictionary_find(view->txn, term, out, err);
  if (status == FURAT_OK && *out == FURAT_ID_NONE) {
    status = intern_local(view, term, out, err);
  }
  return status;
}

furat_status
furat_view_term(furat_view *view, furat_id id, furat_arena *arena, furat_term *out,
                furat_error *err)
{
  if (id == FURAT_ID_NONE) {
    *out = FURAT_TERM_UNSET;
    return FURAT_OK;
  }
  if (furat_id_tag_of(id) == FURAT_ID_TAG_LOCAL && is_in_file(id)) {
    return furat_term_file_read(view->term_file, number_in_file(id), arena, out, err);
  }
  if (furat_id_tag_of(id) == FURAT_ID_TAG_LOCAL) {
    *out = FURAT_VEC_AT(&view->local_terms, furat_term, furat_id_payload(id));
    return FURAT_OK;
  }
  return furat_dictionary_term(view->txn, id, arena, out, err);
}

furat_term_kind
furat_view_kind(const furat_view *view, furat_id id)
{
  switch (furat_id_tag_of(id)) {
  case FURAT_ID_TAG_NONE:
    return FURAT_TERM_NONE;
  case FURAT_ID_TAG_IRI:
    return FURAT_TERM_IRI;
  case FURAT_ID_TAG_BLANK:
    return FURAT_TERM_BLANK;
  case FURAT_ID_TAG_LOCAL:
    if (is_in_file(id)) {
      return (furat_term_kind)((furat_id_payload(id) & ~in_file) >> FURAT_TERM_FILE_BITS);
    }
    return FURAT_VEC_AT(&view->local_terms, furat_term, furat_id_payload(id)).kind;
  default:
    return FURAT_TERM_LITERAL;
  }
}

// --------------------------------------------------------------------------- scans

struct furat_view_scan {
  furat_view *view;
  furat_scan *scan;
  furat_back_scan *back; // in place of `scan`
  furat_scan_spec spec;
  const furat_view_graphs *only; // rows of these graphs, or NULL: all
  // Of the pattern that `spec` was made for:
  bool named;
  unsigned places; // bits of the places that are given
  unsigned n_then;
  furat_field then[3];
  bool skip_default_graph;
  bool distinct_triples; // of what `only` leaves: equal triples stand together
  bool has_last;
  furat_id last[3];
  const furat_id_ranges *ranges; // or NULL
  size_t next_range;
  unsigned n_polls;
  furat_id *unwanted[FURAT_N_FIELDS]; // columns that only the view looks at
};

// Whether most rows are of the graph, or it has none.  That it cannot be told is no
// error: a scan will say.
static bool
holds_most(furat_view *view, furat_id graph)
{
  const furat_scan_spec all = {.permutation = FURAT_GSPO, .n_bound = 1, .bound = {graph}};
  const furat_totals totals = furat_statistics_totals(view->txn);
  uint64_t n = 0;
  if (totals.n_graphs == 1) {
    return true;
  }
  if (view->weighed_graph != graph) {
    view->weighed_graph = graph;
    view->few_others = furat_scan_count(view->txn, &all, &n, NULL) == FURAT_OK &&
                       n >= totals.n_quads / 2;
  }
  return view->few_others;
}

// Look-ups go where what they look up stands close together.
static void
choose_look_up(furat_view *view, furat_scan_spec *spec, const furat_view_pattern *pattern)
{
  const bool few_others = spec->permutation == FURAT_GSPO &&
                          pattern->varies[FURAT_FIELD_SUBJECT] &&
                          holds_most(view, spec->bound[0]);
  furat_scan_look_up(spec, pattern->varies, few_others);
}

// The graph part of the pattern: what the store's scan can do, and what is left to us.
static void
choose_graphs(furat_view_scan *scan, const furat_view_pattern *pattern,
              furat_scan_spec *spec, furat_row *row)
{
  furat_view *view = scan->view;
  scan->only = NULL;
  scan->skip_default_graph = scan->distinct_triples = scan->has_last = false;
  if (pattern->named) {
    scan->only = view->named_graphs.given ? &view->named_graphs : NULL;
    if (pattern->graph == FURAT_ID_NONE) {
      scan->skip_default_graph = true;
    }
    row->field[FURAT_FIELD_GRAPH] = pattern->graph;
  } else if (view->default_graph.given) {
    if (view->default_graph.n == 1) {
      row->field[FURAT_FIELD_GRAPH] = view->default_graph.ids[0];
    } else {
      scan->only = &view->default_graph;
      scan->distinct_triples = true;
    }
  } else if (!view->union_default_graph) {
    row->field[FURAT_FIELD_GRAPH] = FURAT_ID_DEFAULT_GRAPH;
  }
  if (pattern->n_then == 0 ||
      !furat_scan_of_pattern_sorted(spec, row, pattern->then, pattern->n_then)) {
    assert(pattern->n_then == 0); // six permutations have all orders of a triple
    *spec = furat_scan_of_pattern(row, FURAT_N_FIELDS);
  }
  choose_look_up(view, spec, pattern);
  spec->distinct_triples = !pattern->named && !view->default_graph.given &&
                           view->union_default_graph && spec->permutation != FURAT_GSPO;
}

// Give the range to the next field, which is the object.
static void
set_range(furat_scan_spec *spec, const furat_id_ranges *ranges, size_t i)
{
  assert(furat_permutations[spec->permutation].order[spec->n_bound] ==
         FURAT_FIELD_OBJECT);
  spec->has_range = true;
  spec->low = i < ranges->n ? ranges->items[i].low : 1; // to 0: nothing
  spec->high = i < ranges->n ? ranges->items[i].high : 0;
}

static unsigned
given_places(const furat_view_pattern *pattern)
{
  return (pattern->subject != FURAT_ID_NONE) |
         (pattern->predicate != FURAT_ID_NONE) << 1 |
         (pattern->object != FURAT_ID_NONE) << 2;
}

static furat_scan_spec
spec_of(furat_view_scan *scan, const furat_view_pattern *pattern)
{
  furat_row row = {
      {pattern->subject, pattern->predicate, pattern->object, FURAT_ID_NONE}};
  furat_scan_spec spec;
  choose_graphs(scan, pattern, &spec, &row);
  scan->named = pattern->named;
  scan->places = given_places(pattern);
  scan->n_then = pattern->n_then;
  memcpy(scan->then, pattern->then, sizeof(scan->then));
  scan->ranges = pattern->ranges;
  scan->next_range = 1;
  if (scan->ranges) {
    set_range(&spec, scan->ranges, pattern->backward ? scan->ranges->n - 1 : 0);
  }
  return spec;
}

furat_scan_spec
furat_view_spec(furat_view *view, const furat_view_pattern *pattern,
                const furat_view_graphs **only)
{
  furat_view_scan scan = {.view = view};
  furat_scan_spec spec = spec_of(&scan, pattern);
  *only = scan.only;
  return spec;
}

static furat_status
open_scan(furat_view_scan *scan, bool backward, furat_error *err)
{
  furat_scan_close(scan->scan);
  furat_back_scan_close(scan->back);
  scan->scan = NULL;
  scan->back = NULL;
  return backward ? furat_back_scan_open(&scan->back, scan->view->txn, &scan->spec, err)
                  : furat_scan_open(&scan->scan, scan->view->txn, &scan->spec, err);
}

furat_status
furat_view_scan_open(furat_view_scan **out, furat_view *view,
                     const furat_view_pattern *pattern, furat_error *err)
{
  furat_view_scan *scan = furat_alloc_zeroed(1, sizeof(*scan));
  *out = NULL;
  if (!scan) {
    return furat_error_no_mem(err);
  }
  scan->view = view;
  scan->spec = spec_of(scan, pattern);
  furat_status status = open_scan(scan, pattern->backward, err);
  if (status != FURAT_OK) {
    furat_free(scan);
    return status;
  }
  *out = scan;
  return FURAT_OK;
}

// Whether a pattern differs from the one before in its ids alone, and not in its graph.
static bool
is_like_before(const furat_view_scan *scan, const furat_view_pattern *pattern)
{
  return scan->scan && !pattern->backward && !scan->named && !pattern->named &&
         !scan->ranges && !pattern->ranges && scan->places == given_places(pattern) &&
         scan->n_then == pattern->n_then &&
         memcmp(scan->then, pattern->then, sizeof(scan->then)) == 0;
}

static void
rebind_like_before(furat_view_scan *scan, const furat_view_pattern *pattern)
{
  const furat_id ids[] = {pattern->subject, pattern->predicate, pattern->object};
  const furat_field *order = furat_permutations[scan->spec.permutation].order;
  for (unsigned c = 0; c < scan->spec.n_bound; c++) {
    if (order[c] != FURAT_FIELD_GRAPH) {
      scan->spec.bound[c] = ids[order[c]];
    }
  }
  scan->has_last = false;
  furat_scan_rebind(scan->scan, scan->spec.bound);
}

furat_status
furat_view_scan_restart(furat_view_scan *scan, const furat_view_pattern *pattern,
                        furat_error *err)
{
  if (is_like_before(scan, pattern)) {
    rebind_like_before(scan, pattern);
    return FURAT_OK;
  }
  furat_scan_spec spec = spec_of(scan, pattern);
  bool same = scan->scan && !pattern->backward &&
              spec.permutation == scan->spec.permutation &&
              spec.n_bound == scan->spec.n_bound && spec.graph == scan->spec.graph &&
              !spec.has_range && !scan->spec.has_range &&
              spec.distinct_triples == scan->spec.distinct_triples;
  scan->spec = spec;
  if (same) {
    furat_scan_rebind(scan->scan, spec.bound);
    return FURAT_OK;
  }
  return open_scan(scan, pattern->backward, err);
}

static bool
is_wanted(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t row)
{
  furat_id graph = columns[FURAT_FIELD_GRAPH][row];
  if ((scan->only && !contains(scan->only, graph)) ||
      (scan->skip_default_graph && graph == FURAT_ID_DEFAULT_GRAPH)) {
    return false;
  }
  if (!scan->distinct_triples) {
    return true;
  }
  bool seen = scan->has_last;
  for (int field = 0; field < 3; field++) {
    seen = seen && scan->last[field] == columns[field][row];
    scan->last[field] = columns[field][row];
  }
  scan->has_last = true;
  return !seen;
}

static size_t
compact(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t n)
{
  size_t kept = 0;
  for (size_t row = 0; row < n; row++) {
    if (is_wanted(scan, columns, row)) {
      for (int field = 0; field < FURAT_N_FIELDS; field++) {
        if (columns[field]) {
          columns[field][kept] = columns[field][row];
        }
      }
      kept++;
    }
  }
  return kept;
}

// The columns to fill: those of the caller, and what the view itself has to see.
static furat_status
add_own_columns(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS],
                furat_id *all[FURAT_N_FIELDS], furat_error *err)
{
  for (int field = 0; field < FURAT_N_FIELDS; field++) {
    bool needed = field == FURAT_FIELD_GRAPH ? scan->only || scan->skip_default_graph
                                             : scan->distinct_triples;
    all[field] = columns[field];
    if (all[field] || !needed) {
      continue;
    }
    if (!scan->unwanted[field]) {
      scan->unwanted[field] = furat_alloc_zeroed(FURAT_SCAN_BATCH_ROWS, sizeof(furat_id));
    }
    all[field] = scan->unwanted[field];
    if (!all[field]) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

static furat_status
next_rows_back(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t *n,
               furat_error *err)
{
  furat_status status = furat_back_scan_next(scan->back, columns, n, err);
  while (status == FURAT_DONE && scan->ranges && scan->next_range < scan->ranges->n) {
    set_range(&scan->spec, scan->ranges, scan->ranges->n - 1 - scan->next_range++);
    status = open_scan(scan, true, err);
    if (status == FURAT_OK) {
      status = furat_back_scan_next(scan->back, columns, n, err);
    }
  }
  return status;
}

static furat_status
next_rows(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t *n,
          furat_error *err)
{
  furat_status status =
      furat_scan_next(scan->scan, columns, FURAT_SCAN_BATCH_ROWS, n, err);
  while (status == FURAT_DONE && scan->ranges && scan->next_range < scan->ranges->n) {
    const furat_id_range *range = &scan->ranges->items[scan->next_range++];
    furat_scan_rebind_range(scan->scan, range->low, range->high);
    status = furat_scan_next(scan->scan, columns, FURAT_SCAN_BATCH_ROWS, n, err);
  }
  return status;
}

furat_status
furat_view_scan_next(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS],
                     size_t *n, furat_error *err)
{
  furat_id *all[FURAT_N_FIELDS];
  bool filters = scan->only || scan->skip_default_graph;
  furat_status status = add_own_columns(scan, columns, all, err);
  while (status == FURAT_OK) {
    status = furat_cancel_poll_often(scan->view->cancel, &scan->n_polls, err);
    if (status == FURAT_OK) {
      status =
          scan->back ? next_rows_back(scan, all, n, err) : next_rows(scan, all, n, err);
    }
    if (status == FURAT_OK && filters) {
      *n = compact(scan, all, *n);
    }
    if (status == FURAT_OK && *n > 0) {
      break;
    }
  }
  return status;
}

furat_status
furat_view_scan_seek(furat_view_scan *scan, furat_id value, furat_error *err)
{
  assert(!scan->back);
  return furat_scan_seek(scan->scan, &value, 1, err);
}

void
furat_view_scan_close(furat_view_scan *scan)
{
  if (scan) {
    for (int field = 0; field < FURAT_N_FIELDS; field++) {
      furat_free(scan->unwanted[field]);
    }
    furat_scan_close(scan->scan);
    furat_back_scan_close(scan->back);
    furat_free(scan);
  }
}

furat_status
furat_view_count(furat_view *view, const furat_view_pattern *pattern, uint64_t *out,
                 furat_error *err)
{
  furat_view_scan unused = {.view = view};
  furat_scan_spec spec = spec_of(&unused, pattern);
  spec.distinct_triples = false;
  spec.graph = FURAT_ID_NONE;
  furat_status status = furat_scan_count(view->txn, &spec, out, err);
  for (size_t i = 1; status == FURAT_OK && unused.ranges && i < unused.ranges->n; i++) {
    uint64_t more = 0;
    set_range(&spec, unused.ranges, i);
    status = furat_scan_count(view->txn, &spec, &more, err);
    *out += more;
  }
  return status;
}
