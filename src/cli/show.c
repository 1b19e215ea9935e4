// SPDX-License-Identifier: GPL-3.0-or-later
// Results to a table, a result format or a graph syntax.   results, io -> [cli/show] ->
// commands
#include "cli/show.h"

#include <string.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "results/format.h"

static bool
gives_rows(const furat_results *results)
{
  furat_query_form form = furat_results_form(results);
  return form == FURAT_QUERY_SELECT || form == FURAT_QUERY_ASK;
}

furat_show
furat_show_on(int fd, const char *format, const furat_prefixes *prefixes)
{
  furat_show show = {.format = format,
                     .terminal = isatty(fd) == 1,
                     .table = furat_terminal_table_options(fd)};
  show.table.style.prefixes = prefixes;
  return show;
}

furat_status
furat_show_graph(furat_writer **out, furat_output *output, const furat_show *show,
                 furat_error *err)
{
  const char *name = show->format ? show->format : "turtle";
  furat_write_options options = FURAT_WRITE_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(name));
  options.prefixes = show->table.style.prefixes;
  if (!options.syntax || !options.syntax->can_write) {
    furat_error_set(err, FURAT_USAGE, "this query gives a graph, not solutions for %s",
                    name);
    furat_error_hint(err, "formats of graphs are turtle, trig, ntriples, nquads, rdfxml, "
                          "jsonld, dot");
    return FURAT_USAGE;
  }
  return furat_writer_new(out, output, &options, err);
}

static furat_status
write_graph(furat_output *output, furat_results *results, const furat_show *show,
            furat_error *err)
{
  furat_writer *writer = NULL;
  furat_status status = furat_show_graph(&writer, output, show, err);
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

furat_status
furat_show_rows(furat_output *output, const furat_rows *rows, const furat_show *show,
                furat_error *err)
{
  const char *format = show->format ? show->format : show->terminal ? "table" : "tsv";
  if (strcmp(format, "table") == 0 || strcmp(format, "box") == 0) {
    furat_table_options options = show->table;
    options.unicode = options.unicode || format[0] == 'b';
    return furat_table_write_rows(output, rows, &options, err);
  }
  const furat_format *named = furat_format_named(furat_str_of(format));
  if (!named) {
    furat_error_set(err, FURAT_USAGE, "this query gives solutions, not a graph for %s",
                    format);
    furat_error_hint(err, "formats of solutions are table, box, line, json, jsonl, xml, "
                          "csv, tsv, markdown, html");
    return FURAT_USAGE;
  }
  return furat_format_write(named, output, rows, &show->table.style, err);
}

furat_status
furat_show_results(furat_output *output, furat_results *results, const furat_show *show,
                   furat_error *err)
{
  if (!gives_rows(results)) {
    return write_graph(output, results, show, err);
  }
  furat_rows rows = {.columns = NULL};
  furat_status status = furat_rows_of_results(&rows, results, err);
  if (status == FURAT_OK) {
    status = furat_show_rows(output, &rows, show, err);
  }
  furat_rows_clear(&rows);
  return status;
}

furat_status
furat_show_on_stdout(furat_results *results, const char *format,
                     const furat_prefixes *prefixes, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_output_to_stream(&output, stdout, "standard output", err);
  if (status == FURAT_OK) {
    const furat_show show = furat_show_on(STDOUT_FILENO, format, prefixes);
    status = furat_show_results(output, results, &show, err);
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
