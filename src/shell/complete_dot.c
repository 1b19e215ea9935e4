// SPDX-License-Identifier: GPL-3.0-or-later
// In a dot command: the kinds of its words, as the table of the commands tells them, say
// what is offered.                              dot -> [complete_dot] -> complete
#include <stdio.h>
#include <string.h>

#include "cli/canned_run.h"
#include "engine/shipped.h"
#include "shell/complete.h"
#include "shell/dot.h"

enum { MAX_WORD_BYTES = 4096, MAX_QUERIES = 100000, MAX_ARENA_BYTES = 1 << 26 };

// A line up to the cursor: where its last word starts, and which it is.
typedef struct dot_line {
  furat_str text;
  size_t first;      // where the first word behind the command starts
  size_t start;      // of the last word, with its quote
  size_t index;      // of it; 0: the command itself
  char quote;        // that it begins with and that is open; or 0
  furat_str typed;   // without the quote
  furat_str command; // the first word
} dot_line;

static dot_line
read_line(furat_str text)
{
  dot_line line = {.text = text, .first = text.len};
  char quote = '\0';
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    bool space = c == ' ' || c == '\t' || c == '\n';
    if (quote) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (space) {
      bool begins = i + 1 == text.len || !strchr(" \t\n", text.data[i + 1]);
      line.index += begins;
      line.start = i + 1;
      line.first = line.index == 1 && begins ? i + 1 : line.first;
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

static void
offer(furat_candidates *out, furat_str typed, const char *name, const char *note)
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

// A setting is a command too.
static void
offer_commands(furat_candidates *out, furat_str typed)
{
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  for (size_t i = 0; i < n; i++) {
    offer(out, typed, commands[i].name, commands[i].help);
  }
  for (size_t i = 0; furat_setting_at(i); i++) {
    char name[64];
    snprintf(name, sizeof name, ".%s", furat_setting_at(i)->name);
    offer(out, typed, name, furat_setting_at(i)->help);
  }
}

static void
offer_settings(furat_candidates *out, furat_str typed)
{
  for (size_t i = 0; furat_setting_at(i); i++) {
    offer(out, typed, furat_setting_at(i)->name, furat_setting_at(i)->help);
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
    offer(out, typed, choices[i], "");
  }
}

// Of the setting in the first word, or of the command that is one.
static void
offer_values(furat_candidates *out, const dot_line *line)
{
  furat_str rest = furat_str_slice(line->text, line->first, line->text.len);
  furat_str name = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
  if (command_named(line->command) == NULL) {
    name = furat_str_slice(line->command, 1, line->command.len);
  }
  offer_choices(out, line->typed, setting_named(name));
}

// ------------------------------------------------------------------ canned queries

static void
offer_queries(furat_candidates *out, furat_str typed)
{
  furat_arena arena;
  furat_vec entries;
  furat_arena_init(&arena, MAX_ARENA_BYTES);
  furat_vec_init(&entries, sizeof(furat_canned_entry), MAX_QUERIES);
  if (furat_canned_entries(&entries, &arena, NULL) == FURAT_OK) {
    for (size_t i = 0; i < entries.n; i++) {
      const furat_canned_entry *entry = &FURAT_VEC_AT(&entries, furat_canned_entry, i);
      furat_canned canned = {.name = FURAT_STR_NONE};
      if (furat_str_starts_with(entry->name, typed) &&
          furat_canned_read(&canned, entry->path.data, NULL) == FURAT_OK) {
        furat_candidates_add(out, entry->name, 0, canned.title);
      }
      furat_canned_clear(&canned);
    }
  }
  furat_vec_clear(&entries);
  furat_arena_clear(&arena);
}

static void
offer_parameters(furat_candidates *out, const furat_canned *canned, furat_str typed)
{
  for (size_t i = 0; i < canned->params.n; i++) {
    const furat_canned_param *param =
        &FURAT_VEC_AT(&canned->params, furat_canned_param, i);
    furat_buffer word;
    furat_buffer_init(&word, MAX_WORD_BYTES);
    furat_buffer_append(&word, param->name);
    furat_buffer_append_byte(&word, '=');
    if (word.status == FURAT_OK &&
        furat_str_starts_with(furat_buffer_str(&word), typed)) {
      furat_candidates_add(out, furat_buffer_str(&word), 0, param->description);
    }
    furat_buffer_clear(&word);
  }
}

// One of its choices, "en, ar".
static void
offer_param_choices(furat_candidates *out, const furat_canned_param *param,
                    furat_str value)
{
  furat_str rest = param->choices;
  while (rest.len > 0) {
    size_t end = furat_str_find_byte(rest, ',');
    furat_str choice = furat_str_slice(rest, 0, end);
    while (choice.len > 0 && choice.data[0] == ' ') {
      choice = furat_str_slice(choice, 1, choice.len - 1);
    }
    rest = end < rest.len ? furat_str_slice(rest, end + 1, rest.len) : FURAT_STR_NONE;
    if (choice.len > 0 && furat_str_starts_with(choice, value)) {
      furat_buffer word;
      furat_buffer_init(&word, MAX_WORD_BYTES);
      furat_buffer_append(&word, param->name);
      furat_buffer_append_byte(&word, '=');
      furat_buffer_append(&word, choice);
      if (word.status == FURAT_OK) {
        furat_candidates_add(out, furat_buffer_str(&word), 0, FURAT_STR_NONE);
      }
      furat_buffer_clear(&word);
    }
  }
}

// A value that is a thing: by its name, and written so that it is found again.
static void
offer_things(furat_completing *c, const furat_canned_param *param, furat_str value)
{
  furat_buffer before;
  furat_buffer_init(&before, MAX_WORD_BYTES);
  furat_buffer_append(&before, param->name);
  furat_buffer_append_byte(&before, '=');
  if (before.status == FURAT_OK) {
    furat_complete_names(c, value, FURAT_COMPLETE_ANY, param->kind, FURAT_STR_NONE,
                         before.data);
  }
  furat_buffer_clear(&before);
}

static void
offer_parameter(furat_completing *c, const dot_line *line)
{
  furat_str rest = furat_str_slice(line->text, line->first, line->text.len);
  furat_str query = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
  furat_canned canned = {.name = FURAT_STR_NONE};
  furat_str name = FURAT_STR_NONE;
  if (!furat_arena_copy(&c->out->arena, query, &name) ||
      furat_canned_open(&canned, name.data, NULL) != FURAT_OK) {
    furat_canned_clear(&canned);
    return;
  }
  size_t equals = furat_str_find_byte(line->typed, '=');
  const furat_canned_param *param =
      furat_canned_param_named(&canned, furat_str_slice(line->typed, 0, equals));
  if (equals == line->typed.len) {
    offer_parameters(c->out, &canned, line->typed);
  } else if (param) {
    furat_str value = furat_str_slice(line->typed, equals + 1, line->typed.len);
    if (value.len > 0 && (value.data[0] == '"' || value.data[0] == '\'')) {
      value = furat_str_slice(value, 1, value.len - 1);
    }
    offer_param_choices(c->out, param, value);
    if (param->type == FURAT_PARAM_IRI) {
      offer_things(c, param, value);
    }
  }
  furat_canned_clear(&canned);
}

// ------------------------------------------------------------------ all kinds

// A thing may be told by several words: then all that stands behind the command is it.
static void
offer_term(furat_completing *c, const dot_line *line, bool is_class)
{
  furat_str typed = line->typed;
  if (line->index > 1) {
    typed = furat_str_slice(line->text, line->first, line->text.len);
    c->out->start = line->first;
  }
  furat_complete_role role = is_class ? FURAT_COMPLETE_CLASS : FURAT_COMPLETE_ANY;
  if (is_class) {
    furat_complete_classes(c, typed);
  } else {
    furat_complete_iris(c, typed, FURAT_STR_NONE);
    if (typed.len > 0) {
      furat_complete_prefixes(c, typed);
    }
  }
  furat_complete_names(c, typed, role, FURAT_STR_NONE, FURAT_STR_NONE, "");
}

static void
offer_argument(furat_completing *c, const dot_line *line, furat_dot_arg kind)
{
  furat_candidates *out = c->out;
  switch (kind) {
  case FURAT_DOT_ARG_COMMAND:
    offer_commands(out, line->typed);
    break;
  case FURAT_DOT_ARG_FILE:
    out->files = true;
    break;
  case FURAT_DOT_ARG_GRAPH:
    furat_complete_graphs(c, line->typed);
    break;
  case FURAT_DOT_ARG_MODE:
    offer_choices(out, line->typed, furat_setting_named("mode"));
    offer_choices(out, line->typed, furat_setting_named("graphmode"));
    break;
  case FURAT_DOT_ARG_PARAMETER:
    offer_parameter(c, line);
    break;
  case FURAT_DOT_ARG_SETTING:
    offer_settings(out, line->typed);
    break;
  case FURAT_DOT_ARG_VALUE:
    offer_values(out, line);
    break;
  case FURAT_DOT_ARG_QUERY:
    offer_queries(out, line->typed);
    break;
  case FURAT_DOT_ARG_TERM:
  case FURAT_DOT_ARG_CLASS:
    offer_term(c, line, kind == FURAT_DOT_ARG_CLASS);
    break;
  default:
    break;
  }
}

// The kind of the word; words behind a term of several words are of it.
static furat_dot_arg
kind_of(const dot_line *line)
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

void
furat_complete_dot(furat_shell *shell, furat_str text, size_t cursor,
                   furat_candidates *out)
{
  furat_completing c;
  const dot_line line = read_line(furat_str_slice(text, 0, cursor));
  out->start = line.start;
  out->end = cursor;
  furat_completing_init(&c, shell, NULL, out);
  if (line.index == 0) {
    offer_commands(out, line.typed);
  } else {
    offer_argument(&c, &line, kind_of(&line));
  }
  furat_completing_clear(&c);
}
