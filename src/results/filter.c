// SPDX-License-Identifier: GPL-3.0-or-later
// Line by line, so that no character is ever cut in two.  Only long strings go on over
// lines.
#include "results/filter.h"

#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

struct furat_filter {
  furat_output *next;
  furat_output *output;
  const furat_palette *palette;
  bool turtle;
  char quote;        // of the long string that is open; 0: none
  furat_buffer line; // that has no end yet
  furat_buffer out;
};

// ------------------------------------------------------------------ characters

static void
append_safe(furat_buffer *out, furat_str text)
{
  size_t clean = 0;
  for (size_t at = 0; at < text.len;) {
    const size_t start = at;
    const uint32_t c = furat_utf8_decode(text, &at);
    const bool ends_line = c == '\r' && at == text.len;
    if (c == '\t' || ends_line ||
        (c != FURAT_UTF8_BAD && !furat_utf8_is_unsafe_at(text, start, c))) {
      continue;
    }
    furat_buffer_append(out, furat_str_slice(text, clean, start - clean));
    if (c == FURAT_UTF8_BAD) {
      furat_buffer_append_cstr(out, "\\uFFFD");
    } else {
      furat_buffer_appendf(out, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c);
    }
    clean = at;
  }
  furat_buffer_append(out, furat_str_slice(text, clean, text.len));
}

// ---------------------------------------------------------------------- Turtle

static bool
ends_word(char c)
{
  return strchr(" \t\r<>\"';,[](){}", c) != NULL; // and NUL, which is in no Turtle
}

// The end of a string that begins, or goes on, at `at`; `*open` is its quote when it is
// long and goes on behind this line.
static size_t
string_end(furat_str line, size_t at, char quote, bool is_long, bool *open)
{
  size_t n = 0;
  *open = is_long;
  while (at < line.len) {
    const char c = line.data[at++];
    n = c == quote ? n + 1 : 0;
    if (c == '\\' && at < line.len) {
      at++;
    } else if (n == (is_long ? 3 : 1)) {
      *open = false;
      break;
    }
  }
  return at;
}

static size_t
string_at(furat_filter *filter, furat_str line, size_t at)
{
  const char quote = line.data[at];
  const char three[3] = {quote, quote, quote};
  furat_str rest = furat_str_slice(line, at, line.len);
  const bool is_long = furat_str_starts_with(rest, (furat_str){three, 3});
  bool open = false;
  const size_t end = string_end(line, at + (is_long ? 3 : 1), quote, is_long, &open);
  filter->quote = open ? quote : '\0';
  return end;
}

static size_t
word_end(furat_str line, size_t at)
{
  while (at < line.len && !ends_word(line.data[at])) {
    at += line.data[at] == '\\' && at + 1 < line.len ? 2 : 1;
  }
  return at;
}

static furat_color
color_of_word(furat_str word)
{
  static const char *const keywords[] = {"a",       "PREFIX", "BASE", "GRAPH",
                                         "@prefix", "@base",  "true", "false"};
  for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
    if (furat_str_equal(word, furat_str_of(keywords[i]))) {
      return FURAT_COLOR_KEYWORD;
    }
  }
  const char c = word.data[0];
  if (c == '@') {
    return FURAT_COLOR_LANGUAGE;
  }
  if (furat_str_starts_with(word, FURAT_STR("_:"))) {
    return FURAT_COLOR_BLANK;
  }
  if (furat_str_find_byte(word, ':') < word.len) {
    return FURAT_COLOR_IRI;
  }
  return strchr("+-0123456789", c) ? FURAT_COLOR_NUMBER : FURAT_COLOR_PLAIN;
}

// The token at `at`: its end, and its colour.
static size_t
token_at(furat_filter *filter, furat_str line, size_t at, furat_color *color)
{
  const char c = line.data[at];
  furat_str rest = furat_str_slice(line, at, line.len);
  if (c == '"' || c == '\'') {
    *color = FURAT_COLOR_STRING;
    return string_at(filter, line, at);
  }
  if (c == '<') {
    *color = FURAT_COLOR_IRI;
    const size_t n = furat_str_find_byte(rest, '>');
    return at + (n < rest.len ? n + 1 : rest.len);
  }
  if (c == '#') {
    *color = FURAT_COLOR_COMMENT;
    return line.len;
  }
  *color = FURAT_COLOR_PLAIN;
  if (ends_word(c)) {
    return at + 1;
  }
  if (furat_str_starts_with(rest, FURAT_STR("^^"))) {
    return at + 2;
  }
  const size_t end = word_end(line, at);
  *color = color_of_word(furat_str_slice(line, at, end - at));
  return end;
}

static void
append_token(furat_filter *filter, furat_str token, furat_color color)
{
  furat_buffer_append_cstr(&filter->out, furat_color_start(filter->palette, color));
  append_safe(&filter->out, token);
  furat_buffer_append_cstr(&filter->out, furat_color_end(filter->palette, color));
}

static void
append_turtle(furat_filter *filter, furat_str line)
{
  size_t at = 0;
  if (filter->quote) {
    bool open = false;
    at = string_end(line, 0, filter->quote, true, &open);
    append_token(filter, furat_str_slice(line, 0, at), FURAT_COLOR_STRING);
    filter->quote = open ? filter->quote : '\0';
  }
  while (at < line.len) {
    furat_color color = FURAT_COLOR_PLAIN;
    const size_t end = token_at(filter, line, at, &color);
    append_token(filter, furat_str_slice(line, at, end - at), color);
    at = end;
  }
}

// ------------------------------------------------------------------- the filter

static void
append_line(furat_filter *filter, furat_str line)
{
  if (filter->turtle && filter->palette) {
    append_turtle(filter, line);
  } else {
    append_safe(&filter->out, line);
  }
}

static furat_status
drain(furat_filter *filter, furat_error *err)
{
  furat_status status = furat_buffer_status(&filter->out, err);
  if (status == FURAT_OK) {
    status = furat_output_write(filter->next, furat_buffer_str(&filter->out), err);
  }
  furat_buffer_reset(&filter->out);
  return status;
}

static furat_status
write_bytes(void *self, furat_str bytes, furat_error *err)
{
  furat_filter *filter = self;
  while (bytes.len > 0) {
    const size_t n = furat_str_find_byte(bytes, '\n');
    furat_str part = furat_str_slice(bytes, 0, n);
    if (n == bytes.len) {
      furat_buffer_append(&filter->line, part);
      break;
    }
    if (filter->line.len > 0) {
      furat_buffer_append(&filter->line, part);
      part = furat_buffer_str(&filter->line);
    }
    append_line(filter, part);
    furat_buffer_append_byte(&filter->out, '\n');
    if (filter->line.status != FURAT_OK) {
      break;
    }
    furat_buffer_reset(&filter->line);
    bytes = furat_str_slice(bytes, n + 1, bytes.len);
  }
  furat_status status = furat_buffer_status(&filter->line, err);
  return status == FURAT_OK ? drain(filter, err) : status;
}

furat_status
furat_filter_new(furat_filter **out, furat_output *next, bool turtle,
                 const furat_palette *palette, furat_error *err)
{
  furat_filter *filter = furat_alloc_zeroed(1, sizeof *filter);
  if (!filter) {
    return furat_error_no_mem(err);
  }
  filter->next = next;
  filter->turtle = turtle;
  filter->palette = palette;
  furat_buffer_init(&filter->line, SIZE_MAX / 2);
  furat_buffer_init(&filter->out, SIZE_MAX / 2);
  furat_status status =
      furat_output_to_function(&filter->output, write_bytes, filter, err);
  if (status != FURAT_OK) {
    furat_filter_free(filter);
    return status;
  }
  *out = filter;
  return FURAT_OK;
}

furat_output *
furat_filter_output(furat_filter *filter)
{
  return filter->output;
}

furat_status
furat_filter_finish(furat_filter *filter, furat_error *err)
{
  append_line(filter, furat_buffer_str(&filter->line));
  furat_buffer_reset(&filter->line);
  return drain(filter, err);
}

static void
free_all_but_output(furat_filter *filter)
{
  furat_buffer_clear(&filter->line);
  furat_buffer_clear(&filter->out);
  furat_free(filter);
}

void
furat_filter_free(furat_filter *filter)
{
  if (filter) {
    furat_output_free(filter->output);
    free_all_but_output(filter);
  }
}

// ------------------------------------------------------- an output of its own

static furat_status
finish_with_next(void *self, furat_error *err)
{
  furat_filter *filter = self;
  const furat_status status = furat_filter_finish(filter, err);
  return status == FURAT_OK ? furat_output_finish(filter->next, err) : status;
}

static void
free_with_next(void *self)
{
  furat_filter *filter = self;
  furat_output_free(filter->next);
  free_all_but_output(filter);
}

furat_status
furat_filter_output_new(furat_output **out, furat_output *next, furat_error *err)
{
  furat_filter *filter = NULL;
  const furat_status status = furat_filter_new(&filter, next, false, NULL, err);
  if (status != FURAT_OK) {
    furat_output_free(next);
    return status;
  }
  furat_output_own(filter->output, finish_with_next, free_with_next);
  *out = filter->output;
  return FURAT_OK;
}
