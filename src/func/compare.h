// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL's comparisons: = and < of expressions (17.3), the order of ORDER BY (15.1),
// sameTerm.
#ifndef FURAT_FUNC_COMPARE_H
#define FURAT_FUNC_COMPARE_H

#include "func/value.h"

/// a = b.  FURAT_BAD_DATA (a type error) when it cannot be known: other than the same
/// term, and one of them of a datatype that is not understood; moments that have no
/// order.
FURAT_NODISCARD furat_status
furat_value_equal(const furat_value *a, const furat_value *b, bool *out);

/// <0, 0, >0 as `<` and `>` see it; for NaN `*unordered` is set and nothing is less.
/// FURAT_BAD_DATA when the two have no order.
FURAT_NODISCARD furat_status
furat_value_compare(const furat_value *a, const furat_value *b, int *order,
                    bool *unordered);

/// The total order of ORDER BY: nothing, blank nodes, IRIs, literals; literals of one
/// kind by value, kinds after each other, equal values by term.  The same for every run.
int
furat_value_order(const furat_value *a, const furat_value *b);

#endif
