// SPDX-License-Identifier: GPL-3.0-or-later
// Growth by doubling; a byte behind `len` is always kept for the terminator.
#include "base/buffer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { FIRST_CAP = 64 };

void
furat_buffer_init(furat_buffer *buffer, size_t max_bytes)
{
  // The terminator must be countable too.
  *buffer = (furat_buffer){.max = max_bytes < SIZE_MAX ? max_bytes : SIZE_MAX - 1};
}

void
furat_buffer_clear(furat_buffer *buffer)
{
  furat_free(buffer->data);
  furat_buffer_init(buffer, buffer->max);
}

void
furat_buffer_reset(furat_buffer *buffer)
{
  buffer->len = 0;
  buffer->status = FURAT_OK;
  if (buffer->data) {
    buffer->data[0] = '\0';
  }
}

static bool
grow(furat_buffer *buffer, size_t needed)
{
  size_t cap = buffer->cap > buffer->max / 2 ? buffer->max + 1 : buffer->cap * 2;
  cap = cap < FIRST_CAP ? FIRST_CAP : cap;
  cap = cap < needed ? needed : cap;
  cap = cap > buffer->max + 1 ? buffer->max + 1 : cap; // appending looks at `cap` alone
  char *data = furat_realloc(buffer->data, cap, 1);
  if (!data) {
    buffer->status = FURAT_NO_MEM;
    return false;
  }
  buffer->data = data;
  buffer->cap = cap;
  return true;
}

char *
furat_buffer_reserve(furat_buffer *buffer, size_t n)
{
  if (buffer->status != FURAT_OK) {
    return NULL;
  }
  if (n > buffer->max - buffer->len) {
    buffer->status = FURAT_LIMIT;
    return NULL;
  }
  const size_t needed = buffer->len + n + 1;
  if (needed > buffer->cap && !grow(buffer, needed)) {
    return NULL;
  }
  return buffer->data + buffer->len;
}

void
furat_buffer_advance(furat_buffer *buffer, size_t n)
{
  assert(n < buffer->cap - buffer->len);
  buffer->len += n;
  buffer->data[buffer->len] = '\0';
}

void
furat_buffer_append_slowly(furat_buffer *buffer, furat_str s)
{
  char *place = furat_buffer_reserve(buffer, s.len);
  if (place) {
    if (s.len) {
      memcpy(place, s.data, s.len);
    }
    furat_buffer_advance(buffer, s.len);
  }
}

void
furat_buffer_append_cstr(furat_buffer *buffer, const char *terminated)
{
  furat_buffer_append(buffer, furat_str_of(terminated));
}

void
furat_buffer_append_fill(furat_buffer *buffer, char byte, size_t n)
{
  char *place = furat_buffer_reserve(buffer, n);
  if (place) {
    memset(place, byte, n);
    furat_buffer_advance(buffer, n);
  }
}

void
furat_buffer_append_code_point(furat_buffer *buffer, uint32_t code_point)
{
  char bytes[4];
  size_t n = furat_utf8_encode(code_point, bytes);
  if (n == 0) {
    n = furat_utf8_encode(0xFFFD, bytes);
  }
  furat_buffer_append(buffer, (furat_str){bytes, n});
}

void
furat_buffer_appendf(furat_buffer *buffer, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  furat_buffer_vappendf(buffer, format, args);
  va_end(args);
}

void
furat_buffer_vappendf(furat_buffer *buffer, const char *format, va_list args)
{
  va_list again;
  va_copy(again, args);
  const int n = vsnprintf(NULL, 0, format, args);
  char *place = n >= 0 ? furat_buffer_reserve(buffer, (size_t)n) : NULL;
  if (place) {
    vsnprintf(place, (size_t)n + 1, format, again);
    furat_buffer_advance(buffer, (size_t)n);
  } else if (n < 0 && buffer->status == FURAT_OK) {
    buffer->status = FURAT_LIMIT;
  }
  va_end(again);
}

void
furat_buffer_truncate(furat_buffer *buffer, size_t len)
{
  if (len < buffer->len) {
    buffer->len = len;
    buffer->data[len] = '\0';
  }
}

furat_str
furat_buffer_str(const furat_buffer *buffer)
{
  return (furat_str){buffer->data, buffer->len};
}

char *
furat_buffer_take(furat_buffer *buffer)
{
  char *taken = NULL;
  if (furat_buffer_reserve(buffer, 0)) {
    taken = buffer->data;
    taken[buffer->len] = '\0';
    buffer->data = NULL;
  }
  furat_buffer_clear(buffer);
  return taken;
}

furat_status
furat_buffer_status(const furat_buffer *buffer, furat_error *err)
{
  if (buffer->status == FURAT_LIMIT) {
    return furat_error_set(err, FURAT_LIMIT, "text grows beyond %zu bytes", buffer->max);
  }
  return buffer->status == FURAT_OK ? FURAT_OK : furat_error_no_mem(err);
}
