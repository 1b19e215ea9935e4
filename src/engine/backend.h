// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine has to bring: the functions behind furat.h.  An engine of a higher
// folder (redland/) is handed in by the program, so that no arrow points upwards.
#ifndef FURAT_ENGINE_BACKEND_H
#define FURAT_ENGINE_BACKEND_H

#include "engine/furat.h"

/// Each function has the contract of its namesake in furat.h; `self` is what the engine
/// made.
struct furat_engine {
  const char *name; ///< as in --engine
  furat_status (*dataset_open)(void **self, const furat_dataset_options *options,
                               furat_error *err);
  void (*dataset_close)(void *self);
  furat_status (*allow_load)(void *self, const char *folder, furat_error *err);
  furat_default_graph (*default_graph)(const void *self); ///< what it is: not OF_STORE
  furat_status (*load_begin)(void *self, furat_quad_sink *sink, furat_error *err);
  void (*load_default_graph)(void *self, furat_default_graph default_graph);
  furat_status (*load_commit)(void *self, furat_error *err);
  void (*load_abort)(void *self);
  /// A number that no document of the dataset had before, 1 the first.  Asked while a
  /// load is under way.
  furat_status (*next_document)(void *self, uint64_t *number, furat_error *err);
  furat_status (*match)(void *self, const furat_term pattern[3], const furat_term *graph,
                        const furat_quad_sink *sink, const furat_cancel *cancel,
                        furat_error *err);
  furat_status (*graphs)(void *self, const furat_quad_sink *sink, furat_error *err);
  furat_status (*count)(void *self, uint64_t *n_quads, furat_error *err);
  struct furat_store *(*store)(void *self); ///< that the dataset is on
  furat_status (*prefixes)(void *self, furat_prefixes *prefixes, furat_error *err);

  furat_status (*query_prepare)(void **query, void *self, furat_str text,
                                const furat_prepare_options *options,
                                furat_query_form *form, furat_error *err);
  void (*query_free)(void *query);
  furat_status (*query_execute)(void **results, void *query, const furat_cancel *cancel,
                                furat_error *err);
  furat_status (*query_update)(void *query, const furat_cancel *cancel, furat_error *err);
  furat_changes (*query_changes)(const void *query); ///< NULL: it cannot update

  /// NULL: the engine has no plans to tell of.
  furat_status (*query_explain)(furat_buffer *out, void *query,
                                const furat_explain_options *options,
                                const furat_cancel *cancel, furat_error *err);

  /// NULL: it cannot tell.
  furat_status (*query_diagnose)(furat_buffer *out, void *query, uint64_t n_given,
                                 const bool *has_values, const furat_prefixes *prefixes,
                                 const furat_cancel *cancel, furat_error *err);

  void (*results_free)(void *results);
  size_t (*results_n_columns)(const void *results);
  furat_str (*results_column)(const void *results, size_t column);
  furat_status (*results_next)(void *results, const furat_term **row, furat_error *err);
  bool (*results_boolean)(const void *results);
  furat_status (*results_triples)(void *results, const furat_quad_sink *sink,
                                  furat_error *err);
};

/// Results that no query gave: `engine` needs only its functions of results, `self` is
/// theirs and freed with the results; on failure it stays the caller's.
FURAT_NODISCARD furat_status
furat_results_new(furat_results **out, const furat_engine *engine, void *self,
                  furat_query_form form, furat_error *err);

#endif
