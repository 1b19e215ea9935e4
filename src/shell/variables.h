// SPDX-License-Identifier: GPL-3.0-or-later
// Variables of a session: `.set _who <iri>` binds ?_who in every statement that names it.
// --param, .set -> [variables] -> execute
#ifndef FURAT_SHELL_VARIABLES_H
#define FURAT_SHELL_VARIABLES_H

#include "base/arena.h"
#include "base/vec.h"
#include "engine/furat.h"

typedef struct furat_variable {
  furat_arena memory; ///< of the name and the value
  furat_str name;     ///< without ? or $
  furat_term value;
} furat_variable;

typedef struct furat_variables {
  furat_vec items; ///< furat_variable, in the order in which they were set first
} furat_variables;

void
furat_variables_init(furat_variables *variables);

void
furat_variables_clear(furat_variables *variables);

/// Whether `word` names a variable rather than anything else: ?x, $x or _x.
bool
furat_variable_is_name(const char *word);

/// Give a variable (named ?x, $x or x) a value, which is copied.  FURAT_USAGE: the name
/// is none.
FURAT_NODISCARD furat_status
furat_variables_set(furat_variables *variables, furat_str name, const furat_term *value,
                    furat_error *err);

/// Forget a variable.  FURAT_NOT_FOUND: it was not set.
FURAT_NODISCARD furat_status
furat_variables_unset(furat_variables *variables, furat_str name, furat_error *err);

/// Push a furat_binding, borrowed, for each variable that `text` names.
FURAT_NODISCARD furat_status
furat_variables_bind(furat_vec *bindings, const furat_variables *variables,
                     furat_str text, furat_error *err);

#endif
