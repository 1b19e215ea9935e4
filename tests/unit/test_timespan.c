// SPDX-License-Identifier: GPL-3.0-or-later
// Times as they are typed: every unit, every mistake, and back.
#include "base/timespan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
times_are_read(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    uint64_t milliseconds;
  } cases[] = {{"0", 0},
               {"1", 1000},
               {"0.5", 500},
               {".25", 250},
               {"2.", 2000},
               {"500ms", 500},
               {"2s", 2000},
               {"1.5s", 1500},
               {"2m", 120000},
               {"2min", 120000},
               {"0.5min", 30000},
               {"1h", 3600000},
               {"0.1h", 360000},
               {"0.1", 100},
               {"0.0001", 1},
               {"0.001ms", 1},
               {"0.0000", 0},
               {"007", 7000},
               {"1.0000000000001", 1000},
               {"1.001", 1001},
               {"99999999999999999999999h", 3600000000000000000u}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    uint64_t read = 77;
    assert_true(furat_timespan_parse(&read, furat_str_of(cases[i].text)));
    assert_int_equal(read, cases[i].milliseconds);
  }
}

static void
all_else_is_refused(void **state)
{
  (void)state;
  static const char *const texts[] = {"",    ".",  "s",   "ms",   "-1", "+1",
                                      "1 s", "1d", "1e3", "0x10", "1,", "1.5.",
                                      "1S",  " 1", "1 ",  "nan"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
    uint64_t read = 77;
    assert_false(furat_timespan_parse(&read, furat_str_of(texts[i])));
    assert_int_equal(read, 77);
  }
}

static void
what_is_written_is_read_the_same(void **state)
{
  (void)state;
  static const struct {
    uint64_t milliseconds;
    const char *text;
  } cases[] = {{0, "0s"},      {1, "1ms"},      {999, "999ms"},     {1000, "1s"},
               {1500, "1.5s"}, {1050, "1.05s"}, {1001, "1.001s"},   {60000, "1min"},
               {90000, "90s"}, {3600000, "1h"}, {5400000, "90min"}, {60500, "60.5s"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    char text[FURAT_TIMESPAN_BYTES];
    uint64_t back = 77;
    assert_string_equal(furat_timespan_write(text, cases[i].milliseconds), cases[i].text);
    assert_true(furat_timespan_parse(&back, furat_str_of(text)));
    assert_int_equal(back, cases[i].milliseconds);
  }
  char text[FURAT_TIMESPAN_BYTES];
  assert_string_equal(furat_timespan_write(text, UINT64_MAX), "18446744073709551.615s");
}

static void
times_that_were_taken_have_three_figures(void **state)
{
  (void)state;
  static const struct {
    int64_t nanoseconds;
    const char *text;
  } cases[] = {
      {0, "0.000 ms"},         {412345, "0.412 ms"},       {1234567, "1.23 ms"},
      {12345678, "12.3 ms"},   {123456789, "123 ms"},      {999400000, "999 ms"},
      {999600000, "1.00 s"},   {4022586000, "4.02 s"},     {12345678900, "12.3 s"},
      {99400000000, "99.4 s"}, {123400000000, "2 min 3 s"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
    char text[FURAT_TIMESPAN_BYTES];
    assert_string_equal(furat_timespan_write_taken(text, cases[i].nanoseconds),
                        cases[i].text);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(times_are_read),
      cmocka_unit_test(all_else_is_refused),
      cmocka_unit_test(times_that_were_taken_have_three_figures),
      cmocka_unit_test(what_is_written_is_read_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
