// SPDX-License-Identifier: GPL-3.0-or-later
// A part of the input that fits into memory: its distinct terms, and its quads as numbers
// of those.  A full chunk is sorted and handed on.
//                                                     batch -> [chunk] -> merge, store
#ifndef FURAT_LOAD_CHUNK_H
#define FURAT_LOAD_CHUNK_H

#include "base/arena.h"
#include "base/cancel.h"
#include "load/batch.h"
#include "load/term_sort.h"

/// The default graph among the numbers of terms.
#define FURAT_CHUNK_DEFAULT_GRAPH UINT32_MAX

typedef struct furat_chunk_slot {
  uint64_t hash;
  uint32_t term; ///< UINT32_MAX: free
  uint32_t unused;
} furat_chunk_slot;

typedef struct furat_chunk {
  furat_chunk_slot *slots;
  uint32_t n_slots; ///< a power of two
  furat_chunk_term *terms;
  uint32_t n_terms;
  uint32_t terms_capacity;
  uint32_t (*quads)[FURAT_N_FIELDS];
  size_t n_quads;
  size_t quads_capacity;
  char *bytes; ///< the piece of memory that new texts go to
  size_t bytes_left;
  struct furat_chunk_piece *pieces;
  size_t n_text_bytes; ///< of all pieces
  const furat_cancel *cancel;
} furat_chunk;

/// Adding and sorting end when `cancel` (or NULL) says so.
void
furat_chunk_init(furat_chunk *chunk, const furat_cancel *cancel);

void
furat_chunk_clear(furat_chunk *chunk);

/// Take in a batch.
FURAT_NODISCARD furat_status
furat_chunk_add(furat_chunk *chunk, const furat_batch *batch, furat_error *err);

/// Memory in use.
size_t
furat_chunk_bytes(const furat_chunk *chunk);

/// Find the values among the terms, sort, and renumber the quads: number i is the i-th
/// term of `order`, which the caller frees.  `*n_indexed` terms are of the dictionary;
/// values follow.
FURAT_NODISCARD furat_status
furat_chunk_sort(furat_chunk *chunk, uint32_t **order, uint32_t *n_indexed,
                 furat_error *err);

#endif
