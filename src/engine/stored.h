// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset over a store, file or temporary: what every engine's datasets share.
//                                                     load, store -> [stored] -> engines
#ifndef FURAT_ENGINE_STORED_H
#define FURAT_ENGINE_STORED_H

#include "engine/furat.h"
#include "engine/load_folder.h"
#include "load/bulk.h"
#include "store/txn.h"

typedef struct furat_stored {
  furat_store *store;
  furat_default_graph default_graph; ///< never FURAT_DEFAULT_GRAPH_OF_STORE
  const char *disabled_passes;
  const furat_load_options *load; ///< never NULL
  furat_load_folder *load_folder; ///< what LOAD may read, or NULL
  furat_bulk *bulk;               ///< the load that is under way, or NULL
} furat_stored;

/// The store of a dataset; lives as long as the dataset.
furat_store *
furat_dataset_store(furat_dataset *dataset);

// These stand in the tables of engines with a furat_stored as `self`; see
// engine/backend.h.

FURAT_NODISCARD furat_status
furat_stored_open(void **self, const furat_dataset_options *options, furat_error *err);

void
furat_stored_close(void *self);

FURAT_NODISCARD furat_status
furat_stored_allow_load(void *self, const char *folder, furat_error *err);

furat_default_graph
furat_stored_default_graph(const void *self);

FURAT_NODISCARD furat_status
furat_stored_load_begin(void *self, furat_quad_sink *sink, furat_error *err);

void
furat_stored_load_default_graph(void *self, furat_default_graph default_graph);

FURAT_NODISCARD furat_status
furat_stored_load_commit(void *self, furat_error *err);

void
furat_stored_load_abort(void *self);

FURAT_NODISCARD furat_status
furat_stored_next_document(void *self, uint64_t *number, furat_error *err);

FURAT_NODISCARD furat_status
furat_stored_match(void *self, const furat_term pattern[3], const furat_term *graph,
                   const furat_quad_sink *sink, const furat_cancel *cancel,
                   furat_error *err);

FURAT_NODISCARD furat_status
furat_stored_graphs(void *self, const furat_quad_sink *sink, furat_error *err);

FURAT_NODISCARD furat_status
furat_stored_count(void *self, uint64_t *n_quads, furat_error *err);

furat_store *
furat_stored_store(void *self);

FURAT_NODISCARD furat_status
furat_stored_prefixes(void *self, furat_prefixes *prefixes, furat_error *err);

#endif
