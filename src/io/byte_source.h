// SPDX-License-Identifier: GPL-3.0-or-later
// Where bytes come from: a file, standard input, memory or a function; gzip and zstd are
// unpacked on the way, by their magic.  Constant memory.
//                                                       file -> [byte_source] -> window
#ifndef FURAT_IO_BYTE_SOURCE_H
#define FURAT_IO_BYTE_SOURCE_H

#include <stdint.h>

#include "base/cancel.h"

typedef struct furat_byte_source furat_byte_source;

/// Fill up to `cap_bytes` (> 0) at `data`.  FURAT_OK sets `*n` >= 1; FURAT_DONE is the
/// end.
typedef furat_status (*furat_byte_source_fn)(void *self, char *data, size_t cap_bytes,
                                             size_t *n, furat_error *err);

/// Open the file at `path`; "-" is standard input.
FURAT_NODISCARD furat_status
furat_byte_source_open_file(furat_byte_source **out, const char *path, furat_error *err);

/// Read `bytes`, which must outlive the input.  `name` stands for them in errors.
FURAT_NODISCARD furat_status
furat_byte_source_open_memory(furat_byte_source **out, furat_str bytes, const char *name,
                              furat_error *err);

/// Read what `read` gives.
FURAT_NODISCARD furat_status
furat_byte_source_open_function(furat_byte_source **out, furat_byte_source_fn read,
                                void *self, const char *name, furat_error *err);

/// Read unpacked bytes, as furat_byte_source_fn.
FURAT_NODISCARD furat_status
furat_byte_source_read(furat_byte_source *input, char *data, size_t cap_bytes, size_t *n,
                       furat_error *err);

/// Add the bytes that are read from now on, packed as they are, to `*n_bytes`, which must
/// outlive the input.
void
furat_byte_source_count(furat_byte_source *input, uint64_t *n_bytes);

/// End with what the token says when a signal interrupts a wait for bytes; it must
/// outlive the input.  NULL is no token.
void
furat_byte_source_cancel(furat_byte_source *input, const furat_cancel *cancel);

/// Whether the bytes came packed, as far as they were read.
bool
furat_byte_source_is_packed(const furat_byte_source *input);

/// The name for errors; borrowed.
const char *
furat_byte_source_name(const furat_byte_source *input);

/// Close.  Accepts NULL.
void
furat_byte_source_close(furat_byte_source *input);

#endif
