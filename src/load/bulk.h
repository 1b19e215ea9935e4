// SPDX-License-Identifier: GPL-3.0-or-later
// Bulk loading: a quad sink whose quads are in the store when it has finished, all or
// none. The caller's thread (that of the parser) packs batches; another one encodes them.
// An empty store gets a dictionary in order of its terms and full blocks; into any other
// store the quads are merged.  Memory is bounded: what is beyond goes to temporary files.
#ifndef FURAT_LOAD_BULK_H
#define FURAT_LOAD_BULK_H

#include "base/cancel.h"
#include "io/quad_sink.h"
#include "store/store.h"

typedef enum furat_bulk_phase {
  FURAT_BULK_READING, ///< quads come in; `n_all` is 0: how many is not known
  FURAT_BULK_TERMS,   ///< the dictionary is made
  FURAT_BULK_INDEXES, ///< permutations done, of all
  FURAT_BULK_COMMITTING
} furat_bulk_phase;

typedef struct furat_bulk_options {
  size_t memory_bytes;          ///< about how much to use at most; 0: 1 GiB
  const char *temporary_folder; ///< NULL: the store's folder
  uint64_t wait_ms;             ///< for another writer
  const furat_cancel *cancel;   ///< or NULL
  void *self;
  /// Told now and then, on the caller's thread.  May be NULL.
  void (*progress)(void *self, furat_bulk_phase phase, uint64_t n_done, uint64_t n_all);
} furat_bulk_options;

#define FURAT_BULK_OPTIONS_INIT \
  {                             \
    .memory_bytes = 0           \
  }

typedef struct furat_bulk_summary {
  uint64_t n_read;  ///< quads that came
  uint64_t n_added; ///< quads that were new
} furat_bulk_summary;

typedef struct furat_bulk furat_bulk;

/// Begin to load into a store that is open for writing: takes its write transaction.
FURAT_NODISCARD furat_status
furat_bulk_begin(furat_bulk **out, furat_store *store, const furat_bulk_options *options,
                 furat_error *err);

/// Where quads and prefixes go.  Valid until the load ends.  The error of the other
/// thread comes out of a later call.
furat_quad_sink
furat_bulk_sink(furat_bulk *bulk);

/// A number that no document of the store has had (1 is the first), for the prefix of its
/// blank nodes.
uint64_t
furat_bulk_document(furat_bulk *bulk);

/// Remember with the load what the store's default graph is (store/metadata.h).
void
furat_bulk_set_union(furat_bulk *bulk, bool is_union);

/// Store everything and commit; the load is gone whatever the result.
FURAT_NODISCARD furat_status
furat_bulk_finish(furat_bulk *bulk, furat_bulk_summary *summary, furat_error *err);

/// Leave the store as it was.  Accepts NULL.
void
furat_bulk_abort(furat_bulk *bulk);

#endif
