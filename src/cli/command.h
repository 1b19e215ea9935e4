// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands.  Each command is one file, cmd_<name>.c, which defines one
// `const furat_command furat_command_<name>`; main.c only looks it up and calls it.
#ifndef FURAT_CLI_COMMAND_H
#define FURAT_CLI_COMMAND_H

#include <stdio.h>

#include "base/options.h"

/// What is told of something beyond a line; each may be NULL.
typedef struct furat_manual {
  const char *words;    ///< lines "WORD\tmeaning": its arguments, or its values
  const char *more;     ///< sentences
  const char *examples; ///< lines as they are typed
  const char *see;      ///< what belongs to it, blanks between
} furat_manual;

/// One entry of a list that a command's help ends with, such as the commands inside the
/// shell.
typedef struct furat_topic {
  const char *term; ///< ".export FILE [GRAPH]"
  const char *help; ///< one line, lower-case start, no full stop
  furat_manual manual;
} furat_topic;

typedef struct furat_command {
  const char *name;     ///< "query"
  const char *operands; ///< as in the synopsis: "[SOURCE]... ['SPARQL' | --query FILE]";
                        ///< NULL: the command takes no operands
  bool only_options;    ///< `operands` shows options alone
  bool hidden;          ///< is for programs: not in the list of commands
  furat_option_kind operand_kind; ///< of each operand; FURAT_OPTION_FLAG: has none
  const char *summary;            ///< one line, lower-case start, no full stop
  /// Paragraphs for --help and the man page, a blank line between; a line that starts
  /// with a space is shown as it is.  May be NULL.
  const char *description;
  /// Ended by id 0; may be NULL.  --help (-h) is added to each table that has none of its
  /// own.
  const furat_option *options;
  const char *examples; ///< lines "command\texplanation"; or NULL
  /// `arguments` are parsed by the table.  Fills `err` and returns its status on
  /// failure; furat_main() prints it, unless it has no message (then it was printed
  /// already).
  furat_status (*run)(const furat_vec *arguments, furat_error *err);
  const char *topics_title; ///< heading of the list of topics; NULL: no list
  /// Fills the topic at `index`; false behind the last one.
  bool (*topic)(size_t index, furat_topic *topic);
} furat_command;

/// All commands, in the order of the help; `*n` their number.
const furat_command *const *
furat_commands(size_t *n);

/// The command of that name, or NULL.
const furat_command *
furat_command_find(const char *name);

/// FURAT_NOT_FOUND, with the nearest name as a hint.
FURAT_NODISCARD furat_status
furat_command_unknown(const char *name, furat_error *err);

/// Run `furat` with these arguments; returns the exit code.  The only caller is main.c.
int
furat_main(int argc, char **argv);

#endif
