// SPDX-License-Identifier: GPL-3.0-or-later
// Sums over blocks in two levels, so that the rank of a row is known without visiting the
// blocks before it: at most the entries of level 2, a few dozen of level 1 and a few
// dozen blocks.
#include <assert.h>
#include <endian.h>

#include "store/tree_internal.h"

enum { VALUE_BYTES = 16, ROW_KEY_BYTES = 32, MAX_CHILDREN = 2 * FURAT_COUNT_FANOUT };

typedef struct entry {
  uint8_t key[FURAT_COUNT_KEY_BYTES];
  uint64_t n_rows;
  uint32_t n_children;
} entry;

static void
make_key(uint8_t *key, const furat_tree *tree, unsigned level, const uint8_t *row_key)
{
  key[0] = (uint8_t)tree->map;
  key[1] = (uint8_t)level;
  memset(key + 2, 0, ROW_KEY_BYTES);
  if (row_key) {
    memcpy(key + 2, row_key, ROW_KEY_BYTES);
  }
}

static furat_str
key_str(const uint8_t *key)
{
  return (furat_str){(const char *)key, FURAT_COUNT_KEY_BYTES};
}

/// Whether a key is one of the tree's on this level.
static bool
is_of_level(furat_str key, const furat_tree *tree, unsigned level)
{
  return key.len == FURAT_COUNT_KEY_BYTES && (uint8_t)key.data[0] == (uint8_t)tree->map &&
         (uint8_t)key.data[1] == level;
}

static furat_status
read_entry(entry *out, furat_str key, furat_str value, furat_error *err)
{
  if (key.len != FURAT_COUNT_KEY_BYTES || value.len != VALUE_BYTES ||
      !furat_block_is_sealed(value, key)) {
    return furat_error_set(err, FURAT_CORRUPT, "the counts of the store are damaged");
  }
  uint32_t n_children;
  memcpy(out->key, key.data, FURAT_COUNT_KEY_BYTES);
  memcpy(&n_children, value.data + FURAT_SEAL_BYTES + 8, sizeof(n_children));
  out->n_rows = furat_load_le64((const uint8_t *)value.data + FURAT_SEAL_BYTES);
  out->n_children = le32toh(n_children);
  return FURAT_OK;
}

static furat_status
put_entry(const furat_tree *tree, const entry *e, furat_error *err)
{
  uint8_t value[VALUE_BYTES];
  const uint32_t n_children = htole32(e->n_children);
  furat_store_le64(value + FURAT_SEAL_BYTES, e->n_rows);
  memcpy(value + FURAT_SEAL_BYTES + 8, &n_children, sizeof(n_children));
  furat_block_seal(value, VALUE_BYTES, key_str(e->key));
  return furat_kv_put(tree->txn, FURAT_KV_COUNTS, key_str(e->key),
                      (furat_str){(const char *)value, VALUE_BYTES}, err);
}

furat_status
furat_counts_put(const furat_tree *tree, unsigned level, const uint8_t *row_key,
                 uint64_t n_rows, uint32_t n_children, furat_error *err)
{
  entry e = {.n_rows = n_rows, .n_children = n_children};
  make_key(e.key, tree, level, row_key);
  return put_entry(tree, &e, err);
}

// ---- reading

/// Add up the entries of a level from the one with `start` up to the one that `key` falls
/// into, which is not added; its row key goes to `start`.
static furat_status
sum_entries(uint64_t *sum, const furat_tree *tree, unsigned level, uint8_t *start,
            const uint8_t *key, furat_error *err)
{
  furat_kv_cursor *cursor;
  furat_str found, value;
  uint8_t count_key[FURAT_COUNT_KEY_BYTES];
  furat_status status = furat_kv_cursor_open(&cursor, tree->txn, FURAT_KV_COUNTS, err);
  if (status != FURAT_OK) {
    return status;
  }
  make_key(count_key, tree, level, start);
  status = furat_kv_seek_le(cursor, key_str(count_key), &found, &value, err);
  if (status == FURAT_OK && !furat_str_equal(found, key_str(count_key))) {
    status = furat_error_set(err, FURAT_CORRUPT, "the counts of the store are damaged");
  }
  uint64_t before = 0; // rows of the entry that may be the one
  while (status == FURAT_OK && is_of_level(found, tree, level) &&
         memcmp(found.data + 2, key, ROW_KEY_BYTES) <= 0) {
    entry e = {.n_rows = 0};
    status = read_entry(&e, found, value, err);
    if (status == FURAT_OK) {
      *sum += before;
      before = e.n_rows;
      memcpy(start, e.key + 2, ROW_KEY_BYTES);
      status = furat_kv_next(cursor, &found, &value, err);
    }
  }
  furat_kv_cursor_close(cursor);
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// Add up the blocks with keys from `start` on and below `key`.
static furat_status
sum_blocks(uint64_t *sum, const furat_tree *tree, const uint8_t *start,
           const uint8_t *key, furat_error *err)
{
  furat_kv_cursor *cursor;
  furat_str found, value;
  furat_status status = furat_kv_cursor_open(&cursor, tree->txn, tree->map, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_str wanted = {(const char *)start, ROW_KEY_BYTES};
  status = furat_kv_seek_le(cursor, wanted, &found, &value, err);
  if (status == FURAT_DONE) {
    status = furat_kv_first(cursor, &found, &value, err);
  } else if (status == FURAT_OK && !furat_str_equal(found, wanted)) {
    status = furat_kv_next(cursor, &found, &value, err);
  }
  while (status == FURAT_OK && found.len == ROW_KEY_BYTES &&
         memcmp(found.data, key, ROW_KEY_BYTES) < 0) {
    *sum += furat_block_count(value);
    status = furat_kv_next(cursor, &found, &value, err);
  }
  furat_kv_cursor_close(cursor);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_counts_before(uint64_t *out, const furat_tree *tree, const uint8_t *key,
                    furat_error *err)
{
  uint8_t start[ROW_KEY_BYTES] = {0};
  furat_status status = FURAT_OK;
  *out = 0;
  for (unsigned level = FURAT_COUNT_LEVELS; status == FURAT_OK && level; --level) {
    status = sum_entries(out, tree, level, start, key, err);
  }
  return status == FURAT_OK ? sum_blocks(out, tree, start, key, err) : status;
}

/// The block that `row` falls into, and its position there.
static furat_status
locate(furat_tree_cursor *cursor, const furat_id *row, uint8_t *key, size_t *position,
       furat_error *err)
{
  size_t high;
  const furat_status status = furat_tree_seek(cursor, row, err);
  if (status == FURAT_OK) {
    furat_tree_equal_range(cursor, row, cursor->tree.n_columns, 0, position, &high);
    furat_row_to_key(key, cursor->block.first, cursor->tree.n_columns);
  }
  return status;
}

furat_status
furat_tree_count(uint64_t *out, const furat_tree *tree, const furat_id *low,
                 const furat_id *high, furat_error *err)
{
  static const furat_id last[FURAT_BLOCK_MAX_COLUMNS] = {UINT64_MAX, UINT64_MAX,
                                                         UINT64_MAX, UINT64_MAX};
  uint8_t low_key[ROW_KEY_BYTES], high_key[ROW_KEY_BYTES];
  size_t low_position, high_position;
  uint64_t low_rank = 0;
  uint64_t high_rank = 0;
  furat_tree_cursor *cursor;
  assert(tree->counted);
  *out = 0;
  furat_status status = furat_tree_cursor_open(&cursor, tree, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = locate(cursor, low, low_key, &low_position, err);
  if (status == FURAT_OK) {
    status = locate(cursor, high ? high : last, high_key, &high_position, err);
  }
  furat_tree_cursor_close(cursor);
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? FURAT_OK : status;
  }
  if (memcmp(low_key, high_key, ROW_KEY_BYTES) != 0) {
    status = furat_counts_before(&low_rank, tree, low_key, err);
    if (status == FURAT_OK) {
      status = furat_counts_before(&high_rank, tree, high_key, err);
    }
  }
  low_rank += low_position;
  high_rank += high_position;
  *out = high_rank > low_rank ? high_rank - low_rank : 0;
  return status;
}

// ---- changing

void
furat_counts_init(furat_counts *counts, const furat_tree *tree)
{
  *counts = (furat_counts){.tree = *tree};
}

/// The entry of a level that a row falls into; a new one where the level has none.
static furat_status
find_entry(entry *out, const furat_tree *tree, unsigned level, const uint8_t *row_key,
           furat_kv_cursor *cursor, furat_error *err)
{
  uint8_t key[FURAT_COUNT_KEY_BYTES];
  furat_str found, value;
  make_key(key, tree, level, row_key);
  const furat_status status = furat_kv_seek_le(cursor, key_str(key), &found, &value, err);
  if (status == FURAT_OK && is_of_level(found, tree, level)) {
    return read_entry(out, found, value, err);
  }
  *out = (entry){.n_rows = 0};
  make_key(out->key, tree, level, NULL);
  return status == FURAT_OK ? FURAT_DONE : status;
}

static furat_status
load(furat_counts *counts, const uint8_t *block_key, furat_error *err)
{
  entry e;
  furat_kv_cursor *cursor;
  furat_str found, value;
  furat_status status =
      furat_kv_cursor_open(&cursor, counts->tree.txn, FURAT_KV_COUNTS, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = find_entry(&e, &counts->tree, 1, block_key, cursor, err);
  counts->has_next = false;
  if (status == FURAT_OK && furat_kv_next(cursor, &found, &value, NULL) == FURAT_OK &&
      is_of_level(found, &counts->tree, 1)) {
    counts->has_next = true;
    memcpy(counts->next_key, found.data, FURAT_COUNT_KEY_BYTES);
  }
  furat_kv_cursor_close(cursor);
  if (status != FURAT_OK && status != FURAT_DONE) {
    return status;
  }
  memcpy(counts->key, e.key, FURAT_COUNT_KEY_BYTES);
  counts->n_rows = e.n_rows;
  counts->n_blocks = e.n_children;
  counts->row_change = 0;
  counts->open = true;
  return FURAT_OK;
}

/// Cut an entry that has too many children into several; `*n_new` are added to its level.
static furat_status
split(const furat_tree *tree, unsigned level, entry e, const uint8_t *end,
      uint32_t *n_new, furat_error *err)
{
  furat_kv_cursor *cursor;
  furat_str found, value;
  uint8_t first[FURAT_COUNT_KEY_BYTES];
  const bool blocks = level == 1;
  const size_t offset = blocks ? 0 : 2;
  make_key(first, tree, level - 1, e.key + 2);
  *n_new = 0;
  furat_status status =
      furat_kv_cursor_open(&cursor, tree->txn, blocks ? tree->map : FURAT_KV_COUNTS, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_str wanted =
      blocks ? (furat_str){(char *)first + 2, ROW_KEY_BYTES} : key_str(first);
  status = furat_kv_seek_le(cursor, wanted, &found, &value, err);
  if (status == FURAT_DONE) {
    status = furat_kv_first(cursor, &found, &value, err);
  } else if (status == FURAT_OK && !furat_str_equal(found, wanted)) {
    status = furat_kv_next(cursor, &found, &value, err);
  }
  e.n_rows = 0;
  e.n_children = 0;
  // Writing entries of this level may move the pages of level-1 entries below the cursor,
  // so what was found is used before anything is written.
  while (status == FURAT_OK && found.len >= offset + ROW_KEY_BYTES &&
         (blocks || is_of_level(found, tree, level - 1)) &&
         (!end || memcmp(found.data + offset, end, ROW_KEY_BYTES) < 0)) {
    entry child = {.n_rows = furat_block_count(value)};
    uint8_t child_key[FURAT_COUNT_KEY_BYTES];
    make_key(child_key, tree, level, (const uint8_t *)found.data + offset);
    if (!blocks) {
      status = read_entry(&child, found, value, err);
    }
    if (status == FURAT_OK && e.n_children == FURAT_COUNT_FANOUT) {
      status = put_entry(tree, &e, err);
      *n_new += 1;
      e.n_rows = 0;
      e.n_children = 0;
      memcpy(e.key, child_key, FURAT_COUNT_KEY_BYTES);
    }
    e.n_rows += child.n_rows;
    e.n_children += 1;
    if (status == FURAT_OK) {
      status = furat_kv_next(cursor, &found, &value, err);
    }
  }
  furat_kv_cursor_close(cursor);
  return status == FURAT_DONE || status == FURAT_OK ? put_entry(tree, &e, err) : status;
}

static bool
is_first_row(const uint8_t *count_key)
{
  static const uint8_t zeros[ROW_KEY_BYTES] = {0};
  return memcmp(count_key + 2, zeros, ROW_KEY_BYTES) == 0;
}

/// Write a changed entry: as it is, in several, or not at all when nothing is below it.
/// `*child_change` tells the level above.
static furat_status
write_entry(const furat_tree *tree, unsigned level, const entry *e, const uint8_t *end,
            int64_t *child_change, furat_error *err)
{
  uint32_t n_new = 0;
  *child_change = 0;
  if (e->n_children > MAX_CHILDREN) {
    const furat_status status = split(tree, level, *e, end, &n_new, err);
    *child_change = n_new;
    return status;
  }
  if (!e->n_children && !is_first_row(e->key)) {
    *child_change = -1;
    return furat_kv_delete(tree->txn, FURAT_KV_COUNTS, key_str(e->key), err);
  }
  return put_entry(tree, e, err);
}

/// Carry a change into level 2.
static furat_status
change_above(const furat_tree *tree, const uint8_t *row_key, int64_t row_change,
             int64_t child_change, furat_error *err)
{
  entry e;
  furat_kv_cursor *cursor;
  furat_str found, value;
  uint8_t end[ROW_KEY_BYTES];
  bool has_end = false;
  int64_t ignored;
  furat_status status = furat_kv_cursor_open(&cursor, tree->txn, FURAT_KV_COUNTS, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = find_entry(&e, tree, FURAT_COUNT_LEVELS, row_key, cursor, err);
  if (status == FURAT_DONE) {
    e.n_children = 1; // the first entry of level 1, which has just been made
  } else if (status == FURAT_OK &&
             furat_kv_next(cursor, &found, &value, NULL) == FURAT_OK &&
             is_of_level(found, tree, FURAT_COUNT_LEVELS)) {
    memcpy(end, found.data + 2, ROW_KEY_BYTES);
    has_end = true;
  }
  furat_kv_cursor_close(cursor);
  if (status != FURAT_OK && status != FURAT_DONE) {
    return status;
  }
  e.n_rows += (uint64_t)row_change;
  e.n_children += (uint32_t)child_change;
  return write_entry(tree, FURAT_COUNT_LEVELS, &e, has_end ? end : NULL, &ignored, err);
}

furat_status
furat_counts_finish(furat_counts *counts, furat_error *err)
{
  if (!counts->open) {
    return FURAT_OK;
  }
  entry e = {.n_rows = counts->n_rows, .n_children = (uint32_t)counts->n_blocks};
  int64_t child_change;
  memcpy(e.key, counts->key, FURAT_COUNT_KEY_BYTES);
  counts->open = false;
  const furat_status status =
      write_entry(&counts->tree, 1, &e, counts->has_next ? counts->next_key + 2 : NULL,
                  &child_change, err);
  return status == FURAT_OK ? change_above(&counts->tree, counts->key + 2,
                                           counts->row_change, child_change, err)
                            : status;
}

furat_status
furat_counts_change(furat_counts *counts, const uint8_t *block_key, int64_t row_change,
                    int block_change, furat_error *err)
{
  if (!counts->tree.counted) {
    return FURAT_OK;
  }
  if (counts->open && (memcmp(block_key, counts->key + 2, ROW_KEY_BYTES) < 0 ||
                       (counts->has_next &&
                        memcmp(block_key, counts->next_key + 2, ROW_KEY_BYTES) >= 0))) {
    const furat_status status = furat_counts_finish(counts, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (!counts->open) {
    const furat_status status = load(counts, block_key, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  counts->n_rows += (uint64_t)row_change;
  counts->n_blocks += (uint64_t)(int64_t)block_change;
  counts->row_change += row_change;
  return FURAT_OK;
}
