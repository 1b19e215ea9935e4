// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting terms into the order of the dictionary: tag, text, language tag or datatype.
#ifndef FURAT_LOAD_TERM_SORT_H
#define FURAT_LOAD_TERM_SORT_H

#include "base/cancel.h"
#include "store/id.h"

/// A term of a chunk: text and extra stand one after the other.
typedef struct furat_chunk_term {
  const char *text;
  uint32_t text_bytes;
  uint32_t extra_bytes;
  furat_id inline_id; ///< of a literal that an id holds; then it is sorted by that
  uint8_t tag;        ///< FURAT_ID_TAG_BLANK to FURAT_ID_TAG_TYPED
} furat_chunk_term;

static inline furat_str
furat_chunk_text(const furat_chunk_term *term)
{
  return (furat_str){term->text, term->text_bytes};
}

static inline furat_str
furat_chunk_extra(const furat_chunk_term *term)
{
  return (furat_str){term->text + term->text_bytes, term->extra_bytes};
}

/// The order of the dictionary: language tags by their lower case.
int
furat_stored_order(furat_id_tag a_tag, furat_str a_text, furat_str a_extra,
                   furat_id_tag b_tag, furat_str b_text, furat_str b_extra);

/// Fill `order` with the indexes of the `n` terms, sorted: first those of the dictionary,
/// of which
/// `*n_indexed` says how many there are, then the values, by id.  Ends when `cancel` (or
/// NULL) says so.
FURAT_NODISCARD furat_status
furat_terms_sort(uint32_t *order, uint32_t *n_indexed, const furat_chunk_term *terms,
                 uint32_t n, const furat_cancel *cancel, furat_error *err);

#endif
