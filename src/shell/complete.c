// SPDX-License-Identifier: GPL-3.0-or-later
// What could stand where somebody pressed Tab: in a dot command or in a statement.
//                                  complete_query, complete_dot -> [complete] -> input
#include "shell/complete.h"

void
furat_shell_complete(furat_shell *shell, furat_str text, size_t cursor,
                     furat_candidates *out)
{
  cursor = cursor < text.len ? cursor : text.len;
  furat_candidates_init(out, cursor, cursor);
  const furat_str before = furat_str_slice(text, 0, cursor);
  if (text.len > 0 && text.data[0] == '.') {
    furat_complete_dot(shell, text, cursor, out);
  } else if (furat_shell_statement_pipe(before) < cursor) {
    const size_t pipe = furat_shell_statement_pipe(before);
    furat_complete_target(out, furat_str_slice(text, pipe, cursor - pipe), pipe);
  } else {
    furat_complete_query(shell, text, cursor, out);
  }
}
