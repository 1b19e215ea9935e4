// SPDX-License-Identifier: GPL-3.0-or-later
// The table of formats and the loop over rows.       engine/furat.h -> [results] ->
// output
#include "results/format.h"

#include "base/memory.h"
#include "results/format_internal.h"

static void
no_tail(furat_buffer *out, size_t n_rows)
{
  (void)out;
  (void)n_rows;
}

static void
plain_boolean(furat_buffer *out, bool answer)
{
  furat_buffer_append_cstr(out, answer ? "true\n" : "false\n");
}

static const furat_format formats[] = {
    {"json", "application/sparql-results+json", "SPARQL 1.1 results in JSON",
     furat_json_head, furat_json_row, furat_json_tail, furat_json_boolean},
    {"xml", "application/sparql-results+xml", "SPARQL results in XML", furat_xml_head,
     furat_xml_row, furat_xml_tail, furat_xml_boolean},
    {"csv", "text/csv", "values only, for spreadsheets", furat_csv_head, furat_csv_row,
     no_tail, plain_boolean},
    {"tsv", "text/tab-separated-values", "terms as in Turtle, one row a line",
     furat_tsv_head, furat_tsv_row, no_tail, plain_boolean},
    {"markdown", "text/markdown", "a table for documents", furat_markdown_head,
     furat_markdown_row, no_tail, plain_boolean},
    {"html", "text/html", "a page with a table", furat_html_head, furat_html_row,
     furat_html_tail, furat_html_boolean},
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
  if (status == FURAT_OK && (all || gathered->len >= ENOUGH)) {
    status = furat_output_write(output, furat_buffer_str(gathered), err);
    furat_buffer_reset(gathered);
  }
  return status;
}

static furat_status
write_rows(const furat_format *format, furat_output *output, furat_results *results,
           const furat_str *columns, const furat_prefixes *prefixes, furat_error *err)
{
  size_t n = furat_results_n_columns(results);
  size_t n_rows = 0;
  const furat_term *row = NULL;
  furat_buffer gathered;
  furat_buffer_init(&gathered, SIZE_MAX / 2);
  format->head(&gathered, columns, n);
  furat_status status = drain(&gathered, output, false, err);
  while (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    if (status == FURAT_OK) {
      status = format->row(&gathered, columns, row, n, n_rows++, prefixes, err);
    }
    if (status == FURAT_OK) {
      status = drain(&gathered, output, false, err);
    }
  }
  if (status == FURAT_DONE) {
    format->tail(&gathered, n_rows);
    status = drain(&gathered, output, true, err);
  } else {
    // What was found before the failure is shown; the message says that it is not all.
    (void)drain(&gathered, output, true, NULL);
  }
  furat_buffer_clear(&gathered);
  return status;
}

static furat_status
write_boolean(const furat_format *format, furat_output *output,
              const furat_results *results, furat_error *err)
{
  furat_buffer gathered;
  furat_buffer_init(&gathered, SIZE_MAX / 2);
  format->boolean(&gathered, furat_results_boolean(results));
  furat_status status = drain(&gathered, output, true, err);
  furat_buffer_clear(&gathered);
  return status;
}

furat_status
furat_format_write(const furat_format *format, furat_output *output,
                   furat_results *results, const furat_prefixes *prefixes,
                   furat_error *err)
{
  if (furat_results_form(results) == FURAT_QUERY_ASK) {
    return write_boolean(format, output, results, err);
  }
  size_t n = furat_results_n_columns(results);
  furat_str *columns = furat_alloc_zeroed(n + 1, sizeof *columns);
  if (!columns) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < n; i++) {
    columns[i] = furat_results_column(results, i);
  }
  furat_status status = write_rows(format, output, results, columns, prefixes, err);
  furat_free(columns);
  return status;
}
