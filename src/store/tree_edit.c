// SPDX-License-Identifier: GPL-3.0-or-later
// Few rows into a block, or out of it: they are looked for in the columns that tell where
// they stand, and the block is edited as it is packed.  That is what a batch does to most
// blocks when it is scattered over a whole store.
#include "store/tree_merger_internal.h"

enum {
  FEW = 32,           // rows a block
  MIN_ROWS_A_FEW = 12 // rows of a block for each of them: looking for many takes longer
};

/// Rows of the batch and where they stand in the block.
typedef struct places {
  size_t n;
  uint16_t at[FEW];
  size_t row[FEW];        ///< of the batch
  uint16_t group_at[FEW]; ///< old rows of its group: [group_at, group_end)
  uint16_t group_end[FEW];
} places;

static bool
are_few(const furat_merger *m, size_t n)
{
  return n <= FEW && n * MIN_ROWS_A_FEW <= m->n_old;
}

/// Find the batch rows up to `end` in the block: those that are there to be taken out, or
/// those that are not to be put in.
static void
find_places(places *out, const furat_merger *m, size_t end, bool there)
{
  const furat_tree *tree = m->tree;
  size_t from = 0;
  out->n = 0;
  for (size_t i = m->n_done; i < end; ++i) {
    size_t low, high, group_at, group_end;
    const furat_id *row = furat_merger_row(m, i);
    furat_tree_equal_range(m->cursor, row, tree->group_fields, 0, &group_at, &group_end);
    furat_tree_equal_range(m->cursor, row, tree->n_columns, from, &low, &high);
    from = low;
    if ((low < high) == there) {
      out->at[out->n] = (uint16_t)low;
      out->row[out->n] = i;
      out->group_at[out->n] = (uint16_t)group_at;
      out->group_end[out->n] = (uint16_t)group_end;
      out->n += 1;
    }
  }
}

static bool
is_in_group_before(const furat_merger *m, const places *p, size_t i)
{
  return i && furat_merger_same_group(m, furat_merger_row(m, p->row[i - 1]),
                                      furat_merger_row(m, p->row[i]));
}

/// Tell of groups that the rows put in began.
static furat_status
tell_begun(const furat_merger *m, const places *p, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; m->tree->group_fields && i < p->n && status == FURAT_OK; ++i) {
    const furat_id *row = furat_merger_row(m, p->row[i]);
    if (p->group_at[i] == p->group_end[i] && !is_in_group_before(m, p, i) &&
        !(p->at[i] == m->n_old && furat_merger_is_in_next(m, row))) {
      status = furat_merger_tell_group(m, row, 1, err);
    }
  }
  return status;
}

/// Tell of groups that ended with the rows taken out, or remember them where rows before
/// or behind the block may belong to them.
static furat_status
tell_ended(furat_merger *m, const places *p, furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t n_gone = 0; // of the group
  for (size_t i = 0; m->tree->group_fields && i < p->n && status == FURAT_OK; ++i) {
    const furat_id *row = furat_merger_row(m, p->row[i]);
    n_gone = is_in_group_before(m, p, i) ? n_gone + 1 : 1;
    if (n_gone < (size_t)p->group_end[i] - p->group_at[i]) {
      continue;
    }
    const bool all_here = p->group_at[i] && (p->group_end[i] < m->n_old ||
                                             !furat_merger_is_in_next(m, row));
    status = furat_merger_end_group(m, row, all_here, err);
  }
  return status;
}

static void
keep_all(furat_merger *m, const places *p)
{
  for (size_t i = 0; i < p->n; ++i) {
    furat_merger_keep(m, furat_merger_row(m, p->row[i]));
  }
}

furat_status
furat_merger_delete_few(furat_merger *m, size_t end, furat_error *err)
{
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  size_t len_bytes;
  places p;
  if (!are_few(m, end - m->n_done)) {
    return FURAT_DONE;
  }
  find_places(&p, m, end, true);
  if (!p.n) {
    return FURAT_OK;
  }
  const size_t n = m->n_old - p.n;
  const furat_block_edits edits = {.at = p.at, .n = p.n};
  if (n < FURAT_MERGER_SMALL_ROWS || !furat_merger_keeps_coders(m, n) ||
      !furat_block_edit(value, &len_bytes, first, &m->cursor->block, &edits)) {
    return FURAT_DONE;
  }
  furat_status status = tell_ended(m, &p, err);
  keep_all(m, &p);
  const bool same_key = p.at[0] > 0;
  if (status == FURAT_OK && !same_key) {
    status = furat_merger_remove_block(m, m->old_key, m->n_old, err);
  }
  return status == FURAT_OK
             ? furat_merger_put_block(m, first,
                                      (furat_str){(const char *)value, len_bytes}, n,
                                      same_key, err)
             : status;
}

furat_status
furat_merger_insert_few(furat_merger *m, size_t end, furat_error *err)
{
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  furat_id rows[FEW * FURAT_BLOCK_MAX_COLUMNS];
  const unsigned n_columns = m->tree->n_columns;
  size_t len_bytes;
  places p;
  if (!m->has_next || !are_few(m, end - m->n_done)) {
    return FURAT_DONE;
  }
  find_places(&p, m, end, false);
  if (!p.n) {
    return FURAT_OK;
  }
  for (size_t i = 0; i < p.n; ++i) {
    memcpy(rows + i * n_columns, furat_merger_row(m, p.row[i]),
           n_columns * sizeof(*rows));
  }
  const size_t n = m->n_old + p.n;
  const furat_block_edits edits = {.at = p.at, .n = p.n, .rows = rows};
  if (!p.at[0] || !furat_merger_keeps_coders(m, n) ||
      !furat_block_edit(value, &len_bytes, first, &m->cursor->block, &edits)) {
    return FURAT_DONE;
  }
  const furat_status status = tell_begun(m, &p, err);
  keep_all(m, &p);
  return status == FURAT_OK
             ? furat_merger_put_block(
                   m, first, (furat_str){(const char *)value, len_bytes}, n, true, err)
             : status;
}
