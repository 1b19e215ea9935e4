// SPDX-License-Identifier: GPL-3.0-or-later
// Casts.  Strings are read as literals of the target (their white space collapsed); the
// rest is converted between values, kind by kind.
#include "func/cast.h"

#include "func/number.h"
#include "rdf/vocabulary.h"

static furat_status
read_as(furat_value *out, furat_arena *arena, furat_str lexical, furat_str datatype)
{
  furat_term term = furat_term_literal(lexical, datatype);
  furat_status status = furat_value_of_term(out, arena, &term);
  return status == FURAT_OK && out->kind == FURAT_VALUE_OTHER ? FURAT_BAD_DATA : status;
}

// A cast makes a value, not a spelling: "+33.300" as xsd:decimal is 33.3.  Only types
// derived from xsd:integer stay with their term, which carries their name.
static furat_status
read_string(furat_value *out, furat_arena *arena, furat_str lexical, furat_str datatype)
{
  furat_status status = read_as(out, arena, lexical, datatype);
  bool derived = out->kind == FURAT_VALUE_INTEGER &&
                 !furat_str_equal(datatype, FURAT_STR(FURAT_XSD_INTEGER));
  if (status == FURAT_OK && !derived) {
    out->term = FURAT_TERM_UNSET;
  }
  return status;
}

bool
furat_cast_exists(furat_str datatype)
{
  return furat_value_kind_of_datatype(datatype, NULL) != FURAT_VALUE_OTHER;
}

static furat_str
collapse(furat_str s)
{
  while (s.len > 0 && (unsigned char)s.data[0] <= ' ') {
    s = furat_str_slice(s, 1, s.len);
  }
  while (s.len > 0 && (unsigned char)s.data[s.len - 1] <= ' ') {
    s.len--;
  }
  return s;
}

// ---------------------------------------------------------------------- to strings

// fn:string (F&O 3.1, 19.1.2): numbers without needless zeros, the rest in canonical
// form.
static furat_status
to_string(furat_value *out, furat_arena *arena, const furat_value *v)
{
  if (v->kind == FURAT_VALUE_BLANK) {
    return FURAT_BAD_DATA;
  }
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  bool whole = v->kind == FURAT_VALUE_DECIMAL && v->decimal.scale == 0;
  if (v->kind == FURAT_VALUE_FLOAT || v->kind == FURAT_VALUE_DOUBLE) {
    furat_number_write_string(&text, v->number, v->kind == FURAT_VALUE_FLOAT);
  } else if (v->kind == FURAT_VALUE_INTEGER || v->kind == FURAT_VALUE_DECIMAL) {
    (void)!furat_decimal_write(&text, v->decimal,
                               whole || v->kind == FURAT_VALUE_INTEGER);
  } else if (v->kind == FURAT_VALUE_BOOLEAN) {
    furat_buffer_append_cstr(&text, v->boolean ? "true" : "false");
  } else {
    furat_term term;
    furat_status status = furat_value_to_term(&term, arena, v);
    *out = furat_value_string(term.text);
    return status;
  }
  furat_str kept = FURAT_STR_NONE;
  furat_status status = furat_buffer_status(&text, NULL);
  if (status == FURAT_OK && !furat_arena_copy(arena, furat_buffer_str(&text), &kept)) {
    status = FURAT_NO_MEM;
  }
  furat_buffer_clear(&text);
  *out = furat_value_string(kept);
  return status;
}

// ---------------------------------------------------------------------- to numbers

static furat_status
to_floating(furat_value *out, const furat_value *v, furat_value_kind kind)
{
  double number;
  if (v->kind == FURAT_VALUE_BOOLEAN) {
    number = v->boolean ? 1.0 : 0.0;
  } else if (v->kind == FURAT_VALUE_INTEGER || v->kind == FURAT_VALUE_DECIMAL) {
    number = furat_decimal_to_double(v->decimal);
  } else if (furat_value_is_numeric(v)) {
    number = v->number;
  } else {
    return FURAT_BAD_DATA;
  }
  *out = (furat_value){
      .kind = kind, .number = kind == FURAT_VALUE_FLOAT ? (double)(float)number : number};
  return FURAT_OK;
}

static furat_status
to_exact(furat_value *out, furat_arena *arena, const furat_value *v,
         furat_value_kind kind)
{
  furat_decimal decimal;
  furat_status status = FURAT_OK;
  if (v->kind == FURAT_VALUE_BOOLEAN) {
    decimal = furat_decimal_of_int64(v->boolean);
  } else if (v->kind == FURAT_VALUE_INTEGER || v->kind == FURAT_VALUE_DECIMAL) {
    decimal = v->decimal;
  } else if (furat_value_is_numeric(v)) {
    status = furat_decimal_of_double(&decimal, arena, v->number);
  } else {
    return FURAT_BAD_DATA;
  }
  if (status == FURAT_OK && kind == FURAT_VALUE_INTEGER) {
    status = furat_decimal_round(&decimal, arena, decimal, FURAT_ROUND_TRUNCATE);
  }
  *out = (furat_value){.kind = kind, .decimal = decimal};
  return status;
}

static furat_status
to_boolean(furat_value *out, const furat_value *v)
{
  bool boolean;
  if (v->kind != FURAT_VALUE_BOOLEAN && !furat_value_is_numeric(v)) {
    return FURAT_BAD_DATA;
  }
  furat_status status = furat_value_effective_boolean(v, &boolean);
  *out = furat_value_boolean(boolean);
  return status;
}

// ----------------------------------------------------------------- to time's types

// F&O 3.1, 19.1.5: a moment gives up the parts that the target has not.
static furat_status
to_temporal(furat_value *out, const furat_value *v, furat_temporal_kind kind)
{
  if (v->kind != FURAT_VALUE_TEMPORAL) {
    return FURAT_BAD_DATA;
  }
  furat_temporal t = v->temporal;
  bool from_date = t.kind == FURAT_TEMPORAL_DATE_TIME || t.kind == FURAT_TEMPORAL_DATE;
  bool needs_time = kind == FURAT_TEMPORAL_TIME;
  if (t.kind != kind && (!from_date || (needs_time && t.kind == FURAT_TEMPORAL_DATE))) {
    return FURAT_BAD_DATA;
  }
  t.kind = kind;
  bool keeps_year = kind <= FURAT_TEMPORAL_DATE || kind == FURAT_TEMPORAL_G_YEAR ||
                    kind == FURAT_TEMPORAL_G_YEAR_MONTH;
  bool keeps_month = kind <= FURAT_TEMPORAL_DATE || kind == FURAT_TEMPORAL_G_YEAR_MONTH ||
                     kind == FURAT_TEMPORAL_G_MONTH || kind == FURAT_TEMPORAL_G_MONTH_DAY;
  bool keeps_day = kind <= FURAT_TEMPORAL_DATE || kind >= FURAT_TEMPORAL_G_MONTH_DAY;
  t.year = keeps_year ? t.year : 0;
  t.month = keeps_month ? t.month : 1;
  t.day = keeps_day ? t.day : 1;
  if (kind != FURAT_TEMPORAL_DATE_TIME && kind != FURAT_TEMPORAL_TIME) {
    t.hour = t.minute = t.second = 0;
    t.atto = 0;
  }
  *out = (furat_value){.kind = FURAT_VALUE_TEMPORAL, .temporal = t};
  return FURAT_OK;
}

// 19.1.4: a duration gives up months or days and time.
static furat_status
to_duration(furat_value *out, const furat_value *v, furat_duration_kind kind)
{
  if (v->kind != FURAT_VALUE_DURATION) {
    return FURAT_BAD_DATA;
  }
  furat_duration d = v->duration;
  if (kind == FURAT_DURATION_YEAR_MONTH) {
    d.seconds = d.atto = 0;
  } else if (kind == FURAT_DURATION_DAY_TIME) {
    d.months = 0;
  }
  *out =
      (furat_value){.kind = FURAT_VALUE_DURATION, .duration = d, .duration_kind = kind};
  return FURAT_OK;
}

// ------------------------------------------------------------------------ dispatch

static furat_status
convert(furat_value *out, furat_arena *arena, const furat_value *v, furat_str datatype)
{
  int detail;
  furat_value_kind kind = furat_value_kind_of_datatype(datatype, &detail);
  switch (kind) {
  case FURAT_VALUE_BOOLEAN:
    return to_boolean(out, v);
  case FURAT_VALUE_INTEGER:
  case FURAT_VALUE_DECIMAL:
    return to_exact(out, arena, v, kind);
  case FURAT_VALUE_FLOAT:
  case FURAT_VALUE_DOUBLE:
    return to_floating(out, v, kind);
  case FURAT_VALUE_TEMPORAL:
    return to_temporal(out, v, (furat_temporal_kind)detail);
  case FURAT_VALUE_DURATION:
    return to_duration(out, v, (furat_duration_kind)detail);
  default:
    return FURAT_BAD_DATA;
  }
}

furat_status
furat_value_cast(furat_value *out, furat_arena *arena, const furat_value *value,
                 furat_str datatype)
{
  if (furat_str_equal(datatype, FURAT_STR(FURAT_XSD_STRING))) {
    return to_string(out, arena, value);
  }
  if (value->kind == FURAT_VALUE_STRING) {
    return read_string(out, arena, collapse(value->term.text), datatype);
  }
  furat_status status = convert(out, arena, value, datatype);
  bool derived = status == FURAT_OK && out->kind == FURAT_VALUE_INTEGER &&
                 !furat_str_equal(datatype, FURAT_STR(FURAT_XSD_INTEGER));
  if (derived) {
    // Written and read again: that checks the bounds of xsd:byte and its kin and keeps
    // the type.
    furat_term integer;
    status = furat_value_to_term(&integer, arena, out);
    if (status == FURAT_OK) {
      status = read_as(out, arena, integer.text, datatype);
    }
  }
  return status == FURAT_LIMIT ? FURAT_BAD_DATA : status;
}
