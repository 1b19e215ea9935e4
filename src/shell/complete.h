// SPDX-License-Identifier: GPL-3.0-or-later
// What could stand where somebody pressed Tab.
//         sparql/position, engine/names, engine/census -> [complete] -> input
#ifndef FURAT_SHELL_COMPLETE_H
#define FURAT_SHELL_COMPLETE_H

#include "shell/candidates.h"
#include "shell/shell_internal.h"

/// So long the data are asked; what was found until then is offered.
enum { FURAT_COMPLETE_MS = 12 };

/// A session begins: read the labels of large data while nobody waits for them.
void
furat_complete_begin(furat_shell *shell);

/// Fill `out` (which must be cleared afterwards) with what may stand at byte `cursor` of
/// `text`, all that is written of a statement or a dot command.
void
furat_shell_complete(furat_shell *shell, furat_str text, size_t cursor,
                     furat_candidates *out);

// complete_query.c, complete_dot.c

void
furat_complete_query(furat_shell *shell, furat_str text, size_t cursor,
                     furat_candidates *out);

void
furat_complete_dot(furat_shell *shell, furat_str text, size_t cursor,
                   furat_candidates *out);

// complete_data.c: candidates from the data, for both.

typedef struct furat_census furat_census;

/// What every search needs.
typedef struct furat_completing {
  furat_shell *shell;
  furat_candidates *out;
  furat_prefixes prefixes; ///< the shell's and those of the statement
  furat_cancel cancel;
  furat_census *census; ///< NULL: it could not be opened
  const char *before;   ///< stands before each term that is offered: "place="
} furat_completing;

/// Clear it whatever happens.
void
furat_completing_init(furat_completing *c, furat_shell *shell,
                      const furat_prefixes *declared, furat_candidates *out);

void
furat_completing_clear(furat_completing *c);

/// What a thing must be to be offered.
typedef enum furat_complete_role {
  FURAT_COMPLETE_ANY,
  FURAT_COMPLETE_SUBJECT,
  FURAT_COMPLETE_OBJECT,
  FURAT_COMPLETE_PREDICATE,
  FURAT_COMPLETE_CLASS,
  FURAT_COMPLETE_GRAPH
} furat_complete_role;

/// Add those of a list of furat_census_item that fit what was typed: by their local name,
/// their prefixed name or IRI, or their text.
void
furat_complete_items(furat_completing *c, const furat_vec *items, furat_str typed);

/// Which things are wanted.
typedef struct furat_complete_wish {
  furat_str typed;
  furat_complete_role role;
  furat_str kind;         ///< of this class; empty: any
  furat_str predicate;    ///< objects of it first, then what else is of their classes;
                          ///< empty: any
  bool backwards;         ///< subjects of it
  const furat_vec *among; ///< furat_census_item: those of these first; or NULL
  bool vocabulary;        ///< classes and predicates too, behind the things
} furat_complete_wish;

/// Things by their labels and aliases.
void
furat_complete_names(furat_completing *c, const furat_complete_wish *wish);

/// The labels and aliases themselves.
void
furat_complete_labels(furat_completing *c, furat_str typed);

/// IRIs that go on from a prefixed name or <iri; nothing when `typed` is neither.
void
furat_complete_iris(furat_completing *c, furat_str typed, furat_str predicate);

/// Names of prefixes that go on from what was typed, with their colon: those of the data,
/// and all where something was typed and nothing else was found.
void
furat_complete_prefixes(furat_completing *c, furat_str typed);

/// The classes; the graphs.
void
furat_complete_classes(furat_completing *c, furat_str typed);

void
furat_complete_graphs(furat_completing *c, furat_str typed);

// complete_dot.c and its parts

/// A dot command up to the cursor: where its last word starts, and which it is.
typedef struct furat_dot_line {
  furat_str text;
  size_t first;      ///< where the first word behind the command starts
  size_t start;      ///< of the last word, with its quote
  size_t index;      ///< of it; 0: the command itself
  char quote;        ///< that it begins with and that is open; or 0
  furat_str typed;   ///< without the quote
  furat_str command; ///< the first word
} furat_dot_line;

// complete_run.c

/// Names of canned queries; of the user's own alone, if that is wanted.
void
furat_complete_queries(furat_candidates *out, furat_str typed, bool own);

/// A parameter of the canned query in the first word, or a value of it.
void
furat_complete_parameter(furat_completing *c, const furat_dot_line *line);

// complete_target.c

/// The name of a file, or behind | that of a command and then of files; `text` up to the
/// cursor is all of it, and `start` its place in the line.
void
furat_complete_target(furat_candidates *out, furat_str text, size_t start);

/// The IRI that `text` writes: <iri>, prefix:local, a; false for anything else.
bool
furat_complete_iri_of(furat_completing *c, furat_str text, furat_str *iri);

#endif
