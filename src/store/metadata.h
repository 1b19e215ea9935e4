// SPDX-License-Identifier: GPL-3.0-or-later
// Small things that a store remembers beside its quads: prefixes, counters, and what its
// default graph is.
#ifndef FURAT_STORE_METADATA_H
#define FURAT_STORE_METADATA_H

#include "rdf/prefixes.h"
#include "store/txn.h"

/// Longest name of a prefix or counter; longer prefixes are not kept.
enum { FURAT_METADATA_MAX_NAME_BYTES = 255 };

/// Add all prefixes of the store to `prefixes`; what is declared there already stays.
FURAT_NODISCARD furat_status
furat_metadata_prefixes(furat_txn *txn, furat_prefixes *prefixes, furat_error *err);

/// Remember a prefix; a later word replaces an earlier one.  Writers only.
FURAT_NODISCARD furat_status
furat_metadata_set_prefix(furat_txn *txn, furat_str name, furat_str iri,
                          furat_error *err);

/// Whether somebody has said that the default graph is the union of all graphs.
FURAT_NODISCARD furat_status
furat_metadata_union(furat_txn *txn, bool *is_union, furat_error *err);

/// Say so, or take it back.  Writers only.
FURAT_NODISCARD furat_status
furat_metadata_set_union(furat_txn *txn, bool is_union, furat_error *err);

/// Add to a counter, which starts at 0, and give its value from before: numbers that are
/// never given twice, such as for the blank nodes of documents.  With `add` 0 a reader
/// may ask too.
FURAT_NODISCARD furat_status
furat_metadata_counter(furat_txn *txn, const char *name, uint64_t add, uint64_t *before,
                       furat_error *err);

#endif
