// SPDX-License-Identifier: GPL-3.0-or-later
// A report as RDF (SHACL section 3.6), written as Turtle.
//                                                       report -> [report_rdf] -> writer

#include "io/writer.h"
#include "rdf/vocabulary.h"
#include "shacl/report_internal.h"

#define MAX_LABEL_BYTES 256

/// Quads on their way to the writer.
typedef struct rdf_report {
  furat_quad_sink sink;
  furat_arena labels;
  unsigned n_nodes; ///< blank nodes made so far
} rdf_report;

static furat_status
new_node(rdf_report *r, const char *prefix, furat_str name, furat_term *node,
         furat_error *err)
{
  furat_buffer label;
  furat_str text;
  furat_buffer_init(&label, MAX_LABEL_BYTES + name.len);
  if (name.len > 0) {
    furat_buffer_appendf(&label, "%s%.*s", prefix, FURAT_STR_ARGS(name));
  } else {
    furat_buffer_appendf(&label, "%s%u", prefix, r->n_nodes);
    r->n_nodes += 1;
  }
  furat_status status = furat_buffer_status(&label, err);
  if (status == FURAT_OK &&
      !furat_arena_copy(&r->labels, furat_buffer_str(&label), &text)) {
    status = furat_error_no_mem(err);
  }
  furat_buffer_clear(&label);
  if (status == FURAT_OK) {
    *node = furat_term_blank(text);
  }
  return status;
}

static furat_status
say(rdf_report *r, const furat_term *subject, const char *predicate,
    const furat_term *object, furat_error *err)
{
  const furat_quad quad = {.subject = *subject,
                           .predicate = furat_term_iri(furat_str_of(predicate)),
                           .object = *object};
  return object->kind == FURAT_TERM_NONE ? FURAT_OK
                                         : furat_quad_sink_emit(&r->sink, &quad, 1, err);
}

/// Blank nodes of the data and of the shapes come from two scopes.
static furat_status
say_scoped(rdf_report *r, const furat_term *subject, const char *predicate,
           const furat_term *object, const char *scope, furat_error *err)
{
  furat_term node = *object;
  furat_status status = FURAT_OK;
  if (object->kind == FURAT_TERM_BLANK) {
    status = new_node(r, scope, object->text, &node, err);
  }
  return status == FURAT_OK ? say(r, subject, predicate, &node, err) : status;
}

static furat_status
say_path(rdf_report *r, const furat_shacl_path *path, furat_term *node, furat_error *err);

static furat_status
say_list(rdf_report *r, const furat_shacl_path *path, furat_term *list, furat_error *err)
{
  furat_term rest = furat_term_iri(FURAT_STR(FURAT_RDF_NIL));
  furat_status status = FURAT_OK;
  for (size_t i = path->n_parts; status == FURAT_OK && i > 0; --i) {
    furat_term cell;
    furat_term first;
    status = new_node(r, "l", FURAT_STR_NONE, &cell, err);
    if (status == FURAT_OK) {
      status = say_path(r, path->parts[i - 1], &first, err);
    }
    if (status == FURAT_OK) {
      status = say(r, &cell, FURAT_RDF_FIRST, &first, err);
    }
    if (status == FURAT_OK) {
      status = say(r, &cell, FURAT_RDF_REST, &rest, err);
    }
    rest = cell;
  }
  *list = rest;
  return status;
}

static furat_status
say_path(rdf_report *r, const furat_shacl_path *path, furat_term *node, furat_error *err)
{
  furat_term part;
  if (path->kind == FURAT_SHACL_PATH_PREDICATE) {
    *node = path->iri;
    return FURAT_OK;
  }
  if (path->kind == FURAT_SHACL_PATH_SEQUENCE) {
    return say_list(r, path, node, err);
  }
  furat_status status = new_node(r, "p", FURAT_STR_NONE, node, err);
  if (status == FURAT_OK) {
    status = path->kind == FURAT_SHACL_PATH_ALTERNATIVE
                 ? say_list(r, path, &part, err)
                 : say_path(r, path->parts[0], &part, err);
  }
  return status == FURAT_OK
             ? say(r, node, furat_shacl_path_property(path->kind), &part, err)
             : status;
}

static furat_status
say_result(rdf_report *r, const furat_term *report, const furat_shacl_result *result,
           furat_error *err)
{
  const furat_term type = furat_term_iri(FURAT_STR(FURAT_SH "ValidationResult"));
  furat_term node;
  furat_term path = FURAT_TERM_UNSET;
  furat_status status = new_node(r, "r", FURAT_STR_NONE, &node, err);
  if (status == FURAT_OK && result->path) {
    status = say_path(r, result->path, &path, err);
  }
  const struct {
    const furat_term *subject;
    const char *predicate;
    const furat_term *object;
    const char *scope;
  } triples[] = {
      {report, FURAT_SH "result", &node, NULL},
      {&node, FURAT_RDF_TYPE, &type, NULL},
      {&node, FURAT_SH "focusNode", &result->focus, "d"},
      {&node, FURAT_SH "resultPath", &path, NULL},
      {&node, FURAT_SH "value", &result->value, "d"},
      {&node, FURAT_SH "resultSeverity", &result->shape->severity, "s"},
      {&node, FURAT_SH "sourceConstraintComponent", &result->component, "s"},
      {&node, FURAT_SH "sourceShape", &result->shape->node, "s"},
      {&node, FURAT_SH "sourceConstraint", &result->constraint, "s"},
  };
  for (size_t i = 0; status == FURAT_OK && i < sizeof triples / sizeof triples[0]; ++i) {
    status = triples[i].scope ? say_scoped(r, triples[i].subject, triples[i].predicate,
                                           triples[i].object, triples[i].scope, err)
                              : say(r, triples[i].subject, triples[i].predicate,
                                    triples[i].object, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < result->n_messages; ++i) {
    status = say(r, &node, FURAT_SH "resultMessage", &result->messages[i], err);
  }
  return status;
}

static furat_status
say_report(rdf_report *r, const furat_shacl_report *report, furat_error *err)
{
  const furat_term type = furat_term_iri(FURAT_STR(FURAT_SH "ValidationReport"));
  const furat_term conforms =
      furat_term_literal(report->results.n == 0 ? FURAT_STR("true") : FURAT_STR("false"),
                         FURAT_STR(FURAT_XSD_BOOLEAN));
  furat_term node;
  furat_status status = new_node(r, "report", FURAT_STR_NONE, &node, err);
  if (status == FURAT_OK) {
    status = say(r, &node, FURAT_RDF_TYPE, &type, err);
  }
  if (status == FURAT_OK) {
    status = say(r, &node, FURAT_SH "conforms", &conforms, err);
  }
  for (size_t i = 0; status == FURAT_OK && i < report->results.n; ++i) {
    status =
        say_result(r, &node, &FURAT_VEC_AT(&report->results, furat_shacl_result, i), err);
  }
  return status;
}

static furat_status
declare(furat_prefixes *all, const furat_prefixes *prefixes, furat_error *err)
{
  furat_status status =
      furat_prefixes_set(all, FURAT_STR("sh"), FURAT_STR(FURAT_SH), err);
  for (size_t i = 0; status == FURAT_OK && prefixes && i < prefixes->entries.n; ++i) {
    const furat_prefix p = FURAT_VEC_AT(&prefixes->entries, furat_prefix, i);
    status = furat_prefixes_set(all, p.name, p.iri, err);
  }
  return status;
}

furat_status
furat_shacl_report_write_turtle(furat_output *output, const furat_shacl_report *report,
                                const furat_prefixes *prefixes, furat_error *err)
{
  rdf_report r = {.n_nodes = 0};
  furat_prefixes all;
  furat_writer *writer = NULL;
  const furat_write_options options = {.syntax = furat_syntax_named(FURAT_STR("turtle")),
                                       .prefixes = &all};
  furat_prefixes_init(&all);
  furat_arena_init(&r.labels, SIZE_MAX);
  furat_status status = declare(&all, prefixes, err);
  if (status == FURAT_OK) {
    status = furat_writer_new(&writer, output, &options, err);
  }
  if (status == FURAT_OK) {
    r.sink = furat_writer_sink(writer);
    status = say_report(&r, report, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  furat_arena_clear(&r.labels);
  furat_prefixes_clear(&all);
  return status;
}
