// SPDX-License-Identifier: GPL-3.0-or-later
// What .history TEXT and the search in the history look for: a text as it is, or, of
// words alone, in any spelling (case, accents, vowel marks, forms of letters).
#ifndef FURAT_SHELL_HISTORY_MATCH_H
#define FURAT_SHELL_HISTORY_MATCH_H

#include "base/buffer.h"

typedef struct furat_history_match {
  furat_buffer wanted;
  furat_buffer folded_wanted; ///< empty where the text is looked for only as it is
  furat_buffer folded;        ///< the entry that was looked at last
} furat_history_match;

void
furat_history_match_init(furat_history_match *match);

void
furat_history_match_clear(furat_history_match *match);

/// Look for `text` from now on.  With a sign of SPARQL in it, it is looked for as it is.
/// Where memory fails, nothing is found.
void
furat_history_match_set(furat_history_match *match, furat_str text);

/// Whether it stands in `entry`; a text without a byte stands nowhere.
bool
furat_history_match_finds(furat_history_match *match, furat_str entry);

/// The byte of `entry`, in which it stands, where it stands last.
size_t
furat_history_match_place(furat_history_match *match, furat_str entry);

#endif
