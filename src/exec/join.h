// SPDX-License-Identifier: GPL-3.0-or-later
// What all joins of two inputs have in common: the columns that both have, the condition,
// and the batch that comes out.  A join notes pairs of rows; they are copied a column at
// a time when the batch is full or an input is about to move on.
//                                                    op_*join, op_apply -> [join]
#ifndef FURAT_EXEC_JOIN_H
#define FURAT_EXEC_JOIN_H

#include "exec/expression.h"

#define FURAT_ROW_ALONE UINT32_MAX

typedef struct furat_join {
  furat_operator *op;
  const furat_solutions *left; ///< the batch at hand, or NULL
  size_t left_row;             ///< of it
  /// Gives batches in the place of the left input; NULL: that itself.
  furat_status (*pull)(furat_operator *op, const furat_solutions **batch,
                       furat_error *err);
  size_t n_keys; ///< columns of both that are certain in both
  size_t *left_keys;
  size_t *right_keys;
  size_t n_checks; ///< columns of both that may be unbound
  size_t *left_checks;
  size_t *right_checks;
  size_t *left_map; ///< by column of op->out; SIZE_MAX: not from there
  size_t *right_map;
  furat_expression *condition; ///< or NULL
  furat_arena scratch;
  furat_solutions candidate; ///< one right row, for the condition
  /// The right rows that pairs name: column c of row r is right_columns[c][r * stride].
  furat_id **right_columns;
  size_t stride;
  size_t n_pairs;
  size_t goal;          ///< rows of the next batch: few at first where few are wanted
  bool has_alone;       ///< among the pairs
  uint32_t *left_rows;  ///< of the left batch
  uint32_t *right_rows; ///< FURAT_ROW_ALONE: the left row without a partner
} furat_join;

/// Prepare for an operator with two inputs.
FURAT_NODISCARD furat_status
furat_join_open(furat_join *join, furat_operator *op, furat_error *err);

/// Must accept a half-opened join, and a zeroed one.
void
furat_join_close(furat_join *join);

/// Start the left input.
FURAT_NODISCARD furat_status
furat_join_start(furat_join *join, furat_error *err);

/// Take the next batch of the left input; pairs of the one before are copied first.
FURAT_NODISCARD furat_status
furat_join_pull_left(furat_join *join, furat_error *err);

/// Go to the next left row; FURAT_DONE at the end.
static inline furat_status
furat_join_next_left(furat_join *join, furat_error *err)
{
  if (join->left && join->left_row + 1 < join->left->n_rows) {
    join->left_row++;
    return FURAT_OK;
  }
  return furat_join_pull_left(join, err);
}

/// Right rows come from a batch from now on.  There must be no pairs.
void
furat_join_set_right(furat_join *join, const furat_solutions *batch);

static inline bool
furat_join_is_full(const furat_join *join)
{
  return join->op->out->n_rows + join->n_pairs >= join->goal;
}

/// Begin a batch: each may have more rows than the one before it.
static inline void
furat_join_begin_batch(furat_join *join)
{
  enum { GROWTH = 4 };
  join->op->out->n_rows = 0;
  join->goal = join->goal == 0 ? furat_operator_first_goal(join->op->plan)
               : join->goal > FURAT_SOLUTIONS_ROWS / GROWTH ? FURAT_SOLUTIONS_ROWS
                                                            : join->goal * GROWTH;
}

/// Note that the left row meets a right one; there must be room.
static inline void
furat_join_note(furat_join *join, uint32_t right_row)
{
  join->left_rows[join->n_pairs] = (uint32_t)join->left_row;
  join->right_rows[join->n_pairs++] = right_row;
}

/// Note the left row without a partner.
static inline void
furat_join_note_alone(furat_join *join)
{
  join->has_alone = true;
  furat_join_note(join, FURAT_ROW_ALONE);
}

/// Copy the pairs to op->out.
void
furat_join_flush(furat_join *join);

/// Whether the left row and a right one whose keys are equal are partners: what may be
/// unbound is compatible (18.3; MINUS wants a binding in common), the condition holds.
FURAT_NODISCARD furat_status
furat_join_meets(furat_join *join, uint32_t right_row, bool *out, furat_error *err);

/// Whether a left row goes on when it has a partner, or when it has none.
static inline bool
furat_join_keeps(furat_join_kind kind, bool matched)
{
  return matched ? kind == FURAT_JOIN_SEMI
                 : kind == FURAT_JOIN_LEFT || kind == FURAT_JOIN_MINUS ||
                       kind == FURAT_JOIN_ANTI;
}

#endif
