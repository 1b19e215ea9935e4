// SPDX-License-Identifier: GPL-3.0-or-later
// furat help: the help of the program or of one command, and the manual page that the
// build installs.
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"

enum { OPTION_MAN = 1 };

static const furat_option options[] = {
    {.id = OPTION_MAN,
     .kind = FURAT_OPTION_FLAG,
     .name = "man",
     .help = "print the manual page in the language of man(7)"},
    {.id = 0},
};

// The word that the user wants to know about, or NULL; `*manual` is set by --man.  The
// options of the shell may stand here too (furat --help -s STORE): they are of no
// interest.
static furat_status
read_arguments(const furat_vec *arguments, const char **name, bool *manual,
               furat_error *err)
{
  *name = NULL;
  *manual = false;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0 && *name) {
      return furat_error_set(err, FURAT_USAGE, "help takes one command, not two: %.100s",
                             argument->value);
    }
    if (argument->id == 0) {
      *name = argument->value;
    }
    *manual = *manual || argument->id == OPTION_MAN;
  }
  return FURAT_OK;
}

static furat_status
print(const furat_command *command, bool manual, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  if (manual) {
    furat_help_manual(&out, command);
  } else if (command) {
    furat_help_command(&out, command);
  } else {
    furat_help_program(&out);
  }
  const furat_status status = furat_help_print(&out, err);
  furat_buffer_clear(&out);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  const char *name = NULL;
  bool manual = false;
  furat_status status = read_arguments(arguments, &name, &manual, err);
  if (status != FURAT_OK) {
    return status;
  }
  const furat_command *command = name ? furat_command_find(name) : NULL;
  if (name && !command) {
    return furat_command_unknown(name, err);
  }
  // At a terminal all that is known about a command is a page to be read.
  if (command && !manual && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 &&
      furat_help_open_manual(command, NULL) == FURAT_OK) {
    return FURAT_OK;
  }
  return print(command, manual, err);
}

const furat_command furat_command_help = {
    .name = "help",
    .operands = "[COMMAND] [--man]",
    .operand_kind = FURAT_OPTION_COMMAND,
    .summary = "show what the program or a command does",
    .description =
        "Shows what furat is for and which commands there are, or all about one "
        "command: at a terminal as its manual page, where man(1) is installed. With "
        "--man it writes furat(1) or that page, furat-COMMAND(1), in the language of "
        "man(7).",
    .options = options,
    .examples = "furat help query\tall about furat query\n",
    .run = run,
};
