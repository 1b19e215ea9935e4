// SPDX-License-Identifier: GPL-3.0-or-later
// Least significant byte first; one look at all rows tells which bytes are the same in
// all of them (most are) and need no pass.  Passes keep the order of equals, so that rows
// which are in order by their last columns need none for these.
#include "store/row_sort.h"

#include <string.h>

enum { N_BUCKETS = 256, FEW_ROWS = 40 };

static void
sort_few(furat_id *ids, size_t n, unsigned n_columns)
{
  furat_id row[FURAT_BLOCK_MAX_COLUMNS];
  const size_t row_bytes = n_columns * sizeof(*ids);
  for (size_t i = 1; i < n; ++i) {
    size_t j = i;
    memcpy(row, ids + i * n_columns, row_bytes);
    while (j && furat_row_compare(ids + (j - 1) * n_columns, row, n_columns) > 0) {
      memcpy(ids + j * n_columns, ids + (j - 1) * n_columns, row_bytes);
      j -= 1;
    }
    memcpy(ids + j * n_columns, row, row_bytes);
  }
}

/// One stable pass by the byte at `shift` of a column.
static void
pass(furat_id *to, const furat_id *from, size_t n, unsigned n_columns, unsigned column,
     unsigned shift)
{
  size_t starts[N_BUCKETS] = {0};
  size_t start = 0;
  for (size_t i = 0; i < n; ++i) {
    starts[from[i * n_columns + column] >> shift & 0xFF] += 1;
  }
  for (unsigned b = 0; b < N_BUCKETS; ++b) {
    const size_t count = starts[b];
    starts[b] = start;
    start += count;
  }
  for (size_t i = 0; i < n; ++i) {
    const furat_id *row = from + i * n_columns;
    furat_id *place = to + starts[row[column] >> shift & 0xFF]++ * n_columns;
    for (unsigned c = 0; c < n_columns; ++c) {
      place[c] = row[c];
    }
  }
}

static void
drop_duplicates(furat_rows *rows, unsigned n_columns)
{
  size_t n = 0;
  for (size_t i = 0; i < rows->n; ++i) {
    const furat_id *row = rows->ids + i * n_columns;
    if (!n || furat_row_compare(rows->ids + (n - 1) * n_columns, row, n_columns) != 0) {
      memmove(rows->ids + n * n_columns, row, n_columns * sizeof(*row));
      n += 1;
    }
  }
  rows->n = n;
}

void
furat_rows_sort(furat_rows *rows, unsigned n_columns, unsigned n_keys, furat_id *scratch)
{
  furat_id varying[FURAT_BLOCK_MAX_COLUMNS] = {0};
  if (rows->n <= FEW_ROWS) {
    sort_few(rows->ids, rows->n, n_columns);
    drop_duplicates(rows, n_columns);
    return;
  }
  for (size_t i = 1; i < rows->n; ++i) {
    for (unsigned c = 0; c < n_columns; ++c) {
      varying[c] |= rows->ids[i * n_columns + c] ^ rows->ids[c];
    }
  }
  furat_id *from = rows->ids;
  furat_id *to = scratch;
  for (unsigned c = n_keys; c--;) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      if (varying[c] >> shift & 0xFF) {
        pass(to, from, rows->n, n_columns, c, shift);
        furat_id *const swap = from;
        from = to;
        to = swap;
      }
    }
  }
  if (from != rows->ids) {
    memcpy(rows->ids, from, rows->n * n_columns * sizeof(*from));
  }
  drop_duplicates(rows, n_columns);
}
