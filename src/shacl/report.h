// SPDX-License-Identifier: GPL-3.0-or-later
// The validation report (SHACL section 3.6).         validate -> [report] -> its writers
#ifndef FURAT_SHACL_REPORT_H
#define FURAT_SHACL_REPORT_H

#include "io/output.h"
#include "rdf/prefixes.h"
#include "shacl/nodes.h"
#include "shacl/shapes.h"

/// One violation.
typedef struct furat_shacl_result {
  furat_term focus;
  furat_term value;             ///< none where the component gives none
  const furat_shacl_path *path; ///< or NULL
  furat_term component;         ///< its IRI
  const furat_shape *shape;
  furat_term constraint; ///< the SPARQL constraint, or none
  size_t n_messages;
  const furat_term *messages;
  furat_str limit; ///< of a component of SHACL: the property with what it allows
  size_t n_limits; ///< what it allows, as far as that has a name
  const furat_term *limits;
  furat_term
      owner; ///< of a shape without a name: that which it is a property of, or none
} furat_shacl_result;

/// All that was found.  Terms live as long as the report's arena and the shapes.
typedef struct furat_shacl_report {
  furat_arena arena;
  furat_vec results; ///< furat_shacl_result
  uint64_t n_nodes;  ///< that are a target of some shape
  size_t n_shapes;   ///< with targets, and not deactivated
  furat_vec idle;    ///< furat_term: those of them whose targets select nothing
} furat_shacl_report;

void
furat_shacl_report_init(furat_shacl_report *report);

void
furat_shacl_report_clear(furat_shacl_report *report);

/// Append a copy; the path, the shape and the component are borrowed.
FURAT_NODISCARD furat_status
furat_shacl_report_add(furat_shacl_report *report, const furat_shacl_result *result,
                       furat_error *err);

/// Put the results into an order that data and shapes decide: by shape, focus node,
/// component, value.
void
furat_shacl_report_sort(furat_shacl_report *report);

typedef enum furat_shacl_format {
  FURAT_SHACL_TEXT,   ///< for people
  FURAT_SHACL_TURTLE, ///< a report as the specification has it
  FURAT_SHACL_JSON
} furat_shacl_format;

/// Write the report; `prefixes` abbreviate IRIs in text and Turtle.
FURAT_NODISCARD furat_status
furat_shacl_report_write(furat_output *output, const furat_shacl_report *report,
                         furat_shacl_format format, const furat_prefixes *prefixes,
                         furat_error *err);

#endif
