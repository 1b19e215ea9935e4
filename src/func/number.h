// SPDX-License-Identifier: GPL-3.0-or-later
// Lexical forms of xsd:double and xsd:float, whatever the locale of the process says
// about decimal points.
#ifndef FURAT_FUNC_NUMBER_H
#define FURAT_FUNC_NUMBER_H

#include "base/buffer.h"

/// Read the lexical form of xsd:double ("1.5e3", "-INF", "NaN"; XSD 1.1 part 2, 3.3.5),
/// or of xsd:float when `is_float`: then the value is the nearest float.  False when it
/// is none.
bool
furat_number_parse(double *out, furat_str lexical, bool is_float);

/// Append the canonical form ("1.5E3", "0.0E0", "INF"): the fewest digits that read back
/// as the same double (or float).
void
furat_number_write(furat_buffer *out, double value, bool is_float);

/// Append the form that fn:string gives (F&O 3.1, 19.1.2.2): "1500" and "0.5" where the
/// magnitude is from 0.000001 to below 1000000, "1.5E6" elsewhere.
void
furat_number_write_string(furat_buffer *out, double value, bool is_float);

#endif
