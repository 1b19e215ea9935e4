// SPDX-License-Identifier: GPL-3.0-or-later
// The table of the Redland engine's functions.            dataset, query -> [engine] ->
// cli
#include "redland/engine.h"

#include "redland/dataset.h"
#include "redland/query.h"

const furat_engine furat_engine_redland = {
    .name = "redland",
    .dataset_open = furat_redland_dataset_open,
    .dataset_close = furat_redland_dataset_close,
    .load_begin = furat_redland_load_begin,
    .load_commit = furat_redland_load_commit,
    .load_abort = furat_redland_load_abort,
    .match = furat_redland_match,
    .graphs = furat_redland_graphs,
    .count = furat_redland_count,
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
