// SPDX-License-Identifier: GPL-3.0-or-later
// Draws over one line of standard error a few times a second.
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/screen.h"
#include "cli/terminal.h"
#include "results/cell.h"

static const int64_t ns_per_s = 1000000000;
static const int64_t pause_ns = 200000000;

void
furat_progress_begin(furat_progress *progress, bool quiet)
{
  *progress = (furat_progress){.shown = !quiet && isatty(STDERR_FILENO) != 0,
                               .start_ns = furat_clock_ns()};
}

double
furat_progress_seconds(const furat_progress *progress)
{
  return (double)(furat_clock_ns() - progress->start_ns) / (double)ns_per_s;
}

const char *
furat_progress_number(char text[32], uint64_t number)
{
  return furat_screen_number(text, number);
}

const char *
furat_progress_bytes(char text[32], uint64_t bytes)
{
  static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  double amount = (double)bytes;
  size_t unit = 0;
  while (amount >= 1024 && unit < 4) {
    amount /= 1024;
    unit++;
  }
  snprintf(text, 32, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
  return text;
}

// A file's name may be cut: what matters stands in front.
static void
draw(const char *line)
{
  size_t cells = 0;
  const size_t width = furat_terminal_width(STDERR_FILENO);
  furat_buffer shown;
  furat_buffer_init(&shown, SIZE_MAX / 2);
  furat_text_write_visible(&shown, furat_str_of(line));
  const furat_str text = furat_buffer_str(&shown);
  fprintf(stderr, "\r%.*s\033[K",
          (int)furat_text_fit(text, width > 1 ? width - 1 : 1, &cells),
          text.data ? text.data : "");
  fflush(stderr);
  furat_buffer_clear(&shown);
}

void
furat_progress_tell(furat_progress *progress, const char *phase, double part)
{
  const int64_t now = furat_clock_ns();
  if (!progress->shown || now - progress->drawn_ns < pause_ns) {
    return;
  }
  char line[256];
  char number[32];
  char rate[32];
  const double seconds = furat_progress_seconds(progress);
  const double per_second = (double)progress->n_statements / (seconds > 0 ? seconds : 1);
  const size_t n =
      (size_t)snprintf(line, sizeof line, "%s statements, %s/s, %s",
                       furat_progress_number(number, progress->n_statements),
                       furat_progress_number(rate, (uint64_t)per_second), phase);
  if (part > 0.01 && part <= 1 && n < sizeof line) {
    const uint64_t left = (uint64_t)(seconds * (1 - part) / part);
    (void)snprintf(line + n, sizeof line - n, ", %.0f %%, %" PRIu64 ":%02" PRIu64 " left",
                   part * 100, left / 60, left % 60);
  }
  draw(line);
  progress->drawn = true;
  progress->drawn_ns = now;
}

void
furat_progress_end(furat_progress *progress)
{
  if (progress->drawn) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->drawn = false;
  }
}
