// SPDX-License-Identifier: GPL-3.0-or-later
// Loading the shipped graph, and the direct triples that rules derive from its claims.
//                                                     catalog, furat -> [engine] -> cli
#include "engine/shipped.h"

#include <unistd.h>

#include "engine/catalog.h"
#include "engine/compiled.h"
#include "engine/folder.h"
#include "engine/text_file.h"
#include "io/diff.h"

#define FURAT_ATTRIBUTED_TO    FURAT_SHIPPED_BASE "ontology#attributedTo"
#define FURAT_GRAPH_ATTRIBUTED FURAT_SHIPPED_BASE "graph/attributed"

enum { MAX_PATH = 1 << 16, MAX_RULE = 1 << 20, MAX_RULES = 10000 };

// ---------------------------------------------------------------------- loading

static furat_status
join_path(furat_buffer *path, const char *folder, furat_str name, furat_error *err)
{
  furat_buffer_reset(path);
  furat_buffer_append_cstr(path, folder);
  furat_buffer_append_byte(path, '/');
  furat_buffer_append(path, name);
  return furat_buffer_status(path, err);
}

static furat_status
read_file(furat_dataset *dataset, const char *datadir, const furat_catalog_file *file,
          furat_term graph, const furat_quad_sink *sink, const furat_cancel *cancel,
          furat_error *err)
{
  furat_buffer path;
  furat_buffer_init(&path, MAX_PATH);
  furat_status status = join_path(&path, datadir, file->path, err);
  if (status == FURAT_OK) {
    furat_read_options options = FURAT_READ_OPTIONS_INIT;
    options.base = FURAT_STR(FURAT_SHIPPED_BASE);
    options.graph = graph;
    options.cancel = cancel;
    status = furat_dataset_read(dataset, path.data, &options, sink, err);
  }
  furat_buffer_clear(&path);
  return status;
}

static furat_status
read_derived(furat_dataset *dataset, const char *datadir, const furat_engine *engine,
             const furat_quad_sink *sink, const furat_cancel *cancel, furat_error *err)
{
  furat_catalog_file file = {.path = FURAT_STR("derived.nq")};
  furat_buffer path;
  furat_buffer_init(&path, MAX_PATH);
  furat_status status = join_path(&path, datadir, file.path, err);
  if (status == FURAT_OK) {
    status = access(path.data, R_OK) == 0
                 ? read_file(dataset, datadir, &file, FURAT_TERM_UNSET, sink, cancel, err)
                 : furat_shipped_derive(datadir, engine, sink, cancel, err);
  }
  furat_buffer_clear(&path);
  return status;
}

furat_status
furat_shipped_read(furat_dataset *dataset, const furat_engine *engine,
                   const furat_quad_sink *sink, const furat_cancel *cancel,
                   furat_error *err)
{
  furat_buffer datadir;
  furat_catalog catalog = {.files = {.n = 0}};
  furat_buffer_init(&datadir, MAX_PATH);
  furat_status status = furat_datadir_find(&datadir, err);
  if (status == FURAT_OK) {
    status = furat_catalog_read(&catalog, datadir.data, cancel, err);
  }
  for (size_t i = 0; i < catalog.files.n && status == FURAT_OK; i++) {
    const furat_catalog_file *file = &FURAT_VEC_AT(&catalog.files, furat_catalog_file, i);
    status = read_file(dataset, datadir.data, file, furat_term_iri(file->graph), sink,
                       cancel, err);
  }
  if (status == FURAT_OK) {
    status = read_derived(dataset, datadir.data, engine, sink, cancel, err);
  }
  furat_catalog_clear(&catalog);
  furat_buffer_clear(&datadir);
  return status;
}

static furat_status
load(furat_dataset *dataset, const furat_engine *engine, const furat_cancel *cancel,
     furat_error *err)
{
  furat_quad_sink sink;
  furat_status status = furat_dataset_load_begin(dataset, &sink, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_shipped_read(dataset, engine, &sink, cancel, err);
  if (status == FURAT_OK) {
    return furat_dataset_load_commit(dataset, err);
  }
  furat_dataset_load_abort(dataset);
  return status;
}

furat_status
furat_shipped_open_copy(furat_dataset **out, const furat_dataset_options *options,
                        const furat_cancel *cancel, furat_error *err)
{
  furat_dataset *dataset = NULL;
  furat_status status = furat_dataset_open(&dataset, options, err);
  if (status == FURAT_OK) {
    status = load(dataset, options->engine, cancel, err);
  }
  if (status != FURAT_OK) {
    furat_dataset_close(dataset);
    return status;
  }
  *out = dataset;
  return FURAT_OK;
}

furat_status
furat_shipped_open(furat_dataset **out, const furat_dataset_options *options,
                   const furat_cancel *cancel, furat_error *err)
{
  furat_buffer datadir;
  furat_buffer store;
  furat_buffer_init(&datadir, MAX_PATH);
  furat_buffer_init(&store, MAX_PATH);
  furat_status status = furat_datadir_find(&datadir, err);
  if (status == FURAT_OK && furat_compiled_find(&store, datadir.data)) {
    status = furat_buffer_status(&store, err);
    furat_dataset_options compiled = *options;
    compiled.path = store.data;
    compiled.read_only = compiled.fixed = true;
    status = status == FURAT_OK ? furat_dataset_open(out, &compiled, err) : status;
  } else if (status == FURAT_OK) {
    status = furat_shipped_open_copy(out, options, cancel, err);
    if (status == FURAT_OK) {
      // The same answer as from the compiled store: nobody's change is lost in silence.
      furat_dataset_freeze(*out);
    }
  }
  furat_buffer_clear(&store);
  furat_buffer_clear(&datadir);
  return status;
}

// --------------------------------------------------------------------- deriving

// Puts what a rule constructs into the graph of its claims.
typedef struct graph_sink {
  const furat_quad_sink *next;
  furat_term graph;
} graph_sink;

static furat_status
put_into_graph(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  graph_sink *sink = self;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    furat_quad quad = quads[i];
    quad.graph = sink->graph;
    status = furat_quad_sink_emit(sink->next, &quad, 1, err);
  }
  return status;
}

static furat_status
run_rule(furat_dataset *dataset, const char *path, const furat_quad_sink *sink,
         const furat_cancel *cancel, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_buffer text;
  furat_buffer_init(&text, MAX_RULE);
  furat_status status = furat_text_file_read(&text, path, err);
  if (status == FURAT_OK) {
    status = furat_query_prepare(&query, dataset, furat_buffer_str(&text), &options, err);
  }
  if (status == FURAT_OK && furat_query_form_of(query) != FURAT_QUERY_CONSTRUCT) {
    status = furat_error_set(err, FURAT_BAD_DATA, "a rule must be a CONSTRUCT");
  }
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_results_triples(results, sink, err);
  }
  if (status != FURAT_OK) {
    furat_error_source(err, path);
  }
  furat_results_free(results);
  furat_query_free(query);
  furat_buffer_clear(&text);
  return status;
}

/// Where the claims of one graph are.
typedef struct claims_source {
  const furat_engine *engine;
  const char *datadir;
  const furat_catalog *catalog;
  furat_dataset *dataset; ///< that has the claims; NULL: the catalogue's files
  furat_str graph;
  const furat_cancel *cancel;
} claims_source;

static furat_status
emit_without_speakers(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  const furat_quad_sink *next = self;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < n && status == FURAT_OK; i++) {
    if (!furat_str_equal(quads[i].predicate.text, FURAT_STR(FURAT_ATTRIBUTED_TO))) {
      status = furat_quad_sink_emit(next, &quads[i], 1, err);
    }
  }
  return status;
}

static furat_status
read_stored_claims(const claims_source *claims, const furat_quad_sink *sink,
                   furat_error *err)
{
  const furat_term any[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  const furat_term graph = furat_term_iri(claims->graph);
  graph_sink unnamed = {.next = sink, .graph = FURAT_TERM_UNSET};
  const furat_quad_sink into = {.self = &unnamed, .emit = put_into_graph};
  return furat_dataset_match(claims->dataset, any, &graph, &into, claims->cancel, err);
}

static furat_status
read_claims(furat_dataset *dataset, const claims_source *claims,
            const furat_quad_sink *sink, furat_error *err)
{
  if (claims->dataset) {
    return read_stored_claims(claims, sink, err);
  }
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < claims->catalog->files.n && status == FURAT_OK; i++) {
    const furat_catalog_file *file =
        &FURAT_VEC_AT(&claims->catalog->files, furat_catalog_file, i);
    if (furat_str_equal(file->graph, claims->graph)) {
      status = read_file(dataset, claims->datadir, file, FURAT_TERM_UNSET, sink,
                         claims->cancel, err);
    }
  }
  return status;
}

// A dataset whose default graph holds the files of one graph.
static furat_status
open_claims(furat_dataset **out, const claims_source *claims, bool speakers,
            furat_error *err)
{
  furat_dataset_options options = {.engine = claims->engine};
  furat_dataset *dataset = NULL;
  furat_quad_sink sink;
  furat_status status = furat_dataset_open(&dataset, &options, err);
  if (status == FURAT_OK) {
    *out = dataset;
    status = furat_dataset_load_begin(dataset, &sink, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  const furat_quad_sink without = {.self = &sink, .emit = emit_without_speakers};
  status = read_claims(dataset, claims, speakers ? &sink : &without, err);
  if (status == FURAT_OK) {
    return furat_dataset_load_commit(dataset, err);
  }
  furat_dataset_load_abort(dataset);
  return status;
}

/// A triple of the document goes into its graph, one that rests on a speaker's word into
/// the graph of these: it comes up only when nobody is said to have said the claims.
typedef struct derived_graphs {
  graph_sink stated;
  graph_sink attributed;
  furat_diff *diff;
} derived_graphs;

static furat_status
put_stated(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  derived_graphs *graphs = self;
  const furat_quad_sink compared = furat_diff_sink(graphs->diff, FURAT_DIFF_OLD);
  const furat_status status = furat_quad_sink_emit(&compared, quads, n, err);
  return status == FURAT_OK ? put_into_graph(&graphs->stated, quads, n, err) : status;
}

static furat_status
put_attributed(void *self, furat_diff_side side, const furat_quad *quad, furat_error *err)
{
  derived_graphs *graphs = self;
  return side == FURAT_DIFF_NEW ? put_into_graph(&graphs->attributed, quad, 1, err)
                                : FURAT_OK;
}

/// Run the rules over the claims of a graph, with their speakers or without.
static furat_status
run_rules(const claims_source *claims, bool speakers, const furat_vec *rules,
          const furat_quad_sink *sink, furat_error *err)
{
  furat_dataset *dataset = NULL;
  furat_status status = open_claims(&dataset, claims, speakers, err);
  for (size_t i = 0; i < rules->n && status == FURAT_OK; i++) {
    status = run_rule(dataset, FURAT_VEC_AT(rules, furat_str, i).data, sink,
                      claims->cancel, err);
  }
  furat_dataset_close(dataset);
  return status;
}

static furat_status
derive_graph(const claims_source *claims, const furat_vec *rules,
             const furat_quad_sink *sink, furat_error *err)
{
  derived_graphs graphs = {
      .stated = {.next = sink, .graph = furat_term_iri(claims->graph)},
      .attributed = {.next = sink,
                     .graph = furat_term_iri(FURAT_STR(FURAT_GRAPH_ATTRIBUTED))}};
  const furat_diff_listener listener = {.self = &graphs, .change = put_attributed};
  furat_status status = furat_diff_new(&graphs.diff, claims->cancel, err);
  if (status == FURAT_OK) {
    const furat_quad_sink stated = {.self = &graphs, .emit = put_stated};
    status = run_rules(claims, true, rules, &stated, err);
  }
  if (status == FURAT_OK) {
    const furat_quad_sink all = furat_diff_sink(graphs.diff, FURAT_DIFF_NEW);
    status = run_rules(claims, false, rules, &all, err);
  }
  if (status == FURAT_OK) {
    status = furat_diff_run(graphs.diff, &listener, err);
  }
  furat_diff_free(graphs.diff);
  return status;
}

static furat_status
list_rules(furat_vec *rules, furat_arena *texts, const char *datadir, furat_error *err)
{
  furat_buffer folder;
  furat_buffer_init(&folder, MAX_PATH);
  furat_status status = join_path(&folder, datadir, FURAT_STR("ontology/rules"), err);
  if (status == FURAT_OK) {
    status = furat_folder_list(rules, texts, folder.data, ".rq", err);
  }
  furat_buffer_clear(&folder);
  return status;
}

static furat_status
derive_graphs(claims_source *claims, const furat_vec *graphs, const furat_vec *rules,
              const furat_quad_sink *sink, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < graphs->n && status == FURAT_OK; i++) {
    claims->graph = FURAT_VEC_AT(graphs, furat_str, i);
    status = derive_graph(claims, rules, sink, err);
  }
  return status;
}

furat_status
furat_shipped_derive(const char *datadir, const furat_engine *engine,
                     const furat_quad_sink *sink, const furat_cancel *cancel,
                     furat_error *err)
{
  furat_catalog catalog = {.files = {.n = 0}};
  furat_vec rules;
  furat_vec_init(&rules, sizeof(furat_str), MAX_RULES);
  furat_status status = furat_catalog_read(&catalog, datadir, cancel, err);
  if (status == FURAT_OK) {
    status = list_rules(&rules, &catalog.texts, datadir, err);
  }
  if (status == FURAT_OK) {
    claims_source claims = {
        .engine = engine, .datadir = datadir, .catalog = &catalog, .cancel = cancel};
    status = derive_graphs(&claims, &catalog.claim_graphs, &rules, sink, err);
  }
  furat_vec_clear(&rules);
  furat_catalog_clear(&catalog);
  return status;
}

// The names of graphs on their way into a list.
typedef struct graph_list {
  furat_arena *texts;
  furat_vec names; ///< furat_str
} graph_list;

static furat_status
note_graphs(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  graph_list *list = self;
  for (size_t i = 0; i < n; i++) {
    furat_str name;
    if (quads[i].subject.kind != FURAT_TERM_IRI) {
      continue;
    }
    if (!furat_arena_copy(list->texts, quads[i].subject.text, &name)) {
      return furat_error_no_mem(err);
    }
    furat_vec_push(&list->names, &name);
  }
  return furat_vec_status(&list->names, err);
}

furat_status
furat_shipped_derive_from(furat_dataset *dataset, const char *datadir,
                          const furat_engine *engine, const furat_quad_sink *sink,
                          const furat_cancel *cancel, furat_error *err)
{
  furat_arena texts;
  furat_vec rules;
  graph_list graphs = {.texts = &texts};
  const furat_quad_sink names = {.self = &graphs, .emit = note_graphs};
  furat_arena_init(&texts, SIZE_MAX);
  furat_vec_init(&rules, sizeof(furat_str), MAX_RULES);
  furat_vec_init(&graphs.names, sizeof(furat_str), SIZE_MAX);
  furat_status status = furat_dataset_graphs(dataset, &names, err);
  if (status == FURAT_OK) {
    status = list_rules(&rules, &texts, datadir, err);
  }
  if (status == FURAT_OK) {
    claims_source claims = {
        .engine = engine, .datadir = datadir, .dataset = dataset, .cancel = cancel};
    status = derive_graphs(&claims, &graphs.names, &rules, sink, err);
  }
  furat_vec_clear(&graphs.names);
  furat_vec_clear(&rules);
  furat_arena_clear(&texts);
  return status;
}
