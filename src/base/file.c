// SPDX-License-Identifier: GPL-3.0-or-later
// open(2) waits for the writer of a pipe unless told not to; poll(2) does not go on
// behind a signal as read(2) may, and one that comes just before it is seen a moment
// later.
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>

furat_status
furat_file_open(int *out, const char *path, furat_error *err)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    return furat_error_io(err, "cannot open", path, errno);
  }
  (void)fcntl(fd, F_SETFL, 0); // O_NONBLOCK was for opening
  *out = fd;
  return FURAT_OK;
}

furat_status
furat_file_wait(int fd, const furat_cancel *cancel, furat_error *err)
{
  enum { MOMENT_MS = 200 };
  struct pollfd wanted = {.fd = fd, .events = POLLIN};
  int n = 0;
  while (n == 0 || (n < 0 && errno == EINTR)) {
    const furat_status status = furat_cancel_poll(cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    n = poll(&wanted, 1, MOMENT_MS);
  }
  return FURAT_OK;
}
