// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output is exchanged below stdio, so that it need not be handed around.
#include "shell/target.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/output.h"
#include "io/syntax.h"
#include "results/format.h"

// A pipe that nobody reads is an error, and not a wait without end.
static furat_status
open_file(furat_target *target, furat_error *err)
{
  target->fd = open(target->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  target->created = target->fd >= 0;
  if (target->fd < 0 && errno == EEXIST) {
    target->fd = open(target->name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
  }
  if (target->fd >= 0) {
    (void)fcntl(target->fd, F_SETFL, 0); // O_NONBLOCK was for opening
  } else if (errno == ENXIO) {
    return furat_error_set(err, FURAT_IO, "nobody reads the pipe %s", target->name);
  }
  return target->fd < 0 ? furat_error_io(err, "cannot write", target->name, errno)
                        : FURAT_OK;
}

static furat_status
start_command(furat_target *target, furat_error *err)
{
  const char *command = target->name + 1;
  command += strspn(command, " \t");
  if (command[0] == '\0') {
    return furat_error_set(err, FURAT_USAGE, "there is no command behind the |");
  }
  furat_status status = furat_child_start(&target->child, command, err);
  target->fd = target->child.fd;
  target->child.fd = -1;
  return status;
}

furat_status
furat_target_open(furat_target *target, furat_str name, furat_error *err)
{
  *target = (furat_target)FURAT_TARGET_INIT;
  if (name.len == 0 || memchr(name.data, '\0', name.len)) {
    return furat_error_set(err, FURAT_USAGE, "that is no name of a file");
  }
  target->name = furat_strdup(name);
  if (!target->name) {
    return furat_error_no_mem(err);
  }
  furat_status status =
      target->name[0] == '|' ? start_command(target, err) : open_file(target, err);
  if (status != FURAT_OK) {
    furat_free(target->name);
    *target = (furat_target)FURAT_TARGET_INIT;
  }
  return status;
}

void
furat_target_start(furat_target *target)
{
  struct stat file;
  const off_t end = lseek(target->fd, 0, SEEK_CUR);
  if (!target->started && end >= 0 && fstat(target->fd, &file) == 0 &&
      S_ISREG(file.st_mode)) {
    (void)ftruncate(target->fd, end);
  }
  target->started = true;
}

// Unless something else has that name by now.
static void
remove_unwritten(const furat_target *target)
{
  struct stat file;
  struct stat named;
  if (target->created && !target->started && fstat(target->fd, &file) == 0 &&
      stat(target->name, &named) == 0 && file.st_dev == named.st_dev &&
      file.st_ino == named.st_ino && file.st_size == 0) {
    (void)unlink(target->name);
  }
}

furat_status
furat_target_close(furat_target *target, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (target->fd >= 0) {
    remove_unwritten(target);
  }
  if (target->fd >= 0 && close(target->fd) != 0) {
    status = furat_error_io(err, "cannot write", target->name, errno);
  }
  if (target->child.pid > 0) {
    furat_status ended =
        furat_child_finish(&target->child, status == FURAT_OK ? err : NULL);
    status = status == FURAT_OK ? ended : status;
  }
  furat_free(target->name);
  *target = (furat_target)FURAT_TARGET_INIT;
  return status;
}

furat_status
furat_target_begin(furat_target *target, furat_error *err)
{
  (void)fflush(stdout);
  target->saved_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (target->saved_fd >= 0 && dup2(target->fd, STDOUT_FILENO) >= 0) {
    return FURAT_OK;
  }
  const int errnum = errno;
  if (target->saved_fd >= 0) {
    close(target->saved_fd);
    target->saved_fd = -1;
  }
  return furat_error_io(err, "cannot write to", target->name, errnum);
}

static bool
reader_is_gone(const furat_target *target)
{
  struct pollfd out = {.fd = target->fd, .events = POLLOUT};
  return target->child.pid > 0 && poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

// What could not be written must not come out elsewhere.
static void
drop_unwritten(void)
{
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    (void)dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
  }
  (void)fflush(stdout);
  clearerr(stdout);
}

// Whoever wrote to standard output did not know what it is.
static void
name_target(const furat_target *target, furat_error *err)
{
  static const char unnamed[] = "cannot write standard output";
  if (strncmp(err->message, unnamed, sizeof unnamed - 1) == 0) {
    const furat_error before = *err;
    furat_error_clear(err);
    furat_error_set(err, FURAT_IO, "cannot write to %.200s%.200s", target->name,
                    before.message + sizeof unnamed - 1);
  }
}

furat_status
furat_target_end(furat_target *target, furat_status status, furat_error *err)
{
  errno = 0;
  const bool failed = fflush(stdout) != 0 || ferror(stdout);
  const int errnum = errno;
  if (failed) {
    drop_unwritten();
  }
  if (lseek(target->fd, 0, SEEK_CUR) > 0) {
    furat_target_start(target);
  }
  (void)dup2(target->saved_fd, STDOUT_FILENO);
  close(target->saved_fd);
  target->saved_fd = -1;
  if (failed && reader_is_gone(target)) {
    furat_error_clear(err);
    return FURAT_OK;
  }
  if (failed && status == FURAT_OK) {
    return furat_error_io(err, "cannot write to", target->name, errnum ? errnum : EIO);
  }
  if (failed && status == FURAT_IO) {
    name_target(target, err);
  }
  return status;
}

// Behind the last dot of a file's name; empty: it has none, or begins with it.
static const char *
ending_of(const char *name)
{
  const char *slash = strrchr(name, '/');
  const char *base = slash ? slash + 1 : name;
  const char *dot = name[0] != '|' ? strrchr(base, '.') : NULL;
  return dot && dot > base ? dot + 1 : "";
}

static const char *
solutions_format(const char *ending)
{
  static const struct {
    const char *ending;
    const char *format;
  } endings[] = {{"md", "markdown"}, {"htm", "html"}, {"txt", "table"},
                 {"srj", "json"},    {"srx", "xml"},  {"ndjson", "jsonl"}};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    if (strcmp(ending, endings[i].ending) == 0) {
      return endings[i].format;
    }
  }
  const furat_format *format = furat_format_named(furat_str_of(ending));
  return format ? format->name : NULL;
}

static const char *
graph_format(const char *name)
{
  const furat_syntax *syntax = furat_syntax_of_file(name);
  return syntax && syntax->can_write ? syntax->name : NULL;
}

const char *
furat_target_format(const furat_target *target, bool graph)
{
  const char *ending = target->name ? ending_of(target->name) : "";
  if (ending[0] == '\0' || (graph && strcmp(ending, "txt") == 0)) {
    return NULL;
  }
  const char *of_graph = graph_format(target->name);
  const char *of_solutions = solutions_format(ending);
  return (graph && of_graph) || !of_solutions ? of_graph : of_solutions;
}

furat_status
furat_target_check(const char *name, furat_error *err)
{
  const char *ending = ending_of(name);
  if (name[0] != '|' && furat_output_check_name(name, err) != FURAT_OK) {
    return FURAT_USAGE;
  }
  if (ending[0] == '\0' || solutions_format(ending) || graph_format(name)) {
    return FURAT_OK;
  }
  furat_error_set(err, FURAT_USAGE, "the ending of %.200s names no format", name);
  furat_error_hint(err,
                   "use .csv, .tsv, .json, .jsonl, .xml, .md, .html, .txt, .ttl, "
                   ".trig, .nt, .nq, .rdf, .jsonld or .dot; a name without an ending "
                   "takes what .mode says");
  return FURAT_USAGE;
}
