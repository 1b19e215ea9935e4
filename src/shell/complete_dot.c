// SPDX-License-Identifier: GPL-3.0-or-later
// In a dot command: the kinds of its words, as the table of the commands tells them, say
// what is offered.                              dot -> [complete_dot] -> complete
#include <stdio.h>
#include <string.h>

#include "cli/language.h"
#include "engine/census.h"
#include "results/cell.h"
#include "results/kept.h"
#include "shell/complete.h"
#include "shell/dot.h"
#include "shell/words.h"

enum { MAX_WORD_BYTES = 4096, MAX_ITEMS = 1 << 20 };

static furat_dot_line
read_line(furat_str text)
{
  furat_dot_line line = {.text = text, .first = text.len};
  char quote = '\0';
  for (size_t i = 0; i < text.len;) {
    const bool quoted = quote != '\0';
    const char c = furat_words_step(&quote, text, &i);
    if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
      const bool begins = i == text.len || !strchr(" \t\n", text.data[i]);
      line.index += begins;
      line.start = i;
      line.first = line.index == 1 && begins ? i : line.first;
    }
  }
  line.quote = quote;
  line.typed = furat_str_slice(text, line.start, text.len - line.start);
  if (quote && line.typed.len > 0 && line.typed.data[0] == quote) {
    line.typed = furat_str_slice(line.typed, 1, line.typed.len - 1);
  }
  size_t end = 0;
  while (end < text.len && !strchr(" \t\n", text.data[end])) {
    end++;
  }
  line.command = furat_str_slice(text, 0, end);
  return line;
}

// A word that goes on from what was typed.
static void
offer_word(furat_candidates *out, furat_str typed, const char *name, const char *note)
{
  if (furat_str_starts_with(furat_str_of(name), typed)) {
    furat_candidates_add(out, furat_str_of(name), 0, furat_str_of(note));
  }
}

// ------------------------------------------------------------------ commands, settings

static const furat_dot_command *
command_named(furat_str name)
{
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  for (size_t i = 0; i < n; i++) {
    if (furat_str_equal(furat_str_of(commands[i].name), name)) {
      return &commands[i];
    }
  }
  return NULL;
}

// A setting is a command too.  Behind .help they may stand without the dot.
static void
offer_commands(furat_candidates *out, furat_str typed)
{
  const bool bare = typed.len > 0 && typed.data[0] != '.';
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  for (size_t i = 0; i < n; i++) {
    offer_word(out, typed, commands[i].name + bare, commands[i].help);
  }
  for (size_t i = 0; furat_setting_at(i); i++) {
    char name[64];
    snprintf(name, sizeof name, ".%s", furat_setting_at(i)->name);
    offer_word(out, typed, name + bare, furat_setting_at(i)->help);
  }
}

// What .help explains beside them.
static void
offer_topics(furat_candidates *out, furat_str typed)
{
  furat_topic topic;
  for (size_t i = 0; furat_dot_topic_at(i, &topic); i++) {
    offer_word(out, typed, topic.term, topic.help);
  }
}

// Words of SPARQL, which may be several: all from the first of them on are one.
static void
offer_language(furat_candidates *out, const furat_dot_line *line)
{
  const furat_str typed = furat_str_slice(line->text, line->first, line->text.len);
  const furat_language_entry *entry = NULL;
  out->start = line->first;
  for (size_t i = 0; (entry = furat_language_at(i)); i++) {
    furat_candidates_add_word(out, typed, entry->name, "", entry->summary);
  }
}

static void
offer_settings(furat_candidates *out, furat_str typed)
{
  // As they are typed as commands, too: .show .timer
  if (typed.len > 0 && typed.data[0] == '.') {
    typed = furat_str_slice(typed, 1, typed.len);
    out->start++;
  }
  for (size_t i = 0; furat_setting_at(i); i++) {
    offer_word(out, typed, furat_setting_at(i)->name, furat_setting_at(i)->help);
  }
}

static const furat_setting *
setting_named(furat_str name)
{
  char terminated[64];
  if (name.len == 0 || name.len >= sizeof terminated) {
    return NULL;
  }
  memcpy(terminated, name.data, name.len);
  terminated[name.len] = '\0';
  return furat_setting_named(terminated);
}

static void
offer_choices(furat_candidates *out, furat_str typed, const furat_setting *setting)
{
  static const char *const switches[] = {"on", "off", NULL};
  const char *const *choices = setting && setting->kind == FURAT_SETTING_ON_OFF ? switches
                               : setting ? setting->choices
                                         : NULL;
  for (size_t i = 0; choices && choices[i]; i++) {
    offer_word(out, typed, choices[i], "");
  }
}

// Whether the tag stands between commas of a list.
static bool
is_in_list(furat_str list, furat_str tag)
{
  while (list.len > 0) {
    const furat_str one = furat_str_slice(list, 0, furat_str_find_byte(list, ','));
    if (furat_str_equal_nocase(one, tag)) {
      return true;
    }
    list = furat_str_slice(list, one.len + 1, list.len);
  }
  return false;
}

// Of several tags the last.
static void
offer_languages(furat_completing *c, const furat_dot_line *line)
{
  const size_t comma = furat_str_rfind_byte(line->typed, ',');
  const size_t from = comma < line->typed.len ? comma + 1 : 0;
  const furat_str typed = furat_str_slice(line->typed, from, line->typed.len);
  furat_vec items;
  furat_vec_init(&items, sizeof(furat_census_item), MAX_ITEMS);
  c->out->start = line->start + (line->quote != '\0') + from;
  if (c->census && furat_census_languages(c->census, &items, NULL) == FURAT_OK) {
    for (size_t i = 0; i < items.n; i++) {
      const furat_census_item *item = &FURAT_VEC_AT(&items, furat_census_item, i);
      if (furat_str_starts_with(item->term.text, typed) &&
          !is_in_list(furat_str_slice(line->typed, 0, from), item->term.text)) {
        furat_candidates_add(c->out, item->term.text, item->n, FURAT_STR_NONE);
      }
    }
  }
  furat_vec_clear(&items);
}

// The first word behind the command.
static furat_str
first_word(const furat_dot_line *line)
{
  const furat_str rest = furat_str_slice(line->text, line->first, line->text.len);
  return furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
}

static bool
is_variable(furat_str word)
{
  return furat_str_starts_with(word, FURAT_STR("_")) ||
         furat_str_starts_with(word, FURAT_STR("?")) ||
         furat_str_starts_with(word, FURAT_STR("$"));
}

// Those that .set has bound.
static void
offer_variables(furat_completing *c, furat_str typed)
{
  const bool marked = typed.len > 0 && typed.data[0] != '_';
  for (size_t i = 0; i < c->shell->variables.items.n; i++) {
    const furat_variable *variable =
        &FURAT_VEC_AT(&c->shell->variables.items, furat_variable, i);
    furat_buffer name;
    furat_buffer value;
    furat_buffer_init(&name, MAX_WORD_BYTES);
    furat_buffer_init(&value, MAX_WORD_BYTES);
    furat_buffer_append(&name, furat_str_slice(typed, 0, marked));
    furat_buffer_append(&name, variable->name);
    furat_term_write_cell(&value, &variable->value, &c->prefixes);
    if (name.status == FURAT_OK &&
        furat_str_starts_with(furat_buffer_str(&name), typed)) {
      furat_candidates_add(c->out, furat_buffer_str(&name), 0,
                           value.status == FURAT_OK ? furat_buffer_str(&value)
                                                    : FURAT_STR_NONE);
    }
    furat_buffer_clear(&value);
    furat_buffer_clear(&name);
  }
}

// name: <iri>, of all that are known; behind the name its IRI alone.
static void
offer_declarations(furat_completing *c, const furat_dot_line *line)
{
  const furat_str typed = furat_str_slice(line->text, line->first, line->text.len);
  c->out->start = line->first;
  for (size_t i = 0; i < c->prefixes.entries.n; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&c->prefixes.entries, furat_prefix, i);
    furat_buffer text;
    furat_buffer_init(&text, MAX_WORD_BYTES);
    furat_buffer_append(&text, prefix->name);
    furat_buffer_append_cstr(&text, ": <");
    furat_buffer_append(&text, prefix->iri);
    furat_buffer_append_byte(&text, '>');
    if (text.status == FURAT_OK &&
        furat_str_starts_with(furat_buffer_str(&text), typed)) {
      furat_candidates_add(c->out, furat_buffer_str(&text), 0, FURAT_STR_NONE);
    }
    furat_buffer_clear(&text);
  }
}

// ------------------------------------------------------------------ all kinds

// A thing may be told by several words: then all from the first of them on is it.
static void
offer_term(furat_completing *c, const furat_dot_line *line, size_t from, bool is_class)
{
  furat_str typed = line->typed;
  if (line->start > from) {
    typed = furat_str_slice(line->text, from, line->text.len);
    c->out->start = from;
  }
  furat_complete_role role = is_class ? FURAT_COMPLETE_CLASS : FURAT_COMPLETE_ANY;
  if (is_class) {
    furat_complete_classes(c, typed);
  } else {
    furat_complete_iris(c, typed, FURAT_STR_NONE);
    furat_complete_prefixes(c, typed);
  }
  furat_complete_names(
      c, &(furat_complete_wish){.typed = typed, .role = role, .vocabulary = true});
}

static void
offer_thing(furat_completing *c, const furat_dot_line *line)
{
  offer_term(c, line, line->first, false);
  if (c->out->items.n == 0 && line->index > 1) {
    c->out->start = line->start;
    offer_word(c->out, line->typed, "all", "show all values");
  }
}

// Behind ".set _name" or ".set _name =".
static void
offer_value_of_variable(furat_completing *c, const furat_dot_line *line)
{
  size_t from = line->first + first_word(line).len;
  while (from < line->text.len && strchr(" \t=", line->text.data[from])) {
    from++;
  }
  offer_term(c, line, from, false);
}

// Of the setting in the first word, or of the command that is one.
static void
offer_values(furat_completing *c, const furat_dot_line *line)
{
  furat_str name = first_word(line);
  if (command_named(line->command) == NULL) {
    name = furat_str_slice(line->command, 1, line->command.len);
  } else if (is_variable(name)) {
    offer_value_of_variable(c, line);
    return;
  }
  const furat_setting *setting = setting_named(name);
  if (setting && setting->is_languages) {
    offer_languages(c, line);
  } else {
    offer_choices(c->out, line->typed, setting);
  }
}

static void
offer_formats(furat_candidates *out, furat_str typed)
{
  offer_choices(out, typed, furat_setting_named("mode"));
  offer_choices(out, typed, furat_setting_named("graphmode"));
}

static void
offer_names_to_set(furat_completing *c, furat_str typed)
{
  if (!is_variable(typed)) {
    offer_settings(c->out, typed);
  }
  offer_variables(c, typed);
}

static void
offer_whole_label(furat_completing *c, const furat_dot_line *line)
{
  c->out->start = line->first;
  furat_complete_labels(c, furat_str_slice(line->text, line->first, line->text.len));
}

static void
offer_columns(furat_candidates *out, furat_str typed, furat_kept *last)
{
  furat_rows rows;
  if (!last || !furat_kept_has_rows(last)) {
    return;
  }
  furat_kept_rows(last, &rows);
  for (size_t i = 0; i < rows.n_columns && rows.form == FURAT_QUERY_SELECT; i++) {
    if (furat_str_starts_with(rows.columns[i], typed)) {
      furat_candidates_add(out, rows.columns[i], 0, FURAT_STR_NONE);
    }
  }
}

static void
offer_argument(furat_completing *c, const furat_dot_line *line, furat_dot_arg kind)
{
  furat_candidates *out = c->out;
  switch (kind) {
  case FURAT_DOT_ARG_COMMAND:
    if (line->index == 1) {
      offer_commands(out, line->typed);
      offer_topics(out, line->typed);
    }
    offer_language(out, line);
    break;
  case FURAT_DOT_ARG_FILE:
    out->files = true;
    break;
  case FURAT_DOT_ARG_TARGET:
    furat_complete_target(out, furat_str_slice(line->text, line->first, line->text.len),
                          line->first);
    break;
  case FURAT_DOT_ARG_GRAPH:
    furat_complete_graphs(c, line->typed);
    break;
  case FURAT_DOT_ARG_COLUMN:
    offer_columns(out, line->typed, c->shell->last);
    break;
  case FURAT_DOT_ARG_MODE:
    offer_formats(out, line->typed);
    break;
  case FURAT_DOT_ARG_PARAMETER:
    furat_complete_parameter(c, line);
    break;
  case FURAT_DOT_ARG_SETTING:
    offer_settings(out, line->typed);
    break;
  case FURAT_DOT_ARG_SETTABLE:
    offer_names_to_set(c, line->typed);
    break;
  case FURAT_DOT_ARG_VARIABLE:
    offer_variables(c, line->typed);
    break;
  case FURAT_DOT_ARG_VALUE:
    offer_values(c, line);
    break;
  case FURAT_DOT_ARG_QUERY:
  case FURAT_DOT_ARG_OWN_QUERY:
    furat_complete_queries(out, line->typed, kind == FURAT_DOT_ARG_OWN_QUERY);
    break;
  case FURAT_DOT_ARG_TERM:
    offer_thing(c, line);
    break;
  case FURAT_DOT_ARG_CLASS:
    offer_term(c, line, line->first, true);
    break;
  case FURAT_DOT_ARG_LABEL:
    offer_whole_label(c, line);
    break;
  case FURAT_DOT_ARG_PREFIX:
    offer_declarations(c, line);
    break;
  default:
    break;
  }
}

// The kind of the word; words behind a term of several words are of it.
static furat_dot_arg
kind_of(const furat_dot_line *line)
{
  const furat_dot_command *command = command_named(line->command);
  if (!command) {
    return line->index == 1 ? FURAT_DOT_ARG_VALUE : FURAT_DOT_ARG_NONE;
  }
  furat_dot_arg first = furat_dot_arg_at(command, 0);
  if (first == FURAT_DOT_ARG_TERM || first == FURAT_DOT_ARG_CLASS) {
    return first;
  }
  return furat_dot_arg_at(command, line->index - 1);
}

// .explain takes a query, or on and off.
static bool
takes_statement(const furat_dot_line *line)
{
  return line->index > 0 && furat_str_equal_nocase(line->command, FURAT_STR(".explain"));
}

static void
complete_statement(furat_shell *shell, const furat_dot_line *line, furat_candidates *out)
{
  const furat_str text = furat_str_slice(line->text, line->first, line->text.len);
  furat_complete_query(shell, text, text.len, out);
  out->start += line->first;
  out->end += line->first;
  if (line->index == 1) {
    offer_choices(out, line->typed, setting_named(FURAT_STR("explain")));
  }
}

void
furat_complete_dot(furat_shell *shell, furat_str text, size_t cursor,
                   furat_candidates *out)
{
  furat_completing c;
  const furat_str typed = furat_str_slice(text, 0, cursor);
  const size_t pipe = furat_dot_pipe(typed);
  const furat_dot_line line = read_line(typed);
  out->start = line.start;
  out->end = cursor;
  if (pipe < cursor) {
    furat_complete_target(out, furat_str_slice(typed, pipe, cursor), pipe);
    return;
  }
  if (takes_statement(&line)) {
    complete_statement(shell, &line, out);
    return;
  }
  furat_completing_init(&c, shell, NULL, out);
  if (line.index == 0) {
    offer_commands(out, line.typed);
  } else {
    offer_argument(&c, &line, kind_of(&line));
  }
  furat_completing_clear(&c);
}
