// SPDX-License-Identifier: GPL-3.0-or-later
// .describe: everything that is said of a thing, in two tables: its triples in both
// directions, and the claims about it in the order of time.  look -> [describe] -> dot
#ifndef FURAT_SHELL_DESCRIBE_H
#define FURAT_SHELL_DESCRIBE_H

#include "shell/look.h"

/// What is described, and how long a list may be.
typedef struct furat_describing {
  furat_shell *shell;
  furat_term thing;
  uint64_t most; ///< of the values of one predicate; UINT64_MAX: all
  uint64_t most_claims;
  furat_str more_hint; ///< how to see all, terminated
  bool by_name;        ///< it was found by what it is called
  bool has_claims;     ///< the data have claims in the way of the shipped graph
  bool narrow;         ///< a terminal without room for all columns of claims
  uint64_t n_shown;    ///< rows of all tables
} furat_describing;

/// Show the table of claims, if there are any.
FURAT_NODISCARD furat_status
furat_describe_claims(furat_describing *d, furat_error *err);

/// Append a term as it stands in tables.
void
furat_describe_name(furat_buffer *out, const furat_describing *d, const furat_term *term);

/// Show rows, `names` with the names of things whatever .labels says, and how many were
/// left out.  Frees the rows.
FURAT_NODISCARD furat_status
furat_describe_show(const furat_describing *d, furat_row_list *rows, bool names,
                    uint64_t n_left, furat_error *err);

#endif
