// SPDX-License-Identifier: GPL-3.0-or-later
// The error object: the caller owns it, the lowest layer that knows fills it once, upper
// layers only clean up.  Filling never allocates and so never fails.
#ifndef FURAT_BASE_ERROR_H
#define FURAT_BASE_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/status.h"
#include "base/str.h"

/// A half-open range of bytes of a source text.
typedef struct furat_span {
  size_t start;
  size_t end;
} furat_span;

/// One error.  The place is either a span of a text that is at hand (queries), or line
/// and column of a streamed source (documents), or absent (line 0 and no span).
typedef struct furat_error {
  furat_status status;
  bool has_span;
  furat_span span;
  uint64_t line;     ///< 1-based; 0: not known
  uint64_t column;   ///< 1-based, in code points; 0: not known
  char source[256];  ///< file name or "query"; cut (at a code point) when longer; ""
                     ///< unknown
  char message[512]; ///< one sentence, no full stop, control characters escaped
  char hint[256];    ///< what would help: "did you mean foaf:name?"; "" none
  char quote[200];   ///< of the line that is to blame, as it is, for who cannot read the
                     ///< source again
  uint16_t quote_bytes; ///< 0: there is none
  uint16_t quote_at;    ///< the byte that is to blame
} furat_error;

/// An error object that holds nothing.
#ifdef __cplusplus
#  define FURAT_ERROR_INIT \
    {                      \
    }
#else
#  define FURAT_ERROR_INIT \
    {                      \
      .status = FURAT_OK   \
    }
#endif

/// Back to nothing.  Accepts NULL.
FURAT_API void
furat_error_clear(furat_error *err);

/// Fill `err` (NULL is accepted) unless it is filled already: the first word stands.
/// Returns `status`, so that a failing function ends with `return furat_error_set(...)`.
FURAT_API furat_status
furat_error_set(furat_error *err, furat_status status, const char *format, ...)
    FURAT_PRINTF(3, 4);

/// The same with the span of the text that is to blame.
furat_status
furat_error_set_span(furat_error *err, furat_status status, furat_span span,
                     const char *format, ...) FURAT_PRINTF(4, 5);

/// The same with a line and column (1-based) of a streamed source.
furat_status
furat_error_set_at(furat_error *err, furat_status status, const char *source,
                   uint64_t line, uint64_t column, const char *format, ...)
    FURAT_PRINTF(6, 7);

/// Add a hint to a filled error; the last word stands.
void
furat_error_hint(furat_error *err, const char *format, ...) FURAT_PRINTF(2, 3);

/// Quote the line that a filled error is about: `at` is the byte of it that is to blame.
/// Only what is around it is kept.
void
furat_error_quote(furat_error *err, furat_str line, size_t at);

/// Name the source of a filled error that has none yet.
void
furat_error_source(furat_error *err, const char *source);

/// The usual words for FURAT_NO_MEM.  Returns FURAT_NO_MEM.
furat_status
furat_error_no_mem(furat_error *err);

/// FURAT_IO with "`what` `name`: strerror(errnum)"; `what` is such as "cannot open".
furat_status
furat_error_io(furat_error *err, const char *what, const char *name, int errnum);

#endif
