// SPDX-License-Identifier: GPL-3.0-or-later
// A window on the text of an input: the bytes from a token's or line's start on,
// contiguous. Grows to the longest token or line and no further.
//                                                           input -> [window] -> lexers
#ifndef FURAT_IO_WINDOW_H
#define FURAT_IO_WINDOW_H

#include <stdint.h>

#include "base/error.h"
#include "io/byte_source.h"

typedef struct furat_window {
  furat_byte_source *input;
  char *data;   ///< text[start .. end) is at hand
  size_t start; ///< where the token or line begins: moved by the lexer
  size_t end;
  size_t cap;
  size_t max_bytes; ///< most bytes from start to end
  bool at_end;      ///< the input has no more
  bool dropped;     ///< text in front of `data` is gone
  uint64_t line;    ///< 1-based, of `start`
  uint64_t column;  ///< 1-based, in code points, of `start`
} furat_window;

/// A window on `input`, which must outlive it.  Passes over a byte order mark.
FURAT_NODISCARD furat_status
furat_window_open(furat_window *window, furat_byte_source *input, size_t max_bytes,
                  furat_error *err);

void
furat_window_close(furat_window *window);

/// Read more behind `end`; bytes may move (`start` too), so hold offsets from `start`.
/// FURAT_DONE at the end of the input; FURAT_LIMIT when the token or line is too long.
FURAT_NODISCARD furat_status
furat_window_more(furat_window *window, furat_error *err);

/// Move `start` over `n` bytes and count their lines and columns.
void
furat_window_skip(furat_window *window, size_t n);

/// The same for bytes that hold no line end.
void
furat_window_skip_in_line(furat_window *window, size_t n);

/// Quote the line of a filled error, if the window still holds it.
void
furat_window_quote(const furat_window *window, furat_error *err);

/// Fill `err` with the place `offset` bytes behind `start` and a sentence, and quote it.
furat_status
furat_window_error(const furat_window *window, size_t offset, furat_error *err,
                   const char *format, ...) FURAT_PRINTF(4, 5);

#endif
