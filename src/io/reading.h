// SPDX-License-Identifier: GPL-3.0-or-later
// What the readers of all syntaxes share: the batch of quads on the way to the sink, the
// names of blank nodes, and the limits.                              readers -> [reading]
// -> sink
#ifndef FURAT_IO_READING_H
#define FURAT_IO_READING_H

#include "base/arena.h"
#include "io/byte_source.h"
#include "io/reader.h"

typedef struct furat_reading {
  const furat_read_options *options;
  const furat_quad_sink *sink;
  furat_byte_source *input;
  size_t max_term_bytes;
  size_t max_depth;
  furat_quad *quads; ///< the batch
  size_t n_quads;
  furat_arena texts; ///< bytes of the batch that stand nowhere else
} furat_reading;

/// Begin reading `input`, which must outlive it.
FURAT_NODISCARD furat_status
furat_reading_begin(furat_reading *reading, furat_byte_source *input,
                    const furat_read_options *options, const furat_quad_sink *sink,
                    furat_error *err);

/// Free the batch; what was not flushed is dropped.
void
furat_reading_end(furat_reading *reading);

/// A place for the next quad, which is in the batch once furat_reading_add() is called.
/// The batch is full then only if it was not flushed: at most FURAT_BATCH_QUADS.
furat_quad *
furat_reading_place(furat_reading *reading);

/// Count the quad of furat_reading_place() in; puts it into the graph of the options if
/// it is in the default graph.  Flushes a full batch.
FURAT_NODISCARD furat_status
furat_reading_add(furat_reading *reading, furat_error *err);

/// Hand the batch to the sink and poll the cancel token.  Then the bytes may go.
FURAT_NODISCARD furat_status
furat_reading_flush(furat_reading *reading, furat_error *err);

/// Flush, then hand a prefix to the sink.
FURAT_NODISCARD furat_status
furat_reading_prefix(furat_reading *reading, furat_str name, furat_str iri,
                     furat_error *err);

/// The blank node that the document labels.  With `may_generate` the syntax also has
/// nodes without labels, and "genid..." becomes "genidx...", so that no label is ever
/// that of such a node.
FURAT_NODISCARD furat_status
furat_reading_blank(furat_reading *reading, furat_str label, bool may_generate,
                    furat_term *out, furat_error *err);

/// The same for a label that could not stand in Turtle: "genidh" and its bytes in
/// hexadecimal.
FURAT_NODISCARD furat_status
furat_reading_odd_blank(furat_reading *reading, furat_str label, furat_term *out,
                        furat_error *err);

/// The `number`-th blank node without a label: "genid<number>".
FURAT_NODISCARD furat_status
furat_reading_generated(furat_reading *reading, uint64_t number, furat_term *out,
                        furat_error *err);

/// A copy of `s` that lives until the next flush.
FURAT_NODISCARD furat_status
furat_reading_copy(furat_reading *reading, furat_str s, furat_str *out, furat_error *err);

enum { FURAT_BATCH_QUADS = 1000 };

/// Read N-Triples, or N-Quads with `graphs`.
FURAT_NODISCARD furat_status
furat_read_lines(furat_reading *reading, bool graphs, furat_error *err);

/// Read Turtle, or TriG with `graphs`, through serd.
FURAT_NODISCARD furat_status
furat_read_turtle(furat_reading *reading, bool graphs, furat_str base, furat_error *err);

/// Read what raptor knows under `parser_name`.
FURAT_NODISCARD furat_status
furat_read_raptor(furat_reading *reading, const char *parser_name, furat_str base,
                  furat_error *err);

/// Read from any input; closes it whatever the result.
FURAT_NODISCARD furat_status
furat_read_input(furat_byte_source *take, const furat_read_options *options,
                 const furat_quad_sink *sink, furat_error *err);

#endif
