// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tokens by the terminal rules (139 to 173) of SPARQL 1.1, longest match first. The
// scan_ functions find where something ends; values are copied only where escapes change
// them.
#include "sparql/lexer.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "rdf/name_chars.h"

// Beyond all code points, and never in any class of characters.
enum { CHAR_END = 0x110000, CHAR_BAD_UTF8, CHAR_BAD_ESCAPE };

void
furat_lexer_init(furat_lexer *lexer, furat_str text, furat_arena *arena)
{
  *lexer = (furat_lexer){.text = text, .arena = arena};
  // Some editors begin a file with a byte order mark; anywhere else it is a letter.
  const furat_str mark = FURAT_STR("\xEF\xBB\xBF");
  lexer->at = furat_str_starts_with(text, mark) ? mark.len : 0;
}

static int
hex_value(char c)
{
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Whether \u or \U is at `at`, where one backslash stands.
static bool
is_code_point_escape(furat_str text, size_t at)
{
  return at + 1 < text.len && text.data[at] == '\\' &&
         (text.data[at + 1] == 'u' || text.data[at + 1] == 'U');
}

/// The character of the escape at `at`, or CHAR_BAD_ESCAPE; its end.  SPARQL 1.1 19.2.
static uint32_t
read_escape(furat_str text, size_t at, size_t *end)
{
  const size_t n_digits = text.data[at + 1] == 'u' ? 4 : 8;
  uint32_t c = 0;
  *end = at + 2;
  for (size_t i = 0; i < n_digits; ++i) {
    const int value = *end < text.len ? hex_value(text.data[*end]) : -1;
    if (value < 0) {
      return CHAR_BAD_ESCAPE;
    }
    c = c << 4 | (uint32_t)value;
    *end += 1;
  }
  return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) ? c : (uint32_t)CHAR_BAD_ESCAPE;
}

/// The character at `at`, with escapes replaced, and its end.
static uint32_t
peek(furat_str text, size_t at, size_t *end)
{
  *end = at;
  if (at >= text.len) {
    return CHAR_END;
  }
  if (is_code_point_escape(text, at)) {
    return read_escape(text, at, end);
  }
  const uint32_t c = furat_utf8_decode(text, end);
  return c == FURAT_UTF8_BAD ? (uint32_t)CHAR_BAD_UTF8 : c;
}

static char
byte_at(furat_str text, size_t at)
{
  return at < text.len ? text.data[at] : '\0';
}

static bool
is_digit(uint32_t c)
{
  return c >= '0' && c <= '9';
}

/// The first byte that belongs to neither space nor comments.
static size_t
skip_space(furat_str text, size_t at)
{
  for (;;) {
    size_t end;
    const uint32_t c = peek(text, at, &end);
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      at = end;
    } else if (c == '#') {
      while (at < text.len && text.data[at] != '\n' && text.data[at] != '\r') {
        ++at;
      }
    } else {
      return at;
    }
  }
}

typedef bool (*char_test)(uint32_t c);

/// What a run of name characters is made of.
typedef struct name_rule {
  char_test is_first;
  char_test is_later;
  bool has_dots;    // inside, not at an end
  bool has_escapes; // PLX: %41 and backslash escapes
} name_rule;

static bool
is_varname_start(uint32_t c)
{
  return is_digit(c) || furat_is_pn_chars_u(c);
}

static bool
is_local_start(uint32_t c)
{
  return c == ':' || is_varname_start(c);
}

static bool
is_local_later(uint32_t c)
{
  return c == ':' || furat_is_pn_chars(c);
}

static const name_rule prefix_rule = {furat_is_pn_chars_base, furat_is_pn_chars, true,
                                      false};
static const name_rule local_rule = {is_local_start, is_local_later, true, true};
static const name_rule label_rule = {is_varname_start, furat_is_pn_chars, true, false};
static const name_rule var_rule = {is_varname_start, furat_is_varname_char, false, false};

/// The end of the longest name at `at`; `at` itself when there is none.
static size_t
scan_name(furat_str text, size_t at, const name_rule *rule)
{
  size_t end = at;
  for (size_t pos = at;;) {
    size_t next;
    const uint32_t c = peek(text, pos, &next);
    const char_test test = end == at ? rule->is_first : rule->is_later;
    bool belongs = test(c);
    if (!belongs && rule->has_escapes) {
      if (furat_is_percent_escape(text, pos)) {
        belongs = true;
        next = pos + 3;
      } else if (c == '\\' && next == pos + 1 &&
                 furat_is_local_escape((unsigned char)byte_at(text, next))) {
        belongs = true;
        next += 1;
      }
    }
    if (belongs) {
      end = next;
    } else if (!(rule->has_dots && c == '.' && end > at)) {
      return end;
    }
    pos = next;
  }
}

/// The character that a backslash and `letter` stand for in a string, or 0.  Rule 160.
static char
string_escape(char letter)
{
  static const char letters[] = "tbnrf\"'\\";
  static const char values[] = "\t\b\n\r\f\"'\\";
  const char *found = letter ? strchr(letters, letter) : NULL;
  return found ? values[found - letters] : '\0';
}

typedef enum escape_rule { ESCAPES_OF_NAMES, ESCAPES_OF_STRINGS } escape_rule;

/// `raw` with its escapes replaced: a view of the text when there are none.
static furat_status
unescape(const furat_lexer *lexer, furat_str raw, escape_rule rule, furat_str *out,
         furat_error *err)
{
  *out = raw;
  if (!lexer->arena || furat_str_find_byte(raw, '\\') == raw.len) {
    return FURAT_OK;
  }
  // No escape is shorter than its character.
  char *value = furat_arena_alloc(lexer->arena, raw.len + 1);
  if (!value) {
    return furat_error_no_mem(err);
  }
  size_t len = 0;
  for (size_t at = 0; at < raw.len;) {
    if (is_code_point_escape(raw, at)) {
      len += furat_utf8_encode(read_escape(raw, at, &at), value + len);
    } else if (raw.data[at] == '\\' && at + 1 < raw.len) {
      value[len++] =
          rule == ESCAPES_OF_STRINGS ? string_escape(raw.data[at + 1]) : raw.data[at + 1];
      at += 2;
    } else {
      value[len++] = raw.data[at++];
    }
  }
  *out = (furat_str){value, len};
  return FURAT_OK;
}

/// End the token at `end`.
static void
finish(furat_lexer *lexer, furat_token *out, furat_token_kind kind, size_t end)
{
  out->kind = kind;
  out->span.end = end;
  lexer->at = end;
}

static furat_str
slice(const furat_lexer *lexer, size_t start, size_t end)
{
  return furat_str_slice(lexer->text, start, end - start);
}

/// A token that is none, up to `end`; the caller tells why.
static furat_span
bad(furat_lexer *lexer, furat_token *out, size_t end)
{
  finish(lexer, out, FURAT_TOKEN_BAD, end);
  return out->span;
}

static furat_status
bad_escape(furat_lexer *lexer, furat_token *out, size_t at, furat_error *err)
{
  size_t end;
  read_escape(lexer->text, at, &end);
  const furat_span span = {at, end};
  bad(lexer, out, end > out->span.start ? end : out->span.start + 1);
  const furat_str shown = slice(lexer, at, end);
  const bool is_whole = end - at == (lexer->text.data[at + 1] == 'u' ? 6u : 10u);
  return furat_error_set_span(err, FURAT_BAD_SYNTAX, span,
                              is_whole ? "%.*s is no Unicode character"
                                       : "%.*s lacks hexadecimal digits",
                              FURAT_STR_ARGS(shown));
}

/// A character that starts no token.
static furat_status
bad_character(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  size_t end;
  const size_t at = out->span.start;
  const uint32_t c = peek(lexer->text, at, &end);
  if (c == CHAR_BAD_ESCAPE) {
    return bad_escape(lexer, out, at, err);
  }
  const furat_span span = bad(lexer, out, end);
  if (c == CHAR_BAD_UTF8) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, span, "this is no valid UTF-8");
  }
  const furat_str shown = slice(lexer, at, end);
  furat_error_set_span(err, FURAT_BAD_SYNTAX, span,
                       "the character %.*s has no meaning here", FURAT_STR_ARGS(shown));
  if (c == '&' || c == '=') {
    furat_error_hint(err, c == '&' ? "\"and\" is written &&" : "equality is written =");
  } else if (c >= 0x2018 && c <= 0x201F) {
    furat_error_hint(err, "strings stand between straight quotes, \" or '");
  }
  return FURAT_BAD_SYNTAX;
}

/// The end of the IRI at `at` (a `<`), or `at` when it is none.  Rule 139.
static size_t
scan_iri(furat_str text, size_t at, size_t *stop)
{
  size_t pos = at + 1;
  for (;;) {
    size_t end;
    const uint32_t c = peek(text, pos, &end);
    *stop = pos;
    if (c == '>' && end == pos + 1) {
      return end;
    }
    if (c <= ' ' || c >= CHAR_END || (c < 0x80 && strchr("<>\"{}|^`\\", (int)c))) {
      return at;
    }
    pos = end;
  }
}

furat_status
furat_lexer_explain_iri(furat_str text, size_t at, furat_error *err)
{
  size_t stop;
  assert(byte_at(text, at) == '<');
  if (scan_iri(text, at, &stop) != at ||
      (stop == at + 1 && !is_code_point_escape(text, stop))) {
    return FURAT_OK;
  }
  size_t end;
  const uint32_t c = peek(text, stop, &end);
  const furat_span whole = {at, stop};
  if (c == CHAR_END || c == '\n' || c == '\r') {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, whole,
                                "this IRI is not closed by >");
  }
  if (c == CHAR_BAD_UTF8) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, (furat_span){stop, end},
                                "this is no valid UTF-8");
  }
  furat_error_set_span(err, FURAT_BAD_SYNTAX, (furat_span){stop, end},
                       c == ' ' ? "an IRI cannot hold a space"
                                : "an IRI cannot hold this character");
  if (c < 0x80) {
    furat_error_hint(err, "write %%%02X", (unsigned)c);
  }
  return FURAT_BAD_SYNTAX;
}

/// `<`: an IRI if it can be one, or else an operator.
static furat_status
lex_less(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const size_t at = out->span.start;
  size_t stop;
  const size_t end = scan_iri(lexer->text, at, &stop);
  if (end == at) {
    // An escape that stands for what no IRI holds: no operator looks like that.
    if (is_code_point_escape(lexer->text, stop)) {
      bad(lexer, out, stop + 2);
      size_t end_of_escape;
      return read_escape(lexer->text, stop, &end_of_escape) == CHAR_BAD_ESCAPE
                 ? bad_escape(lexer, out, stop, err)
                 : furat_lexer_explain_iri(lexer->text, at, err);
    }
    const bool is_le = byte_at(lexer->text, at + 1) == '=';
    finish(lexer, out, is_le ? FURAT_TOKEN_LE : FURAT_TOKEN_LT, at + (is_le ? 2 : 1));
    return FURAT_OK;
  }
  finish(lexer, out, FURAT_TOKEN_IRI, end);
  return unescape(lexer, slice(lexer, at + 1, end - 1), ESCAPES_OF_NAMES, &out->text,
                  err);
}

/// A prefixed name whose colon is at `colon`.  Rules 140, 141.
static furat_status
lex_pname(furat_lexer *lexer, furat_token *out, size_t colon, furat_error *err)
{
  size_t behind_colon;
  peek(lexer->text, colon, &behind_colon);
  const size_t end = scan_name(lexer->text, behind_colon, &local_rule);
  finish(lexer, out, end > behind_colon ? FURAT_TOKEN_PNAME_LN : FURAT_TOKEN_PNAME_NS,
         end);
  const furat_status status = unescape(lexer, slice(lexer, out->span.start, colon),
                                       ESCAPES_OF_NAMES, &out->prefix, err);
  return status == FURAT_OK ? unescape(lexer, slice(lexer, behind_colon, end),
                                       ESCAPES_OF_NAMES, &out->text, err)
                            : status;
}

static bool
is_word_char(uint32_t c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
}

/// Letters: a prefixed name if a colon follows, or else a word.
static furat_status
lex_letters(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const size_t at = out->span.start;
  const size_t name_end = scan_name(lexer->text, at, &prefix_rule);
  size_t next;
  if (peek(lexer->text, name_end, &next) == ':') {
    return lex_pname(lexer, out, name_end, err);
  }
  size_t end = at;
  while (is_word_char(peek(lexer->text, end, &next))) {
    end = next;
  }
  finish(lexer, out, FURAT_TOKEN_WORD, end > at ? end : name_end);
  const furat_status status =
      unescape(lexer, slice(lexer, at, out->span.end), ESCAPES_OF_NAMES, &out->text, err);
  out->keyword = furat_keyword_find(out->text);
  return status;
}

/// `_:label`.  Rule 142.
static furat_status
lex_blank(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const size_t at = out->span.start;
  const size_t label = at + 2;
  const bool has_colon =
      byte_at(lexer->text, at) == '_' && byte_at(lexer->text, at + 1) == ':';
  const size_t end = has_colon ? scan_name(lexer->text, label, &label_rule) : label;
  if (end == label) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX,
                                bad(lexer, out, at + (has_colon ? 2 : 1)),
                                "a blank node is written _:label");
  }
  finish(lexer, out, FURAT_TOKEN_BLANK, end);
  return unescape(lexer, slice(lexer, label, end), ESCAPES_OF_NAMES, &out->text, err);
}

/// ?x, $x, or the path operator ?.  Rules 143, 144.
static furat_status
lex_variable(furat_lexer *lexer, furat_token *out, uint32_t sigil, size_t name,
             furat_error *err)
{
  const size_t end = scan_name(lexer->text, name, &var_rule);
  if (end == name && sigil == '$') {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, bad(lexer, out, name),
                                "a variable needs a name behind $");
  }
  finish(lexer, out, end > name ? FURAT_TOKEN_VAR : FURAT_TOKEN_QUESTION, end);
  return unescape(lexer, slice(lexer, name, end), ESCAPES_OF_NAMES, &out->text, err);
}

/// @ar-SY.  Rule 145.
static furat_status
lex_langtag(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const furat_str text = lexer->text;
  const size_t start = out->span.start + 1;
  size_t end = start;
  for (size_t pos = start;;) {
    const size_t part = pos;
    while (is_word_char((unsigned char)byte_at(text, pos)) && text.data[pos] != '_' &&
           (part > start || !is_digit((unsigned char)text.data[pos]))) {
      ++pos;
    }
    if (pos == part) {
      break;
    }
    end = pos;
    if (byte_at(text, pos) != '-') {
      break;
    }
    ++pos;
  }
  if (end == start) {
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, bad(lexer, out, start),
                                "a language tag such as @ar is expected behind @");
  }
  finish(lexer, out, FURAT_TOKEN_LANGTAG, end);
  out->text = slice(lexer, start, end);
  return FURAT_OK;
}

static size_t
scan_digits(furat_str text, size_t at)
{
  while (is_digit((unsigned char)byte_at(text, at))) {
    ++at;
  }
  return at;
}

/// The end of an exponent at `at`, or `at`.  Rule 155.
static size_t
scan_exponent(furat_str text, size_t at)
{
  if ((byte_at(text, at) | 0x20) != 'e') {
    return at;
  }
  const char sign = byte_at(text, at + 1);
  const size_t digits = at + (sign == '+' || sign == '-' ? 2 : 1);
  const size_t end = scan_digits(text, digits);
  return end > digits ? end : at;
}

/// Rules 146 to 154; the sign, if any, is part of the token.
static furat_status
lex_number(furat_lexer *lexer, furat_token *out)
{
  const furat_str text = lexer->text;
  const size_t at = out->span.start;
  const size_t digits =
      at + (is_digit((unsigned char)text.data[at]) || text.data[at] == '.' ? 0 : 1);
  const size_t whole_end = scan_digits(text, digits);
  size_t end = whole_end;
  furat_token_kind kind = FURAT_TOKEN_INTEGER;
  if (byte_at(text, whole_end) == '.') {
    const size_t fraction_end = scan_digits(text, whole_end + 1);
    // "1." is an integer and a full stop, but "1.e5" a double.
    if (fraction_end > whole_end + 1 ||
        scan_exponent(text, fraction_end) > fraction_end) {
      end = fraction_end;
      kind = FURAT_TOKEN_DECIMAL;
    }
  }
  const size_t exponent_end = scan_exponent(text, end);
  finish(lexer, out, exponent_end > end ? FURAT_TOKEN_DOUBLE : kind, exponent_end);
  out->text = slice(lexer, at, exponent_end);
  return FURAT_OK;
}

static bool
starts_number(furat_str text, size_t at)
{
  if (byte_at(text, at) == '+' || byte_at(text, at) == '-') {
    ++at;
  }
  return is_digit((unsigned char)byte_at(text, at)) ||
         (byte_at(text, at) == '.' && is_digit((unsigned char)byte_at(text, at + 1)));
}

/// A string that the line or the text ends.
static furat_status
unclosed_string(furat_lexer *lexer, furat_token *out, size_t quotes, size_t end,
                furat_error *err)
{
  bad(lexer, out, end);
  const furat_span span = {out->span.start, quotes == 3 ? out->span.start + 3 : end};
  if (quotes == 3) {
    out->kind = FURAT_TOKEN_OPEN_STRING;
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, span,
                                "this string is never closed");
  }
  furat_error_set_span(err, FURAT_BAD_SYNTAX, span,
                       "this string is not closed on its line");
  furat_error_hint(err, "a string over several lines stands between %s",
                   lexer->text.data[span.start] == '"' ? "\"\"\"" : "'''");
  return FURAT_BAD_SYNTAX;
}

static furat_status
bad_string_escape(furat_lexer *lexer, furat_token *out, size_t at, furat_error *err)
{
  size_t end;
  peek(lexer->text, at + 1, &end);
  bad(lexer, out, end);
  const furat_str shown = slice(lexer, at, end);
  furat_error_set_span(err, FURAT_BAD_SYNTAX, (furat_span){at, end},
                       "%.*s is no escape of a string", FURAT_STR_ARGS(shown));
  furat_error_hint(err, "a backslash itself is written \\\\");
  return FURAT_BAD_SYNTAX;
}

/// Check the escape or character at `*at` inside a string, and move behind it.
static furat_status
pass_string_char(furat_lexer *lexer, furat_token *out, size_t *at, furat_error *err)
{
  size_t end;
  const uint32_t c = peek(lexer->text, *at, &end);
  if (c == CHAR_BAD_ESCAPE) {
    return bad_escape(lexer, out, *at, err);
  }
  if (c == CHAR_BAD_UTF8) {
    bad(lexer, out, end);
    return furat_error_set_span(err, FURAT_BAD_SYNTAX, (furat_span){*at, end},
                                "this is no valid UTF-8");
  }
  if (c == '\\' && end == *at + 1) {
    if (!string_escape(byte_at(lexer->text, end))) {
      return bad_string_escape(lexer, out, *at, err);
    }
    end += 1;
  }
  *at = end;
  return FURAT_OK;
}

/// Rules 156 to 159.
static furat_status
lex_string(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const furat_str text = lexer->text;
  const char quote = text.data[out->span.start];
  const char three[] = {quote, quote, quote};
  const furat_str rest = furat_str_slice(text, out->span.start, text.len);
  const size_t quotes = furat_str_starts_with(rest, (furat_str){three, 3}) ? 3 : 1;
  const furat_str closer = {three, quotes};
  size_t at = out->span.start + quotes;
  while (!furat_str_starts_with(furat_str_slice(text, at, quotes), closer)) {
    const char c = byte_at(text, at);
    const bool line_ends = at < text.len && (c == '\n' || c == '\r');
    if (at >= text.len || (quotes == 1 && line_ends)) {
      return unclosed_string(lexer, out, quotes, at, err);
    }
    const furat_status status = pass_string_char(lexer, out, &at, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  finish(lexer, out, FURAT_TOKEN_STRING, at + quotes);
  return unescape(lexer, slice(lexer, out->span.start + quotes, at), ESCAPES_OF_STRINGS,
                  &out->text, err);
}

typedef struct operator_row {
  char text[3];
  furat_token_kind kind;
} operator_row;

/// The longest operator or bracket that starts with `c`; what follows it is `next`.
static furat_token_kind
operator_kind(uint32_t c, uint32_t next, size_t *n)
{
  static const operator_row rows[] = {
      {"^^", FURAT_TOKEN_CARETS},   {"!=", FURAT_TOKEN_NE},
      {">=", FURAT_TOKEN_GE},       {"&&", FURAT_TOKEN_AND},
      {"||", FURAT_TOKEN_OR},       {"{", FURAT_TOKEN_LBRACE},
      {"}", FURAT_TOKEN_RBRACE},    {")", FURAT_TOKEN_RPAREN},
      {"]", FURAT_TOKEN_RBRACKET},  {".", FURAT_TOKEN_DOT},
      {";", FURAT_TOKEN_SEMICOLON}, {",", FURAT_TOKEN_COMMA},
      {"=", FURAT_TOKEN_EQ},        {">", FURAT_TOKEN_GT},
      {"!", FURAT_TOKEN_NOT},       {"+", FURAT_TOKEN_PLUS},
      {"-", FURAT_TOKEN_MINUS},     {"*", FURAT_TOKEN_STAR},
      {"/", FURAT_TOKEN_SLASH},     {"|", FURAT_TOKEN_PIPE},
      {"^", FURAT_TOKEN_CARET},     {"(", FURAT_TOKEN_LPAREN},
      {"[", FURAT_TOKEN_LBRACKET},
  };
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); ++i) {
    const char second = rows[i].text[1];
    if ((uint32_t)rows[i].text[0] == c && (!second || (uint32_t)second == next)) {
      *n = second ? 2 : 1;
      return rows[i].kind;
    }
  }
  return FURAT_TOKEN_BAD;
}

/// ( ) and [ ] with nothing in between are tokens of their own.  Rules 161, 163.
static bool
is_empty_pair(furat_str text, size_t *end, char closer)
{
  size_t behind;
  const bool is_empty = peek(text, skip_space(text, *end), &behind) == (uint32_t)closer;
  if (is_empty) {
    *end = behind;
  }
  return is_empty;
}

static furat_status
lex_operator(furat_lexer *lexer, furat_token *out, uint32_t c, size_t end,
             furat_error *err)
{
  size_t n = 0;
  size_t next_end;
  const uint32_t next = peek(lexer->text, end, &next_end);
  furat_token_kind kind = operator_kind(c, next, &n);
  if (kind == FURAT_TOKEN_BAD) {
    return bad_character(lexer, out, err);
  }
  end = n == 2 ? next_end : end;
  if (kind == FURAT_TOKEN_LPAREN && is_empty_pair(lexer->text, &end, ')')) {
    kind = FURAT_TOKEN_NIL;
  } else if (kind == FURAT_TOKEN_LBRACKET && is_empty_pair(lexer->text, &end, ']')) {
    kind = FURAT_TOKEN_ANON;
  }
  finish(lexer, out, kind, end);
  return FURAT_OK;
}

furat_status
furat_lexer_next(furat_lexer *lexer, furat_token *out, furat_error *err)
{
  const size_t at = skip_space(lexer->text, lexer->at);
  *out = (furat_token){.span = {at, at}};
  size_t end;
  const uint32_t c = peek(lexer->text, at, &end);
  const bool is_plain = end == at + 1;
  if (c == CHAR_END) {
    finish(lexer, out, FURAT_TOKEN_END, at);
    return FURAT_OK;
  }
  if (furat_is_pn_chars_base(c)) {
    return lex_letters(lexer, out, err);
  }
  if (c == ':') {
    return lex_pname(lexer, out, at, err);
  }
  if (c == '?' || c == '$') {
    return lex_variable(lexer, out, c, end, err);
  }
  if (!is_plain) {
    return lex_operator(lexer, out, c, end, err);
  }
  if (starts_number(lexer->text, at)) {
    return lex_number(lexer, out);
  }
  switch (c) {
  case '<':
    return lex_less(lexer, out, err);
  case '"':
  case '\'':
    return lex_string(lexer, out, err);
  case '_':
    return lex_blank(lexer, out, err);
  case '@':
    return lex_langtag(lexer, out, err);
  default:
    return lex_operator(lexer, out, c, end, err);
  }
}

const char *
furat_token_kind_name(furat_token_kind kind)
{
  static const char *const names[] = {
      [FURAT_TOKEN_END] = "the end",
      [FURAT_TOKEN_BAD] = "text that is no SPARQL",
      [FURAT_TOKEN_OPEN_STRING] = "an unclosed string",
      [FURAT_TOKEN_IRI] = "an IRI",
      [FURAT_TOKEN_PNAME_NS] = "a prefix",
      [FURAT_TOKEN_PNAME_LN] = "a prefixed name",
      [FURAT_TOKEN_BLANK] = "a blank node",
      [FURAT_TOKEN_VAR] = "a variable",
      [FURAT_TOKEN_LANGTAG] = "a language tag",
      [FURAT_TOKEN_INTEGER] = "an integer",
      [FURAT_TOKEN_DECIMAL] = "a decimal number",
      [FURAT_TOKEN_DOUBLE] = "a double",
      [FURAT_TOKEN_STRING] = "a string",
      [FURAT_TOKEN_WORD] = "a word",
      [FURAT_TOKEN_NIL] = "()",
      [FURAT_TOKEN_ANON] = "[]",
      [FURAT_TOKEN_LBRACE] = "{",
      [FURAT_TOKEN_RBRACE] = "}",
      [FURAT_TOKEN_LPAREN] = "(",
      [FURAT_TOKEN_RPAREN] = ")",
      [FURAT_TOKEN_LBRACKET] = "[",
      [FURAT_TOKEN_RBRACKET] = "]",
      [FURAT_TOKEN_DOT] = ".",
      [FURAT_TOKEN_SEMICOLON] = ";",
      [FURAT_TOKEN_COMMA] = ",",
      [FURAT_TOKEN_EQ] = "=",
      [FURAT_TOKEN_NE] = "!=",
      [FURAT_TOKEN_LT] = "<",
      [FURAT_TOKEN_GT] = ">",
      [FURAT_TOKEN_LE] = "<=",
      [FURAT_TOKEN_GE] = ">=",
      [FURAT_TOKEN_NOT] = "!",
      [FURAT_TOKEN_AND] = "&&",
      [FURAT_TOKEN_OR] = "||",
      [FURAT_TOKEN_PLUS] = "+",
      [FURAT_TOKEN_MINUS] = "-",
      [FURAT_TOKEN_STAR] = "*",
      [FURAT_TOKEN_SLASH] = "/",
      [FURAT_TOKEN_PIPE] = "|",
      [FURAT_TOKEN_CARET] = "^",
      [FURAT_TOKEN_CARETS] = "^^",
      [FURAT_TOKEN_QUESTION] = "?",
  };
  return names[kind];
}
