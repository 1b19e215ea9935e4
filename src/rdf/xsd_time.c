// SPDX-License-Identifier: GPL-3.0-or-later
// XML Schema 1.1 part 2, sections 3.3.7 to 3.3.11 and appendix E.  Days are counted in
// years that begin in March, so that the leap day comes last.
#include "rdf/xsd_time.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/attributes.h"

enum {
  MAX_YEAR_DIGITS = 11, // the most whose seconds 64 bits can count
  NANOSECOND_DIGITS = 9,
  MAX_ZONE_MINUTES = 14 * 60,
  DAYS_OF_ERA = 146097,
  YEARS_OF_ERA = 400,
  DAYS_TO_EPOCH = 719468, // from 0000-03-01 to 1970-01-01
  SECONDS_OF_DAY = 86400,
  PART_MAX_BYTES = 24
};

static int64_t
floor_divide(int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

static int64_t
days_of_date(int64_t year, int month, int day)
{
  const int64_t y = year - (month <= 2);
  const int64_t era = floor_divide(y, YEARS_OF_ERA);
  const int64_t year_of_era = y - era * YEARS_OF_ERA;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_OF_ERA + day_of_era - DAYS_TO_EPOCH;
}

static void
date_of_days(int64_t days, furat_xsd_moment *out)
{
  days += DAYS_TO_EPOCH;
  const int64_t era = floor_divide(days, DAYS_OF_ERA);
  const int64_t day_of_era = days - era * DAYS_OF_ERA;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153; // from March
  out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
  out->month = (int)(month < 10 ? month + 3 : month - 9);
  out->year = year_of_era + era * YEARS_OF_ERA + (out->month <= 2);
}

int64_t
furat_xsd_moment_seconds(const furat_xsd_moment *moment)
{
  const int64_t days = days_of_date(moment->year, moment->month, moment->day);
  return days * SECONDS_OF_DAY + moment->hour * 3600 + moment->minute * 60 +
         moment->second - moment->zone_minutes * 60;
}

void
furat_xsd_moment_set_seconds(furat_xsd_moment *moment, int64_t seconds)
{
  seconds += moment->zone_minutes * 60;
  const int64_t days = floor_divide(seconds, SECONDS_OF_DAY);
  const int rest = (int)(seconds - days * SECONDS_OF_DAY);
  date_of_days(days, moment);
  moment->hour = rest / 3600;
  moment->minute = rest / 60 % 60;
  moment->second = rest % 60;
}

/// What is left to be read.
typedef struct text {
  const char *at;
  const char *end;
} text;

static bool
take(text *t, char c)
{
  if (t->at == t->end || *t->at != c) {
    return false;
  }
  t->at += 1;
  return true;
}

/// Exactly two digits, at most `max`.
static bool
take_two(text *t, int min, int max, int *out)
{
  if (t->end - t->at < 2 || t->at[0] < '0' || t->at[0] > '9' || t->at[1] < '0' ||
      t->at[1] > '9') {
    return false;
  }
  *out = (t->at[0] - '0') * 10 + (t->at[1] - '0');
  t->at += 2;
  return *out >= min && *out <= max;
}

static bool
take_year(text *t, int64_t *out)
{
  const bool negative = take(t, '-');
  const char *start = t->at;
  *out = 0;
  while (t->at < t->end && *t->at >= '0' && *t->at <= '9') {
    *out = *out * 10 + (*t->at++ - '0');
    if (t->at - start > MAX_YEAR_DIGITS) {
      return false;
    }
  }
  const size_t n_digits = (size_t)(t->at - start);
  if (n_digits < 4 || (n_digits > 4 && *start == '0')) {
    return false;
  }
  *out = negative ? -*out : *out;
  return true;
}

static bool
take_fraction(text *t, uint32_t *nanosecond)
{
  const char *start = t->at;
  uint32_t unit = 100000000;
  *nanosecond = 0;
  for (; t->at < t->end && *t->at >= '0' && *t->at <= '9'; ++t->at) {
    *nanosecond += unit * (uint32_t)(*t->at - '0');
    unit /= 10;
  }
  return t->at > start;
}

static bool
take_time(text *t, furat_xsd_moment *out, bool *is_midnight_24)
{
  if (!take(t, 'T') || !take_two(t, 0, 24, &out->hour) || !take(t, ':') ||
      !take_two(t, 0, 59, &out->minute) || !take(t, ':') ||
      !take_two(t, 0, 59, &out->second)) {
    return false;
  }
  if (take(t, '.') && !take_fraction(t, &out->nanosecond)) {
    return false;
  }
  *is_midnight_24 = out->hour == 24;
  return !*is_midnight_24 || (!out->minute && !out->second && !out->nanosecond);
}

static bool
take_zone(text *t, furat_xsd_moment *out)
{
  int hours, minutes;
  if (t->at == t->end) {
    return true;
  }
  out->has_zone = true;
  if (take(t, 'Z')) {
    return true;
  }
  const bool negative = take(t, '-');
  if ((!negative && !take(t, '+')) || !take_two(t, 0, 14, &hours) || !take(t, ':') ||
      !take_two(t, 0, 59, &minutes) || hours * 60 + minutes > MAX_ZONE_MINUTES) {
    return false;
  }
  out->zone_minutes = negative ? -(hours * 60 + minutes) : hours * 60 + minutes;
  return true;
}

static int
days_of_month(int64_t year, int month)
{
  static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

bool
furat_xsd_moment_parse(furat_xsd_moment *out, furat_str lexical, furat_xsd_parts parts)
{
  if (lexical.len == 0) {
    return false;
  }
  text t = {lexical.data, lexical.data + lexical.len};
  bool is_midnight_24 = false;
  *out = (furat_xsd_moment){.month = 1, .day = 1};
  if (!take_year(&t, &out->year)) {
    return false;
  }
  if (parts >= FURAT_XSD_PARTS_YEAR_MONTH &&
      !(take(&t, '-') && take_two(&t, 1, 12, &out->month))) {
    return false;
  }
  if (parts >= FURAT_XSD_PARTS_DATE &&
      !(take(&t, '-') &&
        take_two(&t, 1, days_of_month(out->year, out->month), &out->day))) {
    return false;
  }
  if (parts == FURAT_XSD_PARTS_DATE_TIME && !take_time(&t, out, &is_midnight_24)) {
    return false;
  }
  if (!take_zone(&t, out) || t.at != t.end) {
    return false;
  }
  if (is_midnight_24) {
    furat_xsd_moment_set_seconds(out, furat_xsd_moment_seconds(out));
  }
  return true;
}

/// Append; the room is known to be enough.
static char *
print(char *out, const char *format, ...) FURAT_PRINTF(2, 3);

static char *
print(char *out, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  const int n = vsnprintf(out, PART_MAX_BYTES, format, args);
  va_end(args);
  assert(n > 0 && n < PART_MAX_BYTES);
  return out + n;
}

size_t
furat_xsd_moment_write(char out[FURAT_XSD_MOMENT_MAX_BYTES],
                       const furat_xsd_moment *moment, furat_xsd_parts parts)
{
  char *at = out;
  const int64_t year = moment->year;
  at = print(at, "%s%04" PRId64, year < 0 ? "-" : "", year < 0 ? -year : year);
  if (parts >= FURAT_XSD_PARTS_YEAR_MONTH) {
    at = print(at, "-%02d", moment->month);
  }
  if (parts >= FURAT_XSD_PARTS_DATE) {
    at = print(at, "-%02d", moment->day);
  }
  if (parts == FURAT_XSD_PARTS_DATE_TIME) {
    at = print(at, "T%02d:%02d:%02d", moment->hour, moment->minute, moment->second);
    if (moment->nanosecond) {
      at = print(at, ".%09" PRIu32, moment->nanosecond);
      while (at[-1] == '0') {
        --at;
      }
    }
  }
  if (moment->has_zone) {
    const int zone = moment->zone_minutes;
    const int size = zone < 0 ? -zone : zone;
    at = zone ? print(at, "%c%02d:%02d", zone < 0 ? '-' : '+', size / 60, size % 60)
              : print(at, "Z");
  }
  assert(at - out < FURAT_XSD_MOMENT_MAX_BYTES);
  return (size_t)(at - out);
}
