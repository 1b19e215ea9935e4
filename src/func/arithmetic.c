// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic: pick the type of the result, bring both operands to it, compute.
#include "func/arithmetic.h"

#include <math.h>

static furat_value_kind
wider(furat_value_kind a, furat_value_kind b)
{
  return a > b ? a : b; // INTEGER < DECIMAL < FLOAT < DOUBLE
}

static double
as_double(const furat_value *v)
{
  return v->kind >= FURAT_VALUE_FLOAT ? v->number : furat_decimal_to_double(v->decimal);
}

static furat_value
floating(furat_value_kind kind, double number)
{
  return (furat_value){
      .kind = kind, .number = kind == FURAT_VALUE_FLOAT ? (double)(float)number : number};
}

static furat_status
floating_arithmetic(furat_value *out, furat_value_kind kind, furat_arithmetic op,
                    double a, double b)
{
  double result = 0.0;
  switch (op) {
  case FURAT_ADD:
    result = a + b;
    break;
  case FURAT_SUBTRACT:
    result = a - b;
    break;
  case FURAT_MULTIPLY:
    result = a * b;
    break;
  case FURAT_DIVIDE:
    result = a / b;
    break;
  }
  *out = floating(kind, result);
  return FURAT_OK;
}

static furat_status
exact_arithmetic(furat_value *out, furat_arena *arena, furat_value_kind kind,
                 furat_arithmetic op, furat_decimal a, furat_decimal b)
{
  furat_decimal result;
  furat_status status = FURAT_OK;
  switch (op) {
  case FURAT_ADD:
    status = furat_decimal_add(&result, arena, a, b);
    break;
  case FURAT_SUBTRACT:
    status = furat_decimal_subtract(&result, arena, a, b);
    break;
  case FURAT_MULTIPLY:
    status = furat_decimal_multiply(&result, arena, a, b);
    break;
  case FURAT_DIVIDE:
    status = furat_decimal_divide(&result, arena, a, b);
    kind = FURAT_VALUE_DECIMAL; // 17.3: the quotient of integers is a decimal
    break;
  }
  if (status == FURAT_OK) {
    *out = (furat_value){.kind = kind, .decimal = result};
  }
  return status;
}

static furat_status
number_arithmetic(furat_value *out, furat_arena *arena, furat_arithmetic op,
                  const furat_value *a, const furat_value *b)
{
  furat_value_kind kind = wider(a->kind, b->kind);
  if (kind >= FURAT_VALUE_FLOAT) {
    return floating_arithmetic(out, kind, op, as_double(a), as_double(b));
  }
  return exact_arithmetic(out, arena, kind, op, a->decimal, b->decimal);
}

// ----------------------------------------------------------- moments and durations

static furat_value
duration_value(furat_duration duration, furat_duration_kind kind)
{
  return (furat_value){
      .kind = FURAT_VALUE_DURATION, .duration = duration, .duration_kind = kind};
}

static furat_status
moment_plus(furat_value *out, const furat_value *moment, furat_duration duration)
{
  furat_temporal sum;
  furat_status status = furat_temporal_add(&sum, &moment->temporal, &duration);
  if (status == FURAT_OK) {
    *out = (furat_value){.kind = FURAT_VALUE_TEMPORAL, .temporal = sum};
  }
  return status;
}

static furat_status
moment_arithmetic(furat_value *out, furat_arithmetic op, const furat_value *a,
                  const furat_value *b)
{
  if (b->kind == FURAT_VALUE_DURATION && op == FURAT_ADD) {
    return moment_plus(out, a, b->duration);
  }
  if (b->kind == FURAT_VALUE_DURATION && op == FURAT_SUBTRACT) {
    return moment_plus(out, a, furat_duration_negate(b->duration));
  }
  if (b->kind == FURAT_VALUE_TEMPORAL && op == FURAT_SUBTRACT) {
    furat_duration difference;
    furat_status status =
        furat_temporal_subtract(&difference, &a->temporal, &b->temporal);
    if (status == FURAT_OK) {
      *out = duration_value(difference, FURAT_DURATION_DAY_TIME);
    }
    return status;
  }
  return FURAT_BAD_DATA;
}

static double
scaled(int64_t part, double factor, bool divides)
{
  return divides ? (double)part / factor : (double)part * factor;
}

// A duration times a number, or divided by it, rounded to whole months and attoseconds
// as far as a double goes.
static furat_status
scale_duration(furat_value *out, const furat_value *a, double factor, bool divides)
{
  static const double LIMIT = 9e18;
  static const int64_t ATTO = INT64_C(1000000000000000000);
  if (isnan(factor) || a->duration_kind == FURAT_DURATION_ANY) {
    return FURAT_BAD_DATA;
  }
  furat_duration d = {0};
  double months = floor(scaled(a->duration.months, factor, divides) + 0.5);
  double seconds = scaled(a->duration.seconds, factor, divides);
  double whole = trunc(seconds);
  double atto = (seconds - whole) * 1e18 + scaled(a->duration.atto, factor, divides);
  double carry = trunc(atto / 1e18);
  if (!(fabs(months) < LIMIT && fabs(whole + carry) < LIMIT)) {
    return FURAT_LIMIT;
  }
  d.months = (int64_t)months;
  d.atto = (int64_t)round((atto - carry * 1e18) / 1e3) * 1000;
  // What is nearly a second may have been rounded to one.
  d.seconds = (int64_t)(whole + carry) + d.atto / ATTO;
  d.atto %= ATTO;
  *out = duration_value(d, a->duration_kind);
  return FURAT_OK;
}

static furat_status
duration_arithmetic(furat_value *out, furat_arithmetic op, const furat_value *a,
                    const furat_value *b)
{
  if (furat_value_is_numeric(b) && op == FURAT_MULTIPLY) {
    return scale_duration(out, a, as_double(b), false);
  }
  if (furat_value_is_numeric(b) && op == FURAT_DIVIDE) {
    double divisor = as_double(b);
    return divisor == 0.0 ? FURAT_BAD_DATA : scale_duration(out, a, divisor, true);
  }
  bool same_kind =
      b->kind == FURAT_VALUE_DURATION && a->duration_kind == b->duration_kind;
  if (!same_kind || a->duration_kind == FURAT_DURATION_ANY || op > FURAT_SUBTRACT) {
    return FURAT_BAD_DATA;
  }
  furat_duration right =
      op == FURAT_SUBTRACT ? furat_duration_negate(b->duration) : b->duration;
  furat_duration sum;
  furat_status status = furat_duration_add(&sum, &a->duration, &right);
  if (status == FURAT_OK) {
    *out = duration_value(sum, a->duration_kind);
  }
  return status;
}

static furat_status
dispatch(furat_value *out, furat_arena *arena, furat_arithmetic op, const furat_value *a,
         const furat_value *b)
{
  if (furat_value_is_numeric(a) && furat_value_is_numeric(b)) {
    return number_arithmetic(out, arena, op, a, b);
  }
  if (a->kind == FURAT_VALUE_TEMPORAL) {
    return moment_arithmetic(out, op, a, b);
  }
  if (a->kind == FURAT_VALUE_DURATION && b->kind == FURAT_VALUE_TEMPORAL &&
      op == FURAT_ADD) {
    return moment_plus(out, b, a->duration);
  }
  if (a->kind == FURAT_VALUE_DURATION) {
    return duration_arithmetic(out, op, a, b);
  }
  if (furat_value_is_numeric(a) && b->kind == FURAT_VALUE_DURATION &&
      op == FURAT_MULTIPLY) {
    return scale_duration(out, b, as_double(a), false);
  }
  return FURAT_BAD_DATA;
}

furat_status
furat_value_arithmetic(furat_value *out, furat_arena *arena, furat_arithmetic op,
                       const furat_value *a, const furat_value *b)
{
  furat_status status = dispatch(out, arena, op, a, b);
  return status == FURAT_LIMIT ? FURAT_BAD_DATA : status;
}

// --------------------------------------------------------------------- one operand

furat_status
furat_value_negate(furat_value *out, const furat_value *a)
{
  if (a->kind == FURAT_VALUE_DURATION) {
    *out = duration_value(furat_duration_negate(a->duration), a->duration_kind);
    return FURAT_OK;
  }
  if (!furat_value_is_numeric(a)) {
    return FURAT_BAD_DATA;
  }
  if (a->kind >= FURAT_VALUE_FLOAT) {
    *out = floating(a->kind, -a->number);
  } else {
    *out = (furat_value){.kind = a->kind, .decimal = furat_decimal_negate(a->decimal)};
  }
  return FURAT_OK;
}

furat_status
furat_value_abs(furat_value *out, const furat_value *a)
{
  if (!furat_value_is_numeric(a)) {
    return FURAT_BAD_DATA;
  }
  if (a->kind >= FURAT_VALUE_FLOAT) {
    *out = floating(a->kind, fabs(a->number));
  } else {
    furat_decimal d = a->decimal;
    *out = (furat_value){.kind = a->kind,
                         .decimal = d.n_limbs < 0 ? furat_decimal_negate(d) : d};
  }
  return FURAT_OK;
}

static double
round_double(double number, furat_rounding rounding)
{
  switch (rounding) {
  case FURAT_ROUND_FLOOR:
    return floor(number);
  case FURAT_ROUND_CEILING:
    return ceil(number);
  case FURAT_ROUND_TRUNCATE:
    return trunc(number);
  case FURAT_ROUND_HALF_UP:
    break;
  }
  // floor(x + 0.5) is wrong just below a half, where the sum rounds up.
  double whole = floor(number);
  return copysign(number - whole >= 0.5 ? whole + 1.0 : whole, number);
}

furat_status
furat_value_round(furat_value *out, furat_arena *arena, const furat_value *a,
                  furat_rounding rounding)
{
  if (!furat_value_is_numeric(a)) {
    return FURAT_BAD_DATA;
  }
  if (a->kind >= FURAT_VALUE_FLOAT) {
    *out = floating(a->kind, round_double(a->number, rounding));
    return FURAT_OK;
  }
  furat_decimal rounded;
  furat_status status = furat_decimal_round(&rounded, arena, a->decimal, rounding);
  if (status == FURAT_OK) {
    *out = (furat_value){.kind = a->kind, .decimal = rounded};
  }
  return status;
}
