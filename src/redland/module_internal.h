// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the librdf storage module share: one open store, and how its
// statements are read.  The module is an object of its own, librdf_storage_furat.so.
//                                                          store -> [module] -> librdf
#ifndef FURAT_REDLAND_MODULE_INTERNAL_H
#define FURAT_REDLAND_MODULE_INTERNAL_H

#include <librdf.h>

#include "base/vec.h"
#include "store/quads.h"
#include "store/update.h"

/// What rows in hand wait for.
typedef enum furat_module_change {
  FURAT_MODULE_ADDS,
  FURAT_MODULE_REMOVES
} furat_module_change;

/// The instance of a librdf_storage.
typedef struct furat_module {
  librdf_storage *storage;
  librdf_world *world;
  char *path;
  bool is_new;    ///< empty the store when it is opened
  bool read_only; ///< write='no'
  bool no_wait;   ///< wait='no'
  furat_store *store;
  furat_txn *writer;   ///< changes that are not committed yet, or NULL
  bool in_transaction; ///< of librdf: only it commits
  int64_t begin_ns;    ///< when the writer began, of CLOCK_MONOTONIC
  furat_module_change change;
  furat_vec rows; ///< furat_row of `change` that are not in the store yet
} furat_module;

/// Tell librdf of an error.  Returns 1, librdf's word for failure.
int
furat_module_failed(const furat_module *module, const furat_error *err);

/// A snapshot, or the writer of librdf's transaction with all changes in it.  Give it
/// back with furat_module_end_read().
FURAT_NODISCARD furat_status
furat_module_begin_read(furat_module *module, furat_txn **out, furat_error *err);

void
furat_module_end_read(const furat_module *module, furat_txn *txn);

/// The term of a node; borrows the bytes of the node.  NULL gives FURAT_TERM_NONE.
furat_term
furat_module_term(const librdf_node *node);

/// A new node of a term; NULL when memory is exhausted.
librdf_node *
furat_module_node(librdf_world *world, const furat_term *term);

/// The pattern of a statement (NULL, or NULL nodes: anything) in a context (NULL: any
/// graph).
furat_quads_pattern
furat_module_pattern(const librdf_statement *statement, const furat_term *graph);

/// A new stream of the statements that match; NULL after a failure.
librdf_stream *
furat_module_stream(furat_module *module, const furat_quads_pattern *pattern);

/// A new iterator over the named graphs; NULL after a failure.
librdf_iterator *
furat_module_contexts(furat_module *module);

#endif
