// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of input share.  readline's callbacks have no argument of the caller's,
// so the state is one static variable.
#ifndef FURAT_SHELL_INPUT_INTERNAL_H
#define FURAT_SHELL_INPUT_INTERNAL_H

#include <signal.h>
#include <stdio.h>

#include <readline/readline.h>

#include "shell/display.h"
#include "shell/input.h"
#include "shell/paint.h"

enum { FURAT_INPUT_N_SIGNALS = 5 };

typedef struct furat_input_state {
  volatile sig_atomic_t interrupted;
  volatile sig_atomic_t resized;
  volatile sig_atomic_t continued;
  volatile sig_atomic_t ended;
  furat_cancel *_Atomic cancel;
  struct sigaction before[FURAT_INPUT_N_SIGNALS];
  sigset_t mask_before; // what is blocked while a line is waited for
  furat_input_hooks hooks;
  bool line_done;
  char *line;            // readline's; NULL at the end of the input
  furat_buffer offered;  // what the next line begins with
  furat_candidates list; // of the last completion
  size_t list_end;       // of what stands in the place of the word now
  size_t list_at;        // the candidate that does; the number of all: what was typed
  bool listed;           // they were shown
  bool stuck;            // the last Tab added nothing to the name of a file
  furat_buffer typed;    // the word
  size_t next_match;

  bool rich;       // the terminal can show a statement of several lines
  bool composed;   // Enter has made a line of this statement
  int composed_at; // the entry of the history
  int column;      // that Up and Down keep
  bool away;       // the screen is somebody else's
  bool dirty;      // to be drawn when no more keys are waiting
  furat_display display;
  furat_paint paint;
  const furat_palette *palette;
} furat_input_state;

extern furat_input_state furat_input;

// input_screen.c

/// Decide whether the terminal is one for rich editing and set that up.
void
furat_input_screen_open(void);

void
furat_input_screen_close(void);

/// Draw what has changed; does nothing on a plain terminal.
void
furat_input_screen_draw(void);

/// Go behind the text, to a new line if wanted; the screen is somebody else's then.
void
furat_input_screen_leave(bool newline);

/// The terminal was resized.
void
furat_input_screen_resized(void);

/// Somebody else had the terminal: draw all anew where the cursor is.
void
furat_input_screen_again(void);

// input_keys.c

/// Bind the keys that know lines of a statement.
void
furat_input_keys_bind(void);

/// Bind `ours` wherever `theirs` is bound.
void
furat_input_take_over(rl_command_func_t *theirs, rl_command_func_t *ours);

// input_tab.c

/// Bind Tab.
void
furat_input_tab_open(void);

void
furat_input_tab_close(void);

#endif
