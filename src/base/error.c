// SPDX-License-Identifier: GPL-3.0-or-later
// Fills error objects.  Whatever the words quote (queries, file names, documents) is
// hostile, so control characters and bad UTF-8 are escaped here, once, for every reader
// of an error.
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

// More than any field holds: escapes only make text longer.
enum { FORMATTED_BYTES = 1024 };

void
furat_error_clear(furat_error *err)
{
  if (err) {
    *err = (furat_error)FURAT_ERROR_INIT;
  }
}

/// The escape of what cannot stand in a message as it is; returns its length.
static size_t
escape(uint32_t code_point, unsigned char byte, char out[16])
{
  static const char named[] = "\nn\tt\rr";
  for (const char *p = named; *p; p += 2) {
    if (code_point == (unsigned char)*p) {
      return (size_t)snprintf(out, 16, "\\%c", p[1]);
    }
  }
  if (code_point == FURAT_UTF8_BAD) {
    return (size_t)snprintf(out, 16, "\\x%02X", byte);
  }
  return (size_t)snprintf(out, 16, code_point > 0xFFFF ? "\\U%08X" : "\\u%04X",
                          (unsigned)code_point);
}

/// Copy with escapes, cut at a code point with an ellipsis when it does not fit.
static void
copy_escaped(char *out, size_t cap, furat_str text, bool cut)
{
  static const char ellipsis[] = "\xE2\x80\xA6";
  const size_t room = cap - 1;
  size_t len = 0;
  size_t len_before_ellipsis = 0;
  for (size_t offset = 0; offset < text.len;) {
    const size_t start = offset;
    const uint32_t c = furat_utf8_decode(text, &offset);
    char escaped[16];
    furat_str piece = furat_str_slice(text, start, offset - start);
    if (c == FURAT_UTF8_BAD || furat_utf8_is_unsafe_at(text, start, c)) {
      piece = (furat_str){escaped, escape(c, (unsigned char)text.data[start], escaped)};
    }
    if (len + piece.len > room) {
      cut = true;
      break;
    }
    memcpy(out + len, piece.data, piece.len);
    len += piece.len;
    if (len + sizeof(ellipsis) - 1 <= room) {
      len_before_ellipsis = len;
    }
  }
  if (cut) {
    memcpy(out + len_before_ellipsis, ellipsis, sizeof(ellipsis) - 1);
    len = len_before_ellipsis + sizeof(ellipsis) - 1;
  }
  out[len] = '\0';
}

static void
fill(char *out, size_t cap, const char *format, va_list args) FURAT_PRINTF(3, 0);

static void
fill(char *out, size_t cap, const char *format, va_list args)
{
  char formatted[FORMATTED_BYTES];
  const int n = vsnprintf(formatted, sizeof(formatted), format, args);
  if (n < 0) {
    formatted[0] = '\0';
  }
  const bool cut = n >= (int)sizeof(formatted);
  copy_escaped(out, cap, furat_str_of(formatted), cut);
}

static bool
is_free(const furat_error *err)
{
  return err && err->status == FURAT_OK;
}

furat_status
furat_error_set(furat_error *err, furat_status status, const char *format, ...)
{
  if (is_free(err)) {
    va_list args;
    va_start(args, format);
    fill(err->message, sizeof(err->message), format, args);
    va_end(args);
    err->status = status;
  }
  return status;
}

furat_status
furat_error_set_span(furat_error *err, furat_status status, furat_span span,
                     const char *format, ...)
{
  if (is_free(err)) {
    va_list args;
    va_start(args, format);
    fill(err->message, sizeof(err->message), format, args);
    va_end(args);
    err->status = status;
    err->has_span = true;
    err->span = span;
  }
  return status;
}

furat_status
furat_error_set_at(furat_error *err, furat_status status, const char *source,
                   uint64_t line, uint64_t column, const char *format, ...)
{
  if (is_free(err)) {
    va_list args;
    va_start(args, format);
    fill(err->message, sizeof(err->message), format, args);
    va_end(args);
    err->status = status;
    err->line = line;
    err->column = column;
    furat_error_source(err, source);
  }
  return status;
}

void
furat_error_hint(furat_error *err, const char *format, ...)
{
  if (err && err->status != FURAT_OK) {
    va_list args;
    va_start(args, format);
    fill(err->hint, sizeof(err->hint), format, args);
    va_end(args);
  }
}

void
furat_error_source(furat_error *err, const char *source)
{
  if (err && err->status != FURAT_OK && !err->source[0] && source) {
    const furat_str text = furat_str_of(source);
    const size_t room = sizeof(err->source) - 1;
    // The source is a file's name, which must open again: bytes stay; printing escapes
    // them.
    const size_t len = text.len <= room ? text.len : furat_utf8_floor(text, room);
    memcpy(err->source, text.data, len);
    err->source[len] = '\0';
  }
}

void
furat_error_quote(furat_error *err, furat_str line, size_t at)
{
  if (!err || err->status == FURAT_OK || err->quote_bytes > 0) {
    return;
  }
  const size_t room = sizeof(err->quote);
  at = at < line.len ? at : line.len;
  size_t start = at < room / 2 || line.len <= room ? 0 : at - room / 2;
  start = furat_utf8_floor(line, start);
  size_t end = line.len - start <= room ? line.len : furat_utf8_floor(line, start + room);
  memcpy(err->quote, line.data + start, end - start);
  err->quote_bytes = (uint16_t)(end - start);
  err->quote_at = (uint16_t)(at - start);
}

furat_status
furat_error_no_mem(furat_error *err)
{
  return furat_error_set(err, FURAT_NO_MEM, "memory is exhausted");
}

furat_status
furat_error_io(furat_error *err, const char *what, const char *name, int errnum)
{
  char reason[128];
  if (errnum == EINTR) {
    // Only signals that ask for the end have a handler that breaks a call off.
    return furat_error_set(err, FURAT_INTERRUPTED, "interrupted");
  }
  if (strerror_r(errnum, reason, sizeof(reason)) != 0) {
    snprintf(reason, sizeof(reason), "error %d", errnum);
  }
  return furat_error_set(err, FURAT_IO, "%s %s: %s", what, name, reason);
}
