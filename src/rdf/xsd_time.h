// SPDX-License-Identifier: GPL-3.0-or-later
// Dates and times of XML Schema 1.1 as values: xsd:dateTime, date, gYearMonth and gYear.
#ifndef FURAT_RDF_XSD_TIME_H
#define FURAT_RDF_XSD_TIME_H

#include <stdint.h>

#include "base/str.h"

/// Which parts a type has.
typedef enum furat_xsd_parts {
  FURAT_XSD_PARTS_YEAR,       ///< gYear
  FURAT_XSD_PARTS_YEAR_MONTH, ///< gYearMonth
  FURAT_XSD_PARTS_DATE,       ///< date
  FURAT_XSD_PARTS_DATE_TIME   ///< dateTime
} furat_xsd_parts;

/// A point of the proleptic Gregorian calendar (with a year 0) in its own time zone;
/// parts that the type lacks are the first possible.
typedef struct furat_xsd_moment {
  int64_t year;
  int month; ///< 1 to 12
  int day;   ///< 1 to 31
  int hour;  ///< 0 to 23 (24:00:00 is the next day's 0)
  int minute;
  int second;
  uint32_t nanosecond; ///< further digits are dropped
  bool has_zone;
  int zone_minutes; ///< -840 to 840, 0 without a zone
} furat_xsd_moment;

/// Read a lexical form; false when it is none of the type.
bool
furat_xsd_moment_parse(furat_xsd_moment *out, furat_str lexical, furat_xsd_parts parts);

/// Room for any canonical form.
enum { FURAT_XSD_MOMENT_MAX_BYTES = 64 };

/// Write the canonical form; returns its length.
size_t
furat_xsd_moment_write(char out[FURAT_XSD_MOMENT_MAX_BYTES],
                       const furat_xsd_moment *moment, furat_xsd_parts parts);

/// Seconds since 1970-01-01T00:00:00Z, without the nanoseconds; a missing zone is taken
/// as UTC.
int64_t
furat_xsd_moment_seconds(const furat_xsd_moment *moment);

/// The moment of so many seconds in a time zone; keeps `nanosecond`, `has_zone`,
/// `zone_minutes` of `*moment` and sets the rest.
void
furat_xsd_moment_set_seconds(furat_xsd_moment *moment, int64_t seconds);

#endif
