// SPDX-License-Identifier: GPL-3.0-or-later
// Within a tag the order of ids is the order of values, and of the terms that a bulk load
// has numbered in their order.
#include "exec/id_value.h"

#include "rdf/xsd_time.h"

enum { MS_OF_SECOND = 1000, NS_OF_MS = 1000000, SECONDS_OF_MINUTE = 60 };
static const int64_t POWER_E8 = 100000000;
static const int64_t ATTO_OF_NS = 1000000000;

// ----------------------------------------------------------------------------- values

// In lowest terms, as all decimals are.
static furat_decimal
decimal_of_e8(int64_t unscaled)
{
  uint32_t scale = 8;
  while (scale > 0 && unscaled % 10 == 0) {
    unscaled /= 10;
    scale--;
  }
  furat_decimal value = furat_decimal_of_int64(unscaled);
  value.scale = unscaled == 0 ? 0 : scale;
  return value;
}

static furat_value
moment_of(furat_id id, furat_temporal_kind kind)
{
  furat_xsd_moment m = {.year = 0};
  const int64_t count = furat_id_instant(id, &m.has_zone, &m.zone_minutes);
  int64_t seconds = count * SECONDS_OF_MINUTE;
  if (kind == FURAT_TEMPORAL_DATE_TIME) {
    seconds = count / MS_OF_SECOND - (count % MS_OF_SECOND < 0);
    m.nanosecond = (uint32_t)(count - seconds * MS_OF_SECOND) * NS_OF_MS;
  }
  furat_xsd_moment_set_seconds(&m, seconds);
  furat_value value = {.kind = FURAT_VALUE_TEMPORAL};
  value.temporal = (furat_temporal){.kind = kind,
                                    .year = m.year,
                                    .month = (uint8_t)m.month,
                                    .day = (uint8_t)m.day,
                                    .hour = (uint8_t)m.hour,
                                    .minute = (uint8_t)m.minute,
                                    .second = (uint8_t)m.second,
                                    .zone_minutes = m.has_zone ? (int16_t)m.zone_minutes
                                                               : FURAT_NO_TIMEZONE,
                                    .atto = (int64_t)m.nanosecond * ATTO_OF_NS};
  return value;
}

bool
furat_id_value(furat_value *out, furat_id id)
{
  switch (furat_id_tag_of(id)) {
  case FURAT_ID_TAG_BOOLEAN:
    *out = furat_value_boolean(furat_id_boolean(id));
    return true;
  case FURAT_ID_TAG_INTEGER:
    *out = furat_value_integer(furat_id_integer(id));
    return true;
  case FURAT_ID_TAG_DECIMAL:
    *out = furat_value_decimal(decimal_of_e8(furat_id_decimal_e8(id)));
    return true;
  case FURAT_ID_TAG_DATE:
    *out = moment_of(id, FURAT_TEMPORAL_DATE);
    return true;
  case FURAT_ID_TAG_DATE_TIME:
    *out = moment_of(id, FURAT_TEMPORAL_DATE_TIME);
    return true;
  case FURAT_ID_TAG_G_YEAR:
    *out = moment_of(id, FURAT_TEMPORAL_G_YEAR);
    return true;
  case FURAT_ID_TAG_G_YEAR_MONTH:
    *out = moment_of(id, FURAT_TEMPORAL_G_YEAR_MONTH);
    return true;
  default:
    return false;
  }
}

// ----------------------------------------------------------------------------- order

static int
sign_of(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

// Where the kind of value stands in ORDER BY; -1 when the tag does not tell.
static int
rank_of(furat_id_tag tag)
{
  switch (tag) {
  case FURAT_ID_TAG_NONE:
    return 0;
  case FURAT_ID_TAG_BLANK:
  case FURAT_ID_TAG_IRI:
  case FURAT_ID_TAG_STRING:
  case FURAT_ID_TAG_LANG_STRING:
    return (int)tag;
  case FURAT_ID_TAG_BOOLEAN:
    return 5;
  case FURAT_ID_TAG_INTEGER:
  case FURAT_ID_TAG_DECIMAL:
  case FURAT_ID_TAG_DOUBLE:
    return 6;
  case FURAT_ID_TAG_DATE_TIME:
    return 7;
  case FURAT_ID_TAG_DATE:
    return 8;
  case FURAT_ID_TAG_G_YEAR:
    return 10;
  case FURAT_ID_TAG_G_YEAR_MONTH:
    return 11;
  default:
    return -1;
  }
}

// Of one tag; equal values of different ids (moments in different zones) are not known.
static bool
order_within(int *order, furat_id a, furat_id b, uint64_t n_ordered)
{
  bool a_zoned;
  bool b_zoned;
  int zone;
  switch (furat_id_tag_of(a)) {
  case FURAT_ID_TAG_BLANK:
  case FURAT_ID_TAG_IRI:
  case FURAT_ID_TAG_STRING:
  case FURAT_ID_TAG_LANG_STRING:
    *order = a < b ? -1 : 1;
    return furat_id_payload(a) < n_ordered && furat_id_payload(b) < n_ordered;
  case FURAT_ID_TAG_BOOLEAN:
  case FURAT_ID_TAG_INTEGER:
  case FURAT_ID_TAG_DECIMAL:
    *order = a < b ? -1 : 1;
    return true;
  case FURAT_ID_TAG_DATE:
  case FURAT_ID_TAG_DATE_TIME:
  case FURAT_ID_TAG_G_YEAR:
  case FURAT_ID_TAG_G_YEAR_MONTH:
    *order = sign_of(furat_id_instant(a, &a_zoned, &zone),
                     furat_id_instant(b, &b_zoned, &zone));
    return *order != 0;
  default:
    return false;
  }
}

bool
furat_id_order(int *order, furat_id a, furat_id b, uint64_t n_ordered)
{
  *order = 0;
  if (a == b) {
    return true;
  }
  const int rank_a = rank_of(furat_id_tag_of(a));
  const int rank_b = rank_of(furat_id_tag_of(b));
  if (rank_a < 0 || rank_b < 0) {
    return false;
  }
  if (rank_a != rank_b) {
    *order = rank_a < rank_b ? -1 : 1;
    return true;
  }
  return furat_id_tag_of(a) == furat_id_tag_of(b) && order_within(order, a, b, n_ordered);
}

// -------------------------------------------------------------------------- comparison

// An integer and a decimal, either way round.
static bool
compare_exact(int *order, furat_id a, furat_id b)
{
  int64_t values[2];
  const furat_id ids[] = {a, b};
  for (int i = 0; i < 2; i++) {
    if (furat_id_tag_of(ids[i]) == FURAT_ID_TAG_DECIMAL) {
      values[i] = furat_id_decimal_e8(ids[i]);
    } else if (furat_id_tag_of(ids[i]) != FURAT_ID_TAG_INTEGER ||
               __builtin_mul_overflow(furat_id_integer(ids[i]), POWER_E8, &values[i])) {
      return false;
    }
  }
  *order = sign_of(values[0], values[1]);
  return true;
}

bool
furat_id_compare(int *order, furat_id a, furat_id b, uint64_t n_ordered)
{
  const furat_id_tag tag = furat_id_tag_of(a);
  bool a_zoned;
  bool b_zoned;
  int zone;
  if (tag != furat_id_tag_of(b)) {
    return compare_exact(order, a, b);
  }
  switch (tag) {
  case FURAT_ID_TAG_STRING:
    *order = (a > b) - (a < b);
    return a == b || (furat_id_payload(a) < n_ordered && furat_id_payload(b) < n_ordered);
  case FURAT_ID_TAG_BOOLEAN:
  case FURAT_ID_TAG_INTEGER:
  case FURAT_ID_TAG_DECIMAL:
    *order = (a > b) - (a < b);
    return true;
  case FURAT_ID_TAG_DATE:
  case FURAT_ID_TAG_DATE_TIME:
  case FURAT_ID_TAG_G_YEAR:
  case FURAT_ID_TAG_G_YEAR_MONTH:
    *order = sign_of(furat_id_instant(a, &a_zoned, &zone),
                     furat_id_instant(b, &b_zoned, &zone));
    return a_zoned == b_zoned; // with and without a zone: perhaps neither
  default:
    return false;
  }
}

// Terms of these tags are equal only if they are the same.
static bool
is_plain(furat_id_tag tag)
{
  return tag == FURAT_ID_TAG_BLANK || tag == FURAT_ID_TAG_IRI ||
         tag == FURAT_ID_TAG_STRING || tag == FURAT_ID_TAG_LANG_STRING;
}

bool
furat_id_equal(bool *equal, furat_id a, furat_id b)
{
  int order;
  const furat_id_tag tag_a = furat_id_tag_of(a);
  const furat_id_tag tag_b = furat_id_tag_of(b);
  *equal = a == b;
  if (is_plain(tag_a) && is_plain(tag_b)) {
    return true;
  }
  // A plain term and a value are no more equal than different kinds of values.
  if ((is_plain(tag_a) && furat_id_is_inline(b)) ||
      (furat_id_is_inline(a) && is_plain(tag_b))) {
    return true;
  }
  if (furat_id_is_inline(a) && furat_id_is_inline(b) &&
      furat_id_compare(&order, a, b, 0)) {
    *equal = order == 0;
    return true;
  }
  return false;
}
