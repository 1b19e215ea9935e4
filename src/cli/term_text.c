// SPDX-License-Identifier: GPL-3.0-or-later
// Terms from the command line.  Turtle's own reader takes care of quotes and escapes;
// whatever does not come out as exactly one term is refused.            io ->
// [cli/term_text] -> commands
#include "cli/term_text.h"

#include "io/reader.h"
#include "rdf/iri.h"
#include "rdf/vocabulary.h"

enum { MAX_TERM = 1 << 24 };

// ------------------------------------------------------------------------- IRIs

static furat_status
parse_bracketed(furat_term *iri, furat_arena *arena, furat_str text, furat_error *err)
{
  furat_str inner = furat_str_slice(text, 1, text.len - 1);
  if (inner.len == 0 || inner.data[inner.len - 1] != '>') {
    return furat_error_set(err, FURAT_BAD_DATA, "an IRI that begins with < ends with >");
  }
  inner.len--;
  if (!furat_iri_is_valid(inner)) {
    return furat_error_set(
        err, FURAT_BAD_DATA, "this is no absolute IRI: %.*s",
        FURAT_STR_ARGS(furat_str_slice(inner, 0, inner.len < 200 ? inner.len : 200)));
  }
  furat_term borrowed = furat_term_iri(inner);
  return furat_term_copy(arena, &borrowed, iri) ? FURAT_OK : furat_error_no_mem(err);
}

// Local names are taken without their escapes, as nobody types those in a shell.
static furat_status
parse_prefixed(furat_term *iri, furat_arena *arena, furat_str text,
               const furat_prefixes *prefixes, furat_error *err)
{
  size_t colon = furat_str_find_byte(text, ':');
  furat_str space;
  if (colon == text.len ||
      !furat_prefixes_find(prefixes, furat_str_slice(text, 0, colon), &space)) {
    return FURAT_DONE;
  }
  furat_buffer whole;
  furat_buffer_init(&whole, MAX_TERM);
  furat_buffer_append(&whole, space);
  furat_buffer_append(&whole, furat_str_slice(text, colon + 1, text.len - colon - 1));
  furat_status status = furat_buffer_status(&whole, err);
  if (status == FURAT_OK) {
    furat_term borrowed = furat_term_iri(furat_buffer_str(&whole));
    if (furat_iri_valid_length(borrowed.text) < borrowed.text.len) {
      status = FURAT_DONE;
    } else if (!furat_term_copy(arena, &borrowed, iri)) {
      status = furat_error_no_mem(err);
    }
  }
  furat_buffer_clear(&whole);
  return status;
}

furat_status
furat_iri_parse(furat_term *iri, furat_arena *arena, furat_str text,
                const furat_prefixes *prefixes, furat_error *err)
{
  if (text.len > 0 && text.data[0] == '<') {
    return parse_bracketed(iri, arena, text, err);
  }
  return parse_prefixed(iri, arena, text, prefixes, err);
}

furat_status
furat_iri_argument(furat_str *out, furat_arena *arena, const char *option,
                   const char *value, const furat_prefixes *prefixes, furat_error *err)
{
  const furat_str text = furat_str_of(value);
  furat_term iri = furat_term_iri(text);
  furat_status status = FURAT_DONE;
  if (prefixes || (text.len > 0 && text.data[0] == '<')) {
    status = furat_iri_parse(&iri, arena, text, prefixes, NULL);
  }
  if (status == FURAT_DONE && furat_iri_is_valid(text)) {
    status = furat_arena_copy(arena, text, &iri.text) ? FURAT_OK : FURAT_NO_MEM;
  }
  if (status == FURAT_OK) {
    *out = iri.text;
    return FURAT_OK;
  }
  if (status == FURAT_NO_MEM) {
    return furat_error_no_mem(err);
  }
  furat_error_set(err, FURAT_USAGE, "--%s wants an IRI, not \"%.200s\"", option, value);
  furat_error_hint(err,
                   "an absolute one such as https://example.org/x, or prefix:name with "
                   "a usual prefix");
  return FURAT_USAGE;
}

// --------------------------------------------------------------------- literals

// The terms of the triples that were read: there must be one.
typedef struct one_term {
  furat_arena *arena;
  furat_term term;
  size_t n;
} one_term;

static furat_status
take_object(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  one_term *one = self;
  for (size_t i = 0; i < n; i++) {
    if (one->n++ == 0 && !furat_term_copy(one->arena, &quads[i].object, &one->term)) {
      return furat_error_no_mem(err);
    }
  }
  return FURAT_OK;
}

static void
append_prologue(furat_buffer *document, const furat_prefixes *prefixes)
{
  for (size_t i = 0; i < prefixes->entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    furat_buffer_append_cstr(document, "@prefix ");
    furat_buffer_append(document, prefix->name);
    furat_buffer_append_cstr(document, ": <");
    furat_buffer_append(document, prefix->iri);
    furat_buffer_append_cstr(document, "> . ");
  }
}

static furat_status
read_one(one_term *one, furat_str text, const furat_prefixes *prefixes, furat_error *err)
{
  furat_buffer document;
  furat_buffer_init(&document, MAX_TERM);
  append_prologue(&document, prefixes);
  furat_buffer_append_cstr(&document, "<urn:x> <urn:x> ");
  furat_buffer_append(&document, text);
  furat_buffer_append_cstr(&document, "\n.");
  furat_status status = furat_buffer_status(&document, err);
  if (status == FURAT_OK) {
    furat_read_options options = FURAT_READ_OPTIONS_INIT;
    options.syntax = furat_syntax_named(FURAT_STR("turtle"));
    options.base = FURAT_STR("urn:x");
    furat_quad_sink sink = {.self = one, .emit = take_object};
    status = furat_read_memory(furat_buffer_str(&document), "", &options, &sink, NULL);
  }
  furat_buffer_clear(&document);
  return status;
}

static furat_status
parse_quoted(furat_term *term, furat_arena *arena, furat_str text,
             const furat_prefixes *prefixes, furat_error *err)
{
  one_term one = {.arena = arena};
  furat_status status = read_one(&one, text, prefixes, err);
  if (status == FURAT_NO_MEM) {
    return furat_error_no_mem(err);
  }
  if (status != FURAT_OK || one.n != 1 || one.term.kind != FURAT_TERM_LITERAL) {
    furat_error_set(
        err, FURAT_BAD_DATA, "this is no literal: %.*s",
        FURAT_STR_ARGS(furat_str_slice(text, 0, text.len < 200 ? text.len : 200)));
    furat_error_hint(err, "as in \"text\", \"text\"@en, \"2017-10-17\"^^xsd:date");
    return FURAT_BAD_DATA;
  }
  *term = one.term;
  return FURAT_OK;
}

static size_t
skip_digits(furat_str text, size_t at)
{
  while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9') {
    at++;
  }
  return at;
}

// The datatype of a bare number or boolean; NULL of other text.
static const char *
bare_datatype(furat_str text)
{
  if (furat_str_equal(text, FURAT_STR("true")) ||
      furat_str_equal(text, FURAT_STR("false"))) {
    return FURAT_XSD_BOOLEAN;
  }
  size_t start = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+') ? 1 : 0;
  size_t whole = skip_digits(text, start);
  if (whole > start && whole == text.len) {
    return FURAT_XSD_INTEGER;
  }
  bool dot = whole < text.len && text.data[whole] == '.';
  size_t fraction = dot ? skip_digits(text, whole + 1) : whole;
  if (fraction == whole + 1 || fraction == start) {
    return NULL;
  }
  if (fraction == text.len) {
    return FURAT_XSD_DECIMAL;
  }
  if (text.data[fraction] != 'e' && text.data[fraction] != 'E') {
    return NULL;
  }
  size_t exponent = fraction + 1;
  bool sign =
      exponent < text.len && (text.data[exponent] == '-' || text.data[exponent] == '+');
  exponent += sign ? 1 : 0;
  size_t end = skip_digits(text, exponent);
  return end > exponent && end == text.len ? FURAT_XSD_DOUBLE : NULL;
}

furat_status
furat_term_parse(furat_term *term, furat_arena *arena, furat_str text,
                 const furat_prefixes *prefixes, furat_error *err)
{
  if (text.len > 0 && (text.data[0] == '"' || text.data[0] == '\'')) {
    return parse_quoted(term, arena, text, prefixes, err);
  }
  furat_status status = furat_iri_parse(term, arena, text, prefixes, err);
  if (status != FURAT_DONE) {
    return status;
  }
  const char *datatype = bare_datatype(text);
  furat_term borrowed = furat_term_literal(text, furat_str_of(datatype));
  return furat_term_copy(arena, &borrowed, term) ? FURAT_OK : furat_error_no_mem(err);
}
