// SPDX-License-Identifier: GPL-3.0-or-later
// A variable a line, for rows that are too wide for a table: `name = value`, the names
// flush right, an empty line behind each solution.  On a screen long texts are broken at
// words.
//                                                 engine/furat.h -> [results] -> output
#include "base/utf8.h"
#include "results/bidi.h"
#include "results/format_internal.h"

enum { MAX_NAME_CELLS = 40 };

static size_t
widest_name(const furat_str *columns, size_t n)
{
  size_t widest = 0;
  for (size_t i = 0; i < n; i++) {
    size_t width = furat_utf8_text_width(columns[i]);
    widest = width > widest ? width : widest;
  }
  return widest < MAX_NAME_CELLS ? widest : MAX_NAME_CELLS;
}

static void
start_color(furat_buffer *out, const furat_style *style, furat_color color)
{
  furat_buffer_append_cstr(out, style->palette ? furat_color_start(style->palette, color)
                                               : "");
}

static void
end_color(furat_buffer *out, const furat_style *style, furat_color color)
{
  furat_buffer_append_cstr(out,
                           style->palette ? furat_color_end(style->palette, color) : "");
}

// A part of a value, which has `n` bytes before the language.
static void
write_part(furat_buffer *out, furat_str part, size_t n, furat_color color,
           const furat_style *style)
{
  start_color(out, style, color);
  furat_bidi_append(out, furat_str_slice(part, 0, n), style->bidi);
  end_color(out, style, color);
  if (n < part.len) {
    start_color(out, style, FURAT_COLOR_LANGUAGE);
    furat_buffer_append(out, furat_str_slice(part, n, part.len));
    end_color(out, style, FURAT_COLOR_LANGUAGE);
  }
}

// A text in lines, of words, that the screen has room for; each is put into the order of
// the screen by itself.  Names stay whole, to be copied.
static void
write_value(furat_buffer *out, const furat_term *term, size_t indent,
            const furat_style *style)
{
  enum { MIN_ROOM = 16 };
  const size_t room = style->width_cells > indent ? style->width_cells - indent : 0;
  const bool breaks = room >= MIN_ROOM && term->kind == FURAT_TERM_LITERAL;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_term_write_styled(&text, term, style);
  furat_str rest = furat_buffer_str(&text);
  size_t n = rest.len - furat_term_tag_bytes(term, rest); // before the language
  for (;;) {
    size_t cells = 0;
    size_t next = rest.len;
    const furat_str part =
        breaks ? furat_text_first_line(rest, room, &cells, &next) : rest;
    write_part(out, part, n < part.len ? n : part.len, furat_term_color(term), style);
    if (next == rest.len) {
      break;
    }
    rest = furat_str_slice(rest, next, rest.len);
    n = n > next ? n - next : 0;
    furat_buffer_append_byte(out, '\n');
    furat_buffer_append_fill(out, ' ', indent);
  }
  if (text.status != FURAT_OK) {
    out->status = text.status;
  }
  furat_buffer_clear(&text);
}

furat_status
furat_line_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)row_index;
  (void)err;
  const size_t widest = widest_name(columns, n);
  for (size_t i = 0; i < n; i++) {
    const size_t width = furat_utf8_text_width(columns[i]);
    furat_buffer_append_fill(out, ' ', width < widest ? widest - width : 0);
    if (style->palette) {
      furat_color_append(out, style->palette, FURAT_COLOR_HEADING, columns[i]);
    } else {
      furat_buffer_append(out, columns[i]);
    }
    furat_buffer_append_cstr(out, " = ");
    write_value(out, &row[i], (width > widest ? width : widest) + 3, style);
    furat_buffer_append_byte(out, '\n');
  }
  furat_buffer_append_byte(out, '\n');
  return FURAT_OK;
}
