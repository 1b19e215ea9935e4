// SPDX-License-Identifier: GPL-3.0-or-later
// Strings of JSON.
#ifndef FURAT_BASE_JSON_TEXT_H
#define FURAT_BASE_JSON_TEXT_H

#include "base/buffer.h"

/// Append `text` as a JSON string with its quotes.
void
furat_json_string(furat_buffer *out, furat_str text);

#endif
