// SPDX-License-Identifier: GPL-3.0-or-later
// What the comparisons with constants in a condition say of a row by its ids alone, so
// that most rows need no evaluation.              id_range -> [filter_ranges] -> filter
#ifndef FURAT_EXEC_FILTER_RANGES_H
#define FURAT_EXEC_FILTER_RANGES_H

#include "exec/id_range.h"
#include "exec/solutions.h"

enum { FURAT_FILTER_MAX_COLUMNS = 4 };

typedef struct furat_filter_ranges {
  size_t n;
  size_t columns[FURAT_FILTER_MAX_COLUMNS];
  furat_id_ranges ranges[FURAT_FILTER_MAX_COLUMNS];
  bool whole; ///< the condition has no other parts
} furat_filter_ranges;

/// For a condition over the columns of a plan.
void
furat_filter_ranges_init(furat_filter_ranges *out, const furat_expr *expr,
                         const furat_plan *plan);

typedef enum furat_filter_verdict {
  FURAT_FILTER_NO,
  FURAT_FILTER_YES,
  FURAT_FILTER_OPEN ///< to be evaluated
} furat_filter_verdict;

/// For each row of a batch.
void
furat_filter_ranges_decide(const furat_filter_ranges *ranges, const furat_solutions *in,
                           uint8_t verdicts[FURAT_SOLUTIONS_ROWS]);

#endif
