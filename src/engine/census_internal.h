// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the census share.
#ifndef FURAT_ENGINE_CENSUS_INTERNAL_H
#define FURAT_ENGINE_CENSUS_INTERNAL_H

#include "engine/census.h"
#include "engine/stored.h"
#include "store/scan.h"

enum {
  FURAT_CENSUS_MAX_ITEMS = 1 << 20,
  FURAT_CENSUS_MAX_KINDS = 50000, ///< classes, predicates, graphs that are walked through
  FURAT_CENSUS_MAX_VALUES =
      5000,                   ///< others: where there are more, no frequency tells much
  FURAT_CENSUS_MAX_KEPT = 16, ///< ids that are remembered
  FURAT_CENSUS_SAMPLE = 150   ///< things that are looked at for what many have
};

/// An IRI that was looked up.
typedef struct furat_census_kept {
  furat_str iri;
  furat_id id;
} furat_census_kept;

struct furat_census {
  furat_txn *txn;
  const furat_cancel *cancel;
  furat_arena arena;
  furat_census_kept kept[FURAT_CENSUS_MAX_KEPT]; ///< the last used first
  size_t n_kept;
  bool cut;
};

/// An id and how often it was found.
typedef struct furat_census_tally_of {
  furat_id id;
  uint64_t n;
} furat_census_tally_of;

/// Things as the rows of a scan, in which they stand at `place` in order.
typedef struct furat_census_things {
  furat_scan_spec spec;
  furat_field field;
  unsigned place;
} furat_census_things;

/// Whether time is over, which ends a search and is no error.
bool
furat_census_is_over(furat_census *census);

/// The id of an IRI; FURAT_ID_NONE when it is empty or not known.
FURAT_NODISCARD furat_status
furat_census_find(furat_census *census, furat_str iri, furat_id *out, furat_error *err);

/// Sort by frequency and append the terms of the first `most` (furat_census_item).
FURAT_NODISCARD furat_status
furat_census_give(furat_census *census, furat_vec *tallies, size_t most, furat_vec *out,
                  furat_error *err);

/// The rows that begin with these ids; FURAT_ID_NONE is none.
furat_scan_spec
furat_census_spec(furat_permutation permutation, furat_id first, furat_id second);

/// Append the distinct values behind the bound fields, with their numbers, up to `most`.
FURAT_NODISCARD furat_status
furat_census_walk(furat_census *census, const furat_scan_spec *spec, size_t most,
                  furat_vec *tallies, furat_error *err);

/// Walk through so many, and append the `most` most frequent.
FURAT_NODISCARD furat_status
furat_census_walk_and_give(furat_census *census, const furat_scan_spec *spec,
                           size_t walked, size_t most, furat_vec *out, furat_error *err);

/// Which things `of` and `id` mean.
FURAT_NODISCARD furat_status
furat_census_things_of(furat_census *census, furat_census_of of, furat_id id,
                       furat_census_things *out, furat_error *err);

/// Some of them, evenly from the first batch.
FURAT_NODISCARD furat_status
furat_census_sample(furat_census *census, const furat_census_things *of,
                    furat_id sample[FURAT_CENSUS_SAMPLE], size_t *n, furat_error *err);

/// Whether something is among both; `*over` when it took too long to tell.
FURAT_NODISCARD furat_status
furat_census_meet(furat_census *census, const furat_census_things *a,
                  const furat_census_things *b, bool *found, bool *over,
                  furat_error *err);

/// Append the objects of `predicate` that begin with `start`, walking through so many:
/// literals with or without a language, or IRIs.
FURAT_NODISCARD furat_status
furat_census_walk_beginning(furat_census *census, furat_term_kind kind, furat_str start,
                            furat_id predicate, size_t most, furat_vec *tallies,
                            furat_error *err);

/// Count one more of the language of a text; others count nothing.
FURAT_NODISCARD furat_status
furat_census_count_language(furat_census *census, furat_id text, furat_vec *items,
                            furat_error *err);

/// Sort items by their numbers.
void
furat_census_sort(furat_vec *items);

/// Count one more of `id`.
void
furat_census_tally(furat_vec *tallies, furat_id id);

#endif
