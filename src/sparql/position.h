// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand at a place of a statement that is being written.  A light reading of the
// tokens around the place that no error stops: what it cannot make sense of it passes
// over, and it never claims that the statement is right.
//                                                   lexer -> [position] -> completion
#ifndef FURAT_SPARQL_POSITION_H
#define FURAT_SPARQL_POSITION_H

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"
#include "rdf/prefixes.h"
#include "sparql/builtins.h"

/// What may stand there; several at once.
typedef enum furat_wants {
  FURAT_WANTS_KEYWORD = 1 << 0,  ///< one of position.keywords
  FURAT_WANTS_FUNCTION = 1 << 1, ///< a function, with its parenthesis
  FURAT_WANTS_VARIABLE = 1 << 2,
  FURAT_WANTS_SUBJECT = 1 << 3,
  FURAT_WANTS_PREDICATE = 1 << 4,
  FURAT_WANTS_OBJECT = 1 << 5,
  FURAT_WANTS_CLASS = 1 << 6,      ///< the object of a or rdf:type
  FURAT_WANTS_GRAPH = 1 << 7,      ///< the name of a graph
  FURAT_WANTS_PREFIX = 1 << 8,     ///< the declaration of a prefix: name and IRI
  FURAT_WANTS_TERM = 1 << 9,       ///< a term of any kind: compared to, in VALUES
  FURAT_WANTS_DATATYPE = 1 << 10,  ///< behind ^^
  FURAT_WANTS_SELDOM = 1 << 11,    ///< a term, but seldom is one meant
  FURAT_WANTS_AGGREGATE = 1 << 12, ///< an aggregate, with its parenthesis
  FURAT_WANTS_LANGUAGE = 1 << 13   ///< the word is @ and what a language tag has so far
} furat_wants;

/// In what the place is.
typedef enum furat_position_place {
  FURAT_POSITION_PLAIN,
  FURAT_POSITION_STRING, ///< the word is what the string has so far, without its quote
  FURAT_POSITION_IRI,    ///< the word begins with <
  FURAT_POSITION_COMMENT
} furat_position_place;

enum { FURAT_POSITION_MAX_STEPS = 4 };

/// A predicate that is gone along, as it was written; empty: none, one is still at the
/// subject.
typedef struct furat_position_step {
  furat_str predicate;
  bool backwards; ///< from its object to its subject
} furat_position_step;

/// The last steps of the ways that lead somewhere.
typedef struct furat_position_steps {
  furat_position_step steps[FURAT_POSITION_MAX_STEPS];
  size_t n;
  bool any; ///< or by any other step
} furat_position_steps;

/// A triple pattern as it was written; the predicate is empty where it is a path.
typedef struct furat_position_triple {
  furat_str subject; ///< of [ ... ]: its bracket, told from others by its address
  furat_str predicate;
  furat_str object;
  furat_position_steps steps; ///< that lead to the object
} furat_position_triple;

typedef struct furat_position {
  unsigned wants; ///< furat_wants
  furat_position_place place;
  furat_span word;   ///< what was begun there; empty if nothing
  furat_span phrase; ///< the word with the words before it that may be its name's, such
                     ///< as those of: old mos
  const char *const *keywords; ///< NULL-terminated, as they are usually written
  bool in_template;            ///< of an update or CONSTRUCT, not in a pattern
  furat_str subject;           ///< of the triple there; empty if not known
  furat_str predicate;
  furat_position_steps steps; ///< to the place, or at a predicate to where it begins;
                              ///< none: not known
  bool backwards;             ///< the predicate is one that leads to where it begins
  furat_str compared; ///< the variable that what stands there is compared to, or a value
                      ///< of; empty if there is none
  furat_builtin applied; ///< to that variable, before it is compared
  furat_span literal;    ///< the string, with its quotes, whose language or datatype the
                         ///< word is; empty if there is none
  furat_vec variables;   ///< furat_str without ? or $: of the statement, each once
  furat_vec graphs;      ///< furat_str: the variables behind GRAPH, with their ?
  furat_vec triples;     ///< furat_position_triple: of the statement
  furat_prefixes prefixes; ///< that it declares
} furat_position;

/// Read `text`, all that is written of a statement, around byte `cursor`.  FURAT_NO_MEM;
/// `out` borrows the text, and must be cleared also after a failure.
FURAT_NODISCARD furat_status
furat_position_read(furat_position *out, furat_str text, size_t cursor, furat_error *err);

/// Accepts a zeroed one.
void
furat_position_clear(furat_position *position);

/// Whether both were written for the same subject or object.
bool
furat_position_same(furat_str a, furat_str b);

#endif
