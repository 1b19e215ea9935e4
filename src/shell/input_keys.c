// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that know the lines of a statement.  Each takes the place of the command of
// readline that does the same with a line alone, on whatever keys somebody has that.
#include <stdio.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "shell/input_internal.h"

static int
line_start(int at)
{
  while (at > 0 && rl_line_buffer[at - 1] != '\n') {
    at--;
  }
  return at;
}

static int
line_end(int at)
{
  while (at < rl_end && rl_line_buffer[at] != '\n') {
    at++;
  }
  return at;
}

static furat_str
buffer_text(void)
{
  return (furat_str){rl_line_buffer, (size_t)rl_end};
}

// ------------------------------------------------------------------ Enter

static int
accept_text(int count, int key)
{
  rl_point = rl_end;
  rl_redisplay_function();
  furat_input_screen_draw();
  furat_input_screen_leave(true);
  return rl_newline(count, key);
}

static int
new_line(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  rl_insert_text("\n");
  furat_input.in_order = true;
  return 0;
}

// A last line of ".edit" asks for the editor on the lines before it.
static bool
asks_for_editor(furat_str text)
{
  static const char command[] = "\n.edit";
  size_t n = sizeof command - 1;
  return text.len > n && memcmp(text.data + text.len - n, command, n) == 0;
}

static int
edit_text(int count, int key);

// In the last line Enter runs what is whole; anywhere else it breaks the line.
static int
enter(int count, int key)
{
  furat_input_state *in = &furat_input;
  if (line_end(rl_point) < rl_end) {
    return new_line(count, key);
  }
  furat_str text = buffer_text();
  if (asks_for_editor(text)) {
    rl_delete_text(line_start(rl_end) - 1, rl_end);
    rl_point = rl_end;
    return edit_text(count, key);
  }
  // Another entry of the history was not composed.
  in->composed = in->composed && in->composed_at == where_history() &&
                 furat_str_find_byte(text, '\n') < text.len;
  if (in->hooks.is_whole(in->hooks.self, text, in->composed)) {
    return accept_text(count, key);
  }
  in->composed = true;
  in->composed_at = where_history();
  return new_line(count, key);
}

// ------------------------------------------------------------------ moving

// Code points between two bytes, marks not counted.
static int
count_characters(int from, int to)
{
  int n = 0;
  for (int at = from; at < to; n++) {
    rl_point = at;
    rl_forward_char(1, 0);
    at = rl_point > at ? rl_point : to;
  }
  return n;
}

// To character `column` of the line that starts at `start`, or to its end.
static void
go_to_column(int start, int column)
{
  int end = line_end(start);
  rl_point = start;
  while (column > 0 && rl_point < end) {
    int before = rl_point;
    rl_forward_char(1, 0);
    column--;
    if (rl_point <= before || rl_point > end) {
      rl_point = end;
    }
  }
}

static int
line_up(int count, int key);

static int
line_down(int count, int key);

// The column that a run of Up and Down keeps.
static int
kept_column(void)
{
  int start = line_start(rl_point);
  bool goes_on = rl_last_func == line_up || rl_last_func == line_down;
  if (!goes_on || furat_input.column < 0) {
    int point = rl_point;
    furat_input.column = count_characters(start, point);
    rl_point = point;
  }
  return furat_input.column;
}

static int
line_up(int count, int key)
{
  int start = line_start(rl_point);
  if (start == 0) {
    furat_input.column = -1; // another text
    furat_input_settle();
    return rl_get_previous_history(count, key);
  }
  int column = kept_column();
  go_to_column(line_start(start - 1), column);
  return 0;
}

static int
line_down(int count, int key)
{
  int end = line_end(rl_point);
  if (end == rl_end) {
    furat_input.column = -1;
    furat_input_settle();
    return rl_get_next_history(count, key);
  }
  int column = kept_column();
  go_to_column(end + 1, column);
  return 0;
}

// The start of the line; there already, that of the statement.
static int
to_start(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  int start = line_start(rl_point);
  rl_point = rl_point == start ? 0 : start;
  return 0;
}

static int
to_end(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  int end = line_end(rl_point);
  rl_point = rl_point == end ? rl_end : end;
  return 0;
}

// ------------------------------------------------------------------ the rest

// To the end of the line, or the line break behind it.
static int
kill_line(int count, int key)
{
  int end = line_end(rl_point);
  if (count < 0 || end == rl_end) {
    return rl_kill_line(count, key);
  }
  return rl_kill_text(rl_point, end > rl_point ? end : end + 1);
}

static int
discard_line(int count, int key)
{
  int start = line_start(rl_point);
  if (start == 0) {
    return rl_unix_line_discard(count, key);
  }
  int end = rl_point;
  rl_point = start < end ? start : start - 1;
  return rl_kill_text(rl_point, end);
}

static int
clear_screen(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  if (furat_input.rich) {
    furat_display_clear_screen(&furat_input.display, rl_outstream);
    rl_redisplay_function();
  } else {
    furat_input_screen_leave(true);
    furat_input_screen_again();
  }
  return 0;
}

// Put the text into the place of all that was typed; one undo takes it back.
static void
replace_text(const char *text)
{
  rl_begin_undo_group();
  rl_delete_text(0, rl_end);
  rl_point = 0;
  rl_insert_text(text);
  rl_end_undo_group();
}

static int
edit_text(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  furat_input_state *in = &furat_input;
  if (!in->hooks.edit) {
    return rl_ding();
  }
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX / 2);
  furat_buffer_append(&text, buffer_text());
  furat_input_screen_leave(true);
  rl_deprep_term_function();
  furat_input_signal_end(); // Ctrl-Z stops both
  bool changed = in->hooks.edit(in->hooks.self, &text);
  furat_input_signal_begin();
  in->continued = 0;
  rl_prep_term_function(1);
  const bool fits = furat_input_guard_may_hold(text.len);
  if (changed && fits && text.status == FURAT_OK) {
    furat_buffer_append_byte(&text, '\0');
    replace_text(text.status == FURAT_OK ? text.data : "");
    in->composed = false;
  }
  furat_buffer_clear(&text);
  furat_input_screen_again();
  return 0;
}

// ------------------------------------------------------------------ set-up

Keymap
furat_input_map_behind(const KEYMAP_ENTRY *entry)
{
  Keymap map = NULL;
  if (entry->type == ISKMAP) {
    memcpy(&map, &entry->function, sizeof map); // a pointer to either in the same place
  }
  return map;
}

static void
replace_in_map(Keymap map, rl_command_func_t *theirs, rl_command_func_t *ours, int depth)
{
  for (int key = 0; key < KEYMAP_SIZE; key++) {
    Keymap behind = furat_input_map_behind(&map[key]);
    if (behind && depth < FURAT_INPUT_MAX_KEYS) {
      replace_in_map(behind, theirs, ours, depth + 1);
    } else if (map[key].type == ISFUNC && map[key].function == theirs) {
      map[key].function = ours;
    }
  }
}

void
furat_input_take_over(rl_command_func_t *theirs, rl_command_func_t *ours)
{
  static const char *const names[] = {"emacs", "vi-insert", "vi-command"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    replace_in_map(rl_get_keymap_by_name(names[i]), theirs, ours, 0);
  }
}

// Only arrows move between lines: Ctrl-P and Ctrl-N go through the history, whatever is
// in the line.
static void
take_over_arrow(const char *keys, rl_command_func_t *theirs, rl_command_func_t *ours)
{
  int type = 0;
  if (rl_function_of_keyseq(keys, NULL, &type) == theirs && type == ISFUNC) {
    rl_bind_keyseq(keys, ours);
  }
}

void
furat_input_keys_bind(void)
{
  rl_add_defun("furat-edit", edit_text, -1);
  rl_bind_keyseq_if_unbound("\\C-x\\C-e", edit_text);
  furat_input_take_over(rl_clear_screen, clear_screen);
  furat_input_take_over(rl_clear_display, clear_screen);
  furat_input_take_over(rl_refresh_line, clear_screen);
  if (!furat_input.rich) {
    return;
  }
  furat_input_take_over(rl_newline, enter);
  furat_input_take_over(rl_beg_of_line, to_start);
  furat_input_take_over(rl_end_of_line, to_end);
  furat_input_take_over(rl_kill_line, kill_line);
  furat_input_take_over(rl_unix_line_discard, discard_line);
  take_over_arrow("\033[A", rl_get_previous_history, line_up);
  take_over_arrow("\033OA", rl_get_previous_history, line_up);
  take_over_arrow("\033[B", rl_get_next_history, line_down);
  take_over_arrow("\033OB", rl_get_next_history, line_down);
  rl_bind_keyseq("\\e\\C-m", new_line);
  rl_bind_keyseq("\\e\\C-j", new_line);
}
