// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges as the grammars of Turtle and SPARQL 1.1 list them.
#include "rdf/name_chars.h"

#include <string.h>

typedef struct code_range {
  uint32_t first;
  uint32_t last;
} code_range;

bool
furat_is_pn_chars_base(uint32_t c)
{
  static const code_range ranges[] = {
      {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
      {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
      {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
  };
  if (c < 0x80) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
  for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); ++i) {
    if (c <= ranges[i].last) {
      return c >= ranges[i].first;
    }
  }
  return false;
}

bool
furat_is_pn_chars_u(uint32_t c)
{
  return c == '_' || furat_is_pn_chars_base(c);
}

bool
furat_is_varname_char(uint32_t c)
{
  return (c >= '0' && c <= '9') || furat_is_pn_chars_u(c) || c == 0xB7 ||
         (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040);
}

bool
furat_is_pn_chars(uint32_t c)
{
  return c == '-' || furat_is_varname_char(c);
}

bool
furat_is_local_escape(uint32_t c)
{
  return c > 0 && c < 0x80 && strchr("_~.-!$&'()*+,;=/?#@%", (int)c);
}

static bool
is_hex_digit(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

bool
furat_is_percent_escape(furat_str s, size_t i)
{
  return i < s.len && s.len - i >= 3 && s.data[i] == '%' && is_hex_digit(s.data[i + 1]) &&
         is_hex_digit(s.data[i + 2]);
}
