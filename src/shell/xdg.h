// SPDX-License-Identifier: GPL-3.0-or-later
// Where the shell's files are, by the XDG base directory specification.
#ifndef FURAT_SHELL_XDG_H
#define FURAT_SHELL_XDG_H

#include "base/buffer.h"

typedef enum furat_xdg_folder {
  FURAT_XDG_CONFIG, ///< $XDG_CONFIG_HOME, else ~/.config
  FURAT_XDG_STATE   ///< $XDG_STATE_HOME, else ~/.local/state
} furat_xdg_folder;

/// Append the path of furat/`name` in that folder.  False when no variable says where it
/// is (nothing is appended), or memory failed.
bool
furat_xdg_path(furat_buffer *out, furat_xdg_folder folder, const char *name);

#endif
