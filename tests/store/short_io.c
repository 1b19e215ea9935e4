// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program: reads and writes do less than they were asked to, or are
// interrupted before they do anything, as they may.  FURAT_SHORT names which: r, w or rw.
// Every third call is hit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static unsigned n_calls;

static size_t
shorten(char what, size_t n)
{
  const char *chosen = getenv("FURAT_SHORT");
  if (!chosen || !strchr(chosen, what) || ++n_calls % 3 || n < 2) {
    return n;
  }
  return n / 2;
}

#define NEXT(name) ((__typeof__(&(name)))(dlsym(RTLD_NEXT, #name)))

ssize_t
read(int fd, void *data, size_t n)
{
  return NEXT(read)(fd, data, shorten('r', n));
}

ssize_t
pread(int fd, void *data, size_t n, off_t at)
{
  return NEXT(pread)(fd, data, shorten('r', n), at);
}

ssize_t
write(int fd, const void *data, size_t n)
{
  return NEXT(write)(fd, data, shorten('w', n));
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t at)
{
  return NEXT(pwrite)(fd, data, shorten('w', n), at);
}

ssize_t
pwritev(int fd, const struct iovec *pieces, int n, off_t at)
{
  const size_t kept = shorten('w', (size_t)n);
  return NEXT(pwritev)(fd, pieces, (int)kept, at);
}
