// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and writes times without floating point, so that 0.1 is a hundred milliseconds.
#include "base/timespan.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MS_A_SECOND = 1000, MS_A_MINUTE = 60 * 1000, MS_AN_HOUR = 60 * 60 * 1000 };

// Beyond it nobody waits, and no unit makes it overflow.
static const uint64_t most_units = 1000000000000;
static const uint64_t billion = 1000000000;

/// Milliseconds of a unit; 0: there is none of that name.
static uint64_t
unit_of(furat_str name)
{
  static const struct {
    const char *name;
    uint64_t milliseconds;
  } units[] = {{"", MS_A_SECOND},    {"ms", 1},
               {"s", MS_A_SECOND},   {"m", MS_A_MINUTE},
               {"min", MS_A_MINUTE}, {"h", MS_AN_HOUR}};
  for (size_t i = 0; i < sizeof units / sizeof units[0]; ++i) {
    if (furat_str_equal(name, furat_str_of(units[i].name))) {
      return units[i].milliseconds;
    }
  }
  return 0;
}

static bool
is_digit(furat_str text, size_t at)
{
  return at < text.len && text.data[at] >= '0' && text.data[at] <= '9';
}

bool
furat_timespan_parse(uint64_t *milliseconds, furat_str text)
{
  uint64_t whole = 0;
  uint64_t fraction = 0; // in billionths
  size_t at = 0;
  for (; is_digit(text, at); ++at) {
    whole = whole * 10 + (uint64_t)(text.data[at] - '0');
    whole = whole < most_units ? whole : most_units;
  }
  size_t n_digits = at;
  if (at < text.len && text.data[at] == '.') {
    ++at;
    for (uint64_t place = billion / 10; is_digit(text, at); ++at, ++n_digits) {
      fraction += place * (uint64_t)(text.data[at] - '0');
      place /= 10;
    }
  }
  const uint64_t unit = unit_of(furat_str_slice(text, at, text.len));
  if (n_digits == 0 || unit == 0) {
    return false;
  }
  *milliseconds = whole * unit + (fraction * unit + billion - 1) / billion;
  return true;
}

const char *
furat_timespan_write(char text[FURAT_TIMESPAN_BYTES], uint64_t milliseconds)
{
  const uint64_t rest = milliseconds % MS_A_SECOND;
  const uint64_t seconds = milliseconds / MS_A_SECOND;
  if (seconds == 0 && rest > 0) {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRIu64 "ms", rest);
  } else if (milliseconds > 0 && milliseconds % MS_AN_HOUR == 0) {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRIu64 "h", milliseconds / MS_AN_HOUR);
  } else if (milliseconds > 0 && milliseconds % MS_A_MINUTE == 0) {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRIu64 "min", milliseconds / MS_A_MINUTE);
  } else if (rest == 0) {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRIu64 "s", seconds);
  } else {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRIu64 ".%03" PRIu64, seconds, rest);
    size_t len = strlen(text);
    while (text[len - 1] == '0') {
      --len;
    }
    snprintf(text + len, FURAT_TIMESPAN_BYTES - len, "s");
  }
  return text;
}

const char *
furat_timespan_write_taken(char text[FURAT_TIMESPAN_BYTES], int64_t nanoseconds)
{
  const double ms = (double)nanoseconds / 1e6;
  const int64_t seconds = (nanoseconds + 500000000) / 1000000000;
  if (seconds >= 100) {
    snprintf(text, FURAT_TIMESPAN_BYTES, "%" PRId64 " min %d s", seconds / 60,
             (int)(seconds % 60));
  } else if (ms >= 999.5) {
    snprintf(text, FURAT_TIMESPAN_BYTES, ms < 9995 ? "%.2f s" : "%.1f s", ms / 1000);
  } else {
    const int places = ms < 0.9995 ? 3 : ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0;
    snprintf(text, FURAT_TIMESPAN_BYTES, "%.*f ms", places, ms);
  }
  return text;
}
