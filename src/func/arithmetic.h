// SPDX-License-Identifier: GPL-3.0-or-later
// + - * / of SPARQL (17.3), with those of moments and durations (F&O 3.1, chapter 9)
// beside them.
#ifndef FURAT_FUNC_ARITHMETIC_H
#define FURAT_FUNC_ARITHMETIC_H

#include "func/value.h"

typedef enum furat_arithmetic {
  FURAT_ADD,
  FURAT_SUBTRACT,
  FURAT_MULTIPLY,
  FURAT_DIVIDE
} furat_arithmetic;

/// FURAT_BAD_DATA is a type error (also a division of integers or decimals by zero, and a
/// result beyond the limits); otherwise only FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_value_arithmetic(furat_value *out, furat_arena *arena, furat_arithmetic op,
                       const furat_value *a, const furat_value *b);

/// -a
FURAT_NODISCARD furat_status
furat_value_negate(furat_value *out, const furat_value *a);

/// ABS; and ROUND, CEIL, FLOOR by `rounding`.  The type of the number stays.
FURAT_NODISCARD furat_status
furat_value_abs(furat_value *out, const furat_value *a);

FURAT_NODISCARD furat_status
furat_value_round(furat_value *out, furat_arena *arena, const furat_value *a,
                  furat_rounding rounding);

#endif
