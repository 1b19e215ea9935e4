// SPDX-License-Identifier: GPL-3.0-or-later
// One statement: prepare, run, show; and what happens when it fails.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/diagnostic.h"
#include "cli/plan_text.h"
#include "cli/show.h"
#include "rdf/iri.h"
#include "shell/shell_internal.h"
#include "sparql/lexer.h"

// Newlines in front, so that lines are counted from the start of the input.
static void
show_error(const furat_error *what, furat_str text, uint64_t first_line)
{
  furat_buffer padded;
  furat_buffer_init(&padded, SIZE_MAX / 2);
  furat_error moved = *what;
  if (what->has_span && first_line > 1 && text.len > 0) {
    furat_buffer_append_fill(&padded, '\n', (size_t)first_line - 1);
    furat_buffer_append(&padded, text);
  }
  if (padded.len > 0 && padded.status == FURAT_OK) {
    text = furat_buffer_str(&padded);
    moved.span.start += (size_t)first_line - 1;
    moved.span.end += (size_t)first_line - 1;
  }
  fflush(stdout);
  furat_diagnostic_print(stderr, &moved, text);
  furat_buffer_clear(&padded);
}

furat_status
furat_shell_failed(furat_shell *shell, const furat_error *what, furat_str text,
                   uint64_t first_line, furat_error *err)
{
  if (ferror(stdout)) {
    *err = *what;
    return what->status;
  }
  shell->n_failed++;
  furat_error named = *what;
  bool scripted = !shell->interactive || shell->read_depth > 0;
  if (scripted && !named.has_span && named.source[0] == '\0') {
    named.line = first_line + (named.line > 0 ? named.line - 1 : 0);
  }
  furat_error_source(&named, shell->input_name);
  if (named.has_span) {
    snprintf(named.source, sizeof named.source, "%s", shell->input_name);
  }
  show_error(&named, text, first_line);
  if (what->status == FURAT_INTERRUPTED && scripted) {
    return FURAT_INTERRUPTED; // it was told already
  }
  return FURAT_OK;
}

// The format of graphs or that of solutions, whichever the query asks for.
static const char *
mode_of(const furat_shell *shell, const furat_results *results)
{
  furat_query_form form = furat_results_form(results);
  bool graph = form == FURAT_QUERY_CONSTRUCT || form == FURAT_QUERY_DESCRIBE;
  return graph ? furat_settings_graph_mode(&shell->settings)
               : furat_settings_mode(&shell->settings);
}

// An update is only planned, never run.
static furat_status
explain_query(furat_shell *shell, furat_query *query, furat_error *err)
{
  furat_explain_options how = FURAT_EXPLAIN_OPTIONS_INIT;
  how.analyze = shell->settings.plans == FURAT_PLANS_ANALYZE &&
                furat_query_form_of(query) != FURAT_QUERY_UPDATE;
  how.prefixes = &shell->prefixes;
  return furat_plan_show(query, &how, &shell->cancel, err);
}

static furat_status
run_query(furat_shell *shell, furat_query *query, furat_error *err)
{
  if (shell->settings.plans != FURAT_PLANS_OFF) {
    return explain_query(shell, query, err);
  }
  if (furat_query_form_of(query) == FURAT_QUERY_UPDATE) {
    furat_status status = furat_query_update(query, &shell->cancel, err);
    if (status == FURAT_READ_ONLY) {
      furat_error_hint(err, "the shipped graph stays as it is; "
                            "furat load -s my.furat --shipped makes a copy to change");
    }
    return status;
  }
  furat_results *results = NULL;
  furat_status status = furat_query_execute(&results, query, &shell->cancel, err);
  if (status == FURAT_OK) {
    status =
        furat_show_on_stdout(results, mode_of(shell, results), &shell->prefixes, err);
  }
  furat_results_free(results);
  return status;
}

furat_status
furat_shell_show_results(furat_shell *shell, furat_results *results, furat_error *err)
{
  furat_status status =
      furat_show_on_stdout(results, mode_of(shell, results), &shell->prefixes, err);
  if (fflush(stdout) != 0 && status == FURAT_OK) {
    status = furat_error_set(err, FURAT_IO, "cannot write standard output");
  }
  return status;
}

static int64_t
now_ns(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void
furat_shell_start_clock(furat_shell *shell)
{
  uint64_t timeout_s = shell->settings.timeout_s;
  bool limited = timeout_s != FURAT_SETTING_WORD(0);
  shell->cancel.timeout_ms = limited ? timeout_s * 1000 : 0;
  shell->cancel.deadline_ns = limited ? now_ns() + (int64_t)timeout_s * 1000000000 : 0;
}

furat_status
furat_shell_show(furat_shell *shell, furat_query *query, furat_error *err)
{
  int64_t start = now_ns();
  furat_status status = run_query(shell, query, err);
  if (status == FURAT_OK && shell->settings.timer) {
    int64_t microseconds = (now_ns() - start) / 1000;
    printf("%" PRId64 ".%03d ms\n", microseconds / 1000, (int)(microseconds % 1000));
  }
  if (fflush(stdout) != 0 && status == FURAT_OK) {
    status = furat_error_set(err, FURAT_IO, "cannot write standard output");
  }
  return status;
}

static furat_status
prepare_and_show(furat_shell *shell, furat_str text, bool update, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = update;
  options.prefixes = &shell->prefixes;
  furat_query *query = NULL;
  furat_status status = furat_query_prepare(&query, shell->dataset, text, &options, err);
  if (status == FURAT_OK) {
    status = furat_shell_show(shell, query, err);
  }
  furat_query_free(query);
  return status;
}

// The next PREFIX name: <iri>; false for anything else, the end too (then `*end` is set).
static bool
next_prefix(furat_lexer *lexer, furat_prefix *prefix, bool *end)
{
  furat_token word;
  furat_token name;
  furat_token iri;
  *end = false;
  if (furat_lexer_next(lexer, &word, NULL) != FURAT_OK) {
    return false;
  }
  *end = word.kind == FURAT_TOKEN_END;
  if (word.kind != FURAT_TOKEN_WORD || word.keyword != FURAT_KEYWORD_PREFIX ||
      furat_lexer_next(lexer, &name, NULL) != FURAT_OK ||
      furat_lexer_next(lexer, &iri, NULL) != FURAT_OK) {
    return false;
  }
  *prefix = (furat_prefix){name.prefix, iri.text};
  return name.kind == FURAT_TOKEN_PNAME_NS && iri.kind == FURAT_TOKEN_IRI &&
         furat_iri_is_absolute(iri.text);
}

// A statement of nothing but PREFIX declarations makes them known for the session;
// `*known` is false, and nothing has changed, when there is anything else.
static furat_status
take_prefixes(furat_shell *shell, furat_str text, bool *known, furat_error *err)
{
  furat_arena arena;
  furat_lexer lexer;
  furat_prefix prefix;
  furat_arena_init(&arena, SIZE_MAX);
  furat_lexer_init(&lexer, text, &arena);
  while (next_prefix(&lexer, &prefix, known)) {
  }
  furat_lexer_init(&lexer, text, &arena);
  furat_status status = FURAT_OK;
  bool end = false;
  while (*known && status == FURAT_OK && next_prefix(&lexer, &prefix, &end)) {
    status = furat_prefixes_set(&shell->prefixes, prefix.name, prefix.iri, err);
  }
  furat_arena_clear(&arena);
  return status;
}

static furat_status
run_statement(furat_shell *shell, furat_str text, bool update, furat_error *err)
{
  bool prefixes = false;
  furat_status status = FURAT_OK;
  if (!update) {
    status = take_prefixes(shell, text, &prefixes, err);
  }
  return status == FURAT_OK && !prefixes ? prepare_and_show(shell, text, update, err)
                                         : status;
}

furat_status
furat_shell_statement(furat_shell *shell, furat_str text, uint64_t first_line,
                      bool update, furat_error *err)
{
  furat_error what = FURAT_ERROR_INIT;
  furat_shell_start_clock(shell);
  furat_status status = run_statement(shell, text, update, &what);
  return status == FURAT_OK ? FURAT_OK
                            : furat_shell_failed(shell, &what, text, first_line, err);
}
