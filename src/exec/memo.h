// SPDX-License-Identifier: GPL-3.0-or-later
// Remembers what an expression of one variable was for the ids that it saw last: the year
// of a day that comes again and again is computed once.      ids -> [memo] -> expressions
#ifndef FURAT_EXEC_MEMO_H
#define FURAT_EXEC_MEMO_H

#include "sparql/algebra.h"
#include "store/id.h"

enum { FURAT_MEMO_SLOTS = 256 };

/// Plain data; all zero is empty.
typedef struct furat_memo {
  uint32_t n_asked;
  uint32_t n_found;
  furat_id keys[FURAT_MEMO_SLOTS];
  furat_id values[FURAT_MEMO_SLOTS];
} furat_memo;

/// Whether an expression depends on one variable alone, `*var`, and costs so much that
/// remembering pays.
bool
furat_memo_pays(const furat_expr *expr, furat_var *var);

static inline size_t
furat_memo_slot(furat_id key)
{
  return (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 56);
}

/// The value for a key other than FURAT_ID_NONE, if it is remembered.
static inline bool
furat_memo_find(furat_memo *memo, furat_id key, furat_id *out)
{
  const size_t slot = furat_memo_slot(key);
  const bool found = memo->keys[slot] == key;
  memo->n_asked++;
  memo->n_found += found;
  if (found) {
    *out = memo->values[slot];
  }
  return found;
}

static inline void
furat_memo_keep(furat_memo *memo, furat_id key, furat_id value)
{
  const size_t slot = furat_memo_slot(key);
  memo->keys[slot] = key;
  memo->values[slot] = value;
}

/// Whether so little was found that looking for it is not worth while.
static inline bool
furat_memo_is_idle(const furat_memo *memo)
{
  enum { TRIAL = 2048, LEAST_PART = 16 };
  return memo->n_asked == TRIAL && memo->n_found < TRIAL / LEAST_PART;
}

#endif
