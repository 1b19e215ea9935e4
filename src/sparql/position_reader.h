// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the reader of positions share: a stack of frames, one a bracket, each
// with a state.                                        [position_reader] -> position
#ifndef FURAT_SPARQL_POSITION_READER_H
#define FURAT_SPARQL_POSITION_READER_H

#include "sparql/builtins.h"
#include "sparql/lexer.h"
#include "sparql/position.h"
#include "sparql/position_path.h"
#include "sparql/position_states.h"

enum {
  FURAT_POSITION_MAX_FRAMES = 128,
  FURAT_POSITION_MAX_COLUMNS = 16 ///< of VALUES
};

typedef struct furat_position_frame {
  furat_position_state at;
  furat_position_state after; ///< of the frame around it, when this one is closed
  bool query;                 ///< the top level of a query or a sub-SELECT: words lead on
  bool templates;             ///< of triples, not a pattern
  bool first;                 ///< nothing has stood in it yet
  bool path;                  ///< of the predicate
  furat_str subject;
  furat_str predicate;
  furat_position_steps steps; ///< to the object
  // of expressions
  bool names;            ///< AS follows
  bool aggregates;       ///< may stand in it
  bool compares;         ///< its next operand is compared with the one before
  furat_builtin called;  ///< the function whose arguments these are
  size_t at_argument;    ///< of it; or of the row of VALUES
  bool distinct;         ///< DISTINCT stood in it
  furat_str operand;     ///< the last one, if it is a variable
  furat_builtin applied; ///< to the operand
} furat_position_frame;

typedef struct furat_position_reader {
  furat_position *out;
  furat_str text;
  furat_position_frame frames[FURAT_POSITION_MAX_FRAMES];
  size_t n_frames;
  size_t n_too_deep;                             ///< brackets beyond those
  furat_position_path path;                      ///< of the predicate that is being read
  furat_str columns[FURAT_POSITION_MAX_COLUMNS]; ///< of the last VALUES
  size_t n_columns;
  furat_str prefix; ///< that is being declared
  furat_status status;
  furat_builtin called; ///< by the word before
  bool has_phrase;      ///< words that mean nothing stand before the place
  size_t phrase_start;  ///< the first of them
} furat_position_reader;

furat_position_frame *
furat_position_top(furat_position_reader *r);

/// Open a bracket; the frame around it goes on with `after` when it is closed.
void
furat_position_push(furat_position_reader *r, furat_position_frame inner,
                    furat_position_state after);

void
furat_position_pop(furat_position_reader *r);

/// The frame of { ... }.
furat_position_frame
furat_position_group_frame(bool templates);

furat_str
furat_position_written(const furat_position_reader *r, const furat_token *token);

/// Whether it can be a subject or an object and is one token, but for words.
bool
furat_position_is_node(const furat_token *token);

bool
furat_position_is_iri(const furat_token *token);

/// true or false.
bool
furat_position_is_truth(const furat_token *token);

// position_expression.c

/// The frame behind ( or the name of a function, inside of the one on top.
furat_position_frame
furat_position_expression_frame(furat_position_reader *r);

bool
furat_position_is_expression(const furat_position_frame *f);

void
furat_position_take_in_expression(furat_position_reader *r, const furat_token *token);

/// Close the parenthesis of an expression: what it is of is an operand around it.
void
furat_position_close_expression(furat_position_reader *r);

/// What depends on the expression at the place.
void
furat_position_tell_of_expression(furat_position_reader *r);

#endif
