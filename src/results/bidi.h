// SPDX-License-Identifier: GPL-3.0-or-later
// Right-to-left text on terminals.  Where the terminal orders text itself, what could mix
// with its neighbours stands in Unicode isolates; where it does not, Arabic letters are
// joined and the text is put into the order of the screen here.  [only place of fribidi]
#ifndef FURAT_RESULTS_BIDI_H
#define FURAT_RESULTS_BIDI_H

#include "results/cell.h"

/// First strong isolate and pop directional isolate, as UTF-8.
#define FURAT_BIDI_FSI "\u2068"
#define FURAT_BIDI_PDI "\u2069"

/// Append `text` with its Arabic letters in the forms that they have beside their
/// neighbours, in the same order.  It may take fewer cells: lam and alef become one.
void
furat_bidi_shape(furat_buffer *out, furat_str text);

/// Append `text`, of one line, in the order of the screen; `rtl` is the direction of what
/// it is part of.
void
furat_bidi_reorder(furat_buffer *out, furat_str text, bool rtl);

/// Append text of one line as `bidi` says; what has no right-to-left letters as it is.
void
furat_bidi_append(furat_buffer *out, furat_str text, furat_bidi bidi);

/// The same for text of several lines that is written from left to right, with
/// right-to-left words in it, maybe in isolates, and with colours: notes, titles, lists.
void
furat_bidi_append_lines(furat_buffer *out, furat_str text, furat_bidi bidi);

/// Whether the terminal that the environment tells of orders right-to-left text itself:
/// VTE (GNOME Terminal and others) from 0.58 on, Konsole, mlterm, Terminal of macOS, and
/// terminals inside Emacs.  What is not known is taken for one that does not.
bool
furat_bidi_terminal_orders(void);

#endif
