// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL 1.1 Query and Update from text to syntax tree.     lexer -> [parser] -> ast
#ifndef FURAT_SPARQL_PARSER_H
#define FURAT_SPARQL_PARSER_H

#include "rdf/prefixes.h"
#include "sparql/ast.h"

/// Deepest nesting of groups, expressions, paths and lists that is read by default.
#define FURAT_SPARQL_MAX_DEPTH 400

typedef struct furat_sparql_options {
  furat_str base;                 ///< absolute, or empty: then relative IRIs need a BASE
  const furat_prefixes *prefixes; ///< known without a declaration; NULL: none
  unsigned max_depth;             ///< 0: FURAT_SPARQL_MAX_DEPTH
} furat_sparql_options;

/// Parse a query.  The tree lives in `arena` and borrows from `text` and `options`.  IRIs
/// are absolute, prefixed names expanded, rules of scope checked.  `options` may be NULL.
/// FURAT_BAD_SYNTAX (with span, and hint where there is one), FURAT_LIMIT, FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_sparql_parse_query(const furat_ast **out, furat_arena *arena, furat_str text,
                         const furat_sparql_options *options, furat_error *err);

/// Parse an update request; it may be empty.
FURAT_NODISCARD furat_status
furat_sparql_parse_update(const furat_ast **out, furat_arena *arena, furat_str text,
                          const furat_sparql_options *options, furat_error *err);

/// Whether `text`, the beginning of a query or of an update in whole lines, holds an
/// error that nothing behind it can mend.  Prefixes and a base need not be known, and
/// what only lacks its end is none.
bool
furat_sparql_is_beyond_repair(furat_str text, bool update);

#endif
