// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C and its like ask a cancel token for the end, so that whatever runs ends in
// order: partial files are removed, the exit status is 130.
#ifndef FURAT_CLI_INTERRUPT_H
#define FURAT_CLI_INTERRUPT_H

#include "base/cancel.h"

/// From now on SIGINT, SIGTERM and SIGHUP request `cancel`, which must live until
/// furat_interrupt_end().  When one comes although the token is set already, it ends the
/// program.
void
furat_interrupt_begin(furat_cancel *cancel);

/// The signals act again as before furat_interrupt_begin().
void
furat_interrupt_end(void);

/// While another program has the terminal Ctrl-C may be one of its keys: it is asked for
/// once, and more of it does not end this program.
void
furat_interrupt_share(bool shared);

#endif
