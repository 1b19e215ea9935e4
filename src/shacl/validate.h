// SPDX-License-Identifier: GPL-3.0-or-later
// Validation of a data graph against a shapes graph: SHACL Core and SHACL-SPARQL.  Every
// constraint is compiled to SPARQL and asked of the whole set of its focus nodes.
//                                          shapes, engine -> [validate] -> report
#ifndef FURAT_SHACL_VALIDATE_H
#define FURAT_SHACL_VALIDATE_H

#include "shacl/report.h"

typedef struct furat_validate_options {
  furat_dataset *data; ///< whose default graph is the data graph
  furat_shapes *shapes;
  /// The graph of `data` that holds the shapes too, for $shapesGraph; or none.
  furat_term shapes_graph;
  const furat_cancel *cancel; ///< or NULL
} furat_validate_options;

/// Validate; the report must be empty.  FURAT_BAD_DATA when the shapes graph is
/// ill-formed or recursive; whatever the engine's queries fail with.
FURAT_NODISCARD furat_status
furat_validate(furat_shacl_report *report, const furat_validate_options *options,
               furat_error *err);

#endif
