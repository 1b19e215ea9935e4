// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the terminal for the colour of its ground, once, behind the first prompt, and
// takes the answer out of the keys whenever it comes.  Nobody waits for it but who is
// about to give the terminal away: an answer that comes then would be shown, or typed
// into whatever has the terminal next.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "shell/input_internal.h"

enum {
  NS_PER_MS = 1000000,
  ANSWER_MS = 500, // one that answers does so at once, but it may be far away
  REST_MS = 1000,  // of an answer that has begun
  KEY_MS = 100     // of a key that begins as an answer does
};

// ------------------------------------------------------------------ the question

static bool
begins_with(const char *text, const char *start)
{
  return strncmp(text, start, strlen(start)) == 0;
}

// These show the question, or answer for another terminal and so out of order.
static bool
may_be_asked(void)
{
  static const char *const silent[] = {"dumb", "linux", "eterm", "Eterm", "cons", "vt"};
  const char *term = getenv("TERM");
  if (!term || getenv("INSIDE_EMACS") || getenv("STY")) {
    return false;
  }
  for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
    if (begins_with(term, silent[i])) {
      return false;
    }
  }
  return !begins_with(term, "screen") || getenv("TMUX");
}

// Whether what is written to the screen is answered where keys are read, and they are
// ours.
static bool
has_terminal(void)
{
  struct stat keys;
  struct stat screen;
  return fstat(STDIN_FILENO, &keys) == 0 && fstat(STDOUT_FILENO, &screen) == 0 &&
         keys.st_rdev == screen.st_rdev && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

void
furat_input_ground_ask(void)
{
  furat_input_state *in = &furat_input;
  if (in->ground_asked_ns == 0 && furat_color_lacks_ground(STDOUT_FILENO) &&
      may_be_asked() && has_terminal()) {
    furat_ground_init(&in->ground);
    in->ground_asked_ns = furat_clock_ns();
    in->ground_open = true;
    fputs(FURAT_GROUND_QUESTION, rl_outstream);
    fflush(rl_outstream);
  }
}

// ------------------------------------------------------------------ the answer

static int64_t
ns_since_question(void)
{
  return furat_clock_ns() - furat_input.ground_asked_ns;
}

// A colour that comes behind the second answer, out of order, is not waited for long.
static void
close_when_over(void)
{
  furat_input_state *in = &furat_input;
  if (in->ground.over && !furat_ground_is_open(&in->ground) &&
      (in->ground.known || ns_since_question() > (int64_t)ANSWER_MS * NS_PER_MS)) {
    in->ground_open = false;
  }
}

static void
use_color(void)
{
  furat_input_state *in = &furat_input;
  furat_color_set_ground(in->ground.light);
  in->palette = furat_palette_for(STDOUT_FILENO);
  in->dirty = true;
}

void
furat_input_ground_take(char byte)
{
  furat_input_state *in = &furat_input;
  const bool known = in->ground.known;
  furat_ground_take(&in->ground, byte, &in->ahead);
  in->ground_byte_ns = furat_clock_ns();
  if (in->ground.known && !known) {
    use_color();
  }
  close_when_over();
}

bool
furat_input_ground_answers(void)
{
  return furat_input.ground_open && furat_ground_answers(&furat_input.ground);
}

bool
furat_input_ground_waits(struct timespec *limit)
{
  const furat_input_state *in = &furat_input;
  if (!in->ground_open || !furat_ground_is_open(&in->ground)) {
    return false;
  }
  const int64_t now_ns = furat_clock_ns();
  const int64_t rest_ms = furat_ground_answers(&in->ground) ? REST_MS : KEY_MS;
  const int64_t rest_ns = in->ground_byte_ns + rest_ms * NS_PER_MS - now_ns;
  const int64_t answer_ns = in->ground_asked_ns + (int64_t)ANSWER_MS * NS_PER_MS - now_ns;
  const int64_t left_ns = rest_ns > answer_ns ? rest_ns : answer_ns;
  *limit = furat_clock_timespec(left_ns > 0 ? left_ns : 0);
  return true;
}

void
furat_input_ground_hurry(void)
{
  furat_ground_end(&furat_input.ground, &furat_input.ahead);
  close_when_over();
}

void
furat_input_ground_drop(void)
{
  if (furat_input.ground_open && !furat_input_ground_answers()) {
    furat_input_ground_hurry();
  }
}

// ------------------------------------------------------------------ before others

static bool
is_awaited(void)
{
  const furat_input_state *in = &furat_input;
  return in->ground_asked_ns > 0 && !in->ground.over && !in->gone;
}

static void
await(int64_t most_ns)
{
  struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
  int64_t left_ns = most_ns - ns_since_question();
  while (is_awaited() && left_ns > 0 &&
         poll(&keys, 1, (int)(left_ns / NS_PER_MS) + 1) == 1) {
    furat_input_take_all();
    left_ns = most_ns - ns_since_question();
  }
}

// An answer on its way must neither wait for Enter nor be shown.
void
furat_input_ground_await(bool last)
{
  const int64_t most_ns = (int64_t)(last ? REST_MS : ANSWER_MS) * NS_PER_MS;
  struct termios modes;
  if (!is_awaited() || ns_since_question() >= most_ns || !has_terminal() ||
      tcgetattr(STDIN_FILENO, &modes) != 0) {
    return;
  }
  const struct termios before = modes;
  modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &modes);
  await(most_ns);
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
}
