// SPDX-License-Identifier: GPL-3.0-or-later
// What rasqal 0.9.33 cannot do, and what it does wrongly without a word, found in the
// tokens. Each rule here stands for tests of the W3C suites that fail without it.
//                                                 sparql/lexer -> [query_text] -> query
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

// Functions that rasqal gets wrong, or gets wrong for some values.
static const struct {
  const char *name;
  const char *sentence;
} function_rules[] = {
    {"BNODE", "rasqal makes one blank node of BNODE in all solutions"},
    {"DATATYPE", "rasqal does not know the datatype of each literal"},
    {"GROUP_CONCAT", "rasqal joins the wrong terms in GROUP_CONCAT"},
    {"IRI", "rasqal does not resolve relative IRIs"},
    {"REPLACE", "rasqal's REPLACE is not XPath's"},
    {"SUBSTR", "rasqal cuts texts within characters beyond U+FFFF"},
    {"URI", "rasqal does not resolve relative IRIs"},
};

static const char *
find_function_rule(const furat_token *token)
{
  for (size_t i = 0; i < sizeof function_rules / sizeof function_rules[0]; i++) {
    if (is_word(token, furat_str_of(function_rules[i].name))) {
      return function_rules[i].sentence;
    }
  }
  return NULL;
}

static bool
is_escapable(char c)
{
  bool letter =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return !letter;
}

// Whether rasqal's regular expressions, which are POSIX's, read the pattern as XPath
// does: without escapes that are letters, and without dots, which meet ends of lines.
static bool
is_plain_pattern(furat_str pattern)
{
  bool in_class = false;
  for (size_t i = 0; i < pattern.len; i++) {
    char c = pattern.data[i];
    if (c == '\\') {
      i++;
      if (i < pattern.len && !is_escapable(pattern.data[i])) {
        return false;
      }
    } else if (c == '.' && !in_class) {
      return false;
    } else if (c == '[' || c == ']') {
      in_class = c == '[';
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

// REGEX ( text , "pattern" , "flags" )
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
    if ((n_commas == 1 && !is_plain_pattern(token->text)) ||
        (n_commas == 2 && !are_plain_flags(token->text))) {
      return furat_error_set_span(err, FURAT_UNSUPPORTED, token->span,
                                  "rasqal has only POSIX regular expressions");
    }
  }
  return FURAT_OK;
}

// ---------------------------------------------------------------- constellations

static const furat_token *
token_at(const furat_query_text *query, size_t at)
{
  static const furat_token none = {.kind = FURAT_TOKEN_END};
  return at < query->tokens.n
             ? &FURAT_VEC_AT(&query->tokens, furat_placed_token, at).token
             : &none;
}

// The position of the brace that closes the one at `open`.
static size_t
find_close(const furat_query_text *query, size_t open)
{
  unsigned depth = 0;
  size_t at = open;
  for (; at < query->tokens.n; at++) {
    furat_token_kind kind = token_at(query, at)->kind;
    depth += kind == FURAT_TOKEN_LBRACE;
    if (kind == FURAT_TOKEN_RBRACE && --depth == 0) {
      break;
    }
  }
  return at;
}

static bool
is_beyond_graph(furat_keyword keyword)
{
  return keyword == FURAT_KEYWORD_OPTIONAL || keyword == FURAT_KEYWORD_GRAPH ||
         keyword == FURAT_KEYWORD_VALUES || keyword == FURAT_KEYWORD_FILTER ||
         keyword == FURAT_KEYWORD_BIND;
}

// Whether a pattern outside of tokens `from` to `to` has the variable.
static bool
is_joined(const furat_query_text *query, furat_str variable, size_t from, size_t to)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_placed_token *placed =
        &FURAT_VEC_AT(&query->tokens, furat_placed_token, i);
    if ((i < from || i > to) && placed->place == FURAT_PLACE_PATTERN &&
        placed->token.kind == FURAT_TOKEN_VAR &&
        furat_str_equal(placed->token.text, variable)) {
      return true;
    }
  }
  return false;
}

// GRAPH name { ... }: rasqal goes through the graphs as if each pattern in it stood
// alone.
static const char *
check_graph(const furat_query_text *query, size_t at)
{
  const furat_token *name = token_at(query, at + 1);
  size_t open = at + 2;
  if (token_at(query, open)->kind != FURAT_TOKEN_LBRACE) {
    return NULL;
  }
  size_t close = find_close(query, open);
  for (size_t i = open + 1; i < close; i++) {
    const furat_token *token = token_at(query, i);
    if (is_beyond_graph(token->keyword)) {
      return "rasqal joins other patterns inside of GRAPH wrongly";
    }
    if (name->kind == FURAT_TOKEN_VAR && token->kind == FURAT_TOKEN_VAR &&
        furat_str_equal(name->text, token->text)) {
      return "rasqal forgets the graph's variable inside of its own pattern";
    }
  }
  if (name->kind == FURAT_TOKEN_VAR && is_joined(query, name->text, at, close)) {
    return "rasqal does not join the graph's variable with other patterns";
  }
  return close > open + 1
             ? NULL
             : "rasqal does not look whether the graph of an empty GRAPH exists";
}

// GROUP BY with anything but variables.
static const char *
check_group_by(const furat_query_text *query, size_t at)
{
  size_t i = at + 2;
  while (token_at(query, i)->kind == FURAT_TOKEN_VAR) {
    i++;
  }
  bool none = i == at + 2;
  bool parenthesis = token_at(query, i)->kind == FURAT_TOKEN_LPAREN;
  bool call = token_at(query, i + 1)->kind == FURAT_TOKEN_LPAREN &&
              token_at(query, i)->keyword != FURAT_KEYWORD_HAVING;
  return none || parenthesis || call ? "rasqal groups only by variables" : NULL;
}

// An IRI with dot segments, which rasqal takes away.
static bool
has_dot_segment(furat_str iri)
{
  for (size_t i = 0; i + 1 < iri.len; i++) {
    if (iri.data[i] == '/' && iri.data[i + 1] == '.') {
      return true;
    }
  }
  return false;
}

static bool
is_call_by_iri(const furat_query_text *query, size_t at)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  bool iri =
      placed->token.kind == FURAT_TOKEN_IRI || placed->token.kind == FURAT_TOKEN_PNAME_LN;
  bool filter = at > 0 && token_at(query, at - 1)->keyword == FURAT_KEYWORD_FILTER;
  return iri && (placed->place != FURAT_PLACE_PATTERN || filter) &&
         placed->place != FURAT_PLACE_DATA &&
         token_at(query, at + 1)->kind == FURAT_TOKEN_LPAREN;
}

// OPTIONAL { ... { ... FILTER: rasqal takes the FILTER for one of the OPTIONAL itself,
// which sees the variables outside.
static const char *
check_optional(const furat_query_text *query, size_t at)
{
  const size_t close = find_close(query, at + 1);
  unsigned depth = 0;
  for (size_t i = at + 1; i < close; i++) {
    const furat_token *token = token_at(query, i);
    depth += token->kind == FURAT_TOKEN_LBRACE;
    depth -= token->kind == FURAT_TOKEN_RBRACE;
    if (token->keyword == FURAT_KEYWORD_FILTER && depth > 1) {
      return "rasqal takes a FILTER out of its group within OPTIONAL";
    }
  }
  return NULL;
}

// ?a = ?b, ?a = true: of booleans rasqal compares the texts, and of these and numbers the
// values.
static const char *
check_equality(const furat_query_text *query, size_t at)
{
  const furat_token *sides[2] = {token_at(query, at > 0 ? at - 1 : query->tokens.n),
                                 token_at(query, at + 1)};
  unsigned n_vars = 0;
  for (unsigned i = 0; i < 2; i++) {
    n_vars += sides[i]->kind == FURAT_TOKEN_VAR;
    if (sides[i]->keyword == FURAT_KEYWORD_TRUE ||
        sides[i]->keyword == FURAT_KEYWORD_FALSE) {
      n_vars = 2;
      break;
    }
  }
  return n_vars == 2 ? "rasqal compares booleans by their texts" : NULL;
}

// "..."^^xsd:date in an expression.
static bool
is_date(const furat_query_text *query, size_t at)
{
  const furat_token *type = token_at(query, at + 1);
  return (type->kind == FURAT_TOKEN_IRI &&
          furat_str_equal(type->text,
                          FURAT_STR("http://www.w3.org/2001/XMLSchema#date"))) ||
         (type->kind == FURAT_TOKEN_PNAME_LN &&
          furat_str_equal(type->text, FURAT_STR("date")));
}

// Whether a variable of an expression is bound somewhere: by a pattern, VALUES or AS.
static bool
is_bound(const furat_query_text *query, furat_str variable)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_placed_token *placed =
        &FURAT_VEC_AT(&query->tokens, furat_placed_token, i);
    if (placed->token.kind == FURAT_TOKEN_VAR &&
        furat_str_equal(placed->token.text, variable) &&
        (placed->place == FURAT_PLACE_PATTERN || placed->place == FURAT_PLACE_DATA ||
         (i > 0 && token_at(query, i - 1)->keyword == FURAT_KEYWORD_AS))) {
      return true;
    }
  }
  return false;
}

static bool
selects_all(const furat_query_text *query)
{
  for (size_t i = 0; i < query->tokens.n; i++) {
    const furat_placed_token *placed =
        &FURAT_VEC_AT(&query->tokens, furat_placed_token, i);
    if (placed->place == FURAT_PLACE_HEAD && placed->token.kind == FURAT_TOKEN_STAR) {
      return true;
    }
  }
  return false;
}

// What rasqal gets wrong in expressions and in BIND.
static const char *
check_expression(const furat_query_text *query, size_t at)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  const furat_token *token = &placed->token;
  if (token->keyword == FURAT_KEYWORD_BIND && placed->depth > 1) {
    return "rasqal lets a BIND see the variables outside of its group";
  }
  if (placed->place != FURAT_PLACE_EXPRESSION) {
    return NULL;
  }
  if (token->kind == FURAT_TOKEN_EQ || token->kind == FURAT_TOKEN_NE) {
    return check_equality(query, at);
  }
  if (token->kind == FURAT_TOKEN_CARETS && is_date(query, at)) {
    return "rasqal compares dates without a look at their time zones";
  }
  if (token->kind == FURAT_TOKEN_VAR && !is_bound(query, token->text) &&
      selects_all(query)) {
    return "rasqal counts a variable that nothing binds among those of SELECT *";
  }
  return NULL;
}

static const char *
check_constellation(const furat_query_text *query, size_t at)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  const furat_token *token = &placed->token;
  if (token->keyword == FURAT_KEYWORD_GRAPH) {
    return check_graph(query, at);
  }
  if (token->keyword == FURAT_KEYWORD_GROUP) {
    return check_group_by(query, at);
  }
  if (token->keyword == FURAT_KEYWORD_OPTIONAL) {
    return check_optional(query, at);
  }
  if (token->keyword == FURAT_KEYWORD_SELECT && placed->depth > 0) {
    return "rasqal mixes up the variables of a subquery and of the query around it";
  }
  if (token->keyword == FURAT_KEYWORD_DISTINCT &&
      placed->place == FURAT_PLACE_EXPRESSION &&
      token_at(query, at + 1)->kind == FURAT_TOKEN_STAR) {
    return "rasqal counts no distinct solutions";
  }
  if (is_call_by_iri(query, at)) {
    return "rasqal casts values otherwise than SPARQL does";
  }
  if (token->kind == FURAT_TOKEN_IRI && has_dot_segment(token->text)) {
    return "rasqal takes the dot segments out of IRIs";
  }
  return NULL;
}

// Functions whose arguments rasqal frees before it reads them, unless a variable or the
// query keeps them.
static bool
frees_its_arguments(const furat_query_text *query, size_t at)
{
  static const char *const names[] = {"CONCAT", "STRAFTER", "STRBEFORE"};
  bool named = false;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    named = named || is_word(token_at(query, at), furat_str_of(names[i]));
  }
  unsigned depth = 0;
  for (size_t i = at + 1; named && i < query->tokens.n; i++) {
    furat_token_kind kind = token_at(query, i)->kind;
    depth += kind == FURAT_TOKEN_LPAREN;
    if (depth > 1) {
      return true;
    }
    if (kind == FURAT_TOKEN_RPAREN) {
      break;
    }
  }
  return false;
}

// ------------------------------------------------------------------- the check

static furat_status
check_token(const furat_query_text *query, size_t at, furat_error *err)
{
  const furat_placed_token *placed =
      &FURAT_VEC_AT(&query->tokens, furat_placed_token, at);
  const furat_token *token = &placed->token;
  const char *sentence = find_word_rule(token->keyword);
  sentence = sentence ? sentence : find_function_rule(token);
  sentence = sentence ? sentence : check_constellation(query, at);
  sentence = sentence ? sentence : check_expression(query, at);
  if (is_path_mark(placed)) {
    sentence = "rasqal has no property paths";
  }
  if (frees_its_arguments(query, at)) {
    sentence = "rasqal reads what it has freed when an argument is computed";
  }
  if (token->kind == FURAT_TOKEN_STRING &&
      furat_str_find_byte(token->text, '\0') < token->text.len) {
    sentence = "rasqal ends a string at a NUL character";
  }
  if (sentence) {
    return furat_error_set_span(err, FURAT_UNSUPPORTED, token->span, "%s", sentence);
  }
  return is_word(token, FURAT_STR("REGEX")) ? check_pattern(query, at, err) : FURAT_OK;
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

furat_aggregates
furat_query_text_aggregates(const furat_query_text *query)
{
  static const char *const names[] = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"};
  for (size_t i = 0; i < query->tokens.n; i++) {
    for (size_t j = 0; j < sizeof names / sizeof names[0]; j++) {
      if (is_word(token_at(query, i), furat_str_of(names[j]))) {
        return find_keyword(query, FURAT_KEYWORD_GROUP) ? FURAT_AGGREGATES_GROUPS
                                                        : FURAT_AGGREGATES_ALL;
      }
    }
  }
  return FURAT_AGGREGATES_NONE;
}
