// SPDX-License-Identifier: GPL-3.0-or-later
// --help for the program and for each command, laid out for a terminal of 80 columns.
#include "cli/help.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"

enum { WIDTH = FURAT_HELP_WIDTH, TERM_INDENT = 2, TEXT_INDENT = 4, MIN_COLUMN = 12 };

const char *const furat_help_about =
    "Furat keeps knowledge graphs in RDF and answers questions about them in SPARQL.  It "
    "ships one: who fought whom, beside whom, where and when in the war against ISIS, "
    "each "
    "statement with the passage that it rests on.\n"
    "\n"
    "Without a command, furat opens the shell.";

const char *const furat_help_sources =
    "A SOURCE is where a command finds its triples: a store file (-s STORE), or files "
    "that are read for as long as the command lasts (--data FILE into the default graph, "
    "--named-graph IRI=FILE into a named one).  Without any it is the store that "
    "$FURAT_STORE names, or else the shipped graph.\n"
    "\n"
    "Where a FILE is read, - is standard input, once a command.  An IRI is <iri>, "
    "prefix:name with a usual prefix, or the IRI itself.  Results go to standard output, "
    "all else to standard error.";

const char *const furat_help_files =
    "The shipped graph is looked for in $FURAT_DATADIR, then in share/furat beside the "
    "program, then in ../share/furat from it, then where the program was installed.  The "
    "shell keeps its history in $XDG_STATE_HOME/furat/history, or "
    "~/.local/state/furat/history, and begins a session with the commands of "
    "$XDG_CONFIG_HOME/furat/rc, or ~/.config/furat/rc.  What .save keeps is in "
    "$XDG_DATA_HOME/furat/queries, or ~/.local/share/furat/queries.";

static const furat_environment_variable environment[] = {
    {"FURAT_STORE", "the store to work on where neither -s nor files are given",
     "shell query run update explain export load info backup check document"},
    {"FURAT_DATADIR", "the folder of the shipped graph and the canned queries", NULL},
    {"FURAT_COLOR", "always or never: as --color, which is the stronger", NULL},
    {"NO_COLOR", "if not empty: no colours, unless they are asked for", NULL},
    {"FURAT_THEME",
     "dark or light: what colours stand on; else COLORFGBG, or the terminal, tells",
     NULL},
    {"FURAT_BIDI",
     "on, off or auto: who puts right-to-left text into the order of the screen; on: "
     "furat",
     NULL},
    {"TERM, COLORTERM", "what the terminal can show", NULL},
    {"TMUX, STY, INSIDE_EMACS", "whether the terminal is asked for its ground", "shell"},
    {"COLUMNS", "the width of tables where the terminal does not tell", "results"},
    {"LC_ALL, LC_CTYPE, LANG", "the character set; tables are drawn in UTF-8", NULL},
    {"TMPDIR", "the folder of temporary files, /tmp without it", NULL},
    {"PAGER", "what shows long results, and manual pages", "shell help"},
    {"VISUAL, EDITOR", "the editor of .edit", "shell"},
    {"XDG_CONFIG_HOME", "where furat/rc is, ~/.config without it", "shell"},
    {"XDG_STATE_HOME", "where furat/history is, ~/.local/state without it", "shell"},
    {"XDG_DATA_HOME", "where furat/queries is, ~/.local/share without it", "shell run"},
    {"HOME", "where they are without these", "shell run"},
    {"INPUTRC", "the keys of the editor of lines, as in readline(3)", "shell"},
};

const furat_environment_variable *
furat_help_environment(size_t *n)
{
  *n = sizeof(environment) / sizeof(environment[0]);
  return environment;
}

static const furat_exit_status exit_statuses[] = {
    {"0", "done"},
    {"1", "the input was rejected: a syntax error, bad data, an error of a query"},
    {"2", "wrong options or arguments"},
    {"3", "a resource failed: disk, memory, a time limit"},
    {"77", "valid, but not supported by this engine or build"},
    {"130", "interrupted"},
};

const furat_exit_status *
furat_help_exit_statuses(size_t *n)
{
  *n = sizeof(exit_statuses) / sizeof(exit_statuses[0]);
  return exit_statuses;
}

const furat_option *
furat_help_common_options(void)
{
  static const furat_option options[] = {
      {.id = FURAT_HELP_OPTION,
       .letter = 'h',
       .name = "help",
       .repeatable = true,
       .help = "show this help"},
      {.id = FURAT_VERSION_OPTION,
       .letter = 'V',
       .name = "version",
       .repeatable = true,
       .help = "show the version"},
      {.id = FURAT_COLOR_OPTION,
       .repeatable = true,
       .kind = FURAT_OPTION_CHOICE,
       .name = "color",
       .argument = "WHEN",
       .choices = "auto always never",
       .help = "when to use colours; auto: at a terminal"},
      {.id = 0},
  };
  return options;
}

static size_t
fill_word(furat_buffer *out, furat_str word, size_t column, size_t indent, size_t width)
{
  size_t cells = furat_utf8_text_width(word);
  if (column > indent && column + 1 + cells > width) {
    furat_buffer_append_byte(out, '\n');
    column = 0;
  }
  if (column == 0) {
    furat_buffer_append_fill(out, ' ', indent);
    column = indent;
  } else if (column > indent) {
    furat_buffer_append_byte(out, ' ');
    column++;
  }
  furat_buffer_append(out, word);
  return column + cells;
}

// One line of the source text; returns the column where the output stands.
static size_t
fill_line(furat_buffer *out, furat_str line, size_t column, size_t indent, size_t width)
{
  size_t at = 0;
  while (at < line.len) {
    furat_str rest = furat_str_slice(line, at, line.len);
    furat_str word = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
    if (word.len > 0) {
      column = fill_word(out, word, column, indent, width);
    }
    at += word.len + 1;
  }
  return column;
}

void
furat_help_fill(furat_buffer *out, const char *text, size_t indent, size_t width)
{
  furat_str rest = furat_str_of(text);
  size_t column = 0;
  while (rest.len > 0) {
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    bool verbatim = line.len > 0 && line.data[0] == ' ';
    if ((verbatim || line.len == 0) && column > 0) {
      furat_buffer_append_byte(out, '\n');
      column = 0;
    }
    if (verbatim) {
      furat_buffer_append_fill(out, ' ', indent);
      furat_buffer_append(out, line);
    }
    if (verbatim || line.len == 0) {
      furat_buffer_append_byte(out, '\n');
    } else {
      column = fill_line(out, line, column, indent, width);
    }
    rest = furat_str_slice(rest, line.len + 1 < rest.len ? line.len + 1 : rest.len,
                           rest.len);
  }
  if (column > 0) {
    furat_buffer_append_byte(out, '\n');
  }
}

static void
append_heading(furat_buffer *out, const char *heading)
{
  furat_buffer_appendf(out, "\n%s:\n", heading);
}

// "  term      help", the help in `column`, below the term when that is too long.
static void
append_entry(furat_buffer *out, const char *term, const char *help, size_t column)
{
  size_t cells = TERM_INDENT + furat_utf8_text_width(furat_str_of(term));
  furat_buffer_append_fill(out, ' ', TERM_INDENT);
  furat_buffer_append_cstr(out, term);
  if (cells + 2 > column) {
    furat_buffer_append_byte(out, '\n');
    furat_help_fill(out, help, column, WIDTH);
    return;
  }
  furat_buffer filled;
  furat_buffer_init(&filled, SIZE_MAX / 2);
  furat_help_fill(&filled, help, column, WIDTH);
  furat_str text = furat_buffer_str(&filled);
  furat_buffer_append(out, furat_str_slice(text, cells < text.len ? cells : 0, text.len));
  furat_buffer_clear(&filled);
}

static void
append_commands(furat_buffer *out)
{
  append_heading(out, "Commands");
  size_t n = 0;
  const furat_command *const *commands = furat_commands(&n);
  for (size_t i = 0; i < n; i++) {
    if (!commands[i]->hidden) {
      append_entry(out, commands[i]->name, commands[i]->summary, MIN_COLUMN);
    }
  }
}

static void
append_topics(furat_buffer *out, const furat_command *command)
{
  append_heading(out, command->topics_title);
  size_t column = MIN_COLUMN;
  furat_topic topic;
  for (size_t i = 0; command->topic(i, &topic); i++) {
    size_t cells = TERM_INDENT + furat_utf8_text_width(furat_str_of(topic.term)) + 2;
    column = cells > column && cells <= WIDTH / 2 ? cells : column;
  }
  for (size_t i = 0; command->topic(i, &topic); i++) {
    append_entry(out, topic.term, topic.help, column);
  }
}

// "command\texplanation" lines.
static void
append_examples(furat_buffer *out, const char *examples)
{
  append_heading(out, "Examples");
  furat_str rest = furat_str_of(examples);
  while (rest.len > 0) {
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    size_t tab = furat_str_find_byte(line, '\t');
    furat_buffer_append_fill(out, ' ', TERM_INDENT);
    furat_buffer_append(out, furat_str_slice(line, 0, tab));
    furat_buffer_append_byte(out, '\n');
    if (tab < line.len) {
      furat_buffer_append_fill(out, ' ', TERM_INDENT + TEXT_INDENT);
      furat_buffer_append(out, furat_str_slice(line, tab + 1, line.len));
      furat_buffer_append_byte(out, '\n');
    }
    rest = furat_str_slice(rest, line.len + 1 < rest.len ? line.len + 1 : rest.len,
                           rest.len);
  }
}

void
furat_help_program(furat_buffer *out)
{
  furat_buffer_append_cstr(out, "Usage: furat [COMMAND] [OPTION]...\n\n");
  furat_help_fill(out, furat_help_about, 0, WIDTH);
  append_commands(out);
  append_heading(out, "Options without a command (those of furat shell)");
  furat_options_help(out, furat_command_find("shell")->options);
  furat_options_help(out, furat_help_common_options());
  furat_buffer_append_byte(out, '\n');
  furat_help_fill(out, furat_help_sources, 0, WIDTH);
  append_heading(out, "Exit status");
  size_t n = 0;
  const furat_exit_status *statuses = furat_help_exit_statuses(&n);
  for (size_t i = 0; i < n; i++) {
    append_entry(out, statuses[i].code, statuses[i].meaning,
                 TERM_INDENT + TEXT_INDENT + 1);
  }
  furat_buffer_append_cstr(out, "\nfurat COMMAND --help shows more about a command.\n");
}

void
furat_help_command(furat_buffer *out, const furat_command *command)
{
  furat_buffer_appendf(out, "Usage: furat %s%s%s\n\n", command->name,
                       command->operands && command->operands[0] ? " " : "",
                       command->operands ? command->operands : "");
  if (command->description) {
    furat_help_fill(out, command->description, 0, WIDTH);
  } else {
    furat_buffer_appendf(out, "%s\n", command->summary);
  }
  if (command->options && command->options[0].id != 0) {
    append_heading(out, "Options");
    furat_options_help(out, command->options);
  }
  if (command->topics_title) {
    append_topics(out, command);
  }
  if (command->examples) {
    append_examples(out, command->examples);
  }
}

furat_status
furat_help_print(const furat_buffer *buffer, furat_error *err)
{
  furat_status status = furat_buffer_status(buffer, err);
  if (status != FURAT_OK) {
    return status;
  }
  errno = 0;
  if (fwrite(buffer->data, 1, buffer->len, stdout) != buffer->len ||
      fflush(stdout) != 0) {
    return furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
  return FURAT_OK;
}
