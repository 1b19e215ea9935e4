// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens of Turtle and TriG, one at a time, each with its place.
//                                              window -> [turtle_lexer] -> turtle_filter
#ifndef FURAT_IO_TURTLE_LEXER_H
#define FURAT_IO_TURTLE_LEXER_H

#include "io/lexical.h"
#include "io/window.h"

typedef enum furat_turtle_kind {
  FURAT_TURTLE_END,      ///< of the document
  FURAT_TURTLE_IRI,      ///< <text>
  FURAT_TURTLE_NAME,     ///< text:local
  FURAT_TURTLE_WORD,     ///< a, true, PREFIX ...
  FURAT_TURTLE_BLANK,    ///< _:text
  FURAT_TURTLE_STRING,   ///< "text", of any form
  FURAT_TURTLE_AT,       ///< @text: a language tag or a directive
  FURAT_TURTLE_DATATYPE, ///< ^^
  FURAT_TURTLE_NUMBER,
  FURAT_TURTLE_MARK ///< one of . ; , [ ] ( ) { }
} furat_turtle_kind;

/// A token; its texts are borrowed until the next one is read.
typedef struct furat_turtle_token {
  furat_turtle_kind kind;
  char mark; ///< of FURAT_TURTLE_MARK; the quote of FURAT_TURTLE_STRING
  furat_lexical_token text;
  furat_lexical_token local;
  size_t len_bytes; ///< of the whole token
  uint64_t line;
  uint64_t column;
} furat_turtle_token;

typedef struct furat_turtle_lexer {
  furat_window window;
  bool has_breaks; ///< the last token has line ends
  size_t n_taken;  ///< bytes of the last token, which the window still holds
} furat_turtle_lexer;

FURAT_NODISCARD furat_status
furat_turtle_lexer_open(furat_turtle_lexer *lexer, furat_byte_source *input,
                        size_t max_term_bytes, furat_error *err);

void
furat_turtle_lexer_close(furat_turtle_lexer *lexer);

/// Read the next token.  After the end it stays at the end.
FURAT_NODISCARD furat_status
furat_turtle_lexer_next(furat_turtle_lexer *lexer, furat_turtle_token *token,
                        furat_error *err);

#endif
