// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL 1.1 Query Results CSV and TSV Formats: CSV has values only and ends lines as RFC
// 4180 does (with labels in the place of IRIs where these are wanted), TSV has whole
// terms.                 engine/furat.h -> [results] -> output
#include "rdf/vocabulary.h"
#include "results/format_internal.h"
#include "results/labels.h"

// ------------------------------------------------------------------------- CSV

static bool
needs_quotes(furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.data[i];
    if (c == ',' || c == '"' || c == '\r' || c == '\n') {
      return true;
    }
  }
  return false;
}

static void
write_csv_field(furat_buffer *out, furat_str text)
{
  if (!needs_quotes(text)) {
    furat_buffer_append(out, text);
    return;
  }
  furat_buffer_append_byte(out, '"');
  for (size_t i = 0; i < text.len; i++) {
    if (text.data[i] == '"') {
      furat_buffer_append_byte(out, '"');
    }
    furat_buffer_append_byte(out, text.data[i]);
  }
  furat_buffer_append_byte(out, '"');
}

void
furat_csv_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style)
{
  (void)style;
  for (size_t i = 0; i < n; i++) {
    if (i > 0) {
      furat_buffer_append_byte(out, ',');
    }
    write_csv_field(out, columns[i]);
  }
  furat_buffer_append_cstr(out, "\r\n");
}

// The label, where one is wanted and there is one: a spreadsheet is for people.
static bool
write_csv_label(furat_buffer *out, const furat_term *term, const furat_style *style)
{
  furat_str label = FURAT_STR_NONE;
  if (term->kind != FURAT_TERM_IRI || !style->labels ||
      !furat_labels_find(style->labels, term->text, &label)) {
    return false;
  }
  furat_buffer both;
  furat_buffer_init(&both, SIZE_MAX / 2);
  furat_buffer_append(&both, label);
  if (style->names_too) {
    furat_buffer_append_cstr(&both, " (");
    furat_buffer_append(&both, term->text);
    furat_buffer_append_byte(&both, ')');
  }
  write_csv_field(out, furat_buffer_str(&both));
  if (both.status != FURAT_OK) {
    out->status = both.status;
  }
  furat_buffer_clear(&both);
  return true;
}

furat_status
furat_csv_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)columns;
  (void)row_index;
  (void)err;
  for (size_t i = 0; i < n; i++) {
    if (i > 0) {
      furat_buffer_append_byte(out, ',');
    }
    if (write_csv_label(out, &row[i], style)) {
      continue;
    }
    if (row[i].kind == FURAT_TERM_BLANK) {
      furat_buffer_append_cstr(out, "_:");
    }
    write_csv_field(out, row[i].text);
  }
  furat_buffer_append_cstr(out, "\r\n");
  return FURAT_OK;
}

// ------------------------------------------------------------------------- TSV

void
furat_tsv_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style)
{
  (void)style;
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_cstr(out, i > 0 ? "\t?" : "?");
    furat_buffer_append(out, columns[i]);
  }
  furat_buffer_append_byte(out, '\n');
}

static size_t
count_digits(furat_str text, size_t start)
{
  size_t at = start;
  while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9') {
    at++;
  }
  return at - start;
}

// Whether the lexical form, written bare, reads back as this very term.
static bool
is_bare_number(const furat_term *term)
{
  furat_str text = term->text;
  size_t at = text.len > 0 && (text.data[0] == '+' || text.data[0] == '-') ? 1 : 0;
  size_t whole = count_digits(text, at);
  at += whole;
  if (furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_INTEGER))) {
    return whole > 0 && at == text.len;
  }
  if (!furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_DECIMAL)) || at >= text.len ||
      text.data[at] != '.') {
    return false;
  }
  size_t fraction = count_digits(text, at + 1);
  return fraction > 0 && at + 1 + fraction == text.len;
}

furat_status
furat_tsv_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)columns;
  (void)row_index;
  (void)style;
  (void)err;
  for (size_t i = 0; i < n; i++) {
    if (i > 0) {
      furat_buffer_append_byte(out, '\t');
    }
    if (row[i].kind == FURAT_TERM_LITERAL && is_bare_number(&row[i])) {
      furat_buffer_append(out, row[i].text);
    } else {
      furat_term_write_ntriples(out, &row[i]);
    }
  }
  furat_buffer_append_byte(out, '\n');
  return FURAT_OK;
}
