// SPDX-License-Identifier: GPL-3.0-or-later
// Reads documents in memory into N-Quads text, for tests of readers.
#ifndef FURAT_TESTS_SUPPORT_QUADS_H
#define FURAT_TESTS_SUPPORT_QUADS_H

#include "base/buffer.h"
#include "io/reader.h"

typedef struct quads_result {
  furat_buffer text; ///< N-Quads, and lines "@prefix name: <iri>"
  size_t n_quads;
  size_t n_calls; ///< of emit
  size_t fail_at; ///< make this call of emit fail (1 the first); 0: none
  furat_error err;
} quads_result;

/// A sink that writes to `result`, which must be zeroed or made by quads_init().
furat_quad_sink
quads_sink(quads_result *result);

void
quads_init(quads_result *result);

void
quads_clear(quads_result *result);

/// Read `text` as `syntax` with the base http://ex/ unless `options` (or NULL) sets one.
furat_status
quads_read(quads_result *result, const char *syntax, furat_str text,
           const furat_read_options *options);

#endif
