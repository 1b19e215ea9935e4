// SPDX-License-Identifier: GPL-3.0-or-later
// What the two halves of the block codec share.
#ifndef FURAT_STORE_BLOCK_INTERNAL_H
#define FURAT_STORE_BLOCK_INTERNAL_H

#include "store/block.h"

enum { FURAT_BLOCK_HEADER_BYTES = 6 };

/// The coders of columns, as numbered in the file.
enum {
  FURAT_CODER_CONSTANT = 0,
  FURAT_CODER_FRAME = 1,
  FURAT_CODER_DELTA = 2,
  FURAT_CODER_BASES = 3,
  FURAT_CODER_RUNS = 4
};

/// Bits that tell `n_bases` (>= 1) bases apart.
unsigned
furat_bases_selector_bits(unsigned n_bases);

#endif
