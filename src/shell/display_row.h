// SPDX-License-Identifier: GPL-3.0-or-later
// A line on a terminal that may not be able to move its cursor: one row, in which a line
// that is too long is scrolled sideways. readline -> input -> [display_row] -> terminal
#ifndef FURAT_SHELL_DISPLAY_ROW_H
#define FURAT_SHELL_DISPLAY_ROW_H

#include <stdio.h>

#include "base/buffer.h"

/// What stands in the row.
typedef struct furat_display_row {
  furat_buffer shown; ///< its bytes
  furat_buffer next;
  size_t n_cells;      ///< that they take
  size_t cursor_bytes; ///< of them before the cursor
  size_t first;        ///< byte of prompt and text that is shown first
} furat_display_row;

/// What is to stand there.
typedef struct furat_row_text {
  furat_str prompt;
  furat_str text;
  size_t point;     ///< byte of `text` before which the cursor stands
  size_t n_columns; ///< at least 1
  bool utf8;        ///< otherwise bytes beyond ASCII are shown as escapes
} furat_row_text;

void
furat_display_row_init(furat_display_row *row);

void
furat_display_row_clear(furat_display_row *row);

/// Write what changes the row; nothing when memory is exhausted.
void
furat_display_row_draw(furat_display_row *row, const furat_row_text *text, FILE *to);

/// Another row begins, or somebody else has written here.
void
furat_display_row_forget(furat_display_row *row);

/// Go behind the text, to a new row if wanted, and forget.
void
furat_display_row_leave(furat_display_row *row, bool newline, FILE *to);

#endif
