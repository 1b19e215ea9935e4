// SPDX-License-Identifier: GPL-3.0-or-later
// Decimals over GMP's integers.  Each operation opens its operands as read-only views,
// works on temporaries, and stores the result in lowest terms: one word in the value,
// more in the arena.
#include "func/decimal.h"

#include <assert.h>
#include <gmp.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "func/number.h"

static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "limbs are 64 bits");

enum {
  BITS_OF_LIMB = 64,
  MAX_LIMBS = FURAT_DECIMAL_MAX_DIGITS * 3322 / 1000 / BITS_OF_LIMB + 1
};

static size_t
n_limbs_of(furat_decimal value)
{
  return value.n_limbs < 0 ? (size_t)-value.n_limbs : (size_t)value.n_limbs;
}

// `value` must outlive the view.
static void
view(mpz_t out, const furat_decimal *value)
{
  const uint64_t *limbs = n_limbs_of(*value) > 1 ? value->limbs : &value->limb;
  mpz_roinit_n(out, (const mp_limb_t *)limbs, value->n_limbs);
}

// Divide by 10 as long as it goes without rest and a scale is left.
static void
reduce(mpz_t unscaled, uint32_t *scale)
{
  if (mpz_sgn(unscaled) == 0) {
    *scale = 0;
  }
  // Halving steps: 10^1024, 10^512 ... 10^1 strip any number of zeros in a few divisions.
  mpz_t power;
  mpz_init(power);
  for (uint32_t step = 1024; step > 0 && *scale > 0; step /= 2) {
    mpz_ui_pow_ui(power, 10, step);
    while (*scale >= step && mpz_divisible_p(unscaled, power)) {
      mpz_divexact(unscaled, unscaled, power);
      *scale -= step;
    }
  }
  mpz_clear(power);
}

static furat_status
store(furat_decimal *out, furat_arena *arena, mpz_t unscaled, uint32_t scale)
{
  reduce(unscaled, &scale);
  size_t n = mpz_size(unscaled);
  if (n > MAX_LIMBS || scale > FURAT_DECIMAL_MAX_DIGITS) {
    return FURAT_LIMIT;
  }
  *out = (furat_decimal){.scale = scale, .n_limbs = mpz_sgn(unscaled) * (int32_t)n};
  if (n <= 1) {
    out->limb = n == 1 ? mpz_getlimbn(unscaled, 0) : 0;
    return FURAT_OK;
  }
  uint64_t *limbs = FURAT_ARENA_ARRAY(arena, uint64_t, n);
  if (!limbs) {
    return FURAT_NO_MEM;
  }
  memcpy(limbs, mpz_limbs_read(unscaled), n * sizeof(*limbs));
  out->limbs = limbs;
  return FURAT_OK;
}

static void
multiply_by_power_of_10(mpz_t out, const mpz_t value, uint32_t exponent)
{
  mpz_t power;
  mpz_init(power);
  mpz_ui_pow_ui(power, 10, exponent);
  mpz_mul(out, value, power);
  mpz_clear(power);
}

furat_decimal
furat_decimal_of_int64(int64_t value)
{
  uint64_t magnitude = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
  return (furat_decimal){.n_limbs = (value > 0) - (value < 0), .limb = magnitude};
}

// ------------------------------------------------------------------- lexical forms

// The digits without sign and point, terminated, and how many stand behind the point.
static furat_status
collect_digits(furat_str lexical, char *digits, uint32_t *scale)
{
  size_t n = 0;
  bool seen_point = false;
  bool seen_digit = false;
  *scale = 0;
  size_t at = lexical.len > 0 && (lexical.data[0] == '+' || lexical.data[0] == '-');
  if (at == 1 && lexical.data[0] == '-') {
    digits[n++] = '-';
  }
  for (; at < lexical.len; at++) {
    char c = lexical.data[at];
    if (c == '.' && !seen_point) {
      seen_point = true;
    } else if (c >= '0' && c <= '9') {
      if (n > FURAT_DECIMAL_MAX_DIGITS) {
        return FURAT_LIMIT;
      }
      digits[n++] = c;
      seen_digit = true;
      *scale += seen_point;
    } else {
      return FURAT_BAD_DATA;
    }
  }
  digits[n] = '\0';
  return seen_digit ? FURAT_OK : FURAT_BAD_DATA;
}

furat_status
furat_decimal_parse(furat_decimal *out, furat_arena *arena, furat_str lexical)
{
  char digits[FURAT_DECIMAL_MAX_DIGITS + 3];
  uint32_t scale;
  furat_status status = collect_digits(lexical, digits, &scale);
  if (status != FURAT_OK) {
    return status;
  }
  mpz_t unscaled;
  mpz_init_set_str(unscaled, digits, 10);
  status = store(out, arena, unscaled, scale);
  mpz_clear(unscaled);
  return status;
}

furat_status
furat_decimal_write(furat_buffer *out, furat_decimal value, bool as_integer)
{
  assert(!as_integer || value.scale == 0);
  mpz_t unscaled;
  view(unscaled, &value);
  char digits[FURAT_DECIMAL_MAX_DIGITS * 2];
  assert(mpz_sizeinbase(unscaled, 10) + 2 <= sizeof(digits));
  mpz_get_str(digits, 10, unscaled);
  furat_str text = furat_str_of(digits);
  if (text.len > 0 && text.data[0] == '-') {
    furat_buffer_append_byte(out, '-');
    text = furat_str_slice(text, 1, text.len);
  }
  size_t n_whole = text.len > value.scale ? text.len - value.scale : 0;
  furat_buffer_append(out,
                      n_whole > 0 ? furat_str_slice(text, 0, n_whole) : FURAT_STR("0"));
  if (!as_integer) {
    furat_buffer_append_byte(out, '.');
    furat_buffer_append_fill(out, '0', n_whole > 0 ? 0 : value.scale - text.len);
    furat_buffer_append(out, value.scale > 0 ? furat_str_slice(text, n_whole, text.len)
                                             : FURAT_STR("0"));
  }
  return out->status;
}

// --------------------------------------------------------------------- conversions

furat_status
furat_decimal_of_double(furat_decimal *out, furat_arena *arena, double value)
{
  if (!isfinite(value)) {
    return FURAT_BAD_DATA;
  }
  int exponent;
  double fraction = frexp(value, &exponent); // value = fraction * 2^exponent
  mpz_t unscaled;
  mpz_init(unscaled);
  mpz_set_d(unscaled, ldexp(fraction, 53));
  exponent -= 53;
  uint32_t scale = 0;
  if (exponent >= 0) {
    mpz_mul_2exp(unscaled, unscaled, (mp_bitcnt_t)exponent);
  } else {
    // m / 2^k = m * 5^k / 10^k
    scale = (uint32_t)-exponent;
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 5, scale);
    mpz_mul(unscaled, unscaled, power);
    mpz_clear(power);
  }
  furat_status status = store(out, arena, unscaled, scale);
  mpz_clear(unscaled);
  return status;
}

// The division of two doubles that are exact rounds once, and rightly.
static bool
divide_exactly(double *out, furat_decimal value)
{
  enum { MAX_EXACT_SCALE = 22 };
  const uint64_t MAX_EXACT = UINT64_C(1) << 53;
  if (value.scale > MAX_EXACT_SCALE || value.limb > MAX_EXACT) {
    return false;
  }
  double power = 1.0;
  for (uint32_t i = 0; i < value.scale; i++) {
    power *= 10.0;
  }
  *out = (double)value.limb / power;
  return true;
}

double
furat_decimal_to_double(furat_decimal value)
{
  double magnitude = 0.0;
  if (n_limbs_of(value) <= 1 && (value.scale == 0 || divide_exactly(&magnitude, value))) {
    magnitude = value.scale == 0 ? (double)value.limb : magnitude;
    return value.n_limbs < 0 ? -magnitude : magnitude;
  }
  // Reading it rounds rightly, which a division of two doubles does not.
  char text[FURAT_DECIMAL_MAX_DIGITS * 2 + 16];
  mpz_t unscaled;
  view(unscaled, &value);
  assert(mpz_sizeinbase(unscaled, 10) + 2 <= FURAT_DECIMAL_MAX_DIGITS * 2);
  mpz_get_str(text, 10, unscaled);
  size_t len = furat_str_of(text).len;
  snprintf(text + len, sizeof(text) - len, "e-%u", value.scale);
  double result = NAN;
  furat_number_parse(&result, furat_str_of(text), false);
  return result;
}

bool
furat_decimal_to_int64(furat_decimal value, int64_t *out)
{
  if (value.scale > 0 || n_limbs_of(value) > 1) {
    return false;
  }
  bool negative = value.n_limbs < 0;
  if (value.limb > (uint64_t)INT64_MAX + negative) {
    return false;
  }
  *out = negative ? (int64_t)(UINT64_C(0) - value.limb) : (int64_t)value.limb;
  return true;
}

// ---------------------------------------------------------------------- arithmetic

// Both unscaled integers over the larger scale.
static uint32_t
align(mpz_t x, mpz_t y, const furat_decimal *a, const furat_decimal *b)
{
  mpz_t raw;
  view(raw, a);
  mpz_set(x, raw);
  view(raw, b);
  mpz_set(y, raw);
  if (a->scale < b->scale) {
    multiply_by_power_of_10(x, x, b->scale - a->scale);
    return b->scale;
  }
  if (b->scale < a->scale) {
    multiply_by_power_of_10(y, y, a->scale - b->scale);
  }
  return a->scale;
}

// Whether both are integers of one word, and then their signed values.
static bool
both_small(furat_decimal a, furat_decimal b, int64_t *x, int64_t *y)
{
  return furat_decimal_to_int64(a, x) && furat_decimal_to_int64(b, y);
}

furat_status
furat_decimal_compare(furat_decimal a, furat_decimal b, int *order)
{
  int64_t small_a;
  int64_t small_b;
  if (both_small(a, b, &small_a, &small_b)) {
    *order = (small_a > small_b) - (small_a < small_b);
    return FURAT_OK;
  }
  mpz_t x;
  mpz_t y;
  mpz_inits(x, y, NULL);
  align(x, y, &a, &b);
  int sign = mpz_cmp(x, y);
  *order = (sign > 0) - (sign < 0);
  mpz_clears(x, y, NULL);
  return FURAT_OK;
}

typedef void (*combine)(mpz_ptr, mpz_srcptr, mpz_srcptr);

static furat_status
aligned(furat_decimal *out, furat_arena *arena, furat_decimal a, furat_decimal b,
        combine op)
{
  mpz_t x;
  mpz_t y;
  mpz_inits(x, y, NULL);
  uint32_t scale = align(x, y, &a, &b);
  op(x, x, y);
  furat_status status = store(out, arena, x, scale);
  mpz_clears(x, y, NULL);
  return status;
}

furat_status
furat_decimal_add(furat_decimal *out, furat_arena *arena, furat_decimal a,
                  furat_decimal b)
{
  int64_t x;
  int64_t y;
  int64_t sum;
  if (both_small(a, b, &x, &y) && !__builtin_add_overflow(x, y, &sum)) {
    *out = furat_decimal_of_int64(sum);
    return FURAT_OK;
  }
  return aligned(out, arena, a, b, mpz_add);
}

furat_status
furat_decimal_subtract(furat_decimal *out, furat_arena *arena, furat_decimal a,
                       furat_decimal b)
{
  return furat_decimal_add(out, arena, a, furat_decimal_negate(b));
}

furat_status
furat_decimal_multiply(furat_decimal *out, furat_arena *arena, furat_decimal a,
                       furat_decimal b)
{
  int64_t small_a;
  int64_t small_b;
  int64_t product;
  if (both_small(a, b, &small_a, &small_b) &&
      !__builtin_mul_overflow(small_a, small_b, &product)) {
    *out = furat_decimal_of_int64(product);
    return FURAT_OK;
  }
  mpz_t x;
  mpz_t y;
  mpz_t result;
  view(x, &a);
  view(y, &b);
  mpz_init(result);
  mpz_mul(result, x, y);
  furat_status status = store(out, arena, result, a.scale + b.scale);
  mpz_clear(result);
  return status;
}

// quotient = round-half-even(x / y); y must not be 0.
static void
divide_rounding(mpz_t quotient, mpz_t x, mpz_t y)
{
  mpz_t rest;
  mpz_init(rest);
  int sign = mpz_sgn(x) * mpz_sgn(y);
  mpz_abs(x, x);
  mpz_abs(y, y);
  mpz_tdiv_qr(quotient, rest, x, y);
  mpz_mul_2exp(rest, rest, 1);
  int half = mpz_cmp(rest, y);
  if (half > 0 || (half == 0 && mpz_odd_p(quotient))) {
    mpz_add_ui(quotient, quotient, 1);
  }
  if (sign < 0) {
    mpz_neg(quotient, quotient);
  }
  mpz_clear(rest);
}

furat_status
furat_decimal_divide(furat_decimal *out, furat_arena *arena, furat_decimal a,
                     furat_decimal b)
{
  if (b.n_limbs == 0) {
    return FURAT_BAD_DATA;
  }
  mpz_t x;
  mpz_t y;
  mpz_t quotient;
  mpz_inits(x, y, quotient, NULL);
  align(x, y, &a, &b);
  multiply_by_power_of_10(x, x, FURAT_DECIMAL_DIVISION_SCALE);
  divide_rounding(quotient, x, y);
  furat_status status = store(out, arena, quotient, FURAT_DECIMAL_DIVISION_SCALE);
  mpz_clears(x, y, quotient, NULL);
  return status;
}

furat_decimal
furat_decimal_negate(furat_decimal value)
{
  value.n_limbs = -value.n_limbs;
  return value;
}

furat_status
furat_decimal_round(furat_decimal *out, furat_arena *arena, furat_decimal value,
                    furat_rounding rounding)
{
  if (value.scale == 0) {
    *out = value;
    return FURAT_OK;
  }
  mpz_t x;
  mpz_t power;
  view(x, &value);
  mpz_init(power);
  mpz_ui_pow_ui(power, 10, value.scale);
  mpz_t result;
  mpz_init(result);
  switch (rounding) {
  case FURAT_ROUND_HALF_UP:
    // floor((2x + 10^scale) / (2 * 10^scale)): half goes towards positive infinity.
    mpz_mul_2exp(result, x, 1);
    mpz_add(result, result, power);
    mpz_mul_2exp(power, power, 1);
    mpz_fdiv_q(result, result, power);
    break;
  case FURAT_ROUND_FLOOR:
    mpz_fdiv_q(result, x, power);
    break;
  case FURAT_ROUND_CEILING:
    mpz_cdiv_q(result, x, power);
    break;
  case FURAT_ROUND_TRUNCATE:
    mpz_tdiv_q(result, x, power);
    break;
  }
  furat_status status = store(out, arena, result, 0);
  mpz_clears(power, result, NULL);
  return status;
}
