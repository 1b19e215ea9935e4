// SPDX-License-Identifier: GPL-3.0-or-later
// Where the data of the program is.                      base -> [engine] -> cli, shell
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/shipped.h"

enum { MAX_PATH = 1 << 16 };

static bool
is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

// The folder of the executable with `tail` behind it; empty when the system does not
// tell.
static void
append_beside_program(furat_buffer *out, const char *tail)
{
  char path[4096];
  ssize_t len = readlink("/proc/self/exe", path, sizeof path);
  if (len <= 0 || (size_t)len >= sizeof path) {
    return;
  }
  furat_str program = {.data = path, .len = (size_t)len};
  size_t slash = furat_str_rfind_byte(program, '/');
  if (slash < program.len) {
    furat_buffer_append(out, furat_str_slice(program, 0, slash));
    furat_buffer_append_cstr(out, tail);
  }
}

furat_status
furat_datadir_find(furat_buffer *out, furat_error *err)
{
  const char *wish = getenv("FURAT_DATADIR");
  if (wish && wish[0] != '\0') {
    if (!is_folder(wish)) {
      return furat_error_set(err, FURAT_NOT_FOUND,
                             "FURAT_DATADIR names no folder: %.300s", wish);
    }
    furat_buffer_append_cstr(out, wish);
    return furat_buffer_status(out, err);
  }
  static const char *const tails[] = {"/share/furat", "/../share/furat"};
  for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
    furat_buffer_reset(out);
    append_beside_program(out, tails[i]);
    if (out->len > 0 && is_folder(out->data)) {
      return furat_buffer_status(out, err);
    }
  }
  furat_buffer_reset(out);
  furat_buffer_append_cstr(out, FURAT_PKGDATADIR);
  furat_status status = furat_buffer_status(out, err);
  if (status == FURAT_OK && !is_folder(out->data)) {
    furat_error_set(err, FURAT_NOT_FOUND, "the shipped graph is not in %.300s",
                    FURAT_PKGDATADIR);
    furat_error_hint(err,
                     "set FURAT_DATADIR to the folder that holds triples/catalog.ttl");
    status = FURAT_NOT_FOUND;
  }
  return status;
}
