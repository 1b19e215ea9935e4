// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns and expressions of the algebra as SPARQL, for people: with prefixed names, and
// the names that variables have in the text.                 algebra -> [print] -> plan
#ifndef FURAT_SPARQL_PRINT_ALGEBRA_H
#define FURAT_SPARQL_PRINT_ALGEBRA_H

#include "base/buffer.h"
#include "rdf/prefixes.h"
#include "sparql/algebra.h"

/// How variables and IRIs are called.
typedef struct furat_algebra_names {
  const furat_variables *variables;
  const furat_prefixes *prefixes; ///< NULL: full IRIs
} furat_algebra_names;

/// `?name`; what has no name in the text, a blank node or a helper, is `_:number`.
void
furat_algebra_print_var(furat_buffer *out, const furat_algebra_names *names,
                        furat_var var);

/// FURAT_TERM_NONE is UNDEF.
void
furat_algebra_print_term(furat_buffer *out, const furat_algebra_names *names,
                         const furat_term *term);

void
furat_algebra_print_slot(furat_buffer *out, const furat_algebra_names *names,
                         const furat_slot *slot);

/// Subject, predicate or path, object.
void
furat_algebra_print_pattern(furat_buffer *out, const furat_algebra_names *names,
                            const furat_triple_pattern *pattern);

/// The pattern of an EXISTS is only hinted at.
void
furat_algebra_print_expr(furat_buffer *out, const furat_algebra_names *names,
                         const furat_expr *expr);

#endif
