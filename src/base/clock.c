// SPDX-License-Identifier: GPL-3.0-or-later
// CLOCK_MONOTONIC and CLOCK_PROCESS_CPUTIME_ID as one number.
#include "base/clock.h"

static const int64_t second_ns = 1000000000;

static int64_t
read_clock(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * second_ns + now.tv_nsec;
}

int64_t
furat_clock_ns(void)
{
  return read_clock(CLOCK_MONOTONIC);
}

int64_t
furat_clock_cpu_ns(void)
{
  return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

struct timespec
furat_clock_timespec(int64_t ns)
{
  return (struct timespec){.tv_sec = (time_t)(ns / second_ns),
                           .tv_nsec = (long)(ns % second_ns)};
}
