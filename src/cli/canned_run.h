// SPDX-License-Identifier: GPL-3.0-or-later
// Canned queries for commands and the shell: listing, explaining and binding parameters.
#ifndef FURAT_CLI_CANNED_RUN_H
#define FURAT_CLI_CANNED_RUN_H

#include "engine/canned.h"
#include "engine/furat.h"
#include "engine/names.h"

/// A canned query that there is.
typedef struct furat_canned_entry {
  furat_str name;
  furat_str path; ///< terminated
  bool own;       ///< of the user's own folder
} furat_canned_entry;

/// Append (furat_canned_entry in `out`, bytes in `arena`) the canned queries that are
/// shipped and those in the user's own folder, $XDG_DATA_HOME/furat/queries, in order of
/// their names.  A shipped one hides one of the user's own with the same name.
FURAT_NODISCARD furat_status
furat_canned_entries(furat_vec *out, furat_arena *arena, furat_error *err);

/// Append a line for each canned query, its name and title, by topics; only those in
/// which `wanted` stands, however it is spelt, if it is not NULL: then FURAT_NOT_FOUND
/// when it stands in none.
FURAT_NODISCARD furat_status
furat_canned_show_all(furat_buffer *out, const char *wanted, furat_error *err);

/// Keep a query in the user's own folder; `title` may be empty.  Its parameters are the
/// variables that begin with an underscore.  Prefixes that are known here but not
/// everywhere are declared in it.  `*path` is where it is.  One of that name is replaced:
/// its title stays where none is given, and of its header what does not speak of another
/// title or of parameters that are gone.  FURAT_USAGE: the name is none for a file or
/// that of a shipped query; FURAT_BAD_SYNTAX: that is no query.
FURAT_NODISCARD furat_status
furat_canned_save(furat_buffer *path, const char *name, furat_str title, furat_str text,
                  const furat_prefixes *prefixes, bool *replaced, furat_error *err);

/// Append what a canned query does and which parameters it takes, paragraphs as one line
/// each; `command` runs it.
void
furat_canned_show(furat_buffer *out, const furat_canned *canned, const char *command);

/// Read the canned query `name`: shipped, or the user's own, or a file when it is a path
/// (it holds a slash or ends with .rq).  FURAT_USAGE, with the nearest name, when there
/// is none.
FURAT_NODISCARD furat_status
furat_canned_open(furat_canned *canned, const char *name, furat_error *err);

/// Values for the parameters of one run.
typedef struct furat_canned_values {
  const char *command;   ///< that runs it, for hints; set before binding
  const char *languages; ///< "ar,en": those of the session, the one that is liked best
                         ///< first, or NULL; set before binding
  furat_vec bindings;    ///< furat_binding, first `n_given` that were given
  size_t n_given;
  furat_buffer notes;   ///< a line for each name that was looked up: what was taken
  furat_buffer choices; ///< after a failure: the candidates, a line each
  furat_arena arena;
} furat_canned_values;

void
furat_canned_values_init(furat_canned_values *values, const char *command);

void
furat_canned_values_clear(furat_canned_values *values);

/// Bind `n` arguments "param=value" and the defaults; a parameter `language` that is not
/// given is the first of the languages that it can be.  FURAT_USAGE: an argument is no
/// parameter, or one is missing or has no legal value; FURAT_NOT_FOUND, FURAT_AMBIGUOUS:
/// a name of nothing or of several things.  `names` are those of the dataset; NULL where
/// nobody else needs them.
FURAT_NODISCARD furat_status
furat_canned_bind(furat_canned_values *values, const furat_canned *canned,
                  const char *const *arguments, size_t n, furat_dataset *dataset,
                  furat_names *names, const furat_prefixes *prefixes,
                  const furat_cancel *cancel, furat_error *err);

#endif
