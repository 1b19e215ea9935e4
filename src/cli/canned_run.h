// SPDX-License-Identifier: GPL-3.0-or-later
// Canned queries for commands and the shell: listing, explaining and binding parameters.
#ifndef FURAT_CLI_CANNED_RUN_H
#define FURAT_CLI_CANNED_RUN_H

#include "engine/canned.h"
#include "engine/furat.h"
#include "engine/names.h"

/// Append a line for each canned query: its name and title.
FURAT_NODISCARD furat_status
furat_canned_show_all(furat_buffer *out, furat_error *err);

/// Append what a canned query does and which parameters it takes.
void
furat_canned_show(furat_buffer *out, const furat_canned *canned);

/// Read the canned query `name`: of the data directory, or a file when it is a path (it
/// holds a slash or ends with .rq).  FURAT_USAGE, with the nearest name, when there is
/// none.
FURAT_NODISCARD furat_status
furat_canned_open(furat_canned *canned, const char *name, furat_error *err);

/// Values for the parameters of one run.
typedef struct furat_canned_values {
  furat_vec bindings;   ///< furat_binding
  furat_buffer notes;   ///< a line for each name that was looked up: what was taken
  furat_buffer choices; ///< after a failure: the candidates, a line each
  furat_arena arena;
} furat_canned_values;

void
furat_canned_values_init(furat_canned_values *values);

void
furat_canned_values_clear(furat_canned_values *values);

/// Bind `n` arguments "param=value" and the defaults.  FURAT_USAGE: an argument is no
/// parameter, or one is missing or has no legal value; FURAT_NOT_FOUND, FURAT_AMBIGUOUS:
/// a name of nothing or of several things.  `names` are those of the dataset; NULL where
/// nobody else needs them.
FURAT_NODISCARD furat_status
furat_canned_bind(furat_canned_values *values, const furat_canned *canned,
                  const char *const *arguments, size_t n, furat_dataset *dataset,
                  furat_names *names, const furat_prefixes *prefixes,
                  const furat_cancel *cancel, furat_error *err);

#endif
