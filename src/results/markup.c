// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for people, as Markdown and as HTML.  What a term says can neither start markup
// nor turn the writing direction of its neighbours.
//                                                 engine/furat.h -> [results] -> output
#include <string.h>

#include "results/bidi.h"
#include "results/format_internal.h"

// The text of a cell, with its lines, and all else that is unsafe made visible.
static void
write_cell(furat_buffer *out, const furat_term *term, const furat_style *style,
           void (*escape)(furat_buffer *, furat_str))
{
  furat_style broken = *style;
  broken.line_breaks = true;
  furat_buffer cell;
  furat_buffer_init(&cell, SIZE_MAX / 2);
  furat_term_write_styled(&cell, term, &broken);
  escape(out, furat_buffer_str(&cell));
  if (cell.status != FURAT_OK) {
    out->status = cell.status;
  }
  furat_buffer_clear(&cell);
}

// --------------------------------------------------------------------- Markdown

static void
escape_markdown(furat_buffer *out, furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == '<') {
      furat_buffer_append_cstr(out, "&lt;");
    } else if (c == '&') {
      furat_buffer_append_cstr(out, "&amp;");
    } else if (c == '\n') {
      furat_buffer_append_cstr(out, "<br>");
    } else {
      if (c != '\0' && strchr("\\`*_[]|~>#$", c)) {
        furat_buffer_append_byte(out, '\\');
      }
      furat_buffer_append_byte(out, c);
    }
  }
}

void
furat_markdown_head(furat_buffer *out, const furat_str *columns, size_t n,
                    const furat_style *style)
{
  // Without an empty line it would go on with the table before it.
  furat_buffer_append_cstr(out, style->page == FURAT_PAGE_NEXT ? "\n|" : "|");
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_byte(out, ' ');
    escape_markdown(out, columns[i]);
    furat_buffer_append_cstr(out, " |");
  }
  furat_buffer_append_cstr(out, n > 0 ? "\n|" : "|\n|");
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_cstr(out, " --- |");
  }
  furat_buffer_append_cstr(out, n > 0 ? "\n" : "|\n");
}

// A terminal gets right-to-left text as in other formats, with the language behind it.
static void
write_markdown_cell(furat_buffer *out, const furat_term *term, const furat_style *style)
{
  furat_buffer cell;
  furat_buffer_init(&cell, SIZE_MAX / 2);
  write_cell(&cell, term, style, escape_markdown);
  const furat_str text = furat_buffer_str(&cell);
  const size_t n = text.len - furat_term_tag_bytes(term, text);
  furat_bidi_append(out, furat_str_slice(text, 0, n), style->bidi);
  furat_buffer_append(out, furat_str_slice(text, n, text.len));
  if (cell.status != FURAT_OK) {
    out->status = cell.status;
  }
  furat_buffer_clear(&cell);
}

furat_status
furat_markdown_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
                   size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)columns;
  (void)row_index;
  (void)err;
  furat_buffer_append_byte(out, '|');
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_byte(out, ' ');
    write_markdown_cell(out, &row[i], style);
    furat_buffer_append_cstr(out, " |");
  }
  furat_buffer_append_cstr(out, n > 0 ? "\n" : "|\n");
  return FURAT_OK;
}

// ------------------------------------------------------------------------- HTML

static void
escape_html(furat_buffer *out, furat_str text)
{
  for (size_t i = 0; i < text.len; i++) {
    switch (text.data[i]) {
    case '\n':
      furat_buffer_append_cstr(out, "<br>");
      break;
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
    case '\'':
      furat_buffer_append_cstr(out, "&#39;");
      break;
    default:
      furat_buffer_append_byte(out, text.data[i]);
    }
  }
}

// Further results follow in the same page; it needs no end of its own (HTML, 13.1.2.4).
static void
open_page(furat_buffer *out, const furat_style *style)
{
  if (style->page == FURAT_PAGE_NEXT) {
    return;
  }
  furat_buffer_append_cstr(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                "<meta charset=\"utf-8\">\n<title>Results</title>\n"
                                "</head>\n<body>\n");
}

static void
close_page(furat_buffer *out, const furat_style *style)
{
  if (style->page == FURAT_PAGE_WHOLE) {
    furat_buffer_append_cstr(out, "</body>\n</html>\n");
  }
}

void
furat_html_head(furat_buffer *out, const furat_str *columns, size_t n,
                const furat_style *style)
{
  open_page(out, style);
  furat_buffer_append_cstr(out, "<table>\n<thead>\n<tr>");
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_cstr(out, "<th scope=\"col\" dir=\"auto\">");
    escape_html(out, columns[i]);
    furat_buffer_append_cstr(out, "</th>");
  }
  furat_buffer_append_cstr(out, "</tr>\n</thead>\n<tbody>\n");
}

// Only these are made links: a javascript: IRI is a legal IRI, and the function IRI()
// makes IRIs of anything.
static bool
is_web_address(furat_str iri)
{
  for (size_t i = 0; i < iri.len; i++) {
    const unsigned char c = (unsigned char)iri.data[i];
    if (c <= 0x20 || c == 0x7F) {
      return false;
    }
  }
  return furat_str_starts_with(iri, FURAT_STR("http://")) ||
         furat_str_starts_with(iri, FURAT_STR("https://"));
}

static void
write_html_cell(furat_buffer *out, const furat_term *term, const furat_style *style)
{
  furat_buffer_append_cstr(out, "<td dir=\"auto\"");
  if (term->language.len > 0) {
    furat_buffer_append_cstr(out, " lang=\"");
    escape_html(out, term->language);
    furat_buffer_append_byte(out, '"');
  }
  furat_buffer_append_byte(out, '>');
  bool link = term->kind == FURAT_TERM_IRI && is_web_address(term->text);
  if (link) {
    furat_buffer_append_cstr(out, "<a href=\"");
    escape_html(out, term->text);
    furat_buffer_append_cstr(out, "\">");
  }
  if (term->language.len > 0) {
    // The attribute tells the language already.
    furat_term plain = furat_term_literal(term->text, FURAT_STR_NONE);
    write_cell(out, &plain, style, escape_html);
  } else {
    write_cell(out, term, style, escape_html);
  }
  furat_buffer_append_cstr(out, link ? "</a></td>" : "</td>");
}

furat_status
furat_html_row(furat_buffer *out, const furat_str *columns, const furat_term *row,
               size_t n, size_t row_index, const furat_style *style, furat_error *err)
{
  (void)columns;
  (void)row_index;
  (void)err;
  furat_buffer_append_cstr(out, "<tr>");
  for (size_t i = 0; i < n; i++) {
    write_html_cell(out, &row[i], style);
  }
  furat_buffer_append_cstr(out, "</tr>\n");
  return FURAT_OK;
}

void
furat_html_tail(furat_buffer *out, size_t n_rows, const furat_style *style)
{
  furat_buffer_appendf(out, "</tbody>\n</table>\n<p>%zu row%s</p>\n", n_rows,
                       n_rows == 1 ? "" : "s");
  close_page(out, style);
}

void
furat_html_boolean(furat_buffer *out, bool answer, const furat_style *style)
{
  open_page(out, style);
  furat_buffer_appendf(out, "<p>%s</p>\n", answer ? "true" : "false");
  close_page(out, style);
}
