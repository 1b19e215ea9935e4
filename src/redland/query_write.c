// SPDX-License-Identifier: GPL-3.0-or-later
// The text for rasqal.  A parameter is a constant: its term is written, with all escapes,
// where the variable stood, and where the grammar has only a variable, an expression that
// gives it.
//                                                 sparql/lexer -> [query_text] -> query
#include "rdf/iri.h"
#include "redland/query_text.h"

// ----------------------------------------------------------------------- values

static bool
is_language_tag(furat_str tag)
{
  for (size_t i = 0; i < tag.len; i++) {
    char c = tag.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool digit = c >= '0' && c <= '9';
    if (!letter && (i == 0 || (!digit && c != '-'))) {
      return false;
    }
  }
  return true;
}

static bool
is_iri(furat_str iri)
{
  return furat_iri_is_absolute(iri) && furat_iri_valid_length(iri) == iri.len;
}

static furat_status
check_value(const furat_binding *binding, furat_error *err)
{
  const furat_term *value = &binding->value;
  bool good = false;
  if (value->kind == FURAT_TERM_IRI) {
    good = is_iri(value->text);
  } else if (value->kind == FURAT_TERM_LITERAL) {
    good = is_language_tag(value->language) && is_iri(value->datatype);
  }
  if (!good) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the value of ?%.*s is no IRI and no literal",
                           FURAT_STR_ARGS(binding->variable));
  }
  if (furat_str_find_byte(value->text, '\0') < value->text.len) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "rasqal cannot take a value with a NUL character");
  }
  return FURAT_OK;
}

static bool
occurs(const furat_query_text *query, furat_str variable)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    if (token->kind == FURAT_TOKEN_VAR && furat_str_equal(token->text, variable)) {
      return true;
    }
  }
  return false;
}

static furat_status
check_bindings(const furat_query_text *query, const furat_prepare_options *options,
               furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < options->n_bindings && status == FURAT_OK; i++) {
    const furat_binding *binding = &options->bindings[i];
    if (!occurs(query, binding->variable)) {
      return furat_error_set(err, FURAT_NOT_FOUND, "the query has no variable ?%.*s",
                             FURAT_STR_ARGS(binding->variable));
    }
    status = check_value(binding, err);
  }
  return status;
}

// ---------------------------------------------------------------------- writing

static const furat_binding *
find_binding(const furat_prepare_options *options, const furat_token *token)
{
  for (size_t i = 0; token->kind == FURAT_TOKEN_VAR && i < options->n_bindings; i++) {
    if (furat_str_equal(options->bindings[i].variable, token->text)) {
      return &options->bindings[i];
    }
  }
  return NULL;
}

static furat_keyword
keyword_before(const furat_query_text *query, size_t at)
{
  return at == 0 ? FURAT_KEYWORD_NONE
                 : FURAT_VEC_AT(&query->tokens, furat_placed_token, at - 1).token.keyword;
}

static furat_status
write_value(furat_buffer *out, const furat_query_text *query, size_t at,
            const furat_binding *binding, furat_error *err)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  if (placed->place == FURAT_PLACE_DATA ||
      keyword_before(query, at) == FURAT_KEYWORD_AS) {
    return furat_error_set_span(
        err, FURAT_BAD_DATA, placed->token.span,
        "?%.*s is a parameter, so it cannot be given a value here",
        FURAT_STR_ARGS(binding->variable));
  }
  bool head = placed->place == FURAT_PLACE_HEAD;
  bool wrapped = head || placed->place == FURAT_PLACE_MODIFIER;
  furat_buffer_append_cstr(out, wrapped ? "(" : "");
  furat_term_write_ntriples(out, &binding->value);
  if (head) {
    furat_buffer_append_cstr(out, " AS ?");
    furat_buffer_append(out, binding->variable);
  }
  furat_buffer_append_cstr(out, wrapped ? ")" : "");
  return FURAT_OK;
}

// BOUND takes only a variable, and a parameter is bound: the tokens BOUND ( ?x ) are
// true.
static bool
is_bound_of(const furat_query_text *query, size_t at,
            const furat_prepare_options *options)
{
  if (at + 3 >= query->tokens.n) {
    return false;
  }
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  return placed[0].token.kind == FURAT_TOKEN_WORD &&
         furat_str_equal_nocase(placed[0].token.text, FURAT_STR("BOUND")) &&
         placed[1].token.kind == FURAT_TOKEN_LPAREN &&
         find_binding(options, &placed[2].token) != NULL &&
         placed[3].token.kind == FURAT_TOKEN_RPAREN;
}

// With the line ends of what it stands for.
static void
write_true(furat_buffer *out, furat_str replaced)
{
  furat_buffer_append_cstr(out, "(true)");
  for (size_t i = 0; i < replaced.len; i++) {
    if (replaced.data[i] == '\n') {
      furat_buffer_append_byte(out, '\n');
    }
  }
}

static void
write_prologue(furat_buffer *out, const furat_query_text *query,
               const furat_prefixes *prefixes)
{
  for (size_t i = 0; prefixes && i < prefixes->entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    bool used = false;
    for (size_t j = 0; j < query->tokens.n && !used; j++) {
      const furat_token *token =
          &FURAT_VEC_AT(&query->tokens, furat_placed_token, j).token;
      used =
          (token->kind == FURAT_TOKEN_PNAME_LN || token->kind == FURAT_TOKEN_PNAME_NS) &&
          furat_str_equal(token->prefix, prefix->name);
    }
    if (used && !furat_query_text_declares(query, prefix->name)) {
      furat_buffer_append_cstr(out, "PREFIX ");
      furat_buffer_append(out, prefix->name);
      furat_buffer_append_cstr(out, ": <");
      furat_buffer_append(out, prefix->iri);
      furat_buffer_append_cstr(out, "> ");
    }
  }
}

furat_status
furat_query_text_write(const furat_query_text *query,
                       const furat_prepare_options *options, furat_buffer *out,
                       furat_error *err)
{
  furat_status status = check_bindings(query, options, err);
  write_prologue(out, query, options->prefixes);
  size_t done = 0;
  for (size_t i = 0; i < query->tokens.n && status == FURAT_OK; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    const furat_binding *binding = find_binding(options, token);
    bool bound = is_bound_of(query, i, options);
    if (!binding && !bound) {
      continue;
    }
    furat_buffer_append(out,
                        furat_str_slice(query->text, done, token->span.start - done));
    done = token->span.end;
    if (bound) {
      i += 3;
      size_t end = FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token.span.end;
      write_true(
          out, furat_str_slice(query->text, token->span.start, end - token->span.start));
      done = end;
    } else {
      status = write_value(out, query, i, binding, err);
    }
  }
  furat_buffer_append(out, furat_str_slice(query->text, done, query->text.len - done));
  return status == FURAT_OK ? furat_buffer_status(out, err) : status;
}
