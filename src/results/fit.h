// SPDX-License-Identifier: GPL-3.0-or-later
// A table where its columns have room, else a variable a line.
//                                             rows -> [fit] -> table, format
#ifndef FURAT_RESULTS_FIT_H
#define FURAT_RESULTS_FIT_H

#include "results/table.h"

/// Write solutions in the one way or the other, as the first rows say; `*as_lines` tells
/// which before the first byte is written.
FURAT_NODISCARD furat_status
furat_fit_write_rows(furat_output *output, const furat_rows *rows,
                     const furat_table_options *options, bool *as_lines,
                     furat_error *err);

#endif
