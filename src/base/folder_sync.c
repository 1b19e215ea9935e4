// SPDX-License-Identifier: GPL-3.0-or-later
// fsync(2) of a folder.
#include "base/folder_sync.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

void
furat_folder_sync(const char *path)
{
  const char *slash = strrchr(path, '/');
  const size_t n = slash ? (size_t)(slash - path) + 1 : 0;
  char *folder = furat_alloc(n + 2);
  if (!folder) {
    return;
  }
  memcpy(folder, path, n);
  memcpy(folder + n, n ? "" : ".", n ? 1 : 2);
  const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  furat_free(folder);
  if (fd >= 0) {
    (void)fsync(fd);
    close(fd);
  }
}
