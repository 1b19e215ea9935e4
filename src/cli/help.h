// SPDX-License-Identifier: GPL-3.0-or-later
// Help and the manual page, both made from the table of commands.
#ifndef FURAT_CLI_HELP_H
#define FURAT_CLI_HELP_H

#include "cli/command.h"

enum { FURAT_HELP_WIDTH = 79 };

/// Append `text`, its paragraphs filled to at most `width` cells a line after `indent`
/// spaces. Lines that start with a space stay as they are.
void
furat_help_fill(furat_buffer *out, const char *text, size_t indent, size_t width);

/// Append one line of text, filled behind `column` blanks, of which the first `cells` are
/// left out: something stands there already.
void
furat_help_fill_behind(furat_buffer *out, furat_str text, size_t cells, size_t column,
                       size_t width);

/// Append lines "WORD\tmeaning" as two columns; a word that is too long has its meaning
/// below.
void
furat_help_append_words(furat_buffer *out, furat_str words, size_t width);

/// Append the help of the whole program.
void
furat_help_program(furat_buffer *out);

/// Append the help of one command.
void
furat_help_command(furat_buffer *out, const furat_command *command);

/// Append a manual page in the language of man(7): furat-NAME(1) of a command, or
/// furat(1) when `command` is NULL.
void
furat_help_manual(furat_buffer *out, const furat_command *command);

/// Show the manual page with man(1) and its pager.  FURAT_NOT_FOUND where there is no
/// man, or it fails: nothing was shown.
FURAT_NODISCARD furat_status
furat_help_open_manual(const furat_command *command, furat_error *err);

/// Append the manual page furat-sparql(7), made from the table of cli/language.h.
void
furat_help_language_manual(furat_buffer *out);

/// Show furat-sparql(7) as furat_help_open_manual() does a command's page.
FURAT_NODISCARD furat_status
furat_help_open_language_manual(furat_error *err);

/// What the program can be asked for without a command: --help and --version, ended by id
/// 0.
const furat_option *
furat_help_common_options(void);

/// Their ids.
enum { FURAT_HELP_OPTION = -1, FURAT_VERSION_OPTION = -2, FURAT_COLOR_OPTION = -3 };

/// Print what `buffer` holds on standard output.
FURAT_NODISCARD furat_status
furat_help_print(const furat_buffer *buffer, furat_error *err);

/// What the program is and how it is used, in paragraphs; shared by --help and the
/// manual.
extern const char *const furat_help_about;
extern const char *const furat_help_sources;
extern const char *const furat_help_files;

/// What the environment tells the program.
typedef struct furat_environment_variable {
  const char *name; ///< or several, with commas
  const char *meaning;
  /// Names of commands, or of options that a command must have to be told by it, space
  /// separated; NULL: all.
  const char *where;
} furat_environment_variable;

/// All of them; `*n` their number.
const furat_environment_variable *
furat_help_environment(size_t *n);

/// One exit status of the program.
typedef struct furat_exit_status {
  const char *code;
  const char *meaning;
} furat_exit_status;

/// All of them; `*n` their number.
const furat_exit_status *
furat_help_exit_statuses(size_t *n);

#endif
