// SPDX-License-Identifier: GPL-3.0-or-later
// A boxed table in two phases: the first rows are kept as rendered cells until the widths
// are known, every later row is rendered, written and forgotten. Widths are cells of a
// terminal, counted by grapheme clusters; a cell is never cut inside one.
#include "results/table.h"

#include <assert.h>
#include <inttypes.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "results/bidi.h"
#include "results/columns.h"
#include "results/labels.h"

enum {
  DEFAULT_SAMPLE_ROWS = 1000,
  MAX_SAMPLE_BYTES = 16 * 1024 * 1024,
  MAX_WRAP_LINES = 16,
  // Of a term that is longer than any line only a part is looked at.
  CLIP_BYTES_PER_CELL = 32,
  CLIP_BYTES = 4096,
};

// One rendered cell: `len_bytes` of the text that the row or the sample keeps.
typedef struct table_cell {
  size_t start;
  size_t len_bytes;
  size_t width;
  size_t tag_bytes; // at the end of the text: a language and the " @" before it
  bool flush_right;
  bool has_rtl;
  bool rtl;      // the first letter is
  bool keep_end; // IRIs differ at their end: that is what stays when they are cut
  bool clipped;  // the term is longer than the text
  unsigned char color;
} table_cell;

// What the lines are drawn with, in ASCII or in Unicode.
typedef struct table_border {
  const char *horizontal;
  const char *vertical;
  const char *corners[3][3]; // top, middle, bottom; left, between, right
  const char *ellipsis;
  size_t ellipsis_width;
} table_border;

static const table_border ascii_border = {
    "-", "|", {{"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}}, "...", 3};

static const table_border unicode_border = {
    "─", "│", {{"┌", "┬", "┐"}, {"├", "┼", "┤"}, {"└", "┴", "┘"}}, "…", 1};

struct furat_table {
  furat_output *output;
  furat_table_options options;
  const table_border *border;
  size_t n_columns;     // that are rendered: more have no room in any case
  size_t n_shown;       // of these, once the widths are known
  size_t n_all_columns; // of the solutions
  uint64_t n_rows;
  bool sampling;
  size_t *widths;     // of the columns, in cells
  char **tags;        // of the columns: the language that stands in the heading, or NULL
  furat_buffer texts; // of the cells at hand: the heading and the sample, later one row
  furat_vec cells;    // n_columns for each row at hand
  furat_buffer line;  // being written
  furat_buffer scratch;
  size_t *offsets; // where the next line of each cell starts
};

static furat_str
text_of(const furat_table *table, const table_cell *one)
{
  return furat_str_slice(furat_buffer_str(&table->texts), one->start, one->len_bytes);
}

static furat_str
tag_of(const furat_table *table, const table_cell *one)
{
  furat_str text = text_of(table, one);
  return furat_str_slice(text, text.len - one->tag_bytes, one->tag_bytes);
}

static void
measure(const furat_table *table, table_cell *one, bool numeric)
{
  furat_str text = text_of(table, one);
  one->width = furat_utf8_text_width(text);
  one->rtl = furat_text_is_rtl(text, &one->has_rtl);
  one->flush_right = one->rtl || numeric;
}

// Letters are joined before anything is measured: lam and alef become one.
static void
join_letters(furat_table *table, size_t start)
{
  furat_str text =
      furat_str_slice(furat_buffer_str(&table->texts), start, table->texts.len);
  bool has_rtl = false;
  (void)furat_text_is_rtl(text, &has_rtl);
  if (has_rtl) {
    furat_buffer_reset(&table->scratch);
    furat_bidi_shape(&table->scratch, text);
    furat_buffer_truncate(&table->texts, start);
    furat_buffer_append(&table->texts, furat_buffer_str(&table->scratch));
  }
}

// The cell is what was appended to the texts from `start` on.
static void
render_text(furat_table *table, table_cell *into, size_t start, bool numeric)
{
  if (table->options.style.bidi == FURAT_BIDI_REORDER) {
    join_letters(table, start);
  }
  *into = (table_cell){.start = start, .len_bytes = table->texts.len - start};
  measure(table, into, numeric);
}

// The language stands in the heading, so the cell needs none.
static void
drop_tag(furat_table *table, table_cell *one)
{
  one->len_bytes -= one->tag_bytes;
  one->tag_bytes = 0;
  measure(table, one, false);
}

static furat_status
render_heading(furat_table *table, const furat_str *names, furat_error *err)
{
  if (table->n_columns == 0) {
    return FURAT_OK;
  }
  table_cell *cells = furat_vec_extend(&table->cells, table->n_columns);
  if (!cells) {
    return furat_vec_status(&table->cells, err);
  }
  for (size_t i = 0; i < table->n_columns; i++) {
    size_t start = table->texts.len;
    furat_text_write_visible(&table->texts, names[i]);
    render_text(table, &cells[i], start, false);
    cells[i].color = FURAT_COLOR_HEADING;
  }
  return furat_buffer_status(&table->texts, err);
}

furat_status
furat_table_new(furat_table **out, furat_output *output, size_t n_columns,
                const furat_str *names, const furat_table_options *options,
                furat_error *err)
{
  assert(output);
  assert(options);
  furat_table *table = furat_alloc_zeroed(1, sizeof *table);
  if (!table) {
    return furat_error_no_mem(err);
  }
  table->output = output;
  table->options = *options;
  if (table->options.n_sample_rows == 0) {
    table->options.n_sample_rows = DEFAULT_SAMPLE_ROWS;
  }
  table->border = options->unicode ? &unicode_border : &ascii_border;
  table->n_all_columns = n_columns;
  table->n_columns = furat_columns_most(n_columns, options->width_cells);
  table->sampling = true;
  furat_buffer_init(&table->texts, SIZE_MAX / 2);
  furat_buffer_init(&table->line, SIZE_MAX / 2);
  furat_buffer_init(&table->scratch, SIZE_MAX / 2);
  furat_vec_init(&table->cells, sizeof(table_cell), SIZE_MAX / 2 / sizeof(table_cell));
  table->widths = furat_alloc_zeroed(n_columns + 1, sizeof *table->widths);
  table->tags = furat_alloc_zeroed(n_columns + 1, sizeof *table->tags);
  table->offsets = furat_alloc_zeroed(n_columns + 1, sizeof *table->offsets);
  furat_status status = table->widths && table->tags && table->offsets
                            ? render_heading(table, names, err)
                            : furat_error_no_mem(err);
  if (status != FURAT_OK) {
    furat_table_free(table);
    return status;
  }
  *out = table;
  return FURAT_OK;
}

// The language that all cells of the column have, those without text aside; empty: none.
static furat_str
common_tag(const furat_table *table, size_t column)
{
  furat_str tag = FURAT_STR_NONE;
  for (size_t i = table->n_columns + column; i < table->cells.n; i += table->n_columns) {
    const table_cell *one = &FURAT_VEC_AT(&table->cells, table_cell, i);
    furat_str own = tag_of(table, one);
    if (one->len_bytes == 0) {
      continue;
    }
    if (own.len == 0 || (tag.len > 0 && !furat_str_equal(tag, own))) {
      return FURAT_STR_NONE;
    }
    tag = own;
  }
  return tag;
}

// A language that a whole column has is said once, in its heading.
static furat_status
raise_tag(furat_table *table, size_t column, furat_error *err)
{
  furat_str tag = common_tag(table, column);
  if (tag.len == 0) {
    return FURAT_OK;
  }
  table->tags[column] = furat_strdup(tag);
  if (!table->tags[column]) {
    return furat_error_no_mem(err);
  }
  for (size_t i = table->n_columns + column; i < table->cells.n; i += table->n_columns) {
    drop_tag(table, &FURAT_VEC_AT(&table->cells, table_cell, i));
  }
  table_cell *heading = &FURAT_VEC_AT(&table->cells, table_cell, column);
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_buffer_append(&text, text_of(table, heading));
  furat_buffer_append_cstr(&text, table->tags[column]);
  size_t start = table->texts.len;
  furat_buffer_append(&table->texts, furat_buffer_str(&text));
  furat_status status = furat_buffer_status(&text, err);
  furat_buffer_clear(&text);
  if (status == FURAT_OK) {
    status = furat_buffer_status(&table->texts, err);
  }
  if (status == FURAT_OK) {
    render_text(table, heading, start, false);
    heading->color = FURAT_COLOR_HEADING;
  }
  return status;
}

static furat_status
measure_columns(furat_table *table, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < table->n_columns && status == FURAT_OK; i++) {
    status = raise_tag(table, i, err);
  }
  for (size_t i = 0; i < table->cells.n; i++) {
    size_t width = FURAT_VEC_AT(&table->cells, table_cell, i).width;
    size_t *column = &table->widths[i % table->n_columns];
    *column = width > *column ? width : *column;
  }
  return status;
}

static void
start_color(furat_table *table, furat_color color)
{
  const furat_palette *palette = table->options.style.palette;
  furat_buffer_append_cstr(&table->line,
                           palette ? furat_color_start(palette, color) : "");
}

static void
end_color(furat_table *table, furat_color color)
{
  const furat_palette *palette = table->options.style.palette;
  furat_buffer_append_cstr(&table->line, palette ? furat_color_end(palette, color) : "");
}

static void
append_rule(furat_table *table, size_t which)
{
  const table_border *border = table->border;
  start_color(table, FURAT_COLOR_BORDER);
  for (size_t i = 0; i < table->n_shown; i++) {
    furat_buffer_append_cstr(&table->line, border->corners[which][i > 0]);
    for (size_t j = 0; j < table->widths[i] + 2; j++) {
      furat_buffer_append_cstr(&table->line, border->horizontal);
    }
  }
  furat_buffer_append_cstr(&table->line, border->corners[which][2]);
  end_color(table, FURAT_COLOR_BORDER);
  furat_buffer_append_byte(&table->line, '\n');
}

// The part of a cell that is shown in `room` cells beside the ellipsis.
static furat_str
cut_text(const table_cell *one, furat_str text, size_t room, size_t *width)
{
  if (!one->keep_end) {
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

// A language stands behind the text whatever the direction of that is, and looks paler;
// also in the last line of a cell that is wrapped.
static void
append_text(furat_table *table, const table_cell *one, furat_str text, size_t mark)
{
  const furat_color color = (furat_color)one->color;
  const furat_str whole = text_of(table, one);
  const bool at_end = mark == 0 && text.data + text.len == whole.data + whole.len;
  const size_t tag = !at_end ? 0 : one->tag_bytes < text.len ? one->tag_bytes : text.len;
  if (tag < text.len || tag == 0) {
    start_color(table, color);
    append_ordered(table, one, furat_str_slice(text, 0, text.len - tag), mark);
    end_color(table, color);
  }
  if (tag > 0) {
    start_color(table, FURAT_COLOR_LANGUAGE);
    furat_buffer_append(&table->line, furat_str_slice(text, text.len - tag, text.len));
    end_color(table, FURAT_COLOR_LANGUAGE);
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
  text = cut_text(one, text, room - mark, &width);
  append_padded(table, one, text, width, room, mark);
}

static void
append_cell(furat_table *table, const table_cell *one, size_t column)
{
  const size_t room = table->widths[column];
  furat_str text = text_of(table, one);
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
  furat_str rest = furat_str_slice(text_of(table, one), *at, one->len_bytes);
  size_t width = 0;
  size_t n = furat_text_fit(rest, room, &width);
  if (n == rest.len && !(one->clipped && n > 0)) {
    *at = one->len_bytes;
    append_padded(table, one, rest, width, room, 0);
    return;
  }
  if (last || n == rest.len) {
    *at = one->len_bytes;
    append_cut(table, one, rest, room);
    return;
  }
  furat_str piece =
      furat_str_slice(rest, 0, n > 0 ? n : furat_utf8_next_cluster(rest, 0, &width));
  size_t next = piece.len;
  const size_t space = furat_str_rfind_byte(piece, ' ');
  if (rest.data[piece.len] == ' ') {
    next++;
  } else if (space > 0 && space < piece.len) {
    piece.len = space;
    next = space + 1;
    width = furat_utf8_text_width(piece);
  }
  *at += next;
  append_padded(table, one, piece, width, room, 0);
}

static void
append_border(furat_table *table)
{
  start_color(table, FURAT_COLOR_BORDER);
  furat_buffer_append_cstr(&table->line, table->border->vertical);
  end_color(table, FURAT_COLOR_BORDER);
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

static void
append_row(furat_table *table, const table_cell *cells)
{
  if (!table->options.wrap || table->options.width_cells == 0) {
    append_line(table, cells, false, true);
    return;
  }
  for (size_t i = 0; i < table->n_shown; i++) {
    table->offsets[i] = 0;
  }
  for (size_t n = 1; n == 1 || !is_whole(table, cells); n++) {
    append_line(table, cells, true, n == MAX_WRAP_LINES);
  }
}

static furat_status
write_line(furat_table *table, furat_error *err)
{
  furat_status status = furat_buffer_status(&table->line, err);
  if (status == FURAT_OK) {
    status = furat_output_write(table->output, furat_buffer_str(&table->line), err);
  }
  furat_buffer_reset(&table->line);
  return status;
}

// Write the rows at hand, which follow `n_skip` cells, and forget them.
static furat_status
write_rows(furat_table *table, size_t n_skip, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = n_skip; i < table->cells.n && status == FURAT_OK;
       i += table->n_columns) {
    append_row(table, &FURAT_VEC_AT(&table->cells, table_cell, i));
    status = write_line(table, err);
  }
  furat_vec_truncate(&table->cells, 0);
  furat_buffer_reset(&table->texts);
  return status;
}

// The widths are known: write the heading and the sample.
static furat_status
end_sample(furat_table *table, furat_error *err)
{
  table->sampling = false;
  if (table->n_columns == 0) {
    return FURAT_OK;
  }
  furat_status status = measure_columns(table, err);
  if (status == FURAT_OK) {
    status = furat_columns_fit(table->widths, table->n_columns,
                               table->options.width_cells, &table->n_shown, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  append_rule(table, 0);
  append_row(table, table->cells.items);
  append_rule(table, 1);
  status = write_line(table, err);
  return status == FURAT_OK ? write_rows(table, table->n_columns, err) : status;
}

static bool
shows_label(const furat_table *table, const furat_term *term)
{
  furat_str label = FURAT_STR_NONE;
  furat_labels *labels = table->options.style.labels;
  return labels && furat_labels_find(labels, term->text, &label);
}

// The part of a long text that a line, or the lines of a wrapped cell, can show.
static furat_term
clip(const furat_table *table, const furat_term *term, bool *clipped)
{
  const size_t lines = table->options.wrap ? MAX_WRAP_LINES : 1;
  const size_t most =
      CLIP_BYTES + table->options.width_cells * CLIP_BYTES_PER_CELL * lines;
  furat_term part = *term;
  *clipped = table->options.width_cells > 0 && term->text.len > most;
  if (*clipped && term->kind == FURAT_TERM_IRI) {
    // It has no prefix any more: its end is what tells it from others.
    size_t start = furat_utf8_floor(term->text, term->text.len - most);
    part.text = furat_str_slice(term->text, start, term->text.len);
  } else if (*clipped) {
    part.text.len = furat_utf8_floor(term->text, most);
    part.language = FURAT_STR_NONE;
  }
  return part;
}

static void
render_term(furat_table *table, table_cell *into, const furat_term *term)
{
  size_t start = table->texts.len;
  bool clipped = false;
  const furat_term part = clip(table, term, &clipped);
  furat_term_write_styled(&table->texts, &part, &table->options.style);
  render_text(table, into, start, furat_term_is_numeric(term));
  into->clipped = clipped;
  into->color = (unsigned char)furat_term_color(term);
  into->keep_end = term->kind == FURAT_TERM_IRI && !shows_label(table, term);
  if (part.language.len > 0 &&
      furat_str_ends_with(text_of(table, into), term->language)) {
    into->tag_bytes = term->language.len + 2;
  }
}

static furat_status
render_row(furat_table *table, const furat_term *row, furat_error *err)
{
  table_cell *cells = furat_vec_extend(&table->cells, table->n_columns);
  if (!cells) {
    return furat_vec_status(&table->cells, err);
  }
  for (size_t i = 0; i < table->n_columns; i++) {
    render_term(table, &cells[i], &row[i]);
    if (table->tags[i] &&
        furat_str_equal(tag_of(table, &cells[i]), furat_str_of(table->tags[i]))) {
      drop_tag(table, &cells[i]);
    }
  }
  return furat_buffer_status(&table->texts, err);
}

furat_status
furat_table_row(furat_table *table, const furat_term *row, furat_error *err)
{
  table->n_rows++;
  if (table->n_columns == 0) {
    return FURAT_OK;
  }
  furat_status status = render_row(table, row, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (!table->sampling) {
    return write_rows(table, 0, err);
  }
  bool full = table->n_rows >= table->options.n_sample_rows ||
              table->texts.len >= MAX_SAMPLE_BYTES;
  return full ? end_sample(table, err) : FURAT_OK;
}

furat_status
furat_table_finish(furat_table *table, const furat_row_count *all, furat_error *err)
{
  furat_status status = table->sampling ? end_sample(table, err) : FURAT_OK;
  if (status != FURAT_OK) {
    return status;
  }
  if (table->n_columns > 0) {
    append_rule(table, 2);
  }
  start_color(table, FURAT_COLOR_NOTE);
  furat_row_count_write(&table->line, table->n_rows, all, table->options.style.more_hint);
  if (table->n_shown < table->n_all_columns) {
    furat_buffer_appendf(&table->line, "; %zu of %zu columns, the format line shows all",
                         table->n_shown, table->n_all_columns);
  }
  end_color(table, FURAT_COLOR_NOTE);
  furat_buffer_append_byte(&table->line, '\n');
  return write_line(table, err);
}

void
furat_table_free(furat_table *table)
{
  if (!table) {
    return;
  }
  furat_buffer_clear(&table->texts);
  furat_buffer_clear(&table->line);
  furat_buffer_clear(&table->scratch);
  furat_vec_clear(&table->cells);
  for (size_t i = 0; table->tags && i < table->n_columns; i++) {
    furat_free(table->tags[i]);
  }
  furat_free(table->tags);
  furat_free(table->widths);
  furat_free(table->offsets);
  furat_free(table);
}

// What was found before a failure is shown; without its lower border it is seen to break
// off.
static void
show_found(furat_table *table)
{
  if (table->sampling && table->n_rows > 0) {
    furat_error ignored = FURAT_ERROR_INIT;
    furat_status shown = end_sample(table, &ignored);
    (void)shown;
  }
}

static furat_status
write_solutions(furat_table *table, const furat_rows *rows, furat_error *err)
{
  const uint64_t max_rows = table->options.style.max_rows;
  for (;;) {
    const furat_term *row = NULL;
    if (max_rows > 0 && table->n_rows == max_rows) {
      furat_row_count all;
      furat_status counted = furat_rows_count_rest(&all, rows, max_rows, err);
      return counted == FURAT_OK ? furat_table_finish(table, &all, err) : counted;
    }
    furat_status status = rows->next(rows->self, &row, err);
    if (status == FURAT_DONE) {
      return furat_table_finish(table, NULL, err);
    }
    if (status == FURAT_OK) {
      status = furat_table_row(table, row, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
}

furat_status
furat_table_write_rows(furat_output *output, const furat_rows *rows,
                       const furat_table_options *options, furat_error *err)
{
  if (rows->form == FURAT_QUERY_ASK) {
    return furat_output_write(
        output, rows->boolean ? FURAT_STR("true\n") : FURAT_STR("false\n"), err);
  }
  furat_table *table = NULL;
  furat_status status =
      furat_table_new(&table, output, rows->n_columns, rows->columns, options, err);
  if (status == FURAT_OK) {
    status = write_solutions(table, rows, err);
  }
  if (status != FURAT_OK && table) {
    show_found(table);
  }
  furat_table_free(table);
  return status;
}
