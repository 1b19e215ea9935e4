// SPDX-License-Identifier: GPL-3.0-or-later
// A bump allocator: many small things that die together (one query, one batch, one
// document). Under AddressSanitizer and with FURAT_DEBUG_ARENA each allocation is a real
// one.
#ifndef FURAT_BASE_ARENA_H
#define FURAT_BASE_ARENA_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/str.h"

typedef struct furat_arena {
  struct furat_arena_chunk *chunks; ///< newest first
  size_t used_bytes;                ///< handed out since init or reset
  size_t max_bytes;                 ///< never more than this (SIZE_MAX: no bound)
} furat_arena;

/// An empty arena that hands out at most `max_bytes`.  Allocates nothing yet.
void
furat_arena_init(furat_arena *arena, size_t max_bytes);

/// Free everything.  The arena can be used again with the same maximum.
void
furat_arena_clear(furat_arena *arena);

/// Forget everything, but keep one chunk for the next round.
void
furat_arena_reset(furat_arena *arena);

/// `size_bytes` bytes, aligned for any type, zeroed; NULL when memory or the maximum is
/// exhausted.
FURAT_NODISCARD void *
furat_arena_alloc(furat_arena *arena, size_t size_bytes);

/// `n` zeroed items; NULL also when the size overflows.
FURAT_NODISCARD void *
furat_arena_array(furat_arena *arena, size_t n, size_t item_bytes);

/// A copy of `s`, terminated behind its end.  `out->data` is never NULL on success; false
/// when memory is exhausted.
FURAT_NODISCARD bool
furat_arena_copy(furat_arena *arena, furat_str s, furat_str *out);

#define FURAT_ARENA_NEW(arena, type) ((type *)furat_arena_alloc((arena), sizeof(type)))
#define FURAT_ARENA_ARRAY(arena, type, n) \
  ((type *)furat_arena_array((arena), (n), sizeof(type)))

#endif
