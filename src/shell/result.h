// SPDX-License-Identifier: GPL-3.0-or-later
// How results leave the shell: .last .output .once, and a | behind a statement.
//                                              result, target -> [result] -> execute, dot
#ifndef FURAT_SHELL_RESULT_H
#define FURAT_SHELL_RESULT_H

#include "shell/dot.h"
#include "shell/paging.h"
#include "shell/target.h"

/// Where standard output goes while one statement or dot command runs.
typedef struct furat_redirect {
  furat_target own;    ///< closed behind it
  bool once;           ///< it is that of .once, which waits on when nothing is written
  furat_target *used;  ///< NULL: standard output stays what it is
  furat_target *outer; ///< of what this one runs inside of
} furat_redirect;

/// Redirect standard output to `command` (`|sort`) if it is not empty, else to what .once
/// or .output named.
FURAT_NODISCARD furat_status
furat_shell_redirect(furat_shell *shell, furat_str command, furat_redirect *redirect,
                     furat_error *err);

/// End that.  `status` and `*err` are those of what ran; what went wrong with the file or
/// the command is told too.
FURAT_NODISCARD furat_status
furat_shell_restore(furat_shell *shell, furat_redirect *redirect, furat_status status,
                    furat_error *err);

/// Whether solutions are shown to somebody with the number of their rows below, which may
/// then be less than all.
bool
furat_shell_counts(const furat_shell *shell);

/// Flush standard output and tell what went wrong; what it is redirected to is flushed by
/// furat_shell_restore().
FURAT_NODISCARD furat_status
furat_shell_flush(const furat_shell *shell, furat_status status, furat_error *err);

/// Before the first statement.
void
furat_shell_results_init(furat_shell *shell);

/// Behind the last one: close what .output and .once opened, forget the last result.
/// `status` and `*err` are those of what ran.
FURAT_NODISCARD furat_status
furat_shell_results_clear(furat_shell *shell, furat_status status, furat_error *err);

#endif
