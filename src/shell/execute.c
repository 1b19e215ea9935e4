// SPDX-License-Identifier: GPL-3.0-or-later
// One statement: prepare, run, show; and what happens when it fails.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/color.h"
#include "base/diagnostic.h"
#include "base/timespan.h"
#include "cli/canned_why.h"
#include "cli/plan_text.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "cli/why.h"
#include "rdf/iri.h"
#include "shell/advice.h"
#include "shell/result.h"
#include "shell/transaction.h"
#include "sparql/lexer.h"

enum { MAX_BINDINGS = 10000, MAX_NOTE_BYTES = 1 << 16 };

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

// The engine does not know by which name a damaged store was given.
static void
name_store(const furat_shell *shell, furat_error *what)
{
  const char *store = shell->store;
  const bool opening = shell->dot_name && strcmp(shell->dot_name, ".open") == 0;
  if (what->status != FURAT_CORRUPT || !store || opening ||
      strstr(what->message, store)) {
    return; // what cannot be opened is another one
  }
  furat_error named = FURAT_ERROR_INIT;
  furat_error_set(&named, FURAT_CORRUPT, "%.200s: %s", store, what->message);
  memcpy(what->message, named.message, sizeof what->message);
  if (what->hint[0] == '\0') {
    furat_error_hint(what, FURAT_SOURCE_DAMAGE_HINT, store);
  }
}

// What an option of a command does is a setting here.
static void
name_setting(furat_error *what)
{
  static const char option[] = "--memory gives it more";
  if (what->status == FURAT_NO_MEM && strncmp(what->hint, option, strlen(option)) == 0) {
    furat_error_hint(what, ".memory SIZE gives it more");
  }
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
  shell->failure = shell->failure == FURAT_OK ? what->status : shell->failure;
  furat_error named = *what;
  name_store(shell, &named);
  name_setting(&named);
  bool scripted = !shell->interactive || shell->read_depth > 0;
  const bool lost = furat_transaction_note_failure(shell, scripted);
  if (scripted && !named.has_span && named.source[0] == '\0') {
    named.line = first_line + (named.line > 0 ? named.line - 1 : 0);
  }
  furat_error_source(&named, shell->input_name);
  if (named.has_span) {
    snprintf(named.source, sizeof named.source, "%s", shell->input_name);
  }
  show_error(&named, text, first_line);
  if (lost) {
    furat_transaction_tell_failure();
  }
  if (what->status == FURAT_INTERRUPTED && scripted) {
    return FURAT_INTERRUPTED; // it was told already
  }
  return FURAT_OK;
}

// An update is only planned, never run.
static furat_status
explain_query(furat_shell *shell, furat_query *query, furat_error *err)
{
  furat_explain_options how = FURAT_EXPLAIN_OPTIONS_INIT;
  how.analyze = shell->settings.plans == FURAT_PLANS_ANALYZE &&
                furat_query_form_of(query) != FURAT_QUERY_UPDATE;
  how.prefixes = &shell->prefixes;
  return furat_plan_show(query, &how, shell->watch, &shell->cancel, err);
}

static bool
is_talking(const furat_shell *shell)
{
  return shell->interactive && shell->read_depth == 0;
}

static bool
why_is_wanted(const furat_shell *shell)
{
  return shell->settings.why == FURAT_AUTO_ON ||
         (shell->settings.why == FURAT_AUTO && is_talking(shell));
}

// Of a canned query its parameters are told of: nobody here has written its patterns.
static void
tell_why(furat_shell *shell, furat_query *query, const furat_results *results)
{
  if (shell->canned && shell->canned->params.n > 0) {
    furat_canned_why_tell(shell->canned, shell->canned_values, shell->dataset, results,
                          &shell->prefixes, &shell->cancel);
  } else {
    furat_why_tell(query, results, &shell->prefixes, &shell->cancel);
  }
}

static furat_status
run_query(furat_shell *shell, furat_query *query, furat_error *err)
{
  if (shell->settings.plans != FURAT_PLANS_OFF) {
    return explain_query(shell, query, err);
  }
  if (furat_query_form_of(query) == FURAT_QUERY_UPDATE) {
    furat_status status = furat_query_update(query, &shell->cancel, err);
    if (status == FURAT_READ_ONLY && shell->source_name.len == 0) {
      furat_error_hint(err, FURAT_SHELL_SHIPPED_HINT);
    }
    furat_watch_hide(shell->watch);
    const bool reasons = why_is_wanted(shell);
    if (status == FURAT_OK && (reasons || is_talking(shell))) {
      furat_why_tell_update(query, reasons, &shell->prefixes, &shell->cancel);
    }
    return status;
  }
  furat_results *results = NULL;
  furat_status status = furat_query_execute(&results, query, &shell->cancel, err);
  if (status == FURAT_OK) {
    status = furat_shell_show_results(shell, results, err);
  }
  furat_watch_hide(shell->watch); // where nothing was written it is still there
  if (status == FURAT_OK && why_is_wanted(shell)) {
    tell_why(shell, query, results);
  }
  furat_results_free(results);
  return status;
}

void
furat_shell_start_clock(furat_shell *shell)
{
  const uint64_t wish = shell->settings.timeout_ms;
  furat_cancel_limit(&shell->cancel, wish == FURAT_SETTING_WORD(0) ? 0 : wish);
}

// On standard error, like all that is no result.
static void
tell_time(const furat_shell *shell, furat_query_form form, int64_t wall_ns,
          int64_t spent_ns)
{
  char number[32];
  fflush(stdout);
  const furat_palette *palette = furat_palette_for(STDERR_FILENO);
  fputs(furat_color_start(palette, FURAT_COLOR_NOTE), stderr);
  if (form == FURAT_QUERY_SELECT) {
    fprintf(stderr, "%s %s, ", furat_progress_number(number, shell->n_shown),
            shell->n_shown == 1 ? "row" : "rows");
  } else if (form == FURAT_QUERY_CONSTRUCT || form == FURAT_QUERY_DESCRIBE) {
    fprintf(stderr, "%s %s, ", furat_progress_number(number, shell->n_rows),
            shell->n_rows == 1 ? "triple" : "triples");
  }
  char wall[FURAT_TIMESPAN_BYTES];
  char spent[FURAT_TIMESPAN_BYTES];
  fprintf(stderr, "%s (cpu %s)%s\n", furat_timespan_write_taken(wall, wall_ns),
          furat_timespan_write_taken(spent, spent_ns),
          furat_color_end(palette, FURAT_COLOR_NOTE));
}

static furat_status
run_watched(furat_shell *shell, furat_query *query, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (shell->interactive && shell->settings.progress && furat_terminal_moves()) {
    status = furat_watch_begin(&shell->watch, err);
  }
  if (status == FURAT_OK) {
    status = run_query(shell, query, err);
  }
  furat_watch_end(shell->watch);
  shell->watch = NULL;
  return status;
}

furat_status
furat_shell_show(furat_shell *shell, furat_query *query, furat_error *err)
{
  const int64_t start = furat_clock_ns();
  const int64_t cpu_start = furat_clock_cpu_ns();
  shell->n_rows = 0;
  shell->n_shown = 0;
  shell->shown_ns = 0;
  shell->waited_ns = 0;
  furat_status status = run_watched(shell, query, err);
  if (shell->settings.timer) {
    const int64_t end =
        shell->shown_ns > 0 ? shell->shown_ns - shell->waited_ns : furat_clock_ns();
    const furat_query_form form = shell->settings.plans == FURAT_PLANS_OFF
                                      ? furat_query_form_of(query)
                                      : FURAT_QUERY_UPDATE; // a plan has no rows
    tell_time(shell, form, end - start, furat_clock_cpu_ns() - cpu_start);
  }
  return furat_shell_flush(shell, status, err);
}

FILE *
furat_shell_notes(const furat_shell *shell)
{
  return shell->interactive && !shell->target ? stdout : stderr;
}

furat_prepare_options
furat_shell_prepare_options(const furat_shell *shell)
{
  const uint64_t wish = shell->settings.memory_bytes;
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.prefixes = &shell->prefixes;
  options.memory_bytes = wish == FURAT_SETTING_WORD(0) ? 0 : wish;
  return options;
}

static furat_status
prepare_and_show(furat_shell *shell, furat_str text, bool update, furat_error *err)
{
  furat_prepare_options options = furat_shell_prepare_options(shell);
  options.update = update;
  furat_vec bindings;
  furat_vec_init(&bindings, sizeof(furat_binding), MAX_BINDINGS);
  furat_status status = furat_variables_bind(&bindings, &shell->variables, text, err);
  options.bindings = bindings.items;
  options.n_bindings = bindings.n;
  furat_query *query = NULL;
  if (status == FURAT_OK) {
    status = furat_query_prepare(&query, shell->dataset, text, &options, err);
  }
  if (status == FURAT_OK) {
    status = furat_shell_show(shell, query, err);
  }
  furat_query_free(query);
  furat_vec_clear(&bindings);
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

// \d and its like, as psql has them: told what it is called here.
static furat_status
refuse_backslash(furat_str text, furat_error *err)
{
  char name[16] = "";
  for (size_t i = 1; i < text.len && i < sizeof name && !strchr(" \t\n;", text.data[i]);
       i++) {
    name[i - 1] = text.data[i];
  }
  furat_error own = FURAT_ERROR_INIT;
  const furat_status status = furat_dot_unknown(name, &own);
  furat_error_set(err, status, "there is no command \\%s", name);
  furat_error_hint(err, "%s", own.hint);
  return status;
}

static void
tell_unset(const furat_shell *shell, furat_str text)
{
  furat_buffer note;
  furat_buffer_init(&note, MAX_NOTE_BYTES);
  furat_advice_unset(&note, text, &shell->variables);
  furat_why_print(furat_buffer_str(&note));
  furat_buffer_clear(&note);
}

static furat_status
run_statement(furat_shell *shell, furat_str text, bool update, furat_error *err)
{
  bool prefixes = false;
  furat_status status = FURAT_OK;
  if (text.len > 1 && text.data[0] == '\\') {
    return refuse_backslash(text, err);
  }
  if (!update) {
    status = take_prefixes(shell, text, &prefixes, err);
  }
  if (status != FURAT_OK || prefixes) {
    return status;
  }
  status = prepare_and_show(shell, text, update, err);
  if (status == FURAT_BAD_SYNTAX) {
    furat_advice_hint(text, err);
  } else if (status == FURAT_OK && why_is_wanted(shell)) {
    tell_unset(shell, text);
  }
  if (status == FURAT_OK && !update) {
    furat_buffer_reset(&shell->last_query);
    furat_buffer_append(&shell->last_query, text);
  }
  return status;
}

// The | of a path is always inside brackets, and nothing else of the language begins with
// one.
size_t
furat_shell_statement_pipe(furat_str text)
{
  if (furat_str_find_byte(text, '|') == text.len) {
    return text.len; // nothing to look for in a large one
  }
  furat_arena arena;
  furat_lexer lexer;
  furat_token token = {.kind = FURAT_TOKEN_BAD};
  size_t depth = 0;
  size_t found = text.len;
  furat_arena_init(&arena, SIZE_MAX);
  furat_lexer_init(&lexer, text, &arena);
  do {
    if (furat_lexer_next(&lexer, &token, NULL) != FURAT_OK) {
      break;
    }
    const bool opens = token.kind == FURAT_TOKEN_LBRACE ||
                       token.kind == FURAT_TOKEN_LPAREN ||
                       token.kind == FURAT_TOKEN_LBRACKET;
    const bool closes = token.kind == FURAT_TOKEN_RBRACE ||
                        token.kind == FURAT_TOKEN_RPAREN ||
                        token.kind == FURAT_TOKEN_RBRACKET;
    depth = opens ? depth + 1 : closes && depth > 0 ? depth - 1 : depth;
    if (token.kind == FURAT_TOKEN_PIPE && depth == 0) {
      found = token.span.start;
    }
  } while (token.kind != FURAT_TOKEN_END && found == text.len);
  furat_arena_clear(&arena);
  return found;
}

static furat_status
run_redirected(furat_shell *shell, furat_str text, furat_str command, bool update,
               furat_error *err)
{
  furat_redirect redirect;
  furat_status status = furat_shell_redirect(shell, command, &redirect, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = run_statement(shell, text, update, err);
  return furat_shell_restore(shell, &redirect, status, err);
}

furat_status
furat_shell_statement(furat_shell *shell, furat_str text, uint64_t first_line,
                      bool update, furat_error *err)
{
  furat_error what = FURAT_ERROR_INIT;
  furat_shell_start_clock(shell);
  const size_t pipe = update ? text.len : furat_shell_statement_pipe(text);
  furat_str command = furat_str_slice(text, pipe, text.len);
  while (command.len > 0 && strchr(" \t\r\n", command.data[command.len - 1])) {
    command.len--;
  }
  furat_status status =
      run_redirected(shell, furat_str_slice(text, 0, pipe), command, update, &what);
  return status == FURAT_OK ? FURAT_OK
                            : furat_shell_failed(shell, &what, text, first_line, err);
}
