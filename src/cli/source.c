// SPDX-License-Identifier: GPL-3.0-or-later
// Opens what a command works on.                 engine, redland -> [cli/source] ->
// commands
#include "cli/source.h"

#include <string.h>

#include "engine/native.h"
#include "engine/shipped.h"
#include "rdf/iri.h"
#include "redland/engine.h"

const furat_argument *
furat_argument_find(const furat_vec *arguments, int id)
{
  const furat_argument *found = NULL;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == id) {
      found = argument;
    }
  }
  return found;
}

const furat_engine *
furat_source_engine(const furat_vec *arguments)
{
  const furat_argument *engine = furat_argument_find(arguments, FURAT_SOURCE_ENGINE);
  bool redland = engine && strcmp(engine->value, "redland") == 0;
  return redland ? &furat_engine_redland : &furat_engine_native;
}

void
furat_source_cancel(furat_cancel *cancel, const furat_vec *arguments)
{
  const furat_argument *timeout = furat_argument_find(arguments, FURAT_SOURCE_TIMEOUT);
  uint64_t seconds = timeout ? timeout->number : 0;
  uint64_t most = UINT32_MAX;
  furat_cancel_init(cancel, (seconds < most ? seconds : most) * 1000);
}

static furat_status
load_document(furat_dataset *dataset, const char *path, const furat_read_options *options,
              furat_error *err)
{
  furat_status status = furat_dataset_load_file(dataset, path, options, err);
  if (status == FURAT_USAGE) {
    // The reader's hint is of an option that commands have for something else or not.
    furat_error_hint(err, "furat load takes it, with --format, into a store");
  }
  return status;
}

// IRI=FILE, split at the last '=', as IRIs may hold one.
static furat_status
load_named_graph(furat_dataset *dataset, const char *value, furat_read_options *options,
                 furat_error *err)
{
  furat_str text = furat_str_of(value);
  size_t equals = furat_str_rfind_byte(text, '=');
  furat_str iri = furat_str_slice(text, 0, equals < text.len ? equals : 0);
  if (!furat_iri_is_valid(iri) || equals + 1 >= text.len) {
    furat_error_set(err, FURAT_USAGE, "--named-graph takes IRI=FILE, not %.200s", value);
    furat_error_hint(err, "as in --named-graph https://example.org/graph=data.ttl");
    return FURAT_USAGE;
  }
  options->graph = furat_term_iri(iri);
  options->base = iri;
  return load_document(dataset, value + equals + 1, options, err);
}

static furat_status
load_files(furat_dataset *dataset, const furat_vec *arguments, const furat_cancel *cancel,
           furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    furat_read_options options = FURAT_READ_OPTIONS_INIT;
    options.cancel = cancel;
    if (argument->id == FURAT_SOURCE_DATA) {
      status = load_document(dataset, argument->value, &options, err);
    } else if (argument->id == FURAT_SOURCE_NAMED_GRAPH) {
      status = load_named_graph(dataset, argument->value, &options, err);
    }
  }
  return status;
}

static furat_default_graph
choose_default_graph(const furat_vec *arguments, bool shipped)
{
  const furat_argument *wish = furat_argument_find(arguments, FURAT_SOURCE_UNION);
  bool merged = wish ? !wish->negated : shipped;
  return merged ? FURAT_DEFAULT_GRAPH_UNION : FURAT_DEFAULT_GRAPH_UNNAMED;
}

/// How a command wants its source.
typedef struct source_wish {
  furat_str base;
  bool for_update;
  bool merged; ///< the default graph of a store or of files is the union of all graphs
} source_wish;

static furat_status
open_source(furat_dataset **out, const furat_vec *arguments, const source_wish *wish,
            const furat_cancel *cancel, furat_error *err)
{
  const furat_argument *store = furat_argument_find(arguments, FURAT_SOURCE_STORE);
  bool files = furat_argument_find(arguments, FURAT_SOURCE_DATA) ||
               furat_argument_find(arguments, FURAT_SOURCE_NAMED_GRAPH);
  const furat_argument *disable = furat_argument_find(arguments, FURAT_SOURCE_DISABLE);
  const furat_engine *engine = furat_source_engine(arguments);
  furat_default_graph default_graph =
      choose_default_graph(arguments, wish->merged || (!store && !files));
  if (store && files) {
    furat_error_set(err, FURAT_USAGE, "a store and files cannot be queried together");
    furat_error_hint(err, "furat load puts files into a store");
    return FURAT_USAGE;
  }
  // A request that belongs to a file speaks of files, not of the shipped graph.
  bool shipped =
      !store && !files && !furat_str_starts_with(wish->base, FURAT_STR("file:"));
  if (shipped) {
    return wish->for_update
               ? furat_shipped_open_copy(out, engine, default_graph, cancel, err)
               : furat_shipped_open(out, engine, default_graph, cancel, err);
  }
  furat_dataset_options options = {.engine = engine,
                                   .path = store ? store->value : NULL,
                                   .read_only = store && !wish->for_update,
                                   .disabled_passes = disable ? disable->value : NULL,
                                   .default_graph = default_graph};
  furat_dataset *dataset = NULL;
  furat_status status = furat_dataset_open(&dataset, &options, err);
  if (status == FURAT_OK) {
    status = load_files(dataset, arguments, cancel, err);
  }
  if (status != FURAT_OK) {
    furat_dataset_close(dataset);
    return status;
  }
  *out = dataset;
  return FURAT_OK;
}

furat_status
furat_source_open(furat_dataset **out, const furat_vec *arguments,
                  const furat_cancel *cancel, furat_error *err)
{
  const source_wish wish = {.merged = false};
  return open_source(out, arguments, &wish, cancel, err);
}

furat_status
furat_source_open_merged(furat_dataset **out, const furat_vec *arguments,
                         const furat_cancel *cancel, furat_error *err)
{
  const source_wish wish = {.merged = true};
  return open_source(out, arguments, &wish, cancel, err);
}

furat_status
furat_source_open_for_request(furat_dataset **out, const furat_vec *arguments,
                              furat_str base, bool for_update, const furat_cancel *cancel,
                              furat_error *err)
{
  const furat_argument *folder = furat_argument_find(arguments, FURAT_SOURCE_ALLOW_LOAD);
  furat_dataset *dataset = NULL;
  const source_wish wish = {.base = base, .for_update = for_update};
  furat_status status = open_source(&dataset, arguments, &wish, cancel, err);
  if (status == FURAT_OK && folder) {
    status = furat_dataset_allow_load(dataset, folder->value, err);
  }
  if (status != FURAT_OK) {
    furat_dataset_close(dataset);
    return status;
  }
  *out = dataset;
  return FURAT_OK;
}
