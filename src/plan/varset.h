// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of the variables of one query: bits by number, all of one size, in the planner's
// arena.  Most queries have no more than 64 variables, so most sets are one word.
#ifndef FURAT_PLAN_VARSET_H
#define FURAT_PLAN_VARSET_H

#include "plan/planner_internal.h"

/// An empty set.  When memory fails the planner knows, and the set is one that may be
/// written but means nothing.
furat_varset
furat_varset_new(furat_planner *p);

furat_varset
furat_varset_copy(furat_planner *p, furat_varset set);

void
furat_varset_add(furat_varset set, furat_var var);

bool
furat_varset_has(furat_varset set, furat_var var);

void
furat_varset_add_all(const furat_planner *p, furat_varset set, furat_varset more);

void
furat_varset_keep(const furat_planner *p, furat_varset set, furat_varset kept);

void
furat_varset_remove_all(const furat_planner *p, furat_varset set, furat_varset gone);

bool
furat_varset_is_empty(const furat_planner *p, furat_varset set);

bool
furat_varset_meets(const furat_planner *p, furat_varset a, furat_varset b);

/// Whether what `a` and `b` share is in `within`.
bool
furat_varset_meets_within(const furat_planner *p, furat_varset a, furat_varset b,
                          furat_varset within);

bool
furat_varset_is_subset(const furat_planner *p, furat_varset a, furat_varset of);

#endif
