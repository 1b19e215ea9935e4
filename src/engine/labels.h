// SPDX-License-Identifier: GPL-3.0-or-later
// What things are called, for showing: one label for a thing, in the language that is
// liked best.                                       engine/furat.h -> [labels] -> shell
#ifndef FURAT_ENGINE_LABELS_H
#define FURAT_ENGINE_LABELS_H

#include "engine/furat.h"

/// The label of `thing`, bytes in `arena`, in the first of `languages` ("ar,en") in which
/// it has one, else one without a language, else any; FURAT_TERM_NONE when it has none.
/// Every graph may give it, by the properties of furat_names_properties().
FURAT_NODISCARD furat_status
furat_label_find(furat_term *out, furat_arena *arena, furat_dataset *dataset,
                 const furat_term *thing, const char *languages,
                 const furat_cancel *cancel, furat_error *err);

#endif
