// SPDX-License-Identifier: GPL-3.0-or-later
// What the writers of the single syntaxes share.  A writer either streams (`emit` is set)
// or is handed the whole dataset at the end.                       writer ->
// [writer_<syntax>] -> output
#ifndef FURAT_IO_WRITER_INTERNAL_H
#define FURAT_IO_WRITER_INTERNAL_H

#include "base/buffer.h"
#include "io/quad_set.h"
#include "io/writer.h"

struct furat_writer {
  furat_output *output;
  const furat_syntax *syntax;
  bool sorted;
  const furat_canonical_options *canonical;
  bool finished;
  furat_status (*finish)(furat_writer *writer, furat_error *err);
  furat_prefixes prefixes; ///< of the options and of the stream
  furat_prefixes fixed;    ///< of the options alone: they stand against the stream's
  char *base;              ///< empty: none
  furat_buffer buffer;     ///< text on its way to the output
  furat_quad_set *set;     ///< the dataset; NULL when streaming
};

/// Hand the buffered text to the output when there is a good deal of it, or `all` of it.
FURAT_NODISCARD furat_status
furat_writer_flush(furat_writer *writer, bool all, furat_error *err);

/// The syntaxes.  Each writes `writer->set`.
FURAT_NODISCARD furat_status
furat_writer_lines(furat_writer *writer, furat_error *err);
FURAT_NODISCARD furat_status
furat_writer_turtle(furat_writer *writer, furat_error *err);
FURAT_NODISCARD furat_status
furat_writer_jsonld(furat_writer *writer, furat_error *err);
FURAT_NODISCARD furat_status
furat_writer_rdfxml(furat_writer *writer, furat_error *err);
FURAT_NODISCARD furat_status
furat_writer_dot(furat_writer *writer, furat_error *err);

#endif
