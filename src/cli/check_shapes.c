// SPDX-License-Identifier: GPL-3.0-or-later
// Opens data and shapes, validates, and writes the report.    shacl -> [cli] -> cmd_check
#include "cli/check_shapes.h"

#include <string.h>

#include "cli/intake.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "engine/native.h"
#include "engine/shipped.h"
#include "results/cell.h"
#include "shacl/validate.h"

/// Where shapes are put beside the data when they ask for $shapesGraph.
#define SHAPES_GRAPH "urn:x-furat:shapes"

enum { MAX_PATH_BYTES = 1 << 16 };

typedef struct validation {
  const furat_vec *arguments;
  furat_cancel cancel;
  furat_dataset *shapes_dataset;
  furat_dataset *data;
  furat_shapes shapes;
  furat_shacl_report report;
  furat_prefixes prefixes;
  furat_term shapes_graph;
} validation;

static furat_status
read_shapes_file(const validation *v, furat_dataset *dataset, const char *path,
                 const furat_term *graph, furat_error *err)
{
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.cancel = &v->cancel;
  options.graph = *graph;
  const furat_status status = furat_intake_fit(&options, path, err);
  return status == FURAT_OK ? furat_dataset_load_file(dataset, path, &options, err)
                            : status;
}

/// The shapes that come with the program.
static furat_status
read_shipped_shapes(const validation *v, furat_dataset *dataset, const furat_term *graph,
                    furat_error *err)
{
  furat_buffer path;
  furat_buffer_init(&path, MAX_PATH_BYTES);
  furat_status status = furat_datadir_find(&path, err);
  furat_buffer_append_cstr(&path, "/ontology/shapes.ttl");
  if (status == FURAT_OK) {
    status = furat_buffer_status(&path, err);
  }
  if (status == FURAT_OK) {
    status = read_shapes_file(v, dataset, path.data, graph, err);
  }
  furat_buffer_clear(&path);
  return status;
}

static furat_status
read_shapes(const validation *v, furat_dataset *dataset, const furat_term *graph,
            furat_error *err)
{
  furat_status status = FURAT_OK;
  size_t n = 0;
  for (size_t i = 0; status == FURAT_OK && i < v->arguments->n; ++i) {
    const furat_argument *argument = &FURAT_VEC_AT(v->arguments, furat_argument, i);
    if (argument->id == FURAT_CHECK_SHAPES) {
      status = read_shapes_file(v, dataset, argument->value, graph, err);
      n += 1;
    }
  }
  return status == FURAT_OK && n == 0 ? read_shipped_shapes(v, dataset, graph, err)
                                      : status;
}

static furat_status
open_shapes(validation *v, furat_error *err)
{
  const furat_dataset_options options = {.engine = &furat_engine_native};
  const furat_term graph = FURAT_TERM_UNSET;
  furat_status status = furat_dataset_open(&v->shapes_dataset, &options, err);
  return status == FURAT_OK ? read_shapes(v, v->shapes_dataset, &graph, err) : status;
}

/// Whether a query of the shapes names the variable shapesGraph.
static furat_status
wants_shapes_graph(bool *wants, const validation *v, furat_error *err)
{
  const furat_shacl_query query = {
      .dataset = v->shapes_dataset,
      .text = FURAT_STR("ASK { ?x sh:select|sh:ask ?q "
                        "FILTER(CONTAINS(STR(?q), \"shapesGraph\")) }"),
      .cancel = &v->cancel};
  return furat_shacl_ask(wants, &query, err);
}

/// A store is never changed, so only data from files can have the shapes beside them.
static furat_status
add_shapes_graph(validation *v, furat_error *err)
{
  const bool from_files = furat_argument_find(v->arguments, FURAT_SOURCE_DATA) ||
                          furat_argument_find(v->arguments, FURAT_SOURCE_NAMED_GRAPH);
  bool wanted = false;
  furat_status status = wants_shapes_graph(&wanted, v, err);
  if (status == FURAT_OK && wanted && from_files) {
    v->shapes_graph = furat_term_iri(FURAT_STR(SHAPES_GRAPH));
    status = read_shapes(v, v->data, &v->shapes_graph, err);
  }
  return status;
}

static furat_status
take_prefixes(validation *v, furat_error *err)
{
  furat_status status = furat_show_prefixes(&v->prefixes, err);
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(v->data, &v->prefixes, err);
  }
  return status == FURAT_OK ? furat_dataset_prefixes(v->shapes_dataset, &v->prefixes, err)
                            : status;
}

/// A file without shapes would find everything in order.
static furat_status
require_shapes(validation *v, furat_error *err)
{
  furat_vec nodes;
  furat_vec_init(&nodes, sizeof(furat_term), UINT32_MAX);
  furat_status status = furat_shapes_with_targets(&nodes, &v->shapes, err);
  if (status == FURAT_OK && nodes.n == 0) {
    const furat_argument *file = furat_argument_find(v->arguments, FURAT_CHECK_SHAPES);
    furat_error_set(err, FURAT_BAD_DATA,
                    "there is nothing to check: %.200s has no shape with a target",
                    !file                           ? "the shipped ontology"
                    : strcmp(file->value, "-") == 0 ? "standard input"
                                                    : file->value);
    furat_error_hint(err,
                     "as in [] a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property "
                     "[ sh:path ex:name ; sh:minCount 1 ] .");
    status = FURAT_BAD_DATA;
  }
  furat_vec_clear(&nodes);
  return status;
}

static furat_status
validate(validation *v, furat_error *err)
{
  furat_status status = open_shapes(v, err);
  if (status == FURAT_OK) {
    status = furat_source_open_merged(&v->data, v->arguments, &v->cancel, err);
  }
  if (status == FURAT_OK) {
    status = add_shapes_graph(v, err);
  }
  if (status == FURAT_OK) {
    status = take_prefixes(v, err);
  }
  if (status == FURAT_OK) {
    const furat_validate_options options = {.data = v->data,
                                            .shapes = &v->shapes,
                                            .shapes_graph = v->shapes_graph,
                                            .cancel = &v->cancel};
    furat_shapes_init(&v->shapes, v->shapes_dataset, &v->cancel);
    status = require_shapes(v, err);
    status = status == FURAT_OK ? furat_validate(&v->report, &options, err) : status;
  }
  return status;
}

static furat_shacl_format
choose_format(const furat_vec *arguments)
{
  const furat_argument *format = furat_argument_find(arguments, FURAT_CHECK_FORMAT);
  if (format && strcmp(format->value, "turtle") == 0) {
    return FURAT_SHACL_TURTLE;
  }
  return format && strcmp(format->value, "json") == 0 ? FURAT_SHACL_JSON
                                                      : FURAT_SHACL_TEXT;
}

static furat_status
write_report(const validation *v, furat_error *err)
{
  const furat_argument *path = furat_argument_find(v->arguments, FURAT_CHECK_OUTPUT);
  furat_output *output = NULL;
  furat_status status = path && strcmp(path->value, "-") != 0
                            ? furat_output_to_file(&output, path->value, err)
                            : furat_show_stdout(&output, err);
  if (status == FURAT_OK) {
    status = furat_shacl_report_write(output, &v->report, choose_format(v->arguments),
                                      &v->prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

// Shapes that were asked of nothing find nothing: who misspelt a class should know.
static furat_status
tell_idle(const validation *v, furat_error *err)
{
  enum { MOST_NAMED = 5, MAX_LINE = 1 << 16 };
  const furat_vec *idle = &v->report.idle;
  furat_buffer names;
  furat_buffer_init(&names, MAX_LINE);
  for (size_t i = 0; i < idle->n && i < MOST_NAMED; ++i) {
    const furat_term *shape = &FURAT_VEC_AT(idle, furat_term, i);
    furat_buffer_append_cstr(&names, i > 0 ? ", " : "");
    if (shape->kind == FURAT_TERM_BLANK) {
      furat_buffer_append_cstr(&names, "one without a name");
    } else {
      furat_term_write_cell(&names, shape, &v->prefixes);
    }
  }
  if (idle->n > MOST_NAMED) {
    furat_buffer_appendf(&names, " and %zu more", idle->n - MOST_NAMED);
  }
  const furat_status status = furat_buffer_status(&names, err);
  if (status == FURAT_OK && idle->n > 0) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "furat: %sno node is a target of %s\n",
                  v->report.n_nodes == 0 ? "nothing was checked: " : "", names.data);
  }
  furat_buffer_clear(&names);
  return status;
}

furat_status
furat_check_shapes(const furat_vec *arguments, bool quiet, furat_error *err)
{
  validation v = {.arguments = arguments};
  furat_shacl_report_init(&v.report);
  furat_prefixes_init(&v.prefixes);
  furat_shapes_init(&v.shapes, NULL, NULL);
  furat_source_cancel(&v.cancel, arguments);
  furat_interrupt_begin(&v.cancel);
  furat_status status = validate(&v, err);
  if (status == FURAT_OK && !quiet) {
    status = write_report(&v, err);
  }
  if (status == FURAT_OK && !quiet) {
    status = tell_idle(&v, err);
  }
  furat_interrupt_end();
  if (status == FURAT_OK && v.report.results.n > 0) {
    status = FURAT_BAD_DATA; // said by the report
  }
  furat_shacl_report_clear(&v.report);
  furat_shapes_clear(&v.shapes);
  furat_prefixes_clear(&v.prefixes);
  furat_dataset_close(v.data);
  furat_dataset_close(v.shapes_dataset);
  return status;
}
