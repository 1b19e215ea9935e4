// SPDX-License-Identifier: GPL-3.0-or-later
// Starts a command with a pipe for its standard input, and waits for it.
#include "cli/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Both ends closed in whatever else is started.
static int
make_pipe(int ends[2])
{
  if (pipe(ends) != 0) {
    return -1;
  }
  (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
}

enum { NO_INPUT = -1 };

// sh -c command sh argument: it reads from `input`, and meets the signals of `usual` as
// if a user had started it; `flags` tell whether also none is blocked.
static int
spawn(pid_t *pid, const char *command, const char *argument, int input,
      const sigset_t *usual, short flags)
{
  char name[] = "sh";
  char option[] = "-c";
  char *argv[] = {
      name, option, (char *)(uintptr_t)command, name, (char *)(uintptr_t)argument, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  if (input == NO_INPUT) {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  } else if (input != STDIN_FILENO) {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  }
  posix_spawnattr_setsigdefault(&attributes, usual);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, flags);
  const int failed = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

furat_status
furat_child_start(furat_child *child, const char *command, furat_error *err)
{
  int ends[2];
  *child = (furat_child){.fd = -1};
  if (make_pipe(ends) != 0) {
    return furat_error_io(err, "cannot make a pipe to", command, errno);
  }
  sigset_t usual; // a write to a closed pipe, or beyond the limit of a file, ends it
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGXFSZ);
  const int failed =
      spawn(&child->pid, command, NULL, ends[0], &usual, POSIX_SPAWN_SETSIGDEF);
  close(ends[0]);
  if (failed != 0) {
    close(ends[1]);
    child->pid = 0;
    return furat_error_io(err, "cannot start", command, failed);
  }
  child->fd = ends[1];
  return FURAT_OK;
}

int
furat_child_wait(int *ended, const char *command, const char *argument, bool input)
{
  const struct sigaction ignore = {.sa_handler = SIG_IGN};
  struct sigaction interrupt;
  struct sigaction quit;
  sigset_t all;
  sigfillset(&all);
  sigaction(SIGINT, &ignore, &interrupt);
  sigaction(SIGQUIT, &ignore, &quit);
  pid_t pid = 0;
  const int failed = spawn(&pid, command, argument, input ? STDIN_FILENO : NO_INPUT, &all,
                           POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  while (failed == 0 && waitpid(pid, ended, 0) < 0 && errno == EINTR) {
  }
  sigaction(SIGQUIT, &quit, NULL);
  sigaction(SIGINT, &interrupt, NULL);
  return failed;
}

furat_status
furat_child_run(const char *command, bool input, furat_error *err)
{
  int ended = 0;
  const int failed = furat_child_wait(&ended, command, NULL, input);
  if (failed != 0) {
    return furat_error_io(err, "cannot start", command, failed);
  }
  if (WIFEXITED(ended) && WEXITSTATUS(ended) != 0 && WEXITSTATUS(ended) != 128 + SIGINT) {
    return furat_error_set(err, FURAT_IO, "the command ended with status %d",
                           WEXITSTATUS(ended));
  }
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0) {
    return FURAT_OK;
  }
  return WIFEXITED(ended) || WTERMSIG(ended) == SIGINT
             ? furat_error_set(err, FURAT_INTERRUPTED, "interrupted")
             : furat_error_set(err, FURAT_IO, "the command was ended by signal %d",
                               WTERMSIG(ended));
}

furat_status
furat_child_finish(furat_child *child, furat_error *err)
{
  if (child->fd >= 0) {
    close(child->fd);
  }
  int status = 0;
  pid_t ended = 0;
  do {
    ended = child->pid > 0 ? waitpid(child->pid, &status, 0) : 0;
  } while (ended < 0 && errno == EINTR);
  *child = (furat_child){.fd = -1};
  if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    return furat_error_set(err, FURAT_IO, "the command ended with status %d",
                           WEXITSTATUS(status));
  }
  // It may end before it has read all, as head does.
  if (ended <= 0 || !WIFSIGNALED(status) || WTERMSIG(status) == SIGPIPE) {
    return FURAT_OK;
  }
  return WTERMSIG(status) == SIGINT
             ? furat_error_set(err, FURAT_INTERRUPTED, "interrupted")
             : furat_error_set(err, FURAT_IO, "the command was ended by signal %d",
                               WTERMSIG(status));
}
