// SPDX-License-Identifier: GPL-3.0-or-later
// Hands a manual page to man(1), which lays it out and starts the pager: the page of this
// very program, installed or not.                       man -> [man_viewer] -> cmd_help
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/help.h"

extern char **environ;

// man reads the page from `fd`.  Signals are as a shell gives them.
static int
start_man(pid_t *pid, int fd)
{
  char name[] = "man";
  char local[] = "-l";
  char page[] = "/dev/fd/3";
  char *const arguments[] = {name, local, page, NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGXFSZ);
  int errnum = posix_spawn_file_actions_init(&files);
  if (errnum != 0) {
    return errnum;
  }
  posix_spawn_file_actions_adddup2(&files, fd, 3);
  posix_spawnattr_init(&how);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigdefault(&how, &usual);
  errnum = posix_spawnp(pid, arguments[0], &files, &how, arguments, environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return errnum;
}

static bool
wait_for(pid_t pid)
{
  int how = 0;
  while (waitpid(pid, &how, 0) < 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static bool
show(const furat_buffer *page)
{
  FILE *file = tmpfile();
  pid_t pid = 0;
  bool shown = false;
  if (!file) {
    return false;
  }
  if (fwrite(page->data, 1, page->len, file) == page->len && fflush(file) == 0 &&
      fseek(file, 0, SEEK_SET) == 0) {
    shown = start_man(&pid, fileno(file)) == 0 && wait_for(pid);
  }
  (void)fclose(file);
  return shown;
}

// Clears the page.
static furat_status
open_page(furat_buffer *page, furat_error *err)
{
  furat_status status = furat_buffer_status(page, err);
  if (status == FURAT_OK && !show(page)) {
    status = furat_error_set(err, FURAT_NOT_FOUND, "man cannot show the page");
  }
  furat_buffer_clear(page);
  return status;
}

furat_status
furat_help_open_manual(const furat_command *command, furat_error *err)
{
  furat_buffer page;
  furat_buffer_init(&page, SIZE_MAX / 2);
  furat_help_manual(&page, command);
  return open_page(&page, err);
}

furat_status
furat_help_open_language_manual(furat_error *err)
{
  furat_buffer page;
  furat_buffer_init(&page, SIZE_MAX / 2);
  furat_help_language_manual(&page);
  return open_page(&page, err);
}
