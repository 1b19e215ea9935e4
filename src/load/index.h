// SPDX-License-Identifier: GPL-3.0-or-later
// The seven permutations of a load into an empty store, and their statistics: rows of
// ranks are sorted on one thread while the other one compresses and appends.        runs
// -> [index] -> store
#ifndef FURAT_LOAD_INDEX_H
#define FURAT_LOAD_INDEX_H

#include "load/runs.h"

typedef struct furat_index_options {
  const char *folder; ///< of temporary files
  size_t max_rows;    ///< rows that fit into memory together with what sorting them takes
  const furat_cancel *cancel;
  void *self;
  /// A permutation is done; may be NULL.
  void (*progress)(void *self, unsigned n_done, unsigned n_all);
} furat_index_options;

/// Build all permutations of the quads of `runs` in an empty store.
FURAT_NODISCARD furat_status
furat_index_build(furat_txn *txn, furat_runs *runs, const furat_ranks *ranks,
                  const furat_index_options *options, furat_error *err);

#endif
