// SPDX-License-Identifier: GPL-3.0-or-later
// A constant cuts the ids of a tag in two: those below its value, and those above.  In
// between are those that are equal, or, where rounding or a missing time zone leaves it
// open, those that have to be compared as values.
#include "exec/id_range.h"

#include <assert.h>
#include <math.h>

static const int64_t POWER_E8 = 100000000;

typedef struct {
  furat_id less_below;   // ids of the tag before it have lesser values
  furat_id greater_from; // ids of the tag from it on have greater ones
  bool exact;            // those in between are equal
} cut;

static furat_id
first_of(furat_id_tag tag)
{
  return furat_id_make(tag, 0);
}

static furat_id
beyond(furat_id_tag tag)
{
  return first_of(tag) + (UINT64_C(1) << FURAT_ID_PAYLOAD_BITS);
}

void
furat_id_ranges_init(furat_id_ranges *ranges)
{
  ranges->n = 1;
  ranges->items[0] = (furat_id_range){FURAT_ID_NONE + 1, UINT64_MAX, true};
}

// Behind all others.  Where there is no room, ranges grow together: they hold more then,
// but nothing of it is sure.
static void
add(furat_id_ranges *ranges, furat_id low, furat_id high, bool sure)
{
  if (low > high) {
    return;
  }
  furat_id_range *last = ranges->n > 0 ? &ranges->items[ranges->n - 1] : NULL;
  if (last && last->high + 1 == low && last->sure == sure) {
    last->high = high;
  } else if (ranges->n == FURAT_ID_MAX_RANGES) {
    last->high = high;
    last->sure = false;
  } else {
    ranges->items[ranges->n++] = (furat_id_range){low, high, sure};
  }
}

// Those of one tag.
static void
add_cut(furat_id_ranges *ranges, furat_expr_kind comparison, furat_id_tag tag, cut at)
{
  const bool equal = comparison == FURAT_EXPR_EQ || comparison == FURAT_EXPR_LE ||
                     comparison == FURAT_EXPR_GE;
  if (comparison == FURAT_EXPR_LT || comparison == FURAT_EXPR_LE) {
    add(ranges, first_of(tag), at.less_below - 1, true);
  }
  if (at.less_below < at.greater_from && (equal || !at.exact)) {
    add(ranges, at.less_below, at.greater_from - 1, at.exact);
  }
  if (comparison == FURAT_EXPR_GT || comparison == FURAT_EXPR_GE) {
    add(ranges, at.greater_from, beyond(tag) - 1, true);
  }
}

// ----------------------------------------------------------------------------- numbers

static furat_id
id_of_number(furat_id_tag tag, int64_t payload)
{
  const int64_t zero = INT64_C(1) << (FURAT_ID_PAYLOAD_BITS - 1);
  return payload < -zero  ? first_of(tag)
         : payload > zero ? beyond(tag)
                          : first_of(tag) + (furat_id)(payload + zero);
}

// A constant as `whole` + `e8` / 10^8, 0 <= e8 < 10^8.
typedef struct {
  int64_t whole;
  int64_t e8;
} number;

static cut
cut_integers(number at)
{
  return (cut){id_of_number(FURAT_ID_TAG_INTEGER, at.whole + (at.e8 > 0)),
               id_of_number(FURAT_ID_TAG_INTEGER, at.whole + 1), true};
}

static cut
cut_decimals(number at)
{
  int64_t scaled;
  if (__builtin_mul_overflow(at.whole, POWER_E8, &scaled) ||
      __builtin_add_overflow(scaled, at.e8, &scaled)) {
    const furat_id id =
        at.whole < 0 ? first_of(FURAT_ID_TAG_DECIMAL) : beyond(FURAT_ID_TAG_DECIMAL);
    return (cut){id, id, true};
  }
  return (cut){id_of_number(FURAT_ID_TAG_DECIMAL, scaled),
               id_of_number(FURAT_ID_TAG_DECIMAL, scaled + 1), true};
}

// The payload of a double's id, from its 15 first digits.  The logarithm of a number just
// below a power of ten may be that of the power.
static int64_t
payload_of_double(double value)
{
  enum { DIGITS = 15, BIAS = 280 };
  const int64_t END = 1000000000000000; // of mantissas
  int exponent = (int)floor(log10(value));
  exponent -= value * pow(10.0, DIGITS - 1 - exponent) < (double)END / 10;
  int64_t mantissa = llround(value * pow(10.0, DIGITS - 1 - exponent));
  if (mantissa >= END) {
    mantissa /= 10;
    exponent += 1;
  }
  return (int64_t)(exponent + BIAS) * END + mantissa;
}

// Two units of the last digit are more than all that rounding can do, here and where
// doubles are compared.
static cut
cut_doubles(number at)
{
  enum { OPEN = 3 };
  const double value = (double)at.whole + (double)at.e8 / (double)POWER_E8;
  const int64_t payload = value > 0.0   ? payload_of_double(value)
                          : value < 0.0 ? -payload_of_double(-value)
                                        : 0;
  return (cut){id_of_number(FURAT_ID_TAG_DOUBLE, payload - OPEN),
               id_of_number(FURAT_ID_TAG_DOUBLE, payload + OPEN + 1), false};
}

static void
compare_with_number(furat_id_ranges *ranges, furat_expr_kind comparison, number at)
{
  add(ranges, first_of(FURAT_ID_TAG_TYPED), beyond(FURAT_ID_TAG_TYPED) - 1, false);
  add_cut(ranges, comparison, FURAT_ID_TAG_INTEGER, cut_integers(at));
  add_cut(ranges, comparison, FURAT_ID_TAG_DECIMAL, cut_decimals(at));
  add_cut(ranges, comparison, FURAT_ID_TAG_DOUBLE, cut_doubles(at));
}

// Integers become doubles to be compared with one, which is exact below 2^53.
static cut
cut_integers_by_double(double value)
{
  const double EXACT = 9007199254740992.0;
  if (fabs(value) >= EXACT) {
    return (cut){first_of(FURAT_ID_TAG_INTEGER), beyond(FURAT_ID_TAG_INTEGER), false};
  }
  const double whole = floor(value);
  return cut_integers((number){(int64_t)whole, value > whole});
}

// Decimals of ids have 18 digits, of which a double keeps 15.
static cut
cut_decimals_by_double(double value)
{
  enum { OPEN = 1000 };
  const double MOST = 1e10; // more than any decimal of an id
  const double near = fmax(fmin(value, MOST), -MOST);
  const int64_t scaled = llround(near * (double)POWER_E8);
  return (cut){id_of_number(FURAT_ID_TAG_DECIMAL, scaled - OPEN),
               id_of_number(FURAT_ID_TAG_DECIMAL, scaled + OPEN), false};
}

static void
compare_with_double(furat_id_ranges *ranges, furat_expr_kind comparison, furat_id at)
{
  const double value = furat_id_double(at);
  add(ranges, first_of(FURAT_ID_TAG_TYPED), beyond(FURAT_ID_TAG_TYPED) - 1, false);
  add_cut(ranges, comparison, FURAT_ID_TAG_INTEGER, cut_integers_by_double(value));
  add_cut(ranges, comparison, FURAT_ID_TAG_DECIMAL, cut_decimals_by_double(value));
  add_cut(ranges, comparison, FURAT_ID_TAG_DOUBLE, (cut){at, at + 1, true});
}

// ----------------------------------------------------------------------------- moments

// Moments with and without a time zone are in order when more than 14 hours lie between
// them.
static cut
cut_moments(furat_id_tag tag, furat_id constant)
{
  enum { OPEN_MINUTES = 15 * 60, MS_OF_MINUTE = 60000, ZONE_BITS = 11 };
  const uint64_t open =
      (uint64_t)OPEN_MINUTES * (tag == FURAT_ID_TAG_DATE_TIME ? MS_OF_MINUTE : 1)
      << ZONE_BITS;
  const furat_id low = constant - first_of(tag) > open ? constant - open : first_of(tag);
  const furat_id high = beyond(tag) - constant > open ? constant + open : beyond(tag);
  return (cut){low, high, false};
}

static void
compare_with_moment(furat_id_ranges *ranges, furat_expr_kind comparison, furat_id_tag tag,
                    furat_id constant)
{
  add(ranges, first_of(FURAT_ID_TAG_TYPED), beyond(FURAT_ID_TAG_TYPED) - 1, false);
  add_cut(ranges, comparison, tag, cut_moments(tag, constant));
}

// ---------------------------------------------------------------------- conditions

static bool
compare_with(furat_id_ranges *ranges, furat_expr_kind comparison, furat_id constant)
{
  const furat_id_tag tag = furat_id_tag_of(constant);
  number at = {0, 0};
  switch (tag) {
  case FURAT_ID_TAG_INTEGER:
    at.whole = furat_id_integer(constant);
    compare_with_number(ranges, comparison, at);
    break;
  case FURAT_ID_TAG_DECIMAL:
    at.whole = furat_id_decimal_e8(constant) / POWER_E8;
    at.e8 = furat_id_decimal_e8(constant) % POWER_E8;
    at = at.e8 < 0 ? (number){at.whole - 1, at.e8 + POWER_E8} : at;
    compare_with_number(ranges, comparison, at);
    break;
  case FURAT_ID_TAG_DOUBLE:
    compare_with_double(ranges, comparison, constant);
    break;
  case FURAT_ID_TAG_DATE:
  case FURAT_ID_TAG_DATE_TIME:
  case FURAT_ID_TAG_G_YEAR:
  case FURAT_ID_TAG_G_YEAR_MONTH:
    compare_with_moment(ranges, comparison, tag, constant);
    break;
  default:
    return false;
  }
  // Terms that a query makes may be anything.
  add(ranges, first_of(FURAT_ID_TAG_LOCAL), UINT64_MAX, false);
  return true;
}

static void
intersect(furat_id_ranges *out, const furat_id_ranges *a, const furat_id_ranges *b)
{
  out->n = 0;
  for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
    const furat_id_range *x = &a->items[i];
    const furat_id_range *y = &b->items[j];
    add(out, x->low > y->low ? x->low : y->low, x->high < y->high ? x->high : y->high,
        x->sure && y->sure);
    i += x->high <= y->high;
    j += x->high >= y->high;
  }
}

bool
furat_id_ranges_restrict(furat_id_ranges *ranges, furat_expr_kind comparison,
                         const furat_term *term)
{
  assert(comparison == FURAT_EXPR_EQ || comparison == FURAT_EXPR_LT ||
         comparison == FURAT_EXPR_GT || comparison == FURAT_EXPR_LE ||
         comparison == FURAT_EXPR_GE);
  furat_id constant;
  furat_id_ranges more = {.n = 0};
  furat_id_ranges both;
  if (!furat_id_inline(&constant, term) || !compare_with(&more, comparison, constant)) {
    return false;
  }
  intersect(&both, ranges, &more);
  *ranges = both;
  return true;
}

bool
furat_id_ranges_of_bounds(furat_id_ranges *out, const furat_plan_bound *bounds,
                          size_t n_bounds)
{
  bool any = false;
  furat_id_ranges_init(out);
  for (size_t i = 0; i < n_bounds; i++) {
    any = furat_id_ranges_restrict(out, bounds[i].comparison, bounds[i].term) || any;
  }
  furat_id_ranges all = *out;
  out->n = 0;
  for (size_t i = 0; i < all.n; i++) {
    if (furat_id_tag_of(all.items[i].low) < FURAT_ID_TAG_LOCAL) { // which no store has
      add(out, all.items[i].low, all.items[i].high, false);
    }
  }
  return any;
}
