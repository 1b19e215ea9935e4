// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the passes: what passes.c has in its table, each in a file of its own.
#ifndef FURAT_PLAN_PASS_H
#define FURAT_PLAN_PASS_H

#include "plan/planner_internal.h"

/// Conditions as far down as they have what they need: pass_push.c.
furat_algebra *
furat_pass_push(furat_planner *p, furat_algebra *algebra);

/// Conditions that are known already: pass_fold.c.
furat_algebra *
furat_pass_fold(furat_planner *p, furat_algebra *algebra);

/// Variables that a condition wants to be equal as one: pass_unify.c.
furat_algebra *
furat_pass_unify(furat_planner *p, furat_algebra *algebra);

/// Conditions that name terms as inline data: pass_equal.c.
furat_algebra *
furat_pass_equal(furat_planner *p, furat_algebra *algebra);

/// No DISTINCT of what comes once: pass_distinct.c.
furat_plan *
furat_pass_distinct(furat_planner *p, furat_plan *plan);

/// No columns that nobody looks at: pass_prune.c.
furat_plan *
furat_pass_prune(furat_planner *p, furat_plan *plan);

#endif
