// SPDX-License-Identifier: GPL-3.0-or-later
// What was removed and what was added between two datasets.  Blank nodes have no names
// that last, so quads that share one are compared together: as a molecule, by its
// canonical form.                               quads of two sides -> [diff] -> changes
#ifndef FURAT_IO_DIFF_H
#define FURAT_IO_DIFF_H

#include "base/cancel.h"
#include "io/quad_sink.h"

typedef enum furat_diff_side { FURAT_DIFF_OLD, FURAT_DIFF_NEW } furat_diff_side;

typedef struct furat_diff furat_diff;

/// Who is told of the changes: one quad at a time, removed (FURAT_DIFF_OLD) or added. Its
/// bytes are borrowed for the call; blank nodes are named r0, r1 ... (removed) and a0, a1
/// ... (added).
typedef struct furat_diff_listener {
  void *self;
  furat_status (*change)(void *self, furat_diff_side side, const furat_quad *quad,
                         furat_error *err);
} furat_diff_listener;

/// `cancel` may be NULL; otherwise it must outlive the comparison.
FURAT_NODISCARD furat_status
furat_diff_new(furat_diff **out, const furat_cancel *cancel, furat_error *err);

/// Accepts NULL.
void
furat_diff_free(furat_diff *diff);

/// Where the quads of a side go, all held in memory.  Valid as long as the comparison.
furat_quad_sink
furat_diff_sink(furat_diff *diff, furat_diff_side which);

/// Compare, once: tell the changes in the order of their N-Quads lines, quads without
/// blank nodes first; where two are about the same, the removed before the added.  The
/// order depends on the two datasets alone.  FURAT_LIMIT for a molecule that has no
/// canonical form within bounds (canonical.h).
FURAT_NODISCARD furat_status
furat_diff_run(furat_diff *diff, const furat_diff_listener *listener, furat_error *err);

#endif
