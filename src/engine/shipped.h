// SPDX-License-Identifier: GPL-3.0-or-later
// The graph that comes with the program: where it is, how it is loaded by its catalogue,
// and how the direct triples are derived from its claims.
#ifndef FURAT_ENGINE_SHIPPED_H
#define FURAT_ENGINE_SHIPPED_H

#include "engine/furat.h"

/// The graph that every copy of the shipped graph has.
#define FURAT_SHIPPED_CATALOG_GRAPH "https://w3id.org/furat/graph/catalog"

/// Append the data directory: $FURAT_DATADIR, else share/furat beside the executable,
/// else
/// ../share/furat from it, else the configured one.  FURAT_NOT_FOUND when none is there.
FURAT_NODISCARD furat_status
furat_datadir_find(furat_buffer *out, furat_error *err);

/// Open a dataset with the shipped graph in it, for reading: the store that the build
/// made of it, or a copy when there is none or a file has changed since.  `options` say
/// what answers, and how, but not where it is.
FURAT_NODISCARD furat_status
furat_shipped_open(furat_dataset **out, const furat_dataset_options *options,
                   const furat_cancel *cancel, furat_error *err);

/// Load the shipped graph into a dataset that lasts as long as it is open and may be
/// changed.
FURAT_NODISCARD furat_status
furat_shipped_open_copy(furat_dataset **out, const furat_dataset_options *options,
                        const furat_cancel *cancel, furat_error *err);

/// Read the shipped graph for `dataset`, of which a load is under way, into `sink`: each
/// file into the graph that triples/catalog.ttl gives it.  The direct triples come from
/// derived.nq of the data directory, which the build makes, or are derived now when there
/// is none.
FURAT_NODISCARD furat_status
furat_shipped_read(furat_dataset *dataset, const furat_engine *engine,
                   const furat_quad_sink *sink, const furat_cancel *cancel,
                   furat_error *err);

/// Run each rule of ontology/rules over each graph of claims (those which the catalogue
/// gives a dcterms:subject) and hand the triples, in that graph, to the sink; those that
/// rest on the word of a speaker in the graph graph/attributed instead.
FURAT_NODISCARD furat_status
furat_shipped_derive(const char *datadir, const furat_engine *engine,
                     const furat_quad_sink *sink, const furat_cancel *cancel,
                     furat_error *err);

/// The same for the named graphs of `claims`, a dataset, in the place of the catalogue's.
FURAT_NODISCARD furat_status
furat_shipped_derive_from(furat_dataset *claims, const char *datadir,
                          const furat_engine *engine, const furat_quad_sink *sink,
                          const furat_cancel *cancel, furat_error *err);

#endif
