// SPDX-License-Identifier: GPL-3.0-or-later
// The transaction of a session: .begin, .commit and .rollback (dot.h), its mark in the
// prompt, and what becomes of one that nobody ends.
//                                engine/furat.h -> [transaction] -> dot, script, mainloop
#ifndef FURAT_SHELL_TRANSACTION_H
#define FURAT_SHELL_TRANSACTION_H

#include "shell/shell_internal.h"

/// Something has failed: in a script nobody has seen it, so that a transaction that is
/// open cannot be committed any more.  Whether a session is to be told of that now.
bool
furat_transaction_note_failure(furat_shell *shell, bool scripted);

/// Tell that the transaction can only be rolled back.
void
furat_transaction_tell_failure(void);

/// What stands in the prompt: "*" while a transaction is open, "!" when it can only be
/// rolled back, otherwise nothing.
const char *
furat_transaction_mark(const furat_shell *shell);

/// Refuse what would end an open transaction on the way: FURAT_USAGE.
FURAT_NODISCARD furat_status
furat_transaction_refuse(const furat_shell *shell, const char *what, furat_error *err);

/// Roll back what is open at the end of everything, and say so.  FURAT_BAD_DATA where a
/// script has ended well but for that; else `status`.
FURAT_NODISCARD furat_status
furat_transaction_end(furat_shell *shell, furat_status status, furat_error *err);

#endif
