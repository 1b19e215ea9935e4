// SPDX-License-Identifier: GPL-3.0-or-later
// Compares times of change.  A folder counts too: its time tells that a file is gone.
//                                                     base -> [engine] -> shipped
#include "engine/compiled.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_DEPTH = 8 };

static bool
is_newer(const struct stat *a, const struct stat *b)
{
  return a->st_mtim.tv_sec > b->st_mtim.tv_sec ||
         (a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
          a->st_mtim.tv_nsec > b->st_mtim.tv_nsec);
}

static bool
has_ending(const char *name, const char *ending)
{
  return furat_str_ends_with(furat_str_of(name), furat_str_of(ending));
}

static bool
is_unchanged(int folder, const char *name, const struct stat *store, unsigned depth);

// Whether nothing in an open folder, which is closed, is newer than the store.
static bool
folder_is_unchanged(int fd, const struct stat *store, unsigned depth)
{
  DIR *folder = fd < 0 ? NULL : fdopendir(fd);
  if (!folder) {
    if (fd >= 0) {
      close(fd);
    }
    return false;
  }
  bool unchanged = true;
  for (const struct dirent *entry = readdir(folder); entry && unchanged;
       entry = readdir(folder)) {
    if (entry->d_name[0] != '.') {
      unchanged = is_unchanged(dirfd(folder), entry->d_name, store, depth + 1);
    }
  }
  closedir(folder);
  return unchanged;
}

static bool
is_unchanged(int folder, const char *name, const struct stat *store, unsigned depth)
{
  struct stat st;
  if (fstatat(folder, name, &st, 0) != 0 || depth > MAX_DEPTH) {
    return false;
  }
  if (S_ISDIR(st.st_mode)) {
    return !is_newer(&st, store) &&
           folder_is_unchanged(openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                               store, depth);
  }
  return !(has_ending(name, ".ttl") || has_ending(name, ".rq") ||
           has_ending(name, ".nq")) ||
         !is_newer(&st, store);
}

bool
furat_compiled_find(furat_buffer *out, const char *datadir)
{
  static const char *const sources[] = {"ontology", "triples", "derived.nq"};
  static const char name[] = "shipped.furat";
  struct stat store;
  const int folder = open(datadir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) {
    return false;
  }
  bool unchanged = fstatat(folder, name, &store, 0) == 0;
  for (size_t i = 0; i < sizeof sources / sizeof sources[0] && unchanged; i++) {
    unchanged = is_unchanged(folder, sources[i], &store, 0);
  }
  close(folder);
  if (unchanged) {
    furat_buffer_append_cstr(out, datadir);
    furat_buffer_append_byte(out, '/');
    furat_buffer_append_cstr(out, name);
  }
  return unchanged;
}
