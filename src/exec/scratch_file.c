// SPDX-License-Identifier: GPL-3.0-or-later
// Unlinked as soon as they are made.
#include "exec/scratch_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

furat_status
furat_scratch_file_open(int *fd, furat_error *err)
{
  enum { MAX_PATH_BYTES = 4096 };
  char path[MAX_PATH_BYTES];
  const char *folder = getenv("TMPDIR");
  folder = folder && *folder ? folder : "/tmp";
  const int len = snprintf(path, sizeof(path), "%s/furat-query-XXXXXX", folder);
  if (len < 0 || len >= (int)sizeof(path)) {
    return furat_error_io(err, "cannot make a temporary file in", folder, ENAMETOOLONG);
  }
  *fd = mkstemp(path);
  if (*fd < 0) {
    return furat_error_io(err, "cannot make a temporary file in", folder, errno);
  }
  unlink(path);
  return FURAT_OK;
}

furat_status
furat_scratch_file_write(int fd, const void *bytes, size_t n, uint64_t at,
                         furat_error *err)
{
  const char *from = bytes;
  while (n > 0) {
    const ssize_t written = pwrite(fd, from, n, (off_t)at);
    if (written < 0 && errno != EINTR) {
      return furat_error_io(err, "cannot write", "a temporary file", errno);
    }
    if (written > 0) {
      from += written;
      n -= (size_t)written;
      at += (uint64_t)written;
    }
  }
  return FURAT_OK;
}

furat_status
furat_scratch_file_read(int fd, void *bytes, size_t n, uint64_t at, furat_error *err)
{
  char *to = bytes;
  while (n > 0) {
    const ssize_t got = pread(fd, to, n, (off_t)at);
    if (got == 0 || (got < 0 && errno != EINTR)) {
      return furat_error_io(err, "cannot read", "a temporary file", got ? errno : EIO);
    }
    if (got > 0) {
      to += got;
      n -= (size_t)got;
      at += (uint64_t)got;
    }
  }
  return FURAT_OK;
}
