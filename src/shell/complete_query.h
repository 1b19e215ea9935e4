// SPDX-License-Identifier: GPL-3.0-or-later
// What the files share that complete a statement.
#ifndef FURAT_SHELL_COMPLETE_QUERY_H
#define FURAT_SHELL_COMPLETE_QUERY_H

#include "engine/census.h"
#include "shell/complete.h"
#include "sparql/position.h"

enum { FURAT_COMPLETE_MAX_ITEMS = 1 << 20 };

/// A predicate along which the place is reached.
typedef struct furat_complete_leading {
  furat_str predicate; ///< its IRI; empty: not known
  bool backwards;
  furat_str kind; ///< the class of what it leads from; empty: not known
} furat_complete_leading;

/// The completion of one place.
typedef struct furat_completion {
  furat_completing c;
  furat_position position;
  furat_str text;  ///< the statement
  furat_str typed; ///< the word
  furat_complete_leading leading;
  furat_str member_of;  ///< what stands there is of this class, nothing else being known
  furat_vec predicates; ///< furat_census_item: those that the subject has
  furat_vec objects;    ///< the same: what may stand there
} furat_completion;

static inline bool
furat_completion_wants(const furat_completion *q, unsigned what)
{
  return (q->position.wants & what) != 0;
}

static inline furat_str
furat_completion_part(const furat_completion *q, furat_span span)
{
  return furat_str_slice(q->text, span.start, span.end - span.start);
}

// complete_pattern.c

/// The class that a variable is said to be of, as it was written.
furat_str
furat_completion_class_of(furat_completion *q, furat_str node);

/// Ask the data for what may stand there.
void
furat_completion_learn(furat_completion *q);

void
furat_completion_offer_predicates(furat_completion *q);

void
furat_completion_offer_objects(furat_completion *q, furat_str typed);

/// Whether things may stand there; where one seldom does, only when nothing else goes on
/// from what was typed.
bool
furat_completion_wants_names(const furat_completion *q);

/// Things by their labels.
void
furat_completion_offer_names(furat_completion *q, furat_str typed);

// complete_literal.c

/// Inside quotes.
void
furat_completion_offer_strings(furat_completion *q);

/// Behind a string and an @.
void
furat_completion_offer_languages(furat_completion *q);

/// Behind ^^, or what DATATYPE() is compared with: those of the data first.
void
furat_completion_offer_datatypes(furat_completion *q);

/// What LANG() is compared with, where no quote is typed yet.
void
furat_completion_offer_quoted_languages(furat_completion *q);

#endif
