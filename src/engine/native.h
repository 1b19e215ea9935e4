// SPDX-License-Identifier: GPL-3.0-or-later
// Furat's own engine: SPARQL 1.1 over a store.                    exec, store -> [native]
#ifndef FURAT_ENGINE_NATIVE_H
#define FURAT_ENGINE_NATIVE_H

#include "engine/furat.h"

/// Hand it to furat_dataset_open().
extern const furat_engine furat_engine_native;

#endif
