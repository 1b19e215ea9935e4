// SPDX-License-Identifier: GPL-3.0-or-later
// Writing blocks: find the number of rows that fills the block, pack its columns.  tree,
// load -> [block_write] -> block_plan, bitpack
#include <assert.h>

#include "store/block_internal.h"
#include "store/varint.h"

enum {
  MAX_FITTING_TRIES = 5, // plans made to find the number of rows
  GOOD_FILL_PERCENT = 96
};

typedef struct block_plan {
  size_t n_rows;
  size_t len_bytes;
  furat_column_plan columns[FURAT_BLOCK_MAX_COLUMNS];
} block_plan;

static void
plan_block(block_plan *plan, const furat_id *const *columns, unsigned n_columns, size_t n)
{
  plan->n_rows = n;
  plan->len_bytes = FURAT_BLOCK_HEADER_BYTES;
  for (unsigned c = 0; c < n_columns; ++c) {
    furat_column_plan_make(&plan->columns[c], columns[c], n);
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

// ---- packing: NULL when the coder does not hold the values

static bool
is_constant(const uint64_t *v, size_t n)
{
  uint64_t differing = 0;
  for (size_t i = 1; i < n; ++i) {
    differing |= v[i] ^ v[0];
  }
  return !differing;
}

static uint8_t *
write_packed(uint8_t *out, const uint64_t *codes, size_t n, unsigned width)
{
  uint64_t used = 0;
  for (size_t i = 0; i < n; ++i) {
    used |= codes[i];
  }
  if (used & ~furat_bit_mask(width)) {
    return NULL;
  }
  furat_bitpack(out, codes, n, width);
  return out + furat_bitpack_bytes(n, width);
}

bool
furat_bases_encode(uint64_t *codes, const furat_column_plan *plan, unsigned width,
                   const uint64_t *v, size_t n)
{
  uint64_t bases[FURAT_BLOCK_MAX_BASES]; // filled up to a power of two
  const uint8_t *shifts = plan->table.shifts;
  const unsigned n_bases = plan->code.n_bases;
  const unsigned selector_bits = furat_bases_selector_bits(n_bases);
  uint64_t lost = 0;
  memset(bases, 0xFF, sizeof(*bases) << selector_bits);
  memcpy(bases, plan->table.bases, n_bases * sizeof(*bases));
  for (size_t i = 0; i < n; ++i) {
    unsigned j = 0; // the last base that is not greater
    for (unsigned step = 1U << selector_bits >> 1; step; step /= 2) {
      j += bases[j + step] <= v[i] ? step : 0;
    }
    j = j < n_bases ? j : n_bases - 1;
    const uint64_t above = v[i] - bases[j];
    const uint64_t code = above >> shifts[j];
    lost |= (code << shifts[j] ^ above) | (code & ~furat_bit_mask(width));
    codes[i] = code << selector_bits | j;
  }
  return !lost;
}

uint8_t *
furat_column_write_head(uint8_t *out, const furat_column_plan *plan, uint8_t coder,
                        unsigned width, uint64_t first)
{
  const uint64_t *bases = plan->table.bases;
  *out++ = coder;
  if (coder == FURAT_CODER_CONSTANT) {
    return out;
  }
  if (coder == FURAT_CODER_BASES) {
    *out++ = plan->code.n_bases;
    *out++ = (uint8_t)width;
    for (unsigned j = 0; j < plan->code.n_bases; ++j) {
      out = furat_varint_write(out, j ? bases[j] - bases[j - 1]
                                      : furat_zigzag(bases[0] - first));
      *out++ = plan->table.shifts[j];
    }
    return out;
  }
  const uint64_t base = plan->code.base;
  *out++ = (uint8_t)width;
  return furat_varint_write(
      out, furat_zigzag(coder == FURAT_CODER_FRAME ? base - first : base));
}

uint8_t *
furat_column_write_plain(uint8_t *out, const furat_column_plan *plan, uint8_t coder,
                         unsigned width, const uint64_t *v, size_t n)
{
  uint64_t codes[FURAT_BLOCK_MAX_ROWS];
  const uint64_t base = plan->code.base;
  out = furat_column_write_head(out, plan, coder, width, v[0]);
  switch (coder) {
  case FURAT_CODER_CONSTANT:
    return is_constant(v, n) ? out : NULL;
  case FURAT_CODER_FRAME:
    for (size_t i = 0; i < n; ++i) {
      codes[i] = v[i] - base;
    }
    return write_packed(out, codes, n, width);
  case FURAT_CODER_DELTA:
    for (size_t i = 1; i < n; ++i) {
      codes[i - 1] = v[i] - v[i - 1] - base;
    }
    return write_packed(out, codes, n - 1, width);
  default:
    return furat_bases_encode(codes, plan, width, v, n)
               ? write_packed(out, codes, n,
                              width + furat_bases_selector_bits(plan->code.n_bases))
               : NULL;
  }
}

uint8_t *
furat_column_write(uint8_t *out, const furat_column_plan *plan, const uint64_t *v,
                   size_t n)
{
  const furat_column_code *code = &plan->code;
  if (code->coder != FURAT_CODER_RUNS) {
    return furat_column_write_plain(out, plan, code->coder, code->width, v, n);
  }
  uint64_t values[FURAT_BLOCK_MAX_ROWS];
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  uint64_t longest;
  const size_t n_runs = furat_split_runs(values, lengths, &longest, v, n);
  *out++ = FURAT_CODER_RUNS;
  *out++ = (uint8_t)n_runs;
  *out++ = (uint8_t)(n_runs >> 8);
  *out++ = code->width;
  out = write_packed(out, lengths, n_runs, code->width);
  return out ? furat_column_write_plain(out, plan, code->inner_coder, code->inner_width,
                                        values, n_runs)
             : NULL;
}

void
furat_block_finish(uint8_t *value, size_t len_bytes, const furat_id *first,
                   unsigned n_columns, size_t n)
{
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  value[4] = (uint8_t)n;
  value[5] = (uint8_t)(n >> 8);
  furat_row_to_key(key, first, n_columns);
  furat_block_seal(value, len_bytes,
                   (furat_str){(const char *)key, 8 * (size_t)n_columns});
}

static void
finish(uint8_t *value, size_t len_bytes, const furat_id *const *columns,
       unsigned n_columns, size_t n)
{
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  for (unsigned c = 0; c < n_columns; ++c) {
    first[c] = columns[c][0];
  }
  furat_block_finish(value, len_bytes, first, n_columns, n);
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
    out = furat_column_write(out, &plan->columns[c], columns[c], plan->n_rows);
    assert(out);
  }
  *len_bytes = (size_t)(out - value);
  assert(*len_bytes == plan->len_bytes);
  finish(value, *len_bytes, columns, n_columns, plan->n_rows);
  *guess = plan->n_rows;
  return plan->n_rows;
}

void
furat_column_plan_of_old(furat_column_plan *plan, const furat_column_code *old)
{
  plan->code = *old;
  memcpy(plan->table.bases, old->bases, old->n_bases * sizeof(*old->bases));
  memcpy(plan->table.shifts, old->shifts, old->n_bases);
}

bool
furat_block_rewrite(uint8_t *value, size_t *len_bytes, const furat_id *const *columns,
                    size_t n, const furat_block *old)
{
  const unsigned n_columns = old->n_columns;
  const size_t max_bytes = furat_block_max_bytes(n_columns);
  uint8_t column[FURAT_MAX_COLUMN_BYTES];
  furat_column_plan plan;
  size_t at = FURAT_BLOCK_HEADER_BYTES;
  if (n > FURAT_BLOCK_MAX_ROWS) {
    return false;
  }
  for (unsigned c = 0; c < n_columns; ++c) {
    furat_column_plan_of_old(&plan, &old->columns[c]);
    const uint8_t *end = furat_column_write(column, &plan, columns[c], n);
    if (!end) {
      furat_column_plan_make(&plan, columns[c], n);
      end = furat_column_write(column, &plan, columns[c], n);
    }
    const size_t column_bytes = (size_t)(end - column);
    if (column_bytes > max_bytes - at) {
      return false;
    }
    memcpy(value + at, column, column_bytes);
    at += column_bytes;
  }
  *len_bytes = at;
  finish(value, at, columns, n_columns, n);
  return true;
}
