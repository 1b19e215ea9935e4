// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a layout to a terminal: draws the rows that changed, relative to where the
// cursor is, as nobody knows which row of the screen that is.
//                                                          layout -> [display] -> input
//
// Rows that a line was wrapped into are written so that the terminal knows them as one
// line: it selects them as one, and may wrap them again when it is resized.
#ifndef FURAT_SHELL_DISPLAY_H
#define FURAT_SHELL_DISPLAY_H

#include <stdio.h>

#include "shell/layout.h"

typedef struct furat_display {
  furat_layout shown; ///< what stands on the screen
  furat_layout next;  ///< what is to stand there
  size_t n_shown;     ///< rows of it on the screen; 0: the cursor is in an empty row
  size_t top;         ///< the first of them, when not all fit
  size_t row;         ///< of the cursor, from `top`
  size_t n_columns;   ///< of the terminal when it was drawn
  furat_buffer bytes; ///< for one drawing
} furat_display;

void
furat_display_init(furat_display *display);

void
furat_display_clear(furat_display *display);

/// Show the text; `n_rows` is the height of the terminal.  Where memory fails, nothing is
/// drawn.
void
furat_display_draw(furat_display *display, const furat_layout_text *text, size_t n_rows,
                   FILE *to);

/// Put the cursor behind the last row, in the row below it when `newline`: from then on
/// the terminal is somebody else's, and the next drawing starts where the cursor is.
void
furat_display_leave(furat_display *display, bool newline, FILE *to);

/// The column in which the cursor is when the terminal has got a new width; `reflows`: it
/// wraps lines again.
size_t
furat_display_column_after(const furat_display *display, size_t n_columns, bool reflows);

/// The terminal has a new width.  Go to where the first row may be now and empty the
/// screen from there; `reflows`: this terminal wraps lines again.
void
furat_display_resize(furat_display *display, size_t n_columns, bool reflows, FILE *to);

/// Empty the screen; the next drawing starts at its top.
void
furat_display_clear_screen(furat_display *display, FILE *to);

/// Somebody else has written: the next drawing starts where the cursor is.
void
furat_display_forget(furat_display *display);

#endif
