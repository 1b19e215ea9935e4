// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL 1.1 Query Results JSON Format, a solution a line.
//                                                 engine/furat.h -> [results] -> output
#include "base/json_text.h"
#include "rdf/vocabulary.h"
#include "results/format_internal.h"

static void
write_member(furat_buffer *out, const char *name, furat_str value)
{
  furat_buffer_append_byte(out, '"');
  furat_buffer_append_cstr(out, name);
  furat_buffer_append_cstr(out, "\":");
  furat_json_string(out, value);
}

static void
write_term(furat_buffer *out, const furat_term *term)
{
  static const char *const types[] = {[FURAT_TERM_IRI] = "uri",
                                      [FURAT_TERM_BLANK] = "bnode",
                                      [FURAT_TERM_LITERAL] = "literal"};
  furat_buffer_append_cstr(out, "{\"type\":\"");
  furat_buffer_append_cstr(out, types[term->kind]);
  furat_buffer_append_cstr(out, "\",");
  write_member(out, "value", term->text);
  if (term->language.len > 0) {
    furat_buffer_append_byte(out, ',');
    write_member(out, "xml:lang", term->language);
  } else if (term->datatype.len > 0 &&
             !furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_byte(out, ',');
    write_member(out, "datatype", term->datatype);
  }
  furat_buffer_append_byte(out, '}');
}

void
furat_json_head(furat_buffer *out, const furat_str *columns, size_t n,
                const furat_style *style)
{
  (void)style;
  furat_buffer_append_cstr(out, "{\"head\":{\"vars\":[");
  for (size_t i = 0; i < n; i++) {
    if (i > 0) {
      furat_buffer_append_byte(out, ',');
    }
    furat_json_string(out, columns[i]);
  }
  furat_buffer_append_cstr(out, "]},\"results\":{\"bindings\":[");
}

static void
write_binding(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n)
{
  furat_buffer_append_byte(out, '{');
  bool first = true;
  for (size_t i = 0; i < n; i++) {
    if (row[i].kind == FURAT_TERM_NONE) {
      continue;
    }
    if (!first) {
      furat_buffer_append_byte(out, ',');
    }
    first = false;
    furat_json_string(out, columns[i]);
    furat_buffer_append_byte(out, ':');
    write_term(out, &row[i]);
  }
  furat_buffer_append_byte(out, '}');
}

furat_status
furat_json_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)style;
  (void)err;
  furat_buffer_append_cstr(out, row_index > 0 ? ",\n" : "\n");
  write_binding(out, columns, row, n);
  return FURAT_OK;
}

furat_status
furat_jsonl_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
                size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)row_index;
  (void)style;
  (void)err;
  write_binding(out, columns, row, n);
  furat_buffer_append_byte(out, '\n');
  return FURAT_OK;
}

void
furat_json_tail(furat_buffer *out, size_t n_rows, const furat_style *style)
{
  (void)style;
  furat_buffer_append_cstr(out, n_rows > 0 ? "\n]}}\n" : "]}}\n");
}

void
furat_json_boolean(furat_buffer *out, bool answer, const furat_style *style)
{
  (void)style;
  furat_buffer_appendf(out, "{\"head\":{},\"boolean\":%s}\n", answer ? "true" : "false");
}
