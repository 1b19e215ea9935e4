// SPDX-License-Identifier: GPL-3.0-or-later
// Why a statement gave nothing, and what it changed: notes on standard error.
//                                          engine/diagnose -> [why] -> query, run, shell
#ifndef FURAT_CLI_WHY_H
#define FURAT_CLI_WHY_H

#include "engine/furat.h"

/// Whether notes are wanted where nobody has said: standard output and standard error are
/// terminals.
bool
furat_why_is_wanted(void);

/// Print lines of a note on standard error, harmless to a terminal.
void
furat_why_print(furat_str text);

/// Tell why `query` gave nothing, if it did, and what else is odd about it
/// (furat_query_diagnose()): `given` are its results, read, or NULL.  Takes about a
/// second at most, and ends when `cancel` (or NULL) says so; fails silently.
void
furat_why_tell(furat_query *query, const furat_results *given,
               const furat_prefixes *prefixes, const furat_cancel *cancel);

/// Tell how many statements an update added and removed; where it changed nothing, with
/// `reasons` why.
void
furat_why_tell_update(furat_query *query, bool reasons, const furat_prefixes *prefixes,
                      const furat_cancel *cancel);

#endif
