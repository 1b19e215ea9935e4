// SPDX-License-Identifier: GPL-3.0-or-later
// A scan that begins with the last row of its range.  The block before a block is found
// by the row before its first one: a search in the tree for each block, beside unpacking
// it.
#include "store/scan_back.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "store/scan_internal.h"
#include "store/txn_internal.h"

enum { N_TRIPLE = FURAT_N_FIELDS - 1 };

struct furat_back_scan {
  furat_txn *txn;
  uint64_t stamp;
  furat_scan_spec spec;
  unsigned column_of[FURAT_N_FIELDS]; ///< where a field is in the permutation
  furat_id low[FURAT_N_FIELDS];       ///< the first row that could be
  furat_id high[FURAT_N_FIELDS];      ///< the first row beyond
  bool has_high;
  furat_tree_cursor *cursor;
  bool entered; ///< in a block
  bool ended;
  size_t begin;  ///< of the range in the block
  size_t at;     ///< its rows before this one have not been given
  bool has_last; ///< distinct_triples: the triple given last
  furat_id last[N_TRIPLE];
};

furat_status
furat_back_scan_open(furat_back_scan **out, furat_txn *txn, const furat_scan_spec *spec,
                     furat_error *err)
{
  assert(spec->n_bound + spec->has_range <= FURAT_N_FIELDS);
  assert(!spec->distinct_triples || spec->permutation != FURAT_GSPO);
  furat_back_scan *scan = furat_alloc_zeroed(1, sizeof(*scan));
  if (!scan) {
    return furat_error_no_mem(err);
  }
  scan->txn = txn;
  scan->stamp = txn->stamp;
  scan->spec = *spec;
  furat_scan_columns(scan->column_of, spec->permutation);
  scan->has_high = furat_scan_bounds(spec, scan->low, scan->high);
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
furat_back_scan_close(furat_back_scan *scan)
{
  if (scan) {
    furat_tree_cursor_close(scan->cursor);
    furat_free(scan);
  }
}

// ---- blocks

/// Where the range begins in the entered block.
static void
find_begin(furat_back_scan *scan)
{
  size_t beyond;
  furat_tree_equal_range(scan->cursor, scan->low, FURAT_N_FIELDS, 0, &scan->begin,
                         &beyond);
  scan->begin = scan->begin < scan->at ? scan->begin : scan->at;
}

static furat_status
last_block(furat_back_scan *scan, furat_error *err)
{
  furat_id row[FURAT_N_FIELDS];
  memcpy(row, scan->high, sizeof(row));
  if (!scan->has_high) {
    memset(row, 0xFF, sizeof(row));
  }
  const furat_status status = furat_tree_seek(scan->cursor, row, err);
  if (status == FURAT_OK) {
    size_t beyond;
    scan->at = scan->cursor->block.n_rows;
    if (scan->has_high) {
      furat_tree_equal_range(scan->cursor, row, FURAT_N_FIELDS, 0, &scan->at, &beyond);
    }
    scan->entered = true;
    find_begin(scan);
  }
  return status;
}

/// The row before another one, which is not the very first.
static void
step_back(furat_id row[FURAT_N_FIELDS])
{
  for (unsigned c = FURAT_N_FIELDS; c--;) {
    row[c] -= 1;
    if (row[c] != UINT64_MAX) { // nothing to borrow
      return;
    }
  }
}

/// Enter the block before; FURAT_DONE when the range has ended.
static furat_status
block_before(furat_back_scan *scan, furat_error *err)
{
  furat_id first[FURAT_N_FIELDS], row[FURAT_N_FIELDS];
  memcpy(first, scan->cursor->block.first, sizeof(first));
  if (scan->begin > 0 || furat_row_compare(first, scan->low, FURAT_N_FIELDS) <= 0) {
    return FURAT_DONE;
  }
  memcpy(row, first, sizeof(row)); // above `low`, so there is one before
  step_back(row);
  const furat_status status = furat_tree_seek(scan->cursor, row, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (furat_row_compare(scan->cursor->block.first, first, FURAT_N_FIELDS) >= 0) {
    return FURAT_DONE; // that was the first of all
  }
  scan->at = scan->cursor->block.n_rows;
  find_begin(scan);
  return FURAT_OK;
}

/// Be in a block with rows that were not given.
static furat_status
ready(furat_back_scan *scan, furat_error *err)
{
  furat_status status = scan->ended     ? FURAT_DONE
                        : scan->entered ? FURAT_OK
                                        : last_block(scan, err);
  while (status == FURAT_OK && scan->at == scan->begin) {
    status = block_before(scan, err);
  }
  scan->ended = status == FURAT_DONE;
  return status;
}

// ---- rows

static const furat_id *
column(furat_back_scan *scan, unsigned c)
{
  return furat_tree_column(scan->cursor, c, scan->begin, scan->cursor->block.n_rows);
}

static void
copy_rows(furat_back_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t *n)
{
  *n = scan->at - scan->begin;
  for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
    const furat_id *values = columns[f] ? column(scan, scan->column_of[f]) : NULL;
    for (size_t i = 0; values && i < *n; ++i) {
      columns[f][i] = values[scan->at - 1 - i];
    }
  }
}

/// Whether a row is the triple that was given last, which it becomes.
static bool
repeats(furat_back_scan *scan, size_t row)
{
  bool same = scan->has_last;
  for (unsigned c = 0; c < N_TRIPLE; ++c) {
    const furat_id value = column(scan, c)[row];
    same = same && scan->last[c] == value;
    scan->last[c] = value;
  }
  scan->has_last = true;
  return same;
}

/// Copy rows one by one, without those that are left out.
static void
pick_rows(furat_back_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t *n)
{
  const furat_id graph = scan->spec.graph;
  const unsigned g = scan->column_of[FURAT_FIELD_GRAPH];
  *n = 0;
  for (size_t row = scan->at; row-- > scan->begin;) {
    if ((graph != FURAT_ID_NONE && column(scan, g)[row] != graph) ||
        (scan->spec.distinct_triples && repeats(scan, row))) {
      continue;
    }
    for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
      if (columns[f]) {
        columns[f][*n] = column(scan, scan->column_of[f])[row];
      }
    }
    *n += 1;
  }
}

furat_status
furat_back_scan_next(furat_back_scan *scan, furat_id *const columns[FURAT_N_FIELDS],
                     size_t *n, furat_error *err)
{
  const bool filters = scan->spec.graph != FURAT_ID_NONE || scan->spec.distinct_triples;
  assert(scan->stamp == scan->txn->stamp);
  *n = 0;
  while (*n == 0) {
    const furat_status status = ready(scan, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (filters) {
      pick_rows(scan, columns, n);
    } else {
      copy_rows(scan, columns, n);
    }
    scan->at = scan->begin;
  }
  return FURAT_OK;
}
