// SPDX-License-Identifier: GPL-3.0-or-later
// What SHACL forbids queries whose variables are bound before they start (appendix A).
//                                                       ast -> [prebinding] -> sparql
#ifndef FURAT_SHACL_PREBINDING_H
#define FURAT_SHACL_PREBINDING_H

#include "sparql/ast.h"

/// What is wrong with a query when `names` (n of them) are bound before it starts, as the
/// end of "it has ..."; NULL when nothing is.  The first name must be handed on by every
/// sub-SELECT.
const char *
furat_shacl_prebinding_problem(const furat_ast *ast, const furat_str *names, size_t n);

#endif
