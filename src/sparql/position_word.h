// SPDX-License-Identifier: GPL-3.0-or-later
// The word that was begun at a place of a text, by its letters alone.
#ifndef FURAT_SPARQL_POSITION_WORD_H
#define FURAT_SPARQL_POSITION_WORD_H

#include "sparql/position.h"

/// In what `cursor` (at most text.len) is, and where the word before it starts.
furat_position_place
furat_position_word(furat_str text, size_t cursor, size_t *start);

#endif
