// SPDX-License-Identifier: GPL-3.0-or-later
// Small queries of the validator, on the data graph and on the shapes graph.
//                                                  engine -> [query] -> shapes, validate
#ifndef FURAT_SHACL_QUERY_H
#define FURAT_SHACL_QUERY_H

#include "engine/furat.h"

/// One query.  `text` knows the prefixes rdf, rdfs and sh.
typedef struct furat_shacl_query {
  furat_dataset *dataset;
  furat_str text;
  const furat_binding
      *bindings; ///< those whose variable the text does not have are left out
  size_t n_bindings;
  const furat_cancel *cancel; ///< or NULL
} furat_shacl_query;

/// Who takes the solutions; `row` has a term a column, borrowed for the call.
typedef struct furat_shacl_rows {
  void *self;
  furat_status (*row)(void *self, const furat_results *results, const furat_term *row,
                      furat_error *err);
} furat_shacl_rows;

/// Run a SELECT.
FURAT_NODISCARD furat_status
furat_shacl_select(const furat_shacl_query *query, const furat_shacl_rows *rows,
                   furat_error *err);

/// Run an ASK.
FURAT_NODISCARD furat_status
furat_shacl_ask(bool *answer, const furat_shacl_query *query, furat_error *err);

#endif
