// SPDX-License-Identifier: GPL-3.0-or-later
// Signals to a cancel token.  A handler can be reached only through a static variable, so
// this file holds one: it is set before the handler is installed and read by nobody else.
#include "cli/interrupt.h"

#include <assert.h>
#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_SIGNALS = sizeof(signals) / sizeof(signals[0]) };

static struct {
  furat_cancel *_Atomic cancel;
  atomic_bool shared; // Ctrl-C is a key of a program that has the terminal meanwhile
  struct sigaction before[N_SIGNALS];
} interrupt;

static void
on_signal(int number)
{
  furat_cancel *cancel = atomic_load(&interrupt.cancel);
  if (cancel && !atomic_load(&cancel->requested)) {
    furat_cancel_request(cancel);
    return;
  }
  if (number == SIGINT && atomic_load(&interrupt.shared)) {
    return;
  }
  signal(number, SIG_DFL);
  raise(number);
}

void
furat_interrupt_begin(furat_cancel *cancel)
{
  assert(cancel);
  assert(!atomic_load(&interrupt.cancel));
  atomic_store(&interrupt.cancel, cancel);
  for (size_t i = 0; i < N_SIGNALS; i++) {
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(signals[i], NULL, &interrupt.before[i]);
    // nohup and background jobs of old shells set signals to be ignored: they stay so.
    if (interrupt.before[i].sa_handler != SIG_IGN) {
      sigaction(signals[i], &action, NULL);
    }
  }
}

void
furat_interrupt_share(bool shared)
{
  atomic_store(&interrupt.shared, shared);
}

void
furat_interrupt_end(void)
{
  for (size_t i = 0; i < N_SIGNALS; i++) {
    sigaction(signals[i], &interrupt.before[i], NULL);
  }
  atomic_store(&interrupt.cancel, NULL);
}
