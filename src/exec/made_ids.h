// SPDX-License-Identifier: GPL-3.0-or-later
// The ids of short strings that an expression made: the same few come again and again
// (languages, first letters, parts of dates), and are not looked for in the dictionary
// each time.                                          strings -> [made_ids] ->
// expressions
#ifndef FURAT_EXEC_MADE_IDS_H
#define FURAT_EXEC_MADE_IDS_H

#include <string.h>

#include "base/hash.h"
#include "store/id.h"

enum { FURAT_MADE_IDS_SLOTS = 128, FURAT_MADE_IDS_MAX_BYTES = 23 };

/// Plain data; all zero is empty.
typedef struct furat_made_ids {
  struct {
    furat_id id; ///< FURAT_ID_NONE: free
    uint8_t len;
    char text[FURAT_MADE_IDS_MAX_BYTES];
  } slots[FURAT_MADE_IDS_SLOTS];
} furat_made_ids;

static inline size_t
furat_made_ids_slot(furat_str text)
{
  return furat_hash_bytes(text, 0) % FURAT_MADE_IDS_SLOTS;
}

/// The id of a string without language, or FURAT_ID_NONE when it is not remembered.
static inline furat_id
furat_made_ids_find(const furat_made_ids *made, furat_str text)
{
  const size_t slot = furat_made_ids_slot(text);
  return text.len <= FURAT_MADE_IDS_MAX_BYTES && made->slots[slot].len == text.len &&
                 (text.len == 0 ||
                  memcmp(made->slots[slot].text, text.data, text.len) == 0)
             ? made->slots[slot].id
             : FURAT_ID_NONE;
}

static inline void
furat_made_ids_keep(furat_made_ids *made, furat_str text, furat_id id)
{
  const size_t slot = furat_made_ids_slot(text);
  if (text.len <= FURAT_MADE_IDS_MAX_BYTES) {
    made->slots[slot].id = id;
    made->slots[slot].len = (uint8_t)text.len;
    if (text.len > 0) {
      memcpy(made->slots[slot].text, text.data, text.len);
    }
  }
}

#endif
