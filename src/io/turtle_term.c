// SPDX-License-Identifier: GPL-3.0-or-later
// Strings, numbers and IRIs of Turtle (RDF 1.1 Turtle, sections 6.4 and 6.5).
#include "io/turtle_term.h"

#include <string.h>

#include "base/utf8.h"
#include "rdf/name_chars.h"
#include "rdf/vocabulary.h"

// What a text editor or terminal would not show, or would let reorder the line.
static bool
must_escape(uint32_t c)
{
  bool is_noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
         is_noncharacter;
}

static void
write_code_escape(furat_buffer *out, uint32_t c)
{
  if (c > 0xFFFF) {
    furat_buffer_appendf(out, "\\U%08X", (unsigned)c);
  } else {
    furat_buffer_appendf(out, "\\u%04X", (unsigned)c);
  }
}

void
furat_turtle_write_iri(furat_buffer *out, furat_str iri)
{
  furat_buffer_append_byte(out, '<');
  for (size_t offset = 0; offset < iri.len;) {
    size_t start = offset;
    uint32_t c = furat_utf8_decode(iri, &offset);
    // Rule 18: what an IRIREF may hold.
    if (must_escape(c) || (c < 0x80 && strchr(" <>\"{}|^`\\", (int)c) != NULL)) {
      write_code_escape(out, c);
    } else {
      furat_buffer_append(out, furat_str_slice(iri, start, offset - start));
    }
  }
  furat_buffer_append_byte(out, '>');
}

static void
write_string_char(furat_buffer *out, uint32_t c, furat_str bytes)
{
  static const char escaped[] = "\b\f\n\r\t\"\\";
  static const char letters[] = "bfnrt\"\\";
  const char *found = c > 0 && c < 0x80 ? strchr(escaped, (int)c) : NULL;
  if (found != NULL) {
    furat_buffer_append_byte(out, '\\');
    furat_buffer_append_byte(out, letters[found - escaped]);
  } else if (must_escape(c)) {
    write_code_escape(out, c);
  } else {
    furat_buffer_append(out, bytes);
  }
}

// In long quotes line feeds stand for themselves, and a quotation mark too unless it is
// the last character or another one follows.
static bool
stands_in_long_quotes(furat_str text, size_t offset)
{
  char c = text.data[offset];
  bool is_single = offset + 1 < text.len && text.data[offset + 1] != '"';
  return c == '\n' || (c == '"' && is_single);
}

void
furat_turtle_write_string(furat_buffer *out, furat_str text)
{
  bool is_long = furat_str_find_byte(text, '\n') < text.len;
  furat_str quotes = is_long ? FURAT_STR("\"\"\"") : FURAT_STR("\"");
  furat_buffer_append(out, quotes);
  for (size_t offset = 0; offset < text.len;) {
    size_t start = offset;
    uint32_t c = furat_utf8_decode(text, &offset);
    if (is_long && stands_in_long_quotes(text, start)) {
      furat_buffer_append_byte(out, text.data[start]);
    } else {
      write_string_char(out, c, furat_str_slice(text, start, offset - start));
    }
  }
  furat_buffer_append(out, quotes);
}

static size_t
n_digits(furat_str s, size_t start)
{
  size_t i = start;
  while (i < s.len && s.data[i] >= '0' && s.data[i] <= '9') {
    i++;
  }
  return i - start;
}

// The datatype that Turtle gives to the token, or nothing when it is no number.  Turtle
// allows .5, 1.e0, +1 and 01 too, but not all of its readers keep them.
static furat_str
datatype_of_number(furat_str s)
{
  size_t start = s.len > 0 && s.data[0] == '-';
  size_t n_whole = n_digits(s, start);
  size_t i = start + n_whole;
  bool has_point = i < s.len && s.data[i] == '.';
  size_t n_fraction = has_point ? n_digits(s, i + 1) : 0;
  bool has_extra_zero = n_whole > 1 && s.data[start] == '0';
  if (n_whole == 0 || has_extra_zero || (has_point && n_fraction == 0) ||
      furat_str_equal(s, FURAT_STR("-0"))) {
    return FURAT_STR_NONE;
  }
  i += has_point + n_fraction;
  if (i == s.len) {
    return has_point ? FURAT_STR(FURAT_XSD_DECIMAL) : FURAT_STR(FURAT_XSD_INTEGER);
  }
  if (s.data[i] != 'e' && s.data[i] != 'E') {
    return FURAT_STR_NONE;
  }
  i++;
  i += i < s.len && (s.data[i] == '+' || s.data[i] == '-');
  size_t n_exponent = n_digits(s, i);
  return n_exponent > 0 && i + n_exponent == s.len ? FURAT_STR(FURAT_XSD_DOUBLE)
                                                   : FURAT_STR_NONE;
}

bool
furat_turtle_is_bare(furat_str lexical, furat_str datatype)
{
  if (furat_str_equal(lexical, FURAT_STR("true")) ||
      furat_str_equal(lexical, FURAT_STR("false"))) {
    return furat_str_equal(datatype, FURAT_STR(FURAT_XSD_BOOLEAN));
  }
  furat_str number = datatype_of_number(lexical);
  return number.len > 0 && furat_str_equal(number, datatype);
}

bool
furat_turtle_is_prefix_name(furat_str name)
{
  for (size_t offset = 0; offset < name.len;) {
    bool first = offset == 0;
    uint32_t c = furat_utf8_decode(name, &offset);
    if (first ? !furat_is_pn_chars_base(c) : c != '.' && !furat_is_pn_chars(c)) {
      return false;
    }
  }
  return name.len == 0 || name.data[name.len - 1] != '.';
}
