// SPDX-License-Identifier: GPL-3.0-or-later
// Moments and durations: forms, order with and without time zones, arithmetic, limits.
#include "func/temporal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#define DATE_TIME   FURAT_TEMPORAL_DATE_TIME
#define DATE        FURAT_TEMPORAL_DATE
#define TIME        FURAT_TEMPORAL_TIME
#define G_YEAR      FURAT_TEMPORAL_G_YEAR
#define G_MONTH_DAY FURAT_TEMPORAL_G_MONTH_DAY
#define G_DAY       FURAT_TEMPORAL_G_DAY

static furat_temporal
moment(furat_temporal_kind kind, const char *text)
{
  furat_temporal value;
  if (furat_temporal_parse(&value, kind, furat_str_of(text)) != FURAT_OK) {
    fail_msg("%s was refused", text);
  }
  return value;
}

static furat_duration
duration(const char *text)
{
  furat_duration value;
  if (furat_duration_parse(&value, FURAT_DURATION_ANY, furat_str_of(text)) != FURAT_OK) {
    fail_msg("%s was refused", text);
  }
  return value;
}

static void
assert_moment(const furat_temporal *value, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_temporal_write(&out, value);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
assert_duration(const furat_duration *value, furat_duration_kind kind,
                const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_duration_write(&out, value, kind);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
moments_are_read_and_written(void **state)
{
  (void)state;
  static const struct {
    furat_temporal_kind kind;
    const char *text;
    const char *canonical;
  } cases[] = {
      {DATE_TIME, "2014-09-13T00:00:00Z", "2014-09-13T00:00:00Z"},
      {DATE_TIME, "2014-09-13T01:02:03.4500-05:30", "2014-09-13T01:02:03.45-05:30"},
      {DATE_TIME, "2014-12-31T24:00:00", "2015-01-01T00:00:00"},
      {DATE_TIME, "-0044-03-15T12:00:00+00:00", "-0044-03-15T12:00:00Z"},
      {DATE_TIME, "12014-02-28T23:59:59.000000000000000001",
       "12014-02-28T23:59:59.000000000000000001"},
      {DATE, "2012-02-29", "2012-02-29"},
      {DATE, "0000-02-29+14:00", "0000-02-29+14:00"},
      {TIME, "24:00:00", "00:00:00"},
      {G_YEAR, "2014Z", "2014Z"},
      {FURAT_TEMPORAL_G_YEAR_MONTH, "2014-06", "2014-06"},
      {FURAT_TEMPORAL_G_MONTH, "--06", "--06"},
      {G_MONTH_DAY, "--02-29", "--02-29"},
      {G_DAY, "---31-01:00", "---31-01:00"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_temporal value = moment(cases[i].kind, cases[i].text);
    assert_moment(&value, cases[i].canonical);
  }
}

static void
what_is_no_moment_is_refused(void **state)
{
  (void)state;
  static const struct {
    furat_temporal_kind kind;
    const char *text;
  } cases[] = {
      {DATE, ""},
      {DATE, "2014-9-13"},
      {DATE, "2014-13-01"},
      {DATE, "2013-02-29"},
      {DATE, "1900-02-29"},
      {DATE, "02014-01-01"},
      {DATE, "2014-01-01z"},
      {DATE, "+2014-01-01"},
      {DATE, "2014-01-00"},
      {DATE, "2014-04-31"},
      {DATE, "2014-01-01+14:01"},
      {DATE, "2014-01-01 "},
      {DATE_TIME, "2014-01-01"},
      {DATE_TIME, "2014-01-01T24:00:01"},
      {DATE_TIME, "2014-01-01T00:00:60"},
      {DATE_TIME, "2014-01-01T00:00:00."},
      {TIME, "1:00:00"},
      {G_YEAR, "214"},
      {G_MONTH_DAY, "--02-30"},
      {G_DAY, "---00"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_temporal value;
    if (furat_temporal_parse(&value, cases[i].kind, furat_str_of(cases[i].text)) !=
        FURAT_BAD_DATA) {
      fail_msg("%s was taken", cases[i].text);
    }
  }
  furat_temporal value;
  assert_int_equal(
      furat_temporal_parse(&value, G_YEAR, FURAT_STR("99999999999999999999")),
      FURAT_LIMIT);
}

static void
durations_are_read_and_written(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"P1Y", "P1Y"},
      {"P14M", "P1Y2M"},
      {"P0D", "PT0S"},
      {"-PT36H", "-P1DT12H"},
      {"PT3661.50S", "PT1H1M1.5S"},
      {"P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"},
      {"PT0.001S", "PT0.001S"},
      {"-P400D", "-P400D"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_duration value = duration(cases[i][0]);
    assert_duration(&value, FURAT_DURATION_ANY, cases[i][1]);
  }
  furat_duration zero = {0};
  assert_duration(&zero, FURAT_DURATION_YEAR_MONTH, "P0M");
}

static void
what_is_no_duration_is_refused(void **state)
{
  (void)state;
  static const char *const cases[] = {"",      "P",     "PT",    "P1",     "1Y",
                                      "P1M1Y", "P1YT",  "P1S",   "PT1Y",   "P-1Y",
                                      "P1.5D", "PT1.H", "PT.5S", "PT1M1H", "P1D1Y"};
  furat_duration value;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    if (furat_duration_parse(&value, FURAT_DURATION_ANY, furat_str_of(cases[i])) !=
        FURAT_BAD_DATA) {
      fail_msg("%s was taken", cases[i]);
    }
  }
  assert_int_equal(
      furat_duration_parse(&value, FURAT_DURATION_DAY_TIME, FURAT_STR("P1M")),
      FURAT_BAD_DATA);
  assert_int_equal(
      furat_duration_parse(&value, FURAT_DURATION_YEAR_MONTH, FURAT_STR("P1D")),
      FURAT_BAD_DATA);
  assert_int_equal(
      furat_duration_parse(&value, FURAT_DURATION_ANY, FURAT_STR("P999999999999999999Y")),
      FURAT_LIMIT);
}

static void
order_is_that_of_the_time_line(void **state)
{
  (void)state;
  static const struct {
    furat_temporal_kind kind;
    const char *a;
    const char *b;
    int order; // 2: none
  } cases[] = {
      {DATE_TIME, "2014-01-01T00:00:00Z", "2014-01-01T02:00:00+02:00", 0},
      {DATE_TIME, "2014-01-01T00:00:00", "2014-01-01T00:00:00.1", -1},
      {DATE_TIME, "-0001-01-01T00:00:00", "0000-01-01T00:00:00", -1},
      {DATE_TIME, "2014-01-01T00:00:00", "2014-01-01T14:00:00Z", 2},
      {DATE_TIME, "2014-01-01T00:00:00", "2014-01-01T14:00:01Z", -1},
      {DATE_TIME, "2014-01-02T00:00:00Z", "2014-01-01T00:00:00", 1},
      {DATE, "2014-01-01", "2013-12-31", 1},
      {DATE, "2014-01-01Z", "2014-01-01", 2},
      {TIME, "12:00:00Z", "13:00:00+01:00", 0},
      {G_MONTH_DAY, "--02-29", "--03-01", -1},
      {G_YEAR, "2014", "2015", -1},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_temporal a = moment(cases[i].kind, cases[i].a);
    furat_temporal b = moment(cases[i].kind, cases[i].b);
    int order = 2;
    furat_status status = furat_temporal_compare(&a, &b, &order);
    assert_int_equal(status, cases[i].order == 2 ? FURAT_BAD_DATA : FURAT_OK);
    assert_int_equal(order, cases[i].order);
  }
  furat_temporal date = moment(DATE, "2014-01-01");
  furat_temporal year = moment(G_YEAR, "2014");
  int order;
  assert_int_equal(furat_temporal_compare(&date, &year, &order), FURAT_BAD_DATA);
}

static void
durations_are_ordered_where_months_allow(void **state)
{
  (void)state;
  static const struct {
    const char *a;
    const char *b;
    int order;
  } cases[] = {{"P1M", "P27D", 1}, {"P1M", "P30D", 2},      {"P1M", "P32D", -1},
               {"P1Y", "P12M", 0}, {"PT36H", "P1DT12H", 0}, {"P1Y", "P367D", -1},
               {"P1Y", "P365D", 2}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_duration a = duration(cases[i].a);
    furat_duration b = duration(cases[i].b);
    int order = 2;
    furat_status status = furat_duration_compare(&a, &b, &order);
    assert_int_equal(status, cases[i].order == 2 ? FURAT_BAD_DATA : FURAT_OK);
    assert_int_equal(status == FURAT_OK ? order : 2, cases[i].order);
  }
}

static void
assert_sum(furat_temporal_kind kind, const char *start, const char *step,
           const char *expected)
{
  furat_temporal a = moment(kind, start);
  furat_duration d = duration(step);
  furat_temporal sum;
  assert_int_equal(furat_temporal_add(&sum, &a, &d), FURAT_OK);
  assert_moment(&sum, expected);
}

static void
durations_are_added_to_moments(void **state)
{
  (void)state;
  assert_sum(DATE_TIME, "2000-01-12T12:13:14Z", "P1Y3M5DT7H10M3.3S",
             "2001-04-17T19:23:17.3Z");
  assert_sum(DATE, "2000-01-31", "P1M", "2000-02-29");
  assert_sum(DATE, "2000-03-30", "-P1M", "2000-02-29");
  assert_sum(DATE, "2014-09-13", "P136D", "2015-01-27");
  assert_sum(DATE, "2014-09-13", "PT23H", "2014-09-13");
  assert_sum(DATE, "2014-09-13", "-PT1H", "2014-09-12");
  assert_sum(TIME, "23:30:00+03:00", "PT45M", "00:15:00+03:00");
  furat_temporal year = moment(G_YEAR, "2014");
  furat_duration d = duration("P1Y");
  assert_int_equal(furat_temporal_add(&year, &year, &d), FURAT_BAD_DATA);
  furat_temporal late = moment(DATE, "99999999999-01-01");
  d = duration("P900000000000Y");
  assert_int_equal(furat_temporal_add(&late, &late, &d), FURAT_LIMIT);
}

static void
assert_difference(furat_temporal_kind kind, const char *a, const char *b,
                  const char *expected)
{
  furat_temporal x = moment(kind, a);
  furat_temporal y = moment(kind, b);
  furat_duration difference;
  assert_int_equal(furat_temporal_subtract(&difference, &x, &y), FURAT_OK);
  assert_duration(&difference, FURAT_DURATION_DAY_TIME, expected);
}

static void
moments_are_subtracted(void **state)
{
  (void)state;
  assert_difference(DATE, "2015-01-27", "2014-09-13", "P136D");
  assert_difference(DATE_TIME, "2000-10-30T06:12:00-05:00", "1999-11-28T09:00:00Z",
                    "P337DT2H12M");
  assert_difference(DATE_TIME, "2000-01-01T00:00:00", "2000-01-01T00:00:00.25",
                    "-PT0.25S");
  assert_difference(TIME, "11:12:00Z", "04:00:00Z", "PT7H12M");
  furat_temporal zoned = moment(DATE, "2014-01-01Z");
  furat_temporal unzoned = moment(DATE, "2014-01-01");
  furat_duration difference;
  assert_int_equal(furat_temporal_subtract(&difference, &zoned, &unzoned),
                   FURAT_BAD_DATA);
}

static void
adding_what_was_subtracted_comes_back(void **state)
{
  (void)state;
  unsigned seed = (unsigned)time(NULL);
  print_message("# seed %u\n", seed);
  srand(seed);
  furat_temporal start = moment(DATE_TIME, "1970-01-01T00:00:00Z");
  for (int i = 0; i < 20000; i++) {
    furat_duration step = {.seconds = ((int64_t)rand() << (rand() % 20)) *
                                      (rand() % 2 ? 1 : -1)};
    furat_temporal moved;
    furat_duration back;
    assert_int_equal(furat_temporal_add(&moved, &start, &step), FURAT_OK);
    assert_int_equal(furat_temporal_subtract(&back, &moved, &start), FURAT_OK);
    assert_true(back.seconds == step.seconds && back.atto == 0 && back.months == 0);
    furat_buffer text;
    furat_buffer_init(&text, 100);
    furat_temporal_write(&text, &moved);
    furat_temporal again = moment(DATE_TIME, text.data);
    int order;
    assert_int_equal(furat_temporal_compare(&again, &moved, &order), FURAT_OK);
    assert_int_equal(order, 0);
    furat_buffer_clear(&text);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(moments_are_read_and_written),
      cmocka_unit_test(what_is_no_moment_is_refused),
      cmocka_unit_test(durations_are_read_and_written),
      cmocka_unit_test(what_is_no_duration_is_refused),
      cmocka_unit_test(order_is_that_of_the_time_line),
      cmocka_unit_test(durations_are_ordered_where_months_allow),
      cmocka_unit_test(durations_are_added_to_moments),
      cmocka_unit_test(moments_are_subtracted),
      cmocka_unit_test(adding_what_was_subtracted_comes_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
