// SPDX-License-Identifier: GPL-3.0-or-later
// Around the flaws of readline 8.2 that keys can reach.  All by its public functions:
// what it does wrong is not called, or called in a state in which it does right.
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

static void
replace_commands(void)
{
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

// Who mistypes must not wait for a million of commands.
static void
limit_count(void)
{
  enum { MAX_COUNT = 10000 };
  if (rl_numeric_arg > MAX_COUNT || rl_numeric_arg < 0) {
    rl_numeric_arg = MAX_COUNT;
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
  rl_callback_read_char();
  limit_count();
  if (!furat_input.line_done) {
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
