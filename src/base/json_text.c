// SPDX-License-Identifier: GPL-3.0-or-later
// Strings of JSON, safe in documents that are read line by line or stand in a script.
#include "base/json_text.h"

#include "base/utf8.h"

static void
write_escape(furat_buffer *out, uint32_t code_point)
{
  switch (code_point) {
  case '"':
    furat_buffer_append_cstr(out, "\\\"");
    break;
  case '\\':
    furat_buffer_append_cstr(out, "\\\\");
    break;
  case '\n':
    furat_buffer_append_cstr(out, "\\n");
    break;
  case '\r':
    furat_buffer_append_cstr(out, "\\r");
    break;
  case '\t':
    furat_buffer_append_cstr(out, "\\t");
    break;
  case FURAT_UTF8_BAD:
    furat_buffer_append_code_point(out, code_point);
    break;
  default:
    furat_buffer_appendf(out, "\\u%04X", (unsigned)code_point);
  }
}

// DEL and the line separators are legal, but break what reads line by line or in script.
static bool
needs_escape(uint32_t code_point)
{
  return code_point < 0x20 || code_point == '"' || code_point == '\\' ||
         code_point == 0x7F || code_point == 0x2028 || code_point == 0x2029 ||
         code_point == FURAT_UTF8_BAD;
}

void
furat_json_string(furat_buffer *out, furat_str text)
{
  size_t plain = 0; // up to here it is written
  furat_buffer_append_byte(out, '"');
  for (size_t at = 0; at < text.len;) {
    const size_t start = at;
    uint32_t code_point = (unsigned char)text.data[at];
    if (code_point < 0x80) {
      at += 1;
    } else {
      code_point = furat_utf8_decode(text, &at);
    }
    if (needs_escape(code_point)) {
      furat_buffer_append(out, furat_str_slice(text, plain, start - plain));
      write_escape(out, code_point);
      plain = at;
    }
  }
  furat_buffer_append(out, furat_str_slice(text, plain, text.len));
  furat_buffer_append_byte(out, '"');
}
