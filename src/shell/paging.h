// SPDX-License-Identifier: GPL-3.0-or-later
// The pager of the shell: one for a result, or one for all that a command shows.
//                                              cli/pager -> [paging] -> result, look, dot
#ifndef FURAT_SHELL_PAGING_H
#define FURAT_SHELL_PAGING_H

#include "cli/pager.h"
#include "shell/shell_internal.h"

/// A pager for standard output as it is now, as the settings say.
void
furat_shell_pager_init(furat_pager *pager, const furat_shell *shell);

/// From now on all results, and what furat_shell_tell() tells beside them, go through
/// `pager`, until furat_shell_pager_end().
void
furat_shell_pager_begin(furat_shell *shell, furat_pager *pager);

/// Show what is held and wait for who reads.  `status` and `*err` are those of what ran.
FURAT_NODISCARD furat_status
furat_shell_pager_end(furat_shell *shell, furat_status status, furat_error *err);

/// Tell lines for people beside a result: in the pager that is open, else where
/// furat_shell_notes() says.
FURAT_NODISCARD furat_status
furat_shell_tell(furat_shell *shell, furat_str text, furat_error *err);

/// Show a text for people, of the shell's own: in the pager where results would be.
FURAT_NODISCARD furat_status
furat_shell_show_text(furat_shell *shell, furat_str text, furat_error *err);

#endif
