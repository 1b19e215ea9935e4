// SPDX-License-Identifier: GPL-3.0-or-later
// What is at the other end of a descriptor, for whoever lays text out for people.
#ifndef FURAT_CLI_TERMINAL_H
#define FURAT_CLI_TERMINAL_H

#include <stdio.h>

#include "results/table.h"

/// The width of the terminal in cells: as it says itself, else $COLUMNS, else 80.
size_t
furat_terminal_width(int fd);

/// Its height, in the same way; $LINES, else 24.
size_t
furat_terminal_height(int fd);

/// Whether the terminal of $TERM can move its cursor: it is neither unknown nor "dumb".
bool
furat_terminal_moves(void);

/// Whether the locale's characters are UTF-8.
bool
furat_terminal_is_utf8(void);

/// What is done about right-to-left text on `fd`: nothing where that is no terminal, else
/// what $FURAT_BIDI says, "on" (put into the order of the screen here) or "off" (left to
/// the terminal), or what suits the terminal.
furat_bidi
furat_terminal_bidi(int fd);

/// Let $FURAT_BIDI be that: "on", "off", or "auto".
FURAT_NODISCARD furat_status
furat_terminal_choose_bidi(const char *when, furat_error *err);

/// Write text for people, lines with right-to-left words in them, as
/// furat_terminal_bidi() says for where the stream goes.
void
furat_terminal_print(FILE *stream, furat_str text);

/// The same of sentences: lines that are too long for a terminal are broken at words.
void
furat_terminal_print_wrapped(FILE *stream, furat_str text);

/// Write a name of the system, such as that of a file, with what is unsafe made visible.
void
furat_terminal_print_name(FILE *stream, const char *name);

/// How a table is drawn on `fd`: on a terminal in its width, with Unicode where the
/// locale has it and right-to-left text isolated; elsewhere in ASCII, whole, the same
/// everywhere.
furat_table_options
furat_terminal_table_options(int fd);

#endif
