// SPDX-License-Identifier: GPL-3.0-or-later
// Help on SPARQL 1.1 itself: its words, operators, functions and casts, as one table from
// which .help, furat help and furat-sparql(7) are made.
//                              language_*, sparql/builtins -> [language] -> help, .help
#ifndef FURAT_CLI_LANGUAGE_H
#define FURAT_CLI_LANGUAGE_H

#include "base/buffer.h"
#include "base/color.h"

/// The part of the specification that an entry rests on.
typedef enum furat_language_document {
  FURAT_LANGUAGE_QUERY,
  FURAT_LANGUAGE_UPDATE,
  FURAT_LANGUAGE_FEDERATED_QUERY
} furat_language_document;

/// What is told of one word, or of what belongs together.  Names in `others` and `see`
/// have ", " between them.
typedef struct furat_language_entry {
  const char *name;    ///< "GROUP BY", "STRBEFORE", "property paths"
  const char *others;  ///< other words that lead here; or NULL
  bool others_last;    ///< `others` lead to other entries first
  const char *summary; ///< a line, lower-case start, no full stop
  /// Lines, or lines "FORM\tmeaning"; NULL of a function, whose form is in
  /// sparql/builtins.h.
  const char *syntax;
  const char *words;  ///< lines "ARGUMENT\twhat it is" of a function; or NULL
  const char *result; ///< the type of a function's result; or NULL
  const char *text;   ///< sentences
  /// Statements or expressions, of one line or several, and behind each a line that
  /// begins with a tab: what a statement asks, or the value of an expression.
  const char *examples;
  furat_language_document document;
  const char *section; ///< its number there
  const char *see;     ///< names of other entries
} furat_language_entry;

typedef struct furat_language_group {
  const char *heading;
  const furat_language_entry *entries;
  size_t n;
  const char *words; ///< what leads to all of it, ", " between; or NULL
} furat_language_group;

/// All groups in the order in which they are listed; `*n` their number.
const furat_language_group *const *
furat_language_groups(size_t *n);

/// The entry at `index`, counted through all groups; NULL behind the last one.
const furat_language_entry *
furat_language_at(size_t index);

/// The `nth` entry (from 0) that `words` lead to, whatever their case and the blanks
/// between them: the one of that name first.  NULL behind the last one.
const furat_language_entry *
furat_language_find(const char *words, size_t nth);

/// Put the names, and the keywords that lead to one, behind the `n` that are in `names`,
/// which has room for `room`; returns how many there are then.  For a did-you-mean.
size_t
furat_language_names(const char **names, size_t n, size_t room);

/// How it is written in a line: "STRBEFORE(text, part)", or the name of what is no
/// function.
void
furat_language_append_form(furat_buffer *out, const furat_language_entry *entry);

/// Append "SPARQL 1.1 Query Language, 17.4.3.9".
void
furat_language_append_section(furat_buffer *out, const furat_language_entry *entry);

/// Append all that is told of it, in lines of at most `width` cells where they can be
/// broken.
void
furat_language_append_entry(furat_buffer *out, const furat_language_entry *entry,
                            const furat_palette *palette, size_t width);

/// Whether `words` lead to an entry or to a group.
bool
furat_language_knows(const char *words);

/// Whether `words` lead to all of `group`.
bool
furat_language_group_is_called(const furat_language_group *group, const char *words);

/// Append every entry that `words` lead to, and a list of each group; false: none.
bool
furat_language_append_found(furat_buffer *out, const char *words,
                            const furat_palette *palette, size_t width);

/// Append the names of all entries, under the headings of their groups.
void
furat_language_append_list(furat_buffer *out, const furat_palette *palette, size_t width);

/// What the words of a syntax stand for, and what is left out of it: a paragraph.
extern const char *const furat_language_about;

#endif
