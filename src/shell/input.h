// SPDX-License-Identifier: GPL-3.0-or-later
// Lines from somebody at a terminal.  The one door to readline, which has global
// variables for its state: there can be one input at a time. readline -> [input] ->
// mainloop
#ifndef FURAT_SHELL_INPUT_H
#define FURAT_SHELL_INPUT_H

#include "base/buffer.h"
#include "base/cancel.h"
#include "base/vec.h"

/// What came.
typedef enum furat_input_event {
  FURAT_INPUT_LINE,      ///< a line, or several that were pasted together
  FURAT_INPUT_INTERRUPT, ///< Ctrl-C: the line was cleared
  FURAT_INPUT_END        ///< Ctrl-D on an empty line, or the terminal is gone
} furat_input_event;

/// Hand what could stand at `[start, line.len)` of `line` to `add`: whole replacements.
typedef void (*furat_input_complete)(void *self, furat_str line, size_t start,
                                     void (*add)(void *list, const char *candidate),
                                     void *list);

/// Set the terminal up.  `complete` (with `self`) may be NULL.  From now on Ctrl-C ends
/// nothing: it clears the line or requests what furat_input_watch() names.
void
furat_input_open(furat_input_complete complete, void *self);

/// Give the terminal and the signals back.
void
furat_input_close(void);

/// Read into `out` (which is emptied first) after showing `prompt`.
FURAT_NODISCARD furat_status
furat_input_read(furat_buffer *out, furat_input_event *event, const char *prompt,
                 furat_error *err);

/// Put an entry into the history of this session, unless it repeats the last one (then
/// false).
bool
furat_input_remember(const char *entry);

/// What Ctrl-C requests while no line is read; NULL: nothing.
void
furat_input_watch(furat_cancel *cancel);

/// Whether SIGTERM or SIGHUP asked the program to end.
bool
furat_input_ended(void);

#endif
