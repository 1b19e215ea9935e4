// SPDX-License-Identifier: GPL-3.0-or-later
// Why a request gave nothing: its algebra is taken apart, the parts are run until one is
// found that is empty, and what is nearly the same is looked for in the data.  Whatever
// is said was seen by running it.                    native -> [diagnose] -> cli, shell
#ifndef FURAT_ENGINE_DIAGNOSE_H
#define FURAT_ENGINE_DIAGNOSE_H

#include "engine/furat.h"

/// Append lines for people that tell why `query` gave nothing: no solution, no triple,
/// `false`, or, of an update, no change; why a SELECT gave one solution that counts
/// nothing, or a column without any value; and which variables nothing binds.  `given`
/// are its results, read; NULL: it gave nothing.  The first line is the reason, those
/// indented by two spaces are what would help.  Text of data is in them as it is: show it
/// with furat_text_write_visible().  Appends nothing when no reason is found, when the
/// request does give something now, and of other engines than Furat's own.  It ends when
/// `cancel` says so: running out of time is no error, and what was found until then is
/// told.  FURAT_INTERRUPTED; FURAT_NO_MEM.
FURAT_NODISCARD furat_status
furat_query_diagnose(furat_buffer *out, furat_query *query, const furat_results *given,
                     const furat_prefixes *prefixes, const furat_cancel *cancel,
                     furat_error *err);

#endif
