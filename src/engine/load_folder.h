// SPDX-License-Identifier: GPL-3.0-or-later
// The one folder that LOAD may read, whatever a request says: names are walked from the
// folder's own descriptor, one component at a time, and neither ".." nor a symbolic link
// leads out of it.
//                                                            io -> [engine] -> native
#ifndef FURAT_ENGINE_LOAD_FOLDER_H
#define FURAT_ENGINE_LOAD_FOLDER_H

#include "io/reader.h"

typedef struct furat_load_folder furat_load_folder;

/// FURAT_NOT_FOUND or FURAT_IO when `path` is no folder that can be read.
FURAT_NODISCARD furat_status
furat_load_folder_open(furat_load_folder **out, const char *path, furat_error *err);

/// Accepts NULL.
void
furat_load_folder_close(furat_load_folder *folder);

/// Read the regular file that the IRI file:///... names into the sink; `options` need
/// neither syntax (the ending tells it) nor base (the IRI is).  FURAT_UNSUPPORTED:
/// another kind of IRI or file; FURAT_BAD_DATA: it is not below the folder;
/// FURAT_NOT_FOUND.
FURAT_NODISCARD furat_status
furat_load_folder_read(const furat_load_folder *folder, furat_str iri,
                       const furat_read_options *options, const furat_quad_sink *sink,
                       furat_error *err);

#endif
