// SPDX-License-Identifier: GPL-3.0-or-later
// readline by its callback interface: the program itself waits for the terminal, so a
// signal is seen at once and nothing is done inside a handler but setting a flag.
// readline's callbacks have no argument of the caller's, so their state is static, here
// alone.
#include "shell/input.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/memory.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT};
enum { N_SIGNALS = sizeof(signals) / sizeof(signals[0]), MAX_CANDIDATES = 100000 };

static struct {
  volatile sig_atomic_t interrupted;
  volatile sig_atomic_t resized;
  volatile sig_atomic_t continued;
  volatile sig_atomic_t ended;
  furat_cancel *_Atomic cancel;
  struct sigaction before[N_SIGNALS];
  sigset_t mask_before; // what is blocked while a line is waited for
  bool line_done;
  char *line; // readline's; NULL at the end of the input
  furat_input_complete complete;
  void *complete_self;
  furat_vec candidates; // char *, of one completion
  size_t next_candidate;
} input;

static void
on_signal(int number)
{
  furat_cancel *cancel = atomic_load(&input.cancel);
  switch (number) {
  case SIGWINCH:
    input.resized = 1;
    return;
  case SIGCONT:
    input.continued = 1;
    return;
  case SIGINT:
    input.interrupted = 1;
    break;
  default:
    input.ended = 1;
    break;
  }
  if (cancel) {
    furat_cancel_request(cancel);
  }
}

static void
on_line(char *line)
{
  input.line = line;
  input.line_done = true;
  rl_callback_handler_remove();
}

// ------------------------------------------------------------------ completion

static void
add_candidate(FURAT_UNUSED void *list, const char *candidate)
{
  // readline frees its matches with free(3): memory of ours is memory of malloc(3).
  char *copy = furat_strdup(furat_str_of(candidate));
  if (copy && !furat_vec_push(&input.candidates, &copy)) {
    furat_free(copy);
  }
}

// Hands the candidates over one by one; each belongs to readline then.
static char *
next_candidate(FURAT_UNUSED const char *text, FURAT_UNUSED int state)
{
  if (input.next_candidate >= input.candidates.n) {
    return NULL;
  }
  return FURAT_VEC_AT(&input.candidates, char *, input.next_candidate++);
}

static char **
complete_word(const char *text, int start, int end)
{
  if (!input.complete) {
    return NULL;
  }
  furat_vec_init(&input.candidates, sizeof(char *), MAX_CANDIDATES);
  input.next_candidate = 0;
  furat_str line = {rl_line_buffer, (size_t)end};
  input.complete(input.complete_self, line, (size_t)start, add_candidate, NULL);
  // File names are what a dot command may want that has no candidates of its own.
  rl_attempted_completion_over = input.candidates.n > 0 || rl_line_buffer[0] != '.';
  rl_completion_append_character = ' ';
  if (input.candidates.n == 1) {
    const char *only = FURAT_VEC_AT(&input.candidates, char *, 0);
    char last = only[0] ? only[strlen(only) - 1] : ' ';
    rl_completion_append_character = last == ':' || last == '=' ? '\0' : ' ';
  }
  char **matches =
      input.candidates.n > 0 ? rl_completion_matches(text, next_candidate) : NULL;
  while (input.next_candidate < input.candidates.n) {
    furat_free(next_candidate(text, 0));
  }
  furat_vec_clear(&input.candidates);
  return matches;
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

void
furat_input_open(furat_input_complete complete, void *self)
{
  input.complete = complete;
  input.complete_self = self;
  rl_readline_name = "furat";
  rl_attempted_completion_function = complete_word;
  rl_completer_word_break_characters = " \t\n{}()[],;|^!<>&\"'*+";
  rl_prep_term_function = prepare_terminal;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  using_history();
  for (size_t i = 0; i < N_SIGNALS; i++) {
    // Output that is on its way goes on after a signal.
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(signals[i], &action, &input.before[i]);
  }
}

void
furat_input_close(void)
{
  for (size_t i = 0; i < N_SIGNALS; i++) {
    sigaction(signals[i], &input.before[i], NULL);
  }
  rl_clear_history();
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
  atomic_store(&input.cancel, cancel);
}

bool
furat_input_ended(void)
{
  return input.ended != 0;
}

// ------------------------------------------------------------------ reading

static void
clear_line(void)
{
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
  if (input.resized) {
    input.resized = 0;
    rl_resize_terminal();
  }
  if (input.continued) {
    // Whoever had the terminal meanwhile left it in modes of his own.
    input.continued = 0;
    rl_cleanup_after_signal();
    rl_reset_after_signal();
    rl_forced_update_display();
  }
  if (input.ended) {
    clear_line();
    *event = FURAT_INPUT_END;
    return true;
  }
  if (input.interrupted) {
    input.interrupted = 0;
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
  int n = pselect(STDIN_FILENO + 1, &set, NULL, NULL, NULL, &input.mask_before);
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
    bool key = false;
    furat_status status = wait_for_key(&key, err);
    if (status != FURAT_OK) {
      return status;
    }
    if (key) {
      rl_callback_read_char();
    }
    if (input.line_done) {
      *event = input.line ? FURAT_INPUT_LINE : FURAT_INPUT_END;
      return FURAT_OK;
    }
  }
}

furat_status
furat_input_read(furat_buffer *out, furat_input_event *event, const char *prompt,
                 furat_error *err)
{
  assert(!atomic_load(&input.cancel));
  furat_buffer_reset(out);
  sigset_t blocked;
  sigemptyset(&blocked);
  for (size_t i = 0; i < N_SIGNALS; i++) {
    sigaddset(&blocked, signals[i]);
  }
  sigprocmask(SIG_BLOCK, &blocked, &input.mask_before);
  input.interrupted = 0;
  input.continued = 0;
  input.line_done = false;
  input.line = NULL;
  fflush(stdout);
  rl_callback_handler_install(prompt, on_line);
  furat_status status = read_keys(event, err);
  if (status != FURAT_OK) {
    rl_callback_handler_remove();
  }
  sigprocmask(SIG_SETMASK, &input.mask_before, NULL);
  if (input.line) {
    furat_buffer_append_cstr(out, input.line);
    rl_free(input.line);
    input.line = NULL;
  } else if (status == FURAT_OK && *event == FURAT_INPUT_END && !input.ended) {
    fputs("\n", stdout);
  }
  return status == FURAT_OK ? furat_buffer_status(out, err) : status;
}
