// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands that look around: .graphs .prefixes.                     [dot_look] -> dot
#include <stdio.h>

#include "results/cell.h"
#include "shell/dot.h"

void
furat_shell_print_visible(furat_str text)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  furat_text_write_visible(&line, text);
  furat_buffer_append_byte(&line, '\n');
  if (line.status == FURAT_OK) {
    fwrite(line.data, 1, line.len, stdout);
  }
  furat_buffer_clear(&line);
}

furat_status
furat_shell_dot_prefixes(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                         FURAT_UNUSED furat_error *err)
{
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  for (size_t i = 0; i < shell->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&shell->prefixes.entries, furat_prefix, i);
    furat_buffer_reset(&line);
    furat_buffer_append_cstr(&line, "PREFIX ");
    furat_buffer_append(&line, prefix->name);
    furat_buffer_append_cstr(&line, ": <");
    furat_buffer_append(&line, prefix->iri);
    furat_buffer_append_byte(&line, '>');
    furat_shell_print_visible(furat_buffer_str(&line));
  }
  furat_status status = furat_buffer_status(&line, err);
  furat_buffer_clear(&line);
  return status;
}

static furat_status
print_graph(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const furat_shell *shell = self;
  furat_buffer line;
  furat_buffer_init(&line, SIZE_MAX / 2);
  for (size_t i = 0; i < n; i++) {
    furat_buffer_reset(&line);
    furat_term_write_cell(&line, &quads[i].subject, &shell->prefixes);
    furat_buffer_append_byte(&line, '\n');
    fwrite(line.data, 1, line.status == FURAT_OK ? line.len : 0, stdout);
  }
  furat_status status = furat_buffer_status(&line, err);
  furat_buffer_clear(&line);
  return status;
}

furat_status
furat_shell_dot_graphs(furat_shell *shell, FURAT_UNUSED const furat_dot_words *words,
                       furat_error *err)
{
  const furat_quad_sink sink = {.self = shell, .emit = print_graph};
  return furat_dataset_graphs(shell->dataset, &sink, err);
}
