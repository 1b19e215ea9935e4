// SPDX-License-Identifier: GPL-3.0-or-later
// What is meant by those who come from SQL, or forget a ; or a value.
//                                                       execute -> [advice] -> error, why
#ifndef FURAT_SHELL_ADVICE_H
#define FURAT_SHELL_ADVICE_H

#include "base/buffer.h"
#include "base/error.h"
#include "shell/variables.h"

/// Add the hint that fits a statement that was refused, if there is one.
void
furat_advice_hint(furat_str text, furat_error *err);

/// Append a line for each variable with an underscore that `text` names and nobody set,
/// with the name that is nearest.
void
furat_advice_unset(furat_buffer *out, furat_str text, const furat_variables *variables);

#endif
