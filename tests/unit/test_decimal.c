// SPDX-License-Identifier: GPL-3.0-or-later
// Decimals: forms, exact arithmetic against 128-bit integers on random values, rounding,
// limits.
#include "func/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/alloc_fail.h"

__extension__ typedef __int128 int128; // the tests' yardstick

typedef furat_status (*operation)(furat_decimal *, furat_arena *, furat_decimal,
                                  furat_decimal);

static furat_decimal
parsed(furat_arena *arena, const char *text)
{
  furat_decimal value;
  assert_int_equal(furat_decimal_parse(&value, arena, furat_str_of(text)), FURAT_OK);
  return value;
}

static void
assert_written(furat_decimal value, const char *expected)
{
  furat_buffer out;
  furat_buffer_init(&out, 1 << 20);
  assert_int_equal(furat_decimal_write(&out, value, false), FURAT_OK);
  assert_string_equal(out.data, expected);
  furat_buffer_clear(&out);
}

static void
forms_are_made_canonical(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"0", "0.0"},
      {"-0", "0.0"},
      {"+1", "1.0"},
      {"01.50", "1.5"},
      {".5", "0.5"},
      {"5.", "5.0"},
      {"-0.001", "-0.001"},
      {"100", "100.0"},
      {"1000.000", "1000.0"},
      {"12345678901234567890123456789.5", "12345678901234567890123456789.5"},
      {"0.00000000000000000000000000001", "0.00000000000000000000000000001"},
  };
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    assert_written(parsed(&arena, cases[i][0]), cases[i][1]);
  }
  furat_arena_clear(&arena);
}

static void
what_is_no_decimal_is_refused(void **state)
{
  (void)state;
  static const char *const cases[] = {"",      "+",  ".", "-.", "1e5",
                                      "1.2.3", " 1", "١", "--1"};
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal value;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    assert_int_equal(furat_decimal_parse(&value, &arena, furat_str_of(cases[i])),
                     FURAT_BAD_DATA);
  }
  furat_arena_clear(&arena);
}

static void
assert_result(operation op, const char *a, const char *b, const char *expected)
{
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal result;
  assert_int_equal(op(&result, &arena, parsed(&arena, a), parsed(&arena, b)), FURAT_OK);
  assert_written(result, expected);
  furat_arena_clear(&arena);
}

static void
arithmetic_is_exact(void **state)
{
  (void)state;
  assert_result(furat_decimal_add, "0.1", "0.2", "0.3");
  assert_result(furat_decimal_add, "9223372036854775807", "1", "9223372036854775808.0");
  assert_result(furat_decimal_add, "99999999999999999999", "0.00000000000000000001",
                "99999999999999999999.00000000000000000001");
  assert_result(furat_decimal_subtract, "-9223372036854775808", "1",
                "-9223372036854775809.0");
  assert_result(furat_decimal_subtract, "1.5", "1.50", "0.0");
  assert_result(furat_decimal_multiply, "18446744073709551616", "18446744073709551616",
                "340282366920938463463374607431768211456.0");
  assert_result(furat_decimal_multiply, "0.05", "20", "1.0");
  assert_result(furat_decimal_divide, "1", "8", "0.125");
  assert_result(furat_decimal_divide, "2", "3", "0.666666666666666667");
  assert_result(furat_decimal_divide, "-2", "3", "-0.666666666666666667");
  assert_result(furat_decimal_divide, "10", "0.5", "20.0");
}

static void
division_by_zero_is_an_error(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal result;
  assert_int_equal(
      furat_decimal_divide(&result, &arena, parsed(&arena, "1"), parsed(&arena, "0.00")),
      FURAT_BAD_DATA);
  furat_arena_clear(&arena);
}

static void
assert_rounded(const char *value, furat_rounding rounding, const char *expected)
{
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal result;
  assert_int_equal(furat_decimal_round(&result, &arena, parsed(&arena, value), rounding),
                   FURAT_OK);
  assert_written(result, expected);
  furat_arena_clear(&arena);
}

static void
halves_round_towards_positive_infinity(void **state)
{
  (void)state;
  assert_rounded("2.5", FURAT_ROUND_HALF_UP, "3.0");
  assert_rounded("-2.5", FURAT_ROUND_HALF_UP, "-2.0");
  assert_rounded("-2.51", FURAT_ROUND_HALF_UP, "-3.0");
  assert_rounded("-0.5", FURAT_ROUND_CEILING, "0.0");
  assert_rounded("-0.5", FURAT_ROUND_FLOOR, "-1.0");
  assert_rounded("-7.9", FURAT_ROUND_TRUNCATE, "-7.0");
  assert_rounded("7", FURAT_ROUND_FLOOR, "7.0");
}

static void
doubles_convert_exactly_both_ways(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal value;
  assert_int_equal(furat_decimal_of_double(&value, &arena, 0.1), FURAT_OK);
  assert_written(value, "0.1000000000000000055511151231257827021181583404541015625");
  assert_int_equal(furat_decimal_of_double(&value, &arena, -1e22), FURAT_OK);
  assert_written(value, "-10000000000000000000000.0");
  assert_int_equal(furat_decimal_of_double(&value, &arena, 5e-324), FURAT_OK);
  assert_true(furat_decimal_to_double(value) == 5e-324);
  assert_int_equal(furat_decimal_of_double(&value, &arena, strtod("inf", NULL)),
                   FURAT_BAD_DATA);
  furat_arena_clear(&arena);
}

static void
decimals_become_the_nearest_double(void **state)
{
  (void)state;
  static const char *const forms[] = {"0.1",
                                      "-0.3",
                                      "97.5",
                                      "9007199254740993.0",
                                      "9007199254740992.7",
                                      "1234567890123456.789",
                                      "18446744073709551615.5",
                                      "-0.00000000000000000000001",
                                      "0.000000000000000000000000000000123",
                                      "123456789012345678901234567890.125"};
  for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
    furat_arena arena;
    furat_decimal value;
    furat_arena_init(&arena, SIZE_MAX);
    assert_int_equal(furat_decimal_parse(&value, &arena, furat_str_of(forms[i])),
                     FURAT_OK);
    assert_true(furat_decimal_to_double(value) == strtod(forms[i], NULL));
    furat_arena_clear(&arena);
  }
}

static void
too_many_digits_are_a_limit_not_a_crash(void **state)
{
  (void)state;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  char digits[FURAT_DECIMAL_MAX_DIGITS + 100];
  memset(digits, '9', sizeof(digits));
  furat_decimal value;
  assert_int_equal(
      furat_decimal_parse(&value, &arena, (furat_str){digits, sizeof(digits)}),
      FURAT_LIMIT);
  assert_int_equal(
      furat_decimal_parse(&value, &arena, (furat_str){digits, FURAT_DECIMAL_MAX_DIGITS}),
      FURAT_OK);
  furat_decimal product;
  assert_int_equal(furat_decimal_multiply(&product, &arena, value, value), FURAT_LIMIT);
  furat_arena_clear(&arena);
}

// -------------------------------------------------------- against 128-bit integers

static int64_t
random_int64(void)
{
  uint64_t bits = 0;
  for (int i = 0; i < 5; i++) {
    bits = (bits << 15) ^ (uint64_t)(unsigned)rand();
  }
  return (int64_t)bits >> (rand() % 63);
}

static void
assert_equals_int128(furat_decimal value, int128 expected)
{
  char text[50];
  size_t at = sizeof(text);
  bool negative = expected < 0;
  text[--at] = '\0';
  text[--at] = '0';
  text[--at] = '.';
  do {
    int digit = (int)(expected % 10);
    text[--at] = (char)('0' + (digit < 0 ? -digit : digit));
    expected /= 10;
  } while (expected != 0);
  if (negative) {
    text[--at] = '-';
  }
  assert_written(value, text + at);
}

static void
agrees_with_128_bit_integers(void **state)
{
  (void)state;
  unsigned seed = (unsigned)time(NULL);
  print_message("# seed %u\n", seed);
  srand(seed);
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  for (int i = 0; i < 20000; i++) {
    int64_t a = random_int64();
    int64_t b = random_int64();
    furat_decimal x = furat_decimal_of_int64(a);
    furat_decimal y = furat_decimal_of_int64(b);
    furat_decimal result;
    int order;
    assert_int_equal(furat_decimal_add(&result, &arena, x, y), FURAT_OK);
    assert_equals_int128(result, (int128)a + b);
    assert_int_equal(furat_decimal_subtract(&result, &arena, x, y), FURAT_OK);
    assert_equals_int128(result, (int128)a - b);
    assert_int_equal(furat_decimal_multiply(&result, &arena, x, y), FURAT_OK);
    assert_equals_int128(result, (int128)a * b);
    assert_int_equal(furat_decimal_compare(x, y, &order), FURAT_OK);
    assert_int_equal(order, (a > b) - (a < b));
    furat_arena_reset(&arena);
  }
  furat_arena_clear(&arena);
}

static furat_status
square_a_long_number(void *context)
{
  (void)context;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal value;
  furat_status status =
      furat_decimal_parse(&value, &arena, FURAT_STR("123456789012345678901234567890"));
  if (status == FURAT_OK) {
    status = furat_decimal_multiply(&value, &arena, value, value);
  }
  furat_arena_clear(&arena);
  return status;
}

static void
failing_allocations_are_reported(void **state)
{
  (void)state;
  alloc_fail_each(square_a_long_number, NULL);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(forms_are_made_canonical),
      cmocka_unit_test(what_is_no_decimal_is_refused),
      cmocka_unit_test(arithmetic_is_exact),
      cmocka_unit_test(division_by_zero_is_an_error),
      cmocka_unit_test(halves_round_towards_positive_infinity),
      cmocka_unit_test(doubles_convert_exactly_both_ways),
      cmocka_unit_test(decimals_become_the_nearest_double),
      cmocka_unit_test(too_many_digits_are_a_limit_not_a_crash),
      cmocka_unit_test(agrees_with_128_bit_integers),
      cmocka_unit_test(failing_allocations_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
