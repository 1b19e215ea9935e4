// SPDX-License-Identifier: GPL-3.0-or-later
// The constants of an IN with many, such that one look tells whether a value is among
// them.
//                                             func -> [in_set] -> expressions
#ifndef FURAT_EXEC_IN_SET_H
#define FURAT_EXEC_IN_SET_H

#include "func/value.h"
#include "store/id.h"

typedef struct furat_in_set furat_in_set;

/// An empty one.
FURAT_NODISCARD furat_status
furat_in_set_new(furat_in_set **out, furat_error *err);

/// Accepts NULL.
void
furat_in_set_free(furat_in_set *set);

/// Add a constant, which must outlive the set, and its id.  `*taken` is false for kinds
/// of values that have to be compared one by one.
FURAT_NODISCARD furat_status
furat_in_set_add(furat_in_set *set, const furat_value *value, furat_id id, bool *taken,
                 furat_error *err);

/// Whether the value is equal to one of the constants.
bool
furat_in_set_has(const furat_in_set *set, const furat_value *value);

/// Whether comparing the value with one of the constants is an error.
bool
furat_in_set_fails(const furat_in_set *set, const furat_value *value);

/// The same of an IRI or a blank node by its id.
bool
furat_in_set_has_id(const furat_in_set *set, furat_id id);

#endif
