// SPDX-License-Identifier: GPL-3.0-or-later
// A text that is being edited as rows of a terminal: prompts, colours, wrapping, wide
// characters and those without a width, and where the cursor stands.  Knows no terminal:
// display.c brings the rows there.                       paint -> [layout] -> display
#ifndef FURAT_SHELL_LAYOUT_H
#define FURAT_SHELL_LAYOUT_H

#include "base/buffer.h"
#include "base/color.h"
#include "base/vec.h"

/// One row; every row can be drawn alone: colours end in it.
typedef struct furat_layout_row {
  size_t start; ///< of its bytes in furat_layout.bytes
  size_t end;
  size_t n_cells;
  bool wrapped; ///< the line goes on in the next row
} furat_layout_row;

typedef struct furat_layout {
  furat_buffer bytes;
  furat_vec rows; ///< furat_layout_row; at least one
  size_t cursor_row;
  size_t cursor_column; ///< below the number of columns
} furat_layout;

/// What is laid out.
typedef struct furat_layout_text {
  furat_str prompt;            ///< of the first line
  furat_str text;              ///< lines with \n between
  size_t point;                ///< byte of the text before which the cursor stands
  const unsigned char *colors; ///< a furat_color for each byte of the text; NULL: plain
  const char *opened; ///< for each line what is open before it: ( [ { " ' or 0; NULL: 0
  const furat_palette *palette;
  size_t n_columns; ///< of the terminal; at least 1
} furat_layout_text;

void
furat_layout_init(furat_layout *layout);

void
furat_layout_clear(furat_layout *layout);

/// Lay the text out anew.  FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_layout_make(furat_layout *layout, const furat_layout_text *text);

/// The bytes of row `i`.
furat_str
furat_layout_row_bytes(const furat_layout *layout, size_t i);

/// The prompt of a line before which `open` is open: as wide as that of the first line.
const char *
furat_layout_prompt(char open);

#endif
