// SPDX-License-Identifier: GPL-3.0-or-later
// openat() with O_NOFOLLOW for each component: no time passes between a check and its
// use.
//                                                            io -> [engine] -> native
#include "engine/load_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "io/reading.h"

struct furat_load_folder {
  int descriptor;
  char path[PATH_MAX]; // absolute, without links
};

furat_status
furat_load_folder_open(furat_load_folder **out, const char *path, furat_error *err)
{
  furat_load_folder *folder = furat_alloc(sizeof *folder);
  if (!folder) {
    return furat_error_no_mem(err);
  }
  folder->descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder->descriptor < 0 || !realpath(path, folder->path)) {
    const int errnum = errno;
    furat_load_folder_close(folder);
    return errnum == ENOENT || errnum == ENOTDIR
               ? furat_error_set(err, FURAT_NOT_FOUND, "there is no folder %.300s", path)
               : furat_error_io(err, "cannot open", path, errnum);
  }
  *out = folder;
  return FURAT_OK;
}

void
furat_load_folder_close(furat_load_folder *folder)
{
  if (folder) {
    if (folder->descriptor >= 0) {
      close(folder->descriptor);
    }
    furat_free(folder);
  }
}

// ---------------------------------------------------------------------- names

static int
hex_digit(char c)
{
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = (char)(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The path of file:///path, file:/path or file://localhost/path, its escapes undone.  An
// escaped NUL or slash is none that a path may have.
static bool
path_of_iri(furat_buffer *out, furat_str iri)
{
  static const furat_str starts[] = {
      {"file://localhost/", 17}, {"file:///", 8}, {"file:/", 6}};
  size_t at = 0;
  for (size_t i = 0; i < 3 && at == 0; i++) {
    at = furat_str_starts_with(iri, starts[i]) ? starts[i].len - 1 : 0;
  }
  if (at == 0 || furat_str_starts_with(furat_str_slice(iri, at, 2), FURAT_STR("//"))) {
    return false;
  }
  for (; at < iri.len; at++) {
    char c = iri.data[at];
    if (c == '%') {
      const int high = at + 2 < iri.len ? hex_digit(iri.data[at + 1]) : -1;
      const int low = at + 2 < iri.len ? hex_digit(iri.data[at + 2]) : -1;
      c = high >= 0 && low >= 0 ? (char)(high * 16 + low) : '\0';
      at += 2;
      if (c == '/') {
        return false;
      }
    } else if (c == '#' || c == '?') {
      return false;
    }
    if (c == '\0') {
      return false;
    }
    furat_buffer_append_byte(out, c);
  }
  return true;
}

static bool
is_plain_name(const char *name)
{
  return name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

// Opens `rest`, which is cut up on the way, below the folder: -1 with errno.
static int
open_below(int folder, char *rest)
{
  int at = folder;
  for (;;) {
    char *slash = strchr(rest, '/');
    if (slash) {
      *slash = '\0';
    }
    const int kind = slash ? O_DIRECTORY : O_NONBLOCK; // a pipe must not be waited for
    const int next = is_plain_name(rest)
                         ? openat(at, rest, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)
                         : -1;
    const int errnum = is_plain_name(rest) ? errno : EXDEV;
    if (at != folder) {
      close(at);
    }
    if (next < 0 || !slash) {
      errno = errnum;
      return next;
    }
    at = next;
    rest = slash + 1;
  }
}

static furat_status
refuse(furat_error *err, const char *path, int errnum)
{
  switch (errnum) {
  case EXDEV:
    return furat_error_set(err, FURAT_BAD_DATA,
                           "LOAD reads nothing outside of the folder that is open to it");
  case ELOOP:
  case ENOTDIR:
    return furat_error_set(err, FURAT_BAD_DATA,
                           "LOAD follows no symbolic link, as in %.300s", path);
  case ENOENT:
    return furat_error_set(err, FURAT_NOT_FOUND, "there is no file %.300s", path);
  default:
    return furat_error_io(err, "cannot open", path, errnum);
  }
}

static furat_status
open_file(int *out, const furat_load_folder *folder, const char *path, furat_error *err)
{
  const size_t len = strcmp(folder->path, "/") == 0 ? 0 : strlen(folder->path);
  if (strncmp(path, folder->path, len) != 0 || path[len] != '/') {
    return refuse(err, path, EXDEV);
  }
  char *rest = furat_strdup(furat_str_of(path + len + 1));
  if (!rest) {
    return furat_error_no_mem(err);
  }
  const int descriptor = open_below(folder->descriptor, rest);
  const int errnum = errno;
  struct stat info;
  furat_free(rest);
  if (descriptor < 0) {
    return refuse(err, path, errnum);
  }
  if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(descriptor);
    return furat_error_set(err, FURAT_UNSUPPORTED, "%.300s is no regular file", path);
  }
  *out = descriptor;
  return FURAT_OK;
}

// ---------------------------------------------------------------------- reading

static furat_status
read_bytes(void *self, char *data, size_t cap_bytes, size_t *n, furat_error *err)
{
  const int *descriptor = self;
  ssize_t got;
  do {
    got = read(*descriptor, data, cap_bytes);
  } while (got < 0 && errno == EINTR);
  if (got < 0) {
    return furat_error_io(err, "cannot read", "the file", errno);
  }
  *n = (size_t)got;
  return got > 0 ? FURAT_OK : FURAT_DONE;
}

static furat_status
read_path(const furat_load_folder *folder, const char *path,
          const furat_read_options *options, const furat_quad_sink *sink,
          furat_error *err)
{
  furat_read_options chosen = *options;
  furat_byte_source *input = NULL;
  int descriptor = -1;
  chosen.syntax = options->syntax ? options->syntax : furat_syntax_of_file(path);
  if (!chosen.syntax || !chosen.syntax->can_read) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "the ending of %.300s does not tell a syntax", path);
  }
  furat_status status = open_file(&descriptor, folder, path, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_byte_source_open_function(&input, read_bytes, &descriptor, path, err);
  if (status == FURAT_OK) {
    furat_byte_source_cancel(input, options->cancel);
    status = furat_read_input(input, &chosen, sink, err);
  }
  close(descriptor);
  return status;
}

furat_status
furat_load_folder_read(const furat_load_folder *folder, furat_str iri,
                       const furat_read_options *options, const furat_quad_sink *sink,
                       furat_error *err)
{
  furat_read_options own = *options;
  furat_buffer path;
  furat_buffer_init(&path, PATH_MAX);
  own.base = iri;
  bool is_file = path_of_iri(&path, iri);
  furat_buffer_append_byte(&path, '\0');
  furat_status status = furat_buffer_status(&path, err);
  if (status == FURAT_OK) {
    status = is_file ? read_path(folder, path.data, &own, sink, err)
                     : furat_error_set(err, FURAT_UNSUPPORTED,
                                       "LOAD reads files, as <file:///folder/file.ttl>");
  }
  furat_buffer_clear(&path);
  return status;
}
