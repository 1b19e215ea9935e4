// SPDX-License-Identifier: GPL-3.0-or-later
// Packed arrays of integers of 0 to 64 bits, lowest bit first (docs/FORMAT.md section 3).
#ifndef FURAT_STORE_BITPACK_H
#define FURAT_STORE_BITPACK_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Bytes behind a packed array that the functions here may touch.
enum { FURAT_BITPACK_SLACK_BYTES = 16 };

/// Bits that `value` takes: 0 for 0, 64 at most.
static inline unsigned
furat_bit_width(uint64_t value)
{
  unsigned width = 0;
  for (unsigned step = 32; step; step /= 2) {
    if (value >> step) {
      width += step;
      value >>= step;
    }
  }
  return width + (unsigned)value;
}

/// The `width` lowest bits.
static inline uint64_t
furat_bit_mask(unsigned width)
{
  return width ? UINT64_MAX >> (64 - width) : 0;
}

static inline uint64_t
furat_load_le64(const uint8_t *bytes)
{
  uint64_t word;
  memcpy(&word, bytes, sizeof(word));
  return le64toh(word);
}

static inline void
furat_store_le64(uint8_t *bytes, uint64_t word)
{
  word = htole64(word);
  memcpy(bytes, &word, sizeof(word));
}

/// Bytes of `n` values of `width` bits.
static inline size_t
furat_bitpack_bytes(size_t n, unsigned width)
{
  return (n * width + 7) / 8;
}

/// The value at `i`.
static inline uint64_t
furat_bitunpack_one(const uint8_t *in, size_t i, unsigned width)
{
  const size_t bit = i * width;
  const unsigned shift = (unsigned)(bit % 8);
  uint64_t word = furat_load_le64(in + bit / 8) >> shift;
  if (shift + width > 64) {
    word |= (uint64_t)in[bit / 8 + 8] << (64 - shift);
  }
  return word & furat_bit_mask(width);
}

/// Write `n` values, each below 2^width.  Writes up to FURAT_BITPACK_SLACK_BYTES more
/// than furat_bitpack_bytes(), all of them 0.
void
furat_bitpack(uint8_t *out, const uint64_t *values, size_t n, unsigned width);

/// Read `n` values from the `from`-th on.  Reads up to FURAT_BITPACK_SLACK_BYTES behind
/// the last.
void
furat_bitunpack(uint64_t *values, const uint8_t *in, size_t from, size_t n,
                unsigned width);

/// The sum of the first `n` values, modulo 2^64.
uint64_t
furat_bitunpack_sum(const uint8_t *in, size_t n, unsigned width);

/// Pass over the first of `n` values, eight at a time, as long as their sum, with `step`
/// for each, is below `limit`.  Returns how many there were; `*sum` gets the sum.
size_t
furat_bitunpack_pass(uint64_t *sum, const uint8_t *in, size_t n, unsigned width,
                     uint64_t step, uint64_t limit);

#endif
