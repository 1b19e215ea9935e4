// SPDX-License-Identifier: GPL-3.0-or-later
// One search in the index of names.
#ifndef FURAT_ENGINE_NAMES_SEARCH_H
#define FURAT_ENGINE_NAMES_SEARCH_H

#include "engine/names_internal.h"
#include "engine/names_members.h"

typedef struct furat_names_search {
  const furat_names_index *index;
  furat_txn *txn;
  const furat_names_wish *wish;
  bool any_kind;
  furat_id type;     ///< rdf:type
  furat_vec classes; ///< furat_id: those that a thing may be of, unless `any_kind`
  furat_names_members members; ///< of these, if that was worth while
  const furat_cancel *cancel;
} furat_names_search;

/// As furat_names_find() says.
FURAT_NODISCARD furat_status
furat_names_search_run(furat_names_search *search, furat_arena *arena, furat_vec *found,
                       furat_error *err);

#endif
