// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison of values.  Numbers are compared in the wider of the two types (17.3's
// promotion).
#include "func/compare.h"

#include <math.h>

static int
sign_of(double a, double b)
{
  return (a > b) - (a < b);
}

static bool
is_floating(const furat_value *v)
{
  return v->kind == FURAT_VALUE_FLOAT || v->kind == FURAT_VALUE_DOUBLE;
}

static double
as_double(const furat_value *v)
{
  return is_floating(v) ? v->number : furat_decimal_to_double(v->decimal);
}

static furat_status
compare_numbers(const furat_value *a, const furat_value *b, int *order, bool *unordered)
{
  if (!is_floating(a) && !is_floating(b)) {
    return furat_decimal_compare(a->decimal, b->decimal, order);
  }
  double x = as_double(a);
  double y = as_double(b);
  if (a->kind != FURAT_VALUE_DOUBLE && b->kind != FURAT_VALUE_DOUBLE) {
    x = (double)(float)x; // a decimal beside a float becomes a float
    y = (double)(float)y;
  }
  *unordered = isnan(x) || isnan(y);
  *order = sign_of(x, y);
  return FURAT_OK;
}

// ------------------------------------------------------------------- = and < and >

furat_status
furat_value_compare(const furat_value *a, const furat_value *b, int *order,
                    bool *unordered)
{
  *unordered = false;
  if (furat_value_is_numeric(a) && furat_value_is_numeric(b)) {
    return compare_numbers(a, b, order, unordered);
  }
  if (a->kind != b->kind) {
    return FURAT_BAD_DATA;
  }
  switch (a->kind) {
  case FURAT_VALUE_STRING:
    *order = furat_str_compare(a->term.text, b->term.text);
    return FURAT_OK;
  case FURAT_VALUE_BOOLEAN:
    *order = (int)a->boolean - (int)b->boolean;
    return FURAT_OK;
  case FURAT_VALUE_TEMPORAL:
    return furat_temporal_compare(&a->temporal, &b->temporal, order);
  case FURAT_VALUE_DURATION:
    return furat_duration_compare(&a->duration, &b->duration, order);
  default:
    return FURAT_BAD_DATA;
  }
}

// Values of these kinds are never equal to values of another kind.
static bool
is_understood(const furat_value *v)
{
  return v->kind != FURAT_VALUE_OTHER && v->kind != FURAT_VALUE_NONE;
}

static furat_status
equal_within_kind(const furat_value *a, const furat_value *b, bool *out)
{
  int order;
  bool unordered;
  switch (a->kind) {
  case FURAT_VALUE_IRI:
  case FURAT_VALUE_BLANK:
  case FURAT_VALUE_LANG_STRING:
    *out = furat_term_equal(&a->term, &b->term);
    return FURAT_OK;
  case FURAT_VALUE_DURATION:
    *out = a->duration.months == b->duration.months &&
           a->duration.seconds == b->duration.seconds &&
           a->duration.atto == b->duration.atto;
    return FURAT_OK;
  case FURAT_VALUE_TEMPORAL:
    if (a->temporal.kind != b->temporal.kind) {
      *out = false;
      return FURAT_OK;
    }
    break;
  default:
    break;
  }
  furat_status status = furat_value_compare(a, b, &order, &unordered);
  *out = status == FURAT_OK && !unordered && order == 0;
  return status;
}

furat_status
furat_value_equal(const furat_value *a, const furat_value *b, bool *out)
{
  *out = false;
  if (a->kind == FURAT_VALUE_NONE || b->kind == FURAT_VALUE_NONE) {
    return FURAT_BAD_DATA;
  }
  if (a->kind == b->kind && is_understood(a)) {
    return equal_within_kind(a, b, out);
  }
  if (furat_value_is_numeric(a) && furat_value_is_numeric(b)) {
    return equal_within_kind(a, b, out);
  }
  // A language-tagged string is equal to nothing but one, whatever the other is.
  if (a->kind == FURAT_VALUE_LANG_STRING || b->kind == FURAT_VALUE_LANG_STRING) {
    return FURAT_OK;
  }
  bool both_literals = a->kind > FURAT_VALUE_BLANK && b->kind > FURAT_VALUE_BLANK;
  if (!both_literals || (is_understood(a) && is_understood(b))) {
    return FURAT_OK;
  }
  // RDFterm-equal (17.4.1.7) of what is not understood: the same term or an error.
  *out = a->kind == b->kind && furat_term_equal(&a->term, &b->term);
  return *out ? FURAT_OK : FURAT_BAD_DATA;
}

// ------------------------------------------------------------------------ ORDER BY

// Kinds in their order; numbers stand together.
static int
rank_of(const furat_value *v)
{
  switch (v->kind) {
  case FURAT_VALUE_NONE:
    return 0;
  case FURAT_VALUE_BLANK:
    return 1;
  case FURAT_VALUE_IRI:
    return 2;
  case FURAT_VALUE_STRING:
    return 3;
  case FURAT_VALUE_LANG_STRING:
    return 4;
  case FURAT_VALUE_BOOLEAN:
    return 5;
  case FURAT_VALUE_INTEGER:
  case FURAT_VALUE_DECIMAL:
  case FURAT_VALUE_FLOAT:
  case FURAT_VALUE_DOUBLE:
    return 6;
  case FURAT_VALUE_TEMPORAL:
    return 7 + (int)v->temporal.kind;
  case FURAT_VALUE_DURATION:
    return 20;
  case FURAT_VALUE_OTHER:
    break;
  }
  return 21;
}

// A total order of numbers: exactly by value (a double is a decimal), NaN last.
static int
order_numbers(const furat_value *a, const furat_value *b)
{
  int order = 0;
  if (!is_floating(a) && !is_floating(b)) {
    // Comparing in place cannot fail.
    return furat_decimal_compare(a->decimal, b->decimal, &order) == FURAT_OK ? order : 0;
  }
  double x = as_double(a);
  double y = as_double(b);
  if (isnan(x) || isnan(y)) {
    return (int)isnan(x) - (int)isnan(y);
  }
  if (x != y || !isfinite(x) || is_floating(a) == is_floating(b)) {
    return sign_of(x, y);
  }
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_decimal exact_a = a->decimal;
  furat_decimal exact_b = b->decimal;
  if ((is_floating(a) && furat_decimal_of_double(&exact_a, &arena, x) != FURAT_OK) ||
      (is_floating(b) && furat_decimal_of_double(&exact_b, &arena, y) != FURAT_OK) ||
      furat_decimal_compare(exact_a, exact_b, &order) != FURAT_OK) {
    order = 0;
  }
  furat_arena_clear(&arena);
  return order;
}

// Moments without a time zone count as UTC here, so that the order is total.
static int
order_moments(const furat_temporal *a, const furat_temporal *b)
{
  furat_temporal x = *a;
  furat_temporal y = *b;
  x.zone_minutes = x.zone_minutes == FURAT_NO_TIMEZONE ? 0 : x.zone_minutes;
  y.zone_minutes = y.zone_minutes == FURAT_NO_TIMEZONE ? 0 : y.zone_minutes;
  int order = 0;
  return furat_temporal_compare(&x, &y, &order) == FURAT_OK ? order : 0;
}

// A month counts as 30.436875 days here, the mean of 400 years, so that the order is
// total.
static int
order_durations(const furat_duration *a, const furat_duration *b)
{
  static const double SECONDS_OF_MONTH = 2629746.0;
  double x =
      (double)a->months * SECONDS_OF_MONTH + (double)a->seconds + (double)a->atto * 1e-18;
  double y =
      (double)b->months * SECONDS_OF_MONTH + (double)b->seconds + (double)b->atto * 1e-18;
  return sign_of(x, y);
}

static int
order_within_rank(const furat_value *a, const furat_value *b)
{
  if (furat_value_is_numeric(a)) {
    return order_numbers(a, b);
  }
  switch (a->kind) {
  case FURAT_VALUE_BOOLEAN:
    return (int)a->boolean - (int)b->boolean;
  case FURAT_VALUE_TEMPORAL:
    return order_moments(&a->temporal, &b->temporal);
  case FURAT_VALUE_DURATION:
    return order_durations(&a->duration, &b->duration);
  default:
    return furat_term_compare(&a->term, &b->term);
  }
}

int
furat_value_order(const furat_value *a, const furat_value *b)
{
  int order = rank_of(a) - rank_of(b);
  if (order == 0 && a->kind != FURAT_VALUE_NONE) {
    order = order_within_rank(a, b);
  }
  if (order == 0) {
    order = furat_term_compare(&a->term, &b->term);
  }
  return order;
}
