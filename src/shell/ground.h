// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal answers when it is asked for the colour of its ground, found among the
// keys that come by the same way.                              [ground] -> input_ground
//
// The question is of two: OSC 11 for the colour, and primary device attributes, which
// every terminal knows: where their answer comes first there is no colour.  Rule: what
// has begun as an answer is never a key, whatever it goes on with.
#ifndef FURAT_SHELL_GROUND_H
#define FURAT_SHELL_GROUND_H

#include "base/buffer.h"

/// Both questions, to be written to the terminal.
#define FURAT_GROUND_QUESTION "\033]11;?\007\033[c"

typedef enum furat_ground_state {
  FURAT_GROUND_KEYS,    ///< outside of an answer
  FURAT_GROUND_BEGINS,  ///< what is held may be the start of one
  FURAT_GROUND_COLOR,   ///< in the first answer, up to its end
  FURAT_GROUND_ESCAPE,  ///< in it, behind an Escape
  FURAT_GROUND_BRACKET, ///< behind Escape and [
  FURAT_GROUND_REPORT   ///< in the second answer
} furat_ground_state;

enum { FURAT_GROUND_MAX_START = 8, FURAT_GROUND_MAX_COLOR = 40 };

typedef struct furat_ground {
  furat_ground_state state;
  char held[FURAT_GROUND_MAX_START];
  size_t n_held;
  char color[FURAT_GROUND_MAX_COLOR];
  size_t n_color;
  bool malformed; ///< no colour is read from this answer
  bool known;     ///< a colour came
  bool light;     ///< it is a light one
  bool over;      ///< the second answer came
} furat_ground;

void
furat_ground_init(furat_ground *ground);

/// A byte that came.  Those that turn out to be keys are appended to `keys`, in order.
void
furat_ground_take(furat_ground *ground, char byte, furat_buffer *keys);

/// Whether what is to come decides what something is that came.
bool
furat_ground_is_open(const furat_ground *ground);

/// Whether what comes next belongs to an answer.
bool
furat_ground_answers(const furat_ground *ground);

/// Nothing more comes: what is held are keys, and an answer that has begun is given up.
void
furat_ground_end(furat_ground *ground, furat_buffer *keys);

/// Whether the colour, as X11 writes it (rgb:ffff/ffff/ffff, #ffffff), can be read.
bool
furat_ground_read_color(furat_str text, bool *light);

#endif
