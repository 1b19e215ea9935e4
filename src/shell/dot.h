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
  FURAT_DOT_ARG_COMMAND,   ///< a dot command, or what else .help explains
  FURAT_DOT_ARG_FILE,      ///< a path
  FURAT_DOT_ARG_GRAPH,     ///< the name of a graph
  FURAT_DOT_ARG_MODE,      ///< a format of results or of graphs
  FURAT_DOT_ARG_PARAMETER, ///< PARAMETER=VALUE of the canned query in the first word
  FURAT_DOT_ARG_SETTING,   ///< the name of a setting
  FURAT_DOT_ARG_SETTABLE,  ///< the same, or that of a variable
  FURAT_DOT_ARG_VALUE,     ///< a value of the setting in the first word
  FURAT_DOT_ARG_QUERY,     ///< the name of a canned query
  FURAT_DOT_ARG_TERM,      ///< an IRI, a prefixed name, or a thing by its label
  FURAT_DOT_ARG_CLASS,     ///< the same, of a class
  FURAT_DOT_ARG_COUNT,     ///< a number, or all
  FURAT_DOT_ARG_LABEL,     ///< what something is called; all words are one
  FURAT_DOT_ARG_TARGET,    ///< a path, or | and a command
  FURAT_DOT_ARG_PREFIX,    ///< the declaration of a prefix: name: <iri>
  FURAT_DOT_ARG_OWN_QUERY, ///< the name of a canned query of the user's own
  FURAT_DOT_ARG_VARIABLE,  ///< a variable that .set has bound
  FURAT_DOT_ARG_COLUMN     ///< a column of the last result
} furat_dot_arg;

enum { FURAT_DOT_MAX_ARGS = 3, FURAT_DOT_MAX_WORDS = 1000 };

/// Under which heading of the help a command stands.
typedef enum furat_dot_group {
  FURAT_DOT_SESSION,
  FURAT_DOT_LOOK,
  FURAT_DOT_QUERIES,
  FURAT_DOT_RESULTS
} furat_dot_group;

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
  furat_dot_group group;
  /// The kinds of its words in order; the last stands for those that follow, too.
  furat_dot_arg args[FURAT_DOT_MAX_ARGS];
  size_t min_words;
  size_t max_words;
  bool stays; ///< what it prints is no result: .output and .once are not for it
  furat_status (*run)(furat_shell *shell, const furat_dot_words *words, furat_error *err);
  furat_manual manual;
} furat_dot_command;

/// All dot commands in the order of the help.
const furat_dot_command *
furat_shell_dot_commands(size_t *n);

/// Where " | command" begins in a line, outside of quotes; its length where there is
/// none.
size_t
furat_dot_pipe(furat_str line);

/// By name, with its dot or without; NULL when there is none.
const furat_dot_command *
furat_dot_command_named(const char *name);

/// The setting that is a command of that name; NULL also where a command of the table has
/// it.
const furat_setting *
furat_dot_setting_named(const char *name);

/// FURAT_USAGE: there is no such command; with a hint what may be meant.
furat_status
furat_dot_unknown(const char *name, furat_error *err);

/// FURAT_USAGE: there is no such setting; with a hint what may be meant.
furat_status
furat_dot_unknown_setting(const char *name, furat_error *err);

/// Show an error of the dot command that runs, with its name.
FURAT_NODISCARD furat_status
furat_shell_dot_failed(furat_shell *shell, const furat_error *what, furat_str text,
                       furat_error *err);

/// The words as one text, a blank between them.
FURAT_NODISCARD furat_status
furat_dot_join(furat_buffer *out, const furat_dot_words *words, size_t from,
               furat_error *err);

/// The commands and, behind them, the settings that are commands of their own, then what
/// else .help explains; false behind the last one.
bool
furat_shell_topic_at(size_t index, furat_topic *topic);

/// The kind of the word at `index` (0: the first behind the name); FURAT_DOT_ARG_NONE
/// when there can be none.
furat_dot_arg
furat_dot_arg_at(const furat_dot_command *command, size_t index);

/// Append "term  help" in the width of the terminal: what does not fit goes on below the
/// help, not below the term.  Elsewhere than on a terminal it is one line.
void
furat_dot_append_entry(furat_buffer *out, const char *term, const char *help,
                       size_t column);

/// Append lines; in a terminal those that are too long go on below the text behind their
/// gap of two blanks.
void
furat_dot_append_filled(furat_buffer *out, furat_str text);

/// Print a line of text that may come from data: control characters are shown, not sent.
void
furat_shell_print_visible(furat_str text);

// dot_manual.c

/// What .help explains beside commands and settings (keys, names ...), its name in
/// `term`; false behind the last one.
bool
furat_dot_topic_at(size_t index, furat_topic *topic);

/// Append what is known of one command, setting or topic, in the width of the terminal.
void
furat_dot_append_manual(furat_buffer *out, const furat_manual *manual, size_t width);

// dot_help.c

/// .help: the commands by what they are for, or one of them.
FURAT_NODISCARD furat_status
furat_shell_dot_help(furat_shell *shell, const furat_dot_words *words, furat_error *err);

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

/// A setting as a command of its own, as .timer: change it to the word, or show it.
FURAT_NODISCARD furat_status
furat_shell_dot_setting(furat_shell *shell, const furat_setting *setting,
                        const furat_dot_words *words, furat_error *err);

/// .explain QUERY: show its plan; "analyze" may stand before it.
FURAT_NODISCARD furat_status
furat_shell_dot_explain(furat_shell *shell, furat_str text, furat_error *err);

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

// transaction.c: several updates as one.

/// .begin: from here on updates are kept together, or not at all.
FURAT_NODISCARD furat_status
furat_shell_dot_begin(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .commit: keep them.
FURAT_NODISCARD furat_status
furat_shell_dot_commit(furat_shell *shell, const furat_dot_words *words,
                       furat_error *err);

/// .rollback: forget them.
FURAT_NODISCARD furat_status
furat_shell_dot_rollback(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err);

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

// dot_open.c: another source, another folder, and text.

/// .open: ask another store, documents or the shipped graph.
FURAT_NODISCARD furat_status
furat_shell_dot_open(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .cd: change the folder of relative paths.
FURAT_NODISCARD furat_status
furat_shell_dot_cd(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .print: write a line where results go.
FURAT_NODISCARD furat_status
furat_shell_dot_print(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_watch.c: again, onwards, outside.

/// .watch: ask the last query again and again.
FURAT_NODISCARD furat_status
furat_shell_dot_watch(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .bind: set variables to the one row of the last result.
FURAT_NODISCARD furat_status
furat_shell_dot_bind(furat_shell *shell, const furat_dot_words *words, furat_error *err);

/// .shell: run a command of the system's shell.
FURAT_NODISCARD furat_status
furat_shell_dot_shell(furat_shell *shell, const furat_dot_words *words, furat_error *err);

// dot_session.c: the session.

/// .set _name TERM: bind ?_name in the statements that name it.
FURAT_NODISCARD furat_status
furat_shell_set_variable(furat_shell *shell, const furat_dot_words *words,
                         furat_error *err);

/// Append the variables that are set, a line for each.
void
furat_shell_append_variables(furat_buffer *out, const furat_shell *shell);

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
