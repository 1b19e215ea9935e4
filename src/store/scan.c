// SPDX-License-Identifier: GPL-3.0-or-later
// A scan is a half-open range of rows of one permutation.  Bounds are searched only in
// blocks where they can lie: constant columns, which are most prefixes, answer without
// unpacking.
#include "store/scan.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "store/scan_internal.h"
#include "store/txn_internal.h"

struct furat_scan {
  furat_txn *txn;
  uint64_t stamp;
  furat_scan_spec spec;
  unsigned column_of[FURAT_N_FIELDS]; ///< where a field is in the permutation
  furat_id low[FURAT_N_FIELDS];       ///< the first row that could be
  furat_id high[FURAT_N_FIELDS];      ///< the first row beyond
  unsigned n_high; ///< leading fields of `high` that matter; 0: no bound
  furat_tree_cursor *cursor;
  bool at_hand;  ///< the cursor has a block, the scan's or one near it
  bool entered;  ///< in a block
  size_t at;     ///< the next row in the block
  size_t start;  ///< where the scan came into the block
  size_t end;    ///< of the range in the block
  bool has_last; ///< distinct_triples: the triple given last, if it ended a block
  furat_id last[FURAT_N_FIELDS];
};

void
furat_scan_columns(unsigned column_of[FURAT_N_FIELDS], furat_permutation permutation)
{
  for (unsigned c = 0; c < FURAT_N_FIELDS; ++c) {
    column_of[furat_permutations[permutation].order[c]] = c;
  }
}

bool
furat_scan_bounds(const furat_scan_spec *spec, furat_id low[FURAT_N_FIELDS],
                  furat_id high[FURAT_N_FIELDS])
{
  furat_id prefix[FURAT_N_FIELDS];
  unsigned n = spec->n_bound;
  memset(low, 0, FURAT_N_FIELDS * sizeof(*low));
  memcpy(low, spec->bound, n * sizeof(*low));
  memcpy(prefix, low, sizeof(prefix));
  if (spec->has_range) {
    assert(n < FURAT_N_FIELDS);
    low[n] = spec->low;
    prefix[n] = spec->high;
    n += 1;
  }
  return furat_row_after_prefix(high, prefix, n, FURAT_N_FIELDS);
}

furat_scan_spec
furat_scan_of_pattern(const furat_row *pattern, furat_field then)
{
  furat_scan_spec spec = {.n_bound = 0};
  const furat_id graph = pattern->field[FURAT_FIELD_GRAPH];
  spec.permutation = furat_permutation_choose(pattern, then, &spec.n_bound);
  const furat_permutation_entry *entry = &furat_permutations[spec.permutation];
  bool has_graph = false;
  for (unsigned c = 0; c < spec.n_bound; ++c) {
    spec.bound[c] = pattern->field[entry->order[c]];
    has_graph = has_graph || entry->order[c] == FURAT_FIELD_GRAPH;
  }
  spec.graph = has_graph ? FURAT_ID_NONE : graph;
  return spec;
}

/// Whether the permutation begins with the bound fields of a triple and then has `then`.
static bool
leads_to(const furat_field *order, const furat_row *pattern, unsigned n_bound,
         const furat_field *then, unsigned n_then)
{
  for (unsigned c = 0; c < n_bound; ++c) {
    if (pattern->field[order[c]] == FURAT_ID_NONE) {
      return false;
    }
  }
  return memcmp(order + n_bound, then, n_then * sizeof(*then)) == 0;
}

bool
furat_scan_of_pattern_sorted(furat_scan_spec *out, const furat_row *pattern,
                             const furat_field *then, unsigned n_then)
{
  const furat_id graph = pattern->field[FURAT_FIELD_GRAPH];
  unsigned n_bound = 0;
  for (unsigned f = 0; f < FURAT_FIELD_GRAPH; ++f) {
    n_bound += pattern->field[f] != FURAT_ID_NONE;
  }
  assert(n_bound + n_then < FURAT_N_FIELDS);
  // A graph leads where nothing else does.
  const bool graph_leads =
      graph != FURAT_ID_NONE && n_bound == 0 &&
      leads_to(furat_permutations[FURAT_GSPO].order, pattern, 1, then, n_then);
  *out = (furat_scan_spec){.permutation = FURAT_GSPO, .n_bound = n_bound};
  if (graph_leads) {
    out->n_bound = 1;
    out->bound[0] = graph;
    return true;
  }
  for (unsigned p = FURAT_SPOG; p < FURAT_GSPO; ++p) {
    const furat_field *order = furat_permutations[p].order;
    if (leads_to(order, pattern, n_bound, then, n_then)) {
      out->permutation = (furat_permutation)p;
      for (unsigned c = 0; c < n_bound; ++c) {
        out->bound[c] = pattern->field[order[c]];
      }
      out->graph = graph;
      return true;
    }
  }
  return false;
}

/// Whether the permutation has the bound fields of the spec, those that vary last, and
/// then the others in the same order.
static bool
suits_look_up(const furat_scan_spec *spec, const furat_field *order,
              const bool varies[FURAT_N_FIELDS])
{
  const furat_field *now = furat_permutations[spec->permutation].order;
  for (unsigned c = 1; c < spec->n_bound; ++c) {
    if (order[c] != FURAT_FIELD_GRAPH && varies[order[c - 1]] && !varies[order[c]]) {
      return false;
    }
  }
  return memcmp(order + spec->n_bound, now + spec->n_bound,
                (FURAT_N_FIELDS - spec->n_bound) * sizeof(*order)) == 0;
}

/// Subjects of one predicate stand close together, those of one graph with everything
/// that is said of them.
static void
let_predicate_lead(furat_scan_spec *spec)
{
  const furat_id graph = spec->bound[0];
  const furat_id subject = spec->bound[1];
  spec->permutation = FURAT_PSOG;
  spec->bound[0] = spec->bound[2];
  spec->bound[1] = subject;
  spec->n_bound = 2;
  spec->graph = graph;
}

void
furat_scan_look_up(furat_scan_spec *spec, const bool varies[FURAT_N_FIELDS],
                   bool few_others)
{
  furat_row row;
  if (few_others && spec->permutation == FURAT_GSPO && spec->n_bound == 3 &&
      varies[FURAT_FIELD_SUBJECT] && !varies[FURAT_FIELD_PREDICATE]) {
    let_predicate_lead(spec);
    return;
  }
  const furat_field *now = furat_permutations[spec->permutation].order;
  for (unsigned c = 0; c < spec->n_bound; ++c) {
    row.field[now[c]] = spec->bound[c];
  }
  for (unsigned p = FURAT_SPOG; p < FURAT_GSPO && spec->permutation != FURAT_GSPO; ++p) {
    const furat_field *order = furat_permutations[p].order;
    if (suits_look_up(spec, order, varies)) {
      spec->permutation = (furat_permutation)p;
      for (unsigned c = 0; c < spec->n_bound; ++c) {
        spec->bound[c] = row.field[order[c]];
      }
      return;
    }
  }
}

furat_status
furat_scan_open(furat_scan **out, furat_txn *txn, const furat_scan_spec *spec,
                furat_error *err)
{
  assert(spec->n_bound + spec->has_range <= FURAT_N_FIELDS);
  assert(!spec->distinct_triples || spec->permutation != FURAT_GSPO);
  furat_scan *scan = furat_alloc_zeroed(1, sizeof(*scan));
  if (!scan) {
    return furat_error_no_mem(err);
  }
  scan->txn = txn;
  scan->stamp = txn->stamp;
  scan->spec = *spec;
  furat_scan_columns(scan->column_of, spec->permutation);
  if (furat_scan_bounds(spec, scan->low, scan->high)) {
    scan->n_high = spec->n_bound + spec->has_range;
  }
  const furat_tree tree = furat_tree_of_permutation(txn->kv, spec->permutation);
  const furat_status status = furat_tree_cursor_open(&scan->cursor, &tree, err);
  if (status != FURAT_OK) {
    furat_free(scan);
    return status;
  }
  *out = scan;
  return FURAT_OK;
}

void
furat_scan_close(furat_scan *scan)
{
  if (scan) {
    furat_tree_cursor_close(scan->cursor);
    furat_free(scan);
  }
}

/// Where the range ends in the entered block.
static void
find_end(furat_scan *scan)
{
  size_t beyond;
  scan->end = scan->cursor->block.n_rows;
  if (scan->n_high) {
    furat_tree_equal_range(scan->cursor, scan->high, scan->n_high, scan->at, &scan->end,
                           &beyond);
  }
}

/// Enter the next block; FURAT_DONE when the range has ended.
static furat_status
next_block(furat_scan *scan, furat_error *err)
{
  if (scan->end < scan->cursor->block.n_rows) {
    return FURAT_DONE;
  }
  const furat_status status = furat_tree_next(scan->cursor, err);
  scan->at_hand = status == FURAT_OK || (status == FURAT_DONE && scan->at_hand);
  if (status == FURAT_OK) {
    scan->at = 0;
    scan->start = 0;
    find_end(scan);
  }
  return status;
}

/// How many fields of a row have to be looked at to find it: no id is below
/// FURAT_ID_NONE.
static unsigned
fields_to_find(const furat_scan *scan, const furat_id *row)
{
  unsigned n_fields = FURAT_N_FIELDS;
  while (n_fields > scan->spec.n_bound && row[n_fields - 1] == FURAT_ID_NONE) {
    n_fields -= 1;
  }
  return n_fields;
}

/// Find the first row not below `row` in the entered block, and where those end that
/// begin like it.
static void
find_row(furat_scan *scan, const furat_id *row, size_t *beyond)
{
  furat_tree_equal_range(scan->cursor, row, fields_to_find(scan, row), 0, &scan->at,
                         beyond);
}

/// Find the row in the block at hand; false when it stands, or would stand, in another.
static bool
find_at_hand(furat_scan *scan, const furat_id *row, size_t *beyond)
{
  const furat_block *block = &scan->cursor->block;
  if (!scan->at_hand || furat_row_compare(row, block->first, FURAT_N_FIELDS) < 0) {
    return false;
  }
  find_row(scan, row, beyond);
  return scan->at < block->n_rows;
}

/// Go to the first row not below `row` (all fields in the order of the permutation).
static furat_status
place(furat_scan *scan, const furat_id *row, furat_error *err)
{
  size_t beyond;
  furat_status status = FURAT_OK;
  if (!find_at_hand(scan, row, &beyond)) {
    status = furat_tree_seek(scan->cursor, row, err);
    scan->at_hand = status == FURAT_OK;
    if (status != FURAT_OK) {
      scan->entered = false;
      return status;
    }
    find_row(scan, row, &beyond);
  }
  scan->entered = true;
  scan->start = scan->at;
  if (row == scan->low && !scan->spec.has_range) {
    scan->end = beyond; // of the bound fields, which are all that is wanted
  } else {
    find_end(scan);
  }
  if (scan->at >= scan->end) {
    scan->at = scan->end;
    status = next_block(scan, err);
  }
  return status;
}

static const furat_id *
column(furat_scan *scan, unsigned c, size_t from, size_t to)
{
  return furat_tree_column(scan->cursor, c, from, to);
}

// ---- rows that are left out

static bool
filters(const furat_scan *scan)
{
  return scan->spec.graph != FURAT_ID_NONE || scan->spec.distinct_triples;
}

/// Keep the last triple of the block, to compare the next block's first with.
static void
remember_last(furat_scan *scan)
{
  const size_t n = scan->cursor->block.n_rows;
  if (scan->spec.distinct_triples && scan->end == n && n) {
    for (unsigned c = 0; c < FURAT_N_FIELDS - 1; ++c) {
      scan->last[c] = column(scan, c, n - 1, n)[n - 1];
    }
    scan->has_last = true;
  }
}

/// Whether the row repeats the triple before it.
static bool
repeats(furat_scan *scan, size_t row)
{
  const size_t n = scan->cursor->block.n_rows;
  if (row == scan->start && row) {
    return false; // the row before it is none of the scan's
  }
  if (row == 0) {
    return scan->has_last && furat_row_compare(scan->last, scan->cursor->block.first,
                                               FURAT_N_FIELDS - 1) == 0;
  }
  for (unsigned c = FURAT_N_FIELDS - 1; c--;) {
    const furat_id *values = column(scan, c, 0, n);
    if (values[row] != values[row - 1]) {
      return false;
    }
  }
  return true;
}

static bool
passes(furat_scan *scan, size_t row)
{
  const unsigned c = scan->column_of[FURAT_FIELD_GRAPH];
  const furat_id graph = scan->spec.graph;
  if (graph != FURAT_ID_NONE && column(scan, c, row, scan->end)[row] != graph) {
    return false;
  }
  return !scan->spec.distinct_triples || !repeats(scan, row);
}

/// Pass over rows that are left out, up to one that is not.
static furat_status
skip(furat_scan *scan, furat_error *err)
{
  const unsigned c = scan->column_of[FURAT_FIELD_GRAPH];
  for (;;) {
    const furat_block *block = &scan->cursor->block;
    const bool one_graph =
        scan->spec.graph != FURAT_ID_NONE && furat_block_column_is_constant(block, c);
    if (one_graph && block->first[c] != scan->spec.graph) {
      scan->at = scan->end; // the whole block is of another one
    }
    while (scan->at < scan->end && !one_graph && filters(scan) &&
           !passes(scan, scan->at)) {
      scan->at += 1;
    }
    if (scan->at < scan->end) {
      return FURAT_OK;
    }
    remember_last(scan);
    const furat_status status = next_block(scan, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
}

/// Be at a row that is to be given.
static furat_status
ready(furat_scan *scan, furat_error *err)
{
  assert(scan->stamp == scan->txn->stamp);
  if (!scan->entered) {
    const furat_status status = place(scan, scan->low, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return skip(scan, err);
}

/// Whether the rows from `at` on all pass: nothing is left out, or the block is of one
/// graph.
static bool
block_passes(const furat_scan *scan)
{
  const furat_block *block = &scan->cursor->block;
  return !filters(scan) ||
         furat_block_column_is_constant(block, scan->column_of[FURAT_FIELD_GRAPH]);
}

// ---- giving rows

static void
copy_rows(furat_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t n)
{
  const furat_block *block = &scan->cursor->block;
  for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
    const unsigned c = scan->column_of[f];
    if (!columns[f]) {
      continue;
    }
    if (2 * n > block->n_rows || furat_block_column_is_constant(block, c)) {
      furat_block_column(block, c, scan->at, scan->at + n, columns[f]);
    } else { // piece by piece: unpack once
      memcpy(columns[f], column(scan, c, scan->at, scan->end) + scan->at,
             n * sizeof(furat_id));
    }
  }
}

/// Copy rows one by one, without those that are left out.
static size_t
pick_rows(furat_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t cap)
{
  size_t n = 0;
  for (; n < cap && scan->at < scan->end; ++scan->at) {
    if (!passes(scan, scan->at)) {
      continue;
    }
    for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
      if (columns[f]) {
        columns[f][n] =
            column(scan, scan->column_of[f], 0, scan->cursor->block.n_rows)[scan->at];
      }
    }
    n += 1;
  }
  return n;
}

furat_status
furat_scan_next(furat_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t cap,
                size_t *n, furat_error *err)
{
  assert(cap >= 1);
  const furat_status status = ready(scan, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (!block_passes(scan)) {
    *n = pick_rows(scan, columns, cap);
    return FURAT_OK;
  }
  *n = scan->end - scan->at < cap ? scan->end - scan->at : cap;
  copy_rows(scan, columns, *n);
  scan->at += *n;
  return FURAT_OK;
}

furat_status
furat_scan_peek(furat_scan *scan, furat_row *row, furat_error *err)
{
  const furat_status status = ready(scan, err);
  for (unsigned f = 0; status == FURAT_OK && f < FURAT_N_FIELDS; ++f) {
    row->field[f] = column(scan, scan->column_of[f], scan->at, scan->end)[scan->at];
  }
  return status;
}

furat_status
furat_scan_peek_field(furat_scan *scan, unsigned place, furat_id *out, furat_error *err)
{
  enum { NEAR = 32 };
  assert(place < FURAT_N_FIELDS);
  const furat_status status = ready(scan, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_block *block = &scan->cursor->block;
  const size_t to = scan->at + NEAR < scan->end ? scan->at + NEAR : scan->end;
  *out = furat_block_column_is_constant(block, place)
             ? block->first[place]
             : column(scan, place, scan->at, to)[scan->at];
  return FURAT_OK;
}

void
furat_scan_rebind(furat_scan *scan, const furat_id *bound)
{
  const unsigned n_high = scan->spec.n_bound + scan->spec.has_range;
  memcpy(scan->spec.bound, bound, scan->spec.n_bound * sizeof(*bound));
  scan->n_high = furat_scan_bounds(&scan->spec, scan->low, scan->high) ? n_high : 0;
  scan->has_last = false;
  scan->entered = false;
}

void
furat_scan_rebind_range(furat_scan *scan, furat_id low, furat_id high)
{
  furat_id bound[FURAT_N_FIELDS];
  assert(scan->spec.has_range);
  memcpy(bound, scan->spec.bound, sizeof(bound));
  scan->spec.low = low;
  scan->spec.high = high;
  furat_scan_rebind(scan, bound);
}

/// The whole row of the bound fields and `values`, if it is not before the range.
static void
make_target(const furat_scan *scan, const furat_id *values, unsigned n_values,
            furat_id row[FURAT_N_FIELDS])
{
  const unsigned n_bound = scan->spec.n_bound;
  assert(n_bound + n_values <= FURAT_N_FIELDS);
  assert(scan->stamp == scan->txn->stamp);
  memset(row, 0, FURAT_N_FIELDS * sizeof(*row));
  memcpy(row, scan->low, n_bound * sizeof(*row));
  memcpy(row + n_bound, values, n_values * sizeof(*row));
  if (furat_row_compare(row, scan->low, FURAT_N_FIELDS) < 0) {
    memcpy(row, scan->low, FURAT_N_FIELDS * sizeof(*row));
  }
}

furat_status
furat_scan_move(furat_scan *scan, const furat_id *values, unsigned n_values,
                furat_error *err)
{
  furat_id row[FURAT_N_FIELDS];
  make_target(scan, values, n_values, row);
  scan->has_last = false;
  const furat_status status = place(scan, row, err);
  return status == FURAT_OK ? skip(scan, err) : status;
}

furat_status
furat_scan_seek(furat_scan *scan, const furat_id *values, unsigned n_values,
                furat_error *err)
{
  furat_id row[FURAT_N_FIELDS];
  size_t low, beyond;
  make_target(scan, values, n_values, row);
  if (scan->entered) {
    const furat_status status =
        skip(scan, err); // never back into a block that is done with
    if (status != FURAT_OK) {
      return status;
    }
    furat_tree_equal_range(scan->cursor, row, fields_to_find(scan, row), scan->at, &low,
                           &beyond);
    if (low < scan->cursor->block.n_rows) {
      scan->start = low > scan->at ? low : scan->start;
      scan->at = low < scan->end ? low : scan->end;
      return skip(scan, err);
    }
    remember_last(scan);
  }
  const furat_status status = place(scan, row, err);
  return status == FURAT_OK ? skip(scan, err) : status;
}

furat_status
furat_scan_count(furat_txn *txn, const furat_scan_spec *spec, uint64_t *n,
                 furat_error *err)
{
  furat_id low[FURAT_N_FIELDS], high[FURAT_N_FIELDS];
  assert(spec->graph == FURAT_ID_NONE);
  assert(!spec->distinct_triples);
  if (!spec->n_bound && !spec->has_range) {
    *n = txn->state.n_quads;
    return FURAT_OK;
  }
  const bool has_high = furat_scan_bounds(spec, low, high);
  const furat_tree tree = furat_tree_of_permutation(txn->kv, spec->permutation);
  return furat_tree_count(n, &tree, low, has_high ? high : NULL, err);
}

furat_status
furat_scan_contains(furat_txn *txn, const furat_row *row, bool *contains,
                    furat_error *err)
{
  size_t low, high;
  furat_tree_cursor *cursor;
  *contains = false;
  const furat_tree tree = furat_tree_of_permutation(txn->kv, FURAT_SPOG);
  furat_status status = furat_tree_cursor_open(&cursor, &tree, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_tree_seek(cursor, row->field, err);
  if (status == FURAT_OK) {
    furat_tree_equal_range(cursor, row->field, FURAT_N_FIELDS, 0, &low, &high);
    *contains = low < high;
  }
  furat_tree_cursor_close(cursor);
  return status == FURAT_DONE ? FURAT_OK : status;
}
