// SPDX-License-Identifier: GPL-3.0-or-later
// Where a statement ends when it comes line by line: what is open, and whether it could
// be run.  Reads each line once, so a request of any length costs its length.
//                                                                  [statement] -> shell
#ifndef FURAT_SPARQL_STATEMENT_H
#define FURAT_SPARQL_STATEMENT_H

#include "base/buffer.h"

/// How far the words at the top level have come.
typedef enum furat_statement_phase {
  FURAT_STATEMENT_EMPTY,    ///< nothing but white space and comments
  FURAT_STATEMENT_PROLOGUE, ///< BASE and PREFIX, but nothing to run yet
  FURAT_STATEMENT_PARTIAL,  ///< a query or update that lacks a part
  FURAT_STATEMENT_WHOLE     ///< all that its form asks for is there; modifiers may follow
} furat_statement_phase;

/// What the words so far ask for.  Internal to statement.c but for its size.
typedef enum furat_statement_wants {
  FURAT_STATEMENT_WANTS_FORM,  ///< SELECT, INSERT ...
  FURAT_STATEMENT_WANTS_GROUP, ///< a { } group
  FURAT_STATEMENT_WANTS_TWO,   ///< CONSTRUCT: two groups, or WHERE and one
  FURAT_STATEMENT_WANTS_WHERE, ///< INSERT, DELETE: DATA or WHERE and a group
  FURAT_STATEMENT_WANTS_WORD,  ///< DESCRIBE, LOAD ...: at least one more token
  FURAT_STATEMENT_WANTS_NOTHING
} furat_statement_wants;

typedef struct furat_statement {
  furat_statement_phase phase;
  furat_statement_wants wants;
  bool update;         ///< its form is one of SPARQL Update
  bool terminated;     ///< its last token is a ; at the top level
  bool piped;          ///< a | at the top level: what follows is a command
  bool broken;         ///< a string lacks its end in its line: nothing can mend that;
                       ///< who finds another such error may set it
  size_t after;        ///< bytes of the last line behind that ;
  char long_quote;     ///< inside a long string: its quote; else 0
  furat_buffer opened; ///< the open brackets, outermost first
} furat_statement;

/// A statement of nothing.
void
furat_statement_init(furat_statement *statement);

void
furat_statement_clear(furat_statement *statement);

/// Forget what was read.
void
furat_statement_reset(furat_statement *statement);

/// Read the next line (without its newline) up to its end, or up to behind a ; that ends
/// the statement where another one follows on the line: a query ends with its ;, updates
/// in a row are one request.  `*end` is where.  FURAT_LIMIT when brackets nest absurdly
/// deep.
FURAT_NODISCARD furat_status
furat_statement_line(furat_statement *statement, furat_str line, size_t *end,
                     furat_error *err);

/// The innermost thing that is open: one of ( [ { " ' or 0.
char
furat_statement_open(const furat_statement *statement);

/// Whether `line`, at the top level, begins a statement: its first word is one of those
/// that none goes on with once it is whole.
bool
furat_statement_starts(furat_str line);

#endif
