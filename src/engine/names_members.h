// SPDX-License-Identifier: GPL-3.0-or-later
// The members of classes as bits, for a search that asks for thousands of them.
#ifndef FURAT_ENGINE_NAMES_MEMBERS_H
#define FURAT_ENGINE_NAMES_MEMBERS_H

#include "base/vec.h"
#include "store/id.h"
#include "store/txn.h"

typedef struct furat_names_members {
  uint64_t *bits; ///< by index of the dictionary; NULL: not read
  uint64_t n;
} furat_names_members;

/// Read those of `classes` (furat_id); leaves `out` unread where they are more than a few
/// milliseconds' worth.  Clear it whatever happens.
FURAT_NODISCARD furat_status
furat_names_members_read(furat_names_members *out, furat_txn *txn, furat_id type,
                         const furat_vec *classes, furat_error *err);

bool
furat_names_members_have(const furat_names_members *members, furat_id thing);

/// Accepts a zeroed one.
void
furat_names_members_clear(furat_names_members *members);

#endif
