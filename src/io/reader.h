// SPDX-License-Identifier: GPL-3.0-or-later
// Reading RDF documents of any syntax into a quad sink.          file, memory -> [reader]
// -> sink
#ifndef FURAT_IO_READER_H
#define FURAT_IO_READER_H

#include <stdint.h>
#include <stdio.h>

#include "base/cancel.h"
#include "io/quad_sink.h"
#include "io/syntax.h"

/// How to read.  FURAT_READ_OPTIONS_INIT gives the defaults.
typedef struct furat_read_options {
  const furat_syntax *syntax; ///< NULL: by the file's ending
  furat_str base;             ///< base IRI; empty: the file's own file:/// IRI
  furat_term graph; ///< where triples of the default graph go (FURAT_TERM_NONE: there)
  /// Put before each blank node label, so that those of different documents differ.
  /// The caller numbers its documents: "d1_", "d2_" ...  Empty: labels stay as written.
  /// Nodes without a label are genid1, genid2 ..., and a label genidX becomes genidxX in
  /// the syntaxes that have such nodes, so that the two never meet.
  furat_str blank_prefix;
  const furat_cancel *cancel; ///< or NULL
  uint64_t *n_bytes_read;     ///< bytes of files are added here as they are read; or NULL
  size_t max_term_bytes;      ///< longest term or line (0: 1 GiB); beyond it FURAT_LIMIT
  size_t max_depth;           ///< deepest nesting of ( [ { and elements (0: 1,000)
  /// NULL: the first error ends the reading.  Otherwise, for the line-based syntaxes, it
  /// is called for each bad line, which is left out; an error that it returns ends the
  /// reading.
  furat_status (*bad_line)(void *self, const furat_error *bad);
  void *bad_line_self;
} furat_read_options;

/// The defaults.
#ifdef __cplusplus
#  define FURAT_READ_OPTIONS_INIT \
    {                             \
    }
#else
#  define FURAT_READ_OPTIONS_INIT \
    {                             \
      .syntax = NULL              \
    }
#endif

/// Read the file at `path` ("-" is standard input; gzip and zstd are unpacked by their
/// magic). Errors carry the file's name, line and column.
FURAT_API FURAT_NODISCARD furat_status
furat_read_file(const char *path, const furat_read_options *options,
                const furat_quad_sink *sink, furat_error *err);

/// Read a document in memory; `name` stands for it in errors; options->syntax and base
/// must be set.
FURAT_API FURAT_NODISCARD furat_status
furat_read_memory(furat_str text, const char *name, const furat_read_options *options,
                  const furat_quad_sink *sink, furat_error *err);

#endif
