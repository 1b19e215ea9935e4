// SPDX-License-Identifier: GPL-3.0-or-later
// The table of formats and the loop over rows.    engine/furat.h -> [results] -> output
#include "results/format.h"

#include "results/format_internal.h"

static void
no_tail(furat_buffer *out, size_t n_rows, const furat_style *style)
{
  (void)out;
  (void)n_rows;
  (void)style;
}

static void
plain_boolean(furat_buffer *out, bool answer, const furat_style *style)
{
  (void)style;
  furat_buffer_append_cstr(out, answer ? "true\n" : "false\n");
}

static void
no_head(furat_buffer *out, const furat_str *columns, size_t n, const furat_style *style)
{
  (void)out;
  (void)columns;
  (void)n;
  (void)style;
}

static const furat_format formats[] = {
    {"json", "application/sparql-results+json", "SPARQL 1.1 results in JSON",
     furat_json_head, furat_json_row, furat_json_tail, furat_json_boolean, false, false},
    {"xml", "application/sparql-results+xml", "SPARQL results in XML", furat_xml_head,
     furat_xml_row, furat_xml_tail, furat_xml_boolean, false, false},
    {"csv", "text/csv", "values only, for spreadsheets", furat_csv_head, furat_csv_row,
     no_tail, plain_boolean, false, false},
    {"tsv", "text/tab-separated-values", "terms as in Turtle, one row a line",
     furat_tsv_head, furat_tsv_row, no_tail, plain_boolean, false, false},
    {"markdown", "text/markdown", "a table for documents", furat_markdown_head,
     furat_markdown_row, no_tail, plain_boolean, false, true},
    {"jsonl", "application/jsonl", "a solution a line, for programs that read lines",
     no_head, furat_jsonl_row, no_tail, plain_boolean, false, false},
    {"line", "text/plain", "a variable a line, for wide rows", no_head, furat_line_row,
     no_tail, plain_boolean, true, true},
    {"html", "text/html", "a page with a table", furat_html_head, furat_html_row,
     furat_html_tail, furat_html_boolean, false, false},
};
enum { N_FORMATS = sizeof formats / sizeof formats[0] };

const furat_format *
furat_formats(size_t *n)
{
  *n = N_FORMATS;
  return formats;
}

const furat_format *
furat_format_named(furat_str name)
{
  for (size_t i = 0; i < N_FORMATS; i++) {
    if (furat_str_equal_nocase(name, furat_str_of(formats[i].name)) ||
        furat_str_equal_nocase(name, furat_str_of(formats[i].media_type))) {
      return &formats[i];
    }
  }
  return NULL;
}

// Hand what has gathered to the output; small pieces wait.
static furat_status
drain(furat_buffer *gathered, furat_output *output, bool all, furat_error *err)
{
  enum { ENOUGH = 1 << 16 };
  furat_status status = furat_buffer_status(gathered, err);
  if (status == FURAT_OK &&
      (all || gathered->len >= ENOUGH || furat_output_is_due(output))) {
    status = furat_output_write(output, furat_buffer_str(gathered), err);
    furat_buffer_reset(gathered);
  }
  return status;
}

// The rows; behind the last one that is shown, how many there are.
static furat_status
gather_rows(const furat_format *format, furat_buffer *gathered, furat_output *output,
            const furat_rows *rows, const furat_style *style, furat_error *err)
{
  size_t n_rows = 0;
  furat_row_count all = {.more = false};
  const uint64_t max_rows = format->counted ? style->max_rows : 0;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK) {
    const furat_term *row = NULL;
    if (max_rows > 0 && n_rows == max_rows) {
      status = furat_rows_count_rest(&all, rows, n_rows, err);
      status = status == FURAT_OK ? FURAT_DONE : status;
      break;
    }
    status = rows->next(rows->self, &row, err);
    if (status == FURAT_OK) {
      status = format->row(gathered, rows->columns, row, rows->n_columns, n_rows++, style,
                           err);
    }
    if (status == FURAT_OK) {
      status = drain(gathered, output, false, err);
    }
  }
  if (status == FURAT_DONE) {
    format->tail(gathered, n_rows, style);
  }
  if (status == FURAT_DONE && format->counted) {
    all.n_known = (all.n_known > n_rows ? all.n_known : n_rows) + style->n_left;
    furat_row_count_write(gathered, n_rows, &all, style->more_hint);
    if (style->table_hint) {
      furat_buffer_appendf(gathered, "; %s", style->table_hint);
    }
    furat_buffer_append_byte(gathered, '\n');
  }
  return status;
}

static furat_status
write_rows(const furat_format *format, furat_output *output, const furat_rows *rows,
           const furat_style *style, furat_error *err)
{
  furat_buffer gathered;
  furat_buffer_init(&gathered, SIZE_MAX / 2);
  format->head(&gathered, rows->columns, rows->n_columns, style);
  furat_status status = drain(&gathered, output, false, err);
  if (status == FURAT_OK) {
    status = gather_rows(format, &gathered, output, rows, style, err);
  }
  // What was found before a failure is shown; the message says that it is not all.
  furat_status drained =
      drain(&gathered, output, true, status == FURAT_DONE ? err : NULL);
  furat_buffer_clear(&gathered);
  return status == FURAT_DONE ? drained : status;
}

static furat_status
write_boolean(const furat_format *format, furat_output *output, bool answer,
              const furat_style *style, furat_error *err)
{
  furat_buffer gathered;
  furat_buffer_init(&gathered, SIZE_MAX / 2);
  format->boolean(&gathered, answer, style);
  furat_status status = drain(&gathered, output, true, err);
  furat_buffer_clear(&gathered);
  return status;
}

furat_status
furat_format_write(const furat_format *format, furat_output *output,
                   const furat_rows *rows, const furat_style *style, furat_error *err)
{
  return rows->form == FURAT_QUERY_ASK
             ? write_boolean(format, output, rows->boolean, style, err)
             : write_rows(format, output, rows, style, err);
}
