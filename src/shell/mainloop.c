// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways in: somebody at a terminal, and a script.        input -> [mainloop] ->
// split -> execute, dot
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diagnostic.h"
#include "shell/history.h"
#include "shell/input.h"
#include "shell/layout.h"
#include "shell/shell_internal.h"
#include "shell/split.h"

enum { MAX_LINE_BYTES = 1 << 30, CHUNK_BYTES = 65536, MAX_READ_DEPTH = 16 };

// ------------------------------------------------------------------ scripts

// Lines of a descriptor; what read(2) gives is looked at before more is waited for.
typedef struct line_reader {
  int fd;
  bool ended;
  size_t start; // of what was not handed out yet
  furat_buffer bytes;
} line_reader;

// In a session read(2) goes on behind a signal; poll(2) does not, and one that comes
// before it is seen a moment later.
static furat_status
wait_for_bytes(int fd, const furat_cancel *cancel, furat_error *err)
{
  enum { MOMENT_MS = 200 };
  struct pollfd wanted = {.fd = fd, .events = POLLIN};
  int n = 0;
  while (n == 0 || (n < 0 && errno == EINTR)) {
    furat_status status = furat_cancel_poll(cancel, err);
    if (status != FURAT_OK) {
      return status;
    }
    n = poll(&wanted, 1, MOMENT_MS);
  }
  return FURAT_OK; // read(2) tells what is wrong
}

static furat_status
read_more(line_reader *reader, const furat_shell *shell, furat_error *err)
{
  char *room = furat_buffer_reserve(&reader->bytes, CHUNK_BYTES);
  if (!room) {
    return furat_buffer_status(&reader->bytes, err);
  }
  furat_status status = wait_for_bytes(reader->fd, &shell->cancel, err);
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

static furat_status
script_statement(void *self, furat_str text, uint64_t first_line, bool update,
                 furat_error *err)
{
  return furat_shell_statement(self, text, first_line, update, err);
}

static furat_status
script_command(void *self, furat_str line, uint64_t line_number, furat_error *err)
{
  return furat_shell_dot(self, line, line_number, err);
}

static furat_status
run_lines(furat_shell *shell, int fd, furat_error *err)
{
  line_reader reader = {.fd = fd};
  furat_buffer_init(&reader.bytes, MAX_LINE_BYTES);
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  const furat_split_sink sink = {shell, script_statement, script_command};
  furat_str line = FURAT_STR_NONE;
  furat_status status = FURAT_OK;
  while (status == FURAT_OK && !shell->quit) {
    shell->cancel.deadline_ns = 0; // the time limit is one of statements
    status = next_line(&reader, &line, shell, err);
    if (status == FURAT_OK) {
      status = furat_splitter_line(&splitter, line, &sink, err);
    }
  }
  if (status == FURAT_DONE) {
    status = furat_splitter_end(&splitter, &sink, err);
  }
  furat_splitter_clear(&splitter);
  furat_buffer_clear(&reader.bytes);
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
  int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return furat_error_io(err, "cannot open", path, errno);
  }
  const char *outer_name = shell->input_name;
  shell->input_name = standard ? "stdin" : path;
  shell->read_depth++;
  furat_status status = run_lines(shell, fd, err);
  shell->read_depth--;
  shell->input_name = outer_name;
  if (!standard) {
    close(fd);
  }
  return status;
}

// ------------------------------------------------------------------ somebody at a
// terminal

typedef struct talk {
  furat_shell *shell;
  furat_buffer history; // path; empty when there is none, or it failed
} talk;

static void
warn(const furat_error *what)
{
  fflush(stdout);
  furat_diagnostic_print(stderr, what, FURAT_STR_NONE);
}

// An entry of the history: the statement without the newlines behind it.
static void
remember(talk *t, furat_str text)
{
  while (text.len > 0 && strchr("\n\r \t", text.data[text.len - 1])) {
    text.len--;
  }
  furat_buffer entry;
  furat_buffer_init(&entry, FURAT_HISTORY_MAX_ENTRY_BYTES);
  furat_buffer_append(&entry, text);
  furat_error err = FURAT_ERROR_INIT;
  if (entry.status == FURAT_OK && entry.len > 0 && !memchr(entry.data, '\0', entry.len) &&
      furat_input_remember(entry.data) && t->history.len > 0 &&
      furat_history_append(t->history.data, furat_buffer_str(&entry), &err) != FURAT_OK) {
    furat_error_hint(&err, "the history of this session ends with it");
    warn(&err);
    furat_buffer_reset(&t->history); // told once
  }
  furat_buffer_clear(&entry);
}

// Ctrl-C ends what runs; the shell goes on.
static furat_status
go_on(furat_status status, furat_error *err)
{
  if (status != FURAT_INTERRUPTED || furat_input_ended()) {
    return status;
  }
  furat_error_clear(err);
  return FURAT_OK;
}

static furat_status
talk_statement(void *self, furat_str text, FURAT_UNUSED uint64_t first_line, bool update,
               furat_error *err)
{
  talk *t = self;
  remember(t, text);
  furat_cancel_init(&t->shell->cancel, 0);
  furat_input_watch(&t->shell->cancel);
  furat_status status = furat_shell_statement(t->shell, text, 1, update, err);
  furat_input_watch(NULL);
  return go_on(status, err);
}

static furat_status
talk_command(void *self, furat_str line, uint64_t line_number, furat_error *err)
{
  talk *t = self;
  remember(t, line);
  furat_cancel_init(&t->shell->cancel, 0);
  furat_input_watch(&t->shell->cancel);
  furat_status status = furat_shell_dot(t->shell, line, line_number, err);
  furat_input_watch(NULL);
  return go_on(status, err);
}

// What is open stands in the prompt.
static const char *
prompt_for(const furat_splitter *splitter)
{
  return furat_splitter_pending(splitter)
             ? furat_layout_prompt(furat_statement_open(&splitter->statement))
             : "furat> ";
}

// What other programs call .help and .quit; none of it can begin a statement.
static const char *
translate_word(furat_str line)
{
  static const struct {
    const char *word;
    const char *command;
  } words[] = {{"help", ".help"}, {"?", ".help"}, {"exit", ".quit"}, {"quit", ".quit"}};
  while (line.len > 0 && strchr("; \t", line.data[line.len - 1])) {
    line.len--;
  }
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (furat_str_equal(line, furat_str_of(words[i].word))) {
      return words[i].command;
    }
  }
  return NULL;
}

static furat_status
enter(furat_splitter *splitter, furat_str line, const furat_split_sink *sink,
      furat_error *err)
{
  const char *command = furat_splitter_pending(splitter) ? NULL : translate_word(line);
  furat_status status =
      furat_splitter_enter(splitter, command ? furat_str_of(command) : line, sink, err);
  // What was edited as a whole goes on nowhere.
  return status == FURAT_OK && furat_input_is_rich()
             ? furat_splitter_end(splitter, sink, err)
             : status;
}

// Whether Enter ends what is edited as a whole.
static bool
is_whole(FURAT_UNUSED void *self, furat_str text, bool composed)
{
  return translate_word(text) || furat_splitter_is_whole(text, composed);
}

static furat_status
talk_on(talk *t, furat_error *err)
{
  furat_splitter splitter;
  furat_splitter_init(&splitter);
  furat_buffer line;
  furat_buffer_init(&line, MAX_LINE_BYTES);
  const furat_split_sink sink = {t, talk_statement, talk_command};
  furat_status status = FURAT_OK;
  furat_input_event event = FURAT_INPUT_LINE;
  while (status == FURAT_OK && event != FURAT_INPUT_END && !t->shell->quit) {
    status = furat_input_read(&line, &event, prompt_for(&splitter), err);
    if (status == FURAT_OK && event == FURAT_INPUT_LINE) {
      status = enter(&splitter, furat_buffer_str(&line), &sink, err);
    }
    if (event == FURAT_INPUT_INTERRUPT) {
      furat_splitter_drop(&splitter);
    }
  }
  furat_buffer_clear(&line);
  furat_splitter_clear(&splitter);
  return status;
}

static void
add_to_session(FURAT_UNUSED void *self, const char *entry)
{
  furat_input_remember(entry);
}

static void
read_history(talk *t)
{
  furat_error err = FURAT_ERROR_INIT;
  if (furat_history_path(&t->history) &&
      furat_history_read(t->history.data, add_to_session, NULL, &err) != FURAT_OK) {
    furat_error_hint(&err, "this session keeps no history");
    warn(&err);
    furat_buffer_reset(&t->history);
  }
}

furat_status
furat_shell_talk(furat_shell *shell, furat_error *err)
{
  talk t = {.shell = shell};
  furat_buffer_init(&t.history, 65536);
  const furat_input_hooks hooks = {
      .self = shell, .complete = furat_shell_complete, .is_whole = is_whole};
  furat_input_open(&hooks);
  read_history(&t);
  furat_status status = talk_on(&t, err);
  if (status == FURAT_OK && furat_input_ended()) {
    status = FURAT_INTERRUPTED;
  }
  furat_input_close();
  furat_buffer_clear(&t.history);
  return status;
}
