// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a whole file, a piece at a time, so that pipes and files of /proc work too.
//                                                        base -> [engine] -> cli, shell
#include "engine/text_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static furat_status
read_stream(furat_buffer *out, FILE *stream, const char *name, furat_error *err)
{
  enum { PIECE = 1 << 14 };
  size_t n = 0;
  do {
    char *room = furat_buffer_reserve(out, PIECE);
    if (!room) {
      if (out->status == FURAT_LIMIT) {
        return furat_error_set(err, FURAT_LIMIT, "%.200s is longer than %zu bytes", name,
                               out->max);
      }
      return furat_buffer_status(out, err);
    }
    n = fread(room, 1, PIECE, stream);
    furat_buffer_advance(out, n);
  } while (n == PIECE);
  return ferror(stream) ? furat_error_io(err, "cannot read", name, errno) : FURAT_OK;
}

furat_status
furat_text_file_read(furat_buffer *out, const char *path, furat_error *err)
{
  if (strcmp(path, "-") == 0) {
    return read_stream(out, stdin, "standard input", err);
  }
  errno = 0;
  FILE *stream = fopen(path, "rb");
  if (!stream) {
    return furat_error_io(err, "cannot open", path, errno);
  }
  furat_status status = read_stream(out, stream, path, err);
  (void)fclose(stream);
  return status;
}
