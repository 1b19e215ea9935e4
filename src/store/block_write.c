// SPDX-License-Identifier: GPL-3.0-or-later
// Writing blocks: measure the columns, choose the cheapest coder for each, find the
// number of rows that fills the block, pack.  Measuring is the hot part of a bulk load,
// so the costly coders are only tried on columns that the cheap ones do badly.   tree,
// load -> [block] -> bitpack
#include <assert.h>

#include "store/block_internal.h"
#include "store/varint.h"

enum {
  DISTINCT_SLOTS = 256,  // of the little hash table of distinct values
  CHEAP_BITS_A_ROW = 6,  // columns that cost no more are not looked at again
  MAX_FITTING_TRIES = 5, // plans made to find the number of rows
  GOOD_FILL_PERCENT = 96,
  BASE_BYTES = 4, // what a further base costs, about
  N_TAGS = 16
};

/// The bases of a column, ascending, and by how much what is added to each is shifted.
typedef struct base_table {
  uint64_t bases[FURAT_BLOCK_MAX_BASES];
  uint8_t shifts[FURAT_BLOCK_MAX_BASES];
} base_table;

typedef struct column_plan {
  furat_column_code code;
  size_t len_bytes; ///< of the whole column, the coder's byte included
  unsigned run_width;
  base_table table;
} column_plan;

typedef struct block_plan {
  size_t n_rows;
  size_t len_bytes;
  column_plan columns[FURAT_BLOCK_MAX_COLUMNS];
} block_plan;

typedef struct measure {
  uint64_t min, max;
  int64_t min_step, max_step;
  size_t n_runs;
} measure;

static measure
measure_values(const uint64_t *v, size_t n)
{
  measure m = {v[0], v[0], INT64_MAX, INT64_MIN, 1};
  for (size_t i = 1; i < n; ++i) {
    const int64_t step = (int64_t)(v[i] - v[i - 1]);
    m.min = v[i] < m.min ? v[i] : m.min;
    m.max = v[i] > m.max ? v[i] : m.max;
    m.min_step = step < m.min_step ? step : m.min_step;
    m.max_step = step > m.max_step ? step : m.max_step;
    m.n_runs += step != 0;
  }
  return m;
}

/// A coder for a plain column of `n` values; what it costs with its parameters.
typedef struct plain_plan {
  uint8_t coder;
  uint8_t width;
  uint8_t n_bases;
  uint64_t base;
  size_t len_bytes;
} plain_plan;

static plain_plan
plan_frame_or_delta(const measure *m, uint64_t first, size_t n)
{
  const plain_plan constant = {.coder = FURAT_CODER_CONSTANT, .len_bytes = 1};
  if (m->n_runs == 1) {
    return constant;
  }
  plain_plan frame = {.coder = FURAT_CODER_FRAME, .base = m->min};
  frame.width = (uint8_t)furat_bit_width(m->max - m->min);
  frame.len_bytes = 2 + furat_varint_bytes(furat_zigzag(m->min - first)) +
                    furat_bitpack_bytes(n, frame.width);
  plain_plan delta = {.coder = FURAT_CODER_DELTA, .base = (uint64_t)m->min_step};
  delta.width = (uint8_t)furat_bit_width((uint64_t)m->max_step - (uint64_t)m->min_step);
  delta.len_bytes = 2 + furat_varint_bytes(furat_zigzag(delta.base)) +
                    furat_bitpack_bytes(n - 1, delta.width);
  return delta.len_bytes < frame.len_bytes ? delta : frame;
}

static void
sort_few(uint64_t *values, size_t n)
{
  for (size_t i = 1; i < n; ++i) {
    const uint64_t value = values[i];
    size_t j = i;
    for (; j && values[j - 1] > value; --j) {
      values[j] = values[j - 1];
    }
    values[j] = value;
  }
}

/// The distinct values, sorted, if they are no more than FURAT_BLOCK_MAX_BASES; otherwise
/// 0.
static size_t
few_distinct(uint64_t *distinct, const uint64_t *v, size_t n)
{
  uint8_t slots[DISTINCT_SLOTS] = {0}; // 1 + position in `distinct`, or 0
  size_t n_distinct = 0;
  for (size_t i = 0; i < n; ++i) {
    size_t slot = (v[i] * UINT64_C(0x9E3779B97F4A7C15)) >> 56;
    while (slots[slot] && distinct[slots[slot] - 1] != v[i]) {
      slot = (slot + 1) % DISTINCT_SLOTS;
    }
    if (slots[slot]) {
      continue;
    }
    if (n_distinct == FURAT_BLOCK_MAX_BASES) {
      return 0;
    }
    distinct[n_distinct++] = v[i];
    slots[slot] = (uint8_t)n_distinct;
  }
  sort_few(distinct, n_distinct);
  return n_distinct;
}

/// How many frames of `width` bits cover the sorted values; their bases to `bases` (or
/// NULL).
static unsigned
cover(uint64_t *bases, const uint64_t *sorted, size_t n, unsigned width)
{
  const uint64_t reach = furat_bit_mask(width);
  uint64_t base = sorted[0];
  unsigned n_bases = 0;
  for (size_t i = 0; i < n; ++i) {
    if (i == 0 || sorted[i] - base > reach) {
      base = sorted[i];
      if (bases) {
        bases[n_bases] = base;
      }
      n_bases += 1;
    }
  }
  return n_bases;
}

/// The best width of frames for few distinct values.
static unsigned
best_width(const uint64_t *distinct, size_t n_distinct, size_t n)
{
  static const uint8_t widths[] = {0,  1,  2,  3,  4,  5,  6,  8,
                                   10, 12, 16, 20, 24, 32, 40, 48};
  unsigned best = 0;
  size_t best_bits = SIZE_MAX;
  for (size_t i = 0; i < sizeof(widths); ++i) {
    const unsigned n_bases = cover(NULL, distinct, n_distinct, widths[i]);
    const unsigned selector_bits = furat_bit_width(n_bases - 1);
    const size_t bits =
        n * (widths[i] + selector_bits) + 8 * BASE_BYTES * (size_t)n_bases;
    if (bits < best_bits) {
      best_bits = bits;
      best = widths[i];
    }
  }
  return best;
}

/// A base for each tag among the values.  What is added to it is shifted by the zero bits
/// that all have at their end: dates are multiples of a day, with no time zone mostly.
static unsigned
bases_of_tags(base_table *table, unsigned *width, const uint64_t *v, size_t n)
{
  uint64_t min[N_TAGS];
  uint64_t used[N_TAGS] = {0}; // bits of the differences
  bool seen[N_TAGS] = {false};
  memset(min, 0xFF, sizeof(min));
  for (size_t i = 0; i < n; ++i) {
    const size_t tag = v[i] >> FURAT_ID_PAYLOAD_BITS;
    min[tag] = v[i] < min[tag] ? v[i] : min[tag];
    seen[tag] = true;
  }
  for (size_t i = 0; i < n; ++i) {
    const size_t tag = v[i] >> FURAT_ID_PAYLOAD_BITS;
    used[tag] |= v[i] - min[tag];
  }
  unsigned n_bases = 0;
  *width = 0;
  for (size_t tag = 0; tag < N_TAGS; ++tag) {
    if (seen[tag]) {
      const uint64_t lowest = used[tag] & (~used[tag] + 1);
      const unsigned shift = lowest ? furat_bit_width(lowest) - 1 : 0;
      const unsigned tag_width = furat_bit_width(used[tag] >> shift);
      *width = tag_width > *width ? tag_width : *width;
      table->bases[n_bases] = min[tag];
      table->shifts[n_bases++] = (uint8_t)shift;
    }
  }
  return n_bases;
}

/// Several bases, for columns that jump between distant groups of values (kinds of terms,
/// or predicates of different vocabularies).  Leaves `best` as it is when they cost more.
static void
try_bases(plain_plan *best, base_table *table, const measure *m, const uint64_t *v,
          size_t n)
{
  uint64_t values[FURAT_BLOCK_MAX_BASES];
  unsigned width;
  unsigned n_bases;
  const size_t n_distinct = few_distinct(values, v, n);
  if (n_distinct) {
    width = best_width(values, n_distinct, n);
    n_bases = cover(table->bases, values, n_distinct, width);
    memset(table->shifts, 0, n_bases);
  } else if (m->max >> FURAT_ID_PAYLOAD_BITS >= FURAT_ID_TAG_BOOLEAN ||
             m->min >> FURAT_ID_PAYLOAD_BITS != m->max >> FURAT_ID_PAYLOAD_BITS) {
    n_bases = bases_of_tags(table, &width, v, n);
  } else {
    return;
  }
  const unsigned code_width = width + furat_bases_selector_bits(n_bases);
  if (code_width > 64) {
    return;
  }
  plain_plan plan = {.coder = FURAT_CODER_BASES, .width = (uint8_t)width};
  plan.n_bases = (uint8_t)n_bases;
  plan.base = table->bases[0];
  plan.len_bytes = 3 + n_bases +
                   furat_varint_bytes(furat_zigzag(table->bases[0] - v[0])) +
                   furat_bitpack_bytes(n, code_width);
  for (unsigned j = 1; j < n_bases; ++j) {
    plan.len_bytes += furat_varint_bytes(table->bases[j] - table->bases[j - 1]);
  }
  if (plan.len_bytes < best->len_bytes) {
    *best = plan;
  }
}

static plain_plan
plan_plain(base_table *table, const measure *m, const uint64_t *v, size_t n)
{
  plain_plan best = plan_frame_or_delta(m, v[0], n);
  if (best.len_bytes * 8 > n * CHEAP_BITS_A_ROW) {
    try_bases(&best, table, m, v, n);
  }
  return best;
}

/// Split into runs; returns their number.  `longest` gets the greatest length less 1.
static size_t
split_runs(uint64_t *values, uint64_t *lengths, uint64_t *longest, const uint64_t *v,
           size_t n)
{
  size_t n_runs = 0;
  size_t start = 0;
  *longest = 0;
  for (size_t i = 1; i <= n; ++i) {
    if (i == n || v[i] != v[start]) {
      values[n_runs] = v[start];
      lengths[n_runs] = i - start - 1;
      *longest = lengths[n_runs] > *longest ? lengths[n_runs] : *longest;
      n_runs += 1;
      start = i;
    }
  }
  return n_runs;
}

static void
try_runs(column_plan *plan, const uint64_t *v, size_t n)
{
  uint64_t values[FURAT_BLOCK_MAX_ROWS];
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  base_table table;
  uint64_t longest;
  const size_t n_runs = split_runs(values, lengths, &longest, v, n);
  const measure m = measure_values(values, n_runs);
  const plain_plan inner = plan_plain(&table, &m, values, n_runs);
  const unsigned run_width = furat_bit_width(longest);
  const size_t len_bytes = 4 + furat_bitpack_bytes(n_runs, run_width) + inner.len_bytes;
  if (len_bytes >= plan->len_bytes) {
    return;
  }
  plan->len_bytes = len_bytes;
  plan->run_width = run_width;
  plan->code = (furat_column_code){.coder = FURAT_CODER_RUNS,
                                   .width = (uint8_t)run_width,
                                   .n_bases = inner.n_bases,
                                   .inner_coder = inner.coder,
                                   .inner_width = inner.width,
                                   .n_runs = (uint16_t)n_runs,
                                   .base = inner.base};
  if (inner.coder == FURAT_CODER_BASES) {
    memcpy(plan->table.bases, table.bases, inner.n_bases * sizeof(*table.bases));
    memcpy(plan->table.shifts, table.shifts, inner.n_bases);
  }
}

static void
plan_column(column_plan *plan, const uint64_t *v, size_t n)
{
  const measure m = measure_values(v, n);
  const plain_plan plain = plan_plain(&plan->table, &m, v, n);
  plan->len_bytes = plain.len_bytes;
  plan->code = (furat_column_code){.coder = plain.coder,
                                   .width = plain.width,
                                   .n_bases = plain.n_bases,
                                   .base = plain.base};
  if (m.n_runs > 1 && m.n_runs <= n / 2) {
    try_runs(plan, v, n);
  }
}

static void
plan_block(block_plan *plan, const furat_id *const *columns, unsigned n_columns, size_t n)
{
  plan->n_rows = n;
  plan->len_bytes = FURAT_BLOCK_HEADER_BYTES;
  for (unsigned c = 0; c < n_columns; ++c) {
    plan_column(&plan->columns[c], columns[c], n);
    plan->len_bytes += plan->columns[c].len_bytes;
  }
}

/// Search the number of rows whose plan fits and nearly fills a block.  Lengths grow
/// about in proportion, so a few steps of interpolation do it.  Returns which of the two
/// plans it is.
static const block_plan *
fit(block_plan plans[2], const furat_id *const *columns, unsigned n_columns, size_t limit,
    size_t guess)
{
  const size_t max_bytes = furat_block_max_bytes(n_columns);
  size_t fits = 0;             // rows of the best plan
  size_t too_many = limit + 1; // least number of rows known not to fit
  block_plan *best = &plans[0];
  block_plan *trial = &plans[1];
  size_t n = guess;
  for (unsigned tries = 0; fits + 1 < too_many; ++tries) {
    plan_block(trial, columns, n_columns, n);
    if (trial->len_bytes <= max_bytes) {
      block_plan *const better = trial;
      trial = best;
      best = better;
      fits = n;
      if (n == limit || tries >= MAX_FITTING_TRIES ||
          best->len_bytes * 100 >= max_bytes * GOOD_FILL_PERCENT) {
        break;
      }
      n = n * max_bytes / best->len_bytes;
    } else {
      too_many = n;
      n = n * max_bytes / trial->len_bytes * 99 / 100;
    }
    n = n <= fits ? fits + 1 : n;
    n = n >= too_many ? too_many - 1 : n;
    if (tries > 2 * MAX_FITTING_TRIES) { // far from proportional: halve
      n = fits + (too_many - fits) / 2;
    }
    if (n == fits) {
      break;
    }
  }
  return best;
}

static uint8_t *
write_bases(uint8_t *out, const column_plan *plan, unsigned width, const uint64_t *v,
            size_t n)
{
  uint64_t codes[FURAT_BLOCK_MAX_ROWS];
  const uint64_t *bases = plan->table.bases;
  const unsigned n_bases = plan->code.n_bases;
  const unsigned selector_bits = furat_bases_selector_bits(n_bases);
  *out++ = (uint8_t)n_bases;
  *out++ = (uint8_t)width;
  for (unsigned j = 0; j < n_bases; ++j) {
    out = furat_varint_write(out,
                             j ? bases[j] - bases[j - 1] : furat_zigzag(bases[0] - v[0]));
    *out++ = plan->table.shifts[j];
  }
  for (size_t i = 0; i < n; ++i) {
    unsigned j = 0; // the last base that is not greater
    for (unsigned step = FURAT_BLOCK_MAX_BASES / 2; step; step /= 2) {
      j += j + step < n_bases && bases[j + step] <= v[i] ? step : 0;
    }
    codes[i] = (v[i] - bases[j]) >> plan->table.shifts[j] << selector_bits | j;
  }
  furat_bitpack(out, codes, n, width + selector_bits);
  return out + furat_bitpack_bytes(n, width + selector_bits);
}

static uint8_t *
write_plain(uint8_t *out, const column_plan *plan, uint8_t coder, unsigned width,
            const uint64_t *v, size_t n)
{
  uint64_t codes[FURAT_BLOCK_MAX_ROWS];
  const uint64_t base = plan->code.base;
  *out++ = coder;
  switch (coder) {
  case FURAT_CODER_CONSTANT:
    return out;
  case FURAT_CODER_FRAME:
    *out++ = (uint8_t)width;
    out = furat_varint_write(out, furat_zigzag(base - v[0]));
    for (size_t i = 0; i < n; ++i) {
      codes[i] = v[i] - base;
    }
    furat_bitpack(out, codes, n, width);
    return out + furat_bitpack_bytes(n, width);
  case FURAT_CODER_DELTA:
    *out++ = (uint8_t)width;
    out = furat_varint_write(out, furat_zigzag(base));
    for (size_t i = 1; i < n; ++i) {
      codes[i - 1] = v[i] - v[i - 1] - base;
    }
    furat_bitpack(out, codes, n - 1, width);
    return out + furat_bitpack_bytes(n - 1, width);
  default:
    return write_bases(out, plan, width, v, n);
  }
}

static uint8_t *
write_column(uint8_t *out, const column_plan *plan, const uint64_t *v, size_t n)
{
  const furat_column_code *code = &plan->code;
  if (code->coder != FURAT_CODER_RUNS) {
    return write_plain(out, plan, code->coder, code->width, v, n);
  }
  uint64_t values[FURAT_BLOCK_MAX_ROWS];
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  uint64_t longest;
  const size_t n_runs = split_runs(values, lengths, &longest, v, n);
  *out++ = FURAT_CODER_RUNS;
  *out++ = (uint8_t)n_runs;
  *out++ = (uint8_t)(n_runs >> 8);
  *out++ = code->width;
  furat_bitpack(out, lengths, n_runs, code->width);
  out += furat_bitpack_bytes(n_runs, code->width);
  return write_plain(out, plan, code->inner_coder, code->inner_width, values, n_runs);
}

size_t
furat_block_write(uint8_t *value, size_t *len_bytes, const furat_id *const *columns,
                  unsigned n_columns, size_t n, size_t max_rows, size_t *guess)
{
  assert(n_columns >= 1 && n_columns <= FURAT_BLOCK_MAX_COLUMNS);
  assert(n >= 1 && max_rows >= 1 && max_rows <= FURAT_BLOCK_MAX_ROWS);
  block_plan plans[2];
  const size_t limit = n < max_rows ? n : max_rows;
  const size_t start = *guess && *guess < limit ? *guess : limit;
  const block_plan *plan = fit(plans, columns, n_columns, limit, start);
  uint8_t *out = value + FURAT_BLOCK_HEADER_BYTES;
  for (unsigned c = 0; c < n_columns; ++c) {
    out = write_column(out, &plan->columns[c], columns[c], plan->n_rows);
  }
  *len_bytes = (size_t)(out - value);
  assert(*len_bytes == plan->len_bytes);
  value[4] = (uint8_t)plan->n_rows;
  value[5] = (uint8_t)(plan->n_rows >> 8);
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  for (unsigned c = 0; c < n_columns; ++c) {
    first[c] = columns[c][0];
  }
  furat_row_to_key(key, first, n_columns);
  furat_block_seal(value, *len_bytes,
                   (furat_str){(const char *)key, 8 * (size_t)n_columns});
  *guess = plan->n_rows;
  return plan->n_rows;
}
