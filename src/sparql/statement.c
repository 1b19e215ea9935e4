// SPDX-License-Identifier: GPL-3.0-or-later
// Splits input into statements by their outline: brackets, strings, IRIs, comments and
// the few words at the top level.  It accepts more than SPARQL does; errors are the
// parser's to report. In SPARQL only long strings go over the end of a line (19.8,
// STRING_LITERAL_LONG1 and 2).
#include "sparql/statement.h"

#include <ctype.h>
#include <string.h>

enum { MAX_DEPTH = 100000 };

typedef struct form {
  const char *word;
  furat_statement_wants wants;
  bool update;
} form;

static const form forms[] = {
    {"SELECT", FURAT_STATEMENT_WANTS_GROUP, false},
    {"ASK", FURAT_STATEMENT_WANTS_GROUP, false},
    {"CONSTRUCT", FURAT_STATEMENT_WANTS_TWO, false},
    {"DESCRIBE", FURAT_STATEMENT_WANTS_WORD, false},
    {"INSERT", FURAT_STATEMENT_WANTS_WHERE, true},
    {"DELETE", FURAT_STATEMENT_WANTS_WHERE, true},
    {"WITH", FURAT_STATEMENT_WANTS_WHERE, true},
    {"LOAD", FURAT_STATEMENT_WANTS_WORD, true},
    {"CLEAR", FURAT_STATEMENT_WANTS_WORD, true},
    {"DROP", FURAT_STATEMENT_WANTS_WORD, true},
    {"CREATE", FURAT_STATEMENT_WANTS_WORD, true},
    {"ADD", FURAT_STATEMENT_WANTS_WORD, true},
    {"MOVE", FURAT_STATEMENT_WANTS_WORD, true},
    {"COPY", FURAT_STATEMENT_WANTS_WORD, true},
};
enum { N_FORMS = sizeof(forms) / sizeof(forms[0]) };

void
furat_statement_init(furat_statement *statement)
{
  *statement = (furat_statement){.phase = FURAT_STATEMENT_EMPTY};
  furat_buffer_init(&statement->opened, MAX_DEPTH);
}

void
furat_statement_clear(furat_statement *statement)
{
  furat_buffer_clear(&statement->opened);
  furat_statement_init(statement);
}

void
furat_statement_reset(furat_statement *statement)
{
  furat_buffer opened = statement->opened;
  furat_buffer_reset(&opened);
  *statement = (furat_statement){.phase = FURAT_STATEMENT_EMPTY, .opened = opened};
}

char
furat_statement_open(const furat_statement *statement)
{
  if (statement->long_quote) {
    return statement->long_quote;
  }
  const furat_buffer *opened = &statement->opened;
  return opened->len > 0 ? opened->data[opened->len - 1] : '\0';
}

static bool
is_word(char c)
{
  return isalnum((unsigned char)c) || c == '_' || c == '-' || (c & 0x80) != 0;
}

static size_t
word_end(furat_str line, size_t at)
{
  while (at < line.len && is_word(line.data[at])) {
    at++;
  }
  return at;
}

static bool
word_is(furat_str word, const char *keyword)
{
  return furat_str_equal_nocase(word, furat_str_of(keyword));
}

static const form *
find_form(furat_str word)
{
  for (size_t i = 0; i < N_FORMS; i++) {
    if (word_is(word, forms[i].word)) {
      return &forms[i];
    }
  }
  return NULL;
}

bool
furat_statement_starts(furat_str line)
{
  size_t at = 0;
  while (at < line.len && isspace((unsigned char)line.data[at])) {
    at++;
  }
  furat_str word = furat_str_slice(line, at, word_end(line, at) - at);
  size_t end = at + word.len;
  bool name = end < line.len && line.data[end] == ':';
  return !name && (find_form(word) || word_is(word, "PREFIX") || word_is(word, "BASE"));
}

static void
set_whole(furat_statement *statement)
{
  statement->wants = FURAT_STATEMENT_WANTS_NOTHING;
  statement->phase = FURAT_STATEMENT_WHOLE;
}

// Any token at the top level.
static void
see_token(furat_statement *statement)
{
  statement->terminated = false;
  if (statement->phase == FURAT_STATEMENT_EMPTY) {
    statement->phase = FURAT_STATEMENT_PARTIAL;
  } else if (statement->wants == FURAT_STATEMENT_WANTS_WORD) {
    set_whole(statement);
  }
}

static void
see_first_words(furat_statement *statement, furat_str word)
{
  const form *found = find_form(word);
  if (found) {
    statement->phase = FURAT_STATEMENT_PARTIAL;
    statement->wants = found->wants;
    statement->update = found->update;
  } else if (word_is(word, "PREFIX") || word_is(word, "BASE")) {
    statement->phase = FURAT_STATEMENT_PROLOGUE;
  } else {
    // Neither prologue nor form: the parser has enough to complain of.
    statement->phase = FURAT_STATEMENT_WHOLE;
  }
}

static void
see_word(furat_statement *statement, furat_str word)
{
  if (statement->opened.len > 0) {
    return;
  }
  if (statement->wants == FURAT_STATEMENT_WANTS_FORM) {
    see_token(statement);
    see_first_words(statement, word);
    return;
  }
  see_token(statement);
  bool where = word_is(word, "WHERE") || word_is(word, "DATA");
  if (where && (statement->wants == FURAT_STATEMENT_WANTS_WHERE ||
                statement->wants == FURAT_STATEMENT_WANTS_TWO)) {
    statement->wants = FURAT_STATEMENT_WANTS_GROUP;
  } else if (statement->phase == FURAT_STATEMENT_WHOLE && statement->update &&
             find_form(word)) {
    // INSERT DATA { } ; DELETE ...: the next operation of the same request.
    statement->phase = FURAT_STATEMENT_PARTIAL;
    statement->wants = find_form(word)->wants;
  }
}

static void
see_close(furat_statement *statement, char opener)
{
  furat_buffer *opened = &statement->opened;
  if (opened->len == 0 || opened->data[opened->len - 1] != opener) {
    // A bracket too many or a wrong one: nothing that follows can mend it.
    furat_buffer_truncate(opened, 0);
    set_whole(statement);
    return;
  }
  furat_buffer_truncate(opened, opened->len - 1);
  if (opened->len > 0 || opener != '{') {
    return;
  }
  if (statement->wants == FURAT_STATEMENT_WANTS_TWO) {
    statement->wants = FURAT_STATEMENT_WANTS_GROUP;
  } else if (statement->wants == FURAT_STATEMENT_WANTS_GROUP) {
    set_whole(statement);
  }
}

static void
see_punctuation(furat_statement *statement, char c)
{
  if (c == ';' && statement->opened.len == 0) {
    statement->terminated = true;
    return;
  }
  statement->piped = statement->piped || (c == '|' && statement->opened.len == 0);
  see_token(statement);
  switch (c) {
  case '{':
  case '(':
  case '[':
    furat_buffer_append_byte(&statement->opened, c);
    break;
  case '}':
    see_close(statement, '{');
    break;
  case ')':
    see_close(statement, '(');
    break;
  case ']':
    see_close(statement, '[');
    break;
  default:
    break;
  }
}

// The end of a string whose inside starts at `at`: behind its quotes, or the end of the
// line.
// `*closed` tells which.
static size_t
string_end(furat_str line, size_t at, char quote, size_t n_quotes, bool *closed)
{
  *closed = false;
  while (at < line.len) {
    if (line.data[at] == '\\') {
      at += 2;
      continue;
    }
    size_t n = 0;
    while (n < n_quotes && at + n < line.len && line.data[at + n] == quote) {
      n++;
    }
    if (n == n_quotes) {
      *closed = true;
      return at + n;
    }
    at++;
  }
  return line.len;
}

static size_t
see_string(furat_statement *statement, furat_str line, size_t at)
{
  char quote = line.data[at];
  bool is_long =
      at + 2 < line.len && line.data[at + 1] == quote && line.data[at + 2] == quote;
  size_t n_quotes = is_long ? 3 : 1;
  bool closed = false;
  see_token(statement);
  size_t end = string_end(line, at + n_quotes, quote, n_quotes, &closed);
  if (is_long && !closed) {
    statement->long_quote = quote;
  }
  statement->broken |= !is_long && !closed && !statement->piped;
  return end;
}

// IRIREF (rule 139) or the operator <.
static size_t
see_less(furat_statement *statement, furat_str line, size_t at)
{
  see_token(statement);
  size_t end = at + 1;
  while (end < line.len && (unsigned char)line.data[end] > ' ' &&
         !strchr("<>\"{}|^`\\", line.data[end])) {
    end++;
  }
  return end < line.len && line.data[end] == '>' ? end + 1 : at + 1;
}

// Variables, prefixed names, language tags and keywords.  Only a word that stands alone
// can be a keyword.
static size_t
see_name(furat_statement *statement, furat_str line, size_t at)
{
  bool alone = is_word(line.data[at]);
  size_t end = word_end(line, alone ? at : at + 1);
  furat_str word = furat_str_slice(line, at, end - at);
  while (end < line.len && (line.data[end] == ':' || is_word(line.data[end]) ||
                            (line.data[end] == '\\' && end + 1 < line.len))) {
    alone = false;
    end += line.data[end] == '\\' ? 2 : 1;
  }
  bool variable = line.data[at] == '?' || line.data[at] == '$';
  if (alone) {
    see_word(statement, word);
  } else if (variable && statement->wants == FURAT_STATEMENT_WANTS_WORD) {
    // DESCRIBE ?x: a variable has to come from a group.
    statement->wants = FURAT_STATEMENT_WANTS_GROUP;
  } else {
    see_token(statement);
  }
  return end;
}

static size_t
see_next(furat_statement *statement, furat_str line, size_t at)
{
  char c = line.data[at];
  if (isspace((unsigned char)c)) {
    return at + 1;
  }
  if (c == '"' || c == '\'') {
    return see_string(statement, line, at);
  }
  if (c == '<') {
    return see_less(statement, line, at);
  }
  if (is_word(c) || c == '?' || c == '$' || c == '@' || c == ':') {
    return see_name(statement, line, at);
  }
  see_punctuation(statement, c);
  statement->after = line.len - at - 1;
  return at + 1;
}

// Whether the statement ended with the ; just read, as another one follows.
static bool
ends_before(const furat_statement *statement, furat_str rest)
{
  size_t at = 0;
  while (at < rest.len && isspace((unsigned char)rest.data[at])) {
    at++;
  }
  rest = furat_str_slice(rest, at, rest.len - at);
  if (statement->phase != FURAT_STATEMENT_WHOLE || statement->piped || rest.len == 0 ||
      rest.data[0] == '#') {
    return false;
  }
  const form *found = find_form(furat_str_slice(rest, 0, word_end(rest, 0)));
  return furat_statement_starts(rest) &&
         (!statement->update || (found && !found->update));
}

furat_status
furat_statement_line(furat_statement *statement, furat_str line, size_t *end,
                     furat_error *err)
{
  size_t at = 0;
  bool ended = false;
  if (statement->long_quote) {
    bool closed = false;
    at = string_end(line, 0, statement->long_quote, 3, &closed);
    statement->long_quote = closed ? '\0' : statement->long_quote;
  }
  while (at < line.len && line.data[at] != '#' && !ended) {
    at = see_next(statement, line, at);
    ended = statement->terminated && line.data[at - 1] == ';' &&
            ends_before(statement, furat_str_slice(line, at, line.len - at));
  }
  *end = ended ? at : line.len;
  statement->after = ended ? 0 : statement->after;
  if (statement->opened.status == FURAT_LIMIT) {
    return furat_error_set(err, FURAT_LIMIT, "brackets nest more than %d deep",
                           MAX_DEPTH);
  }
  return furat_buffer_status(&statement->opened, err);
}
