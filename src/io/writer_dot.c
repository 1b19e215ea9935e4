// SPDX-License-Identifier: GPL-3.0-or-later
// A drawing for Graphviz: an ellipse a resource, a box a literal, an arrow a statement,
// and the graph's name under the predicate.  It is for looking at; it is not read back.
//                                                    quad_set -> [writer_dot] -> output
#include "base/utf8.h"
#include "io/writer_internal.h"

#define MAX_LABEL_CHARS 60

// Inside a quoted string Graphviz reads escapes and, in labels, HTML entities.
static void
write_label_char(furat_buffer *out, uint32_t c)
{
  if (c == '"' || c == '\\') {
    furat_buffer_append_byte(out, '\\');
    furat_buffer_append_byte(out, (char)c);
  } else if (c == '&') {
    furat_buffer_append_cstr(out, "&amp;");
  } else if (c == '\n') {
    furat_buffer_append_cstr(out, "\\n");
  } else if (c < 0x20 || furat_utf8_is_unsafe(c)) {
    furat_buffer_append_byte(out, ' ');
  } else {
    furat_buffer_append_code_point(out, c);
  }
}

static void
write_label_text(furat_buffer *out, furat_str text, size_t max_chars)
{
  size_t n = 0;
  for (size_t offset = 0; offset < text.len; n++) {
    if (n == max_chars) {
      furat_buffer_append_cstr(out, "…");
      return;
    }
    write_label_char(out, furat_utf8_decode(text, &offset));
  }
}

static void
write_iri_label(furat_writer *writer, furat_str iri)
{
  furat_str local;
  const furat_prefix *prefix = furat_prefixes_match(&writer->prefixes, iri, &local);
  if (prefix != NULL) {
    write_label_text(&writer->buffer, prefix->name, SIZE_MAX);
    furat_buffer_append_byte(&writer->buffer, ':');
    iri = local;
  }
  write_label_text(&writer->buffer, iri, SIZE_MAX);
}

static void
write_term_label(furat_writer *writer, const furat_term *term)
{
  if (term->kind == FURAT_TERM_IRI) {
    write_iri_label(writer, term->text);
  } else if (term->kind == FURAT_TERM_LITERAL) {
    write_label_text(&writer->buffer, term->text, MAX_LABEL_CHARS);
  } else {
    furat_buffer_append_cstr(&writer->buffer, "_:");
    write_label_text(&writer->buffer, term->text, SIZE_MAX);
  }
}

static void
write_tooltip(furat_writer *writer, const furat_term *term)
{
  furat_buffer *out = &writer->buffer;
  furat_buffer_append_cstr(out, ", tooltip=\"");
  if (term->kind == FURAT_TERM_IRI) {
    write_label_text(out, term->text, SIZE_MAX);
  } else if (term->language.len > 0) {
    write_label_text(out, term->language, SIZE_MAX);
  } else {
    write_iri_label(writer, term->datatype);
  }
  furat_buffer_append_byte(out, '"');
}

// A resource is one node, whatever mentions it; each literal of a statement is one of its
// own.
static void
write_resource(furat_writer *writer, uint32_t number)
{
  const furat_term *term = furat_quad_set_term(writer->set, number);
  furat_buffer_appendf(&writer->buffer, "  n%u [label=\"", (unsigned)number);
  if (term->kind == FURAT_TERM_IRI) {
    write_term_label(writer, term);
    furat_buffer_append_byte(&writer->buffer, '"');
    write_tooltip(writer, term);
  } else {
    furat_buffer_append_cstr(&writer->buffer, "\", shape=point");
  }
  furat_buffer_append_cstr(&writer->buffer, "];\n");
}

static void
write_row(furat_writer *writer, size_t i)
{
  const furat_quad_set *set = writer->set;
  furat_buffer *out = &writer->buffer;
  furat_quad_row row = FURAT_VEC_AT(&set->rows, furat_quad_row, i);
  const furat_term *object = furat_quad_set_term(set, row.object);
  if (object->kind == FURAT_TERM_LITERAL) {
    furat_buffer_appendf(out, "  l%zu [shape=box, label=\"", i);
    write_term_label(writer, object);
    furat_buffer_append_byte(out, '"');
    write_tooltip(writer, object);
    furat_buffer_append_cstr(out, "];\n");
    furat_buffer_appendf(out, "  n%u -> l%zu [label=\"", (unsigned)row.subject, i);
  } else {
    furat_buffer_appendf(out, "  n%u -> n%u [label=\"", (unsigned)row.subject,
                         (unsigned)row.object);
  }
  write_term_label(writer, furat_quad_set_term(set, row.predicate));
  if (row.graph != 0) {
    furat_buffer_append_cstr(out, "\\n(");
    write_term_label(writer, furat_quad_set_term(set, row.graph));
    furat_buffer_append_byte(out, ')');
  }
  furat_buffer_append_cstr(out, "\"];\n");
}

// Whether the term is a subject or an object somewhere: marked in one pass over the rows.
static furat_status
write_resources(furat_writer *writer, furat_error *err)
{
  const furat_quad_set *set = writer->set;
  furat_vec marks;
  furat_vec_init(&marks, sizeof(bool), SIZE_MAX / 2);
  bool *is_drawn = furat_vec_extend(&marks, set->terms.n);
  furat_status status = furat_vec_status(&marks, err);
  for (size_t i = 0; status == FURAT_OK && i < set->rows.n; i++) {
    is_drawn[FURAT_VEC_AT(&set->rows, furat_quad_row, i).subject] = true;
    is_drawn[FURAT_VEC_AT(&set->rows, furat_quad_row, i).object] = true;
  }
  for (uint32_t i = 1; status == FURAT_OK && i < set->first_literal; i++) {
    if (is_drawn[i]) {
      write_resource(writer, i);
      status = furat_writer_flush(writer, false, err);
    }
  }
  furat_vec_clear(&marks);
  return status;
}

furat_status
furat_writer_dot(furat_writer *writer, furat_error *err)
{
  furat_buffer_append_cstr(&writer->buffer, "digraph furat {\n"
                                            "  charset=\"UTF-8\";\n"
                                            "  rankdir=LR;\n"
                                            "  node [shape=ellipse];\n");
  furat_status status = write_resources(writer, err);
  for (size_t i = 0; status == FURAT_OK && i < writer->set->rows.n; i++) {
    write_row(writer, i);
    status = furat_writer_flush(writer, false, err);
  }
  furat_buffer_append_cstr(&writer->buffer, "}\n");
  return status;
}
