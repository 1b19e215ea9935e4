// SPDX-License-Identifier: GPL-3.0-or-later
// That a file has a name is on the disk only when its folder is.
#ifndef FURAT_BASE_FOLDER_SYNC_H
#define FURAT_BASE_FOLDER_SYNC_H

/// Bring the folder of `path` to the disk, as far as the system can: some cannot, and
/// what was written is good without it.
void
furat_folder_sync(const char *path);

#endif
