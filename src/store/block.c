// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and unpacking blocks.  Opening checks everything that unpacking relies on, so
// that no block, however damaged, is read outside of its bytes.
//                                                      scan, tree -> [block] -> bitpack
#include "store/block.h"

#include <assert.h>

#include "base/hash.h"
#include "store/block_internal.h"
#include "store/varint.h"

enum { MAX_SHIFT = 63 };

void
furat_row_to_key(uint8_t *key, const furat_id *row, unsigned n_columns)
{
  for (unsigned c = 0; c < n_columns; ++c) {
    const uint64_t word = htobe64(row[c]);
    memcpy(key + 8 * c, &word, sizeof(word));
  }
}

void
furat_row_from_key(furat_id *row, const uint8_t *key, unsigned n_columns)
{
  for (unsigned c = 0; c < n_columns; ++c) {
    uint64_t word;
    memcpy(&word, key + 8 * c, sizeof(word));
    row[c] = be64toh(word);
  }
}

bool
furat_block_is_sealed(furat_str value, furat_str key)
{
  uint32_t stored;
  if (value.len < FURAT_SEAL_BYTES) {
    return false;
  }
  memcpy(&stored, value.data, sizeof(stored));
  const furat_str body = {value.data + FURAT_SEAL_BYTES, value.len - FURAT_SEAL_BYTES};
  const uint64_t hash = furat_hash_bytes(key, 0) ^ furat_hash_bytes(body, 0);
  return le32toh(stored) == (uint32_t)hash;
}

void
furat_block_seal(uint8_t *value, size_t len_bytes, furat_str key)
{
  const furat_str body = {(const char *)value + FURAT_SEAL_BYTES,
                          len_bytes - FURAT_SEAL_BYTES};
  const uint64_t hash = furat_hash_bytes(key, 0) ^ furat_hash_bytes(body, 0);
  for (unsigned i = 0; i < FURAT_SEAL_BYTES; ++i) {
    value[i] = (uint8_t)(hash >> (8 * i));
  }
}

unsigned
furat_block_count(furat_str value)
{
  if (value.len < FURAT_BLOCK_HEADER_BYTES) {
    return 0;
  }
  const uint8_t *bytes = (const uint8_t *)value.data;
  return bytes[4] | (unsigned)bytes[5] << 8;
}

unsigned
furat_bases_selector_bits(unsigned n_bases)
{
  return furat_bit_width(n_bases - 1);
}

/// Step over a packed array; false when it goes beyond the end.
static bool
skip_packed(const uint8_t **in, const uint8_t *end, size_t n, unsigned width)
{
  const size_t len = furat_bitpack_bytes(n, width);
  if (width > 64 || len > (size_t)(end - *in)) {
    return false;
  }
  *in += len;
  return true;
}

/// The table of bases and the width, behind their coder's byte.
static bool
parse_bases(furat_column_code *code, uint8_t *width, furat_id first, const uint8_t **in,
            const uint8_t *end)
{
  uint64_t difference;
  if (end - *in < 2) {
    return false;
  }
  code->n_bases = *(*in)++;
  *width = *(*in)++;
  const unsigned selector_bits = furat_bases_selector_bits(code->n_bases);
  if (code->n_bases < 1 || code->n_bases > FURAT_BLOCK_MAX_BASES ||
      *width + selector_bits > 64) {
    return false;
  }
  for (unsigned j = 0; j < code->n_bases; ++j) {
    if (!furat_varint_read(in, end, &difference) || *in == end || **in > MAX_SHIFT) {
      return false;
    }
    code->bases[j] =
        j ? code->bases[j - 1] + difference : first + furat_unzigzag(difference);
    code->shifts[j] = *(*in)++;
  }
  for (unsigned j = code->n_bases; j < 1U << selector_bits; ++j) {
    code->bases[j] = 0; // for selectors that only damage can bring
    code->shifts[j] = 0;
  }
  return true;
}

/// A column of `n` values with one of the coders 0 to 3.
static bool
parse_plain(furat_column_code *code, uint8_t coder, uint8_t *width, uint16_t *offset,
            const furat_block *block, furat_id first, size_t n, const uint8_t **in,
            const uint8_t *end)
{
  uint64_t difference;
  unsigned selector_bits = 0;
  code->base = first;
  *width = 0;
  if (coder == FURAT_CODER_CONSTANT) {
    return true;
  }
  if (coder == FURAT_CODER_BASES) {
    if (!parse_bases(code, width, first, in, end)) {
      return false;
    }
    selector_bits = furat_bases_selector_bits(code->n_bases);
  } else {
    if (end - *in < 1 || coder > FURAT_CODER_BASES) {
      return false;
    }
    *width = *(*in)++;
    if (!furat_varint_read(in, end, &difference)) {
      return false;
    }
    code->base = furat_unzigzag(difference) + (coder == FURAT_CODER_FRAME ? first : 0);
  }
  *offset = (uint16_t)(*in - block->bytes);
  return skip_packed(in, end, coder == FURAT_CODER_DELTA ? n - 1 : n,
                     *width + selector_bits);
}

/// The lengths of the runs must give the number of rows.
static bool
check_run_lengths(const furat_block *block, const furat_column_code *code)
{
  return code->n_runs + furat_bitunpack_sum(block->bytes + code->offset, code->n_runs,
                                            code->width) ==
         block->n_rows;
}

static bool
parse_runs(furat_block *block, furat_column_code *code, furat_id first,
           const uint8_t **in, const uint8_t *end)
{
  if (end - *in < 3) {
    return false;
  }
  code->n_runs = (uint16_t)((*in)[0] | (*in)[1] << 8);
  code->width = (*in)[2];
  *in += 3;
  code->offset = (uint16_t)(*in - block->bytes);
  if (!code->n_runs || code->n_runs > block->n_rows || code->width > 10 ||
      !skip_packed(in, end, code->n_runs, code->width) ||
      !check_run_lengths(block, code) || *in == end) {
    return false;
  }
  code->inner_coder = *(*in)++;
  return parse_plain(code, code->inner_coder, &code->inner_width, &code->inner_offset,
                     block, first, code->n_runs, in, end);
}

static bool
parse_columns(furat_block *block, const uint8_t *end)
{
  const uint8_t *in = block->bytes + FURAT_BLOCK_HEADER_BYTES;
  for (unsigned c = 0; c < block->n_columns; ++c) {
    furat_column_code *code = &block->columns[c];
    code->bases = block->bases[c];
    code->shifts = block->shifts[c];
    code->n_bases = 0;
    if (in == end) {
      return false;
    }
    code->coder = *in++;
    const bool good = code->coder == FURAT_CODER_RUNS
                          ? parse_runs(block, code, block->first[c], &in, end)
                          : parse_plain(code, code->coder, &code->width, &code->offset,
                                        block, block->first[c], block->n_rows, &in, end);
    if (!good) {
      return false;
    }
  }
  return in == end;
}

furat_status
furat_block_open(furat_block *block, furat_str key, furat_str value, unsigned n_columns,
                 furat_error *err)
{
  assert(n_columns >= 1 && n_columns <= FURAT_BLOCK_MAX_COLUMNS);
  const unsigned n_rows = furat_block_count(value);
  if (key.len != 8 * (size_t)n_columns || value.len > FURAT_BLOCK_MAX_BYTES || !n_rows ||
      n_rows > FURAT_BLOCK_MAX_ROWS) {
    return furat_error_set(err, FURAT_CORRUPT,
                           "a block of the store has an impossible size");
  }
  memcpy(block->bytes, value.data, value.len);
  memset(block->bytes + value.len, 0, FURAT_BITPACK_SLACK_BYTES);
  block->n_rows = (uint16_t)n_rows;
  block->n_columns = (uint16_t)n_columns;
  furat_row_from_key(block->first, (const uint8_t *)key.data, n_columns);
  if (!furat_block_is_sealed(value, key)) {
    return furat_error_set(err, FURAT_CORRUPT,
                           "a block of the store has a wrong checksum");
  }
  if (!parse_columns(block, block->bytes + value.len)) {
    return furat_error_set(err, FURAT_CORRUPT, "a block of the store cannot be unpacked");
  }
  return FURAT_OK;
}

static void
unpack_delta(const furat_block *block, furat_id first, uint64_t step, unsigned width,
             size_t offset, size_t from, size_t to, furat_id *out)
{
  const uint8_t *in = block->bytes + offset;
  furat_id value = first + from * step + furat_bitunpack_sum(in, from, width);
  for (size_t i = 0; !width && i < to - from; ++i) {
    out[i] = value + i * step;
  }
  if (!width) {
    return;
  }
  out[0] = value;
  furat_bitunpack(out + 1, in, from, to - from - 1, width);
  for (size_t i = 1; i < to - from; ++i) {
    value += out[i] + step;
    out[i] = value;
  }
}

static void
unpack_bases(const furat_block *block, const furat_column_code *code, unsigned width,
             size_t offset, size_t from, size_t to, furat_id *out)
{
  const unsigned selector_bits = furat_bases_selector_bits(code->n_bases);
  const uint64_t selector_mask = furat_bit_mask(selector_bits);
  furat_bitunpack(out, block->bytes + offset, from, to - from, width + selector_bits);
  for (size_t i = 0; i < to - from; ++i) {
    const size_t selector = out[i] & selector_mask;
    out[i] = code->bases[selector] + (out[i] >> selector_bits << code->shifts[selector]);
  }
}

void
furat_block_unpack_plain(const furat_block *block, const furat_column_code *code,
                         furat_id first, uint8_t coder, unsigned width, size_t offset,
                         size_t from, size_t to, furat_id *out)
{
  switch (coder) {
  case FURAT_CODER_CONSTANT:
    for (size_t i = 0; i < to - from; ++i) {
      out[i] = first;
    }
    return;
  case FURAT_CODER_FRAME:
    furat_bitunpack(out, block->bytes + offset, from, to - from, width);
    for (size_t i = 0; i < to - from; ++i) {
      out[i] += code->base;
    }
    return;
  case FURAT_CODER_DELTA:
    unpack_delta(block, first, code->base, width, offset, from, to, out);
    return;
  default:
    unpack_bases(block, code, width, offset, from, to, out);
    return;
  }
}

/// Write runs to out[0, room), the first without `skip` rows of it.  Most are short: four
/// rows at a time, where there is room for what goes beyond, which the next run writes
/// again.
static void
fill_runs(furat_id *out, size_t room, const uint64_t *lengths, const furat_id *values,
          size_t n_runs, size_t skip)
{
  enum { AT_ONCE = 4 };
  size_t at = 0;
  size_t k = 0;
  for (; k < n_runs; ++k) {
    const size_t n = (size_t)lengths[k] + 1 - skip;
    const furat_id value = values[k];
    if (at + n + AT_ONCE > room) {
      break;
    }
    for (size_t i = 0; i < n; i += AT_ONCE) {
      out[at + i] = value;
      out[at + i + 1] = value;
      out[at + i + 2] = value;
      out[at + i + 3] = value;
    }
    at += n;
    skip = 0;
  }
  for (; k < n_runs; ++k) {
    const size_t end = at + (size_t)lengths[k] + 1 - skip;
    for (; at < end && at < room; ++at) {
      out[at] = values[k];
    }
    skip = 0;
  }
}

static void
unpack_runs(const furat_block *block, const furat_column_code *code, furat_id first,
            size_t from, size_t to, furat_id *out)
{
  enum { PIECE = 64 };
  uint64_t lengths[FURAT_BLOCK_MAX_ROWS];
  furat_id values[FURAT_BLOCK_MAX_ROWS];
  const uint8_t *packed = block->bytes + code->offset;
  size_t start = 0; // of the run
  size_t j = 0;
  while (from >= PIECE && j + PIECE < code->n_runs) { // before `from` only added up
    const size_t n = PIECE + (size_t)furat_bitunpack_sum(packed + j / 8 * code->width,
                                                         PIECE, code->width);
    if (start + n > from) {
      break;
    }
    start += n;
    j += PIECE;
  }
  size_t n_unpacked = j; // lengths
  for (;; ++j) {         // a piece after the other, up to the run where `from` is
    if (j == n_unpacked) {
      const size_t n_left = code->n_runs - j;
      n_unpacked += n_left < PIECE ? n_left : PIECE;
      furat_bitunpack(lengths + j, packed, j, n_unpacked - j, code->width);
    }
    if (start + lengths[j] >= from) {
      break;
    }
    start += (size_t)lengths[j] + 1;
  }
  const size_t n_runs = code->n_runs - j < to - start ? code->n_runs - j : to - start;
  if (j + n_runs > n_unpacked) {
    furat_bitunpack(lengths + n_unpacked, packed, n_unpacked, j + n_runs - n_unpacked,
                    code->width);
  }
  furat_block_unpack_plain(block, code, first, code->inner_coder, code->inner_width,
                           code->inner_offset, j, j + n_runs, values);
  fill_runs(out, to - from, lengths + j, values, n_runs, from - start);
}

void
furat_block_column(const furat_block *block, unsigned column, size_t from, size_t to,
                   furat_id *out)
{
  assert(column < block->n_columns);
  assert(from <= to && to <= block->n_rows);
  if (from == to) {
    return;
  }
  const furat_column_code *code = &block->columns[column];
  if (code->coder == FURAT_CODER_RUNS) {
    unpack_runs(block, code, block->first[column], from, to, out);
  } else {
    furat_block_unpack_plain(block, code, block->first[column], code->coder, code->width,
                             code->offset, from, to, out);
  }
}
