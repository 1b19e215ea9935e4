// SPDX-License-Identifier: GPL-3.0-or-later
// A dot command's line to words: separated by spaces, "quoted" or 'quoted' where they
// hold some.
#ifndef FURAT_SHELL_WORDS_H
#define FURAT_SHELL_WORDS_H

#include "base/arena.h"
#include "base/vec.h"

/// Read one character of the line at `*at`, in or out of a quote: `*quote` is the one
/// that is open, or NUL, and `*at` moves behind it.  A quote or a backslash that a
/// backslash stands before, in a quote, belongs to the text.  Returns the character that
/// is text there; NUL: a quote was opened or closed.
char
furat_words_step(char *quote, furat_str line, size_t *at);

/// The words of `line` as terminated strings in `texts`: items `const char *` of `out`,
/// which must be initialised for them.  FURAT_USAGE when a quote is not closed or there
/// is a NUL byte.
FURAT_NODISCARD furat_status
furat_words_split(furat_vec *out, furat_arena *texts, furat_str line, furat_error *err);

#endif
