// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that go to another entry of the history.  readline 8.2 keeps the undo list of each
// line that was changed, with its entry or with a copy of the new line, and loses track
// of them: after some searches, and after Ctrl-C in one, two lines have the same list,
// which is freed twice.  Here only the line that is edited has one: before another takes
// its place the list is freed, and what was changed is kept.
#include <stdlib.h>
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

static int
search_letters_backward(int count, int key);

static int
search_letters_forward(int count, int key);

// An incremental search goes on with the keys that are bound to its own commands, which
// would begin another with a list that is not freed.
static void
bind_search(bool searching)
{
  rl_command_func_t *const theirs[] = {rl_reverse_search_history,
                                       rl_forward_search_history};
  rl_command_func_t *const ours[] = {search_letters_backward, search_letters_forward};
  for (size_t i = 0; i < 2; i++) {
    furat_input_take_over(searching ? ours[i] : theirs[i],
                          searching ? theirs[i] : ours[i]);
  }
  furat_input.searching = searching;
}

static int
search_letters_backward(int count, int key)
{
  furat_input_settle();
  bind_search(true);
  return rl_reverse_search_history(count, key);
}

static int
search_letters_forward(int count, int key)
{
  furat_input_settle();
  bind_search(true);
  return rl_forward_search_history(count, key);
}

// ------------------------------------------------------------------ other searches

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

static int
vi_search(int count, int key)
{
  leave_entry();
  return rl_vi_search(count, key);
}

// In vi's mode what was found is a copy, but with its entry current; and when there was
// nothing to search for the line is still put away.
static void
end_search(void)
{
  int end = rl_end;
  int point = rl_point;
  using_history();
  rl_maybe_save_line();
  rl_maybe_unsave_line();
  rl_point = rl_end == end ? point : rl_end;
}

static int
vi_search_again(int count, int key)
{
  leave_entry();
  int status = rl_vi_search_again(count, key);
  end_search();
  return status;
}

void
furat_input_history_read(bool searched)
{
  if (searched && !RL_ISSTATE(RL_STATE_NSEARCH)) {
    end_search();
  }
  if (furat_input.searching && !RL_ISSTATE(RL_STATE_ISEARCH)) {
    bind_search(false);
  }
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
                  {rl_vi_search, vi_search},
                  {rl_vi_search_again, vi_search_again}};
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    furat_input_take_over(commands[i].theirs, commands[i].ours);
  }
  bind_search(false);
}
