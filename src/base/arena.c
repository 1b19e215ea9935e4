// SPDX-License-Identifier: GPL-3.0-or-later
// Chunks in a list, the newest in use; each is twice as large as the one before, up to 1
// MiB. An allocation too large for a chunk gets one of its own behind the newest.  With
// real allocations (AddressSanitizer) every allocation is such a chunk, so overruns are
// seen.
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

#if defined(__has_feature)
#  if __has_feature(address_sanitizer)
#    define FURAT_DEBUG_ARENA 1
#  endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(FURAT_DEBUG_ARENA)
#  define FURAT_DEBUG_ARENA 1
#endif

enum { CHUNK_MIN_BYTES = 4096, CHUNK_MAX_BYTES = 1 << 20 };

typedef struct furat_arena_chunk {
  struct furat_arena_chunk *next;
  size_t cap_bytes;
  size_t used_bytes;
  max_align_t data[];
} chunk;

void
furat_arena_init(furat_arena *arena, size_t max_bytes)
{
  *arena = (furat_arena){.max_bytes = max_bytes};
}

static void
free_chunks(chunk *c)
{
  while (c) {
    chunk *next = c->next;
    furat_free(c);
    c = next;
  }
}

void
furat_arena_clear(furat_arena *arena)
{
  free_chunks(arena->chunks);
  furat_arena_init(arena, arena->max_bytes);
}

void
furat_arena_reset(furat_arena *arena)
{
  chunk *kept = arena->chunks;
#ifdef FURAT_DEBUG_ARENA
  free_chunks(kept);
  kept = NULL;
#endif
  if (kept) {
    free_chunks(kept->next);
    kept->next = NULL;
    kept->used_bytes = 0;
  }
  arena->chunks = kept;
  arena->used_bytes = 0;
}

static chunk *
new_chunk(size_t cap_bytes)
{
  if (cap_bytes > SIZE_MAX - sizeof(chunk)) {
    return NULL;
  }
  chunk *c = furat_alloc(sizeof(chunk) + cap_bytes);
  if (c) {
    *c = (chunk){.cap_bytes = cap_bytes};
  }
  return c;
}

/// A chunk with room for `size_bytes`, linked into the arena.
static chunk *
chunk_for(furat_arena *arena, size_t size_bytes)
{
  chunk *head = arena->chunks;
#ifdef FURAT_DEBUG_ARENA
  const size_t usual = 0;
#else
  if (head && head->cap_bytes - head->used_bytes >= size_bytes) {
    return head;
  }
  size_t usual = head ? head->cap_bytes * 2 : CHUNK_MIN_BYTES;
  usual = usual < CHUNK_MIN_BYTES ? CHUNK_MIN_BYTES : usual;
  usual = usual > CHUNK_MAX_BYTES ? CHUNK_MAX_BYTES : usual;
#endif
  const bool own = size_bytes > usual / 4;
  chunk *c = new_chunk(own ? size_bytes : usual);
  if (!c) {
    return NULL;
  }
  if (own && head) {
    c->next = head->next;
    head->next = c;
  } else {
    c->next = head;
    arena->chunks = c;
  }
  return c;
}

// What furat_arena_alloc() does but for the zeroes.
static void *
take(furat_arena *arena, size_t size_bytes)
{
  const size_t align = _Alignof(max_align_t);
  if (size_bytes > SIZE_MAX - align) {
    return NULL;
  }
  const size_t rounded = size_bytes ? (size_bytes + align - 1) / align * align : align;
  if (rounded > arena->max_bytes - arena->used_bytes) {
    return NULL;
  }
#ifdef FURAT_DEBUG_ARENA
  chunk *c = chunk_for(arena, size_bytes);
#else
  chunk *c = chunk_for(arena, rounded);
#endif
  if (!c) {
    return NULL;
  }
  void *memory = (char *)c->data + c->used_bytes;
  c->used_bytes += rounded;
  arena->used_bytes += rounded;
  return memory;
}

void *
furat_arena_alloc(furat_arena *arena, size_t size_bytes)
{
  void *memory = take(arena, size_bytes);
  return memory && size_bytes ? memset(memory, 0, size_bytes) : memory;
}

void *
furat_arena_array(furat_arena *arena, size_t n, size_t item_bytes)
{
  if (item_bytes && n > SIZE_MAX / item_bytes) {
    return NULL;
  }
  return furat_arena_alloc(arena, n * item_bytes);
}

bool
furat_arena_copy(furat_arena *arena, furat_str s, furat_str *out)
{
  char *copy = s.len < SIZE_MAX ? take(arena, s.len + 1) : NULL;
  if (!copy) {
    return false;
  }
  if (s.len) {
    memcpy(copy, s.data, s.len);
  }
  copy[s.len] = '\0';
  *out = (furat_str){copy, s.len};
  return true;
}
