// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets of the native engine for tests, which last as long as they are open.
#ifndef FURAT_TESTS_SUPPORT_ENGINE_H
#define FURAT_TESTS_SUPPORT_ENGINE_H

#include "engine/furat.h"

/// An empty one.
furat_status
engine_open(furat_dataset **dataset, furat_error *err);

/// Run an update request.
furat_status
engine_update(furat_dataset *dataset, const char *text, furat_error *err);

#endif
