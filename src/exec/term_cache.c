// SPDX-License-Identifier: GPL-3.0-or-later
// A table without chains: an id has one place, and the last that came has it.
#include "exec/term_cache.h"

#include <string.h>

#include "base/memory.h"

enum { FIRST_ENTRIES = 64, MAX_ENTRIES = 1 << 15, GROWTH = 8 };

struct furat_term_cache_entry {
  furat_id id;
  furat_term term;
};

void
furat_term_cache_init(furat_term_cache *cache, furat_view *view, size_t max_bytes)
{
  *cache = (furat_term_cache){.view = view, .max_bytes = max_bytes};
  furat_arena_init(&cache->texts, SIZE_MAX);
}

void
furat_term_cache_clear(furat_term_cache *cache)
{
  furat_free(cache->entries);
  furat_arena_clear(&cache->texts);
  furat_term_cache_init(cache, cache->view, cache->max_bytes);
}

// Fibonacci hashing: indexes of the dictionary are dense, values are not.
static size_t
place_of(const furat_term_cache *cache, furat_id id)
{
  const uint64_t hash = id * UINT64_C(0x9E3779B97F4A7C15);
  return (size_t)(hash >> 32) & (cache->n_entries - 1);
}

furat_status
furat_term_cache_get(furat_term_cache *cache, furat_id id, furat_term *out,
                     furat_error *err)
{
  if (cache->n_entries == 0) {
    return furat_view_term(cache->view, id, &cache->texts, out, err);
  }
  struct furat_term_cache_entry *entry = &cache->entries[place_of(cache, id)];
  if (entry->id != id) {
    furat_status status =
        furat_view_term(cache->view, id, &cache->texts, &entry->term, err);
    entry->id = status == FURAT_OK ? id : FURAT_ID_NONE;
    cache->n_misses++;
    if (status != FURAT_OK) {
      entry->term = FURAT_TERM_UNSET;
      return status;
    }
  }
  *out = entry->term;
  return FURAT_OK;
}

static furat_status
grow(furat_term_cache *cache, size_t n, furat_error *err)
{
  struct furat_term_cache_entry *entries = furat_alloc_zeroed(n, sizeof(*entries));
  if (!entries) {
    return furat_error_no_mem(err);
  }
  furat_free(cache->entries);
  cache->entries = entries;
  cache->n_entries = n;
  cache->n_misses = 0;
  furat_arena_reset(&cache->texts);
  return FURAT_OK;
}

furat_status
furat_term_cache_settle(furat_term_cache *cache, furat_error *err)
{
  const size_t n = cache->n_entries ? cache->n_entries * GROWTH : FIRST_ENTRIES;
  if (n <= MAX_ENTRIES && n * sizeof(*cache->entries) <= cache->max_bytes &&
      cache->n_misses >= cache->n_entries) {
    return grow(cache, n, err);
  }
  if (cache->texts.used_bytes > cache->max_bytes || cache->n_entries == 0) {
    furat_arena_reset(&cache->texts);
    if (cache->n_entries > 0) {
      memset(cache->entries, 0, cache->n_entries * sizeof(*cache->entries));
    }
  }
  return FURAT_OK;
}
