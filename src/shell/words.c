// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a dot command; quotes may stand anywhere in a word: actor="a b".
#include "shell/words.h"

#include <string.h>

static bool
is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char
furat_words_step(char *quote, furat_str line, size_t *at)
{
  char c = line.data[(*at)++];
  if (*quote && c == '\\' && *at < line.len &&
      (line.data[*at] == *quote || line.data[*at] == '\\')) {
    return line.data[(*at)++];
  }
  if (*quote ? c == *quote : c == '"' || c == '\'') {
    *quote = *quote ? '\0' : c;
    return '\0';
  }
  return c;
}

// Copy one word, move `*out` behind its NUL, and return where the word ends in the line;
// `*closed` is false when a quote is open then.
static size_t
copy_word(char **out, furat_str line, size_t at, bool *closed)
{
  char quote = '\0';
  while (at < line.len && (quote || !is_space(line.data[at]))) {
    const char c = furat_words_step(&quote, line, &at);
    if (c != '\0') {
      *(*out)++ = c;
    }
  }
  *(*out)++ = '\0';
  *closed = quote == '\0';
  return at;
}

furat_status
furat_words_split(furat_vec *out, furat_arena *texts, furat_str line, furat_error *err)
{
  if (line.len > 0 && memchr(line.data, '\0', line.len)) {
    return furat_error_set(err, FURAT_USAGE, "the line has a NUL byte");
  }
  // Each word with its NUL takes no more than in the line with the space behind it.
  char *word = furat_arena_alloc(texts, line.len + 1);
  if (!word) {
    return furat_error_no_mem(err);
  }
  size_t at = 0;
  for (;;) {
    while (at < line.len && is_space(line.data[at])) {
      at++;
    }
    if (at == line.len) {
      return furat_vec_status(out, err);
    }
    size_t start = at;
    bool closed = false;
    furat_vec_push(out, &word);
    at = copy_word(&word, line, at, &closed);
    if (!closed) {
      return furat_error_set_span(err, FURAT_USAGE, (furat_span){start, line.len},
                                  "a quote is not closed");
    }
  }
}
