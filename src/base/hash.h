// SPDX-License-Identifier: GPL-3.0-or-later
// XXH3 of bytes, and an open-addressing index from hashes to positions in an array of the
// caller's: the caller keeps the items (a furat_vec, an arena) and compares them.
// Built for: many look-ups, appends, no removals; no pointers to keys, 12 bytes a slot.
#ifndef FURAT_BASE_HASH_H
#define FURAT_BASE_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/str.h"

/// 64-bit XXH3 of `s`, chained from `seed` (0 to start).
uint64_t
furat_hash_bytes(furat_str s, uint64_t seed);

/// A mix of two 64-bit words.
uint64_t
furat_hash_mix(uint64_t a, uint64_t b);

typedef struct furat_hash_index {
  struct furat_hash_slot *slots;
  uint32_t n_slots; ///< a power of two, or 0
  uint32_t n_used;
} furat_hash_index;

#define FURAT_HASH_NONE UINT32_MAX

/// Whether the caller's item at `position` equals the `key` looked for.
typedef bool (*furat_hash_equal)(const void *context, uint32_t position, const void *key);

void
furat_hash_index_init(furat_hash_index *index);

void
furat_hash_index_clear(furat_hash_index *index);

/// What it takes of memory.
size_t
furat_hash_index_bytes(const furat_hash_index *index);

/// The position of the item equal to `key`, or FURAT_HASH_NONE.
uint32_t
furat_hash_index_find(const furat_hash_index *index, uint64_t hash,
                      furat_hash_equal equal, const void *context, const void *key);

/// Add an entry that is not there yet.  False when memory is exhausted or 2^31 entries
/// reached.
FURAT_NODISCARD bool
furat_hash_index_add(furat_hash_index *index, uint64_t hash, uint32_t position);

#endif
