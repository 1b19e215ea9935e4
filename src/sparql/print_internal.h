// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the printer share.
#ifndef FURAT_SPARQL_PRINT_INTERNAL_H
#define FURAT_SPARQL_PRINT_INTERNAL_H

#include "base/buffer.h"
#include "rdf/prefixes.h"
#include "sparql/ast.h"

typedef struct furat_printer {
  furat_buffer *out;
  const furat_prefixes *prefixes; // NULL: full IRIs
  const furat_ast *ast;
  uint32_t
      *numbers; // of blank nodes: those of patterns, then those of templates; 0: none yet
  uint32_t n_numbered; // handed out
  bool in_template;
  unsigned indent;
} furat_printer;

/// Start a new line at the current indentation.
void
furat_print_line(furat_printer *p);

void
furat_print_text(furat_printer *p, const char *text);

void
furat_print_iri(furat_printer *p, furat_str iri);

void
furat_print_term(furat_printer *p, const furat_ast_term *term);

/// A literal: a number as it is where that means the same.
void
furat_print_literal(furat_printer *p, const furat_term *literal);

/// A predicate: rdf:type is `a`.
void
furat_print_predicate(furat_printer *p, furat_str iri);

void
furat_print_path(furat_printer *p, const furat_ast_path *path);

/// "string" with its escapes.
void
furat_print_string(furat_printer *p, furat_str value);

/// Triples, each on a line of its own with its dot.
void
furat_print_triples(furat_printer *p, const furat_ast_triples *triples);

/// An expression that needs no parentheses around it.
void
furat_print_expr(furat_printer *p, const furat_ast_expr *expr);

/// { ... }
void
furat_print_group(furat_printer *p, const furat_ast_group *group);

/// A query or sub-SELECT.
void
furat_print_query(furat_printer *p, const furat_ast_query *query);

/// All operations of an update.
void
furat_print_operations(furat_printer *p);

#endif
