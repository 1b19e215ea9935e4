// SPDX-License-Identifier: GPL-3.0-or-later
// A dataset of the Redland engine: a table of quads that lasts as long as it is open.
//                                                        quad_table -> [dataset] -> query
#ifndef FURAT_REDLAND_DATASET_H
#define FURAT_REDLAND_DATASET_H

#include "engine/backend.h"
#include "redland/quad_table.h"

typedef struct furat_redland_dataset {
  furat_quad_table *table;
  furat_default_graph default_graph;
  furat_table_mark mark; ///< where the load that is under way began
} furat_redland_dataset;

// These stand in the table of the engine; see engine/backend.h.

FURAT_NODISCARD furat_status
furat_redland_dataset_open(void **self, const furat_dataset_options *options,
                           furat_error *err);

void
furat_redland_dataset_close(void *self);

FURAT_NODISCARD furat_status
furat_redland_load_begin(void *self, furat_quad_sink *sink, furat_error *err);

FURAT_NODISCARD furat_status
furat_redland_load_commit(void *self, furat_error *err);

void
furat_redland_load_abort(void *self);

FURAT_NODISCARD furat_status
furat_redland_match(void *self, const furat_term pattern[3], const furat_term *graph,
                    const furat_quad_sink *sink, const furat_cancel *cancel,
                    furat_error *err);

FURAT_NODISCARD furat_status
furat_redland_graphs(void *self, const furat_quad_sink *sink, furat_error *err);

FURAT_NODISCARD furat_status
furat_redland_count(void *self, uint64_t *n_quads, furat_error *err);

#endif
