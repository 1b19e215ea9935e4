// SPDX-License-Identifier: GPL-3.0-or-later
// The dot commands: from a line to the function of the table, and to its error.
#include "shell/result.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "shell/words.h"

enum { MAX_LINE_BYTES = 1 << 24, MAX_NAME = 40 };

// Not behind what takes a command as its word.
size_t
furat_dot_pipe(furat_str line)
{
  static const furat_str takers[] = {{".once", 5}, {".output", 7}, {".shell", 6}};
  const furat_str name = furat_str_slice(line, 0, furat_str_find_byte(line, ' '));
  char quote = '\0';
  for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
    if (furat_str_equal_nocase(name, takers[i])) {
      return line.len;
    }
  }
  for (size_t i = 0; i < line.len;) {
    const size_t at = i;
    const bool quoted = quote != '\0';
    const char c = furat_words_step(&quote, line, &i);
    if (c == '|' && !quoted && at > 0 && strchr(" \t", line.data[at - 1])) {
      return at;
    }
  }
  return line.len;
}

static furat_status
refuse_words(const furat_dot_command *command, size_t n, furat_error *err)
{
  furat_error_set(err, FURAT_USAGE,
                  n < command->min_words ? "something is missing behind %s"
                                         : "there is too much behind %s",
                  command->name);
  furat_error_hint(err, "usage: %s", command->usage);
  return FURAT_USAGE;
}

// .explain SELECT ...: more than the one word that a setting takes.
static bool
is_statement(const furat_dot_words *words)
{
  return words->n > 1 || (words->n == 1 && strchr(words->at[0], '{'));
}

static furat_status
run_words(furat_shell *shell, const furat_vec *all, furat_error *err)
{
  const char *const *words = all->items;
  const furat_str typed =
      furat_str_slice(shell->dot_text, 0, furat_dot_pipe(shell->dot_text));
  const size_t name = furat_str_find(typed, furat_str_of(words[0])) + strlen(words[0]);
  const furat_dot_words rest = {
      all->n - 1, words + 1,
      furat_str_slice(typed, name < typed.len ? name : typed.len, typed.len)};
  const furat_dot_command *command = furat_dot_command_named(words[0]);
  const furat_setting *setting = furat_dot_setting_named(words[0]);
  if (setting && strcmp(setting->name, "explain") == 0 && is_statement(&rest)) {
    return furat_shell_dot_explain(shell, rest.typed, err);
  }
  if (setting) {
    return furat_shell_dot_setting(shell, setting, &rest, err);
  }
  if (!command) {
    return furat_dot_unknown(words[0], err);
  }
  if (rest.n < command->min_words || rest.n > command->max_words) {
    return refuse_words(command, rest.n, err);
  }
  return command->run(shell, &rest, err);
}

// What stays goes to the terminal whatever .output says.
static bool
is_redirected(const char *name)
{
  const furat_dot_command *command = furat_dot_command_named(name);
  return command && !command->stays;
}

static furat_status
run_redirected(furat_shell *shell, const furat_vec *words, furat_str command,
               furat_error *err)
{
  const char *const *first = words->items;
  if (command.len == 0 && !is_redirected(first[0])) {
    return run_words(shell, words, err);
  }
  furat_redirect redirect;
  furat_status status = furat_shell_redirect(shell, command, &redirect, err);
  if (status != FURAT_OK) {
    return status;
  }
  return furat_shell_restore(shell, &redirect, run_words(shell, words, err), err);
}

furat_status
furat_dot_join(furat_buffer *out, const furat_dot_words *words, size_t from,
               furat_error *err)
{
  for (size_t i = from; i < words->n; i++) {
    furat_buffer_append_cstr(out, i > from ? " " : "");
    furat_buffer_append_cstr(out, words->at[i]);
  }
  furat_buffer_append_byte(out, '\0'); // terminated, and no part of it
  furat_buffer_truncate(out, out->len > 0 ? out->len - 1 : 0);
  return furat_buffer_status(out, err);
}

furat_status
furat_shell_dot_failed(furat_shell *shell, const furat_error *what, furat_str text,
                       furat_error *err)
{
  const char *outer_name = shell->input_name;
  const bool scripted = !shell->interactive || shell->read_depth > 0;
  furat_error named = *what;
  uint64_t line = shell->dot_line;
  if (!scripted) {
    shell->input_name = shell->dot_name;
    line = 1;
  } else if (!what->has_span && what->source[0] == '\0' &&
             !strstr(what->message, shell->dot_name)) {
    // The place is told already.
    named.message[0] = '\0';
    named.status = FURAT_OK;
    furat_error_set(&named, what->status, "%s: %s", shell->dot_name, what->message);
  }
  furat_status status = furat_shell_failed(shell, &named, text, line, err);
  shell->input_name = outer_name;
  return status;
}

// What errors are told with: the name of a command, or the word that is none.
static const char *
name_for_errors(const furat_vec *words)
{
  const char *first = words->n > 0 ? FURAT_VEC_AT(words, const char *, 0) : ".";
  const size_t n = strspn(first, ".abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  return n < MAX_NAME && first[n] == '\0' ? first : "command";
}

static furat_status
run_line(furat_shell *shell, furat_str line, furat_vec *words, furat_arena *texts,
         furat_error *err)
{
  const size_t pipe = furat_dot_pipe(line);
  furat_status status =
      furat_words_split(words, texts, furat_str_slice(line, 0, pipe), err);
  shell->dot_name = name_for_errors(words);
  if (status == FURAT_OK) {
    status = run_redirected(shell, words, furat_str_slice(line, pipe, line.len), err);
  }
  if (status == FURAT_OK && fflush(stdout) != 0) {
    status = furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
  return status;
}

furat_status
furat_shell_dot(furat_shell *shell, furat_str line, uint64_t line_number,
                furat_error *err)
{
  const char *outer_name = shell->dot_name;
  const uint64_t outer_line = shell->dot_line;
  const furat_str outer_text = shell->dot_text;
  furat_arena texts;
  furat_vec words;
  furat_arena_init(&texts, (size_t)MAX_LINE_BYTES * 2);
  furat_vec_init(&words, sizeof(const char *), FURAT_DOT_MAX_WORDS);
  furat_error what = FURAT_ERROR_INIT;
  shell->dot_line = line_number;
  shell->dot_text = line;
  furat_status status = run_line(shell, line, &words, &texts, &what);
  // A command that read a script has had others run meanwhile.
  shell->dot_line = line_number;
  shell->dot_text = line;
  shell->dot_name = name_for_errors(&words);
  const bool told = status == FURAT_INTERRUPTED && what.status == FURAT_OK; // in a script
  if (status != FURAT_OK && !told) {
    status = furat_shell_dot_failed(shell, &what, line, err);
  }
  shell->dot_name = outer_name;
  shell->dot_line = outer_line;
  shell->dot_text = outer_text;
  furat_vec_clear(&words);
  furat_arena_clear(&texts);
  return status;
}
