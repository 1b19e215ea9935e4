// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a folder.
#ifndef FURAT_ENGINE_FOLDER_H
#define FURAT_ENGINE_FOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

/// Append the paths (furat_str, terminated, bytes in `texts`) of the files of `folder`
/// whose names end so, ordered by name: the order of a folder is the disk's.
FURAT_NODISCARD furat_status
furat_folder_list(furat_vec *paths, furat_arena *texts, const char *folder,
                  const char *ending, furat_error *err);

#endif
