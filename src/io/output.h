// SPDX-License-Identifier: GPL-3.0-or-later
// Where bytes go: a buffered stream, a memory buffer, or a file that appears under its
// final name only when it is whole.
#ifndef FURAT_IO_OUTPUT_H
#define FURAT_IO_OUTPUT_H

#include <stdio.h>

#include "base/buffer.h"

typedef struct furat_output furat_output;

/// To a stream that the caller keeps (standard output).  `name` is used in errors.
FURAT_NODISCARD furat_status
furat_output_to_stream(furat_output **out, FILE *stream, const char *name,
                       furat_error *err);

/// To a buffer that the caller keeps.
FURAT_NODISCARD furat_status
furat_output_to_buffer(furat_output **out, furat_buffer *buffer, furat_error *err);

/// To a function that takes all bytes at once or says why it cannot.
FURAT_NODISCARD furat_status
furat_output_to_function(furat_output **out,
                         furat_status (*write)(void *self, furat_str bytes,
                                               furat_error *err),
                         void *self, furat_error *err);

/// Let the function of an output to one end with it: furat_output_finish() calls `finish`
/// behind the last byte, furat_output_free() calls `release`.
void
furat_output_own(furat_output *output,
                 furat_status (*finish)(void *self, furat_error *err),
                 void (*release)(void *self));

/// FURAT_USAGE when the name promises a packed file (.gz, .zst, .bz2, .xz): none is
/// written here.
FURAT_NODISCARD furat_status
furat_output_check_name(const char *path, furat_error *err);

/// To a temporary file beside `path`, renamed to `path` by furat_output_finish().  What
/// is no regular file (a pipe, /dev/null) is written directly.  The name is checked as
/// furat_output_check_name() says.
FURAT_NODISCARD furat_status
furat_output_to_file(furat_output **out, const char *path, furat_error *err);

/// Write bytes.  A failure (full disk, closed pipe) is sticky.
FURAT_NODISCARD furat_status
furat_output_write(furat_output *output, furat_str bytes, furat_error *err);

/// Whether somebody may be waiting at the other end of a stream: little was written yet,
/// or nothing for a moment.  Whoever gathers bytes hands them over then; they are sent on
/// at once.  False for files and buffers.
bool
furat_output_is_due(const furat_output *output);

/// Flush, sync a file and give it its name.  Nothing may be written after it.
FURAT_NODISCARD furat_status
furat_output_finish(furat_output *output, furat_error *err);

/// Free; an unfinished file is removed.  Accepts NULL.
void
furat_output_free(furat_output *output);

#endif
