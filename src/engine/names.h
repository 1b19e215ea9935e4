// SPDX-License-Identifier: GPL-3.0-or-later
// Finding things by what they are called: skos:prefLabel, altLabel and hiddenLabel in any
// language, exactly first, then folded.
#ifndef FURAT_ENGINE_NAMES_H
#define FURAT_ENGINE_NAMES_H

#include "engine/furat.h"

/// One name of one thing.
typedef struct furat_name {
  furat_str iri;
  furat_str label;
  furat_str language;
  bool preferred; ///< a skos:prefLabel
  furat_str folded;
} furat_name;

typedef struct furat_names {
  furat_vec all; ///< furat_name
  furat_arena arena;
} furat_names;

/// Read the names of all things of the class `kind` and its subclasses; of all things
/// when it is empty.  Clear it also after a failure.
FURAT_NODISCARD furat_status
furat_names_load(furat_names *names, furat_dataset *dataset, furat_str kind,
                 const furat_cancel *cancel, furat_error *err);

/// Accepts a zeroed one.
void
furat_names_clear(furat_names *names);

/// Append to `found` (furat_name, one for each thing) what is called `typed`.  FURAT_OK:
/// exactly one thing; FURAT_AMBIGUOUS: several; FURAT_NOT_FOUND: those with the nearest
/// names, if any is near.
FURAT_NODISCARD furat_status
furat_names_find(const furat_names *names, furat_str typed, furat_vec *found,
                 furat_error *err);

/// The preferred label of a thing, in `language` if there is one, else in English, else
/// in any; empty when it has none.
furat_str
furat_names_label(const furat_names *names, furat_str iri, furat_str language);

#endif
