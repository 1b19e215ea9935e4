// SPDX-License-Identifier: GPL-3.0-or-later
// Statements and commands from somebody at a terminal.  The one door to readline, which
// has global variables for its state: there can be one input at a time.
//                                                         readline -> [input] -> mainloop
//
// On a terminal that can move its cursor the whole statement is edited at once, with its
// line breaks, in colours; on others line by line.
#ifndef FURAT_SHELL_INPUT_H
#define FURAT_SHELL_INPUT_H

#include "base/buffer.h"
#include "base/cancel.h"
#include "shell/candidates.h"

/// What came.
typedef enum furat_input_event {
  FURAT_INPUT_LINE,      ///< a line, or several that belong together
  FURAT_INPUT_INTERRUPT, ///< Ctrl-C: the line was cleared
  FURAT_INPUT_END        ///< Ctrl-D on an empty line, or the terminal is gone
} furat_input_event;

/// What input asks of its owner.
typedef struct furat_input_hooks {
  void *self;
  /// Fill the list (which is cleared afterwards) with what may stand at byte `cursor`.
  void (*complete)(void *self, furat_str text, size_t cursor, furat_candidates *out);
  /// Whether Enter behind `text` ends it, or goes on in a new line; `composed`: Enter has
  /// made one before.
  bool (*is_whole)(void *self, furat_str text, bool composed);
  /// Let somebody change `text` in an editor; false when it is to stay as it was.
  bool (*edit)(void *self, furat_buffer *text);
  /// Hand what has come to the history elsewhere to furat_input_receive(); may be NULL.
  void (*refresh)(void *self);
} furat_input_hooks;

/// Hold signals until furat_input_open(), which takes them.
void
furat_input_signal_hold(void);

/// Set the terminal up.  From now on Ctrl-C ends nothing: it clears the line or requests
/// what furat_input_watch() names.
void
furat_input_open(const furat_input_hooks *hooks);

/// Give the terminal and the signals back, but for SIGINT: it is ignored from here on.
void
furat_input_close(void);

/// Whether whole statements are edited; otherwise they come line by line.
bool
furat_input_is_rich(void);

/// Read into `out` (which is emptied first) after showing `prompt`.
FURAT_NODISCARD furat_status
furat_input_read(furat_buffer *out, furat_input_event *event, const char *prompt,
                 furat_error *err);

/// Let the next line begin with `text`, as if it had been typed.
void
furat_input_offer(furat_str text);

/// Put an entry into the history of this session, unless it repeats the last one or is no
/// text in the encoding of the locale (then false).
bool
furat_input_remember(const char *entry);

/// Put an entry of another session into the history of this one: before the entries of
/// its own, so that those come first going back.  What furat_input_remember() refuses is
/// left out.
void
furat_input_receive(const char *entry);

/// What Ctrl-C requests while no line is read; NULL: nothing.
void
furat_input_watch(furat_cancel *cancel);

/// Whether SIGTERM or SIGHUP asked the program to end.
bool
furat_input_ended(void);

#endif
