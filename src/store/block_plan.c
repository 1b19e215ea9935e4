// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing a coder for each column of a block: measure it and take the cheapest.  This is
// the hot part of a bulk load, so the costly coders are only tried on columns that the
// cheap ones do badly.                                    block_write -> [block_plan]
#include "store/block_internal.h"
#include "store/varint.h"

enum {
  DISTINCT_SLOTS = 256, // of the little hash table of distinct values
  CHEAP_BITS_A_ROW = 6, // columns that cost no more are not looked at again
  BASE_BYTES = 4,       // what a further base costs, about
  N_TAGS = 16
};

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
bases_of_tags(furat_base_table *table, unsigned *width, const uint64_t *v, size_t n)
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
try_bases(plain_plan *best, furat_base_table *table, const measure *m, const uint64_t *v,
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
plan_plain(furat_base_table *table, const measure *m, const uint64_t *v, size_t n)
{
  plain_plan best = plan_frame_or_delta(m, v[0], n);
  if (best.len_bytes * 8 > n * CHEAP_BITS_A_ROW) {
    try_bases(&best, table, m, v, n);
  }
  return best;
}

size_t
furat_split_runs(uint64_t *values, uint64_t *lengths, uint64_t *longest,
                 const uint64_t *v, size_t n)
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
try_runs(furat_column_plan *plan, const uint64_t *v, size_t n)
{
  uint64_t values[FURAT_BLOCK_MAX_ROWS];
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  furat_base_table table;
  uint64_t longest;
  const size_t n_runs = furat_split_runs(values, lengths, &longest, v, n);
  const measure m = measure_values(values, n_runs);
  const plain_plan inner = plan_plain(&table, &m, values, n_runs);
  const unsigned run_width = furat_bit_width(longest);
  const size_t len_bytes = 4 + furat_bitpack_bytes(n_runs, run_width) + inner.len_bytes;
  if (len_bytes >= plan->len_bytes) {
    return;
  }
  plan->len_bytes = len_bytes;
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

void
furat_column_plan_make(furat_column_plan *plan, const uint64_t *v, size_t n)
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
