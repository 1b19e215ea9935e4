// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks: sorted rows compressed column by column (docs/FORMAT.md section 3).  Pure: no
// LMDB. Built for: unpacking whole columns fast, and only those that are wanted; a block
// is copied when it is opened, so that unpacking may read in words.
//                                                            tree -> [block] -> bitpack
#ifndef FURAT_STORE_BLOCK_H
#define FURAT_STORE_BLOCK_H

#include "base/error.h"
#include "store/bitpack.h"
#include "store/id.h"

enum {
  FURAT_BLOCK_MAX_ROWS = 1024,
  FURAT_BLOCK_MAX_COLUMNS = 4,
  FURAT_BLOCK_MAX_KEY_BYTES = 8 * FURAT_BLOCK_MAX_COLUMNS,
  FURAT_BLOCK_MAX_BYTES = 1334,
  FURAT_BLOCK_MAX_BASES = 64
};

/// Most bytes of a block of so many columns: three fill an LMDB page of 4,096 bytes with
/// its header (16), their nodes (8 each), pointers (2 each) and keys.
static inline size_t
furat_block_max_bytes(unsigned n_columns)
{
  return 4080 / 3 - 8 - 2 - 8 * (size_t)n_columns;
}

/// Write a row as a key: 8 bytes a field, big-endian.
void
furat_row_to_key(uint8_t *key, const furat_id *row, unsigned n_columns);

void
furat_row_from_key(furat_id *row, const uint8_t *key, unsigned n_columns);

/// How one column, or the inner column of runs, is coded.
typedef struct furat_column_code {
  uint8_t coder;       ///< FORMAT.md
  uint8_t width;       ///< of packed values, without selectors; of run lengths
  uint8_t n_bases;     ///< coder 3
  uint8_t inner_coder; ///< coder 4
  uint8_t inner_width;
  uint16_t n_runs;       ///< coder 4
  uint16_t offset;       ///< where the packed values begin
  uint16_t inner_offset; ///< those of the inner column
  uint64_t base;   ///< value, or smallest difference, of the column or its inner column
  uint64_t *bases; ///< coder 3; point into the owner's space
  uint8_t *shifts;
} furat_column_code;

/// An opened block.
typedef struct furat_block {
  uint16_t n_rows;
  uint16_t n_columns;
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  furat_column_code columns[FURAT_BLOCK_MAX_COLUMNS];
  uint64_t bases[FURAT_BLOCK_MAX_COLUMNS][FURAT_BLOCK_MAX_BASES];
  uint8_t shifts[FURAT_BLOCK_MAX_COLUMNS][FURAT_BLOCK_MAX_BASES];
  uint8_t bytes[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
} furat_block;

/// Copy and check a block.  FURAT_CORRUPT when it is not one, or its checksum is wrong.
FURAT_NODISCARD furat_status
furat_block_open(furat_block *block, furat_str key, furat_str value, unsigned n_columns,
                 furat_error *err);

/// Unpack the rows [from, to) of one column to `out[0 ...]`.
void
furat_block_column(const furat_block *block, unsigned column, size_t from, size_t to,
                   furat_id *out);

/// Narrow the rows [*low, *high), over which the column ascends, to those whose value is
/// `value` (to none where they would stand) without unpacking them.  Returns false, with
/// nothing changed, when the column's coder asks for that.
bool
furat_block_search(const furat_block *block, unsigned column, furat_id value, size_t *low,
                   size_t *high);

/// Whether all rows have the same value in the column.
static inline bool
furat_block_column_is_constant(const furat_block *block, unsigned column)
{
  return block->columns[column].coder == 0;
}

/// Whether each value of the column is greater than the one before by the same.
static inline bool
furat_block_column_is_even(const furat_block *block, unsigned column)
{
  return block->columns[column].coder == 2 && block->columns[column].width == 0;
}

/// The number of rows of a block without looking at more of it; 0 when it is too short.
unsigned
furat_block_count(furat_str value);

/// Bytes of a checksum in front of a value.
enum { FURAT_SEAL_BYTES = 4 };

/// Whether the checksum in the first bytes of a value is right.
bool
furat_block_is_sealed(furat_str value, furat_str key);

/// Put the checksum into the first bytes of a value.
void
furat_block_seal(uint8_t *value, size_t len_bytes, furat_str key);

/// Write as many of the `n` (>= 1) rows of sorted, distinct columns into one block as
/// fit: at most `max_rows` and furat_block_max_bytes().  `*guess` is where the search
/// starts and gets the answer; start with 0.  `value` has FURAT_BLOCK_MAX_BYTES +
/// FURAT_BITPACK_SLACK_BYTES bytes. Returns the number of rows written, `*len_bytes` the
/// length of the value.
size_t
furat_block_write(uint8_t *value, size_t *len_bytes, const furat_id *const *columns,
                  unsigned n_columns, size_t n, size_t max_rows, size_t *guess);

/// Write `n` (>= 1) rows that are mostly those of the opened block `old` into one block,
/// by its coders: nothing but columns that these do not hold is measured, which takes a
/// third of the time.  Returns false when they do not fit; `value` is as above.
bool
furat_block_rewrite(uint8_t *value, size_t *len_bytes, const furat_id *const *columns,
                    size_t n, const furat_block *old);

/// Rows that are taken out of a block, or put into it.
typedef struct furat_block_edits {
  const uint16_t
      *at; ///< ascending: rows to take out, or before which one is put in (> 0)
  size_t n;
  const furat_id *rows; ///< those to put in, one after the other, in order; or NULL
} furat_block_edits;

/// Write an opened block with few changes by its own coders, where most of it is copied
/// as it is packed.  `first` gets its first row.  Returns false when there is no room for
/// the rows, or none is left.  `value` is as above.
bool
furat_block_edit(uint8_t *value, size_t *len_bytes, furat_id *first,
                 const furat_block *old, const furat_block_edits *edits);

#endif
