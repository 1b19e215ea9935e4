// SPDX-License-Identifier: GPL-3.0-or-later
// Queries that the shapes graph itself brings: SHACL-SPARQL (sections 5 and 6).
//                              constraint_sparql, custom_component -> [sparql] -> query
#ifndef FURAT_SHACL_SPARQL_H
#define FURAT_SHACL_SPARQL_H

#include "shacl/validator.h"

/// A SELECT or ASK query of a constraint or validator.
typedef struct furat_shacl_sparql {
  furat_term node; ///< the constraint or validator
  bool ask;
  furat_str text; ///< with its prefixes, and $PATH written out
  /// Parameters of a component, bound beside $this, $value, $currentShape, $shapesGraph.
  size_t n_parameters;
  const furat_binding *parameters;
} furat_shacl_sparql;

/// Read sh:select or sh:ask of `sparql->node`, and check that it keeps to what SHACL
/// allows a query whose variables are bound before it starts (appendix A).
FURAT_NODISCARD furat_status
furat_shacl_sparql_read(furat_shacl_sparql *sparql, const furat_shacl_check *check,
                        furat_error *err);

/// Run the query once for each focus node (SELECT) or each value node (ASK), and take the
/// violations; `violation` has their component and constraint.
FURAT_NODISCARD furat_status
furat_shacl_sparql_run(const furat_shacl_sparql *sparql, const furat_shacl_check *check,
                       const furat_shacl_violation *violation, furat_error *err);

#endif
