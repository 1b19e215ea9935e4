// SPDX-License-Identifier: GPL-3.0-or-later
// Scans of a store as a query sees it: over one graph, some of them, or all.
//                                                        store -> [graph_scan] -> session
#ifndef FURAT_REDLAND_GRAPH_SCAN_H
#define FURAT_REDLAND_GRAPH_SCAN_H

#include "store/scan.h"

/// No term has this id, so nothing matches it.
#define FURAT_GRAPH_SCAN_UNKNOWN UINT64_MAX

/// Which graphs a scan sees.
typedef struct furat_graph_choice {
  bool all;            ///< every graph, the default graph included; otherwise `ids`
  const furat_id *ids; ///< `n` of them, ascending; FURAT_GRAPH_SCAN_UNKNOWN is empty
  size_t n;
  bool merge; ///< a triple counts once, whatever number of graphs holds it
} furat_graph_choice;

enum { FURAT_GRAPH_SCAN_ROWS = 128 };

typedef struct furat_graph_scan {
  furat_scan *scan; ///< NULL: nothing can match
  furat_graph_choice graphs;
  bool picks;   ///< rows of other graphs come too and are passed over
  size_t cap;   ///< of the next batch
  size_t n;     ///< rows of the batch
  size_t at;    ///< the next of them
  bool started; ///< `row` was given
  furat_row row;
  furat_id columns[FURAT_N_FIELDS][FURAT_GRAPH_SCAN_ROWS];
} furat_graph_scan;

/// Begin a scan for `pattern` (its graph is not looked at; FURAT_ID_NONE is anything).
/// The ids of `graphs` and `txn` must outlive it.  End it whatever the result.
FURAT_NODISCARD furat_status
furat_graph_scan_begin(furat_graph_scan *scan, furat_txn *txn, const furat_row *pattern,
                       furat_graph_choice graphs, furat_error *err);

/// The next row, valid until the next call; FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_graph_scan_next(furat_graph_scan *scan, const furat_row **row, furat_error *err);

void
furat_graph_scan_end(furat_graph_scan *scan);

#endif
