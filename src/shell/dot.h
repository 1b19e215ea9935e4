// SPDX-License-Identifier: GPL-3.0-or-later
// The dot commands: their table, from which dispatch, help, completion and the man page
// come, and the functions that it names.
//                                     dot_*.c -> [dot] -> mainloop, complete, cmd_shell
#ifndef FURAT_SHELL_DOT_H
#define FURAT_SHELL_DOT_H

#include "shell/shell_internal.h"

/// What a word behind a dot command is, so that it can be completed and explained.
typedef enum furat_dot_arg {
  FURAT_DOT_ARG_NONE,
  FURAT_DOT_ARG_TEXT,      ///< anything: nothing to complete
  FURAT_DOT_ARG_COMMAND,   ///< a dot command
  FURAT_DOT_ARG_FILE,      ///< a path
  FURAT_DOT_ARG_GRAPH,     ///< the name of a graph
  FURAT_DOT_ARG_MODE,      ///< a format of results or of graphs
  FURAT_DOT_ARG_PARAMETER, ///< PARAMETER=VALUE of the canned query in the first word
  FURAT_DOT_ARG_SETTING,   ///< the name of a setting
  FURAT_DOT_ARG_VALUE,     ///< a value of the setting in the first word
  FURAT_DOT_ARG_QUERY,     ///< the name of a canned query
  FURAT_DOT_ARG_TERM,      ///< an IRI, a prefixed name, or a thing by its label
  FURAT_DOT_ARG_CLASS      ///< the same, of a class
} furat_dot_arg;

enum { FURAT_DOT_MAX_ARGS = 3 };

/// The words of a dot command behind its name.
typedef struct furat_dot_words {
  size_t n;
  const char *const *at;
  furat_str typed; ///< all of them as they were typed, with their quotes
} furat_dot_words;

typedef struct furat_dot_command {
  const char *name;  ///< with its dot
  const char *usage; ///< ".export FILE [GRAPH]"
  const char *help;  ///< what it does, a line
  /// The kinds of its words in order; the last stands for those that follow, too.
  furat_dot_arg args[FURAT_DOT_MAX_ARGS];
  size_t min_words;
  size_t max_words;
  bool stays; ///< what it prints is no result: .output and .once are not for it
  furat_status (*run)(furat_shell *shell, const furat_dot_words *words, furat_error *err);
} furat_dot_command;

/// All dot commands in the order of the help.
const furat_dot_command *
furat_shell_dot_commands(size_t *n);

/// Usage and help of the commands and, behind them, of the settings that are commands of
/// their own; false behind the last one.
bool
furat_shell_topic_at(size_t index, const char **usage, const char **help);

/// The kind of the word at `index` (0: the first behind the name); FURAT_DOT_ARG_NONE
/// when there can be none.
furat_dot_arg
furat_dot_arg_at(const furat_dot_command *command, size_t index);

/// Print a line of text that may come from data: control characters are shown, not sent.
void
furat_shell_print_visible(furat_str text);

// dot_set.c: how things are shown.

/// .mode: choose a format, or show the formats that are chosen.
FURAT_NODISCARD furat_status
furat_shell_dot_mode(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .set: change a setting.
FURAT_NODISCARD furat_status
furat_shell_dot_set(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .show: list the settings, or one.
FURAT_NODISCARD furat_status
furat_shell_dot_show(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// A setting as a command of its own, as .timer: change it to the word; without one turn
/// it on or off, or show it when it is none of that kind.
FURAT_NODISCARD furat_status
furat_shell_dot_setting(furat_shell *shell, const furat_setting *setting,
                        const furat_dot_words *words, furat_error *err);

// result.c: where results go.

/// .last: show the last result again.
FURAT_NODISCARD furat_status
furat_shell_dot_last(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .output: from now on results go to a file or a command.
FURAT_NODISCARD furat_status
furat_shell_dot_output(furat_shell *shell, const furat_dot_words *words,
                       furat_error *err);

/// .once: the next one does.
FURAT_NODISCARD furat_status
furat_shell_dot_once(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_look.c: what there is.

/// .info: how much there is of what.
FURAT_NODISCARD furat_status
furat_shell_dot_info(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .classes: the classes that have instances.
FURAT_NODISCARD furat_status
furat_shell_dot_classes(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err);

/// .predicates: all, or those that the instances of a class have.
FURAT_NODISCARD furat_status
furat_shell_dot_predicates(furat_shell *shell, const furat_dot_words *words,
                           furat_error *err);

/// .describe: everything that is said of a thing.
FURAT_NODISCARD furat_status
furat_shell_dot_describe(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err);

/// .graphs: list the graphs.
FURAT_NODISCARD furat_status
furat_shell_dot_graphs(furat_shell *shell, const furat_dot_words *words,
                       furat_error *err);

/// .prefixes: list the prefixes that are known.
FURAT_NODISCARD furat_status
furat_shell_dot_prefixes(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err);

// dot_find.c: things by their names.

/// .find: those with labels or aliases that are nearly so, the nearest first.
FURAT_NODISCARD furat_status
furat_shell_dot_find(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_file.c: files.

/// .export: write graphs into a file.
FURAT_NODISCARD furat_status
furat_shell_dot_export(furat_shell *shell, const furat_dot_words *words,
                       furat_error *err);

/// .read: run the statements of a file.
FURAT_NODISCARD furat_status
furat_shell_dot_read(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_run.c: canned queries.

/// .run: answer a canned query.
FURAT_NODISCARD furat_status
furat_shell_dot_run(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .queries: list the canned queries, or those that tell of something, or explain one.
FURAT_NODISCARD furat_status
furat_shell_dot_queries(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err);

/// .save: keep the last query as a canned one.
FURAT_NODISCARD furat_status
furat_shell_dot_save(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_session.c: the session.

/// .set _name TERM: bind ?_name in the statements that name it.
FURAT_NODISCARD furat_status
furat_shell_set_variable(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err);

/// Print the variables that are set.
FURAT_NODISCARD furat_status
furat_shell_show_variables(const furat_shell *shell, furat_error *err);

/// .unset: forget a variable.
FURAT_NODISCARD furat_status
furat_shell_dot_unset(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .prefix: make a prefix known.
FURAT_NODISCARD furat_status
furat_shell_dot_prefix(furat_shell *shell, const furat_dot_words *words,
                       furat_error *err);

/// .history: show what was typed, in all sessions.
FURAT_NODISCARD furat_status
furat_shell_dot_history(furat_shell *shell, const furat_dot_words *words,
                        furat_error *err);

/// .edit: open the editor on the last statement and offer what comes back.
FURAT_NODISCARD furat_status
furat_shell_dot_edit(furat_shell *shell, const furat_dot_words *words, furat_error *err);

#endif
