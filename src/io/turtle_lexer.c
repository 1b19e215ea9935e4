// SPDX-License-Identifier: GPL-3.0-or-later
// Skips what separates tokens in pieces of any size; a token is scanned again from its
// start when the window ended inside it, and then the window holds more.
#include "io/turtle_lexer.h"

#include <string.h>

#include "base/utf8.h"

furat_status
furat_turtle_lexer_open(furat_turtle_lexer *lexer, furat_byte_source *input,
                        size_t max_term_bytes, furat_error *err)
{
  lexer->n_taken = 0;
  lexer->has_breaks = false;
  return furat_window_open(&lexer->window, input, max_term_bytes, err);
}

void
furat_turtle_lexer_close(furat_turtle_lexer *lexer)
{
  furat_window_close(&lexer->window);
}

static furat_str
text_of(const furat_window *window)
{
  return (furat_str){window->data + window->start, window->end - window->start};
}

/// Move over the part of a comment that the window holds; `*in_comment` tells whether it
/// goes on behind that.
static furat_status
skip_comment(furat_window *window, bool *in_comment, furat_error *err)
{
  const furat_str text = text_of(window);
  size_t n = 0;
  while (n < text.len && text.data[n] != '\n' && text.data[n] != '\r') {
    ++n;
  }
  *in_comment = n == text.len && !window->at_end;
  const size_t n_valid = furat_utf8_valid_length(furat_str_slice(text, 0, n));
  // Up to three bytes may wait for the rest of their character.
  if (n_valid < n && !(*in_comment && n - n_valid < 4)) {
    return furat_window_error(window, n_valid, err, "this is not UTF-8 text");
  }
  furat_window_skip(window, n_valid);
  return FURAT_OK;
}

/// Move to the next token: FURAT_DONE when there is none.
static furat_status
skip_space(furat_window *window, furat_error *err)
{
  bool in_comment = false;
  for (;;) {
    const furat_str text = text_of(window);
    furat_status status = FURAT_OK;
    size_t n = 0;
    if (!in_comment) {
      while (n < text.len && (text.data[n] == ' ' || text.data[n] == '\t' ||
                              text.data[n] == '\n' || text.data[n] == '\r')) {
        ++n;
      }
      furat_window_skip(window, n);
      in_comment = n < text.len && text.data[n] == '#';
      if (n < text.len && !in_comment) {
        return FURAT_OK;
      }
    }
    if (in_comment) {
      status = skip_comment(window, &in_comment, err);
    }
    if (status == FURAT_OK && (in_comment || window->start == window->end)) {
      status = furat_window_more(window, err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
}

static bool
is_one_of(char c, const char *set)
{
  return c != '\0' && strchr(set, c);
}

/// A dot, or a number that begins with one.
static furat_lexical_result
scan_dot(furat_lexical *scan, furat_turtle_token *token)
{
  if (scan->text.len < 2 && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  if (scan->text.len >= 2 && is_one_of(scan->text.data[1], "0123456789")) {
    token->kind = FURAT_TURTLE_NUMBER;
    scan->offset = 0;
    return furat_lexical_number(scan, &token->text);
  }
  scan->offset = 1;
  return FURAT_LEXICAL_OK;
}

static furat_lexical_result
scan_datatype(furat_lexical *scan)
{
  if (scan->text.len < 2 && !scan->is_final) {
    return FURAT_LEXICAL_CUT;
  }
  if (!furat_str_starts_with(scan->text, FURAT_STR("^^"))) {
    scan->problem = "a datatype is written as ^^<IRI>";
    scan->code_point = FURAT_LEXICAL_NO_CHAR;
    return FURAT_LEXICAL_BAD;
  }
  scan->offset = 2;
  return FURAT_LEXICAL_OK;
}

/// A name, a word, or something that begins no token.
static furat_lexical_result
scan_name(furat_lexical *scan, furat_turtle_token *token)
{
  bool is_word = false;
  const furat_lexical_result result =
      furat_lexical_name(scan, &token->text, &token->local, &is_word);
  if (result != FURAT_LEXICAL_OK) {
    return result;
  }
  token->kind = is_word ? FURAT_TURTLE_WORD : FURAT_TURTLE_NAME;
  if (is_word && scan->offset == 0) {
    size_t offset = 0;
    scan->code_point = furat_utf8_decode(scan->text, &offset);
    scan->problem = "does not begin anything that can stand here";
    return FURAT_LEXICAL_BAD;
  }
  return FURAT_LEXICAL_OK;
}

/// Scan the token that the text begins with.
static furat_lexical_result
scan_token(furat_lexical *scan, furat_turtle_token *token)
{
  const char c = scan->text.data[0];
  token->mark = c;
  if (c == '<') {
    token->kind = FURAT_TURTLE_IRI;
    return furat_lexical_iri(scan, &token->text);
  }
  if (c == '"' || c == '\'') {
    token->kind = FURAT_TURTLE_STRING;
    return furat_lexical_string(scan, true, &token->text);
  }
  if (c == '_') {
    token->kind = FURAT_TURTLE_BLANK;
    return furat_lexical_blank(scan, &token->text);
  }
  if (c == '@') {
    token->kind = FURAT_TURTLE_AT;
    return furat_lexical_language(scan, &token->text);
  }
  if (c == '^') {
    token->kind = FURAT_TURTLE_DATATYPE;
    return scan_datatype(scan);
  }
  if (is_one_of(c, "+-0123456789")) {
    token->kind = FURAT_TURTLE_NUMBER;
    return furat_lexical_number(scan, &token->text);
  }
  if (is_one_of(c, ".;,[](){}")) {
    token->kind = FURAT_TURTLE_MARK;
    scan->offset = 1;
    return c == '.' ? scan_dot(scan, token) : FURAT_LEXICAL_OK;
  }
  return scan_name(scan, token);
}

furat_status
furat_turtle_lexer_next(furat_turtle_lexer *lexer, furat_turtle_token *token,
                        furat_error *err)
{
  furat_window *window = &lexer->window;
  if (lexer->has_breaks) {
    furat_window_skip(window, lexer->n_taken);
  } else {
    furat_window_skip_in_line(window, lexer->n_taken);
  }
  lexer->n_taken = 0;
  furat_status status = skip_space(window, err);
  *token = (furat_turtle_token){
      .kind = FURAT_TURTLE_END, .line = window->line, .column = window->column};
  if (status != FURAT_OK) {
    return status == FURAT_DONE ? FURAT_OK : status;
  }
  for (;;) {
    furat_lexical scan = {.text = text_of(window), .is_final = window->at_end};
    const furat_lexical_result result = scan_token(&scan, token);
    if (result == FURAT_LEXICAL_BAD) {
      char sentence[256];
      furat_lexical_describe(&scan, sentence, sizeof(sentence));
      return furat_window_error(window, scan.offset, err, "%s", sentence);
    }
    if (result == FURAT_LEXICAL_OK) {
      lexer->n_taken = token->len_bytes = scan.offset;
      lexer->has_breaks = token->text.has_breaks;
      return FURAT_OK;
    }
    status = furat_window_more(window, err);
    if (status != FURAT_OK && status != FURAT_DONE) {
      return status;
    }
  }
}
