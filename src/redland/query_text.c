// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens and where they stand.  A walk with a stack of brackets, not a parser: it has to
// be right for valid queries and to do no harm for others, which rasqal will reject.
//                                                 sparql/lexer -> [query_text] -> query
#include "redland/query_text.h"

#include "base/options.h"
#include "base/utf8.h"

enum { MAX_TOKENS = 1 << 24, MAX_BYTES = 1 << 29 };

// An open bracket, and what stands in it.
typedef struct bracket {
  furat_token_kind kind;
  furat_span span;
  furat_place place;
} bracket;

typedef struct walk {
  furat_query_text *query;
  furat_vec open;        // bracket
  furat_place top;       // outside of all brackets
  furat_token before;    // the token before this one
  furat_keyword earlier; // the word before that one
  bool values;           // VALUES, and its data block has not begun
  unsigned n_braces;
} walk;

static furat_place
place_here(const walk *w)
{
  return w->open.n == 0 ? w->top : FURAT_VEC_AT(&w->open, bracket, w->open.n - 1).place;
}

static bool
is_form(furat_keyword keyword)
{
  return keyword == FURAT_KEYWORD_SELECT || keyword == FURAT_KEYWORD_ASK ||
         keyword == FURAT_KEYWORD_CONSTRUCT || keyword == FURAT_KEYWORD_DESCRIBE;
}

// A parenthesis in a pattern is a list or a path, unless a word calls for an expression.
static furat_place
place_in_parenthesis(const walk *w)
{
  furat_place here = place_here(w);
  if (w->values) {
    return FURAT_PLACE_DATA;
  }
  if (here != FURAT_PLACE_PATTERN) {
    return here == FURAT_PLACE_DATA ? FURAT_PLACE_DATA : FURAT_PLACE_EXPRESSION;
  }
  bool word =
      w->before.kind == FURAT_TOKEN_WORD && w->before.keyword != FURAT_KEYWORD_A &&
      w->before.keyword != FURAT_KEYWORD_TRUE && w->before.keyword != FURAT_KEYWORD_FALSE;
  // FILTER ex:function(...)
  bool call = w->earlier == FURAT_KEYWORD_FILTER;
  return word || call ? FURAT_PLACE_EXPRESSION : FURAT_PLACE_PATTERN;
}

static furat_status
open_bracket(walk *w, const furat_token *token, furat_error *err)
{
  bracket open = {.kind = token->kind, .span = token->span};
  if (token->kind == FURAT_TOKEN_LPAREN) {
    open.place = place_in_parenthesis(w);
  } else if (token->kind == FURAT_TOKEN_LBRACE) {
    open.place = w->values ? FURAT_PLACE_DATA : FURAT_PLACE_PATTERN;
    w->values = false;
    w->n_braces++;
  } else {
    open.place = place_here(w);
  }
  furat_vec_push(&w->open, &open);
  return furat_vec_status(&w->open, err);
}

static furat_token_kind
closer_of(furat_token_kind kind)
{
  switch (kind) {
  case FURAT_TOKEN_LBRACE:
    return FURAT_TOKEN_RBRACE;
  case FURAT_TOKEN_LPAREN:
    return FURAT_TOKEN_RPAREN;
  default:
    return FURAT_TOKEN_RBRACKET;
  }
}

static furat_status
close_bracket(walk *w, const furat_token *token, furat_error *err)
{
  if (w->open.n == 0) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, token->span, "%s closes nothing",
                                furat_token_kind_name(token->kind));
  }
  const bracket *open = &FURAT_VEC_AT(&w->open, bracket, w->open.n - 1);
  if (closer_of(open->kind) != token->kind) {
    return furat_error_set_span(
        err, FURAT_BAD_SYNTAX, token->span, "%s stands where %s is open",
        furat_token_kind_name(token->kind), furat_token_kind_name(open->kind));
  }
  if (token->kind == FURAT_TOKEN_RBRACE) {
    w->n_braces--;
    // CONSTRUCT has a template before its group, so the head may go on; it has no
    // modifiers.
    w->top = w->open.n == 1 ? FURAT_PLACE_MODIFIER : w->top;
  }
  furat_vec_pop(&w->open);
  return FURAT_OK;
}

// What a word begins: the head of a query or of a subquery, data, or modifiers.
static void
enter_word(walk *w, furat_keyword keyword)
{
  furat_place *here =
      w->open.n == 0 ? &w->top : &FURAT_VEC_AT(&w->open, bracket, w->open.n - 1).place;
  w->values = w->values || keyword == FURAT_KEYWORD_VALUES;
  if (is_form(keyword)) {
    *here = FURAT_PLACE_HEAD;
  } else if (keyword == FURAT_KEYWORD_GROUP || keyword == FURAT_KEYWORD_HAVING ||
             keyword == FURAT_KEYWORD_ORDER || keyword == FURAT_KEYWORD_LIMIT ||
             keyword == FURAT_KEYWORD_OFFSET) {
    *here = FURAT_PLACE_MODIFIER;
  }
}

static furat_status
take_token(walk *w, const furat_token *token, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (token->kind == FURAT_TOKEN_WORD) {
    enter_word(w, token->keyword);
  }
  furat_placed_token placed = {
      .token = *token,
      .place = w->values ? FURAT_PLACE_DATA : place_here(w),
      .depth = w->n_braces,
  };
  furat_vec_push(&w->query->tokens, &placed);
  status = furat_vec_status(&w->query->tokens, err);
  if (status != FURAT_OK) {
    return status;
  }
  switch (token->kind) {
  case FURAT_TOKEN_LBRACE:
  case FURAT_TOKEN_LPAREN:
  case FURAT_TOKEN_LBRACKET:
    status = open_bracket(w, token, err);
    break;
  case FURAT_TOKEN_RBRACE:
  case FURAT_TOKEN_RPAREN:
  case FURAT_TOKEN_RBRACKET:
    status = close_bracket(w, token, err);
    break;
  default:
    break;
  }
  w->earlier = w->before.keyword;
  w->before = *token;
  return status;
}

static furat_status
walk_text(walk *w, furat_error *err)
{
  furat_lexer lexer;
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  furat_lexer_init(&lexer, w->query->text, &w->query->arena);
  while (token.kind != FURAT_TOKEN_END) {
    furat_status status = furat_lexer_next(&lexer, &token, err);
    if (status == FURAT_OK) {
      status = take_token(w, &token, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  if (w->open.n > 0) {
    const bracket *open = &FURAT_VEC_AT(&w->open, bracket, w->open.n - 1);
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, open->span, "%s is never closed",
                                furat_token_kind_name(open->kind));
  }
  return FURAT_OK;
}

// --------------------------------------------------------------------- prefixes

// Whether token `at` is the name that PREFIX declares.
static bool
is_declaration(const furat_query_text *query, size_t at)
{
  return at > 0 &&
         FURAT_VEC_AT(&query->tokens, furat_placed_token, at - 1).token.keyword ==
             FURAT_KEYWORD_PREFIX;
}

bool
furat_query_text_declares(const furat_query_text *query, furat_str prefix)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    if (token->kind == FURAT_TOKEN_PNAME_NS && is_declaration(query, i) &&
        furat_str_equal(token->prefix, prefix)) {
      return true;
    }
  }
  return false;
}

static void
hint_prefix(const furat_prefixes *prefixes, furat_str prefix, furat_error *err)
{
  enum { MAX_NAMES = 200, MAX_NAME = 60 };
  char word[MAX_NAME];
  char names[MAX_NAMES][MAX_NAME];
  const char *list[MAX_NAMES];
  size_t n = 0;
  for (size_t i = 0; prefixes && i < prefixes->entries.n && n < MAX_NAMES; i++) {
    furat_str name = FURAT_VEC_AT(&prefixes->entries, furat_prefix, i).name;
    if (name.len < MAX_NAME) {
      snprintf(names[n], MAX_NAME, "%.*s", FURAT_STR_ARGS(name));
      list[n] = names[n];
      n++;
    }
  }
  snprintf(word, sizeof word, "%.*s", FURAT_STR_ARGS(prefix));
  const char *near = furat_nearest_name(word, list, n);
  if (near) {
    furat_error_hint(err, "did you mean %s:?", near);
  } else {
    furat_error_hint(err, "declare it: PREFIX %s: <...>", word);
  }
}

static furat_status
check_prefixes(const furat_query_text *query, const furat_prefixes *prefixes,
               furat_error *err)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    bool name = token->kind == FURAT_TOKEN_PNAME_LN ||
                (token->kind == FURAT_TOKEN_PNAME_NS && !is_declaration(query, i));
    furat_str iri;
    if (name && !furat_query_text_declares(query, token->prefix) &&
        !(prefixes && furat_prefixes_find(prefixes, token->prefix, &iri))) {
      furat_error_set_span(
          err, FURAT_BAD_SYNTAX, token->span, "the prefix %.*s: is not declared",
          FURAT_STR_ARGS(furat_str_slice(
              token->prefix, 0, token->prefix.len < 100 ? token->prefix.len : 100)));
      hint_prefix(prefixes, token->prefix, err);
      return FURAT_BAD_SYNTAX;
    }
  }
  return FURAT_OK;
}

static furat_status
check_bytes(furat_str text, furat_error *err)
{
  size_t valid = furat_utf8_valid_length(text);
  if (valid < text.len) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX,
                                (furat_span){.start = valid, .end = valid + 1},
                                "the query is not valid UTF-8");
  }
  size_t nul = furat_str_find_byte(text, '\0');
  if (nul < text.len) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX,
                                (furat_span){.start = nul, .end = nul + 1},
                                "a query cannot hold a NUL byte");
  }
  return FURAT_OK;
}

furat_status
furat_query_text_init(furat_query_text *query, furat_str text,
                      const furat_prefixes *prefixes, furat_error *err)
{
  *query = (furat_query_text){.text = text};
  furat_vec_init(&query->tokens, sizeof(furat_placed_token), MAX_TOKENS);
  furat_arena_init(&query->arena, MAX_BYTES);
  furat_status status = check_bytes(text, err);
  if (status == FURAT_OK) {
    walk w = {.query = query, .top = FURAT_PLACE_PROLOGUE};
    furat_vec_init(&w.open, sizeof(bracket), MAX_TOKENS);
    status = walk_text(&w, err);
    furat_vec_clear(&w.open);
  }
  return status == FURAT_OK ? check_prefixes(query, prefixes, err) : status;
}

void
furat_query_text_clear(furat_query_text *query)
{
  furat_vec_clear(&query->tokens);
  furat_arena_clear(&query->arena);
}
