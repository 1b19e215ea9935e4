// SPDX-License-Identifier: GPL-3.0-or-later
// Reads in large chunks behind what is there; moves the rest to the front only when the
// room behind it is short, so each byte is copied about once.
#include "io/window.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { CHUNK_BYTES = 1 << 18, KEPT_BYTES = 4096 };

furat_status
furat_window_open(furat_window *window, furat_byte_source *input, size_t max_bytes,
                  furat_error *err)
{
  *window =
      (furat_window){.input = input, .max_bytes = max_bytes, .line = 1, .column = 1};
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && window->end < 3) {
    status = furat_window_more(window, err);
  }
  if (status != FURAT_OK && status != FURAT_DONE) {
    furat_window_close(window);
    return status;
  }
  if (window->end >= 3 && memcmp(window->data, "\xEF\xBB\xBF", 3) == 0) {
    window->start = 3;
  }
  return FURAT_OK;
}

void
furat_window_close(furat_window *window)
{
  furat_free(window->data);
  window->data = NULL;
}

/// Make room for a chunk behind `end`.
static furat_status
make_room(furat_window *window, furat_error *err)
{
  if (window->cap - window->end >= CHUNK_BYTES / 2) {
    return FURAT_OK;
  }
  const size_t used = window->end - window->start;
  if (used < window->cap / 2) {
    // The bytes before `start` tell whether a LF ends a CR LF, and can be quoted.
    const size_t kept = window->start < KEPT_BYTES ? window->start : KEPT_BYTES;
    window->dropped = window->dropped || kept < window->start;
    memmove(window->data, window->data + window->start - kept, used + kept);
    window->start = kept;
    window->end = used + kept;
    return FURAT_OK;
  }
  const size_t cap = window->cap ? window->cap * 2 : 2 * (size_t)CHUNK_BYTES;
  char *data = cap > window->cap ? furat_realloc(window->data, cap, 1) : NULL;
  if (!data) {
    return furat_error_no_mem(err);
  }
  window->data = data;
  window->cap = cap;
  return FURAT_OK;
}

static furat_status
read_chunk(furat_window *window, furat_error *err)
{
  furat_status status = make_room(window, err);
  if (status != FURAT_OK) {
    return status;
  }
  size_t n = 0;
  const size_t room = window->cap - window->end;
  status = furat_byte_source_read(window->input, window->data + window->end,
                                  room < CHUNK_BYTES ? room : CHUNK_BYTES, &n, err);
  window->end += n;
  window->at_end = status == FURAT_DONE;
  return status;
}

furat_status
furat_window_more(furat_window *window, furat_error *err)
{
  if (window->at_end) {
    return FURAT_DONE;
  }
  if (window->end - window->start >= window->max_bytes) {
    return furat_error_set_at(err, FURAT_LIMIT, furat_byte_source_name(window->input),
                              window->line, window->column,
                              "a term or line is longer than the limit of %zu bytes",
                              window->max_bytes);
  }
  // A lexer starts a cut token anew: so a long token must grow by a share of its length.
  const size_t used = window->end - window->start;
  const size_t wanted = used < CHUNK_BYTES ? used + 1 : used + used / 2;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && window->end - window->start < wanted) {
    status = read_chunk(window, err);
  }
  return status == FURAT_DONE && window->end - window->start > used ? FURAT_OK : status;
}

// The line and column of the byte `offset` behind `start`.
static void
position_of(const furat_window *window, size_t offset, uint64_t *line, uint64_t *column)
{
  const char *text = window->data + window->start;
  assert(offset <= window->end - window->start);
  *line = window->line;
  *column = window->column;
  for (size_t i = 0; i < offset; ++i) {
    const size_t at = window->start + i;
    if (text[i] == '\n' && at > 0 && window->data[at - 1] == '\r') {
      continue; // the second byte of a line end that is counted
    }
    if (text[i] == '\n' || text[i] == '\r') {
      *line += 1;
      *column = 1;
    } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
      *column += 1;
    }
  }
}

void
furat_window_skip(furat_window *window, size_t n)
{
  position_of(window, n, &window->line, &window->column);
  window->start += n;
}

/// Code points that begin in the text: all bytes but continuations, eight at a time.
static size_t
count_code_points(furat_str text)
{
  const uint64_t ones = 0x0101010101010101u;
  size_t n_continuations = 0;
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= text.len; i += sizeof(uint64_t)) {
    uint64_t word;
    memcpy(&word, text.data + i, sizeof(word));
    const uint64_t found = (word >> 7) & ~(word >> 6) & ones; // bits 10 at the top
    n_continuations += (size_t)((found * ones) >> 56);
  }
  for (; i < text.len; ++i) {
    n_continuations += ((unsigned char)text.data[i] & 0xC0) == 0x80;
  }
  return text.len - n_continuations;
}

void
furat_window_skip_in_line(furat_window *window, size_t n)
{
  const furat_str text = {window->data + window->start, n};
  window->column += count_code_points(text);
  window->start += n;
}

static bool
is_line_end(const furat_window *window, size_t at)
{
  return window->data[at] == '\n' || window->data[at] == '\r';
}

/// Where the line `*line` lines up from that of `start` begins, or the last one on the
/// way there that the window holds whole; `*line` becomes its number.
static size_t
line_above(const furat_window *window, uint64_t *line)
{
  uint64_t at_line = window->line;
  size_t at = window->start;
  for (;;) {
    while (at > 0 && !is_line_end(window, at - 1)) {
      --at;
    }
    if (at_line <= *line || at == 0) {
      *line = at_line;
      return at;
    }
    const bool is_crlf =
        at > 1 && window->data[at - 1] == '\n' && window->data[at - 2] == '\r';
    at -= is_crlf ? 2 : 1;
    --at_line;
  }
}

void
furat_window_quote(const furat_window *window, furat_error *err)
{
  if (!err || err->status == FURAT_OK || err->line == 0 || err->column == 0 ||
      !window->data) {
    return;
  }
  uint64_t line = err->line;
  size_t at = line_above(window, &line);
  if (at == 0 && window->dropped) {
    return; // its beginning is gone
  }
  if (at == 0 && window->end >= 3 && memcmp(window->data, "\xEF\xBB\xBF", 3) == 0) {
    at = 3;
  }
  while (line < err->line && at < window->end) {
    const bool is_crlf =
        window->data[at] == '\r' && at + 1 < window->end && window->data[at + 1] == '\n';
    line += is_line_end(window, at) ? 1 : 0;
    at += is_crlf ? 2 : 1;
  }
  size_t end = at;
  while (end < window->end && !is_line_end(window, end)) {
    ++end;
  }
  const furat_str text = {window->data + at, end - at};
  size_t offset = 0;
  uint64_t column = 1;
  while (offset < text.len && column < err->column) {
    furat_utf8_decode(text, &offset);
    ++column;
  }
  if (line == err->line && column == err->column) {
    furat_error_quote(err, text, offset);
  }
}

furat_status
furat_window_error(const furat_window *window, size_t offset, furat_error *err,
                   const char *format, ...)
{
  char message[sizeof(((furat_error *)0)->message)];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof(message), format, args);
  va_end(args);
  uint64_t line;
  uint64_t column;
  position_of(window, offset, &line, &column);
  furat_error_set_at(err, FURAT_BAD_SYNTAX, furat_byte_source_name(window->input), line,
                     column, "%s", message);
  furat_window_quote(window, err);
  return FURAT_BAD_SYNTAX;
}
