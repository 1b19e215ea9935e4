// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what is told of a word of SPARQL.       language_* -> [language] -> help, .help
#include "cli/language.h"

#include "cli/language_internal.h"
#include "sparql/builtins.h"
#include "sparql/keywords.h"

enum { MAX_NAME_BYTES = 64 };

const char *const furat_language_about =
    "In a syntax, what stands between [ and ] may be left out, | parts what there is to "
    "choose from, and ... says that what stands before it may come again.  PATTERN, "
    "TRIPLES, TEMPLATE, EXPRESSION, TERM, IRI, ?VAR, N and the words in the parentheses "
    "of "
    "a function stand for what they say.  The case of the language's own words does not "
    "count, but for a.";

static const furat_language_group *const groups[] = {
    &furat_language_queries, &furat_language_patterns,        &furat_language_modifiers,
    &furat_language_terms,   &furat_language_operators,       &furat_language_aggregates,
    &furat_language_forms,   &furat_language_terms_functions, &furat_language_strings,
    &furat_language_numbers, &furat_language_times,           &furat_language_digests,
    &furat_language_casts,   &furat_language_updates,
};

const furat_language_group *const *
furat_language_groups(size_t *n)
{
  *n = sizeof groups / sizeof groups[0];
  return groups;
}

const furat_language_entry *
furat_language_at(size_t index)
{
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
    if (index < groups[i]->n) {
      return &groups[i]->entries[index];
    }
    index -= groups[i]->n;
  }
  return NULL;
}

// The words with a blank between each two, and without the parentheses of a call.
static furat_str
normalise(char *to, const char *words)
{
  size_t len = 0;
  for (const char *c = words; *c != '\0'; c++) {
    const bool blank = *c == ' ' || *c == '\t' || *c == '\n';
    if (*c == '(' && len > 0) {
      break;
    }
    if (len == MAX_NAME_BYTES) {
      return FURAT_STR_NONE;
    }
    if (!blank) {
      to[len++] = *c;
    } else if (len > 0 && to[len - 1] != ' ') {
      to[len++] = ' ';
    }
  }
  while (len > 0 && to[len - 1] == ' ') {
    len--;
  }
  return (furat_str){to, len};
}

static bool
is_named(const furat_language_entry *entry, furat_str word)
{
  return furat_str_equal_nocase(furat_str_of(entry->name), word);
}

static bool
is_in_list(const char *list, furat_str word)
{
  furat_str rest = furat_str_of(list ? list : "");
  while (rest.len > 0) {
    const furat_str one = furat_str_slice(rest, 0, furat_str_find(rest, FURAT_STR(", ")));
    if (furat_str_equal_nocase(one, word)) {
      return true;
    }
    rest = furat_str_slice(rest, one.len + 2, rest.len);
  }
  return false;
}

const furat_language_entry *
furat_language_find(const char *words, size_t nth)
{
  char bytes[MAX_NAME_BYTES];
  const furat_str word = normalise(bytes, words);
  if (word.len == 0) {
    return NULL;
  }
  const furat_language_entry *entry = NULL;
  for (size_t i = 0; (entry = furat_language_at(i)); i++) {
    if (is_named(entry, word) && nth-- == 0) {
      return entry;
    }
  }
  for (int last = 0; last <= 1; last++) {
    for (size_t i = 0; (entry = furat_language_at(i)); i++) {
      if (entry->others_last == (last == 1) && !is_named(entry, word) &&
          is_in_list(entry->others, word) && nth-- == 0) {
        return entry;
      }
    }
  }
  return NULL;
}

bool
furat_language_group_is_called(const furat_language_group *group, const char *words)
{
  char bytes[MAX_NAME_BYTES];
  const furat_str word = normalise(bytes, words);
  return word.len > 0 && is_in_list(group->words, word);
}

bool
furat_language_knows(const char *words)
{
  bool knows = furat_language_find(words, 0) != NULL;
  for (size_t i = 0; i < sizeof groups / sizeof groups[0] && !knows; i++) {
    knows = furat_language_group_is_called(groups[i], words);
  }
  return knows;
}

size_t
furat_language_names(const char **names, size_t n, size_t room)
{
  size_t n_keywords = 0;
  const char *const *keywords = furat_keyword_texts(&n_keywords);
  for (size_t i = 0; n < room && furat_language_at(i); i++) {
    names[n++] = furat_language_at(i)->name;
  }
  for (size_t i = 0; i < n_keywords && n < room; i++) {
    names[n++] = keywords[i];
  }
  return n;
}

void
furat_language_append_form(furat_buffer *out, const furat_language_entry *entry)
{
  const furat_builtin builtin = furat_builtin_find(furat_str_of(entry->name));
  furat_buffer_append_cstr(out, entry->name);
  if (builtin != FURAT_BUILTIN_NONE) {
    furat_buffer_appendf(out, "(%s)", furat_builtin_describe(builtin)->arguments);
  }
}

void
furat_language_append_section(furat_buffer *out, const furat_language_entry *entry)
{
  static const char *const documents[] = {
      [FURAT_LANGUAGE_QUERY] = "Query Language",
      [FURAT_LANGUAGE_UPDATE] = "Update",
      [FURAT_LANGUAGE_FEDERATED_QUERY] = "Federated Query",
  };
  furat_buffer_appendf(out, "SPARQL 1.1 %s, %s", documents[entry->document],
                       entry->section);
}
