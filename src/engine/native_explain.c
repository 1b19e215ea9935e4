// SPDX-License-Identifier: GPL-3.0-or-later
// EXPLAIN: the plans of a request, with what a run of them took if it is wanted.
#include "base/clock.h"
#include "engine/native_internal.h"
#include "exec/explain.h"

typedef struct {
  furat_buffer *out;
  const furat_native_query *query;
  const furat_explain_options *options;
  const furat_cancel *cancel;
  furat_txn *txn;
  uint64_t planning_ns;
  uint64_t execution_ns;
} explaining;

static furat_status
plan(explaining *e, furat_native_run *run, furat_algebra *pattern,
     const furat_variables *variables, furat_error *err)
{
  const int64_t begin = furat_clock_ns();
  furat_status status = furat_native_run_plan(run, e->query, pattern, variables, err);
  e->planning_ns += (uint64_t)(furat_clock_ns() - begin);
  return status;
}

static furat_status
run_all(explaining *e, furat_native_run *run, furat_error *err)
{
  const int64_t begin = furat_clock_ns();
  run->execution.measures =
      FURAT_ARENA_ARRAY(&run->arena, furat_measure, run->planned.n_nodes + 1);
  if (!run->execution.measures) {
    return furat_error_no_mem(err);
  }
  furat_status status = furat_native_run_start(run, e->query, err);
  while (status == FURAT_OK) {
    status = furat_operator_next(run->root, err);
    furat_arena_reset(&run->scratch);
    if (status == FURAT_OK && e->query->algebra.form == FURAT_AST_ASK) {
      break;
    }
  }
  e->execution_ns += (uint64_t)(furat_clock_ns() - begin);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
write_plan(explaining *e, const furat_native_run *run, const furat_variables *variables)
{
  const furat_explained explained = {
      .planned = &run->planned,
      .names = {.variables = variables, .prefixes = e->options->prefixes},
      .measures = run->execution.measures,
  };
  if (e->options->json) {
    furat_explain_json(e->out, &explained);
  } else {
    furat_explain_text(e->out, &explained);
  }
}

static furat_status
explain_query(explaining *e, furat_error *err)
{
  const furat_algebra_query *algebra = &e->query->algebra;
  furat_native_run run;
  furat_native_run_init(&run, e->query, e->txn, e->cancel);
  furat_status status =
      furat_view_set_dataset(&run.view, algebra->from, algebra->n_from,
                             algebra->from_named, algebra->n_from_named, err);
  if (status == FURAT_OK) {
    status = plan(e, &run, algebra->pattern, &algebra->variables, err);
  }
  if (status == FURAT_OK && e->options->analyze) {
    status = run_all(e, &run, err);
  }
  if (status == FURAT_OK) {
    furat_buffer_append_cstr(e->out, e->options->json ? "\"plan\":" : "");
    write_plan(e, &run, &algebra->variables);
  }
  furat_native_run_close(&run);
  return status;
}

// ------------------------------------------------------------------------- updates

static furat_status
explain_pattern(explaining *e, const furat_ast_operation *operation, furat_error *err)
{
  furat_native_run run;
  furat_algebra_modify algebra;
  furat_native_run_init(&run, e->query, e->txn, e->cancel);
  furat_status status =
      furat_algebra_of_operation(&algebra, &run.arena, e->query->ast, operation, err);
  if (status == FURAT_OK) {
    status = furat_native_choose_dataset(&run, operation, err);
  }
  if (status == FURAT_OK) {
    status = plan(e, &run, algebra.pattern, &algebra.variables, err);
  }
  if (status == FURAT_OK) {
    write_plan(e, &run, &algebra.variables);
  }
  furat_native_run_close(&run);
  return status;
}

static furat_status
explain_operation(explaining *e, size_t i, furat_error *err)
{
  const furat_ast_operation *operation = &e->query->ast->operations.items[i];
  bool has_pattern =
      operation->kind == FURAT_AST_DELETE_WHERE || operation->kind == FURAT_AST_MODIFY;
  if (e->options->json) {
    furat_buffer_append_cstr(e->out, i > 0 ? ",{\"plan\":" : "{\"plan\":");
  } else {
    furat_buffer_appendf(e->out, "operation %zu%s\n", i + 1,
                         has_pattern ? ":" : " has no pattern");
  }
  furat_status status = has_pattern ? explain_pattern(e, operation, err) : FURAT_OK;
  if (e->options->json) {
    furat_buffer_append_cstr(e->out, has_pattern ? "}" : "null}");
  }
  return status;
}

static furat_status
explain_update(explaining *e, furat_error *err)
{
  furat_status status = FURAT_OK;
  furat_buffer_append_cstr(e->out, e->options->json ? "\"operations\":[" : "");
  for (size_t i = 0; i < e->query->ast->operations.n && status == FURAT_OK; i++) {
    status = explain_operation(e, i, err);
  }
  furat_buffer_append_cstr(e->out, e->options->json ? "]" : "");
  return status;
}

// ------------------------------------------------------------------------ requests

static void
write_times(const explaining *e)
{
  double planning_ms = (double)e->planning_ns / 1e6;
  double execution_ms = (double)e->execution_ns / 1e6;
  if (e->options->analyze && e->options->json) {
    furat_buffer_appendf(e->out, ",\"planning_ms\":%.6f,\"execution_ms\":%.6f",
                         planning_ms, execution_ms);
  } else if (e->options->analyze) {
    furat_buffer_appendf(e->out, "planned in %.3f ms, ran in %.3f ms\n", planning_ms,
                         execution_ms);
  }
}

furat_status
furat_native_explain(furat_buffer *out, void *query, const furat_explain_options *options,
                     const furat_cancel *cancel, furat_error *err)
{
  explaining e = {.out = out, .query = query, .options = options, .cancel = cancel};
  furat_status status = furat_txn_begin_read(&e.txn, e.query->dataset->store, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_append_cstr(out, options->json ? "{" : "");
  status = e.query->ast->query ? explain_query(&e, err) : explain_update(&e, err);
  furat_txn_abort(e.txn);
  if (status != FURAT_OK) {
    return status;
  }
  write_times(&e);
  furat_buffer_append_cstr(out, options->json ? "}\n" : "");
  return furat_buffer_status(out, err);
}
