// SPDX-License-Identifier: GPL-3.0-or-later
// A growing array of items of one size, with a maximum; sticky on failure like
// furat_buffer. Items move when it grows: hold indexes, not pointers.
#ifndef FURAT_BASE_VEC_H
#define FURAT_BASE_VEC_H

#include "base/attributes.h"
#include "base/error.h"

typedef struct furat_vec {
  void *items;
  size_t n;
  size_t cap;
  size_t max;
  size_t item_bytes;
  furat_status status;
} furat_vec;

void
furat_vec_init(furat_vec *vec, size_t item_bytes, size_t max_items);

/// Free the items and start anew.  Accepts a zeroed one, which stays unusable.
void
furat_vec_clear(furat_vec *vec);

/// Append a copy of the item; returns it in place, or NULL on failure.
void *
furat_vec_push(furat_vec *vec, const void *item);

/// Append `n` zeroed items; returns the first, or NULL on failure.
FURAT_NODISCARD void *
furat_vec_extend(furat_vec *vec, size_t n);

/// Remove the last item; there must be one.
void
furat_vec_pop(furat_vec *vec);

/// Keep the first `n` items.
void
furat_vec_truncate(furat_vec *vec, size_t n);

FURAT_NODISCARD furat_status
furat_vec_status(const furat_vec *vec, furat_error *err);

/// FURAT_VEC_AT(&vec, furat_quad, i) is an lvalue.
#define FURAT_VEC_AT(vec, type, i) (((type *)(vec)->items)[i])

#endif
