// SPDX-License-Identifier: GPL-3.0-or-later
// Strings of JSON, safe in documents that are read line by line or stand in a script.
#include "base/json_text.h"

#include "base/utf8.h"

static void
write_code_point(furat_buffer *out, uint32_t code_point)
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
  default:
    // DEL and the line separators are legal, but break what reads line by line or in
    // script.
    if (code_point < 0x20 || code_point == 0x7F || code_point == 0x2028 ||
        code_point == 0x2029) {
      furat_buffer_appendf(out, "\\u%04X", (unsigned)code_point);
    } else {
      furat_buffer_append_code_point(out, code_point);
    }
  }
}

void
furat_json_string(furat_buffer *out, furat_str text)
{
  furat_buffer_append_byte(out, '"');
  for (size_t at = 0; at < text.len;) {
    write_code_point(out, furat_utf8_decode(text, &at));
  }
  furat_buffer_append_byte(out, '"');
}
