// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions on the text of one term, such as CONTAINS(LCASE(?label), "falluja"),
// REGEX(?label, "^a") or LANG(?label) = "ar", decided on the bytes in the dictionary:
// nothing is copied and no value is made.            dictionary -> [text_test] -> filter
#ifndef FURAT_EXEC_TEXT_TEST_H
#define FURAT_EXEC_TEXT_TEST_H

#include "exec/operator.h"

typedef struct furat_text_test furat_text_test;

/// The tests in a condition over the columns of a plan; `*out` is NULL when there are
/// none.
FURAT_NODISCARD furat_status
furat_text_test_new(furat_text_test **out, furat_execution *execution,
                    const furat_expr *expr, const furat_plan *plan, furat_error *err);

/// Accepts NULL.
void
furat_text_test_free(furat_text_test *test);

/// Decide rows of a batch that are FURAT_FILTER_OPEN, as far as the tests tell: where one
/// does not hold, or all do and the condition has no other parts.
void
furat_text_test_decide(furat_text_test *test, const furat_solutions *in,
                       uint8_t verdicts[FURAT_SOLUTIONS_ROWS]);

#endif
