// SPDX-License-Identifier: GPL-3.0-or-later
// A release: a folder with the whole dataset in the forms that a linked-data project
// takes, its description and its checksums.
#ifndef FURAT_CLI_RELEASE_H
#define FURAT_CLI_RELEASE_H

#include "engine/furat.h"

/// Write the dataset into `folder`, which appears only when it is whole; it must not
/// exist yet, or be empty:
///
///   dataset.nq      canonical N-Quads (RDFC-1.0)
///   dataset.jsonld  the same as JSON-LD with a context
///   <graph>.ttl     each graph as Turtle; the one without a name is default.ttl
///   void.ttl        the description: VoID and DCAT, counted by
///                   ontology/release/description.rq
///   SHA256SUMS      of all of these, as sha256sum reads it
///
/// The same dataset gives the same bytes.  FURAT_BAD_DATA when it has no catalogue (a
/// dcat:Catalog with a void:uriSpace, and the version of the ontology in that space), for
/// that says what the release is.
FURAT_NODISCARD furat_status
furat_release_write(furat_dataset *dataset, const furat_prefixes *prefixes,
                    const char *folder, const furat_cancel *cancel, furat_error *err);

#endif
