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

typedef struct sorting {
  furat_rows *rows;
  unsigned n_columns;
  furat_id *from; ///< where the rows are
  furat_id *to;   ///< where the next pass puts them
  const furat_cancel *cancel;
  furat_error *err;
} sorting;

furat_status
furat_rows_stride(size_t *end, size_t begin, size_t n, const furat_cancel *cancel,
                  furat_error *err)
{
  const furat_status status = furat_cancel_poll(cancel, err);
  const size_t left = n - begin;
  *end = status != FURAT_OK
             ? begin
             : begin + (left < FURAT_ROWS_STRIDE ? left : FURAT_ROWS_STRIDE);
  return status;
}

/// The bits in which some rows differ.
static furat_status
find_varying(const sorting *s, furat_id *varying)
{
  const furat_id *ids = s->rows->ids;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < s->rows->n; i = end) {
    status = furat_rows_stride(&end, i, s->rows->n, s->cancel, s->err);
    for (size_t row = i; row < end; ++row) {
      for (unsigned c = 0; c < s->n_columns; ++c) {
        varying[c] |= ids[row * s->n_columns + c] ^ ids[c];
      }
    }
  }
  return status;
}

/// Where the rows of each value of the byte at `shift` of a column begin.
static furat_status
find_starts(const sorting *s, unsigned column, unsigned shift, size_t starts[N_BUCKETS])
{
  size_t start = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < s->rows->n; i = end) {
    status = furat_rows_stride(&end, i, s->rows->n, s->cancel, s->err);
    for (size_t row = i; row < end; ++row) {
      starts[s->from[row * s->n_columns + column] >> shift & 0xFF] += 1;
    }
  }
  for (unsigned b = 0; b < N_BUCKETS; ++b) {
    const size_t count = starts[b];
    starts[b] = start;
    start += count;
  }
  return status;
}

/// One stable pass by the byte at `shift` of a column.
static furat_status
pass(sorting *s, unsigned column, unsigned shift)
{
  const unsigned n_columns = s->n_columns;
  size_t starts[N_BUCKETS] = {0};
  furat_status status = find_starts(s, column, shift, starts);
  for (size_t i = 0, end; status == FURAT_OK && i < s->rows->n; i = end) {
    status = furat_rows_stride(&end, i, s->rows->n, s->cancel, s->err);
    for (size_t k = i; k < end; ++k) {
      const furat_id *row = s->from + k * n_columns;
      furat_id *place = s->to + starts[row[column] >> shift & 0xFF]++ * n_columns;
      for (unsigned c = 0; c < n_columns; ++c) {
        place[c] = row[c];
      }
    }
  }
  furat_id *const swap = s->from;
  s->from = s->to;
  s->to = swap;
  return status;
}

/// Move the rows to where they belong, without duplicates.
static furat_status
settle(sorting *s)
{
  const unsigned n_columns = s->n_columns;
  furat_id *ids = s->rows->ids;
  size_t n = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < s->rows->n; i = end) {
    status = furat_rows_stride(&end, i, s->rows->n, s->cancel, s->err);
    for (size_t k = i; k < end; ++k) {
      const furat_id *row = s->from + k * n_columns;
      if (!n || furat_row_compare(ids + (n - 1) * n_columns, row, n_columns) != 0) {
        memmove(ids + n * n_columns, row, n_columns * sizeof(*row));
        n += 1;
      }
    }
  }
  s->rows->n = n;
  return status;
}

furat_status
furat_rows_sort(furat_rows *rows, unsigned n_columns, unsigned n_keys, furat_id *scratch,
                const furat_cancel *cancel, furat_error *err)
{
  furat_id varying[FURAT_BLOCK_MAX_COLUMNS] = {0};
  sorting s = {.rows = rows,
               .n_columns = n_columns,
               .from = rows->ids,
               .to = scratch,
               .cancel = cancel,
               .err = err};
  if (rows->n <= FEW_ROWS) {
    sort_few(rows->ids, rows->n, n_columns);
    return settle(&s);
  }
  furat_status status = find_varying(&s, varying);
  for (unsigned c = n_keys; c--;) {
    for (unsigned shift = 0; status == FURAT_OK && shift < 64; shift += 8) {
      if (varying[c] >> shift & 0xFF) {
        status = pass(&s, c, shift);
      }
    }
  }
  return status == FURAT_OK ? settle(&s) : status;
}
