// SPDX-License-Identifier: GPL-3.0-or-later
// Order and arithmetic of moments and durations, on the time line: seconds and
// attoseconds from 0000-03-01T00:00:00 (a March start puts the leap day last).
#include "func/temporal.h"

static const int64_t ATTO = INT64_C(1000000000000000000);
static const int64_t SECONDS_OF_DAY = 86400;
static const int64_t FOURTEEN_HOURS = INT64_C(14) * 3600;

static int64_t
floor_divide(int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

// Days from 0000-03-01 of a day of the proleptic Gregorian calendar.
static int64_t
days_of_civil(int64_t year, int month, int day)
{
  year -= month <= 2;
  int64_t era = floor_divide(year, 400);
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
         day_of_year;
}

static void
civil_of_days(int64_t days, furat_temporal *out)
{
  int64_t era = floor_divide(days, 146097);
  int64_t day_of_era = days - era * 146097;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month = (5 * day_of_year + 2) / 153;
  out->day = (uint8_t)(day_of_year - (153 * month + 2) / 5 + 1);
  out->month = (uint8_t)(month < 10 ? month + 3 : month - 9);
  out->year = year_of_era + era * 400 + (out->month <= 2);
}

// Seconds on the time line in the moment's own zone (D.1: what it has not counts as the
// values that the parser filled in, but a time is of 1972-12-31 and a gMonthDay of a leap
// year).
static int64_t
local_seconds(const furat_temporal *t)
{
  int64_t days;
  switch (t->kind) {
  case FURAT_TEMPORAL_TIME:
    days = days_of_civil(1972, 12, 31);
    break;
  case FURAT_TEMPORAL_G_MONTH:
  case FURAT_TEMPORAL_G_MONTH_DAY:
  case FURAT_TEMPORAL_G_DAY:
    days = days_of_civil(1972, t->month, t->day);
    break;
  default:
    days = days_of_civil(t->year, t->month, t->day);
  }
  return days * SECONDS_OF_DAY + t->hour * 3600 + t->minute * 60 + t->second;
}

static int64_t
utc_seconds(const furat_temporal *t)
{
  int64_t offset =
      t->zone_minutes == FURAT_NO_TIMEZONE ? 0 : t->zone_minutes * INT64_C(60);
  return local_seconds(t) - offset;
}

static int
order_of(int64_t a, int64_t a_atto, int64_t b, int64_t b_atto)
{
  if (a != b) {
    return a < b ? -1 : 1;
  }
  return (a_atto > b_atto) - (a_atto < b_atto);
}

furat_status
furat_temporal_compare(const furat_temporal *a, const furat_temporal *b, int *order)
{
  if (a->kind != b->kind) {
    return FURAT_BAD_DATA;
  }
  int64_t x = utc_seconds(a);
  int64_t y = utc_seconds(b);
  bool a_zoned = a->zone_minutes != FURAT_NO_TIMEZONE;
  bool b_zoned = b->zone_minutes != FURAT_NO_TIMEZONE;
  if (a_zoned == b_zoned) {
    *order = order_of(x, a->atto, y, b->atto);
    return FURAT_OK;
  }
  // The one without a zone may be anywhere from 14 hours before to 14 hours after.
  int before = order_of(x, a->atto, y - FOURTEEN_HOURS, b->atto);
  int after = order_of(x, a->atto, y + FOURTEEN_HOURS, b->atto);
  if (before != after || before == 0) {
    return FURAT_BAD_DATA;
  }
  *order = before;
  return FURAT_OK;
}

// ----------------------------------------------------------------------- durations

furat_duration
furat_duration_negate(furat_duration d)
{
  return (furat_duration){.months = -d.months, .seconds = -d.seconds, .atto = -d.atto};
}

// Carry between seconds and attoseconds until both have one sign.
static furat_status
normalise(furat_duration *d)
{
  if (d->atto >= ATTO || d->atto <= -ATTO) {
    int64_t carry = d->atto / ATTO;
    d->atto -= carry * ATTO;
    if (__builtin_add_overflow(d->seconds, carry, &d->seconds)) {
      return FURAT_LIMIT;
    }
  }
  if (d->months == INT64_MIN || d->seconds == INT64_MIN) {
    return FURAT_LIMIT; // it could not be negated
  }
  if (d->seconds > 0 && d->atto < 0) {
    d->seconds--;
    d->atto += ATTO;
  } else if (d->seconds < 0 && d->atto > 0) {
    d->seconds++;
    d->atto -= ATTO;
  }
  bool positive = d->months > 0 || d->seconds > 0 || d->atto > 0;
  bool negative = d->months < 0 || d->seconds < 0 || d->atto < 0;
  return positive && negative ? FURAT_BAD_DATA : FURAT_OK;
}

furat_status
furat_duration_add(furat_duration *out, const furat_duration *a, const furat_duration *b)
{
  furat_duration sum = {.atto = a->atto + b->atto};
  if (__builtin_add_overflow(a->months, b->months, &sum.months) ||
      __builtin_add_overflow(a->seconds, b->seconds, &sum.seconds)) {
    return FURAT_LIMIT;
  }
  *out = sum;
  return normalise(out);
}

furat_status
furat_duration_compare(const furat_duration *a, const furat_duration *b, int *order)
{
  // XSD 1.1 3.2.6.2: in order only if they are so from each of these four moments.
  static const furat_temporal starts[] = {
      {FURAT_TEMPORAL_DATE_TIME, 1696, 9, 1, 0, 0, 0, 0, 0},
      {FURAT_TEMPORAL_DATE_TIME, 1697, 2, 1, 0, 0, 0, 0, 0},
      {FURAT_TEMPORAL_DATE_TIME, 1903, 3, 1, 0, 0, 0, 0, 0},
      {FURAT_TEMPORAL_DATE_TIME, 1903, 7, 1, 0, 0, 0, 0, 0},
  };
  if (a->months == b->months) {
    *order = order_of(a->seconds, a->atto, b->seconds, b->atto);
    return FURAT_OK;
  }
  for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
    furat_temporal x;
    furat_temporal y;
    int this_order;
    furat_status status = furat_temporal_add(&x, &starts[i], a);
    if (status == FURAT_OK) {
      status = furat_temporal_add(&y, &starts[i], b);
    }
    if (status == FURAT_OK) {
      status = furat_temporal_compare(&x, &y, &this_order);
    }
    if (status != FURAT_OK) {
      return status;
    }
    if (i > 0 && this_order != *order) {
      return FURAT_BAD_DATA;
    }
    *order = this_order;
  }
  return FURAT_OK;
}

// ---------------------------------------------------------------------- arithmetic

static int
days_in_month(int64_t year, int month)
{
  int64_t next =
      month == 12 ? days_of_civil(year + 1, 1, 1) : days_of_civil(year, month + 1, 1);
  return (int)(next - days_of_civil(year, month, 1));
}

static furat_status
add_months(furat_temporal *t, int64_t months)
{
  int64_t total;
  if (__builtin_add_overflow(t->year * 12 + t->month - 1, months, &total)) {
    return FURAT_LIMIT;
  }
  t->year = floor_divide(total, 12);
  t->month = (uint8_t)(total - t->year * 12 + 1);
  if (t->year > FURAT_TEMPORAL_MAX_YEAR || t->year < -FURAT_TEMPORAL_MAX_YEAR) {
    return FURAT_LIMIT;
  }
  int last = days_in_month(t->year, t->month);
  t->day = t->day > last ? (uint8_t)last : t->day;
  return FURAT_OK;
}

static furat_status
add_seconds(furat_temporal *t, int64_t seconds, int64_t atto)
{
  int64_t total;
  t->atto += atto;
  int64_t carry = floor_divide(t->atto, ATTO);
  t->atto -= carry * ATTO;
  if (__builtin_add_overflow(seconds, carry, &seconds) ||
      __builtin_add_overflow(local_seconds(t), seconds, &total)) {
    return FURAT_LIMIT;
  }
  int64_t days = floor_divide(total, SECONDS_OF_DAY);
  int64_t rest = total - days * SECONDS_OF_DAY;
  t->hour = (uint8_t)(rest / 3600);
  t->minute = (uint8_t)(rest / 60 % 60);
  t->second = (uint8_t)(rest % 60);
  if (t->kind == FURAT_TEMPORAL_TIME) {
    return FURAT_OK;
  }
  civil_of_days(days, t);
  bool in_range =
      t->year <= FURAT_TEMPORAL_MAX_YEAR && t->year >= -FURAT_TEMPORAL_MAX_YEAR;
  return in_range ? FURAT_OK : FURAT_LIMIT;
}

furat_status
furat_temporal_add(furat_temporal *out, const furat_temporal *moment,
                   const furat_duration *duration)
{
  furat_temporal t = *moment;
  bool is_time = t.kind == FURAT_TEMPORAL_TIME;
  if (t.kind > FURAT_TEMPORAL_TIME || (is_time && duration->months != 0)) {
    return FURAT_BAD_DATA;
  }
  furat_status status = is_time ? FURAT_OK : add_months(&t, duration->months);
  if (status == FURAT_OK) {
    status = add_seconds(&t, duration->seconds, duration->atto);
  }
  if (status == FURAT_OK && t.kind == FURAT_TEMPORAL_DATE) {
    t.hour = t.minute = t.second = 0;
    t.atto = 0;
  }
  if (status == FURAT_OK) {
    *out = t;
  }
  return status;
}

furat_status
furat_temporal_subtract(furat_duration *out, const furat_temporal *a,
                        const furat_temporal *b)
{
  bool same_zoning =
      (a->zone_minutes == FURAT_NO_TIMEZONE) == (b->zone_minutes == FURAT_NO_TIMEZONE);
  if (a->kind != b->kind || a->kind > FURAT_TEMPORAL_TIME || !same_zoning) {
    return FURAT_BAD_DATA;
  }
  *out = (furat_duration){.seconds = utc_seconds(a) - utc_seconds(b),
                          .atto = a->atto - b->atto};
  return normalise(out);
}
