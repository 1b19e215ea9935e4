// SPDX-License-Identifier: GPL-3.0-or-later
// Sorted chunks, spilled, and their merge into one dictionary: terms get their ranks,
// which are the order of ids, and each chunk learns which rank each of its terms has.
// chunk -> [runs] -> index
#ifndef FURAT_LOAD_RUNS_H
#define FURAT_LOAD_RUNS_H

#include "base/cancel.h"
#include "load/chunk.h"
#include "load/sorter.h"
#include "store/txn_internal.h"

/// The number of a term among all terms of a load, in the order of ids: 0 is the default
/// graph, then the dictionary, then the values.
typedef struct furat_ranks {
  uint32_t tag_ends[FURAT_ID_TAG_TYPED + 1]; ///< first rank behind those of the tag
  uint32_t n_indexed;                        ///< terms of the dictionary
  furat_vec values;                          ///< furat_id: of ranks n_indexed + 1 ...
} furat_ranks;

/// The id of a rank.
static inline furat_id
furat_rank_id(const furat_ranks *ranks, uint32_t rank)
{
  if (rank > ranks->n_indexed) {
    return FURAT_VEC_AT(&ranks->values, furat_id, rank - ranks->n_indexed - 1);
  }
  if (!rank) {
    return FURAT_ID_DEFAULT_GRAPH;
  }
  unsigned tag = FURAT_ID_TAG_BLANK;
  for (unsigned t = FURAT_ID_TAG_BLANK; t < FURAT_ID_TAG_TYPED; ++t) {
    tag += rank >= ranks->tag_ends[t];
  }
  return furat_id_make((furat_id_tag)tag, rank - 1);
}

typedef struct furat_runs {
  const char *folder;
  const furat_cancel *cancel; ///< polled all the time; or NULL
  furat_spill terms;
  furat_spill quads;
  furat_spill maps; ///< of all runs: rank of each term, in the run's order
  furat_vec runs;   ///< of the implementation
  furat_arena datatype_bytes;
  furat_vec datatypes; ///< IRIs of datatypes and their indexes
  furat_hash_index datatype_index;
} furat_runs;

void
furat_runs_init(furat_runs *runs, const char *folder, const furat_cancel *cancel);

void
furat_runs_clear(furat_runs *runs);

/// Sort a chunk and write it away; the chunk is empty then.
FURAT_NODISCARD furat_status
furat_runs_add(furat_runs *runs, furat_chunk *chunk, furat_error *err);

/// How many quads were written.
uint64_t
furat_runs_n_quads(const furat_runs *runs);

/// Merge the terms of all runs into the empty dictionary of a writer.
FURAT_NODISCARD furat_status
furat_runs_merge(furat_runs *runs, furat_txn *txn, furat_ranks *ranks,
                 size_t max_sort_rows, furat_error *err);

/// Hand on all quads as rows of ranks, in pieces, in the order in which they came.
FURAT_NODISCARD furat_status
furat_runs_read(furat_runs *runs, void *self,
                furat_status (*take)(void *self, const furat_sort_row *rows, size_t n,
                                     furat_error *err),
                furat_error *err);

void
furat_ranks_init(furat_ranks *ranks);

void
furat_ranks_clear(furat_ranks *ranks);

#endif
