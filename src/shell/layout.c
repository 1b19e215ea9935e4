// SPDX-License-Identifier: GPL-3.0-or-later
// Characters to cells, cells to rows.  Widths are summed by character, not by cluster:
// that is how most terminals move their cursor.
#include "shell/layout.h"

#include <assert.h>

#include "base/utf8.h"
#include "results/cell.h"

enum { MAX_ROWS = 1 << 24, TAB_CELLS = 4 };

void
furat_layout_init(furat_layout *layout)
{
  *layout = (furat_layout){.cursor_row = 0};
  furat_buffer_init(&layout->bytes, SIZE_MAX / 2);
  furat_vec_init(&layout->rows, sizeof(furat_layout_row), MAX_ROWS);
}

void
furat_layout_clear(furat_layout *layout)
{
  furat_buffer_clear(&layout->bytes);
  furat_vec_clear(&layout->rows);
  furat_layout_init(layout);
}

furat_str
furat_layout_row_bytes(const furat_layout *layout, size_t i)
{
  const furat_layout_row *row = &FURAT_VEC_AT(&layout->rows, furat_layout_row, i);
  return furat_str_slice(furat_buffer_str(&layout->bytes), row->start,
                         row->end - row->start);
}

const char *
furat_layout_prompt(char open)
{
  switch (open) {
  case '{':
    return "    {> ";
  case '(':
    return "    (> ";
  case '[':
    return "    [> ";
  case '"':
    return "  \"\"\"> ";
  case '\'':
    return "  '''> ";
  default:
    return "    -> ";
  }
}

// The pen that fills one row after the other.
typedef struct pen {
  furat_layout *out;
  const furat_palette *palette;
  size_t n_columns;
  size_t column;
  size_t row_start; // of its bytes
  furat_color color;
} pen;

static void
set_color(pen *p, furat_color color)
{
  if (color != p->color) {
    furat_buffer_append_cstr(&p->out->bytes, furat_color_end(p->palette, p->color));
    furat_buffer_append_cstr(&p->out->bytes, furat_color_start(p->palette, color));
    p->color = color;
  }
}

static void
end_row(pen *p, bool wrapped)
{
  set_color(p, FURAT_COLOR_PLAIN);
  const furat_layout_row row = {p->row_start, p->out->bytes.len, p->column, wrapped};
  furat_vec_push(&p->out->rows, &row);
  p->row_start = p->out->bytes.len;
  p->column = 0;
}

// A character, or what is shown for one: it stands in one row.
static void
put(pen *p, furat_str bytes, size_t n_cells, furat_color color)
{
  if (n_cells > 0 && p->column + n_cells > p->n_columns && p->column > 0) {
    // A wide character does not fit into the last cell, which a terminal would leave as
    // it was.
    set_color(p, FURAT_COLOR_PLAIN);
    while (p->column < p->n_columns) {
      furat_buffer_append_byte(&p->out->bytes, ' ');
      p->column++;
    }
    end_row(p, true);
  }
  set_color(p, color);
  furat_buffer_append(&p->out->bytes, bytes);
  p->column += n_cells;
}

// \u202E for what must not reach the terminal: it may be cut over rows.
static void
put_escape(pen *p, furat_str character, furat_color color)
{
  furat_buffer shown;
  furat_buffer_init(&shown, 100);
  furat_text_write_visible(&shown, character);
  for (size_t i = 0; i < shown.len; i++) {
    put(p, (furat_str){shown.data + i, 1}, 1, color);
  }
  furat_buffer_clear(&shown);
}

static size_t
put_character(pen *p, furat_str text, size_t at, size_t indent, furat_color color)
{
  size_t end = at;
  uint32_t c = furat_utf8_decode(text, &end);
  furat_str bytes = furat_str_slice(text, at, end - at);
  if (c == '\t') {
    size_t from = p->column >= indent ? p->column - indent : p->column;
    for (size_t n = TAB_CELLS - from % TAB_CELLS; n > 0; n--) {
      put(p, FURAT_STR(" "), 1, color);
    }
  } else if (c == FURAT_UTF8_BAD || furat_utf8_is_unsafe_at(text, at, c)) {
    put_escape(p, bytes, color);
  } else {
    put(p, bytes, (size_t)furat_utf8_width(c), color);
  }
  return end;
}

static size_t
put_prompt(pen *p, furat_str prompt)
{
  for (size_t at = 0; at < prompt.len;) {
    at = put_character(p, prompt, at, 0, FURAT_COLOR_PROMPT);
  }
  return p->column;
}

// As wide as the first one, where that is not half of the screen.
static size_t
put_next_prompt(pen *p, char open, size_t first)
{
  const furat_str prompt = furat_str_of(furat_layout_prompt(open));
  while (p->column + prompt.len < first) {
    put(p, FURAT_STR(" "), 1, FURAT_COLOR_PROMPT);
  }
  return put_prompt(p, prompt);
}

static void
note_cursor(pen *p)
{
  if (p->column >= p->n_columns) {
    end_row(p, true); // a full row has no cell for it
  }
  p->out->cursor_row = p->out->rows.n;
  p->out->cursor_column = p->column;
}

furat_status
furat_layout_make(furat_layout *layout, const furat_layout_text *t)
{
  assert(t->n_columns > 0);
  assert(t->point <= t->text.len);
  furat_buffer_reset(&layout->bytes);
  furat_vec_truncate(&layout->rows, 0);
  pen p = {.out = layout, .palette = t->palette, .n_columns = t->n_columns};
  size_t indent = put_prompt(&p, t->prompt);
  const size_t first = indent < t->n_columns / 2 ? indent : 0;
  size_t line = 0;
  for (size_t at = 0; at < t->text.len;) {
    if (at == t->point) {
      note_cursor(&p);
    }
    if (t->text.data[at] == '\n') {
      end_row(&p, false);
      line++;
      char open = '\0';
      if (t->opened) {
        open = t->opened[line];
      }
      indent = put_next_prompt(&p, open, first);
      at++;
    } else {
      furat_color color = t->colors ? (furat_color)t->colors[at] : FURAT_COLOR_PLAIN;
      at = put_character(&p, t->text, at, indent, color);
    }
  }
  if (t->point == t->text.len) {
    note_cursor(&p);
  }
  end_row(&p, false);
  return layout->bytes.status == FURAT_OK ? layout->rows.status : layout->bytes.status;
}
