// SPDX-License-Identifier: GPL-3.0-or-later
// .help, and what is said of commands and settings that there are not.
//                                                       dot, settings -> [dot_help]
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/color.h"
#include "base/options.h"
#include "base/utf8.h"
#include "cli/help.h"
#include "cli/language.h"
#include "cli/terminal.h"
#include "results/cell.h"
#include "shell/result.h"

enum {
  HELP_COLUMN = 26,
  LEAST_HELP_CELLS = 30,
  BELOW_COLUMN = 4,
  MAX_NAMES = 512,
  MAX_NAME_BYTES = 1 << 16
};

// ------------------------------------------------------------------ what may be meant

// What other programs call it.
static const char *
name_elsewhere(const char *name)
{
  static const struct {
    const char *there;
    const char *here;
  } words[] = {
      {"exit", ".quit"},    {"q", ".quit"},           {"tables", ".classes"},
      {"dump", ".export"},  {"format", ".mode"},      {"schema", ".predicates"},
      {"search", ".find"},  {"language", ".lang"},    {"namespaces", ".prefixes"},
      {"source", ".read"},  {"include", ".read"},     {"query", ".queries"},
      {"list", ".queries"}, {"explore", ".describe"}, {"stats", ".info"},
      {"?", ".help"},       {"d", ".classes"},        {"dt", ".classes"},
      {"l", ".graphs"},     {"x", ".mode line"},      {"e", ".edit"},
      {"i", ".read"},       {"o", ".output"},         {"s", ".history"},
      {"echo", ".print"},   {"gset", ".bind"},        {"connect", ".open"},
      {"system", ".shell"}, {"!", ".shell"},          {"headers", ".mode"},
      {"import", ".read"},  {"timing", ".timer"},     {"pset", ".mode"},
      {"c", ".open"},       {"databases", ".graphs"}, {"indexes", ".predicates"},
      {"g", ".watch 1s 1"}, {"transaction", ".begin"}};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strcmp(words[i].there, name) == 0) {
      return words[i].here;
    }
  }
  return NULL;
}

// Those that go on from the name as "did you mean .explain or .export?"; false: none, or
// too many to be told.
static bool
hint_beginnings(const char *name, const char *const *names, size_t n, const char *dot,
                furat_error *err)
{
  enum { MOST = 3, BYTES = 200 };
  char told[BYTES] = "";
  size_t found = 0;
  size_t len = 0;
  for (size_t i = 0; i < n && name[0] != '\0'; i++) {
    if (strncmp(names[i], name, strlen(name)) == 0 && found++ < MOST && len < BYTES) {
      len += (size_t)snprintf(told + len, BYTES - len, "%s%s%s", found > 1 ? " or " : "",
                              dot, names[i]);
    }
  }
  if (found == 0 || found > MOST || len >= BYTES) {
    return false;
  }
  furat_error_hint(err, "did you mean %s?", told);
  return true;
}

static void
hint_nearest(const char *name, const char *const *names, size_t n, const char *dot,
             const char *otherwise, furat_error *err)
{
  if (hint_beginnings(name, names, n, dot, err)) {
    return;
  }
  const char *near = furat_nearest_name(name, names, n);
  if (near) {
    furat_error_hint(err, "did you mean %s%s?", dot, near);
  } else {
    furat_error_hint(err, "%s", otherwise);
  }
}

static size_t
names_of_settings(const char *names[], size_t n)
{
  for (size_t i = 0; n < MAX_NAMES && furat_setting_at(i); i++) {
    names[n++] = furat_setting_at(i)->name;
  }
  return n;
}

furat_status
furat_dot_unknown(const char *name, furat_error *err)
{
  const char *names[MAX_NAMES];
  size_t n_commands = 0;
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n_commands);
  const char *bare = name + (name[0] == '.');
  const char *elsewhere = name_elsewhere(bare);
  for (; n < n_commands && n < MAX_NAMES; n++) {
    names[n] = commands[n].name + 1;
  }
  n = names_of_settings(names, n);
  furat_error_set(err, FURAT_USAGE, "there is no command .%.100s", bare);
  if (name[0] == '.' && hint_beginnings(bare, names, n, ".", err)) {
    return FURAT_USAGE; // without the dot it is \d, and of psql
  }
  if (elsewhere) {
    furat_error_hint(err, "did you mean %s?", elsewhere);
  } else {
    hint_nearest(bare, names, n, ".", ".help lists the commands", err);
  }
  return FURAT_USAGE;
}

furat_status
furat_dot_unknown_setting(const char *name, furat_error *err)
{
  const char *names[MAX_NAMES];
  const size_t n = names_of_settings(names, 0);
  furat_error_set(err, FURAT_USAGE, "there is no setting %.100s", name);
  hint_nearest(name + (name[0] == '.'), names, n, "", ".show lists the settings", err);
  return FURAT_USAGE;
}

// ------------------------------------------------------------------------- layout

// 0: lines are as long as they are.
static size_t
line_width(void)
{
  return isatty(STDOUT_FILENO) ? furat_terminal_width(STDOUT_FILENO) : 0;
}

void
furat_dot_append_entry(furat_buffer *out, const char *term, const char *help,
                       size_t column)
{
  const size_t width = line_width();
  const size_t cells = furat_utf8_text_width(furat_str_of(term));
  furat_buffer_append_cstr(out, term);
  if (width == 0) {
    furat_buffer_append_fill(out, ' ', cells + 1 < column ? column - cells : 1);
    furat_buffer_append_cstr(out, help);
    furat_buffer_append_byte(out, '\n');
    return;
  }
  const bool narrow = width < column + LEAST_HELP_CELLS;
  column = narrow ? BELOW_COLUMN : column;
  if (narrow || cells + 1 >= column) {
    furat_buffer_append_byte(out, '\n');
    furat_help_fill(out, help, column, width);
    return;
  }
  furat_buffer filled;
  furat_buffer_init(&filled, SIZE_MAX / 2);
  furat_help_fill(&filled, help, column, width);
  const furat_str text = furat_buffer_str(&filled);
  furat_buffer_append(out, furat_str_slice(text, cells < text.len ? cells : 0, text.len));
  furat_buffer_clear(&filled);
}

// Behind a gap of two blanks, or else behind the blanks that it begins with.
static size_t
hanging_column(furat_str line, size_t width)
{
  size_t start = 0;
  while (start < line.len && line.data[start] == ' ') {
    start++;
  }
  const furat_str rest = furat_str_slice(line, start, line.len);
  size_t at = start + furat_str_find(rest, FURAT_STR("  "));
  while (at < line.len && line.data[at] == ' ') {
    at++;
  }
  return at < line.len && at + LEAST_HELP_CELLS / 2 <= width ? at : start;
}

static void
append_filled(furat_buffer *out, furat_str line, size_t width)
{
  const size_t column = hanging_column(line, width);
  furat_buffer rest;
  furat_buffer filled;
  furat_buffer_init(&rest, SIZE_MAX / 2);
  furat_buffer_init(&filled, SIZE_MAX / 2);
  furat_buffer_append(&rest, furat_str_slice(line, column, line.len));
  furat_buffer_append_byte(&rest, '\0');
  if (rest.status == FURAT_OK) {
    furat_help_fill(&filled, rest.data, column, width);
  }
  furat_buffer_append(out, furat_str_slice(line, 0, column));
  furat_buffer_append(out,
                      furat_str_slice(furat_buffer_str(&filled), column, filled.len));
  furat_buffer_clear(&filled);
  furat_buffer_clear(&rest);
}

void
furat_dot_append_filled(furat_buffer *out, furat_str text)
{
  const size_t width = line_width();
  while (text.len > 0) {
    const furat_str line = furat_str_slice(text, 0, furat_str_find_byte(text, '\n'));
    text = furat_str_slice(text, line.len + 1, text.len);
    if (width > 0 && furat_utf8_text_width(line) > width) {
      append_filled(out, line, width);
    } else {
      furat_buffer_append(out, line);
      furat_buffer_append_byte(out, '\n');
    }
  }
}

// -------------------------------------------------------------------------- .help

static void
append_heading(furat_buffer *out, const char *text)
{
  const furat_palette *palette = furat_palette_for(STDOUT_FILENO);
  furat_buffer_appendf(out, "\n%s%s%s\n", furat_color_start(palette, FURAT_COLOR_HEADING),
                       text, furat_color_end(palette, FURAT_COLOR_HEADING));
}

static void
append_group(furat_buffer *out, furat_dot_group group)
{
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  for (size_t i = 0; i < n; i++) {
    if (commands[i].group == group) {
      furat_dot_append_entry(out, commands[i].usage, commands[i].help, HELP_COLUMN);
    }
  }
}

static void
append_all(furat_buffer *out)
{
  static const struct {
    furat_dot_group group;
    const char *heading;
  } groups[] = {{FURAT_DOT_LOOK, "What is in the data"},
                {FURAT_DOT_QUERIES, "Canned queries"},
                {FURAT_DOT_RESULTS, "Results"},
                {FURAT_DOT_SESSION, "The session"}};
  furat_help_fill(
      out,
      "A query of one line runs at Enter, one of several lines at an empty "
      "line or a semicolon. Tab completes everywhere. .help NAME explains one "
      "of these, .help keys the keys, and .help WORD a word or function of SPARQL, as "
      "OPTIONAL or STRBEFORE (.help sparql lists them):",
      0, line_width() > 0 ? line_width() : SIZE_MAX);
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
    append_heading(out, groups[i].heading);
    append_group(out, groups[i].group);
  }
  append_heading(out, "Settings (.show has their values)");
  for (size_t i = 0; furat_setting_at(i); i++) {
    const furat_setting *setting = furat_setting_at(i);
    if (furat_dot_setting_named(setting->name)) {
      furat_dot_append_entry(out, setting->usage, setting->help, HELP_COLUMN);
    }
  }
  append_heading(out, "Explained by .help");
  furat_topic topic;
  for (size_t i = 0; furat_dot_topic_at(i, &topic); i++) {
    furat_dot_append_entry(out, topic.term, topic.help, HELP_COLUMN);
  }
}

// What it is at first, and now.
static void
append_values(furat_buffer *out, const furat_shell *shell, const furat_setting *setting)
{
  furat_buffer value;
  furat_buffer_init(&value, SIZE_MAX / 2);
  furat_settings_get(&value, &shell->settings, setting);
  if (value.len > 0 || setting->initial[0] != '\0') {
    furat_buffer_append_cstr(out, "\n  now: ");
    furat_text_write_visible(out, furat_buffer_str(&value));
    furat_buffer_appendf(out, "; at first: %s\n", setting->initial);
  }
  furat_buffer_clear(&value);
}

static void
append_one(furat_buffer *out, const furat_shell *shell, const char *usage,
           const char *help, const furat_manual *manual, const furat_setting *setting)
{
  const size_t width = line_width() > 0 ? line_width() : SIZE_MAX;
  furat_buffer_appendf(out, "%s\n", usage);
  furat_help_fill(out, help, 2, width);
  if (setting) {
    append_values(out, shell, setting);
  }
  furat_dot_append_manual(out, manual, width);
}

// keys, names ...
static bool
append_topic(furat_buffer *out, const furat_shell *shell, const char *name)
{
  furat_topic topic;
  for (size_t i = 0; furat_dot_topic_at(i, &topic); i++) {
    if (strcasecmp(topic.term, name) == 0) {
      append_one(out, shell, topic.term, topic.help, &topic.manual, NULL);
      return true;
    }
  }
  return false;
}

// .help explains more than commands: of all that it does, what may be meant.
static furat_status
refuse_unknown(const char *name, furat_error *err)
{
  const char *names[MAX_NAMES];
  size_t n_commands = 0;
  size_t n = 0;
  furat_topic topic;
  if (name[0] == '.') {
    return furat_dot_unknown(name, err);
  }
  furat_error_set(err, FURAT_USAGE, "nothing is called %.100s", name);
  const furat_status status = furat_dot_unknown(name, err); // its hints; that word stands
  const furat_dot_command *commands = furat_shell_dot_commands(&n_commands);
  for (; n < n_commands && n < MAX_NAMES; n++) {
    names[n] = commands[n].name + 1;
  }
  n = names_of_settings(names, n);
  const size_t n_dotted = n;
  for (size_t i = 0; n < MAX_NAMES && furat_dot_topic_at(i, &topic); i++) {
    names[n++] = topic.term;
  }
  n = furat_language_names(names, n, MAX_NAMES);
  const char *near = furat_nearest_name(name, names, n);
  for (size_t i = n_dotted; near && i < n; i++) {
    if (names[i] == near) {
      furat_error_hint(err, "did you mean %s?", near);
    }
  }
  return status;
}

// What .begin begins, by its names in other languages.
static const char *
name_meant(const char *name)
{
  static const char *const words[] = {"transaction", "transactions", "begin transaction",
                                      "start transaction"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strcasecmp(words[i], name) == 0) {
      return ".begin";
    }
  }
  return name;
}

// .mode is a command and a setting: the value of the one, the words of the other.
static bool
append_named(furat_buffer *out, const furat_shell *shell, const char *name)
{
  const furat_dot_command *command = furat_dot_command_named(name);
  const furat_setting *setting = furat_setting_named(name + (name[0] == '.' ? 1 : 0));
  if (command) {
    append_one(out, shell, command->usage, command->help, &command->manual, setting);
  } else if (setting) {
    append_one(out, shell, setting->usage, setting->help, &setting->manual, setting);
  } else {
    return append_topic(out, shell, name);
  }
  return true;
}

// What is called so: of the shell, of SPARQL, or both; behind a dot of the shell alone.
static furat_status
append_called(furat_buffer *out, const furat_shell *shell, const char *name,
              furat_error *err)
{
  const furat_palette *palette = furat_palette_for(STDOUT_FILENO);
  const size_t width = line_width() > 0 ? line_width() : SIZE_MAX;
  const bool of_shell = append_named(out, shell, name);
  const bool of_sparql = furat_language_knows(name + (name[0] == '.'));
  if (strcasecmp(name, "sparql") == 0) {
    furat_language_append_list(out, palette, width);
  } else if (of_shell && of_sparql && name[0] == '.') {
    furat_buffer_appendf(out, "\nOf SPARQL: .help %s\n", name + 1);
  } else if (of_sparql && name[0] != '.') {
    furat_buffer_append_cstr(out, of_shell ? "\n" : "");
    furat_language_append_found(out, name, palette, width);
  } else if (!of_shell) {
    return refuse_unknown(name, err);
  }
  return FURAT_OK;
}

// GROUP BY and the like are several words.
static furat_status
append_words_called(furat_buffer *out, const furat_shell *shell,
                    const furat_dot_words *words, furat_error *err)
{
  furat_buffer name;
  furat_buffer_init(&name, MAX_NAME_BYTES);
  furat_status status = furat_dot_join(&name, words, 0, err);
  if (status == FURAT_OK) {
    status = append_called(out, shell, name_meant(name.data), err);
  }
  furat_buffer_clear(&name);
  return status;
}

furat_status
furat_shell_dot_help(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, SIZE_MAX / 2);
  furat_status status = FURAT_OK;
  if (words->n > 0) {
    status = append_words_called(&out, shell, words, err);
  } else {
    append_all(&out);
  }
  if (status == FURAT_OK) {
    status = furat_buffer_status(&out, err);
  }
  if (status == FURAT_OK) {
    status = furat_shell_show_text(shell, furat_buffer_str(&out), err);
  }
  furat_buffer_clear(&out);
  return status;
}

bool
furat_shell_topic_at(size_t index, furat_topic *topic)
{
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  if (index < n) {
    *topic = (furat_topic){commands[index].usage, commands[index].help,
                           commands[index].manual};
    return true;
  }
  index -= n;
  for (size_t i = 0; furat_setting_at(i); i++) {
    const furat_setting *setting = furat_setting_at(i);
    if (furat_dot_setting_named(setting->name) && index-- == 0) {
      *topic = (furat_topic){setting->usage, setting->help, setting->manual};
      return true;
    }
  }
  return furat_dot_topic_at(index, topic);
}
