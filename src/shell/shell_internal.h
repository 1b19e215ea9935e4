// SPDX-License-Identifier: GPL-3.0-or-later
// The state of one shell, shared by the files of this folder.
#ifndef FURAT_SHELL_SHELL_INTERNAL_H
#define FURAT_SHELL_SHELL_INTERNAL_H

#include <stdio.h>
#include <sys/types.h>

#include "base/cancel.h"
#include "cli/canned_run.h"
#include "cli/watch.h"
#include "engine/furat.h"
#include "engine/names.h"
#include "rdf/prefixes.h"
#include "results/table.h"
#include "shell/settings.h"
#include "shell/target.h"
#include "shell/variables.h"

typedef struct furat_shell {
  const furat_vec *arguments; ///< of the program, borrowed
  furat_dataset *dataset;     ///< owned
  char *store;                ///< file of the dataset, as it was given; or NULL
  dev_t store_device;         ///< of that file
  ino_t store_inode;
  furat_buffer source_name;    ///< what is open; empty: the shipped graph
  furat_names *names;          ///< of what is in the dataset; read when somebody asks
  furat_prefixes prefixes;     ///< known without a declaration
  furat_cancel cancel;         ///< of what runs
  bool interactive;            ///< somebody sits at a terminal
  bool quit;                   ///< .quit was given
  bool transaction_failed;     ///< the open transaction cannot be committed any more
  furat_settings settings;     ///< that somebody may change
  furat_variables variables;   ///< bound in the statements that name them
  furat_buffer last_statement; ///< for .edit
  furat_buffer last_query;     ///< that ran, for .save
  uint64_t n_failed;           ///< statements and dot commands that failed
  furat_status failure;        ///< what the first of them ended with
  bool forgiving;          ///< a script goes on behind what failed, whatever .stop says
  uint64_t dot_line;       ///< of the dot command that runs
  const char *input_name;  ///< for errors: "query", "<stdin>", a file
  size_t read_depth;       ///< of .read inside .read
  furat_str dot_text;      ///< the line of the dot command that runs
  const char *dot_name;    ///< its name; NULL while none runs
  struct furat_kept *last; ///< the last result; or NULL
  bool last_is_whole;      ///< it was read to its end
  uint64_t n_rows;         ///< rows or triples of the last result that came
  uint64_t n_shown;        ///< rows of it that are shown
  int64_t shown_ns;        ///< when the last result stood in its pager or on the screen
  const furat_canned *canned; ///< of the .run that runs, with its values; or NULL
  const furat_canned_values *canned_values;
  int64_t waited_ns;                ///< for who reads in the pager, before that
  bool names_only;                  ///< no labels in the result, whatever .labels says
  bool counts;                      ///< its integers are counts: with commas in tables
  size_t kept_column;               ///< of it, which others give way to; 0: none
  uint64_t n_left;                  ///< rows beside it that were left out on purpose
  const char *left_hint;            ///< how to see them
  struct furat_pager *pager;        ///< that is open for several results; or NULL
  furat_watch *watch;               ///< of the statement that runs; or NULL
  furat_target output;              ///< of .output
  furat_target once;                ///< of .once
  furat_target *target;             ///< that standard output is redirected to; or NULL
  const struct furat_format *shown; ///< the format of the last solutions that went to
                                    ///< standard output itself; or NULL
} furat_shell;

/// Where the shipped graph is to be changed.
#define FURAT_SHELL_SHIPPED_HINT       \
  "the shipped graph stays as it is; " \
  "furat load -s my.furat --shipped makes a copy to change"

/// Run one statement and show its results; `first_line` is where it stands in the input.
/// What is wrong with the statement is shown and counted and gives FURAT_OK; an error is
/// returned only when nothing more can be done: the output is gone, or Ctrl-C ended a
/// script.
FURAT_NODISCARD furat_status
furat_shell_statement(furat_shell *shell, furat_str text, uint64_t first_line,
                      bool update, furat_error *err);

/// Where "| command" begins behind a statement; its length where there is none.
size_t
furat_shell_statement_pipe(furat_str text);

/// Run a prepared query and show its results; for canned queries.
FURAT_NODISCARD furat_status
furat_shell_show(furat_shell *shell, furat_query *query, furat_error *err);

/// Show results as those of a statement are shown: in the mode, and where they go to.
FURAT_NODISCARD furat_status
furat_shell_show_results(furat_shell *shell, furat_results *results, furat_error *err);

/// Run one dot command, with the same rule for errors.
FURAT_NODISCARD furat_status
furat_shell_dot(furat_shell *shell, furat_str line, uint64_t line_number,
                furat_error *err);

/// Show an error of the statement at `first_line`, count it, and decide as
/// furat_shell_statement() says.
FURAT_NODISCARD furat_status
furat_shell_failed(furat_shell *shell, const furat_error *what, furat_str text,
                   uint64_t first_line, furat_error *err);

/// Options for a request of the session: its prefixes, and the bound on memory that is
/// set.
furat_prepare_options
furat_shell_prepare_options(const furat_shell *shell);

/// Where that goes which is told beside a result: the screen of who talks with the shell,
/// unless the result goes elsewhere; else standard error.
FILE *
furat_shell_notes(const furat_shell *shell);

/// From now on the statement has the time limit of the settings.  A request to end
/// stands.
void
furat_shell_start_clock(furat_shell *shell);

/// Read statements and dot commands from a file ("-": standard input) to its end, to
/// .quit, or to the first that fails: unless .stop is off it ends there, with FURAT_OK.
FURAT_NODISCARD furat_status
furat_shell_script(furat_shell *shell, const char *path, furat_error *err);

/// The same with a text, which errors call `name`.
FURAT_NODISCARD furat_status
furat_shell_text(furat_shell *shell, furat_str text, const char *name, furat_error *err);

/// Talk to somebody at a terminal until Ctrl-D or .quit.
FURAT_NODISCARD furat_status
furat_shell_talk(furat_shell *shell, furat_error *err);

#endif
