// SPDX-License-Identifier: GPL-3.0-or-later
// The index behind names.h: built once by names_index.c, never changed, asked by names.c.
#ifndef FURAT_ENGINE_NAMES_INTERNAL_H
#define FURAT_ENGINE_NAMES_INTERNAL_H

#include "base/buffer.h"
#include "base/vec.h"
#include "engine/names.h"
#include "store/id.h"
#include "store/txn.h"

enum { FURAT_NAMES_MAX_PROPERTIES = 16 };

/// A name: its folded text is `texts[at ... at + len)`, followed by a NUL.
typedef struct furat_names_entry {
  furat_id subject;
  furat_id label;
  uint32_t at;
  uint16_t len;
  uint8_t property; ///< of furat_names_properties()
} furat_names_entry;

/// A word of a name, standing for all that goes on from there.
typedef struct furat_names_word {
  uint32_t at;
  uint32_t entry;
} furat_names_word;

typedef struct furat_names_index {
  furat_buffer texts;
  furat_vec entries; ///< furat_names_entry
  furat_vec words;   ///< furat_names_word, in order of the texts from there on
  uint64_t commits;  ///< that its snapshot had seen
  bool cut;          ///< there were more than fit
} furat_names_index;

/// The ids of the properties that the store knows; FURAT_ID_NONE of others.
FURAT_NODISCARD furat_status
furat_names_property_ids(furat_txn *txn, furat_id out[FURAT_NAMES_MAX_PROPERTIES],
                         furat_error *err);

/// Read all names of a snapshot.  Clear it also after a failure.
FURAT_NODISCARD furat_status
furat_names_index_build(furat_names_index *index, furat_txn *txn,
                        const furat_cancel *cancel, furat_error *err);

/// Accepts a zeroed one.
void
furat_names_index_clear(furat_names_index *index);

/// The words that begin with `folded`: [*first, *end).
void
furat_names_index_range(const furat_names_index *index, furat_str folded, size_t *first,
                        size_t *end);

#endif
