// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions over solutions (SPARQL 1.1 section 17).  Compiled once for an operator's
// columns; ids become values only where an operation needs them.
#ifndef FURAT_EXEC_EXPRESSION_H
#define FURAT_EXEC_EXPRESSION_H

#include "exec/operator.h"
#include "func/value.h"

typedef struct furat_expression furat_expression;

/// Where an expression finds its variables: one row of a batch, and of a second one for
/// columns that the first has not (the joined solution of a LEFT join).
typedef struct furat_solution {
  const furat_solutions *batch;
  size_t row;
  const furat_solutions *other; ///< or NULL
  size_t other_row;
} furat_solution;

/// Compile for solutions over the columns of `plan` and then, unless NULL, of `other`.
FURAT_NODISCARD furat_status
furat_expression_new(furat_expression **out, furat_execution *execution,
                     const furat_expr *expr, const furat_plan *plan,
                     const furat_plan *other, furat_error *err);

/// Accepts NULL.
void
furat_expression_free(furat_expression *expression);

/// The value; FURAT_VALUE_NONE is an error or an unbound variable.  Its bytes live until
/// the execution's scratch arena is reset.  Fails only for reasons that end the query.
FURAT_NODISCARD furat_status
furat_expression_value(furat_expression *expression, const furat_solution *solution,
                       furat_value *out, furat_error *err);

/// Whether the effective boolean value is true; errors are false.
FURAT_NODISCARD furat_status
furat_expression_holds(furat_expression *expression, const furat_solution *solution,
                       bool *out, furat_error *err);

/// The id of the value; FURAT_ID_NONE for an error.
FURAT_NODISCARD furat_status
furat_expression_id(furat_expression *expression, const furat_solution *solution,
                    furat_id *out, furat_error *err);

#endif
