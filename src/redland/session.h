// SPDX-License-Identifier: GPL-3.0-or-later
// One execution of rasqal: a world of its own (a world shared by threads aborts), the
// terms of the table as literals of that world, what rasqal had to say, and the triples
// source.
//                                                        quad_table -> [session] -> query
#ifndef FURAT_REDLAND_SESSION_H
#define FURAT_REDLAND_SESSION_H

#include <rasqal.h>

#include "base/cancel.h"
#include "redland/quad_table.h"

/// The dataset as the query sees it.
typedef struct furat_session_dataset {
  furat_table_graphs standard; ///< what patterns outside GRAPH see: the default graph
  furat_table_graphs named;    ///< what GRAPH may name
  furat_table_id *ids;         ///< owned: the ids behind both
} furat_session_dataset;

typedef struct furat_session {
  rasqal_world *world;
  furat_quad_table *table;
  const furat_cancel *cancel;
  furat_session_dataset dataset;
  rasqal_literal **literals; ///< by id; made when a scan first meets the term
  size_t n_literals;
  struct furat_literal_map *known; ///< from those literals back to their ids
  furat_error said;                ///< the first error that rasqal logged
  furat_error
      stopped; ///< why scans pretend to be at their end; status FURAT_OK: they do not
  unsigned n_blanks; ///< labels of blank nodes that were made
  unsigned n_polls;
} furat_session;

/// Start.  `table` and `cancel` (or NULL) must outlive the session.
FURAT_NODISCARD furat_status
furat_session_open(furat_session *session, furat_quad_table *table,
                   const furat_cancel *cancel, furat_error *err);

/// Free all; whatever was made in its world must be gone.  Accepts a zeroed session.
void
furat_session_close(furat_session *session);

/// The literal of a term of the table, borrowed; NULL when memory is exhausted.
rasqal_literal *
furat_session_literal(furat_session *session, furat_table_id id);

/// The term that a literal stands for; its bytes live as long as the literal and the
/// table. A literal that came from the table gives exactly the term that it was made
/// from.
FURAT_NODISCARD furat_status
furat_session_term(furat_session *session, rasqal_literal *literal, furat_term *term,
                   furat_error *err);

/// The id of what a literal stands for; FURAT_TABLE_ID_UNKNOWN when the table does not
/// hold it.
furat_table_id
furat_session_id(furat_session *session, rasqal_literal *literal);

/// The error to report: why it was stopped, else what rasqal said.  FURAT_OK when there
/// is none.
furat_status
furat_session_status(const furat_session *session, furat_error *err);

/// Make rasqal ask this session for triples.
FURAT_NODISCARD furat_status
furat_session_connect(furat_session *session, furat_error *err);

#endif
