// SPDX-License-Identifier: GPL-3.0-or-later
// The specification: a path that is relative is not valid and to be ignored.
#include "base/xdg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"

static const char *
absolute_path(const char *variable)
{
  const char *path = getenv(variable);
  return path && path[0] == '/' ? path : NULL;
}

static const struct {
  const char *variable;
  const char *below_home;
} folders[] = {[FURAT_XDG_CONFIG] = {"XDG_CONFIG_HOME", "/.config"},
               [FURAT_XDG_STATE] = {"XDG_STATE_HOME", "/.local/state"},
               [FURAT_XDG_DATA] = {"XDG_DATA_HOME", "/.local/share"}};

bool
furat_xdg_path(furat_buffer *out, furat_xdg_folder folder, const char *name)
{
  const char *base = absolute_path(folders[folder].variable);
  const char *home = absolute_path("HOME");
  if (!base && !home) {
    return false;
  }
  furat_buffer_append_cstr(out, base ? base : home);
  if (!base) {
    furat_buffer_append_cstr(out, folders[folder].below_home);
  }
  furat_buffer_append_cstr(out, "/furat/");
  furat_buffer_append_cstr(out, name);
  return out->status == FURAT_OK;
}

furat_status
furat_xdg_make_folders(const char *path, furat_error *err)
{
  char *copy = furat_strdup(furat_str_of(path));
  if (!copy) {
    return furat_error_no_mem(err);
  }
  furat_status status = FURAT_OK;
  for (char *slash = strchr(copy + 1, '/'); slash && status == FURAT_OK;
       slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdir(copy, 0700) != 0 && errno != EEXIST) {
      status = furat_error_io(err, "cannot make the folder", copy, errno);
    }
    *slash = '/';
  }
  furat_free(copy);
  return status;
}
