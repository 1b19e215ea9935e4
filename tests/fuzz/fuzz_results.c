// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzz target of the formats of results: the bytes are rows of terms, which every format
// writes.  What is read by programs keeps its shape: brackets and strings of JSON,
// records of CSV, cells of TSV and of Markdown; and nothing holds a control character as
// it was.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "results/format.h"
#include "results/table.h"

enum { MAX_COLUMNS = 4, MAX_ROWS = 12, MAX_BYTES = 1 << 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

typedef struct {
  char bytes[4096]; // what the terms borrow
  size_t n_used;
  const uint8_t *input;
  size_t n_input;
  furat_term rows[MAX_ROWS][MAX_COLUMNS];
  size_t n_rows;
  size_t n_columns;
} sheet;

static void
require(bool condition, const char *format, const char *what)
{
  if (!condition) {
    fprintf(stderr, "fuzz_results: %s: %s\n", format, what);
    abort();
  }
}

// ---------------------------------------------------------------------- rows

static unsigned
choose(sheet *s, unsigned n)
{
  if (s->n_input == 0) {
    return 0;
  }
  s->n_input--;
  return *s->input++ % n;
}

// Up to 40 bytes; terms are always UTF-8, so that what is none becomes ASCII.
static furat_str
choose_text(sheet *s)
{
  size_t n = choose(s, 40);
  n = n < s->n_input ? n : s->n_input;
  char *text = s->bytes + s->n_used;
  memcpy(text, s->input, n);
  s->input += n;
  s->n_input -= n;
  s->n_used += n;
  if (furat_utf8_valid_length((furat_str){text, n}) < n) {
    for (size_t i = 0; i < n; i++) {
      text[i] = (char)(text[i] & 0x7F);
    }
  }
  return (furat_str){text, n};
}

// The label of a blank node has letters only, wherever it comes from.
static furat_str
choose_label(sheet *s)
{
  furat_str label = choose_text(s);
  char *bytes = s->bytes + s->n_used - label.len;
  for (size_t i = 0; i < label.len; i++) {
    bytes[i] = (char)('a' + (bytes[i] & 15));
  }
  return label;
}

static furat_term
choose_term(sheet *s)
{
  switch (choose(s, 6)) {
  case 0:
    return FURAT_TERM_UNSET;
  case 1:
    return furat_term_iri(choose_text(s));
  case 2:
    return furat_term_blank(choose_label(s));
  case 3:
    return furat_term_lang_string(choose_text(s), FURAT_STR("ar-IQ"));
  case 4:
    return furat_term_literal(choose_text(s), choose_text(s));
  default:
    return furat_term_literal(choose_text(s), FURAT_STR_NONE);
  }
}

static void
choose_rows(sheet *s)
{
  s->n_columns = 1 + choose(s, MAX_COLUMNS);
  while (s->n_rows < MAX_ROWS && s->n_input > 0) {
    for (size_t i = 0; i < s->n_columns; i++) {
      s->rows[s->n_rows][i] = choose_term(s);
    }
    s->n_rows++;
  }
}

// ---------------------------------------------------------------------- shapes

static void
check_controls(const char *format, furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    const unsigned char c = (unsigned char)text.data[i];
    require(c >= 0x20 || c == '\n' || c == '\r' || c == '\t', format,
            "a control character");
    // XML and JSON may hold it; people should not see it.
    require(c != 0x7F || strcmp(format, "xml") == 0 || strcmp(format, "json") == 0,
            format, "a control character");
  }
}

static void
check_json(const char *format, furat_str text)
{
  char open[64];
  size_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.data[i];
    if (in_string) {
      require((unsigned char)c >= 0x20, format, "a control character in a string");
      i += c == '\\';
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      require(depth < sizeof open, format, "too deep");
      open[depth++] = c == '{' ? '}' : ']';
    } else if (c == '}' || c == ']') {
      require(depth > 0 && open[--depth] == c, format, "a bracket that fits none");
    }
  }
  require(depth == 0 && !in_string, format, "something that is not closed");
}

// RFC 4180: as many fields in each record.
static void
check_csv(const char *format, furat_str text, size_t n_columns, size_t n_records)
{
  size_t n_fields = 1;
  size_t n_found = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.data[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      n_fields++;
    } else if (c == '\n' && !quoted) {
      require(n_fields == n_columns, format, "a record of another length");
      n_found++;
      n_fields = 1;
    }
  }
  require(!quoted && n_found == n_records, format, "another number of records");
}

// Lines with n separators each; one behind a backslash is none.
static void
check_lines(const char *format, furat_str text, char separator, size_t n, size_t n_lines)
{
  size_t n_found = 0;
  size_t n_line = 0;
  for (size_t i = 0; i < text.len; i++) {
    const char c = text.data[i];
    if (c == '\\') {
      i++;
    } else if (c == separator) {
      n_found++;
    } else if (c == '\n') {
      require(n_found == n, format, "a line with more or fewer cells");
      n_found = 0;
      n_line++;
    }
  }
  require(n_line == n_lines, format, "another number of lines");
}

static void
check_shape(const char *name, furat_str text, const sheet *s)
{
  // These two have what they need not escape as it is.
  if (strcmp(name, "csv") != 0 && strcmp(name, "tsv") != 0) {
    check_controls(name, text);
  }
  if (strcmp(name, "json") == 0) {
    check_json(name, text);
  } else if (strcmp(name, "csv") == 0) {
    check_csv(name, text, s->n_columns, s->n_rows + 1);
  } else if (strcmp(name, "tsv") == 0) {
    check_lines(name, text, '\t', s->n_columns - 1, s->n_rows + 1);
  } else if (strcmp(name, "markdown") == 0) {
    check_lines(name, text, '|', s->n_columns + 1, s->n_rows + 2);
  }
}

// ---------------------------------------------------------------------- formats

static const furat_str columns[MAX_COLUMNS] = {
    {"a", 1}, {"b2", 2}, {"_c", 2}, {"\xD8\xB9", 2}};

static void
write_format(const furat_format *format, const sheet *s)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  const furat_style style = FURAT_STYLE_INIT;
  format->head(&text, columns, s->n_columns, &style);
  for (size_t i = 0; i < s->n_rows && status == FURAT_OK; i++) {
    status = format->row(&text, columns, s->rows[i], s->n_columns, i, &style, &err);
  }
  if (status == FURAT_OK) {
    format->tail(&text, s->n_rows, &style);
    check_shape(format->name, furat_buffer_str(&text), s);
  } else {
    require(err.message[0] != '\0', format->name, "an error without words");
  }
  furat_buffer_clear(&text);
}

static void
write_table(const sheet *s, size_t width_cells, bool unicode)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_table_options options = FURAT_TABLE_OPTIONS_INIT;
  furat_output *output = NULL;
  furat_table *table = NULL;
  furat_buffer text;
  furat_buffer_init(&text, MAX_BYTES);
  options.unicode = unicode;
  options.style.bidi = unicode ? FURAT_BIDI_ISOLATE : FURAT_BIDI_REORDER;
  options.wrap = !unicode;
  options.width_cells = width_cells;
  furat_status status = furat_output_to_buffer(&output, &text, &err);
  if (status == FURAT_OK) {
    status = furat_table_new(&table, output, s->n_columns, columns, &options, &err);
  }
  for (size_t i = 0; i < s->n_rows && status == FURAT_OK; i++) {
    status = furat_table_row(table, s->rows[i], &err);
  }
  if (status == FURAT_OK) {
    status = furat_table_finish(table, NULL, &err);
  }
  require(status == FURAT_OK, "table", err.message);
  furat_table_free(table);
  if (furat_output_finish(output, &err) == FURAT_OK) {
    check_controls("table", furat_buffer_str(&text));
  }
  furat_output_free(output);
  furat_buffer_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
  static sheet s;
  s = (sheet){.input = input, .n_input = size};
  choose_rows(&s);
  size_t n = 0;
  const furat_format *formats = furat_formats(&n);
  for (size_t i = 0; i < n; i++) {
    write_format(&formats[i], &s);
  }
  write_table(&s, 0, true);
  write_table(&s, 20 + size % 60, false);
  return 0;
}
