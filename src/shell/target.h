// SPDX-License-Identifier: GPL-3.0-or-later
// Where results go instead of standard output: a file or a command.  While a statement
// runs, standard output is that, so that whatever prints goes there.  What a file held
// before is lost with the first byte that is written, not before.
#ifndef FURAT_SHELL_TARGET_H
#define FURAT_SHELL_TARGET_H

#include "base/str.h"
#include "cli/child.h"

typedef struct furat_target {
  char *name; ///< a path, or a command behind a |; NULL: none
  int fd;     ///< -1: none
  furat_child child;
  int saved_fd; ///< standard output as it was, while it is redirected; -1
  bool created; ///< the file was not there before
  bool started; ///< something was written to it
  const struct furat_format *shown; ///< the format of the last solutions; or NULL
} furat_target;

/// A target that is none.
#define FURAT_TARGET_INIT                         \
  {                                               \
    .fd = -1, .child = {.fd = -1}, .saved_fd = -1 \
  }

/// Open a file or start a command (`|sort`).
FURAT_NODISCARD furat_status
furat_target_open(furat_target *target, furat_str name, furat_error *err);

/// Close it and wait for the command; tells what went wrong with either.  A file that was
/// created and never written to is removed.  Accepts none.
FURAT_NODISCARD furat_status
furat_target_close(furat_target *target, furat_error *err);

/// Let standard output be the target.
FURAT_NODISCARD furat_status
furat_target_begin(furat_target *target, furat_error *err);

/// Let standard output be what it was.  `status` and `*err` are those of what ran; what
/// could not be written is told.  A command that read only a part has seen enough: that
/// is no failure.
FURAT_NODISCARD furat_status
furat_target_end(furat_target *target, furat_status status, furat_error *err);

/// A result is about to be written: what the file held before is lost.
void
furat_target_start(furat_target *target);

/// The format that the ending of the file says: of graphs or of solutions as is wanted,
/// else of the other kind; NULL: none.
const char *
furat_target_format(const furat_target *target, bool graph);

/// FURAT_USAGE when the name of the file (or |command) has an ending that names no
/// format.
FURAT_NODISCARD furat_status
furat_target_check(const char *name, furat_error *err);

#endif
