// SPDX-License-Identifier: GPL-3.0-or-later
// A text in somebody's editor: $VISUAL, else $EDITOR, else what the system has.
#ifndef FURAT_SHELL_EDITOR_H
#define FURAT_SHELL_EDITOR_H

#include "base/buffer.h"

/// Open the editor on `text` and wait for its end; then `text` is what was saved, without
/// the white space at its end.  FURAT_IO, and the text is as it was: no file could be
/// written or read, or the editor failed.
FURAT_NODISCARD furat_status
furat_editor_run(furat_buffer *text, furat_error *err);

#endif
