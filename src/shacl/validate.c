// SPDX-License-Identifier: GPL-3.0-or-later
// From targets to focus nodes, and through the constraints of a shape.
//                                        shapes -> [validate] -> constraint_*.c -> report
#include "shacl/validate.h"

#include <assert.h>

#include "rdf/vocabulary.h"
#include "shacl/validator.h"

// Shapes below shapes: deeper ones would make patterns that no engine likes.
#define MAX_DEPTH 60U

static furat_status
keep_text(furat_str *out, furat_validator *validator, furat_buffer *text,
          furat_error *err)
{
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK &&
      !furat_arena_copy(&validator->arena, furat_buffer_str(text), out)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(text);
  return status;
}

void
furat_shacl_expand(furat_buffer *out, const char *template,
                   const furat_shacl_check *check, const furat_term *x)
{
  for (const char *at = template; *at; ++at) {
    if (*at != '$') {
      furat_buffer_append_byte(out, *at);
      continue;
    }
    ++at;
    switch (*at) {
    case 'f':
      furat_buffer_appendf(out, "?f%u", check->focus);
      break;
    case 'v':
      furat_buffer_appendf(out, "?f%u", check->value);
      break;
    case 'p':
      furat_buffer_append(out, check->shape->path_text);
      break;
    case 'd':
      for (unsigned i = 0; !check->nonconforming && i < check->focus; ++i) {
        furat_buffer_appendf(out, " ?f%u", i);
      }
      break;
    default: // $x
      assert(x);
      furat_term_write_ntriples(out, x);
    }
  }
}

furat_status
furat_shacl_ask_data(const furat_validator *validator, const furat_buffer *text,
                     const furat_shacl_rows *rows, furat_error *err)
{
  const furat_shacl_query query = {.dataset = validator->options->data,
                                   .text = furat_buffer_str(text),
                                   .cancel = validator->options->cancel};
  const furat_status status = furat_buffer_status(text, err);
  return status == FURAT_OK ? furat_shacl_select(&query, rows, err) : status;
}

/// Rows on their way into pairs.
typedef struct pair_rows {
  furat_shacl_nodes *nodes;
  furat_vec *pairs;
} pair_rows;

static furat_status
take_pair(void *self, const furat_results *results, const furat_term *row,
          furat_error *err)
{
  pair_rows *rows = self;
  furat_shacl_pair pair = {0, 0};
  furat_status status = furat_shacl_nodes_intern(&pair.focus, rows->nodes, &row[0], err);
  (void)results;
  if (status == FURAT_OK) {
    status = furat_shacl_nodes_intern(&pair.value, rows->nodes, &row[1], err);
  }
  if (status == FURAT_OK) {
    furat_vec_push(rows->pairs, &pair);
    status = furat_vec_status(rows->pairs, err);
  }
  return status;
}

furat_status
furat_shacl_pairs(furat_vec *pairs, const furat_shacl_check *check, bool only_focus,
                  furat_error *err)
{
  pair_rows self = {.nodes = &check->validator->nodes, .pairs = pairs};
  const furat_shacl_rows rows = {.self = &self, .row = take_pair};
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  const bool one_column = only_focus || check->value == check->focus;
  furat_shacl_expand(&text,
                     one_column ? "SELECT DISTINCT $f ($f AS ?value)$d { "
                                : "SELECT DISTINCT $f $v$d { ",
                     check, NULL);
  furat_buffer_append(&text, only_focus ? check->focus_pattern : check->value_pattern);
  furat_buffer_append_cstr(&text, " }");
  const furat_status status = furat_shacl_ask_data(check->validator, &text, &rows, err);
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_shacl_component_named(furat_term *component, const furat_shacl_check *check,
                            const char *name, furat_error *err)
{
  furat_buffer iri;
  furat_str text;
  furat_buffer_init(&iri, SIZE_MAX);
  furat_buffer_appendf(&iri, FURAT_SH "%sConstraintComponent", name);
  furat_status status = furat_buffer_status(&iri, err);
  if (status == FURAT_OK && !furat_arena_copy(&check->validator->report->arena,
                                              furat_buffer_str(&iri), &text)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(&iri);
  if (status == FURAT_OK) {
    *component = furat_term_iri(text);
  }
  return status;
}

/// The messages of the shape itself.
// sh:minCount of sh:MinCountConstraintComponent; empty for components of others.
static void
name_limit(furat_buffer *out, const furat_term *component)
{
  const furat_str head = FURAT_STR(FURAT_SH);
  const furat_str tail = FURAT_STR("ConstraintComponent");
  const furat_str iri = component->text;
  if (furat_str_starts_with(iri, head) && furat_str_ends_with(iri, tail) &&
      iri.len > head.len + tail.len) {
    const char first = iri.data[head.len];
    furat_buffer_append(out, head);
    furat_buffer_append_byte(
        out, (char)(first >= 'A' && first <= 'Z' ? first - 'A' + 'a' : first));
    furat_buffer_append(
        out, furat_str_slice(iri, head.len + 1, iri.len - head.len - tail.len - 1));
  }
}

// What the component allows; the members of sh:in, and nothing that has no name.
static furat_status
find_limits(furat_vec *limits, furat_shapes *shapes, const furat_term *shape,
            furat_str property, furat_error *err)
{
  furat_vec objects;
  furat_vec_init(&objects, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_objects(&objects, shapes, shape, property, err);
  for (size_t i = 0; status == FURAT_OK && i < objects.n; ++i) {
    const furat_term *object = &FURAT_VEC_AT(&objects, furat_term, i);
    if (furat_str_equal(property, FURAT_STR(FURAT_SH "in"))) {
      status = furat_shapes_list(limits, shapes, object, err);
    } else if (object->kind != FURAT_TERM_BLANK) {
      furat_vec_push(limits, object);
      status = furat_vec_status(limits, err);
    }
  }
  furat_vec_clear(&objects);
  return status;
}

static furat_status
find_owner(furat_term *owner, furat_shapes *shapes, const furat_term *shape,
           furat_error *err)
{
  furat_vec owners;
  if (shape->kind != FURAT_TERM_BLANK) {
    return FURAT_OK;
  }
  furat_vec_init(&owners, sizeof(furat_term), UINT32_MAX);
  const furat_status status =
      furat_shapes_subjects(&owners, shapes, FURAT_STR(FURAT_SH "property"), shape, err);
  if (status == FURAT_OK && owners.n > 0) {
    *owner = FURAT_VEC_AT(&owners, furat_term, 0);
  }
  furat_vec_clear(&owners);
  return status;
}

// What people need to understand a result: what is allowed, and whose shape it is.
static furat_status
report_explained(const furat_shacl_check *check, furat_shacl_result *result,
                 furat_error *err)
{
  furat_validator *validator = check->validator;
  const furat_term *shape = &check->shape->node;
  furat_buffer limit;
  furat_vec limits;
  furat_buffer_init(&limit, SIZE_MAX);
  furat_vec_init(&limits, sizeof(furat_term), UINT32_MAX);
  name_limit(&limit, &result->component);
  furat_status status = furat_buffer_status(&limit, err);
  if (status == FURAT_OK && limit.len > 0) {
    status =
        find_limits(&limits, validator->shapes, shape, furat_buffer_str(&limit), err);
  }
  if (status == FURAT_OK) {
    status = find_owner(&result->owner, validator->shapes, shape, err);
  }
  result->limit = furat_buffer_str(&limit);
  result->limits = limits.items;
  result->n_limits = limits.n;
  if (status == FURAT_OK) {
    status = furat_shacl_report_add(validator->report, result, err);
  }
  furat_vec_clear(&limits);
  furat_buffer_clear(&limit);
  return status;
}

static furat_status
report_with_messages(const furat_shacl_check *check, furat_shacl_result *result,
                     furat_error *err)
{
  furat_validator *validator = check->validator;
  furat_vec messages;
  furat_vec_init(&messages, sizeof(furat_term), UINT32_MAX);
  furat_status status = FURAT_OK;
  if (result->n_messages == 0) {
    status = furat_shapes_objects(&messages, validator->shapes, &check->shape->node,
                                  FURAT_STR(FURAT_SH "message"), err);
    result->n_messages = messages.n;
    result->messages = messages.items;
  }
  if (status == FURAT_OK) {
    status = report_explained(check, result, err);
  }
  furat_vec_clear(&messages);
  return status;
}

furat_status
furat_shacl_violate(const furat_shacl_check *check,
                    const furat_shacl_violation *violation, furat_error *err)
{
  if (check->nonconforming) {
    return furat_shacl_set_add(check->nonconforming, violation->focus, err);
  }
  furat_shacl_result result = {
      .focus = *furat_shacl_nodes_term(&check->validator->nodes, violation->focus),
      .value = *furat_shacl_nodes_term(&check->validator->nodes, violation->value),
      .path = violation->path ? violation->path : check->shape->path,
      .component = violation->component,
      .shape = check->shape,
      .constraint = violation->constraint,
      .n_messages = violation->n_messages,
      .messages = violation->messages};
  return report_with_messages(check, &result, err);
}

static furat_status
extend_pattern(furat_shacl_check *check, furat_error *err)
{
  furat_buffer text;
  check->value = check->focus;
  check->value_pattern = check->focus_pattern;
  if (!check->shape->path) {
    return FURAT_OK;
  }
  check->value = check->focus + 1;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append(&text, check->focus_pattern);
  furat_shacl_expand(&text, " $f $p $v .", check, NULL);
  return keep_text(&check->value_pattern, check->validator, &text, err);
}

static furat_status
evaluate_constraints(const furat_shacl_check *check, furat_error *err)
{
  furat_status status = furat_shacl_value_constraints(check, err);
  if (status == FURAT_OK) {
    status = furat_shacl_shape_constraints(check, err);
  }
  if (status == FURAT_OK) {
    status = furat_shacl_sparql_constraints(check, err);
  }
  return status == FURAT_OK ? furat_shacl_custom_constraints(check, err) : status;
}

/// What recursion among shapes means the recommendation leaves open (section 3.4.3).
static furat_status
enter_shape(furat_validator *validator, const furat_shape *shape, furat_error *err)
{
  for (size_t i = 0; i < validator->active.n; ++i) {
    if (FURAT_VEC_AT(&validator->active, const furat_shape *, i) == shape) {
      return furat_shapes_error(err, &shape->node,
                                "that it is part of itself: recursive shapes have no "
                                "meaning in SHACL");
    }
  }
  if (validator->active.n >= MAX_DEPTH) {
    return furat_shapes_error(err, &shape->node, "that it is nested too deep");
  }
  furat_vec_push(&validator->active, &shape);
  return furat_vec_status(&validator->active, err);
}

furat_status
furat_shape_evaluate(furat_validator *validator, const furat_shape *shape,
                     furat_str pattern, unsigned focus, furat_shacl_set *nonconforming,
                     furat_error *err)
{
  furat_shacl_check check = {.validator = validator,
                             .shape = shape,
                             .focus_pattern = pattern,
                             .focus = focus,
                             .nonconforming = nonconforming};
  if (shape->deactivated) {
    return FURAT_OK;
  }
  furat_status status = enter_shape(validator, shape, err);
  if (status == FURAT_OK) {
    status = extend_pattern(&check, err);
    if (status == FURAT_OK) {
      status = evaluate_constraints(&check, err);
    }
    furat_vec_pop(&validator->active);
  }
  return status;
}

/// How the objects of a target property become a pattern.
typedef struct target_property {
  const char *property;
  const char *pattern; ///< $x stands for the object
} target_property;

static const target_property target_properties[] = {
    {FURAT_SH "targetNode", "VALUES ?f0 { $x }"},
    {FURAT_SH "targetClass", "?f0 rdf:type/rdfs:subClassOf* $x ."},
    {FURAT_SH "targetSubjectsOf", "?f0 $x ?target ."},
    {FURAT_SH "targetObjectsOf", "?target $x ?f0 ."},
};
enum { N_TARGETS = sizeof target_properties / sizeof target_properties[0] };

static furat_status
append_target(furat_buffer *text, const char *pattern, const furat_term *object,
              furat_error *err)
{
  if (object->kind == FURAT_TERM_BLANK) {
    return furat_shapes_error(err, object,
                              "that it is a target, which a blank node cannot be");
  }
  furat_buffer_append_cstr(text, text->len > 0 ? " UNION { " : "{ ");
  furat_shacl_expand(text, pattern, NULL, object);
  furat_buffer_append_cstr(text, " }");
  return furat_buffer_status(text, err);
}

static furat_status
append_targets_of(furat_buffer *text, furat_shapes *shapes, const furat_term *shape,
                  const target_property *row, furat_error *err)
{
  furat_vec objects;
  furat_vec_init(&objects, sizeof(furat_term), UINT32_MAX);
  furat_status status =
      furat_shapes_objects(&objects, shapes, shape, furat_str_of(row->property), err);
  for (size_t i = 0; status == FURAT_OK && i < objects.n; ++i) {
    status =
        append_target(text, row->pattern, &FURAT_VEC_AT(&objects, furat_term, i), err);
  }
  furat_vec_clear(&objects);
  return status;
}

/// A shape that is a class has its instances for targets (section 2.1.3.3).
static furat_status
append_implicit_class(furat_buffer *text, furat_shapes *shapes, const furat_term *shape,
                      furat_error *err)
{
  const furat_binding binding = {.variable = FURAT_STR("shape"), .value = *shape};
  const furat_shacl_query query = {
      .dataset = shapes->dataset,
      .text = FURAT_STR("ASK { ?shape rdf:type/rdfs:subClassOf* rdfs:Class }"),
      .bindings = &binding,
      .n_bindings = 1,
      .cancel = shapes->cancel};
  bool is_class = false;
  furat_status status = FURAT_OK;
  if (shape->kind == FURAT_TERM_IRI) {
    status = furat_shacl_ask(&is_class, &query, err);
  }
  return status == FURAT_OK && is_class
             ? append_target(text, "?f0 rdf:type/rdfs:subClassOf* $x .", shape, err)
             : status;
}

/// Whether the targets select anything; if not, the report remembers the shape.
static furat_status
note_idle(furat_validator *validator, const furat_shape *shape, furat_str pattern,
          furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append_cstr(&text, "ASK { ");
  furat_buffer_append(&text, pattern);
  furat_buffer_append_cstr(&text, " }");
  const furat_shacl_query query = {.dataset = validator->options->data,
                                   .text = furat_buffer_str(&text),
                                   .cancel = validator->options->cancel};
  bool selects = false;
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = furat_shacl_ask(&selects, &query, err);
  }
  if (status == FURAT_OK && !selects) {
    furat_vec_push(&validator->report->idle, &shape->node);
    status = furat_vec_status(&validator->report->idle, err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
validate_shape(furat_validator *validator, const furat_shape *shape, furat_str pattern,
               furat_error *err)
{
  if (shape->deactivated) {
    return FURAT_OK;
  }
  validator->report->n_shapes += 1;
  furat_buffer_append_cstr(&validator->targets,
                           validator->targets.len > 0 ? " UNION " : "");
  furat_buffer_append(&validator->targets, pattern);
  furat_status status = furat_buffer_status(&validator->targets, err);
  if (status == FURAT_OK) {
    status = note_idle(validator, shape, pattern, err);
  }
  return status == FURAT_OK
             ? furat_shape_evaluate(validator, shape, pattern, 0, NULL, err)
             : status;
}

static furat_status
take_count(void *self, const furat_results *results, const furat_term *row,
           furat_error *err)
{
  uint64_t *n = self;
  (void)results;
  (void)err;
  for (size_t i = 0; i < row[0].text.len; ++i) {
    *n = *n * 10 + (uint64_t)(row[0].text.data[i] - '0');
  }
  return FURAT_OK;
}

/// How many nodes are a target of some shape.
static furat_status
count_nodes(furat_validator *validator, furat_error *err)
{
  const furat_shacl_rows rows = {.self = &validator->report->n_nodes, .row = take_count};
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append_cstr(&text, "SELECT (COUNT(DISTINCT ?f0) AS ?n) { ");
  furat_buffer_append(&text, furat_buffer_str(&validator->targets));
  furat_buffer_append_cstr(&text, " }");
  const furat_status status = furat_shacl_ask_data(validator, &text, &rows, err);
  furat_buffer_clear(&text);
  return status;
}

static furat_status
validate_targets(furat_validator *validator, const furat_term *node, furat_error *err)
{
  furat_buffer text;
  furat_str pattern;
  const furat_shape *shape = NULL;
  furat_buffer_init(&text, SIZE_MAX);
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < N_TARGETS; ++i) {
    status =
        append_targets_of(&text, validator->shapes, node, &target_properties[i], err);
  }
  if (status == FURAT_OK) {
    status = append_implicit_class(&text, validator->shapes, node, err);
  }
  if (status != FURAT_OK) {
    furat_buffer_clear(&text);
    return status;
  }
  status = keep_text(&pattern, validator, &text, err);
  if (status == FURAT_OK) {
    status = furat_shapes_find(&shape, validator->shapes, node, err);
  }
  return status == FURAT_OK ? validate_shape(validator, shape, pattern, err) : status;
}

static furat_status
validate_all(furat_validator *validator, furat_error *err)
{
  furat_vec nodes;
  furat_vec_init(&nodes, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_with_targets(&nodes, validator->shapes, err);
  for (size_t i = 0; status == FURAT_OK && i < nodes.n; ++i) {
    status = validate_targets(validator, &FURAT_VEC_AT(&nodes, furat_term, i), err);
  }
  furat_vec_clear(&nodes);
  return status == FURAT_OK ? count_nodes(validator, err) : status;
}

furat_status
furat_validate(furat_shacl_report *report, const furat_validate_options *options,
               furat_error *err)
{
  furat_validator validator = {
      .options = options, .shapes = options->shapes, .report = report};
  furat_arena_init(&validator.arena, SIZE_MAX);
  furat_buffer_init(&validator.targets, SIZE_MAX);
  furat_vec_init(&validator.active, sizeof(const furat_shape *), UINT32_MAX);
  furat_vec_init(&validator.components, sizeof(void *), UINT32_MAX);
  furat_status status = furat_shacl_nodes_init(&validator.nodes, err);
  if (status == FURAT_OK) {
    status = furat_shacl_read_components(&validator, err);
  }
  if (status == FURAT_OK) {
    status = validate_all(&validator, err);
  }
  if (status == FURAT_OK) {
    furat_shacl_report_sort(report);
  }
  furat_vec_clear(&validator.components);
  furat_vec_clear(&validator.active);
  furat_shacl_nodes_clear(&validator.nodes);
  furat_buffer_clear(&validator.targets);
  furat_arena_clear(&validator.arena);
  return status;
}
