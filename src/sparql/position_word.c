// SPDX-License-Identifier: GPL-3.0-or-later
// Strings, IRIs and comments are told apart from the start of the text on, a word by
// going back from the place.                           [position_word] -> position
#include "sparql/position_word.h"

#include <ctype.h>
#include <string.h>

static bool
is_iri_byte(char c)
{
  return (unsigned char)c > ' ' && !strchr("<>\"{}|^`\\", c);
}

// The end of an IRI that starts at `at`, or `at` when it does not end with >; then
// `*open` tells whether all up to `end` could belong to one.
static size_t
iri_end(furat_str text, size_t at, size_t end, bool *open)
{
  size_t i = at + 1;
  while (i < end && is_iri_byte(text.data[i])) {
    i++;
  }
  *open = i == end && end > at + 1;
  return i < end && text.data[i] == '>' ? i + 1 : at;
}

// The end of the string that starts at `at`, or `end` when it is open there; `*content`
// is where its letters begin.
static size_t
string_end(furat_str text, size_t at, size_t end, size_t *content, bool *open)
{
  char quote = text.data[at];
  bool is_long = at + 2 < end && text.data[at + 1] == quote && text.data[at + 2] == quote;
  size_t i = *content = at + (is_long ? 3 : 1);
  for (; i < end; i++) {
    if (text.data[i] == '\\') {
      i++;
    } else if (!is_long && text.data[i] == '\n') {
      break; // it should have been closed
    } else if (text.data[i] == quote &&
               (!is_long || (i + 2 < text.len && text.data[i + 1] == quote &&
                             text.data[i + 2] == quote))) {
      i += is_long ? 3 : 1;
      *open = i > end;
      return i < end ? i : end;
    }
  }
  *open = i >= end;
  return i < end ? i : end;
}

static bool
belongs_to_word(char c)
{
  return isalnum((unsigned char)c) || (c & 0x80) != 0 || strchr("_:-.%\\@", c);
}

// Where the word before `cursor` starts, which is not before `least`.
static size_t
word_start(furat_str text, size_t least, size_t cursor)
{
  size_t start = cursor;
  while (start > least && text.data[start - 1] != '\0' &&
         belongs_to_word(text.data[start - 1])) {
    start--;
  }
  if (start > least && (text.data[start - 1] == '?' || text.data[start - 1] == '$')) {
    return start - 1;
  }
  while (start < cursor && strchr("-.", text.data[start])) {
    start++; // no word begins with these
  }
  return cursor > start && text.data[cursor - 1] == '.' ? cursor : start;
}

furat_position_place
furat_position_word(furat_str text, size_t cursor, size_t *start)
{
  size_t at = 0;
  size_t word = 0; // no word reaches over this
  while (at < cursor) {
    char c = text.data[at];
    bool open = false;
    size_t content = 0;
    if (c == '#') {
      while (at < cursor && text.data[at] != '\n') {
        at++;
      }
      if (at == cursor) {
        *start = cursor;
        return FURAT_POSITION_COMMENT;
      }
    } else if (c == '"' || c == '\'') {
      at = string_end(text, at, cursor, &content, &open);
      if (open) {
        *start = content < cursor ? content : cursor;
        return FURAT_POSITION_STRING;
      }
    } else if (c == '<') {
      size_t end = iri_end(text, at, cursor, &open);
      if (open) {
        *start = at;
        return FURAT_POSITION_IRI;
      }
      at = end > at ? end : at + 1;
    } else {
      at++;
      continue;
    }
    word = at;
  }
  *start = word_start(text, word, cursor);
  return FURAT_POSITION_PLAIN;
}
