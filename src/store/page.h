// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the B+trees of an LMDB file (data format 1) from a mapped snapshot, with every
// offset checked: LMDB itself trusts its pages, and a damaged file would make it crash.
// Only for pages that a reader's slot in LMDB's lock file protects.        kv -> [page]
#ifndef FURAT_STORE_PAGE_H
#define FURAT_STORE_PAGE_H

#include "base/error.h"

enum {
  FURAT_PAGE_MAX_DEPTH = 24,
  FURAT_PAGE_ROOT_BYTES = 48,       ///< LMDB's record of a database
  FURAT_PAGE_META_BYTES = 16 + 152, ///< page header and meta record
  FURAT_PAGE_N_METAS = 2
};

/// The pages of a snapshot.
typedef struct furat_page_file {
  const uint8_t *bytes;
  uint64_t n_pages; ///< that the file holds now
  uint32_t page_bytes;
} furat_page_file;

/// Where a tree begins; n_entries 0: it is empty or does not exist.
typedef struct furat_page_root {
  uint64_t page;
  uint64_t n_entries;
  uint64_t n_pages; ///< of all kinds that it takes
  uint16_t depth;
  bool integer_keys; ///< of the lists of free pages: 8 bytes in the machine's order
} furat_page_root;

/// The snapshot that a meta page (0 or 1) describes.
typedef struct furat_page_meta {
  uint64_t transaction;
  uint64_t last_page;
  uint32_t page_bytes;
  furat_page_root main;
  furat_page_root free; ///< lists of pages that can be used again
} furat_page_meta;

/// Read a meta page from its first bytes.  FURAT_VERSION when it is none of LMDB's data
/// format 1.
FURAT_NODISCARD furat_status
furat_page_meta_read(furat_page_meta *out, const uint8_t bytes[FURAT_PAGE_META_BYTES],
                     furat_error *err);

/// A place in a tree.  Plain data: copy it, forget it.
typedef struct furat_page_cursor {
  const furat_page_file *file;
  furat_page_root root;
  unsigned depth; ///< levels in use; 0: not placed
  const uint8_t *pages[FURAT_PAGE_MAX_DEPTH];
  uint16_t indexes[FURAT_PAGE_MAX_DEPTH];
} furat_page_cursor;

void
furat_page_cursor_init(furat_page_cursor *cursor, const furat_page_file *file,
                       const furat_page_root *root);

/// Go to the last entry whose key is not greater than `key`.  FURAT_DONE when there is
/// none; FURAT_CORRUPT when a page is damaged.
FURAT_NODISCARD furat_status
furat_page_seek_le(furat_page_cursor *cursor, furat_str key, furat_error *err);

/// Go to the first entry, or to the next.  FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_page_first(furat_page_cursor *cursor, furat_error *err);

FURAT_NODISCARD furat_status
furat_page_next(furat_page_cursor *cursor, furat_error *err);

/// Check every node of the pages from the root to the cursor and to the leaves beside it:
/// whoever changes something there relies on them.  Pages that `known` (or NULL) stands
/// on were checked before, and those with a bit in `seen` (a bit a page of the file, or
/// NULL), which gets those that are checked now.  FURAT_CORRUPT when one is damaged.
FURAT_NODISCARD furat_status
furat_page_check_around(const furat_page_cursor *cursor, const furat_page_cursor *known,
                        uint8_t *seen, furat_error *err);

/// The first and the last key of the cursor's leaf, borrowed from the map.
FURAT_NODISCARD furat_status
furat_page_leaf_keys(const furat_page_cursor *cursor, furat_str *first, furat_str *last,
                     furat_error *err);

/// The order of keys in a map.
int
furat_page_compare_keys(furat_str a, furat_str b);

/// The entry at the cursor, borrowed from the map.
FURAT_NODISCARD furat_status
furat_page_entry(const furat_page_cursor *cursor, furat_str *key, furat_str *value,
                 furat_error *err);

/// The root of a named database, from its entry in the main one.
FURAT_NODISCARD furat_status
furat_page_named_root(furat_page_root *out, const furat_page_file *file,
                      const furat_page_root *main, const char *name, furat_error *err);

#endif
