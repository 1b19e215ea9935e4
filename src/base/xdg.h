// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files of the user are, by the XDG base directory specification.
#ifndef FURAT_BASE_XDG_H
#define FURAT_BASE_XDG_H

#include "base/buffer.h"

typedef enum furat_xdg_folder {
  FURAT_XDG_CONFIG, ///< $XDG_CONFIG_HOME, else ~/.config
  FURAT_XDG_STATE,  ///< $XDG_STATE_HOME, else ~/.local/state
  FURAT_XDG_DATA    ///< $XDG_DATA_HOME, else ~/.local/share
} furat_xdg_folder;

/// Append the path of furat/`name` in that folder.  False when no variable says where it
/// is (nothing is appended), or memory failed.
bool
furat_xdg_path(furat_buffer *out, furat_xdg_folder folder, const char *name);

/// Make the folders that `path` stands in, for the user alone.
FURAT_NODISCARD furat_status
furat_xdg_make_folders(const char *path, furat_error *err);

#endif
