// SPDX-License-Identifier: GPL-3.0-or-later
// The table of graph syntaxes: names, file endings, media types, what can be read and
// written.
#ifndef FURAT_IO_SYNTAX_H
#define FURAT_IO_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/// The syntaxes of graphs.
typedef enum furat_syntax_id {
  FURAT_SYNTAX_NONE = 0,
  FURAT_SYNTAX_NTRIPLES,
  FURAT_SYNTAX_NQUADS,
  FURAT_SYNTAX_TURTLE,
  FURAT_SYNTAX_TRIG,
  FURAT_SYNTAX_RDFXML,
  FURAT_SYNTAX_JSONLD, ///< written only
  FURAT_SYNTAX_DOT,    ///< written only
  FURAT_SYNTAX_RDFA,   ///< read only
  FURAT_SYNTAX_GUESS   ///< read only: what raptor makes of it
} furat_syntax_id;

/// A syntax, of a constant table.
typedef struct furat_syntax {
  furat_syntax_id id;
  const char *name;    ///< as on the command line: "turtle"
  const char *endings; ///< space separated, without dots: "ttl turtle"
  const char *media_type;
  bool can_read;
  bool can_write;
  bool has_graphs;
} furat_syntax;

/// All syntaxes; `*n` their number.
FURAT_API const furat_syntax *
furat_syntaxes(size_t *n);

/// By name or media type; NULL when unknown.
FURAT_API const furat_syntax *
furat_syntax_named(furat_str name);

/// By a file name's ending (".gz" and ".zst" behind it are passed over); NULL when
/// unknown.
FURAT_API const furat_syntax *
furat_syntax_of_file(const char *path);

#endif
