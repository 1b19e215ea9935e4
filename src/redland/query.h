// SPDX-License-Identifier: GPL-3.0-or-later
// Queries of the Redland engine.  A prepared query keeps its text, so that it can be
// executed by several threads at once, each in a world of rasqal of its own; making one
// takes 30 microseconds.
//                                                 dataset, session -> [query] -> engine
#ifndef FURAT_REDLAND_QUERY_H
#define FURAT_REDLAND_QUERY_H

#include "engine/backend.h"

// These stand in the table of the engine; see engine/backend.h.

FURAT_NODISCARD furat_status
furat_redland_query_prepare(void **query, void *self, furat_str text,
                            const furat_prepare_options *options, furat_query_form *form,
                            furat_error *err);

void
furat_redland_query_free(void *query);

FURAT_NODISCARD furat_status
furat_redland_query_execute(void **results, void *query, const furat_cancel *cancel,
                            furat_error *err);

FURAT_NODISCARD furat_status
furat_redland_query_update(void *query, const furat_cancel *cancel, furat_error *err);

void
furat_redland_results_free(void *self);

size_t
furat_redland_results_n_columns(const void *self);

furat_str
furat_redland_results_column(const void *self, size_t column);

FURAT_NODISCARD furat_status
furat_redland_results_next(void *results, const furat_term **row, furat_error *err);

bool
furat_redland_results_boolean(const void *results);

FURAT_NODISCARD furat_status
furat_redland_results_triples(void *results, const furat_quad_sink *sink,
                              furat_error *err);

#endif
