// SPDX-License-Identifier: GPL-3.0-or-later
// Readers go through the checked page reader, but a writer calls LMDB, which trusts its
// pages.  So the pages that a call may touch are looked at before it, in the snapshot
// that the writer began with: LMDB changes copies of them and never these pages.
//                                                             page -> [kv_guard] -> kv
#include <endian.h>
#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "store/kv_lmdb.h"

/// Look at the pages around the cursor unless it stands on the leaf of `known`, which it
/// becomes.
static furat_status
look_around(const furat_page_cursor *cursor, furat_page_cursor *known, uint8_t *seen,
            furat_error *err)
{
  const unsigned leaf = cursor->depth - 1;
  if (known->depth == cursor->depth && known->pages[leaf] == cursor->pages[leaf]) {
    return FURAT_OK;
  }
  const furat_status status = furat_page_check_around(cursor, known, seen, err);
  if (status == FURAT_OK) {
    *known = *cursor;
  }
  return status;
}

furat_status
furat_kv_guard(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_error *err)
{
  furat_page_cursor cursor;
  furat_kv_changes *known = &txn->changes[map];
  if (known->guarded.depth && furat_page_compare_keys(known->guarded_first, key) <= 0 &&
      furat_page_compare_keys(key, known->guarded_last) <= 0) {
    return FURAT_OK;
  }
  furat_page_cursor_init(&cursor, &txn->file, &txn->roots[map]);
  furat_status status = furat_page_seek_le(&cursor, key, err);
  if (status == FURAT_DONE) {
    status = furat_page_first(&cursor, err);
  }
  if (status == FURAT_OK) {
    status = look_around(&cursor, &known->guarded, txn->seen, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_page_leaf_keys(&cursor, &known->guarded_first, &known->guarded_last, err);
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// What each page of the file is used for: once, or the next change of one use destroys
/// the other.
typedef struct usage {
  uint8_t *bits;
  uint64_t n_pages;
  uint64_t n_used;
} usage;

/// Note a use of pages.  False when one of them has another.
static bool
use(usage *used, uint64_t first, uint64_t n)
{
  for (uint64_t page = first; used && page < first + n && page < used->n_pages; ++page) {
    const uint8_t bit = (uint8_t)(1U << page % 8);
    if (used->bits[page / 8] & bit) {
      return false;
    }
    used->bits[page / 8] |= bit;
    used->n_used += 1;
  }
  return true;
}

static furat_status
used_twice(furat_error *err)
{
  return furat_error_set(err, FURAT_CORRUPT, "a page of the store is used twice");
}

/// Note the pages of the cursor's path that `known` does not stand on.
static furat_status
use_path(usage *used, const furat_page_cursor *cursor, const furat_page_cursor *known,
         furat_error *err)
{
  const furat_page_file *file = cursor->file;
  for (unsigned level = 0; level < cursor->depth; ++level) {
    const uint8_t *page = cursor->pages[level];
    if ((level >= known->depth || known->pages[level] != page) &&
        !use(used, (uint64_t)(page - file->bytes) / file->page_bytes, 1)) {
      return used_twice(err);
    }
  }
  return FURAT_OK;
}

/// Note the pages of a value that does not stand in its leaf.
static furat_status
use_value(usage *used, const furat_page_cursor *cursor, furat_str value, furat_error *err)
{
  const furat_page_file *file = cursor->file;
  const uint8_t *leaf = cursor->pages[cursor->depth - 1];
  const uint8_t *at = (const uint8_t *)value.data;
  if (at >= leaf && at <= leaf + file->page_bytes) {
    return FURAT_OK;
  }
  // The last field of the header in front of it is the number of its pages.
  uint32_t n;
  memcpy(&n, at - sizeof(n), sizeof(n));
  const uint64_t first = (uint64_t)(at - file->bytes) / file->page_bytes;
  return use(used, first, le32toh(n)) ? FURAT_OK : used_twice(err);
}

/// A list of free pages: their number, then the pages, which descend.
static furat_status
check_list(furat_str list, uint64_t last_page, usage *used, furat_error *err)
{
  uint64_t n = 0;
  uint64_t before = last_page + 1;
  bool sound = list.len >= sizeof(n);
  if (sound) {
    memcpy(&n, list.data, sizeof(n));
    n = le64toh(n);
    sound = n <= list.len / sizeof(n) - 1;
  }
  for (uint64_t i = 0; sound && i < n; ++i) {
    uint64_t page;
    memcpy(&page, list.data + (i + 1) * sizeof(page), sizeof(page));
    page = le64toh(page);
    sound = page >= FURAT_PAGE_N_METAS && page < before && use(used, page, 1);
    before = page;
  }
  return sound ? FURAT_OK
               : furat_error_set(err, FURAT_CORRUPT,
                                 "the free pages of the store are damaged");
}

/// All pages of a tree; `last_page` 0: its values are no lists.  `used` may be NULL.
static furat_status
check_tree(const furat_page_file *file, const furat_page_root *root, uint64_t last_page,
           usage *used, furat_error *err)
{
  furat_page_cursor cursor;
  furat_page_cursor known = {.depth = 0};
  furat_str key, value;
  uint64_t n_entries = 0;
  const uint64_t n_before = used ? used->n_used : 0;
  furat_page_cursor_init(&cursor, file, root);
  furat_status status = furat_page_first(&cursor, err);
  for (; status == FURAT_OK; ++n_entries) {
    status = use_path(used, &cursor, &known, err);
    status = status == FURAT_OK ? look_around(&cursor, &known, NULL, err) : status;
    if (status == FURAT_OK && (last_page || used)) {
      status = furat_page_entry(&cursor, &key, &value, err);
      status = status == FURAT_OK ? use_value(used, &cursor, value, err) : status;
    }
    if (status == FURAT_OK && last_page) {
      status = check_list(value, last_page, used, err);
    }
    status = status == FURAT_OK ? furat_page_next(&cursor, err) : status;
  }
  if (status == FURAT_DONE && used && !last_page &&
      (n_entries != root->n_entries || used->n_used - n_before != root->n_pages)) {
    return furat_error_set(err, FURAT_CORRUPT, "a map of the store has a wrong size");
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// What LMDB keeps for itself: the list of maps and the lists of free pages.
static furat_status
check_own(const furat_page_file *file, const furat_page_meta *meta, usage *used,
          furat_error *err)
{
  const furat_status status = check_tree(file, &meta->main, 0, used, err);
  return status == FURAT_OK ? check_tree(file, &meta->free, meta->last_page, used, err)
                            : status;
}

static furat_status
check_maps(furat_kv_txn *txn, usage *used, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (unsigned map = 0; status == FURAT_OK && map < FURAT_KV_N_MAPS; ++map) {
    status = check_tree(&txn->file, &txn->roots[map], 0, used, err);
  }
  return status;
}

furat_status
furat_kv_guard_meta(furat_kv_txn *txn, furat_error *err)
{
  return check_own(&txn->file, &txn->meta, NULL, err);
}

furat_status
furat_kv_guard_all(furat_kv_txn *txn, furat_error *err)
{
  return check_maps(txn, NULL, err);
}

furat_status
furat_kv_check(furat_kv_txn *txn, furat_error *err)
{
  usage used = {.n_pages = txn->file.n_pages};
  used.bits = furat_alloc_zeroed(used.n_pages / 8 + 1, 1);
  if (!used.bits) {
    return furat_error_no_mem(err);
  }
  furat_status status = check_own(&txn->file, &txn->meta, &used, err);
  if (status == FURAT_OK) {
    status = check_maps(txn, &used, err);
  }
  if (status == FURAT_OK && used.n_used + FURAT_PAGE_N_METAS < used.n_pages) {
    status = furat_error_set(err, FURAT_CORRUPT,
                             "%" PRIu64 " pages of the store are neither used nor free",
                             used.n_pages - FURAT_PAGE_N_METAS - used.n_used);
  }
  furat_free(used.bits);
  return status;
}
