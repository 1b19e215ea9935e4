// SPDX-License-Identifier: GPL-3.0-or-later
// Lists a folder.                                        base -> [engine] -> cli, shell
#include "engine/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/buffer.h"

enum { MAX_PATH = 1 << 16 };

static int
compare_names(const void *a, const void *b)
{
  const furat_str *left = a;
  const furat_str *right = b;
  return furat_str_compare(*left, *right);
}

static furat_status
add_path(furat_vec *paths, furat_arena *texts, const char *folder, furat_str name,
         furat_error *err)
{
  furat_buffer path;
  furat_str copy;
  furat_buffer_init(&path, MAX_PATH);
  furat_buffer_append_cstr(&path, folder);
  furat_buffer_append_byte(&path, '/');
  furat_buffer_append(&path, name);
  furat_status status = furat_buffer_status(&path, err);
  if (status == FURAT_OK && !furat_arena_copy(texts, furat_buffer_str(&path), &copy)) {
    status = furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    furat_vec_push(paths, &copy);
    status = furat_vec_status(paths, err);
  }
  furat_buffer_clear(&path);
  return status;
}

furat_status
furat_folder_list(furat_vec *paths, furat_arena *texts, const char *folder,
                  const char *ending, furat_error *err)
{
  DIR *handle = opendir(folder);
  if (!handle) {
    return furat_error_io(err, "cannot open", folder, errno);
  }
  furat_status status = FURAT_OK;
  for (struct dirent *entry = readdir(handle); entry && status == FURAT_OK;
       entry = readdir(handle)) {
    furat_str name = furat_str_of(entry->d_name);
    if (furat_str_ends_with(name, furat_str_of(ending))) {
      status = add_path(paths, texts, folder, name, err);
    }
  }
  (void)closedir(handle);
  if (paths->n > 0) {
    qsort(paths->items, paths->n, sizeof(furat_str), compare_names);
  }
  return status;
}
