// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of librdf's family, `--engine redland`: rasqal over a table of quads.
#ifndef FURAT_REDLAND_ENGINE_H
#define FURAT_REDLAND_ENGINE_H

#include "engine/furat.h"

/// Hand it to furat_dataset_open().  What rasqal cannot do, or does wrongly, is answered
/// with FURAT_UNSUPPORTED; updates are, all of them.
extern const furat_engine furat_engine_redland;

#endif
