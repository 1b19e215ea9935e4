// SPDX-License-Identifier: GPL-3.0-or-later
// The functions and aggregates that SPARQL 1.1 writes as words.  Rules 121 and 127.
#ifndef FURAT_SPARQL_BUILTINS_H
#define FURAT_SPARQL_BUILTINS_H

#include <stddef.h>

#include "base/str.h"

#define FURAT_BUILTIN_MANY 255

// One line a function: name, spelling, fewest and most arguments, what these are.
// Aggregates come last.
#define FURAT_BUILTINS(X)                                           \
  X(STR, "STR", 1, 1, "term")                                       \
  X(LANG, "LANG", 1, 1, "text")                                     \
  X(LANGMATCHES, "LANGMATCHES", 2, 2, "language, range")            \
  X(DATATYPE, "DATATYPE", 1, 1, "literal")                          \
  X(BOUND, "BOUND", 1, 1, "?variable")                              \
  X(IRI, "IRI", 1, 1, "text")                                       \
  X(URI, "URI", 1, 1, "text")                                       \
  X(BNODE, "BNODE", 0, 1, "[text]")                                 \
  X(RAND, "RAND", 0, 0, "")                                         \
  X(ABS, "ABS", 1, 1, "number")                                     \
  X(CEIL, "CEIL", 1, 1, "number")                                   \
  X(FLOOR, "FLOOR", 1, 1, "number")                                 \
  X(ROUND, "ROUND", 1, 1, "number")                                 \
  X(CONCAT, "CONCAT", 0, FURAT_BUILTIN_MANY, "text, ...")           \
  X(STRLEN, "STRLEN", 1, 1, "text")                                 \
  X(SUBSTR, "SUBSTR", 2, 3, "text, first [, length]")               \
  X(UCASE, "UCASE", 1, 1, "text")                                   \
  X(LCASE, "LCASE", 1, 1, "text")                                   \
  X(ENCODE_FOR_URI, "ENCODE_FOR_URI", 1, 1, "text")                 \
  X(CONTAINS, "CONTAINS", 2, 2, "text, part")                       \
  X(STRSTARTS, "STRSTARTS", 2, 2, "text, start")                    \
  X(STRENDS, "STRENDS", 2, 2, "text, end")                          \
  X(STRBEFORE, "STRBEFORE", 2, 2, "text, part")                     \
  X(STRAFTER, "STRAFTER", 2, 2, "text, part")                       \
  X(YEAR, "YEAR", 1, 1, "dateTime")                                 \
  X(MONTH, "MONTH", 1, 1, "dateTime")                               \
  X(DAY, "DAY", 1, 1, "dateTime")                                   \
  X(HOURS, "HOURS", 1, 1, "dateTime")                               \
  X(MINUTES, "MINUTES", 1, 1, "dateTime")                           \
  X(SECONDS, "SECONDS", 1, 1, "dateTime")                           \
  X(TIMEZONE, "TIMEZONE", 1, 1, "dateTime")                         \
  X(TZ, "TZ", 1, 1, "dateTime")                                     \
  X(NOW, "NOW", 0, 0, "")                                           \
  X(UUID, "UUID", 0, 0, "")                                         \
  X(STRUUID, "STRUUID", 0, 0, "")                                   \
  X(MD5, "MD5", 1, 1, "text")                                       \
  X(SHA1, "SHA1", 1, 1, "text")                                     \
  X(SHA256, "SHA256", 1, 1, "text")                                 \
  X(SHA384, "SHA384", 1, 1, "text")                                 \
  X(SHA512, "SHA512", 1, 1, "text")                                 \
  X(COALESCE, "COALESCE", 0, FURAT_BUILTIN_MANY, "expression, ...") \
  X(IF, "IF", 3, 3, "condition, then, else")                        \
  X(STRLANG, "STRLANG", 2, 2, "text, language")                     \
  X(STRDT, "STRDT", 2, 2, "text, datatype")                         \
  X(SAMETERM, "sameTerm", 2, 2, "term, term")                       \
  X(ISIRI, "isIRI", 1, 1, "term")                                   \
  X(ISURI, "isURI", 1, 1, "term")                                   \
  X(ISBLANK, "isBLANK", 1, 1, "term")                               \
  X(ISLITERAL, "isLITERAL", 1, 1, "term")                           \
  X(ISNUMERIC, "isNUMERIC", 1, 1, "term")                           \
  X(REGEX, "REGEX", 2, 3, "text, pattern [, flags]")                \
  X(REPLACE, "REPLACE", 3, 4, "text, pattern, by [, flags]")        \
  X(COUNT, "COUNT", 1, 1, "[DISTINCT] expression, or *")            \
  X(SUM, "SUM", 1, 1, "[DISTINCT] number")                          \
  X(MIN, "MIN", 1, 1, "[DISTINCT] expression")                      \
  X(MAX, "MAX", 1, 1, "[DISTINCT] expression")                      \
  X(AVG, "AVG", 1, 1, "[DISTINCT] number")                          \
  X(SAMPLE, "SAMPLE", 1, 1, "[DISTINCT] expression")                \
  X(GROUP_CONCAT, "GROUP_CONCAT", 1, 1, "[DISTINCT] text [; SEPARATOR=text]")

#define FURAT_BUILTIN_ENUM(name, text, fewest, most, arguments) FURAT_BUILTIN_##name,
typedef enum furat_builtin {
  FURAT_BUILTIN_NONE,
  FURAT_BUILTINS(FURAT_BUILTIN_ENUM) FURAT_BUILTIN_COUNT_OF
} furat_builtin;
#undef FURAT_BUILTIN_ENUM

typedef struct furat_builtin_info {
  const char *name; ///< as it is usually written
  unsigned n_fewest;
  unsigned n_most;       ///< FURAT_BUILTIN_MANY: any number
  const char *arguments; ///< for people, optional ones in brackets
} furat_builtin_info;

/// The function that `word` names, whatever its case, or FURAT_BUILTIN_NONE.
furat_builtin
furat_builtin_find(furat_str word);

/// What is known of a function that is not FURAT_BUILTIN_NONE.
const furat_builtin_info *
furat_builtin_describe(furat_builtin builtin);

bool
furat_builtin_is_aggregate(furat_builtin builtin);

/// All names, for completion and did-you-mean; `*n` their number.
const char *const *
furat_builtin_names(size_t *n);

#endif
