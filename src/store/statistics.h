// SPDX-License-Identifier: GPL-3.0-or-later
// Exact statistics, kept by every change in its own transaction.
#ifndef FURAT_STORE_STATISTICS_H
#define FURAT_STORE_STATISTICS_H

#include "store/id.h"
#include "store/txn.h"

typedef struct furat_totals {
  uint64_t n_quads;
  uint64_t n_subjects; ///< distinct
  uint64_t n_predicates;
  uint64_t n_objects;
  uint64_t n_graphs; ///< with at least one quad, the default graph included
  uint64_t n_terms;  ///< of the dictionary
} furat_totals;

furat_totals
furat_statistics_totals(const furat_txn *txn);

typedef struct furat_predicate_statistics {
  furat_id predicate;
  uint64_t n_quads;
  uint64_t n_subjects; ///< distinct
  uint64_t n_objects;  ///< distinct
} furat_predicate_statistics;

/// The statistics of a predicate; all 0 when there is none.
FURAT_NODISCARD furat_status
furat_statistics_of(furat_txn *txn, furat_id predicate, furat_predicate_statistics *out,
                    furat_error *err);

/// Up to `cap` predicates with ids above `after` (0: from the first), in order of their
/// ids. FURAT_DONE when there are none.
FURAT_NODISCARD furat_status
furat_statistics_predicates(furat_txn *txn, furat_id after,
                            furat_predicate_statistics *out, size_t cap, size_t *n,
                            furat_error *err);

/// What a part of the file takes.
typedef struct furat_part_size {
  const char *name;
  uint64_t n_entries;
  uint64_t n_bytes;
} furat_part_size;

enum { FURAT_N_PARTS = 14 };

/// The sizes of the parts, which add up to the file's: the maps, what the container keeps
/// for itself, and what the next changes are going to use.
FURAT_NODISCARD furat_status
furat_statistics_sizes(furat_txn *txn, furat_part_size out[FURAT_N_PARTS],
                       uint64_t *file_bytes, furat_error *err);

#endif
