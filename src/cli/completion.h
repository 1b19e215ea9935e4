// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand next on a command line, for the completion of bash, zsh and fish: from
// the tables of commands and options, so that it is never stale.
#ifndef FURAT_CLI_COMPLETION_H
#define FURAT_CLI_COMPLETION_H

#include "base/buffer.h"
#include "cli/command.h"

/// A command line behind "furat": the words before the cursor, the last one unfinished.
typedef struct furat_command_line {
  const char *const *words;
  size_t n; ///< at least 1
} furat_command_line;

/// Append a line for each word that may stand in the place of the last: the word, a tab,
/// what it is.  Words that end with = go on.  A line "@files", tab, ENDINGS, tab, PREFIX
/// says that names of files may stand there, behind PREFIX of the last word; their
/// endings ("ttl|nt") tell which are meant, * any.  "@folders", tab, *, tab, PREFIX says
/// the same of folders.
FURAT_NODISCARD furat_status
furat_complete_command_line(furat_buffer *out, const furat_command_line *line,
                            furat_error *err);

/// The same for the operands of furat run: names of canned queries, their parameters, and
/// values of these.  `operands` are all of them.
FURAT_NODISCARD furat_status
furat_complete_canned(furat_buffer *out, const furat_command_line *operands,
                      const furat_vec *arguments, furat_error *err);

/// The same for the name of a graph, behind `before` in its word: those of the source
/// that the options `arguments` name.
FURAT_NODISCARD furat_status
furat_complete_graph_names(furat_buffer *out, const furat_vec *arguments, furat_str typed,
                           furat_str before, furat_error *err);

/// Append one word and what it is (may be empty), if it begins as `typed` does.
void
furat_complete_offer(furat_buffer *out, furat_str typed, furat_str before, furat_str word,
                     furat_str help);

#endif
