// SPDX-License-Identifier: GPL-3.0-or-later
// Dot commands about what ran and what runs elsewhere: .watch asks again, .bind hands the
// last answer on, .shell runs a program.
//                                                 execute, cli/child -> [dot_watch] ->
//                                                 dot
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/color.h"
#include "base/options.h"
#include "base/timespan.h"
#include "cli/child.h"
#include "results/kept.h"
#include "shell/dot.h"

enum { USUAL_INTERVAL_MS = 2000, MOMENT_MS = 200, MAX_TEXT_BYTES = 1 << 26 };

// ---------------------------------------------------------------------- .watch

// What was asked for.
typedef struct watching {
  uint64_t interval_ms;
  uint64_t n_times; // 0: without end
} watching;

static furat_status
refuse_watch(const char *what, const char *word, furat_error *err)
{
  furat_error_set(err, FURAT_USAGE, ".watch wants %s, not %.100s", what, word);
  furat_error_hint(err, "such as .watch 5 (seconds), .watch 500ms 10 (ten times)");
  return FURAT_USAGE;
}

static furat_status
read_wish(watching *w, const furat_dot_words *words, furat_error *err)
{
  *w = (watching){.interval_ms = USUAL_INTERVAL_MS};
  if (words->n > 0 &&
      !furat_timespan_parse(&w->interval_ms, furat_str_of(words->at[0]))) {
    return refuse_watch("a time", words->at[0], err);
  }
  if (words->n > 1) {
    char *end = NULL;
    const char *word = words->at[1];
    w->n_times = word[0] >= '0' && word[0] <= '9' ? strtoull(word, &end, 10) : 0;
    if (w->n_times == 0 || *end != '\0') {
      return refuse_watch("a number of times", word, err);
    }
  }
  return FURAT_OK;
}

// On standard error, like all that is no result.
static void
tell_turn(const watching *w, uint64_t turn)
{
  char now[64] = "";
  char interval[FURAT_TIMESPAN_BYTES];
  const time_t seconds = time(NULL);
  struct tm parts;
  if (localtime_r(&seconds, &parts)) {
    strftime(now, sizeof now, "%Y-%m-%d %H:%M:%S", &parts);
  }
  const furat_palette *palette = furat_palette_for(STDERR_FILENO);
  fprintf(stderr, "%s%s (every %s, %" PRIu64,
          furat_color_start(palette, FURAT_COLOR_NOTE), now,
          furat_timespan_write(interval, w->interval_ms), turn);
  if (w->n_times > 0) {
    fprintf(stderr, " of %" PRIu64, w->n_times);
  }
  fprintf(stderr, ")%s\n", furat_color_end(palette, FURAT_COLOR_NOTE));
}

static int64_t
now_ms(void)
{
  return furat_clock_ns() / 1000000;
}

// FURAT_INTERRUPTED when somebody asks for the end.
static furat_status
sleep_until(const furat_cancel *cancel, int64_t then_ms, furat_error *err)
{
  furat_status status = furat_cancel_poll(cancel, err);
  for (int64_t left = then_ms - now_ms(); status == FURAT_OK && left > 0;
       left = then_ms - now_ms()) {
    (void)poll(NULL, 0, left < MOMENT_MS ? (int)left : MOMENT_MS);
    status = furat_cancel_poll(cancel, err);
  }
  return status;
}

// Ask until it has been often enough, something fails or somebody ends it.
static furat_status
watch(furat_shell *shell, const watching *w, furat_str text, furat_error *err)
{
  const uint64_t n_failed = shell->n_failed;
  for (uint64_t turn = 1;; turn++) {
    const int64_t start = now_ms();
    tell_turn(w, turn);
    furat_status status = furat_shell_statement(shell, text, shell->dot_line, false, err);
    // Whoever reads it should not wait for the next turn, and may be gone.
    if (fflush(stdout) != 0 || ferror(stdout)) {
      return status;
    }
    if (status != FURAT_OK || shell->n_failed > n_failed || turn == w->n_times) {
      return status;
    }
    furat_cancel_limit(&shell->cancel, 0); // the time limit is one of statements
    const uint64_t most = INT64_MAX / 2;
    const uint64_t wait = w->interval_ms < most ? w->interval_ms : most;
    status = sleep_until(&shell->cancel, start + (int64_t)wait, err);
    if (status == FURAT_INTERRUPTED && shell->interactive) {
      furat_error_clear(err);
      return FURAT_OK; // the usual end
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
}

furat_status
furat_shell_dot_watch(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  watching w;
  furat_status status = read_wish(&w, words, err);
  if (status == FURAT_OK && shell->last_query.len == 0) {
    furat_error_set(err, FURAT_USAGE, "there is no query to watch yet");
    furat_error_hint(err, ".watch asks the last query again and again");
    return FURAT_USAGE;
  }
  furat_buffer text; // the statement that runs becomes the last query
  furat_buffer_init(&text, MAX_TEXT_BYTES);
  furat_buffer_append(&text, furat_buffer_str(&shell->last_query));
  if (status == FURAT_OK) {
    status = furat_buffer_status(&text, err);
  }
  if (status == FURAT_OK) {
    const int pager = shell->settings.pager;
    shell->settings.pager = FURAT_AUTO_OFF;
    status = watch(shell, &w, furat_buffer_str(&text), err);
    shell->settings.pager = pager;
  }
  furat_buffer_clear(&text);
  return status;
}

// ----------------------------------------------------------------------- .bind

static bool
is_wanted(const furat_dot_words *words, furat_str column)
{
  bool wanted = words->n == 0;
  for (size_t i = 0; i < words->n && !wanted; i++) {
    const char *word = words->at[i] + (words->at[i][0] == '?' || words->at[i][0] == '$');
    wanted = furat_str_equal(column, furat_str_of(word));
  }
  return wanted;
}

static void
hint_column(const furat_rows *rows, const char *word, furat_error *err)
{
  enum { MOST = 100, BYTES = 64 };
  char texts[MOST][BYTES];
  const char *names[MOST];
  size_t n = 0;
  for (size_t i = 0; i < rows->n_columns && n < MOST; i++) {
    if (rows->columns[i].len < BYTES) {
      memcpy(texts[n], rows->columns[i].data, rows->columns[i].len);
      texts[n][rows->columns[i].len] = '\0';
      names[n] = texts[n];
      n++;
    }
  }
  const char *near =
      furat_nearest_name(word + (word[0] == '?' || word[0] == '$'), names, n);
  if (near) {
    furat_error_hint(err, "did you mean %s?", near);
  }
}

// Every name must be one of a column.
static furat_status
check_names(const furat_dot_words *words, const furat_rows *rows, furat_error *err)
{
  for (size_t i = 0; i < words->n; i++) {
    const furat_dot_words one = {1, words->at + i, FURAT_STR_NONE};
    bool found = false;
    for (size_t k = 0; k < rows->n_columns; k++) {
      found = found || is_wanted(&one, rows->columns[k]);
    }
    if (!found) {
      furat_error_set(err, FURAT_USAGE, "the last result has no column %.100s",
                      words->at[i]);
      hint_column(rows, words->at[i], err);
      return FURAT_USAGE;
    }
  }
  return FURAT_OK;
}

// ?x becomes ?_x; what is unbound is forgotten, so that no older value stands for it.
static furat_status
bind_column(furat_shell *shell, furat_str column, const furat_term *value,
            furat_error *err)
{
  furat_buffer name;
  furat_buffer_init(&name, MAX_TEXT_BYTES);
  furat_buffer_append_cstr(&name,
                           furat_str_starts_with(column, FURAT_STR("_")) ? "" : "_");
  furat_buffer_append(&name, column);
  furat_status status = furat_buffer_status(&name, err);
  if (status == FURAT_OK && value->kind == FURAT_TERM_NONE) {
    const furat_status unset =
        furat_variables_unset(&shell->variables, furat_buffer_str(&name), NULL);
    (void)unset; // it need not have been set
  } else if (status == FURAT_OK && value->kind == FURAT_TERM_BLANK) {
    furat_error_set(err, FURAT_BAD_DATA, "?%.*s is a blank node, which has no name",
                    FURAT_STR_ARGS(column));
    furat_error_hint(err, ".bind with the names of the other columns leaves it out");
    status = FURAT_BAD_DATA;
  } else if (status == FURAT_OK) {
    status = furat_variables_set(&shell->variables, furat_buffer_str(&name), value, err);
  }
  furat_buffer_clear(&name);
  return status;
}

static furat_status
bind_row(furat_shell *shell, const furat_dot_words *words, const furat_rows *rows,
         const furat_term *row, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < rows->n_columns && status == FURAT_OK; i++) {
    if (is_wanted(words, rows->columns[i])) {
      status = bind_column(shell, rows->columns[i], &row[i], err);
    }
  }
  return status;
}

static furat_status
count_rows(const furat_rows *rows, uint64_t *n, furat_error *err)
{
  const furat_term *row = NULL;
  furat_status status = FURAT_OK;
  for (*n = 0; status == FURAT_OK && *n <= 1;) {
    status = rows->next(rows->self, &row, err);
    *n += status == FURAT_OK ? 1 : 0;
  }
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
require_one_row(furat_shell *shell, furat_error *err)
{
  if (!shell->last) {
    furat_error_set(err, FURAT_USAGE, "there is no result yet");
    furat_error_hint(err, ".bind takes the one row of the last result");
    return FURAT_USAGE;
  }
  furat_rows rows;
  uint64_t n = 2;
  furat_status status = FURAT_OK;
  if (furat_kept_has_rows(shell->last)) {
    furat_kept_rows(shell->last, &rows);
    if (rows.form != FURAT_QUERY_SELECT) {
      return furat_error_set(err, FURAT_USAGE, "the last result has no columns to bind");
    }
    status = count_rows(&rows, &n, err);
  }
  if (status == FURAT_OK && n == 1 && !shell->last_is_whole) {
    furat_error_set(err, FURAT_BAD_DATA, "the last result was not read to its end");
    furat_error_hint(err, ".bind takes the one row of a result; LIMIT 1 makes one");
    return FURAT_BAD_DATA;
  }
  if (status == FURAT_OK && n != 1) {
    furat_error_set(err, FURAT_BAD_DATA, "the last result has %s",
                    n == 0 ? "no row" : "more than one row");
    furat_error_hint(err, ".bind takes the one row of a result; LIMIT 1 makes one");
    status = FURAT_BAD_DATA;
  }
  return status;
}

furat_status
furat_shell_dot_bind(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_rows rows;
  const furat_term *row = NULL;
  furat_status status = require_one_row(shell, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_kept_rows(shell->last, &rows);
  status = check_names(words, &rows, err);
  if (status == FURAT_OK) {
    status = rows.next(rows.self, &row, err);
  }
  if (status == FURAT_OK) {
    status = bind_row(shell, words, &rows, row, err);
  }
  return status;
}

// ---------------------------------------------------------------------- .shell

furat_status
furat_shell_dot_shell(furat_shell *shell, const furat_dot_words *words, furat_error *err)
{
  furat_buffer command;
  furat_buffer_init(&command, MAX_TEXT_BYTES);
  furat_buffer_append(&command, words->typed);
  furat_status status = furat_buffer_status(&command, err);
  if (status == FURAT_OK) {
    fflush(stdout);
    // A script's own lines are not for the program.
    const bool talking = shell->interactive && shell->read_depth == 0;
    status = furat_child_run(command.data, talking, err);
  }
  furat_buffer_clear(&command);
  return status;
}
