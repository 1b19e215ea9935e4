// SPDX-License-Identifier: GPL-3.0-or-later
// Readers go through the checked page reader, but a writer calls LMDB, which trusts its
// pages.  So the pages that a call may touch are looked at before it, in the snapshot
// that the writer began with: LMDB changes copies of them and never these pages.
//                                                             page -> [kv_guard] -> kv
#include <endian.h>
#include <string.h>

#include "store/kv_lmdb.h"

enum { N_META_PAGES = 2 };

/// Look at the pages around the cursor unless it stands on the leaf of `known`, which it
/// becomes.
static furat_status
look_around(const furat_page_cursor *cursor, furat_page_cursor *known, furat_error *err)
{
  const unsigned leaf = cursor->depth - 1;
  if (known->depth == cursor->depth && known->pages[leaf] == cursor->pages[leaf]) {
    return FURAT_OK;
  }
  const furat_status status = furat_page_check_around(cursor, known, err);
  if (status == FURAT_OK) {
    *known = *cursor;
  }
  return status;
}

furat_status
furat_kv_guard(furat_kv_txn *txn, furat_kv_map map, furat_str key, furat_error *err)
{
  furat_page_cursor cursor;
  furat_page_cursor_init(&cursor, &txn->file, &txn->roots[map]);
  furat_status status = furat_page_seek_le(&cursor, key, err);
  if (status == FURAT_DONE) {
    status = furat_page_first(&cursor, err);
  }
  if (status == FURAT_OK) {
    status = look_around(&cursor, &txn->guarded[map], err);
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

/// A list of free pages: their number, then the pages, which descend.
static furat_status
check_list(furat_str list, uint64_t last_page, furat_error *err)
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
    sound = page >= N_META_PAGES && page < before;
    before = page;
  }
  return sound ? FURAT_OK
               : furat_error_set(err, FURAT_CORRUPT,
                                 "the free pages of the store are damaged");
}

/// All pages of a tree; `last_page` 0: its values are no lists.
static furat_status
check_tree(const furat_page_file *file, const furat_page_root *root, uint64_t last_page,
           furat_error *err)
{
  furat_page_cursor cursor;
  furat_page_cursor known = {.depth = 0};
  furat_str key, value;
  furat_page_cursor_init(&cursor, file, root);
  furat_status status = furat_page_first(&cursor, err);
  while (status == FURAT_OK) {
    status = look_around(&cursor, &known, err);
    if (status == FURAT_OK && last_page) {
      status = furat_page_entry(&cursor, &key, &value, err);
      status = status == FURAT_OK ? check_list(value, last_page, err) : status;
    }
    status = status == FURAT_OK ? furat_page_next(&cursor, err) : status;
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_kv_guard_meta(const furat_page_file *file, const furat_page_meta *meta,
                    furat_error *err)
{
  const furat_status status = check_tree(file, &meta->main, 0, err);
  return status == FURAT_OK ? check_tree(file, &meta->free, meta->last_page, err)
                            : status;
}

furat_status
furat_kv_guard_all(furat_kv_txn *txn, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (unsigned map = 0; status == FURAT_OK && map < FURAT_KV_N_MAPS; ++map) {
    status = check_tree(&txn->file, &txn->roots[map], 0, err);
  }
  return status;
}
