// SPDX-License-Identifier: GPL-3.0-or-later
// The session with somebody at a terminal.  input -> [mainloop] -> split -> execute, dot
#include <stdio.h>
#include <string.h>

#include "base/diagnostic.h"
#include "cli/terminal.h"
#include "results/cell.h"
#include "shell/complete.h"
#include "shell/editor.h"
#include "shell/history.h"
#include "shell/input.h"
#include "shell/layout.h"
#include "shell/shell_internal.h"
#include "shell/source.h"
#include "shell/split.h"

enum { MAX_LINE_BYTES = 1 << 30, NOTE_BYTES = 10000 };

typedef struct talk {
  furat_shell *shell;
  furat_buffer history; // path; empty when there is none, or it failed
  furat_buffer prompt;
  furat_history_reader reader;
  furat_split_check check;
} talk;

// What is missing is a comfort: a note, no error.
static void
note(const furat_error *what)
{
  furat_buffer line;
  furat_buffer_init(&line, NOTE_BYTES);
  furat_buffer_append_cstr(&line, "note: ");
  furat_text_write_visible(&line, furat_str_of(what->message));
  furat_buffer_appendf(&line, ": %s\n", what->hint);
  fflush(stdout);
  furat_terminal_print_wrapped(stderr, furat_buffer_str(&line));
  furat_buffer_clear(&line);
}

static furat_str
without_blank_end(furat_str text)
{
  while (text.len > 0 && strchr("\n\r \t", text.data[text.len - 1])) {
    text.len--;
  }
  return text;
}

// Told once.
static void
give_history_up(talk *t, furat_error *err)
{
  furat_error_hint(err, "this session keeps no history from here on");
  note(err);
  furat_buffer_reset(&t->history);
}

// An entry of the history: the statement without the newlines behind it.
static void
remember(talk *t, furat_str text)
{
  text = without_blank_end(text);
  furat_buffer entry;
  furat_buffer_init(&entry, FURAT_HISTORY_MAX_ENTRY_BYTES);
  furat_buffer_append(&entry, text);
  furat_error err = FURAT_ERROR_INIT;
  if (entry.status == FURAT_OK && entry.len > 0 && !memchr(entry.data, '\0', entry.len) &&
      furat_input_remember(entry.data) && t->history.len > 0 &&
      furat_history_append(t->history.data, furat_buffer_str(&entry), &t->reader, &err) !=
          FURAT_OK) {
    give_history_up(t, &err);
  }
  furat_buffer_clear(&entry);
}

// What .edit begins with.
static void
keep_statement(furat_shell *shell, furat_str text)
{
  text = without_blank_end(text);
  furat_buffer_reset(&shell->last_statement);
  furat_buffer_append(&shell->last_statement, text);
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
  keep_statement(t->shell, text);
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
prompt_for(talk *t, const furat_splitter *splitter)
{
  if (furat_splitter_pending(splitter)) {
    return furat_layout_prompt(furat_statement_open(&splitter->statement));
  }
  furat_buffer_reset(&t->prompt);
  furat_shell_write_prompt(&t->prompt, t->shell);
  furat_buffer_append_byte(&t->prompt, '\0');
  return t->prompt.status == FURAT_OK ? t->prompt.data : "furat> ";
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

static bool
edit(FURAT_UNUSED void *self, furat_buffer *text)
{
  furat_error err = FURAT_ERROR_INIT;
  if (furat_editor_run(text, &err) == FURAT_OK) {
    return true;
  }
  furat_diagnostic_print(stderr, &err, FURAT_STR_NONE);
  return false;
}

// Whether Enter ends what is edited as a whole.
static bool
is_whole(void *self, furat_str text, bool composed)
{
  talk *t = self;
  return translate_word(text) || furat_split_check_is_whole(&t->check, text, composed);
}

static void
receive(FURAT_UNUSED void *self, const char *entry)
{
  furat_input_receive(entry);
}

// What was typed into other shells meanwhile.
static void
refresh(void *self)
{
  talk *t = self;
  furat_error err = FURAT_ERROR_INIT;
  if (t->history.len > 0 &&
      furat_history_follow(t->history.data, &t->reader, &err) != FURAT_OK) {
    give_history_up(t, &err);
  }
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
    refresh(t);
    status = furat_input_read(&line, &event, prompt_for(t, &splitter), err);
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
add_to_session(void *self, const char *entry)
{
  talk *t = self;
  furat_input_receive(entry);
  if (entry[0] != '.') {
    keep_statement(t->shell, furat_str_of(entry));
  }
}

static void
read_history(talk *t)
{
  furat_error err = FURAT_ERROR_INIT;
  t->reader = (furat_history_reader){.add = add_to_session, .self = t};
  if (!furat_history_path(&t->history)) {
    furat_error_set(&err, FURAT_NOT_FOUND, "neither XDG_STATE_HOME nor HOME says where");
    furat_error_hint(&err, "this session keeps no history");
    note(&err);
  } else if (furat_history_read(t->history.data, &t->reader, &err) != FURAT_OK) {
    furat_error_hint(&err, "this session keeps no history");
    note(&err);
    furat_buffer_reset(&t->history);
  }
  t->reader.add = receive; // .edit begins with what is of this session
}

static void
complete(void *self, furat_str text, size_t cursor, furat_candidates *out)
{
  talk *t = self;
  furat_shell_complete(t->shell, text, cursor, out);
}

furat_status
furat_shell_talk(furat_shell *shell, furat_error *err)
{
  talk t = {.shell = shell};
  furat_buffer_init(&t.history, 65536);
  furat_buffer_init(&t.prompt, 65536);
  furat_split_check_init(&t.check);
  const furat_input_hooks hooks = {
      .self = &t,
      .complete = complete,
      .is_whole = is_whole,
      .edit = edit,
      .refresh = refresh,
  };
  furat_input_open(&hooks);
  furat_complete_begin(shell);
  read_history(&t);
  furat_status status = talk_on(&t, err);
  if (status == FURAT_OK && furat_input_ended()) {
    status = FURAT_INTERRUPTED;
  }
  furat_input_close();
  furat_split_check_clear(&t.check);
  furat_buffer_clear(&t.prompt);
  furat_buffer_clear(&t.history);
  return status;
}
