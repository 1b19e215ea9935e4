// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands.  Each command is one file, cmd_<name>.c, which defines one
// `const furat_command furat_command_<name>`; main.c only looks it up and calls it.
#ifndef FURAT_CLI_COMMAND_H
#define FURAT_CLI_COMMAND_H

#include <stdio.h>

#include "base/options.h"

typedef struct furat_command {
  const char *name;            ///< "query"
  const char *operands;        ///< as in the synopsis: "[SOURCE]... ['SPARQL' | --query FILE]"
  const char *summary;         ///< one line, lower-case start, no full stop
  const char *description;     ///< paragraphs for --help and the man page; blank line between
  const furat_option *options; ///< ended by id 0
  const char *examples;        ///< lines "command\texplanation"; or NULL
  /// `arguments` are parsed by the table.  Fills `err` and returns its status on
  /// failure; furat_main() prints it, unless it has no message (then it was printed already).
  furat_status (*run)(const furat_vec *arguments, furat_error *err);
} furat_command;

/// All commands, in the order of the help; `*n` their number.
const furat_command *const *
furat_commands(size_t *n);

/// Run `furat` with these arguments; returns the exit code.  The only caller is main.c.
int
furat_main(int argc, char **argv);

#endif
