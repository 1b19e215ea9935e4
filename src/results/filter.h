// SPDX-License-Identifier: GPL-3.0-or-later
// What stands between a writer and a terminal: nothing that could move the cursor or turn
// the direction of writing comes through, and Turtle gets its colours.
//                                  format, io/writer -> [filter] -> output
#ifndef FURAT_RESULTS_FILTER_H
#define FURAT_RESULTS_FILTER_H

#include "base/color.h"
#include "io/output.h"

typedef struct furat_filter furat_filter;

/// A filter in front of `next`, which must outlive it.  Unsafe characters become \uXXXX,
/// which Turtle, N-Triples, N-Quads, TSV and JSON read as the same characters in their
/// strings.  `turtle`: the text is of one of the Turtle family, and is coloured with
/// `palette`, if there is one.
FURAT_NODISCARD furat_status
furat_filter_new(furat_filter **out, furat_output *next, bool turtle,
                 const furat_palette *palette, furat_error *err);

/// A filter without colours as an output of its own, which finishes and frees `next` with
/// itself.  Takes `next` whatever the result.
FURAT_NODISCARD furat_status
furat_filter_output_new(furat_output **out, furat_output *next, furat_error *err);

/// Where to write to; of the filter.
furat_output *
furat_filter_output(furat_filter *filter);

/// Write what is left.
FURAT_NODISCARD furat_status
furat_filter_finish(furat_filter *filter, furat_error *err);

/// Accepts NULL.
void
furat_filter_free(furat_filter *filter);

#endif
