// SPDX-License-Identifier: GPL-3.0-or-later
// What leads where in the path of a predicate, read token by token.
//                                                        [position_path] -> position
#ifndef FURAT_SPARQL_POSITION_PATH_H
#define FURAT_SPARQL_POSITION_PATH_H

#include "sparql/lexer.h"
#include "sparql/position.h"

enum { FURAT_POSITION_MAX_PATH_DEPTH = 8 };

/// The path itself, or what stands in one pair of parentheses of it.
typedef struct furat_position_path_level {
  furat_position_steps from;  ///< what leads to its begin
  furat_position_steps ends;  ///< of its ways before the last |
  furat_position_steps first; ///< backwards: to the end of the way that is being read
  bool in_way;                ///< behind a / of it
  bool backwards;             ///< behind ^, or within what is
  bool negated;               ///< behind !
} furat_position_path_level;

typedef struct furat_position_path {
  furat_position_path_level levels[FURAT_POSITION_MAX_PATH_DEPTH];
  size_t n_levels;
  size_t n_too_deep;
  furat_position_steps from; ///< what leads to where the next step begins
  furat_position_steps last; ///< what leads to the end of what was read
  bool caret;                ///< stands before the next step
  bool negated;              ///< so does !
} furat_position_path;

/// A new one, from the subject.
void
furat_position_path_begin(furat_position_path *path);

/// A step, as it is written.
void
furat_position_path_step(furat_position_path *path, furat_str predicate);

/// An operator or a parenthesis.
void
furat_position_path_take(furat_position_path *path, furat_token_kind kind);

/// Whether the next step is gone from its object to its subject.
bool
furat_position_path_is_backwards(const furat_position_path *path);

#endif
