// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of a statement are while it is typed: the colour of each byte, the
// brackets at the cursor, and what is open before each line.  lexer -> [paint] -> layout
#ifndef FURAT_SHELL_PAINT_H
#define FURAT_SHELL_PAINT_H

#include "base/buffer.h"
#include "base/color.h"

typedef struct furat_paint {
  furat_buffer colors; ///< a furat_color for each byte of the text
  furat_buffer opened; ///< for each line what is open before it: ( [ { " ' or 0
} furat_paint;

void
furat_paint_init(furat_paint *paint);

void
furat_paint_clear(furat_paint *paint);

/// Look at the text anew; `point` is the byte before which the cursor stands.  Never
/// fails at what is no SPARQL.  FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_paint_make(furat_paint *paint, furat_str text, size_t point);

#endif
