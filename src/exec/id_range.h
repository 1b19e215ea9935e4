// SPDX-License-Identifier: GPL-3.0-or-later
// What comparisons with a constant (`?x >= 5 && ?x < 10`) say of ids: ranges of ids that
// hold values, since within a tag the order of ids is the order of values.  Built for: a
// bounded scan, and a look at an id in place of an evaluation.
//                                            store -> [id_range] -> view, filters
#ifndef FURAT_EXEC_ID_RANGE_H
#define FURAT_EXEC_ID_RANGE_H

#include "plan/plan.h"
#include "store/id.h"

enum { FURAT_ID_MAX_RANGES = 16 };

typedef struct furat_id_range {
  furat_id low, high; ///< both included
  bool sure;          ///< the comparisons hold; else they may, and have to be evaluated
} furat_id_range;

/// Ascending, apart from each other.  For all other terms the comparisons are false, or
/// errors.
typedef struct furat_id_ranges {
  size_t n;
  furat_id_range items[FURAT_ID_MAX_RANGES];
} furat_id_ranges;

/// All terms, surely.
void
furat_id_ranges_init(furat_id_ranges *ranges);

/// Keep what `term` with this comparison (FURAT_EXPR_EQ, LT, GT, LE, GE; the variable on
/// its left) leaves.  False, with nothing changed, where ids do not tell.
bool
furat_id_ranges_restrict(furat_id_ranges *ranges, furat_expr_kind comparison,
                         const furat_term *term);

/// What all bounds of a pattern leave, for a scan, to which it is all the same what is
/// sure.  False where ids tell nothing.
bool
furat_id_ranges_of_bounds(furat_id_ranges *out, const furat_plan_bound *bounds,
                          size_t n_bounds);

/// The range in which an id lies, or NULL.
static inline const furat_id_range *
furat_id_ranges_find(const furat_id_ranges *ranges, furat_id id)
{
  for (size_t i = 0; i < ranges->n; i++) {
    if (id <= ranges->items[i].high) {
      return id >= ranges->items[i].low ? &ranges->items[i] : NULL;
    }
  }
  return NULL;
}

#endif
