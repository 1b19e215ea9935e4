// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-R and Ctrl-S: a search in the history, letter by letter, in the place of
// readline's, which reads beyond the ends of short entries and takes a time that is
// quadratic in what is looked for.  Nothing of readline's changes until something that
// was found is taken: then its entry becomes the current one.
//                                                history_match -> [input_search] -> input
//
// Keys come here, not to readline, as long as the search lasts.  The one that ends it is
// given back and read again as a key of the line.
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/keymaps.h>
#include <readline/readline.h>

#include "shell/input_internal.h"

enum {
  MAX_TEXT_BYTES = 1024,
  MAX_STEPS = 4096,
  USUAL_WAIT_MS = 500, // for what follows an Escape
  MAX_WAIT_MS = 10000,
  ESCAPE = '\033'
};

static const char paste_end[] = "\033[201~";

static furat_input_search *
searching(void)
{
  return &furat_input.search;
}

// ------------------------------------------------------------------ what is found

// The current entry is as it stands in the line.
static furat_str
entry_text(int entry)
{
  HIST_ENTRY **const list = history_list();
  return entry < 0 || entry == where_history() || !list
             ? (furat_str){rl_line_buffer, (size_t)rl_end}
             : furat_str_of(list[entry]->line);
}

static furat_str
shown_text(void)
{
  return entry_text(searching()->now.entry);
}

static void
find_from(int entry)
{
  furat_input_search *s = searching();
  const int step = s->now.forward ? 1 : -1;
  s->now.failed = true;
  for (; entry >= 0 && entry < history_length && s->now.failed; entry += step) {
    const furat_str text = entry_text(entry);
    if (furat_history_match_finds(&s->match, text)) {
      s->now.failed = false;
      s->now.entry = entry;
      s->now.point = furat_history_match_place(&s->match, text);
    }
  }
}

// Several letters that come at once are looked for once.
static void
look(void)
{
  furat_input_search *s = searching();
  if (!s->now.behind) {
    return;
  }
  s->now.behind = false;
  furat_history_match_set(&s->match, furat_buffer_str(&s->text));
  if (s->text.len == 0) {
    s->now.failed = false;
  } else if (s->now.entry >= 0) {
    find_from(s->now.entry);
  } else {
    find_from(where_history() + (s->now.forward ? 1 : -1));
  }
}

// The next entry that is another text.
static void
look_on(void)
{
  furat_input_search *s = searching();
  const int step = s->now.forward ? 1 : -1;
  const furat_str shown = shown_text();
  int entry = (s->now.entry >= 0 ? s->now.entry : where_history()) + step;
  while (s->now.entry >= 0 && entry >= 0 && entry < history_length &&
         furat_str_equal(entry_text(entry), shown)) {
    entry += step;
  }
  find_from(entry);
}

// ------------------------------------------------------------------ the screen

static void
write_prompt(void)
{
  furat_input_search *s = searching();
  furat_buffer_reset(&s->prompt);
  furat_buffer_appendf(&s->prompt, "(search%s%s)'", s->now.forward ? " forward" : "",
                       s->now.failed ? ": not found" : "");
  furat_buffer_append(&s->prompt, furat_buffer_str(&s->text));
  furat_buffer_append_cstr(&s->prompt, "': ");
}

static void
show(void)
{
  if (!furat_input_has_key()) {
    look();
  }
  write_prompt();
  rl_redisplay_function();
}

bool
furat_input_search_view(furat_str *prompt, furat_str *text, size_t *point)
{
  const furat_input_search *s = searching();
  if (s->active) {
    *prompt = furat_buffer_str(&s->prompt);
    *text = shown_text();
    *point = s->now.point < text->len ? s->now.point : text->len;
  }
  return s->active;
}

// ------------------------------------------------------------------ steps

// What comes next can be taken back by a Backspace.
static bool
begin_step(void)
{
  furat_input_search *s = searching();
  s->now.n_text = s->text.len;
  return furat_vec_push(&s->steps, &s->now) != NULL;
}

static void
step_back(void)
{
  furat_input_search *s = searching();
  if (s->steps.n == 0) {
    rl_ding();
    return;
  }
  s->now = FURAT_VEC_AT(&s->steps, furat_input_step, s->steps.n - 1);
  furat_vec_truncate(&s->steps, s->steps.n - 1);
  furat_buffer_truncate(&s->text, s->now.n_text);
  furat_history_match_set(&s->match, furat_buffer_str(&s->text));
}

static void
append_text(furat_str bytes)
{
  furat_input_search *s = searching();
  if (s->text.len + bytes.len > MAX_TEXT_BYTES) {
    rl_ding();
    return;
  }
  furat_buffer_append(&s->text, bytes);
  s->now.behind = true;
}

static void
go_on(bool forward)
{
  furat_input_search *s = searching();
  look();
  if (!begin_step()) {
    rl_ding();
    return;
  }
  s->now.forward = forward;
  if (s->text.len == 0) {
    furat_buffer_append(&s->text, furat_buffer_str(&s->last));
    s->now.behind = true;
  } else {
    look_on();
  }
}

// ------------------------------------------------------------------ the end

// As if the arrows had gone there.
static void
take(void)
{
  look();
  const furat_input_step found = searching()->now;
  furat_input_search_drop();
  if (found.entry < 0) {
    return;
  }
  const int way = found.entry - where_history();
  if (way != 0) {
    furat_input_settle();
    furat_input.composed = false;
  }
  if (way < 0) {
    rl_get_previous_history(-way, 0);
  } else if (way > 0) {
    rl_get_next_history(way, 0);
  }
  rl_point = found.point < (size_t)rl_end ? (int)found.point : rl_end;
}

static void
give_up_search(void)
{
  furat_input_search_drop();
  rl_redisplay_function();
}

// A macro's next key comes before any that is given back.
static void
take_and_go_on(furat_str keys)
{
  take();
  if (keys.data[0] == '\r' || keys.data[0] == '\n') {
    rl_point = rl_end; // runs it, wherever the text was found
  }
  rl_redisplay_function();
  if (RL_ISSTATE(RL_STATE_MACROINPUT) && keys.len == 1) {
    rl_execute_next(keys.data[0]);
  } else {
    furat_input_give_back(keys);
  }
}

// ------------------------------------------------------------------ keys

// Letters are no commands here, as they are in vi's.
static Keymap
keymap(void)
{
  const Keymap map = rl_get_keymap();
  return map == rl_get_keymap_by_name("vi-command") ? rl_get_keymap_by_name("vi-insert")
                                                    : map;
}

// What the keys are bound to; false while more of them may follow.
static bool
find_command(rl_command_func_t **out, furat_str keys)
{
  Keymap map = keymap();
  *out = NULL;
  for (size_t i = 0; i < keys.len; i++) {
    const KEYMAP_ENTRY *entry = &map[(unsigned char)keys.data[i]];
    map = furat_input_map_behind(entry);
    if (!map) {
      *out = entry->type == ISFUNC ? entry->function : NULL;
      return true;
    }
  }
  return keys.len >= FURAT_INPUT_MAX_KEYS;
}

static void
do_command(rl_command_func_t *command, furat_str keys)
{
  furat_input_search *s = searching();
  const char first = keys.data[0];
  if (command == furat_input_search_backward || command == furat_input_search_forward) {
    go_on(command == furat_input_search_forward);
  } else if (command == rl_rubout || command == rl_vi_rubout) {
    step_back();
  } else if (command == rl_bracketed_paste_begin) {
    s->pasting = begin_step();
    s->n_end = 0;
  } else if (first == CTRL('G') || (first == ESCAPE && keys.len == 1)) {
    give_up_search();
  } else if (command == furat_input_give_up) {
    rl_ding();
  } else {
    take_and_go_on(keys);
  }
  if (s->active) {
    show();
  }
}

static void
end_paste(void)
{
  furat_input_search *s = searching();
  s->pasting = false;
  while (s->text.len > 0 && s->text.data[s->text.len - 1] == '\n') {
    furat_buffer_truncate(&s->text, s->text.len - 1);
  }
  show();
}

static void
paste_byte(char byte)
{
  furat_input_search *s = searching();
  if (byte == paste_end[s->n_end]) {
    s->n_end++;
  } else {
    s->n_end = byte == ESCAPE;
    if (s->n_end == 0) {
      const char shown = byte == '\r' ? '\n' : byte;
      append_text((furat_str){&shown, 1});
    }
  }
  if (s->n_end == sizeof paste_end - 1) {
    end_paste();
  }
}

static bool
is_text(char byte)
{
  return (unsigned char)byte >= ' ' && byte != RUBOUT;
}

static void
take_key(furat_str bytes)
{
  furat_input_search *s = searching();
  if (s->pasting) {
    for (size_t i = 0; i < bytes.len && s->pasting; i++) {
      paste_byte(bytes.data[i]);
    }
    return;
  }
  if (s->n_keys == 0 && is_text(bytes.data[0])) {
    if (begin_step()) {
      append_text(bytes);
    }
    show();
    return;
  }
  memcpy(s->keys + s->n_keys, bytes.data, bytes.len);
  s->n_keys += bytes.len;
  rl_command_func_t *command = NULL;
  const furat_str keys = {s->keys, s->n_keys};
  if (find_command(&command, keys)) {
    s->n_keys = 0;
    do_command(command, keys);
  }
}

void
furat_input_search_read(void)
{
  char bytes[FURAT_INPUT_CHARACTER_BYTES];
  take_key((furat_str){bytes, furat_input_next_character(bytes)});
}

bool
furat_input_search_waits(struct timespec *limit)
{
  const char *value = rl_variable_value("keyseq-timeout");
  const long given = value ? strtol(value, NULL, 10) : 0;
  const long ms = given > 0 && given < MAX_WAIT_MS ? given : USUAL_WAIT_MS;
  *limit = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  return searching()->active && searching()->n_keys > 0;
}

void
furat_input_search_hurry(void)
{
  furat_input_search *s = searching();
  const furat_str keys = {s->keys, s->n_keys};
  s->n_keys = 0;
  do_command(NULL, keys);
}

// ------------------------------------------------------------------ the beginning

// The rest of a macro would be read as keys of the line.
static void
take_macro(void)
{
  while (searching()->active && RL_ISSTATE(RL_STATE_MACROINPUT)) {
    RL_SETSTATE(RL_STATE_MOREINPUT);
    const char key = (char)rl_read_key();
    rl_readline_state &= ~(unsigned long)RL_STATE_MOREINPUT;
    take_key((furat_str){&key, 1});
  }
}

static int
begin(bool forward)
{
  furat_input_search *s = searching();
  if (furat_input.hooks.refresh) {
    furat_input.hooks.refresh(furat_input.hooks.self);
  }
  furat_input_search_drop();
  s->active = true;
  s->now = (furat_input_step){.forward = forward, .entry = -1, .point = (size_t)rl_point};
  show();
  take_macro();
  return 0;
}

int
furat_input_search_backward(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  return begin(false);
}

int
furat_input_search_forward(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  return begin(true);
}

void
furat_input_search_drop(void)
{
  furat_input_search *s = searching();
  s->active = false;
  s->pasting = false;
  s->n_keys = 0;
  if (s->text.len > 0) {
    furat_buffer_reset(&s->last);
    furat_buffer_append(&s->last, furat_buffer_str(&s->text));
  }
  furat_buffer_reset(&s->text);
  furat_vec_clear(&s->steps);
}

void
furat_input_search_open(void)
{
  furat_input_search *s = searching();
  furat_buffer_init(&s->text, MAX_TEXT_BYTES * 2);
  furat_buffer_init(&s->last, MAX_TEXT_BYTES * 2);
  furat_buffer_init(&s->prompt, MAX_TEXT_BYTES * 2);
  furat_vec_init(&s->steps, sizeof(furat_input_step), MAX_STEPS);
  furat_history_match_init(&s->match);
}

void
furat_input_search_bind(void)
{
  furat_input_take_over(rl_reverse_search_history, furat_input_search_backward);
  furat_input_take_over(rl_forward_search_history, furat_input_search_forward);
}

void
furat_input_search_close(void)
{
  furat_input_search *s = searching();
  furat_buffer_clear(&s->text);
  furat_buffer_clear(&s->last);
  furat_buffer_clear(&s->prompt);
  furat_vec_clear(&s->steps);
  furat_history_match_clear(&s->match);
}
