// SPDX-License-Identifier: GPL-3.0-or-later
// Scans: the rows that begin with given ids, in the order of a permutation, a block at a
// time as columns; forward seeks for joins; exact counts without visiting the rows.
// [store] -> exec
#ifndef FURAT_STORE_SCAN_H
#define FURAT_STORE_SCAN_H

#include "store/permutation.h"
#include "store/txn.h"

/// What to scan.  FURAT_SCAN_ALL(permutation) is everything.
typedef struct furat_scan_spec {
  furat_permutation permutation;
  unsigned n_bound;               ///< leading fields that are given (0 to 4):
  furat_id bound[FURAT_N_FIELDS]; ///< in the order of the permutation
  bool has_range;                 ///< the next field lies in
  furat_id low, high;             ///< [low, high], both included
  /// Only rows of this graph (FURAT_ID_NONE: of any), where the graph is not bound
  /// already.
  furat_id graph;
  /// The union of the graphs: a triple that is in several comes once.  Not with
  /// FURAT_GSPO.
  bool distinct_triples;
} furat_scan_spec;

#define FURAT_SCAN_ALL(order) ((furat_scan_spec){.permutation = (order)})

/// The scan for a pattern in natural order (FURAT_ID_NONE: a wildcard): the permutation
/// that begins with its bound fields and then, if one does, with `then` (FURAT_N_FIELDS:
/// no matter).  A graph that cannot lead is asked for by `graph`.
furat_scan_spec
furat_scan_of_pattern(const furat_row *pattern, furat_field then);

/// The scan for a pattern whose rows come sorted by these fields, the first the most
/// significant; none of them is bound, and they stand before the graph.  False when no
/// permutation gives that order.
bool
furat_scan_of_pattern_sorted(furat_scan_spec *out, const furat_row *pattern,
                             const furat_field *then, unsigned n_then);

/// Take the permutation that gives the same rows in the same order and has the bound
/// fields that `varies` (by furat_field) does not mark before those that it does: where
/// many values are looked up one after the other they stand closer together there.
/// `few_others` says that most rows of the store are of the bound graph: the predicate
/// may lead then, and rows of other graphs are left out.
void
furat_scan_look_up(furat_scan_spec *spec, const bool varies[FURAT_N_FIELDS],
                   bool few_others);

typedef struct furat_scan furat_scan;

/// Open a scan; `txn` must outlive it.  A change by the same transaction ends it: only
/// closing is allowed then.
FURAT_NODISCARD furat_status
furat_scan_open(furat_scan **out, furat_txn *txn, const furat_scan_spec *spec,
                furat_error *err);

/// Rows that a call can always use: no more are in a block.
enum { FURAT_SCAN_BATCH_ROWS = 1024 };

/// Fill up to `cap` rows, column by column; `columns` are indexed by furat_field, and a
/// NULL column is not wanted.  FURAT_OK sets `*n` >= 1; FURAT_DONE leaves the columns
/// untouched.  A `cap` of FURAT_SCAN_BATCH_ROWS unpacks straight into the columns.
FURAT_NODISCARD furat_status
furat_scan_next(furat_scan *scan, furat_id *const columns[FURAT_N_FIELDS], size_t cap,
                size_t *n, furat_error *err);

/// The next row, which stays the next.  FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_scan_peek(furat_scan *scan, furat_row *row, furat_error *err);

/// Move forward to the first row whose fields behind the bound ones are not below
/// `values`, compared in the order of the permutation; never moves back.  FURAT_DONE when
/// no row is left.
FURAT_NODISCARD furat_status
furat_scan_seek(furat_scan *scan, const furat_id *values, unsigned n_values,
                furat_error *err);

/// Begin anew with other values of the bound fields, as many as before; what is near the
/// place where the scan stands is found without a search in the file.
void
furat_scan_rebind(furat_scan *scan, const furat_id *bound);

/// Begin anew with the same bound fields and another range, which the spec had one of.
void
furat_scan_rebind_range(furat_scan *scan, furat_id low, furat_id high);

/// Like furat_scan_seek(), but backwards too.
FURAT_NODISCARD furat_status
furat_scan_move(furat_scan *scan, const furat_id *values, unsigned n_values,
                furat_error *err);

/// One field of the next row, by its place in the permutation, without unpacking more
/// than is near.  FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_scan_peek_field(furat_scan *scan, unsigned place, furat_id *out, furat_error *err);

/// Accepts NULL.
void
furat_scan_close(furat_scan *scan);

/// The exact number of rows of a scan without `graph` and `distinct_triples`.  Costs
/// microseconds, however many they are.
FURAT_NODISCARD furat_status
furat_scan_count(furat_txn *txn, const furat_scan_spec *spec, uint64_t *n,
                 furat_error *err);

/// Whether the store holds the quad.
FURAT_NODISCARD furat_status
furat_scan_contains(furat_txn *txn, const furat_row *row, bool *contains,
                    furat_error *err);

#endif
