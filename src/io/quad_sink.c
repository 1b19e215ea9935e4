// SPDX-License-Identifier: GPL-3.0-or-later
// Calls through the sink's pointers, with what may be NULL in one place.
#include "io/quad_sink.h"

#include <assert.h>

furat_status
furat_quad_sink_emit(const furat_quad_sink *sink, const furat_quad *quads, size_t n,
                     furat_error *err)
{
  assert(sink->emit);
  return n > 0 ? sink->emit(sink->self, quads, n, err) : FURAT_OK;
}

furat_status
furat_quad_sink_prefix(const furat_quad_sink *sink, furat_str name, furat_str iri,
                       furat_error *err)
{
  return sink->prefix ? sink->prefix(sink->self, name, iri, err) : FURAT_OK;
}
