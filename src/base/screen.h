// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences for people: the width of a terminal, lines broken at words, numbers.
//                                              utf8 -> [screen] -> diagnostic, cli, shell
#ifndef FURAT_BASE_SCREEN_H
#define FURAT_BASE_SCREEN_H

#include <stdint.h>

#include "base/buffer.h"

/// The width of the terminal in cells: as it says itself, else $COLUMNS, else 80.
size_t
furat_screen_width(int fd);

/// The width in which sentences are laid out on `fd`; 0 where it is no terminal.
size_t
furat_screen_wrap_width(int fd);

/// Append lines, those wider than `width` cells broken at spaces; what goes on stands
/// below the first word.  Colours take no room; a word that is too long stays whole.
/// Width 0: as they are.
void
furat_screen_wrap(furat_buffer *out, furat_str text, size_t width);

/// A number as it stands in sentences: "1,234,567", in `text`.
const char *
furat_screen_number(char text[32], uint64_t number);

#endif
