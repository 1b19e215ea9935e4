// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of input share.  readline's callbacks have no argument of the caller's,
// so the state is one static variable.
#ifndef FURAT_SHELL_INPUT_INTERNAL_H
#define FURAT_SHELL_INPUT_INTERNAL_H

#include <signal.h>
#include <stdio.h>
#include <time.h>

#include <readline/readline.h>

#include "shell/display.h"
#include "shell/display_row.h"
#include "shell/ground.h"
#include "shell/history_match.h"
#include "shell/input.h"
#include "shell/paint.h"

enum {
  FURAT_INPUT_N_SIGNALS = 7,
  FURAT_INPUT_MAX_KEYS = 16, // of a sequence
  FURAT_INPUT_CHARACTER_BYTES = 4,
  FURAT_INPUT_MAX_TEXT = 1 << 22 // bytes of what is edited
};

/// What a search has come to.
typedef struct furat_input_step {
  int entry; ///< of the history; -1: the line as it is
  size_t point;
  size_t n_text; ///< bytes that are looked for
  bool forward;
  bool failed;
  bool behind; ///< not yet looked for
} furat_input_step;

/// The search through the history.
typedef struct furat_input_search {
  bool active;
  furat_buffer text; ///< looked for
  furat_buffer last; ///< by the search before
  furat_buffer prompt;
  furat_input_step now;
  furat_vec steps; ///< furat_input_step: those before
  furat_history_match match;
  char keys[FURAT_INPUT_MAX_KEYS + FURAT_INPUT_CHARACTER_BYTES];
  size_t n_keys; ///< of a sequence that may go on
  bool pasting;
  size_t n_end; ///< bytes of the end of a paste
} furat_input_search;

typedef struct furat_input_state {
  volatile sig_atomic_t interrupted;
  volatile sig_atomic_t resized;
  volatile sig_atomic_t continued;
  volatile sig_atomic_t stopping;
  volatile sig_atomic_t ended;
  furat_cancel *_Atomic cancel;
  struct sigaction before[FURAT_INPUT_N_SIGNALS];
  sigset_t mask_before; // what is blocked while a line is waited for
  furat_input_hooks hooks;
  unsigned char interrupt_key;             // Ctrl-C, most often
  bool utf8;                               // the encoding of the locale
  bool gone;                               // the terminal
  char bytes[FURAT_INPUT_CHARACTER_BYTES]; // of the character that is being read
  size_t n_bytes;
  size_t n_ready;     // those of a whole character
  size_t next_byte;   // of these
  furat_buffer ahead; // what comes before the terminal's bytes
  size_t next_ahead;
  size_t n_last_keys; // that readline was given when the line was over
  size_t longest;     // text of this session
  size_t undo_bytes;  // that can be put back
  bool told_bound;    // of the length of this text
  bool in_order;      // this key leaves a well-formed line well-formed
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
  bool reflows;    // the terminal wraps lines again when it is resized
  bool mute;       // it does not tell where its cursor is
  bool composed;   // Enter has made a line of this statement
  int composed_at; // the entry of the history
  int column;      // that Up and Down keep
  int word_entry;  // of the history, whose last word was inserted
  int n_own;       // entries of the history, the last ones: of this session
  furat_input_search search;
  bool away;             // the screen is somebody else's
  bool dirty;            // to be drawn when no more keys come
  struct timespec pause; // in which none must come; as long as drawing takes
  furat_display display;
  furat_display_row row; // on a plain terminal
  furat_paint paint;
  const furat_palette *palette;
  furat_ground ground;     // what the terminal answers
  int64_t ground_asked_ns; // when it was asked; 0: it was not
  int64_t ground_byte_ns;  // when the last byte came since then
  bool ground_open;        // there may be an answer among what comes
} furat_input_state;

extern furat_input_state furat_input;

// input_wait.c

/// Let readline wait for its keys here.
void
furat_input_wait_open(void);

/// The line is over: let Ctrl-C be a signal again, and keep what is typed behind it.
void
furat_input_wait_end(void);

/// Wait for a key or a signal, as pselect(2) does.
int
furat_input_wait(const struct timespec *limit);

/// Whether a whole character is there.
bool
furat_input_has_key(void);

/// Take the character that is there; how many bytes it has.
size_t
furat_input_next_character(char out[FURAT_INPUT_CHARACTER_BYTES]);

/// Ask the terminal for the column of its cursor, from 0; false when it does not answer.
bool
furat_input_ask_column(size_t *column);

/// Let these come once more, before anything else.
void
furat_input_give_back(furat_str keys);

/// Take all that is there, for later.
void
furat_input_take_all(void);

void
furat_input_wait_close(void);

// input_ground.c

/// Ask the terminal for the colour of its ground, unless that is known, was asked for
/// before, or the terminal is none to be asked.
void
furat_input_ground_ask(void);

/// A byte from the terminal while an answer may come: keys go to what is ahead.
void
furat_input_ground_take(char byte);

/// Whether what comes next belongs to an answer.
bool
furat_input_ground_answers(void);

/// Whether a key that may be the start of an answer, or an answer, waits for its rest,
/// and how long.
bool
furat_input_ground_waits(struct timespec *limit);

/// No more of it comes.
void
furat_input_ground_hurry(void);

/// What may be the start of an answer was typed before Ctrl-C: it goes to what is ahead.
void
furat_input_ground_drop(void);

/// Somebody else is about to have the terminal, for good when `last`: wait for an answer
/// that is still to come, no more than a second from the question on.
void
furat_input_ground_await(bool last);

// input_signal.c

/// Handle the signals of a session, also one that was held.
void
furat_input_signal_open(void);

/// Give them back, but for SIGINT, which is ignored from here on.
void
furat_input_signal_close(void);

/// A line is edited: hold signals, ignore SIGQUIT, take SIGTSTP.
void
furat_input_signal_begin(void);

void
furat_input_signal_end(void);

/// Stop, as SIGTSTP asks, and draw all anew behind it.
void
furat_input_signal_stop(void);

// input_screen.c

/// Decide whether the terminal is one for rich editing and set that up.
void
furat_input_screen_open(void);

void
furat_input_screen_close(void);

/// Draw what has changed.
void
furat_input_screen_draw(void);

/// Go behind the text, to a new line if wanted; the screen is somebody else's then.
void
furat_input_screen_leave(bool newline);

/// The terminal was resized.
void
furat_input_screen_resized(void);

/// What is drawn next is another line.
void
furat_input_screen_forget(void);

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

/// The keymap of the keys that come behind this one; NULL when none do.
Keymap
furat_input_map_behind(const KEYMAP_ENTRY *entry);

// input_guard.c

/// Whether a text may be edited; where it is too long, that is told.
bool
furat_input_guard_may_hold(size_t n_bytes);

/// Replace what crashes; comes after all other bindings.
void
furat_input_guard_bind(void);

/// Let readline read a key.
void
furat_input_guard_read(void);

/// The command that does nothing.
int
furat_input_give_up(int count, int key);

/// Forget the line and what was being done to it.
void
furat_input_guard_clear(void);

// input_history.c

/// Bind the keys that go through the history.
void
furat_input_history_bind(void);

/// Another line is about to take the place of this one: an entry of the history keeps
/// what was changed, and nothing can be undone from here on.
void
furat_input_settle(void);

/// One of readline's searches is over.
void
furat_input_end_search(void);

// input_search.c

void
furat_input_search_open(void);

/// Bind Ctrl-R and Ctrl-S.
void
furat_input_search_bind(void);

int
furat_input_search_backward(int count, int key);

int
furat_input_search_forward(int count, int key);

/// While a search is going on, what it shows; false when none is.
bool
furat_input_search_view(furat_str *prompt, furat_str *text, size_t *point);

/// A key has come, which is the search's.
void
furat_input_search_read(void);

/// Whether it waits for the rest of a key sequence, and how long.
bool
furat_input_search_waits(struct timespec *limit);

/// No more of it comes.
void
furat_input_search_hurry(void);

/// End it, and leave the line as it was.
void
furat_input_search_drop(void);

void
furat_input_search_close(void);

// input_tab.c

void
furat_input_tab_open(void);

/// Bind Tab.
void
furat_input_tab_bind(void);

void
furat_input_tab_close(void);

#endif
