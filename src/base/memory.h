// SPDX-License-Identifier: GPL-3.0-or-later
// The only door to malloc.  Sizes that overflow fail like any other allocation.
#ifndef FURAT_BASE_MEMORY_H
#define FURAT_BASE_MEMORY_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/str.h"

/// `size_bytes` bytes (at least one), or NULL.
FURAT_NODISCARD void *
furat_alloc(size_t size_bytes);

/// `n` zeroed items, or NULL.
FURAT_NODISCARD void *
furat_alloc_zeroed(size_t n, size_t item_bytes);

/// Grow or shrink `old` (NULL accepted) to `n` items; NULL leaves `old` as it was.
FURAT_NODISCARD void *
furat_realloc(void *old, size_t n, size_t item_bytes);

/// A terminated heap copy, or NULL.
FURAT_NODISCARD char *
furat_strdup(furat_str s);

/// Accepts NULL.
void
furat_free(void *memory);

/// Let large blocks go back to the system as soon as they are freed, whatever their sizes
/// were before, so that a budget of memory holds for the process.  For programs, once.
void
furat_memory_return_large(void);

#endif
