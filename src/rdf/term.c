// SPDX-License-Identifier: GPL-3.0-or-later
// Terms as values: identity, a stable order, hashes, copies, canonical N-Triples.
#include "rdf/term.h"

#include <string.h>

#include "base/hash.h"
#include "rdf/vocabulary.h"

furat_term
furat_term_iri(furat_str iri)
{
  return (furat_term){.kind = FURAT_TERM_IRI, .text = iri};
}

furat_term
furat_term_blank(furat_str label)
{
  return (furat_term){.kind = FURAT_TERM_BLANK, .text = label};
}

furat_term
furat_term_literal(furat_str lexical, furat_str datatype)
{
  return (furat_term){.kind = FURAT_TERM_LITERAL,
                      .text = lexical,
                      .datatype = datatype.len ? datatype : FURAT_STR(FURAT_XSD_STRING)};
}

furat_term
furat_term_lang_string(furat_str lexical, furat_str language)
{
  return (furat_term){.kind = FURAT_TERM_LITERAL,
                      .text = lexical,
                      .datatype = FURAT_STR(FURAT_RDF_LANG_STRING),
                      .language = language};
}

bool
furat_term_equal(const furat_term *a, const furat_term *b)
{
  return a->kind == b->kind && furat_str_equal(a->text, b->text) &&
         furat_str_equal(a->datatype, b->datatype) &&
         furat_str_equal_nocase(a->language, b->language);
}

bool
furat_quad_equal(const furat_quad *a, const furat_quad *b)
{
  return furat_term_equal(&a->subject, &b->subject) &&
         furat_term_equal(&a->predicate, &b->predicate) &&
         furat_term_equal(&a->object, &b->object) &&
         furat_term_equal(&a->graph, &b->graph);
}

static unsigned char
fold(char c)
{
  return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/// Order of language tags: equal exactly where furat_str_equal_nocase() says so.
static int
compare_nocase(furat_str a, furat_str b)
{
  for (size_t i = 0; i < a.len && i < b.len; ++i) {
    const int order = fold(a.data[i]) - fold(b.data[i]);
    if (order) {
      return order;
    }
  }
  return (a.len > b.len) - (a.len < b.len);
}

/// none < blank < IRI < literal, whatever the numbers of the enum.
static int
rank(furat_term_kind kind)
{
  static const int ranks[] = {[FURAT_TERM_NONE] = 0,
                              [FURAT_TERM_BLANK] = 1,
                              [FURAT_TERM_IRI] = 2,
                              [FURAT_TERM_LITERAL] = 3};
  return ranks[kind];
}

int
furat_term_compare(const furat_term *a, const furat_term *b)
{
  int order = rank(a->kind) - rank(b->kind);
  order = order ? order : furat_str_compare(a->text, b->text);
  order = order ? order : furat_str_compare(a->datatype, b->datatype);
  return order ? order : compare_nocase(a->language, b->language);
}

int
furat_quad_compare(const furat_quad *a, const furat_quad *b)
{
  int order = furat_term_compare(&a->graph, &b->graph);
  order = order ? order : furat_term_compare(&a->subject, &b->subject);
  order = order ? order : furat_term_compare(&a->predicate, &b->predicate);
  return order ? order : furat_term_compare(&a->object, &b->object);
}

uint64_t
furat_term_hash(const furat_term *term)
{
  uint64_t hash = furat_hash_bytes(term->text, (uint64_t)term->kind);
  if (term->kind == FURAT_TERM_LITERAL) {
    hash = furat_hash_bytes(term->datatype, hash);
    for (size_t i = 0; i < term->language.len; ++i) {
      hash = furat_hash_mix(hash, fold(term->language.data[i]));
    }
  }
  return hash;
}

bool
furat_term_copy(furat_arena *arena, const furat_term *term, furat_term *out)
{
  furat_term copy = {.kind = term->kind};
  const bool ok =
      furat_arena_copy(arena, term->text, &copy.text) &&
      (!term->datatype.len || furat_arena_copy(arena, term->datatype, &copy.datatype)) &&
      (!term->language.len || furat_arena_copy(arena, term->language, &copy.language));
  if (ok) {
    *out = copy;
  }
  return ok;
}

/// The letter of a character's short escape in a canonical literal, or 0.
static char
short_escape(unsigned char c)
{
  switch (c) {
  case '\b':
    return 'b';
  case '\t':
    return 't';
  case '\n':
    return 'n';
  case '\f':
    return 'f';
  case '\r':
    return 'r';
  case '"':
  case '\\':
    return (char)c;
  default:
    return 0;
  }
}

/// Whether U+FFFE or U+FFFF, which no XML document may hold, starts at byte `i`.
static bool
is_bmp_noncharacter(furat_str s, size_t i)
{
  return s.len - i >= 3 && s.data[i] == '\xEF' && s.data[i + 1] == '\xBF' &&
         (s.data[i + 2] == '\xBE' || s.data[i + 2] == '\xBF');
}

/// Sets of bytes, a bit each: most texts hold none of them.
typedef uint32_t byte_set[8];

static bool
has_byte(const byte_set set, unsigned char c)
{
  return set[c >> 5] >> (c & 31) & 1;
}

/// \name Eight bytes at a time: the high bits tell that a byte of `x` is of some kind.
/// They may tell so wrongly of bytes beside such a byte, never the other way.
/// @{
#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t
below(uint64_t x, uint8_t limit)
{
  return (x - EIGHT(limit)) & ~x;
}

static uint64_t
equal(uint64_t x, uint8_t byte)
{
  return below(x ^ EIGHT(byte), 1);
}

static bool
stops_iri(uint64_t x)
{
  const uint64_t from_brace = ((x & EIGHT(0x7F)) + EIGHT(0x80 - '{')) & ~x;
  const uint64_t angles = equal(x | EIGHT(2), '>') | equal(x | EIGHT(2), '^'); // < > \ ^
  return (below(x, 0x21) | equal(x, '"') | equal(x, '`') | angles | from_brace) &
         EIGHT(0x80);
}

static bool
stops_literal(uint64_t x)
{
  return (below(x, 0x20) | equal(x, '"') | equal(x, '\\') | equal(x, 0x7F) |
          equal(x, 0xEF)) &
         EIGHT(0x80);
}

/// How many bytes from `start` on are surely plain.
static size_t
skip_plain(furat_str s, size_t start, bool (*stops)(uint64_t x))
{
  uint64_t x;
  size_t i = start;
  for (; s.len - i >= sizeof(x); i += sizeof(x)) {
    memcpy(&x, s.data + i, sizeof(x));
    if (stops(x)) {
      break;
    }
  }
  return i;
}
/// @}

/// RDF 1.2 N-Triples section 4, a canonical form: other characters stand as they are.
static void
append_literal_text(furat_buffer *out, furat_str s)
{
  // Controls, quotation mark, backslash, DEL, and the first byte of U+FFFE.
  static const byte_set stops = {0xFFFFFFFF, 0x00000004, 0x10000000, 0x80000000,
                                 0x00000000, 0x00000000, 0x00000000, 0x00008000};
  size_t plain = 0;
  for (size_t i = skip_plain(s, 0, stops_literal); i < s.len; ++i) {
    const unsigned char c = (unsigned char)s.data[i];
    if (!has_byte(stops, c)) {
      continue;
    }
    const char letter = short_escape(c);
    const bool is_control = c < 0x20 || c == 0x7F;
    const bool is_nonchar = c == 0xEF && is_bmp_noncharacter(s, i);
    if (!letter && !is_control && !is_nonchar) {
      continue;
    }
    furat_buffer_append(out, furat_str_slice(s, plain, i - plain));
    if (letter) {
      furat_buffer_append_byte(out, '\\');
      furat_buffer_append_byte(out, letter);
    } else if (is_control) {
      furat_buffer_appendf(out, "\\u%04X", c);
    } else {
      furat_buffer_append_cstr(out, s.data[i + 2] == '\xBE' ? "\\uFFFE" : "\\uFFFF");
      i += 2;
    }
    plain = i + 1;
  }
  furat_buffer_append(out, furat_str_slice(s, plain, s.len));
}

/// What may not stand between angle brackets becomes \uXXXX.
static void
append_iri(furat_buffer *out, furat_str iri)
{
  // Controls, space, and <>"{}|^`\.
  static const byte_set forbidden = {0xFFFFFFFF, 0x50000005, 0x50000000, 0x38000001,
                                     0x00000000, 0x00000000, 0x00000000, 0x00000000};
  size_t plain = 0;
  furat_buffer_append_byte(out, '<');
  for (size_t i = skip_plain(iri, 0, stops_iri); i < iri.len; ++i) {
    const unsigned char c = (unsigned char)iri.data[i];
    if (has_byte(forbidden, c)) {
      furat_buffer_append(out, furat_str_slice(iri, plain, i - plain));
      furat_buffer_appendf(out, "\\u%04X", c);
      plain = i + 1;
    }
  }
  furat_buffer_append(out, furat_str_slice(iri, plain, iri.len));
  furat_buffer_append_byte(out, '>');
}

static void
append_literal(furat_buffer *out, const furat_term *term)
{
  furat_buffer_append_byte(out, '"');
  append_literal_text(out, term->text);
  furat_buffer_append_byte(out, '"');
  if (term->language.len) {
    furat_buffer_append_byte(out, '@');
    furat_buffer_append(out, term->language);
  } else if (!furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_cstr(out, "^^");
    append_iri(out, term->datatype);
  }
}

void
furat_term_write_ntriples(furat_buffer *out, const furat_term *term)
{
  switch (term->kind) {
  case FURAT_TERM_NONE:
    break;
  case FURAT_TERM_IRI:
    append_iri(out, term->text);
    break;
  case FURAT_TERM_BLANK:
    furat_buffer_append_cstr(out, "_:");
    furat_buffer_append(out, term->text);
    break;
  case FURAT_TERM_LITERAL:
    append_literal(out, term);
    break;
  }
}

void
furat_quad_write_nquads(furat_buffer *out, const furat_quad *quad)
{
  const furat_term *terms[] = {&quad->subject, &quad->predicate, &quad->object,
                               &quad->graph};
  for (size_t i = 0; i < 4; ++i) {
    if (terms[i]->kind != FURAT_TERM_NONE) {
      furat_term_write_ntriples(out, terms[i]);
      furat_buffer_append_byte(out, ' ');
    }
  }
  furat_buffer_append_cstr(out, ".\n");
}
