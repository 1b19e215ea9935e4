// SPDX-License-Identifier: GPL-3.0-or-later
// readline by its callback interface: the program itself waits for the terminal, so a
// signal is seen at once.
// readline's callbacks have no argument of the caller's, so their state is static, here
// alone.
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "shell/input_internal.h"

furat_input_state furat_input;

static void
on_line(char *line)
{
  furat_input.line = line;
  furat_input.line_done = true;
  furat_input_screen_leave(line != NULL);
  furat_input_wait_end();
  rl_callback_handler_remove();
}

// ------------------------------------------------------------------ set-up

// Ctrl-C comes as a key here, in its order: what was typed before it is dropped, what is
// typed behind it is not.  Without NOFLSH the terminal would drop at Ctrl-Z what is on
// its way; with IXON Ctrl-S would be its own.
static void
prepare_terminal(int meta)
{
  rl_prep_terminal(meta);
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) == 0) {
    modes.c_lflag |= NOFLSH;
    modes.c_iflag &= ~(tcflag_t)IXON;
    furat_input.interrupt_key = modes.c_cc[VINTR];
    modes.c_cc[VINTR] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
  }
}

static void
give_terminal(void)
{
  furat_input_ground_await(false);
  rl_deprep_terminal();
}

static int
insert_offered(void)
{
  furat_input_state *in = &furat_input;
  if (in->offered.status == FURAT_LIMIT) {
    in->told_bound = false;
    (void)furat_input_guard_may_hold(SIZE_MAX);
  } else if (in->offered.status == FURAT_OK && in->offered.len > 0) {
    rl_insert_text(in->offered.data);
  }
  furat_buffer_reset(&in->offered);
  return 0;
}

static int
read_bindings_again(int count, int key);

// Ours come behind the user's, which are those of readline's commands.
static void
bind_keys(void)
{
  furat_input_tab_bind();
  furat_input_keys_bind();
  furat_input_history_bind();
  furat_input_search_bind();
  furat_input_take_over(rl_re_read_init_file, read_bindings_again);
  furat_input_guard_bind();
}

static int
read_bindings_again(int count, int key)
{
  int status = rl_re_read_init_file(count, key);
  bind_keys();
  return status;
}

void
furat_input_open(const furat_input_hooks *hooks)
{
  furat_input_signal_open();
  furat_input.hooks = *hooks;
  furat_buffer_init(&furat_input.offered, FURAT_INPUT_MAX_TEXT + 1);
  rl_readline_name = "furat";
  rl_prep_term_function = prepare_terminal;
  rl_deprep_term_function = give_terminal;
  furat_input_wait_open();
  rl_startup_hook = insert_offered;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_initialize(); // reads the user's key bindings
  furat_input_screen_open();
  furat_input_tab_open();
  furat_input_search_open();
  bind_keys();
  using_history();
}

void
furat_input_close(void)
{
  furat_input_ground_await(true);
  furat_input_signal_close();
  rl_clear_history();
  furat_input_screen_close();
  furat_input_tab_close();
  furat_input_search_close();
  furat_input_wait_close();
  furat_buffer_clear(&furat_input.offered);
}

bool
furat_input_is_rich(void)
{
  return furat_input.rich;
}

void
furat_input_offer(furat_str text)
{
  furat_buffer_reset(&furat_input.offered);
  if (!memchr(text.data, '\0', text.len)) {
    furat_buffer_append(&furat_input.offered, text);
  }
}

// Whether an entry may stand behind the one before `at`.
static bool
is_entry(const char *entry, int at)
{
  const HIST_ENTRY *before = at > 0 ? history_get(history_base + at - 1) : NULL;
  return entry[0] != '\0' && !(before && strcmp(before->line, entry) == 0) &&
         (!furat_input.utf8 ||
          furat_utf8_valid_length(furat_str_of(entry)) == strlen(entry));
}

bool
furat_input_remember(const char *entry)
{
  if (!is_entry(entry, history_length)) {
    return false;
  }
  add_history(entry);
  furat_input.n_own++;
  return true;
}

// Whatever stands behind it, the current entry among them, moves on by one.
void
furat_input_receive(const char *entry)
{
  const int n_own = furat_input.n_own;
  const int at = history_length - n_own;
  if (!is_entry(entry, at)) {
    return;
  }
  const int current = where_history();
  add_history(entry);
  HIST_ENTRY **list = history_list() + at;
  HIST_ENTRY *received = list[n_own];
  memmove(list + 1, list, (size_t)n_own * sizeof(HIST_ENTRY *));
  list[0] = received;
  if (current >= at) {
    history_set_pos(current + 1);
  }
  furat_input.composed_at += furat_input.composed_at >= at;
}

// Ctrl-C may have come behind Enter and before this.
void
furat_input_watch(furat_cancel *cancel)
{
  atomic_store(&furat_input.cancel, cancel);
  if (cancel && furat_input.interrupted) {
    furat_cancel_request(cancel);
  }
  furat_input.interrupted = 0;
}

bool
furat_input_ended(void)
{
  return furat_input.ended != 0;
}

// ------------------------------------------------------------------ reading

static void
clear_line(void)
{
  furat_input_screen_leave(false);
  furat_input_guard_clear();
  rl_echo_signal_char(SIGINT);
  rl_crlf();
  rl_callback_handler_remove();
}

// Act on the signals that came; true when they end the line.
static bool
take_signals(furat_input_event *event)
{
  if (furat_input.stopping) {
    furat_input_signal_stop();
  }
  if (furat_input.resized) {
    furat_input.resized = 0;
    furat_input_screen_resized();
  }
  if (furat_input.continued) {
    // Whoever had the terminal meanwhile left it in modes of his own.
    furat_input.continued = 0;
    rl_cleanup_after_signal();
    rl_reset_after_signal();
    furat_input_screen_again();
  }
  if (furat_input.ended || furat_input.gone) {
    clear_line();
    *event = FURAT_INPUT_END;
    return true;
  }
  if (furat_input.interrupted) {
    furat_input.interrupted = 0;
    clear_line();
    *event = FURAT_INPUT_INTERRUPT;
    return true;
  }
  return false;
}

// A text that takes long to draw is drawn when nothing more comes for as long: what is
// pasted into a terminal that does not tell its end costs no more than twice its time.
static void
read_key(void)
{
  struct timespec limit;
  const bool waits = furat_input_search_waits(&limit);
  int n = furat_input_wait(furat_input.dirty ? &furat_input.pause
                           : waits           ? &limit
                                             : NULL);
  if (n == 0 && furat_input.dirty) {
    furat_input_screen_draw();
  } else if (n == 0) {
    furat_input_search_hurry();
  } else if (n > 0 && furat_input_has_key()) {
    furat_input_guard_read();
  } else if (n < 0 && errno != EINTR) {
    furat_input.gone = true;
  }
}

static furat_input_event
read_keys(void)
{
  furat_input_event event = FURAT_INPUT_END;
  furat_input.n_last_keys = 0;
  while (!take_signals(&event)) {
    read_key();
    if (furat_input.line_done) {
      return furat_input.line ? FURAT_INPUT_LINE : FURAT_INPUT_END;
    }
  }
  return event;
}

furat_status
furat_input_read(furat_buffer *out, furat_input_event *event, const char *prompt,
                 furat_error *err)
{
  assert(!atomic_load(&furat_input.cancel));
  furat_buffer_reset(out);
  furat_input_signal_begin();
  furat_input.continued = 0;
  furat_input.line_done = false;
  furat_input.line = NULL;
  furat_input.composed = false;
  furat_input.told_bound = false;
  furat_input.undo_bytes = 0;
  furat_input_search_drop();
  rl_last_func = NULL; // what was done to another line is over
  furat_input.palette = furat_palette_for(STDOUT_FILENO);
  furat_input_screen_forget();
  fflush(stdout);
  rl_callback_handler_install(prompt, on_line);
  furat_input_ground_ask();
  *event = read_keys();
  furat_input_signal_end();
  if (furat_input.line) {
    furat_buffer_append_cstr(out, furat_input.line);
    rl_free(furat_input.line);
    furat_input.line = NULL;
  } else if (*event == FURAT_INPUT_END && !furat_input.ended) {
    fputs("\n", stdout);
  }
  return furat_buffer_status(out, err);
}
