// SPDX-License-Identifier: GPL-3.0-or-later
// What ids tell of their terms without a look-up: values that they hold, and how terms
// compare.  Everything here answers exactly as the terms themselves would, or says that
// it does not know.                            store -> [id_value] -> expressions, sort
#ifndef FURAT_EXEC_ID_VALUE_H
#define FURAT_EXEC_ID_VALUE_H

#include "exec/view.h"
#include "func/value.h"

/// The value that an id holds; false for ids of terms, and of doubles.
bool
furat_id_value(furat_value *out, furat_id id);

/// `*order` as furat_value_order() has it; false when the terms have to be looked up.
/// `n_ordered` is furat_dictionary_ordered().
bool
furat_id_order(int *order, furat_id a, furat_id b, uint64_t n_ordered);

/// `*order` as furat_value_compare() has it; false when the terms have to be looked up.
bool
furat_id_compare(int *order, furat_id a, furat_id b, uint64_t n_ordered);

/// `*equal` as furat_value_equal() has it; false when the terms have to be looked up.
bool
furat_id_equal(bool *equal, furat_id a, furat_id b);

#endif
