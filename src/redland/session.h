// SPDX-License-Identifier: GPL-3.0-or-later
// One execution of rasqal: a world of its own (a world shared by threads aborts), the
// terms of the store as literals of that world, what rasqal had to say, and the triples
// source.
//                                                        graph_scan -> [session] -> query
#ifndef FURAT_REDLAND_SESSION_H
#define FURAT_REDLAND_SESSION_H

#include <rasqal.h>

#include "base/cancel.h"
#include "base/hash.h"
#include "base/vec.h"
#include "redland/graph_scan.h"

/// The dataset as the query sees it.
typedef struct furat_session_dataset {
  furat_graph_choice standard; ///< what patterns outside GRAPH see: the default graph
  furat_graph_choice named;    ///< what GRAPH may name
  furat_id *ids;               ///< owned: the ids behind both
} furat_session_dataset;

typedef struct furat_session {
  rasqal_world *world;
  furat_txn *txn; ///< the snapshot; owned; NULL: only to parse
  const furat_cancel *cancel;
  furat_session_dataset dataset;
  furat_vec known;             ///< the terms that were met, with their literals
  furat_hash_index by_id;      ///< positions of `known`
  furat_hash_index by_literal; ///< the same by the address of the literal
  furat_arena texts;           ///< bytes of `known`
  furat_error said;            ///< the first error that rasqal logged
  furat_error
      stopped; ///< why scans pretend to be at their end; status FURAT_OK: they do not
  unsigned n_blanks; ///< labels of blank nodes that were made
  unsigned n_polls;
  bool matched;  ///< some triple pattern has had a match
  void *touched; ///< the scan that rasqal had to do with last; the triples source's own
} furat_session;

/// Start.  `store` (NULL: only to parse) and `cancel` (or NULL) must outlive the session,
/// which is to be closed also after a failure.
FURAT_NODISCARD furat_status
furat_session_open(furat_session *session, furat_store *store, const furat_cancel *cancel,
                   furat_error *err);

/// Free all; whatever was made in its world must be gone.  Accepts a zeroed session.
void
furat_session_close(furat_session *session);

/// The literal of a term of the store, borrowed; NULL after a failure, which stops the
/// session.
rasqal_literal *
furat_session_literal(furat_session *session, furat_id id);

/// The term that a literal stands for; its bytes live as long as the literal and the
/// session.  A literal that came from the store gives exactly the term that it was made
/// from.
FURAT_NODISCARD furat_status
furat_session_term(furat_session *session, rasqal_literal *literal, furat_term *term,
                   furat_error *err);

/// The id of a term; FURAT_GRAPH_SCAN_UNKNOWN when the store does not hold it, and after
/// a failure, which stops the session.
furat_id
furat_session_find(furat_session *session, const furat_term *term);

/// The id of what a literal stands for, as furat_session_find().
furat_id
furat_session_id(furat_session *session, rasqal_literal *literal);

/// The error to report: why it was stopped, else what rasqal said.  FURAT_OK when there
/// is none.
furat_status
furat_session_status(const furat_session *session, furat_error *err);

/// Make rasqal ask this session for triples.
FURAT_NODISCARD furat_status
furat_session_connect(furat_session *session, furat_error *err);

#endif
