// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of queries share.                dataset, session -> [query] -> engine
#ifndef FURAT_REDLAND_QUERY_INTERNAL_H
#define FURAT_REDLAND_QUERY_INTERNAL_H

#include "engine/stored.h"
#include "redland/query.h"
#include "redland/query_text.h"
#include "redland/session.h"

typedef struct furat_redland_query {
  furat_stored *dataset;
  char *text;   ///< as rasqal reads it, terminated
  char *source; ///< as it was given, line for line the same
  char *base;   ///< empty: none
  furat_query_form form;
  furat_aggregates aggregates;
} furat_redland_query;

/// Parse the text in the world of the session.
FURAT_NODISCARD furat_status
furat_redland_parse(rasqal_query **out, furat_session *session,
                    const furat_redland_query *request, furat_error *err);

/// Tell what rasqal said of the text, with a span of the text in place of its line.
FURAT_NODISCARD furat_status
furat_redland_report(const furat_session *session, furat_str text, furat_error *err);

#endif
