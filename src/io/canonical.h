// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical labels for blank nodes: RDF Dataset Canonicalization, RDFC-1.0.  Two datasets
// that differ in nothing but labels get the same ones, in every implementation.
//                                                       quad_set -> [canonical] -> writer
#ifndef FURAT_IO_CANONICAL_H
#define FURAT_IO_CANONICAL_H

#include "base/digest.h"
#include "io/quad_set.h"

typedef struct furat_canonical_options {
  furat_digest digest;
  const furat_cancel *cancel; ///< or NULL
} furat_canonical_options;

/// Rename the blank nodes of the set to c14n0, c14n1 ... and drop duplicate rows.  The
/// set need not be arranged; nothing may be added to it afterwards. FURAT_LIMIT when the
/// dataset is so symmetric that it would take more than a bounded amount of work
/// (section 7.1, dataset poisoning); then the set is as it was.
FURAT_NODISCARD furat_status
furat_canonicalize(furat_quad_set *set, const furat_canonical_options *options,
                   furat_error *err);

#endif
