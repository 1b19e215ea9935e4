// SPDX-License-Identifier: GPL-3.0-or-later
// What a query sees of a store: one transaction, the graphs of its dataset, and the terms
// that it makes itself.  The only door from operators to storage: scan, count, intern,
// extern.
//                                                          store -> [view] -> operators
#ifndef FURAT_EXEC_VIEW_H
#define FURAT_EXEC_VIEW_H

#include "base/cancel.h"
#include "base/hash.h"
#include "base/vec.h"
#include "exec/id_range.h"
#include "store/dictionary.h"
#include "store/scan.h"

/// The graphs that a dataset description names (FROM, FROM NAMED, USING).
typedef struct furat_view_graphs {
  bool given; ///< false: the store's own
  size_t n;
  furat_id *ids; ///< sorted
} furat_view_graphs;

enum { FURAT_VIEW_N_KNOWN = 32, FURAT_VIEW_KNOWN_BYTES = 108 };

/// An IRI of the store that the query has asked for: its patterns name the same few, and
/// planning asks for them again and again.
typedef struct furat_view_known {
  furat_id id; ///< FURAT_ID_NONE: the place is free
  uint32_t len;
  char text[FURAT_VIEW_KNOWN_BYTES];
} furat_view_known;

typedef struct furat_view {
  furat_txn *txn;
  bool union_default_graph;        ///< where no FROM says otherwise
  furat_id weighed_graph;          ///< FURAT_ID_NONE: none yet
  bool few_others;                 ///< most rows are of that graph
  furat_view_graphs default_graph; ///< the union of these
  furat_view_graphs named_graphs;
  furat_view_known known[FURAT_VIEW_N_KNOWN]; ///< by hash; what comes first stays
  furat_arena terms;                          ///< bytes of the query's own terms
  furat_vec local_terms; ///< furat_term: id FURAT_ID_TAG_LOCAL, payload the index
  furat_hash_index local_index;
  uint64_t max_bytes;                ///< of memory, the operators' with it; 0: no bound
  const uint64_t *used_bytes;        ///< by the operators, where there is a bound
  struct furat_term_file *term_file; ///< of terms that have no room; or NULL
  const furat_cancel *cancel;
} furat_view;

/// `txn` must outlive the view.
void
furat_view_init(furat_view *view, furat_txn *txn, const furat_cancel *cancel);

void
furat_view_clear(furat_view *view);

/// What the query's own terms take of memory.
size_t
furat_view_bytes(const furat_view *view);

/// Restrict the dataset to these graphs (18.5: FROM and FROM NAMED together describe it
/// whole).
FURAT_NODISCARD furat_status
furat_view_set_dataset(furat_view *view, const furat_term *from, size_t n_from,
                       const furat_term *from_named, size_t n_from_named,
                       furat_error *err);

/// Take one graph for the default graph, and leave the named ones (WITH of an update).
FURAT_NODISCARD furat_status
furat_view_set_default_graph(furat_view *view, const furat_term *graph, furat_error *err);

/// The id of a term; one that the store does not know becomes a term of the query's own.
FURAT_NODISCARD furat_status
furat_view_intern(furat_view *view, const furat_term *term, furat_id *out,
                  furat_error *err);

/// The term with this id; its bytes live in `arena` or as long as the view.
/// FURAT_ID_NONE gives FURAT_TERM_NONE.
FURAT_NODISCARD furat_status
furat_view_term(furat_view *view, furat_id id, furat_arena *arena, furat_term *out,
                furat_error *err);

/// Its kind, without looking it up; FURAT_ID_NONE gives FURAT_TERM_NONE.
furat_term_kind
furat_view_kind(const furat_view *view, furat_id id);

/// What one pattern looks for: FURAT_ID_NONE is a wildcard.
typedef struct furat_view_pattern {
  furat_id subject;
  furat_id predicate;
  furat_id object;
  bool named;     ///< false: the default graph
  furat_id graph; ///< of a named one; FURAT_ID_NONE: any
  unsigned n_then;
  furat_field then[3]; ///< the rows come sorted by these fields, none of which is given
  bool backward;       ///< the other way round: sorted descending; not to be sought in
  bool varies[FURAT_N_FIELDS]; ///< given, but not the same when the scan is restarted
  /// Or NULL: the objects, which come first among these fields, lie in these ranges.
  /// Must live as long as the scan.
  const furat_id_ranges *ranges;
} furat_view_pattern;

typedef struct furat_view_scan furat_view_scan;

/// Open a scan.  A triple of the default graph comes once, in however many graphs it is.
FURAT_NODISCARD furat_status
furat_view_scan_open(furat_view_scan **out, furat_view *view,
                     const furat_view_pattern *pattern, furat_error *err);

/// Begin anew with other ids.  Where the same places are given as before this costs much
/// less than opening, the less the nearer the rows are to those of before.
FURAT_NODISCARD furat_status
furat_view_scan_restart(furat_view_scan *scan, const furat_view_pattern *pattern,
                        furat_error *err);

/// Fill up to FURAT_SCAN_BATCH_ROWS rows, columns by furat_field; a NULL column is not
/// wanted.  FURAT_OK with *n >= 1, or FURAT_DONE.
FURAT_NODISCARD furat_status
furat_view_scan_next(furat_view_scan *scan, furat_id *const columns[FURAT_N_FIELDS],
                     size_t *n, furat_error *err);

/// Pass over the rows whose first sorted field is below `value`.  FURAT_DONE when no row
/// is left.
FURAT_NODISCARD furat_status
furat_view_scan_seek(furat_view_scan *scan, furat_id value, furat_error *err);

/// Accepts NULL.
void
furat_view_scan_close(furat_view_scan *scan);

/// How many quads match; an upper bound where graphs have to be sorted out.
FURAT_NODISCARD furat_status
furat_view_count(furat_view *view, const furat_view_pattern *pattern, uint64_t *out,
                 furat_error *err);

/// The next named graph of the dataset behind `*graph` (FURAT_ID_NONE to start);
/// FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_view_next_graph(furat_view *view, furat_id *graph, furat_error *err);

/// Whether the dataset has this named graph.
FURAT_NODISCARD furat_status
furat_view_has_graph(furat_view *view, furat_id graph, bool *out, furat_error *err);

#endif
