// SPDX-License-Identifier: GPL-3.0-or-later
// A page is checked when it is entered (its number, kind and bounds), a node when it is
// read. The order of keys is looked at for writers and checks only: whoever reads blocks
// in order sees when it is wrong.
#include "store/page.h"

#include <assert.h>
#include <endian.h>
#include <limits.h>
#include <string.h>

enum {
  PAGE_HEADER_BYTES = 16,
  NODE_HEADER_BYTES = 8,
  PAGE_BRANCH = 0x01,
  PAGE_LEAF = 0x02,
  PAGE_OVERFLOW = 0x04,
  PAGE_META = 0x08,
  PAGE_KIND_MASK = 0x2F,
  NODE_BIG = 0x01,
  NODE_DATABASE = 0x02,
  NODE_DUPLICATES = 0x04,
  DATABASE_INTEGER_KEYS = 0x08,
  MIN_PAGE_BYTES = 512,
  MAX_PAGE_BYTES = 65536
};

static const uint32_t lmdb_magic = 0xBEEFC0DE;
static const uint32_t lmdb_data_version = 1;
static const uint64_t no_page = UINT64_MAX;

static uint16_t
load16(const uint8_t *bytes)
{
  uint16_t word;
  memcpy(&word, bytes, sizeof(word));
  return le16toh(word);
}

static uint32_t
load32(const uint8_t *bytes)
{
  uint32_t word;
  memcpy(&word, bytes, sizeof(word));
  return le32toh(word);
}

static uint64_t
load64(const uint8_t *bytes)
{
  uint64_t word;
  memcpy(&word, bytes, sizeof(word));
  return le64toh(word);
}

static furat_status
damaged(furat_error *err)
{
  return furat_error_set(err, FURAT_CORRUPT, "a page of the store is damaged");
}

/// LMDB's MDB_db: pad, flags, depth, branch, leaf and overflow pages, entries, root.
static bool
read_root(furat_page_root *out, const uint8_t *record)
{
  out->integer_keys = load16(record + 4) & DATABASE_INTEGER_KEYS;
  out->depth = load16(record + 6);
  out->n_pages = load64(record + 8) + load64(record + 16) + load64(record + 24);
  out->n_entries = load64(record + 32);
  out->page = load64(record + 40);
  return (out->page == no_page) == (out->n_entries == 0) &&
         (out->n_entries == 0) == (out->depth == 0);
}

furat_status
furat_page_meta_read(furat_page_meta *out, const uint8_t bytes[FURAT_PAGE_META_BYTES],
                     furat_error *err)
{
  const uint8_t *meta = bytes + PAGE_HEADER_BYTES;
  if (!(load16(bytes + 10) & PAGE_META) || load32(meta) != lmdb_magic ||
      load32(meta + 4) != lmdb_data_version) {
    return furat_error_set(err, FURAT_VERSION, "this is not a Furat store");
  }
  out->page_bytes = load32(meta + 24);
  const bool sound = read_root(&out->free, meta + 24) &&
                     read_root(&out->main, meta + 24 + FURAT_PAGE_ROOT_BYTES) &&
                     !load16(meta + 24 + FURAT_PAGE_ROOT_BYTES + 4);
  out->last_page = load64(meta + 24 + 2 * FURAT_PAGE_ROOT_BYTES);
  out->transaction = load64(meta + 32 + 2 * FURAT_PAGE_ROOT_BYTES);
  if (!sound || out->page_bytes < MIN_PAGE_BYTES || out->page_bytes > MAX_PAGE_BYTES ||
      (out->page_bytes & (out->page_bytes - 1))) {
    return damaged(err);
  }
  return FURAT_OK;
}

static unsigned
page_n_nodes(const uint8_t *page)
{
  return (load16(page + 12) - (unsigned)PAGE_HEADER_BYTES) / 2;
}

/// The page of this number, checked.
static furat_status
enter(const uint8_t **out, const furat_page_file *file, uint64_t number, unsigned kind,
      furat_error *err)
{
  if (number >= file->n_pages) {
    return furat_error_set(err, FURAT_CORRUPT,
                           "the store is cut short: a page is missing");
  }
  const uint8_t *page = file->bytes + number * file->page_bytes;
  const unsigned lower = load16(page + 12);
  const unsigned upper = load16(page + 14);
  if (load64(page) != number || (load16(page + 10) & PAGE_KIND_MASK) != kind ||
      lower <= PAGE_HEADER_BYTES || lower % 2 || lower > upper ||
      upper > file->page_bytes) {
    return damaged(err);
  }
  *out = page;
  return FURAT_OK;
}

/// A node with its key inside of the page.
static furat_status
node_at(const uint8_t **out, const furat_page_file *file, const uint8_t *page,
        unsigned index, furat_error *err)
{
  const unsigned offset = load16(page + PAGE_HEADER_BYTES + 2 * index);
  if (offset < load16(page + 14) || offset + NODE_HEADER_BYTES > file->page_bytes ||
      offset + NODE_HEADER_BYTES + load16(page + offset + 6) > file->page_bytes) {
    return damaged(err);
  }
  *out = page + offset;
  return FURAT_OK;
}

static furat_str
node_key(const uint8_t *node)
{
  return (furat_str){(const char *)node + NODE_HEADER_BYTES, load16(node + 6)};
}

int
furat_page_compare_keys(furat_str a, furat_str b)
{
  const int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

/// Whether the key of a node is not greater than `key`.
static furat_status
is_not_above(bool *out, const furat_page_file *file, const uint8_t *page, unsigned index,
             furat_str key, furat_error *err)
{
  const uint8_t *node;
  if (node_at(&node, file, page, index, err) != FURAT_OK) {
    return FURAT_CORRUPT;
  }
  *out = furat_page_compare_keys(node_key(node), key) <= 0;
  return FURAT_OK;
}

/// The number of nodes whose keys are not greater than `key`, which lies between `low`
/// and `high`.
static furat_status
upper_bound(unsigned *out, const furat_page_file *file, const uint8_t *page, unsigned low,
            unsigned high, furat_str key, furat_error *err)
{
  while (low < high) {
    const unsigned middle = (low + high) / 2;
    bool below;
    if (is_not_above(&below, file, page, middle, key, err) != FURAT_OK) {
      return FURAT_CORRUPT;
    }
    low = below ? middle + 1 : low;
    high = below ? high : middle;
  }
  *out = low;
  return FURAT_OK;
}

/// The same, looking by doubling steps from the node `near` on: look-ups come in order.
static furat_status
upper_bound_near(unsigned *out, const furat_page_file *file, const uint8_t *page,
                 unsigned low, unsigned near, furat_str key, furat_error *err)
{
  unsigned high = page_n_nodes(page);
  bool below;
  if (near < low || near >= high) {
    return upper_bound(out, file, page, low, high, key, err);
  }
  furat_status status = is_not_above(&below, file, page, near, key, err);
  const bool forward = status == FURAT_OK && below;
  low = forward ? near + 1 : low;
  high = forward ? high : near;
  for (unsigned step = 1; status == FURAT_OK && low < high; step *= 2) {
    const unsigned most = high - low < step ? high - low : step;
    const unsigned probe = forward ? low + most - 1 : high - most;
    status = is_not_above(&below, file, page, probe, key, err);
    low = below ? probe + 1 : low;
    high = below ? high : probe;
    if (below != forward) {
      break;
    }
  }
  return status == FURAT_OK ? upper_bound(out, file, page, low, high, key, err) : status;
}

void
furat_page_cursor_init(furat_page_cursor *cursor, const furat_page_file *file,
                       const furat_page_root *root)
{
  cursor->file = file;
  cursor->root = *root;
  cursor->depth = 0;
}

/// The order of keys in a tree.
static int
compare_in(const furat_page_root *root, furat_str a, furat_str b)
{
  uint64_t x, y;
  if (!root->integer_keys || a.len != sizeof(x) || b.len != sizeof(y)) {
    return furat_page_compare_keys(a, b);
  }
  memcpy(&x, a.data, sizeof(x));
  memcpy(&y, b.data, sizeof(y));
  return (x > y) - (x < y);
}

/// Enter the child at the index of level `level`, or the root below level -1.
static furat_status
descend(furat_page_cursor *cursor, unsigned level, furat_error *err)
{
  uint64_t number = cursor->root.page;
  if (level) {
    const uint8_t *node;
    if (node_at(&node, cursor->file, cursor->pages[level - 1], cursor->indexes[level - 1],
                err) != FURAT_OK) {
      return FURAT_CORRUPT;
    }
    number = load32(node) | (uint64_t)load16(node + 4) << 32;
  }
  const unsigned kind = level + 1 == cursor->root.depth ? PAGE_LEAF : PAGE_BRANCH;
  return enter(&cursor->pages[level], cursor->file, number, kind, err);
}

static furat_status
check_depth(furat_page_cursor *cursor, furat_error *err)
{
  cursor->depth = 0;
  if (!cursor->root.n_entries) {
    return FURAT_DONE;
  }
  return cursor->root.depth < 1 || cursor->root.depth > FURAT_PAGE_MAX_DEPTH
             ? damaged(err)
             : FURAT_OK;
}

/// From the given level down along the first or the last children.
static furat_status
descend_along_edge(furat_page_cursor *cursor, unsigned level, bool last, furat_error *err)
{
  for (; level < cursor->root.depth; ++level) {
    if (descend(cursor, level, err) != FURAT_OK) {
      cursor->depth = 0;
      return FURAT_CORRUPT;
    }
    const unsigned n = page_n_nodes(cursor->pages[level]);
    cursor->indexes[level] = (uint16_t)(last ? n - 1 : 0);
  }
  cursor->depth = cursor->root.depth;
  return FURAT_OK;
}

furat_status
furat_page_first(furat_page_cursor *cursor, furat_error *err)
{
  const furat_status status = check_depth(cursor, err);
  return status == FURAT_OK ? descend_along_edge(cursor, 0, false, err) : status;
}

/// One step; the cursor stays where it is at the end.
static furat_status
step(furat_page_cursor *cursor, bool back, furat_error *err)
{
  assert(cursor->depth);
  unsigned level = cursor->depth;
  while (level) {
    level -= 1;
    const unsigned n = page_n_nodes(cursor->pages[level]);
    if (back ? cursor->indexes[level] > 0 : cursor->indexes[level] + 1U < n) {
      cursor->indexes[level] = (uint16_t)(cursor->indexes[level] + (back ? -1 : 1));
      return descend_along_edge(cursor, level + 1, back, err);
    }
  }
  return FURAT_DONE;
}

furat_status
furat_page_next(furat_page_cursor *cursor, furat_error *err)
{
  return step(cursor, false, err);
}

furat_status
furat_page_seek_le(furat_page_cursor *cursor, furat_str key, furat_error *err)
{
  const bool placed = cursor->depth > 0;
  furat_status status = check_depth(cursor, err);
  const unsigned depth = cursor->root.depth;
  for (unsigned level = 0; status == FURAT_OK && level < depth; ++level) {
    unsigned n_below;
    const bool leaf = level + 1 == depth;
    const uint8_t *before = placed ? cursor->pages[level] : NULL;
    status = descend(cursor, level, err);
    if (status == FURAT_OK) {
      // The first key of a branch page stands for everything below the second.
      const bool same = cursor->pages[level] == before;
      status = upper_bound_near(&n_below, cursor->file, cursor->pages[level], !leaf,
                                same ? cursor->indexes[level] : UINT_MAX, key, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
    cursor->indexes[level] = (uint16_t)(n_below ? n_below - 1 : 0);
    if (leaf) {
      cursor->depth = depth;
      if (!n_below) {
        status = step(cursor, true, err);
        cursor->depth = status == FURAT_OK ? depth : 0;
      }
    }
  }
  return status;
}

/// A value on pages of its own.
static furat_status
big_value(furat_str *value, const furat_page_file *file, uint64_t number,
          furat_error *err)
{
  if (number >= file->n_pages) {
    return furat_error_set(err, FURAT_CORRUPT,
                           "the store is cut short: a page is missing");
  }
  const uint8_t *page = file->bytes + number * file->page_bytes;
  const uint64_t n_pages = load32(page + 12);
  if (load64(page) != number || (load16(page + 10) & PAGE_KIND_MASK) != PAGE_OVERFLOW ||
      n_pages > file->n_pages - number ||
      value->len > n_pages * file->page_bytes - PAGE_HEADER_BYTES || !n_pages) {
    return damaged(err);
  }
  value->data = (const char *)page + PAGE_HEADER_BYTES;
  return FURAT_OK;
}

/// Bytes of a node with what follows it; 0 when it is damaged.
static size_t
node_bytes(const furat_page_file *file, const uint8_t *page, const uint8_t *node,
           bool leaf)
{
  size_t len = NODE_HEADER_BYTES + (size_t)load16(node + 6);
  if (leaf) {
    furat_str value = {NULL, load32(node)};
    const unsigned flags = load16(node + 4);
    const size_t at = (size_t)(node - page) + len;
    const bool big = flags & NODE_BIG;
    const size_t in_page = big ? sizeof(uint64_t) : value.len;
    if (flags & ~(unsigned)(NODE_BIG | NODE_DATABASE) ||
        in_page > file->page_bytes - at ||
        (big && big_value(&value, file, load64(page + at), NULL) != FURAT_OK)) {
      return 0;
    }
    len += in_page;
  }
  return len + len % 2;
}

/// The nodes of a page must fill exactly what it has given away, and their keys ascend,
/// but for the first of a branch, which stands for everything below the second.
static furat_status
check_nodes(const furat_page_cursor *cursor, const uint8_t *page, bool leaf,
            furat_error *err)
{
  const furat_page_file *file = cursor->file;
  const unsigned n = page_n_nodes(page);
  const uint8_t *before = NULL;
  size_t used = 0;
  for (unsigned i = 0; i < n; ++i) {
    const uint8_t *node;
    if (node_at(&node, file, page, i, err) != FURAT_OK) {
      return FURAT_CORRUPT;
    }
    const size_t len = node_bytes(file, page, node, leaf);
    if (!len ||
        (before && compare_in(&cursor->root, node_key(before), node_key(node)) >= 0)) {
      return damaged(err);
    }
    before = leaf || i ? node : NULL;
    used += len;
  }
  return used == file->page_bytes - load16(page + 14) ? FURAT_OK : damaged(err);
}

furat_status
furat_page_leaf_keys(const furat_page_cursor *cursor, furat_str *first, furat_str *last,
                     furat_error *err)
{
  const uint8_t *leaf = cursor->pages[cursor->root.depth - 1];
  const uint8_t *low, *high;
  if (node_at(&low, cursor->file, leaf, 0, err) != FURAT_OK ||
      node_at(&high, cursor->file, leaf, page_n_nodes(leaf) - 1, err) != FURAT_OK) {
    return FURAT_CORRUPT;
  }
  *first = node_key(low);
  *last = node_key(high);
  return FURAT_OK;
}

/// The keys of a leaf must lie between those that lead to it.
static furat_status
check_bounds(const furat_page_cursor *cursor, furat_error *err)
{
  const furat_page_file *file = cursor->file;
  const unsigned leaf = cursor->root.depth - 1;
  const uint8_t *node;
  furat_str first, last;
  if (furat_page_leaf_keys(cursor, &first, &last, err) != FURAT_OK) {
    return FURAT_CORRUPT;
  }
  for (unsigned level = 0; level < leaf; ++level) {
    const uint8_t *page = cursor->pages[level];
    const unsigned index = cursor->indexes[level];
    if (index && (node_at(&node, file, page, index, err) != FURAT_OK ||
                  compare_in(&cursor->root, node_key(node), first) > 0)) {
      return damaged(err);
    }
    if (index + 1 < page_n_nodes(page) &&
        (node_at(&node, file, page, index + 1, err) != FURAT_OK ||
         compare_in(&cursor->root, node_key(node), last) <= 0)) {
      return damaged(err);
    }
  }
  return FURAT_OK;
}

/// The pages of a path that `known` does not stand on.
static furat_status
check_path(const furat_page_cursor *cursor, const furat_page_cursor *known, uint8_t *seen,
           furat_error *err)
{
  const furat_page_file *file = cursor->file;
  furat_status status = FURAT_OK;
  for (unsigned level = 0; status == FURAT_OK && level < cursor->root.depth; ++level) {
    const uint8_t *page = cursor->pages[level];
    const uint64_t number = (uint64_t)(page - file->bytes) / file->page_bytes;
    const uint8_t bit = (uint8_t)(1U << number % 8);
    if ((known && level < known->depth && known->pages[level] == page) ||
        (seen && seen[number / 8] & bit)) {
      continue;
    }
    status = check_nodes(cursor, page, level + 1 == cursor->root.depth, err);
    if (seen && status == FURAT_OK) {
      seen[number / 8] |= bit;
    }
  }
  return status == FURAT_OK ? check_bounds(cursor, err) : status;
}

furat_status
furat_page_check_around(const furat_page_cursor *cursor, const furat_page_cursor *known,
                        uint8_t *seen, furat_error *err)
{
  assert(cursor->depth);
  const unsigned leaf = cursor->depth - 1;
  furat_status status = check_path(cursor, known, seen, err);
  for (unsigned back = 0; status == FURAT_OK && back < 2; ++back) {
    furat_page_cursor beside = *cursor;
    beside.indexes[leaf] = (uint16_t)(back ? 0 : page_n_nodes(cursor->pages[leaf]) - 1);
    status = step(&beside, back, err);
    if (status == FURAT_OK) {
      status = check_path(&beside, cursor, seen, err);
    }
    status = status == FURAT_DONE ? FURAT_OK : status;
  }
  return status;
}

furat_status
furat_page_entry(const furat_page_cursor *cursor, furat_str *key, furat_str *value,
                 furat_error *err)
{
  assert(cursor->depth);
  const uint8_t *node;
  const uint8_t *page = cursor->pages[cursor->depth - 1];
  if (node_at(&node, cursor->file, page, cursor->indexes[cursor->depth - 1], err) !=
      FURAT_OK) {
    return FURAT_CORRUPT;
  }
  *key = node_key(node);
  const size_t data = (size_t)(node - page) + NODE_HEADER_BYTES + key->len;
  const unsigned flags = load16(node + 4);
  value->len = load32(node);
  value->data = (const char *)page + data;
  if (flags & NODE_DUPLICATES) {
    return damaged(err);
  }
  if (flags & NODE_BIG) {
    return data + 8 > cursor->file->page_bytes
               ? damaged(err)
               : big_value(value, cursor->file, load64(page + data), err);
  }
  return value->len > cursor->file->page_bytes - data ? damaged(err) : FURAT_OK;
}

furat_status
furat_page_named_root(furat_page_root *out, const furat_page_file *file,
                      const furat_page_root *main, const char *name, furat_error *err)
{
  furat_page_cursor cursor;
  furat_str key, value;
  *out = (furat_page_root){.n_entries = 0};
  furat_page_cursor_init(&cursor, file, main);
  furat_status status = furat_page_seek_le(&cursor, furat_str_of(name), err);
  if (status == FURAT_OK) {
    status = furat_page_entry(&cursor, &key, &value, err);
  }
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? FURAT_NOT_FOUND : status;
  }
  if (!furat_str_equal(key, furat_str_of(name))) {
    return FURAT_NOT_FOUND;
  }
  if (value.len != FURAT_PAGE_ROOT_BYTES) {
    return damaged(err);
  }
  const uint8_t *record = (const uint8_t *)value.data;
  return read_root(out, record) && !load32(record) && !load16(record + 4) ? FURAT_OK
                                                                          : damaged(err);
}
