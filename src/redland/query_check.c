// SPDX-License-Identifier: GPL-3.0-or-later
// What rasqal 0.9.33 cannot do, and what it does wrongly without a word, found in the
// tokens. Each rule here stands for tests of the W3C suites that fail without it.
//                                                     sparql/lexer -> [query_text] ->
//                                                     query
#include "redland/query_text.h"

// -------------------------------------------------------------------- words

typedef struct word_rule {
  furat_keyword keyword;
  const char *sentence;
} word_rule;

static const word_rule word_rules[] = {
    {FURAT_KEYWORD_DESCRIBE, "rasqal cannot describe"},
    {FURAT_KEYWORD_EXISTS, "rasqal has no EXISTS"},
    {FURAT_KEYWORD_MINUS, "rasqal has no MINUS"},
    {FURAT_KEYWORD_SEPARATOR, "rasqal ignores the separator of GROUP_CONCAT"},
    {FURAT_KEYWORD_SERVICE, "rasqal cannot ask other services"},
};

static const char *
find_word_rule(furat_keyword keyword)
{
  for (size_t i = 0; i < sizeof word_rules / sizeof word_rules[0]; i++) {
    if (word_rules[i].keyword == keyword) {
      return word_rules[i].sentence;
    }
  }
  return NULL;
}

// -------------------------------------------------------------------- paths

static bool
is_path_mark(const furat_placed_token *placed)
{
  if (placed->place != FURAT_PLACE_PATTERN) {
    return false;
  }
  switch (placed->token.kind) {
  case FURAT_TOKEN_SLASH:
  case FURAT_TOKEN_PIPE:
  case FURAT_TOKEN_CARET:
  case FURAT_TOKEN_STAR:
  case FURAT_TOKEN_PLUS:
  case FURAT_TOKEN_QUESTION:
  case FURAT_TOKEN_NOT:
    return true;
  default:
    return false;
  }
}

// ------------------------------------------------------------------ functions

static bool
is_word(const furat_token *token, furat_str word)
{
  return token->kind == FURAT_TOKEN_WORD && furat_str_equal_nocase(token->text, word);
}

// Whether rasqal's regular expressions, which are POSIX's, read the pattern as XPath
// does.
static bool
is_plain_pattern(furat_str pattern)
{
  for (size_t i = 0; i + 1 < pattern.len; i++) {
    char c = pattern.data[i + 1];
    bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (pattern.data[i] == '\\' && letter) {
      return false;
    }
    if (pattern.data[i] == '\\') {
      i++;
    }
  }
  return true;
}

static bool
are_plain_flags(furat_str flags)
{
  for (size_t i = 0; i < flags.len; i++) {
    if (flags.data[i] != 'i') {
      return false;
    }
  }
  return true;
}

// REGEX ( text , "pattern" , "flags" ) and REPLACE ( text , "pattern" , ...
static furat_status
check_pattern(const furat_query_text *query, size_t at, furat_error *err)
{
  unsigned open = 0;
  unsigned n_commas = 0;
  for (size_t i = at + 1; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    open += token->kind == FURAT_TOKEN_LPAREN;
    if (token->kind == FURAT_TOKEN_RPAREN && --open == 0) {
      break;
    }
    n_commas += token->kind == FURAT_TOKEN_COMMA && open == 1;
    if (token->kind != FURAT_TOKEN_STRING || open != 1) {
      continue;
    }
    bool regex = is_word(&FURAT_VEC_AT(&query->tokens, furat_placed_token, at).token,
                         FURAT_STR("REGEX"));
    bool flags = n_commas == (regex ? 2 : 3);
    if ((n_commas == 1 && !is_plain_pattern(token->text)) ||
        (flags && !are_plain_flags(token->text))) {
      return furat_error_set_span(err, FURAT_UNSUPPORTED, token->span,
                                  "rasqal has only POSIX regular expressions");
    }
  }
  return FURAT_OK;
}

// ------------------------------------------------------------------- the check

static furat_status
check_token(const furat_query_text *query, size_t at, furat_error *err)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  const furat_token *token = &placed->token;
  const char *sentence = find_word_rule(token->keyword);
  if (is_path_mark(placed)) {
    sentence = "rasqal has no property paths";
  }
  if (token->kind == FURAT_TOKEN_STRING &&
      furat_str_find_byte(token->text, '\0') < token->text.len) {
    sentence = "rasqal ends a string at a NUL character";
  }
  if (sentence) {
    return furat_error_set_span(err, FURAT_UNSUPPORTED, token->span, "%s", sentence);
  }
  if (is_word(token, FURAT_STR("REGEX")) || is_word(token, FURAT_STR("REPLACE"))) {
    return check_pattern(query, at, err);
  }
  return FURAT_OK;
}

static const furat_token *
find_keyword(const furat_query_text *query, furat_keyword keyword)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    if (token->keyword == keyword) {
      return token;
    }
  }
  return NULL;
}

furat_status
furat_query_text_check(const furat_query_text *query, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < query->tokens.n && status == FURAT_OK; i++) {
    status = check_token(query, i, err);
  }
  const furat_token *values = find_keyword(query, FURAT_KEYWORD_VALUES);
  if (status == FURAT_OK && values && find_keyword(query, FURAT_KEYWORD_OPTIONAL)) {
    status = furat_error_set_span(err, FURAT_UNSUPPORTED, values->span,
                                  "rasqal joins VALUES and OPTIONAL wrongly");
  }
  return status;
}

bool
furat_query_text_aggregates_all(const furat_query_text *query)
{
  static const char *const names[] = {"COUNT", "SUM",    "MIN",         "MAX",
                                      "AVG",   "SAMPLE", "GROUP_CONCAT"};
  if (find_keyword(query, FURAT_KEYWORD_GROUP)) {
    return false;
  }
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_token *token = &FURAT_VEC_AT(&query->tokens, furat_placed_token, i).token;
    for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
      if (is_word(token, furat_str_of(names[j]))) {
        return true;
      }
    }
  }
  return false;
}
