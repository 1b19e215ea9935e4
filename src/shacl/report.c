// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the results, and writes them for people and as JSON.
//                                        validate -> [report] -> report_rdf, output
#include "shacl/report.h"

#include <inttypes.h>

#include <stdlib.h>

#include "base/json_text.h"
#include "rdf/vocabulary.h"
#include "results/cell.h"
#include "shacl/report_internal.h"

void
furat_shacl_report_init(furat_shacl_report *report)
{
  furat_arena_init(&report->arena, SIZE_MAX);
  furat_vec_init(&report->results, sizeof(furat_shacl_result), UINT32_MAX);
  furat_vec_init(&report->idle, sizeof(furat_term), UINT32_MAX);
}

void
furat_shacl_report_clear(furat_shacl_report *report)
{
  furat_vec_clear(&report->results);
  furat_vec_clear(&report->idle);
  furat_arena_clear(&report->arena);
}

furat_status
furat_shacl_report_add(furat_shacl_report *report, const furat_shacl_result *result,
                       furat_error *err)
{
  furat_shacl_result copy = *result;
  furat_term *messages =
      FURAT_ARENA_ARRAY(&report->arena, furat_term, result->n_messages + 1);
  furat_term *limits =
      FURAT_ARENA_ARRAY(&report->arena, furat_term, result->n_limits + 1);
  bool ok = messages && limits &&
            furat_arena_copy(&report->arena, result->limit, &copy.limit) &&
            furat_term_copy(&report->arena, &result->focus, &copy.focus) &&
            furat_term_copy(&report->arena, &result->value, &copy.value) &&
            furat_term_copy(&report->arena, &result->owner, &copy.owner);
  for (size_t i = 0; ok && i < result->n_messages; ++i) {
    ok = furat_term_copy(&report->arena, &result->messages[i], &messages[i]);
  }
  for (size_t i = 0; ok && i < result->n_limits; ++i) {
    ok = furat_term_copy(&report->arena, &result->limits[i], &limits[i]);
  }
  if (!ok) {
    return furat_error_no_mem(err);
  }
  copy.messages = messages;
  copy.limits = limits;
  furat_vec_push(&report->results, &copy);
  return furat_vec_status(&report->results, err);
}

static int
compare_results(const void *a, const void *b)
{
  const furat_shacl_result *left = a;
  const furat_shacl_result *right = b;
  int order = furat_term_compare(&left->shape->node, &right->shape->node);
  if (order == 0) {
    order = furat_term_compare(&left->focus, &right->focus);
  }
  if (order == 0) {
    order = furat_term_compare(&left->component, &right->component);
  }
  return order == 0 ? furat_term_compare(&left->value, &right->value) : order;
}

void
furat_shacl_report_sort(furat_shacl_report *report)
{
  if (report->results.n > 1) {
    qsort(report->results.items, report->results.n, sizeof(furat_shacl_result),
          compare_results);
  }
}

/// "MinCount" of sh:MinCountConstraintComponent; other IRIs as they are.
static void
write_component(furat_buffer *out, const furat_term *component,
                const furat_prefixes *prefixes)
{
  const furat_str tail = FURAT_STR("ConstraintComponent");
  const furat_str head = FURAT_STR(FURAT_SH);
  if (furat_str_starts_with(component->text, head) &&
      furat_str_ends_with(component->text, tail)) {
    furat_buffer_append(out, furat_str_slice(component->text, head.len,
                                             component->text.len - head.len - tail.len));
    return;
  }
  furat_term_write_cell(out, component, prefixes);
}

static void
write_line(furat_buffer *out, const char *label, const furat_term *term,
           const furat_prefixes *prefixes)
{
  furat_buffer_appendf(out, "  %-9s ", label);
  furat_term_write_cell(out, term, prefixes);
  furat_buffer_append_byte(out, '\n');
}

static void
write_limits(furat_buffer *out, const furat_shacl_result *result,
             const furat_prefixes *prefixes)
{
  if (result->n_limits == 0) {
    return;
  }
  furat_buffer_append_cstr(out, "  allowed   ");
  const furat_term property = furat_term_iri(result->limit);
  furat_term_write_cell(out, &property, prefixes);
  for (size_t i = 0; i < result->n_limits; ++i) {
    furat_buffer_append_cstr(out, i > 0 ? ", " : " ");
    furat_term_write_cell(out, &result->limits[i], prefixes);
  }
  furat_buffer_append_byte(out, '\n');
}

// A label of a blank node tells nobody anything.
static void
write_shape(furat_buffer *out, const furat_shacl_result *result,
            const furat_prefixes *prefixes)
{
  if (result->shape->node.kind != FURAT_TERM_BLANK) {
    write_line(out, "shape", &result->shape->node, prefixes);
  } else if (result->owner.kind == FURAT_TERM_IRI) {
    furat_buffer_append_cstr(out, "  shape     a property of ");
    furat_term_write_cell(out, &result->owner, prefixes);
    furat_buffer_append_byte(out, '\n');
  } else {
    furat_buffer_append_cstr(out, "  shape     without a name\n");
  }
}

static void
write_text(furat_buffer *out, const furat_shacl_result *result,
           const furat_prefixes *prefixes)
{
  const furat_str severity =
      furat_str_slice(result->shape->severity.text, sizeof FURAT_SH - 1,
                      result->shape->severity.text.len);
  furat_buffer_append(
      out, furat_str_starts_with(result->shape->severity.text, FURAT_STR(FURAT_SH))
               ? severity
               : result->shape->severity.text);
  furat_buffer_append_cstr(out, " of ");
  write_component(out, &result->component, prefixes);
  furat_buffer_append_byte(out, '\n');
  write_line(out, "focus", &result->focus, prefixes);
  if (result->path) {
    furat_buffer_append_cstr(out, "  path      ");
    furat_shacl_path_write(out, result->path, prefixes);
    furat_buffer_append_byte(out, '\n');
  }
  if (result->value.kind != FURAT_TERM_NONE) {
    write_line(out, "value", &result->value, prefixes);
  }
  write_limits(out, result, prefixes);
  write_shape(out, result, prefixes);
  for (size_t i = 0; i < result->n_messages; ++i) {
    write_line(out, "message", &result->messages[i], prefixes);
  }
  furat_buffer_append_byte(out, '\n');
}

static furat_status
write_all_text(furat_output *output, const furat_shacl_report *report,
               const furat_prefixes *prefixes, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  for (size_t i = 0; i < report->results.n; ++i) {
    write_text(&text, &FURAT_VEC_AT(&report->results, furat_shacl_result, i), prefixes);
  }
  if (report->results.n == 0) {
    furat_buffer_append_cstr(&text, "the graph conforms");
  } else {
    furat_buffer_appendf(&text, "%zu result%s: the graph does not conform",
                         report->results.n, report->results.n == 1 ? "" : "s");
  }
  furat_buffer_appendf(&text, " (%" PRIu64 " node%s, %zu shape%s)\n", report->n_nodes,
                       report->n_nodes == 1 ? "" : "s", report->n_shapes,
                       report->n_shapes == 1 ? "" : "s");
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = furat_output_write(output, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

/// A term as SPARQL's JSON results have it.
static void
write_json_term(furat_buffer *out, const char *name, const furat_term *term)
{
  static const char *const types[] = {"", "uri", "bnode", "literal"};
  furat_buffer_appendf(out, ",\n      \"%s\": {\"type\": \"%s\", \"value\": ", name,
                       types[term->kind]);
  furat_json_string(out, term->text);
  if (term->language.len > 0) {
    furat_buffer_append_cstr(out, ", \"xml:lang\": ");
    furat_json_string(out, term->language);
  } else if (term->kind == FURAT_TERM_LITERAL &&
             !furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING))) {
    furat_buffer_append_cstr(out, ", \"datatype\": ");
    furat_json_string(out, term->datatype);
  }
  furat_buffer_append_byte(out, '}');
}

static void
write_json(furat_buffer *out, const furat_shacl_result *result)
{
  furat_buffer path;
  furat_buffer_append_cstr(out, "    {\"severity\": ");
  furat_json_string(out, result->shape->severity.text);
  furat_buffer_append_cstr(out, ",\n      \"component\": ");
  furat_json_string(out, result->component.text);
  write_json_term(out, "focusNode", &result->focus);
  if (result->path) {
    furat_buffer_init(&path, SIZE_MAX);
    furat_shacl_path_write(&path, result->path, NULL);
    furat_buffer_append_cstr(out, ",\n      \"path\": ");
    furat_json_string(out, furat_buffer_str(&path));
    furat_buffer_clear(&path);
  }
  if (result->value.kind != FURAT_TERM_NONE) {
    write_json_term(out, "value", &result->value);
  }
  write_json_term(out, "sourceShape", &result->shape->node);
  furat_buffer_append_cstr(out, ",\n      \"messages\": [");
  for (size_t i = 0; i < result->n_messages; ++i) {
    furat_buffer_append_cstr(out, i > 0 ? ", " : "");
    furat_json_string(out, result->messages[i].text);
  }
  furat_buffer_append_cstr(out, "]}");
}

static furat_status
write_all_json(furat_output *output, const furat_shacl_report *report, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_appendf(&text,
                       "{\n  \"conforms\": %s,\n  \"nodes\": %" PRIu64
                       ",\n  \"shapes\": %zu,\n  \"results\": [",
                       report->results.n == 0 ? "true" : "false", report->n_nodes,
                       report->n_shapes);
  for (size_t i = 0; i < report->results.n; ++i) {
    furat_buffer_append_cstr(&text, i > 0 ? ",\n" : "\n");
    write_json(&text, &FURAT_VEC_AT(&report->results, furat_shacl_result, i));
  }
  furat_buffer_append_cstr(&text, report->results.n > 0 ? "\n  ]\n}\n" : "]\n}\n");
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = furat_output_write(output, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

furat_status
furat_shacl_report_write(furat_output *output, const furat_shacl_report *report,
                         furat_shacl_format format, const furat_prefixes *prefixes,
                         furat_error *err)
{
  switch (format) {
  case FURAT_SHACL_TEXT:
    return write_all_text(output, report, prefixes, err);
  case FURAT_SHACL_JSON:
    return write_all_json(output, report, err);
  case FURAT_SHACL_TURTLE:
    break;
  }
  return furat_shacl_report_write_turtle(output, report, prefixes, err);
}
