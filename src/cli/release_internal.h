// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of a release share.
#ifndef FURAT_CLI_RELEASE_INTERNAL_H
#define FURAT_CLI_RELEASE_INTERNAL_H

#include "base/arena.h"
#include "base/vec.h"
#include "engine/furat.h"
#include "io/writer.h"

/// A file of the release that is written.
typedef struct furat_release_file {
  furat_str name;             ///< within the folder; terminated
  furat_str graph;            ///< IRI of the graph that it holds; empty: it is none's
  const furat_syntax *syntax; ///< NULL: no RDF
  size_t n_bytes;
  furat_str sha256; ///< hexadecimal
} furat_release_file;

typedef struct furat_release {
  furat_dataset *dataset;
  const furat_prefixes *prefixes;
  const furat_cancel *cancel;
  furat_vec files; ///< furat_release_file
  furat_arena texts;
  furat_buffer part; ///< the folder while it is not whole
  furat_buffer path; ///< of the file that is being written
  furat_str catalog; ///< IRI of the catalogue
  furat_str space;   ///< its void:uriSpace
  furat_str version;
} furat_release;

/// Find the catalogue, the space and the version.
FURAT_NODISCARD furat_status
furat_release_identify(furat_release *release, furat_error *err);

/// Hand the description to the sink: what description.rq gives, and the files so far.
FURAT_NODISCARD furat_status
furat_release_describe(const furat_release *release, const furat_quad_sink *sink,
                       furat_error *err);

#endif
