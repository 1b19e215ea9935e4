// SPDX-License-Identifier: GPL-3.0-or-later
// Values in ids.  An id is only given out when writing its literal again gives the very
// same bytes, which is checked each time.
#include "store/id.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rdf/vocabulary.h"
#include "rdf/xsd_time.h"

enum {
  DECIMAL_DIGITS = 8,
  MANTISSA_DIGITS = 15,
  MAX_EXPONENT = 280,
  ZONE_BITS = 11,
  ZONE_BIAS = 841,
  MAX_LONG_DIGITS = 18,
  MAX_EXACT_POWER = 22, // 10^22 is the largest power of ten that a double holds
  MS_OF_SECOND = 1000,
  NS_OF_MS = 1000000
};

static const int64_t zero = INT64_C(1) << 59; // the payload of the number 0
static const int64_t instant_bias = INT64_C(1) << 48;
static const int64_t power_e8 = 100000000;
static const uint64_t mantissa_unit = 1000000000000000; // 10^15

typedef struct inline_type {
  furat_id_tag tag;
  const char *datatype;
  bool (*parse)(furat_id *out, furat_str lexical);
  size_t (*write)(furat_id id, char *text);
} inline_type;

static bool
is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/// An optional sign and 1 to 18 digits, which move `*s`; false for anything else.
static bool
take_long(furat_str *s, bool *negative, int64_t *magnitude)
{
  size_t i = 0;
  *negative = s->len && s->data[0] == '-';
  i += *negative;
  const size_t start = i;
  *magnitude = 0;
  while (i < s->len && is_digit(s->data[i]) && i - start <= MAX_LONG_DIGITS) {
    if (i - start < MAX_LONG_DIGITS) { // one more is too many, and may not fit
      *magnitude = *magnitude * 10 + (s->data[i] - '0');
    }
    i += 1;
  }
  const size_t n_digits = i - start;
  *s = furat_str_slice(*s, i, s->len);
  return n_digits && n_digits <= MAX_LONG_DIGITS;
}

static bool
make_number(furat_id *out, furat_id_tag tag, int64_t value)
{
  if (value < -zero || value >= zero) {
    return false;
  }
  *out = furat_id_make(tag, (uint64_t)(value + zero));
  return true;
}

static int64_t
number_of(furat_id id)
{
  return (int64_t)furat_id_payload(id) - zero;
}

// ---- boolean, integer, decimal

static bool
parse_boolean(furat_id *out, furat_str lexical)
{
  *out = furat_id_of_boolean(furat_str_equal(lexical, FURAT_STR("true")));
  return true;
}

static size_t
write_boolean(furat_id id, char *text)
{
  return (size_t)snprintf(text, FURAT_ID_MAX_LEXICAL_BYTES, "%s",
                          furat_id_payload(id) ? "true" : "false");
}

static bool
parse_integer(furat_id *out, furat_str lexical)
{
  bool negative;
  int64_t magnitude;
  return take_long(&lexical, &negative, &magnitude) && !lexical.len &&
         furat_id_of_integer(out, negative ? -magnitude : magnitude);
}

static size_t
write_integer(furat_id id, char *text)
{
  return (size_t)snprintf(text, FURAT_ID_MAX_LEXICAL_BYTES, "%" PRId64, number_of(id));
}

static bool
parse_decimal(furat_id *out, furat_str lexical)
{
  bool negative;
  int64_t value;
  int64_t unit = power_e8;
  if (!take_long(&lexical, &negative, &value) || value > zero / power_e8 ||
      lexical.len < 2 || lexical.len > 1 + DECIMAL_DIGITS || lexical.data[0] != '.') {
    return false;
  }
  value *= power_e8;
  for (size_t i = 1; i < lexical.len; ++i) {
    unit /= 10;
    if (!is_digit(lexical.data[i])) {
      return false;
    }
    value += unit * (lexical.data[i] - '0');
  }
  return furat_id_of_decimal_e8(out, negative ? -value : value);
}

/// Drop zeros at the end, but not the one behind the point.
static size_t
trim_zeros(const char *text, size_t len)
{
  while (text[len - 1] == '0' && text[len - 2] != '.') {
    len -= 1;
  }
  return len;
}

static size_t
write_decimal(furat_id id, char *text)
{
  const int64_t value = number_of(id);
  const int64_t magnitude = value < 0 ? -value : value;
  const int len =
      snprintf(text, FURAT_ID_MAX_LEXICAL_BYTES, "%s%" PRId64 ".%08" PRId64,
               value < 0 ? "-" : "", magnitude / power_e8, magnitude % power_e8);
  return trim_zeros(text, (size_t)len);
}

// ---- double

/// One digit, a point, 1 to 14 digits: the 15 digits of the mantissa.
static bool
take_mantissa(furat_str *s, uint64_t *out)
{
  size_t i = 0;
  uint64_t mantissa = 0;
  unsigned n_digits = 0;
  for (; i < s->len && (is_digit(s->data[i]) || (i == 1 && s->data[i] == '.')); ++i) {
    if (i != 1) {
      mantissa = mantissa * 10 + (uint64_t)(s->data[i] - '0');
      n_digits += 1;
    }
    if (n_digits > MANTISSA_DIGITS) {
      return false;
    }
  }
  if (n_digits < 2) {
    return false;
  }
  for (; n_digits < MANTISSA_DIGITS; ++n_digits) {
    mantissa *= 10;
  }
  if (mantissa && mantissa < mantissa_unit / 10) {
    return false; // not normalized: ids would not sort like numbers
  }
  *s = furat_str_slice(*s, i, s->len);
  *out = mantissa;
  return true;
}

static bool
parse_double(furat_id *out, furat_str lexical)
{
  bool negative_exponent;
  int64_t exponent;
  uint64_t mantissa;
  const bool negative = lexical.len && lexical.data[0] == '-';
  lexical = furat_str_slice(lexical, negative, lexical.len);
  if (!take_mantissa(&lexical, &mantissa) || !lexical.len || lexical.data[0] != 'E') {
    return false;
  }
  lexical = furat_str_slice(lexical, 1, lexical.len);
  if (!take_long(&lexical, &negative_exponent, &exponent) || lexical.len ||
      exponent > MAX_EXPONENT) {
    return false;
  }
  exponent = negative_exponent ? -exponent : exponent;
  const uint64_t magnitude =
      mantissa ? (uint64_t)(exponent + MAX_EXPONENT) * mantissa_unit + mantissa : 0;
  return make_number(out, FURAT_ID_TAG_DOUBLE,
                     negative ? -(int64_t)magnitude : (int64_t)magnitude);
}

/// The parts of a double: mantissa of 15 digits (0 for zero) and exponent.
static uint64_t
double_parts(furat_id id, bool *negative, int *exponent)
{
  const int64_t value = number_of(id);
  *negative = value < 0;
  const uint64_t magnitude = (uint64_t)(*negative ? -value : value);
  *exponent = magnitude ? (int)(magnitude / mantissa_unit) - MAX_EXPONENT : 0;
  return magnitude % mantissa_unit;
}

static size_t
write_double(furat_id id, char *text)
{
  bool negative;
  int exponent;
  const uint64_t mantissa = double_parts(id, &negative, &exponent);
  const uint64_t unit = mantissa_unit / 10;
  const int len = snprintf(text, FURAT_ID_MAX_LEXICAL_BYTES, "%s%" PRIu64 ".%014" PRIu64,
                           negative ? "-" : "", mantissa / unit, mantissa % unit);
  const size_t trimmed = trim_zeros(text, (size_t)len);
  return trimmed + (size_t)snprintf(text + trimmed, FURAT_ID_MAX_LEXICAL_BYTES - trimmed,
                                    "E%d", exponent);
}

double
furat_id_double(furat_id id)
{
  assert(furat_id_tag_of(id) == FURAT_ID_TAG_DOUBLE);
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  bool negative;
  int exponent;
  const uint64_t mantissa = double_parts(id, &negative, &exponent);
  const int power = exponent - (MANTISSA_DIGITS - 1);
  double value;
  if (power >= -MAX_EXACT_POWER && power <= MAX_EXACT_POWER) {
    double ten_to = 1; // both operands are exact, so there is one rounding
    for (int i = 0; i < (power < 0 ? -power : power); ++i) {
      ten_to *= 10;
    }
    value = power < 0 ? (double)mantissa / ten_to : (double)mantissa * ten_to;
  } else {
    snprintf(text, sizeof(text), "%" PRIu64 "E%d", mantissa,
             power); // no point: any locale
    value = strtod(text, NULL);
  }
  return negative ? -value : value;
}

// ---- dates and times

static bool
make_instant(furat_id *out, furat_id_tag tag, const furat_xsd_moment *moment,
             int64_t count)
{
  if (count < -instant_bias || count >= instant_bias) {
    return false;
  }
  const uint64_t zone =
      moment->has_zone ? (uint64_t)(moment->zone_minutes + ZONE_BIAS) : 0;
  *out = furat_id_make(tag, (uint64_t)(count + instant_bias) << ZONE_BITS | zone);
  return true;
}

static bool
parse_minutes(furat_id *out, furat_str lexical, furat_id_tag tag, furat_xsd_parts parts)
{
  furat_xsd_moment moment;
  return furat_xsd_moment_parse(&moment, lexical, parts) &&
         make_instant(out, tag, &moment, furat_xsd_moment_seconds(&moment) / 60);
}

static bool
parse_date(furat_id *out, furat_str lexical)
{
  return parse_minutes(out, lexical, FURAT_ID_TAG_DATE, FURAT_XSD_PARTS_DATE);
}

static bool
parse_g_year(furat_id *out, furat_str lexical)
{
  return parse_minutes(out, lexical, FURAT_ID_TAG_G_YEAR, FURAT_XSD_PARTS_YEAR);
}

static bool
parse_g_year_month(furat_id *out, furat_str lexical)
{
  return parse_minutes(out, lexical, FURAT_ID_TAG_G_YEAR_MONTH,
                       FURAT_XSD_PARTS_YEAR_MONTH);
}

static bool
parse_date_time(furat_id *out, furat_str lexical)
{
  furat_xsd_moment moment;
  if (!furat_xsd_moment_parse(&moment, lexical, FURAT_XSD_PARTS_DATE_TIME)) {
    return false;
  }
  const int64_t seconds = furat_xsd_moment_seconds(&moment);
  return seconds > -instant_bias / MS_OF_SECOND &&
         seconds < instant_bias / MS_OF_SECOND &&
         make_instant(out, FURAT_ID_TAG_DATE_TIME, &moment,
                      seconds * MS_OF_SECOND + moment.nanosecond / NS_OF_MS);
}

int64_t
furat_id_instant(furat_id id, bool *has_zone, int *zone_minutes)
{
  const uint64_t payload = furat_id_payload(id);
  const int zone = (int)(payload & ((1U << ZONE_BITS) - 1));
  *has_zone = zone != 0;
  *zone_minutes = zone ? zone - ZONE_BIAS : 0;
  return (int64_t)(payload >> ZONE_BITS) - instant_bias;
}

static size_t
write_instant(furat_id id, char *text, furat_xsd_parts parts)
{
  furat_xsd_moment moment = {.year = 0};
  const int64_t count = furat_id_instant(id, &moment.has_zone, &moment.zone_minutes);
  int64_t seconds = count * 60;
  if (parts == FURAT_XSD_PARTS_DATE_TIME) {
    seconds = count / MS_OF_SECOND - (count % MS_OF_SECOND < 0);
    moment.nanosecond = (uint32_t)(count - seconds * MS_OF_SECOND) * NS_OF_MS;
  }
  furat_xsd_moment_set_seconds(&moment, seconds);
  char lexical[FURAT_XSD_MOMENT_MAX_BYTES];
  const size_t len = furat_xsd_moment_write(lexical, &moment, parts);
  assert(len < FURAT_ID_MAX_LEXICAL_BYTES);
  memcpy(text, lexical, len);
  return len;
}

static size_t
write_date(furat_id id, char *text)
{
  return write_instant(id, text, FURAT_XSD_PARTS_DATE);
}

static size_t
write_date_time(furat_id id, char *text)
{
  return write_instant(id, text, FURAT_XSD_PARTS_DATE_TIME);
}

static size_t
write_g_year(furat_id id, char *text)
{
  return write_instant(id, text, FURAT_XSD_PARTS_YEAR);
}

static size_t
write_g_year_month(furat_id id, char *text)
{
  return write_instant(id, text, FURAT_XSD_PARTS_YEAR_MONTH);
}

// ---- all of them

static const inline_type inline_types[] = {
    {FURAT_ID_TAG_BOOLEAN, FURAT_XSD_BOOLEAN, parse_boolean, write_boolean},
    {FURAT_ID_TAG_INTEGER, FURAT_XSD_INTEGER, parse_integer, write_integer},
    {FURAT_ID_TAG_DECIMAL, FURAT_XSD_DECIMAL, parse_decimal, write_decimal},
    {FURAT_ID_TAG_DOUBLE, FURAT_XSD_DOUBLE, parse_double, write_double},
    {FURAT_ID_TAG_DATE, FURAT_XSD_DATE, parse_date, write_date},
    {FURAT_ID_TAG_DATE_TIME, FURAT_XSD_DATE_TIME, parse_date_time, write_date_time},
    {FURAT_ID_TAG_G_YEAR, FURAT_XSD "gYear", parse_g_year, write_g_year},
    {FURAT_ID_TAG_G_YEAR_MONTH, FURAT_XSD "gYearMonth", parse_g_year_month,
     write_g_year_month},
};

enum { N_INLINE_TYPES = sizeof(inline_types) / sizeof(inline_types[0]) };

furat_id_tag
furat_id_tag_of_term(const furat_term *term)
{
  switch (term->kind) {
  case FURAT_TERM_IRI:
    return FURAT_ID_TAG_IRI;
  case FURAT_TERM_BLANK:
    return FURAT_ID_TAG_BLANK;
  case FURAT_TERM_LITERAL:
    if (term->language.len) {
      return FURAT_ID_TAG_LANG_STRING;
    }
    return furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))
               ? FURAT_ID_TAG_STRING
               : FURAT_ID_TAG_TYPED;
  case FURAT_TERM_NONE:
    break;
  }
  return FURAT_ID_TAG_NONE;
}

bool
furat_id_inline(furat_id *out, const furat_term *term)
{
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  const furat_str xsd = FURAT_STR(FURAT_XSD);
  if (term->kind != FURAT_TERM_LITERAL || term->text.len >= FURAT_ID_MAX_LEXICAL_BYTES ||
      !furat_str_starts_with(term->datatype, xsd)) {
    return false;
  }
  const furat_str name = furat_str_slice(term->datatype, xsd.len, term->datatype.len);
  for (size_t i = 0; i < N_INLINE_TYPES; ++i) {
    const inline_type *type = &inline_types[i];
    if (furat_str_equal(name, furat_str_of(type->datatype + xsd.len))) {
      return type->parse(out, term->text) &&
             furat_str_equal((furat_str){text, type->write(*out, text)}, term->text);
    }
  }
  return false;
}

furat_term
furat_id_literal(furat_id id, char text[FURAT_ID_MAX_LEXICAL_BYTES])
{
  const furat_id_tag tag = furat_id_tag_of(id);
  furat_id again;
  for (size_t i = 0; i < N_INLINE_TYPES; ++i) {
    const inline_type *type = &inline_types[i];
    if (type->tag == tag) {
      const furat_str lexical = {text, type->write(id, text)};
      if (!type->parse(&again, lexical) || again != id) {
        break; // damaged: no literal has this id
      }
      return furat_term_literal(lexical, furat_str_of(type->datatype));
    }
  }
  return FURAT_TERM_UNSET;
}

bool
furat_id_boolean(furat_id id)
{
  assert(furat_id_tag_of(id) == FURAT_ID_TAG_BOOLEAN);
  return furat_id_payload(id) != 0;
}

int64_t
furat_id_integer(furat_id id)
{
  assert(furat_id_tag_of(id) == FURAT_ID_TAG_INTEGER);
  return number_of(id);
}

int64_t
furat_id_decimal_e8(furat_id id)
{
  assert(furat_id_tag_of(id) == FURAT_ID_TAG_DECIMAL);
  return number_of(id);
}

furat_id
furat_id_of_boolean(bool value)
{
  return furat_id_make(FURAT_ID_TAG_BOOLEAN, value);
}

bool
furat_id_of_integer(furat_id *out, int64_t value)
{
  return make_number(out, FURAT_ID_TAG_INTEGER, value);
}

bool
furat_id_of_decimal_e8(furat_id *out, int64_t unscaled)
{
  return make_number(out, FURAT_ID_TAG_DECIMAL, unscaled);
}
