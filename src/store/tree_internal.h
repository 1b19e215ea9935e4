// SPDX-License-Identifier: GPL-3.0-or-later
// Sorted sets of rows, kept as blocks in a map: seven permutations of quads, and the
// hashes of terms.                      scan, update, dictionary -> [tree] -> block, kv
#ifndef FURAT_STORE_TREE_INTERNAL_H
#define FURAT_STORE_TREE_INTERNAL_H

#include "store/block.h"
#include "store/kv_internal.h"
#include "store/permutation.h"

/// A set in a transaction.  Plain data.
typedef struct furat_tree {
  furat_kv_txn *txn;
  furat_kv_map map;
  unsigned n_columns;
  unsigned group_fields; ///< see furat_permutation_entry
  bool counted;          ///< sums over its blocks are kept in the map of counts
} furat_tree;

furat_tree
furat_tree_of_permutation(furat_kv_txn *txn, furat_permutation permutation);

furat_tree
furat_tree_of_hashes(furat_kv_txn *txn);

/// A place in a set: one block at a time, its columns unpacked as far as they are asked
/// for. Not valid after a change of the set.
typedef struct furat_tree_cursor {
  furat_tree tree;
  furat_kv_cursor *kv;
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES]; ///< of the block, or where the cursor was sent
  uint16_t from[FURAT_BLOCK_MAX_COLUMNS]; ///< rows of each column that are unpacked:
  uint16_t to[FURAT_BLOCK_MAX_COLUMNS];   ///< [from, to)
  uint16_t n_searches;                    ///< of the block, without unpacking
  furat_id columns[FURAT_BLOCK_MAX_COLUMNS][FURAT_BLOCK_MAX_ROWS];
  furat_block block;
} furat_tree_cursor;

FURAT_NODISCARD furat_status
furat_tree_cursor_open(furat_tree_cursor **out, const furat_tree *tree, furat_error *err);

/// Accepts NULL.
void
furat_tree_cursor_close(furat_tree_cursor *cursor);

/// Enter the block in which `row` stands or would stand: the last that begins at or
/// before it, or the first of all.  FURAT_DONE when the set is empty.
FURAT_NODISCARD furat_status
furat_tree_seek(furat_tree_cursor *cursor, const furat_id *row, furat_error *err);

/// The same for a writer's thread, without furat_kv_enter(): FURAT_NOT_FOUND when the
/// block, or one behind it, may have changed in the transaction.
FURAT_NODISCARD furat_status
furat_tree_seek_ahead(furat_tree_cursor *cursor, const furat_id *row, furat_error *err);

/// Enter the next block.
FURAT_NODISCARD furat_status
furat_tree_next(furat_tree_cursor *cursor, furat_error *err);

/// Unpack rows [from, to) of a column.  Returns the column: row i of the block is at [i].
const furat_id *
furat_tree_column(furat_tree_cursor *cursor, unsigned column, size_t from, size_t to);

/// The rows from `from` on of the entered block whose first `n_fields` fields are those
/// of `row`:
/// [*low, *high); where there are none, both are where they would stand.
void
furat_tree_equal_range(furat_tree_cursor *cursor, const furat_id *row, unsigned n_fields,
                       size_t from, size_t *low, size_t *high);

/// The number of rows r with `low` <= r < `high` (NULL: no end).
FURAT_NODISCARD furat_status
furat_tree_count(uint64_t *out, const furat_tree *tree, const furat_id *low,
                 const furat_id *high, furat_error *err);

/// The smallest row greater than all rows that begin with the `n_fields` fields of
/// `prefix`; false when there is none.
bool
furat_row_after_prefix(furat_id *out, const furat_id *prefix, unsigned n_fields,
                       unsigned n_columns);

int
furat_row_compare(const furat_id *a, const furat_id *b, unsigned n_fields);

// ---- changing

/// Sorted, distinct rows, each of n_columns ids, one after the other.
typedef struct furat_rows {
  furat_id *ids;
  size_t n;
} furat_rows;

/// What a change tells about runs of rows that agree in the first group_fields fields.
typedef struct furat_group_sink {
  void *self;
  /// A run came into being (+1) or vanished (-1).
  furat_status (*group)(void *self, const furat_id *fields, int change, furat_error *err);
} furat_group_sink;

/// Insert the rows that are not there.  On return `rows` holds those that were inserted.
FURAT_NODISCARD furat_status
furat_tree_insert(const furat_tree *tree, furat_rows *rows, const furat_group_sink *sink,
                  furat_error *err);

/// Delete the rows that are there.  On return `rows` holds those that were deleted.
FURAT_NODISCARD furat_status
furat_tree_delete(const furat_tree *tree, furat_rows *rows, const furat_group_sink *sink,
                  furat_error *err);

/// Fills an empty set with sorted rows that come in pieces.
typedef struct furat_tree_appender furat_tree_appender;

FURAT_NODISCARD furat_status
furat_tree_append_begin(furat_tree_appender **out, const furat_tree *tree,
                        furat_error *err);

/// `n` more rows by columns, greater than all before.
FURAT_NODISCARD furat_status
furat_tree_append(furat_tree_appender *appender, const furat_id *const *columns, size_t n,
                  furat_error *err);

/// Write what is left and the counts.
FURAT_NODISCARD furat_status
furat_tree_append_finish(furat_tree_appender *appender, furat_error *err);

/// Accepts NULL.
void
furat_tree_append_free(furat_tree_appender *appender);

// ---- counts (docs/FORMAT.md section 7)

enum { FURAT_COUNT_LEVELS = 2, FURAT_COUNT_KEY_BYTES = 34, FURAT_COUNT_FANOUT = 48 };

/// Rows before the block with this key: all blocks that begin before it.
FURAT_NODISCARD furat_status
furat_counts_before(uint64_t *out, const furat_tree *tree, const uint8_t *key,
                    furat_error *err);

/// Sums of changes to the blocks of one entry of level 1, on the way to the map.
typedef struct furat_counts {
  furat_tree tree;
  bool open; ///< an entry is loaded
  uint8_t key[FURAT_COUNT_KEY_BYTES];
  uint8_t next_key[FURAT_COUNT_KEY_BYTES]; ///< of the entry behind it
  bool has_next;
  uint64_t n_rows;
  uint64_t n_blocks;
  int64_t row_change;
} furat_counts;

void
furat_counts_init(furat_counts *counts, const furat_tree *tree);

/// A block with this key got or lost rows, came into being (+1) or went (-1).  Keys
/// ascend, about: an entry is written when another begins.
FURAT_NODISCARD furat_status
furat_counts_change(furat_counts *counts, const uint8_t *block_key, int64_t row_change,
                    int block_change, furat_error *err);

/// Write what is left.
FURAT_NODISCARD furat_status
furat_counts_finish(furat_counts *counts, furat_error *err);

/// Write an entry of a level for a set that is filled in order.
FURAT_NODISCARD furat_status
furat_counts_put(const furat_tree *tree, unsigned level, const uint8_t *row_key,
                 uint64_t n_rows, uint32_t n_children, furat_error *err);

#endif
