// SPDX-License-Identifier: GPL-3.0-or-later
// A boxed table in two phases: the first rows are kept as rendered cells until the widths
// are known, every later row is rendered, written and forgotten. Widths are cells of a
// terminal, counted by grapheme clusters; a cell is never cut inside one.
#include "results/table.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "rdf/vocabulary.h"
#include "results/bidi.h"
#include "results/columns.h"
#include "results/labels.h"
#include "results/table_internal.h"

enum {
  DEFAULT_SAMPLE_ROWS = 1000,
  MAX_SAMPLE_BYTES = 32 * 1024 * 1024,
  LOOK_AT_CLOCK = 256,    // rows
  MAX_SAMPLE_ROWS = 8192, // Ctrl-C is seen behind them
  // What is cut to less cannot be read; what is wrapped, to less than that.
  STUMP_CELLS = 14,
  WRAPPED_STUMP_CELLS = 10,
  // Of a term that is longer than any line only a part is looked at.
  CLIP_BYTES_PER_CELL = 32,
  CLIP_BYTES = 4096,
};

// Where the width is bounded the sample goes on for so long: more rows, better widths.
static const int64_t patience_ns = 250000000;

static void
measure(const furat_table *table, table_cell *one, bool numeric)
{
  furat_str text = furat_table_cell_text(table, one);
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
  assert(options);
  furat_table *table = furat_alloc_zeroed(1, sizeof *table);
  if (!table) {
    return furat_error_no_mem(err);
  }
  table->output = output;
  table->options = *options;
  table->border = options->unicode ? &furat_table_unicode : &furat_table_ascii;
  table->n_all_columns = n_columns;
  table->n_columns = furat_columns_most(n_columns, options->width_cells);
  table->sampling = true;
  table->start_ns = furat_clock_ns();
  furat_buffer_init(&table->texts, SIZE_MAX / 2);
  furat_buffer_init(&table->line, SIZE_MAX / 2);
  furat_buffer_init(&table->scratch, SIZE_MAX / 2);
  furat_vec_init(&table->cells, sizeof(table_cell), SIZE_MAX / 2 / sizeof(table_cell));
  table->widths = furat_alloc_zeroed(n_columns + 1, sizeof *table->widths);
  table->contents = furat_alloc_zeroed(n_columns + 1, sizeof *table->contents);
  table->usual = furat_alloc_zeroed(n_columns + 1, sizeof *table->usual);
  table->tags = furat_alloc_zeroed(n_columns + 1, sizeof *table->tags);
  table->offsets = furat_alloc_zeroed(n_columns + 1, sizeof *table->offsets);
  const bool whole =
      table->widths && table->contents && table->usual && table->tags && table->offsets;
  furat_status status =
      whole ? render_heading(table, names, err) : furat_error_no_mem(err);
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
    furat_str own = furat_table_cell_tag(table, one);
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
  furat_buffer_append(&text, furat_table_cell_text(table, heading));
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

static int
compare_widths(const void *a, const void *b)
{
  const size_t *left = a;
  const size_t *right = b;
  return (*left > *right) - (*left < *right);
}

// What nine of ten cells of a column need, of those that are not empty.
static furat_status
measure_usual(furat_table *table, furat_error *err)
{
  size_t *widths = furat_alloc_zeroed(table->cells.n + 1, sizeof *widths);
  if (!widths) {
    return furat_error_no_mem(err);
  }
  for (size_t column = 0; column < table->n_columns; column++) {
    size_t n = 0;
    for (size_t i = table->n_columns + column; i < table->cells.n;
         i += table->n_columns) {
      const size_t width = FURAT_VEC_AT(&table->cells, table_cell, i).width;
      widths[n] = width;
      n += width > 0;
    }
    if (n > 1) {
      qsort(widths, n, sizeof *widths, compare_widths);
    }
    table->usual[column] = n > 0 ? widths[(9 * n + 9) / 10 - 1] : 0;
  }
  furat_free(widths);
  return FURAT_OK;
}

static furat_status
measure_columns(furat_table *table, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < table->n_columns && status == FURAT_OK; i++) {
    status = raise_tag(table, i, err);
  }
  for (size_t column = 0; column < table->n_columns; column++) {
    size_t *heading = &table->widths[column];
    size_t *content = &table->contents[column];
    for (size_t i = column; i < table->cells.n; i += table->n_columns) {
      const size_t width = FURAT_VEC_AT(&table->cells, table_cell, i).width;
      size_t *widest = i == column ? heading : content;
      *widest = width > *widest ? width : *widest;
    }
    *heading = *content > *heading ? *content : *heading;
  }
  return status == FURAT_OK && table->options.width_cells > 0 ? measure_usual(table, err)
                                                              : status;
}

static furat_status
fit_columns(furat_table *table, furat_error *err)
{
  const furat_column_needs needs = {table->contents, table->usual,
                                    table->options.kept_column};
  furat_status status = measure_columns(table, err);
  return status == FURAT_OK
             ? furat_columns_fit(table->widths, &needs, table->n_columns,
                                 table->options.width_cells, &table->n_shown, err)
             : status;
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
    furat_table_append_row(table, &FURAT_VEC_AT(&table->cells, table_cell, i));
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
  furat_status status = fit_columns(table, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_table_append_rule(table, 0);
  furat_table_append_row(table, table->cells.items);
  furat_table_append_rule(table, 1);
  status = write_line(table, err);
  return status == FURAT_OK ? write_rows(table, table->n_columns, err) : status;
}

// What the sample did not foresee gets the room that is left, and twice of what it had,
// so that a table rarely grows; a rule stands where it does.
static void
grow(furat_table *table)
{
  size_t room =
      table->options.width_cells > 0
          ? furat_columns_free(table->widths, table->n_shown, table->options.width_cells)
          : 0;
  bool grown = false;
  for (size_t i = 0; i < table->n_shown && room > 0; i++) {
    const size_t width = FURAT_VEC_AT(&table->cells, table_cell, i).width;
    if (width > table->widths[i]) {
      const size_t missing = width - table->widths[i];
      const size_t wanted = missing > table->widths[i] ? missing : table->widths[i];
      const size_t more = wanted < room ? wanted : room;
      table->widths[i] += more;
      room -= more;
      grown = true;
    }
  }
  if (grown) {
    furat_table_append_rule(table, 1);
  }
}

// Whether the rows so far decide the widths.
static bool
is_enough(const furat_table *table)
{
  const furat_table_options *options = &table->options;
  const size_t bytes = table->texts.len + table->cells.n * sizeof(table_cell);
  const size_t rows =
      options->n_sample_rows > 0 ? options->n_sample_rows : DEFAULT_SAMPLE_ROWS;
  const bool hasty = options->n_sample_rows > 0 || options->width_cells == 0;
  return bytes >= MAX_SAMPLE_BYTES || table->n_rows >= MAX_SAMPLE_ROWS ||
         (table->n_rows >= rows &&
          (hasty || (table->n_rows % LOOK_AT_CLOCK == 0 &&
                     furat_clock_ns() - table->start_ns >= patience_ns)));
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
  const size_t lines = table->options.wrap ? FURAT_TABLE_MAX_LINES : 1;
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

// Below a heading that says a language a string without one would pass for such a text.
static void
tell_no_language(furat_table *table, const furat_term *term)
{
  const furat_term datatype = furat_term_iri(FURAT_STR(FURAT_XSD_STRING));
  if (term->kind == FURAT_TERM_LITERAL && term->language.len == 0 &&
      furat_str_equal(term->datatype, datatype.text)) {
    furat_buffer_append_cstr(&table->texts, " ^^");
    furat_term_write_cell(&table->texts, &datatype, table->options.style.prefixes);
  }
}

static void
render_term(furat_table *table, table_cell *into, const furat_term *term, size_t column)
{
  size_t start = table->texts.len;
  bool clipped = false;
  const furat_term part = clip(table, term, &clipped);
  furat_term_write_styled(&table->texts, &part, &table->options.style);
  if (table->tags[column]) {
    tell_no_language(table, term);
  }
  render_text(table, into, start, furat_term_is_numeric(term));
  into->clipped = clipped;
  into->color = (unsigned char)furat_term_color(term);
  into->keep_end = term->kind == FURAT_TERM_IRI && !shows_label(table, term);
  into->tag_bytes = furat_term_tag_bytes(&part, furat_table_cell_text(table, into));
}

static furat_status
render_row(furat_table *table, const furat_term *row, furat_error *err)
{
  table_cell *cells = furat_vec_extend(&table->cells, table->n_columns);
  if (!cells) {
    return furat_vec_status(&table->cells, err);
  }
  for (size_t i = 0; i < table->n_columns; i++) {
    render_term(table, &cells[i], &row[i], i);
    if (table->tags[i] && furat_str_equal(furat_table_cell_tag(table, &cells[i]),
                                          furat_str_of(table->tags[i]))) {
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
    grow(table);
    return write_rows(table, 0, err);
  }
  return is_enough(table) ? end_sample(table, err) : FURAT_OK;
}

furat_status
furat_table_finish(furat_table *table, const furat_row_count *all, furat_error *err)
{
  furat_status status = table->sampling ? end_sample(table, err) : FURAT_OK;
  if (status != FURAT_OK) {
    return status;
  }
  if (table->n_columns > 0) {
    furat_table_append_rule(table, 2);
  }
  furat_table_start_color(table, FURAT_COLOR_NOTE);
  const furat_style *style = &table->options.style;
  furat_row_count count = all ? *all : (furat_row_count){.n_known = table->n_rows};
  count.n_known += style->n_left;
  furat_row_count_write(&table->line, table->n_rows, &count, style->more_hint);
  if (table->n_shown < table->n_all_columns) {
    furat_buffer_appendf(&table->line, "; %zu of %zu columns, the format line shows all",
                         table->n_shown, table->n_all_columns);
  }
  furat_table_end_color(table, FURAT_COLOR_NOTE);
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
  furat_free(table->contents);
  furat_free(table->usual);
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

// Whether a quarter of the column's cells or more are cut to stumps, which lack a third
// of the text.
static bool
is_cramped(const furat_table *table, size_t column)
{
  const size_t stump = table->options.wrap ? WRAPPED_STUMP_CELLS : STUMP_CELLS;
  const size_t width = table->widths[column];
  const size_t lost = width / 2 > 4 ? width / 2 : 4;
  size_t n_cut = 0;
  if (width >= stump) {
    return false;
  }
  for (size_t i = table->n_columns + column; i < table->cells.n; i += table->n_columns) {
    n_cut += FURAT_VEC_AT(&table->cells, table_cell, i).width >= width + lost;
  }
  return n_cut > 0 && 4 * n_cut >= table->n_rows;
}

static furat_status
measure_fit(bool *fits, furat_table *table, furat_error *err)
{
  const size_t kept = table->options.kept_column;
  furat_status status = fit_columns(table, err);
  *fits = table->n_shown == table->n_all_columns &&
          (kept == 0 || kept > table->n_shown ||
           table->widths[kept - 1] >= table->contents[kept - 1]);
  for (size_t i = 0; i < table->n_shown && *fits; i++) {
    *fits = !is_cramped(table, i);
  }
  return status;
}

furat_status
furat_table_fits(bool *out, const furat_rows *rows, const furat_table_options *options,
                 furat_error *err)
{
  furat_table *table = NULL;
  furat_status status =
      furat_table_new(&table, NULL, rows->n_columns, rows->columns, options, err);
  const furat_term *row = NULL;
  while (status == FURAT_OK) {
    status = rows->next(rows->self, &row, err);
    if (status == FURAT_OK && table->n_columns > 0) {
      status = render_row(table, row, err);
      table->n_rows++;
    }
  }
  status = status == FURAT_DONE ? measure_fit(out, table, err) : status;
  furat_table_free(table);
  return status;
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
