// SPDX-License-Identifier: GPL-3.0-or-later
// A command of the shell (sh) that reads what is written to it: a pager, or what somebody
// puts behind a |.
#ifndef FURAT_CLI_CHILD_H
#define FURAT_CLI_CHILD_H

#include <sys/types.h>

#include "base/error.h"

typedef struct furat_child {
  pid_t pid; ///< 0: none runs
  int fd;    ///< its standard input; -1: closed
} furat_child;

/// Start `sh -c command`.
FURAT_NODISCARD furat_status
furat_child_start(furat_child *child, const char *command, furat_error *err);

/// Close its input and wait for its end.  FURAT_IO when it failed, with its status;
/// FURAT_INTERRUPTED when Ctrl-C ended it.
FURAT_NODISCARD furat_status
furat_child_finish(furat_child *child, furat_error *err);

/// Run `sh -c command sh argument` (NULL: none) with the terminal's keys in its hands,
/// and wait for its end; it reads what the program reads if `input`, else nothing. Ctrl-C
/// is its own meanwhile.  Returns 0 with the status of waitpid(2) in `ended`, or the
/// errno for which it could not start.
int
furat_child_wait(int *ended, const char *command, const char *argument, bool input);

/// Run `sh -c command` with the terminal's keys in its hands, and wait for its end; it
/// reads what the program reads if `input`, else nothing.  FURAT_IO when it failed, with
/// its status; FURAT_INTERRUPTED when Ctrl-C ended it.
FURAT_NODISCARD furat_status
furat_child_run(const char *command, bool input, furat_error *err);

#endif
