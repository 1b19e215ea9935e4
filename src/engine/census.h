// SPDX-License-Identifier: GPL-3.0-or-later
// What a dataset is made of, for whoever types: its classes, predicates, graphs, objects
// and IRIs, the most frequent first, from indexes and samples and never from a look at
// all triples.  Built for an answer within milliseconds on data of any size: when the
// token says that time is over, what was found until then is the answer.  All graphs
// count alike.                                   store -> [census] -> shell
#ifndef FURAT_ENGINE_CENSUS_H
#define FURAT_ENGINE_CENSUS_H

#include "base/vec.h"
#include "engine/furat.h"

/// A snapshot of a dataset that is being asked.
typedef struct furat_census furat_census;

/// A term and how many triples have it there: exact, or how many of a sample.
typedef struct furat_census_item {
  furat_term term; ///< its bytes live as long as the census
  uint64_t n;
} furat_census_item;

/// Of which things something is asked.
typedef enum furat_census_of {
  FURAT_CENSUS_ALL,
  FURAT_CENSUS_THING,       ///< the one with this IRI
  FURAT_CENSUS_CLASS,       ///< the members of this class
  FURAT_CENSUS_SUBJECTS_OF, ///< what this predicate leads from
  FURAT_CENSUS_OBJECTS_OF   ///< what it leads to
} furat_census_of;

/// At which end of its triples a thing stands.
typedef enum furat_census_end {
  FURAT_CENSUS_FROM, ///< it is their subject
  FURAT_CENSUS_TO    ///< their object
} furat_census_end;

/// Open; `cancel` (or NULL) and the dataset must outlive it.
FURAT_NODISCARD furat_status
furat_census_open(furat_census **out, furat_dataset *dataset, const furat_cancel *cancel,
                  furat_error *err);

/// Accepts NULL.
void
furat_census_close(furat_census *census);

/// Whether some answer was not looked for to its end.
bool
furat_census_is_cut(const furat_census *census);

/// The predicates that these things have (`iri` as `of` says), or that lead to them.
FURAT_NODISCARD furat_status
furat_census_predicates(furat_census *census, furat_census_of of, furat_str iri,
                        furat_census_end end, furat_vec *out, furat_error *err);

/// The classes that things are said to be of.
FURAT_NODISCARD furat_status
furat_census_classes(furat_census *census, furat_vec *out, furat_error *err);

FURAT_NODISCARD furat_status
furat_census_graphs(furat_census *census, furat_vec *out, furat_error *err);

/// The objects of a predicate; `most` of them.
FURAT_NODISCARD furat_status
furat_census_objects(furat_census *census, furat_str predicate, size_t most,
                     furat_vec *out, furat_error *err);

/// Its subjects; the most frequent are those of which it says most.
FURAT_NODISCARD furat_status
furat_census_subjects(furat_census *census, furat_str predicate, size_t most,
                      furat_vec *out, furat_error *err);

/// What is looked for among the objects of a predicate.
typedef enum furat_census_values_of {
  FURAT_CENSUS_OBJECTS,
  FURAT_CENSUS_TEXTS, ///< strings with and without a language
  FURAT_CENSUS_TYPED  ///< literals of other datatypes, in the order of their values
} furat_census_values_of;

typedef struct furat_census_values_wish {
  furat_str predicate;
  furat_str kind; ///< only of subjects of this class; empty: any
  furat_census_values_of what;
  furat_str start; ///< of the lexical form
  size_t most;
} furat_census_values_wish;

/// Such objects.  Of a class with many members they may be those of some, and then their
/// numbers are 0.
FURAT_NODISCARD furat_status
furat_census_values(furat_census *census, const furat_census_values_wish *wish,
                    furat_vec *out, furat_error *err);

/// The datatypes of the literals that a predicate leads to, and the languages (as
/// literals) of its texts; where there are many, some are looked at.
FURAT_NODISCARD furat_status
furat_census_datatypes(furat_census *census, furat_str predicate, furat_vec *out,
                       furat_error *err);

FURAT_NODISCARD furat_status
furat_census_languages_of(furat_census *census, furat_str predicate, furat_vec *out,
                          furat_error *err);

/// Terms that begin with `start`: IRIs, or strings with and without a language.  Only
/// objects of `predicate` unless it is empty, otherwise only what a triple has.
FURAT_NODISCARD furat_status
furat_census_beginning(furat_census *census, furat_term_kind kind, furat_str start,
                       furat_str predicate, size_t most, furat_vec *out,
                       furat_error *err);

/// The members of a class and of the classes below it, those first that most triples lead
/// to; of large classes some.
FURAT_NODISCARD furat_status
furat_census_members(furat_census *census, furat_str kind, size_t most, furat_vec *out,
                     furat_error *err);

/// The classes of what a predicate leads to, from some of its objects; `leads_to_things`
/// is false when all its objects are literals, or it has none.
FURAT_NODISCARD furat_status
furat_census_range(furat_census *census, furat_str predicate, bool *leads_to_things,
                   furat_vec *out, furat_error *err);

/// Whether it is a class or a predicate, used or declared, and no thing.
FURAT_NODISCARD furat_status
furat_census_is_vocabulary(furat_census *census, furat_str iri, bool *is,
                           furat_error *err);

/// The language tags of texts, as literals, the most frequent first; of many texts some
/// are looked at.
FURAT_NODISCARD furat_status
furat_census_languages(furat_census *census, furat_vec *out, furat_error *err);

/// How many triples have these IRIs; an empty one is any.
FURAT_NODISCARD furat_status
furat_census_count(furat_census *census, furat_str subject, furat_str predicate,
                   furat_str object, uint64_t *n, furat_error *err);

#endif
