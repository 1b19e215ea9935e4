// SPDX-License-Identifier: GPL-3.0-or-later
// Linear probing over slots of 12 bytes, at most 3/4 full.  The 64 hash bits are kept, so
// growing needs no keys and a probe calls `equal` only on a full match.
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"

enum { FIRST_SLOTS = 16 };
static const uint32_t max_slots = UINT32_C(1) << 31;

struct furat_hash_slot {
  uint32_t hash_low;
  uint32_t hash_high;
  uint32_t position; ///< FURAT_HASH_NONE: free
};
typedef struct furat_hash_slot slot;

uint64_t
furat_hash_bytes(furat_str s, uint64_t seed)
{
  return XXH3_64bits_withSeed(s.data ? s.data : "", s.len, seed);
}

uint64_t
furat_hash_mix(uint64_t a, uint64_t b)
{
  const uint64_t words[2] = {a, b};
  return XXH3_64bits(words, sizeof(words));
}

void
furat_hash_index_init(furat_hash_index *index)
{
  *index = (furat_hash_index){.slots = NULL};
}

void
furat_hash_index_clear(furat_hash_index *index)
{
  furat_free(index->slots);
  furat_hash_index_init(index);
}

static bool
has_hash(const slot *s, uint64_t hash)
{
  return s->hash_low == (uint32_t)hash && s->hash_high == (uint32_t)(hash >> 32);
}

size_t
furat_hash_index_bytes(const furat_hash_index *index)
{
  return index->n_slots * sizeof(slot);
}

uint32_t
furat_hash_index_find(const furat_hash_index *index, uint64_t hash,
                      furat_hash_equal equal, const void *context, const void *key)
{
  if (!index->n_slots) {
    return FURAT_HASH_NONE;
  }
  const uint32_t mask = index->n_slots - 1;
  for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
    const slot *s = &index->slots[i];
    if (s->position == FURAT_HASH_NONE) {
      return FURAT_HASH_NONE;
    }
    if (has_hash(s, hash) && equal(context, s->position, key)) {
      return s->position;
    }
  }
}

/// Put an entry into the first free slot of its chain.
static void
put(slot *slots, uint32_t n_slots, slot entry)
{
  uint32_t i = entry.hash_low & (n_slots - 1);
  while (slots[i].position != FURAT_HASH_NONE) {
    i = (i + 1) & (n_slots - 1);
  }
  slots[i] = entry;
}

static bool
rebuild(furat_hash_index *index, uint32_t n_slots)
{
  slot *slots = furat_realloc(NULL, n_slots, sizeof(slot));
  if (!slots) {
    return false;
  }
  for (uint32_t i = 0; i < n_slots; ++i) {
    slots[i] = (slot){.position = FURAT_HASH_NONE};
  }
  for (uint32_t i = 0; i < index->n_slots; ++i) {
    if (index->slots[i].position != FURAT_HASH_NONE) {
      put(slots, n_slots, index->slots[i]);
    }
  }
  furat_free(index->slots);
  index->slots = slots;
  index->n_slots = n_slots;
  return true;
}

static bool
make_room(furat_hash_index *index)
{
  if (!index->n_slots) {
    return rebuild(index, FIRST_SLOTS);
  }
  if (index->n_used < index->n_slots / 4 * 3) {
    return true;
  }
  return index->n_slots < max_slots && rebuild(index, index->n_slots * 2);
}

bool
furat_hash_index_add(furat_hash_index *index, uint64_t hash, uint32_t position)
{
  if (position == FURAT_HASH_NONE || !make_room(index)) {
    return false;
  }
  put(index->slots, index->n_slots,
      (slot){(uint32_t)hash, (uint32_t)(hash >> 32), position});
  index->n_used += 1;
  return true;
}
