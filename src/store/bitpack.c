// SPDX-License-Identifier: GPL-3.0-or-later
// Each value is cut out of an unaligned 64-bit window, which needs no table of widths and
// leaves the compiler a loop without branches; widths over 57 bits need a ninth byte and
// are rare.
#include "store/bitpack.h"

#include <assert.h>
#include <stdbool.h>

enum {
  WINDOW_BITS = 57, // what is left of a 64-bit window at the worst bit offset
  NARROW_BITS = WINDOW_BITS / 4,
  MAX_FIELD_BITS = 8 // eight values in a word
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

/// By width: the lower of two neighbours, everywhere in a word of 16 values or of 8.
static const uint64_t lower_fields[MAX_FIELD_BITS + 1] = {
    [1] = 0x5555,          [2] = 0x33333333,
    [3] = 0x1C71C71C71C7,  [4] = 0x0F0F0F0F0F0F0F0F,
    [5] = 0x7C1F07C1F,     [6] = 0x03F03F03F03F,
    [7] = 0x1FC07F01FC07F, [8] = 0x00FF00FF00FF00FF,
};

/// The sum of values so narrow that eight fill whole bytes of one word: neighbours are
/// added in place, which leaves fields of twice the width, and those of several words are
/// added before they are taken apart.  `*n` is how many values are left.
static uint64_t
sum_fields(const uint8_t **in, size_t *n, unsigned width)
{
  const size_t n_fields = width <= MAX_FIELD_BITS / 2 ? 16 : 8;
  const size_t word_bytes = n_fields * width / 8;
  const size_t most_words = (size_t)1 << (width - 1); // what a field has room for
  const uint64_t low = lower_fields[width];
  const uint64_t mask = furat_bit_mask(2 * width);
  const uint8_t *at = *in;
  uint64_t sum = 0;
  for (size_t n_words = *n / n_fields; n_words > 0;) {
    const size_t n_piece = n_words < most_words ? n_words : most_words;
    uint64_t pairs = 0;
    for (size_t i = 0; i < n_piece; ++i) {
      const uint64_t word = furat_load_le64(at);
      pairs += (word & low) + (word >> width & low);
      at += word_bytes;
    }
    for (; pairs; pairs >>= 2 * width) {
      sum += pairs & mask;
    }
    n_words -= n_piece;
  }
  *in = at;
  *n %= n_fields;
  return sum;
}

/// The sum of values of which several are in one window; `*n` is how many are left.
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

static uint64_t
sum_wide(const uint8_t *in, size_t n, unsigned width)
{
  enum { PIECE = 64 };
  uint64_t values[PIECE];
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i += PIECE) {
    const size_t n_piece = n - i < PIECE ? n - i : PIECE;
    unpack_wide(values, in, i, n_piece, width);
    for (size_t j = 0; j < n_piece; ++j) {
      sum += values[j];
    }
  }
  return sum;
}

uint64_t
furat_bitunpack_sum(const uint8_t *in, size_t n, unsigned width)
{
  assert(width <= 64);
  if (!width || !n) {
    return 0;
  }
  if (width > WINDOW_BITS) {
    return sum_wide(in, n, width);
  }
  const uint64_t mask = furat_bit_mask(width);
  uint64_t sum = width <= MAX_FIELD_BITS ? sum_fields(&in, &n, width) : 0;
  uint64_t other = 0; // two sums go side by side
  size_t bit = 0;
  if (width <= NARROW_BITS) {
    sum += sum_narrow(in, &n, width, &bit);
  }
  for (; n >= 2; n -= 2) {
    sum += (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask;
    bit += width;
    other += (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask;
    bit += width;
  }
  return sum + other + (n ? (furat_load_le64(in + bit / 8) >> (bit % 8)) & mask : 0);
}

size_t
furat_bitunpack_pass(uint64_t *sum, const uint8_t *in, size_t n, unsigned width,
                     uint64_t step, uint64_t limit)
{
  enum { AT_ONCE = 8, MIN_FIELD_BITS = 3 }; // the sum of eight fits two fields
  const bool in_word = width >= MIN_FIELD_BITS && width <= MAX_FIELD_BITS;
  const unsigned pair = in_word ? 2 * width : 0;
  const uint64_t low = in_word ? lower_fields[width] & furat_bit_mask(4 * pair) : 0;
  // Multiplied by this the highest of four pairs becomes the sum of all.
  const uint64_t ones = UINT64_C(1) | UINT64_C(1) << pair | UINT64_C(1) << 2 * pair |
                        UINT64_C(1) << 3 * pair;
  size_t i = 0;
  *sum = 0;
  for (; i + AT_ONCE <= n; i += AT_ONCE) {
    uint64_t eight = AT_ONCE * step;
    if (in_word) {
      const uint64_t word = furat_load_le64(in);
      const uint64_t pairs = (word & low) + (word >> width & low);
      eight += pairs * ones >> 3 * pair & furat_bit_mask(pair);
    } else {
      eight += furat_bitunpack_sum(in, AT_ONCE, width);
    }
    if (*sum + eight >= limit) {
      break;
    }
    *sum += eight;
    in += width;
  }
  return i;
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
