// SPDX-License-Identifier: GPL-3.0-or-later
// Functions on moments: SPARQL 1.1 17.4.5, for xsd:date and xsd:time too where they have
// the part.
#include "func/function_internal.h"

furat_status
furat_function_now(furat_value *out, furat_call *call,
                   const furat_value *args FURAT_UNUSED, size_t n_args FURAT_UNUSED)
{
  *out = (furat_value){.kind = FURAT_VALUE_TEMPORAL, .temporal = call->now};
  return FURAT_OK;
}

typedef enum { YEAR = 1, MONTH = 2, DAY = 4, TIME_OF_DAY = 8 } part;

// The parts that moments of a kind have.
static int
parts_of(furat_temporal_kind kind)
{
  switch (kind) {
  case FURAT_TEMPORAL_DATE_TIME:
    return YEAR | MONTH | DAY | TIME_OF_DAY;
  case FURAT_TEMPORAL_DATE:
    return YEAR | MONTH | DAY;
  case FURAT_TEMPORAL_TIME:
    return TIME_OF_DAY;
  case FURAT_TEMPORAL_G_YEAR:
    return YEAR;
  case FURAT_TEMPORAL_G_YEAR_MONTH:
    return YEAR | MONTH;
  case FURAT_TEMPORAL_G_MONTH:
    return MONTH;
  case FURAT_TEMPORAL_G_MONTH_DAY:
    return MONTH | DAY;
  case FURAT_TEMPORAL_G_DAY:
    break;
  }
  return DAY;
}

static bool
has_part(const furat_value *v, part wanted)
{
  return v->kind == FURAT_VALUE_TEMPORAL &&
         (parts_of(v->temporal.kind) & (int)wanted) != 0;
}

static furat_status
integer_part(furat_value *out, const furat_value *v, part wanted, int64_t value)
{
  if (!has_part(v, wanted)) {
    return FURAT_BAD_DATA;
  }
  *out = furat_value_integer(value);
  return FURAT_OK;
}

furat_status
furat_function_year(furat_value *out, furat_call *call FURAT_UNUSED,
                    const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return integer_part(out, &args[0], YEAR, args[0].temporal.year);
}

furat_status
furat_function_month(furat_value *out, furat_call *call FURAT_UNUSED,
                     const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return integer_part(out, &args[0], MONTH, args[0].temporal.month);
}

furat_status
furat_function_day(furat_value *out, furat_call *call FURAT_UNUSED,
                   const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return integer_part(out, &args[0], DAY, args[0].temporal.day);
}

furat_status
furat_function_hours(furat_value *out, furat_call *call FURAT_UNUSED,
                     const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return integer_part(out, &args[0], TIME_OF_DAY, args[0].temporal.hour);
}

furat_status
furat_function_minutes(furat_value *out, furat_call *call FURAT_UNUSED,
                       const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return integer_part(out, &args[0], TIME_OF_DAY, args[0].temporal.minute);
}

furat_status
furat_function_seconds(furat_value *out, furat_call *call, const furat_value *args,
                       size_t n_args FURAT_UNUSED)
{
  if (!has_part(&args[0], TIME_OF_DAY)) {
    return FURAT_BAD_DATA;
  }
  furat_decimal attoseconds = furat_decimal_of_int64(args[0].temporal.atto);
  furat_decimal seconds = furat_decimal_of_int64(args[0].temporal.second);
  const furat_decimal per_second = furat_decimal_of_int64(INT64_C(1000000000000000000));
  furat_status status =
      furat_decimal_divide(&attoseconds, call->arena, attoseconds, per_second);
  if (status == FURAT_OK) {
    status = furat_decimal_add(&seconds, call->arena, seconds, attoseconds);
  }
  *out = furat_value_decimal(seconds);
  return status;
}

furat_status
furat_function_timezone(furat_value *out, furat_call *call FURAT_UNUSED,
                        const furat_value *args, size_t n_args FURAT_UNUSED)
{
  if (args[0].kind != FURAT_VALUE_TEMPORAL ||
      args[0].temporal.zone_minutes == FURAT_NO_TIMEZONE) {
    return FURAT_BAD_DATA;
  }
  *out =
      (furat_value){.kind = FURAT_VALUE_DURATION,
                    .duration = {.seconds = args[0].temporal.zone_minutes * INT64_C(60)},
                    .duration_kind = FURAT_DURATION_DAY_TIME};
  return FURAT_OK;
}

furat_status
furat_function_tz(furat_value *out, furat_call *call, const furat_value *args,
                  size_t n_args FURAT_UNUSED)
{
  if (args[0].kind != FURAT_VALUE_TEMPORAL) {
    return FURAT_BAD_DATA;
  }
  furat_buffer text;
  furat_buffer_init(&text, 100);
  furat_timezone_write(&text, args[0].temporal.zone_minutes);
  furat_str zone = FURAT_STR_NONE;
  furat_status status = furat_call_keep(&zone, call, &text);
  *out = furat_value_string(zone);
  return status;
}
