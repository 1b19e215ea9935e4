// SPDX-License-Identifier: GPL-3.0-or-later
// What things are called: skos:prefLabel or rdfs:label in the language that is liked
// best, looked up once for each thing.                engine/furat.h -> [labels] -> cell
#ifndef FURAT_RESULTS_LABELS_H
#define FURAT_RESULTS_LABELS_H

#include "engine/furat.h"

typedef struct furat_labels furat_labels;

/// Labels in the graphs of `dataset`, which must outlive them.  `languages` are tags with
/// commas between, the one that is liked best first; then a label without a language is
/// taken, then any.
FURAT_NODISCARD furat_status
furat_labels_new(furat_labels **out, furat_dataset *dataset, const char *languages,
                 const furat_cancel *cancel, furat_error *err);

/// Accepts NULL.
void
furat_labels_free(furat_labels *labels);

/// The label of the thing; borrowed until the next call.  False when it has none, and
/// when it cannot be looked up.
bool
furat_labels_find(furat_labels *labels, furat_str iri, furat_str *label);

#endif
