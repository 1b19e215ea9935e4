// SPDX-License-Identifier: GPL-3.0-or-later
// The history file: one entry a line, newlines and backslashes inside it escaped, oldest
// first. Every entry is appended under a lock, so shells that run side by side lose
// nothing.
#ifndef FURAT_SHELL_HISTORY_H
#define FURAT_SHELL_HISTORY_H

#include <sys/types.h>

#include "base/buffer.h"

/// Bounds: what is older is forgotten when the file is read.
enum {
  FURAT_HISTORY_MAX_ENTRIES = 10000,
  FURAT_HISTORY_MAX_BYTES = 8 * 1024 * 1024,
  FURAT_HISTORY_MAX_ENTRY_BYTES = 1024 * 1024,
  FURAT_HISTORY_TAIL_BYTES = 256
};

/// Who gets what is read, and how far that was; `add` and `self` are the owner's to set.
typedef struct furat_history_reader {
  void (*add)(void *self, const char *entry);
  void *self;
  dev_t device; ///< the file that was read
  ino_t inode;
  off_t end;                           ///< of what was read of it
  char tail[FURAT_HISTORY_TAIL_BYTES]; ///< the last bytes before that
  size_t n_tail;
} furat_history_reader;

/// Append the path of the history file: $XDG_STATE_HOME/furat/history, else
/// ~/.local/state/furat/history.  False when neither variable says where (nothing is
/// appended).
bool
furat_history_path(furat_buffer *out);

/// Hand every entry of the file to the reader, oldest first, and cut the file when it has
/// outgrown its bounds.  A file that is missing has no entries.
FURAT_NODISCARD furat_status
furat_history_read(const char *path, furat_history_reader *reader, furat_error *err);

/// Hand it the entries that have come since.  Where none have, that costs a stat(2).
FURAT_NODISCARD furat_status
furat_history_follow(const char *path, furat_history_reader *reader, furat_error *err);

/// Append an entry; makes the folder and the file, for the user alone, when they are
/// missing. What is longer than FURAT_HISTORY_MAX_ENTRY_BYTES or holds NUL bytes is left
/// out.  The reader (NULL: nobody follows) gets what stands before it, and not the entry.
FURAT_NODISCARD furat_status
furat_history_append(const char *path, furat_str entry, furat_history_reader *reader,
                     furat_error *err);

#endif
