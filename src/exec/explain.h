// SPDX-License-Identifier: GPL-3.0-or-later
// Plans as trees for people (text) and programs (JSON), with what was measured when they
// ran.                                           plan, operators -> [explain] -> engine
#ifndef FURAT_EXEC_EXPLAIN_H
#define FURAT_EXEC_EXPLAIN_H

#include "base/buffer.h"
#include "exec/measure.h"
#include "plan/explain.h"

typedef struct furat_explained {
  const furat_planned *planned;
  furat_algebra_names names;
  const furat_measure *measures; ///< by the number of the node; NULL: not run
} furat_explained;

/// The tree, a line a node, estimates and measures in columns before it.
void
furat_explain_text(furat_buffer *out, const furat_explained *explained);

/// The root as a JSON object: operator, description, columns, order, estimates, measures,
/// inputs, and the plans of EXISTS.
void
furat_explain_json(furat_buffer *out, const furat_explained *explained);

#endif
