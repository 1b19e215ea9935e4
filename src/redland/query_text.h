// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a query before rasqal sees it: its tokens with where they stand, what
// rasqal cannot do or does wrongly, and the text with known prefixes declared and
// parameters put in.
//                                                 sparql/lexer -> [query_text] -> query
#ifndef FURAT_REDLAND_QUERY_TEXT_H
#define FURAT_REDLAND_QUERY_TEXT_H

#include "base/vec.h"
#include "engine/furat.h"
#include "sparql/lexer.h"

/// Where a token stands.
typedef enum furat_place {
  FURAT_PLACE_PROLOGUE,   ///< BASE and PREFIX
  FURAT_PLACE_HEAD,       ///< from SELECT, ASK ... to the group, outside of parentheses
  FURAT_PLACE_PATTERN,    ///< in a group or template: triples, and the words between them
  FURAT_PLACE_EXPRESSION, ///< in the parentheses of an expression
  FURAT_PLACE_DATA,       ///< behind VALUES
  FURAT_PLACE_MODIFIER    ///< behind the group: GROUP BY, ORDER BY ...
} furat_place;

typedef struct furat_placed_token {
  furat_token token;
  furat_place place;
  unsigned depth; ///< open braces
} furat_placed_token;

typedef struct furat_query_text {
  furat_str text;
  furat_vec tokens; ///< furat_placed_token; the last is FURAT_TOKEN_END
  furat_arena arena;
} furat_query_text;

/// Read the tokens of `text`, which must outlive the result.  FURAT_BAD_SYNTAX for what
/// is no token, for brackets that do not match, and for prefixes that are neither
/// declared nor in `prefixes` (or NULL).  Clear it also after a failure.
FURAT_NODISCARD furat_status
furat_query_text_init(furat_query_text *query, furat_str text,
                      const furat_prefixes *prefixes, furat_error *err);

void
furat_query_text_clear(furat_query_text *query);

/// Whether the text declares this prefix itself.
bool
furat_query_text_declares(const furat_query_text *query, furat_str prefix);

/// FURAT_UNSUPPORTED, with the place, when rasqal cannot answer it or would answer
/// wrongly.
FURAT_NODISCARD furat_status
furat_query_text_check(const furat_query_text *query, furat_error *err);

/// What the query aggregates.
typedef enum furat_aggregates {
  FURAT_AGGREGATES_NONE,
  FURAT_AGGREGATES_ALL, ///< all solutions, without GROUP BY
  FURAT_AGGREGATES_GROUPS
} furat_aggregates;

furat_aggregates
furat_query_text_aggregates(const furat_query_text *query);

/// Append the text with the prefixes declared that it uses but does not declare, and with
/// terms in the place of the variables of `options->bindings`.  Each line stays on its
/// line. FURAT_NOT_FOUND when a variable does not occur, FURAT_BAD_DATA when a value or
/// the place of a variable does not allow it.
FURAT_NODISCARD furat_status
furat_query_text_write(const furat_query_text *query,
                       const furat_prepare_options *options, furat_buffer *out,
                       furat_error *err);

#endif
