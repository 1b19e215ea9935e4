// SPDX-License-Identifier: GPL-3.0-or-later
// Terms that were looked up, by their ids: neighbours in results and filters share most
// of theirs.  Starts small and grows with its misses, up to a limit.
//                                            view -> [term_cache] -> expressions, results
#ifndef FURAT_EXEC_TERM_CACHE_H
#define FURAT_EXEC_TERM_CACHE_H

#include "exec/view.h"

typedef struct furat_term_cache {
  furat_view *view;
  furat_arena texts;
  struct furat_term_cache_entry *entries;
  size_t n_entries; ///< a power of two, or 0
  size_t n_misses;  ///< since it grew
  size_t max_bytes; ///< of texts, then they are forgotten; entries take less
} furat_term_cache;

/// Empty.  `max_bytes` is what it may take, about.
void
furat_term_cache_init(furat_term_cache *cache, furat_view *view, size_t max_bytes);

void
furat_term_cache_clear(furat_term_cache *cache);

/// The term with this id, as furat_view_term() gives it; its bytes live until
/// furat_term_cache_settle().
FURAT_NODISCARD furat_status
furat_term_cache_get(furat_term_cache *cache, furat_id id, furat_term *out,
                     furat_error *err);

/// Grow, or forget what was looked up, if it is time: what get() gave is not needed any
/// more.
FURAT_NODISCARD furat_status
furat_term_cache_settle(furat_term_cache *cache, furat_error *err);

#endif
