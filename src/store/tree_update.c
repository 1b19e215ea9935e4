// SPDX-License-Identifier: GPL-3.0-or-later
// Inserting and deleting sorted batches: each block that a batch touches is unpacked,
// merged and written once; it is cut when it is full and joined with the next when little
// is left.
#include <assert.h>

#include "base/memory.h"
#include "store/tree_merger_internal.h"

enum { MIN_CAPACITY = 2 * FURAT_BLOCK_MAX_ROWS };

static void
old_row(const furat_merger *m, size_t i, furat_id *out)
{
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    out[c] = m->cursor->columns[c][i];
  }
}

static int
compare_old(const furat_merger *m, size_t i, const furat_id *row)
{
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    const furat_id value = m->cursor->columns[c][i];
    if (value != row[c]) {
      return value < row[c] ? -1 : 1;
    }
  }
  return 0;
}

static furat_status
reserve(furat_merger *m, size_t n, furat_error *err)
{
  if (n <= m->capacity) {
    return FURAT_OK;
  }
  const size_t capacity = n < MIN_CAPACITY ? MIN_CAPACITY : n;
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    furat_id *grown = furat_realloc(m->columns[c], capacity, sizeof(furat_id));
    if (!grown) {
      return furat_error_no_mem(err);
    }
    m->columns[c] = grown;
  }
  m->capacity = capacity;
  return FURAT_OK;
}

static void
push(furat_merger *m, const furat_id *row)
{
  assert(m->n < m->capacity);
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    m->columns[c][m->n] = row[c];
  }
  m->n += 1;
}

static void
push_old(furat_merger *m, size_t from, size_t to)
{
  assert(m->n + to - from <= m->capacity);
  for (unsigned c = 0; from < to && c < m->tree->n_columns; ++c) {
    memcpy(m->columns[c] + m->n, m->cursor->columns[c] + from,
           (to - from) * sizeof(furat_id));
  }
  m->n += to - from;
}

/// Enter a block.
static furat_status
seek(const furat_merger *m, const furat_id *row, furat_error *err)
{
  furat_status status = furat_tree_seek_ahead(m->cursor, row, err);
  if (status == FURAT_NOT_FOUND) {
    furat_kv_enter(m->tree->txn);
    status = furat_tree_seek(m->cursor, row, err);
    furat_kv_leave(m->tree->txn);
  }
  return status;
}

/// Begin a step of the cursor: true when it calls LMDB, which one thread does at a time.
static bool
enter_move(const furat_merger *m)
{
  const bool locked = !furat_kv_is_ahead(m->cursor->kv);
  if (locked) {
    furat_kv_enter(m->tree->txn);
  }
  return locked;
}

static void
leave_move(const furat_merger *m, bool locked)
{
  if (locked) {
    furat_kv_leave(m->tree->txn);
  }
}

/// Look at the block behind the one just entered.
static furat_status
look_ahead(furat_merger *m, furat_error *err)
{
  furat_str key, value;
  const bool locked = enter_move(m);
  furat_status status = furat_kv_next(m->cursor->kv, &key, &value, err);
  m->has_next = status == FURAT_OK;
  const size_t key_bytes = 8 * (size_t)m->tree->n_columns;
  if (m->has_next &&
      (key.len != key_bytes || memcmp(key.data, m->cursor->key, key_bytes) <= 0)) {
    status = furat_error_set(err, FURAT_CORRUPT, "an index of the store is out of order");
  } else if (m->has_next) {
    furat_row_from_key(m->next, (const uint8_t *)key.data, m->tree->n_columns);
  }
  leave_move(m, locked);
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// Enter the block of the batch's next row, and look at what comes behind it.
static furat_status
load_block(furat_merger *m, furat_error *err)
{
  const unsigned n_columns = m->tree->n_columns;
  furat_status status = seek(m, furat_merger_row(m, m->n_done), err);
  m->n = 0;
  m->n_old = 0;
  m->joined = false;
  m->has_next = false;
  if (status == FURAT_OK) {
    status = look_ahead(m, err);
  }
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? FURAT_OK : status;
  }
  m->n_old = m->cursor->block.n_rows;
  furat_row_to_key(m->old_key, m->cursor->block.first, n_columns);
  return FURAT_OK;
}

static void
unpack_block(const furat_merger *m)
{
  for (unsigned c = 0; m->n_old && c < m->tree->n_columns; ++c) {
    furat_tree_column(m->cursor, c, 0, m->n_old);
  }
}

/// The batch rows from n_done up to the returned index belong to the loaded block.
static size_t
batch_end(const furat_merger *m)
{
  if (!m->has_next) {
    return m->rows->n;
  }
  size_t low = m->n_done;
  size_t high = m->rows->n;
  // Mostly few rows fall into a block: gallop.
  for (size_t step = 1; low + step < high; step *= 2) {
    if (furat_row_compare(furat_merger_row(m, low + step), m->next, m->tree->n_columns) >=
        0) {
      high = low + step;
      break;
    }
    low += step;
  }
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (furat_row_compare(furat_merger_row(m, middle), m->next, m->tree->n_columns) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The first old row in [from, n_old) that is not below `row`.
static size_t
old_lower_bound(const furat_merger *m, size_t from, const furat_id *row)
{
  size_t low = from;
  size_t high = m->n_old;
  // Where many rows change the next one is close: gallop.
  for (size_t step = 1; low + step <= high; step *= 2) {
    if (compare_old(m, low + step - 1, row) >= 0) {
      high = low + step - 1;
      break;
    }
    low += step;
  }
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const bool below = compare_old(m, middle, row) < 0;
    low = below ? middle + 1 : low;
    high = below ? high : middle;
  }
  return low;
}

/// Tell of the group of a row inserted before old row `at`, if it is the group's first.
static furat_status
tell_inserted(const furat_merger *m, const furat_id *row, size_t at, furat_error *err)
{
  furat_id neighbour[FURAT_BLOCK_MAX_COLUMNS];
  if (!m->sink || !m->tree->group_fields ||
      (m->n_kept &&
       furat_merger_same_group(m, furat_merger_row(m, m->n_kept - 1), row))) {
    return FURAT_OK;
  }
  if (at) {
    old_row(m, at - 1, neighbour);
    if (furat_merger_same_group(m, neighbour, row)) {
      return FURAT_OK;
    }
  }
  if (at < m->n_old) {
    old_row(m, at, neighbour);
    return furat_merger_same_group(m, neighbour, row)
               ? FURAT_OK
               : furat_merger_tell_group(m, row, 1, err);
  }
  return m->has_next && furat_merger_same_group(m, m->next, row)
             ? FURAT_OK
             : furat_merger_tell_group(m, row, 1, err);
}

/// Merge the batch rows up to `end` into the loaded block.
static furat_status
merge_inserted(furat_merger *m, size_t end, furat_error *err)
{
  furat_id row[FURAT_BLOCK_MAX_COLUMNS];
  size_t at = 0; // old rows merged
  furat_status status = FURAT_OK;
  for (size_t i = m->n_done; i < end && status == FURAT_OK; ++i) {
    memcpy(row, furat_merger_row(m, i), m->tree->n_columns * sizeof(furat_id));
    const size_t next = old_lower_bound(m, at, row);
    push_old(m, at, next);
    at = next;
    if (at < m->n_old && compare_old(m, at, row) == 0) {
      continue;
    }
    status = tell_inserted(m, row, at, err);
    push(m, row);
    furat_merger_keep(m, row);
  }
  push_old(m, at, m->n_old);
  return status;
}

/// Take the batch rows up to `end` out of the loaded block.
static void
merge_deleted(furat_merger *m, size_t end)
{
  size_t at = 0;
  for (size_t i = m->n_done; i < end; ++i) {
    const size_t next = old_lower_bound(m, at, furat_merger_row(m, i));
    push_old(m, at, next);
    at = next;
    if (at < m->n_old && compare_old(m, at, furat_merger_row(m, i)) == 0) {
      furat_merger_keep(m, furat_merger_row(m, i));
      at += 1;
    }
  }
  push_old(m, at, m->n_old);
}

// ---- writing blocks

furat_status
furat_merger_put_block(furat_merger *m, const furat_id *first, furat_str value, size_t n,
                       bool same_key, furat_error *err)
{
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  const unsigned n_columns = m->tree->n_columns;
  furat_row_to_key(key, first, n_columns);
  const int64_t change = (int64_t)n - (same_key ? (int64_t)m->n_old : 0);
  furat_kv_enter(m->tree->txn);
  furat_status status =
      furat_kv_put(m->tree->txn, m->tree->map,
                   (furat_str){(const char *)key, 8 * (size_t)n_columns}, value, err);
  if (status == FURAT_OK) {
    status = furat_counts_change(&m->counts, key, change, same_key ? 0 : 1, err);
  }
  furat_kv_leave(m->tree->txn);
  return status;
}

furat_status
furat_merger_remove_block(furat_merger *m, const uint8_t *key, size_t n_rows,
                          furat_error *err)
{
  const furat_str wanted = {(const char *)key, 8 * (size_t)m->tree->n_columns};
  furat_kv_enter(m->tree->txn);
  furat_status status = furat_kv_delete(m->tree->txn, m->tree->map, wanted, err);
  if (status == FURAT_OK) {
    status = furat_counts_change(&m->counts, key, -(int64_t)n_rows, -1, err);
  }
  furat_kv_leave(m->tree->txn);
  return status;
}

/// Put a block of `n` merged rows from `from` on.
static furat_status
put_merged(furat_merger *m, size_t from, furat_str value, size_t n, bool same_key,
           furat_error *err)
{
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    first[c] = m->columns[c][from];
  }
  return furat_merger_put_block(m, first, value, n, same_key, err);
}

/// Write one block of merged rows from `from` on by the coders of the loaded block.
/// FURAT_DONE when they do not fit.
static furat_status
rewrite_block(furat_merger *m, size_t from, size_t n, bool same_key, furat_error *err)
{
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  const furat_id *columns[FURAT_BLOCK_MAX_COLUMNS];
  size_t len_bytes;
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    columns[c] = m->columns[c] + from;
  }
  if (!furat_block_rewrite(value, &len_bytes, columns, n, &m->cursor->block)) {
    return FURAT_DONE;
  }
  return put_merged(m, from, (furat_str){(const char *)value, len_bytes}, n, same_key,
                    err);
}

/// Write one block of merged rows from `from` on, with as many as fit, by new coders.
static furat_status
write_block(furat_merger *m, size_t from, size_t max_rows, bool same_key,
            size_t *n_written, furat_error *err)
{
  uint8_t value[FURAT_BLOCK_MAX_BYTES + FURAT_BITPACK_SLACK_BYTES];
  const furat_id *columns[FURAT_BLOCK_MAX_COLUMNS];
  size_t len_bytes;
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    columns[c] = m->columns[c] + from;
  }
  size_t guess = m->n - from > FURAT_BLOCK_MAX_ROWS ? m->guess : 0;
  *n_written = furat_block_write(value, &len_bytes, columns, m->tree->n_columns,
                                 m->n - from, max_rows, &guess);
  return put_merged(m, from, (furat_str){(const char *)value, len_bytes}, *n_written,
                    same_key, err);
}

static bool
first_is_old(const furat_merger *m)
{
  furat_id first[FURAT_BLOCK_MAX_COLUMNS];
  uint8_t key[FURAT_BLOCK_MAX_KEY_BYTES];
  if (!m->n || !m->n_old) {
    return false;
  }
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    first[c] = m->columns[c][0];
  }
  furat_row_to_key(key, first, m->tree->n_columns);
  return memcmp(key, m->old_key, 8 * (size_t)m->tree->n_columns) == 0;
}

/// Whether the coders of the loaded block are to be kept: they do for a while, but as its
/// number of rows goes on changing better ones may be found.
static bool
keeps_coders(const furat_merger *m)
{
  return !m->joined && furat_merger_keeps_coders(m, m->n);
}

/// Write the merged rows in place of the loaded block by its coders, in one block or in
/// halves.  FURAT_DONE when they do not fit; nothing is written then.
static furat_status
write_kept(furat_merger *m, bool same_key, furat_error *err)
{
  furat_status status = rewrite_block(m, 0, m->n, same_key, err);
  const size_t half = m->n / 2;
  if (status != FURAT_DONE || !half) {
    return status;
  }
  status = rewrite_block(m, 0, half, same_key, err);
  if (status == FURAT_OK) {
    size_t n_written;
    status = rewrite_block(m, half, m->n - half, false, err);
    for (size_t from = half; status == FURAT_DONE && from < m->n; from += n_written) {
      status = write_block(m, from, FURAT_BLOCK_MAX_ROWS, false, &n_written, err);
      status = status == FURAT_OK && from + n_written < m->n ? FURAT_DONE : status;
    }
  }
  return status;
}

/// The size of even shares when only so many of the merged rows fit into a block.
static size_t
even_share(const furat_merger *m, size_t n_fitting)
{
  const size_t n_blocks = (m->n + n_fitting - 1) / n_fitting;
  const size_t share = (m->n + n_blocks - 1) / n_blocks;
  return share < FURAT_BLOCK_MAX_ROWS ? share : FURAT_BLOCK_MAX_ROWS;
}

/// Write the merged rows in place of the loaded block by new coders: in one block if they
/// fit; otherwise in blocks of about one size, or in full ones where rows were put behind
/// everything.
static furat_status
write_anew(furat_merger *m, bool same_key, bool at_end, furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t max_rows = FURAT_BLOCK_MAX_ROWS;
  size_t n_written;
  for (size_t from = 0; status == FURAT_OK && from < m->n; from += n_written) {
    status = write_block(m, from, max_rows, same_key && !from, &n_written, err);
    if (status == FURAT_OK && !from && n_written < m->n && !at_end) {
      // Now that it is known how many fit: even shares instead, the first block again.
      const size_t n_old = m->n_old;
      max_rows = even_share(m, n_written);
      m->n_old = n_written; // furat_merger_put_block tells it
      status = write_block(m, 0, max_rows, true, &n_written, err);
      m->n_old = n_old;
    }
  }
  return status;
}

static furat_status
write_blocks(furat_merger *m, bool at_end, furat_error *err)
{
  const bool same_key = first_is_old(m);
  furat_status status = FURAT_OK;
  if (m->n_old && !same_key) {
    status = furat_merger_remove_block(m, m->old_key, m->n_old, err);
  }
  if (status == FURAT_OK) {
    status = keeps_coders(m) && !at_end ? write_kept(m, same_key, err) : FURAT_DONE;
  }
  return status == FURAT_DONE ? write_anew(m, same_key, at_end, err) : status;
}

/// Join what is left of the loaded block with the next one when it is little.
static furat_status
join_next(furat_merger *m, furat_error *err)
{
  const furat_status status = seek(m, m->next, err);
  if (status != FURAT_OK) {
    return status;
  }
  const size_t n_next = m->cursor->block.n_rows;
  const size_t n_old = m->n_old;
  uint8_t next_key[FURAT_BLOCK_MAX_KEY_BYTES];
  furat_row_to_key(next_key, m->cursor->block.first, m->tree->n_columns);
  if (reserve(m, m->n + n_next, err) != FURAT_OK) {
    return FURAT_NO_MEM;
  }
  for (unsigned c = 0; c < m->tree->n_columns; ++c) {
    furat_tree_column(m->cursor, c, 0, n_next);
  }
  m->n_old = n_next;
  push_old(m, 0, n_next);
  m->n_old = n_old;
  m->joined = true;
  return furat_merger_remove_block(m, next_key, n_next, err);
}

static furat_status
write_deleted(furat_merger *m, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (m->n && m->n < m->n_old && m->n < FURAT_MERGER_SMALL_ROWS && m->has_next) {
    status = join_next(m, err);
  }
  if (status == FURAT_OK && m->n) {
    return write_blocks(m, false, err);
  }
  return status == FURAT_OK ? furat_merger_remove_block(m, m->old_key, m->n_old, err)
                            : status;
}

// ---- groups that vanish

furat_status
furat_merger_end_group(furat_merger *m, const furat_id *fields, bool all_here,
                       furat_error *err)
{
  const unsigned n_columns = m->tree->n_columns;
  const size_t n = m->vanishing.n;
  if (n && furat_merger_same_group(
               m, &FURAT_VEC_AT(&m->vanishing, furat_id, n - n_columns), fields)) {
    return FURAT_OK; // remembered when its rows of the block before went
  }
  if (all_here) {
    return furat_merger_tell_group(m, fields, -1, err);
  }
  furat_id *noted = furat_vec_extend(&m->vanishing, n_columns);
  if (!noted) {
    return furat_vec_status(&m->vanishing, err);
  }
  memcpy(noted, fields, m->tree->group_fields * sizeof(furat_id));
  return FURAT_OK;
}

/// Whether the merged rows, which are a part of the old ones, still hold a group; `*at`
/// moves on.
static bool
still_there(const furat_merger *m, size_t *at, const furat_id *fields)
{
  furat_id row[FURAT_BLOCK_MAX_COLUMNS];
  for (; *at < m->n; ++*at) {
    for (unsigned c = 0; c < m->tree->group_fields; ++c) {
      row[c] = m->columns[c][*at];
    }
    const int order = furat_row_compare(row, fields, m->tree->group_fields);
    if (order >= 0) {
      return order == 0;
    }
  }
  return false;
}

/// Whether a group with rows in the loaded block has none in others: rows of other groups
/// stand around it.
static bool
is_all_in_block(const furat_merger *m, const furat_id *row)
{
  furat_id end[FURAT_BLOCK_MAX_COLUMNS];
  old_row(m, 0, end);
  if (furat_merger_same_group(m, end, row)) {
    return false; // it may have begun in the block before
  }
  old_row(m, m->n_old - 1, end);
  return !furat_merger_same_group(m, end, row) || !furat_merger_is_in_next(m, row);
}

/// Tell of the groups of the rows just deleted (kept rows from `first` on) that are not
/// in the block any more, or remember those that may be elsewhere: that is asked at the
/// end.
static furat_status
note_vanishing(furat_merger *m, size_t first, furat_error *err)
{
  size_t at = 0;
  if (!m->sink || !m->tree->group_fields) {
    return FURAT_OK;
  }
  for (size_t i = first; i < m->n_kept; ++i) {
    const furat_id *row = furat_merger_row(m, i);
    if ((i > first && furat_merger_same_group(m, furat_merger_row(m, i - 1), row)) ||
        still_there(m, &at, row)) {
      continue;
    }
    const furat_status status =
        furat_merger_end_group(m, row, is_all_in_block(m, row), err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

/// Whether a row that begins with these fields is in the set.
static furat_status
group_exists(furat_merger *m, const furat_id *fields, bool *exists, furat_error *err)
{
  size_t low, high;
  *exists = false;
  furat_status status = seek(m, fields, err);
  while (status == FURAT_OK) {
    furat_tree_equal_range(m->cursor, fields, m->tree->group_fields, 0, &low, &high);
    *exists = low < high;
    if (*exists || low < m->cursor->block.n_rows) {
      return FURAT_OK;
    }
    const bool locked = enter_move(m);
    status = furat_tree_next(m->cursor, err);
    leave_move(m, locked);
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
tell_vanished(furat_merger *m, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < m->vanishing.n; i += m->tree->n_columns) {
    bool exists;
    const furat_id *fields = &FURAT_VEC_AT(&m->vanishing, furat_id, i);
    status = group_exists(m, fields, &exists, err);
    if (status == FURAT_OK && !exists) {
      status = furat_merger_tell_group(m, fields, -1, err);
    }
  }
  return status;
}

// ---- the two changes

static furat_status
insert_into_block(furat_merger *m, furat_error *err)
{
  furat_id last[FURAT_BLOCK_MAX_COLUMNS];
  const size_t end = batch_end(m);
  const size_t first_kept = m->n_kept;
  furat_status status = furat_merger_insert_few(m, end, err);
  if (status != FURAT_DONE) {
    m->n_done = end;
    return status;
  }
  unpack_block(m);
  status = reserve(m, m->n_old + (end - m->n_done), err);
  if (status == FURAT_OK) {
    status = merge_inserted(m, end, err);
  }
  m->n_done = end;
  if (status != FURAT_OK || m->n_kept == first_kept) {
    return status;
  }
  bool at_end = !m->has_next;
  if (at_end && m->n_old) {
    old_row(m, m->n_old - 1, last);
    at_end =
        furat_row_compare(last, furat_merger_row(m, first_kept), m->tree->n_columns) < 0;
  }
  return write_blocks(m, at_end, err);
}

static furat_status
delete_from_block(furat_merger *m, furat_error *err)
{
  const size_t end = batch_end(m);
  const size_t first_kept = m->n_kept;
  furat_status status = furat_merger_delete_few(m, end, err);
  if (status != FURAT_DONE) {
    m->n_done = end;
    return status;
  }
  unpack_block(m);
  status = reserve(m, m->n_old, err);
  if (status != FURAT_OK) {
    return status;
  }
  merge_deleted(m, end);
  m->n_done = end;
  if (m->n_kept == first_kept) {
    return FURAT_OK;
  }
  status = note_vanishing(m, first_kept, err);
  return status == FURAT_OK ? write_deleted(m, err) : status;
}

static furat_status
change(const furat_tree *tree, furat_rows *rows, const furat_group_sink *sink,
       furat_status (*change_block)(furat_merger *, furat_error *), furat_error *err)
{
  furat_merger m = {.tree = tree, .sink = sink, .rows = rows};
  furat_counts_init(&m.counts, tree);
  furat_vec_init(&m.vanishing, sizeof(furat_id), SIZE_MAX / sizeof(furat_id));
  furat_kv_enter(tree->txn);
  furat_status status = furat_tree_cursor_open(&m.cursor, tree, err);
  furat_kv_leave(tree->txn);
  while (status == FURAT_OK && m.n_done < rows->n) {
    status = load_block(&m, err);
    if (status == FURAT_OK) {
      status = change_block(&m, err);
    }
  }
  if (status == FURAT_OK && tree->counted) {
    furat_kv_enter(tree->txn);
    status = furat_counts_finish(&m.counts, err);
    furat_kv_leave(tree->txn);
  }
  if (status == FURAT_OK) {
    rows->n = m.n_kept;
    status = tell_vanished(&m, err);
  }
  furat_kv_enter(tree->txn);
  furat_tree_cursor_close(m.cursor);
  furat_kv_leave(tree->txn);
  furat_vec_clear(&m.vanishing);
  for (unsigned c = 0; c < FURAT_BLOCK_MAX_COLUMNS; ++c) {
    furat_free(m.columns[c]);
  }
  return status;
}

furat_status
furat_tree_insert(const furat_tree *tree, furat_rows *rows, const furat_group_sink *sink,
                  furat_error *err)
{
  return change(tree, rows, sink, insert_into_block, err);
}

furat_status
furat_tree_delete(const furat_tree *tree, furat_rows *rows, const furat_group_sink *sink,
                  furat_error *err)
{
  return change(tree, rows, sink, delete_from_block, err);
}
