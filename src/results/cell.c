// SPDX-License-Identifier: GPL-3.0-or-later
// Terms in one line of harmless text.                rdf/term -> [cell] -> table, shell
#include "results/cell.h"

#include "base/screen.h"
#include "base/utf8.h"
#include "rdf/vocabulary.h"
#include "results/labels.h"

// Dates of the Extended Date/Time Format, as the shipped graph has them.
#define EDTF_DATE "http://id.loc.gov/datatypes/edtf/EDTF"

static void
write_escape(furat_buffer *out, uint32_t code_point)
{
  switch (code_point) {
  case '\n':
    furat_buffer_append_cstr(out, "\\n");
    break;
  case '\r':
    furat_buffer_append_cstr(out, "\\r");
    break;
  case '\t':
    furat_buffer_append_cstr(out, "\\t");
    break;
  default:
    furat_buffer_appendf(out, code_point > 0xFFFF ? "\\U%08X" : "\\u%04X", code_point);
  }
}

// The line break that ends at `at`, as one newline; false: `c` is none, and no tab
// either.
static bool
write_break(furat_buffer *out, uint32_t c, furat_str text, size_t at)
{
  const bool pair = c == '\r' && at < text.len && text.data[at] == '\n';
  if (c != '\n' && c != '\r' && c != '\t') {
    return false;
  }
  if (!pair) {
    furat_buffer_append_byte(out, c == '\t' ? '\t' : '\n');
  }
  return true;
}

static void
write_visible(furat_buffer *out, furat_str text, bool line_breaks)
{
  size_t clean = 0; // what lies between here and `at` is copied as it is
  size_t at = 0;
  while (at < text.len) {
    at = furat_utf8_ascii_end(text, at);
    if (at == text.len) {
      break;
    }
    size_t start = at;
    uint32_t code_point = furat_utf8_decode(text, &at);
    if (code_point != FURAT_UTF8_BAD &&
        !furat_utf8_is_unsafe_at(text, start, code_point)) {
      continue;
    }
    furat_buffer_append(out, furat_str_slice(text, clean, start - clean));
    if (code_point == FURAT_UTF8_BAD) {
      furat_buffer_appendf(out, "\\x%02X", (unsigned)(unsigned char)text.data[start]);
    } else if (!line_breaks || !write_break(out, code_point, text, at)) {
      write_escape(out, code_point);
    }
    clean = at;
  }
  furat_buffer_append(out, furat_str_slice(text, clean, text.len));
}

void
furat_text_write_visible(furat_buffer *out, furat_str text)
{
  write_visible(out, text, false);
}

static bool
is_xsd(const furat_term *term, const char *const *names, size_t n)
{
  const furat_str xsd = FURAT_STR(FURAT_XSD);
  if (term->kind != FURAT_TERM_LITERAL || !furat_str_starts_with(term->datatype, xsd)) {
    return false;
  }
  furat_str local = furat_str_slice(term->datatype, xsd.len, term->datatype.len);
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(local, furat_str_of(names[i]))) {
      return true;
    }
  }
  return false;
}

bool
furat_term_is_numeric(const furat_term *term)
{
  static const char *const names[] = {"integer",
                                      "decimal",
                                      "double",
                                      "float",
                                      "int",
                                      "long",
                                      "short",
                                      "byte",
                                      "unsignedInt",
                                      "unsignedLong",
                                      "unsignedShort",
                                      "unsignedByte",
                                      "nonNegativeInteger",
                                      "positiveInteger",
                                      "nonPositiveInteger",
                                      "negativeInteger"};
  return is_xsd(term, names, sizeof(names) / sizeof(names[0]));
}

// Literals whose datatype can be seen from their text.
static bool
is_plain(const furat_term *term)
{
  static const char *const names[] = {"string", "boolean", "date",       "dateTime",
                                      "time",   "gYear",   "gYearMonth", "anyURI"};
  return furat_str_equal(term->datatype, FURAT_STR(EDTF_DATE)) ||
         furat_term_is_numeric(term) ||
         is_xsd(term, names, sizeof(names) / sizeof(names[0]));
}

static void
write_iri(furat_buffer *out, furat_str iri, const furat_prefixes *prefixes)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  if (prefixes) {
    furat_prefixes_write_iri(&text, prefixes, iri);
  } else {
    furat_buffer_append_byte(&text, '<');
    furat_buffer_append(&text, iri);
    furat_buffer_append_byte(&text, '>');
  }
  if (text.status == FURAT_OK) {
    furat_text_write_visible(out, furat_buffer_str(&text));
  } else if (out->status == FURAT_OK) {
    out->status = text.status;
  }
  furat_buffer_clear(&text);
}

// As in sentences, when it is one that a counter may have.
static bool
write_count(furat_buffer *out, const furat_term *term)
{
  enum { MOST_DIGITS = 19 };
  char text[32];
  uint64_t count = 0;
  if (!furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_INTEGER)) ||
      term->text.len == 0 || term->text.len > MOST_DIGITS) {
    return false;
  }
  for (size_t i = 0; i < term->text.len; i++) {
    if (term->text.data[i] < '0' || term->text.data[i] > '9') {
      return false;
    }
    count = count * 10 + (uint64_t)(term->text.data[i] - '0');
  }
  furat_buffer_append_cstr(out, furat_screen_number(text, count));
  return true;
}

static void
write_literal(furat_buffer *out, const furat_term *term, const furat_prefixes *prefixes,
              bool line_breaks)
{
  write_visible(out, term->text, line_breaks);
  if (term->language.len > 0) {
    furat_buffer_append_cstr(out, " @");
    furat_text_write_visible(out, term->language);
  } else if (!is_plain(term)) {
    furat_buffer_append_cstr(out, " ^^");
    write_iri(out, term->datatype, prefixes);
  }
}

void
furat_term_write_cell(furat_buffer *out, const furat_term *term,
                      const furat_prefixes *prefixes)
{
  switch (term->kind) {
  case FURAT_TERM_NONE:
    break;
  case FURAT_TERM_IRI:
    write_iri(out, term->text, prefixes);
    break;
  case FURAT_TERM_BLANK:
    furat_buffer_append_cstr(out, "_:");
    furat_text_write_visible(out, term->text);
    break;
  case FURAT_TERM_LITERAL:
    write_literal(out, term, prefixes, false);
    break;
  }
}

void
furat_term_write_styled(furat_buffer *out, const furat_term *term,
                        const furat_style *style)
{
  furat_str label = FURAT_STR_NONE;
  if (term->kind == FURAT_TERM_NONE) {
    furat_text_write_visible(out, style->null_text);
  } else if (term->kind == FURAT_TERM_LITERAL) {
    if (!style->counts || !write_count(out, term)) {
      write_literal(out, term, style->prefixes, style->line_breaks);
    }
  } else if (term->kind != FURAT_TERM_IRI || !style->labels ||
             !furat_labels_find(style->labels, term->text, &label)) {
    furat_term_write_cell(out, term, style->prefixes);
  } else {
    write_visible(out, label, style->line_breaks);
    if (style->names_too) {
      furat_buffer_append_cstr(out, " (");
      write_iri(out, term->text, style->prefixes);
      furat_buffer_append_byte(out, ')');
    }
  }
}

size_t
furat_term_tag_bytes(const furat_term *term, furat_str written)
{
  return term->language.len > 0 && furat_str_ends_with(written, term->language)
             ? term->language.len + 2
             : 0;
}

furat_color
furat_term_color(const furat_term *term)
{
  static const furat_color colors[] = {[FURAT_TERM_NONE] = FURAT_COLOR_NULL,
                                       [FURAT_TERM_IRI] = FURAT_COLOR_IRI,
                                       [FURAT_TERM_BLANK] = FURAT_COLOR_BLANK,
                                       [FURAT_TERM_LITERAL] = FURAT_COLOR_PLAIN};
  static const char *const dates[] = {"boolean", "date",  "dateTime",
                                      "time",    "gYear", "gYearMonth"};
  if (furat_term_is_numeric(term)) {
    return FURAT_COLOR_NUMBER;
  }
  if (is_xsd(term, dates, sizeof(dates) / sizeof(dates[0])) ||
      furat_str_equal(term->datatype, FURAT_STR(EDTF_DATE))) {
    return FURAT_COLOR_DATE;
  }
  return colors[term->kind];
}

// Letters that are not right-to-left are taken for left-to-right; digits and signs have
// no strong direction (UAX #9, rule P2).
static bool
is_strong_ltr(uint32_t code_point)
{
  return (code_point >= 'A' && code_point <= 'Z') ||
         (code_point >= 'a' && code_point <= 'z') ||
         (code_point >= 0xC0 && code_point < 0x590) ||
         (code_point >= 0x900 && code_point < 0x2000) ||
         (code_point >= 0x2C00 && code_point < 0xFB1D &&
          !(code_point >= 0x2E00 && code_point < 0x2E80) &&
          !(code_point >= 0x3000 && code_point < 0x3005));
}

bool
furat_text_is_rtl(furat_str text, bool *has_rtl)
{
  bool decided = false;
  bool rtl = false;
  *has_rtl = false;
  for (size_t at = 0; at < text.len && !*has_rtl;) {
    const size_t end = furat_utf8_ascii_end(text, at);
    for (; at < end; at++) {
      decided = decided || is_strong_ltr((unsigned char)text.data[at]);
    }
    if (at == text.len) {
      break;
    }
    uint32_t code_point = furat_utf8_decode(text, &at);
    if (code_point == FURAT_UTF8_BAD) {
      continue;
    }
    *has_rtl = furat_utf8_is_rtl(code_point);
    if (!decided && (*has_rtl || is_strong_ltr(code_point))) {
      decided = true;
      rtl = *has_rtl;
    }
  }
  return rtl;
}

size_t
furat_text_fit(furat_str text, size_t max_cells, size_t *cells)
{
  size_t at = 0;
  *cells = 0;
  while (at < text.len) {
    // What lies beyond the room is not looked at: there may be much of it.
    const size_t most = max_cells - *cells;
    const size_t near = most < text.len - at ? at + most + 2 : text.len;
    const size_t end = furat_utf8_ascii_end(furat_str_slice(text, 0, near), at);
    if (end > at + 1) {
      // The last one may have company.
      const size_t n = end - at - (end < text.len);
      at += n < most ? n : most;
      *cells += n < most ? n : most;
      if (n > most) {
        break;
      }
      continue;
    }
    size_t width = 0;
    size_t next = furat_utf8_next_cluster(text, at, &width);
    if (width > max_cells - *cells) {
      break;
    }
    *cells += width;
    at = next;
  }
  return at;
}

// Where a name without blanks is best broken: behind the last mark between its parts.
// 0: nowhere.
static size_t
break_of_name(furat_str line)
{
  for (size_t at = line.len; at > line.len / 3; at--) {
    size_t cells = 0;
    if (strchr(":/#-_", line.data[at - 1]) && line.data[at - 1] != '\0' &&
        furat_utf8_next_cluster(line, at - 1, &cells) == at) {
      return at;
    }
  }
  return 0;
}

furat_str
furat_text_first_line(furat_str text, size_t room, size_t *cells, size_t *next)
{
  const size_t n = furat_text_fit(text, room, cells);
  *next = n;
  if (n == text.len) {
    return text;
  }
  furat_str line = furat_str_slice(text, 0, n);
  const size_t space = furat_str_rfind_byte(line, ' ');
  if (n == 0) {
    *next = furat_utf8_next_cluster(text, 0, cells);
    return furat_str_slice(text, 0, *next);
  }
  if (text.data[n] == ' ') {
    *next = n + 1;
  } else if (space > 0 && space < n) {
    line.len = space;
    *next = space + 1;
    *cells = furat_utf8_text_width(line);
  } else if (break_of_name(line) > 0) {
    line.len = *next = break_of_name(line);
    *cells = furat_utf8_text_width(line);
  }
  return line;
}
