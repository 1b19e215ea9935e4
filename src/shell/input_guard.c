// SPDX-License-Identifier: GPL-3.0-or-later
// Around the flaws of readline 8.2 that keys can reach.  All by its public functions:
// what it does wrong is not called, or called in a state in which it does right.
#include <stdio.h>
#include <string.h>

#include <readline/history.h>
#include <readline/keymaps.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "shell/input_internal.h"

// ------------------------------------------------------------------ without a jump

// Commands that give up jump to where the key was read.  In the middle of a key sequence
// that forgets the contexts of the sequence, in which the next one goes on; and where one
// call of rl_callback_read_char() reads several keys, as after a search that a sequence
// ends, the jump may go into a function that has returned.  So nothing gives up that way.
int
furat_input_give_up(FURAT_UNUSED int count, FURAT_UNUSED int key)
{
  rl_discard_argument(); // rings the bell
  rl_clear_pending_input();
  return 0;
}

static int
yank_pop(int count, int key)
{
  if (rl_last_func != rl_yank && rl_last_func != yank_pop) {
    return furat_input_give_up(count, key);
  }
  rl_last_func = rl_yank_pop; // which looks whether it follows itself
  return rl_yank_pop(count, key);
}

// Keys without a command make readline give up, unless a shorter sequence is a command;
// `shadowed`: one is.
static void
bind_unbound(Keymap map, bool shadowed, int depth)
{
  shadowed = shadowed || (depth > 0 && map[ANYOTHERKEY].function);
  for (int key = 0; key < ANYOTHERKEY; key++) {
    Keymap behind = furat_input_map_behind(&map[key]);
    if (behind && depth < FURAT_INPUT_MAX_KEYS) {
      bind_unbound(behind, shadowed, depth + 1);
    } else if (!map[key].function && !shadowed) {
      map[key] = (KEYMAP_ENTRY){.type = ISFUNC, .function = furat_input_give_up};
    }
  }
}

// The sequences of keys that no command is bound to, those of most function keys, are
// read to their end; else what follows their first characters would be inserted.
static void
skip_sequences(Keymap map)
{
  Keymap escape = furat_input_map_behind(&map['\033']);
  const int starts[] = {'[', 'O'};
  for (size_t i = 0; escape && i < sizeof starts / sizeof starts[0]; i++) {
    Keymap start = furat_input_map_behind(&escape[starts[i]]);
    if (start &&
        (!start[ANYOTHERKEY].function || start[ANYOTHERKEY].function == rl_arrow_keys)) {
      start[ANYOTHERKEY] =
          (KEYMAP_ENTRY){.type = ISFUNC, .function = rl_skip_csi_sequence};
    }
  }
}

// ------------------------------------------------------------------ set-up

// Without a count of its own it takes one from when the text was shorter.
static int
vi_redo(int count, int key)
{
  enum { LONG_BYTES = 4096 };
  if (!rl_explicit_arg && furat_input.longest > LONG_BYTES) {
    rl_explicit_arg = 1;
    rl_numeric_arg = count;
  }
  return rl_vi_redo(count, key);
}

static void
replace_commands(void)
{
  furat_input_take_over(rl_vi_redo, vi_redo);
  furat_input_take_over(rl_abort, furat_input_give_up);
  furat_input_take_over(rl_yank_pop, yank_pop);
  furat_input_take_over(rl_vi_yank_pop, furat_input_give_up); // looks in the wrong place
  // They give up when there is no macro or one too many, which only they know.
  furat_input_take_over(rl_start_kbd_macro, furat_input_give_up);
  furat_input_take_over(rl_end_kbd_macro, furat_input_give_up);
  furat_input_take_over(rl_call_last_kbd_macro, furat_input_give_up);
}

void
furat_input_guard_bind(void)
{
  static const char *const names[] = {"emacs", "vi-insert", "vi-command"};
  replace_commands();
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    Keymap map = rl_get_keymap_by_name(names[i]);
    skip_sequences(map);
    bind_unbound(map, false, 0);
  }
  // Its pager waits for a key as it likes, and gives up with a jump.
  rl_variable_bind("page-completions", "off");
}

// ------------------------------------------------------------------ reading a key

// Who mistypes must not wait for a million of commands, nor have a long text as often.
static int
most_often(void)
{
  enum { MAX_COUNT = 10000, MAX_BYTES = 1 << 26 };
  const size_t most = MAX_BYTES / (furat_input.longest + 1);
  return most < MAX_COUNT ? (int)most : MAX_COUNT;
}

static void
limit_count(void)
{
  const int most = most_often();
  if (rl_numeric_arg > most || rl_numeric_arg < 0) {
    rl_numeric_arg = most;
  }
}

// With a NUL in the line, as vi's . can put it there, some commands never end.
static void
drop_nuls(void)
{
  const char *nul = memchr(rl_line_buffer, '\0', (size_t)rl_end);
  while (nul) {
    const int at = (int)(nul - rl_line_buffer);
    rl_delete_text(at, at + 1);
    rl_point -= rl_point > at;
    nul = memchr(rl_line_buffer + at, '\0', (size_t)(rl_end - at));
  }
}

// Names of files and what an editor left may be ill-formed; what is typed is not.
static void
drop_ill_formed(void)
{
  furat_str text = {rl_line_buffer, (size_t)rl_end};
  size_t at = furat_utf8_valid_length(text);
  while (at < text.len) {
    rl_delete_text((int)at, (int)at + 1);
    rl_point -= (size_t)rl_point > at;
    text = (furat_str){rl_line_buffer, (size_t)rl_end};
    at += furat_utf8_valid_length(furat_str_slice(text, at, text.len));
  }
}

// ------------------------------------------------------------------ the bound

bool
furat_input_guard_may_hold(size_t n_bytes)
{
  furat_input_state *in = &furat_input;
  if (n_bytes <= FURAT_INPUT_MAX_TEXT) {
    return true;
  }
  rl_ding();
  if (!in->told_bound) {
    in->told_bound = true;
    furat_input_screen_leave(false);
    fprintf(rl_outstream,
            "\r\nnote: what is typed has %d MiB at most; .read takes more\r\n",
            FURAT_INPUT_MAX_TEXT >> 20);
    furat_input_screen_again();
  }
  return false;
}

// What is too much was inserted before the cursor.
static void
limit_text(void)
{
  furat_input_state *in = &furat_input;
  const size_t n = (size_t)rl_end;
  if (n > FURAT_INPUT_MAX_TEXT) {
    const size_t over = n - FURAT_INPUT_MAX_TEXT;
    const size_t point = (size_t)rl_point < over ? n : (size_t)rl_point;
    const furat_str text = {rl_line_buffer, n};
    const size_t from = in->utf8 ? furat_utf8_floor(text, point - over) : point - over;
    rl_delete_text((int)from, (int)point);
    rl_point = (int)from;
    (void)furat_input_guard_may_hold(n);
  }
  in->longest = (size_t)rl_end > in->longest ? (size_t)rl_end : in->longest;
}

// What was deleted is kept to be put back: all together no more than some texts.
static void
limit_undo(const UNDO_LIST *head)
{
  enum { MAX_UNDO_BYTES = 1 << 26 };
  furat_input_state *in = &furat_input;
  size_t n = 0;
  const UNDO_LIST *undo = rl_undo_list;
  for (; undo && undo != head; undo = undo->next) {
    n += undo->what == UNDO_DELETE ? (size_t)(undo->end - undo->start) : 0;
  }
  in->undo_bytes = undo && undo == head ? in->undo_bytes + n : n;
  if (in->undo_bytes > MAX_UNDO_BYTES) {
    furat_input_settle();
    in->undo_bytes = 0;
  }
}

// ------------------------------------------------------------------ a key

void
furat_input_guard_read(void)
{
  if (furat_input.search.active) {
    furat_input_search_read();
    return;
  }
  furat_input.in_order = false;
  bool searches = RL_ISSTATE(RL_STATE_NSEARCH);
  if (rl_pending_input == 0) {
    rl_clear_pending_input(); // of a NUL typed ahead the state alone stays
  }
  const UNDO_LIST *head = rl_undo_list;
  rl_callback_read_char();
  limit_count();
  if (!furat_input.line_done) {
    limit_text();
    limit_undo(head);
    drop_nuls();
  }
  if (furat_input.utf8 && rl_last_func != rl_insert && !furat_input.in_order &&
      !furat_input.line_done) {
    drop_ill_formed();
  }
  if (searches && !RL_ISSTATE(RL_STATE_NSEARCH)) {
    furat_input_end_search();
  }
}

// ------------------------------------------------------------------ Ctrl-C

static void
draw_nothing(void)
{
}

// readline forgets the contexts of a key sequence that Ctrl-C cuts, and goes on in them
// at the next one: a key that no sequence goes on with ends it.
static void
end_key_sequence(void)
{
  enum { NO_KEY = 0x1c };
  if (RL_ISSTATE(RL_STATE_MULTIKEY)) {
    rl_execute_next(NO_KEY);
    rl_callback_read_char();
  }
}

// Several may be at once (vi's d5), of which readline forgets one at a time.
static void
leave_states(void)
{
  const unsigned long states =
      RL_STATE_NSEARCH | RL_STATE_VIMOTION | RL_STATE_NUMERICARG | RL_STATE_CHARSEARCH;
  if (RL_ISSTATE(RL_STATE_NUMERICARG | RL_STATE_NSEARCH)) {
    rl_restore_prompt();
  }
  while (RL_ISSTATE(states) && RL_ISSTATE(RL_STATE_CALLBACK)) {
    rl_callback_sigcleanup();
  }
  end_key_sequence();
  rl_callback_sigcleanup();
}

// A search ends first, for that may make another line the current one.
void
furat_input_guard_clear(void)
{
  rl_voidfunc_t *draw = rl_redisplay_function;
  rl_redisplay_function = draw_nothing;
  leave_states();
  furat_input_search_drop();
  rl_free_line_state();
  rl_replace_line("", 0);
  rl_redisplay_function = draw;
}
