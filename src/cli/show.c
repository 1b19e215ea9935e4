// SPDX-License-Identifier: GPL-3.0-or-later
// Results to a table, a result format or a graph syntax.   results, io -> [cli/show] ->
// commands
#include "cli/show.h"

#include <string.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "io/writer.h"
#include "results/format.h"
#include "results/table.h"

static bool
gives_rows(const furat_results *results)
{
  furat_query_form form = furat_results_form(results);
  return form == FURAT_QUERY_SELECT || form == FURAT_QUERY_ASK;
}

static furat_status
show_graph(furat_output *output, furat_results *results, const char *name,
           const furat_prefixes *prefixes, furat_error *err)
{
  furat_write_options options = FURAT_WRITE_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(name));
  options.prefixes = prefixes;
  if (!options.syntax || !options.syntax->can_write) {
    furat_error_set(err, FURAT_USAGE, "this query gives a graph, not solutions for %s",
                    name);
    furat_error_hint(err, "formats of graphs are turtle, trig, ntriples, nquads, rdfxml, "
                          "jsonld, dot");
    return FURAT_USAGE;
  }
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &options, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_results_triples(results, &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
show_table(furat_output *output, furat_results *results, bool terminal,
           const furat_prefixes *prefixes, furat_error *err)
{
  furat_table_options options =
      furat_terminal_table_options(terminal ? STDOUT_FILENO : -1);
  options.prefixes = prefixes;
  return furat_table_write_results(output, results, &options, err);
}

furat_status
furat_show_results(furat_output *output, furat_results *results, const char *format,
                   bool terminal, const furat_prefixes *prefixes, furat_error *err)
{
  if (!gives_rows(results)) {
    return show_graph(output, results, format ? format : "turtle", prefixes, err);
  }
  if (!format) {
    format = terminal ? "table" : "tsv";
  }
  if (strcmp(format, "table") == 0) {
    return show_table(output, results, terminal, prefixes, err);
  }
  const furat_format *named = furat_format_named(furat_str_of(format));
  if (!named) {
    furat_error_set(err, FURAT_USAGE, "this query gives solutions, not a graph for %s",
                    format);
    furat_error_hint(err,
                     "formats of solutions are table, json, xml, csv, tsv, markdown, "
                     "html");
    return FURAT_USAGE;
  }
  return furat_format_write(named, output, results, prefixes, err);
}

furat_status
furat_show_on_stdout(furat_results *results, const char *format,
                     const furat_prefixes *prefixes, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_output_to_stream(&output, stdout, "standard output", err);
  if (status == FURAT_OK) {
    status = furat_show_results(output, results, format, isatty(STDOUT_FILENO) == 1,
                                prefixes, err);
    // What was found before a failure is shown too.
    furat_status finished = furat_output_finish(output, status == FURAT_OK ? err : NULL);
    status = status == FURAT_OK ? finished : status;
  }
  furat_output_free(output);
  return status;
}

furat_status
furat_show_prefixes(furat_prefixes *prefixes, furat_error *err)
{
  size_t n = 0;
  const furat_prefix *known = furat_prefixes_well_known(&n);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    status = furat_prefixes_set(prefixes, known[i].name, known[i].iri, err);
  }
  return status;
}
