// SPDX-License-Identifier: GPL-3.0-or-later
// Casts: XSD's constructor functions, SPARQL 1.1 17.5 and F&O 3.1 chapter 19.
#ifndef FURAT_FUNC_CAST_H
#define FURAT_FUNC_CAST_H

#include "func/value.h"

/// Whether the IRI names a cast: the seven of SPARQL 1.1, and the other types of moments
/// and durations and the integers derived from xsd:integer as an extension.
bool
furat_cast_exists(furat_str datatype);

/// The value as one of `datatype`.  FURAT_BAD_DATA when it has none.
FURAT_NODISCARD furat_status
furat_value_cast(furat_value *out, furat_arena *arena, const furat_value *value,
                 furat_str datatype);

#endif
