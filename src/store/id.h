// SPDX-License-Identifier: GPL-3.0-or-later
// 64-bit ids of terms: a tag in the four highest bits, and an index of the dictionary or
// the value itself in the others (docs/FORMAT.md section 2).  Within a tag that holds
// values, the order of ids is the order of values. rdf -> [store] -> exec
#ifndef FURAT_STORE_ID_H
#define FURAT_STORE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "rdf/term.h"

typedef uint64_t furat_id;

typedef enum furat_id_tag {
  FURAT_ID_TAG_NONE = 0,
  FURAT_ID_TAG_BLANK = 1,
  FURAT_ID_TAG_IRI = 2,
  FURAT_ID_TAG_STRING = 3,
  FURAT_ID_TAG_LANG_STRING = 4,
  FURAT_ID_TAG_TYPED =
      5, ///< a literal of another datatype, or one that no tag below can hold
  FURAT_ID_TAG_BOOLEAN = 6,
  FURAT_ID_TAG_INTEGER = 7,
  FURAT_ID_TAG_DECIMAL = 8,
  FURAT_ID_TAG_DOUBLE = 9,
  FURAT_ID_TAG_DATE = 10,
  FURAT_ID_TAG_DATE_TIME = 11,
  FURAT_ID_TAG_G_YEAR = 12,
  FURAT_ID_TAG_G_YEAR_MONTH = 13,
  FURAT_ID_TAG_LOCAL = 15 ///< free for terms of a query's own; never in a store
} furat_id_tag;

/// No term: a wildcard in patterns, an unbound variable.
#define FURAT_ID_NONE UINT64_C(0)

/// The default graph, in the graph field only.
#define FURAT_ID_DEFAULT_GRAPH UINT64_C(1)

#define FURAT_ID_PAYLOAD_BITS 60
#define FURAT_ID_PAYLOAD_MASK ((UINT64_C(1) << FURAT_ID_PAYLOAD_BITS) - 1)

static inline furat_id_tag
furat_id_tag_of(furat_id id)
{
  return (furat_id_tag)(id >> FURAT_ID_PAYLOAD_BITS);
}

static inline uint64_t
furat_id_payload(furat_id id)
{
  return id & FURAT_ID_PAYLOAD_MASK;
}

static inline furat_id
furat_id_make(furat_id_tag tag, uint64_t payload)
{
  return (furat_id)tag << FURAT_ID_PAYLOAD_BITS | payload;
}

/// Whether the term is looked up in the dictionary (tags blank to typed).
static inline bool
furat_id_is_indexed(furat_id id)
{
  return id >> FURAT_ID_PAYLOAD_BITS >= FURAT_ID_TAG_BLANK &&
         id >> FURAT_ID_PAYLOAD_BITS <= FURAT_ID_TAG_TYPED;
}

/// Whether the id holds the value itself (tags boolean to gYearMonth).
static inline bool
furat_id_is_inline(furat_id id)
{
  return id >> FURAT_ID_PAYLOAD_BITS >= FURAT_ID_TAG_BOOLEAN &&
         id >> FURAT_ID_PAYLOAD_BITS <= FURAT_ID_TAG_G_YEAR_MONTH;
}

/// The tag of a term that stands in the dictionary: by its kind and datatype.
furat_id_tag
furat_id_tag_of_term(const furat_term *term);

/// The id of a literal that an id can hold; false for all other terms.
bool
furat_id_inline(furat_id *out, const furat_term *term);

/// Room for the lexical form of any inline id.
enum { FURAT_ID_MAX_LEXICAL_BYTES = 48 };

/// The literal that an inline id holds: its lexical form is written to `text` and
/// borrowed from there; the datatype is a constant.  FURAT_TERM_NONE when the payload
/// stands for no value.
furat_term
furat_id_literal(furat_id id, char text[FURAT_ID_MAX_LEXICAL_BYTES]);

/// \name Values of inline ids of the tag in the name.
/// @{
bool
furat_id_boolean(furat_id id);

int64_t
furat_id_integer(furat_id id);

/// The decimal times 10^8.
int64_t
furat_id_decimal_e8(furat_id id);

double
furat_id_double(furat_id id);

/// Minutes (milliseconds of a dateTime) since 1970-01-01T00:00Z to the start of the date,
/// dateTime, gYear or gYearMonth; without a time zone it is taken as UTC.
int64_t
furat_id_instant(furat_id id, bool *has_zone, int *zone_minutes);
/// @}

/// \name Ids of values; false when the value does not fit.
/// @{
furat_id
furat_id_of_boolean(bool value);

bool
furat_id_of_integer(furat_id *out, int64_t value);

/// `unscaled` / 10^8.
bool
furat_id_of_decimal_e8(furat_id *out, int64_t unscaled);
/// @}

#endif
