// SPDX-License-Identifier: GPL-3.0-or-later
// The solutions of an operator in the order of one column, in rounds: a batch as it is,
// some, and then many, so that what wants a few does not wait for all.  For look-ups,
// which cost little when they come in order; nothing else relies on it.
//                                                    op_apply -> [sorted_input]
#ifndef FURAT_EXEC_SORTED_INPUT_H
#define FURAT_EXEC_SORTED_INPUT_H

#include "exec/operator.h"

typedef struct furat_sorted_entry {
  furat_id key;
  uint32_t row;
} furat_sorted_entry;

typedef struct furat_sorted_input {
  furat_operator *input;
  size_t column;
  size_t n_wanted; ///< rows of the next round, about
  size_t cap_rows; ///< 0: batches are given as they come
  size_t n_rows;   ///< of the round
  size_t at;       ///< of them
  bool ended;      ///< the input
  furat_id *cells; ///< column by column, cap_rows each
  furat_sorted_entry *entries;
  furat_sorted_entry *other;
  furat_solutions *batch;
  uint64_t counted_bytes;
} furat_sorted_input;

/// Nothing is asked for yet.
void
furat_sorted_input_init(furat_sorted_input *sorted, furat_operator *input, size_t column);

/// Accepts one that was never used.
void
furat_sorted_input_clear(furat_sorted_input *sorted);

/// The input was started.
void
furat_sorted_input_start(furat_sorted_input *sorted);

/// The next batch, valid until the next call; FURAT_DONE at the end.
FURAT_NODISCARD furat_status
furat_sorted_input_next(furat_sorted_input *sorted, const furat_solutions **batch,
                        furat_error *err);

#endif
