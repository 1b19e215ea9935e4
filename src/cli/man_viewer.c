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
  sigaddset(&usual, SIGINT);
  sigaddset(&usual, SIGQUIT);
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

// Who ends man with Ctrl-C has seen the page.
static bool
wait_for(pid_t pid)
{
  enum { ENDED_BY_SIGNAL = 128 };
  int how = 0;
  while (waitpid(pid, &how, 0) < 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return WIFSIGNALED(how)
             ? WTERMSIG(how) == SIGINT
             : WEXITSTATUS(how) == 0 || WEXITSTATUS(how) == ENDED_BY_SIGNAL + SIGINT;
}

// Ctrl-C is a key of the pager: whoever waits for it must not leave it alone with the
// terminal.
static bool
run_man(int fd)
{
  static const int keys[] = {SIGINT, SIGQUIT};
  enum { N_KEYS = sizeof(keys) / sizeof(keys[0]) };
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  struct sigaction before[N_KEYS];
  for (size_t i = 0; i < N_KEYS; i++) {
    sigaction(keys[i], &ignore, &before[i]);
  }
  pid_t pid = 0;
  const bool shown = start_man(&pid, fd) == 0 && wait_for(pid);
  for (size_t i = 0; i < N_KEYS; i++) {
    sigaction(keys[i], &before[i], NULL);
  }
  return shown;
}

static bool
show(const furat_buffer *page)
{
  FILE *file = tmpfile();
  bool shown = false;
  if (!file) {
    return false;
  }
  if (fwrite(page->data, 1, page->len, file) == page->len && fflush(file) == 0 &&
      fseek(file, 0, SEEK_SET) == 0) {
    shown = run_man(fileno(file));
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
