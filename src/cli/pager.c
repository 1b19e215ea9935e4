// SPDX-License-Identifier: GPL-3.0-or-later
// Counts the rows of the screen that a text takes, until they are too many.
#include "cli/pager.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"

// $PAGER may be any command with arguments; less keeps colours (R), and may show lines of
// any width as one row each (S).
static const char chops[] = "LESS=\"${LESS-RS}\"; ";
static const char wraps[] = "LESS=\"${LESS-R}\"; ";
static const char runs[] =
    "LESSCHARSET=\"${LESSCHARSET-utf-8}\"; export LESS LESSCHARSET; "
    "if [ -n \"$PAGER\" ]; then eval \"$PAGER\"; "
    "elif command -v less >/dev/null; then less; "
    "elif command -v more >/dev/null; then more; else cat; fi";

enum { MAX_HELD_BYTES = 1 << 24, PROMPT_ROWS = 1 };

void
furat_pager_init(furat_pager *pager, bool wanted, bool always, furat_watch *watch)
{
  *pager = (furat_pager){.wanted = wanted,
                         .always = always,
                         .n_rows = furat_terminal_height(STDOUT_FILENO),
                         .n_columns = furat_terminal_width(STDOUT_FILENO),
                         .child = {.fd = -1},
                         .hint = "--no-pager",
                         .watch = watch};
  furat_buffer_init(&pager->held, (size_t)MAX_HELD_BYTES * 2);
}

static furat_status
write_to_stdout(furat_pager *pager, furat_str bytes, furat_error *err)
{
  furat_watch_hide(pager->watch);
  errno = 0;
  if (fwrite(bytes.data, 1, bytes.len, stdout) != bytes.len || ferror(stdout)) {
    return furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
  return FURAT_OK;
}

// A pipe is full while somebody reads.
static furat_status
write_to_child(furat_pager *pager, furat_str bytes, furat_error *err)
{
  while (bytes.len > 0) {
    const int64_t start_ns = furat_clock_ns();
    ssize_t n = write(pager->child.fd, bytes.data, bytes.len);
    pager->waited_ns += furat_clock_ns() - start_ns;
    if (n < 0 && errno != EINTR) {
      pager->gone = errno == EPIPE;
      return furat_error_io(err, "cannot write to", "the pager", errno);
    }
    bytes = furat_str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
  }
  return FURAT_OK;
}

// Follow the cursor; sequences of colours move it nowhere.
static void
follow(furat_pager *pager, furat_str bytes)
{
  for (size_t at = 0; at < bytes.len && pager->at_row < pager->n_rows;) {
    const uint32_t c = furat_utf8_decode(bytes, &at);
    if (c == 0x1B || pager->in_escape) {
      pager->in_escape = c != 'm';
    } else if (c == '\n') {
      pager->at_row++;
      pager->at_column = 0;
    } else {
      const size_t width = c == FURAT_UTF8_BAD ? 1 : (size_t)furat_utf8_width(c);
      pager->at_column += width;
      if (pager->at_column > pager->n_columns) {
        pager->at_row++;
        pager->at_column = width;
      }
    }
  }
}

static furat_status
start(furat_pager *pager, furat_error *err)
{
  furat_watch_hide(pager->watch);
  (void)fflush(stdout);
  char command[sizeof chops + sizeof runs];
  snprintf(command, sizeof command, "%s%s", pager->chop && !pager->wrap ? chops : wraps,
           runs);
  furat_status status = furat_child_start(&pager->child, command, err);
  furat_interrupt_share(status == FURAT_OK);
  if (status == FURAT_OK) {
    status = write_to_child(pager, furat_buffer_str(&pager->held), err);
  }
  furat_buffer_clear(&pager->held);
  return status;
}

furat_status
furat_pager_write(void *self, furat_str bytes, furat_error *err)
{
  furat_pager *pager = self;
  if (!pager->wanted) {
    return write_to_stdout(pager, bytes, err);
  }
  if (pager->child.pid > 0) {
    return write_to_child(pager, bytes, err);
  }
  if (bytes.len > MAX_HELD_BYTES) { // for which there may be no room
    const furat_status started = start(pager, err);
    return started == FURAT_OK ? write_to_child(pager, bytes, err) : started;
  }
  furat_buffer_append(&pager->held, bytes);
  furat_status status = furat_buffer_status(&pager->held, err);
  follow(pager, bytes);
  const bool full =
      pager->at_row + PROMPT_ROWS > pager->n_rows || pager->held.len > MAX_HELD_BYTES;
  return status == FURAT_OK && full ? start(pager, err) : status;
}

furat_status
furat_pager_finish(furat_pager *pager, furat_error *err)
{
  furat_status status = FURAT_OK;
  if (pager->child.pid <= 0 && pager->always && pager->held.len > 0) {
    status = start(pager, err);
    if (pager->gone) {
      furat_error_clear(err);
      status = FURAT_OK;
    }
  }
  if (pager->child.pid > 0) {
    // Who ends it with Ctrl-C has seen enough, too.
    furat_error own = FURAT_ERROR_INIT;
    furat_status ended = furat_child_finish(&pager->child, &own);
    furat_interrupt_share(false);
    if (ended != FURAT_OK && ended != FURAT_INTERRUPTED && status == FURAT_OK) {
      status = furat_error_set(err, ended, "%s", own.message);
      furat_error_hint(err, "%s shows results without a pager", pager->hint);
    }
  } else if (pager->held.len > 0) {
    status = write_to_stdout(pager, furat_buffer_str(&pager->held), err);
  }
  furat_buffer_clear(&pager->held);
  return status;
}
