// SPDX-License-Identifier: GPL-3.0-or-later
// What a node of a plan does, in words.               plan -> [explain] -> exec/explain
#ifndef FURAT_PLAN_EXPLAIN_H
#define FURAT_PLAN_EXPLAIN_H

#include "plan/plan.h"
#include "sparql/print_algebra.h"

/// The kind of operator: "scan", "hash join", "optional look-up".
const char *
furat_plan_name(const furat_plan *plan);

/// What it works on, as SPARQL where there is a way to say it; may append nothing.
void
furat_plan_describe(furat_buffer *out, const furat_algebra_names *names,
                    const furat_plan *plan);

#endif
