// SPDX-License-Identifier: GPL-3.0-or-later
// Colours on a terminal: one palette of roles, and the one decision whether there are
// any.
//
// Rule: FURAT_COLOR=always|never decides if it is set (an option and the shell's setting
// set it, so that every part of the program and what it starts agree); then NO_COLOR (not
// empty) says none; otherwise a descriptor has colours when it is a terminal and TERM is
// set and not "dumb".  FURAT_THEME=dark|light says what the colours stand on, else
// COLORFGBG does, which the shell sets when the terminal tells it; where nobody says,
// they are the terminal's own sixteen that can be read on both.
#ifndef FURAT_BASE_COLOR_H
#define FURAT_BASE_COLOR_H

#include <stdbool.h>

#include "base/buffer.h"

/// What a piece of text is; the palette says how it looks.
typedef enum furat_color {
  FURAT_COLOR_PLAIN, ///< as the terminal has it
  FURAT_COLOR_KEYWORD,
  FURAT_COLOR_FUNCTION,
  FURAT_COLOR_IRI, ///< full, or its local part
  FURAT_COLOR_PREFIX,
  FURAT_COLOR_BLANK, ///< a blank node
  FURAT_COLOR_STRING,
  FURAT_COLOR_LANGUAGE, ///< a language tag or a datatype behind a literal
  FURAT_COLOR_NUMBER,
  FURAT_COLOR_DATE, ///< dates, times, booleans
  FURAT_COLOR_VARIABLE,
  FURAT_COLOR_COMMENT,
  FURAT_COLOR_COMMAND, ///< a dot command
  FURAT_COLOR_BRACKET, ///< the bracket that matches
  FURAT_COLOR_PROMPT,
  FURAT_COLOR_HEADING,
  FURAT_COLOR_BORDER,
  FURAT_COLOR_NULL, ///< nothing there: an unbound variable, the mark of a cut
  FURAT_COLOR_NOTE, ///< what the program says beside the answer
  FURAT_COLOR_ERROR,
  FURAT_COLOR_CARET, ///< under what is wrong
  FURAT_COLOR_HINT,
  FURAT_N_COLORS
} furat_color;

/// How all of them look: one of a few fixed palettes.
typedef struct furat_palette furat_palette;

/// The palette for what is written to a descriptor; never NULL, the empty one where there
/// are to be no colours (also for -1).  Looks at the environment and the terminal each
/// time: ask once a statement, not once a cell.
const furat_palette *
furat_palette_for(int fd);

/// "none", "any", "dark" or "light"; NULL for another name.
const furat_palette *
furat_palette_named(const char *name);

/// Whether it has any colours.
bool
furat_palette_is_on(const furat_palette *palette);

/// What switches a colour on ("" where it looks plain) and off again (the same).
const char *
furat_color_start(const furat_palette *palette, furat_color color);

const char *
furat_color_end(const furat_palette *palette, furat_color color);

/// Append text between both.  The text is not looked at.
void
furat_color_append(furat_buffer *out, const furat_palette *palette, furat_color color,
                   furat_str text);

/// Decide for this process and those that it starts: "auto", "always" or "never" (sets or
/// unsets FURAT_COLOR); "auto", "dark" or "light" (FURAT_THEME).  False for another word.
bool
furat_color_choose(const char *when);

bool
furat_color_choose_theme(const char *theme);

/// Whether the palette for a descriptor would be another one if somebody said what the
/// colours stand on.
bool
furat_color_lacks_ground(int fd);

/// Say what the terminal has (sets COLORFGBG); what somebody says otherwise goes before.
void
furat_color_set_ground(bool is_light);

#endif
