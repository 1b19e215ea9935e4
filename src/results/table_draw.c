// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the rows of a table, in columns whose widths are known: cut or wrapped, aligned
// by their direction, coloured.                                        table ->
// [table_draw]
#include "base/utf8.h"
#include "results/bidi.h"
#include "results/table_internal.h"

const table_border furat_table_ascii = {
    "-", "|", {{"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}}, "...", 3};

const table_border furat_table_unicode = {
    "─", "│", {{"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}}, "…", 1};

furat_str
furat_table_cell_text(const furat_table *table, const table_cell *one)
{
  return furat_str_slice(furat_buffer_str(&table->texts), one->start, one->len_bytes);
}

furat_str
furat_table_cell_tag(const furat_table *table, const table_cell *one)
{
  furat_str text = furat_table_cell_text(table, one);
  return furat_str_slice(text, text.len - one->tag_bytes, one->tag_bytes);
}

void
furat_table_start_color(furat_table *table, furat_color color)
{
  const furat_palette *palette = table->options.style.palette;
  furat_buffer_append_cstr(&table->line,
                           palette ? furat_color_start(palette, color) : "");
}

void
furat_table_end_color(furat_table *table, furat_color color)
{
  const furat_palette *palette = table->options.style.palette;
  furat_buffer_append_cstr(&table->line, palette ? furat_color_end(palette, color) : "");
}

void
furat_table_append_rule(furat_table *table, size_t which)
{
  const table_border *border = table->border;
  furat_table_start_color(table, FURAT_COLOR_BORDER);
  for (size_t i = 0; i < table->n_shown; i++) {
    furat_buffer_append_cstr(&table->line, border->corners[which][i > 0]);
    for (size_t j = 0; j < table->widths[i] + 2; j++) {
      furat_buffer_append_cstr(&table->line, border->horizontal);
    }
  }
  furat_buffer_append_cstr(&table->line, border->corners[which][2]);
  furat_table_end_color(table, FURAT_COLOR_BORDER);
  furat_buffer_append_byte(&table->line, '\n');
}

// How much of a part of the cell's text stands before its language.
static size_t
before_tag(const furat_table *table, const table_cell *one, furat_str part)
{
  const size_t start = (size_t)(part.data - furat_table_cell_text(table, one).data);
  const size_t end = one->len_bytes - one->tag_bytes;
  const size_t n = end > start ? end - start : 0;
  return n < part.len ? n : part.len;
}

// The part of a cell that is shown in `room` cells beside the ellipsis.
static furat_str
cut_text(const furat_table *table, const table_cell *one, furat_str text, size_t room,
         size_t *width)
{
  if (!one->keep_end) {
    text.len = before_tag(table, one, text);
    text.len = furat_text_fit(text, room, width);
    return text;
  }
  size_t at = 0;
  *width = furat_utf8_text_width(text);
  while (at<text.len && * width> room) {
    size_t cluster = 0;
    at = furat_utf8_next_cluster(text, at, &cluster);
    *width -= cluster;
  }
  return furat_str_slice(text, at, text.len);
}

// Text with the mark of a cut, in the order that the terminal needs.
static void
append_ordered(furat_table *table, const table_cell *one, furat_str text, size_t mark)
{
  const furat_str ellipsis = mark == table->border->ellipsis_width
                                 ? furat_str_of(table->border->ellipsis)
                                 : furat_str_slice(FURAT_STR(".."), 0, mark);
  const furat_bidi bidi = one->has_rtl ? table->options.style.bidi : FURAT_BIDI_NONE;
  furat_buffer *to = bidi == FURAT_BIDI_REORDER ? &table->scratch : &table->line;
  furat_buffer_reset(&table->scratch);
  furat_buffer_append_cstr(to, bidi == FURAT_BIDI_ISOLATE ? FURAT_BIDI_FSI : "");
  furat_buffer_append(to, one->keep_end ? ellipsis : FURAT_STR_NONE);
  furat_buffer_append(to, text);
  furat_buffer_append(to, one->keep_end ? FURAT_STR_NONE : ellipsis);
  furat_buffer_append_cstr(to, bidi == FURAT_BIDI_ISOLATE ? FURAT_BIDI_PDI : "");
  if (bidi == FURAT_BIDI_REORDER) {
    furat_bidi_reorder(&table->line, furat_buffer_str(to), one->rtl);
    if (to->status != FURAT_OK) {
      table->line.status = to->status;
    }
  }
}

// A language stands behind the text whatever the direction of that is, and looks paler.
static void
append_text(furat_table *table, const table_cell *one, furat_str text, size_t mark)
{
  const furat_color color = (furat_color)one->color;
  const size_t n = before_tag(table, one, text);
  furat_table_start_color(table, color);
  if (n > 0 || mark > 0) {
    append_ordered(table, one, furat_str_slice(text, 0, n), mark);
  }
  furat_table_end_color(table, color);
  if (n < text.len) {
    furat_table_start_color(table, FURAT_COLOR_LANGUAGE);
    furat_buffer_append(&table->line, furat_str_slice(text, n, text.len));
    furat_table_end_color(table, FURAT_COLOR_LANGUAGE);
  }
}

// One line of a cell: a text `width` cells wide, and a mark of so many where it is cut.
static void
append_padded(furat_table *table, const table_cell *one, furat_str text, size_t width,
              size_t room, size_t mark)
{
  const size_t padding = room > width + mark ? room - width - mark : 0;
  furat_buffer_append_fill(&table->line, ' ', one->flush_right ? padding : 0);
  append_text(table, one, text, mark);
  furat_buffer_append_fill(&table->line, ' ', one->flush_right ? 0 : padding);
}

// What is left of a cell, cut to its column.
static void
append_cut(furat_table *table, const table_cell *one, furat_str text, size_t room)
{
  const size_t whole = table->border->ellipsis_width;
  const size_t mark = room < whole ? room : whole;
  size_t width = 0;
  text = cut_text(table, one, text, room - mark, &width);
  append_padded(table, one, text, width, room, mark);
}

static void
append_cell(furat_table *table, const table_cell *one, size_t column)
{
  const size_t room = table->widths[column];
  furat_str text = furat_table_cell_text(table, one);
  // Without a bound nothing is cut: a wide cell behind the sample only pushes its row
  // out.
  if (one->clipped || (table->options.width_cells > 0 && one->width > room)) {
    append_cut(table, one, text, room);
  } else {
    append_padded(table, one, text, one->width, room, 0);
  }
}

// The next line of a cell that is wrapped; words stay whole where they can.
static void
append_piece(furat_table *table, const table_cell *one, size_t column, bool last)
{
  const size_t room = table->widths[column];
  size_t *at = &table->offsets[column];
  furat_str rest =
      furat_str_slice(furat_table_cell_text(table, one), *at, one->len_bytes);
  size_t width = 0;
  size_t next = 0;
  const furat_str piece = furat_text_first_line(rest, room, &width, &next);
  const bool ends = next == rest.len;
  if ((last && !ends) || (ends && one->clipped && rest.len > 0)) {
    *at = one->len_bytes;
    append_cut(table, one, rest, room);
    return;
  }
  *at += next;
  append_padded(table, one, piece, width, room, 0);
}

static void
append_border(furat_table *table)
{
  furat_table_start_color(table, FURAT_COLOR_BORDER);
  furat_buffer_append_cstr(&table->line, table->border->vertical);
  furat_table_end_color(table, FURAT_COLOR_BORDER);
}

static void
append_line(furat_table *table, const table_cell *cells, bool wrapped, bool last)
{
  for (size_t i = 0; i < table->n_shown; i++) {
    append_border(table);
    furat_buffer_append_byte(&table->line, ' ');
    if (wrapped) {
      append_piece(table, &cells[i], i, last);
    } else {
      append_cell(table, &cells[i], i);
    }
    furat_buffer_append_byte(&table->line, ' ');
  }
  append_border(table);
  furat_buffer_append_byte(&table->line, '\n');
}

static bool
is_whole(const furat_table *table, const table_cell *cells)
{
  for (size_t i = 0; i < table->n_shown; i++) {
    if (table->offsets[i] < cells[i].len_bytes) {
      return false;
    }
  }
  return true;
}

void
furat_table_append_row(furat_table *table, const table_cell *cells)
{
  if (!table->options.wrap || table->options.width_cells == 0) {
    append_line(table, cells, false, true);
    return;
  }
  for (size_t i = 0; i < table->n_shown; i++) {
    table->offsets[i] = 0;
  }
  for (size_t n = 1; n == 1 || !is_whole(table, cells); n++) {
    append_line(table, cells, true, n == FURAT_TABLE_MAX_LINES);
  }
}
