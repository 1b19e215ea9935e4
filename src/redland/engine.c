// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Redland engine's functions.         stored, query -> [engine] -> cli
#include "redland/engine.h"

#include "engine/stored.h"
#include "redland/query.h"

const furat_engine furat_engine_redland = {
    .name = "redland",
    .dataset_open = furat_stored_open,
    .dataset_close = furat_stored_close,
    .allow_load = furat_stored_allow_load,
    .default_graph = furat_stored_default_graph,
    .load_begin = furat_stored_load_begin,
    .load_default_graph = furat_stored_load_default_graph,
    .load_commit = furat_stored_load_commit,
    .load_abort = furat_stored_load_abort,
    .next_document = furat_stored_next_document,
    .match = furat_stored_match,
    .graphs = furat_stored_graphs,
    .count = furat_stored_count,
    .store = furat_stored_store,
    .prefixes = furat_stored_prefixes,
    .query_prepare = furat_redland_query_prepare,
    .query_free = furat_redland_query_free,
    .query_execute = furat_redland_query_execute,
    .query_update = furat_redland_query_update,
    .results_free = furat_redland_results_free,
    .results_n_columns = furat_redland_results_n_columns,
    .results_column = furat_redland_results_column,
    .results_next = furat_redland_results_next,
    .results_boolean = furat_redland_results_boolean,
    .results_triples = furat_redland_results_triples,
};
