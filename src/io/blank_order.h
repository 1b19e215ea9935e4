// SPDX-License-Identifier: GPL-3.0-or-later
// An order of a dataset's blank nodes that depends on the dataset alone: not on labels
// and not on the order in which quads came.   quad_set -> [blank_order] -> colour_graph
#ifndef FURAT_IO_BLANK_ORDER_H
#define FURAT_IO_BLANK_ORDER_H

#include "io/quad_set.h"

/// Fill order[i] with the i-th blank node, counted from set->first_blank.  The rows must
/// be sorted and have no duplicates; IRIs and literals must have their ranks.  Blank
/// nodes come first in the order of what they alone state; colour refinement and a
/// bounded search decide the rest. Beyond the bound (graphs made to be hard: large,
/// connected, symmetric) `*stable` is false and blank nodes that are still tied keep the
/// order of their numbers.
FURAT_NODISCARD furat_status
furat_blank_order(uint32_t *order, const furat_quad_set *set, bool *stable,
                  furat_error *err);

#endif
