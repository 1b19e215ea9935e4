// SPDX-License-Identifier: GPL-3.0-or-later
// RDF 1.1 terms and quads as values that borrow their bytes.        base -> [rdf] -> io
#ifndef FURAT_RDF_TERM_H
#define FURAT_RDF_TERM_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/str.h"

/// What a term is.
typedef enum furat_term_kind {
  FURAT_TERM_NONE = 0, ///< no term: the default graph, an unbound variable
  FURAT_TERM_IRI,
  FURAT_TERM_BLANK,
  FURAT_TERM_LITERAL
} furat_term_kind;

/// A term.  Whoever makes one keeps to this: `datatype` of a literal is always set
/// (xsd:string, rdf:langString, ...), `language` only with rdf:langString and as it was
/// written.
typedef struct furat_term {
  furat_term_kind kind;
  furat_str text; ///< the IRI, the blank node's label without "_:", or the lexical form
  furat_str datatype; ///< IRI of a literal's datatype; empty otherwise
  furat_str language; ///< language tag, or empty
} furat_term;

/// A statement with its graph (FURAT_TERM_NONE: the default graph).
typedef struct furat_quad {
  furat_term subject;
  furat_term predicate;
  furat_term object;
  furat_term graph;
} furat_quad;

/// No term.
#ifdef __cplusplus
#  define FURAT_TERM_UNSET (furat_term{})
#else
#  define FURAT_TERM_UNSET ((furat_term){.kind = FURAT_TERM_NONE})
#endif

/// These four make terms that borrow their text.
FURAT_API furat_term
furat_term_iri(furat_str iri);

/// A blank node; `label` without "_:".
FURAT_API furat_term
furat_term_blank(furat_str label);

/// A literal of `datatype`; an empty datatype means xsd:string.
FURAT_API furat_term
furat_term_literal(furat_str lexical, furat_str datatype);

/// A literal with a language tag.
FURAT_API furat_term
furat_term_lang_string(furat_str lexical, furat_str language);

/// The same term: same kind and same text, datatype and language tag (tags without case).
FURAT_API bool
furat_term_equal(const furat_term *a, const furat_term *b);

/// The same terms in the same places.
FURAT_API bool
furat_quad_equal(const furat_quad *a, const furat_quad *b);

/// A total order for stable output: none < blank < IRI < literal, then by text, datatype,
/// language.  (Not SPARQL's order of values.)
FURAT_API int
furat_term_compare(const furat_term *a, const furat_term *b);

/// By graph, subject, predicate, object.
FURAT_API int
furat_quad_compare(const furat_quad *a, const furat_quad *b);

/// Consistent with furat_term_equal.
FURAT_API uint64_t
furat_term_hash(const furat_term *term);

/// Copy a term's bytes into the arena; false when memory is exhausted.
FURAT_NODISCARD bool
furat_term_copy(furat_arena *arena, const furat_term *term, furat_term *out);

/// Append the term in N-Triples syntax (canonical escapes); nothing for FURAT_TERM_NONE.
void
furat_term_write_ntriples(furat_buffer *out, const furat_term *term);

/// Append the quad as an N-Quads line with its newline (an N-Triples line in the default
/// graph).
void
furat_quad_write_nquads(furat_buffer *out, const furat_quad *quad);

#endif
