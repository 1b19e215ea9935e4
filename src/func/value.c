// SPDX-License-Identifier: GPL-3.0-or-later
// From literals to values and back, by one table of datatypes.
#include "func/value.h"

#include <assert.h>
#include <math.h>

#include "func/number.h"
#include "rdf/vocabulary.h"

// ----------------------------------------------------------------------- datatypes

typedef struct {
  const char *name; // behind the namespace of XSD
  furat_value_kind kind;
  int detail;      // furat_temporal_kind or furat_duration_kind
  const char *min; // of datatypes derived from xsd:integer; NULL: no bound
  const char *max;
} datatype;

// clang-format off
static const datatype datatypes[] = {
    {"string", FURAT_VALUE_STRING, 0, NULL, NULL},
    {"integer", FURAT_VALUE_INTEGER, 0, NULL, NULL},
    {"decimal", FURAT_VALUE_DECIMAL, 0, NULL, NULL},
    {"double", FURAT_VALUE_DOUBLE, 0, NULL, NULL},
    {"float", FURAT_VALUE_FLOAT, 0, NULL, NULL},
    {"boolean", FURAT_VALUE_BOOLEAN, 0, NULL, NULL},
    {"dateTime", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_DATE_TIME, NULL, NULL},
    {"date", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_DATE, NULL, NULL},
    {"time", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_TIME, NULL, NULL},
    {"gYear", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_G_YEAR, NULL, NULL},
    {"gYearMonth", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_G_YEAR_MONTH, NULL, NULL},
    {"gMonth", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_G_MONTH, NULL, NULL},
    {"gMonthDay", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_G_MONTH_DAY, NULL, NULL},
    {"gDay", FURAT_VALUE_TEMPORAL, FURAT_TEMPORAL_G_DAY, NULL, NULL},
    {"duration", FURAT_VALUE_DURATION, FURAT_DURATION_ANY, NULL, NULL},
    {"yearMonthDuration", FURAT_VALUE_DURATION, FURAT_DURATION_YEAR_MONTH, NULL, NULL},
    {"dayTimeDuration", FURAT_VALUE_DURATION, FURAT_DURATION_DAY_TIME, NULL, NULL},
    {"long", FURAT_VALUE_INTEGER, 0, "-9223372036854775808", "9223372036854775807"},
    {"int", FURAT_VALUE_INTEGER, 0, "-2147483648", "2147483647"},
    {"short", FURAT_VALUE_INTEGER, 0, "-32768", "32767"},
    {"byte", FURAT_VALUE_INTEGER, 0, "-128", "127"},
    {"nonNegativeInteger", FURAT_VALUE_INTEGER, 0, "0", NULL},
    {"positiveInteger", FURAT_VALUE_INTEGER, 0, "1", NULL},
    {"nonPositiveInteger", FURAT_VALUE_INTEGER, 0, NULL, "0"},
    {"negativeInteger", FURAT_VALUE_INTEGER, 0, NULL, "-1"},
    {"unsignedLong", FURAT_VALUE_INTEGER, 0, "0", "18446744073709551615"},
    {"unsignedInt", FURAT_VALUE_INTEGER, 0, "0", "4294967295"},
    {"unsignedShort", FURAT_VALUE_INTEGER, 0, "0", "65535"},
    {"unsignedByte", FURAT_VALUE_INTEGER, 0, "0", "255"},
};
// clang-format on
enum { N_DATATYPES = sizeof(datatypes) / sizeof(datatypes[0]) };

static const datatype *
datatype_of(furat_str iri)
{
  furat_str xsd = FURAT_STR(FURAT_XSD);
  if (!furat_str_starts_with(iri, xsd)) {
    return NULL;
  }
  furat_str name = furat_str_slice(iri, xsd.len, iri.len);
  for (size_t i = 0; i < N_DATATYPES; i++) {
    if (furat_str_equal(name, furat_str_of(datatypes[i].name))) {
      return &datatypes[i];
    }
  }
  return NULL;
}

furat_value_kind
furat_value_kind_of_datatype(furat_str iri, int *detail)
{
  const datatype *type = datatype_of(iri);
  if (type && detail) {
    *detail = type->detail;
  }
  return type ? type->kind : FURAT_VALUE_OTHER;
}

// The IRI of a computed value's datatype.
static furat_str
computed_datatype(const furat_value *value)
{
  switch (value->kind) {
  case FURAT_VALUE_BOOLEAN:
    return FURAT_STR(FURAT_XSD_BOOLEAN);
  case FURAT_VALUE_INTEGER:
    return FURAT_STR(FURAT_XSD_INTEGER);
  case FURAT_VALUE_DECIMAL:
    return FURAT_STR(FURAT_XSD_DECIMAL);
  case FURAT_VALUE_FLOAT:
    return FURAT_STR(FURAT_XSD_FLOAT);
  case FURAT_VALUE_DOUBLE:
    return FURAT_STR(FURAT_XSD_DOUBLE);
  case FURAT_VALUE_TEMPORAL: {
    static const char *const iris[] = {FURAT_XSD "dateTime",   FURAT_XSD "date",
                                       FURAT_XSD "time",       FURAT_XSD "gYear",
                                       FURAT_XSD "gYearMonth", FURAT_XSD "gMonth",
                                       FURAT_XSD "gMonthDay",  FURAT_XSD "gDay"};
    return furat_str_of(iris[value->temporal.kind]);
  }
  case FURAT_VALUE_DURATION: {
    static const char *const iris[] = {
        FURAT_XSD "duration", FURAT_XSD "yearMonthDuration", FURAT_XSD "dayTimeDuration"};
    return furat_str_of(iris[value->duration_kind]);
  }
  default:
    return FURAT_STR_NONE;
  }
}

furat_str
furat_value_datatype(const furat_value *value)
{
  return value->term.kind != FURAT_TERM_NONE ? value->term.datatype
                                             : computed_datatype(value);
}

// ----------------------------------------------------------------- terms to values

// Within the bounds of a datatype derived from xsd:integer.
static bool
in_bounds(const datatype *type, furat_decimal value)
{
  const char *const bounds[] = {type->min, type->max};
  for (int i = 0; i < 2; i++) {
    furat_decimal bound;
    int order;
    // A bound fits one word: no arena is needed, nothing can fail.
    if (bounds[i] &&
        furat_decimal_parse(&bound, NULL, furat_str_of(bounds[i])) == FURAT_OK &&
        furat_decimal_compare(value, bound, &order) == FURAT_OK &&
        (i == 0 ? order < 0 : order > 0)) {
      return false;
    }
  }
  return true;
}

static furat_status
read_decimal(furat_value *out, furat_arena *arena, const datatype *type,
             furat_str lexical)
{
  if (type->kind == FURAT_VALUE_INTEGER &&
      furat_str_find_byte(lexical, '.') < lexical.len) {
    return FURAT_BAD_DATA;
  }
  furat_status status = furat_decimal_parse(&out->decimal, arena, lexical);
  return status == FURAT_OK && !in_bounds(type, out->decimal) ? FURAT_BAD_DATA : status;
}

static furat_status
read_boolean(bool *out, furat_str lexical)
{
  *out = furat_str_equal(lexical, FURAT_STR("true")) ||
         furat_str_equal(lexical, FURAT_STR("1"));
  bool is_false = furat_str_equal(lexical, FURAT_STR("false")) ||
                  furat_str_equal(lexical, FURAT_STR("0"));
  return *out || is_false ? FURAT_OK : FURAT_BAD_DATA;
}

static furat_status
read_literal(furat_value *out, furat_arena *arena, const datatype *type,
             furat_str lexical)
{
  switch (type->kind) {
  case FURAT_VALUE_BOOLEAN:
    return read_boolean(&out->boolean, lexical);
  case FURAT_VALUE_INTEGER:
  case FURAT_VALUE_DECIMAL:
    return read_decimal(out, arena, type, lexical);
  case FURAT_VALUE_FLOAT:
  case FURAT_VALUE_DOUBLE:
    return furat_number_parse(&out->number, lexical, type->kind == FURAT_VALUE_FLOAT)
               ? FURAT_OK
               : FURAT_BAD_DATA;
  case FURAT_VALUE_TEMPORAL:
    return furat_temporal_parse(&out->temporal, (furat_temporal_kind)type->detail,
                                lexical);
  case FURAT_VALUE_DURATION:
    out->duration_kind = (furat_duration_kind)type->detail;
    return furat_duration_parse(&out->duration, out->duration_kind, lexical);
  default:
    return FURAT_OK;
  }
}

static furat_status
value_of_literal(furat_value *out, furat_arena *arena)
{
  const furat_term *term = &out->term;
  if (term->language.len > 0) {
    out->kind = FURAT_VALUE_LANG_STRING;
    return FURAT_OK;
  }
  const datatype *type = datatype_of(term->datatype);
  out->kind = type ? type->kind : FURAT_VALUE_OTHER;
  furat_status status = type ? read_literal(out, arena, type, term->text) : FURAT_OK;
  if (status == FURAT_BAD_DATA || status == FURAT_LIMIT) {
    out->kind = FURAT_VALUE_OTHER; // ill-typed, or beyond what is computed with
    status = FURAT_OK;
  }
  return status;
}

furat_status
furat_value_of_term(furat_value *out, furat_arena *arena, const furat_term *term)
{
  *out = (furat_value){.term = *term};
  switch (term->kind) {
  case FURAT_TERM_IRI:
    out->kind = FURAT_VALUE_IRI;
    return FURAT_OK;
  case FURAT_TERM_BLANK:
    out->kind = FURAT_VALUE_BLANK;
    return FURAT_OK;
  case FURAT_TERM_LITERAL:
    return value_of_literal(out, arena);
  case FURAT_TERM_NONE:
    break;
  }
  return FURAT_OK;
}

// ----------------------------------------------------------------- values to terms

static void
write_lexical(furat_buffer *out, const furat_value *value)
{
  furat_status status = FURAT_OK;
  switch (value->kind) {
  case FURAT_VALUE_BOOLEAN:
    furat_buffer_append_cstr(out, value->boolean ? "true" : "false");
    break;
  case FURAT_VALUE_INTEGER:
  case FURAT_VALUE_DECIMAL:
    status = furat_decimal_write(out, value->decimal, value->kind == FURAT_VALUE_INTEGER);
    break;
  case FURAT_VALUE_FLOAT:
  case FURAT_VALUE_DOUBLE:
    furat_number_write(out, value->number, value->kind == FURAT_VALUE_FLOAT);
    break;
  case FURAT_VALUE_TEMPORAL:
    furat_temporal_write(out, &value->temporal);
    break;
  case FURAT_VALUE_DURATION:
    furat_duration_write(out, &value->duration, value->duration_kind);
    break;
  default:
    assert(false && "every other value has its term");
  }
  assert(status == out->status || out->status != FURAT_OK);
}

furat_status
furat_value_to_term(furat_term *out, furat_arena *arena, const furat_value *value)
{
  *out = value->term;
  if (value->kind == FURAT_VALUE_NONE || value->term.kind != FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  furat_buffer lexical;
  furat_buffer_init(&lexical, SIZE_MAX / 2);
  write_lexical(&lexical, value);
  furat_str text;
  furat_status status = furat_buffer_status(&lexical, NULL);
  if (status == FURAT_OK && !furat_arena_copy(arena, furat_buffer_str(&lexical), &text)) {
    status = FURAT_NO_MEM;
  }
  if (status == FURAT_OK) {
    *out = furat_term_literal(text, computed_datatype(value));
  }
  furat_buffer_clear(&lexical);
  return status;
}

// -------------------------------------------------------------------- constructors

furat_value
furat_value_boolean(bool boolean)
{
  return (furat_value){.kind = FURAT_VALUE_BOOLEAN, .boolean = boolean};
}

furat_value
furat_value_integer(int64_t integer)
{
  return (furat_value){.kind = FURAT_VALUE_INTEGER,
                       .decimal = furat_decimal_of_int64(integer)};
}

furat_value
furat_value_decimal(furat_decimal decimal)
{
  return (furat_value){.kind = FURAT_VALUE_DECIMAL, .decimal = decimal};
}

furat_value
furat_value_double(double number)
{
  return (furat_value){.kind = FURAT_VALUE_DOUBLE, .number = number};
}

furat_value
furat_value_string(furat_str text)
{
  return (furat_value){.kind = FURAT_VALUE_STRING,
                       .term = furat_term_literal(text, FURAT_STR_NONE)};
}

furat_value
furat_value_string_like(furat_str text, const furat_value *like)
{
  if (like->kind != FURAT_VALUE_LANG_STRING) {
    return furat_value_string(text);
  }
  return (furat_value){.kind = FURAT_VALUE_LANG_STRING,
                       .term = furat_term_lang_string(text, like->term.language)};
}

// ----------------------------------------------------------------------- questions

bool
furat_value_is_numeric(const furat_value *value)
{
  return value->kind >= FURAT_VALUE_INTEGER && value->kind <= FURAT_VALUE_DOUBLE;
}

bool
furat_value_is_string(const furat_value *value)
{
  return value->kind == FURAT_VALUE_STRING || value->kind == FURAT_VALUE_LANG_STRING;
}

furat_status
furat_value_effective_boolean(const furat_value *value, bool *out)
{
  switch (value->kind) {
  case FURAT_VALUE_BOOLEAN:
    *out = value->boolean;
    return FURAT_OK;
  case FURAT_VALUE_STRING:
  case FURAT_VALUE_LANG_STRING:
    *out = value->term.text.len > 0;
    return FURAT_OK;
  case FURAT_VALUE_INTEGER:
  case FURAT_VALUE_DECIMAL:
    *out = value->decimal.n_limbs != 0;
    return FURAT_OK;
  case FURAT_VALUE_FLOAT:
  case FURAT_VALUE_DOUBLE:
    *out = !isnan(value->number) && value->number != 0.0;
    return FURAT_OK;
  case FURAT_VALUE_OTHER: {
    // 17.2.2: an ill-typed boolean or number is false.
    const datatype *type = datatype_of(value->term.datatype);
    *out = false;
    bool has_one =
        type && (type->kind == FURAT_VALUE_BOOLEAN ||
                 (type->kind >= FURAT_VALUE_INTEGER && type->kind <= FURAT_VALUE_DOUBLE));
    return has_one ? FURAT_OK : FURAT_BAD_DATA;
  }
  default:
    return FURAT_BAD_DATA;
  }
}
