// SPDX-License-Identifier: GPL-3.0-or-later
// A list of candidates as people read it.
#ifndef FURAT_SHELL_CANDIDATES_TEXT_H
#define FURAT_SHELL_CANDIDATES_TEXT_H

#include "base/buffer.h"
#include "base/color.h"
#include "shell/candidates.h"

typedef struct furat_candidates_style {
  size_t n_columns; ///< of the terminal
  size_t n_rows;    ///< that may be taken
  bool utf8;        ///< otherwise what is not ASCII is shown as ?
  const furat_palette *palette;
} furat_candidates_style;

/// Append it: what is told beside the candidates in columns, or
/// several candidates a line where nothing is; what has no room is counted.
void
furat_candidates_write(furat_buffer *out, const furat_candidates *list,
                       const furat_candidates_style *style);

#endif
