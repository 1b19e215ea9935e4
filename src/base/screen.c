// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are broken word by word, digits put into threes.  A word is what stands between
// spaces, with the escape sequences of colours in it.
#include "base/screen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

enum { USUAL_WIDTH = 80, MAX_WIDTH = 100000, MOST_INDENT = 20 };

size_t
furat_screen_width(int fd)
{
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  const char *columns = getenv("COLUMNS");
  const unsigned long n = columns ? strtoul(columns, NULL, 10) : 0;
  return n > 0 && n <= MAX_WIDTH ? n : USUAL_WIDTH;
}

size_t
furat_screen_wrap_width(int fd)
{
  return isatty(fd) == 1 ? furat_screen_width(fd) : 0;
}

// The end of the escape sequence at `at`; `at` where there is none.
static size_t
escape_end(furat_str text, size_t at)
{
  if (at + 1 >= text.len || text.data[at] != '\033' || text.data[at + 1] != '[') {
    return at;
  }
  at += 2;
  while (at < text.len && text.data[at] != 'm') {
    at++;
  }
  return at < text.len ? at + 1 : at;
}

static size_t
cells_of(furat_str word)
{
  size_t cells = 0;
  size_t start = 0;
  for (size_t at = 0; at < word.len;) {
    const size_t end = escape_end(word, at);
    if (end == at) {
      at++;
      continue;
    }
    cells += furat_utf8_text_width(furat_str_slice(word, start, at - start));
    at = start = end;
  }
  return cells + furat_utf8_text_width(furat_str_slice(word, start, word.len));
}

// The spaces that a line begins with, colours among them, and where they end.
static size_t
indent_of(furat_str line, size_t *cells)
{
  size_t at = 0;
  *cells = 0;
  for (;;) {
    const size_t end = escape_end(line, at);
    if (end == at && (at == line.len || line.data[at] != ' ')) {
      return at;
    }
    *cells += end == at;
    at = end == at ? at + 1 : end;
  }
}

static void
wrap_line(furat_buffer *out, furat_str line, size_t width)
{
  size_t indent = 0;
  size_t at = indent_of(line, &indent);
  size_t column = indent;
  furat_buffer_append(out, furat_str_slice(line, 0, at));
  indent = indent > MOST_INDENT ? 0 : indent;
  for (size_t n_spaces = 0; at < line.len;) {
    const furat_str rest = furat_str_slice(line, at, line.len);
    const furat_str word = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
    const size_t cells = cells_of(word);
    if (n_spaces > 0 && column + n_spaces + cells > width) {
      furat_buffer_append_byte(out, '\n');
      furat_buffer_append_fill(out, ' ', indent);
      column = indent;
    } else {
      furat_buffer_append_fill(out, ' ', n_spaces);
      column += n_spaces;
    }
    furat_buffer_append(out, word);
    column += cells;
    at += word.len;
    for (n_spaces = 0; at < line.len && line.data[at] == ' '; at++) {
      n_spaces++;
    }
  }
}

void
furat_screen_wrap(furat_buffer *out, furat_str text, size_t width)
{
  while (text.len > 0) {
    const size_t end = furat_str_find_byte(text, '\n');
    const furat_str line = furat_str_slice(text, 0, end);
    if (width > 0 && cells_of(line) > width) {
      wrap_line(out, line, width);
    } else {
      furat_buffer_append(out, line);
    }
    if (end < text.len) {
      furat_buffer_append_byte(out, '\n');
    }
    text = furat_str_slice(text, end + 1, text.len);
  }
}

const char *
furat_screen_number(char text[32], uint64_t number)
{
  char digits[24];
  const size_t n = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, number);
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0) {
      text[at++] = ',';
    }
    text[at++] = digits[i];
  }
  text[at] = '\0';
  return text;
}
