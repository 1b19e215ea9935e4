// SPDX-License-Identifier: GPL-3.0-or-later
// furat backup: a consistent copy of a store while others change it.
//                                                          store -> [cli] -> dispatch
#define _GNU_SOURCE // for O_TMPFILE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "store/store.h"

enum { OPTION_FORCE = 1, OPTION_QUIET, MAX_PATH = 1 << 16 };

static const furat_option options[] = {
    FURAT_SOURCE_STORE_OPTION("the store file"),
    {.id = OPTION_FORCE,
     .letter = 'f',
     .kind = FURAT_OPTION_FLAG,
     .name = "force",
     .help = "replace TARGET if it exists and nobody has it open"},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .kind = FURAT_OPTION_FLAG,
     .name = "quiet",
     .help = "do not tell the size of the copy"},
    {.id = 0}};

/// The copy on its way.  It has no name at first where the system knows such files, so
/// that nothing stays when the program is killed.
typedef struct backup_file {
  const char *target;
  furat_buffer name; ///< temporary; empty: the file has none
  int fd;
} backup_file;

static furat_status
name_beside(backup_file *file, furat_error *err)
{
  furat_buffer_reset(&file->name);
  furat_buffer_appendf(&file->name, "%s.XXXXXX", file->target);
  return furat_buffer_status(&file->name, err);
}

#ifdef O_TMPFILE
static int
open_nameless(backup_file *file)
{
  const furat_str target = furat_str_of(file->target);
  const size_t slash = furat_str_rfind_byte(target, '/');
  furat_buffer folder;
  furat_buffer_init(&folder, MAX_PATH);
  furat_buffer_append(&folder, slash == target.len
                                   ? FURAT_STR(".")
                                   : furat_str_slice(target, 0, slash + 1));
  const int fd = folder.status == FURAT_OK
                     ? open(folder.data, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666)
                     : -1;
  furat_buffer_clear(&folder);
  return fd;
}
#else
static int
open_nameless(backup_file *file)
{
  (void)file;
  return -1;
}
#endif

static furat_status
open_copy(backup_file *file, furat_error *err)
{
  file->fd = open_nameless(file);
  if (file->fd >= 0) {
    return FURAT_OK;
  }
  const furat_status status = name_beside(file, err);
  if (status != FURAT_OK) {
    return status;
  }
  file->fd = mkstemp(file->name.data);
  if (file->fd < 0) {
    const int errnum = errno;
    furat_buffer_reset(&file->name);
    return furat_error_io(err, "cannot write", file->target, errnum);
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file->fd, 0666 & ~mask);
  return FURAT_OK;
}

static int
link_nameless(const backup_file *file, const char *name)
{
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file->fd);
  return linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

// A free name beside the target for a file without one, as only a named file can replace
// another.
static furat_status
give_name(backup_file *file, furat_error *err)
{
  furat_status status = name_beside(file, err);
  const int fd = status == FURAT_OK ? mkstemp(file->name.data) : -1;
  if (fd < 0) {
    furat_buffer_reset(&file->name);
    return status == FURAT_OK ? furat_error_io(err, "cannot write", file->target, errno)
                              : status;
  }
  close(fd);
  unlink(file->name.data);
  if (link_nameless(file, file->name.data) != 0) {
    furat_buffer_reset(&file->name);
    return furat_error_io(err, "cannot write", file->target, errno);
  }
  return FURAT_OK;
}

static furat_status
put_in_place(backup_file *file, bool force, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (fsync(file->fd) != 0) {
    return furat_error_io(err, "cannot write", file->target, errno);
  }
  if (force && file->name.len == 0) {
    status = give_name(file, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (force) {
    status = furat_store_replace(file->target, file->name.data, err);
    if (status == FURAT_OK) {
      furat_buffer_reset(&file->name);
    }
    return status;
  }
  const int failed = file->name.len > 0 ? link(file->name.data, file->target)
                                        : link_nameless(file, file->target);
  return failed ? furat_error_io(err, "cannot write", file->target, errno) : FURAT_OK;
}

static furat_status
refuse_existing(const char *target, furat_error *err)
{
  struct stat st;
  if (lstat(target, &st) == 0) {
    furat_error_set(err, FURAT_USAGE, "%.300s exists already", target);
    furat_error_hint(err, "--force replaces it");
    return FURAT_USAGE;
  }
  return FURAT_OK;
}

static furat_status
copy_store(const char *path, backup_file *file, bool force, furat_error *err)
{
  furat_store *store = NULL;
  furat_status status = furat_store_open(&store, path, FURAT_STORE_READ, err);
  if (status == FURAT_OK) {
    status = open_copy(file, err);
  }
  if (status == FURAT_OK) {
    status = furat_store_copy(store, file->fd, err);
  }
  furat_store_close(store);
  return status == FURAT_OK ? put_in_place(file, force, err) : status;
}

static bool
has_second_operand(const furat_vec *arguments)
{
  size_t n = 0;
  for (size_t i = 0; i < arguments->n; i++) {
    n += FURAT_VEC_AT(arguments, furat_argument, i).id == 0;
  }
  return n > 1;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  const char *path = furat_source_store(arguments, NULL);
  const furat_argument *target = furat_argument_find(arguments, 0);
  const bool force = furat_argument_find(arguments, OPTION_FORCE) != NULL;
  struct stat st = {.st_size = 0};
  char size[32];
  if (!path || !target || has_second_operand(arguments)) {
    furat_error_set(err, FURAT_USAGE, "backup needs a store and one name, of its copy");
    furat_error_hint(err, "furat backup -s my.furat copy.furat");
    return FURAT_USAGE;
  }
  if (strcmp(target->value, "-") == 0) {
    furat_error_set(err, FURAT_USAGE, "a backup is a file, and never standard output");
    furat_error_hint(err, "furat export -f nquads writes all statements into a pipe");
    return FURAT_USAGE;
  }
  backup_file file = {.target = target->value, .fd = -1};
  furat_buffer_init(&file.name, MAX_PATH);
  furat_status status = force ? FURAT_OK : refuse_existing(target->value, err);
  if (status == FURAT_OK) {
    status = copy_store(path, &file, force, err);
  }
  if (status != FURAT_OK) {
    furat_source_blame(arguments, err);
  }
  if (file.fd >= 0) {
    fstat(file.fd, &st);
    close(file.fd);
  }
  if (file.name.len > 0) {
    unlink(file.name.data);
  }
  furat_buffer_clear(&file.name);
  if (status == FURAT_OK && !furat_argument_find(arguments, OPTION_QUIET)) {
    furat_terminal_print_name(stderr, target->value);
    fprintf(stderr, ": %s\n", furat_progress_bytes(size, (uint64_t)st.st_size));
  }
  return status;
}

const furat_command furat_command_backup = {
    .name = "backup",
    .operands = "-s STORE TARGET",
    .operand_kind = FURAT_OPTION_FILE,
    .summary = "copy a store while it is in use",
    .description =
        "Writes a copy of the store as it is at this moment: what others change "
        "meanwhile is not in it, and they do not wait. The copy is compact. TARGET "
        "appears under its name only when it is whole and on the disk.",
    .options = options,
    .examples = "furat backup -s my.furat \"my-$(date +%F).furat\"\ta copy of today\n",
    .run = run,
};
