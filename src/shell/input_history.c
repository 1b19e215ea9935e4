// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that go to another entry of the history.  readline 8.2 keeps the undo list of each
// line that was changed, with its entry or with a copy of the new line, and loses track
// of them: after some searches, and after Ctrl-C in one, two lines have the same list,
// which is freed twice.  Here only the line that is edited has one: before another takes
// its place the list is freed, and what was changed is kept.
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/memory.h"
#include "shell/input_internal.h"

void
furat_input_settle(void)
{
  const HIST_ENTRY *entry = current_history();
  if (entry && strcmp(entry->line, rl_line_buffer) != 0) {
    free_history_entry(replace_history_entry(where_history(), rl_line_buffer, NULL));
  }
  rl_free_undo_list();
}

// ------------------------------------------------------------------ moving

static int
previous_entry(int count, int key)
{
  furat_input_settle();
  return rl_get_previous_history(count, key);
}

static int
next_entry(int count, int key)
{
  furat_input_settle();
  return rl_get_next_history(count, key);
}

static int
first_entry(int count, int key)
{
  furat_input_settle();
  return rl_beginning_of_history(count, key);
}

static int
last_entry(int count, int key)
{
  furat_input_settle();
  return rl_end_of_history(count, key);
}

static int
entry_of_number(int count, int key)
{
  furat_input_settle();
  return rl_fetch_history(count, key);
}

static int
vi_entry_of_number(int count, int key)
{
  furat_input_settle();
  return rl_vi_fetch_history(count, key);
}

static int
run_and_go_on(int count, int key)
{
  furat_input_settle();
  return rl_operate_and_get_next(count, key);
}

// ------------------------------------------------------------------ searches

// The searches that are not incremental take the line for a new one, and forget the one
// that is: so they begin behind the history, and what stands in the line is a new line.
static void
leave_entry(void)
{
  furat_input_settle();
  char *text = furat_strdup(furat_str_of(rl_line_buffer));
  if (!current_history() || !text) {
    furat_free(text);
    return;
  }
  int point = rl_point;
  using_history();
  rl_maybe_save_line(); // if there is no copy of a new line yet
  rl_maybe_unsave_line();
  rl_replace_line(text, 0);
  rl_point = point;
  furat_free(text);
}

static int
search_beginning(rl_command_func_t *theirs, bool follows, int count, int key)
{
  if (follows) {
    furat_input_settle();
    rl_last_func = theirs; // which looks whether it follows itself
  } else {
    leave_entry();
  }
  return theirs(count, key);
}

static int
search_forward(int count, int key);

static int
search_backward(int count, int key)
{
  bool follows = rl_last_func == search_backward || rl_last_func == search_forward;
  return search_beginning(rl_history_search_backward, follows, count, key);
}

static int
search_forward(int count, int key)
{
  bool follows = rl_last_func == search_backward || rl_last_func == search_forward;
  return search_beginning(rl_history_search_forward, follows, count, key);
}

static int
search_inside_forward(int count, int key);

static int
search_inside_backward(int count, int key)
{
  bool follows =
      rl_last_func == search_inside_backward || rl_last_func == search_inside_forward;
  return search_beginning(rl_history_substr_search_backward, follows, count, key);
}

static int
search_inside_forward(int count, int key)
{
  bool follows =
      rl_last_func == search_inside_backward || rl_last_func == search_inside_forward;
  return search_beginning(rl_history_substr_search_forward, follows, count, key);
}

static int
search_word_backward(int count, int key)
{
  leave_entry();
  return rl_noninc_reverse_search(count, key);
}

static int
search_word_forward(int count, int key)
{
  leave_entry();
  return rl_noninc_forward_search(count, key);
}

static int
search_again_backward(int count, int key)
{
  leave_entry();
  return rl_noninc_reverse_search_again(count, key);
}

static int
search_again_forward(int count, int key)
{
  leave_entry();
  return rl_noninc_forward_search_again(count, key);
}

// By the key readline would tell that a pattern is looked for, and its patterns with
// several * take a time without bounds; in a statement * and ? are themselves.
enum { NO_PATTERN = ' ' };

static int
vi_search(int count, int key)
{
  leave_entry();
  return key == '?' ? rl_noninc_forward_search(count, NO_PATTERN)
                    : rl_noninc_reverse_search(count, NO_PATTERN);
}

// In vi's mode what was found is a copy, but with its entry current; and when there was
// nothing to search for the line is still put away.
void
furat_input_end_search(void)
{
  int end = rl_end;
  int point = rl_point;
  using_history();
  rl_maybe_save_line();
  rl_maybe_unsave_line();
  rl_point = rl_end == end ? point : rl_end;
  rl_clear_message();
}

static int
vi_search_again(int count, int key)
{
  leave_entry();
  int status = key == 'N' ? rl_noninc_forward_search_again(count, NO_PATTERN)
                          : rl_noninc_reverse_search_again(count, NO_PATTERN);
  furat_input_end_search();
  return status;
}

// ------------------------------------------------------------------ words of an entry

// readline's own takes entries apart as a shell would, and reads on behind one whose last
// character is a backslash.  Here words stand between blanks.
static furat_str
word_of(furat_str line, int n)
{
  static const char blanks[] = " \t\n";
  furat_str word = FURAT_STR_NONE;
  size_t at = strspn(line.data, blanks);
  for (int i = 0; at < line.len && (n < 0 || i <= n); i++) {
    word = furat_str_slice(line, at, strcspn(line.data + at, blanks));
    at += word.len;
    at += strspn(line.data + at, blanks);
    if (n >= 0 && at >= line.len && i < n) {
      return FURAT_STR_NONE;
    }
  }
  return word;
}

static int
insert_word(int entry, int n)
{
  const HIST_ENTRY *from = history_get(history_base + entry);
  furat_str word = from ? word_of(furat_str_of(from->line), n) : FURAT_STR_NONE;
  char *text = word.len > 0 ? furat_strdup(word) : NULL;
  if (!text) {
    return rl_ding();
  }
  rl_begin_undo_group();
  rl_insert_text(text);
  rl_end_undo_group();
  furat_free(text);
  return 0;
}

// Pressed again it takes the last word of the entry before.
static int
last_word(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  furat_input_state *in = &furat_input;
  bool again = rl_last_func == last_word;
  if (again && in->word_entry == 0) {
    return rl_ding();
  }
  if (again) {
    rl_do_undo();
  }
  in->word_entry = (again ? in->word_entry : where_history()) - 1;
  if (in->word_entry < 0) {
    in->word_entry = 0;
    return rl_ding();
  }
  return insert_word(in->word_entry, -1);
}

static int
word_of_number(int count, FURAT_UNUSED int key)
{
  return where_history() > 0 ? insert_word(where_history() - 1, count) : rl_ding();
}

static int
vi_last_word(int count, int key)
{
  rl_vi_append_mode(1, key);
  rl_insert_text(" ");
  return where_history() > 0
             ? insert_word(where_history() - 1, rl_explicit_arg ? count - 1 : -1)
             : rl_ding();
}

// ------------------------------------------------------------------ set-up

void
furat_input_history_bind(void)
{
  static const struct {
    rl_command_func_t *theirs;
    rl_command_func_t *ours;
  } commands[] = {{rl_get_previous_history, previous_entry},
                  {rl_get_next_history, next_entry},
                  {rl_beginning_of_history, first_entry},
                  {rl_end_of_history, last_entry},
                  {rl_fetch_history, entry_of_number},
                  {rl_vi_fetch_history, vi_entry_of_number},
                  {rl_operate_and_get_next, run_and_go_on},
                  {rl_history_search_backward, search_backward},
                  {rl_history_search_forward, search_forward},
                  {rl_history_substr_search_backward, search_inside_backward},
                  {rl_history_substr_search_forward, search_inside_forward},
                  {rl_noninc_reverse_search, search_word_backward},
                  {rl_noninc_forward_search, search_word_forward},
                  {rl_noninc_reverse_search_again, search_again_backward},
                  {rl_noninc_forward_search_again, search_again_forward},
                  {rl_yank_last_arg, last_word},
                  {rl_yank_nth_arg, word_of_number},
                  {rl_vi_yank_arg, vi_last_word},
                  {rl_vi_search, vi_search},
                  {rl_vi_search_again, vi_search_again}};
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    furat_input_take_over(commands[i].theirs, commands[i].ours);
  }
}
