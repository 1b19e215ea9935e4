// SPDX-License-Identifier: GPL-3.0-or-later
// A boxed table in two phases: the first rows are kept as rendered cells until the widths
// are known, every later row is rendered, written and forgotten. Widths are cells of a
// terminal, counted by grapheme clusters; a cell is never cut inside one.
#include "results/table.h"

#include <assert.h>
#include <inttypes.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "results/cell.h"

enum {
  DEFAULT_SAMPLE_ROWS = 1000,
  MAX_SAMPLE_BYTES = 16 * 1024 * 1024,
  MIN_COLUMN_CELLS = 4,
};

#define FIRST_STRONG_ISOLATE    "\u2068"
#define POP_DIRECTIONAL_ISOLATE "\u2069"

// One rendered cell: `len_bytes` of the text that the row or the sample keeps.
typedef struct table_cell {
  size_t start;
  size_t len_bytes;
  size_t width;
  size_t tag_bytes; // at the end of the text: a language and the " @" before it
  bool flush_right;
  bool has_rtl;
  bool keep_end; // IRIs differ at their end: that is what stays when they are cut
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
  size_t n_columns;
  uint64_t n_rows;
  bool sampling;
  size_t *widths;     // of the columns, in cells
  char **tags;        // of the columns: the language that stands in the heading, or NULL
  furat_buffer texts; // of the cells at hand: the heading and the sample, later one row
  furat_vec cells;    // n_columns for each row at hand
  furat_buffer line;  // being written
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
  one->flush_right = furat_text_is_rtl(text, &one->has_rtl) || numeric;
}

// The cell is what was appended to the texts from `start` on.
static void
render_text(furat_table *table, table_cell *into, size_t start, bool numeric)
{
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
  table->n_columns = n_columns;
  table->sampling = true;
  furat_buffer_init(&table->texts, SIZE_MAX / 2);
  furat_buffer_init(&table->line, SIZE_MAX / 2);
  furat_vec_init(&table->cells, sizeof(table_cell), SIZE_MAX / 2 / sizeof(table_cell));
  table->widths = furat_alloc_zeroed(n_columns + 1, sizeof *table->widths);
  table->tags = furat_alloc_zeroed(n_columns + 1, sizeof *table->tags);
  furat_status status = table->widths && table->tags ? render_heading(table, names, err)
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

static size_t
total_at_limit(const size_t *widths, size_t n, size_t limit)
{
  size_t total = 0;
  for (size_t i = 0; i < n; i++) {
    total += widths[i] < limit ? widths[i] : limit;
  }
  return total;
}

// The widest that a column may be so that all fit into `budget`: narrower columns keep
// their width and leave the rest to the others.
static size_t
column_limit(const size_t *widths, size_t n, size_t budget)
{
  size_t fits = 0;
  size_t too_wide = budget + 1;
  while (too_wide - fits > 1) {
    size_t limit = fits + (too_wide - fits) / 2;
    if (total_at_limit(widths, n, limit) <= budget) {
      fits = limit;
    } else {
      too_wide = limit;
    }
  }
  return fits;
}

// Hand out the cells that rounding left over, from the left.
static void
spread_rest(size_t *widths, const size_t *natural, size_t n, size_t budget)
{
  size_t used = 0;
  for (size_t i = 0; i < n; i++) {
    used += widths[i];
  }
  for (size_t i = 0; i < n && used < budget; i++) {
    if (widths[i] < natural[i]) {
      widths[i]++;
      used++;
    }
  }
}

static furat_status
shrink_columns(furat_table *table, furat_error *err)
{
  size_t n = table->n_columns;
  size_t frame = 3 * n + 1;
  size_t total = 0;
  for (size_t i = 0; i < n; i++) {
    total += table->widths[i];
  }
  if (table->options.width_cells == 0 || total + frame <= table->options.width_cells) {
    return FURAT_OK;
  }
  size_t budget =
      table->options.width_cells > frame ? table->options.width_cells - frame : 0;
  size_t *natural = furat_alloc_zeroed(n, sizeof *natural);
  if (!natural) {
    return furat_error_no_mem(err);
  }
  size_t limit = column_limit(table->widths, n, budget);
  limit = limit < MIN_COLUMN_CELLS ? MIN_COLUMN_CELLS : limit;
  for (size_t i = 0; i < n; i++) {
    natural[i] = table->widths[i];
    table->widths[i] = natural[i] > limit ? limit : natural[i];
  }
  spread_rest(table->widths, natural, n, budget);
  furat_free(natural);
  return FURAT_OK;
}

static void
append_rule(furat_table *table, size_t which)
{
  const table_border *border = table->border;
  for (size_t i = 0; i < table->n_columns; i++) {
    furat_buffer_append_cstr(&table->line, border->corners[which][i > 0]);
    for (size_t j = 0; j < table->widths[i] + 2; j++) {
      furat_buffer_append_cstr(&table->line, border->horizontal);
    }
  }
  furat_buffer_append_cstr(&table->line, border->corners[which][2]);
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
  *width = one->width;
  while (at<text.len && * width> room) {
    size_t cluster = 0;
    at = furat_utf8_next_cluster(text, at, &cluster);
    *width -= cluster;
  }
  return furat_str_slice(text, at, text.len);
}

static void
append_text(furat_table *table, const table_cell *one, furat_str text, bool cut)
{
  furat_buffer *line = &table->line;
  bool isolate = table->options.isolate && one->has_rtl;
  const char *ellipsis = cut ? table->border->ellipsis : "";
  furat_buffer_append_cstr(line, isolate ? FIRST_STRONG_ISOLATE : "");
  furat_buffer_append_cstr(line, one->keep_end ? ellipsis : "");
  furat_buffer_append(line, text);
  furat_buffer_append_cstr(line, one->keep_end ? "" : ellipsis);
  furat_buffer_append_cstr(line, isolate ? POP_DIRECTIONAL_ISOLATE : "");
}

static void
append_cell(furat_table *table, const table_cell *one, size_t column)
{
  size_t room = table->widths[column];
  furat_str text = text_of(table, one);
  size_t width = one->width;
  // Without a bound nothing is cut: a wide cell behind the sample only pushes its row
  // out.
  bool cut = table->options.width_cells > 0 && width > room;
  if (cut) {
    size_t mark = table->border->ellipsis_width;
    text = cut_text(one, text, room > mark ? room - mark : 0, &width);
    width += mark;
  }
  size_t padding = room > width ? room - width : 0;
  furat_buffer_append_fill(&table->line, ' ', one->flush_right ? padding : 0);
  append_text(table, one, text, cut);
  furat_buffer_append_fill(&table->line, ' ', one->flush_right ? 0 : padding);
}

static void
append_row(furat_table *table, const table_cell *cells)
{
  for (size_t i = 0; i < table->n_columns; i++) {
    furat_buffer_append_cstr(&table->line, table->border->vertical);
    furat_buffer_append_byte(&table->line, ' ');
    append_cell(table, &cells[i], i);
    furat_buffer_append_byte(&table->line, ' ');
  }
  furat_buffer_append_cstr(&table->line, table->border->vertical);
  furat_buffer_append_byte(&table->line, '\n');
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
    status = shrink_columns(table, err);
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

static void
render_term(furat_table *table, table_cell *into, const furat_term *term)
{
  size_t start = table->texts.len;
  furat_term_write_cell(&table->texts, term, table->options.prefixes);
  render_text(table, into, start, furat_term_is_numeric(term));
  into->keep_end = term->kind == FURAT_TERM_IRI;
  if (term->language.len > 0 &&
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
furat_table_finish(furat_table *table, furat_error *err)
{
  furat_status status = table->sampling ? end_sample(table, err) : FURAT_OK;
  if (status != FURAT_OK) {
    return status;
  }
  if (table->n_columns > 0) {
    append_rule(table, 2);
  }
  furat_buffer_appendf(&table->line, "%" PRIu64 " %s\n", table->n_rows,
                       table->n_rows == 1 ? "row" : "rows");
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
  furat_vec_clear(&table->cells);
  for (size_t i = 0; table->tags && i < table->n_columns; i++) {
    furat_free(table->tags[i]);
  }
  furat_free(table->tags);
  furat_free(table->widths);
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
write_solutions(furat_table *table, furat_results *results, furat_error *err)
{
  for (;;) {
    const furat_term *row = NULL;
    furat_status status = furat_results_next(results, &row, err);
    if (status == FURAT_DONE) {
      return furat_table_finish(table, err);
    }
    if (status != FURAT_OK) {
      show_found(table);
      return status;
    }
    status = furat_table_row(table, row, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
}

furat_status
furat_table_write_results(furat_output *output, furat_results *results,
                          const furat_table_options *options, furat_error *err)
{
  if (furat_results_form(results) == FURAT_QUERY_ASK) {
    return furat_output_write(
        output,
        furat_results_boolean(results) ? FURAT_STR("true\n") : FURAT_STR("false\n"), err);
  }
  size_t n = furat_results_n_columns(results);
  furat_str *names = furat_alloc_zeroed(n + 1, sizeof *names);
  if (!names) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    names[i] = furat_results_column(results, i);
  }
  furat_table *table = NULL;
  furat_status status = furat_table_new(&table, output, n, names, options, err);
  if (status == FURAT_OK) {
    status = write_solutions(table, results, err);
  }
  furat_table_free(table);
  furat_free(names);
  return status;
}
