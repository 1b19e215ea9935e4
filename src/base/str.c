// SPDX-License-Identifier: GPL-3.0-or-later
// Views of bytes.  Nothing here allocates; {NULL, 0} is an empty view like any other.
#define _GNU_SOURCE // memmem: a linear search
#include "base/str.h"

#include <string.h>

furat_str
furat_str_of(const char *terminated)
{
  return terminated ? (furat_str){terminated, strlen(terminated)} : FURAT_STR_NONE;
}

bool
furat_str_equal(furat_str a, furat_str b)
{
  return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

int
furat_str_compare(furat_str a, furat_str b)
{
  const size_t common = a.len < b.len ? a.len : b.len;
  const int order = common ? memcmp(a.data, b.data, common) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static unsigned char
fold_ascii(char c)
{
  return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
furat_str_equal_nocase(furat_str a, furat_str b)
{
  if (a.len != b.len) {
    return false;
  }
  for (size_t i = 0; i < a.len; ++i) {
    if (fold_ascii(a.data[i]) != fold_ascii(b.data[i])) {
      return false;
    }
  }
  return true;
}

bool
furat_str_starts_with(furat_str s, furat_str prefix)
{
  return s.len >= prefix.len &&
         furat_str_equal(furat_str_slice(s, 0, prefix.len), prefix);
}

bool
furat_str_ends_with(furat_str s, furat_str suffix)
{
  return s.len >= suffix.len &&
         furat_str_equal(furat_str_slice(s, s.len - suffix.len, suffix.len), suffix);
}

furat_str
furat_str_slice(furat_str s, size_t start, size_t len)
{
  if (!s.data) {
    return FURAT_STR_NONE;
  }
  if (start > s.len) {
    start = s.len;
  }
  if (len > s.len - start) {
    len = s.len - start;
  }
  return (furat_str){s.data + start, len};
}

size_t
furat_str_find_byte(furat_str s, char c)
{
  const char *found = s.len ? memchr(s.data, c, s.len) : NULL;
  return found ? (size_t)(found - s.data) : s.len;
}

size_t
furat_str_rfind_byte(furat_str s, char c)
{
  for (size_t i = s.len; i > 0; --i) {
    if (s.data[i - 1] == c) {
      return i - 1;
    }
  }
  return s.len;
}

size_t
furat_str_find(furat_str s, furat_str part)
{
  if (part.len == 0) {
    return 0;
  }
  const char *at = part.len <= s.len ? memmem(s.data, s.len, part.data, part.len) : NULL;
  return at ? (size_t)(at - s.data) : s.len + 1;
}
