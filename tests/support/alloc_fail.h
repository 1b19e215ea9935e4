// SPDX-License-Identifier: GPL-3.0-or-later
// Fails allocations in turn.  The linker's --wrap sends malloc, calloc, realloc and free
// of a test program (the library in it, not the C library) through alloc_fail.c, which
// counts them, remembers what is live, and fails the one that it is told to fail.
#ifndef FURAT_TESTS_SUPPORT_ALLOC_FAIL_H
#define FURAT_TESTS_SUPPORT_ALLOC_FAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/// Something to be tried: it makes, uses and frees everything itself.
typedef furat_status (*alloc_fail_body)(void *context);

/// Run `body` with its 1st, 2nd, 3rd ... allocation failing until it runs through.  It
/// must answer FURAT_NO_MEM each time but the last, FURAT_OK then, and leave nothing
/// allocated.
void
alloc_fail_each(alloc_fail_body body, void *context);

/// The same for what may do without an allocation: any status will do but a crash or a
/// leak.
void
alloc_fail_each_tolerant(alloc_fail_body body, void *context);

/// Fail the `n`-th allocation from now on (1 the next); 0 fails none.
void
alloc_fail_at(size_t n);

/// Allocations that are live now.
size_t
alloc_fail_live(void);

#endif
