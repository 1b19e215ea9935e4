// SPDX-License-Identifier: GPL-3.0-or-later
// Quads of terms: what a pattern of terms finds, a batch at a time, in constant memory.
//                                         scan, dictionary -> [quads] -> engine, redland
#ifndef FURAT_STORE_QUADS_H
#define FURAT_STORE_QUADS_H

#include "store/permutation.h"
#include "store/txn.h"

/// What is looked for.
typedef struct furat_quads_pattern {
  furat_term triple[3];    ///< FURAT_TERM_NONE: anything
  const furat_term *graph; ///< NULL: any graph; FURAT_TERM_NONE: the default graph
  bool distinct_triples;   ///< of any graph: a triple that is in several comes once
} furat_quads_pattern;

/// The same in ids, FURAT_ID_NONE being anything.  `*known` is false when a term is not
/// in the store, so that nothing can match.
FURAT_NODISCARD furat_status
furat_quads_find_pattern(furat_txn *txn, const furat_quads_pattern *pattern,
                         furat_row *out, bool *known, furat_error *err);

typedef struct furat_quads furat_quads;

/// Begin to read; `txn` must outlive it, and a change by the same transaction ends it.
/// The terms of the pattern need not live longer than the call.
FURAT_NODISCARD furat_status
furat_quads_open(furat_quads **out, furat_txn *txn, const furat_quads_pattern *pattern,
                 furat_error *err);

/// The next `*n` (>= 1) quads, borrowed until the next call; FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_quads_next(furat_quads *quads, const furat_quad **batch, size_t *n,
                 furat_error *err);

/// Accepts NULL.
void
furat_quads_close(furat_quads *quads);

/// The next graph, the default graph (FURAT_ID_DEFAULT_GRAPH) included, that holds a quad
/// and whose id is greater than `after` (0: the first).  FURAT_DONE when there is none.
/// Costs one seek, however many quads the graphs have.
FURAT_NODISCARD furat_status
furat_quads_next_graph(furat_txn *txn, furat_id after, furat_id *out, furat_error *err);

#endif
