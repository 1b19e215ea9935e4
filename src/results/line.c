// SPDX-License-Identifier: GPL-3.0-or-later
// A variable a line, for rows that are too wide for a table: `name = value`, the names
// flush right, an empty line behind each solution.          engine/furat.h -> [results]
// -> output
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
write_value(furat_buffer *out, const furat_term *term, const furat_style *style)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_term_write_styled(&text, term, style);
  const furat_color color = furat_term_color(term);
  const furat_palette *palette = style->palette;
  // The language stands behind the text whatever the direction of that is.
  const size_t tag = term->language.len > 0 ? term->language.len + 2 : 0;
  const furat_str all = furat_buffer_str(&text);
  const size_t n = all.len > tag ? all.len - tag : all.len;
  furat_buffer_append_cstr(out, palette ? furat_color_start(palette, color) : "");
  furat_bidi_append(out, furat_str_slice(all, 0, n), style->bidi);
  furat_buffer_append_cstr(out, palette ? furat_color_end(palette, color) : "");
  furat_buffer_append_cstr(out, palette && n < all.len
                                    ? furat_color_start(palette, FURAT_COLOR_LANGUAGE)
                                    : "");
  furat_buffer_append(out, furat_str_slice(all, n, all.len));
  furat_buffer_append_cstr(
      out, palette && n < all.len ? furat_color_end(palette, FURAT_COLOR_LANGUAGE) : "");
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
    write_value(out, &row[i], style);
    furat_buffer_append_byte(out, '\n');
  }
  furat_buffer_append_byte(out, '\n');
  return FURAT_OK;
}
