// SPDX-License-Identifier: GPL-3.0-or-later
// Statements and dot commands from a file, standard input or a text.
//                                                     [script] -> split -> execute, dot
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "shell/shell_internal.h"
#include "shell/split.h"

enum { MAX_LINE_BYTES = 1 << 30, CHUNK_BYTES = 65536, MAX_READ_DEPTH = 16 };

// Lines of a descriptor; what read(2) gives is looked at before more is waited for.
typedef struct line_reader {
  int fd;
  bool ended;
  size_t start; // of what was not handed out yet
  furat_buffer bytes;
} line_reader;

static furat_status
read_more(line_reader *reader, const furat_shell *shell, furat_error *err)
{
  char *room = furat_buffer_reserve(&reader->bytes, CHUNK_BYTES);
  if (!room) {
    return furat_buffer_status(&reader->bytes, err);
  }
  furat_status status = furat_file_wait(reader->fd, &shell->cancel, err);
  if (status != FURAT_OK) {
    return status;
  }
  ssize_t n = read(reader->fd, room, CHUNK_BYTES);
  if (n < 0 && errno != EINTR) {
    return furat_error_io(err, "cannot read", shell->input_name, errno);
  }
  if (n > 0) {
    furat_buffer_advance(&reader->bytes, (size_t)n);
  }
  reader->ended = n == 0;
  return furat_cancel_poll(&shell->cancel, err);
}

// FURAT_DONE at the end.  The line is borrowed until the next call.
static furat_status
next_line(line_reader *reader, furat_str *line, const furat_shell *shell,
          furat_error *err)
{
  size_t looked_at = 0;
  for (;;) {
    furat_str rest = furat_str_slice(furat_buffer_str(&reader->bytes), reader->start,
                                     reader->bytes.len);
    furat_str fresh = furat_str_slice(rest, looked_at, rest.len);
    size_t newline = looked_at + furat_str_find_byte(fresh, '\n');
    if (newline < rest.len || (reader->ended && rest.len > 0)) {
      *line = furat_str_slice(rest, 0, newline);
      reader->start += newline + (newline < rest.len);
      return FURAT_OK;
    }
    if (reader->ended) {
      return FURAT_DONE;
    }
    looked_at = rest.len;
    if (reader->start > 0) {
      memmove(reader->bytes.data, reader->bytes.data + reader->start, rest.len);
      furat_buffer_truncate(&reader->bytes, rest.len);
      reader->start = 0;
    }
    furat_status status = read_more(reader, shell, err);
    if (status != FURAT_OK) {
      return status;
    }
  }
}

typedef struct run {
  furat_shell *shell;
  uint64_t n_failed; // before it
  bool stopped;
} run;

// FURAT_DONE, which ends the splitting too, where the script is to stop.
static furat_status
look_for_failure(run *r, furat_status status)
{
  const furat_shell *shell = r->shell;
  bool failed = shell->n_failed > r->n_failed;
  r->stopped = failed && shell->settings.stop && !shell->forgiving;
  return status == FURAT_OK && r->stopped ? FURAT_DONE : status;
}

static furat_status
script_statement(void *self, furat_str text, uint64_t first_line, bool update,
                 furat_error *err)
{
  run *r = self;
  return look_for_failure(r,
                          furat_shell_statement(r->shell, text, first_line, update, err));
}

static furat_status
script_command(void *self, furat_str line, uint64_t line_number, furat_error *err)
{
  run *r = self;
  return look_for_failure(r, furat_shell_dot(r->shell, line, line_number, err));
}

static furat_status
run_lines(furat_shell *shell, line_reader *reader, furat_error *err)
{
  run r = {.shell = shell, .n_failed = shell->n_failed};
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  const furat_split_sink sink = {&r, script_statement, script_command};
  furat_str line = FURAT_STR_NONE;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && !shell->quit) {
    shell->cancel.deadline_ns = 0; // the time limit is one of statements
    status = next_line(reader, &line, shell, err);
    if (status == FURAT_OK) {
      status = furat_splitter_line(&splitter, line, &sink, err);
    }
  }
  if (status == FURAT_DONE && !r.stopped) {
    status = furat_splitter_end(&splitter, &sink, err);
  }
  furat_splitter_clear(&splitter);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
run_named(furat_shell *shell, line_reader *reader, const char *name, furat_error *err)
{
  const char *outer_name = shell->input_name;
  shell->input_name = name;
  shell->read_depth++;
  furat_status status = run_lines(shell, reader, err);
  shell->read_depth--;
  shell->input_name = outer_name;
  furat_buffer_clear(&reader->bytes);
  return status;
}

furat_status
furat_shell_script(furat_shell *shell, const char *path, furat_error *err)
{
  if (shell->read_depth >= MAX_READ_DEPTH) {
    return furat_error_set(err, FURAT_LIMIT, "scripts read scripts more than %d deep",
                           MAX_READ_DEPTH);
  }
  bool standard = strcmp(path, "-") == 0;
  line_reader reader = {.fd = STDIN_FILENO};
  furat_status status = standard ? FURAT_OK : furat_file_open(&reader.fd, path, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_buffer_init(&reader.bytes, MAX_LINE_BYTES);
  status = run_named(shell, &reader, standard ? "<stdin>" : path, err);
  if (!standard) {
    close(reader.fd);
  }
  return status;
}

furat_status
furat_shell_text(furat_shell *shell, furat_str text, const char *name, furat_error *err)
{
  line_reader reader = {.fd = -1, .ended = true};
  furat_buffer_init(&reader.bytes, MAX_LINE_BYTES);
  furat_buffer_append(&reader.bytes, text);
  furat_status status = furat_buffer_status(&reader.bytes, err);
  return status == FURAT_OK ? run_named(shell, &reader, name, err) : status;
}
