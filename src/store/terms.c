// SPDX-License-Identifier: GPL-3.0-or-later
// Front coding: a term is what it shares with the one before it and the rest.  Works best
// when terms come in order, and is right in any order.
#include "store/terms_internal.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/hash.h"
#include "store/block.h"
#include "store/varint.h"

enum {
  HEADER_BYTES = 6,
  KEY_BYTES = 8,
  TAG_BITS = 3,
  MAX_TERMS = FURAT_TERMS_MAX_BLOCK_TERMS,
  FOLDED_BYTES = 64
};

static uint64_t
hash_folded(furat_str language, uint64_t seed)
{
  char folded[FOLDED_BYTES];
  uint64_t hash = seed;
  if (language.len > FOLDED_BYTES) { // absurdly long tags: in pieces
    hash = hash_folded(furat_str_slice(language, FOLDED_BYTES, language.len), seed);
    language.len = FOLDED_BYTES;
  }
  for (size_t i = 0; i < language.len; ++i) {
    const char c = language.data[i];
    folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  return furat_hash_bytes((furat_str){folded, language.len}, hash);
}

uint64_t
furat_stored_term_hash(furat_id_tag tag, furat_str text, furat_str extra)
{
  const uint64_t hash = furat_hash_bytes(text, tag);
  switch (tag) {
  case FURAT_ID_TAG_LANG_STRING:
    return hash_folded(extra, hash);
  case FURAT_ID_TAG_TYPED:
    return furat_hash_bytes(extra, hash);
  default:
    return hash;
  }
}

// ---- building

void
furat_terms_builder_init(furat_terms_builder *builder, furat_kv_txn *txn, uint64_t first)
{
  *builder = (furat_terms_builder){.txn = txn, .first = first};
  furat_buffer_init(&builder->bytes, 2 * FURAT_TERM_MAX_BYTES);
  furat_buffer_init(&builder->previous, FURAT_TERM_MAX_BYTES);
}

void
furat_terms_builder_clear(furat_terms_builder *builder)
{
  furat_buffer_clear(&builder->bytes);
  furat_buffer_clear(&builder->previous);
}

static furat_status
write_block(furat_terms_builder *builder, furat_error *err)
{
  uint8_t key[KEY_BYTES];
  const uint64_t word = htobe64(builder->first);
  memcpy(key, &word, sizeof(word));
  uint8_t *bytes = (uint8_t *)builder->bytes.data;
  const furat_str key_str = {(const char *)key, KEY_BYTES};
  bytes[4] = (uint8_t)builder->n;
  bytes[5] = (uint8_t)(builder->n >> 8);
  furat_block_seal(bytes, builder->bytes.len, key_str);
  const furat_str value = furat_buffer_str(&builder->bytes);
  const furat_status status =
      builder->replaces
          ? furat_kv_put(builder->txn, FURAT_KV_TERMS, key_str, value, err)
          : furat_kv_append(builder->txn, FURAT_KV_TERMS, key_str, value, err);
  builder->first += builder->n;
  builder->n = 0;
  builder->replaces = false;
  furat_buffer_reset(&builder->bytes);
  return status;
}

static size_t
shared_prefix(furat_str a, furat_str b)
{
  const size_t limit = a.len < b.len ? a.len : b.len;
  size_t n = 0;
  while (n < limit && a.data[n] == b.data[n]) {
    n += 1;
  }
  return n;
}

static void
append_varint(furat_buffer *bytes, uint64_t value)
{
  uint8_t code[FURAT_VARINT_MAX_BYTES];
  const size_t len = (size_t)(furat_varint_write(code, value) - code);
  furat_buffer_append(bytes, (furat_str){(const char *)code, len});
}

static void
append_term(furat_terms_builder *builder, const furat_stored_term *term, size_t shared)
{
  furat_buffer *bytes = &builder->bytes;
  if (!builder->n) {
    furat_buffer_reset(bytes);
    furat_buffer_append_fill(bytes, 0, HEADER_BYTES);
  }
  append_varint(bytes, (uint64_t)shared << TAG_BITS | (uint64_t)term->tag);
  append_varint(bytes, term->text.len - shared);
  furat_buffer_append(bytes, furat_str_slice(term->text, shared, term->text.len));
  if (term->tag == FURAT_ID_TAG_LANG_STRING) {
    append_varint(bytes, term->language.len);
    furat_buffer_append(bytes, term->language);
  } else if (term->tag == FURAT_ID_TAG_TYPED) {
    append_varint(bytes, term->datatype);
  }
  builder->n += 1;
  furat_buffer_truncate(&builder->previous, shared);
  furat_buffer_append(&builder->previous,
                      furat_str_slice(term->text, shared, term->text.len));
}

static size_t
entry_bytes(const furat_stored_term *term, size_t shared)
{
  size_t n = furat_varint_bytes((uint64_t)shared << TAG_BITS) +
             furat_varint_bytes(term->text.len - shared) + term->text.len - shared;
  if (term->tag == FURAT_ID_TAG_LANG_STRING) {
    n += furat_varint_bytes(term->language.len) + term->language.len;
  } else if (term->tag == FURAT_ID_TAG_TYPED) {
    n += furat_varint_bytes(term->datatype);
  }
  return n;
}

furat_status
furat_terms_builder_add(furat_terms_builder *builder, const furat_stored_term *term,
                        furat_error *err)
{
  size_t shared =
      builder->n ? shared_prefix(furat_buffer_str(&builder->previous), term->text) : 0;
  if (builder->n &&
      (builder->n == MAX_TERMS ||
       builder->bytes.len + entry_bytes(term, shared) > FURAT_TERMS_MAX_BLOCK_BYTES)) {
    const furat_status status = write_block(builder, err);
    if (status != FURAT_OK) {
      return status;
    }
    shared = 0;
  }
  append_term(builder, term, shared);
  const furat_status status = furat_buffer_status(&builder->bytes, err);
  return status == FURAT_OK ? furat_buffer_status(&builder->previous, err) : status;
}

furat_status
furat_terms_builder_finish(furat_terms_builder *builder, furat_error *err)
{
  return builder->n ? write_block(builder, err) : FURAT_OK;
}

furat_status
furat_terms_builder_resume(furat_terms_builder *builder, uint64_t n_terms,
                           furat_error *err)
{
  furat_terms_reader reader;
  furat_stored_term last;
  assert(!builder->n);
  builder->first = n_terms;
  if (!n_terms) {
    return FURAT_OK;
  }
  furat_terms_reader_init(&reader, builder->txn);
  furat_status status = furat_terms_read(&reader, n_terms - 1, &last, err);
  const size_t len = HEADER_BYTES + (size_t)(reader.end - reader.start);
  if (status == FURAT_OK && len < FURAT_TERMS_MAX_BLOCK_BYTES && reader.n < MAX_TERMS) {
    builder->first = reader.first;
    builder->n = reader.n;
    builder->replaces = true;
    furat_buffer_append(&builder->bytes,
                        (furat_str){(const char *)reader.start - HEADER_BYTES, len});
    furat_buffer_append(&builder->previous, last.text);
    status = furat_buffer_status(&builder->bytes, err);
    status = status == FURAT_OK ? furat_buffer_status(&builder->previous, err) : status;
  }
  furat_terms_reader_clear(&reader);
  return status;
}

// ---- reading

void
furat_terms_reader_init(furat_terms_reader *reader, furat_kv_txn *txn)
{
  *reader = (furat_terms_reader){.txn = txn};
  furat_buffer_init(&reader->text, FURAT_TERM_MAX_BYTES);
}

void
furat_terms_reader_clear(furat_terms_reader *reader)
{
  furat_kv_cursor_close(reader->cursor);
  furat_buffer_clear(&reader->text);
  reader->cursor = NULL;
  reader->n = 0;
}

void
furat_terms_reader_reset(furat_terms_reader *reader)
{
  reader->n = 0;
}

static furat_status
damaged(furat_terms_reader *reader, furat_error *err)
{
  reader->n = 0;
  return furat_error_set(err, FURAT_CORRUPT, "the dictionary of the store is damaged");
}

static furat_status
load_block(furat_terms_reader *reader, uint64_t index, furat_error *err)
{
  uint8_t wanted[KEY_BYTES];
  furat_str key, value;
  uint64_t word = htobe64(index);
  furat_status status = FURAT_OK;
  memcpy(wanted, &word, sizeof(word));
  reader->n = 0;
  if (!reader->cursor) {
    status = furat_kv_cursor_open(&reader->cursor, reader->txn, FURAT_KV_TERMS, err);
  }
  if (status == FURAT_OK) {
    status = furat_kv_seek_le(
        reader->cursor, (furat_str){(const char *)wanted, KEY_BYTES}, &key, &value, err);
  }
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? damaged(reader, err) : status;
  }
  if (key.len != KEY_BYTES || value.len < HEADER_BYTES + 2 ||
      !furat_block_is_sealed(value, key)) {
    return damaged(reader, err);
  }
  memcpy(&word, key.data, sizeof(word));
  reader->first = be64toh(word);
  reader->n = furat_block_count(value);
  if (reader->n > MAX_TERMS || reader->first > index ||
      index - reader->first >= reader->n) {
    return damaged(reader, err);
  }
  reader->start = (const uint8_t *)value.data + HEADER_BYTES;
  reader->end = (const uint8_t *)value.data + value.len;
  reader->at = reader->start;
  reader->n_entries = 0;
  reader->in_text = reader->n;
  return FURAT_OK;
}

/// Pass over the part of a term behind its text.
static bool
skip_extra(const uint8_t **at, const uint8_t *end, furat_id_tag tag)
{
  uint64_t number;
  if (tag == FURAT_ID_TAG_LANG_STRING) {
    if (!furat_varint_read(at, end, &number) || number > (uint64_t)(end - *at)) {
      return false;
    }
    *at += number;
  } else if (tag == FURAT_ID_TAG_TYPED) {
    return furat_varint_read(at, end, &number);
  }
  return true;
}

/// Look at the next term without putting it together.
static inline bool
read_entry(furat_terms_entry *entry, size_t len_before, const uint8_t **at,
           const uint8_t *start, const uint8_t *end)
{
  uint64_t head, len;
  if (!furat_varint_read(at, end, &head) || !furat_varint_read(at, end, &len) ||
      len > (uint64_t)(end - *at)) {
    return false;
  }
  const furat_id_tag tag = (furat_id_tag)(head & ((1U << TAG_BITS) - 1));
  const uint64_t shared = head >> TAG_BITS;
  if (tag < FURAT_ID_TAG_BLANK || tag > FURAT_ID_TAG_TYPED || shared > len_before ||
      shared + len > FURAT_TERM_MAX_BYTES) {
    return false;
  }
  *entry = (furat_terms_entry){.at = (uint32_t)(*at - start),
                               .len = (uint32_t)(shared + len),
                               .shared = (uint32_t)shared,
                               .tag = (uint8_t)tag};
  *at += len;
  return skip_extra(at, end, tag);
}

/// Look at the terms up to the `i`-th.  Where each begins is known from the one before
/// it: the place is kept in a register.
static bool
read_entries(furat_terms_reader *reader, uint64_t i)
{
  const uint8_t *at = reader->at;
  const uint8_t *const start = reader->start;
  const uint8_t *const end = reader->end;
  uint64_t n = reader->n_entries;
  size_t len = n ? reader->entries[n - 1].len : 0;
  bool good = true;
  while (good && n <= i) {
    good = read_entry(&reader->entries[n], len, &at, start, end);
    if (good) {
      len = reader->entries[n++].len;
    }
  }
  reader->at = at;
  reader->n_entries = n;
  return good;
}

/// Put the text of an entry together: each piece stands where it came in, so it is filled
/// from the end, going back only as far as pieces are missing.
static furat_status
build_text(furat_terms_reader *reader, uint64_t i, furat_error *err)
{
  const furat_terms_entry *entry = &reader->entries[i];
  size_t missing = entry->len;
  // The text of the entry before is a beginning already.
  const size_t kept = reader->in_text + 1 == i ? entry->shared : 0;
  furat_buffer_truncate(&reader->text, kept);
  reader->in_text = reader->n;
  char *text = furat_buffer_reserve(&reader->text, entry->len - kept);
  if (!text) {
    return furat_buffer_status(&reader->text, err);
  }
  text -= kept;
  for (; missing > kept; --entry) {
    if (entry->shared < missing) {
      const size_t from = entry->shared > kept ? entry->shared : kept;
      memcpy(text + from, reader->start + entry->at + (from - entry->shared),
             missing - from);
      missing = from;
    }
  }
  furat_buffer_advance(&reader->text, reader->entries[i].len - kept);
  reader->in_text = i;
  return FURAT_OK;
}

/// The text, or from the block where it is in one piece.
static furat_status
text_of(furat_terms_reader *reader, uint64_t i, furat_str *out, furat_error *err)
{
  const furat_terms_entry *entry = &reader->entries[i];
  if (!entry->shared) {
    *out = (furat_str){(const char *)reader->start + entry->at, entry->len};
    return FURAT_OK;
  }
  const furat_status status =
      reader->in_text == i ? FURAT_OK : build_text(reader, i, err);
  *out = furat_buffer_str(&reader->text);
  return status;
}

furat_status
furat_terms_read(furat_terms_reader *reader, uint64_t index, furat_stored_term *out,
                 furat_error *err)
{
  furat_status status = FURAT_OK;
  uint64_t number = 0;
  if (!reader->n || index < reader->first || index - reader->first >= reader->n) {
    status = load_block(reader, index, err);
  }
  const uint64_t i = index - reader->first;
  if (status == FURAT_OK && reader->n_entries <= i) {
    status = read_entries(reader, i) ? FURAT_OK : damaged(reader, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const furat_terms_entry *entry = &reader->entries[i];
  const uint8_t *extra = reader->start + entry->at + (entry->len - entry->shared);
  *out = (furat_stored_term){.tag = (furat_id_tag)entry->tag};
  if (entry->tag >= FURAT_ID_TAG_LANG_STRING &&
      !furat_varint_read(&extra, reader->end, &number)) {
    return damaged(reader, err);
  }
  if (entry->tag == FURAT_ID_TAG_LANG_STRING) {
    out->language = (furat_str){(const char *)extra, number};
  } else {
    out->datatype = number;
  }
  return text_of(reader, i, &out->text, err);
}
