// SPDX-License-Identifier: GPL-3.0-or-later
// Each value is cut out of an unaligned 64-bit window, which needs no table of widths and
// leaves the compiler a loop without branches; widths over 57 bits need a ninth byte and
// are rare.
#include "store/bitpack.h"

#include <assert.h>

enum {
  WINDOW_BITS = 57, // what is left of a 64-bit window at the worst bit offset
  NARROW_BITS = WINDOW_BITS / 4
};

static void
unpack_wide(uint64_t *values, const uint8_t *in, size_t from, size_t n, unsigned width)
{
  const uint64_t mask = furat_bit_mask(width);
  for (size_t i = 0; i < n; ++i) {
    const size_t bit = (from + i) * width;
    const unsigned shift = (unsigned)(bit % 8);
    uint64_t word = furat_load_le64(in + bit / 8) >> shift;
    if (shift) {
      word |= (uint64_t)in[bit / 8 + 8] << (64 - shift);
    }
    values[i] = word & mask;
  }
}

/// Narrow values: several are in one window.  Returns how many were read.
static size_t
unpack_narrow(uint64_t *values, const uint8_t *in, size_t from, size_t n, unsigned width)
{
  enum { AT_ONCE = 4 };
  const uint64_t mask = furat_bit_mask(width);
  size_t bit = from * width;
  size_t i = 0;
  for (; i + AT_ONCE <= n; i += AT_ONCE) {
    const uint64_t word = furat_load_le64(in + bit / 8) >> (bit % 8);
    values[i] = word & mask;
    values[i + 1] = word >> width & mask;
    values[i + 2] = word >> 2 * width & mask;
    values[i + 3] = word >> 3 * width & mask;
    bit += (size_t)AT_ONCE * width;
  }
  return i;
}

void
furat_bitunpack(uint64_t *values, const uint8_t *in, size_t from, size_t n,
                unsigned width)
{
  assert(width <= 64);
  if (!width) {
    memset(values, 0, n * sizeof(*values));
    return;
  }
  if (width > WINDOW_BITS) {
    unpack_wide(values, in, from, n, width);
    return;
  }
  const uint64_t mask = furat_bit_mask(width);
  size_t i = width <= NARROW_BITS ? unpack_narrow(values, in, from, n, width) : 0;
  size_t bit = (from + i) * width;
  for (; i < n; ++i) {
    values[i] = (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask;
    bit += width;
  }
}

/// The sum of narrow values, of which several are in one window; `*n` is how many are
/// left.
static uint64_t
sum_narrow(const uint8_t *in, size_t *n, unsigned width, size_t *bit)
{
  enum { AT_ONCE = 4 };
  const uint64_t mask = furat_bit_mask(width);
  uint64_t sums[AT_ONCE] = {0};
  for (; *n >= AT_ONCE; *n -= AT_ONCE) {
    const uint64_t word = furat_load_le64(in + *bit / 8) >> (*bit % 8);
    sums[0] += word & mask;
    sums[1] += word >> width & mask;
    sums[2] += word >> 2 * width & mask;
    sums[3] += word >> 3 * width & mask;
    *bit += (size_t)AT_ONCE * width;
  }
  return sums[0] + sums[1] + sums[2] + sums[3];
}

uint64_t
furat_bitunpack_sum(const uint8_t *in, size_t n, unsigned width)
{
  enum { PIECE = 64 };
  assert(width <= 64);
  uint64_t values[PIECE];
  uint64_t sum = 0;
  if (width && width <= WINDOW_BITS) {
    const uint64_t mask = furat_bit_mask(width);
    uint64_t other = 0; // two sums go side by side
    size_t bit = 0;
    if (width <= NARROW_BITS) {
      sum = sum_narrow(in, &n, width, &bit);
    }
    for (; n >= 2; n -= 2) {
      sum += (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask;
      bit += width;
      other += (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask;
      bit += width;
    }
    sum += other + (n ? (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask : 0);
    return sum;
  }
  for (size_t i = 0; width && i < n; i += PIECE) {
    const size_t n_piece = n - i < PIECE ? n - i : PIECE;
    unpack_wide(values, in, i, n_piece, width);
    for (size_t j = 0; j < n_piece; ++j) {
      sum += values[j];
    }
  }
  return sum;
}

void
furat_bitpack(uint8_t *out, const uint64_t *values, size_t n, unsigned width)
{
  assert(width <= 64);
  uint64_t word = 0;
  unsigned n_bits = 0; // of `word` that are in use, below 64
  for (size_t i = 0; width && i < n; ++i) {
    assert(!(values[i] & ~furat_bit_mask(width)));
    word |= values[i] << n_bits;
    n_bits += width;
    if (n_bits >= 64) {
      furat_store_le64(out, word);
      out += 8;
      n_bits -= 64;
      word = n_bits ? values[i] >> (width - n_bits) : 0;
    }
  }
  furat_store_le64(out, word);
  furat_store_le64(out + 8, 0);
}
