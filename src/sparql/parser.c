// SPDX-License-Identifier: GPL-3.0-or-later
// The parser's entries, and what all its rules stand on: tokens, nodes, limits and
// errors.
#include "sparql/parser.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/options.h"
#include "base/utf8.h"
#include "sparql/parser_internal.h"

enum { SHOWN_BYTES = 40, WORD_BYTES = 32, FIRST_CAP = 4, MAX_ITEMS = 1 << 30 };

bool
furat_parser_advance(furat_parser *p)
{
  if (p->status == FURAT_OK) {
    p->last_end = p->token.span.end;
    p->status = furat_lexer_next(&p->lexer, &p->token, p->err);
  }
  return p->status == FURAT_OK;
}

bool
furat_parser_is(const furat_parser *p, furat_token_kind kind)
{
  return p->status == FURAT_OK && p->token.kind == kind;
}

bool
furat_parser_is_word(const furat_parser *p, furat_keyword keyword)
{
  return furat_parser_is(p, FURAT_TOKEN_WORD) && p->token.keyword == keyword;
}

bool
furat_parser_accept(furat_parser *p, furat_token_kind kind)
{
  return furat_parser_is(p, kind) && furat_parser_advance(p);
}

bool
furat_parser_accept_word(furat_parser *p, furat_keyword keyword)
{
  return furat_parser_is_word(p, keyword) && furat_parser_advance(p);
}

bool
furat_parser_expect(furat_parser *p, furat_token_kind kind, const char *expected)
{
  return furat_parser_is(p, kind) ? furat_parser_advance(p)
                                  : furat_parser_unexpected(p, expected);
}

bool
furat_parser_expect_word(furat_parser *p, furat_keyword keyword, const char *expected)
{
  return furat_parser_is_word(p, keyword) ? furat_parser_advance(p)
                                          : furat_parser_unexpected(p, expected);
}

bool
furat_parser_fail(furat_parser *p, furat_span span, const char *format, ...)
{
  if (p->status == FURAT_OK) {
    char message[sizeof(p->err->message)];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    p->status = furat_error_set_span(p->err, FURAT_BAD_SYNTAX, span, "%s", message);
  }
  return false;
}

bool
furat_parser_no_mem(furat_parser *p)
{
  if (p->status == FURAT_OK) {
    p->status = furat_error_no_mem(p->err);
  }
  return false;
}

/// The name in the table that is nearest to the current word, if it is near.
static const char *
nearest_word(const furat_parser *p)
{
  char word[WORD_BYTES];
  if (p->token.text.len == 0 || p->token.text.len >= sizeof(word)) {
    return NULL;
  }
  memcpy(word, p->token.text.data, p->token.text.len);
  word[p->token.text.len] = '\0';
  size_t n;
  const char *const *keywords = furat_keyword_texts(&n);
  const char *keyword = furat_nearest_name(word, keywords, n);
  const char *const *functions = furat_builtin_names(&n);
  return keyword ? keyword : furat_nearest_name(word, functions, n);
}

static bool
word_is(const furat_token *token, const char *word)
{
  return token->text.len == strlen(word) &&
         strncasecmp(token->text.data, word, token->text.len) == 0;
}

/// The hint for a word that is no keyword where it stands.
static void
hint_for_word(furat_parser *p, const char *expected)
{
  const furat_token *token = &p->token;
  const bool is_function = furat_builtin_find(token->text) != FURAT_BUILTIN_NONE;
  if (strstr(expected, "operator") && word_is(token, "AND")) {
    furat_error_hint(p->err, "\"and\" is written &&");
  } else if (strstr(expected, "operator") && word_is(token, "OR")) {
    furat_error_hint(p->err, "\"or\" is written ||");
  } else if (is_function && strstr(expected, "AS ?name")) {
    furat_error_hint(p->err, "an expression is named: (%.*s(...) AS ?name)",
                     FURAT_STR_ARGS(token->text));
  } else if (!is_function && token->keyword == FURAT_KEYWORD_NONE) {
    const char *nearest = nearest_word(p);
    if (nearest) {
      furat_error_hint(p->err, "did you mean %s?", nearest);
    }
  }
}

/// Whether the token stands right behind a prefixed name.
static bool
follows_name(const furat_parser *p)
{
  const char *text = p->lexer.text.data;
  const size_t end = p->token.span.start;
  size_t start = end;
  while (start > 0 && !strchr(" \t\r\n<>?$\"'(){}", text[start - 1])) {
    start--;
  }
  return memchr(text + start, ':', end - start) != NULL;
}

/// The hint that fits what was found, and nothing when none does.
static void
hint_for_token(furat_parser *p, const char *expected)
{
  const furat_token *token = &p->token;
  switch (token->kind) {
  case FURAT_TOKEN_WORD:
    hint_for_word(p, expected);
    break;
  case FURAT_TOKEN_COMMA:
    if (strstr(expected, "variable")) {
      furat_error_hint(p->err, "variables are separated by spaces");
    }
    break;
  case FURAT_TOKEN_EQ:
    if (token->span.start > 0 && p->lexer.text.data[token->span.start - 1] == '=') {
      furat_error_hint(p->err, "equality is written =");
    }
    break;
  case FURAT_TOKEN_VAR:
    if (strstr(expected, "a condition")) {
      furat_error_hint(p->err, "put the condition into parentheses");
    }
    break;
  case FURAT_TOKEN_SEMICOLON:
    if (strstr(expected, "end of the query")) {
      furat_error_hint(p->err, "only updates are separated by ;");
    }
    break;
  case FURAT_TOKEN_RPAREN:
    if (strstr(expected, "AS and a variable")) {
      furat_error_hint(p->err, "the value needs a name: (... AS ?name)");
    }
    break;
  case FURAT_TOKEN_SLASH:
    if (follows_name(p)) {
      furat_error_hint(p->err, "inside a name / is written \\/");
    }
    break;
  case FURAT_TOKEN_BLANK:
    if (strstr(expected, "UNDEF")) {
      furat_error_hint(p->err, "a blank node would match nothing");
    }
    break;
  default:
    break;
  }
}

/// The bytes of a token that a message can show.
static furat_str
shown(const furat_parser *p)
{
  const furat_span span = p->token.span;
  const furat_str text =
      furat_str_slice(p->lexer.text, span.start, span.end - span.start);
  return furat_str_slice(
      text, 0, text.len > SHOWN_BYTES ? furat_utf8_floor(text, SHOWN_BYTES) : text.len);
}

bool
furat_parser_unexpected(furat_parser *p, const char *expected)
{
  if (p->status != FURAT_OK) {
    return false;
  }
  const furat_token *token = &p->token;
  if (token->kind == FURAT_TOKEN_LT &&
      furat_lexer_explain_iri(p->lexer.text, token->span.start, p->err) != FURAT_OK) {
    p->status = FURAT_BAD_SYNTAX;
    return false;
  }
  if (token->kind == FURAT_TOKEN_END) {
    return furat_parser_fail(p, token->span, "expected %s, but the text ends here",
                             expected);
  }
  const furat_str text = shown(p);
  const bool is_cut = text.len < token->span.end - token->span.start;
  furat_parser_fail(p, token->span, "expected %s, found %.*s%s", expected,
                    FURAT_STR_ARGS(text), is_cut ? "..." : "");
  hint_for_token(p, expected);
  return false;
}

bool
furat_parser_enter(furat_parser *p, furat_span span)
{
  if (p->status != FURAT_OK) {
    return false;
  }
  if (p->depth >= p->max_depth) {
    p->status =
        furat_error_set_span(p->err, FURAT_LIMIT, span,
                             "this is nested more than %u levels deep", p->max_depth);
    return false;
  }
  p->depth += 1;
  return true;
}

void
furat_parser_leave(furat_parser *p)
{
  assert(p->depth > 0);
  p->depth -= 1;
}

bool
furat_parser_check_height(furat_parser *p, unsigned height, furat_span span)
{
  // A chain of operators makes a high tree without nesting, so it may be a bit longer.
  if (p->status == FURAT_OK && height > 4 * p->max_depth) {
    p->status = furat_error_set_span(
        p->err, FURAT_LIMIT, span, "this expression has more than %u operators in a row",
        4 * p->max_depth);
  }
  return p->status == FURAT_OK;
}

furat_span
furat_parser_span(const furat_parser *p, size_t start)
{
  return (furat_span){start, p->last_end > start ? p->last_end : start};
}

void *
furat_parser_room(furat_parser *p, void *items, size_t n, size_t *cap, size_t item_bytes)
{
  if (p->status != FURAT_OK) {
    return NULL;
  }
  if (n < *cap) {
    return items;
  }
  const size_t new_cap = *cap ? *cap * 2 : FIRST_CAP;
  void *grown =
      new_cap <= MAX_ITEMS ? furat_arena_array(p->arena, new_cap, item_bytes) : NULL;
  if (!grown) {
    furat_parser_no_mem(p);
    return NULL;
  }
  if (n) {
    memcpy(grown, items, n * item_bytes);
  }
  *cap = new_cap;
  return grown;
}

void *
furat_parser_node(furat_parser *p, size_t node_bytes)
{
  void *node = p->status == FURAT_OK ? furat_arena_alloc(p->arena, node_bytes) : NULL;
  if (!node) {
    furat_parser_no_mem(p);
  }
  return node;
}

static bool
init(furat_parser *p, furat_arena *arena, furat_str text,
     const furat_sparql_options *options, furat_error *err)
{
  *p = (furat_parser){.arena = arena, .err = err};
  furat_lexer_init(&p->lexer, text, arena);
  furat_prefixes_init(&p->prefixes);
  furat_hash_index_init(&p->var_index);
  furat_hash_index_init(&p->blank_index);
  furat_vec_init(&p->blank_uses, sizeof(furat_blank_use), MAX_ITEMS);
  furat_vec_init(&p->var_states, sizeof(furat_var_state), MAX_ITEMS);
  furat_vec_init(&p->scope, sizeof(furat_scope_entry), MAX_ITEMS);
  p->max_depth = FURAT_SPARQL_MAX_DEPTH;
  if (options && options->max_depth) {
    p->max_depth = options->max_depth;
  }
  p->known = options ? options->prefixes : NULL;
  p->ast = FURAT_PARSER_NEW(p, furat_ast);
  if (p->ast && options) {
    p->ast->base = options->base;
  }
  return furat_parser_advance(p);
}

static void
clear(furat_parser *p)
{
  furat_prefixes_clear(&p->prefixes);
  furat_hash_index_clear(&p->var_index);
  furat_hash_index_clear(&p->blank_index);
  furat_vec_clear(&p->blank_uses);
  furat_vec_clear(&p->var_states);
  furat_vec_clear(&p->scope);
}

furat_status
furat_sparql_parse_query(const furat_ast **out, furat_arena *arena, furat_str text,
                         const furat_sparql_options *options, furat_error *err)
{
  furat_error unseen = FURAT_ERROR_INIT;
  furat_parser p;
  // Rules 1 and 2.
  if (init(&p, arena, text, options, err ? err : &unseen) && furat_parse_prologue(&p) &&
      furat_parse_query_unit(&p, &p.ast->query)) {
    *out = p.ast;
  }
  clear(&p);
  return p.status;
}

furat_status
furat_sparql_parse_update(const furat_ast **out, furat_arena *arena, furat_str text,
                          const furat_sparql_options *options, furat_error *err)
{
  furat_error unseen = FURAT_ERROR_INIT;
  furat_parser p;
  if (init(&p, arena, text, options, err ? err : &unseen) &&
      furat_parse_update_unit(&p)) {
    *out = p.ast;
  }
  clear(&p);
  return p.status;
}

// What is checked behind the last token may be right with what follows it.
bool
furat_sparql_is_beyond_repair(furat_str text, bool update)
{
  enum { MAX_TREE_BYTES = 1 << 26 };
  furat_error unseen = FURAT_ERROR_INIT;
  furat_arena arena;
  furat_parser p;
  furat_arena_init(&arena, MAX_TREE_BYTES);
  if (init(&p, &arena, text, NULL, &unseen)) {
    p.unresolved = true;
    (void)(update
               ? furat_parse_update_unit(&p)
               : furat_parse_prologue(&p) && furat_parse_query_unit(&p, &p.ast->query));
  }
  const bool failed = p.status == FURAT_BAD_SYNTAX || p.status == FURAT_LIMIT;
  const bool beyond = failed && p.token.kind != FURAT_TOKEN_END &&
                      p.token.kind != FURAT_TOKEN_OPEN_STRING;
  clear(&p);
  furat_arena_clear(&arena);
  return beyond;
}
