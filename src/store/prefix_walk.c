// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of equal values are found in unpacked columns; a run that fills block after block
// is left by a seek to what comes behind it.
#include "store/prefix_walk.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "store/txn_internal.h"

// After so many blocks of one value a seek is cheaper than going on.  Counting the rows
// jumped over costs two look-ups and the sums between.
enum { BLOCKS_BEFORE_SEEK = 1, BLOCKS_BEFORE_COUNT = 12 };

struct furat_prefix_walk {
  furat_txn *txn;
  uint64_t stamp;
  unsigned n_bound;
  unsigned n_fields;
  furat_id low[FURAT_N_FIELDS];  // the first row that could be
  furat_id high[FURAT_N_FIELDS]; // the first row beyond
  unsigned n_high;               // leading fields of `high` that matter; 0: no bound
  furat_tree_cursor *cursor;
  bool entered; // in a block
  bool ended;   // no row is left
  size_t at;    // the next row in the block
  size_t end;   // of the range in the block
  bool has_run;
  furat_id run[FURAT_N_FIELDS]; // what the rows read last have
  uint64_t n_rows;              // of the run, so far
  unsigned n_blocks;            // that it has filled one after the other
};

furat_status
furat_prefix_walk_open(furat_prefix_walk **out, furat_txn *txn,
                       const furat_scan_spec *spec, unsigned n_fields, furat_error *err)
{
  assert(n_fields >= 1 && spec->n_bound + n_fields <= FURAT_N_FIELDS);
  assert(spec->graph == FURAT_ID_NONE && !spec->distinct_triples);
  furat_prefix_walk *walk = furat_alloc_zeroed(1, sizeof(*walk));
  if (!walk) {
    return furat_error_no_mem(err);
  }
  walk->txn = txn;
  walk->stamp = txn->stamp;
  walk->n_bound = spec->n_bound;
  walk->n_fields = n_fields;
  furat_id prefix[FURAT_N_FIELDS];
  unsigned n = spec->n_bound;
  memcpy(walk->low, spec->bound, n * sizeof(furat_id));
  if (spec->has_range) {
    walk->low[n] = spec->low;
  }
  memcpy(prefix, walk->low, sizeof(prefix));
  if (spec->has_range) {
    prefix[n++] = spec->high;
  }
  walk->n_high =
      furat_row_after_prefix(walk->high, prefix, n, FURAT_N_FIELDS) ? FURAT_N_FIELDS : 0;
  const furat_tree tree = furat_tree_of_permutation(txn->kv, spec->permutation);
  const furat_status status = furat_tree_cursor_open(&walk->cursor, &tree, err);
  if (status != FURAT_OK) {
    furat_free(walk);
    return status;
  }
  *out = walk;
  return FURAT_OK;
}

void
furat_prefix_walk_close(furat_prefix_walk *walk)
{
  if (walk) {
    furat_tree_cursor_close(walk->cursor);
    furat_free(walk);
  }
}

// ---- from block to block

static void
find_end(furat_prefix_walk *walk)
{
  size_t beyond;
  walk->end = walk->cursor->block.n_rows;
  if (walk->n_high) {
    furat_tree_equal_range(walk->cursor, walk->high, walk->n_high, 0, &walk->end,
                           &beyond);
  }
}

static furat_status
next_block(furat_prefix_walk *walk, furat_error *err)
{
  if (walk->end < walk->cursor->block.n_rows) {
    return FURAT_DONE;
  }
  const furat_status status = furat_tree_next(walk->cursor, err);
  if (status != FURAT_OK) {
    return status;
  }
  walk->at = 0;
  find_end(walk);
  return walk->end > 0 ? FURAT_OK : FURAT_DONE;
}

// To the first row not below `row`.
static furat_status
place(furat_prefix_walk *walk, const furat_id *row, furat_error *err)
{
  size_t beyond;
  const furat_status status = furat_tree_seek(walk->cursor, row, err);
  if (status != FURAT_OK) {
    return status;
  }
  walk->entered = true;
  furat_tree_equal_range(walk->cursor, row, FURAT_N_FIELDS, 0, &walk->at, &beyond);
  find_end(walk);
  return walk->at < walk->end ? FURAT_OK : next_block(walk, err);
}

// Leave the run by a seek, counted or not.
static furat_status
jump(furat_prefix_walk *walk, bool counted, furat_error *err)
{
  furat_id prefix[FURAT_N_FIELDS] = {0};
  furat_id after[FURAT_N_FIELDS];
  const unsigned n = walk->n_bound + walk->n_fields;
  memcpy(prefix, walk->low, walk->n_bound * sizeof(furat_id));
  memcpy(prefix + walk->n_bound, walk->run, walk->n_fields * sizeof(furat_id));
  const bool has_after = furat_row_after_prefix(after, prefix, n, FURAT_N_FIELDS);
  furat_status status = FURAT_OK;
  walk->n_blocks = 0;
  if (counted) {
    status = furat_tree_count(&walk->n_rows, &walk->cursor->tree, prefix,
                              has_after ? after : NULL, err);
  }
  if (status == FURAT_OK) {
    status = has_after ? place(walk, after, err) : FURAT_DONE;
  }
  return status;
}

// Come to a row; FURAT_DONE when none is left.
static furat_status
ready(furat_prefix_walk *walk, bool counted, furat_error *err)
{
  assert(walk->stamp == walk->txn->stamp);
  furat_status status = FURAT_OK;
  if (walk->ended) {
    return FURAT_DONE;
  }
  if (!walk->entered) {
    status = place(walk, walk->low, err);
  } else if (walk->at >= walk->end) {
    const unsigned most = counted ? BLOCKS_BEFORE_COUNT : BLOCKS_BEFORE_SEEK;
    status = walk->n_blocks >= most && walk->end == walk->cursor->block.n_rows
                 ? jump(walk, counted, err)
                 : next_block(walk, err);
  }
  walk->ended = status == FURAT_DONE;
  return status;
}

// ---- runs

static void
give(furat_prefix_walk *walk, furat_id *const *fields, uint64_t *counts, size_t *n)
{
  for (unsigned i = 0; i < walk->n_fields; ++i) {
    fields[i][*n] = walk->run[i];
  }
  if (counts) {
    counts[*n] = walk->n_rows;
  }
  *n += 1;
  walk->n_rows = 0;
  walk->n_blocks = 0;
  walk->has_run = false;
}

// Whether all wanted fields are the same in the whole block.
static bool
is_constant(const furat_prefix_walk *walk)
{
  for (unsigned i = 0; i < walk->n_fields; ++i) {
    if (!furat_block_column_is_constant(&walk->cursor->block, walk->n_bound + i)) {
      return false;
    }
  }
  return true;
}

// The rows of the block from `at` on that agree with the first of them: where they end.
static size_t
end_of_run(const furat_prefix_walk *walk, const furat_id *const *columns)
{
  size_t row = walk->at + 1;
  for (; row < walk->end; ++row) {
    for (unsigned i = 0; i < walk->n_fields; ++i) {
      if (columns[i][row] != columns[i][row - 1]) {
        return row;
      }
    }
  }
  return row;
}

// Take the rows [at, end) of the block, which have the value `values`; false when the run
// before them has to be given first.
static bool
take(furat_prefix_walk *walk, const furat_id *values, size_t end)
{
  const size_t bytes = walk->n_fields * sizeof(furat_id);
  if (walk->has_run && memcmp(walk->run, values, bytes) != 0) {
    return false;
  }
  memcpy(walk->run, values, bytes);
  walk->has_run = true;
  walk->n_rows += end - walk->at;
  walk->n_blocks += walk->at == 0 && end == walk->cursor->block.n_rows;
  walk->at = end;
  return true;
}

// One field, no counts: most of the walks over short runs.
static size_t
take_distinct(furat_prefix_walk *walk, const furat_id *column, furat_id *out, size_t cap)
{
  size_t n = 0;
  size_t row = walk->at;
  furat_id last = walk->run[0];
  if (!walk->has_run) {
    last = column[row];
    row += 1;
  }
  for (; row < walk->end && n < cap; ++row) {
    out[n] = last;
    n += column[row] != last;
    last = column[row];
  }
  walk->run[0] = last;
  walk->has_run = true;
  walk->n_blocks = 0;
  walk->at = row;
  return n;
}

static void
take_block(furat_prefix_walk *walk, furat_id *const *fields, uint64_t *counts, size_t cap,
           size_t *n)
{
  const furat_id *columns[FURAT_N_FIELDS];
  furat_id values[FURAT_N_FIELDS];
  if (is_constant(walk)) {
    if (!take(walk, walk->cursor->block.first + walk->n_bound, walk->end)) {
      give(walk, fields, counts, n);
    }
    return;
  }
  for (unsigned i = 0; i < walk->n_fields; ++i) {
    columns[i] = furat_tree_column(walk->cursor, walk->n_bound + i, walk->at, walk->end);
  }
  if (walk->n_fields == 1 && !counts) {
    *n += take_distinct(walk, columns[0], fields[0] + *n, cap - *n);
    return;
  }
  while (walk->at < walk->end && *n < cap) {
    for (unsigned i = 0; i < walk->n_fields; ++i) {
      values[i] = columns[i][walk->at];
    }
    if (!take(walk, values, end_of_run(walk, columns))) {
      give(walk, fields, counts, n);
    }
  }
}

furat_status
furat_prefix_walk_next(furat_prefix_walk *walk, furat_id *const *fields, uint64_t *counts,
                       size_t cap, size_t *n, furat_error *err)
{
  furat_status status = FURAT_OK;
  *n = 0;
  while (status == FURAT_OK && *n < cap) {
    status = ready(walk, counts != NULL, err);
    if (status == FURAT_OK) {
      take_block(walk, fields, counts, cap, n);
    }
  }
  if (status == FURAT_DONE && walk->has_run && *n < cap) {
    give(walk, fields, counts, n);
  }
  return status == FURAT_DONE && *n > 0 ? FURAT_OK : status;
}
