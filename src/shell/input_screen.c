// SPDX-License-Identifier: GPL-3.0-or-later
// In the place of readline's own drawing, which knows neither colours nor prompts of
// further lines: the line is painted, laid out and displayed here.  readline's commands
// stay what they are; it never draws itself.
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "results/cell.h"
#include "shell/input_internal.h"

// A terminal that cannot move its cursor up has one row for a line, and so has any in a
// locale in which characters are bytes.
static bool
is_rich_terminal(void)
{
  const char *term = getenv("TERM");
  return term && strcmp(term, "dumb") != 0 && rl_get_termcap("up") != NULL &&
         furat_input.utf8;
}

// Whether the terminal wraps lines again when its width changes: these do not, of those
// that do not tell where their cursor is.
static bool
is_said_to_reflow(void)
{
  const char *term = getenv("TERM");
  return !getenv("XTERM_VERSION") && !getenv("STY") &&
         (!term || strcmp(term, "linux") != 0);
}

static void
screen_size(size_t *n_rows, size_t *n_columns)
{
  int rows = 0;
  int columns = 0;
  rl_get_screen_size(&rows, &columns);
  *n_rows = rows > 0 ? (size_t)rows : 24;
  *n_columns = columns > 0 ? (size_t)columns : 80;
}

static void
draw_row(furat_str prompt, furat_str text, size_t point, size_t n_columns)
{
  const furat_row_text what = {.prompt = prompt,
                               .text = text,
                               .point = point,
                               .n_columns = n_columns,
                               .utf8 = furat_input.utf8};
  furat_display_row_draw(&furat_input.row, &what, rl_outstream);
}

static void
draw_text(void)
{
  furat_input_state *in = &furat_input;
  furat_str prompt = furat_str_of(rl_display_prompt ? rl_display_prompt : "");
  furat_str text = {rl_line_buffer, (size_t)rl_end};
  size_t point = rl_point < rl_end ? furat_utf8_floor(text, (size_t)rl_point) : text.len;
  furat_input_search_view(&prompt, &text, &point);
  size_t n_rows = 0;
  size_t n_columns = 0;
  screen_size(&n_rows, &n_columns);
  if (!in->rich) {
    draw_row(prompt, text, point, n_columns);
    return;
  }
  if (furat_paint_make(&in->paint, text, point) != FURAT_OK) {
    return; // it is drawn when there is memory again
  }
  const furat_layout_text what = {.prompt = prompt,
                                  .text = text,
                                  .point = point,
                                  .colors = (const unsigned char *)in->paint.colors.data,
                                  .opened = in->paint.opened.data,
                                  .palette = in->palette,
                                  .n_columns = n_columns};
  furat_display_draw(&in->display, &what, n_rows, rl_outstream);
}

static void
draw(void)
{
  enum { LONG_NS = 2000000, MAX_NS = 500000000 };
  furat_input_state *in = &furat_input;
  in->dirty = false;
  int64_t start_ns = furat_clock_ns();
  draw_text();
  int64_t pause_ns = furat_clock_ns() - start_ns;
  pause_ns = pause_ns < LONG_NS ? 0 : pause_ns > MAX_NS ? MAX_NS : pause_ns;
  in->pause = (struct timespec){.tv_nsec = (long)pause_ns};
}

// What is pasted or typed ahead is drawn once, behind its last key.
static void
draw_soon(void)
{
  if (furat_input.away) {
    return; // readline tidies up
  }
  if (furat_input.pause.tv_nsec > 0 || furat_input_has_key()) {
    furat_input.dirty = true;
  } else {
    draw();
  }
}

void
furat_input_screen_draw(void)
{
  if (furat_input.dirty && !furat_input.away) {
    draw();
  }
}

void
furat_input_screen_leave(bool newline)
{
  furat_input_screen_draw(); // what was typed ahead is seen all the same
  furat_input.away = true;
  if (furat_input.rich) {
    furat_display_leave(&furat_input.display, newline, rl_outstream);
  } else {
    furat_display_row_leave(&furat_input.row, newline, rl_outstream);
  }
}

// Where the cursor is now tells what the terminal has done, unless it would be there
// either way.  One that tells nothing does little else by itself.
static bool
terminal_reflows(size_t n_columns)
{
  furat_input_state *in = &furat_input;
  const size_t kept = furat_display_column_after(&in->display, n_columns, false);
  const size_t wrapped = furat_display_column_after(&in->display, n_columns, true);
  size_t column = 0;
  if (kept != wrapped && !in->mute) {
    in->mute = !furat_input_ask_column(&column);
    in->reflows = !in->mute && (column == wrapped || (column != kept && in->reflows));
  }
  return in->reflows;
}

void
furat_input_screen_resized(void)
{
  size_t n_rows = 0;
  size_t n_columns = 0;
  rl_reset_screen_size();
  screen_size(&n_rows, &n_columns);
  if (furat_input.rich) {
    const bool reflows = terminal_reflows(n_columns);
    rl_reset_screen_size(); // it may be another again
    screen_size(&n_rows, &n_columns);
    furat_display_resize(&furat_input.display, n_columns, reflows, rl_outstream);
  }
  furat_input.row.n_cells = 0; // the rest of the row went where nobody knows
  draw();
}

void
furat_input_screen_forget(void)
{
  furat_display_forget(&furat_input.display);
  furat_display_row_forget(&furat_input.row);
  furat_input.away = false;
}

void
furat_input_screen_again(void)
{
  furat_input_screen_forget();
  rl_forced_update_display();
}

// ------------------------------------------------------------------ candidates

static bool
wants_all(int n)
{
  fprintf(rl_outstream, "\r\nDisplay all %d possibilities? (y or n)", n);
  fflush(rl_outstream);
  for (;;) {
    int key = rl_read_key();
    if (key == 'y' || key == 'Y' || key == ' ') {
      return true;
    }
    if (key == 'n' || key == 'N' || key == RUBOUT || key == '\033' || key == EOF ||
        key == CTRL('G')) {
      rl_crlf();
      return false;
    }
  }
}

static void
free_names(char **names, int n)
{
  for (int i = 0; names && i <= n; i++) {
    furat_free(names[i]);
  }
  furat_free(names);
}

// Copies in which nothing moves the cursor: a name of a file may hold anything.  NULL
// when memory is exhausted.
static char **
visible_names(char *const *matches, int n, int *longest)
{
  char **names = furat_alloc_zeroed((size_t)n + 2, sizeof *names);
  bool whole = names != NULL;
  for (int i = 0; i <= n && whole; i++) {
    furat_buffer shown;
    furat_buffer_init(&shown, SIZE_MAX / 2);
    furat_text_write_visible(&shown, furat_str_of(matches[i]));
    const furat_str name = furat_buffer_str(&shown);
    const size_t slash = furat_str_rfind_byte(name, '/');
    const size_t start = slash + 1 < name.len ? slash + 1 : 0; // only this is listed
    const int width =
        (int)furat_utf8_text_width(furat_str_slice(name, start, name.len - start));
    *longest = i > 0 && width > *longest ? width : *longest;
    names[i] = shown.status == FURAT_OK ? furat_strdup(name) : NULL;
    whole = names[i] != NULL;
    furat_buffer_clear(&shown);
  }
  if (!whole) {
    free_names(names, n);
  }
  return whole ? names : NULL;
}

// readline lists candidates behind the text, which is drawn anew below them.
static void
list_matches(char **matches, int n, int longest)
{
  char **names = visible_names(matches, n, &longest);
  furat_input_screen_leave(false);
  if (names &&
      (rl_completion_query_items <= 0 || n < rl_completion_query_items || wants_all(n))) {
    rl_display_match_list(names, n, longest);
  }
  furat_input_screen_again();
  free_names(names, n);
}

// ------------------------------------------------------------------ set-up

void
furat_input_screen_open(void)
{
  furat_display_init(&furat_input.display);
  furat_paint_init(&furat_input.paint);
  furat_display_row_init(&furat_input.row);
  furat_input.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  furat_input.rich = is_rich_terminal();
  furat_input.reflows = is_said_to_reflow();
  rl_redisplay_function = draw_soon;
  rl_completion_display_matches_hook = list_matches;
}

void
furat_input_screen_close(void)
{
  rl_redisplay_function = rl_redisplay;
  rl_completion_display_matches_hook = NULL;
  furat_display_clear(&furat_input.display);
  furat_display_row_clear(&furat_input.row);
  furat_paint_clear(&furat_input.paint);
}
