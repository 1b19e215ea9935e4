// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the native engine share.
#ifndef FURAT_ENGINE_NATIVE_INTERNAL_H
#define FURAT_ENGINE_NATIVE_INTERNAL_H

#include "engine/backend.h"
#include "engine/stored.h"
#include "exec/distinct_set.h"
#include "exec/row_set.h"
#include "sparql/algebra.h"

/// A prepared query or update.
typedef struct furat_native_query {
  furat_stored *dataset;
  furat_arena arena; ///< text, tree and algebra
  furat_str text;
  const furat_ast *ast;
  furat_algebra_query algebra; ///< of a query
  furat_binding *bindings;
  size_t n_bindings;
  uint64_t memory_max_bytes; ///< of one execution; 0: no bound
  furat_changes changes;     ///< by the last run of an update
  bool all_graphs;           ///< the default graph is the union whatever the dataset's is
} furat_native_query;

/// Everything that evaluating one pattern needs, ready to be pulled.
typedef struct furat_native_run {
  furat_arena arena; ///< plan
  furat_view view;
  furat_execution execution;
  furat_planned planned;
  furat_arena scratch;
  furat_operator *root;
} furat_native_run;

/// Plan and open `pattern` in `txn`.  The dataset of the view may be restricted between
/// init and open. `run` must be closed whatever the result of open.
void
furat_native_run_init(furat_native_run *run, const furat_native_query *query,
                      furat_txn *txn, const furat_cancel *cancel);

/// The first half of furat_native_run_open(): the plan.
FURAT_NODISCARD furat_status
furat_native_run_plan(furat_native_run *run, const furat_native_query *query,
                      furat_algebra *pattern, const furat_variables *variables,
                      furat_error *err);

/// And the other: its operators, started.
FURAT_NODISCARD furat_status
furat_native_run_start(furat_native_run *run, const furat_native_query *query,
                       furat_error *err);

FURAT_NODISCARD furat_status
furat_native_run_open(furat_native_run *run, const furat_native_query *query,
                      furat_algebra *pattern, const furat_variables *variables,
                      furat_error *err);

void
furat_native_run_close(furat_native_run *run);

/// The quads that templates make of solutions, as rows of four ids of the view, each
/// once.
typedef struct furat_native_template {
  furat_native_run *run;
  const furat_template_quad *quads;
  size_t n_quads;
  const char *blank_prefix; ///< of the labels of new blank nodes
  uint64_t n_solutions;
  furat_id *constants; ///< of the slots that are terms, FURAT_N_FIELDS a quad
  furat_row_set rows;
  bool hands_on; ///< `rows` are only those that are new
  furat_distinct_set met;
} furat_native_template;

/// To be cleared whatever comes of it.
FURAT_NODISCARD furat_status
furat_native_template_init(furat_native_template *t, furat_native_run *run,
                           const furat_template_quad *quads, size_t n_quads,
                           const char *blank_prefix, furat_error *err);

void
furat_native_template_clear(furat_native_template *t);

/// Let `rows` have only what is new, for an owner who takes it and clears them: all that
/// was made is then kept where there is room for it.  Before the first solution.
void
furat_native_template_hand_on(furat_native_template *t);

/// Tell what had to wait, when all solutions have come.
FURAT_NODISCARD furat_status
furat_native_template_finish(furat_native_template *t, void *self,
                             furat_status (*tell)(void *self, const furat_id *row,
                                                  furat_error *err),
                             furat_error *err);

/// Fill the template from one solution; what is no quad (an open variable, a literal as a
/// subject) is left out.
FURAT_NODISCARD furat_status
furat_native_template_add(furat_native_template *t, const furat_plan *plan,
                          const furat_solutions *batch, size_t row, furat_error *err);

/// The dataset that the pattern of an update's operation sees (3.1.3).
FURAT_NODISCARD furat_status
furat_native_choose_dataset(furat_native_run *run, const furat_ast_operation *operation,
                            furat_error *err);

/// Of backend.h.
FURAT_NODISCARD furat_status
furat_native_explain(furat_buffer *out, void *query, const furat_explain_options *options,
                     const furat_cancel *cancel, furat_error *err);

FURAT_NODISCARD furat_status
furat_native_diagnose(furat_buffer *out, void *query, uint64_t n_given,
                      const bool *has_values, const furat_prefixes *prefixes,
                      const furat_cancel *cancel, furat_error *err);

FURAT_NODISCARD furat_status
furat_native_update(void *query, const furat_cancel *cancel, furat_error *err);

#endif
