// SPDX-License-Identifier: GPL-3.0-or-later
// What a transaction holds: its view of the file, the totals, and the terms that a writer
// has made but not written yet.
#ifndef FURAT_STORE_TXN_INTERNAL_H
#define FURAT_STORE_TXN_INTERNAL_H

#include <pthread.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"
#include "store/terms_internal.h"
#include "store/tree_internal.h"
#include "store/txn.h"

/// The totals in the map `meta` under `state` (FORMAT.md section 6).
typedef struct furat_state {
  uint64_t n_quads;
  uint64_t n_terms;   ///< of the dictionary, those that wait in memory not included
  uint64_t n_ordered; ///< indices below this are in order of the terms
  uint64_t n_subjects;
  uint64_t n_predicates;
  uint64_t n_objects;
  uint64_t n_graphs;
  uint64_t n_commits;
} furat_state;

/// A term that a writer has made; its bytes are in the arena.
typedef struct furat_pending_term {
  furat_stored_term term;
  furat_str extra; ///< language tag or datatype IRI
  uint64_t hash;
} furat_pending_term;

/// A datatype that was looked up: literals share few.
typedef struct furat_known_datatype {
  furat_str iri;
  uint64_t index;
} furat_known_datatype;

/// Of a transaction that has parts (furat_store_begin()); its own view is not used.
typedef struct furat_txn_parts {
  unsigned n_reading;
  bool writing;
  uint64_t number; ///< of its last change; 0: none yet
} furat_txn_parts;

struct furat_txn {
  furat_store *store;
  furat_kv_txn *kv;
  bool writes;
  furat_txn *whole; ///< whose part this is, with the same `kv`; or NULL
  furat_txn_parts parts;
  furat_state state;
  bool changed;
  const furat_cancel *cancel; ///< polled by what changes many rows; or NULL
  bool failed;                ///< half way through a change: it can only be aborted
  uint64_t stamp;
  furat_terms_reader terms;
  uint64_t terms_stamp;      ///< at which `terms` loaded its block
  furat_tree_cursor *hashes; ///< open while looking up; or NULL
  bool hashes_entered;       ///< `hashes` is in a block
  furat_vec pending;         ///< furat_pending_term: indices from state.n_terms on
  furat_hash_index pending_index;
  furat_arena arena; ///< bytes of pending terms
  furat_arena datatype_arena;
  furat_vec datatypes; ///< furat_known_datatype, few
};

struct furat_store {
  furat_kv *kv;
  pthread_mutex_t mutex; ///< guards all below
  furat_txn *open;       ///< the transaction of furat_store_begin(), or NULL
  pthread_t owner;       ///< of that, the thread
  uint64_t n_numbers;    ///< that changes inside of transactions were given
};

/// Write the terms that wait in memory.
FURAT_NODISCARD furat_status
furat_dictionary_flush(furat_txn *txn, furat_error *err);

/// Note a change: forget what was read.
void
furat_txn_touch(furat_txn *txn);

/// Note how a change has ended: one that has failed may have been done by half.  Returns
/// `status`.
furat_status
furat_txn_note(furat_txn *txn, furat_status status);

/// A value of the map `meta`, whose checksum is right; FURAT_DONE when there is no such
/// name.
FURAT_NODISCARD furat_status
furat_meta_get(furat_txn *txn, furat_str name, furat_str *value, furat_error *err);

/// Check and take off the checksum of a value that was found otherwise.
FURAT_NODISCARD furat_status
furat_meta_open(furat_str name, furat_str *value, furat_error *err);

FURAT_NODISCARD furat_status
furat_meta_put(furat_kv_txn *txn, furat_str name, furat_str value, furat_error *err);

#endif
