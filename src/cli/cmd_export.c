// SPDX-License-Identifier: GPL-3.0-or-later
// furat export: the graph, some of its graphs, or what a CONSTRUCT makes of it, as a
// document.
//                                                       engine, io -> [cli] -> dispatch
#include <string.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/release.h"
#include "cli/request.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/term_text.h"
#include "engine/text_file.h"
#include "io/turtle_term.h"
#include "io/writer.h"
#include "rdf/iri.h"

enum {
  OPTION_GRAPH = 1,
  OPTION_CONSTRUCT,
  OPTION_QUERY,
  OPTION_FORMAT,
  OPTION_OUTPUT,
  OPTION_UNSORTED,
  OPTION_CANONICAL,
  OPTION_BASE,
  OPTION_PREFIX,
  OPTION_RELEASE,
  MAX_GRAPH_NAME = 1 << 20
};

static const furat_option options[] = {
    {.id = OPTION_GRAPH,
     .letter = 'g',
     .repeatable = true,
     .kind = FURAT_OPTION_GRAPH,
     .name = "graph",
     .argument = "IRI",
     .help = "only the graph of this name (graph:entities is one, too); \"default\" is "
             "the one without a name"},
    {.id = OPTION_CONSTRUCT,
     .kind = FURAT_OPTION_STRING,
     .name = "construct",
     .argument = "SPARQL",
     .help = "only what this CONSTRUCT or DESCRIBE query gives"},
    {.id = OPTION_QUERY,
     .kind = FURAT_OPTION_SPARQL,
     .name = "query",
     .argument = "FILE",
     .help = "the same, read from FILE; - is standard input"},
    {.id = OPTION_FORMAT,
     .letter = 'f',
     .kind = FURAT_OPTION_CHOICE,
     .name = "format",
     .argument = "FORMAT",
     .choices = "turtle trig ntriples nquads rdfxml jsonld dot",
     .help = "write FORMAT; without it the ending of the output's name tells"},
    {.id = OPTION_OUTPUT,
     .letter = 'o',
     .kind = FURAT_OPTION_FILE,
     .name = "output",
     .argument = "FILE",
     .help = "write to FILE, which is replaced only when all is written"},
    {.id = OPTION_UNSORTED,
     .kind = FURAT_OPTION_FLAG,
     .name = "unsorted",
     .help = "N-Triples and N-Quads: write statements as they come, in constant memory"},
    {.id = OPTION_CANONICAL,
     .kind = FURAT_OPTION_FLAG,
     .name = "canonical",
     .help = "N-Triples and N-Quads: the canonical form of RDFC-1.0 with SHA-256, to "
             "compare or to sign"},
    {.id = OPTION_RELEASE,
     .kind = FURAT_OPTION_FOLDER,
     .name = "release",
     .argument = "DIR",
     .help =
         "write all of it into the new folder DIR: canonical N-Quads, JSON-LD, a Turtle "
         "file a graph, a description (VoID, DCAT) and checksums"},
    {.id = OPTION_BASE,
     .kind = FURAT_OPTION_IRI,
     .name = "base",
     .argument = "IRI",
     .help = "Turtle and TriG: write IRIs relative to IRI"},
    {.id = OPTION_PREFIX,
     .repeatable = true,
     .kind = FURAT_OPTION_STRING,
     .name = "prefix",
     .argument = "NAME=IRI",
     .help = "abbreviate IRIs that start with IRI, beside the usual prefixes and those "
             "that the documents declare"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

/// What is asked for, and what it takes to do it.
typedef struct export_job {
  const furat_vec *arguments;
  furat_write_options write;
  furat_canonical_options canonical;
  const char *path; ///< NULL: standard output
  bool has_query;
  furat_request request;
  furat_prefixes prefixes;
  furat_cancel cancel;
  furat_output *output;
  furat_dataset *dataset;
  furat_writer *writer;
} export_job;

static const char *
value_of(const export_job *job, int id)
{
  const furat_argument *argument = furat_argument_find(job->arguments, id);
  return argument == NULL ? NULL : argument->value;
}

// The format that was asked for, else that of the output's name, else one that loses
// nothing.
static furat_status
choose_syntax(export_job *job, furat_error *err)
{
  const char *format = value_of(job, OPTION_FORMAT);
  const bool canonical = furat_argument_find(job->arguments, OPTION_CANONICAL) != NULL;
  bool whole = !job->has_query && value_of(job, OPTION_GRAPH) == NULL;
  if (job->path != NULL && furat_output_check_name(job->path, err) != FURAT_OK) {
    return FURAT_USAGE;
  }
  if (format != NULL) {
    job->write.syntax = furat_syntax_named(furat_str_of(format));
  } else if (canonical) {
    job->write.syntax = furat_syntax_named(FURAT_STR("nquads"));
  } else if (job->path != NULL) {
    job->write.syntax = furat_syntax_of_file(job->path);
  } else {
    job->write.syntax =
        furat_syntax_named(whole ? FURAT_STR("trig") : FURAT_STR("turtle"));
  }
  if (job->write.syntax == NULL || !job->write.syntax->can_write) {
    furat_error_set(err, FURAT_USAGE,
                    "the name %.200s does not tell which format to write", job->path);
    furat_error_hint(err,
                     "--format tells: turtle, trig, ntriples, nquads, rdfxml, jsonld, "
                     "dot");
    return FURAT_USAGE;
  }
  if (canonical && job->write.syntax->id != FURAT_SYNTAX_NQUADS &&
      job->write.syntax->id != FURAT_SYNTAX_NTRIPLES) {
    return furat_error_set(err, FURAT_USAGE,
                           "--canonical is for N-Triples and N-Quads alone");
  }
  return FURAT_OK;
}

static furat_status
take_prefix(export_job *job, const char *value, furat_error *err)
{
  furat_str text = furat_str_of(value);
  size_t equals = furat_str_find_byte(text, '=');
  furat_str name = furat_str_slice(text, 0, equals);
  furat_str iri = furat_str_slice(text, equals + 1, text.len);
  if (!furat_iri_is_valid(iri) || !furat_turtle_is_prefix_name(name)) {
    furat_error_set(err, FURAT_USAGE, "--prefix takes NAME=IRI, not %.200s", value);
    furat_error_hint(err, "as in --prefix ex=http://example.org/");
    return FURAT_USAGE;
  }
  return furat_prefixes_set(&job->prefixes, name, iri, err);
}

static furat_status
take_prefixes(export_job *job, furat_error *err)
{
  furat_status status = furat_show_prefixes(&job->prefixes, err);
  for (size_t i = 0; status == FURAT_OK && i < job->arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(job->arguments, furat_argument, i);
    if (argument->id == OPTION_PREFIX) {
      status = take_prefix(job, argument->value, err);
    }
  }
  return status;
}

static furat_status
read_query(export_job *job, furat_error *err)
{
  const char *text = value_of(job, OPTION_CONSTRUCT);
  const char *file = value_of(job, OPTION_QUERY);
  job->has_query = text != NULL || file != NULL;
  if (text != NULL && file != NULL) {
    return furat_error_set(err, FURAT_USAGE,
                           "the query is given twice: as text and as a file");
  }
  if (job->has_query && value_of(job, OPTION_GRAPH) != NULL) {
    furat_error_set(err, FURAT_USAGE, "--graph does not go together with a query");
    furat_error_hint(err, "the query itself can say GRAPH or FROM");
    return FURAT_USAGE;
  }
  if (text != NULL) {
    furat_buffer_append_cstr(&job->request.text, text);
    return furat_buffer_status(&job->request.text, err);
  }
  if (file != NULL) {
    job->request.name = strcmp(file, "-") == 0 ? "<stdin>" : file;
    return furat_text_file_read(&job->request.text, file, err);
  }
  return FURAT_OK;
}

// A release is all of the graph in the forms that it has.
static furat_status
check_release(const export_job *job, furat_error *err)
{
  static const int others[] = {OPTION_GRAPH,  OPTION_CONSTRUCT, OPTION_QUERY,
                               OPTION_FORMAT, OPTION_OUTPUT,    OPTION_UNSORTED,
                               OPTION_BASE,   OPTION_CANONICAL};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    if (furat_argument_find(job->arguments, others[i]) != NULL) {
      return furat_error_set(
          err, FURAT_USAGE,
          "--release writes all of the graph: of the others it takes --prefix alone");
    }
  }
  return FURAT_OK;
}

static furat_status
take_arguments(export_job *job, furat_error *err)
{
  if (value_of(job, OPTION_RELEASE) != NULL) {
    const furat_status checked = check_release(job, err);
    return checked == FURAT_OK ? take_prefixes(job, err) : checked;
  }
  const char *path = value_of(job, OPTION_OUTPUT);
  job->path = path == NULL || strcmp(path, "-") == 0 ? NULL : path;
  job->write.prefixes = &job->prefixes;
  job->write.sorted = furat_argument_find(job->arguments, OPTION_UNSORTED) == NULL;
  if (furat_argument_find(job->arguments, OPTION_CANONICAL) != NULL) {
    job->canonical =
        (furat_canonical_options){.digest = FURAT_DIGEST_SHA256, .cancel = &job->cancel};
    job->write.canonical = &job->canonical;
  }
  furat_status status = take_prefixes(job, err);
  if (status == FURAT_OK && value_of(job, OPTION_BASE) != NULL) {
    status = furat_iri_argument(&job->write.base, &job->request.terms, "base",
                                value_of(job, OPTION_BASE), &job->prefixes, err);
  }
  if (status == FURAT_OK) {
    status = read_query(job, err);
  }
  return status == FURAT_OK ? choose_syntax(job, err) : status;
}

static furat_status
write_query(export_job *job, const furat_quad_sink *sink, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_prepare_options prepare =
      furat_request_prepare_options(&job->request, &job->prefixes);
  furat_status status = furat_query_prepare(
      &query, job->dataset, furat_request_text(&job->request), &prepare, err);
  if (status == FURAT_OK && furat_query_form_of(query) != FURAT_QUERY_CONSTRUCT &&
      furat_query_form_of(query) != FURAT_QUERY_DESCRIBE) {
    status =
        furat_error_set(err, FURAT_USAGE, "export takes a CONSTRUCT or DESCRIBE query");
    furat_error_hint(err, "furat query answers the others");
  }
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &job->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_results_triples(results, sink, err);
  }
  furat_request_tell(&job->request, status, err);
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

// A sink in front of the writer that counts, to tell an empty graph from one that is not
// there.
typedef struct counting_sink {
  furat_quad_sink next;
  size_t n_quads;
} counting_sink;

static furat_status
emit_counted(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  counting_sink *sink = self;
  sink->n_quads += n;
  return furat_quad_sink_emit(&sink->next, quads, n, err);
}

static furat_status
write_graph(export_job *job, const furat_term *graph, const furat_quad_sink *sink,
            furat_error *err)
{
  const furat_term pattern[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  counting_sink counting = {.next = *sink};
  furat_quad_sink counted = {.self = &counting, .emit = emit_counted};
  furat_status status =
      furat_dataset_match(job->dataset, pattern, graph, &counted, &job->cancel, err);
  if (status == FURAT_OK && counting.n_quads == 0 && graph != NULL &&
      graph->kind == FURAT_TERM_IRI) {
    furat_error_set(err, FURAT_NOT_FOUND, "there is no graph <%.*s>",
                    FURAT_STR_ARGS(graph->text));
    furat_error_hint(err,
                     "furat query 'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }' lists "
                     "the graphs");
    return FURAT_NOT_FOUND;
  }
  return status;
}

static furat_status
write_named_graph(export_job *job, const char *name, const furat_quad_sink *sink,
                  furat_error *err)
{
  furat_arena arena;
  furat_term graph = FURAT_TERM_UNSET;
  furat_status status = FURAT_OK;
  furat_arena_init(&arena, MAX_GRAPH_NAME);
  if (strcmp(name, "default") != 0) {
    furat_str iri = FURAT_STR_NONE;
    status = furat_iri_argument(&iri, &arena, "graph", name, &job->prefixes, err);
    graph = furat_term_iri(iri);
  }
  if (status == FURAT_OK) {
    status = write_graph(job, &graph, sink, err);
  }
  furat_arena_clear(&arena);
  return status;
}

static furat_status
write_graphs(export_job *job, const furat_quad_sink *sink, furat_error *err)
{
  if (value_of(job, OPTION_GRAPH) == NULL) {
    return write_graph(job, NULL, sink, err);
  }
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < job->arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(job->arguments, furat_argument, i);
    if (argument->id == OPTION_GRAPH) {
      status = write_named_graph(job, argument->value, sink, err);
    }
  }
  return status;
}

// The output comes first, so that one that cannot be written is told before the work is
// done.
static furat_status
export_all(export_job *job, furat_error *err)
{
  furat_status status = job->path == NULL
                            ? furat_show_stdout(&job->output, err)
                            : furat_output_to_file(&job->output, job->path, err);
  if (status == FURAT_OK) {
    status = furat_source_open(&job->dataset, job->arguments, &job->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(job->dataset, &job->prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_new(&job->writer, job->output, &job->write, err);
  }
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(job->writer);
    status =
        job->has_query ? write_query(job, &sink, err) : write_graphs(job, &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_cancel_poll(&job->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(job->writer, err);
  }
  return status == FURAT_OK ? furat_output_finish(job->output, err) : status;
}

static furat_status
export_release(export_job *job, furat_error *err)
{
  furat_status status =
      furat_source_open(&job->dataset, job->arguments, &job->cancel, err);
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(job->dataset, &job->prefixes, err);
  }
  return status == FURAT_OK
             ? furat_release_write(job->dataset, &job->prefixes,
                                   value_of(job, OPTION_RELEASE), &job->cancel, err)
             : status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  export_job job = {.arguments = arguments};
  furat_request_init(&job.request);
  furat_prefixes_init(&job.prefixes);
  furat_source_cancel(&job.cancel, arguments);
  furat_interrupt_begin(&job.cancel);
  furat_status status = take_arguments(&job, err);
  if (status == FURAT_OK) {
    status = value_of(&job, OPTION_RELEASE) != NULL ? export_release(&job, err)
                                                    : export_all(&job, err);
  }
  furat_interrupt_end();
  furat_writer_free(job.writer);
  furat_dataset_close(job.dataset);
  furat_output_free(job.output);
  furat_prefixes_clear(&job.prefixes);
  furat_request_clear(&job.request);
  return status;
}

const furat_command furat_command_export = {
    .name = "export",
    .operands = "[SOURCE]... [--graph IRI]... [--format FORMAT] [-o FILE]",
    .only_options = true,
    .summary = "write the graph as a document",
    .description =
        "Writes the shipped graph, a store, or files that are loaded for this command "
        "only: "
        "all of it, single graphs (--graph), or what a query makes of it (--construct, "
        "--query).\n\n"
        "The same graph with the same prefixes gives the same bytes, whatever the order "
        "in "
        "which it was loaded: "
        "everything is sorted, and blank nodes are named by their place in the graph. "
        "Turtle, N-Triples and RDF/XML have no graphs: they hold the triples of all that "
        "is "
        "exported. Without a format the whole is written as TriG and a part of it as "
        "Turtle.\n\n"
        "FILE appears under its name only when it is whole.\n\n"
        "A release (--release) is a folder for others to take: dataset.nq is the "
        "canonical form of RDFC-1.0, dataset.jsonld the same with a context, each graph "
        "is a Turtle file, void.ttl describes them in VoID and DCAT with counts, "
        "licences, sources and the SHA-256 of each file, and SHA256SUMS is what "
        "sha256sum "
        "--check reads. It holds no time of day: the same graph gives the same bytes. "
        "The "
        "graph's catalogue (dcat:Catalog) says what it is a release of, and the "
        "owl:versionInfo of the ontology which. The folder appears only when it is "
        "whole.",
    .options = options,
    .examples =
        "furat export -o furat.trig\tthe shipped graph with its named graphs\n"
        "furat export -f jsonld --construct 'CONSTRUCT WHERE { ?a fur:fought ?b }'\t"
        "a part of it\n"
        "furat export --data in.rdf -o out.ttl\tRDF/XML to Turtle\n"
        "furat export --release furat-data\tthe shipped graph for a linked-data "
        "project\n",
    .run = run,
};
