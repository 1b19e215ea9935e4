// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL text from a syntax tree.                              parser -> ast -> [print]
#ifndef FURAT_SPARQL_PRINT_H
#define FURAT_SPARQL_PRINT_H

#include "base/buffer.h"
#include "sparql/ast.h"

/// Append the request in a canonical form: full IRIs, one triple a line, blank nodes
/// numbered in the order of their appearance.  It means the same, and parsing and
/// printing it again gives the same bytes.  FURAT_NO_MEM, FURAT_LIMIT.
FURAT_NODISCARD furat_status
furat_sparql_print(furat_buffer *out, const furat_ast *ast, furat_error *err);

#endif
