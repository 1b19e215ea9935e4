// SPDX-License-Identifier: GPL-3.0-or-later
// Opens what a command works on.            engine, redland -> [cli/source] -> commands
#include "cli/source.h"

#include <stdlib.h>
#include <string.h>

#include "cli/show.h"
#include "cli/term_text.h"
#include "engine/native.h"
#include "engine/shipped.h"
#include "redland/engine.h"
#include "store/store.h"

enum { MAX_IRI_BYTES = 1 << 22 };

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

static bool
names_files(const furat_vec *arguments)
{
  return furat_argument_find(arguments, FURAT_SOURCE_DATA) ||
         furat_argument_find(arguments, FURAT_SOURCE_NAMED_GRAPH);
}

const char *
furat_source_store(const furat_vec *arguments, bool *from_environment)
{
  const furat_argument *store = furat_argument_find(arguments, FURAT_SOURCE_STORE);
  const char *wish =
      store || names_files(arguments) ? NULL : getenv(FURAT_SOURCE_STORE_VARIABLE);
  if (wish && wish[0] == '\0') {
    wish = NULL;
  }
  if (from_environment) {
    *from_environment = wish != NULL;
  }
  return store ? store->value : wish;
}

void
furat_source_blame(const furat_vec *arguments, furat_error *err)
{
  bool from_environment = false;
  furat_source_store(arguments, &from_environment);
  if (from_environment && err && err->message[0] != '\0' && err->hint[0] == '\0') {
    furat_error_hint(err, "the environment variable " FURAT_SOURCE_STORE_VARIABLE
                          " names this store");
  }
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
  furat_cancel_init(cancel, timeout ? timeout->number : 0);
}

static furat_status
load_document(furat_dataset *dataset, const char *path, furat_read_options *options,
              furat_error *err)
{
  furat_status status = furat_intake_fit(options, path, err);
  if (status != FURAT_OK && furat_store_is_one(path)) {
    furat_error_hint(err, "-s %.200s asks a store", path);
  }
  if (status != FURAT_OK) {
    return status;
  }
  status = furat_dataset_load_file(dataset, path, options, err);
  if (status == FURAT_USAGE) {
    // The reader's hint is of an option that commands have for something else or not.
    furat_error_hint(err, "give it with --data-format, such as --data-format turtle");
  }
  return status;
}

static furat_status
parse_graph_name(furat_str *out, furat_arena *arena, furat_str name, furat_error *err)
{
  furat_prefixes prefixes;
  furat_prefixes_init(&prefixes);
  furat_str text;
  furat_status status = furat_show_prefixes(&prefixes, err);
  if (status == FURAT_OK && !furat_arena_copy(arena, name, &text)) {
    status = furat_error_no_mem(err);
  }
  if (status == FURAT_OK) {
    status = furat_iri_argument(out, arena, "named-graph", text.data, &prefixes, err);
  }
  furat_prefixes_clear(&prefixes);
  return status;
}

// IRI=FILE, split at the last '=', as IRIs may hold one.
static furat_status
load_named_graph(furat_dataset *dataset, const char *value, furat_read_options *options,
                 furat_error *err)
{
  furat_str text = furat_str_of(value);
  size_t equals = furat_str_rfind_byte(text, '=');
  if (equals + 1 >= text.len) {
    furat_error_set(err, FURAT_USAGE, "--named-graph takes IRI=FILE, not %.200s", value);
    furat_error_hint(err, "as in --named-graph https://example.org/graph=data.ttl");
    return FURAT_USAGE;
  }
  furat_arena arena;
  furat_arena_init(&arena, MAX_IRI_BYTES);
  furat_status status =
      parse_graph_name(&options->base, &arena, furat_str_slice(text, 0, equals), err);
  if (status == FURAT_OK) {
    options->graph = furat_term_iri(options->base);
    status = load_document(dataset, value + equals + 1, options, err);
  }
  furat_arena_clear(&arena);
  return status;
}

static furat_status
load_files(furat_dataset *dataset, const furat_vec *arguments, const furat_cancel *cancel,
           furat_error *err)
{
  const furat_argument *format = furat_argument_find(arguments, FURAT_SOURCE_DATA_FORMAT);
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    furat_read_options options = FURAT_READ_OPTIONS_INIT;
    options.cancel = cancel;
    options.syntax = format ? furat_syntax_named(furat_str_of(format->value)) : NULL;
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
  if (wish) {
    return wish->negated ? FURAT_DEFAULT_GRAPH_UNNAMED : FURAT_DEFAULT_GRAPH_UNION;
  }
  return shipped ? FURAT_DEFAULT_GRAPH_UNION : FURAT_DEFAULT_GRAPH_OF_STORE;
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
  const char *store = furat_source_store(arguments, NULL);
  bool files = names_files(arguments);
  const furat_argument *disable = furat_argument_find(arguments, FURAT_SOURCE_DISABLE);
  furat_dataset_options options = {.engine = furat_source_engine(arguments),
                                   .disabled_passes = disable ? disable->value : NULL,
                                   .default_graph = choose_default_graph(
                                       arguments, wish->merged || (!store && !files))};
  if (store && files) {
    furat_error_set(err, FURAT_USAGE, "a store and files cannot be queried together");
    furat_error_hint(err, "furat load puts files into a store");
    return FURAT_USAGE;
  }
  // A request that belongs to a file speaks of files, not of the shipped graph.
  bool shipped =
      !store && !files && !furat_str_starts_with(wish->base, FURAT_STR("file:"));
  if (shipped) {
    return wish->for_update ? furat_shipped_open_copy(out, &options, cancel, err)
                            : furat_shipped_open(out, &options, cancel, err);
  }
  options.path = store;
  options.read_only = store && !wish->for_update;
  furat_dataset *dataset = NULL;
  furat_status status = furat_dataset_open(&dataset, &options, err);
  if (status == FURAT_VERSION && furat_syntax_of_file(store)) {
    furat_error_hint(err, "--data %.200s asks a document", store);
  }
  if (status != FURAT_OK) {
    furat_source_blame(arguments, err);
  } else {
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
