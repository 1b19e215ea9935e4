// SPDX-License-Identifier: GPL-3.0-or-later
// Signals of a session.  A handler does nothing but set a flag; while a line is edited
// they come only where a key is waited for.
#include <stdio.h>

#include <readline/readline.h>

#include "shell/input_internal.h"

// Those of the whole session, then those that matter only while a line is edited.
static const int signals[FURAT_INPUT_N_SIGNALS] = {SIGINT,  SIGTERM, SIGHUP, SIGWINCH,
                                                   SIGCONT, SIGTSTP, SIGQUIT};
enum { N_OF_SESSION = 5, STOP = 5, QUIT = 6 };

static void
on_signal(int number)
{
  furat_cancel *cancel = atomic_load(&furat_input.cancel);
  switch (number) {
  case SIGWINCH:
    furat_input.resized = 1;
    return;
  case SIGCONT:
    furat_input.continued = 1;
    return;
  case SIGTSTP:
    furat_input.stopping = 1;
    return;
  case SIGINT:
    furat_input.interrupted = 1;
    break;
  default:
    furat_input.ended = 1;
    break;
  }
  if (cancel) {
    furat_cancel_request(cancel);
  }
}

static void
handle(size_t i, void (*handler)(int))
{
  // Output that is on its way goes on after a signal.
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(signals[i], &action, &furat_input.before[i]);
}

static sigset_t
first_signals(size_t n)
{
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < n; i++) {
    sigaddset(&set, signals[i]);
  }
  return set;
}

void
furat_input_signal_hold(void)
{
  const sigset_t set = first_signals(N_OF_SESSION);
  sigprocmask(SIG_BLOCK, &set, NULL);
}

void
furat_input_signal_open(void)
{
  for (size_t i = 0; i < N_OF_SESSION; i++) {
    handle(i, on_signal);
  }
  const sigset_t set = first_signals(N_OF_SESSION);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
}

// Whoever has ended the session wants nothing else of Ctrl-C.
void
furat_input_signal_close(void)
{
  signal(SIGINT, SIG_IGN);
  for (size_t i = 1; i < N_OF_SESSION; i++) {
    sigaction(signals[i], &furat_input.before[i], NULL);
  }
}

void
furat_input_signal_begin(void)
{
  const sigset_t set = first_signals(FURAT_INPUT_N_SIGNALS);
  sigprocmask(SIG_BLOCK, &set, &furat_input.mask_before);
  handle(QUIT, SIG_IGN);
  handle(STOP, on_signal);
  if (furat_input.before[STOP].sa_handler == SIG_IGN) {
    sigaction(SIGTSTP, &furat_input.before[STOP], NULL); // nobody could let it go on
  }
}

// A blocked signal stays pending though it is ignored; to ignore it once more drops it.
void
furat_input_signal_end(void)
{
  signal(SIGQUIT, SIG_IGN);
  sigaction(SIGTSTP, &furat_input.before[STOP], NULL);
  sigaction(SIGQUIT, &furat_input.before[QUIT], NULL);
  sigprocmask(SIG_SETMASK, &furat_input.mask_before, NULL);
}

// The terminal is as the program found it while whoever started the program has it.
void
furat_input_signal_stop(void)
{
  furat_input_state *in = &furat_input;
  struct sigaction ours;
  sigset_t blocked;
  in->stopping = 0;
  furat_input_screen_leave(true);
  rl_deprep_term_function();
  const struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(SIGTSTP, &usual, &ours);
  raise(SIGTSTP);
  sigprocmask(SIG_SETMASK, &in->mask_before, &blocked); // it stops here
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  sigaction(SIGTSTP, &ours, NULL);
  rl_prep_term_function(1);
  in->continued = 0;
  furat_input_screen_again();
}
