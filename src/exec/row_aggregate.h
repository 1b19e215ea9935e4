// SPDX-License-Identifier: GPL-3.0-or-later
// Aggregates take the argument of one solution, by its id or its integer where that does.
//                                       expression, aggregate -> [row_aggregate] -> group
#ifndef FURAT_EXEC_ROW_AGGREGATE_H
#define FURAT_EXEC_ROW_AGGREGATE_H

#include "exec/aggregate.h"
#include "exec/expression.h"

/// Add the value of `argument` for a solution.  What has to last is put into `kept`.
FURAT_NODISCARD furat_status
furat_row_aggregate_add(furat_accumulator *a, const furat_aggregate *aggregate,
                        furat_expression *argument, const furat_solution *solution,
                        furat_view *view, furat_arena *kept, furat_arena *scratch,
                        furat_error *err);

#endif
