// SPDX-License-Identifier: GPL-3.0-or-later
// Terms to ids and back.  Ids that hold values never touch the store; indexes of the
// first `furat_dictionary_ordered` terms are in the order of the terms, so that within a
// tag comparing such ids compares texts.
#ifndef FURAT_STORE_DICTIONARY_H
#define FURAT_STORE_DICTIONARY_H

#include "base/arena.h"
#include "rdf/term.h"
#include "store/permutation.h"
#include "store/txn.h"

/// The id of a term: FURAT_ID_NONE when the store does not know it (and for
/// FURAT_TERM_NONE).
FURAT_NODISCARD furat_status
furat_dictionary_find(furat_txn *txn, const furat_term *term, furat_id *out,
                      furat_error *err);

/// The ids of `n` terms.  Many at once are found faster than one by one.
FURAT_NODISCARD furat_status
furat_dictionary_find_many(furat_txn *txn, const furat_term *terms, size_t n,
                           furat_id *out, furat_error *err);

/// The ids of `n` terms, new where the store did not know them.  FURAT_TERM_NONE gives
/// FURAT_ID_NONE.  FURAT_LIMIT for a term longer than 256 MiB.  Writers only.
FURAT_NODISCARD furat_status
furat_dictionary_intern(furat_txn *txn, const furat_term *terms, size_t n, furat_id *out,
                        furat_error *err);

/// The ids of `n` quads; the default graph becomes FURAT_ID_DEFAULT_GRAPH.  Writers only.
FURAT_NODISCARD furat_status
furat_dictionary_intern_quads(furat_txn *txn, const furat_quad *quads, size_t n,
                              furat_row *out, furat_error *err);

/// The term with this id, its bytes in `arena`; the default graph gives FURAT_TERM_NONE.
/// FURAT_CORRUPT when no term has the id.
FURAT_NODISCARD furat_status
furat_dictionary_term(furat_txn *txn, furat_id id, furat_arena *arena, furat_term *out,
                      furat_error *err);

/// The same without a copy: bytes live until the next call on the dictionary or the next
/// change. `text` must live as long.
FURAT_NODISCARD furat_status
furat_dictionary_borrow(furat_txn *txn, furat_id id,
                        char text[FURAT_ID_MAX_LEXICAL_BYTES], furat_term *out,
                        furat_error *err);

/// How many terms the dictionary has.
uint64_t
furat_dictionary_size(const furat_txn *txn);

/// Ids whose payload is below this sort, within a tag, like their terms: by bytes of the
/// text, then of the datatype's IRI, then of the language tag in lower case.
uint64_t
furat_dictionary_ordered(const furat_txn *txn);

/// The term at an index below furat_dictionary_size(), and its id; borrowed as by
/// furat_dictionary_borrow(), but a literal of a datatype is told as a string.
FURAT_NODISCARD furat_status
furat_dictionary_at(furat_txn *txn, uint64_t index, furat_id *id, furat_term *out,
                    furat_error *err);

/// Among the terms in order, those of a tag (blank to typed) whose texts begin with
/// `prefix`: ids from *low up to, but not including, *high.
FURAT_NODISCARD furat_status
furat_dictionary_prefix(furat_txn *txn, furat_id_tag tag, furat_str prefix, furat_id *low,
                        furat_id *high, furat_error *err);

#endif
