// SPDX-License-Identifier: GPL-3.0-or-later
// The date and time types of XSD 1.1 (part 2, 3.3.7 to 3.3.14 and D) and its durations:
// lexical forms, order, arithmetic.  A moment is the seven-property model; a duration is
// months and seconds.
#ifndef FURAT_FUNC_TEMPORAL_H
#define FURAT_FUNC_TEMPORAL_H

#include <stdint.h>

#include "base/buffer.h"

typedef enum furat_temporal_kind {
  FURAT_TEMPORAL_DATE_TIME,
  FURAT_TEMPORAL_DATE,
  FURAT_TEMPORAL_TIME,
  FURAT_TEMPORAL_G_YEAR,
  FURAT_TEMPORAL_G_YEAR_MONTH,
  FURAT_TEMPORAL_G_MONTH,
  FURAT_TEMPORAL_G_MONTH_DAY,
  FURAT_TEMPORAL_G_DAY
} furat_temporal_kind;

#define FURAT_NO_TIMEZONE INT16_MIN

/// Years beyond this (either way) are refused with FURAT_LIMIT.
#define FURAT_TEMPORAL_MAX_YEAR INT64_C(100000000000)

/// A moment.  What its kind has not is 0 (month and day: 1).  Digits of a second beyond
/// the 18th are cut.
typedef struct furat_temporal {
  furat_temporal_kind kind;
  int64_t year;         ///< 0 is 1 BCE, as in XSD 1.1
  uint8_t month;        ///< 1 to 12
  uint8_t day;          ///< 1 to 31
  uint8_t hour;         ///< 0 to 23; 24:00:00 is the next day's 00:00:00
  uint8_t minute;       ///< 0 to 59
  uint8_t second;       ///< 0 to 59
  int16_t zone_minutes; ///< -840 to 840, or FURAT_NO_TIMEZONE
  int64_t atto;         ///< 10^-18 of a second, 0 to 10^18 - 1
} furat_temporal;

/// A duration; all three parts have the same sign.
typedef struct furat_duration {
  int64_t months;
  int64_t seconds;
  int64_t atto; ///< 10^-18 of a second
} furat_duration;

typedef enum furat_duration_kind {
  FURAT_DURATION_ANY,
  FURAT_DURATION_YEAR_MONTH,
  FURAT_DURATION_DAY_TIME
} furat_duration_kind;

/// Read a lexical form.  FURAT_BAD_DATA when it is none, FURAT_LIMIT when it is out of
/// range.
FURAT_NODISCARD furat_status
furat_temporal_parse(furat_temporal *out, furat_temporal_kind kind, furat_str lexical);

FURAT_NODISCARD furat_status
furat_duration_parse(furat_duration *out, furat_duration_kind kind, furat_str lexical);

/// Append the canonical form (XSD 1.1 part 2, appendix E), the time zone kept.
void
furat_temporal_write(furat_buffer *out, const furat_temporal *value);

/// Append the canonical form; a zero is "PT0S", or "P0M" for FURAT_DURATION_YEAR_MONTH.
void
furat_duration_write(furat_buffer *out, const furat_duration *value,
                     furat_duration_kind kind);

/// Append "Z", "+03:00" or nothing.
void
furat_timezone_write(furat_buffer *out, int16_t zone_minutes);

/// The partial order of XSD 1.1 (D.2): FURAT_BAD_DATA when the kinds differ, or when one
/// has a time zone, the other none, and they are within 14 hours of each other.
FURAT_NODISCARD furat_status
furat_temporal_compare(const furat_temporal *a, const furat_temporal *b, int *order);

/// FURAT_BAD_DATA when the durations are not ordered (a month is 28 to 31 days).
FURAT_NODISCARD furat_status
furat_duration_compare(const furat_duration *a, const furat_duration *b, int *order);

/// moment + duration, for dateTime, date and time (XSD 1.1 part 2, E.3.3). FURAT_BAD_DATA
/// for other kinds, FURAT_LIMIT when out of range.
FURAT_NODISCARD furat_status
furat_temporal_add(furat_temporal *out, const furat_temporal *moment,
                   const furat_duration *duration);

/// a - b as days and time.  FURAT_BAD_DATA unless both are dateTime, both date, or both
/// time, and both or neither have a time zone.
FURAT_NODISCARD furat_status
furat_temporal_subtract(furat_duration *out, const furat_temporal *a,
                        const furat_temporal *b);

FURAT_NODISCARD furat_status
furat_duration_add(furat_duration *out, const furat_duration *a, const furat_duration *b);

furat_duration
furat_duration_negate(furat_duration duration);

#endif
