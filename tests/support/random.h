// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded random numbers for property tests: the seed is FURAT_TEST_SEED or the clock, and
// printed.
#ifndef FURAT_TESTS_SUPPORT_RANDOM_H
#define FURAT_TESTS_SUPPORT_RANDOM_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct random_source {
  uint64_t state;
} random_source;

/// A source for the test of this name; prints its seed.
static inline random_source
random_start(const char *test)
{
  const char *given = getenv("FURAT_TEST_SEED");
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  const uint64_t seed = given ? strtoull(given, NULL, 10)
                              : (uint64_t)now.tv_sec * 1000000007 + (uint64_t)now.tv_nsec;
  printf("# %s: FURAT_TEST_SEED=%" PRIu64 "\n", test, seed);
  return (random_source){seed * 2 + 1};
}

static inline uint64_t
random_next(random_source *source)
{
  uint64_t z = source->state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/// 0 to n - 1.
static inline uint64_t
random_below(random_source *source, uint64_t n)
{
  return random_next(source) % n;
}

#endif
