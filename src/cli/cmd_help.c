// SPDX-License-Identifier: GPL-3.0-or-later
// furat help: the help of the program or of one command, and the manual page that the
// build installs.
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/language.h"

enum { OPTION_MAN = 1 };

// What stands for all of the language: as a command is written.
static bool
is_language(const char *name)
{
  return strcasecmp(name, "sparql") == 0;
}

static const furat_option options[] = {
    {.id = OPTION_MAN,
     .kind = FURAT_OPTION_FLAG,
     .name = "man",
     .help = "print the manual page in the language of man(7)"},
    {.id = 0},
};

enum { MAX_NAME_BYTES = 1000, MAX_NAMES = 512, WIDTH = 79 };

// The words that the user wants to know about, blanks between; empty: the program.  The
// options of the shell may stand here too (furat --help -s STORE): they are of no
// interest.
static furat_status
read_arguments(const furat_vec *arguments, furat_buffer *name, size_t *n_words,
               bool *manual, furat_error *err)
{
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0) {
      furat_buffer_append_cstr(name, *n_words > 0 ? " " : "");
      furat_buffer_append_cstr(name, argument->value);
      (*n_words)++;
    }
    *manual = *manual || argument->id == OPTION_MAN;
  }
  if (name->status == FURAT_LIMIT) {
    return furat_error_set(err, FURAT_USAGE, "nothing has so long a name");
  }
  return furat_buffer_status(name, err);
}

// A command may have the name of a word of the language: that stands in capitals.
static void
append_namesake(furat_buffer *out, const furat_command *command)
{
  const furat_language_entry *entry = furat_language_find(command->name, 0);
  if (entry && strcasecmp(entry->name, command->name) == 0) {
    furat_buffer_appendf(out, "\n%s is a word of SPARQL, too: furat help %s\n",
                         entry->name, entry->name);
  }
}

static void
append_help(furat_buffer *out, const furat_command *command, bool manual)
{
  if (manual) {
    furat_help_manual(out, command);
  } else if (command) {
    furat_help_command(out, command);
    append_namesake(out, command);
  } else {
    furat_help_program(out);
  }
}

// All of the language, or one word of it.
static void
append_language(furat_buffer *out, const char *name, bool manual)
{
  const furat_palette *palette = furat_palette_for(STDOUT_FILENO);
  if (manual) {
    furat_help_language_manual(out);
  } else if (is_language(name)) {
    furat_help_fill(out, "furat help WORD explains one of these words of SPARQL 1.1.", 0,
                    WIDTH);
    furat_language_append_list(out, palette, WIDTH);
  } else {
    furat_language_append_found(out, name, palette, WIDTH);
  }
}

static furat_status
refuse(const char *name, furat_error *err)
{
  const char *names[MAX_NAMES];
  const furat_status status = furat_command_unknown(name, err);
  const size_t n = furat_language_names(names, 0, MAX_NAMES);
  const char *near = furat_nearest_name(name, names, n);
  if (near && !strstr(err->hint, "did you mean") && !strstr(err->hint, "of the shell")) {
    furat_error_hint(err, "did you mean furat help %s?", near);
  }
  return status;
}

static furat_status
print_named(const char *name, size_t n_words, bool manual, furat_error *err)
{
  const furat_command *command = n_words == 1 ? furat_command_find(name) : NULL;
  const bool language =
      !command && (is_language(name) || (!manual && furat_language_knows(name)));
  if (n_words > 0 && !command && !language) {
    return refuse(name, err);
  }
  // At a terminal all that is known about a command is a page to be read.
  const bool page = !manual && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
  if (page && command && furat_help_open_manual(command, NULL) == FURAT_OK) {
    return FURAT_OK;
  }
  if (page && is_language(name) && furat_help_open_language_manual(NULL) == FURAT_OK) {
    return FURAT_OK;
  }
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  if (language) {
    append_language(&out, name, manual);
  } else {
    append_help(&out, command, manual);
  }
  const furat_status status = furat_help_print(&out, err);
  furat_buffer_clear(&out);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  bool manual = false;
  size_t n_words = 0;
  furat_buffer name;
  furat_buffer_init(&name, MAX_NAME_BYTES);
  furat_status status = read_arguments(arguments, &name, &n_words, &manual, err);
  if (status == FURAT_OK) {
    status = print_named(n_words > 0 ? name.data : "", n_words, manual, err);
  }
  furat_buffer_clear(&name);
  return status;
}

const furat_command furat_command_help = {
    .name = "help",
    .operands = "[COMMAND | WORD] [--man]",
    .operand_kind = FURAT_OPTION_COMMAND,
    .summary = "show what the program, a command or a word of SPARQL does",
    .description =
        "Shows what furat is for and which commands there are, or all about one "
        "command: at a terminal as its manual page, where man(1) is installed. With "
        "--man it writes furat(1) or that page, furat-COMMAND(1), in the language of "
        "man(7).\n"
        "\n"
        "A WORD is one of SPARQL: its keywords (OPTIONAL, GROUP BY), functions "
        "(STRBEFORE), casts (xsd:date) and operators; sparql lists them, and is "
        "furat-sparql(7) at a terminal or with --man. Where a command has the same name, "
        "the word stands in capitals: furat help LOAD.",
    .options = options,
    .examples = "furat help query\tall about furat query\n"
                "furat help OPTIONAL\ta word of SPARQL\n"
                "furat help sparql\tall of them\n",
    .run = run,
};
