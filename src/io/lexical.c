// SPDX-License-Identifier: GPL-3.0-or-later
// Rule numbers are those of the Turtle 1.1 grammar.  One table of byte classes keeps the
// loops over IRIs and strings to a look-up a byte; everything from 0x80 on is decoded, so
// no ill-formed UTF-8 gets past.
#include "io/lexical.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "rdf/name_chars.h"

enum {
  IN_IRI = 1,    ///< stands for itself in an IRIREF
  IN_STRING = 2, ///< stands for itself in any string
  IN_NAME = 4,   ///< PN_CHARS
  IS_HEX = 8,
  IS_DIGIT = 16,
  IS_ALPHA = 32
};

#define WORD   (IN_IRI | IN_STRING | IN_NAME)
#define DIGIT  (WORD | IS_HEX | IS_DIGIT)
#define HEX    (WORD | IS_HEX | IS_ALPHA)
#define LETTER (WORD | IS_ALPHA)
#define BOTH   (IN_IRI | IN_STRING)
#define TEXT   IN_STRING

// clang-format off
static const unsigned char classes[128] = {
  0, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, 0, TEXT, TEXT, 0, TEXT, TEXT,
  TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,
  // space ! " # $ % & ' ( ) * + , - . /
  TEXT, BOTH, 0, BOTH, BOTH, BOTH, BOTH, IN_IRI, BOTH, BOTH, BOTH, BOTH, BOTH, WORD, BOTH, BOTH,
  DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT, DIGIT,
  // : ; < = > ? @
  BOTH, BOTH, TEXT, BOTH, TEXT, BOTH, BOTH,
  HEX, HEX, HEX, HEX, HEX, HEX, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
  LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
  LETTER, LETTER,
  // [ \ ] ^ _ `
  BOTH, 0, BOTH, TEXT, WORD, TEXT,
  HEX, HEX, HEX, HEX, HEX, HEX, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
  LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER, LETTER,
  LETTER, LETTER,
  // { | } ~ DEL
  TEXT, TEXT, TEXT, BOTH, BOTH,
};
// clang-format on

static bool
is_class(unsigned char c, int wanted)
{
  return c < 0x80 && (classes[c] & wanted);
}

static furat_lexical_result
bad(furat_lexical *scan, size_t offset, const char *problem)
{
  scan->offset = offset;
  scan->problem = problem;
  scan->code_point = FURAT_LEXICAL_NO_CHAR;
  return FURAT_LEXICAL_BAD;
}

static furat_lexical_result
bad_char(furat_lexical *scan, size_t offset, uint32_t code_point, const char *problem)
{
  bad(scan, offset, problem);
  scan->code_point = code_point;
  return FURAT_LEXICAL_BAD;
}

/// The text ended at its end: cut, or the document is.
static furat_lexical_result
cut(furat_lexical *scan, const char *problem)
{
  return scan->is_final ? bad(scan, scan->text.len, problem) : FURAT_LEXICAL_CUT;
}

/// Bytes that the UTF-8 sequence with this first byte should have.
static size_t
sequence_length(unsigned char first)
{
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Decode the code point at `*offset`, at a byte from 0x80 on, and move behind it.
static furat_lexical_result
decode(furat_lexical *scan, size_t *offset, uint32_t *code_point)
{
  const size_t start = *offset;
  const size_t left = scan->text.len - start;
  *code_point = furat_utf8_decode(scan->text, offset);
  if (*code_point != FURAT_UTF8_BAD) {
    return FURAT_LEXICAL_OK;
  }
  if (left < sequence_length((unsigned char)scan->text.data[start]) && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  return bad(scan, start, "this is not UTF-8 text");
}

/// PN_CHARS_BASE [163s].
static bool
is_name_start(uint32_t c)
{
  return c < 0x80 ? (classes[c] & IS_ALPHA) != 0 : furat_is_pn_chars_base(c);
}

/// PN_CHARS [166s].
static bool
is_name_char(uint32_t c)
{
  return c < 0x80 ? (classes[c] & IN_NAME) != 0 : furat_is_pn_chars(c);
}

static uint32_t
hex_value(furat_str digits)
{
  uint32_t value = 0;
  for (size_t i = 0; i < digits.len; ++i) {
    const unsigned char c = (unsigned char)digits.data[i];
    value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

/// UCHAR [26] at the backslash of `*offset`.
static furat_lexical_result
scan_uchar(furat_lexical *scan, size_t *offset, uint32_t *code_point)
{
  const furat_str text = scan->text;
  const size_t n_digits = text.data[*offset + 1] == 'u' ? 4 : 8;
  for (size_t i = 0; i < n_digits; ++i) {
    const size_t at = *offset + 2 + i;
    if (at >= text.len) {
      return cut(scan, "the document ends inside an escape");
    }
    if (!is_class((unsigned char)text.data[at], IS_HEX)) {
      return bad(scan, *offset,
                 n_digits == 4 ? "an escape \\u needs four hexadecimal digits"
                               : "an escape \\U needs eight hexadecimal digits");
    }
  }
  const uint32_t c = hex_value(furat_str_slice(text, *offset + 2, n_digits));
  if (c >= 0xD800 && c <= 0xDFFF) {
    return bad(scan, *offset,
               "this escape stands for half of a surrogate pair, which is no character");
  }
  if (c > 0x10FFFF) {
    return bad(scan, *offset,
               "this escape stands for no character: the last is U+10FFFF");
  }
  *code_point = c;
  *offset += 2 + n_digits;
  return FURAT_LEXICAL_OK;
}

/// The escape at `*offset` in an IRI.
static furat_lexical_result
scan_iri_escape(furat_lexical *scan, size_t *offset)
{
  const size_t start = *offset;
  if (start + 1 >= scan->text.len) {
    return cut(scan, "the document ends inside an IRI");
  }
  const char c = scan->text.data[start + 1];
  if (c != 'u' && c != 'U') {
    return bad(scan, start, "only the escapes \\u and \\U can stand in an IRI");
  }
  uint32_t code_point = 0;
  const furat_lexical_result result = scan_uchar(scan, offset, &code_point);
  if (result == FURAT_LEXICAL_OK && code_point < 0x80 &&
      !(classes[code_point] & IN_IRI)) {
    return bad_char(scan, start, code_point, "cannot stand in an IRI, even as an escape");
  }
  return result;
}

furat_lexical_result
furat_lexical_iri(furat_lexical *scan, furat_lexical_token *token)
{
  const furat_str text = scan->text;
  const size_t start = scan->offset + 1;
  size_t i = start;
  *token = (furat_lexical_token){.has_escapes = false};
  for (;;) {
    while (i < text.len && is_class((unsigned char)text.data[i], IN_IRI)) {
      ++i;
    }
    if (i >= text.len) {
      return cut(scan, "the document ends inside an IRI");
    }
    const unsigned char c = (unsigned char)text.data[i];
    furat_lexical_result result = FURAT_LEXICAL_OK;
    if (c == '>') {
      token->text = furat_str_slice(text, start, i - start);
      scan->offset = i + 1;
      return FURAT_LEXICAL_OK;
    }
    if (c == '\\') {
      token->has_escapes = true;
      result = scan_iri_escape(scan, &i);
    } else if (c >= 0x80) {
      uint32_t code_point;
      result = decode(scan, &i, &code_point);
    } else if (c == '\n' || c == '\r') {
      result = bad(scan, i, "the IRI is not closed with '>' on this line");
    } else if (furat_str_equal(furat_str_slice(text, start, i - start),
                               FURAT_STR("?xml"))) {
      result = bad(scan, start - 1, "an XML document begins here: is it RDF/XML?");
    } else {
      result = bad_char(scan, i, c, "cannot stand in an IRI");
    }
    if (result != FURAT_LEXICAL_OK) {
      return result;
    }
  }
}

/// Move `*offset` over PN_CHARS and dots; `*end` is behind the last that is no dot.
static furat_lexical_result
scan_name_chars(furat_lexical *scan, size_t *offset, size_t *end)
{
  const furat_str text = scan->text;
  while (*offset < text.len) {
    const unsigned char c = (unsigned char)text.data[*offset];
    if (c == '.') {
      *offset += 1;
      continue;
    }
    uint32_t code_point = c;
    size_t next = *offset + 1;
    if (c >= 0x80) {
      next = *offset;
      const furat_lexical_result result = decode(scan, &next, &code_point);
      if (result != FURAT_LEXICAL_OK) {
        return result;
      }
    }
    if (!is_name_char(code_point)) {
      return FURAT_LEXICAL_OK;
    }
    *offset = *end = next;
  }
  return scan->is_final ? FURAT_LEXICAL_OK : FURAT_LEXICAL_CUT;
}

/// The code point at `offset`, or 0 at the end of a final text.
static furat_lexical_result
peek(furat_lexical *scan, size_t offset, uint32_t *code_point)
{
  *code_point = 0;
  if (offset >= scan->text.len) {
    return scan->is_final ? FURAT_LEXICAL_OK : FURAT_LEXICAL_CUT;
  }
  *code_point = (unsigned char)scan->text.data[offset];
  return *code_point < 0x80 ? FURAT_LEXICAL_OK : decode(scan, &offset, code_point);
}

furat_lexical_result
furat_lexical_blank(furat_lexical *scan, furat_lexical_token *token)
{
  const size_t start = scan->offset;
  *token = (furat_lexical_token){.has_escapes = false};
  uint32_t colon = 0;
  furat_lexical_result result = peek(scan, start + 1, &colon);
  if (result == FURAT_LEXICAL_OK && colon != ':') {
    return bad(scan, start, "a blank node is written as _:name");
  }
  uint32_t first = 0;
  if (result == FURAT_LEXICAL_OK) {
    result = peek(scan, start + 2, &first);
  }
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  if (!is_name_start(first) && first != '_' &&
      !(first < 0x80 && (classes[first] & IS_DIGIT))) {
    return bad(scan, start,
               "the name of a blank node begins with a letter, a digit or '_'");
  }
  size_t offset = start + 2;
  size_t end = offset;
  result = scan_name_chars(scan, &offset, &end);
  if (result == FURAT_LEXICAL_OK) {
    token->text = furat_str_slice(scan->text, start + 2, end - start - 2);
    scan->offset = end;
  }
  return result;
}

/// The escape at `*offset` in a string.
static furat_lexical_result
scan_string_escape(furat_lexical *scan, size_t *offset)
{
  if (*offset + 1 >= scan->text.len) {
    return cut(scan, "the document ends inside a string");
  }
  const char c = scan->text.data[*offset + 1];
  if (c == 'u' || c == 'U') {
    uint32_t code_point;
    return scan_uchar(scan, offset, &code_point);
  }
  if (c == '\0' || !strchr("tbnrf\"'\\", c)) {
    return bad(
        scan, *offset,
        "a string knows only the escapes \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U");
  }
  *offset += 2;
  return FURAT_LEXICAL_OK;
}

/// Whether `n` quotes stand at `offset`; CUT when the text ends before that is clear.
static furat_lexical_result
scan_quotes(furat_lexical *scan, size_t offset, char quote, size_t n, bool *found)
{
  *found = false;
  for (size_t i = 0; i < n; ++i) {
    if (offset + i >= scan->text.len) {
      return scan->is_final ? FURAT_LEXICAL_OK : FURAT_LEXICAL_CUT;
    }
    if (scan->text.data[offset + i] != quote) {
      return FURAT_LEXICAL_OK;
    }
  }
  *found = true;
  return FURAT_LEXICAL_OK;
}

/// What a string holds apart from plain characters: `c` at `*offset`, which is moved
/// behind it.  A quote that ends the string sets `*closed`.
static furat_lexical_result
scan_string_special(furat_lexical *scan, size_t *offset, char quote, size_t n_quotes,
                    furat_lexical_token *token, bool *closed)
{
  const unsigned char c = (unsigned char)scan->text.data[*offset];
  if (c == (unsigned char)quote) {
    const furat_lexical_result result =
        scan_quotes(scan, *offset, quote, n_quotes, closed);
    *offset += result == FURAT_LEXICAL_OK && !*closed ? 1 : 0;
    return result;
  }
  if (c == '\\') {
    token->has_escapes = true;
    return scan_string_escape(scan, offset);
  }
  if (c >= 0x80) {
    uint32_t code_point;
    return decode(scan, offset, &code_point);
  }
  if ((c == '\n' || c == '\r') && n_quotes == 1) {
    return bad(scan, *offset, "the string is not closed on this line");
  }
  token->has_breaks = token->has_breaks || c == '\n' || c == '\r' || c == '\0';
  *offset += 1;
  return FURAT_LEXICAL_OK;
}

/// The body of a string behind its opening quotes, up to and with the closing ones.
static furat_lexical_result
scan_string_body(furat_lexical *scan, size_t start, char quote, size_t n_quotes,
                 furat_lexical_token *token)
{
  const furat_str text = scan->text;
  size_t i = start;
  for (bool closed = false; !closed;) {
    while (i < text.len && is_class((unsigned char)text.data[i], IN_STRING)) {
      ++i;
    }
    if (i >= text.len) {
      return cut(scan, "the document ends inside a string");
    }
    const furat_lexical_result result =
        scan_string_special(scan, &i, quote, n_quotes, token, &closed);
    if (result != FURAT_LEXICAL_OK) {
      return result;
    }
  }
  token->text = furat_str_slice(text, start, i - start);
  scan->offset = i + n_quotes;
  return FURAT_LEXICAL_OK;
}

furat_lexical_result
furat_lexical_string(furat_lexical *scan, bool turtle, furat_lexical_token *token)
{
  const size_t start = scan->offset;
  const char quote = scan->text.data[start];
  *token = (furat_lexical_token){.has_escapes = false};
  bool is_long = false;
  if (turtle) {
    const furat_lexical_result result = scan_quotes(scan, start, quote, 3, &is_long);
    if (result != FURAT_LEXICAL_OK) {
      return result;
    }
  }
  return scan_string_body(scan, start + (is_long ? 3 : 1), quote, is_long ? 3 : 1, token);
}

/// Move over bytes of a class; returns how many.
static size_t
skip_class(const furat_lexical *scan, size_t *offset, int wanted)
{
  const size_t start = *offset;
  while (*offset < scan->text.len &&
         is_class((unsigned char)scan->text.data[*offset], wanted)) {
    *offset += 1;
  }
  return *offset - start;
}

furat_lexical_result
furat_lexical_language(furat_lexical *scan, furat_lexical_token *token)
{
  const size_t start = scan->offset;
  *token = (furat_lexical_token){.has_escapes = false};
  size_t offset = start + 1;
  size_t n = skip_class(scan, &offset, IS_ALPHA);
  while (n > 0 && offset < scan->text.len && scan->text.data[offset] == '-') {
    ++offset;
    n = skip_class(scan, &offset, IS_ALPHA | IS_DIGIT);
  }
  if (offset >= scan->text.len && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  if (n == 0) {
    return bad(scan, offset,
               "a language tag is letters and digits in parts joined by '-'");
  }
  token->text = furat_str_slice(scan->text, start + 1, offset - start - 1);
  scan->offset = offset;
  return FURAT_LEXICAL_OK;
}

/// PLX [169s] at `*offset`: a percent code or an escaped character.
static furat_lexical_result
scan_local_escape(furat_lexical *scan, size_t *offset)
{
  const furat_str text = scan->text;
  const bool percent = text.data[*offset] == '%';
  const size_t n = percent ? 3 : 2;
  if (text.len - *offset < n && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  const furat_str code = furat_str_slice(text, *offset, n);
  const bool good =
      code.len == n &&
      (percent ? is_class((unsigned char)code.data[1], IS_HEX) &&
                     is_class((unsigned char)code.data[2], IS_HEX)
               : code.data[1] != '\0' && strchr("_~.-!$&'()*+,;=/?#@%", code.data[1]));
  if (!good) {
    return bad(scan, *offset,
               percent ? "'%' in a name is followed by two hexadecimal digits"
                       : "this character cannot be escaped in a name");
  }
  *offset += n;
  return FURAT_LEXICAL_OK;
}

/// PN_LOCAL [168s] from the scan's offset on; may be empty.
static furat_lexical_result
scan_local(furat_lexical *scan, furat_lexical_token *token)
{
  const size_t start = scan->offset;
  size_t offset = start;
  size_t end = start;
  for (;;) {
    uint32_t c = 0;
    furat_lexical_result result = peek(scan, offset, &c);
    if (result != FURAT_LEXICAL_OK) {
      return result;
    }
    const bool first = offset == start;
    if (c == '%' || c == '\\') {
      token->has_escapes = token->has_escapes || c == '\\';
      result = scan_local_escape(scan, &offset);
      if (result != FURAT_LEXICAL_OK) {
        return result;
      }
      end = offset;
    } else if (c == '.' && !first) {
      ++offset;
    } else if (c == ':' || (first ? is_name_start(c) || c == '_' ||
                                        (c < 0x80 && (classes[c] & IS_DIGIT))
                                  : is_name_char(c))) {
      (void)furat_utf8_decode(scan->text, &offset);
      end = offset;
    } else {
      break;
    }
  }
  token->text = furat_str_slice(scan->text, start, end - start);
  scan->offset = end;
  return FURAT_LEXICAL_OK;
}

furat_lexical_result
furat_lexical_name(furat_lexical *scan, furat_lexical_token *prefix,
                   furat_lexical_token *local, bool *is_word)
{
  const size_t start = scan->offset;
  *prefix = *local = (furat_lexical_token){.has_escapes = false};
  size_t offset = start;
  size_t end = start;
  uint32_t first = 0;
  furat_lexical_result result = peek(scan, start, &first);
  if (result == FURAT_LEXICAL_OK && is_name_start(first)) {
    result = scan_name_chars(scan, &offset, &end);
  }
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  prefix->text = furat_str_slice(scan->text, start, end - start);
  scan->offset = end;
  *is_word = offset != end || offset >= scan->text.len || scan->text.data[offset] != ':';
  if (*is_word) {
    return FURAT_LEXICAL_OK;
  }
  scan->offset = end + 1;
  return scan_local(scan, local);
}

furat_lexical_result
furat_lexical_number(furat_lexical *scan, furat_lexical_token *token)
{
  const furat_str text = scan->text;
  const size_t start = scan->offset;
  *token = (furat_lexical_token){.has_escapes = false};
  size_t offset = start + (text.data[start] == '+' || text.data[start] == '-' ? 1 : 0);
  size_t n_digits = skip_class(scan, &offset, IS_DIGIT);
  size_t end = offset;
  if (offset < text.len && text.data[offset] == '.') {
    // A dot belongs to the number when a digit or an exponent follows.  [20] [21]
    ++offset;
    const size_t n = skip_class(scan, &offset, IS_DIGIT);
    end = n > 0 ? offset : end;
    n_digits += n;
  }
  if (n_digits > 0 && offset < text.len && (text.data[offset] | 0x20) == 'e') {
    ++offset;
    offset += offset < text.len && (text.data[offset] == '+' || text.data[offset] == '-');
    end = skip_class(scan, &offset, IS_DIGIT) > 0 ? offset : end;
  }
  if (offset >= text.len && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  if (n_digits == 0) {
    return bad(scan, start, "a number needs a digit");
  }
  token->text = furat_str_slice(text, start, end - start);
  scan->offset = end;
  return FURAT_LEXICAL_OK;
}

/// Whether all of the text is name characters and dots, its first one aside.
static bool
are_name_chars(furat_str text, size_t offset)
{
  while (offset < text.len) {
    const uint32_t c = furat_utf8_decode(text, &offset);
    if (c != '.' && (c == FURAT_UTF8_BAD || !is_name_char(c))) {
      return false;
    }
  }
  return true;
}

bool
furat_lexical_is_ncname(furat_str text)
{
  size_t offset = 0;
  const uint32_t first = text.len > 0 ? furat_utf8_decode(text, &offset) : 0;
  return (first == '_' || is_name_start(first)) && are_name_chars(text, offset);
}

bool
furat_lexical_is_label(furat_str text)
{
  size_t offset = 0;
  const uint32_t first = text.len > 0 ? furat_utf8_decode(text, &offset) : 0;
  const bool begins = first == '_' || is_name_start(first) ||
                      (first < 0x80 && (classes[first] & IS_DIGIT));
  return begins && text.data[text.len - 1] != '.' && are_name_chars(text, offset);
}

/// The escape behind a backslash at `*in`; `*in` moves behind it.  Returns bytes written.
static size_t
unescape_one(furat_str text, size_t *in, char *out)
{
  static const char named[] = "t\tb\bn\nr\rf\f";
  const char c = text.data[*in];
  if (c == 'u' || c == 'U') {
    const size_t n_digits = c == 'u' ? 4 : 8;
    const uint32_t code_point = hex_value(furat_str_slice(text, *in + 1, n_digits));
    *in += 1 + n_digits;
    return furat_utf8_encode(code_point, out);
  }
  *in += 1;
  *out = c;
  for (const char *p = named; *p; p += 2) {
    if (*p == c) {
      *out = p[1];
    }
  }
  return 1;
}

size_t
furat_lexical_unescape(furat_str text, char *out)
{
  size_t n = 0;
  for (size_t in = 0; in < text.len;) {
    const furat_str rest = furat_str_slice(text, in, text.len);
    const size_t plain = furat_str_find_byte(rest, '\\');
    memmove(out + n, rest.data, plain);
    n += plain;
    in += plain + 1;
    if (in < text.len) {
      n += unescape_one(text, &in, out + n);
    }
  }
  return n;
}

void
furat_lexical_describe(const furat_lexical *scan, char *out, size_t cap)
{
  const uint32_t c = scan->code_point;
  char text[4] = {0};
  const size_t n = c == FURAT_LEXICAL_NO_CHAR ? 0 : furat_utf8_encode(c, text);
  if (c == FURAT_LEXICAL_NO_CHAR) {
    snprintf(out, cap, "%s", scan->problem);
  } else if (c == ' ') {
    snprintf(out, cap, "a space %s", scan->problem);
  } else if (n == 0 || furat_utf8_is_unsafe_at(FURAT_STR_NONE, 0, c)) {
    snprintf(out, cap, "the character U+%04X %s", (unsigned)c, scan->problem);
  } else {
    snprintf(out, cap, "the character '%.*s' %s", (int)n, text, scan->problem);
  }
}
