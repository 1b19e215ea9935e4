// SPDX-License-Identifier: GPL-3.0-or-later
// triples/catalog.ttl: which file goes into which graph.
#ifndef FURAT_ENGINE_CATALOG_H
#define FURAT_ENGINE_CATALOG_H

#include "base/arena.h"
#include "base/cancel.h"
#include "base/vec.h"

/// What the files of the shipped graph are relative to.
#define FURAT_SHIPPED_BASE "https://w3id.org/furat/"

/// One file of one graph (void:dataDump).
typedef struct furat_catalog_file {
  furat_str graph; ///< IRI
  furat_str path;  ///< below the data directory, terminated
} furat_catalog_file;

typedef struct furat_catalog {
  furat_vec files;        ///< furat_catalog_file, in the order of the catalogue
  furat_vec claim_graphs; ///< furat_str: the graphs with a dcterms:subject
  furat_arena texts;
} furat_catalog;

/// Read the catalogue of the data directory.  Clear it also after a failure.
FURAT_NODISCARD furat_status
furat_catalog_read(furat_catalog *catalog, const char *datadir,
                   const furat_cancel *cancel, furat_error *err);

/// Accepts a zeroed one.
void
furat_catalog_clear(furat_catalog *catalog);

#endif
