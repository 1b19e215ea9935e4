// SPDX-License-Identifier: GPL-3.0-or-later
// Radix passes of eleven bits, of which those are left out in which all rows agree.  Rows
// that come in an order already cost one look.
#include "load/sorter.h"

#include <string.h>
#include <sys/mman.h>

#include "base/memory.h"
#include "store/row_sort.h"

enum {
  DIGIT_BITS = 11,
  N_BUCKETS = 1 << DIGIT_BITS,
  MERGED_ROWS = 4096,
  READER_BYTES = 1 << 18
};

static const size_t large_page_bytes = (size_t)2 << 20;

/// The place of a large allocation, behind which its rows stand.
typedef struct mapping {
  size_t len_bytes;
  uint8_t padding[64 - sizeof(size_t)];
} mapping;

furat_sort_row *
furat_sort_alloc(size_t n_rows)
{
  if (n_rows > (SIZE_MAX / 2) / sizeof(furat_sort_row)) {
    return NULL;
  }
  const size_t len_bytes = n_rows * sizeof(furat_sort_row) + sizeof(mapping);
  if (len_bytes < large_page_bytes) {
    mapping *small = furat_alloc(len_bytes);
    if (small) {
      small->len_bytes = 0;
    }
    return small ? (furat_sort_row *)(small + 1) : NULL;
  }
  mapping *large =
      mmap(NULL, len_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (large == MAP_FAILED) {
    return NULL;
  }
  madvise(large, len_bytes,
          MADV_HUGEPAGE); // scattering over many pages is what sorting does
  large->len_bytes = len_bytes;
  return (furat_sort_row *)(large + 1);
}

void
furat_sort_free(furat_sort_row *rows)
{
  if (!rows) {
    return;
  }
  mapping *m = (mapping *)rows - 1;
  if (m->len_bytes) {
    munmap(m, m->len_bytes);
  } else {
    furat_free(m);
  }
}

/// One stable pass by a digit of a field from `*rows` to `to`, where they are then; with
/// nothing done when all rows agree in it.
static furat_status
pass(furat_sort_row *to, const furat_sort_row **rows, size_t n, unsigned field,
     unsigned shift, const furat_cancel *cancel, furat_error *err)
{
  const furat_sort_row *from = *rows;
  size_t starts[N_BUCKETS] = {0};
  size_t start = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < n; i = end) {
    status = furat_rows_stride(&end, i, n, cancel, err);
    for (size_t k = i; k < end; ++k) {
      starts[from[k].field[field] >> shift & (N_BUCKETS - 1)] += 1;
    }
  }
  if (starts[from[0].field[field] >> shift & (N_BUCKETS - 1)] == n) {
    return status;
  }
  for (unsigned b = 0; b < N_BUCKETS; ++b) {
    const size_t count = starts[b];
    starts[b] = start;
    start += count;
  }
  for (size_t i = 0, end; status == FURAT_OK && i < n; i = end) {
    status = furat_rows_stride(&end, i, n, cancel, err);
    for (size_t k = i; k < end; ++k) {
      to[starts[from[k].field[field] >> shift & (N_BUCKETS - 1)]++] = from[k];
    }
  }
  *rows = to;
  return status;
}

furat_status
furat_sort_by_field(const furat_sort_row **rows, furat_sort_row *a, furat_sort_row *b,
                    size_t n, unsigned field, const furat_cancel *cancel,
                    furat_error *err)
{
  furat_sort_row *to = a;
  furat_status status = FURAT_OK;
  for (unsigned shift = 0; status == FURAT_OK && n && shift < 32; shift += DIGIT_BITS) {
    status = pass(to, rows, n, field, shift, cancel, err);
    to = *rows == a ? b : a;
  }
  return status;
}

static int
compare(const furat_sort_row *a, const furat_sort_row *b, const unsigned *order)
{
  for (unsigned i = 0; i < FURAT_SORT_FIELDS; ++i) {
    const uint32_t x = a->field[order[i]];
    const uint32_t y = b->field[order[i]];
    if (x != y) {
      return x < y ? -1 : 1;
    }
  }
  return 0;
}

static furat_status
look_whether_sorted(bool *out, const furat_sort_row *rows, size_t n,
                    const unsigned *order, const furat_cancel *cancel, furat_error *err)
{
  furat_status status = FURAT_OK;
  *out = true;
  for (size_t i = 1, end; status == FURAT_OK && *out && i < n; i = end) {
    status = furat_rows_stride(&end, i, n, cancel, err);
    for (size_t k = i; *out && k < end; ++k) {
      *out = compare(&rows[k - 1], &rows[k], order) <= 0;
    }
  }
  return status;
}

/// Move sorted rows to `rows`, where they may be already, without duplicates.
static furat_status
settle(furat_sort_row *rows, const furat_sort_row *sorted, size_t *n,
       const furat_cancel *cancel, furat_error *err)
{
  size_t n_distinct = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < *n; i = end) {
    status = furat_rows_stride(&end, i, *n, cancel, err);
    for (size_t k = i; k < end; ++k) {
      const furat_sort_row row = sorted[k];
      if (!n_distinct || memcmp(&row, &rows[n_distinct - 1], sizeof(row)) != 0) {
        rows[n_distinct++] = row;
      }
    }
  }
  *n = n_distinct;
  return status;
}

furat_status
furat_sort_rows(furat_sort_row *rows, furat_sort_row *scratch, size_t *n,
                const unsigned order[FURAT_SORT_FIELDS], const furat_cancel *cancel,
                furat_error *err)
{
  const furat_sort_row *sorted = rows;
  bool in_order;
  furat_status status = look_whether_sorted(&in_order, rows, *n, order, cancel, err);
  for (unsigned i = in_order ? 0 : FURAT_SORT_FIELDS; status == FURAT_OK && i--;) {
    furat_sort_row *to = sorted == rows ? scratch : rows;
    status = furat_sort_by_field(&sorted, to, to == rows ? scratch : rows, *n, order[i],
                                 cancel, err);
  }
  return status == FURAT_OK ? settle(rows, sorted, n, cancel, err) : status;
}

// ---- beyond memory

/// A run that is being merged: its rows at hand.
typedef struct sort_reader {
  furat_spill_reader reader;
  const furat_sort_row *rows;
  size_t n;
} sort_reader;

void
furat_sorter_init(furat_sorter *sorter, const unsigned order[FURAT_SORT_FIELDS],
                  size_t max_rows, const char *folder, const furat_cancel *cancel)
{
  *sorter = (furat_sorter){.max_rows = max_rows};
  memcpy(sorter->order, order, sizeof(sorter->order));
  furat_spill_init(&sorter->spill, folder, cancel);
  furat_vec_init(&sorter->run_ends, sizeof(uint64_t), SIZE_MAX / sizeof(uint64_t));
  furat_vec_init(&sorter->readers, sizeof(sort_reader), SIZE_MAX / sizeof(sort_reader));
}

void
furat_sorter_clear(furat_sorter *sorter)
{
  for (size_t i = 0; i < sorter->readers.n; ++i) {
    furat_spill_reader_clear(&FURAT_VEC_AT(&sorter->readers, sort_reader, i).reader);
  }
  furat_vec_clear(&sorter->readers);
  furat_vec_clear(&sorter->run_ends);
  furat_spill_clear(&sorter->spill);
  furat_sort_free(sorter->rows);
  furat_sort_free(sorter->scratch);
  sorter->rows = NULL;
  sorter->scratch = NULL;
  sorter->n = 0;
}

static furat_status
write_run(furat_sorter *sorter, furat_error *err)
{
  furat_status status = furat_sort_rows(sorter->rows, sorter->scratch, &sorter->n,
                                        sorter->order, sorter->spill.cancel, err);
  if (status == FURAT_OK) {
    status = furat_spill_write(&sorter->spill, sorter->rows,
                               sorter->n * sizeof(furat_sort_row), err);
  }
  const uint64_t end = furat_spill_size(&sorter->spill);
  sorter->n = 0;
  if (status == FURAT_OK && !furat_vec_push(&sorter->run_ends, &end)) {
    return furat_vec_status(&sorter->run_ends, err);
  }
  return status;
}

furat_status
furat_sorter_add(furat_sorter *sorter, const furat_sort_row *rows, size_t n,
                 furat_error *err)
{
  if (!sorter->rows) {
    sorter->rows = furat_sort_alloc(sorter->max_rows);
    sorter->scratch = furat_sort_alloc(sorter->max_rows);
    if (!sorter->rows || !sorter->scratch) {
      return furat_error_no_mem(err);
    }
  }
  while (n) {
    const size_t room = sorter->max_rows - sorter->n;
    const size_t n_taken = n < room ? n : room;
    memcpy(sorter->rows + sorter->n, rows, n_taken * sizeof(*rows));
    sorter->n += n_taken;
    rows += n_taken;
    n -= n_taken;
    if (sorter->n == sorter->max_rows) {
      const furat_status status = write_run(sorter, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
  }
  return FURAT_OK;
}

static furat_status
refill(sort_reader *r, furat_error *err)
{
  const uint8_t *bytes;
  size_t len_bytes;
  const furat_status status = furat_spill_read_some(
      &r->reader, sizeof(furat_sort_row), READER_BYTES, &bytes, &len_bytes, err);
  r->rows = status == FURAT_OK ? (const furat_sort_row *)(const void *)bytes : NULL;
  r->n = status == FURAT_OK ? len_bytes / sizeof(furat_sort_row) : 0;
  return status;
}

/// Let the reader at `at` sink to its place in the heap.
static void
sift_down(furat_sorter *sorter, size_t at)
{
  sort_reader *heap = sorter->readers.items;
  const size_t n = sorter->readers.n;
  const sort_reader moved = heap[at];
  for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
    child += child + 1 < n &&
             compare(heap[child + 1].rows, heap[child].rows, sorter->order) < 0;
    if (compare(moved.rows, heap[child].rows, sorter->order) <= 0) {
      break;
    }
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}

static furat_status
open_runs(furat_sorter *sorter, furat_error *err)
{
  uint64_t start = 0;
  const size_t n_runs = sorter->run_ends.n;
  const size_t buffer_bytes =
      furat_spill_share(sorter->max_rows * sizeof(furat_sort_row), n_runs);
  for (size_t i = 0; i < n_runs; ++i) {
    const uint64_t end = FURAT_VEC_AT(&sorter->run_ends, uint64_t, i);
    sort_reader *r = furat_vec_extend(&sorter->readers, 1);
    if (!r) {
      return furat_vec_status(&sorter->readers, err);
    }
    furat_spill_reader_init(&r->reader, &sorter->spill, start, end, buffer_bytes);
    const furat_status status = refill(r, err);
    if (status != FURAT_OK) {
      return status;
    }
    start = end;
  }
  for (size_t i = sorter->readers.n / 2; i--;) {
    sift_down(sorter, i);
  }
  return FURAT_OK;
}

furat_status
furat_sorter_finish(furat_sorter *sorter, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (!sorter->run_ends.n) {
    if (sorter->n) {
      status = furat_sort_rows(sorter->rows, sorter->scratch, &sorter->n, sorter->order,
                               sorter->spill.cancel, err);
    }
    furat_sort_free(sorter->scratch);
    sorter->scratch = NULL;
    return status;
  }
  status = sorter->n ? write_run(sorter, err) : FURAT_OK;
  furat_sort_free(sorter->rows);
  furat_sort_free(sorter->scratch);
  sorter->scratch = NULL;
  sorter->rows = furat_sort_alloc(MERGED_ROWS);
  if (status == FURAT_OK && !sorter->rows) {
    status = furat_error_no_mem(err);
  }
  return status == FURAT_OK ? open_runs(sorter, err) : status;
}

/// Take the first row of the heap.
static furat_status
take_first(furat_sorter *sorter, furat_sort_row *out, furat_error *err)
{
  sort_reader *first = sorter->readers.items;
  *out = *first->rows;
  first->rows += 1;
  first->n -= 1;
  if (!first->n) {
    const furat_status status = refill(first, err);
    if (status == FURAT_DONE) {
      furat_spill_reader_clear(&first->reader);
      *first = FURAT_VEC_AT(&sorter->readers, sort_reader, sorter->readers.n - 1);
      furat_vec_pop(&sorter->readers);
    } else if (status != FURAT_OK) {
      return status;
    }
  }
  if (sorter->readers.n) {
    sift_down(sorter, 0);
  }
  return FURAT_OK;
}

furat_status
furat_sorter_next(furat_sorter *sorter, const furat_sort_row **rows, size_t *n,
                  furat_error *err)
{
  if (!sorter->run_ends.n) {
    *rows = sorter->rows;
    *n = sorter->n;
    sorter->n = 0;
    return *n ? FURAT_OK : FURAT_DONE;
  }
  furat_sort_row last = {.field = {0}}; // of the call before: it may come once more
  bool has_last = sorter->n != 0;
  if (has_last) {
    last = sorter->rows[sorter->n - 1];
  }
  sorter->n = 0;
  while (sorter->n < MERGED_ROWS && sorter->readers.n) {
    furat_sort_row row;
    const furat_status status = take_first(sorter, &row, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (!has_last || memcmp(&row, &last, sizeof(row)) != 0) {
      sorter->rows[sorter->n++] = row;
      last = row;
      has_last = true;
    }
  }
  *rows = sorter->rows;
  *n = sorter->n;
  return *n ? FURAT_OK : FURAT_DONE;
}
