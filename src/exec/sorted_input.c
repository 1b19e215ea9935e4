// SPDX-License-Identifier: GPL-3.0-or-later
// Sorted input: a round is copied column by column, pairs of key and row are sorted by
// their bytes, and batches are gathered from the copy.  Where memory is short rounds stay
// as large as they are.
#include "exec/sorted_input.h"

#include "base/memory.h"

enum { FIRST_ROWS = 8 * FURAT_SOLUTIONS_ROWS, MOST_ROWS = 64 * FURAT_SOLUTIONS_ROWS };

void
furat_sorted_input_init(furat_sorted_input *sorted, furat_operator *input, size_t column)
{
  *sorted = (furat_sorted_input){.input = input, .column = column};
}

static void
free_round(furat_sorted_input *sorted)
{
  furat_free(sorted->cells);
  furat_free(sorted->entries);
  furat_free(sorted->other);
  furat_execution_release(sorted->input->execution, sorted->counted_bytes);
  sorted->cells = NULL;
  sorted->entries = sorted->other = NULL;
  sorted->counted_bytes = 0;
  sorted->cap_rows = 0;
}

void
furat_sorted_input_clear(furat_sorted_input *sorted)
{
  if (sorted->input) {
    free_round(sorted);
    furat_solutions_free(sorted->batch);
    sorted->batch = NULL;
  }
}

void
furat_sorted_input_start(furat_sorted_input *sorted)
{
  sorted->n_wanted = 0;
  sorted->n_rows = sorted->at = 0;
  sorted->ended = false;
}

// ---------------------------------------------------------------------------- room

static uint64_t
bytes_of(const furat_sorted_input *sorted, size_t n_rows)
{
  size_t n_columns = sorted->input->plan->n_vars;
  return n_rows * (n_columns * sizeof(furat_id) + 2 * sizeof(furat_sorted_entry));
}

// A part of what is left, so that those who cannot do with less have room.
static bool
has_room(const furat_sorted_input *sorted, size_t n_rows)
{
  enum { PART = 8 };
  const furat_execution *x = sorted->input->execution;
  const uint64_t used_bytes = x->memory_used_bytes - sorted->counted_bytes;
  return x->memory_max_bytes == 0 ||
         used_bytes + PART * bytes_of(sorted, n_rows) <= x->memory_max_bytes;
}

static furat_status
make_room(furat_sorted_input *sorted, furat_error *err)
{
  const size_t n = sorted->n_wanted;
  const size_t n_columns = sorted->input->plan->n_vars;
  if (n <= sorted->cap_rows || !has_room(sorted, n)) {
    return FURAT_OK;
  }
  free_round(sorted);
  sorted->cells = furat_alloc_zeroed(n * n_columns, sizeof(furat_id));
  sorted->entries = furat_alloc_zeroed(n, sizeof(furat_sorted_entry));
  sorted->other = furat_alloc_zeroed(n, sizeof(furat_sorted_entry));
  if (!sorted->cells || !sorted->entries || !sorted->other) {
    return furat_error_no_mem(err);
  }
  sorted->cap_rows = n;
  sorted->counted_bytes = bytes_of(sorted, n);
  furat_status status =
      furat_execution_keep(sorted->input->execution, sorted->counted_bytes, err);
  if (status == FURAT_OK && !sorted->batch) {
    status = furat_solutions_new(&sorted->batch, n_columns, err);
  }
  return status;
}

// -------------------------------------------------------------------------- rounds

// One pass: by some bits of what keys are above the least.
static void
sort_pass(const furat_sorted_entry *from, furat_sorted_entry *to, size_t n,
          furat_id least, unsigned shift)
{
  enum { N_DIGITS = 256 };
  uint32_t starts[N_DIGITS + 1] = {0};
  for (size_t i = 0; i < n; i++) {
    starts[((from[i].key - least) >> shift & (N_DIGITS - 1)) + 1]++;
  }
  for (size_t digit = 1; digit < N_DIGITS; digit++) {
    starts[digit] += starts[digit - 1];
  }
  for (size_t i = 0; i < n; i++) {
    to[starts[(from[i].key - least) >> shift & (N_DIGITS - 1)]++] = from[i];
  }
}

// Few rows stay as they are.
static void
sort_round(furat_sorted_input *sorted)
{
  enum { FEW = 32, DIGIT_BITS = 8, ID_BITS = 64 };
  const furat_id *keys = sorted->cells + sorted->column * sorted->cap_rows;
  const size_t n = sorted->n_rows;
  furat_id least = keys[0];
  furat_id most = keys[0];
  bool ascends = true;
  for (size_t i = 0; i < n; i++) {
    sorted->entries[i] = (furat_sorted_entry){keys[i], (uint32_t)i};
    ascends = ascends && most <= keys[i];
    least = keys[i] < least ? keys[i] : least;
    most = keys[i] > most ? keys[i] : most;
  }
  for (unsigned shift = 0; !ascends && n >= FEW && shift < ID_BITS; shift += DIGIT_BITS) {
    if ((most - least) >> shift == 0) {
      break;
    }
    sort_pass(sorted->entries, sorted->other, n, least, shift);
    furat_sorted_entry *done = sorted->other;
    sorted->other = sorted->entries;
    sorted->entries = done;
  }
}

static void
copy_batch(furat_sorted_input *sorted, const furat_solutions *from)
{
  for (size_t c = 0; c < from->n_columns; c++) {
    furat_id *to = sorted->cells + c * sorted->cap_rows + sorted->n_rows;
    for (size_t i = 0; i < from->n_rows; i++) {
      to[i] = from->columns[c][i];
    }
  }
  sorted->n_rows += from->n_rows;
}

// The batch at hand and those behind it, as far as there is room.
static furat_status
read_round(furat_sorted_input *sorted, furat_error *err)
{
  furat_status status = FURAT_OK;
  sorted->n_rows = sorted->at = 0;
  while (status == FURAT_OK) {
    copy_batch(sorted, sorted->input->out);
    if (sorted->n_rows + FURAT_SOLUTIONS_ROWS > sorted->cap_rows) {
      break;
    }
    status = furat_operator_next(sorted->input, err);
  }
  sorted->ended = status == FURAT_DONE;
  if (status != FURAT_OK && status != FURAT_DONE) {
    return status;
  }
  sort_round(sorted);
  return FURAT_OK;
}

static void
gather(furat_sorted_input *sorted)
{
  const size_t n_left = sorted->n_rows - sorted->at;
  const size_t n = n_left < FURAT_SOLUTIONS_ROWS ? n_left : FURAT_SOLUTIONS_ROWS;
  const furat_sorted_entry *entries = sorted->entries + sorted->at;
  for (size_t c = 0; c < sorted->batch->n_columns; c++) {
    const furat_id *from = sorted->cells + c * sorted->cap_rows;
    for (size_t i = 0; i < n; i++) {
      sorted->batch->columns[c][i] = from[entries[i].row];
    }
  }
  sorted->batch->n_rows = n;
  sorted->at += n;
}

furat_status
furat_sorted_input_next(furat_sorted_input *sorted, const furat_solutions **batch,
                        furat_error *err)
{
  *batch = NULL;
  if (sorted->at < sorted->n_rows) {
    gather(sorted);
    *batch = sorted->batch;
    return FURAT_OK;
  }
  furat_status status =
      sorted->ended ? FURAT_DONE : furat_operator_next(sorted->input, err);
  const bool first = sorted->n_wanted == 0;
  sorted->ended = status == FURAT_DONE;
  if (status == FURAT_OK && !first) {
    status = make_room(sorted, err);
  }
  sorted->n_wanted = first ? FIRST_ROWS : MOST_ROWS;
  if (status != FURAT_OK) {
    return status;
  }
  if (first || sorted->cap_rows == 0) {
    *batch = sorted->input->out;
    return FURAT_OK;
  }
  status = read_round(sorted, err);
  if (status == FURAT_OK) {
    gather(sorted);
    *batch = sorted->batch;
  }
  return status;
}
