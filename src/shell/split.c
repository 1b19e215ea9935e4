// SPDX-License-Identifier: GPL-3.0-or-later
// Lines to statements and dot commands; each line is looked at once.
#include "shell/split.h"

#include <ctype.h>
#include <string.h>

#include "sparql/parser.h"

// Short statements are parsed with each of their lines, long ones when they have doubled.
enum {
  MAX_STATEMENT_BYTES = 1 << 30,
  SHORT_BYTES = 1 << 14,
  MAX_PARSED_BYTES = 1 << 20,
  ENOUGH_BLANK_LINES = 2
};

void
furat_splitter_init(furat_splitter *splitter)
{
  furat_statement_init(&splitter->statement);
  furat_buffer_init(&splitter->text, MAX_STATEMENT_BYTES);
  splitter->n_lines = 0;
  splitter->first_line = 0;
  splitter->n_blank = 0;
  splitter->n_parsed = 0;
}

void
furat_splitter_clear(furat_splitter *splitter)
{
  furat_statement_clear(&splitter->statement);
  furat_buffer_clear(&splitter->text);
}

void
furat_splitter_drop(furat_splitter *splitter)
{
  furat_statement_reset(&splitter->statement);
  furat_buffer_reset(&splitter->text);
  splitter->n_blank = 0;
  splitter->n_parsed = 0;
}

bool
furat_splitter_pending(const furat_splitter *splitter)
{
  return splitter->text.len > 0;
}

static bool
is_blank(furat_str line)
{
  for (size_t i = 0; i < line.len; i++) {
    if (!isspace((unsigned char)line.data[i])) {
      return false;
    }
  }
  return true;
}

// ".help", but not ".5" or a lone full stop.
static bool
is_command(furat_str line)
{
  return line.len > 1 && line.data[0] == '.' && isalpha((unsigned char)line.data[1]);
}

static bool
is_whole(const furat_splitter *splitter)
{
  return splitter->statement.phase == FURAT_STATEMENT_WHOLE &&
         furat_statement_open(&splitter->statement) == '\0';
}

// What is open, as far as more lines could close it.
static bool
is_open(const furat_splitter *splitter)
{
  return !splitter->statement.broken &&
         furat_statement_open(&splitter->statement) != '\0';
}

// Whether enough empty lines were entered to run what has a bracket open.
static bool
is_given_up(const furat_splitter *splitter)
{
  return splitter->n_blank >= ENOUGH_BLANK_LINES && !splitter->statement.long_quote;
}

// Mark the statement as broken if more lines cannot mend it.
static void
look_for_error(furat_splitter *splitter)
{
  furat_statement *statement = &splitter->statement;
  const size_t len = splitter->text.len;
  const bool due =
      len <= SHORT_BYTES || (len <= MAX_PARSED_BYTES && len / 2 >= splitter->n_parsed);
  if (due && !statement->broken && !statement->piped && !statement->terminated &&
      !statement->long_quote && splitter->text.status == FURAT_OK) {
    splitter->n_parsed = len;
    statement->broken = furat_sparql_is_beyond_repair(furat_buffer_str(&splitter->text),
                                                      statement->update);
  }
}

// Whether what is broken ends before a line that begins a statement: of an update that
// may be its next part, which must not run without the first; a sub-SELECT is indented.
static bool
is_broken_before(const furat_statement *statement, furat_str line)
{
  const bool inside = furat_statement_open(statement) != '\0' && line.len > 0 &&
                      isspace((unsigned char)line.data[0]);
  return statement->broken && !statement->update && !inside &&
         statement->phase != FURAT_STATEMENT_PROLOGUE;
}

static bool
begins_next(const furat_splitter *splitter, furat_str line)
{
  const furat_statement *statement = &splitter->statement;
  if (is_blank(line)) {
    return statement->broken || is_whole(splitter);
  }
  return (is_whole(splitter) || is_broken_before(statement, line)) &&
         furat_statement_starts(line);
}

static furat_status
run_statement(furat_splitter *splitter, const furat_split_sink *sink, furat_error *err)
{
  if (!furat_splitter_pending(splitter)) {
    return FURAT_OK;
  }
  furat_str text = furat_buffer_str(&splitter->text);
  if (splitter->statement.terminated) {
    // The newline behind the last line, what stands behind the ; and the ; itself.
    text.len -= splitter->statement.after + 2;
  }
  furat_status status = FURAT_OK;
  if (splitter->statement.phase != FURAT_STATEMENT_EMPTY) {
    status = sink->statement(sink->self, text, splitter->first_line,
                             splitter->statement.update, err);
  }
  furat_splitter_drop(splitter);
  return status;
}

// As much of the line as belongs to the statement; `*end` is where the next one begins.
static furat_status
append_line(furat_splitter *splitter, furat_str line, size_t *end, furat_error *err)
{
  *end = line.len;
  if (!furat_splitter_pending(splitter)) {
    splitter->first_line = splitter->n_lines;
  }
  furat_status status = furat_statement_line(&splitter->statement, line, end, err);
  furat_buffer_append(&splitter->text, furat_str_slice(line, 0, *end));
  furat_buffer_append_byte(&splitter->text, '\n');
  if (status == FURAT_OK) {
    status = furat_buffer_status(&splitter->text, err);
  }
  if (status == FURAT_OK && splitter->statement.phase == FURAT_STATEMENT_EMPTY &&
      !splitter->statement.terminated) {
    furat_splitter_drop(splitter); // white space and comments between statements
  } else if (status == FURAT_OK) {
    look_for_error(splitter);
  }
  return status;
}

furat_status
furat_splitter_line(furat_splitter *splitter, furat_str line,
                    const furat_split_sink *sink, furat_error *err)
{
  splitter->n_lines++;
  if (line.len > 0 && line.data[line.len - 1] == '\r') {
    line.len--;
  }
  const bool command = !is_open(splitter) && is_command(line);
  furat_status status = FURAT_OK;
  if (command || begins_next(splitter, line)) {
    status = run_statement(splitter, sink, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  if (command) {
    return sink->command(sink->self, line, splitter->n_lines, err);
  }
  splitter->n_blank = is_blank(line) ? splitter->n_blank + 1 : 0;
  size_t end = 0;
  do {
    status = append_line(splitter, line, &end, err);
    if (status == FURAT_OK && splitter->statement.terminated) {
      status = run_statement(splitter, sink, err);
    }
    line = furat_str_slice(line, end, line.len - end);
  } while (status == FURAT_OK && line.len > 0);
  return status;
}

furat_status
furat_splitter_enter(furat_splitter *splitter, furat_str entered,
                     const furat_split_sink *sink, furat_error *err)
{
  uint64_t before = splitter->n_lines;
  furat_status status = FURAT_OK;
  size_t at = 0;
  while (at <= entered.len && status == FURAT_OK) {
    furat_str rest = furat_str_slice(entered, at, entered.len);
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    status = furat_splitter_line(splitter, line, sink, err);
    at += line.len + 1;
  }
  const bool given_up = is_blank(entered) && is_given_up(splitter);
  if (status == FURAT_OK && (splitter->statement.broken || given_up)) {
    return run_statement(splitter, sink, err);
  }
  if (status != FURAT_OK || is_open(splitter)) {
    return status;
  }
  bool began_here = splitter->first_line > before;
  if (is_blank(entered) || (began_here && is_whole(splitter))) {
    return run_statement(splitter, sink, err);
  }
  return FURAT_OK;
}

furat_status
furat_splitter_end(furat_splitter *splitter, const furat_split_sink *sink,
                   furat_error *err)
{
  return run_statement(splitter, sink, err);
}

static furat_status
skip_statement(FURAT_UNUSED void *self, FURAT_UNUSED furat_str text,
               FURAT_UNUSED uint64_t first_line, FURAT_UNUSED bool update,
               FURAT_UNUSED furat_error *err)
{
  return FURAT_OK;
}

static furat_status
skip_command(FURAT_UNUSED void *self, FURAT_UNUSED furat_str line,
             FURAT_UNUSED uint64_t line_number, FURAT_UNUSED furat_error *err)
{
  return FURAT_OK;
}

void
furat_split_check_init(furat_split_check *check)
{
  furat_splitter_init(&check->splitter);
  furat_buffer_init(&check->seen, MAX_STATEMENT_BYTES);
}

void
furat_split_check_clear(furat_split_check *check)
{
  furat_splitter_clear(&check->splitter);
  furat_buffer_clear(&check->seen);
}

static void
forget(furat_split_check *check)
{
  furat_split_check_clear(check);
  furat_split_check_init(check);
}

// Whether `text` begins with the lines that were looked at.
static bool
goes_on(const furat_split_check *check, furat_str text)
{
  const furat_buffer *seen = &check->seen;
  return seen->status == FURAT_OK && seen->len > 0 && text.len >= seen->len &&
         memcmp(text.data, seen->data, seen->len) == 0 &&
         (text.len == seen->len || text.data[seen->len] == '\n');
}

bool
furat_split_check_is_whole(furat_split_check *check, furat_str text, bool composed)
{
  const furat_split_sink sink = {NULL, skip_statement, skip_command};
  if (!goes_on(check, text)) {
    forget(check);
  }
  size_t at = check->seen.len > 0 ? check->seen.len + 1 : 0;
  furat_buffer_append(&check->seen, furat_str_slice(text, check->seen.len, text.len));
  furat_splitter *splitter = &check->splitter;
  furat_status status = FURAT_OK;
  while (at <= text.len && status == FURAT_OK) {
    furat_str rest = furat_str_slice(text, at, text.len);
    furat_str line = furat_str_slice(rest, 0, furat_str_find_byte(rest, '\n'));
    status = furat_splitter_line(splitter, line, &sink, NULL);
    at += line.len + 1;
  }
  size_t newline = furat_str_rfind_byte(text, '\n');
  size_t last = newline < text.len ? newline + 1 : 0;
  bool whole =
      status != FURAT_OK || !furat_splitter_pending(splitter) ||
      splitter->statement.broken || is_given_up(splitter) ||
      (!is_open(splitter) &&
       (composed ? is_blank(furat_str_slice(text, last, text.len)) : is_whole(splitter)));
  if (status != FURAT_OK) {
    forget(check);
  }
  return whole;
}
