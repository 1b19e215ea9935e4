// SPDX-License-Identifier: GPL-3.0-or-later
// Writes plans to standard output.                    engine -> [plan_text] -> commands
#include "cli/plan_text.h"

#include <stdio.h>

#include "results/cell.h"

// What is in the data must not reach a terminal as it is; JSON escapes for itself.
static furat_status
write_visible(furat_str text, furat_error *err)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  for (size_t start = 0; start < text.len;) {
    furat_str rest = furat_str_slice(text, start, text.len - start);
    size_t len = furat_str_find_byte(rest, '\n');
    furat_text_write_visible(&line, furat_str_slice(rest, 0, len));
    furat_buffer_append_byte(&line, '\n');
    start += len + 1;
  }
  furat_status status = furat_buffer_status(&line, err);
  if (status == FURAT_OK && line.len > 0) {
    (void)fwrite(line.data, 1, line.len, stdout);
  }
  furat_buffer_clear(&line);
  return status;
}

furat_status
furat_plan_show(furat_query *query, const furat_explain_options *how, furat_watch *watch,
                const furat_cancel *cancel, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_status status = furat_query_explain(&out, query, how, cancel, err);
  furat_watch_hide(watch);
  if (status == FURAT_OK && how->json) {
    (void)fwrite(out.data, 1, out.len, stdout);
  } else if (status == FURAT_OK) {
    status = write_visible(furat_buffer_str(&out), err);
  }
  furat_buffer_clear(&out);
  return status;
}
