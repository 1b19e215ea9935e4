// SPDX-License-Identifier: GPL-3.0-or-later
// The one interface between whoever makes quads (readers, a store, a CONSTRUCT) and
// whoever takes them (writers, loaders, counters). [readers] -> sink -> [writers]
#ifndef FURAT_IO_QUAD_SINK_H
#define FURAT_IO_QUAD_SINK_H

#include "base/error.h"
#include "rdf/term.h"

/// Who takes quads: a callback of the caller's, or the loading of a dataset.
typedef struct furat_quad_sink {
  void *self;
  /// Take `n` quads; their bytes are borrowed for the call.  An error ends the stream.
  furat_status (*emit)(void *self, const furat_quad *quads, size_t n, furat_error *err);
  /// A prefix declaration, in its place in the stream.  May be NULL.
  furat_status (*prefix)(void *self, furat_str name, furat_str iri, furat_error *err);
} furat_quad_sink;

/// Hand quads to the sink.
FURAT_NODISCARD furat_status
furat_quad_sink_emit(const furat_quad_sink *sink, const furat_quad *quads, size_t n,
                     furat_error *err);

/// Hand a prefix to the sink, if it wants any.
FURAT_NODISCARD furat_status
furat_quad_sink_prefix(const furat_quad_sink *sink, furat_str name, furat_str iri,
                       furat_error *err);

#endif
