// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for keys.  Signals are let through only here, also while readline waits for the
// rest of a key sequence, the end of a paste or the answer to a question.
//
// Some commands of readline never end on a line that is not well-formed UTF-8, and it may
// take bytes of two characters for one: only whole characters reach it.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>

#include "base/utf8.h"
#include "shell/input_internal.h"

static bool
is_ahead(void)
{
  return furat_input.next_ahead < furat_input.ahead.len;
}

// A key that is there already keeps pselect(2) from letting signals in, but a key that
// was pressed behind a resize must not be drawn for the width before.
static bool
let_signals_in(void)
{
  sigset_t held;
  sigset_t blocked;
  sigpending(&held);
  const bool ends = sigismember(&held, SIGTERM) || sigismember(&held, SIGHUP);
  if (!sigismember(&held, SIGWINCH) && !sigismember(&held, SIGTSTP) &&
      !(ends && furat_input_ground_answers())) {
    return false;
  }
  sigprocmask(SIG_SETMASK, &furat_input.mask_before, &blocked);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  return true;
}

static int
wait_for_terminal(const struct timespec *limit)
{
  fd_set set;
  FD_ZERO(&set);
  FD_SET(STDIN_FILENO, &set);
  return pselect(STDIN_FILENO + 1, &set, NULL, NULL, limit, &furat_input.mask_before);
}

static bool
is_shorter(const struct timespec *one, const struct timespec *other)
{
  return !other || one->tv_sec < other->tv_sec ||
         (one->tv_sec == other->tv_sec && one->tv_nsec < other->tv_nsec);
}

int
furat_input_wait(const struct timespec *limit)
{
  int n = 1;
  bool again = furat_input.n_ready == 0;
  while (again && !is_ahead()) {
    struct timespec rest;
    const bool first = furat_input_ground_waits(&rest) && is_shorter(&rest, limit);
    n = wait_for_terminal(first ? &rest : limit);
    again = n == 0 && first;
    if (again) {
      furat_input_ground_hurry();
      n = 1;
    }
  }
  if (n > 0 && let_signals_in()) {
    errno = EINTR;
    n = -1;
  }
  return n;
}

static size_t
length_of_character(unsigned char first)
{
  return first < 0x80 || !furat_input.utf8 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static bool
is_continuation(unsigned char byte)
{
  return (byte & 0xc0) == 0x80;
}

// What is ill-formed is dropped, and so is NUL, which no line can hold.
static void
add_byte(unsigned char byte)
{
  furat_input_state *in = &furat_input;
  if (!in->utf8 || !is_continuation(byte)) {
    in->n_bytes = 0;
  }
  in->bytes[in->n_bytes++] = (char)byte;
  if (in->n_bytes < length_of_character((unsigned char)in->bytes[0])) {
    return;
  }
  size_t end = 0;
  furat_str bytes = {in->bytes, in->n_bytes};
  if (byte != '\0' && (!in->utf8 || (furat_utf8_decode(bytes, &end) != FURAT_UTF8_BAD &&
                                     end == bytes.len))) {
    in->n_ready = in->n_bytes;
    in->next_byte = 0;
  }
  in->n_bytes = 0;
}

static bool
is_interrupt(unsigned char byte)
{
  const unsigned char key = furat_input.interrupt_key;
  return byte == key && key != (unsigned char)_POSIX_VDISABLE;
}

static void
keep_ahead(furat_str bytes)
{
  furat_input_state *in = &furat_input;
  for (size_t i = 0; i < bytes.len; i++) {
    if (is_interrupt((unsigned char)bytes.data[i])) {
      furat_input_ground_drop();
      furat_buffer_reset(&in->ahead);
      in->next_ahead = 0;
      in->n_bytes = 0;
      in->interrupted = 1;
    } else if (in->ground_open) {
      furat_input_ground_take(bytes.data[i]);
    } else {
      furat_buffer_append_byte(&in->ahead, bytes.data[i]);
    }
  }
}

static bool
read_ahead(size_t most)
{
  char bytes[4096];
  const ssize_t n = read(STDIN_FILENO, bytes, most < sizeof bytes ? most : sizeof bytes);
  if (n > 0) {
    keep_ahead((furat_str){bytes, (size_t)n});
  } else {
    furat_input.gone = n == 0 || (errno != EINTR && errno != EAGAIN);
  }
  return n > 0;
}

void
furat_input_take_all(void)
{
  (void)read_ahead(SIZE_MAX);
}

// A byte, so that others find what is behind it; but of an answer all there is.
static void
take_byte(void)
{
  furat_input_state *in = &furat_input;
  if (!is_ahead()) {
    furat_buffer_reset(&in->ahead);
    in->next_ahead = 0;
    (void)read_ahead(furat_input_ground_answers() ? SIZE_MAX : 1);
  }
  if (is_ahead()) {
    add_byte((unsigned char)in->ahead.data[in->next_ahead++]);
  }
}

bool
furat_input_has_key(void)
{
  struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
  bool swallowed = false;
  while (furat_input.n_ready == 0 && !furat_input.gone && !furat_input.interrupted &&
         (is_ahead() || (poll(&keys, 1, 0) == 1 && !swallowed))) {
    take_byte();
    swallowed = furat_input_ground_answers(); // without an end, perhaps
  }
  return furat_input.n_ready > 0;
}

size_t
furat_input_next_character(char out[FURAT_INPUT_CHARACTER_BYTES])
{
  furat_input_state *in = &furat_input;
  const size_t n = in->n_ready - in->next_byte;
  memcpy(out, in->bytes + in->next_byte, n);
  in->n_ready = 0;
  return n;
}

void
furat_input_give_back(furat_str keys)
{
  furat_input_state *in = &furat_input;
  furat_buffer rest;
  furat_buffer_init(&rest, SIZE_MAX / 2);
  furat_buffer_append(&rest, keys);
  // What was read already, or begun.
  furat_buffer_append(
      &rest, furat_str_slice((furat_str){in->bytes, in->n_bytes + in->n_ready},
                             in->n_ready > 0 ? in->next_byte : 0, sizeof in->bytes));
  in->n_bytes = 0;
  in->n_ready = 0;
  furat_buffer_append(&rest, furat_str_slice(furat_buffer_str(&in->ahead), in->next_ahead,
                                             in->ahead.len));
  furat_buffer_clear(&in->ahead);
  in->ahead = rest;
  in->next_ahead = 0;
}

// When the line is over what readline waits for must end too: by the end of a paste,
// whose Escape ends a question.
static int
last_key(void)
{
  static const char keys[] = "\033[201~";
  furat_input_state *in = &furat_input;
  return keys[in->n_last_keys++ % (sizeof keys - 1)];
}

static int
read_byte(FURAT_UNUSED FILE *stream)
{
  furat_input_state *in = &furat_input;
  while (in->n_ready == 0) {
    if (in->interrupted || in->ended || in->gone || in->line_done) {
      return last_key();
    }
    if (in->stopping) {
      furat_input_signal_stop();
    }
    if (furat_input_wait(NULL) > 0) {
      take_byte();
    }
  }
  const unsigned char byte = (unsigned char)in->bytes[in->next_byte++];
  if (in->next_byte == in->n_ready) {
    in->n_ready = 0;
  }
  return byte;
}

static int
has_key(void)
{
  return furat_input_has_key();
}

void
furat_input_wait_open(void)
{
  rl_getc_function = read_byte;
  rl_input_available_hook = has_key;
  furat_buffer_init(&furat_input.ahead, SIZE_MAX / 2);
}

void
furat_input_wait_close(void)
{
  furat_buffer_clear(&furat_input.ahead);
}

// From here on Ctrl-C is a signal; one that came before, behind Enter, is as good.  What
// else is there belongs to the next line.
void
furat_input_wait_end(void)
{
  furat_input_state *in = &furat_input;
  struct termios modes;
  if (tcgetattr(STDIN_FILENO, &modes) == 0) {
    modes.c_cc[VINTR] = in->interrupt_key;
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
  }
  furat_input_give_back(FURAT_STR_NONE); // a character that was read already
  struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
  while (poll(&keys, 1, 0) == 1 && read_ahead(SIZE_MAX) &&
         !furat_input_ground_answers()) {
  }
}

// ------------------------------------------------------------------ where the cursor is

// A report of the cursor among what has come: ESC [ row ; column R.  Its length, or 0.
static size_t
read_report(furat_str bytes, size_t *column)
{
  size_t numbers[2] = {0, 0};
  size_t at = 2;
  if (bytes.len < at || bytes.data[0] != '\033' || bytes.data[1] != '[') {
    return 0;
  }
  for (size_t i = 0; i < 2; i++) {
    const size_t start = at;
    while (at < bytes.len && at - start < 6 && bytes.data[at] >= '0' &&
           bytes.data[at] <= '9') {
      numbers[i] = numbers[i] * 10 + (size_t)(bytes.data[at++] - '0');
    }
    if (at == start || at >= bytes.len || bytes.data[at] != (i == 0 ? ';' : 'R')) {
      return 0;
    }
    at++;
  }
  *column = numbers[1] > 0 ? numbers[1] - 1 : 0;
  return at;
}

static bool
take_report(size_t *column)
{
  furat_input_state *in = &furat_input;
  for (size_t at = in->next_ahead; at < in->ahead.len; at++) {
    const furat_str rest =
        furat_str_slice(furat_buffer_str(&in->ahead), at, in->ahead.len);
    const size_t n = read_report(rest, column);
    if (n > 0) {
      memmove(in->ahead.data + at, in->ahead.data + at + n, rest.len - n);
      furat_buffer_truncate(&in->ahead, in->ahead.len - n);
      return true;
    }
  }
  return false;
}

// One that answers does so at once, but it may be far away.
bool
furat_input_ask_column(size_t *column)
{
  enum { MOST_MS = 500 };
  struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
  fputs("\033[6n", rl_outstream);
  fflush(rl_outstream);
  furat_input_give_back(FURAT_STR_NONE);
  while (poll(&keys, 1, MOST_MS) == 1) {
    if (!read_ahead(SIZE_MAX)) {
      return false;
    }
    if (take_report(column)) {
      return true;
    }
  }
  return false;
}
