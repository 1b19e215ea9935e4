// SPDX-License-Identifier: GPL-3.0-or-later
// readline by its callback interface: the program itself waits for the terminal, so a
// signal is seen at once and nothing is done inside a handler but setting a flag.
// readline's callbacks have no argument of the caller's, so their state is static, here
// alone.
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/memory.h"
#include "shell/input_internal.h"

enum { MAX_OFFERED_BYTES = 1 << 26 };

static const int signals[FURAT_INPUT_N_SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH,
                                                   SIGCONT};

furat_input_state furat_input;

static void
on_signal(int number)
{
  furat_cancel *cancel = atomic_load(&furat_input.cancel);
  switch (number) {
  case SIGWINCH:
    furat_input.resized = 1;
    return;
  case SIGCONT:
    furat_input.continued = 1;
    return;
  case SIGINT:
    furat_input.interrupted = 1;
    break;
  default:
    furat_input.ended = 1;
    break;
  }
  if (cancel) {
    furat_cancel_request(cancel);
  }
}

static void
on_line(char *line)
{
  furat_input.line = line;
  furat_input.line_done = true;
  furat_input_screen_leave(line != NULL);
  rl_callback_handler_remove();
}

// ------------------------------------------------------------------ set-up

// Without NOFLSH the terminal drops what was typed at Ctrl-C between the moment when the
// program learns that there is something to read and the moment when it reads: it would
// wait inside readline then, with all signals blocked.
static void
prepare_terminal(int meta)
{
  rl_prep_terminal(meta);
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) == 0) {
    modes.c_lflag |= NOFLSH;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
  }
}

static int
insert_offered(void)
{
  furat_input_state *in = &furat_input;
  if (in->offered.status == FURAT_OK && in->offered.len > 0) {
    rl_insert_text(in->offered.data);
  }
  furat_buffer_reset(&in->offered);
  return 0;
}

void
furat_input_open(const furat_input_hooks *hooks)
{
  furat_input.hooks = *hooks;
  furat_buffer_init(&furat_input.offered, MAX_OFFERED_BYTES);
  rl_readline_name = "furat";
  rl_prep_term_function = prepare_terminal;
  rl_startup_hook = insert_offered;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_initialize(); // reads the user's key bindings, which ours come after
  furat_input_screen_open();
  furat_input_tab_open();
  furat_input_keys_bind();
  using_history();
  for (size_t i = 0; i < FURAT_INPUT_N_SIGNALS; i++) {
    // Output that is on its way goes on after a signal.
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signals[i], &action, &furat_input.before[i]);
  }
}

void
furat_input_close(void)
{
  for (size_t i = 0; i < FURAT_INPUT_N_SIGNALS; i++) {
    sigaction(signals[i], &furat_input.before[i], NULL);
  }
  rl_clear_history();
  furat_input_screen_close();
  furat_input_tab_close();
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

bool
furat_input_remember(const char *entry)
{
  const HIST_ENTRY *last =
      history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (entry[0] == '\0' || (last && strcmp(last->line, entry) == 0)) {
    return false;
  }
  add_history(entry);
  return true;
}

void
furat_input_watch(furat_cancel *cancel)
{
  atomic_store(&furat_input.cancel, cancel);
}

bool
furat_input_ended(void)
{
  return furat_input.ended != 0;
}

// ------------------------------------------------------------------ reading

// What readline keeps of a key sequence that Ctrl-C cuts would go astray at the next one:
// a key that no sequence goes on with ends it.
static void
end_key_sequence(void)
{
  enum { NO_KEY = 0x1c };
  if (RL_ISSTATE(RL_STATE_MULTIKEY)) {
    rl_execute_next(NO_KEY);
    rl_callback_read_char();
  }
}

static void
clear_line(void)
{
  furat_input_screen_leave(false);
  end_key_sequence();
  rl_echo_signal_char(SIGINT);
  rl_crlf();
  rl_free_line_state();
  rl_callback_sigcleanup();
  rl_replace_line("", 0);
  rl_callback_handler_remove();
}

// Act on the signals that came; true when they end the line.
static bool
take_signals(furat_input_event *event)
{
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
  if (furat_input.ended) {
    clear_line();
    *event = FURAT_INPUT_END;
    return true;
  }
  if (furat_input.interrupted) {
    furat_input.interrupted = 0;
    tcflush(STDIN_FILENO, TCIFLUSH); // what was typed before it
    clear_line();
    *event = FURAT_INPUT_INTERRUPT;
    return true;
  }
  return false;
}

// Wait for a key or a signal; the signals are let through only here.
static furat_status
wait_for_key(bool *key, furat_error *err)
{
  fd_set set;
  FD_ZERO(&set);
  FD_SET(STDIN_FILENO, &set);
  int n = pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, &furat_input.mask_before);
  *key = n > 0;
  if (n < 0 && errno != EINTR) {
    return furat_error_io(err, "cannot wait for", "the terminal", errno);
  }
  return FURAT_OK;
}

static furat_status
read_keys(furat_input_event *event, furat_error *err)
{
  for (;;) {
    if (take_signals(event)) {
      return FURAT_OK;
    }
    furat_input_screen_draw();
    bool key = false;
    furat_status status = wait_for_key(&key, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (key) {
      rl_callback_read_char();
    }
    if (furat_input.line_done) {
      *event = furat_input.line ? FURAT_INPUT_LINE : FURAT_INPUT_END;
      return FURAT_OK;
    }
  }
}

furat_status
furat_input_read(furat_buffer *out, furat_input_event *event, const char *prompt,
                 furat_error *err)
{
  assert(!atomic_load(&furat_input.cancel));
  furat_buffer_reset(out);
  sigset_t blocked;
  sigemptyset(&blocked);
  for (size_t i = 0; i < FURAT_INPUT_N_SIGNALS; i++) {
    sigaddset(&blocked, signals[i]);
  }
  sigprocmask(SIG_BLOCK, &blocked, &furat_input.mask_before);
  furat_input.interrupted = 0;
  furat_input.continued = 0;
  furat_input.line_done = false;
  furat_input.line = NULL;
  furat_input.composed = false;
  rl_last_func = NULL; // what was done to another line is over
  furat_input.away = false;
  furat_input.palette = furat_palette_for(STDOUT_FILENO);
  furat_display_forget(&furat_input.display);
  fflush(stdout);
  rl_callback_handler_install(prompt, on_line);
  furat_status status = read_keys(event, err);
  if (status != FURAT_OK) {
    rl_callback_handler_remove();
  }
  sigprocmask(SIG_SETMASK, &furat_input.mask_before, NULL);
  if (furat_input.line) {
    furat_buffer_append_cstr(out, furat_input.line);
    rl_free(furat_input.line);
    furat_input.line = NULL;
  } else if (status == FURAT_OK && *event == FURAT_INPUT_END && !furat_input.ended) {
    fputs("\n", stdout);
  }
  return status == FURAT_OK ? furat_buffer_status(out, err) : status;
}
