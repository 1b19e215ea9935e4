// SPDX-License-Identifier: GPL-3.0-or-later
// A pattern as a trie: its free places are levels, in an order of the caller's choice,
// and under the values of the levels above the keys of a level ascend.  A key is there
// once, in however many graphs its triples are.  Built on one cursor of the store, which
// leaps.
//                                                            store -> [view] -> leapfrog
#ifndef FURAT_EXEC_VIEW_TRIE_H
#define FURAT_EXEC_VIEW_TRIE_H

#include "exec/view.h"

typedef struct furat_view_trie furat_view_trie;

/// The levels are pattern->then, which names all places that are not given.  The graph of
/// a named pattern must be given.
FURAT_NODISCARD furat_status
furat_view_trie_open(furat_view_trie **out, furat_view *view,
                     const furat_view_pattern *pattern, furat_error *err);

/// The smallest key of a level that is not below `value`, under the keys that were found
/// last on the levels above.  FURAT_DONE when there is none.
FURAT_NODISCARD furat_status
furat_view_trie_find(furat_view_trie *trie, unsigned level, furat_id value, furat_id *out,
                     furat_error *err);

/// Accepts NULL.
void
furat_view_trie_close(furat_view_trie *trie);

#endif
