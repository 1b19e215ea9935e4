// SPDX-License-Identifier: GPL-3.0-or-later
// The plain form has absolute IRIs for every kind of name, short strings, labels that
// serd does not rename, no directives, no comments and no line ends, and a space before
// each token where one may be.  serd does the grammar: what stands where, lists, nodes
// without labels, graphs.
#include "io/turtle_filter.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rdf/iri.h"
#include "rdf/vocabulary.h"

furat_status
furat_turtle_filter_open(furat_turtle_filter *filter, furat_reading *reading, bool graphs,
                         furat_str base, furat_error *err)
{
  *filter = (furat_turtle_filter){
      .reading = reading, .graphs = graphs, .at_statement = true, .previous_mark = '.'};
  furat_prefixes_init(&filter->prefixes);
  furat_buffer_init(&filter->base, SIZE_MAX);
  furat_buffer_init(&filter->scratch[0], SIZE_MAX);
  furat_buffer_init(&filter->scratch[1], SIZE_MAX);
  furat_buffer_init(&filter->out, SIZE_MAX);
  furat_vec_init(&filter->places, sizeof(furat_turtle_place), SIZE_MAX);
  furat_buffer_append(&filter->base, base);
  furat_status status = furat_buffer_status(&filter->base, err);
  if (status == FURAT_OK) {
    status = furat_turtle_lexer_open(&filter->lexer, reading->input,
                                     reading->max_term_bytes, err);
  }
  if (status != FURAT_OK) {
    furat_turtle_filter_close(filter);
  }
  return status;
}

void
furat_turtle_filter_close(furat_turtle_filter *filter)
{
  furat_turtle_lexer_close(&filter->lexer);
  furat_prefixes_clear(&filter->prefixes);
  furat_buffer_clear(&filter->base);
  furat_buffer_clear(&filter->scratch[0]);
  furat_buffer_clear(&filter->scratch[1]);
  furat_buffer_clear(&filter->out);
  furat_vec_clear(&filter->places);
}

/// Blame the token at hand.
static furat_status
blame(furat_turtle_filter *filter, furat_status status, const char *format, ...)
    FURAT_PRINTF(3, 4);

static furat_status
blame(furat_turtle_filter *filter, furat_status status, const char *format, ...)
{
  char sentence[sizeof(filter->problem.message)];
  va_list args;
  va_start(args, format);
  vsnprintf(sentence, sizeof(sentence), format, args);
  va_end(args);
  return furat_error_set_at(&filter->problem, status,
                            furat_byte_source_name(filter->reading->input),
                            filter->token.line, filter->token.column, "%s", sentence);
}

static furat_status
next_token(furat_turtle_filter *filter)
{
  return furat_turtle_lexer_next(&filter->lexer, &filter->token, &filter->problem);
}

static bool
is_mark(const furat_turtle_token *token, char mark)
{
  return token->kind == FURAT_TURTLE_MARK && token->mark == mark;
}

/// The characters of a token's text, in scratch 0 when it has escapes.
static furat_status
unescaped(furat_turtle_filter *filter, const furat_lexical_token *token, furat_str *out)
{
  *out = token->text;
  if (!token->has_escapes) {
    return FURAT_OK;
  }
  furat_buffer *scratch = &filter->scratch[0];
  furat_buffer_reset(scratch);
  char *room = furat_buffer_reserve(scratch, token->text.len);
  if (room) {
    furat_buffer_advance(scratch, furat_lexical_unescape(token->text, room));
  }
  *out = furat_buffer_str(scratch);
  return furat_buffer_status(scratch, &filter->problem);
}

/// The absolute IRI of an IRIREF; borrowed until the next one.
static furat_status
resolve(furat_turtle_filter *filter, const furat_lexical_token *token, furat_str *out)
{
  furat_str reference;
  furat_status status = unescaped(filter, token, &reference);
  *out = reference;
  if (status != FURAT_OK || furat_iri_is_absolute(reference)) {
    return status;
  }
  if (filter->base.len == 0) {
    return blame(filter, FURAT_BAD_DATA,
                 "this IRI is relative, and there is no base IRI");
  }
  furat_buffer *scratch = &filter->scratch[1];
  furat_buffer_reset(scratch);
  status = furat_iri_resolve(scratch, furat_buffer_str(&filter->base), reference,
                             &filter->problem);
  *out = furat_buffer_str(scratch);
  return status;
}

// ---- writing the plain form ----

/// Append <iri><local>, the two as one IRI.
static void
append_iri(furat_turtle_filter *filter, furat_str iri, furat_str local)
{
  const size_t len = iri.len + local.len + 2;
  char *out = furat_buffer_reserve(&filter->out, len);
  if (!out) {
    return; // the buffer remembers it
  }
  *out++ = '<';
  memcpy(out, iri.data, iri.len);
  if (local.len > 0) {
    memcpy(out + iri.len, local.data, local.len);
  }
  out[iri.len + local.len] = '>';
  furat_buffer_advance(&filter->out, len);
}

static furat_status
append_iriref(furat_turtle_filter *filter)
{
  furat_str iri;
  const furat_status status = resolve(filter, &filter->token.text, &iri);
  if (status == FURAT_OK) {
    append_iri(filter, iri, FURAT_STR_NONE);
  }
  return status;
}

static furat_status
append_name(furat_turtle_filter *filter)
{
  const furat_str prefix = filter->token.text.text;
  furat_str iri;
  if (!furat_prefixes_find(&filter->prefixes, prefix, &iri)) {
    return blame(filter, FURAT_BAD_SYNTAX, "the prefix %.*s: is not declared",
                 FURAT_STR_ARGS(furat_str_slice(prefix, 0, 200)));
  }
  furat_str local;
  const furat_status status = unescaped(filter, &filter->token.local, &local);
  if (status == FURAT_OK) {
    append_iri(filter, iri, local);
  }
  return status;
}

/// Append characters as a short string, coded if asked to.
static void
append_quoted(furat_buffer *out, furat_str text, bool coded)
{
  furat_buffer_append_byte(out, '"');
  furat_buffer_append_byte(out, coded ? FURAT_TURTLE_CODED : FURAT_TURTLE_PLAIN);
  size_t start = 0;
  for (size_t i = 0; i < text.len; ++i) {
    const char c = text.data[i];
    const char *escape = c == '"'    ? "\\\""
                         : c == '\\' ? "\\\\"
                         : c == '\n' ? "\\n"
                         : c == '\r' ? "\\r"
                         : !coded    ? NULL
                         : c == '\0' ? "\x01"
                                       "0"
                         : c == '\1' ? "\x01"
                                       "1"
                                     : NULL;
    if (escape) {
      furat_buffer_append(out, furat_str_slice(text, start, i - start));
      furat_buffer_append_cstr(out, escape);
      start = i + 1;
    }
  }
  furat_buffer_append(out, furat_str_slice(text, start, text.len - start));
  furat_buffer_append_byte(out, '"');
}

static bool
has_nul_escape(furat_str text)
{
  for (size_t i = 0; i < text.len; ++i) {
    if (text.data[i] == '\\') {
      const furat_str code = furat_str_slice(text, i + 1, 9);
      if (furat_str_starts_with(code, FURAT_STR("u0000")) ||
          furat_str_equal(code, FURAT_STR("U00000000"))) {
        return true;
      }
      ++i;
    }
  }
  return false;
}

static furat_status
append_string(furat_turtle_filter *filter)
{
  const furat_turtle_token *token = &filter->token;
  const furat_str text = token->text.text;
  const bool is_long = token->len_bytes > text.len + 2;
  if (!is_long && !token->text.has_breaks &&
      !(token->text.has_escapes && has_nul_escape(text))) {
    furat_buffer_append_byte(&filter->out, token->mark);
    furat_buffer_append_byte(&filter->out, FURAT_TURTLE_PLAIN);
    furat_buffer_append(&filter->out, text);
    furat_buffer_append_byte(&filter->out, token->mark);
    return FURAT_OK;
  }
  furat_str plain;
  const furat_status status = unescaped(filter, &token->text, &plain);
  if (status == FURAT_OK) {
    append_quoted(&filter->out, plain, furat_str_find_byte(plain, '\0') < plain.len);
  }
  return status;
}

/// `true` and `false`; serd would take either for the subject of a statement.
static void
append_boolean(furat_turtle_filter *filter, furat_str word)
{
  append_quoted(&filter->out, word, false);
  furat_buffer_append_cstr(&filter->out, "^^<" FURAT_XSD_BOOLEAN ">");
}

static furat_status
append_word(furat_turtle_filter *filter)
{
  const furat_str word = filter->token.text.text;
  if (furat_str_equal(word, FURAT_STR("true")) ||
      furat_str_equal(word, FURAT_STR("false"))) {
    append_boolean(filter, word);
    return FURAT_OK;
  }
  const bool is_a = furat_str_equal(word, FURAT_STR("a"));
  if (is_a && filter->at_statement) {
    return blame(filter, FURAT_BAD_SYNTAX, "'a' can only be a predicate");
  }
  if (is_a) {
    furat_buffer_append_byte(&filter->out, 'a');
    return FURAT_OK;
  }
  if (filter->graphs && filter->at_statement && !filter->in_graph &&
      furat_str_equal_nocase(word, FURAT_STR("GRAPH"))) {
    furat_buffer_append_cstr(&filter->out, "GRAPH");
    return FURAT_OK;
  }
  return blame(filter, FURAT_BAD_SYNTAX, "the word '%.*s' means nothing here",
               FURAT_STR_ARGS(furat_str_slice(word, 0, 200)));
}

static furat_status
append_at(furat_turtle_filter *filter)
{
  if (filter->previous != FURAT_TURTLE_STRING) {
    return blame(filter, FURAT_BAD_SYNTAX,
                 "a language tag follows a string; @prefix and @base stand between "
                 "statements");
  }
  furat_buffer_append_byte(&filter->out, '@');
  furat_buffer_append(&filter->out, filter->token.text.text);
  return FURAT_OK;
}

/// What a mark changes in the state, and the two things about marks that serd lets pass.
static furat_status
append_mark(furat_turtle_filter *filter)
{
  const char mark = filter->token.mark;
  if (!filter->graphs && (mark == '{' || mark == '}')) {
    return blame(filter, FURAT_BAD_SYNTAX, "Turtle has no graphs: this is TriG");
  }
  if (filter->subject == 2 && (mark == '.' || mark == '}')) {
    return blame(filter, FURAT_BAD_SYNTAX, "a predicate is expected here, behind '[]'");
  }
  if (strchr("[({", mark) && ++filter->depth > filter->reading->max_depth) {
    return blame(filter, FURAT_LIMIT, "the nesting is deeper than the limit of %zu",
                 filter->reading->max_depth);
  }
  if (strchr("])}", mark) && filter->depth > 0) {
    --filter->depth;
  }
  furat_buffer_append_byte(&filter->out, mark);
  return FURAT_OK;
}

static furat_status
append_token(furat_turtle_filter *filter)
{
  switch (filter->token.kind) {
  case FURAT_TURTLE_IRI:
    return append_iriref(filter);
  case FURAT_TURTLE_NAME:
    return append_name(filter);
  case FURAT_TURTLE_WORD:
    return append_word(filter);
  case FURAT_TURTLE_BLANK:
    furat_buffer_append_cstr(&filter->out, "_:");
    furat_buffer_append_byte(&filter->out, FURAT_TURTLE_LABEL);
    furat_buffer_append(&filter->out, filter->token.text.text);
    return FURAT_OK;
  case FURAT_TURTLE_STRING:
    return append_string(filter);
  case FURAT_TURTLE_AT:
    return append_at(filter);
  case FURAT_TURTLE_DATATYPE:
    furat_buffer_append_cstr(&filter->out, "^^");
    return FURAT_OK;
  case FURAT_TURTLE_NUMBER:
    furat_buffer_append(&filter->out, filter->token.text.text);
    return FURAT_OK;
  case FURAT_TURTLE_MARK:
    return append_mark(filter);
  case FURAT_TURTLE_END:
    break;
  }
  return FURAT_OK;
}

/// Remember what the next token needs to know of the one at hand.
static void
note_token(furat_turtle_filter *filter)
{
  const furat_turtle_token *token = &filter->token;
  const bool began = filter->at_statement;
  filter->at_statement = false;
  if (is_mark(token, '[')) {
    filter->subject = began ? 1 : 0;
  } else {
    filter->subject = filter->subject == 1 && is_mark(token, ']') ? 2 : 0;
  }
  if (is_mark(token, '{')) {
    filter->in_graph = true;
    filter->at_statement = true;
  } else if (is_mark(token, '}')) {
    filter->in_graph = false;
    filter->at_statement = true;
  } else if (is_mark(token, '.')) {
    filter->at_statement = true;
  }
  filter->previous = token->kind;
  filter->previous_mark = token->mark;
}

/// Whether a statement, or what stands between statements, can begin with the token.
static bool
can_begin(const furat_turtle_token *token)
{
  switch (token->kind) {
  case FURAT_TURTLE_IRI:
  case FURAT_TURTLE_NAME:
  case FURAT_TURTLE_BLANK:
  case FURAT_TURTLE_END:
    return true;
  case FURAT_TURTLE_WORD:
    return !furat_str_equal(token->text.text, FURAT_STR("true")) &&
           !furat_str_equal(token->text.text, FURAT_STR("false"));
  case FURAT_TURTLE_MARK:
    return strchr("[({}", token->mark) != NULL;
  case FURAT_TURTLE_STRING:
  case FURAT_TURTLE_AT:
  case FURAT_TURTLE_DATATYPE:
  case FURAT_TURTLE_NUMBER:
    break;
  }
  return false;
}

/// Write the token at hand, and note where it stands.
static furat_status
write_token(furat_turtle_filter *filter)
{
  if (filter->at_statement && !can_begin(&filter->token)) {
    return blame(filter, FURAT_BAD_SYNTAX, "a statement cannot begin with this");
  }
  // serd knows no space between the parts of a literal.
  const furat_turtle_kind kind = filter->token.kind;
  if (filter->previous != FURAT_TURTLE_DATATYPE && kind != FURAT_TURTLE_AT &&
      kind != FURAT_TURTLE_DATATYPE) {
    furat_buffer_append_byte(&filter->out, ' ');
  }
  const furat_turtle_place place = {.offset = filter->out_offset + filter->out.len,
                                    .line = filter->token.line,
                                    .column = filter->token.column,
                                    .kind = kind,
                                    .mark = filter->token.mark};
  furat_vec_push(&filter->places, &place);
  furat_status status = append_token(filter);
  note_token(filter);
  if (status == FURAT_OK) {
    status = furat_vec_status(&filter->places, &filter->problem);
  }
  return status == FURAT_OK ? furat_buffer_status(&filter->out, &filter->problem)
                            : status;
}

// ---- directives ----

/// The word of a directive at hand: "prefix" or "base", in lower case; NULL for none.
static const char *
directive(const furat_turtle_filter *filter, bool *sparql)
{
  const furat_turtle_token *token = &filter->token;
  *sparql = token->kind == FURAT_TURTLE_WORD;
  if (!*sparql &&
      (token->kind != FURAT_TURTLE_AT || filter->previous == FURAT_TURTLE_STRING)) {
    return NULL;
  }
  static const char *const words[] = {"prefix", "base"};
  for (size_t i = 0; i < 2; ++i) {
    const furat_str word = furat_str_of(words[i]);
    if (*sparql ? furat_str_equal_nocase(token->text.text, word)
                : furat_str_equal(token->text.text, word)) {
      return words[i];
    }
  }
  return NULL;
}

/// The IRI of a directive: read, resolved.
static furat_status
read_directive_iri(furat_turtle_filter *filter, furat_str *iri)
{
  const furat_status status = next_token(filter);
  if (status != FURAT_OK) {
    return status;
  }
  if (filter->token.kind != FURAT_TURTLE_IRI) {
    return blame(filter, FURAT_BAD_SYNTAX, "an IRI in <> is expected here");
  }
  return resolve(filter, &filter->token.text, iri);
}

static furat_status
read_base(furat_turtle_filter *filter)
{
  furat_str iri;
  furat_status status = read_directive_iri(filter, &iri);
  if (status != FURAT_OK) {
    return status;
  }
  // The IRI is in a scratch buffer or the window, never in the base itself.
  furat_buffer_reset(&filter->base);
  furat_buffer_append(&filter->base, iri);
  return furat_buffer_status(&filter->base, &filter->problem);
}

static furat_status
read_prefix(furat_turtle_filter *filter)
{
  furat_status status = next_token(filter);
  if (status != FURAT_OK) {
    return status;
  }
  if (filter->token.kind != FURAT_TURTLE_NAME ||
      filter->token.len_bytes != filter->token.text.text.len + 1) {
    return blame(filter, FURAT_BAD_SYNTAX, "a prefix and its ':' are expected here");
  }
  furat_str name;
  status = furat_reading_copy(filter->reading, filter->token.text.text, &name,
                              &filter->problem);
  furat_str iri = FURAT_STR_NONE;
  if (status == FURAT_OK) {
    status = read_directive_iri(filter, &iri);
  }
  if (status == FURAT_OK) {
    status = furat_prefixes_set(&filter->prefixes, name, iri, &filter->problem);
  }
  if (status == FURAT_OK) {
    furat_prefixes_find(&filter->prefixes, name, &iri);
    status = furat_quad_sink_prefix(filter->reading->sink, name, iri, &filter->problem);
  }
  return status;
}

/// Obey the directive at hand.  serd took all that is before it, so the batch can go.
static furat_status
obey_directive(furat_turtle_filter *filter)
{
  bool sparql;
  const char *word = directive(filter, &sparql);
  assert(word);
  furat_status status = furat_reading_flush(filter->reading, &filter->problem);
  if (status == FURAT_OK) {
    status = word[0] == 'b' ? read_base(filter) : read_prefix(filter);
  }
  if (status != FURAT_OK || sparql) {
    return status;
  }
  status = next_token(filter);
  if (status == FURAT_OK && !is_mark(&filter->token, '.')) {
    status = blame(filter, FURAT_BAD_SYNTAX, "a '.' is expected here, behind @%s", word);
  }
  return status;
}

// ---- filling pages ----

/// Read a token and write it.  FURAT_DONE at the end, or when a directive has to wait.
static furat_status
step(furat_turtle_filter *filter)
{
  furat_status status = filter->token_waits ? FURAT_OK : next_token(filter);
  filter->token_waits = false;
  if (status != FURAT_OK) {
    return status;
  }
  bool sparql;
  if (filter->at_statement && !filter->in_graph && directive(filter, &sparql)) {
    filter->token_waits = filter->out.len > 0;
    status = filter->token_waits ? FURAT_DONE : obey_directive(filter);
    filter->previous = FURAT_TURTLE_MARK;
    return status;
  }
  status = write_token(filter);
  return status == FURAT_OK && filter->token.kind == FURAT_TURTLE_END ? FURAT_DONE
                                                                      : status;
}

/// Forget what serd took, but for its last token: an error may still concern it.
static void
drop_taken(furat_turtle_filter *filter)
{
  furat_buffer *out = &filter->out;
  const size_t left = out->len - filter->taken;
  if (left > 0) {
    memmove(out->data, out->data + filter->taken, left);
  }
  furat_buffer_truncate(out, left);
  filter->out_offset += filter->taken;
  filter->taken = 0;
  furat_vec *places = &filter->places;
  furat_turtle_place *items = places->items;
  size_t n_old = 0;
  while (n_old < places->n && items[n_old].offset < filter->out_offset) {
    ++n_old;
  }
  if (n_old > 1) {
    memmove(items, items + n_old - 1, (places->n - n_old + 1) * sizeof(*items));
    furat_vec_truncate(places, places->n - n_old + 1);
  }
}

/// Write tokens until there is a page of them, or the filter stops or waits.  A page is
/// never cut between tokens that must stay together.
static void
fill_page(furat_turtle_filter *filter, size_t page_bytes)
{
  drop_taken(filter);
  while (filter->status == FURAT_OK && filter->out.len < page_bytes) {
    const furat_status status = step(filter);
    if (status == FURAT_DONE && filter->token_waits) {
      break;
    }
    filter->status = status;
  }
}

size_t
furat_turtle_filter_take(furat_turtle_filter *filter, char *page, size_t page_bytes)
{
  furat_buffer *out = &filter->out;
  if (out->len - filter->taken < page_bytes) {
    fill_page(filter, page_bytes);
  }
  const size_t left = out->len - filter->taken;
  if (left > 0 && left < page_bytes && filter->status != FURAT_DONE) {
    filter->text_end = filter->out_offset + out->len;
    furat_buffer_append_fill(out, ' ', page_bytes - left);
    if (out->status != FURAT_OK) {
      filter->status = furat_buffer_status(out, &filter->problem);
      return 0;
    }
  }
  const furat_str part =
      furat_str_slice(furat_buffer_str(out), filter->taken, page_bytes);
  if (part.len > 0) {
    memcpy(page, part.data, part.len);
    filter->taken += part.len;
  }
  return part.len;
}

bool
furat_turtle_filter_failed_at(const furat_turtle_filter *filter, uint32_t offset)
{
  return filter->status != FURAT_OK && filter->status != FURAT_DONE &&
         (int32_t)(offset - (uint32_t)filter->text_end) >= 0;
}

const furat_turtle_place *
furat_turtle_filter_place(const furat_turtle_filter *filter, uint32_t offset)
{
  const furat_vec *places = &filter->places;
  for (size_t i = places->n; i > 0; --i) {
    const furat_turtle_place *place = &FURAT_VEC_AT(places, furat_turtle_place, i - 1);
    // The space before a token counts as the token.
    if ((int32_t)((uint32_t)place->offset - 1 - offset) <= 0 || i == 1) {
      return place;
    }
  }
  return NULL;
}
