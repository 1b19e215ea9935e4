// SPDX-License-Identifier: GPL-3.0-or-later
// Results to a table, a result format or a graph syntax.
//                                                 results, io -> [cli/show] -> commands
#include "cli/show.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/pager.h"
#include "cli/terminal.h"
#include "cli/watch.h"
#include "results/fit.h"
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
  show.table.style.table_hint =
      format ? NULL : "too wide for a table; --results table makes one";
  return show;
}

// Of these the filter knows the strings and names.
static bool
is_like_turtle(const furat_syntax *syntax)
{
  return syntax->id == FURAT_SYNTAX_TURTLE || syntax->id == FURAT_SYNTAX_TRIG ||
         syntax->id == FURAT_SYNTAX_NTRIPLES || syntax->id == FURAT_SYNTAX_NQUADS;
}

furat_status
furat_show_graph_begin(furat_graph_writer *graph, furat_output *output,
                       const furat_show *show, furat_error *err)
{
  *graph = (furat_graph_writer){.writer = NULL};
  const char *name = show->format ? show->format : "turtle";
  furat_write_options options = FURAT_WRITE_OPTIONS_INIT;
  options.syntax = furat_syntax_named(furat_str_of(name));
  options.prefixes = show->table.style.prefixes;
  if (!options.syntax || !options.syntax->can_write) {
    furat_error_set(err, FURAT_USAGE,
                    "this query gives a graph, not solutions for %.100s", name);
    furat_error_hint(err, "formats of graphs are turtle, trig, ntriples, nquads, rdfxml, "
                          "jsonld, dot");
    return FURAT_USAGE;
  }
  furat_status status = FURAT_OK;
  if (show->terminal || show->table.style.palette) {
    status = furat_filter_new(&graph->filter, output, is_like_turtle(options.syntax),
                              show->table.style.palette, err);
    output = status == FURAT_OK ? furat_filter_output(graph->filter) : output;
  }
  if (status == FURAT_OK) {
    status = furat_writer_new(&graph->writer, output, &options, err);
  }
  if (status == FURAT_OK) {
    graph->sink = furat_writer_sink(graph->writer);
  }
  return status;
}

furat_status
furat_show_graph_end(furat_graph_writer *graph, furat_status status, furat_error *err)
{
  if (status == FURAT_OK) {
    status = furat_writer_finish(graph->writer, err);
  }
  furat_writer_free(graph->writer);
  if (graph->filter) {
    furat_status finished =
        furat_filter_finish(graph->filter, status == FURAT_OK ? err : NULL);
    status = status == FURAT_OK ? finished : status;
  }
  furat_filter_free(graph->filter);
  return status;
}

static furat_status
write_graph(furat_output *output, furat_results *results, const furat_show *show,
            furat_error *err)
{
  furat_graph_writer graph;
  furat_status status = furat_show_graph_begin(&graph, output, show, err);
  if (status == FURAT_OK) {
    status = furat_results_triples(results, &graph.sink, err);
  }
  return furat_show_graph_end(&graph, status, err);
}

// What is made for programs is made harmless too where a terminal would get it.
static furat_status
write_formatted(furat_output *output, const furat_format *format, const furat_rows *rows,
                const furat_show *show, furat_error *err)
{
  if (!show->terminal || format->harmless) {
    return furat_format_write(format, output, rows, &show->table.style, err);
  }
  furat_filter *filter = NULL;
  furat_status status = furat_filter_new(&filter, output, false, NULL, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_format_write(format, furat_filter_output(filter), rows,
                              &show->table.style, err);
  furat_status finished = furat_filter_finish(filter, status == FURAT_OK ? err : NULL);
  furat_filter_free(filter);
  return status == FURAT_OK ? finished : status;
}

furat_status
furat_show_rows(furat_output *output, const furat_rows *rows, const furat_show *show,
                furat_error *err)
{
  if (!show->format && show->terminal) {
    bool unasked = false;
    return furat_fit_write_rows(output, rows, &show->table,
                                show->as_lines ? show->as_lines : &unasked, err);
  }
  const char *format = show->format ? show->format : show->terminal ? "table" : "tsv";
  if (strcmp(format, "table") == 0 || strcmp(format, "box") == 0) {
    furat_table_options options = show->table;
    options.unicode = options.unicode || format[0] == 'b';
    return furat_table_write_rows(output, rows, &options, err);
  }
  const furat_format *named = furat_format_named(furat_str_of(format));
  if (!named) {
    furat_error_set(err, FURAT_USAGE,
                    "this query gives solutions, not a graph for %.100s", format);
    furat_error_hint(err, "formats of solutions are table, box, line, json, jsonl, xml, "
                          "csv, tsv, markdown, html");
    return FURAT_USAGE;
  }
  return write_formatted(output, named, rows, show, err);
}

// ------------------------------------------------------- to standard output

// Results on their way to standard output, and the line about what takes long.
typedef struct watched_way {
  furat_watch *watch;
  uint64_t n_rows;
  furat_results *results;
} watched_way;

static furat_status
next_watched(void *self, const furat_term **row, furat_error *err)
{
  watched_way *way = self;
  furat_status status = furat_results_next(way->results, row, err);
  if (status == FURAT_OK) {
    furat_watch_tell(way->watch, ++way->n_rows);
  }
  return status;
}

static furat_status
show_watched(watched_way *way, furat_output *output, const furat_show *show,
             furat_error *err)
{
  if (!gives_rows(way->results)) {
    return write_graph(output, way->results, show, err);
  }
  furat_rows rows = {.columns = NULL};
  furat_status status = furat_rows_of_results(&rows, way->results, err);
  if (status == FURAT_OK) {
    rows.self = way;
    rows.next = next_watched;
    status = furat_show_rows(output, &rows, show, err);
  }
  furat_rows_clear(&rows);
  return status;
}

// Graphs and texts for programs have lines of any length; a table has none that is wider
// than the screen.
static furat_status
show_paged(watched_way *way, const furat_show *show, bool paged, furat_error *err)
{
  furat_pager pager;
  furat_show in_pager = *show;
  furat_output *output = NULL;
  furat_pager_init(&pager, paged && show->terminal && furat_terminal_moves(), false,
                   show->terminal ? way->watch : NULL);
  pager.chop = !show->format || strcmp(show->format, "table") == 0 ||
               strcmp(show->format, "box") == 0;
  in_pager.as_lines = &pager.wrap;
  furat_status status = furat_output_to_function(&output, furat_pager_write, &pager, err);
  if (status == FURAT_OK) {
    status = show_watched(way, output, &in_pager, err);
  }
  furat_output_free(output);
  if (pager.gone) {
    furat_error_clear(err);
    status = FURAT_OK;
  }
  furat_status finished = furat_pager_finish(&pager, status == FURAT_OK ? err : NULL);
  return status == FURAT_OK ? finished : status;
}

furat_status
furat_show_on_stdout(furat_results *results, const char *format, bool paged,
                     const furat_prefixes *prefixes, furat_error *err)
{
  furat_show show = furat_show_on(STDOUT_FILENO, format, prefixes);
  watched_way way = {.results = results};
  furat_status status =
      furat_terminal_moves() ? furat_watch_begin(&way.watch, err) : FURAT_OK;
  if (status == FURAT_OK) {
    status = show_paged(&way, &show, paged, err);
  }
  furat_watch_end(way.watch);
  errno = 0;
  // What was found before a failure is shown too.
  if (fflush(stdout) != 0 && status == FURAT_OK) {
    status = furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
  return status;
}

furat_status
furat_show_stdout(furat_output **out, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_output_to_stream(&output, stdout, "standard output", err);
  if (status == FURAT_OK && isatty(STDOUT_FILENO) == 1) {
    return furat_filter_output_new(out, output, err);
  }
  *out = output;
  return status;
}

furat_status
furat_show_text_on_stdout(const furat_buffer *text, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_buffer_status(text, err);
  if (status == FURAT_OK) {
    status = furat_show_stdout(&output, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_write(output, furat_buffer_str(text), err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

furat_status
furat_show_text_paged(const furat_buffer *text, furat_error *err)
{
  furat_pager pager;
  furat_status status = furat_buffer_status(text, err);
  if (status != FURAT_OK) {
    return status;
  }
  furat_pager_init(&pager, isatty(STDOUT_FILENO) && furat_terminal_moves(), false, NULL);
  status = furat_pager_write(&pager, furat_buffer_str(text), err);
  if (pager.gone) {
    furat_error_clear(err);
    status = FURAT_OK;
  }
  furat_status finished = furat_pager_finish(&pager, status == FURAT_OK ? err : NULL);
  status = status == FURAT_OK ? finished : status;
  errno = 0;
  if (fflush(stdout) != 0 && status == FURAT_OK) {
    status = furat_error_io(err, "cannot write", "standard output", errno ? errno : EIO);
  }
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
