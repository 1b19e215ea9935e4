// SPDX-License-Identifier: GPL-3.0-or-later
// Quads on their way from the parser's thread to the encoder's: terms packed into batches
// that go round between the two.                         [parser] -> batch -> [encoder]
#ifndef FURAT_LOAD_BATCH_H
#define FURAT_LOAD_BATCH_H

#include <pthread.h>

#include "base/buffer.h"
#include "rdf/term.h"
#include "store/permutation.h"

enum {
  FURAT_BATCH_QUADS = 4096,
  FURAT_BATCH_TERMS = 4 * FURAT_BATCH_QUADS,
  FURAT_BATCH_CACHE = 256
};

#define FURAT_BATCH_NO_TERM UINT32_MAX ///< the default graph

/// A term whose text and then its extra (language tag or datatype IRI) stand at an
/// offset.
typedef struct furat_packed_term {
  uint32_t offset;
  uint32_t text_bytes;
  uint32_t extra_bytes;
  uint32_t tag;
} furat_packed_term;

typedef struct furat_batch {
  struct furat_batch *next;
  furat_buffer bytes;
  size_t n_terms;
  size_t n_quads;
  furat_packed_term terms[FURAT_BATCH_TERMS];
  uint32_t quads[FURAT_BATCH_QUADS][FURAT_N_FIELDS]; ///< indexes of terms
  uint32_t cache[FURAT_BATCH_CACHE]; ///< terms by a weak hash: predicates mostly
} furat_batch;

FURAT_NODISCARD furat_status
furat_batch_new(furat_batch **out, furat_error *err);

/// Accepts NULL.
void
furat_batch_free(furat_batch *batch);

void
furat_batch_reset(furat_batch *batch);

bool
furat_batch_is_full(const furat_batch *batch);

/// Add a quad.  FURAT_LIMIT for a term over 256 MiB.
FURAT_NODISCARD furat_status
furat_batch_add(furat_batch *batch, const furat_quad *quad, furat_error *err);

furat_str
furat_packed_text(const furat_batch *batch, const furat_packed_term *term);

furat_str
furat_packed_extra(const furat_batch *batch, const furat_packed_term *term);

/// Batches that wait for one of two threads.
typedef struct furat_batch_queue {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  furat_batch *first;
  furat_batch *last;
  bool closed;
} furat_batch_queue;

void
furat_batch_queue_init(furat_batch_queue *queue);

/// Frees what is in it.
void
furat_batch_queue_clear(furat_batch_queue *queue);

void
furat_batch_queue_put(furat_batch_queue *queue, furat_batch *batch);

/// Wait for a batch; NULL when the queue is closed and empty.
furat_batch *
furat_batch_queue_take(furat_batch_queue *queue);

/// Nothing more will be put.
void
furat_batch_queue_close(furat_batch_queue *queue);

#endif
