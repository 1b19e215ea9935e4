// SPDX-License-Identifier: GPL-3.0-or-later
// What a session is about: a store, documents, or the shipped graph; one at a time.
//                                           cli/source -> [source] -> cmd_shell, mainloop
#ifndef FURAT_SHELL_SOURCE_H
#define FURAT_SHELL_SOURCE_H

#include "shell/shell_internal.h"

/// Open what the arguments name in the place of what is open, which stays where this
/// fails.  The prefixes of the new one are known beside the others.
FURAT_NODISCARD furat_status
furat_shell_open(furat_shell *shell, const furat_vec *arguments, furat_error *err);

/// Close what is open.
void
furat_shell_close(furat_shell *shell);

/// "my.furat", "a.ttl, b.ttl", "the shipped graph"; harmless on a terminal, borrowed.
furat_str
furat_shell_source_name(const furat_shell *shell);

/// Append the prompt of the settings with what its places stand for, and a blank.
void
furat_shell_write_prompt(furat_buffer *out, const furat_shell *shell);

/// Append how much is open, with its name before it or without: "my.furat: 24,329
/// statements (24,292 triples in 143 graphs)".  Triples, of which several graphs may have
/// the same, are told where counting them costs nothing that is felt.
void
furat_shell_append_source(furat_buffer *out, furat_shell *shell, bool named);

#endif
