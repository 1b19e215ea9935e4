// SPDX-License-Identifier: GPL-3.0-or-later
// The line on a terminal about a statement that takes longer than a second: rows so far,
// time so far.  A thread draws it on standard error while the other one computes.
#ifndef FURAT_CLI_WATCH_H
#define FURAT_CLI_WATCH_H

#include <stdint.h>

#include "base/error.h"

typedef struct furat_watch furat_watch;

/// Watch from now on.  Where standard error is no terminal, or there is no thread to be
/// had, nothing is ever drawn.
FURAT_NODISCARD furat_status
furat_watch_begin(furat_watch **out, furat_error *err);

/// So many rows came.  NULL watches nothing.
void
furat_watch_tell(furat_watch *watch, uint64_t n_rows);

/// Erase the line and draw none again: something else is going to be written to the
/// terminal.  Accepts NULL.
void
furat_watch_hide(furat_watch *watch);

/// Erase the line, end.  Accepts NULL.
void
furat_watch_end(furat_watch *watch);

#endif
