// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the passes: what passes.c has in its table, each in a file of its own.
#ifndef FURAT_PLAN_PASS_H
#define FURAT_PLAN_PASS_H

#include "plan/planner_internal.h"

/// Conditions as far down as they have what they need: pass_push.c.
furat_algebra *
furat_pass_push(furat_planner *p, furat_algebra *algebra);

#endif
