// SPDX-License-Identifier: GPL-3.0-or-later
// Most characters are letters of ASCII, or of scripts without cases, and need no table.
#include "func/text_case.h"

#include "base/utf8.h"

enum { CAPITAL_SIGMA = 0x3A3, SMALL_SIGMA = 0x3C3, FINAL_SIGMA = 0x3C2 };

// First bytes of the characters U+0600 to U+07FF (Arabic, Syriac, Thaana, N'Ko), which
// have two bytes and no cases.
enum { FIRST_WITHOUT_CASE = 0xD8, LAST_WITHOUT_CASE = 0xDF };

static char
map_ascii(unsigned char c, bool upper)
{
  const unsigned char first = upper ? 'a' : 'A';
  const unsigned char other = (unsigned char)(c ^ ('a' ^ 'A'));
  return (char)((unsigned char)(c - first) < 26 ? other : c);
}

static bool
is_without_case(unsigned char c)
{
  return c >= FIRST_WITHOUT_CASE && c <= LAST_WITHOUT_CASE;
}

// Characters that need no table, from `at` on; returns where they end.
static size_t
map_plain(furat_buffer *out, furat_str text, size_t at, size_t end, bool upper)
{
  char *to = furat_buffer_reserve(out, end - at);
  size_t n = 0;
  while (to && at + n < end) {
    const unsigned char c = (unsigned char)text.data[at + n];
    if (c < 0x80) {
      to[n++] = map_ascii(c, upper);
    } else if (is_without_case(c) && at + n + 2 <= end) {
      to[n] = text.data[at + n];
      to[n + 1] = text.data[at + n + 1];
      n += 2;
    } else {
      break;
    }
  }
  if (!to) {
    return end; // the buffer knows why
  }
  furat_buffer_advance(out, n);
  return at + n;
}

static void
map_one(furat_buffer *out, furat_str text, size_t *at, bool upper)
{
  uint32_t form[FURAT_UTF8_CASE_MAX];
  const size_t start = *at;
  const uint32_t code_point = furat_utf8_decode(text, at);
  const size_t n =
      upper ? furat_utf8_upper(form, code_point) : furat_utf8_lower(form, code_point);
  // F&O 5.4.8 follows Unicode's default case operations, of which this alone looks at
  // neighbours.
  if (code_point == CAPITAL_SIGMA && form[0] == SMALL_SIGMA &&
      furat_utf8_is_final(text, start, *at)) {
    form[0] = FINAL_SIGMA;
  }
  for (size_t i = 0; i < n; i++) {
    furat_buffer_append_code_point(out, form[i]);
  }
}

void
furat_text_map_case(furat_buffer *out, furat_str text, size_t *at, size_t end, bool upper)
{
  while (*at < end) {
    *at = map_plain(out, text, *at, end, upper);
    if (*at < end) {
      map_one(out, text, at, upper);
    }
  }
}
