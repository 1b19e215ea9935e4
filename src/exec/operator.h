// SPDX-License-Identifier: GPL-3.0-or-later
// Operators: the running form of plan nodes.  Pull: each call of next gives a batch.
//                                                    plan -> [operators] -> run
// Life: open once (allocates, opens inputs), start with parameters as often as wanted,
// next until FURAT_DONE, close once.
#ifndef FURAT_EXEC_OPERATOR_H
#define FURAT_EXEC_OPERATOR_H

#include "exec/measure.h"
#include "exec/solutions.h"
#include "exec/view.h"
#include "func/function.h"
#include "plan/plan.h"

typedef struct furat_operator furat_operator;

/// What all operators of an execution share.
typedef struct furat_execution {
  furat_view *view;
  const furat_planned *planned;
  furat_call call;   ///< of functions
  uint64_t n_chains; ///< of EXTENDs, started so far; see op_filter.c
  /// Of values: each operator that evaluates expressions puts its own here while it does,
  /// and resets it between batches.
  furat_arena *scratch;
  furat_id *params; ///< by variable; FURAT_ID_NONE: not given
  /// The parameters of the request, which no APPLY changes; NULL: there are none.
  const furat_id *given;
  size_t n_variables;
  unsigned n_polls;           ///< of the cancel token by furat_operator_next()
  uint64_t memory_used_bytes; ///< by operators that keep rows
  uint64_t memory_max_bytes;  ///< FURAT_NO_MEM beyond it; 0: no bound
  furat_measure *measures;    ///< for EXPLAIN, by the number of the node; NULL: none
  furat_measure *running;     ///< of the operator that runs now
} furat_execution;

typedef struct furat_operator_methods {
  /// Allocate state; inputs are open already.
  furat_status (*open)(furat_operator *op, furat_error *err);
  /// Begin anew with the parameters of the execution.  Inputs are not started: an
  /// operator starts each when it needs it.
  furat_status (*start)(furat_operator *op, furat_error *err);
  /// Fill op->out; FURAT_OK with n_rows >= 1, or FURAT_DONE.
  furat_status (*next)(furat_operator *op, furat_error *err);
  /// Free state; must accept a half-opened operator.
  void (*close)(furat_operator *op);
  /// NULL, or furat_operator_seek().
  furat_status (*seek)(furat_operator *op, furat_id value, furat_error *err);
} furat_operator_methods;

struct furat_operator {
  const furat_operator_methods *methods;
  furat_execution *execution;
  const furat_plan *plan;
  furat_operator *left;
  furat_operator *right;
  furat_solutions *out; ///< valid until the next call of next; may be an input's batch
  bool owns_out;
  bool counted; ///< `out` is in the memory of the execution
  bool fills;   ///< some column may be unbound though the request gives its variable
  void *state;
};

/// Open a plan with all its inputs.
FURAT_NODISCARD furat_status
furat_operator_open(furat_operator **out, furat_execution *execution,
                    const furat_plan *plan, furat_error *err);

FURAT_NODISCARD furat_status
furat_operator_start(furat_operator *op, furat_error *err);

/// The next batch in op->out.  Polls the cancel token (the
/// clock not each time: an operator that takes long polls it too).
FURAT_NODISCARD furat_status
furat_operator_next(furat_operator *op, furat_error *err);

/// Of an operator with an order: solutions whose first ordered column is below `value`
/// are not wanted any more; those that would cost something to pass over are left out.
/// What is in op->out stays.
FURAT_NODISCARD furat_status
furat_operator_seek(furat_operator *op, furat_id value, furat_error *err);

/// The seek of an operator whose order is its left input's.
FURAT_NODISCARD furat_status
furat_operator_seek_left(furat_operator *op, furat_id value, furat_error *err);

/// How many rows the first batch of an operator has to have.
static inline size_t
furat_operator_first_goal(const furat_plan *plan)
{
  return plan->first_rows > 0 && plan->first_rows < FURAT_SOLUTIONS_ROWS
             ? (size_t)plan->first_rows
             : FURAT_SOLUTIONS_ROWS;
}

/// Accepts NULL.
void
furat_operator_close(furat_operator *op);

/// Count memory that an operator keeps; FURAT_NO_MEM with a clear sentence beyond the
/// budget.
FURAT_NODISCARD furat_status
furat_execution_keep(furat_execution *execution, size_t size_bytes, furat_error *err);

/// FURAT_NO_MEM when what is kept, the query's own terms and `more_bytes` of the caller's
/// are beyond the budget.
FURAT_NODISCARD furat_status
furat_execution_check(const furat_execution *execution, size_t more_bytes,
                      furat_error *err);

/// The error of whoever needs more than `max_bytes` of memory: always FURAT_NO_MEM.
furat_status
furat_execution_exceeded(uint64_t max_bytes, furat_error *err);

void
furat_execution_release(furat_execution *execution, size_t size_bytes);

/// For each column of `to`, the column of the same variable in `from`, or SIZE_MAX.  In
/// the arena of the heap: furat_free.
FURAT_NODISCARD furat_status
furat_column_map_new(size_t **out, const furat_plan *to, const furat_plan *from,
                     furat_error *err);

extern const furat_operator_methods furat_op_unit;
extern const furat_operator_methods furat_op_scan;
extern const furat_operator_methods furat_op_path;
extern const furat_operator_methods furat_op_graphs;
extern const furat_operator_methods furat_op_values;
extern const furat_operator_methods furat_op_apply;
extern const furat_operator_methods furat_op_hash_join;
extern const furat_operator_methods furat_op_merge_join;
extern const furat_operator_methods furat_op_leapfrog;
extern const furat_operator_methods furat_op_union;
extern const furat_operator_methods furat_op_filter;
extern const furat_operator_methods furat_op_extend;
extern const furat_operator_methods furat_op_group;
extern const furat_operator_methods furat_op_sort;
extern const furat_operator_methods furat_op_project;
extern const furat_operator_methods furat_op_distinct;
extern const furat_operator_methods furat_op_slice;
extern const furat_operator_methods furat_op_tally;

#endif
