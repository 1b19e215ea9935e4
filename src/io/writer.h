// SPDX-License-Identifier: GPL-3.0-or-later
// Writing RDF in any syntax.  A writer is a quad sink with an end.       sink -> [writer]
// -> output
#ifndef FURAT_IO_WRITER_H
#define FURAT_IO_WRITER_H

#include "io/canonical.h"
#include "io/output.h"
#include "io/quad_sink.h"
#include "io/syntax.h"
#include "rdf/prefixes.h"

typedef struct furat_write_options {
  const furat_syntax *syntax; ///< must be able to write
  /// To abbreviate with, and beside what the stream declares; or NULL.
  const furat_prefixes *prefixes;
  furat_str base; ///< to write relative to; empty: none
  bool sorted;    ///< N-Triples and N-Quads: sort, drop duplicates and name blank nodes
                  ///< stably (Turtle, TriG, JSON-LD always do)
  /// N-Triples and N-Quads: the canonical form of RDFC-1.0; or NULL.
  const furat_canonical_options *canonical;
} furat_write_options;

#define FURAT_WRITE_OPTIONS_INIT \
  {                              \
    .syntax = NULL               \
  }

typedef struct furat_writer furat_writer;

/// A writer to `output`, which must outlive it.  N-Triples and N-Quads stream in constant
/// memory unless sorted; the others hold the graph until the end.
FURAT_NODISCARD furat_status
furat_writer_new(furat_writer **out, furat_output *output,
                 const furat_write_options *options, furat_error *err);

/// Where quads go.  Valid as long as the writer.  A quad in a named graph given to a
/// syntax without graphs is written without its graph.
furat_quad_sink
furat_writer_sink(furat_writer *writer);

/// Write what is left.  Nothing may be emitted after it.
FURAT_NODISCARD furat_status
furat_writer_finish(furat_writer *writer, furat_error *err);

/// Free; without finish, what was written is incomplete.  Accepts NULL.
void
furat_writer_free(furat_writer *writer);

#endif
