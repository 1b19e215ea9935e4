// SPDX-License-Identifier: GPL-3.0-or-later
// sh:sparql: constraints that are SELECT queries (section 5).
//                                              validate -> [constraint_sparql] -> sparql
#include "rdf/vocabulary.h"
#include "shacl/sparql.h"

static furat_status
evaluate(const furat_shacl_check *check, const furat_term *node, furat_error *err)
{
  furat_shacl_sparql sparql = {.node = *node};
  furat_shacl_violation violation = {.constraint = *node};
  furat_vec messages;
  furat_vec_init(&messages, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shacl_sparql_read(&sparql, check, err);
  if (status == FURAT_OK) {
    status = furat_shapes_objects(&messages, check->validator->shapes, node,
                                  FURAT_STR(FURAT_SH "message"), err);
  }
  if (status == FURAT_OK) {
    status = furat_shacl_component_named(&violation.component, check, "SPARQL", err);
  }
  if (status == FURAT_OK) {
    violation.n_messages = messages.n;
    violation.messages = messages.items;
    status = furat_shacl_sparql_run(&sparql, check, &violation, err);
  }
  furat_vec_clear(&messages);
  return status;
}

furat_status
furat_shacl_sparql_constraints(const furat_shacl_check *check, furat_error *err)
{
  furat_vec nodes;
  furat_vec_init(&nodes, sizeof(furat_term), UINT32_MAX);
  furat_status status =
      furat_shapes_objects(&nodes, check->validator->shapes, &check->shape->node,
                           FURAT_STR(FURAT_SH "sparql"), err);
  for (size_t i = 0; status == FURAT_OK && i < nodes.n; ++i) {
    const furat_term *node = &FURAT_VEC_AT(&nodes, furat_term, i);
    bool deactivated = false;
    status = furat_shapes_flag(&deactivated, check->validator->shapes, node,
                               FURAT_STR(FURAT_SH "deactivated"), err);
    if (status == FURAT_OK && !deactivated) {
      status = evaluate(check, node, err);
    }
  }
  furat_vec_clear(&nodes);
  return status;
}
