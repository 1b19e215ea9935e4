// SPDX-License-Identifier: GPL-3.0-or-later
// Constraint components that the shapes graph declares, with SPARQL validators
// (section 6).                                 validate -> [custom_component] -> sparql
#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "shacl/sparql.h"

typedef struct component_parameter {
  furat_term property;
  furat_str variable; ///< its local name
  bool optional;
} component_parameter;

typedef struct furat_shacl_component {
  furat_term node;
  size_t n_parameters;
  component_parameter *parameters;
  furat_term validator;          ///< an ASK query, or none
  furat_term node_validator;     ///< a SELECT query for node shapes, or none
  furat_term property_validator; ///< the same for property shapes
} furat_shacl_component;

/// What stands behind the last # or / of an IRI.
static furat_str
local_name(furat_str iri)
{
  size_t start = iri.len;
  while (start > 0 && iri.data[start - 1] != '#' && iri.data[start - 1] != '/') {
    start -= 1;
  }
  return furat_str_slice(iri, start, iri.len);
}

static furat_status
read_parameters(furat_shacl_component *component, furat_shapes *shapes, furat_error *err)
{
  furat_vec nodes;
  furat_vec_init(&nodes, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_objects(&nodes, shapes, &component->node,
                                             FURAT_STR(FURAT_SH "parameter"), err);
  component->parameters =
      FURAT_ARENA_ARRAY(&shapes->arena, component_parameter, nodes.n + 1);
  if (status == FURAT_OK && !component->parameters) {
    status = furat_error_no_mem(err);
  }
  for (size_t i = 0; status == FURAT_OK && i < nodes.n; ++i) {
    const furat_term *node = &FURAT_VEC_AT(&nodes, furat_term, i);
    component_parameter *p = &component->parameters[i];
    status =
        furat_shapes_object(&p->property, shapes, node, FURAT_STR(FURAT_SH "path"), err);
    if (status == FURAT_OK && p->property.kind != FURAT_TERM_IRI) {
      status = furat_shapes_error(err, node, "that it is a parameter without a property");
    }
    if (status == FURAT_OK) {
      status = furat_shapes_flag(&p->optional, shapes, node,
                                 FURAT_STR(FURAT_SH "optional"), err);
    }
    p->variable = local_name(p->property.text);
    component->n_parameters = i + 1;
  }
  furat_vec_clear(&nodes);
  return status;
}

static furat_status
read_component(furat_validator *validator, const furat_term *node, furat_error *err)
{
  furat_shapes *shapes = validator->shapes;
  furat_shacl_component *component =
      FURAT_ARENA_NEW(&shapes->arena, furat_shacl_component);
  if (!component) {
    return furat_error_no_mem(err);
  }
  *component = (furat_shacl_component){.node = *node};
  furat_status status = read_parameters(component, shapes, err);
  if (status == FURAT_OK) {
    status = furat_shapes_object(&component->validator, shapes, node,
                                 FURAT_STR(FURAT_SH "validator"), err);
  }
  if (status == FURAT_OK) {
    status = furat_shapes_object(&component->node_validator, shapes, node,
                                 FURAT_STR(FURAT_SH "nodeValidator"), err);
  }
  if (status == FURAT_OK) {
    status = furat_shapes_object(&component->property_validator, shapes, node,
                                 FURAT_STR(FURAT_SH "propertyValidator"), err);
  }
  if (status == FURAT_OK && component->n_parameters > 0) {
    furat_vec_push(&validator->components, &component);
    status = furat_vec_status(&validator->components, err);
  }
  return status;
}

static furat_status
take_component(void *self, const furat_results *results, const furat_term *row,
               furat_error *err)
{
  furat_validator *validator = self;
  furat_term node;
  (void)results;
  if (!furat_term_copy(&validator->shapes->arena, &row[0], &node)) {
    return furat_error_no_mem(err);
  }
  return read_component(validator, &node, err);
}

furat_status
furat_shacl_read_components(furat_validator *validator, furat_error *err)
{
  const furat_shacl_query query = {
      .dataset = validator->shapes->dataset,
      .text =
          FURAT_STR("SELECT DISTINCT ?component {"
                    " ?component rdf:type/rdfs:subClassOf* sh:ConstraintComponent ."
                    " ?component sh:validator|sh:nodeValidator|sh:propertyValidator ?v"
                    " } ORDER BY ?component"),
      .cancel = validator->options->cancel};
  const furat_shacl_rows rows = {.self = validator, .row = take_component};
  return furat_shacl_select(&query, &rows, err);
}

/// The query for the kind of shape at hand; none when the component has none.
static furat_term
choose_validator(const furat_shacl_component *component, const furat_shape *shape,
                 bool *ask)
{
  const furat_term select =
      shape->path ? component->property_validator : component->node_validator;
  *ask = select.kind == FURAT_TERM_NONE;
  return *ask ? component->validator : select;
}

/// The messages of the validator, else of the component.
static furat_status
read_messages(furat_vec *messages, furat_shapes *shapes, const furat_term *validator,
              const furat_term *component, furat_error *err)
{
  furat_status status = furat_shapes_objects(messages, shapes, validator,
                                             FURAT_STR(FURAT_SH "message"), err);
  if (status == FURAT_OK && messages->n == 0) {
    status = furat_shapes_objects(messages, shapes, component,
                                  FURAT_STR(FURAT_SH "message"), err);
  }
  return status;
}

static furat_status
run_validator(const furat_shacl_check *check, const furat_shacl_component *component,
              const furat_binding *bindings, size_t n, furat_error *err)
{
  furat_shacl_sparql sparql = {.n_parameters = n, .parameters = bindings};
  furat_shacl_violation violation = {.component = component->node};
  furat_vec messages;
  sparql.node = choose_validator(component, check->shape, &sparql.ask);
  if (sparql.node.kind == FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  furat_vec_init(&messages, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shacl_sparql_read(&sparql, check, err);
  if (status == FURAT_OK) {
    status = read_messages(&messages, check->validator->shapes, &sparql.node,
                           &component->node, err);
  }
  if (status == FURAT_OK) {
    violation.n_messages = messages.n;
    violation.messages = messages.items;
    status = furat_shacl_sparql_run(&sparql, check, &violation, err);
  }
  furat_vec_clear(&messages);
  return status;
}

/// A component of one parameter holds for each of its values; of more, for their first.
static furat_status
evaluate_with(const furat_shacl_check *check, const furat_shacl_component *component,
              furat_vec *values, furat_binding *bindings, furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t n = 0;
  bool complete = true;
  for (size_t i = 0; i < component->n_parameters; ++i) {
    if (values[i].n > 0) {
      bindings[n] = (furat_binding){.variable = component->parameters[i].variable,
                                    .value = FURAT_VEC_AT(&values[i], furat_term, 0)};
      n += 1;
    } else if (!component->parameters[i].optional) {
      complete = false;
    }
  }
  if (!complete || n == 0) {
    return FURAT_OK;
  }
  const size_t n_runs = component->n_parameters == 1 ? values[0].n : 1;
  for (size_t i = 0; status == FURAT_OK && i < n_runs; ++i) {
    if (component->n_parameters == 1) {
      bindings[0].value = FURAT_VEC_AT(&values[0], furat_term, i);
    }
    status = run_validator(check, component, bindings, n, err);
  }
  return status;
}

static furat_status
evaluate(const furat_shacl_check *check, const furat_shacl_component *component,
         furat_error *err)
{
  const size_t n = component->n_parameters;
  furat_vec *values = furat_alloc_zeroed(n, sizeof *values);
  furat_binding *bindings = furat_alloc_zeroed(n, sizeof *bindings);
  furat_status status = values && bindings ? FURAT_OK : furat_error_no_mem(err);
  for (size_t i = 0; values && i < n; ++i) {
    furat_vec_init(&values[i], sizeof(furat_term), UINT32_MAX);
  }
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    status =
        furat_shapes_objects(&values[i], check->validator->shapes, &check->shape->node,
                             component->parameters[i].property.text, err);
  }
  if (status == FURAT_OK) {
    status = evaluate_with(check, component, values, bindings, err);
  }
  for (size_t i = 0; values && i < n; ++i) {
    furat_vec_clear(&values[i]);
  }
  furat_free(values);
  furat_free(bindings);
  return status;
}

furat_status
furat_shacl_custom_constraints(const furat_shacl_check *check, furat_error *err)
{
  const furat_vec *components = &check->validator->components;
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < components->n; ++i) {
    status = evaluate(check, FURAT_VEC_AT(components, furat_shacl_component *, i), err);
  }
  return status;
}
