// SPDX-License-Identifier: GPL-3.0-or-later
// The components of SHACL Core that ask other shapes of the value nodes: sh:node,
// sh:property, logic, and qualified value shapes (sections 4.6 and 4.7).
//                                            validate -> [constraint_shape] -> validate
#include <stdlib.h>

#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "shacl/validator.h"

/// The value nodes of a check, and which of them do not conform to each of some shapes.
typedef struct verdicts {
  furat_vec pairs; ///< furat_shacl_pair
  size_t n_shapes;
  furat_shacl_set *nonconforming; ///< by shape
} verdicts;

static void
clear_verdicts(verdicts *v)
{
  for (size_t i = 0; v->nonconforming && i < v->n_shapes; ++i) {
    furat_shacl_set_clear(&v->nonconforming[i]);
  }
  furat_free(v->nonconforming);
  furat_vec_clear(&v->pairs);
}

/// Which value nodes of `check` do not conform to the shape that a node is.
static furat_status
judge(furat_shacl_set *nonconforming, const furat_shacl_check *check,
      const furat_term *node, furat_error *err)
{
  const furat_shape *shape = NULL;
  const furat_status status =
      furat_shapes_find(&shape, check->validator->shapes, node, err);
  return status == FURAT_OK
             ? furat_shape_evaluate(check->validator, shape, check->value_pattern,
                                    check->value, nonconforming, err)
             : status;
}

/// Ask all the shapes; clear_verdicts() is due whatever the status is.
static furat_status
judge_all(verdicts *v, const furat_shacl_check *check, const furat_vec *shapes,
          furat_error *err)
{
  *v = (verdicts){.n_shapes = shapes->n};
  furat_vec_init(&v->pairs, sizeof(furat_shacl_pair), UINT32_MAX);
  v->nonconforming = furat_alloc_zeroed(shapes->n + 1, sizeof *v->nonconforming);
  if (!v->nonconforming) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < shapes->n; ++i) {
    furat_shacl_set_init(&v->nonconforming[i]);
  }
  furat_status status = furat_shacl_pairs(&v->pairs, check, false, err);
  for (size_t i = 0; status == FURAT_OK && i < shapes->n; ++i) {
    status =
        judge(&v->nonconforming[i], check, &FURAT_VEC_AT(shapes, furat_term, i), err);
  }
  return status;
}

/// To how many of the shapes a value conforms.
static size_t
count_conforming(const verdicts *v, uint32_t value)
{
  size_t n = 0;
  for (size_t i = 0; i < v->n_shapes; ++i) {
    n += !furat_shacl_set_has(&v->nonconforming[i], value);
  }
  return n;
}

/// How many of `n` shapes a value may conform to without violating.
typedef enum quota { ALL, NONE, SOME, EXACTLY_ONE } quota;

static bool
is_violated(quota q, size_t n_conforming, size_t n)
{
  switch (q) {
  case ALL:
    return n_conforming < n;
  case NONE:
    return n_conforming > 0;
  case SOME:
    return n_conforming == 0;
  case EXACTLY_ONE:
    break;
  }
  return n_conforming != 1;
}

static furat_status
report_quota(const furat_shacl_check *check, const furat_vec *shapes, quota q,
             const char *name, furat_error *err)
{
  verdicts v;
  furat_shacl_violation violation = {.focus = 0};
  furat_status status = judge_all(&v, check, shapes, err);
  if (status == FURAT_OK) {
    status = furat_shacl_component_named(&violation.component, check, name, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < v.pairs.n; ++i) {
    const furat_shacl_pair pair = FURAT_VEC_AT(&v.pairs, furat_shacl_pair, i);
    if (is_violated(q, count_conforming(&v, pair.value), shapes->n)) {
      violation.focus = pair.focus;
      violation.value = pair.value;
      status = furat_shacl_violate(check, &violation, err);
    }
  }
  clear_verdicts(&v);
  return status;
}

/// A component whose parameter is a shape, or a list of shapes.
typedef struct logic {
  const char *parameter;
  const char *name;
  bool list;
  quota quota;
} logic;

static const logic logics[] = {
    {FURAT_SH "node", "Node", false, ALL},        {FURAT_SH "not", "Not", false, NONE},
    {FURAT_SH "and", "And", true, ALL},           {FURAT_SH "or", "Or", true, SOME},
    {FURAT_SH "xone", "Xone", true, EXACTLY_ONE},
};
enum { N_LOGICS = sizeof logics / sizeof logics[0] };

static furat_status
evaluate_parameter(const furat_shacl_check *check, const logic *row,
                   const furat_term *value, furat_error *err)
{
  furat_vec shapes;
  furat_status status = FURAT_OK;
  furat_vec_init(&shapes, sizeof(furat_term), UINT32_MAX);
  if (row->list) {
    status = furat_shapes_list(&shapes, check->validator->shapes, value, err);
  } else {
    furat_vec_push(&shapes, value);
    status = furat_vec_status(&shapes, err);
  }
  if (status == FURAT_OK) {
    status = report_quota(check, &shapes, row->quota, row->name, err);
  }
  furat_vec_clear(&shapes);
  return status;
}

static furat_status
evaluate_logic(const furat_shacl_check *check, const logic *row, furat_error *err)
{
  furat_vec values;
  furat_vec_init(&values, sizeof(furat_term), UINT32_MAX);
  furat_status status =
      furat_shapes_objects(&values, check->validator->shapes, &check->shape->node,
                           furat_str_of(row->parameter), err);
  for (size_t i = 0; status == FURAT_OK && i < values.n; ++i) {
    status = evaluate_parameter(check, row, &FURAT_VEC_AT(&values, furat_term, i), err);
  }
  furat_vec_clear(&values);
  return status;
}

/// A property shape reports by itself.  Where only conformance counts, a focus node does
/// not conform when one of its values does not.
static furat_status
evaluate_property(const furat_shacl_check *check, const furat_term *node,
                  furat_error *err)
{
  const furat_shape *shape = NULL;
  furat_status status = furat_shapes_find(&shape, check->validator->shapes, node, err);
  if (status == FURAT_OK && !shape->path) {
    return furat_shapes_error(err, node, "that it is a property shape without a sh:path");
  }
  if (status == FURAT_OK && !check->nonconforming) {
    return furat_shape_evaluate(check->validator, shape, check->value_pattern,
                                check->value, NULL, err);
  }
  furat_vec shapes;
  furat_vec_init(&shapes, sizeof(furat_term), UINT32_MAX);
  if (status == FURAT_OK) {
    furat_vec_push(&shapes, node);
    status = furat_vec_status(&shapes, err);
  }
  if (status == FURAT_OK) {
    status = report_quota(check, &shapes, ALL, "Property", err);
  }
  furat_vec_clear(&shapes);
  return status;
}

static furat_status
evaluate_properties(const furat_shacl_check *check, furat_error *err)
{
  furat_vec nodes;
  furat_vec_init(&nodes, sizeof(furat_term), UINT32_MAX);
  furat_status status =
      furat_shapes_objects(&nodes, check->validator->shapes, &check->shape->node,
                           FURAT_STR(FURAT_SH "property"), err);
  for (size_t i = 0; status == FURAT_OK && i < nodes.n; ++i) {
    status = evaluate_property(check, &FURAT_VEC_AT(&nodes, furat_term, i), err);
  }
  furat_vec_clear(&nodes);
  return status;
}

/// Rows on their way into a vector of furat_term.
typedef struct sibling_rows {
  furat_arena *arena;
  furat_vec *siblings;
} sibling_rows;

static furat_status
take_sibling(void *self, const furat_results *results, const furat_term *row,
             furat_error *err)
{
  sibling_rows *rows = self;
  furat_term copy;
  (void)results;
  if (!furat_term_copy(rows->arena, &row[0], &copy)) {
    return furat_error_no_mem(err);
  }
  furat_vec_push(rows->siblings, &copy);
  return furat_vec_status(rows->siblings, err);
}

/// Append the sibling shapes of a qualified one: the others below the same parents
/// (section 4.7.3).
static furat_status
find_siblings(furat_vec *shapes, const furat_shacl_check *check,
              const furat_term *qualified, furat_error *err)
{
  const furat_binding bindings[] = {
      {.variable = FURAT_STR("this"), .value = check->shape->node},
      {.variable = FURAT_STR("own"), .value = *qualified}};
  const furat_shacl_query query = {
      .dataset = check->validator->shapes->dataset,
      .text = FURAT_STR("SELECT DISTINCT ?sibling { ?parent sh:property ?this , ?other . "
                        "?other sh:qualifiedValueShape ?sibling "
                        "FILTER(!sameTerm(?sibling, ?own)) }"),
      .bindings = bindings,
      .n_bindings = 2,
      .cancel = check->validator->options->cancel};
  sibling_rows self = {.arena = &check->validator->arena, .siblings = shapes};
  const furat_shacl_rows rows = {.self = &self, .row = take_sibling};
  return furat_shacl_select(&query, &rows, err);
}

/// What sh:qualifiedValueShape comes with.
typedef struct qualified {
  furat_term shape;
  furat_term least; ///< none: no bound
  furat_term most;
  bool disjoint;
} qualified;

static furat_status
read_qualified(qualified *q, const furat_shacl_check *check, furat_error *err)
{
  furat_shapes *shapes = check->validator->shapes;
  const furat_term *node = &check->shape->node;
  furat_status status = furat_shapes_object(&q->least, shapes, node,
                                            FURAT_STR(FURAT_SH "qualifiedMinCount"), err);
  if (status == FURAT_OK) {
    status = furat_shapes_object(&q->most, shapes, node,
                                 FURAT_STR(FURAT_SH "qualifiedMaxCount"), err);
  }
  return status == FURAT_OK
             ? furat_shapes_flag(&q->disjoint, shapes, node,
                                 FURAT_STR(FURAT_SH "qualifiedValueShapesDisjoint"), err)
             : status;
}

static int
compare_pairs(const void *a, const void *b)
{
  const uint32_t left = ((const furat_shacl_pair *)a)->focus;
  const uint32_t right = ((const furat_shacl_pair *)b)->focus;
  return (left > right) - (left < right);
}

/// Whether a value counts: it conforms to the first shape and to none of the others.
static bool
is_qualified(const verdicts *v, uint32_t value)
{
  bool yes = !furat_shacl_set_has(&v->nonconforming[0], value);
  for (size_t i = 1; yes && i < v->n_shapes; ++i) {
    yes = furat_shacl_set_has(&v->nonconforming[i], value);
  }
  return yes;
}

static furat_status
report_count(const furat_shacl_check *check, const qualified *q, uint32_t focus, size_t n,
             furat_error *err)
{
  furat_shacl_violation violation = {.focus = focus};
  furat_status status = FURAT_OK;
  if (q->least.kind != FURAT_TERM_NONE &&
      n < (size_t)strtoull(q->least.text.data, NULL, 10)) {
    status = furat_shacl_component_named(&violation.component, check, "QualifiedMinCount",
                                         err);
    if (status == FURAT_OK) {
      status = furat_shacl_violate(check, &violation, err);
    }
  }
  if (status == FURAT_OK && q->most.kind != FURAT_TERM_NONE &&
      n > (size_t)strtoull(q->most.text.data, NULL, 10)) {
    status = furat_shacl_component_named(&violation.component, check, "QualifiedMaxCount",
                                         err);
    if (status == FURAT_OK) {
      status = furat_shacl_violate(check, &violation, err);
    }
  }
  return status;
}

/// Count for each focus node the values that qualify; many have none at all.
static furat_status
count_qualified(const furat_shacl_check *check, const qualified *q, verdicts *v,
                furat_error *err)
{
  furat_vec focuses;
  furat_vec_init(&focuses, sizeof(furat_shacl_pair), UINT32_MAX);
  furat_status status = furat_shacl_pairs(&focuses, check, true, err);
  if (status == FURAT_OK && v->pairs.n > 1) {
    qsort(v->pairs.items, v->pairs.n, sizeof(furat_shacl_pair), compare_pairs);
  }
  if (status == FURAT_OK && focuses.n > 1) {
    qsort(focuses.items, focuses.n, sizeof(furat_shacl_pair), compare_pairs);
  }
  size_t at = 0;
  for (size_t i = 0; status == FURAT_OK && i < focuses.n; ++i) {
    const uint32_t focus = FURAT_VEC_AT(&focuses, furat_shacl_pair, i).focus;
    size_t n = 0;
    while (at < v->pairs.n &&
           FURAT_VEC_AT(&v->pairs, furat_shacl_pair, at).focus == focus) {
      n += is_qualified(v, FURAT_VEC_AT(&v->pairs, furat_shacl_pair, at).value);
      at += 1;
    }
    status = report_count(check, q, focus, n, err);
  }
  furat_vec_clear(&focuses);
  return status;
}

static furat_status
evaluate_qualified(const furat_shacl_check *check, qualified *q, furat_error *err)
{
  furat_vec shapes;
  furat_vec_init(&shapes, sizeof(furat_term), UINT32_MAX);
  furat_vec_push(&shapes, &q->shape);
  furat_status status = furat_vec_status(&shapes, err);
  if (status == FURAT_OK && q->disjoint) {
    status = find_siblings(&shapes, check, &q->shape, err);
  }
  if (status == FURAT_OK) {
    verdicts v;
    status = judge_all(&v, check, &shapes, err);
    if (status == FURAT_OK) {
      status = count_qualified(check, q, &v, err);
    }
    clear_verdicts(&v);
  }
  furat_vec_clear(&shapes);
  return status;
}

static furat_status
evaluate_all_qualified(const furat_shacl_check *check, furat_error *err)
{
  qualified q = {.disjoint = false};
  furat_vec values;
  if (!check->shape->path) {
    return FURAT_OK; // these parameters mean nothing in a node shape
  }
  furat_vec_init(&values, sizeof(furat_term), UINT32_MAX);
  furat_status status = read_qualified(&q, check, err);
  if (status == FURAT_OK) {
    status = furat_shapes_objects(&values, check->validator->shapes, &check->shape->node,
                                  FURAT_STR(FURAT_SH "qualifiedValueShape"), err);
  }
  for (size_t i = 0; status == FURAT_OK && i < values.n; ++i) {
    q.shape = FURAT_VEC_AT(&values, furat_term, i);
    status = evaluate_qualified(check, &q, err);
  }
  furat_vec_clear(&values);
  return status;
}

furat_status
furat_shacl_shape_constraints(const furat_shacl_check *check, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < N_LOGICS; ++i) {
    status = evaluate_logic(check, &logics[i], err);
  }
  if (status == FURAT_OK) {
    status = evaluate_properties(check, err);
  }
  return status == FURAT_OK ? evaluate_all_qualified(check, err) : status;
}
