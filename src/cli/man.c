// SPDX-License-Identifier: GPL-3.0-or-later
// The manual pages furat(1) and furat-COMMAND(1), made from the tables that the program
// itself runs by, in man(7).
#include <config.h>

#include <string.h>

#include "cli/man_internal.h"

// Plain text in roff: no backslash, and no dot or quote at a line's start, is an
// instruction.
void
furat_man_append_text(furat_buffer *out, furat_str text)
{
  bool line_start = true;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (line_start && (c == '.' || c == '\'')) {
      furat_buffer_append_cstr(out, "\\&");
    }
    if (c == '\\') {
      furat_buffer_append_cstr(out, "\\e");
    } else if (c == '-') {
      furat_buffer_append_cstr(out, "\\-");
    } else if (c == '\'') {
      furat_buffer_append_cstr(out, "\\(aq");
    } else if (c == '~' || c == '^') {
      furat_buffer_append_cstr(out, c == '~' ? "\\(ti" : "\\(ha");
    } else {
      furat_buffer_append_byte(out, c);
    }
    line_start = c == '\n';
  }
}

void
furat_man_append_cstr(furat_buffer *out, const char *text)
{
  furat_man_append_text(out, furat_str_of(text));
}

void
furat_man_append_bold(furat_buffer *out, const char *text)
{
  furat_buffer_append_cstr(out, "\\fB");
  furat_man_append_cstr(out, text);
  furat_buffer_append_cstr(out, "\\fR");
}

// Sentences end lines in roff, so that it can set the space between them.
void
furat_man_append_sentences(furat_buffer *out, furat_str line)
{
  furat_str rest = line;
  for (;;) {
    size_t end = 0;
    while (end + 2 < rest.len && memcmp(rest.data + end, ".  ", 3) != 0) {
      end++;
    }
    if (end + 2 >= rest.len) {
      break;
    }
    furat_man_append_text(out, furat_str_slice(rest, 0, end + 1));
    furat_buffer_append_byte(out, '\n');
    rest = furat_str_slice(rest, end + 3, rest.len);
  }
  furat_man_append_text(out, rest);
  furat_buffer_append_byte(out, '\n');
}

static void
append_verbatim(furat_buffer *out, furat_str line, bool *open)
{
  if (!*open) {
    furat_buffer_append_cstr(out, ".PP\n.nf\n");
    *open = true;
  }
  furat_man_append_text(out, line);
  furat_buffer_append_byte(out, '\n');
}

// Paragraphs as furat_command.description has them; `new_paragraph` says whether one
// starts here.
void
furat_man_append_paragraphs(furat_buffer *out, const char *text, bool new_paragraph)
{
  furat_str rest = furat_str_of(text);
  bool verbatim = false;
  while (rest.len > 0) {
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    rest = furat_str_slice(rest, line.len + 1 < rest.len ? line.len + 1 : rest.len,
                           rest.len);
    if (line.len > 0 && line.data[0] == ' ') {
      append_verbatim(out, line, &verbatim);
      continue;
    }
    if (verbatim) {
      furat_buffer_append_cstr(out, ".fi\n");
      verbatim = false;
      new_paragraph = true;
    }
    if (line.len == 0) {
      new_paragraph = true;
      continue;
    }
    furat_buffer_append_cstr(out, new_paragraph ? ".PP\n" : "");
    furat_man_append_sentences(out, line);
    new_paragraph = false;
  }
  furat_buffer_append_cstr(out, verbatim ? ".fi\n" : "");
}

void
furat_man_append_section(furat_buffer *out, const char *name)
{
  furat_buffer_appendf(out, ".SH %s\n", name);
}

// A one-line help text as a sentence.
void
furat_man_append_sentence(furat_buffer *out, const char *help)
{
  furat_str text = furat_str_of(help);
  if (text.len > 0 && text.data[0] >= 'a' && text.data[0] <= 'z') {
    furat_buffer_append_byte(out, (char)(text.data[0] - 'a' + 'A'));
    text = furat_str_slice(text, 1, text.len);
  }
  furat_man_append_text(out, text);
  furat_buffer_append_cstr(out, ".\n");
}

static void
append_option(furat_buffer *out, const furat_option *option)
{
  if (!option->help) {
    return;
  }
  furat_buffer_append_cstr(out, ".TP\n");
  if (option->letter) {
    furat_buffer_appendf(out, "\\fB\\-%c\\fR, ", option->letter);
  }
  furat_buffer_append_cstr(out, option->negatable ? "\\fB\\-\\-\\fR[\\fBno\\-\\fR]"
                                                  : "\\fB\\-\\-\\fR");
  furat_man_append_bold(out, option->name);
  if (option->argument) {
    furat_buffer_append_cstr(out, " \\fI");
    furat_man_append_cstr(out, option->argument);
    furat_buffer_append_cstr(out, "\\fR");
  }
  furat_buffer_append_byte(out, '\n');
  furat_man_append_sentence(out, option->help);
  if (option->kind == FURAT_OPTION_CHOICE && option->choices) {
    furat_buffer_append_cstr(out, "One of: ");
    furat_man_append_cstr(out, option->choices);
    furat_buffer_append_cstr(out, ".\n");
  }
}

// Lines "WORD\tmeaning" as a list inside an entry.
void
furat_man_append_words(furat_buffer *out, furat_str words)
{
  furat_buffer_append_cstr(out, ".RS\n");
  while (words.len > 0) {
    const furat_str line = furat_str_slice(words, 0, furat_str_find_byte(words, '\n'));
    const size_t tab = furat_str_find_byte(line, '\t');
    words = furat_str_slice(words, line.len + 1, words.len);
    furat_buffer_append_cstr(out, ".TP\n");
    furat_man_append_text(out, furat_str_slice(line, 0, tab));
    furat_buffer_append_byte(out, '\n');
    furat_man_append_text(out, furat_str_slice(line, tab + 1, line.len));
    furat_buffer_append_byte(out, '\n');
  }
  furat_buffer_append_cstr(out, ".RE\n");
}

// What follows the line about something inside an entry.
static void
append_manual(furat_buffer *out, const furat_manual *manual)
{
  if (manual->words) {
    furat_man_append_words(out, furat_str_of(manual->words));
  }
  if (manual->more) {
    furat_buffer_append_cstr(out, ".IP\n");
    furat_man_append_sentences(out, furat_str_of(manual->more));
  }
  if (manual->examples) {
    furat_buffer_append_cstr(out, ".IP\n.nf\n");
    furat_man_append_text(out, furat_str_of(manual->examples));
    furat_buffer_append_cstr(out, ".fi\n");
  }
}

static void
append_topics(furat_buffer *out, const furat_command *command)
{
  if (!command->topics_title) {
    return;
  }
  furat_man_append_section(out, "COMMANDS INSIDE THE SHELL");
  furat_topic topic;
  for (size_t i = 0; command->topic(i, &topic); i++) {
    furat_buffer_append_cstr(out, ".TP\n");
    furat_man_append_bold(out, topic.term);
    furat_buffer_append_byte(out, '\n');
    furat_man_append_sentence(out, topic.help);
    append_manual(out, &topic.manual);
  }
}

static void
append_examples(furat_buffer *out, furat_str rest)
{
  while (rest.len > 0) {
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    size_t tab = furat_str_find_byte(line, '\t');
    furat_buffer_append_cstr(out, ".TP\n");
    furat_man_append_text(out, furat_str_slice(line, 0, tab));
    furat_buffer_append_byte(out, '\n');
    furat_man_append_text(
        out, furat_str_slice(line, tab < line.len ? tab + 1 : tab, line.len));
    furat_buffer_append_byte(out, '\n');
    rest = furat_str_slice(rest, line.len + 1 < rest.len ? line.len + 1 : rest.len,
                           rest.len);
  }
}

static bool
has_option(const furat_command *command, const char *name)
{
  for (const furat_option *o = command->options; o && o->id != 0; o++) {
    if (strcmp(o->name, name) == 0) {
      return true;
    }
  }
  return false;
}

// Whether one of the words is the command's name or an option of it.
static bool
concerns(const char *words, const furat_command *command)
{
  char word[32];
  furat_str rest = furat_str_of(words);
  while (rest.len > 0) {
    const size_t len = furat_str_find_byte(rest, ' ');
    if (len < sizeof word) {
      memcpy(word, rest.data, len);
      word[len] = '\0';
      if (strcmp(word, command->name) == 0 || has_option(command, word)) {
        return true;
      }
    }
    rest = furat_str_slice(rest, len + 1, rest.len);
  }
  return false;
}

static void
append_environment(furat_buffer *out, const furat_command *command)
{
  size_t n = 0;
  const furat_environment_variable *variables = furat_help_environment(&n);
  furat_man_append_section(out, "ENVIRONMENT");
  for (size_t i = 0; i < n; i++) {
    if (!command || !variables[i].where || concerns(variables[i].where, command)) {
      furat_buffer_append_cstr(out, ".TP\n");
      furat_man_append_bold(out, variables[i].name);
      furat_buffer_append_byte(out, '\n');
      furat_man_append_sentence(out, variables[i].meaning);
    }
  }
}

static void
append_exit_statuses(furat_buffer *out)
{
  size_t n = 0;
  const furat_exit_status *statuses = furat_help_exit_statuses(&n);
  furat_man_append_section(out, "EXIT STATUS");
  for (size_t i = 0; i < n; i++) {
    furat_buffer_appendf(out, ".TP\n\\fB%s\\fR\n", statuses[i].code);
    furat_man_append_sentence(out, statuses[i].meaning);
  }
}

// The name of the page: FURAT-QUERY, or furat-query.
static void
append_name(furat_buffer *out, const furat_command *command, bool upper)
{
  furat_buffer_append_cstr(out, upper ? "FURAT" : "furat");
  if (!command) {
    return;
  }
  furat_buffer_append_cstr(out, "\\-");
  for (const char *c = command->name; *c; c++) {
    const bool small = *c >= 'a' && *c <= 'z';
    furat_buffer_append_byte(out, (char)(upper && small ? *c - 'a' + 'A' : *c));
  }
}

static void
append_title(furat_buffer *out, const furat_command *command, const char *summary)
{
  furat_buffer_append_cstr(out, ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
                                ".\\\" Made by furat help --man; do not edit.\n.TH ");
  append_name(out, command, true);
  furat_buffer_append_cstr(out, " 1 " FURAT_MAN_DATE " \"" PACKAGE_STRING
                                "\" \"User Commands\"\n");
  furat_man_append_section(out, "NAME");
  append_name(out, command, false);
  furat_buffer_append_cstr(out, " \\- ");
  furat_man_append_cstr(out, summary);
  furat_buffer_append_byte(out, '\n');
}

static void
append_reference(furat_buffer *out, const furat_command *command)
{
  furat_buffer_append_cstr(out, "\\fB");
  append_name(out, command, false);
  furat_buffer_append_cstr(out, "\\fR(1)");
}

// The other commands, each with its page.
static void
append_commands(furat_buffer *out)
{
  size_t n = 0;
  const furat_command *const *commands = furat_commands(&n);
  furat_man_append_section(out, "COMMANDS");
  for (size_t i = 0; i < n; i++) {
    if (!commands[i]->hidden) {
      furat_buffer_append_cstr(out, ".TP\n");
      append_reference(out, commands[i]);
      furat_buffer_append_byte(out, '\n');
      furat_man_append_sentence(out, commands[i]->summary);
    }
  }
}

// One example of each command; its page has them all.
static void
append_first_examples(furat_buffer *out)
{
  size_t n = 0;
  const furat_command *const *commands = furat_commands(&n);
  furat_man_append_section(out, "EXAMPLES");
  for (size_t i = 0; i < n; i++) {
    if (commands[i]->examples && !commands[i]->hidden) {
      const furat_str all = furat_str_of(commands[i]->examples);
      append_examples(out, furat_str_slice(all, 0, furat_str_find_byte(all, '\n')));
    }
  }
}

static void
append_see_also(furat_buffer *out, const furat_command *command)
{
  size_t n = 0;
  const furat_command *const *commands = furat_commands(&n);
  furat_man_append_section(out, "SEE ALSO");
  if (command) {
    append_reference(out, NULL);
  }
  for (size_t i = 0; i < n; i++) {
    if (commands[i] != command && !commands[i]->hidden) {
      furat_buffer_append_cstr(out, command || i > 0 ? ",\n" : "");
      append_reference(out, commands[i]);
    }
  }
  furat_buffer_append_cstr(out, ",\n\\fBfurat\\-sparql\\fR(7)");
  furat_buffer_append_cstr(out, command ? "\n"
                                        : ",\n\\fBrapper\\fR(1),\n\\fBroqet\\fR(1),\n"
                                          "\\fBrdfproc\\fR(1)\n");
}

static void
append_program(furat_buffer *out)
{
  append_title(out, NULL, "knowledge graphs in RDF, asked in SPARQL");
  furat_man_append_section(out, "SYNOPSIS");
  furat_buffer_append_cstr(out, "\\fBfurat\\fR [\\fICOMMAND\\fR] [\\fIOPTION\\fR]...\n");
  furat_man_append_section(out, "DESCRIPTION");
  furat_man_append_paragraphs(out, furat_help_about, false);
  furat_man_append_paragraphs(out, furat_help_sources, true);
  append_commands(out);
  furat_man_append_section(out, "OPTIONS");
  furat_buffer_append_cstr(out,
                           "Without a command, those of \\fBfurat\\-shell\\fR(1):\n");
  for (const furat_option *o = furat_command_find("shell")->options; o->id != 0; o++) {
    append_option(out, o);
  }
  for (const furat_option *o = furat_help_common_options(); o->id != 0; o++) {
    append_option(out, o);
  }
}

static void
append_command(furat_buffer *out, const furat_command *command)
{
  append_title(out, command, command->summary);
  furat_man_append_section(out, "SYNOPSIS");
  furat_buffer_append_cstr(out, "\\fBfurat\\fR ");
  furat_man_append_bold(out, command->name);
  if (command->operands) {
    furat_buffer_append_byte(out, ' ');
    furat_man_append_cstr(out, command->operands);
  }
  furat_buffer_append_byte(out, '\n');
  furat_man_append_section(out, "DESCRIPTION");
  if (command->description) {
    furat_man_append_paragraphs(out, command->description, false);
  } else {
    furat_man_append_sentence(out, command->summary);
  }
  furat_man_append_section(out, "OPTIONS");
  for (size_t i = 0; command->options && command->options[i].id != 0; i++) {
    append_option(out, &command->options[i]);
  }
  for (const furat_option *o = furat_help_common_options(); o->id != 0; o++) {
    if (o->id != FURAT_VERSION_OPTION && !has_option(command, o->name)) {
      append_option(out, o);
    }
  }
  append_topics(out, command);
}

void
furat_help_manual(furat_buffer *out, const furat_command *command)
{
  if (command) {
    append_command(out, command);
  } else {
    append_program(out);
  }
  append_exit_statuses(out);
  append_environment(out, command);
  furat_man_append_section(out, "FILES");
  furat_man_append_paragraphs(out, furat_help_files, false);
  if (!command) {
    append_first_examples(out);
  } else if (command->examples) {
    furat_man_append_section(out, "EXAMPLES");
    append_examples(out, furat_str_of(command->examples));
  }
  append_see_also(out, command);
}
