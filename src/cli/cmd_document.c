// SPDX-License-Identifier: GPL-3.0-or-later
// furat document: the vocabulary of the graph as a page to read.
//                                                       engine -> [cli] -> dispatch
#include <string.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/vocabulary_page.h"
#include "io/output.h"

enum { OPTION_OUTPUT = 1 };

static const furat_option options[] = {
    {.id = OPTION_OUTPUT,
     .letter = 'o',
     .kind = FURAT_OPTION_FILE,
     .name = "output",
     .argument = "FILE",
     .help = "write to FILE, which is replaced only when all is written"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

// A property can be said to lie under the inverse of another, which is a blank node.
static const char terms[] =
    "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "CONSTRUCT { ?term ?property ?value . ?value owl:inverseOf ?inverse }\n"
    "WHERE {\n"
    "  VALUES ?kind { owl:Ontology owl:Class owl:ObjectProperty owl:DatatypeProperty\n"
    "    skos:ConceptScheme skos:Concept }\n"
    "  ?term a ?kind ; ?property ?value\n"
    "  OPTIONAL { ?value owl:inverseOf ?inverse }\n"
    "}";

static furat_status
emit_into_set(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; i++) {
    status = furat_quad_set_add(self, &quads[i], err);
  }
  return status;
}

static furat_status
collect(furat_quad_set *set, furat_dataset *dataset, const furat_cancel *cancel,
        furat_error *err)
{
  const furat_prepare_options prepare = FURAT_PREPARE_OPTIONS_INIT;
  const furat_quad_sink sink = {.self = set, .emit = emit_into_set};
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_status status =
      furat_query_prepare(&query, dataset, furat_str_of(terms), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_results_triples(results, &sink, err);
  }
  if (status == FURAT_OK && set->rows.n == 0) {
    furat_error_set(err, FURAT_NOT_FOUND,
                    "the default graph describes no classes, properties or concepts");
    furat_error_hint(err, "--union-default-graph looks into all graphs of a store");
    status = FURAT_NOT_FOUND;
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_OK ? furat_quad_set_arrange(set, err) : status;
}

static furat_status
write_page(furat_output *output, furat_dataset *dataset, const furat_cancel *cancel,
           furat_error *err)
{
  furat_buffer page;
  furat_prefixes prefixes;
  furat_quad_set set;
  furat_buffer_init(&page, SIZE_MAX);
  furat_prefixes_init(&prefixes);
  furat_quad_set_init(&set);
  furat_status status = furat_show_prefixes(&prefixes, err);
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(dataset, &prefixes, err);
  }
  if (status == FURAT_OK) {
    status = collect(&set, dataset, cancel, err);
  }
  if (status == FURAT_OK) {
    furat_vocabulary_page_write(&page, &set, &prefixes);
    status = furat_buffer_status(&page, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_write(output, furat_buffer_str(&page), err);
  }
  furat_quad_set_clear(&set);
  furat_prefixes_clear(&prefixes);
  furat_buffer_clear(&page);
  return status;
}

static furat_status
document(const furat_vec *arguments, const furat_cancel *cancel, furat_error *err)
{
  const furat_argument *path = furat_argument_find(arguments, OPTION_OUTPUT);
  furat_output *output = NULL;
  furat_dataset *dataset = NULL;
  furat_status status = path && strcmp(path->value, "-") != 0
                            ? furat_output_to_file(&output, path->value, err)
                            : furat_show_stdout(&output, err);
  if (status == FURAT_OK) {
    status = furat_source_open(&dataset, arguments, cancel, err);
  }
  if (status == FURAT_OK) {
    status = write_page(output, dataset, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_dataset_close(dataset);
  furat_output_free(output);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  furat_cancel cancel;
  furat_source_cancel(&cancel, arguments);
  furat_interrupt_begin(&cancel);
  const furat_status status = document(arguments, &cancel, err);
  furat_interrupt_end();
  return status;
}

const furat_command furat_command_document = {
    .name = "document",
    .operands = "[SOURCE]... [-o FILE]",
    .only_options = true,
    .summary = "write the graph's vocabulary as a page to read",
    .description =
        "Writes one HTML page of the classes, properties and concepts that have a label: "
        "what they are called and mean in English and, from right to left, in Arabic, an "
        "example, what they are part of and what they are like in other vocabularies. "
        "The page has no scripts and needs nothing else; the name of a term leads to its "
        "place, as in furat.html#Claim.",
    .options = options,
    .examples = "furat document -o furat.html\tthe ontology of the shipped graph",
    .run = run,
};
