// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that sleeps until there is something to draw.  It takes no signals: those are
// for the thread that computes.
#include "cli/watch.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/color.h"
#include "base/memory.h"
#include "cli/progress.h"

static const int64_t first_ns = 1000000000;
static const int64_t pause_ns = 200000000;

struct furat_watch {
  bool runs; // there is a thread
  pthread_t thread;
  pthread_mutex_t lock; // of what follows, and of drawing
  pthread_cond_t changed;
  bool ended;
  bool drawn;
  int64_t start_ns;
  atomic_uint_fast64_t n_rows;
};

static void
draw(furat_watch *watch)
{
  char number[32];
  const double seconds = (double)(furat_clock_ns() - watch->start_ns) / 1e9;
  const furat_palette *palette = furat_palette_for(STDERR_FILENO);
  const uint64_t n = atomic_load(&watch->n_rows);
  fprintf(stderr, "\r%s%s %s, %.1f s%s\033[K",
          furat_color_start(palette, FURAT_COLOR_NOTE), furat_progress_number(number, n),
          n == 1 ? "row" : "rows", seconds, furat_color_end(palette, FURAT_COLOR_NOTE));
  fflush(stderr);
  watch->drawn = true;
}

// Wait until `at_ns` behind the start, or for the end.
static void
wait_until(furat_watch *watch, int64_t at_ns)
{
  const struct timespec until = furat_clock_timespec(watch->start_ns + at_ns);
  int waited = 0;
  while (!watch->ended && waited != ETIMEDOUT) {
    waited = pthread_cond_timedwait(&watch->changed, &watch->lock, &until);
  }
}

static void *
run(void *self)
{
  furat_watch *watch = self;
  pthread_mutex_lock(&watch->lock);
  for (int64_t at_ns = first_ns; !watch->ended;
       at_ns = furat_clock_ns() - watch->start_ns + pause_ns) {
    wait_until(watch, at_ns);
    if (!watch->ended) {
      draw(watch);
    }
  }
  pthread_mutex_unlock(&watch->lock);
  return NULL;
}

static void
start_thread(furat_watch *watch)
{
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  watch->runs = pthread_create(&watch->thread, NULL, run, watch) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

furat_status
furat_watch_begin(furat_watch **out, furat_error *err)
{
  furat_watch *watch = furat_alloc_zeroed(1, sizeof *watch);
  if (!watch) {
    return furat_error_no_mem(err);
  }
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&watch->lock, NULL);
  pthread_cond_init(&watch->changed, &clock);
  pthread_condattr_destroy(&clock);
  watch->start_ns = furat_clock_ns();
  if (isatty(STDERR_FILENO) == 1) {
    start_thread(watch);
  }
  *out = watch;
  return FURAT_OK;
}

void
furat_watch_tell(furat_watch *watch, uint64_t n_rows)
{
  if (watch) {
    atomic_store_explicit(&watch->n_rows, n_rows, memory_order_relaxed);
  }
}

void
furat_watch_hide(furat_watch *watch)
{
  if (!watch || !watch->runs) {
    return;
  }
  pthread_mutex_lock(&watch->lock);
  watch->ended = true;
  if (watch->drawn) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
  }
  pthread_cond_signal(&watch->changed);
  pthread_mutex_unlock(&watch->lock);
  pthread_join(watch->thread, NULL);
  watch->runs = false;
}

void
furat_watch_end(furat_watch *watch)
{
  if (watch) {
    furat_watch_hide(watch);
    pthread_mutex_destroy(&watch->lock);
    pthread_cond_destroy(&watch->changed);
    furat_free(watch);
  }
}
