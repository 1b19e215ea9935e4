// SPDX-License-Identifier: GPL-3.0-or-later
// Solutions as a boxed table.  The widths come from the first rows; then rows are written
// as they come, so a result of any size needs bounded memory.  Later rows that are wider
// get what room is left, below a rule.
//                                              engine/furat.h -> [table] -> io/output.h
#ifndef FURAT_RESULTS_TABLE_H
#define FURAT_RESULTS_TABLE_H

#include "io/output.h"
#include "results/cell.h"
#include "results/rows.h"

typedef struct furat_table_options {
  bool unicode; ///< box-drawing characters and the one-cell ellipsis; otherwise ASCII
  bool wrap;    ///< break what is too long into lines instead of cutting it
  size_t kept_column; ///< that is not cut while others can give way, from 1; 0: none
  size_t width_cells; ///< shrink columns so that a line fits; 0: no bound, nothing is cut
  furat_style style;
  size_t n_sample_rows; ///< rows that decide the widths; 0: 1000, and where the width is
                        ///< bounded those of a quarter of a second,
                        ///< at most 8192
} furat_table_options;

#define FURAT_TABLE_OPTIONS_INIT \
  {                              \
    .unicode = false             \
  }

typedef struct furat_table furat_table;

/// A table of `n_columns` columns on `output`, which, like `options->prefixes`, must
/// outlive it.  Where not even narrow columns have room side by side, only the first are
/// shown.
FURAT_NODISCARD furat_status
furat_table_new(furat_table **out, furat_output *output, size_t n_columns,
                const furat_str *names, const furat_table_options *options,
                furat_error *err);

/// Add a row: one term a column, FURAT_TERM_NONE where unbound.
FURAT_NODISCARD furat_status
furat_table_row(furat_table *table, const furat_term *row, furat_error *err);

/// Write what is left, the lower border and the number of rows: with `all` (or NULL) also
/// of those that are not shown.  A table without this end is seen to be incomplete.
FURAT_NODISCARD furat_status
furat_table_finish(furat_table *table, const furat_row_count *all, furat_error *err);

/// Accepts NULL.
void
furat_table_free(furat_table *table);

/// Whether the rows, to their end, can be read in a table of that width: all columns have
/// room, and few cells are cut to a stump.
FURAT_NODISCARD furat_status
furat_table_fits(bool *out, const furat_rows *rows, const furat_table_options *options,
                 furat_error *err);

/// Write the solutions of a SELECT, at most style.max_rows; the boolean of an ASK as the
/// one word true or false.
FURAT_NODISCARD furat_status
furat_table_write_rows(furat_output *output, const furat_rows *rows,
                       const furat_table_options *options, furat_error *err);

#endif
