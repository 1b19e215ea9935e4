// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens of SPARQL 1.1 Query and Update, with their bytes.   rdf -> [sparql/lexer] ->
// parser A code point escape (\u0639, \U0001F600) stands for its character in names,
// words and between tokens; in strings and IRIs it is always content, never a delimiter.
#ifndef FURAT_SPARQL_LEXER_H
#define FURAT_SPARQL_LEXER_H

#include "base/arena.h"
#include "base/error.h"
#include "sparql/keywords.h"

typedef enum furat_token_kind {
  FURAT_TOKEN_END,         ///< behind the last token
  FURAT_TOKEN_BAD,         ///< no token; an error was told
  FURAT_TOKEN_OPEN_STRING, ///< a long string that does not end; an error was told
  FURAT_TOKEN_IRI,         ///< <...>: text is the IRI as it was written, escapes replaced
  FURAT_TOKEN_PNAME_NS,    ///< foaf: with prefix "foaf"
  FURAT_TOKEN_PNAME_LN, ///< foaf:name with prefix "foaf", text "name" (backslashes gone)
  FURAT_TOKEN_BLANK,    ///< _:b with text "b"
  FURAT_TOKEN_VAR,      ///< ?x or $x with text "x"
  FURAT_TOKEN_LANGTAG,  ///< @ar with text "ar"
  FURAT_TOKEN_INTEGER,  ///< numbers: text with the sign, if it is part of the token
  FURAT_TOKEN_DECIMAL,
  FURAT_TOKEN_DOUBLE,
  FURAT_TOKEN_STRING, ///< text is the value
  FURAT_TOKEN_WORD,   ///< a keyword, function name or anything else made of letters
  FURAT_TOKEN_NIL,    ///< ( ) with nothing but space in it
  FURAT_TOKEN_ANON,   ///< [ ] with nothing but space in it
  FURAT_TOKEN_LBRACE,
  FURAT_TOKEN_RBRACE,
  FURAT_TOKEN_LPAREN,
  FURAT_TOKEN_RPAREN,
  FURAT_TOKEN_LBRACKET,
  FURAT_TOKEN_RBRACKET,
  FURAT_TOKEN_DOT,
  FURAT_TOKEN_SEMICOLON,
  FURAT_TOKEN_COMMA,
  FURAT_TOKEN_EQ,
  FURAT_TOKEN_NE,
  FURAT_TOKEN_LT,
  FURAT_TOKEN_GT,
  FURAT_TOKEN_LE,
  FURAT_TOKEN_GE,
  FURAT_TOKEN_NOT,
  FURAT_TOKEN_AND,
  FURAT_TOKEN_OR,
  FURAT_TOKEN_PLUS,
  FURAT_TOKEN_MINUS,
  FURAT_TOKEN_STAR,
  FURAT_TOKEN_SLASH,
  FURAT_TOKEN_PIPE,
  FURAT_TOKEN_CARET,
  FURAT_TOKEN_CARETS,  ///< ^^
  FURAT_TOKEN_QUESTION ///< ? that no variable name follows
} furat_token_kind;

typedef struct furat_token {
  furat_token_kind kind;
  furat_keyword keyword; ///< of a word; FURAT_KEYWORD_NONE where it is none
  furat_span span;       ///< in the text of the lexer
  furat_str text;        ///< see the kinds; borrows the lexer's text or its arena
  furat_str prefix;      ///< of prefixed names
} furat_token;

typedef struct furat_lexer {
  furat_str text;
  size_t at; ///< byte of the text where the next token is looked for
  furat_arena
      *arena; ///< of values that differ from what was written; NULL: leave them so
} furat_lexer;

/// Start at the beginning of `text`, which must outlive the tokens.
void
furat_lexer_init(furat_lexer *lexer, furat_str text, furat_arena *arena);

/// Read one token.  On FURAT_BAD_SYNTAX (`err` has the span) `out` is FURAT_TOKEN_BAD or
/// FURAT_TOKEN_OPEN_STRING with its span, and reading may go on behind it.  FURAT_NO_MEM.
/// At the end it is FURAT_OK with FURAT_TOKEN_END, again and again.
FURAT_NODISCARD furat_status
furat_lexer_next(furat_lexer *lexer, furat_token *out, furat_error *err);

/// Why a `<` at byte `at` is no IRI, told to `err`, if it looks as if one was meant.
/// Returns FURAT_BAD_SYNTAX then, FURAT_OK otherwise.
furat_status
furat_lexer_explain_iri(furat_str text, size_t at, furat_error *err);

/// The name of a kind for messages: "a variable", "'{'".
const char *
furat_token_kind_name(furat_token_kind kind);

#endif
