// SPDX-License-Identifier: GPL-3.0-or-later
// The table of writers, and what they share: the checks, the collecting sink, prefixes,
// flushing.
//                                         sink -> [writer] -> writer_<syntax> -> output
#include "io/writer_internal.h"

#include <assert.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "io/lexical.h"

#define FLUSH_BYTES      ((size_t)64 * 1024)
#define MAX_BUFFER_BYTES ((size_t)1 << 40)

typedef struct writer_row {
  furat_syntax_id syntax;
  bool streams; ///< unless sorted output is asked for
  furat_status (*finish)(furat_writer *writer, furat_error *err);
} writer_row;

static const writer_row writers[] = {
    {FURAT_SYNTAX_NTRIPLES, true, furat_writer_lines},
    {FURAT_SYNTAX_NQUADS, true, furat_writer_lines},
    {FURAT_SYNTAX_TURTLE, false, furat_writer_turtle},
    {FURAT_SYNTAX_TRIG, false, furat_writer_turtle},
    {FURAT_SYNTAX_RDFXML, false, furat_writer_rdfxml},
    {FURAT_SYNTAX_JSONLD, false, furat_writer_jsonld},
    {FURAT_SYNTAX_DOT, false, furat_writer_dot},
};

static const writer_row *
row_of(const furat_syntax *syntax)
{
  for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
    if (writers[i].syntax == syntax->id) {
      return &writers[i];
    }
  }
  return NULL;
}

// Turtle grammar rule 144s.
static bool
is_language_tag(furat_str tag)
{
  size_t n_part = 0;
  bool first = true;
  for (size_t i = 0; i < tag.len; i++) {
    char c = tag.data[i];
    if (c == '-' && n_part > 0) {
      n_part = 0;
      first = false;
      continue;
    }
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && (first || c < '0' || c > '9')) {
      return false;
    }
    n_part++;
  }
  return n_part > 0;
}

static furat_status
check_term(const furat_term *term, furat_error *err)
{
  if (furat_utf8_valid_length(term->text) != term->text.len ||
      furat_utf8_valid_length(term->datatype) != term->datatype.len) {
    return furat_error_set(err, FURAT_BAD_DATA, "a term to be written is not UTF-8");
  }
  if (term->kind == FURAT_TERM_BLANK && !furat_lexical_is_label(term->text)) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the blank node label \"%.*s\" cannot be written",
                           FURAT_STR_ARGS(term->text));
  }
  if (term->language.len > 0 && !is_language_tag(term->language)) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the language tag \"%.*s\" cannot be written",
                           FURAT_STR_ARGS(term->language));
  }
  return FURAT_OK;
}

// FURAT_BAD_DATA unless every term of the quad can be written in a syntax of the Turtle
// family: kinds in their places, UTF-8, blank node labels and language tags within their
// grammars.
static furat_status
check_quad(const furat_quad *quad, furat_error *err)
{
  bool rdf =
      (quad->subject.kind == FURAT_TERM_IRI || quad->subject.kind == FURAT_TERM_BLANK) &&
      quad->predicate.kind == FURAT_TERM_IRI && quad->object.kind != FURAT_TERM_NONE &&
      quad->graph.kind != FURAT_TERM_LITERAL;
  if (!rdf) {
    return furat_error_set(
        err, FURAT_BAD_DATA,
        "a quad to be written has a term in a place where RDF has none of "
        "its kind");
  }
  const furat_term *terms[] = {&quad->subject, &quad->predicate, &quad->object,
                               &quad->graph};
  for (size_t i = 0; i < 4; i++) {
    furat_status status = check_term(terms[i], err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

furat_status
furat_writer_flush(furat_writer *writer, bool all, furat_error *err)
{
  furat_status status = furat_buffer_status(&writer->buffer, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (all || writer->buffer.len >= FLUSH_BYTES ||
      (writer->buffer.len > 0 && furat_output_is_due(writer->output))) {
    status = furat_output_write(writer->output, furat_buffer_str(&writer->buffer), err);
    furat_buffer_reset(&writer->buffer);
  }
  return status;
}

// A triple of a named graph is a triple where the syntax has no graphs.
static furat_quad
quad_for_syntax(const furat_writer *writer, const furat_quad *quad)
{
  furat_quad result = *quad;
  if (!writer->syntax->has_graphs) {
    result.graph = FURAT_TERM_UNSET;
  }
  return result;
}

static furat_status
emit_streaming(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_writer *writer = self;
  for (size_t i = 0; i < n; i++) {
    furat_quad quad = quad_for_syntax(writer, &quads[i]);
    furat_status status = check_quad(&quad, err);
    if (status != FURAT_OK) {
      return status;
    }
    furat_quad_write_nquads(&writer->buffer, &quad);
    status = furat_writer_flush(writer, false, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

static furat_status
emit_collecting(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_writer *writer = self;
  for (size_t i = 0; i < n; i++) {
    furat_quad quad = quad_for_syntax(writer, &quads[i]);
    furat_status status = check_quad(&quad, err);
    if (status == FURAT_OK) {
      status = furat_quad_set_add(writer->set, &quad, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

// What the caller chose stands.  Of two declarations in the stream the one with the
// smaller namespace stands, so that the order of the documents does not matter.
static furat_status
take_prefix(void *self, furat_str name, furat_str iri, furat_error *err)
{
  furat_writer *writer = self;
  furat_str old;
  if (furat_prefixes_find(&writer->fixed, name, &old) ||
      (furat_prefixes_find(&writer->prefixes, name, &old) &&
       furat_str_compare(old, iri) <= 0)) {
    return FURAT_OK;
  }
  return furat_prefixes_set(&writer->prefixes, name, iri, err);
}

static furat_status
take_options(furat_writer *writer, const furat_write_options *options, furat_error *err)
{
  writer->base = furat_strdup(options->base);
  if (writer->base == NULL) {
    return furat_error_no_mem(err);
  }
  size_t n = options->prefixes == NULL ? 0 : options->prefixes->entries.n;
  for (size_t i = 0; i < n; i++) {
    furat_prefix prefix = FURAT_VEC_AT(&options->prefixes->entries, furat_prefix, i);
    furat_status status =
        furat_prefixes_set(&writer->prefixes, prefix.name, prefix.iri, err);
    if (status == FURAT_OK) {
      status = furat_prefixes_set(&writer->fixed, prefix.name, prefix.iri, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  return FURAT_OK;
}

static furat_status
make_set(furat_writer *writer, furat_error *err)
{
  writer->set = furat_alloc_zeroed(1, sizeof *writer->set);
  if (writer->set == NULL) {
    return furat_error_no_mem(err);
  }
  furat_quad_set_init(writer->set);
  return FURAT_OK;
}

furat_status
furat_writer_new(furat_writer **out, furat_output *output,
                 const furat_write_options *options, furat_error *err)
{
  assert(out != NULL);
  assert(output != NULL);
  assert(options != NULL && options->syntax != NULL);
  const writer_row *row = row_of(options->syntax);
  if (row == NULL) {
    return furat_error_set(err, FURAT_UNSUPPORTED, "%s cannot be written",
                           options->syntax->name);
  }
  furat_writer *writer = furat_alloc_zeroed(1, sizeof *writer);
  if (writer == NULL) {
    return furat_error_no_mem(err);
  }
  writer->output = output;
  writer->syntax = options->syntax;
  writer->sorted = options->sorted;
  writer->canonical = options->canonical;
  writer->finish = row->finish;
  furat_prefixes_init(&writer->prefixes);
  furat_prefixes_init(&writer->fixed);
  furat_buffer_init(&writer->buffer, MAX_BUFFER_BYTES);
  furat_status status = take_options(writer, options, err);
  if (status == FURAT_OK && !(row->streams && !options->sorted && !options->canonical)) {
    status = make_set(writer, err);
  }
  if (status != FURAT_OK) {
    furat_writer_free(writer);
    return status;
  }
  *out = writer;
  return FURAT_OK;
}

furat_quad_sink
furat_writer_sink(furat_writer *writer)
{
  assert(writer != NULL);
  return (furat_quad_sink){
      .self = writer,
      .emit = writer->set == NULL ? emit_streaming : emit_collecting,
      .prefix = writer->set == NULL ? NULL : take_prefix,
  };
}

furat_status
furat_writer_finish(furat_writer *writer, furat_error *err)
{
  assert(writer != NULL);
  assert(!writer->finished);
  writer->finished = true;
  furat_status status = FURAT_OK;
  if (writer->set != NULL) {
    status = writer->canonical ? furat_canonicalize(writer->set, writer->canonical, err)
                               : furat_quad_set_arrange(writer->set, err);
    if (status == FURAT_OK) {
      status = writer->finish(writer, err);
    }
  }
  if (status == FURAT_OK) {
    status = furat_writer_flush(writer, true, err);
  }
  return status;
}

void
furat_writer_free(furat_writer *writer)
{
  if (writer == NULL) {
    return;
  }
  if (writer->set != NULL) {
    furat_quad_set_clear(writer->set);
    furat_free(writer->set);
  }
  furat_prefixes_clear(&writer->fixed);
  furat_prefixes_clear(&writer->prefixes);
  furat_buffer_clear(&writer->buffer);
  furat_free(writer->base);
  furat_free(writer);
}
