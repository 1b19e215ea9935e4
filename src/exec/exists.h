// SPDX-License-Identifier: GPL-3.0-or-later
// EXISTS for one solution.                 operators -> [exists] -> expressions
#ifndef FURAT_EXEC_EXISTS_H
#define FURAT_EXEC_EXISTS_H

#include "exec/expression.h"
#include "exec/operator.h"

/// Whether the pattern, which is open, has a solution that agrees with `s`, whose columns
/// are those of `plan` and `other` (or NULL).
FURAT_NODISCARD furat_status
furat_exists_find(bool *out, furat_operator *pattern, const furat_plan *plan,
                  const furat_plan *other, const furat_solution *s, furat_error *err);

#endif
