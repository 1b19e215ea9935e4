// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL Query Results XML Format.  XML 1.0 has no way to write most control characters,
// so a term with one is refused.                  engine/furat.h -> [results] -> output
#include "base/utf8.h"
#include "rdf/vocabulary.h"
#include "results/format_internal.h"

// XML 1.0 production 2, Char.
static bool
is_xml_char(uint32_t c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

// What stands for a character that may not stand for itself.
static void
write_reference(furat_buffer *out, uint32_t code_point)
{
  switch (code_point) {
  case '&':
    furat_buffer_append_cstr(out, "&amp;");
    break;
  case '<':
    furat_buffer_append_cstr(out, "&lt;");
    break;
  case '>':
    furat_buffer_append_cstr(out, "&gt;");
    break;
  case '"':
    furat_buffer_append_cstr(out, "&quot;");
    break;
  case '\r':
    // A parser turns a bare one into a line feed (XML 1.0, 2.11).
    furat_buffer_append_cstr(out, "&#13;");
    break;
  default:
    furat_buffer_append_code_point(out, code_point);
  }
}

static bool
needs_reference(uint32_t c)
{
  return c == '&' || c == '<' || c == '>' || c == '"' || c == '\r' || c == FURAT_UTF8_BAD;
}

static furat_status
write_text(furat_buffer *out, furat_str text, furat_error *err)
{
  size_t plain = 0; // up to here it is written
  for (size_t at = 0; at < text.len;) {
    const size_t start = at;
    uint32_t code_point = (unsigned char)text.data[at];
    if (code_point < 0x80) {
      at += 1;
    } else {
      code_point = furat_utf8_decode(text, &at);
    }
    if (code_point != FURAT_UTF8_BAD && !is_xml_char(code_point)) {
      furat_error_set(err, FURAT_BAD_DATA, "XML cannot hold the character U+%04X",
                      (unsigned)code_point);
      furat_error_hint(err, "the formats json and tsv can");
      return FURAT_BAD_DATA;
    }
    if (needs_reference(code_point)) {
      furat_buffer_append(out, furat_str_slice(text, plain, start - plain));
      write_reference(out, code_point);
      plain = at;
    }
  }
  furat_buffer_append(out, furat_str_slice(text, plain, text.len));
  return FURAT_OK;
}

static furat_status
write_attribute(furat_buffer *out, const char *name, furat_str value, furat_error *err)
{
  furat_buffer_append_byte(out, ' ');
  furat_buffer_append_cstr(out, name);
  furat_buffer_append_cstr(out, "=\"");
  furat_status status = write_text(out, value, err);
  furat_buffer_append_byte(out, '"');
  return status;
}

static furat_status
write_term(furat_buffer *out, const furat_term *term, furat_error *err)
{
  static const char *const elements[] = {[FURAT_TERM_IRI] = "uri",
                                         [FURAT_TERM_BLANK] = "bnode",
                                         [FURAT_TERM_LITERAL] = "literal"};
  const char *element = elements[term->kind];
  furat_status status = FURAT_OK;
  furat_buffer_append_byte(out, '<');
  furat_buffer_append_cstr(out, element);
  if (term->language.len > 0) {
    status = write_attribute(out, "xml:lang", term->language, err);
  } else if (term->datatype.len > 0 &&
             !furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    status = write_attribute(out, "datatype", term->datatype, err);
  }
  furat_buffer_append_byte(out, '>');
  if (status == FURAT_OK) {
    status = write_text(out, term->text, err);
  }
  furat_buffer_append_cstr(out, "</");
  furat_buffer_append_cstr(out, element);
  furat_buffer_append_byte(out, '>');
  return status;
}

static void
open_document(furat_buffer *out)
{
  furat_buffer_append_cstr(out,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n");
}

void
furat_xml_head(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style)
{
  (void)style;
  open_document(out);
  furat_buffer_append_cstr(out, "<head>");
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_cstr(out, "<variable");
    // Names of variables are letters and digits, so this cannot fail.
    (void)write_attribute(out, "name", columns[i], NULL);
    furat_buffer_append_cstr(out, "/>");
  }
  furat_buffer_append_cstr(out, "</head>\n<results>\n");
}

furat_status
furat_xml_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
              size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)row_index;
  (void)style;
  furat_status status = FURAT_OK;
  furat_buffer_append_cstr(out, "<result>");
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    if (row[i].kind == FURAT_TERM_NONE) {
      continue;
    }
    furat_buffer_append_cstr(out, "<binding");
    status = write_attribute(out, "name", columns[i], err);
    furat_buffer_append_byte(out, '>');
    if (status == FURAT_OK) {
      status = write_term(out, &row[i], err);
    }
    furat_buffer_append_cstr(out, "</binding>");
  }
  furat_buffer_append_cstr(out, "</result>\n");
  return status;
}

void
furat_xml_tail(furat_buffer *out, size_t n_rows, const furat_style *style)
{
  (void)style;
  (void)n_rows;
  furat_buffer_append_cstr(out, "</results>\n</sparql>\n");
}

void
furat_xml_boolean(furat_buffer *out, bool answer, const furat_style *style)
{
  (void)style;
  open_document(out);
  furat_buffer_appendf(out, "<head/>\n<boolean>%s</boolean>\n</sparql>\n",
                       answer ? "true" : "false");
}
