// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions from wherever they come: a query that runs, or one that ran before.
//                           engine/furat.h, kept -> [rows] -> format, table
#ifndef FURAT_RESULTS_ROWS_H
#define FURAT_RESULTS_ROWS_H

#include "engine/furat.h"

/// A source of solutions.  `next` as furat_results_next().
typedef struct furat_rows {
  furat_query_form form; ///< FURAT_QUERY_SELECT or FURAT_QUERY_ASK
  bool boolean;          ///< of ASK
  size_t n_columns;
  const furat_str *columns;
  void *self;
  furat_status (*next)(void *self, const furat_term **row, furat_error *err);
} furat_rows;

/// The rows of results, which must outlive them.
FURAT_NODISCARD furat_status
furat_rows_of_results(furat_rows *out, furat_results *results, furat_error *err);

/// Free what furat_rows_of_results() took.
void
furat_rows_clear(furat_rows *rows);

/// How many rows there are, as far as somebody looked.
typedef struct furat_row_count {
  uint64_t n_known; ///< those that were seen
  bool more;        ///< there may be others
} furat_row_count;

/// Go on behind `n_shown` rows without showing any: to the end, but not longer than a
/// fifth of a second.
FURAT_NODISCARD furat_status
furat_rows_count_rest(furat_row_count *out, const furat_rows *rows, uint64_t n_shown,
                      furat_error *err);

/// Append "12 rows", "10 of 12 rows" or "10 of more than 12 rows", without a newline;
/// `hint` (or NULL) stands behind where not all are shown.
void
furat_row_count_write(furat_buffer *out, uint64_t n_shown, const furat_row_count *all,
                      const char *hint);

#endif
