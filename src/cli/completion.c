// SPDX-License-Identifier: GPL-3.0-or-later
// Completes command lines by the tables.
//                                 commands, options -> [cli/completion] -> cmd_complete
#include "cli/completion.h"

#include <ctype.h>
#include <string.h>

#include "cli/help.h"
#include "cli/language.h"
#include "io/syntax.h"

enum { MAX_WORDS = 4096 };

void
furat_complete_offer(furat_buffer *out, furat_str typed, furat_str before, furat_str word,
                     furat_str help)
{
  if (!furat_str_starts_with(word, typed)) {
    return;
  }
  furat_buffer_append(out, before);
  furat_buffer_append(out, word);
  furat_buffer_append_byte(out, '\t');
  furat_buffer_append(out, help);
  furat_buffer_append_byte(out, '\n');
}

static void
offer(furat_buffer *out, furat_str typed, const char *word, const char *help)
{
  furat_complete_offer(out, typed, FURAT_STR_NONE, furat_str_of(word),
                       furat_str_of(help));
}

// -------------------------------------------------------------------------- files

static void
ask_for_files(furat_buffer *out, const char *kind, const char *endings, furat_str prefix)
{
  furat_buffer_appendf(out, "@%s\t%s\t", kind, endings);
  furat_buffer_append(out, prefix);
  furat_buffer_append_byte(out, '\n');
}

// "nt|nt.gz|...", of all syntaxes that are read.
static void
ask_for_documents(furat_buffer *out, furat_str prefix)
{
  size_t n = 0;
  bool first = true;
  const furat_syntax *syntaxes = furat_syntaxes(&n);
  furat_buffer_append_cstr(out, "@files\t");
  for (size_t i = 0; i < n; i++) {
    furat_str rest = furat_str_of(syntaxes[i].can_read ? syntaxes[i].endings : "");
    while (rest.len > 0) {
      const furat_str ending = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
      furat_buffer_appendf(out, "%s%.*s|%.*s.gz|%.*s.zst", first ? "" : "|",
                           FURAT_STR_ARGS(ending), FURAT_STR_ARGS(ending),
                           FURAT_STR_ARGS(ending));
      rest = furat_str_slice(rest, ending.len + 1, rest.len);
      first = false;
    }
  }
  furat_buffer_append_byte(out, '\t');
  furat_buffer_append(out, prefix);
  furat_buffer_append_byte(out, '\n');
}

// ------------------------------------------------------------------------- values

static void
offer_choices(furat_buffer *out, furat_str typed, furat_str before, const char *choices)
{
  furat_str rest = furat_str_of(choices);
  while (rest.len > 0) {
    const furat_str choice = furat_str_slice(rest, 0, furat_str_find_byte(rest, ' '));
    furat_complete_offer(out, typed, before, choice, FURAT_STR_NONE);
    rest = furat_str_slice(rest, choice.len + 1, rest.len);
  }
}

static void
offer_commands(furat_buffer *out, furat_str typed)
{
  size_t n = 0;
  const furat_command *const *commands = furat_commands(&n);
  for (size_t i = 0; i < n; i++) {
    if (!commands[i]->hidden) {
      offer(out, typed, commands[i]->name, commands[i]->summary);
    }
  }
}

// Words of SPARQL that go on from what was typed, in its case: they are many.
static void
offer_language(furat_buffer *out, furat_str typed)
{
  enum { MAX_NAME_BYTES = 64 };
  const furat_language_entry *entry = NULL;
  const bool small = typed.len > 0 && islower((unsigned char)typed.data[0]);
  for (size_t i = 0; typed.len > 0 && (entry = furat_language_at(i)); i++) {
    char name[MAX_NAME_BYTES];
    const bool lower = small && isupper((unsigned char)entry->name[0]);
    snprintf(name, sizeof name, "%s", entry->name);
    for (char *c = name; lower && *c != '\0'; c++) {
      *c = (char)tolower((unsigned char)*c);
    }
    if (!furat_command_find(name)) {
      offer(out, typed, name, entry->summary);
    }
  }
}

// The value of an option, or an operand; `before` stands before `typed` in the word, and
// `arguments` before that.
static void
offer_value(furat_buffer *out, furat_option_kind kind, const char *choices,
            furat_str typed, furat_str before, const furat_vec *arguments)
{
  furat_error ignored = FURAT_ERROR_INIT;
  switch (kind) {
  case FURAT_OPTION_GRAPH:
    // A source that cannot be read has none.
    if (furat_complete_graph_names(out, arguments, typed, before, &ignored) ==
        FURAT_NO_MEM) {
      out->status = FURAT_NO_MEM;
    }
    break;
  case FURAT_OPTION_CHOICE:
    offer_choices(out, typed, before, choices);
    break;
  case FURAT_OPTION_FILE:
    ask_for_files(out, "files", "*", before);
    break;
  case FURAT_OPTION_DOCUMENT:
    ask_for_documents(out, before);
    break;
  case FURAT_OPTION_NAMED_DOCUMENT: {
    const size_t equals = furat_str_rfind_byte(typed, '=');
    furat_buffer whole;
    furat_buffer_init(&whole, SIZE_MAX);
    furat_buffer_append(&whole, before);
    furat_buffer_append(&whole, furat_str_slice(typed, 0, equals + 1));
    if (equals < typed.len) {
      ask_for_documents(out, furat_buffer_str(&whole));
    }
    furat_buffer_clear(&whole);
    break;
  }
  case FURAT_OPTION_SPARQL:
    ask_for_files(out, "files", "rq|ru|sparql", before);
    break;
  case FURAT_OPTION_STORE:
    ask_for_files(out, "files", "furat", before);
    break;
  case FURAT_OPTION_FOLDER:
    ask_for_files(out, "folders", "*", before);
    break;
  case FURAT_OPTION_COMMAND:
    offer_commands(out, typed);
    offer_language(out, typed);
    break;
  default:
    break;
  }
}

// ------------------------------------------------------------------------ options

// The line up to the last word, read as furat_options_parse() would.
typedef struct reading {
  const furat_command *command;
  const furat_option *expects; ///< the option whose value comes next; or NULL
  bool only_operands;          ///< behind --
  furat_vec arguments;         ///< furat_argument: the options that are whole
  furat_vec operands;          ///< const char *
} reading;

// Of the command, or of every command.
static const furat_option *
next_option(const reading *r, const furat_option *last)
{
  const furat_option *own = r->command->options;
  const furat_option *next = last ? last + 1 : own;
  if (next && next->id != 0) {
    return next;
  }
  const furat_option *common = furat_help_common_options();
  const furat_option *end = common;
  while (end->id != 0) {
    end++;
  }
  return last >= common && last < end ? NULL : common;
}

static const furat_option *
long_option(const reading *r, furat_str name)
{
  for (const furat_option *o = next_option(r, NULL); o; o = next_option(r, o)) {
    if (furat_str_equal(furat_str_of(o->name), name)) {
      return o;
    }
  }
  return NULL;
}

static const furat_option *
short_option(const reading *r, char letter)
{
  for (const furat_option *o = next_option(r, NULL); o; o = next_option(r, o)) {
    if (o->letter == letter) {
      return o;
    }
  }
  return NULL;
}

static void
take_argument(reading *r, const furat_option *option, const char *value)
{
  const furat_argument argument = {.id = option->id, .value = value};
  furat_vec_push(&r->arguments, &argument);
}

static void
read_long(reading *r, furat_str text)
{
  const size_t equals = furat_str_find_byte(text, '=');
  const furat_option *option = long_option(r, furat_str_slice(text, 0, equals));
  if (option && (option->kind == FURAT_OPTION_FLAG || equals < text.len)) {
    take_argument(r, option, equals < text.len ? text.data + equals + 1 : NULL);
  } else {
    r->expects = option;
  }
}

static void
read_short(reading *r, const char *letters)
{
  for (; *letters; letters++) {
    const furat_option *option = short_option(r, *letters);
    if (!option) {
      return;
    }
    if (option->kind != FURAT_OPTION_FLAG) {
      if (letters[1]) {
        take_argument(r, option, letters + 1);
      } else {
        r->expects = option;
      }
      return;
    }
    take_argument(r, option, NULL);
  }
}

static void
read_word(reading *r, const char *word)
{
  if (r->expects) {
    take_argument(r, r->expects, word);
    r->expects = NULL;
  } else if (r->only_operands || word[0] != '-' || word[1] == '\0') {
    furat_vec_push(&r->operands, &word);
  } else if (strcmp(word, "--") == 0) {
    r->only_operands = true;
  } else if (word[1] == '-') {
    read_long(r, furat_str_of(word + 2));
  } else {
    read_short(r, word + 1);
  }
}

static bool
was_given(const reading *r, const furat_option *option)
{
  for (size_t i = 0; i < r->arguments.n; i++) {
    if (FURAT_VEC_AT(&r->arguments, furat_argument, i).id == option->id) {
      return true;
    }
  }
  return false;
}

static void
offer_options(furat_buffer *out, const reading *r, furat_str typed, bool whole_program)
{
  char name[80];
  for (const furat_option *o = next_option(r, NULL); o; o = next_option(r, o)) {
    const bool elsewhere = o->id == FURAT_VERSION_OPTION && !whole_program;
    if (!o->help || elsewhere || (was_given(r, o) && !o->repeatable)) {
      continue;
    }
    snprintf(name, sizeof name, "--%s", o->name);
    offer(out, typed, name, o->help);
    if (o->negatable) {
      snprintf(name, sizeof name, "--no-%s", o->name);
      offer(out, typed, name, o->help);
    }
  }
}

// ---------------------------------------------------------------------- the line

// The last word is --name=value.
static void
offer_joined(furat_buffer *out, const reading *r, furat_str word, size_t equals)
{
  const furat_option *option = long_option(r, furat_str_slice(word, 2, equals - 2));
  if (option) {
    offer_value(out, option->kind, option->choices,
                furat_str_slice(word, equals + 1, word.len),
                furat_str_slice(word, 0, equals + 1), &r->arguments);
  }
}

static furat_status
offer_last(furat_buffer *out, reading *r, const char *last, bool whole_program,
           furat_error *err)
{
  const furat_str word = furat_str_of(last);
  const size_t equals = furat_str_find_byte(word, '=');
  if (r->expects) {
    offer_value(out, r->expects->kind, r->expects->choices, word, FURAT_STR_NONE,
                &r->arguments);
  } else if (!r->only_operands && furat_str_starts_with(word, FURAT_STR("--")) &&
             equals < word.len) {
    offer_joined(out, r, word, equals);
  } else if (!r->only_operands && word.len > 0 && word.data[0] == '-') {
    offer_options(out, r, word, whole_program);
  } else if (r->command->operand_kind == FURAT_OPTION_CANNED) {
    furat_vec_push(&r->operands, &last);
    const furat_status status = furat_vec_status(&r->operands, err);
    const furat_command_line operands = {.words = r->operands.items, .n = r->operands.n};
    return status == FURAT_OK ? furat_complete_canned(out, &operands, &r->arguments, err)
                              : status;
  } else {
    offer_value(out, r->command->operand_kind, NULL, word, FURAT_STR_NONE, &r->arguments);
  }
  return FURAT_OK;
}

furat_status
furat_complete_command_line(furat_buffer *out, const furat_command_line *line,
                            furat_error *err)
{
  const bool whole_program = line->words[0][0] == '-';
  if (line->n == 1 && !whole_program) {
    offer_commands(out, furat_str_of(line->words[0]));
    return furat_buffer_status(out, err);
  }
  reading r = {.command = furat_command_find(whole_program ? "shell" : line->words[0])};
  if (!r.command) {
    return FURAT_OK;
  }
  furat_vec_init(&r.arguments, sizeof(furat_argument), MAX_WORDS);
  furat_vec_init(&r.operands, sizeof(const char *), MAX_WORDS);
  for (size_t i = whole_program ? 0 : 1; i + 1 < line->n; i++) {
    read_word(&r, line->words[i]);
  }
  furat_status status = furat_vec_status(&r.arguments, err);
  if (status == FURAT_OK) {
    status = offer_last(out, &r, line->words[line->n - 1], whole_program, err);
  }
  furat_vec_clear(&r.operands);
  furat_vec_clear(&r.arguments);
  return status == FURAT_OK ? furat_buffer_status(out, err) : status;
}
