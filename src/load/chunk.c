// SPDX-License-Identifier: GPL-3.0-or-later
// The hash table is the hot spot of a load: it is larger than any cache.  A batch goes
// through it in three rounds, so that each round fetches what the next one needs.
#include "load/chunk.h"

#include <string.h>

#include "base/memory.h"
#include "store/row_sort.h"
#include "store/terms_internal.h"

enum { FIRST_SLOTS = 1 << 12, PIECE_BYTES = 1 << 20, FIRST_CAPACITY = 1 << 12 };

static const uint32_t free_slot = UINT32_MAX;

struct furat_chunk_piece {
  struct furat_chunk_piece *next;
  char bytes[];
};

void
furat_chunk_init(furat_chunk *chunk, const furat_cancel *cancel)
{
  *chunk = (furat_chunk){.cancel = cancel};
}

void
furat_chunk_clear(furat_chunk *chunk)
{
  while (chunk->pieces) {
    struct furat_chunk_piece *piece = chunk->pieces;
    chunk->pieces = piece->next;
    furat_free(piece);
  }
  furat_free(chunk->slots);
  furat_free(chunk->terms);
  furat_free(chunk->quads);
  furat_chunk_init(chunk, chunk->cancel);
}

size_t
furat_chunk_bytes(const furat_chunk *chunk)
{
  return chunk->n_slots * sizeof(furat_chunk_slot) +
         chunk->terms_capacity * sizeof(furat_chunk_term) +
         chunk->quads_capacity * sizeof(*chunk->quads) + chunk->n_text_bytes;
}

/// Put all slots into a table of `n_slots`.
static furat_status
fill_slots(const furat_chunk *chunk, furat_chunk_slot *slots, uint32_t n_slots,
           furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < n_slots; i = end) {
    status = furat_rows_stride(&end, i, n_slots, chunk->cancel, err);
    memset(slots + i, 0xFF, (end - i) * sizeof(*slots));
  }
  for (size_t i = 0, end; status == FURAT_OK && i < chunk->n_slots; i = end) {
    status = furat_rows_stride(&end, i, chunk->n_slots, chunk->cancel, err);
    for (size_t k = i; k < end; ++k) {
      if (chunk->slots[k].term != free_slot) {
        uint32_t at = (uint32_t)chunk->slots[k].hash & (n_slots - 1);
        while (slots[at].term != free_slot) {
          at = (at + 1) & (n_slots - 1);
        }
        slots[at] = chunk->slots[k];
      }
    }
  }
  return status;
}

static furat_status
grow_slots(furat_chunk *chunk, furat_error *err)
{
  const uint32_t n_slots = chunk->n_slots ? 2 * chunk->n_slots : FIRST_SLOTS;
  furat_chunk_slot *slots = furat_realloc(NULL, n_slots, sizeof(*slots));
  if (!slots) {
    return furat_error_no_mem(err);
  }
  const furat_status status = fill_slots(chunk, slots, n_slots, err);
  if (status != FURAT_OK) {
    furat_free(slots);
    return status;
  }
  furat_free(chunk->slots);
  chunk->slots = slots;
  chunk->n_slots = n_slots;
  return FURAT_OK;
}

/// Room for `n` more terms in all tables.
static furat_status
reserve(furat_chunk *chunk, uint32_t n, size_t n_quads, furat_error *err)
{
  while (((uint64_t)chunk->n_terms + n) * 4 > (uint64_t)chunk->n_slots * 3) {
    if (chunk->n_slots >= UINT32_C(1) << 31) {
      return furat_error_set(err, FURAT_LIMIT, "a load has too many terms at once");
    }
    const furat_status status = grow_slots(chunk, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (chunk->n_terms + n > chunk->terms_capacity) {
    const uint32_t capacity = (chunk->n_terms + n) / 2 * 3 + FIRST_CAPACITY;
    furat_chunk_term *terms = furat_realloc(chunk->terms, capacity, sizeof(*terms));
    if (!terms) {
      return furat_error_no_mem(err);
    }
    chunk->terms = terms;
    chunk->terms_capacity = capacity;
  }
  if (chunk->n_quads + n_quads > chunk->quads_capacity) {
    const size_t capacity = (chunk->n_quads + n_quads) / 2 * 3 + FIRST_CAPACITY;
    uint32_t(*quads)[FURAT_N_FIELDS] =
        furat_realloc(chunk->quads, capacity, sizeof(*quads));
    if (!quads) {
      return furat_error_no_mem(err);
    }
    chunk->quads = quads;
    chunk->quads_capacity = capacity;
  }
  return FURAT_OK;
}

static char *
keep_bytes(furat_chunk *chunk, size_t n)
{
  if (n > chunk->bytes_left || !chunk->pieces) {
    const size_t piece_bytes = n > PIECE_BYTES / 2 ? n : (size_t)PIECE_BYTES;
    struct furat_chunk_piece *piece = furat_alloc(sizeof(*piece) + piece_bytes);
    if (!piece) {
      return NULL;
    }
    piece->next = chunk->pieces;
    chunk->pieces = piece;
    chunk->bytes = piece->bytes;
    chunk->bytes_left = piece_bytes;
    chunk->n_text_bytes += piece_bytes;
  }
  char *bytes = chunk->bytes;
  chunk->bytes += n;
  chunk->bytes_left -= n;
  return bytes;
}

static bool
is_term(const furat_chunk_term *term, furat_id_tag tag, furat_str text, furat_str extra)
{
  if (term->tag != (uint8_t)tag || term->text_bytes != text.len ||
      term->extra_bytes != extra.len || memcmp(term->text, text.data, text.len) != 0) {
    return false;
  }
  return tag == FURAT_ID_TAG_LANG_STRING
             ? furat_str_equal_nocase(furat_chunk_extra(term), extra)
             : furat_str_equal(furat_chunk_extra(term), extra);
}

/// The number of a term, new or not; the tables have room.
static furat_status
number_of(furat_chunk *chunk, uint64_t hash, furat_id_tag tag, furat_str text,
          furat_str extra, uint32_t *out, furat_error *err)
{
  const uint32_t mask = chunk->n_slots - 1;
  uint32_t at = (uint32_t)hash & mask;
  for (; chunk->slots[at].term != free_slot; at = (at + 1) & mask) {
    if (chunk->slots[at].hash == hash &&
        is_term(&chunk->terms[chunk->slots[at].term], tag, text, extra)) {
      *out = chunk->slots[at].term;
      return FURAT_OK;
    }
  }
  char *bytes = keep_bytes(chunk, text.len + extra.len);
  if (!bytes) {
    return furat_error_no_mem(err);
  }
  memcpy(bytes, text.data, text.len);
  if (extra.len) {
    memcpy(bytes + text.len, extra.data, extra.len);
  }
  *out = chunk->n_terms++;
  chunk->slots[at] = (furat_chunk_slot){.hash = hash, .term = *out};
  chunk->terms[*out] = (furat_chunk_term){.text = bytes,
                                          .text_bytes = (uint32_t)text.len,
                                          .extra_bytes = (uint32_t)extra.len,
                                          .tag = (uint8_t)tag};
  return FURAT_OK;
}

/// A literal's datatype is a term of the dictionary, too.
static furat_status
add_datatype(furat_chunk *chunk, furat_str iri, furat_error *err)
{
  uint32_t ignored;
  const uint64_t hash = furat_stored_term_hash(FURAT_ID_TAG_IRI, iri, FURAT_STR_NONE);
  return number_of(chunk, hash, FURAT_ID_TAG_IRI, iri, FURAT_STR_NONE, &ignored, err);
}

/// The numbers of all terms of a batch.
static furat_status
number_terms(furat_chunk *chunk, const furat_batch *batch, uint32_t *numbers,
             uint64_t *hashes, furat_error *err)
{
  const uint32_t mask = chunk->n_slots - 1;
  for (size_t i = 0; i < batch->n_terms; ++i) {
    const furat_packed_term *t = &batch->terms[i];
    hashes[i] = furat_stored_term_hash((furat_id_tag)t->tag, furat_packed_text(batch, t),
                                       furat_packed_extra(batch, t));
    __builtin_prefetch(&chunk->slots[hashes[i] & mask]);
  }
  for (size_t i = 0; i < batch->n_terms; ++i) {
    const furat_chunk_slot *slot = &chunk->slots[hashes[i] & mask];
    if (slot->term != free_slot) {
      __builtin_prefetch(&chunk->terms[slot->term]);
    }
  }
  for (size_t i = 0; i < batch->n_terms; ++i) {
    const furat_chunk_slot *slot = &chunk->slots[hashes[i] & mask];
    if (slot->term != free_slot && slot->hash == hashes[i]) {
      __builtin_prefetch(chunk->terms[slot->term].text);
    }
  }
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < batch->n_terms; ++i) {
    const furat_packed_term *t = &batch->terms[i];
    const uint32_t n_before = chunk->n_terms;
    status =
        number_of(chunk, hashes[i], (furat_id_tag)t->tag, furat_packed_text(batch, t),
                  furat_packed_extra(batch, t), &numbers[i], err);
    if (status == FURAT_OK && t->tag == FURAT_ID_TAG_TYPED && chunk->n_terms > n_before) {
      status = add_datatype(chunk, furat_packed_extra(batch, t), err);
    }
  }
  return status;
}

furat_status
furat_chunk_add(furat_chunk *chunk, const furat_batch *batch, furat_error *err)
{
  // Twice the terms: each could bring its datatype.
  furat_status status = reserve(chunk, 2 * (uint32_t)batch->n_terms, batch->n_quads, err);
  uint32_t *numbers = furat_realloc(NULL, FURAT_BATCH_TERMS, sizeof(*numbers));
  uint64_t *hashes = furat_realloc(NULL, FURAT_BATCH_TERMS, sizeof(*hashes));
  if (status == FURAT_OK && (!numbers || !hashes)) {
    status = furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    status = number_terms(chunk, batch, numbers, hashes, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < batch->n_quads; ++i) {
    uint32_t *quad = chunk->quads[chunk->n_quads++];
    for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
      const uint32_t term = batch->quads[i][f];
      quad[f] = term == FURAT_BATCH_NO_TERM ? FURAT_CHUNK_DEFAULT_GRAPH : numbers[term];
    }
  }
  furat_free(numbers);
  furat_free(hashes);
  return status;
}

static furat_status
find_values(furat_chunk *chunk, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < chunk->n_terms; i = end) {
    status = furat_rows_stride(&end, i, chunk->n_terms, chunk->cancel, err);
    for (furat_chunk_term *t = &chunk->terms[i]; t < &chunk->terms[end]; ++t) {
      if (t->tag == FURAT_ID_TAG_TYPED) {
        const furat_term term =
            furat_term_literal(furat_chunk_text(t), furat_chunk_extra(t));
        if (!furat_id_inline(&t->inline_id, &term)) {
          t->inline_id = FURAT_ID_NONE;
        }
      }
    }
  }
  return status;
}

/// Turn the numbers of terms into their positions in `order`; `rank` has room for them.
static furat_status
renumber(furat_chunk *chunk, const uint32_t *order, uint32_t *rank, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0, end; status == FURAT_OK && i < chunk->n_terms; i = end) {
    status = furat_rows_stride(&end, i, chunk->n_terms, chunk->cancel, err);
    for (size_t k = i; k < end; ++k) {
      rank[order[k]] = (uint32_t)k;
    }
  }
  for (size_t i = 0, end; status == FURAT_OK && i < chunk->n_quads; i = end) {
    status = furat_rows_stride(&end, i, chunk->n_quads, chunk->cancel, err);
    for (size_t k = i; k < end; ++k) {
      for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
        uint32_t *number = &chunk->quads[k][f];
        *number = *number == FURAT_CHUNK_DEFAULT_GRAPH ? *number : rank[*number];
      }
    }
  }
  return status;
}

furat_status
furat_chunk_sort(furat_chunk *chunk, uint32_t **order, uint32_t *n_indexed,
                 furat_error *err)
{
  uint32_t *sorted =
      furat_realloc(NULL, chunk->n_terms ? chunk->n_terms : 1, sizeof(*sorted));
  uint32_t *rank =
      furat_realloc(NULL, chunk->n_terms ? chunk->n_terms : 1, sizeof(*rank));
  furat_status status = sorted && rank ? FURAT_OK : furat_error_no_mem(err);
  furat_free(chunk->slots); // not needed any more, and large
  chunk->slots = NULL;
  chunk->n_slots = 0;
  if (status == FURAT_OK) {
    status = find_values(chunk, err);
  }
  if (status == FURAT_OK) {
    status = furat_terms_sort(sorted, n_indexed, chunk->terms, chunk->n_terms,
                              chunk->cancel, err);
  }
  if (status == FURAT_OK) {
    status = renumber(chunk, sorted, rank, err);
  }
  if (status == FURAT_OK) {
    *order = sorted;
    sorted = NULL;
  }
  furat_free(sorted);
  furat_free(rank);
  return status;
}
