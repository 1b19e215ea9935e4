// SPDX-License-Identifier: GPL-3.0-or-later
// The table of keywords; looked up by halving, as it is in the order of the alphabet.
#include "sparql/keywords.h"

#define KEYWORD_TEXT(name, text) text,
static const char *const texts[] = {FURAT_KEYWORDS(KEYWORD_TEXT)};
#undef KEYWORD_TEXT

static int
compare_nocase(furat_str a, furat_str b)
{
  for (size_t i = 0; i < a.len && i < b.len; ++i) {
    // Letters only, so one bit makes the case.
    const int order = (a.data[i] | 0x20) - (b.data[i] | 0x20);
    if (order) {
      return order;
    }
  }
  return (a.len > b.len) - (a.len < b.len);
}

furat_keyword
furat_keyword_find(furat_str word)
{
  size_t low = 0;
  size_t high = sizeof(texts) / sizeof(texts[0]);
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (compare_nocase(furat_str_of(texts[middle]), word) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == sizeof(texts) / sizeof(texts[0]) ||
      !furat_str_equal_nocase(furat_str_of(texts[low]), word)) {
    return FURAT_KEYWORD_NONE;
  }
  const furat_keyword found = (furat_keyword)(low + 1);
  return found == FURAT_KEYWORD_A && word.data[0] != 'a' ? FURAT_KEYWORD_NONE : found;
}

const char *const *
furat_keyword_texts(size_t *n)
{
  *n = sizeof(texts) / sizeof(texts[0]);
  return texts;
}
