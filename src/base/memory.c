// SPDX-License-Identifier: GPL-3.0-or-later
// malloc and friends behind checked sizes.                    [only caller of malloc and
// free]
#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *
furat_alloc(size_t size_bytes)
{
  return malloc(size_bytes ? size_bytes : 1);
}

void *
furat_alloc_zeroed(size_t n, size_t item_bytes)
{
  // calloc checks the product itself.
  return n && item_bytes ? calloc(n, item_bytes) : calloc(1, 1);
}

void *
furat_realloc(void *old, size_t n, size_t item_bytes)
{
  if (item_bytes && n > SIZE_MAX / item_bytes) {
    return NULL;
  }
  // realloc(old, 0) may free and still return NULL: never ask it.
  const size_t size_bytes = n * item_bytes;
  return realloc(old, size_bytes ? size_bytes : 1);
}

char *
furat_strdup(furat_str s)
{
  if (s.len == SIZE_MAX) {
    return NULL;
  }
  char *copy = furat_alloc(s.len + 1);
  if (copy) {
    if (s.len) {
      memcpy(copy, s.data, s.len);
    }
    copy[s.len] = '\0';
  }
  return copy;
}

void
furat_free(void *memory)
{
  free(memory);
}

void
furat_memory_return_large(void)
{
#ifdef M_MMAP_THRESHOLD
  // Of the C library, which otherwise raises it with each large block that is freed.
  enum { LARGE_BYTES = 1 << 18 };
  (void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}
