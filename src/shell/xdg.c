// SPDX-License-Identifier: GPL-3.0-or-later
// The specification: a path that is relative is not valid and to be ignored.
#include "shell/xdg.h"

#include <stdlib.h>

static const char *
absolute_path(const char *variable)
{
  const char *path = getenv(variable);
  return path && path[0] == '/' ? path : NULL;
}

bool
furat_xdg_path(furat_buffer *out, furat_xdg_folder folder, const char *name)
{
  bool config = folder == FURAT_XDG_CONFIG;
  const char *base = absolute_path(config ? "XDG_CONFIG_HOME" : "XDG_STATE_HOME");
  const char *home = absolute_path("HOME");
  if (!base && !home) {
    return false;
  }
  furat_buffer_append_cstr(out, base ? base : home);
  if (!base) {
    furat_buffer_append_cstr(out, config ? "/.config" : "/.local/state");
  }
  furat_buffer_append_cstr(out, "/furat/");
  furat_buffer_append_cstr(out, name);
  return out->status == FURAT_OK;
}
