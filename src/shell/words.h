// SPDX-License-Identifier: GPL-3.0-or-later
// A dot command's line to words: separated by spaces, "quoted" or 'quoted' where they
// hold some.
#ifndef FURAT_SHELL_WORDS_H
#define FURAT_SHELL_WORDS_H

#include "base/arena.h"
#include "base/vec.h"

/// The words of `line` as terminated strings in `texts`: items `const char *` of `out`,
/// which must be initialised for them.  FURAT_USAGE when a quote is not closed or there
/// is a NUL byte.
FURAT_NODISCARD furat_status
furat_words_split(furat_vec *out, furat_arena *texts, furat_str line, furat_error *err);

#endif
