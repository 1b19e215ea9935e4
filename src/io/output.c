// SPDX-License-Identifier: GPL-3.0-or-later
// Outputs: a stream, a buffer, or a file that appears under its name only when it is
// whole. Built for many short writes: files gather them in a block of 64 KiB. A new file
// has no name at all until it is finished where the system can do that (O_TMPFILE), so
// that not even a killed process leaves anything behind; elsewhere it is a hidden file in
// the same folder.                                          writers -> [output] -> disk
#define _GNU_SOURCE // for O_TMPFILE

#include "io/output.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/folder_sync.h"
#include "base/memory.h"

#define BLOCK_BYTES ((size_t)64 * 1024)
#define MOMENT_NS   ((uint64_t)100 * 1000 * 1000)
#define FIRST_SENDS 3 // a head and the first rows
#define MAX_LINKS   40
#define MAX_TRIES   100

typedef enum output_kind {
  OUTPUT_STREAM,
  OUTPUT_BUFFER,
  OUTPUT_FUNCTION,
  OUTPUT_FILE
} output_kind;

struct furat_output {
  output_kind kind;
  bool finished;
  bool is_regular; ///< of OUTPUT_FILE: written beside the target and renamed
  int fd;          ///< of OUTPUT_FILE, or -1
  FILE *stream;
  uint64_t sent_ns;   ///< when the stream was flushed last
  int n_sends;        ///< how often, up to FIRST_SENDS
  size_t piece_bytes; ///< what the stream is given at once
  furat_buffer *buffer;
  furat_status (*write)(void *self, furat_str bytes, furat_error *err);
  furat_status (*finish)(void *self, furat_error *err); ///< or NULL
  void (*release)(void *self);                          ///< or NULL
  void *self;                                           ///< of `write`
  char *name;                                           ///< as errors call it
  char *target;    ///< where the file goes, symbolic links followed
  char *temporary; ///< the name of the unfinished file; NULL while it has none
  char *block;
  size_t n_block_bytes;
  furat_error error; ///< the failure that sticks
};

// The first failure is kept; later calls repeat it.
static furat_status
stick(furat_output *output, const char *what, int errnum, furat_error *err)
{
  furat_status status = furat_error_io(&output->error, what, output->name, errnum);
  if (err != NULL && err->status == FURAT_OK) {
    *err = output->error;
  }
  return status;
}

static furat_status
repeat_error(const furat_output *output, furat_error *err)
{
  if (err != NULL && err->status == FURAT_OK) {
    *err = output->error;
  }
  return output->error.status;
}

static furat_status
output_new(furat_output **out, output_kind kind, const char *name, furat_error *err)
{
  furat_output *output = furat_alloc_zeroed(1, sizeof *output);
  if (output == NULL) {
    return furat_error_no_mem(err);
  }
  output->kind = kind;
  output->fd = -1;
  output->name = furat_strdup(furat_str_of(name));
  if (output->name == NULL) {
    furat_free(output);
    return furat_error_no_mem(err);
  }
  *out = output;
  return FURAT_OK;
}

furat_status
furat_output_to_stream(furat_output **out, FILE *stream, const char *name,
                       furat_error *err)
{
  assert(out != NULL);
  assert(stream != NULL);
  furat_output *output;
  furat_status status = output_new(&output, OUTPUT_STREAM, name, err);
  if (status == FURAT_OK) {
    struct stat st;
    const bool is_pipe = fstat(fileno(stream), &st) == 0 && S_ISFIFO(st.st_mode);
    output->stream = stream;
    output->piece_bytes = is_pipe ? PIPE_BUF : SIZE_MAX;
    *out = output;
  }
  return status;
}

furat_status
furat_output_to_buffer(furat_output **out, furat_buffer *buffer, furat_error *err)
{
  assert(out != NULL);
  assert(buffer != NULL);
  furat_output *output;
  furat_status status = output_new(&output, OUTPUT_BUFFER, "memory", err);
  if (status == FURAT_OK) {
    output->buffer = buffer;
    *out = output;
  }
  return status;
}

furat_status
furat_output_to_function(furat_output **out,
                         furat_status (*write)(void *self, furat_str bytes,
                                               furat_error *err),
                         void *self, furat_error *err)
{
  assert(out != NULL);
  assert(write != NULL);
  furat_output *output;
  furat_status status = output_new(&output, OUTPUT_FUNCTION, "function", err);
  if (status == FURAT_OK) {
    output->write = write;
    output->self = self;
    *out = output;
  }
  return status;
}

void
furat_output_own(furat_output *output,
                 furat_status (*finish)(void *self, furat_error *err),
                 void (*release)(void *self))
{
  assert(output->kind == OUTPUT_FUNCTION);
  output->finish = finish;
  output->release = release;
}

// A path that stands in the folder of `path`; with an empty `name` the folder itself.
static char *
path_beside(const char *path, const char *name)
{
  const char *slash = strrchr(path, '/');
  size_t n_folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  const char *folder = n_folder == 0 && name[0] == '\0' ? "./" : path;
  size_t n = folder == path ? n_folder : 2;
  size_t n_name = strlen(name);
  char *result = furat_alloc(n + n_name + 1);
  if (result != NULL) {
    memcpy(result, folder, n);
    memcpy(result + n, name, n_name + 1);
  }
  return result;
}

// Follow symbolic links by hand: realpath() fails where the last one dangles, and writing
// through a dangling link makes its target.
static char *
follow_links(const char *path)
{
  struct stat info;
  if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
    // It is written directly, and the link to a pipe (/dev/stdout) names no path.
    char *same = furat_strdup(furat_str_of(path));
    errno = ENOMEM;
    return same;
  }
  char *current = furat_strdup(furat_str_of(path));
  for (int i = 0; current != NULL && i < MAX_LINKS; i++) {
    char text[PATH_MAX];
    ssize_t n = readlink(current, text, sizeof text - 1);
    if (n < 0) {
      return current;
    }
    text[n] = '\0';
    char *next = text[0] == '/' ? furat_strdup((furat_str){text, (size_t)n})
                                : path_beside(current, text);
    furat_free(current);
    current = next;
  }
  if (current != NULL) {
    furat_free(current);
    errno = ELOOP;
  } else {
    errno = ENOMEM;
  }
  return NULL;
}

// A hidden name beside the target that no other process will choose.
static char *
temporary_name(const char *target)
{
  unsigned char random[8];
  char name[32] = ".furat-";
  if (getentropy(random, sizeof random) != 0) {
    return NULL;
  }
  size_t n = strlen(name);
  for (size_t i = 0; i < sizeof random; i++) {
    name[n++] = "0123456789abcdef"[random[i] >> 4];
    name[n++] = "0123456789abcdef"[random[i] & 15];
  }
  name[n] = '\0';
  return path_beside(target, name);
}

// An unnamed file in the folder of the target, or -1 where the system has none.
static int
open_unnamed(const char *target)
{
#ifdef O_TMPFILE
  char *folder = path_beside(target, "");
  if (folder == NULL) {
    return -1;
  }
  int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  furat_free(folder);
  if (fd < 0) {
    return -1;
  }
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (access(link, F_OK) == 0) {
    return fd;
  }
  close(fd); // without /proc it could never be given a name
#else
  (void)target;
#endif
  return -1;
}

static int
open_named(furat_output *output)
{
  for (int i = 0; i < MAX_TRIES; i++) {
    char *name = temporary_name(output->target);
    if (name == NULL) {
      errno = ENOMEM;
      return -1;
    }
    int fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (fd >= 0) {
      output->temporary = name;
      return fd;
    }
    furat_free(name);
    if (errno != EEXIST) {
      return -1;
    }
  }
  return -1;
}

// Open what the bytes go to; `output->target` is set.
static furat_status
open_target(furat_output *output, furat_error *err)
{
  struct stat info;
  bool exists = stat(output->target, &info) == 0;
  if (exists && S_ISDIR(info.st_mode)) {
    return furat_error_io(err, "cannot write", output->name, EISDIR);
  }
  output->is_regular = !exists || S_ISREG(info.st_mode);
  if (!output->is_regular) {
    output->fd = open(output->target, O_WRONLY | O_CLOEXEC);
  } else if (exists && access(output->target, W_OK) != 0) {
    // Renaming would get around a write protection that is there on purpose.
    return furat_error_io(err, "cannot write", output->name, errno);
  } else {
    output->fd = open_unnamed(output->target);
    if (output->fd < 0) {
      output->fd = open_named(output);
    }
  }
  if (output->fd < 0) {
    return furat_error_io(err, "cannot write", output->name, errno);
  }
  if (output->is_regular && exists && fchmod(output->fd, info.st_mode & 07777) != 0) {
    return furat_error_io(err, "cannot set the mode of", output->name, errno);
  }
  return FURAT_OK;
}

furat_status
furat_output_check_name(const char *path, furat_error *err)
{
  static const struct {
    const char *ending;
    const char *packer;
  } packings[] = {{".gz", "gzip"}, {".zst", "zstd"}, {".bz2", "bzip2"}, {".xz", "xz"}};
  const furat_str name = furat_str_of(path);
  const size_t dot = furat_str_rfind_byte(name, '.');
  const furat_str ending = furat_str_slice(name, dot, name.len);
  for (size_t i = 0; i < sizeof packings / sizeof packings[0]; i++) {
    if (furat_str_equal_nocase(ending, furat_str_of(packings[i].ending))) {
      furat_error_set(err, FURAT_USAGE, "no packed file is written, as %.200s would be",
                      path);
      furat_error_hint(err, "write %.*s, and pack it with %s",
                       (int)(dot < 200 ? dot : 200), path, packings[i].packer);
      return FURAT_USAGE;
    }
  }
  return FURAT_OK;
}

furat_status
furat_output_to_file(furat_output **out, const char *path, furat_error *err)
{
  assert(out != NULL);
  assert(path != NULL);
  furat_output *output;
  furat_status status = furat_output_check_name(path, err);
  if (status == FURAT_OK) {
    status = output_new(&output, OUTPUT_FILE, path, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  output->block = furat_alloc(BLOCK_BYTES);
  output->target = output->block == NULL ? NULL : follow_links(path);
  if (output->block == NULL) {
    status = furat_error_no_mem(err);
  } else if (output->target == NULL && errno == ENOMEM) {
    status = furat_error_no_mem(err);
  } else if (output->target == NULL) {
    status = furat_error_io(err, "cannot write", path, errno);
  } else {
    status = open_target(output, err);
  }
  if (status != FURAT_OK) {
    furat_output_free(output);
    return status;
  }
  *out = output;
  return FURAT_OK;
}

static furat_status
write_fd(furat_output *output, const char *bytes, size_t n, furat_error *err)
{
  while (n > 0) {
    ssize_t done = write(output->fd, bytes, n);
    if (done < 0 && errno == EINTR) {
      continue;
    }
    if (done < 0) {
      return stick(output, "cannot write", errno, err);
    }
    bytes += done;
    n -= (size_t)done;
  }
  return FURAT_OK;
}

static furat_status
flush_block(furat_output *output, furat_error *err)
{
  size_t n = output->n_block_bytes;
  output->n_block_bytes = 0;
  return write_fd(output, output->block, n, err);
}

static furat_status
write_file(furat_output *output, furat_str bytes, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (bytes.len > BLOCK_BYTES - output->n_block_bytes) {
    status = flush_block(output, err);
  }
  if (status == FURAT_OK && bytes.len >= BLOCK_BYTES) {
    return write_fd(output, bytes.data, bytes.len, err);
  }
  if (status == FURAT_OK && bytes.len > 0) {
    memcpy(output->block + output->n_block_bytes, bytes.data, bytes.len);
    output->n_block_bytes += bytes.len;
  }
  return status;
}

static furat_status
write_buffer(furat_output *output, furat_str bytes, furat_error *err)
{
  furat_buffer_append(output->buffer, bytes);
  furat_status status = furat_buffer_status(output->buffer, &output->error);
  if (status != FURAT_OK && err != NULL && err->status == FURAT_OK) {
    *err = output->error;
  }
  return status;
}

static furat_status
write_function(furat_output *output, furat_str bytes, furat_error *err)
{
  furat_status status = output->write(output->self, bytes, &output->error);
  if (status != FURAT_OK) {
    output->error.status = status;
    return repeat_error(output, err);
  }
  return FURAT_OK;
}

// The coarse clock costs no more than a few loads, as this is asked for each row.
static uint64_t
now_ns(void)
{
  struct timespec now;
#ifdef CLOCK_MONOTONIC_COARSE
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
#else
  clock_gettime(CLOCK_MONOTONIC, &now);
#endif
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

bool
furat_output_is_due(const furat_output *output)
{
  return output->kind == OUTPUT_STREAM &&
         (output->n_sends < FIRST_SENDS || now_ns() - output->sent_ns > MOMENT_NS);
}

static furat_status
stream_failed(furat_output *output, furat_error *err)
{
  // Whoever did not take it is not to be waited for again at the end.
  const int errnum = errno;
  __fpurge(output->stream);
  return stick(output, "cannot write", errnum, err);
}

// A pipe takes all of a short piece or nothing, so that a signal while it is full ends
// the wait for its reader; a long one would be taken in part, and the rest waited for.
static furat_status
write_stream(furat_output *output, furat_str bytes, furat_error *err)
{
  for (size_t at = 0; at < bytes.len; at += output->piece_bytes) {
    const furat_str piece = furat_str_slice(bytes, at, output->piece_bytes);
    if (fwrite(piece.data, 1, piece.len, output->stream) != piece.len) {
      return stream_failed(output, err);
    }
    if (bytes.len - at <= output->piece_bytes) {
      break;
    }
  }
  if (furat_output_is_due(output)) {
    output->n_sends += output->n_sends < FIRST_SENDS ? 1 : 0;
    output->sent_ns = now_ns();
    if (fflush(output->stream) != 0) {
      return stream_failed(output, err);
    }
  }
  return FURAT_OK;
}

furat_status
furat_output_write(furat_output *output, furat_str bytes, furat_error *err)
{
  assert(output != NULL);
  assert(!output->finished);
  if (output->error.status != FURAT_OK) {
    return repeat_error(output, err);
  }
  if (bytes.len == 0) {
    return FURAT_OK;
  }
  switch (output->kind) {
  case OUTPUT_BUFFER:
    return write_buffer(output, bytes, err);
  case OUTPUT_FUNCTION:
    return write_function(output, bytes, err);
  case OUTPUT_FILE:
    return write_file(output, bytes, err);
  case OUTPUT_STREAM:
    break;
  }
  return write_stream(output, bytes, err);
}

// Give an unnamed file a hidden name, from which it can be renamed over the target.
static furat_status
give_temporary_name(furat_output *output, furat_error *err)
{
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", output->fd);
  for (int i = 0; i < MAX_TRIES; i++) {
    char *name = temporary_name(output->target);
    if (name == NULL) {
      furat_error_no_mem(&output->error);
      return repeat_error(output, err);
    }
    if (linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
      output->temporary = name;
      return FURAT_OK;
    }
    furat_free(name);
    if (errno != EEXIST) {
      break;
    }
  }
  return stick(output, "cannot write", errno, err);
}

static furat_status
finish_file(furat_output *output, furat_error *err)
{
  furat_status status = flush_block(output, err);
  if (status == FURAT_OK && output->is_regular && fsync(output->fd) != 0) {
    status = stick(output, "cannot write", errno, err);
  }
  if (status == FURAT_OK && output->is_regular && output->temporary == NULL) {
    status = give_temporary_name(output, err);
  }
  if (status == FURAT_OK) {
    int fd = output->fd;
    output->fd = -1;
    if (close(fd) != 0) {
      status = stick(output, "cannot write", errno, err);
    }
  }
  if (status != FURAT_OK || !output->is_regular) {
    return status;
  }
  if (rename(output->temporary, output->target) != 0) {
    return stick(output, "cannot write", errno, err);
  }
  furat_free(output->temporary);
  output->temporary = NULL;
  furat_folder_sync(output->target);
  return FURAT_OK;
}

furat_status
furat_output_finish(furat_output *output, furat_error *err)
{
  assert(output != NULL);
  assert(!output->finished);
  output->finished = true;
  if (output->error.status != FURAT_OK) {
    return repeat_error(output, err);
  }
  if (output->kind == OUTPUT_FILE) {
    return finish_file(output, err);
  }
  if (output->finish != NULL) {
    return output->finish(output->self, err);
  }
  if (output->kind == OUTPUT_STREAM && fflush(output->stream) != 0) {
    return stick(output, "cannot write", errno, err);
  }
  return FURAT_OK;
}

void
furat_output_free(furat_output *output)
{
  if (output == NULL) {
    return;
  }
  if (output->release != NULL) {
    output->release(output->self);
  }
  if (output->fd >= 0) {
    close(output->fd);
  }
  if (output->temporary != NULL) {
    unlink(output->temporary);
  }
  furat_free(output->temporary);
  furat_free(output->target);
  furat_free(output->block);
  furat_free(output->name);
  furat_free(output);
}
