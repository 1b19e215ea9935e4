// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the block codec share.
#ifndef FURAT_STORE_BLOCK_INTERNAL_H
#define FURAT_STORE_BLOCK_INTERNAL_H

#include "store/block.h"

enum { FURAT_BLOCK_HEADER_BYTES = 6 };

/// The coders of columns, as numbered in the file.
enum {
  FURAT_CODER_CONSTANT = 0,
  FURAT_CODER_FRAME = 1,
  FURAT_CODER_DELTA = 2,
  FURAT_CODER_BASES = 3,
  FURAT_CODER_RUNS = 4
};

/// Bits that tell `n_bases` (>= 1) bases apart.
unsigned
furat_bases_selector_bits(unsigned n_bases);

/// Unpack values [from, to) of a column, or the inner column of runs, of coders 0 to 3.
void
furat_block_unpack_plain(const furat_block *block, const furat_column_code *code,
                         furat_id first, uint8_t coder, unsigned width, size_t offset,
                         size_t from, size_t to, furat_id *out);

/// The bases of a column, ascending, and by how much what is added to each is shifted.
typedef struct furat_base_table {
  uint64_t bases[FURAT_BLOCK_MAX_BASES];
  uint8_t shifts[FURAT_BLOCK_MAX_BASES];
} furat_base_table;

/// How a column is going to be written.
typedef struct furat_column_plan {
  furat_column_code code; ///< without offsets, bases and shifts
  size_t len_bytes;       ///< of the whole column, the coder's byte included
  furat_base_table table;
} furat_column_plan;

/// Bytes of a column before it is cut to what fits: lengths and values, and to spare.
enum { FURAT_MAX_COLUMN_BYTES = 2 * 8 * FURAT_BLOCK_MAX_ROWS };

/// Choose the cheapest coder for the `n` values of a column.
void
furat_column_plan_make(furat_column_plan *plan, const uint64_t *v, size_t n);

/// Split into runs; returns their number.  `longest` gets the greatest length less 1.
size_t
furat_split_runs(uint64_t *values, uint64_t *lengths, uint64_t *longest,
                 const uint64_t *v, size_t n);

/// The plan by which a column of an opened block was written.
void
furat_column_plan_of_old(furat_column_plan *plan, const furat_column_code *old);

/// Pack values by a plan; returns the end, NULL when the coder does not hold the values.
/// `out` has FURAT_MAX_COLUMN_BYTES.
uint8_t *
furat_column_write(uint8_t *out, const furat_column_plan *plan, const uint64_t *v,
                   size_t n);

/// The same with one of the coders 0 to 3, for a column or the inner one of runs.
uint8_t *
furat_column_write_plain(uint8_t *out, const furat_column_plan *plan, uint8_t coder,
                         unsigned width, const uint64_t *v, size_t n);

/// What stands in front of the packed values of coders 0 to 3, the coder's byte included.
uint8_t *
furat_column_write_head(uint8_t *out, const furat_column_plan *plan, uint8_t coder,
                        unsigned width, uint64_t first);

/// Codes of values above bases, selectors included; false when a value is not above one
/// in its steps.
bool
furat_bases_encode(uint64_t *codes, const furat_column_plan *plan, unsigned width,
                   const uint64_t *v, size_t n);

/// Head and checksum of a block whose columns are written.
void
furat_block_finish(uint8_t *value, size_t len_bytes, const furat_id *first,
                   unsigned n_columns, size_t n);

#endif
