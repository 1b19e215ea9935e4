// SPDX-License-Identifier: GPL-3.0-or-later
// Turtle and TriG: serd reads the plain form that the filter makes of a document.
// Whatever serd objects to is told in our words, at the token's place in the document.
// [only place of serd.h]
//                                       turtle_filter -> [serd] -> reading -> sink
#include <serd/serd.h>
#include <stdlib.h>
#include <string.h>

#include "io/turtle_filter.h"
#include "rdf/vocabulary.h"

enum {
  PAGE_BYTES = 4096,     ///< what serd asks for at a time
  LARGE_BYTES = 1 << 20, ///< an object so long is handed on without a copy
  LAST_NUMBERS = 1 << 20 ///< of generated nodes: serd counts them in 32 bits
};

typedef struct turtle_reader {
  furat_reading *reading;
  furat_turtle_filter filter;
  uint64_t max_number; ///< of a generated node so far
  furat_status status; ///< the first failure
  furat_error *err;
} turtle_reader;

// ---- what stands in the way of a good sentence ----

static const char *
describe(const furat_turtle_place *place)
{
  static const char *const marks[] = {"'.'", "';'", "','", "'['", "']'",
                                      "'('", "')'", "'{'", "'}'"};
  switch (place->kind) {
  case FURAT_TURTLE_END:
    return "the end of the document";
  case FURAT_TURTLE_IRI:
  case FURAT_TURTLE_NAME:
    return "an IRI";
  case FURAT_TURTLE_WORD:
    return "a word";
  case FURAT_TURTLE_BLANK:
    return "a blank node";
  case FURAT_TURTLE_STRING:
    return "a string";
  case FURAT_TURTLE_AT:
    return "a language tag";
  case FURAT_TURTLE_DATATYPE:
    return "'^^'";
  case FURAT_TURTLE_NUMBER:
    return "a number";
  case FURAT_TURTLE_MARK:
    break;
  }
  for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); ++i) {
    if (marks[i][1] == place->mark) {
      return marks[i];
    }
  }
  return "this";
}

/// What serd says, and what was expected then.
static const struct {
  const char *words;
  const char *expected;
} complaints[] = {
    {"bad verb", "a predicate"},
    {"bad subject", "a subject or '}'"},
    {"expected subject", "a subject"},
    {"expected label", "the name of a graph"},
    {"missing ';'", "',', ';' or the end of the statement"},
    {"missing predicate", "a predicate"},
    {"unexpected end of statement", "a predicate"},
    {"unexpected end of file", "',', ';' or the end of the statement"},
    {"prefixed name", "an object"},
    {"expected object", "an object"},
    {"expected digit", "an object"},
    {"bad datatype", "the IRI of a datatype"},
};

/// Fail as the filter did.
static void
take_problem(turtle_reader *r)
{
  r->status = r->filter.status;
  if (r->err) {
    *r->err = r->filter.problem;
  }
}

static SerdStatus
on_error(void *handle, const SerdError *error)
{
  turtle_reader *r = handle;
  if (r->status != FURAT_OK) {
    return SERD_SUCCESS; // the first one stands
  }
  if (furat_turtle_filter_failed_at(&r->filter, (uint32_t)error->col - 1)) {
    take_problem(r);
    return SERD_SUCCESS;
  }
  // serd is behind a word, and a dot that ends a statement too early or could begin a
  // number.
  const bool is_behind = strstr(error->fmt, "expected digit") ||
                         strstr(error->fmt, "prefixed name") ||
                         strstr(error->fmt, "unexpected end of statement");
  const uint32_t n_behind = is_behind ? 2 : 1;
  const furat_turtle_place *place =
      furat_turtle_filter_place(&r->filter, (uint32_t)error->col - n_behind);
  const char *expected = NULL;
  for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); ++i) {
    if (strstr(error->fmt, complaints[i].words)) {
      expected = complaints[i].expected;
      break;
    }
  }
  char mark[] = "'.'";
  if (!expected && strncmp(error->fmt, "expected `%c'", 13) == 0) {
    va_list args;
    va_copy(args, *error->args);
    mark[1] = (char)va_arg(args, int);
    va_end(args);
    expected = mark;
  }
  r->status = FURAT_BAD_SYNTAX;
  const char *name = furat_byte_source_name(r->reading->input);
  const uint64_t line = place ? place->line : 0;
  const uint64_t column = place ? place->column : 0;
  const char *found = place ? describe(place) : "this";
  if (expected) {
    furat_error_set_at(r->err, r->status, name, line, column,
                       "%s is expected here, not %s", expected, found);
  } else {
    furat_error_set_at(r->err, r->status, name, line, column, "%s cannot stand here",
                       found);
  }
  return SERD_SUCCESS;
}

// ---- nodes ----

/// Copy `node` into the batch, unless the term beside it in the last quad is the same.
static furat_status
copy_text(turtle_reader *r, const SerdNode *node, furat_str last, furat_str *out)
{
  const furat_str text = {(const char *)node->buf, node->n_bytes};
  if (furat_str_equal(text, last)) {
    *out = last;
    return FURAT_OK;
  }
  return furat_reading_copy(r->reading, text, out, r->err);
}

static furat_status
convert_blank(turtle_reader *r, const SerdNode *node, furat_term *out)
{
  const furat_str label = {(const char *)node->buf, node->n_bytes};
  if (label.len > 0 && label.data[0] == FURAT_TURTLE_LABEL) {
    return furat_reading_blank(r->reading, furat_str_slice(label, 1, label.len), true,
                               out, r->err);
  }
  const uint64_t number = strtoull((const char *)node->buf + 1, NULL, 10);
  if (r->max_number > UINT32_MAX - LAST_NUMBERS) {
    return furat_error_set(
        r->err, FURAT_LIMIT,
        "the document has more than 4,000 million nodes without a label");
  }
  r->max_number = number > r->max_number ? number : r->max_number;
  return furat_reading_generated(r->reading, number, out, r->err);
}

/// A subject, predicate or graph; `last` is the one of the quad before in the batch.
static furat_status
convert_node(turtle_reader *r, const SerdNode *node, const furat_term *last,
             furat_term *out)
{
  *out = FURAT_TERM_UNSET;
  if (!node) {
    return FURAT_OK;
  }
  if (node->type == SERD_BLANK) {
    return convert_blank(r, node, out);
  }
  *out = furat_term_iri(FURAT_STR_NONE);
  const bool alike = last && last->kind == FURAT_TERM_IRI;
  return copy_text(r, node, alike ? last->text : FURAT_STR_NONE, &out->text);
}

/// The characters behind the first byte of a string, decoded if they are coded.
static furat_str
decode_text(furat_str text)
{
  const furat_str coded = furat_str_slice(text, 1, text.len);
  if (text.data[0] != FURAT_TURTLE_CODED) {
    return coded;
  }
  // The copy is ours, and decoding only shortens it.
  char *bytes = (char *)(uintptr_t)coded.data;
  size_t n = 0;
  for (size_t i = 0; i < coded.len; ++i) {
    if (coded.data[i] == '\1') {
      ++i;
      bytes[n++] = coded.data[i] == '0' ? '\0' : '\1';
    } else {
      bytes[n++] = coded.data[i];
    }
  }
  return furat_str_slice(coded, 0, n);
}

static furat_status
convert_literal(turtle_reader *r, const SerdNode *node, const SerdNode *datatype,
                const SerdNode *language, furat_term *out)
{
  furat_str text = {(const char *)node->buf, node->n_bytes};
  const bool is_string =
      text.data[0] == FURAT_TURTLE_PLAIN || text.data[0] == FURAT_TURTLE_CODED;
  furat_status status = FURAT_OK;
  if (text.len < LARGE_BYTES || text.data[0] == FURAT_TURTLE_CODED) {
    status = furat_reading_copy(r->reading, text, &text, r->err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  *out = furat_term_literal(is_string ? decode_text(text) : text,
                            FURAT_STR(FURAT_XSD_STRING));
  if (language) {
    out->datatype = FURAT_STR(FURAT_RDF_LANG_STRING);
    return copy_text(r, language, FURAT_STR_NONE, &out->language);
  }
  return datatype ? copy_text(r, datatype, FURAT_STR(FURAT_XSD_STRING), &out->datatype)
                  : FURAT_OK;
}

static furat_status
convert_object(turtle_reader *r, const SerdNode *node, const SerdNode *datatype,
               const SerdNode *language, furat_term *out)
{
  return node->type == SERD_LITERAL ? convert_literal(r, node, datatype, language, out)
                                    : convert_node(r, node, NULL, out);
}

static furat_status
add_statement(turtle_reader *r, const SerdNode *const nodes[4], const SerdNode *datatype,
              const SerdNode *language)
{
  furat_quad *quad = furat_reading_place(r->reading);
  const furat_quad *last = r->reading->n_quads > 0 ? quad - 1 : NULL;
  furat_status status =
      convert_node(r, nodes[0], last ? &last->subject : NULL, &quad->subject);
  if (status == FURAT_OK) {
    status = convert_node(r, nodes[1], last ? &last->predicate : NULL, &quad->predicate);
  }
  if (status == FURAT_OK) {
    status = convert_object(r, nodes[2], datatype, language, &quad->object);
  }
  if (status == FURAT_OK) {
    status = convert_node(r, nodes[3], last ? &last->graph : NULL, &quad->graph);
  }
  if (status == FURAT_OK) {
    status = furat_reading_add(r->reading, r->err);
  }
  // Batches that hold much, or bytes of serd's own, go at once.
  const bool large =
      nodes[2]->n_bytes >= LARGE_BYTES || r->reading->texts.used_bytes >= LARGE_BYTES;
  return status == FURAT_OK && large ? furat_reading_flush(r->reading, r->err) : status;
}

static SerdStatus
on_statement(void *handle, SerdStatementFlags flags, const SerdNode *graph,
             const SerdNode *subject, const SerdNode *predicate, const SerdNode *object,
             const SerdNode *datatype, const SerdNode *language)
{
  (void)flags;
  turtle_reader *r = handle;
  if (r->status == FURAT_OK) {
    const SerdNode *const nodes[4] = {subject, predicate, object, graph};
    r->status = add_statement(r, nodes, datatype, language);
  }
  return r->status == FURAT_OK ? SERD_SUCCESS : SERD_ERR_UNKNOWN;
}

// ---- the plain form as a stream of serd's ----

static size_t
on_read(void *buffer, size_t size, size_t n, void *stream)
{
  (void)size;
  turtle_reader *r = stream;
  if (r->status == FURAT_OK) {
    r->status = furat_cancel_poll(r->reading->options->cancel, r->err);
  }
  // A page that is never full: serd forgets that a page was short when a full one
  // follows.
  const size_t taken =
      r->status == FURAT_OK ? furat_turtle_filter_take(&r->filter, buffer, n) : 0;
  const furat_status stopped = r->filter.status;
  if (taken == 0 && r->status == FURAT_OK && stopped != FURAT_OK &&
      stopped != FURAT_DONE) {
    take_problem(r);
  }
  return taken;
}

static int
on_stream_error(void *stream)
{
  (void)stream;
  return 0; // on_read() tells of it
}

static void
run_serd(turtle_reader *r)
{
  SerdReader *serd = serd_reader_new(r->filter.graphs ? SERD_TRIG : SERD_TURTLE, r, NULL,
                                     NULL, NULL, on_statement, NULL);
  if (!serd) {
    r->status = furat_error_no_mem(r->err);
    return;
  }
  serd_reader_set_strict(serd, true);
  serd_reader_set_error_sink(serd, on_error, r);
  const SerdStatus said = serd_reader_read_source(serd, on_read, on_stream_error, r,
                                                  (const uint8_t *)"", PAGE_BYTES);
  serd_reader_free(serd);
  if (r->status == FURAT_OK && said != SERD_SUCCESS && said != SERD_FAILURE) {
    const furat_vec *places = &r->filter.places;
    const furat_turtle_place *place =
        places->n > 0 ? &FURAT_VEC_AT(places, furat_turtle_place, places->n - 1) : NULL;
    r->status = furat_error_set_at(r->err, FURAT_BAD_SYNTAX,
                                   furat_byte_source_name(r->reading->input),
                                   place ? place->line : 0, place ? place->column : 0,
                                   "the statement is broken at or before this place");
  }
}

furat_status
furat_read_turtle(furat_reading *reading, bool graphs, furat_str base, furat_error *err)
{
  turtle_reader r = {.reading = reading, .err = err};
  const furat_status status =
      furat_turtle_filter_open(&r.filter, reading, graphs, base, err);
  if (status != FURAT_OK) {
    return status;
  }
  run_serd(&r);
  if (r.status == FURAT_OK) {
    r.status = furat_reading_flush(reading, err);
  } else {
    furat_window_quote(&r.filter.lexer.window, err);
  }
  furat_turtle_filter_close(&r.filter);
  return r.status;
}
