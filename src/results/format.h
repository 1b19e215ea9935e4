// SPDX-License-Identifier: GPL-3.0-or-later
// The table of result formats, and the one way to write results in any of them.  Rows are
// written as they come; the closing part is written only when all went well, so what
// breaks off never reads as complete.             engine/furat.h -> [results] -> output
#ifndef FURAT_RESULTS_FORMAT_H
#define FURAT_RESULTS_FORMAT_H

#include "io/output.h"
#include "results/cell.h"
#include "results/rows.h"

/// How one format puts things down.  Each function appends to `out`; a status other than
/// FURAT_OK says that the format cannot hold a term.
typedef struct furat_format {
  const char *name; ///< as on the command line: "json"
  const char *media_type;
  const char *help; ///< one line
  void (*head)(furat_buffer *out, const furat_str *columns, size_t n,
               const furat_style *style);
  furat_status (*row)(furat_buffer *out, const furat_str *columns, const furat_term *row,
                      size_t n, size_t row_index, const furat_style *style,
                      furat_error *err);
  void (*tail)(furat_buffer *out, size_t n_rows, const furat_style *style);
  void (*boolean)(furat_buffer *out, bool answer, const furat_style *style);
  bool counted;  ///< made for reading: style->max_rows holds, the number of rows is told
  bool harmless; ///< whatever the terms are, it may be sent to a terminal as it is
} furat_format;

/// All of them but the boxed table of results/table.h; `*n` their number.
const furat_format *
furat_formats(size_t *n);

/// By name or media type; NULL when unknown.
const furat_format *
furat_format_named(furat_str name);

/// Write the results of a SELECT or ASK, in the formats that are made for reading in
/// `style`.
FURAT_NODISCARD furat_status
furat_format_write(const furat_format *format, furat_output *output,
                   const furat_rows *rows, const furat_style *style, furat_error *err);

#endif
