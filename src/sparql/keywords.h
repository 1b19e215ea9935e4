// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the SPARQL 1.1 grammar that are no functions; functions are in
// sparql/builtins.h.
#ifndef FURAT_SPARQL_KEYWORDS_H
#define FURAT_SPARQL_KEYWORDS_H

#include <stddef.h>

#include "base/str.h"

// One line a word, in the order of the alphabet.
#define FURAT_KEYWORDS(X)   \
  X(A, "a")                 \
  X(ADD, "ADD")             \
  X(ALL, "ALL")             \
  X(AS, "AS")               \
  X(ASC, "ASC")             \
  X(ASK, "ASK")             \
  X(BASE, "BASE")           \
  X(BIND, "BIND")           \
  X(BY, "BY")               \
  X(CLEAR, "CLEAR")         \
  X(CONSTRUCT, "CONSTRUCT") \
  X(COPY, "COPY")           \
  X(CREATE, "CREATE")       \
  X(DATA, "DATA")           \
  X(DEFAULT, "DEFAULT")     \
  X(DELETE, "DELETE")       \
  X(DESC, "DESC")           \
  X(DESCRIBE, "DESCRIBE")   \
  X(DISTINCT, "DISTINCT")   \
  X(DROP, "DROP")           \
  X(EXISTS, "EXISTS")       \
  X(FALSE, "false")         \
  X(FILTER, "FILTER")       \
  X(FROM, "FROM")           \
  X(GRAPH, "GRAPH")         \
  X(GROUP, "GROUP")         \
  X(HAVING, "HAVING")       \
  X(IN, "IN")               \
  X(INSERT, "INSERT")       \
  X(INTO, "INTO")           \
  X(LIMIT, "LIMIT")         \
  X(LOAD, "LOAD")           \
  X(MINUS, "MINUS")         \
  X(MOVE, "MOVE")           \
  X(NAMED, "NAMED")         \
  X(NOT, "NOT")             \
  X(OFFSET, "OFFSET")       \
  X(OPTIONAL, "OPTIONAL")   \
  X(ORDER, "ORDER")         \
  X(PREFIX, "PREFIX")       \
  X(REDUCED, "REDUCED")     \
  X(SELECT, "SELECT")       \
  X(SEPARATOR, "SEPARATOR") \
  X(SERVICE, "SERVICE")     \
  X(SILENT, "SILENT")       \
  X(TO, "TO")               \
  X(TRUE, "true")           \
  X(UNDEF, "UNDEF")         \
  X(UNION, "UNION")         \
  X(USING, "USING")         \
  X(VALUES, "VALUES")       \
  X(WHERE, "WHERE")         \
  X(WITH, "WITH")

#define FURAT_KEYWORD_ENUM(name, text) FURAT_KEYWORD_##name,
typedef enum furat_keyword {
  FURAT_KEYWORD_NONE,
  FURAT_KEYWORDS(FURAT_KEYWORD_ENUM) FURAT_KEYWORD_COUNT
} furat_keyword;
#undef FURAT_KEYWORD_ENUM

/// The keyword that `word` is, whatever its case (but `a` is small), or
/// FURAT_KEYWORD_NONE.
furat_keyword
furat_keyword_find(furat_str word);

/// All keywords, for completion and did-you-mean; `*n` their number.
const char *const *
furat_keyword_texts(size_t *n);

#endif
