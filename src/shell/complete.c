// SPDX-License-Identifier: GPL-3.0-or-later
// What could stand where somebody pressed Tab: dot commands and their arguments, SPARQL
// keywords, prefixes. [complete] -> input
#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/vec.h"
#include "shell/dot.h"
#include "sparql/builtins.h"
#include "sparql/keywords.h"

typedef struct candidates {
  furat_str typed;
  void (*add)(void *list, const char *candidate);
  void *list;
} candidates;

// Add `name` when it goes on from what was typed.
static void
offer(const candidates *to, const char *name)
{
  if (furat_str_starts_with(furat_str_of(name), to->typed)) {
    to->add(to->list, name);
  }
}

// Keywords in the case in which the word was begun.
static void
offer_keyword(const candidates *to, const char *keyword)
{
  size_t len = strlen(keyword);
  furat_str start = {keyword, to->typed.len < len ? to->typed.len : len};
  if (to->typed.len == 0 || !furat_str_equal_nocase(start, to->typed)) {
    return;
  }
  char word[32];
  bool lower = islower((unsigned char)to->typed.data[0]) != 0;
  bool mixed = islower((unsigned char)keyword[0]) != 0; // isIRI, sameTerm
  for (size_t i = 0; i <= len && i < sizeof word; i++) {
    word[i] = (char)(lower && !mixed ? tolower((unsigned char)keyword[i]) : keyword[i]);
  }
  to->add(to->list, word);
}

static void
offer_prefixes(const candidates *to, const furat_prefixes *prefixes)
{
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX / 2);
  for (size_t i = 0; i < prefixes->entries.n && name.status == FURAT_OK; i++) {
    furat_buffer_reset(&name);
    furat_buffer_append(&name, FURAT_VEC_AT(&prefixes->entries, furat_prefix, i).name);
    furat_buffer_append_byte(&name, ':');
    if (name.status == FURAT_OK) {
      offer(to, name.data);
    }
  }
  furat_buffer_clear(&name);
}

// A setting as a command of its own: the first word of its usage.
static void
offer_setting(const candidates *to, const char *usage)
{
  furat_buffer name;
  furat_buffer_init(&name, 100);
  furat_buffer_append(&name,
                      furat_str_slice(furat_str_of(usage), 0, strcspn(usage, " ")));
  if (name.status == FURAT_OK) {
    offer(to, name.data);
  }
  furat_buffer_clear(&name);
}

static void
offer_dot_commands(const candidates *to)
{
  size_t n = 0;
  const furat_dot_command *commands = furat_shell_dot_commands(&n);
  for (size_t i = 0; i < n; i++) {
    offer(to, commands[i].name);
  }
  for (size_t i = 0; furat_setting_at(i); i++) {
    offer_setting(to, furat_setting_at(i)->usage);
  }
}

static void
offer_choices(const candidates *to, const furat_setting *setting)
{
  for (size_t i = 0; setting->choices && setting->choices[i]; i++) {
    offer(to, setting->choices[i]);
  }
}

// The values of the setting that a line such as ".timer o" names.
static void
offer_values(const candidates *to, furat_str line)
{
  furat_buffer name;
  furat_buffer_init(&name, 100);
  furat_buffer_append(&name,
                      furat_str_slice(line, 1, furat_str_find_byte(line, ' ') - 1));
  const furat_setting *setting =
      name.status == FURAT_OK && name.len > 0 ? furat_setting_named(name.data) : NULL;
  if (setting) {
    offer_choices(to, setting);
  }
  furat_buffer_clear(&name);
}

// The argument of a dot command; where none is offered, readline offers file names.
static void
offer_arguments(const candidates *to, furat_str line)
{
  if (furat_str_starts_with(line, FURAT_STR(".mode "))) {
    offer_choices(to, furat_setting_named("mode"));
    offer_choices(to, furat_setting_named("graphmode"));
  } else if (furat_str_starts_with(line, FURAT_STR(".run ")) ||
             furat_str_starts_with(line, FURAT_STR(".queries "))) {
    furat_shell_offer_queries(line, to->add, to->list, to->typed);
  } else if (furat_str_starts_with(line, FURAT_STR(".help "))) {
    offer_dot_commands(to);
  } else {
    offer_values(to, line);
  }
}

void
furat_shell_complete(void *self, furat_str line, size_t start,
                     void (*add)(void *list, const char *candidate), void *list)
{
  furat_shell *shell = self;
  candidates to = {furat_str_slice(line, start, line.len), add, list};
  if (line.len > 0 && line.data[0] == '.') {
    if (start == 0) {
      offer_dot_commands(&to);
    } else {
      offer_arguments(&to, line);
    }
    return;
  }
  size_t n = 0;
  const char *const *keywords = furat_keyword_texts(&n);
  for (size_t i = 0; i < n; i++) {
    offer_keyword(&to, keywords[i]);
  }
  const char *const *functions = furat_builtin_names(&n);
  for (size_t i = 0; i < n; i++) {
    offer_keyword(&to, functions[i]);
  }
  offer_prefixes(&to, &shell->prefixes);
}
