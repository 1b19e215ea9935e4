// SPDX-License-Identifier: GPL-3.0-or-later
// RDF/XML, RDFa and what else raptor reads: fed from memory, without network, files or
// external entities.  One world a document: worlds are not to be shared.  [only place of
// raptor2.h in io]
//                                                  window -> [raptor] -> reading -> sink
#include <raptor2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/lexical.h"
#include "io/reading.h"
#include "io/window.h"
#include "io/xml_filter.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

enum { CHUNK_BYTES = 1 << 16 };

/// What names of blank nodes begin with inside raptor: the document's, and generated
/// ones. The labels of RDFa, and the nodes that librdfa generates, come as they are.
#define LABEL_MARK     "furat.u"
#define GENERATED_MARK "furat.g"

typedef struct raptor_reader {
  furat_reading *reading;
  furat_window window;
  raptor_world *world;
  raptor_parser *parser;
  raptor_uri *base;
  furat_xml_filter *xml; ///< in front of raptor for RDF/XML; else NULL
  uint64_t n_generated;
  furat_status status; ///< the first failure
  furat_error *err;
} raptor_reader;

// ---- errors ----

/// libxml2's positions are behind the tag that they are about: go back to its beginning
/// where the window still has it.
static void
find_tag(const furat_window *window, uint64_t *line, uint64_t *column)
{
  const char *text = window->data + window->start;
  const size_t len = window->end - window->start;
  uint64_t at_line = window->line;
  uint64_t at_column = window->column;
  uint64_t tag_line = 0;
  uint64_t tag_column = 0;
  for (size_t i = 0; i < len; ++i) {
    if (at_line > *line || (at_line == *line && at_column >= *column)) {
      break;
    }
    if (text[i] == '<') {
      tag_line = at_line;
      tag_column = at_column;
    }
    if (text[i] == '\n') {
      at_line += 1;
      at_column = 1;
    } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
      at_column += 1;
    }
  }
  if (tag_line > 0) {
    *line = tag_line;
    *column = tag_column;
  }
}

/// Where the filter is: the tag at hand.
static void
find_place(const raptor_reader *r, uint64_t *line, uint64_t *column)
{
  if (furat_xml_filter_position(r->xml, line, column)) {
    find_tag(&r->window, line, column);
  }
}

/// Fail at the tag at hand.
static furat_status
fail(raptor_reader *r, furat_status status, const char *format, ...) FURAT_PRINTF(3, 4);

static furat_status
fail(raptor_reader *r, furat_status status, const char *format, ...)
{
  char sentence[400];
  va_list args;
  va_start(args, format);
  vsnprintf(sentence, sizeof(sentence), format, args);
  va_end(args);
  uint64_t line = 0;
  uint64_t column = 0;
  if (r->xml) {
    find_place(r, &line, &column);
  } else if (r->parser) {
    const raptor_locator *locator = raptor_parser_get_locator(r->parser);
    line = locator && locator->line > 0 ? (uint64_t)locator->line : 0;
    column = locator && locator->column > 0 ? (uint64_t)locator->column : 0;
  }
  return furat_error_set_at(r->err, status, furat_byte_source_name(r->reading->input),
                            line, column, "%s", sentence);
}

/// Remember the first failure, and stop raptor.
static void
record(raptor_reader *r, furat_status status)
{
  if (r->status == FURAT_OK && status != FURAT_OK) {
    r->status = status;
    if (r->parser) {
      raptor_parser_parse_abort(r->parser);
    }
  }
}

static void
on_log(void *user_data, raptor_log_message *message)
{
  raptor_reader *r = user_data;
  // What RDF 1.1 no longer has is only a warning to raptor.
  const bool removed = message->level == RAPTOR_LOG_LEVEL_WARN &&
                       strstr(message->text, "aboutEach") != NULL;
  if (r->status == FURAT_OK && (removed || message->level >= RAPTOR_LOG_LEVEL_ERROR)) {
    record(r, removed
                  ? fail(r, FURAT_BAD_SYNTAX,
                         "rdf:aboutEach and rdf:aboutEachPrefix are no longer part of "
                         "RDF/XML")
                  : fail(r, FURAT_BAD_SYNTAX, "%s", message->text));
  }
}

// ---- terms ----

/// Name a blank node inside raptor: a mark, and the document's label or a number.
static unsigned char *
on_blank(void *user_data, unsigned char *given)
{
  raptor_reader *r = user_data;
  const furat_str label = furat_str_of((const char *)given);
  if (given && r->xml && !furat_lexical_is_ncname(label)) {
    record(r, fail(r, FURAT_BAD_SYNTAX, "rdf:nodeID=\"%.100s\" is not a name", given));
  }
  char *name = raptor_alloc_memory(label.len + 32);
  if (!name) {
    record(r, furat_error_no_mem(r->err));
    return given;
  }
  if (given) {
    memcpy(name, LABEL_MARK, sizeof(LABEL_MARK) - 1);
    memcpy(name + sizeof(LABEL_MARK) - 1, label.data, label.len + 1);
    raptor_free_memory(given);
  } else {
    snprintf(name, 32, GENERATED_MARK "%llu", (unsigned long long)++r->n_generated);
  }
  return (unsigned char *)name;
}

static furat_status
convert_blank(raptor_reader *r, const raptor_term_blank_value *blank, furat_term *out)
{
  furat_str label = {(const char *)blank->string, blank->string_len};
  const furat_str generated = FURAT_STR(GENERATED_MARK);
  if (furat_str_starts_with(label, generated)) {
    return furat_reading_generated(
        r->reading, strtoull(label.data + generated.len, NULL, 10), out, r->err);
  }
  if (furat_str_starts_with(label, FURAT_STR(LABEL_MARK))) {
    label = furat_str_slice(label, sizeof(LABEL_MARK) - 1, label.len);
  }
  return furat_lexical_is_label(label)
             ? furat_reading_blank(r->reading, label, true, out, r->err)
             : furat_reading_odd_blank(r->reading, label, out, r->err);
}

/// Copy an IRI that raptor made, if it is one.
static furat_status
convert_iri(raptor_reader *r, raptor_uri *uri, furat_str *out)
{
  size_t len = 0;
  const char *bytes = (const char *)raptor_uri_as_counted_string(uri, &len);
  const furat_str iri = {bytes, len};
  if (!furat_iri_is_valid(iri)) {
    return fail(r, FURAT_BAD_SYNTAX, "'%.*s' is not an absolute IRI",
                FURAT_STR_ARGS(furat_str_slice(iri, 0, 200)));
  }
  return furat_reading_copy(r->reading, iri, out, r->err);
}

static furat_status
convert_literal(raptor_reader *r, const raptor_term_literal_value *literal,
                furat_term *out)
{
  furat_str text = {(const char *)literal->string, literal->string_len};
  furat_status status = furat_reading_copy(r->reading, text, &text, r->err);
  *out = furat_term_literal(text, FURAT_STR(FURAT_XSD_STRING));
  if (status != FURAT_OK) {
    return status;
  }
  furat_str tag = {(const char *)literal->language, literal->language_len};
  if (r->xml && !literal->language && !literal->datatype) {
    tag = furat_xml_filter_language(r->xml); // raptor forgets it in property attributes
  }
  if (tag.len > 0) {
    out->datatype = FURAT_STR(FURAT_RDF_LANG_STRING);
    return furat_reading_copy(r->reading, tag, &out->language, r->err);
  }
  return literal->datatype ? convert_iri(r, literal->datatype, &out->datatype) : FURAT_OK;
}

static furat_status
convert(raptor_reader *r, const raptor_term *term, furat_term *out)
{
  *out = FURAT_TERM_UNSET;
  if (!term) {
    return FURAT_OK;
  }
  switch (term->type) {
  case RAPTOR_TERM_TYPE_URI:
    *out = furat_term_iri(FURAT_STR_NONE);
    return convert_iri(r, term->value.uri, &out->text);
  case RAPTOR_TERM_TYPE_BLANK:
    return convert_blank(r, &term->value.blank, out);
  case RAPTOR_TERM_TYPE_LITERAL:
    return convert_literal(r, &term->value.literal, out);
  case RAPTOR_TERM_TYPE_UNKNOWN:
    break;
  }
  return furat_error_set(r->err, FURAT_INTERNAL, "raptor gave a term of no kind");
}

static furat_status
add_statement(raptor_reader *r, const raptor_statement *statement)
{
  furat_quad *quad = furat_reading_place(r->reading);
  furat_status status = convert(r, statement->subject, &quad->subject);
  if (status == FURAT_OK) {
    status = convert(r, statement->predicate, &quad->predicate);
  }
  if (status == FURAT_OK) {
    status = convert(r, statement->object, &quad->object);
  }
  if (status == FURAT_OK) {
    status = convert(r, statement->graph, &quad->graph);
  }
  return status == FURAT_OK ? furat_reading_add(r->reading, r->err) : status;
}

static void
on_statement(void *user_data, raptor_statement *statement)
{
  raptor_reader *r = user_data;
  if (r->status == FURAT_OK) {
    record(r, add_statement(r, statement));
  }
}

static void
on_namespace(void *user_data, raptor_namespace *space)
{
  raptor_reader *r = user_data;
  raptor_uri *uri = raptor_namespace_get_uri(space);
  if (r->status != FURAT_OK || !uri) {
    return;
  }
  size_t len = 0;
  const char *bytes = (const char *)raptor_uri_as_counted_string(uri, &len);
  const furat_str iri = {bytes, len};
  const furat_str name = furat_str_of((const char *)raptor_namespace_get_prefix(space));
  if (furat_iri_is_valid(iri)) {
    record(r, furat_reading_prefix(r->reading, name, iri, r->err));
  }
}

// ---- running ----

/// Everything that could reach out of the document, or change it, is off.
static void
set_options(raptor_parser *parser)
{
  raptor_parser_set_option(parser, RAPTOR_OPTION_NO_NET, NULL, 1);
  raptor_parser_set_option(parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
  raptor_parser_set_option(parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
  raptor_parser_set_option(parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, NULL, 0);
  raptor_parser_set_option(parser, RAPTOR_OPTION_STRICT, NULL, 1);
  raptor_parser_set_option(parser, RAPTOR_OPTION_ALLOW_BAGID, NULL, 0);
  raptor_parser_set_option(parser, RAPTOR_OPTION_ALLOW_NON_NS_ATTRIBUTES, NULL, 0);
}

/// Open world and parser.  False when memory is exhausted.
static bool
open_parser(raptor_reader *r, const char *parser_name, furat_str base)
{
  r->world = raptor_new_world();
  if (!r->world) {
    return false;
  }
  // Interned URIs would stay until the end of the document.
  raptor_world_set_flag(r->world, RAPTOR_WORLD_FLAG_URI_INTERNING, 0);
  raptor_world_set_flag(r->world, RAPTOR_WORLD_FLAG_WWW_SKIP_INIT_FINISH, 1);
  raptor_world_set_log_handler(r->world, r, on_log);
  raptor_world_set_generate_bnodeid_handler(r->world, r, on_blank);
  if (raptor_world_open(r->world)) {
    return false;
  }
  r->base = raptor_new_uri_from_counted_string(r->world, (const unsigned char *)base.data,
                                               base.len);
  r->parser = raptor_new_parser(r->world, parser_name);
  if (!r->base || !r->parser) {
    return false;
  }
  set_options(r->parser);
  raptor_parser_set_statement_handler(r->parser, r, on_statement);
  raptor_parser_set_namespace_handler(r->parser, r, on_namespace);
  return true;
}

/// Give raptor the next bytes.
static furat_status
give(raptor_reader *r, furat_str bytes, bool last)
{
  if (raptor_parser_parse_chunk(r->parser, (const unsigned char *)bytes.data, bytes.len,
                                last)) {
    record(r, fail(r, FURAT_BAD_SYNTAX, "the document cannot be parsed"));
  }
  return r->status;
}

static furat_status
on_xml(void *self, furat_str xml, furat_error *err)
{
  (void)err; // it is that of the reader
  return give(self, xml, false);
}

/// Pass bytes of the document on, through the filter if there is one.
static furat_status
feed(raptor_reader *r, furat_str bytes, bool last)
{
  if (!r->xml) {
    return give(r, bytes, last);
  }
  const furat_status status = furat_xml_filter_feed(r->xml, bytes, last, r->err);
  if (status != FURAT_OK) {
    if (r->err && r->err->line == 0 && r->status == FURAT_OK) {
      find_place(r, &r->err->line, &r->err->column);
    }
    r->status = status;
    return status;
  }
  return last ? give(r, FURAT_STR_NONE, true) : FURAT_OK;
}

/// Feed the document in chunks.  The last one stays in the window for error messages.
static furat_status
feed_all(raptor_reader *r)
{
  furat_window *window = &r->window;
  size_t n_fed = 0;
  for (;;) {
    const size_t left = window->end - window->start - n_fed;
    const size_t n = left < CHUNK_BYTES ? left : CHUNK_BYTES;
    const bool last = n == left && window->at_end;
    furat_status status = furat_cancel_poll(r->reading->options->cancel, r->err);
    if (status == FURAT_OK) {
      status = feed(r, (furat_str){window->data + window->start + n_fed, n}, last);
    }
    if (status != FURAT_OK || last) {
      return status;
    }
    n_fed += n;
    if (n_fed > CHUNK_BYTES) {
      furat_window_skip(window, n_fed - CHUNK_BYTES);
      n_fed = CHUNK_BYTES;
    }
    if (n == left) {
      status = furat_window_more(window, r->err);
      if (status != FURAT_OK && status != FURAT_DONE) {
        return status;
      }
    }
  }
}

/// Put the filter in front of the parser for RDF/XML.
static furat_status
open_filter(raptor_reader *r, furat_str base)
{
  const furat_xml_filter_options options = {
      .take = on_xml,
      .self = r,
      .base = base,
      .max_depth = r->reading->max_depth,
      .max_text_bytes = r->reading->max_term_bytes,
  };
  const furat_status status = furat_xml_filter_new(&r->xml, &options, r->err);
  // What comes out of the filter is UTF-8; raptor looks for that at the start.
  return status == FURAT_OK
             ? give(r, FURAT_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), false)
             : status;
}

static furat_status
run_parser(raptor_reader *r, const char *parser_name, furat_str base)
{
  if (!open_parser(r, parser_name, base)) {
    return r->status != FURAT_OK ? r->status : furat_error_no_mem(r->err);
  }
  if (raptor_parser_parse_start(r->parser, r->base)) {
    record(r, fail(r, FURAT_BAD_DATA, "raptor cannot start on the document"));
    return r->status;
  }
  furat_status status =
      strcmp(parser_name, "rdfxml") == 0 ? open_filter(r, base) : FURAT_OK;
  if (status == FURAT_OK) {
    status = feed_all(r);
  }
  if (status == FURAT_OK) {
    status = r->status;
  }
  return status == FURAT_OK ? furat_reading_flush(r->reading, r->err) : status;
}

furat_status
furat_read_raptor(furat_reading *reading, const char *parser_name, furat_str base,
                  furat_error *err)
{
  raptor_reader r = {.reading = reading, .err = err};
  furat_status status = furat_window_open(&r.window, reading->input, SIZE_MAX, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = run_parser(&r, parser_name, base);
  raptor_free_parser(r.parser);
  raptor_free_uri(r.base);
  raptor_free_world(r.world);
  furat_xml_filter_free(r.xml);
  furat_window_close(&r.window);
  return status;
}
