// SPDX-License-Identifier: GPL-3.0-or-later
// A batch on its way into a set of rows, block by block: what the two ways of changing a
// block share.                             tree_update -> tree_edit -> block_edit, kv
#ifndef FURAT_STORE_TREE_MERGER_INTERNAL_H
#define FURAT_STORE_TREE_MERGER_INTERNAL_H

#include "base/vec.h"
#include "store/tree_internal.h"

enum {
  FURAT_MERGER_SMALL_ROWS = FURAT_BLOCK_MAX_ROWS / 8, ///< fewer are joined with the next
  FURAT_MERGER_REPLAN_ROWS = 64 ///< new coders for a block about each so many changes
};

/// A batch and where it has come.
typedef struct furat_merger {
  const furat_tree *tree;
  const furat_group_sink *sink;
  furat_tree_cursor *cursor;
  furat_counts counts;
  furat_rows *rows;
  size_t n_done; ///< rows of the batch that have been looked at
  size_t n_kept; ///< that had an effect: they are at the front of `rows`
  furat_id *columns[FURAT_BLOCK_MAX_COLUMNS]; ///< the merged rows
  size_t capacity;
  size_t n;     ///< rows merged
  size_t guess; ///< rows of the block written last
  size_t n_old; ///< rows of the block
  uint8_t old_key[FURAT_BLOCK_MAX_KEY_BYTES];
  bool joined;   ///< the cursor has gone on: the block was joined with the next
  bool has_next; ///< there is a block behind it, which begins with:
  furat_id next[FURAT_BLOCK_MAX_COLUMNS];
  furat_vec vanishing; ///< first fields of groups that may be gone: n_columns ids each
} furat_merger;

static inline const furat_id *
furat_merger_row(const furat_merger *m, size_t i)
{
  return m->rows->ids + i * m->tree->n_columns;
}

static inline bool
furat_merger_same_group(const furat_merger *m, const furat_id *a, const furat_id *b)
{
  return furat_row_compare(a, b, m->tree->group_fields) == 0;
}

/// Keep a row of the batch as one that had an effect.
static inline void
furat_merger_keep(furat_merger *m, const furat_id *row)
{
  memmove(m->rows->ids + m->n_kept * m->tree->n_columns, row,
          m->tree->n_columns * sizeof(furat_id));
  m->n_kept += 1;
}

static inline furat_status
furat_merger_tell_group(const furat_merger *m, const furat_id *row, int change,
                        furat_error *err)
{
  return m->sink ? m->sink->group(m->sink->self, row, change, err) : FURAT_OK;
}

/// Whether the coders of the loaded block are to be kept for `n` rows: they do for a
/// while, but as the number goes on changing better ones may be found.
static inline bool
furat_merger_keeps_coders(const furat_merger *m, size_t n)
{
  return m->n_old && n / FURAT_MERGER_REPLAN_ROWS == m->n_old / FURAT_MERGER_REPLAN_ROWS;
}

/// A group has no rows in the loaded block any more.  Tell of it if it had `all_here`;
/// otherwise remember it, as others may have some: that is asked at the end.
FURAT_NODISCARD furat_status
furat_merger_end_group(furat_merger *m, const furat_id *fields, bool all_here,
                       furat_error *err);

/// Whether a row belongs to the group of the first row behind the loaded block.
static inline bool
furat_merger_is_in_next(const furat_merger *m, const furat_id *row)
{
  return m->has_next && furat_merger_same_group(m, m->next, row);
}

/// Put a block of `n` rows that begins with `first`; `same_key`: in place of the loaded
/// one.
FURAT_NODISCARD furat_status
furat_merger_put_block(furat_merger *m, const furat_id *first, furat_str value, size_t n,
                       bool same_key, furat_error *err);

FURAT_NODISCARD furat_status
furat_merger_remove_block(furat_merger *m, const uint8_t *key, size_t n_rows,
                          furat_error *err);

/// Take the batch rows up to `end` out of the loaded block, or put them in, when they are
/// so few that it need not be unpacked.  FURAT_DONE when the block must be merged
/// instead; nothing is done then.
FURAT_NODISCARD furat_status
furat_merger_delete_few(furat_merger *m, size_t end, furat_error *err);

FURAT_NODISCARD furat_status
furat_merger_insert_few(furat_merger *m, size_t end, furat_error *err);

#endif
