// SPDX-License-Identifier: GPL-3.0-or-later
// What the constraint components share while a validation runs.
//                                  validate -> [validator] -> constraint_*.c
//
// A set of focus nodes is a SPARQL pattern that binds ?f0, ?f1 ...: the targets, then one
// path after the other.  So a constraint of a nested shape is one query, too, over all
// nodes that the shape is asked of.
#ifndef FURAT_SHACL_VALIDATOR_H
#define FURAT_SHACL_VALIDATOR_H

#include "shacl/validate.h"

typedef struct furat_validator {
  const furat_validate_options *options;
  furat_shapes *shapes;
  furat_shacl_report *report;
  furat_shacl_nodes nodes;
  furat_arena arena;    ///< of patterns
  furat_buffer targets; ///< the patterns of all targets, a union
  furat_vec active;     ///< const furat_shape *, those that are being evaluated
  furat_vec components; ///< furat_shacl_component *, declared by the shapes graph
} furat_validator;

/// A shape asked of a set of focus nodes.
typedef struct furat_shacl_check {
  furat_validator *validator;
  const furat_shape *shape;
  furat_str focus_pattern; ///< binds ?f<focus>
  furat_str value_pattern; ///< binds ?f<value> as well
  unsigned focus;
  unsigned value; ///< the same as `focus` in a node shape
  /// Where focus nodes go that violate something; NULL: report it.
  furat_shacl_set *nonconforming;
} furat_shacl_check;

/// What a component found about a focus node.
typedef struct furat_shacl_violation {
  uint32_t focus;
  uint32_t value;               ///< 0: none
  const furat_shacl_path *path; ///< instead of the shape's; or NULL
  furat_term component;
  furat_term constraint; ///< of a SPARQL constraint; else none
  size_t n_messages;     ///< 0: those of the shape
  const furat_term *messages;
} furat_shacl_violation;

/// Evaluate a shape of the focus nodes that `pattern` binds to ?f<focus>.
FURAT_NODISCARD furat_status
furat_shape_evaluate(furat_validator *validator, const furat_shape *shape,
                     furat_str pattern, unsigned focus, furat_shacl_set *nonconforming,
                     furat_error *err);

/// Take a violation.
FURAT_NODISCARD furat_status
furat_shacl_violate(const furat_shacl_check *check,
                    const furat_shacl_violation *violation, furat_error *err);

/// The component sh:<name>ConstraintComponent.
FURAT_NODISCARD furat_status
furat_shacl_component_named(furat_term *component, const furat_shacl_check *check,
                            const char *name, furat_error *err);

/// Append a template: $f and $v stand for the variables of focus and value node, $p for
/// the shape's path, $x for `x` (or NULL), $d for the focus nodes on the way here: a node
/// that is reached by two ways is reported twice, but in a set it is one.
void
furat_shacl_expand(furat_buffer *out, const char *template,
                   const furat_shacl_check *check, const furat_term *x);

/// The distinct pairs of focus and value nodes, as furat_shacl_pair; of focus nodes alone
/// when `only_focus`.
FURAT_NODISCARD furat_status
furat_shacl_pairs(furat_vec *pairs, const furat_shacl_check *check, bool only_focus,
                  furat_error *err);

/// Ask the data graph.  `self` is handed each row.
FURAT_NODISCARD furat_status
furat_shacl_ask_data(const furat_validator *validator, const furat_buffer *text,
                     const furat_shacl_rows *rows, furat_error *err);

/// The components that look at one value, or count values (constraint_value.c).
FURAT_NODISCARD furat_status
furat_shacl_value_constraints(const furat_shacl_check *check, furat_error *err);

/// sh:node, sh:property, logic, qualified value shapes (constraint_shape.c).
FURAT_NODISCARD furat_status
furat_shacl_shape_constraints(const furat_shacl_check *check, furat_error *err);

/// sh:sparql (constraint_sparql.c).
FURAT_NODISCARD furat_status
furat_shacl_sparql_constraints(const furat_shacl_check *check, furat_error *err);

/// Components that the shapes graph declares (custom_component.c).
FURAT_NODISCARD furat_status
furat_shacl_read_components(furat_validator *validator, furat_error *err);
FURAT_NODISCARD furat_status
furat_shacl_custom_constraints(const furat_shacl_check *check, furat_error *err);

#endif
