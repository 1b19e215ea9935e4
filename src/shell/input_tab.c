// SPDX-License-Identifier: GPL-3.0-or-later
// Tab, in the place of readline's completion, which replaces single words and tells
// nothing beside them.  The first Tab inserts what all candidates have in common, the
// next shows them, and from then on Tab and Shift-Tab put one after the other into the
// line.                                             complete -> [input_tab] -> input
#include <stdio.h>
#include <string.h>

#include <readline/readline.h>

#include "base/memory.h"
#include "cli/terminal.h"
#include "shell/candidates_text.h"
#include "shell/input_internal.h"

static const furat_candidate *
candidate_at(size_t i)
{
  return &FURAT_VEC_AT(&furat_input.list.items, furat_candidate, i);
}

static void
ask(void)
{
  furat_input_state *in = &furat_input;
  furat_candidates_clear(&in->list);
  in->listed = false;
  in->hooks.complete(in->hooks.self, (furat_str){rl_line_buffer, (size_t)rl_end},
                     (size_t)rl_point, &in->list);
  in->list_end = in->list.end;
}

// Put `text` where the word is; one undo takes it back.
static void
replace_word(furat_str text)
{
  furat_input_state *in = &furat_input;
  char *terminated = furat_strdup(text);
  if (!terminated) {
    return;
  }
  rl_begin_undo_group();
  rl_delete_text((int)in->list.start, (int)in->list_end);
  rl_point = (int)in->list.start;
  rl_insert_text(terminated);
  rl_end_undo_group();
  in->list_end = in->list.start + text.len;
  furat_free(terminated);
}

// ------------------------------------------------------------------ the list

static void
write_list(void)
{
  furat_input_state *in = &furat_input;
  enum { ROWS_OF_TEXT = 4, LEAST_ROWS = 3 };
  int n_rows = 0;
  int n_columns = 0;
  rl_get_screen_size(&n_rows, &n_columns);
  furat_candidates_style style = {.n_columns = n_columns > 1 ? (size_t)n_columns : 80,
                                  .n_rows = n_rows > ROWS_OF_TEXT + LEAST_ROWS
                                                ? (size_t)n_rows - ROWS_OF_TEXT
                                                : LEAST_ROWS,
                                  .utf8 = furat_terminal_is_utf8(),
                                  .palette = in->palette};
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_candidates_write(&text, &in->list, &style);
  if (text.status == FURAT_OK) {
    furat_terminal_print(rl_outstream, furat_buffer_str(&text));
    fflush(rl_outstream);
  }
  furat_buffer_clear(&text);
}

// Behind the text, which is drawn anew below it.
static void
show_list(void)
{
  furat_input_screen_leave(true);
  write_list();
  furat_input_screen_again();
}

// ------------------------------------------------------------------ Tab

static bool
needs_no_space(furat_str text)
{
  char last = text.data[text.len - 1];
  return last == ':' || last == '=' || last == '(' || last == '/' ||
         (rl_point < rl_end && rl_line_buffer[rl_point] != '\n' &&
          rl_line_buffer[rl_point] != '}' && rl_line_buffer[rl_point] != ')');
}

static void
insert_only(void)
{
  furat_str text = candidate_at(0)->text;
  replace_word(text);
  if (!needs_no_space(text)) {
    rl_insert_text(" ");
  }
  furat_candidates_clear(&furat_input.list);
}

static int
tab(int count, int key);

static int
tab_back(int count, int key);

// Put the next candidate into the line; behind the last one what was typed comes again.
static void
go_round(size_t step)
{
  furat_input_state *in = &furat_input;
  size_t n = in->list.items.n + 1;
  in->list_at = (in->list_at + step) % n;
  replace_word(in->list_at + 1 < n ? candidate_at(in->list_at)->text
                                   : furat_buffer_str(&in->typed));
}

static void
begin_list(void)
{
  furat_input_state *in = &furat_input;
  in->listed = true;
  in->list_at = in->list.items.n;
  furat_buffer_reset(&in->typed);
  furat_buffer_append(&in->typed,
                      furat_str_slice((furat_str){rl_line_buffer, (size_t)rl_end},
                                      in->list.start, in->list_end - in->list.start));
  show_list();
}

static bool
is_listed(void)
{
  return furat_input.listed && furat_input.list.items.n > 0 &&
         (rl_last_func == tab || rl_last_func == tab_back);
}

// Whether what all candidates have in common says more than what was typed: more letters,
// or in place of <http://... a prefixed name.
static bool
goes_on(furat_str common)
{
  const furat_input_state *in = &furat_input;
  furat_str typed = {rl_line_buffer + in->list.start, in->list_end - in->list.start};
  if (typed.len > 0 && typed.data[0] == '<' && common.len > 0 && common.data[0] != '<') {
    return true;
  }
  return common.len > typed.len &&
         furat_str_equal_nocase(furat_str_slice(common, 0, typed.len), typed);
}

// Names of files are left to readline, which lists them at a second Tab only where it is
// bound to that itself.
static int
complete_file(int count, int key)
{
  furat_input_state *in = &furat_input;
  if (in->stuck && rl_last_func == tab) {
    return rl_possible_completions(count, key);
  }
  const int n_before = rl_end;
  const int code = rl_complete(count, key);
  in->stuck = rl_end == n_before;
  return code;
}

static int
tab(int count, int key)
{
  furat_input_state *in = &furat_input;
  if (is_listed()) {
    go_round(1);
    return 0;
  }
  ask();
  furat_str common = furat_candidates_common(&in->list);
  if (in->list.files && in->list.items.n == 0) {
    return complete_file(count, key);
  }
  if (in->list.items.n == 1 && !in->list.more) {
    insert_only();
  } else if (goes_on(common)) {
    replace_word(common);
  } else if (in->list.items.n > 0 || in->list.remark) {
    begin_list();
  } else {
    rl_ding();
  }
  return 0;
}

static int
tab_back(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  if (is_listed()) {
    go_round(furat_input.list.items.n);
    return 0;
  }
  return rl_ding();
}

// Names of files, which readline would show raw where there is one alone.
static void
list_files(void)
{
  furat_input_state *in = &furat_input;
  int start = rl_point;
  while (start > 0 &&
         !strchr(rl_completer_word_break_characters, rl_line_buffer[start - 1])) {
    start--;
  }
  char *word =
      furat_strdup((furat_str){rl_line_buffer + start, (size_t)(rl_point - start)});
  char *match = word ? rl_filename_completion_function(word, 0) : NULL;
  while (match) {
    furat_candidates_add(&in->list, furat_str_of(match), 0, FURAT_STR_NONE);
    rl_free(match);
    match = rl_filename_completion_function(word, 1);
  }
  furat_free(word);
  if (in->list.items.n > 0) {
    show_list();
  } else {
    rl_ding();
  }
  furat_candidates_clear(&in->list);
}

// Alt-= and Alt-?: what Tab would list at its second press.
static int
list_all(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  furat_input_state *in = &furat_input;
  ask();
  if (in->list.files && in->list.items.n == 0) {
    list_files();
  } else if (in->list.items.n > 0 || in->list.remark) {
    begin_list();
  } else {
    rl_ding();
  }
  return 0;
}

// ------------------------------------------------- for readline's other commands

static char *
next_match(FURAT_UNUSED const char *text, int state)
{
  furat_input_state *in = &furat_input;
  in->next_match = state == 0 ? 0 : in->next_match + 1;
  // readline frees its matches with free(3): memory of ours is memory of malloc(3).
  return in->next_match < in->list.items.n
             ? furat_strdup(candidate_at(in->next_match)->text)
             : NULL;
}

static char **
give_matches(const char *text, int start, FURAT_UNUSED int end)
{
  furat_input_state *in = &furat_input;
  ask();
  rl_attempted_completion_over = !in->list.files;
  return in->list.items.n > 0 && in->list.start == (size_t)start
             ? rl_completion_matches(text, next_match)
             : NULL;
}

void
furat_input_tab_open(void)
{
  furat_candidates_init(&furat_input.list, 0, 0);
  furat_buffer_init(&furat_input.typed, SIZE_MAX / 2);
  rl_attempted_completion_function = give_matches;
  rl_completer_word_break_characters = " \t\n{}()[],;|^!<>&\"'*+";
  rl_completer_quote_characters = "\"'";
  rl_add_defun("furat-complete", tab, -1);
}

void
furat_input_tab_bind(void)
{
  furat_input_take_over(rl_complete, tab);
  furat_input_take_over(rl_possible_completions, list_all);
  rl_bind_keyseq_if_unbound("\\e[Z", tab_back);
}

void
furat_input_tab_close(void)
{
  furat_candidates_clear(&furat_input.list);
  furat_buffer_clear(&furat_input.typed);
}
