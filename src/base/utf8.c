// SPDX-License-Identifier: GPL-3.0-or-later
// A strict decoder of our own (it is on every hot path); properties come from utf8proc.
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>

enum { ASCII_MAX = 0x7F, CAPITAL_I_WITH_DOT = 0x130, COMBINING_DOT_ABOVE = 0x307 };

uint32_t
furat_utf8_decode(furat_str s, size_t *offset)
{
  assert(*offset < s.len);
  const unsigned char *p = (const unsigned char *)s.data + *offset;
  const size_t left = s.len - *offset;
  *offset += 1;
  if (p[0] < 0x80) {
    return p[0];
  }
  const size_t n = p[0] < 0xC2   ? 0
                   : p[0] < 0xE0 ? 2
                   : p[0] < 0xF0 ? 3
                   : p[0] < 0xF5 ? 4
                                 : 0;
  if (n == 0 || n > left) {
    return FURAT_UTF8_BAD;
  }
  static const unsigned char masks[5] = {0, 0, 0x1F, 0x0F, 0x07};
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  uint32_t c = p[0] & masks[n];
  for (size_t i = 1; i < n; ++i) {
    if ((p[i] & 0xC0) != 0x80) {
      return FURAT_UTF8_BAD;
    }
    c = c << 6 | (p[i] & 0x3F);
  }
  if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
    return FURAT_UTF8_BAD;
  }
  *offset += n - 1;
  return c;
}

size_t
furat_utf8_encode(uint32_t code_point, char out[4])
{
  const uint32_t c = code_point;
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | c >> 6);
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
    return 0;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | c >> 18);
  out[1] = (char)(0x80 | (c >> 12 & 0x3F));
  out[2] = (char)(0x80 | (c >> 6 & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

/// The length of the run of ASCII bytes at `offset`, eight at a time.
static size_t
ascii_run(furat_str s, size_t offset)
{
  const size_t start = offset;
  uint64_t word;
  while (s.len - offset >= sizeof(word)) {
    memcpy(&word, s.data + offset, sizeof(word));
    if (word & UINT64_C(0x8080808080808080)) {
      break;
    }
    offset += sizeof(word);
  }
  while (offset < s.len && (unsigned char)s.data[offset] < 0x80) {
    ++offset;
  }
  return offset - start;
}

size_t
furat_utf8_valid_length(furat_str s)
{
  size_t offset = 0;
  while (offset < s.len) {
    offset += ascii_run(s, offset);
    const size_t start = offset;
    if (offset < s.len && furat_utf8_decode(s, &offset) == FURAT_UTF8_BAD) {
      return start;
    }
  }
  return s.len;
}

size_t
furat_utf8_count(furat_str s)
{
  size_t n = 0;
  for (size_t offset = 0; offset < s.len; ++n) {
    furat_utf8_decode(s, &offset);
  }
  return n;
}

size_t
furat_utf8_floor(furat_str s, size_t offset)
{
  if (offset >= s.len) {
    return s.len;
  }
  // A code point has at most three bytes before this one.
  for (size_t back = 1; back <= 3 && back <= offset; ++back) {
    size_t end = offset - back;
    if (furat_utf8_decode(s, &end) != FURAT_UTF8_BAD && end > offset) {
      return offset - back;
    }
  }
  return offset;
}

static bool
is_scalar_value(uint32_t c)
{
  return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/// Format characters that are drawn: the soft hyphen and signs that stand before digits.
static bool
is_visible_format(uint32_t c)
{
  return c == 0xAD || (c >= 0x600 && c <= 0x605) || c == 0x6DD || c == 0x70F ||
         c == 0x890 || c == 0x891 || c == 0x8E2;
}

int
furat_utf8_width(uint32_t code_point)
{
  if (!is_scalar_value(code_point)) {
    return 1;
  }
  const utf8proc_int32_t c = (utf8proc_int32_t)code_point;
  switch (utf8proc_category(c)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CC:
  case UTF8PROC_CATEGORY_ZL:
  case UTF8PROC_CATEGORY_ZP:
    return 0;
  case UTF8PROC_CATEGORY_CF:
    return is_visible_format(code_point);
  default:
    break;
  }
  // Medial vowels and final consonants of Hangul join the syllable before them.
  if ((c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB)) {
    return 0;
  }
  return utf8proc_charwidth(c) == 2 ? 2 : 1;
}

static bool
is_regional_indicator(uint32_t c)
{
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

size_t
furat_utf8_next_cluster(furat_str s, size_t offset, size_t *width)
{
  uint32_t previous = furat_utf8_decode(s, &offset);
  if (previous == FURAT_UTF8_BAD) {
    *width = 1;
    return offset;
  }
  size_t cells = (size_t)furat_utf8_width(previous);
  bool two_cells = cells == 2;
  utf8proc_int32_t state = 0;
  while (offset < s.len) {
    size_t end = offset;
    const uint32_t c = furat_utf8_decode(s, &end);
    if (c == FURAT_UTF8_BAD ||
        utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous, (utf8proc_int32_t)c,
                                         &state)) {
      break;
    }
    // U+FE0F asks for the picture of a sign; two regional indicators are a flag.
    two_cells = two_cells || c == 0xFE0F || is_regional_indicator(c);
    cells += (size_t)furat_utf8_width(c);
    previous = c;
    offset = end;
  }
  *width = two_cells ? 2 : cells;
  return offset;
}

size_t
furat_utf8_ascii_end(furat_str s, size_t offset)
{
  while (offset < s.len && (unsigned char)(s.data[offset] - 0x20) < 0x5F) {
    ++offset;
  }
  return offset;
}

size_t
furat_utf8_text_width(furat_str s)
{
  size_t cells = 0;
  for (size_t offset = 0; offset < s.len;) {
    const size_t end = furat_utf8_ascii_end(s, offset);
    if (end == s.len) {
      return cells + (end - offset);
    }
    if (end > offset + 1) {
      cells += end - offset - 1;
      offset = end - 1;
    }
    size_t width;
    offset = furat_utf8_next_cluster(s, offset, &width);
    cells += width;
  }
  return cells;
}

static uint32_t
simple_upper(utf8proc_int32_t code_point)
{
  return (uint32_t)utf8proc_toupper(code_point);
}

// The library knows only mappings of one to one.  Those to several are the upper case of
// the full case folding of what is not upper case itself.
size_t
furat_utf8_upper(uint32_t out[FURAT_UTF8_CASE_MAX], uint32_t code_point)
{
  const utf8proc_int32_t c = (utf8proc_int32_t)code_point;
  utf8proc_int32_t folded[FURAT_UTF8_CASE_MAX];
  int boundary = 0;
  utf8proc_ssize_t n = 1;
  if (code_point > ASCII_MAX && utf8proc_category(c) != UTF8PROC_CATEGORY_LU) {
    n = utf8proc_decompose_char(c, folded, FURAT_UTF8_CASE_MAX, UTF8PROC_CASEFOLD,
                                &boundary);
  }
  if (n < 2 || n > FURAT_UTF8_CASE_MAX) {
    out[0] = simple_upper(c);
    return 1;
  }
  for (utf8proc_ssize_t i = 0; i < n; i++) {
    out[i] = simple_upper(folded[i]);
  }
  return (size_t)n;
}

size_t
furat_utf8_lower(uint32_t out[FURAT_UTF8_CASE_MAX], uint32_t code_point)
{
  out[0] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
  if (code_point != CAPITAL_I_WITH_DOT) {
    return 1;
  }
  out[0] = 'i';
  out[1] = COMBINING_DOT_ABOVE;
  return 2;
}

// Unicode's Cased, but for modifier letters, which are passed over first.
static bool
is_cased(uint32_t code_point)
{
  const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
  const utf8proc_int32_t c = (utf8proc_int32_t)code_point;
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL ||
         category == UTF8PROC_CATEGORY_LT || code_point == 0xAA || code_point == 0xBA ||
         utf8proc_tolower(c) != c || utf8proc_toupper(c) != c;
}

// Unicode's Case_Ignorable: by category, and what may stand within words.
static bool
is_case_ignorable(uint32_t code_point)
{
  static const uint32_t within_words[] = {'\'',   '.',    ':',    0xB7,   0x387,  0x55F,
                                          0x5F4,  0x2018, 0x2019, 0x2024, 0x2027, 0xFE13,
                                          0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
  switch (utf8proc_category((utf8proc_int32_t)code_point)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CF:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_SK:
    return true;
  default:
    break;
  }
  for (size_t i = 0; i < sizeof(within_words) / sizeof(within_words[0]); i++) {
    if (code_point == within_words[i]) {
      return true;
    }
  }
  return false;
}

enum { MOST_IGNORED = 64 };

bool
furat_utf8_is_final(furat_str s, size_t begin, size_t end)
{
  uint32_t code_point = 0;
  bool ignored = true;
  for (int i = 0; ignored && i < MOST_IGNORED && begin > 0; i++) {
    begin = furat_utf8_floor(s, begin - 1);
    size_t at = begin;
    code_point = furat_utf8_decode(s, &at);
    ignored = code_point != FURAT_UTF8_BAD && is_case_ignorable(code_point);
  }
  if (ignored || code_point == FURAT_UTF8_BAD || !is_cased(code_point)) {
    return false;
  }
  ignored = true;
  for (int i = 0; ignored && i < MOST_IGNORED && end < s.len; i++) {
    code_point = furat_utf8_decode(s, &end);
    ignored = code_point != FURAT_UTF8_BAD && is_case_ignorable(code_point);
  }
  return ignored || code_point == FURAT_UTF8_BAD || !is_cased(code_point);
}

bool
furat_utf8_is_rtl(uint32_t code_point)
{
  if (!is_scalar_value(code_point)) {
    return false;
  }
  const utf8proc_propval_t bidi =
      utf8proc_get_property((utf8proc_int32_t)code_point)->bidi_class;
  return bidi == UTF8PROC_BIDI_CLASS_R || bidi == UTF8PROC_BIDI_CLASS_AL;
}

bool
furat_utf8_is_unsafe(uint32_t code_point)
{
  const uint32_t c = code_point;
  if (c < 0x300) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
  }
  if (c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
      (c >= 0x2065 && c <= 0x206F) || (c >= 0xFFF0 && c <= 0xFFFB)) {
    return true;
  }
  // Of plane 14 only the tags inside flags and the variation selectors mean something.
  if (c >= 0xE0000 && c <= 0xE0FFF) {
    return !((c >= 0xE0020 && c <= 0xE007F) || (c >= 0xE0100 && c <= 0xE01EF));
  }
  return !is_scalar_value(c) || (c & 0xFFFE) == 0xFFFE;
}

// ------------------------------------------------------------------ unseen characters

enum {
  SOFT_HYPHEN = 0xAD,
  ZERO_WIDTH_SPACE = 0x200B,
  NON_JOINER = 0x200C,
  JOINER = 0x200D,
  MONGOLIAN_VOWEL_SEPARATOR = 0x180E,
  BLACK_FLAG = 0x1F3F4
};

// Nothing is to be seen of them, wherever they stand.
static bool
is_never_seen(uint32_t c)
{
  return c == SOFT_HYPHEN || c == 0x34F || c == 0x17B4 || c == 0x17B5 || c == 0x3164 ||
         c == 0xFEFF || c == 0xFFA0 || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x1BCA0 && c <= 0x1BCA3) || (c >= 0x1D173 && c <= 0x1D17A);
}

static bool
is_tag(uint32_t c)
{
  return c >= 0xE0020 && c <= 0xE007F;
}

// 0 where there is none.
static uint32_t
before(furat_str s, size_t begin)
{
  size_t at = begin > 0 ? furat_utf8_floor(s, begin - 1) : begin;
  return at < begin ? furat_utf8_decode(s, &at) : 0;
}

static uint32_t
behind(furat_str s, size_t begin)
{
  size_t at = begin;
  if (at < s.len) {
    (void)furat_utf8_decode(s, &at);
  }
  return at < s.len ? furat_utf8_decode(s, &at) : 0;
}

// Letters, marks and pictures of those scripts that know joiners: none of Latin, Greek
// and Cyrillic does.
static bool
may_be_joined(uint32_t c)
{
  return c >= 0x590 && !(c >= 0x2000 && c <= 0x206F) && c != 0x3000 && c != 0xFEFF &&
         c != FURAT_UTF8_BAD;
}

// Scripts without spaces between words.
static bool
is_of_joined_words(uint32_t c)
{
  return (c >= 0xE00 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
         (c >= 0x1950 && c <= 0x1AAF) || (c >= 0xA9E0 && c <= 0xAADF);
}

static bool
is_in_flag(furat_str s, size_t begin)
{
  enum { MOST_TAGS = 32 };
  uint32_t c = 0;
  for (int i = 0; i < MOST_TAGS; i++) {
    c = before(s, begin);
    if (!is_tag(c)) {
      break;
    }
    begin = furat_utf8_floor(s, begin - 1);
  }
  return c == BLACK_FLAG;
}

bool
furat_utf8_is_unsafe_at(furat_str s, size_t begin, uint32_t c)
{
  if (c < 0x180E || (c > 0x200D && c < 0xE0020)) {
    return furat_utf8_is_unsafe(c) || is_never_seen(c);
  }
  switch (c) {
  case ZERO_WIDTH_SPACE:
    return !is_of_joined_words(before(s, begin));
  case NON_JOINER: // at the end of an Arabic word it does nothing
    return !may_be_joined(before(s, begin)) ||
           (furat_utf8_is_rtl(before(s, begin)) && !may_be_joined(behind(s, begin)));
  case JOINER:
    return !may_be_joined(before(s, begin));
  case MONGOLIAN_VOWEL_SEPARATOR:
    return before(s, begin) < 0x1800 || before(s, begin) > 0x18AF;
  default:
    return furat_utf8_is_unsafe(c) || (is_tag(c) && !is_in_flag(s, begin));
  }
}
