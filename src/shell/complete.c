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
  if (text.len > 0 && text.data[0] == '.') {
    furat_complete_dot(shell, text, cursor, out);
  } else {
    furat_complete_query(shell, text, cursor, out);
  }
}
