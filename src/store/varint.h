// SPDX-License-Identifier: GPL-3.0-or-later
// LEB128 integers and zigzag signs (docs/FORMAT.md section 3).
#ifndef FURAT_STORE_VARINT_H
#define FURAT_STORE_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Most bytes of a varint.
enum { FURAT_VARINT_MAX_BYTES = 10 };

static inline uint64_t
furat_zigzag(uint64_t difference)
{
  return (difference << 1) ^ (difference >> 63 ? UINT64_MAX : 0);
}

static inline uint64_t
furat_unzigzag(uint64_t code)
{
  return (code >> 1) ^ (code & 1 ? UINT64_MAX : 0);
}

static inline size_t
furat_varint_bytes(uint64_t value)
{
  size_t n = 1;
  while (value >>= 7) {
    n += 1;
  }
  return n;
}

/// Write `value`; returns the place behind it.
static inline uint8_t *
furat_varint_write(uint8_t *out, uint64_t value)
{
  while (value >= 0x80) {
    *out++ = (uint8_t)(value | 0x80);
    value >>= 7;
  }
  *out++ = (uint8_t)value;
  return out;
}

/// Read a varint at `*in`, which moves behind it; false when it is cut or too long.
static inline bool
furat_varint_read(const uint8_t **in, const uint8_t *end, uint64_t *value)
{
  uint64_t result = 0;
  const uint8_t *p = *in;
  if (p < end && p[0] < 0x80) { // most have a byte or two, which is easily guessed
    *value = p[0];
    *in = p + 1;
    return true;
  }
  if (end - p >= 2 && p[1] < 0x80) {
    *value = (p[0] & 0x7FU) | (uint64_t)p[1] << 7;
    *in = p + 2;
    return true;
  }
  for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
    const uint8_t byte = *p++;
    result |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) {
      *in = p;
      *value = result;
      return true;
    }
  }
  return false;
}

#endif
