// SPDX-License-Identifier: GPL-3.0-or-later
// A whole text in memory: a query, a rule.
#ifndef FURAT_ENGINE_TEXT_FILE_H
#define FURAT_ENGINE_TEXT_FILE_H

#include "base/buffer.h"

/// Append the content of the file ("-" is standard input) to `out`.  FURAT_LIMIT when it
/// does not fit the buffer's maximum, FURAT_IO when it cannot be read.
FURAT_NODISCARD furat_status
furat_text_file_read(furat_buffer *out, const char *path, furat_error *err);

#endif
