// SPDX-License-Identifier: GPL-3.0-or-later
// What may be put in the place of what was typed, the best first, and what is told beside
// each.                                          complete -> [candidates] -> input
#ifndef FURAT_SHELL_CANDIDATES_H
#define FURAT_SHELL_CANDIDATES_H

#include "base/arena.h"
#include "base/vec.h"
#include "rdf/prefixes.h"
#include "rdf/term.h"

/// One of them; its bytes are in the arena of the list.
typedef struct furat_candidate {
  furat_str text; ///< terminated
  uint64_t n;     ///< how many triples have it there; 0: not known
  furat_str note; ///< a label, say; may be empty
} furat_candidate;

typedef struct furat_candidates {
  size_t start;       ///< of the bytes that each replaces
  size_t end;         ///< behind them
  furat_vec items;    ///< furat_candidate
  bool files;         ///< names of files, which the input knows, may stand there too
  bool more;          ///< not all are there
  const char *remark; ///< to be told below them; or NULL
  furat_arena arena;
} furat_candidates;

enum { FURAT_CANDIDATES_MAX = 200 };

void
furat_candidates_init(furat_candidates *list, size_t start, size_t end);

void
furat_candidates_clear(furat_candidates *list);

/// Add a copy unless it is there already, or the list is full.  Both are made harmless to
/// a terminal.  Without memory it is left out.
void
furat_candidates_add(furat_candidates *list, furat_str text, uint64_t n, furat_str note);

/// A keyword or a function that goes on from `typed`, in its case; `note` is told beside.
void
furat_candidates_add_word(furat_candidates *list, furat_str typed, const char *word,
                          const char *behind, const char *note);

/// A term as it is written in SPARQL, behind `before`.
void
furat_candidates_add_term(furat_candidates *list, const char *before,
                          const furat_term *term, const furat_prefixes *prefixes,
                          uint64_t n, furat_str note);

/// How well a name that stands for a term fits what was typed: 2 it begins so, 1 a part
/// of it does (as Place of tookPlaceIn), 0 neither.  Case does not count; everything fits
/// nothing typed.
int
furat_candidates_fit(furat_str name, furat_str typed);

/// What all have in common from their start, whole code points.
furat_str
furat_candidates_common(const furat_candidates *list);

#endif
