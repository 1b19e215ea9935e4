// SPDX-License-Identifier: GPL-3.0-or-later
// Entries of the map `meta` with a word and a colon before their names (docs/FORMAT.md
// section 6).
#include "store/metadata.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "store/txn_internal.h"

enum { MAX_KEY_BYTES = FURAT_METADATA_MAX_NAME_BYTES + 16, COUNTER_BYTES = 8 };

static const char prefix_word[] = "prefix:";
enum { PREFIX_WORD_BYTES = sizeof(prefix_word) - 1 };

static furat_str
prefix_key(char bytes[MAX_KEY_BYTES], furat_str name)
{
  assert(name.len <= FURAT_METADATA_MAX_NAME_BYTES);
  memcpy(bytes, prefix_word, PREFIX_WORD_BYTES);
  if (name.len) {
    memcpy(bytes + PREFIX_WORD_BYTES, name.data, name.len);
  }
  return (furat_str){bytes, PREFIX_WORD_BYTES + name.len};
}

furat_status
furat_metadata_set_prefix(furat_txn *txn, furat_str name, furat_str iri, furat_error *err)
{
  char bytes[MAX_KEY_BYTES];
  furat_str value;
  if (name.len > FURAT_METADATA_MAX_NAME_BYTES) {
    return FURAT_OK;
  }
  const furat_str key = prefix_key(bytes, name);
  const furat_status status = furat_meta_get(txn, key, &value, err);
  if (status != FURAT_DONE && (status != FURAT_OK || furat_str_equal(value, iri))) {
    return status;
  }
  furat_txn_touch(txn);
  return furat_meta_put(txn->kv, key, iri, err);
}

furat_status
furat_metadata_prefixes(furat_txn *txn, furat_prefixes *prefixes, furat_error *err)
{
  char bytes[MAX_KEY_BYTES];
  furat_kv_cursor *cursor;
  furat_str key, value, ignored;
  const furat_str word = prefix_key(bytes, FURAT_STR_NONE);
  furat_status status = furat_kv_cursor_open(&cursor, txn->kv, FURAT_KV_META, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_kv_seek_le(cursor, word, &key, &value, err);
  if (status == FURAT_DONE) {
    status = furat_kv_first(cursor, &key, &value, err);
  } else if (status == FURAT_OK && !furat_str_equal(key, word)) {
    status = furat_kv_next(cursor, &key, &value, err);
  }
  while (status == FURAT_OK && furat_str_starts_with(key, word)) {
    const furat_str name = furat_str_slice(key, word.len, key.len);
    status = furat_meta_open(key, &value, err);
    if (status == FURAT_OK && !furat_prefixes_find(prefixes, name, &ignored)) {
      status = furat_prefixes_set(prefixes, name, value, err);
    }
    if (status == FURAT_OK) {
      status = furat_kv_next(cursor, &key, &value, err);
    }
  }
  furat_kv_cursor_close(cursor);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static const furat_str union_key = {"default-graph", sizeof("default-graph") - 1};
static const furat_str union_value = {"union", sizeof("union") - 1};
static const furat_str unnamed_value = {"unnamed", sizeof("unnamed") - 1};

furat_status
furat_metadata_union(furat_txn *txn, bool *is_union, furat_error *err)
{
  furat_str value;
  const furat_status status = furat_meta_get(txn, union_key, &value, err);
  *is_union = status == FURAT_OK && furat_str_equal(value, union_value);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_metadata_set_union(furat_txn *txn, bool is_union, furat_error *err)
{
  bool was_union = false;
  const furat_status status = furat_metadata_union(txn, &was_union, err);
  if (status != FURAT_OK || was_union == is_union) {
    return status;
  }
  furat_txn_touch(txn);
  return furat_meta_put(txn->kv, union_key, is_union ? union_value : unnamed_value, err);
}

furat_status
furat_metadata_counter(furat_txn *txn, const char *name, uint64_t add, uint64_t *before,
                       furat_error *err)
{
  char key[MAX_KEY_BYTES];
  uint8_t bytes[COUNTER_BYTES];
  furat_str value;
  const int len = snprintf(key, sizeof(key), "counter:%s", name);
  assert(len > 0 && len < (int)sizeof(key));
  (void)len;
  const furat_str key_str = furat_str_of(key);
  const furat_status status = furat_meta_get(txn, key_str, &value, err);
  *before = 0;
  if (status == FURAT_OK && value.len == COUNTER_BYTES) {
    *before = furat_load_le64((const uint8_t *)value.data);
  } else if (status != FURAT_DONE) {
    return status == FURAT_OK
               ? furat_error_set(err, FURAT_CORRUPT, "a counter of the store is damaged")
               : status;
  }
  if (!add) {
    return FURAT_OK;
  }
  furat_store_le64(bytes, *before + add);
  furat_txn_touch(txn);
  return furat_meta_put(txn->kv, key_str, (furat_str){(const char *)bytes, COUNTER_BYTES},
                        err);
}
