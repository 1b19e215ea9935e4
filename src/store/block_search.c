// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for a value in a packed column, for look-ups that need one place of a block and
// not its rows: values are cut out one by one, and runs stay runs.
//                                                    tree -> [block_search] -> bitpack
#include <assert.h>

#include "store/block_internal.h"

/// A column, or the inner column of runs, whose values can be cut out one by one.
typedef struct packed {
  const furat_column_code *code;
  const uint8_t *in;
  unsigned width; ///< with the selector
  unsigned selector_bits;
  const furat_id *unpacked; ///< or NULL
} packed;

static furat_id
value_at(const packed *p, size_t i)
{
  if (p->unpacked) {
    return p->unpacked[i];
  }
  const uint64_t x = furat_bitunpack_one(p->in, i, p->width);
  if (!p->code->n_bases) {
    return p->code->base + x;
  }
  const size_t selector = x & furat_bit_mask(p->selector_bits);
  return p->code->bases[selector] + (x >> p->selector_bits << p->code->shifts[selector]);
}

/// False for coders whose values hang together.
static bool
open_packed(packed *p, const furat_block *block, const furat_column_code *code,
            uint8_t coder, unsigned width, size_t offset)
{
  *p = (packed){.code = code, .in = block->bytes + offset, .width = width};
  if (coder == FURAT_CODER_BASES) {
    p->selector_bits = furat_bases_selector_bits(code->n_bases);
    p->width += p->selector_bits;
  }
  return coder == FURAT_CODER_FRAME || coder == FURAT_CODER_BASES;
}

/// The first index in [low, high) whose value is not below `value`.
static size_t
lower_bound(const packed *p, size_t low, size_t high, furat_id value)
{
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (value_at(p, middle) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The end of the values that are `value` from `low` on: close by first, as most are few.
static size_t
end_of_equal(const packed *p, size_t low, size_t high, furat_id value)
{
  for (size_t step = 1; low < high && value_at(p, low) == value; step *= 2) {
    const size_t probe = low + step < high ? low + step : high;
    if (value_at(p, probe - 1) != value) {
      return lower_bound(p, low, probe, value + 1);
    }
    low = probe;
  }
  return low;
}

/// Where each run begins, and the last ends; the sum was checked when the block was
/// opened.
static void
run_starts(const furat_block *block, const furat_column_code *code, uint16_t *starts)
{
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  furat_bitunpack(lengths, block->bytes + code->offset, 0, code->n_runs, code->width);
  size_t start = 0;
  for (size_t j = 0; j < code->n_runs; ++j) {
    starts[j] = (uint16_t)start;
    start += (size_t)lengths[j] + 1;
  }
  starts[code->n_runs] = (uint16_t)start;
}

/// The run in which a row stands.
static size_t
run_of(const uint16_t *starts, size_t n_runs, size_t row)
{
  size_t low = 0;
  while (n_runs - low > 1) {
    const size_t middle = (low + n_runs) / 2;
    if (starts[middle] <= row) {
      low = middle;
    } else {
      n_runs = middle;
    }
  }
  return low;
}

static void
search_runs(const furat_block *block, const furat_column_code *code, furat_id first,
            furat_id value, size_t *low, size_t *high)
{
  uint16_t starts[FURAT_BLOCK_MAX_ROWS + 1];
  furat_id values[FURAT_BLOCK_MAX_ROWS];
  packed p;
  run_starts(block, code, starts);
  const size_t from = run_of(starts, code->n_runs, *low);
  const size_t to = run_of(starts, code->n_runs, *high - 1) + 1;
  if (!open_packed(&p, block, code, code->inner_coder, code->inner_width,
                   code->inner_offset)) {
    furat_block_unpack_plain(block, code, first, code->inner_coder, code->inner_width,
                             code->inner_offset, 0, to, values);
    p.unpacked = values;
  }
  const size_t run = lower_bound(&p, from, to, value);
  const size_t beyond = end_of_equal(&p, run, to, value);
  const size_t start = starts[run];
  const size_t end = starts[beyond];
  *low = run == from ? *low : run == to ? *high : start;
  *high = end > *low && end < *high ? end : end <= *low ? *low : *high;
}

// ---- values that ascend by deltas

/// A place in a column of deltas.
typedef struct delta_place {
  const uint8_t *in;
  uint64_t step;
  unsigned width;
  size_t row;
  furat_id value;
} delta_place;

static void
open_deltas(delta_place *p, const furat_block *block, furat_id first, uint64_t step,
            unsigned width, size_t offset)
{
  *p = (delta_place){.in = block->bytes + offset, .step = step, .width = width};
  p->value = first;
}

/// Move to a row further on, without a look at those between.
static void
move_to_row(delta_place *p, size_t row)
{
  for (; p->row < row && p->row % 8 != 0; ++p->row) {
    p->value += furat_bitunpack_one(p->in, p->row, p->width) + p->step;
  }
  const size_t n = row - p->row;
  p->value +=
      n * p->step + furat_bitunpack_sum(p->in + p->row / 8 * p->width, n, p->width);
  p->row = row;
}

/// Move on in great steps as long as the values there are below `value`.  False when that
/// of the last row is.
static bool
leap_below(delta_place *p, size_t end, furat_id value)
{
  enum { STEP = 128 };
  while (p->row + 1 < end) {
    delta_place ahead = *p;
    const size_t row = p->row + STEP - p->row % 8; // where bytes begin
    move_to_row(&ahead, row < end ? row : end - 1);
    if (ahead.value >= value) {
      return true;
    }
    *p = ahead;
  }
  return p->value >= value;
}

/// Move on to the first row before `end` whose value is not below `value`; to `end`, when
/// there is none.
static void
move_to_value(delta_place *p, size_t end, furat_id value)
{
  uint64_t sum;
  if (p->value >= value) {
    return;
  }
  if (!leap_below(p, end, value)) {
    p->row = end;
    return;
  }
  while (p->value < value) { // one is not, before the end
    if (p->row % 8 == 0) {
      p->row +=
          furat_bitunpack_pass(&sum, p->in + p->row / 8 * p->width, end - 1 - p->row,
                               p->width, p->step, value - p->value);
      p->value += sum;
    }
    p->value += furat_bitunpack_one(p->in, p->row, p->width) + p->step;
    p->row += 1;
  }
}

/// Where the differences are all the same there is nothing to add up.
static void
search_even(delta_place *p, size_t end, furat_id value)
{
  if (p->value >= value) {
    return;
  }
  const size_t n_left = end - p->row;
  const furat_id n = p->step ? (value - p->value - 1) / p->step + 1 : n_left;
  p->row = n < n_left ? p->row + (size_t)n : end;
  p->value += n * p->step;
}

static void
search_deltas(delta_place *p, size_t end, furat_id value)
{
  if (p->width) {
    move_to_value(p, end, value);
  } else {
    search_even(p, end, value);
  }
}

/// Narrow [*low, *high) of a whole column to the rows with a value.
static void
search_delta_column(const furat_block *block, const furat_column_code *code,
                    furat_id first, furat_id value, size_t *low, size_t *high)
{
  delta_place p;
  const size_t end = *high;
  open_deltas(&p, block, first, code->base, code->width, code->offset);
  move_to_row(&p, *low);
  search_deltas(&p, end, value);
  *low = p.row;
  while (p.row < end && p.value == value) {
    p.row += 1;
    if (p.row < end) {
      p.value += furat_bitunpack_one(p.in, p.row - 1, p.width) + p.step;
    }
  }
  *high = p.row;
}

// ---- all rows of the block

/// Find the run and say where it begins and ends; lengths before it are only added.
static void
search_all_runs(const furat_block *block, const furat_column_code *code, furat_id first,
                furat_id value, size_t *low, size_t *high)
{
  packed inner;
  furat_id found = first;
  size_t run = 0;
  if (open_packed(&inner, block, code, code->inner_coder, code->inner_width,
                  code->inner_offset)) {
    run = lower_bound(&inner, 0, code->n_runs, value);
    found = run < code->n_runs ? value_at(&inner, run) : value - 1;
  } else if (code->inner_coder == FURAT_CODER_DELTA) {
    delta_place p;
    open_deltas(&p, block, first, code->base, code->inner_width, code->inner_offset);
    search_deltas(&p, code->n_runs, value);
    run = p.row;
    found = p.value;
  } else {
    run = first < value; // the inner column is constant: there is one run
  }
  const uint8_t *lengths = block->bytes + code->offset;
  const size_t start = run + (size_t)furat_bitunpack_sum(lengths, run, code->width);
  uint64_t length = 0;
  if (run < code->n_runs && found == value) {
    length = furat_bitunpack_one(lengths, run, code->width) + 1;
  }
  *low = start;
  *high = start + (size_t)length;
}

bool
furat_block_search(const furat_block *block, unsigned column, furat_id value, size_t *low,
                   size_t *high)
{
  assert(column < block->n_columns);
  assert(*low <= *high && *high <= block->n_rows);
  packed p;
  const furat_column_code *code = &block->columns[column];
  if (*low == *high) {
    return true;
  }
  if (code->coder == FURAT_CODER_RUNS && *low == 0 && *high == block->n_rows) {
    search_all_runs(block, code, block->first[column], value, low, high);
    return true;
  }
  if (code->coder == FURAT_CODER_RUNS) {
    search_runs(block, code, block->first[column], value, low, high);
    return true;
  }
  if (code->coder == FURAT_CODER_DELTA) {
    search_delta_column(block, code, block->first[column], value, low, high);
    return true;
  }
  if (!open_packed(&p, block, code, code->coder, code->width, code->offset)) {
    return false;
  }
  *low = lower_bound(&p, *low, *high, value);
  *high = end_of_equal(&p, *low, *high, value);
  return true;
}
