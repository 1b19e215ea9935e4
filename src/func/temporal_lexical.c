// SPDX-License-Identifier: GPL-3.0-or-later
// Lexical forms of moments and durations: a small reader that eats one piece after the
// other, and the writers of the canonical forms.
#include <assert.h>
#include <inttypes.h>

#include "func/temporal.h"

enum { ATTO_DIGITS = 18, MAX_ZONE_MINUTES = 840 };

static const int64_t ATTO = INT64_C(1000000000000000000);

// -------------------------------------------------------------------------- pieces

typedef struct {
  furat_str text;
  size_t at;
  furat_status status; // sticky
} scanner;

static void
refuse(scanner *s, furat_status status)
{
  if (s->status == FURAT_OK) {
    s->status = status;
  }
}

static bool
at_digit(const scanner *s)
{
  return s->at < s->text.len && s->text.data[s->at] >= '0' && s->text.data[s->at] <= '9';
}

static bool
take(scanner *s, char c)
{
  if (s->at < s->text.len && s->text.data[s->at] == c) {
    s->at++;
    return true;
  }
  return false;
}

static void
expect(scanner *s, char c)
{
  if (!take(s, c)) {
    refuse(s, FURAT_BAD_DATA);
  }
}

// A run of digits, at most `max` as a value; how many there were in `*n_digits`.
static int64_t
take_number(scanner *s, int64_t max, size_t *n_digits)
{
  int64_t value = 0;
  size_t start = s->at;
  while (at_digit(s)) {
    int digit = s->text.data[s->at++] - '0';
    if (value > (max - digit) / 10) {
      refuse(s, FURAT_LIMIT);
    } else {
      value = value * 10 + digit;
    }
  }
  *n_digits = s->at - start;
  if (*n_digits == 0) {
    refuse(s, FURAT_BAD_DATA);
  }
  return value;
}

static uint8_t
take_two_digits(scanner *s, int min, int max)
{
  int value = 0;
  for (int i = 0; i < 2; i++) {
    if (!at_digit(s)) {
      refuse(s, FURAT_BAD_DATA);
      return (uint8_t)min;
    }
    value = value * 10 + (s->text.data[s->at++] - '0');
  }
  if (value < min || value > max) {
    refuse(s, FURAT_BAD_DATA);
    return (uint8_t)min;
  }
  return (uint8_t)value;
}

// The digits behind a point, as attoseconds.
static int64_t
take_fraction(scanner *s)
{
  int64_t atto = 0;
  int n = 0;
  if (!at_digit(s)) {
    refuse(s, FURAT_BAD_DATA);
  }
  for (; at_digit(s); s->at++) {
    if (n < ATTO_DIGITS) {
      atto = atto * 10 + (s->text.data[s->at] - '0');
      n++;
    }
  }
  for (; n < ATTO_DIGITS; n++) {
    atto *= 10;
  }
  return atto;
}

// ------------------------------------------------------------------------- moments

static void
take_year(scanner *s, furat_temporal *out)
{
  bool negative = take(s, '-');
  size_t start = s->at;
  size_t n_digits;
  int64_t year = take_number(s, FURAT_TEMPORAL_MAX_YEAR, &n_digits);
  if (n_digits < 4 || (n_digits > 4 && s->text.data[start] == '0')) {
    refuse(s, FURAT_BAD_DATA);
  }
  out->year = negative ? -year : year;
}

static void
take_time(scanner *s, furat_temporal *out)
{
  out->hour = take_two_digits(s, 0, 24);
  expect(s, ':');
  out->minute = take_two_digits(s, 0, 59);
  expect(s, ':');
  out->second = take_two_digits(s, 0, 59);
  if (take(s, '.')) {
    out->atto = take_fraction(s);
  }
  if (out->hour == 24 && (out->minute > 0 || out->second > 0 || out->atto > 0)) {
    refuse(s, FURAT_BAD_DATA);
  }
}

static void
take_zone(scanner *s, furat_temporal *out)
{
  out->zone_minutes = FURAT_NO_TIMEZONE;
  if (s->at == s->text.len) {
    return;
  }
  if (take(s, 'Z')) {
    out->zone_minutes = 0;
    return;
  }
  bool negative = take(s, '-');
  if (!negative) {
    expect(s, '+');
  }
  int hours = take_two_digits(s, 0, 14);
  expect(s, ':');
  int minutes = hours * 60 + take_two_digits(s, 0, 59);
  if (minutes > MAX_ZONE_MINUTES) {
    refuse(s, FURAT_BAD_DATA);
  }
  out->zone_minutes = (int16_t)(negative ? -minutes : minutes);
}

static bool
is_leap_year(int64_t year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static void
take_month(scanner *s, furat_temporal *out)
{
  out->month = take_two_digits(s, 1, 12);
}

static void
take_day(scanner *s, furat_temporal *out, bool has_month, bool has_year)
{
  static const uint8_t n_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  out->day = take_two_digits(s, 1, has_month ? n_days[out->month - 1] : 31);
  if (has_year && out->month == 2 && out->day == 29 && !is_leap_year(out->year)) {
    refuse(s, FURAT_BAD_DATA);
  }
}

static void
take_fields(scanner *s, furat_temporal *out)
{
  switch (out->kind) {
  case FURAT_TEMPORAL_DATE_TIME:
  case FURAT_TEMPORAL_DATE:
    take_year(s, out);
    expect(s, '-');
    take_month(s, out);
    expect(s, '-');
    take_day(s, out, true, true);
    if (out->kind == FURAT_TEMPORAL_DATE_TIME) {
      expect(s, 'T');
      take_time(s, out);
    }
    break;
  case FURAT_TEMPORAL_TIME:
    take_time(s, out);
    break;
  case FURAT_TEMPORAL_G_YEAR:
    take_year(s, out);
    break;
  case FURAT_TEMPORAL_G_YEAR_MONTH:
    take_year(s, out);
    expect(s, '-');
    take_month(s, out);
    break;
  case FURAT_TEMPORAL_G_MONTH:
    expect(s, '-');
    expect(s, '-');
    take_month(s, out);
    break;
  case FURAT_TEMPORAL_G_MONTH_DAY:
    expect(s, '-');
    expect(s, '-');
    take_month(s, out);
    expect(s, '-');
    take_day(s, out, true, false);
    break;
  case FURAT_TEMPORAL_G_DAY:
    expect(s, '-');
    expect(s, '-');
    expect(s, '-');
    take_day(s, out, false, false);
    break;
  }
}

furat_status
furat_temporal_parse(furat_temporal *out, furat_temporal_kind kind, furat_str lexical)
{
  scanner s = {.text = lexical, .status = FURAT_OK};
  *out = (furat_temporal){.kind = kind, .month = 1, .day = 1};
  take_fields(&s, out);
  take_zone(&s, out);
  if (s.at != lexical.len) {
    refuse(&s, FURAT_BAD_DATA);
  }
  if (s.status == FURAT_OK && out->hour == 24) {
    out->hour = 0;
    if (kind == FURAT_TEMPORAL_DATE_TIME) {
      return furat_temporal_add(out, out, &(furat_duration){.seconds = 86400});
    }
  }
  return s.status;
}

// ----------------------------------------------------------------------- durations

// The units of one part, in their order, each at most once.
typedef struct {
  char letter;
  int64_t factor;
} duration_unit;

static bool
take_unit(scanner *s, const duration_unit *units, size_t n_units, size_t *next,
          int64_t *sum, int64_t *atto)
{
  if (!at_digit(s)) {
    return false;
  }
  size_t n_digits;
  int64_t value = take_number(s, INT64_MAX / 10, &n_digits);
  bool has_fraction = atto && take(s, '.');
  if (has_fraction) {
    *atto = take_fraction(s);
  }
  char letter = s->at < s->text.len ? s->text.data[s->at++] : '\0';
  while (*next < n_units && units[*next].letter != letter) {
    (*next)++;
  }
  int64_t product;
  if (*next == n_units || (has_fraction && letter != 'S')) {
    refuse(s, FURAT_BAD_DATA);
    return false;
  }
  if (__builtin_mul_overflow(value, units[*next].factor, &product) ||
      __builtin_add_overflow(*sum, product, sum)) {
    refuse(s, FURAT_LIMIT);
  }
  (*next)++;
  return true;
}

furat_status
furat_duration_parse(furat_duration *out, furat_duration_kind kind, furat_str lexical)
{
  static const duration_unit years[] = {{'Y', 12}, {'M', 1}};
  static const duration_unit days[] = {{'D', 86400}};
  static const duration_unit times[] = {{'H', 3600}, {'M', 60}, {'S', 1}};
  scanner s = {.text = lexical, .status = FURAT_OK};
  *out = (furat_duration){0};
  bool negative = take(&s, '-');
  expect(&s, 'P');
  size_t n_parts = 0;
  // Days share the digits' place with years and months: look at the letter behind the
  // digits.
  for (size_t next = 0; kind != FURAT_DURATION_DAY_TIME && next < 2;) {
    size_t end = s.at;
    while (end < lexical.len && lexical.data[end] >= '0' && lexical.data[end] <= '9') {
      end++;
    }
    if (end == lexical.len || lexical.data[end] == 'D' ||
        !take_unit(&s, years, 2, &next, &out->months, NULL)) {
      break;
    }
    n_parts++;
  }
  if (kind != FURAT_DURATION_YEAR_MONTH) {
    size_t next = 0;
    n_parts += take_unit(&s, days, 1, &next, &out->seconds, NULL);
    if (take(&s, 'T')) {
      next = 0;
      size_t n_before = n_parts;
      while (next < 3 && take_unit(&s, times, 3, &next, &out->seconds, &out->atto)) {
        n_parts++;
      }
      if (n_parts == n_before) {
        refuse(&s, FURAT_BAD_DATA);
      }
    }
  }
  if (n_parts == 0 || s.at != lexical.len) {
    refuse(&s, FURAT_BAD_DATA);
  }
  if (negative) {
    *out = furat_duration_negate(*out);
  }
  return s.status;
}

// ------------------------------------------------------------------------- writing

static void
write_fraction(furat_buffer *out, int64_t atto)
{
  if (atto == 0) {
    return;
  }
  int n_digits = ATTO_DIGITS;
  for (; atto % 10 == 0; atto /= 10) {
    n_digits--;
  }
  furat_buffer_appendf(out, ".%0*" PRId64, n_digits, atto);
}

static void
write_year(furat_buffer *out, int64_t year)
{
  furat_buffer_appendf(out, year < 0 ? "-%04" PRId64 : "%04" PRId64,
                       year < 0 ? -year : year);
}

static void
write_time(furat_buffer *out, const furat_temporal *value)
{
  furat_buffer_appendf(out, "%02u:%02u:%02u", value->hour, value->minute, value->second);
  write_fraction(out, value->atto);
}

void
furat_timezone_write(furat_buffer *out, int16_t zone_minutes)
{
  if (zone_minutes == FURAT_NO_TIMEZONE) {
    return;
  }
  if (zone_minutes == 0) {
    furat_buffer_append_byte(out, 'Z');
    return;
  }
  int minutes = zone_minutes < 0 ? -zone_minutes : zone_minutes;
  furat_buffer_appendf(out, "%c%02d:%02d", zone_minutes < 0 ? '-' : '+', minutes / 60,
                       minutes % 60);
}

void
furat_temporal_write(furat_buffer *out, const furat_temporal *value)
{
  switch (value->kind) {
  case FURAT_TEMPORAL_DATE_TIME:
  case FURAT_TEMPORAL_DATE:
    write_year(out, value->year);
    furat_buffer_appendf(out, "-%02u-%02u", value->month, value->day);
    if (value->kind == FURAT_TEMPORAL_DATE_TIME) {
      furat_buffer_append_byte(out, 'T');
      write_time(out, value);
    }
    break;
  case FURAT_TEMPORAL_TIME:
    write_time(out, value);
    break;
  case FURAT_TEMPORAL_G_YEAR:
    write_year(out, value->year);
    break;
  case FURAT_TEMPORAL_G_YEAR_MONTH:
    write_year(out, value->year);
    furat_buffer_appendf(out, "-%02u", value->month);
    break;
  case FURAT_TEMPORAL_G_MONTH:
    furat_buffer_appendf(out, "--%02u", value->month);
    break;
  case FURAT_TEMPORAL_G_MONTH_DAY:
    furat_buffer_appendf(out, "--%02u-%02u", value->month, value->day);
    break;
  case FURAT_TEMPORAL_G_DAY:
    furat_buffer_appendf(out, "---%02u", value->day);
    break;
  }
  furat_timezone_write(out, value->zone_minutes);
}

static void
write_unit(furat_buffer *out, int64_t value, char letter)
{
  if (value != 0) {
    furat_buffer_appendf(out, "%" PRId64 "%c", value, letter);
  }
}

void
furat_duration_write(furat_buffer *out, const furat_duration *value,
                     furat_duration_kind kind)
{
  furat_duration d = *value;
  bool negative = d.months < 0 || d.seconds < 0 || d.atto < 0;
  if (negative) {
    d = furat_duration_negate(d);
  }
  assert(d.months >= 0 && d.seconds >= 0 && d.atto >= 0 && d.atto < ATTO);
  if (d.months == 0 && d.seconds == 0 && d.atto == 0) {
    furat_buffer_append_cstr(out, kind == FURAT_DURATION_YEAR_MONTH ? "P0M" : "PT0S");
    return;
  }
  furat_buffer_append_cstr(out, negative ? "-P" : "P");
  write_unit(out, d.months / 12, 'Y');
  write_unit(out, d.months % 12, 'M');
  write_unit(out, d.seconds / 86400, 'D');
  int64_t rest = d.seconds % 86400;
  if (rest == 0 && d.atto == 0) {
    return;
  }
  furat_buffer_append_byte(out, 'T');
  write_unit(out, rest / 3600, 'H');
  write_unit(out, rest / 60 % 60, 'M');
  if (rest % 60 != 0 || d.atto != 0) {
    furat_buffer_appendf(out, "%" PRId64, rest % 60);
    write_fraction(out, d.atto);
    furat_buffer_append_byte(out, 'S');
  }
}
