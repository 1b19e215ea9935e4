// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of front-coded terms (docs/FORMAT.md section 4): building them in order of the
// indices, and reading a term by its index.           dictionary, load -> [terms] -> kv
#ifndef FURAT_STORE_TERMS_INTERNAL_H
#define FURAT_STORE_TERMS_INTERNAL_H

#include "base/buffer.h"
#include "store/id.h"
#include "store/kv_internal.h"

enum { FURAT_TERMS_MAX_BLOCK_BYTES = 1002 };

/// Longest term: all of its texts together.
#define FURAT_TERM_MAX_BYTES ((size_t)256 << 20)

/// A term as the dictionary holds it.
typedef struct furat_stored_term {
  furat_id_tag tag;
  furat_str text;
  furat_str language; ///< of a language string
  uint64_t datatype;  ///< index of the IRI, of a typed literal
} furat_stored_term;

/// The hash of a term (FORMAT.md section 5; all 64 bits).  `extra` is the language tag or
/// the datatype's IRI.
uint64_t
furat_stored_term_hash(furat_id_tag tag, furat_str text, furat_str extra);

/// The bits of the hash that the store keeps.
static inline uint64_t
furat_stored_hash(uint64_t hash)
{
  return hash >> 24;
}

/// Appends terms.
typedef struct furat_terms_builder {
  furat_kv_txn *txn;
  uint64_t first;        ///< index of the first term of the block
  uint64_t n;            ///< terms in it
  bool replaces;         ///< the block is in the map already
  furat_buffer bytes;    ///< the block so far
  furat_buffer previous; ///< text of the last term
} furat_terms_builder;

/// Start with index `first` and a fresh block.
void
furat_terms_builder_init(furat_terms_builder *builder, furat_kv_txn *txn, uint64_t first);

void
furat_terms_builder_clear(furat_terms_builder *builder);

/// Go on with the last block of a dictionary of `n_terms` terms.
FURAT_NODISCARD furat_status
furat_terms_builder_resume(furat_terms_builder *builder, uint64_t n_terms,
                           furat_error *err);

/// The next term.
FURAT_NODISCARD furat_status
furat_terms_builder_add(furat_terms_builder *builder, const furat_stored_term *term,
                        furat_error *err);

/// Write the last block.
FURAT_NODISCARD furat_status
furat_terms_builder_finish(furat_terms_builder *builder, furat_error *err);

enum { FURAT_TERMS_MAX_BLOCK_TERMS = 512 };

/// A term of a loaded block: what it has of its own, and where.
typedef struct furat_terms_entry {
  uint32_t at;     ///< of its own bytes, from the start of the block's terms
  uint32_t len;    ///< of the whole text
  uint32_t shared; ///< with the term before it
  uint8_t tag;
} furat_terms_entry;

/// Reads terms by index.  A term of a block costs a look at the heads of those before it,
/// once, and a copy of its pieces.
typedef struct furat_terms_reader {
  furat_kv_txn *txn;
  furat_kv_cursor *cursor;
  const uint8_t *at; ///< behind the last entry
  const uint8_t *end;
  const uint8_t *start; ///< of the block's terms
  uint64_t first;       ///< index of the block's first term
  uint64_t n;           ///< terms of the block; 0: none is loaded
  uint64_t n_entries;   ///< of them that were looked at
  uint64_t in_text;     ///< the entry that `text` holds; n: none
  furat_buffer text;    ///< of a term that is not all in one piece
  furat_terms_entry entries[FURAT_TERMS_MAX_BLOCK_TERMS];
} furat_terms_reader;

void
furat_terms_reader_init(furat_terms_reader *reader, furat_kv_txn *txn);

void
furat_terms_reader_clear(furat_terms_reader *reader);

/// Forget the loaded block: the map has changed.
void
furat_terms_reader_reset(furat_terms_reader *reader);

/// The term with this index; its bytes are borrowed until the next call.  FURAT_CORRUPT
/// when there is none.
FURAT_NODISCARD furat_status
furat_terms_read(furat_terms_reader *reader, uint64_t index, furat_stored_term *out,
                 furat_error *err);

#endif
