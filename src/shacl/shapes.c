// SPDX-License-Identifier: GPL-3.0-or-later
// Reads shapes where they are needed, each once.        engine -> [shapes] -> validate
#include "shacl/shapes.h"

#include "base/buffer.h"
#include "rdf/vocabulary.h"

// A list with more members is taken for one without an end.
#define MAX_LIST_MEMBERS 100000
#define MAX_NAME_BYTES   200

void
furat_shapes_init(furat_shapes *shapes, furat_dataset *dataset,
                  const furat_cancel *cancel)
{
  *shapes = (furat_shapes){.dataset = dataset, .cancel = cancel};
  furat_arena_init(&shapes->arena, SIZE_MAX);
  furat_vec_init(&shapes->shapes, sizeof(furat_shape *), UINT32_MAX);
}

void
furat_shapes_clear(furat_shapes *shapes)
{
  furat_vec_clear(&shapes->shapes);
  furat_arena_clear(&shapes->arena);
}

furat_status
furat_shapes_error(furat_error *err, const furat_term *node, const char *message)
{
  furat_buffer name;
  furat_buffer_init(&name, SIZE_MAX);
  furat_term_write_ntriples(&name, node);
  const furat_str text = furat_str_slice(furat_buffer_str(&name), 0, MAX_NAME_BYTES);
  furat_error_set(err, FURAT_BAD_DATA, "the shapes graph says of %.*s %s",
                  FURAT_STR_ARGS(text), message);
  furat_buffer_clear(&name);
  return FURAT_BAD_DATA;
}

/// Objects or subjects on their way into a vector.
typedef struct object_sink {
  furat_arena *arena;
  furat_vec *objects;
  bool subjects;
} object_sink;

static furat_status
emit_objects(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  object_sink *sink = self;
  for (size_t i = 0; i < n; ++i) {
    furat_term copy;
    const furat_term *term = sink->subjects ? &quads[i].subject : &quads[i].object;
    if (!furat_term_copy(sink->arena, term, &copy)) {
      return furat_error_no_mem(err);
    }
    furat_vec_push(sink->objects, &copy);
  }
  return furat_vec_status(sink->objects, err);
}

furat_status
furat_shapes_objects(furat_vec *objects, furat_shapes *shapes, const furat_term *subject,
                     furat_str predicate, furat_error *err)
{
  object_sink sink = {.arena = &shapes->arena, .objects = objects};
  const furat_quad_sink quads = {.self = &sink, .emit = emit_objects};
  const furat_term pattern[3] = {*subject, furat_term_iri(predicate), FURAT_TERM_UNSET};
  const furat_term graph = FURAT_TERM_UNSET;
  return furat_dataset_match(shapes->dataset, pattern, &graph, &quads, shapes->cancel,
                             err);
}

furat_status
furat_shapes_subjects(furat_vec *subjects, furat_shapes *shapes, furat_str predicate,
                      const furat_term *object, furat_error *err)
{
  object_sink sink = {.arena = &shapes->arena, .objects = subjects, .subjects = true};
  const furat_quad_sink quads = {.self = &sink, .emit = emit_objects};
  const furat_term pattern[3] = {FURAT_TERM_UNSET, furat_term_iri(predicate), *object};
  const furat_term graph = FURAT_TERM_UNSET;
  return furat_dataset_match(shapes->dataset, pattern, &graph, &quads, shapes->cancel,
                             err);
}

furat_status
furat_shapes_object(furat_term *object, furat_shapes *shapes, const furat_term *subject,
                    furat_str predicate, furat_error *err)
{
  furat_vec objects;
  furat_vec_init(&objects, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_objects(&objects, shapes, subject, predicate, err);
  *object = FURAT_TERM_UNSET;
  if (status == FURAT_OK && objects.n > 1) {
    furat_buffer message;
    furat_buffer_init(&message, SIZE_MAX);
    furat_buffer_appendf(&message, "more than one <%.*s>", FURAT_STR_ARGS(predicate));
    status = furat_shapes_error(err, subject, message.data ? message.data : "too much");
    furat_buffer_clear(&message);
  } else if (status == FURAT_OK && objects.n == 1) {
    *object = FURAT_VEC_AT(&objects, furat_term, 0);
  }
  furat_vec_clear(&objects);
  return status;
}

furat_status
furat_shapes_flag(bool *flag, furat_shapes *shapes, const furat_term *subject,
                  furat_str predicate, furat_error *err)
{
  furat_term object;
  const furat_status status =
      furat_shapes_object(&object, shapes, subject, predicate, err);
  *flag = status == FURAT_OK && furat_str_equal(object.text, FURAT_STR("true"));
  return status;
}

static bool
is_nil(const furat_term *term)
{
  return term->kind == FURAT_TERM_IRI &&
         furat_str_equal(term->text, FURAT_STR(FURAT_RDF_NIL));
}

furat_status
furat_shapes_list(furat_vec *members, furat_shapes *shapes, const furat_term *list,
                  furat_error *err)
{
  furat_term node = *list;
  furat_status status = FURAT_OK;
  size_t n = 0;
  while (status == FURAT_OK && !is_nil(&node)) {
    furat_term first;
    furat_term rest = FURAT_TERM_UNSET;
    status = furat_shapes_object(&first, shapes, &node, FURAT_STR(FURAT_RDF_FIRST), err);
    if (status == FURAT_OK) {
      status = furat_shapes_object(&rest, shapes, &node, FURAT_STR(FURAT_RDF_REST), err);
    }
    n += 1;
    if (status == FURAT_OK && (first.kind == FURAT_TERM_NONE ||
                               rest.kind == FURAT_TERM_NONE || n > MAX_LIST_MEMBERS)) {
      status = furat_shapes_error(err, list, "that it is a list, which it is not");
    }
    if (status == FURAT_OK) {
      furat_vec_push(members, &first);
      status = furat_vec_status(members, err);
    }
    node = rest;
  }
  return status;
}

static furat_status
read_path(furat_shape *shape, furat_shapes *shapes, furat_error *err)
{
  furat_term node;
  furat_status status =
      furat_shapes_object(&node, shapes, &shape->node, FURAT_STR(FURAT_SH "path"), err);
  if (status != FURAT_OK || node.kind == FURAT_TERM_NONE) {
    return status;
  }
  status = furat_shacl_path_read(&shape->path, shapes, &node, err);
  if (status == FURAT_OK) {
    furat_buffer text;
    furat_buffer_init(&text, SIZE_MAX);
    furat_shacl_path_write(&text, shape->path, NULL);
    status = furat_buffer_status(&text, err);
    if (status == FURAT_OK &&
        !furat_arena_copy(&shapes->arena, furat_buffer_str(&text), &shape->path_text)) {
      status = furat_error_no_mem(err);
    }
    furat_buffer_clear(&text);
  }
  return status;
}

static furat_status
read_shape(furat_shape *shape, furat_shapes *shapes, furat_error *err)
{
  furat_status status = furat_shapes_flag(&shape->deactivated, shapes, &shape->node,
                                          FURAT_STR(FURAT_SH "deactivated"), err);
  if (status == FURAT_OK) {
    status = furat_shapes_object(&shape->severity, shapes, &shape->node,
                                 FURAT_STR(FURAT_SH "severity"), err);
  }
  if (shape->severity.kind == FURAT_TERM_NONE) {
    shape->severity = furat_term_iri(FURAT_STR(FURAT_SH "Violation"));
  }
  return status == FURAT_OK ? read_path(shape, shapes, err) : status;
}

furat_status
furat_shapes_find(const furat_shape **out, furat_shapes *shapes, const furat_term *node,
                  furat_error *err)
{
  for (size_t i = 0; i < shapes->shapes.n; ++i) {
    const furat_shape *known = FURAT_VEC_AT(&shapes->shapes, furat_shape *, i);
    if (furat_term_equal(&known->node, node)) {
      *out = known;
      return FURAT_OK;
    }
  }
  furat_shape *shape = FURAT_ARENA_NEW(&shapes->arena, furat_shape);
  if (!shape) {
    return furat_error_no_mem(err);
  }
  *shape = (furat_shape){.deactivated = false};
  if (!furat_term_copy(&shapes->arena, node, &shape->node)) {
    return furat_error_no_mem(err);
  }
  furat_status status = read_shape(shape, shapes, err);
  if (status == FURAT_OK) {
    furat_vec_push(&shapes->shapes, &shape);
    status = furat_vec_status(&shapes->shapes, err);
  }
  *out = shape;
  return status;
}

static furat_status
take_node(void *self, const furat_results *results, const furat_term *row,
          furat_error *err)
{
  const furat_quad quad = {.object = row[0]};
  (void)results;
  return emit_objects(self, &quad, 1, err);
}

furat_status
furat_shapes_with_targets(furat_vec *nodes, furat_shapes *shapes, furat_error *err)
{
  object_sink sink = {.arena = &shapes->arena, .objects = nodes};
  const furat_shacl_rows rows = {.self = &sink, .row = take_node};
  const furat_shacl_query query = {
      .dataset = shapes->dataset,
      .cancel = shapes->cancel,
      .text = FURAT_STR(
          "SELECT DISTINCT ?shape { {"
          " ?shape sh:targetNode|sh:targetClass|sh:targetSubjectsOf|sh:targetObjectsOf ?t"
          " } UNION {"
          " ?shape rdf:type/rdfs:subClassOf* rdfs:Class ; rdf:type/rdfs:subClassOf* ?kind"
          " FILTER(?kind IN (sh:NodeShape, sh:PropertyShape)) } } ORDER BY ?shape")};
  return furat_shacl_select(&query, &rows, err);
}
