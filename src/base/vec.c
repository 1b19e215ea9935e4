// SPDX-License-Identifier: GPL-3.0-or-later
// Growth by doubling up to the maximum.
#include "base/vec.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_CAP = 8 };

void
furat_vec_init(furat_vec *vec, size_t item_bytes, size_t max_items)
{
  assert(item_bytes > 0);
  *vec = (furat_vec){.item_bytes = item_bytes, .max = max_items};
}

void
furat_vec_clear(furat_vec *vec)
{
  furat_free(vec->items);
  *vec = (furat_vec){.item_bytes = vec->item_bytes, .max = vec->max};
}

static bool
grow(furat_vec *vec, size_t needed)
{
  size_t cap = vec->cap > vec->max / 2 ? vec->max : vec->cap * 2;
  cap = cap < FIRST_CAP && FIRST_CAP <= vec->max ? FIRST_CAP : cap;
  cap = cap < needed ? needed : cap;
  void *items = furat_realloc(vec->items, cap, vec->item_bytes);
  if (!items) {
    vec->status = FURAT_NO_MEM;
    return false;
  }
  vec->items = items;
  vec->cap = cap;
  return true;
}

/// Room for `n` more; the first of them, not yet counted.
static void *
room_for(furat_vec *vec, size_t n)
{
  if (vec->status != FURAT_OK) {
    return NULL;
  }
  if (n > vec->max - vec->n) {
    vec->status = FURAT_LIMIT;
    return NULL;
  }
  if ((!vec->items || n > vec->cap - vec->n) && !grow(vec, vec->n + n)) {
    return NULL;
  }
  return (char *)vec->items + vec->n * vec->item_bytes;
}

void *
furat_vec_push(furat_vec *vec, const void *item)
{
  void *place = room_for(vec, 1);
  if (place) {
    memcpy(place, item, vec->item_bytes);
    vec->n += 1;
  }
  return place;
}

void *
furat_vec_extend(furat_vec *vec, size_t n)
{
  void *place = room_for(vec, n);
  if (place) {
    memset(place, 0, n * vec->item_bytes);
    vec->n += n;
  }
  return place;
}

void
furat_vec_pop(furat_vec *vec)
{
  assert(vec->n > 0);
  vec->n -= 1;
}

void
furat_vec_truncate(furat_vec *vec, size_t n)
{
  if (n < vec->n) {
    vec->n = n;
  }
}

furat_status
furat_vec_status(const furat_vec *vec, furat_error *err)
{
  if (vec->status == FURAT_LIMIT) {
    return furat_error_set(err, FURAT_LIMIT, "more than %zu items", vec->max);
  }
  return vec->status == FURAT_OK ? FURAT_OK : furat_error_no_mem(err);
}
