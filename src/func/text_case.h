// SPDX-License-Identifier: GPL-3.0-or-later
// UCASE and LCASE: Unicode's full case mapping of a text (XPath Functions and Operators
// 3.1, 5.4.7 and 5.4.8).                                  utf8 -> [text_case] -> strings
#ifndef FURAT_FUNC_TEXT_CASE_H
#define FURAT_FUNC_TEXT_CASE_H

#include "base/buffer.h"

/// Append the upper-case or lower-case form of the part [*at, end) of a text, both
/// between characters; `*at` gets `end`.  Neighbours in all of the text are looked at.
void
furat_text_map_case(furat_buffer *out, furat_str text, size_t *at, size_t end,
                    bool upper);

#endif
