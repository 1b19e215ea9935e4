// SPDX-License-Identifier: GPL-3.0-or-later
// A growing byte string with a maximum.  Appends are sticky on failure: append freely,
// look at `status` once.  Access pattern: many short appends, one read, clear and reuse.
#ifndef FURAT_BASE_BUFFER_H
#define FURAT_BASE_BUFFER_H

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/attributes.h"
#include "base/error.h"
#include "base/str.h"

typedef struct furat_buffer {
  char *data;          ///< terminated behind `len` once something was appended
  size_t len;          ///< bytes
  size_t cap;          ///< bytes, terminator included
  size_t max;          ///< most bytes that it may hold
  furat_status status; ///< FURAT_OK, FURAT_NO_MEM or FURAT_LIMIT; sticky until reset
} furat_buffer;

/// An empty buffer of at most `max_bytes`.  Allocates nothing yet.
void
furat_buffer_init(furat_buffer *buffer, size_t max_bytes);

/// Free the bytes and start anew with the same maximum.
void
furat_buffer_clear(furat_buffer *buffer);

/// Empty, keep the memory, forget a failure.
void
furat_buffer_reset(furat_buffer *buffer);

/// furat_buffer_append() where there may be no room.
void
furat_buffer_append_slowly(furat_buffer *buffer, furat_str s);

static inline void
furat_buffer_append(furat_buffer *buffer, furat_str s)
{
  if (s.len == 0 || s.len >= buffer->cap - buffer->len || buffer->status != FURAT_OK) {
    furat_buffer_append_slowly(buffer, s);
    return;
  }
  memcpy(buffer->data + buffer->len, s.data, s.len);
  buffer->len += s.len;
  buffer->data[buffer->len] = '\0';
}

void
furat_buffer_append_cstr(furat_buffer *buffer, const char *terminated);

static inline void
furat_buffer_append_byte(furat_buffer *buffer, char byte)
{
  furat_buffer_append(buffer, (furat_str){&byte, 1});
}

/// `n` times the same byte.
void
furat_buffer_append_fill(furat_buffer *buffer, char byte, size_t n);

/// One code point as UTF-8; what is no scalar value becomes U+FFFD.
void
furat_buffer_append_code_point(furat_buffer *buffer, uint32_t code_point);

void
furat_buffer_appendf(furat_buffer *buffer, const char *format, ...) FURAT_PRINTF(2, 3);

void
furat_buffer_vappendf(furat_buffer *buffer, const char *format, va_list args)
    FURAT_PRINTF(2, 0);

/// Make room for `n` more bytes and return where they go, or NULL.  Tell what was written
/// with furat_buffer_advance().
FURAT_NODISCARD char *
furat_buffer_reserve(furat_buffer *buffer, size_t n);

void
furat_buffer_advance(furat_buffer *buffer, size_t n);

/// Cut to `len` bytes; does nothing when it is shorter.
void
furat_buffer_truncate(furat_buffer *buffer, size_t len);

/// What it holds; borrowed until the next append.
furat_str
furat_buffer_str(const furat_buffer *buffer);

/// Hand the terminated bytes to the caller (furat_free) and start anew; NULL after a
/// failure.
FURAT_NODISCARD char *
furat_buffer_take(furat_buffer *buffer);

/// The sticky status, told to `err` when it is an error.
FURAT_NODISCARD furat_status
furat_buffer_status(const furat_buffer *buffer, furat_error *err);

#endif
