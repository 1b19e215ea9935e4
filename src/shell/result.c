// SPDX-License-Identifier: GPL-3.0-or-later
// Results on their way out: kept for .last as they pass by, shown as the settings say, in
// a pager where they are long.               engine/furat.h -> [result] -> execute, dot
#include "shell/result.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/show.h"
#include "results/format.h"
#include "results/kept.h"
#include "results/labels.h"

enum { MAX_KEPT_BYTES = 64 << 20, USUAL_MAX_ROWS = 1000 };

// ------------------------------------------------------------ how it is shown

static uint64_t
max_rows_of(const furat_settings *settings, bool terminal)
{
  if (settings->max_rows == FURAT_SETTING_WORD(FURAT_MAXROWS_AUTO)) {
    return terminal ? USUAL_MAX_ROWS : 0;
  }
  return settings->max_rows == FURAT_SETTING_WORD(FURAT_MAXROWS_ALL) ? 0
                                                                     : settings->max_rows;
}

// Whether a command of the system reads results.
static bool
is_piped(const furat_shell *shell)
{
  return shell->target && shell->target->child.pid > 0;
}

// All but the labels, which cost something.
static furat_show
show_as_set(const furat_shell *shell, bool graph)
{
  const furat_settings *settings = &shell->settings;
  const char *mode =
      graph ? furat_settings_graph_mode(settings) : furat_settings_mode(settings);
  const char *ending = shell->target ? furat_target_format(shell->target, graph) : NULL;
  if (!graph && !mode && !ending && is_piped(shell) &&
      settings->labels != FURAT_LABELS_OFF) {
    ending = "table"; // TSV has terms, and no labels
  }
  furat_show show =
      furat_show_on(STDOUT_FILENO, ending ? ending : mode, &shell->prefixes);
  furat_style *style = &show.table.style;
  style->null_text = furat_str_of(settings->null_text);
  style->max_rows = max_rows_of(settings, show.terminal);
  style->more_hint = ".maxrows all shows them";
  style->table_hint = show.format ? NULL : "too wide for a table; .mode table makes one";
  if (settings->width != FURAT_SETTING_WORD(0)) {
    show.table.width_cells = settings->width;
    style->width_cells = show.terminal ? settings->width : 0;
  }
  if (shell->n_left > 0) {
    style->n_left = shell->n_left;
    style->more_hint = shell->left_hint;
  }
  style->counts = shell->counts;
  show.table.wrap = settings->wrap;
  show.table.kept_column = shell->kept_column;
  return show;
}

// ---------------------------------------------------------- what passes by

// One result, from where it comes to where it goes.
typedef struct passing {
  furat_shell *shell;
  furat_rows rows;      // that come
  furat_quad_sink sink; // that a graph goes to
  furat_kept *kept;     // owned by the shell; NULL: it is kept already
} passing;

static furat_status
next_row(void *self, const furat_term **row, furat_error *err)
{
  passing *p = self;
  furat_status status = p->rows.next(p->rows.self, row, err);
  if (status == FURAT_OK) {
    furat_kept_add(p->kept, *row);
    furat_watch_tell(p->shell->watch, ++p->shell->n_rows);
  } else if (status == FURAT_DONE) {
    p->shell->last_is_whole = true;
  }
  return status;
}

static furat_status
emit(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  passing *p = self;
  for (size_t i = 0; i < n; i++) {
    const furat_term row[3] = {quads[i].subject, quads[i].predicate, quads[i].object};
    furat_kept_add(p->kept, row);
  }
  p->shell->n_rows += n;
  furat_watch_tell(p->shell->watch, p->shell->n_rows);
  return furat_quad_sink_emit(&p->sink, quads, n, err);
}

static furat_status
show_solutions(furat_shell *shell, furat_output *output, furat_results *results,
               const furat_show *show, furat_error *err)
{
  passing p = {.shell = shell};
  furat_status status = furat_rows_of_results(&p.rows, results, err);
  if (status == FURAT_OK) {
    status = furat_kept_new(&shell->last, p.rows.form, p.rows.n_columns, p.rows.columns,
                            MAX_KEPT_BYTES, err);
  }
  if (status == FURAT_OK) {
    p.kept = shell->last;
    shell->last_is_whole = p.rows.form == FURAT_QUERY_ASK;
    furat_kept_set_boolean(p.kept, p.rows.boolean);
    furat_rows passed = p.rows;
    passed.self = &p;
    passed.next = next_row;
    status = furat_show_rows(output, &passed, show, err);
  }
  furat_rows_clear(&p.rows);
  return status;
}

static furat_status
show_graph(furat_shell *shell, furat_output *output, furat_results *results,
           const furat_show *show, furat_error *err)
{
  static const furat_str columns[3] = {{"subject", 7}, {"predicate", 9}, {"object", 6}};
  furat_graph_writer writer;
  furat_status status = furat_kept_new(&shell->last, furat_results_form(results), 3,
                                       columns, MAX_KEPT_BYTES, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_show_graph_begin(&writer, output, show, err);
  if (status == FURAT_OK) {
    passing p = {.shell = shell, .sink = writer.sink, .kept = shell->last};
    const furat_quad_sink sink = {.self = &p, .emit = emit};
    status = furat_results_triples(results, &sink, err);
    shell->last_is_whole = status == FURAT_OK;
  }
  return furat_show_graph_end(&writer, status, err);
}

static bool
is_graph(furat_query_form form)
{
  return form == FURAT_QUERY_CONSTRUCT || form == FURAT_QUERY_DESCRIBE;
}

// The triples that were kept.
static furat_status
show_kept_graph(const furat_rows *rows, furat_output *output, const furat_show *show,
                furat_error *err)
{
  furat_graph_writer writer;
  furat_status status = furat_show_graph_begin(&writer, output, show, err);
  const furat_term *row = NULL;
  while (status == FURAT_OK) {
    status = rows->next(rows->self, &row, err);
    if (status == FURAT_OK) {
      const furat_quad quad = {row[0], row[1], row[2], FURAT_TERM_UNSET};
      status = furat_quad_sink_emit(&writer.sink, &quad, 1, err);
    }
  }
  return furat_show_graph_end(&writer, status == FURAT_DONE ? FURAT_OK : status, err);
}

// ----------------------------------------------------------------- the way out

// What is shown: results that come, or those that were kept.
typedef struct shown_result {
  furat_results *results; // NULL: those that were kept
  furat_rows kept;
} shown_result;

static furat_status
show_on(furat_shell *shell, furat_output *output, const shown_result *shown,
        const furat_show *show, furat_error *err)
{
  if (!shown->results) {
    return is_graph(shown->kept.form) ? show_kept_graph(&shown->kept, output, show, err)
                                      : furat_show_rows(output, &shown->kept, show, err);
  }
  furat_kept_free(shell->last);
  shell->last = NULL;
  shell->n_rows = 0;
  return is_graph(furat_results_form(shown->results))
             ? show_graph(shell, output, shown->results, show, err)
             : show_solutions(shell, output, shown->results, show, err);
}

furat_status
furat_shell_flush(const furat_shell *shell, furat_status status, furat_error *err)
{
  errno = 0;
  if (!shell->target && fflush(stdout) != 0 && status == FURAT_OK) {
    return furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
  return status;
}

static bool
is_table(const furat_show *show)
{
  const char *format = show->format ? show->format : show->terminal ? "table" : "tsv";
  return strcmp(format, "table") == 0 || strcmp(format, "box") == 0;
}

static bool
is_counted(const furat_show *show)
{
  const furat_format *format =
      show->format ? furat_format_named(furat_str_of(show->format)) : NULL;
  return format && format->counted;
}

bool
furat_shell_counts(const furat_shell *shell)
{
  const furat_show show = show_as_set(shell, false);
  return show.terminal && (is_table(&show) || is_counted(&show));
}

// Other results of the format before this one make it a part of something.
static void
set_page(furat_shell *shell, const shown_result *shown, furat_show *show)
{
  const furat_query_form form =
      shown->results ? furat_results_form(shown->results) : shown->kept.form;
  const char *name = show->format ? show->format : "";
  const furat_format *format =
      is_graph(form) ? NULL : furat_format_named(furat_str_of(name));
  const furat_format **last = shell->target ? &shell->target->shown : &shell->shown;
  show->table.style.page = format && *last == format ? FURAT_PAGE_NEXT : FURAT_PAGE_FIRST;
  if (show->terminal && !shell->target && format && !format->harmless) {
    show->table.style.page = FURAT_PAGE_WHOLE;
  }
  *last = format;
  if (shell->target) {
    furat_target_start(shell->target);
  }
}

static furat_status
show_in_pager(furat_shell *shell, const shown_result *shown, const furat_show *show,
              furat_error *err)
{
  furat_pager own;
  furat_show in_pager = *show;
  furat_output *output = NULL;
  furat_pager *pager = shell->pager ? shell->pager : &own;
  if (pager == &own) {
    furat_shell_pager_init(&own, shell);
    own.chop = true;
  }
  pager->chop = pager->chop && is_table(show);
  in_pager.as_lines = &pager->wrap;
  furat_status status = furat_output_to_function(&output, furat_pager_write, pager, err);
  if (status == FURAT_OK) {
    status = show_on(shell, output, shown, &in_pager, err);
  }
  furat_output_free(output);
  if (pager->gone) {
    furat_error_clear(err);
    status = FURAT_OK;
  }
  const uint64_t most =
      is_table(show) || is_counted(show) ? show->table.style.max_rows : 0;
  shell->n_shown = most > 0 && most < shell->n_rows ? most : shell->n_rows;
  shell->shown_ns = furat_clock_ns();
  shell->waited_ns = pager->waited_ns;
  pager->chop = pager->chop && !pager->wrap;
  if (pager == &own) {
    furat_status finished = furat_pager_finish(&own, status == FURAT_OK ? err : NULL);
    status = status == FURAT_OK ? finished : status;
  }
  status = furat_shell_flush(shell, status, err);
  return status;
}

// Of what is cut off in the middle a part may have been shown.
static void
tell_partial(const furat_shell *shell, furat_status status, furat_error *err)
{
  if (shell->n_rows > 0 && err->hint[0] == '\0' &&
      (status == FURAT_INTERRUPTED || status == FURAT_LIMIT)) {
    furat_error_hint(err, "what is shown is incomplete: %" PRIu64 " %s came before",
                     shell->n_rows, shell->n_rows == 1 ? "row" : "rows");
  }
}

static furat_status
show_with_labels(furat_shell *shell, const shown_result *shown, furat_show *show,
                 furat_error *err)
{
  furat_labels *labels = NULL;
  furat_status status = FURAT_OK;
  if (shell->settings.labels != FURAT_LABELS_OFF && !shell->names_only) {
    status = furat_labels_new(&labels, shell->dataset, shell->settings.languages,
                              &shell->cancel, err);
  }
  show->table.style.labels = labels;
  show->table.style.names_too = shell->settings.labels == FURAT_LABELS_BOTH;
  set_page(shell, shown, show);
  if (status == FURAT_OK) {
    status = show_in_pager(shell, shown, show, err);
  }
  furat_labels_free(labels);
  return status;
}

furat_status
furat_shell_show_results(furat_shell *shell, furat_results *results, furat_error *err)
{
  furat_show show = show_as_set(shell, is_graph(furat_results_form(results)));
  const shown_result shown = {.results = results};
  furat_status status = show_with_labels(shell, &shown, &show, err);
  tell_partial(shell, status, err);
  return status;
}

furat_status
furat_shell_dot_last(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  if (!shell->last) {
    return furat_error_set(err, FURAT_USAGE, "there is no result yet");
  }
  if (!furat_kept_has_rows(shell->last)) {
    furat_error_set(err, FURAT_LIMIT, "the last result was too large to be kept");
    furat_error_hint(err, "up to %d MiB are; run the query again", MAX_KEPT_BYTES >> 20);
    return FURAT_LIMIT;
  }
  furat_settings tried = shell->settings; // it must be a format
  if (words->n == 1 && furat_settings_set_mode(&tried, words->at[0], err) != FURAT_OK) {
    return FURAT_USAGE;
  }
  shown_result shown = {.results = NULL};
  furat_kept_rows(shell->last, &shown.kept);
  furat_show show = show_as_set(shell, is_graph(shown.kept.form));
  if (words->n == 1) {
    show.format = words->at[0];
    show.table.style.table_hint = NULL;
  }
  furat_status status = show_with_labels(shell, &shown, &show, err);
  if (status == FURAT_OK && !shell->last_is_whole) {
    fputs("note: the query was stopped before its end; there may be more rows\n", stderr);
  }
  return status;
}

// -------------------------------------------------------------- other targets

// What stands behind the name of the command, as it was typed.
static furat_str
rest_of_line(furat_str line)
{
  size_t at = 0;
  while (at < line.len && line.data[at] != ' ' && line.data[at] != '\t') {
    at++;
  }
  while (at < line.len && (line.data[at] == ' ' || line.data[at] == '\t')) {
    at++;
  }
  line = furat_str_slice(line, at, line.len);
  while (line.len > 0 &&
         (line.data[line.len - 1] == ' ' || line.data[line.len - 1] == '\t')) {
    line.len--;
  }
  return line;
}

static furat_status
set_target(furat_shell *shell, furat_target *target, const furat_dot_words *words,
           furat_error *err)
{
  furat_status status = furat_target_close(target, err);
  if (status != FURAT_OK || words->n == 0) {
    return status;
  }
  const furat_str line = rest_of_line(shell->dot_text);
  if (line.len > 0 && line.data[0] == '|') {
    return furat_target_open(target, line, err);
  }
  if (words->n > 1) {
    furat_error_set(err, FURAT_USAGE, "one file only");
    furat_error_hint(err, "put quotes around a name that holds spaces");
    return FURAT_USAGE;
  }
  status = furat_target_check(words->at[0], err);
  return status == FURAT_OK ? furat_target_open(target, furat_str_of(words->at[0]), err)
                            : status;
}

// What stands now.
static furat_status
tell_target(const furat_shell *shell, furat_error *err)
{
  const char *once = shell->once.name;
  const char *output = shell->output.name;
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_buffer_append_cstr(&text, once ? "the next result goes to " : "results ");
  furat_buffer_append_cstr(&text, once ? once : output ? "go to " : "come here");
  furat_buffer_append_cstr(&text, once ? ", others " : "");
  furat_buffer_append_cstr(&text, once ? output ? "go to " : "come here" : "");
  furat_buffer_append_cstr(&text, output ? output : "");
  const furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    furat_shell_print_visible(furat_buffer_str(&text));
  }
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_shell_dot_output(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  const furat_status status = set_target(shell, &shell->output, words, err);
  return status == FURAT_OK && words->n == 0 && shell->interactive
             ? tell_target(shell, err)
             : status;
}

furat_status
furat_shell_dot_once(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  return words->n == 0 ? tell_target(shell, err)
                       : set_target(shell, &shell->once, words, err);
}

void
furat_shell_results_init(furat_shell *shell)
{
  shell->output = (furat_target)FURAT_TARGET_INIT;
  shell->once = (furat_target)FURAT_TARGET_INIT;
}

furat_status
furat_shell_results_clear(furat_shell *shell, furat_status status, furat_error *err)
{
  furat_status closed = furat_target_close(&shell->once, status == FURAT_OK ? err : NULL);
  status = status == FURAT_OK ? closed : status;
  closed = furat_target_close(&shell->output, status == FURAT_OK ? err : NULL);
  furat_kept_free(shell->last);
  shell->last = NULL;
  return status == FURAT_OK ? closed : status;
}

// What was asked for by name; then .once, then .output, but not inside of either.
static furat_status
choose_target(furat_shell *shell, furat_str command, furat_redirect *redirect,
              furat_error *err)
{
  if (command.len > 0) {
    redirect->used = &redirect->own;
    return furat_target_open(&redirect->own, command, err);
  }
  if (!shell->target && shell->once.name) {
    redirect->own = shell->once;
    redirect->used = &redirect->own;
    redirect->once = true;
    shell->once = (furat_target)FURAT_TARGET_INIT;
  } else if (!shell->target && shell->output.name) {
    redirect->used = &shell->output;
  }
  return FURAT_OK;
}

furat_status
furat_shell_redirect(furat_shell *shell, furat_str command, furat_redirect *redirect,
                     furat_error *err)
{
  *redirect = (furat_redirect){.own = FURAT_TARGET_INIT, .outer = shell->target};
  shell->shown = shell->interactive ? NULL : shell->shown; // prompts stand between
  furat_status status = choose_target(shell, command, redirect, err);
  if (status == FURAT_OK && redirect->used) {
    status = furat_target_begin(redirect->used, err);
  }
  if (status != FURAT_OK) {
    furat_status closed = furat_target_close(&redirect->own, NULL);
    (void)closed;
    return status;
  }
  shell->target = redirect->used ? redirect->used : shell->target;
  return FURAT_OK;
}

furat_status
furat_shell_restore(furat_shell *shell, furat_redirect *redirect, furat_status status,
                    furat_error *err)
{
  if (!redirect->used) {
    return status;
  }
  shell->target = redirect->outer;
  status = furat_target_end(redirect->used, status, err);
  const bool failed = status != FURAT_OK;
  if (redirect->once && !redirect->own.started &&
      (failed || redirect->own.child.pid <= 0)) {
    shell->once = redirect->own; // for the next result
    redirect->own = (furat_target)FURAT_TARGET_INIT;
  }
  furat_status closed =
      furat_target_close(&redirect->own, status == FURAT_OK ? err : NULL);
  return status == FURAT_OK ? closed : status;
}
