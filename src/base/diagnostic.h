// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as people read them: `source:line:column: error: sentence`, the line, carets, a
// hint. Line and column are computed here and nowhere else.
#ifndef FURAT_BASE_DIAGNOSTIC_H
#define FURAT_BASE_DIAGNOSTIC_H

#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/error.h"

/// 1-based line and column (in code points) of byte `offset` of `text`.  An offset beyond
/// the end is the end.  LF, CR LF and CR end a line.
void
furat_text_position(furat_str text, size_t offset, uint64_t *line, uint64_t *column);

/// Append the message to `out`.  `text` is the source text when it is at hand (the whole
/// text, to which spans are relative), or empty: then an error of a regular file with a
/// line is shown with that line read again from the file, if it can be.  Long lines are
/// cut around the span; tabs become two spaces, control characters and bidi controls are
/// made visible, and carets stay under their characters (wide characters and combining
/// marks included).
void
furat_diagnostic_format(furat_buffer *out, const furat_error *err, furat_str text);

/// Print an error to a stream, as `source:line:column: error: sentence`, with the line,
/// carets and a hint where they are known.  `text` is the text to which a span is
/// relative, such as that of the query; or empty.  Coloured by the rule of base/color.h.
FURAT_API void
furat_diagnostic_print(FILE *stream, const furat_error *err, furat_str text);

#endif
