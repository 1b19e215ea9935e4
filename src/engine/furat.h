// SPDX-License-Identifier: GPL-3.0-or-later
// Furat's public interface: open a dataset, prepare a query, execute it, read the
// results; load, update, export.  Everything above (results, cli, shell, http) goes
// through this header. Threads: a dataset may be shared, a prepared query too; results
// belong to one thread.
#ifndef FURAT_ENGINE_FURAT_H
#define FURAT_ENGINE_FURAT_H

// The headers of the lower folders leave C++ (23, for <stdatomic.h>) to this one.
#ifdef __cplusplus
#  include <stdarg.h>
#  include <stdatomic.h>
#  include <stdbool.h>
#  include <stddef.h>
#  include <stdint.h>
#  include <stdio.h>
extern "C" {
#endif

#include "base/buffer.h"
#include "base/cancel.h"
#include "base/error.h"
#include "io/quad_sink.h"
#include "io/reader.h"
#include "rdf/prefixes.h"
#include "rdf/term.h"

/// Furat's version as text: "0.1.0".
FURAT_API const char *
furat_version(void);

/// What answers the queries.
typedef struct furat_engine furat_engine;

/// An RDF dataset: a store file, or one that lasts as long as it is open.
typedef struct furat_dataset furat_dataset;

/// A prepared query or update request.
typedef struct furat_query furat_query;

/// The results of one execution.
typedef struct furat_results furat_results;

// ---------------------------------------------------------------- datasets

/// What a pattern outside of GRAPH matches.
typedef enum furat_default_graph {
  FURAT_DEFAULT_GRAPH_UNNAMED = 0, ///< SPARQL's own rule
  FURAT_DEFAULT_GRAPH_UNION,       ///< the union of all graphs, duplicates once
  FURAT_DEFAULT_GRAPH_OF_STORE ///< what furat_dataset_load_default_graph() has told the
                               ///< store file; where nobody has, the unnamed one
} furat_default_graph;

/// How documents are loaded.
typedef struct furat_load_options {
  bool no_wait;          ///< say FURAT_BUSY at once when the store has another writer
  uint64_t memory_bytes; ///< about what it may use; 0: as the engine likes
  const furat_cancel *cancel; ///< polled also when all is read; or NULL
  void *self;
  /// Told now and then what is done once all is read, and which part of it, 0 to 1, is
  /// done (below 0: not known).  May be NULL.
  void (*progress)(void *self, const char *phase, double part);
  uint64_t *n_added; ///< set by a commit: quads that were new; or NULL
} furat_load_options;

/// How a dataset is opened.
typedef struct furat_dataset_options {
  const furat_engine *engine; ///< NULL: Furat's own
  const char *path;           ///< a store file; NULL: a temporary dataset
  bool read_only;             ///< of a store file
  bool fixed;  ///< read_only, and nobody changes the file meanwhile: leaves no lock file
  bool create; ///< make the store file if there is none
  const furat_load_options *load; ///< how loads run; must outlive the dataset; or NULL
  furat_default_graph default_graph;
  const char *disabled_passes; ///< must outlive the dataset; of the planner, for tests
                               ///< (plan/plan.h); or NULL
} furat_dataset_options;

/// A temporary dataset, SPARQL's own rule about the default graph.
#ifdef __cplusplus
#  define FURAT_DATASET_OPTIONS_INIT \
    {                                \
    }
#else
#  define FURAT_DATASET_OPTIONS_INIT \
    {                                \
      .engine = NULL                 \
    }
#endif

/// Open a dataset.  FURAT_NOT_FOUND: there is no such file; FURAT_VERSION: it is no
/// store, or one of another format; FURAT_CORRUPT: it is damaged.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_open(furat_dataset **out, const furat_dataset_options *options,
                   furat_error *err);

/// What the default graph is: as it was opened, or as its store file says.
FURAT_API furat_default_graph
furat_dataset_default_graph(const furat_dataset *dataset);

/// Refuse all changes from now on with FURAT_READ_ONLY.
FURAT_API void
furat_dataset_freeze(furat_dataset *dataset);

/// Let LOAD of updates read the regular files below a folder, named by IRIs such as
/// <file:///folder/file.ttl>: of any syntax that can be read, gzip and zstd too.  Links
/// and ".." are refused.  Without it, LOAD reads nothing.  Before queries are executed.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_allow_load(furat_dataset *dataset, const char *folder, furat_error *err);

/// Close; all queries and results of it must be freed before.  An open transaction of
/// this thread is rolled back, one of another must have ended.  Accepts NULL.
FURAT_API void
furat_dataset_close(furat_dataset *dataset);

/// Load documents, all or nothing: begin, any number of reads into the sink (of
/// furat_dataset_read(), furat_read_memory(), or quads handed to it directly), then
/// commit or abort. One load at a time.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_load_begin(furat_dataset *dataset, furat_quad_sink *sink, furat_error *err);

/// Have the store file remember with this load what its default graph is: for all who
/// open it with FURAT_DEFAULT_GRAPH_OF_STORE from then on.
FURAT_API void
furat_dataset_load_default_graph(furat_dataset *dataset,
                                 furat_default_graph default_graph);

/// Make the load visible and durable, or part of the open transaction.  It is over,
/// whatever the result.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_load_commit(furat_dataset *dataset, furat_error *err);

/// Forget the load.
FURAT_API void
furat_dataset_load_abort(furat_dataset *dataset);

/// Read one document into the sink of furat_dataset_load_begin().  Its blank nodes differ
/// from all others of the dataset unless options->blank_prefix is set.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_read(furat_dataset *dataset, const char *path,
                   const furat_read_options *options, const furat_quad_sink *sink,
                   furat_error *err);

/// Load one document in a transaction of its own.  Blank nodes differ from all others.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_load_file(furat_dataset *dataset, const char *path,
                        const furat_read_options *options, furat_error *err);

/// Hand every quad that matches `pattern` to the sink.  FURAT_TERM_NONE in subject,
/// predicate, object matches anything; `graph` NULL matches all graphs, FURAT_TERM_NONE
/// the default graph.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_match(furat_dataset *dataset, const furat_term pattern[3],
                    const furat_term *graph, const furat_quad_sink *sink,
                    const furat_cancel *cancel, furat_error *err);

/// The names of the named graphs that hold a triple, in order, as the subject of quads
/// handed to the sink (their other places are FURAT_TERM_NONE).
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_graphs(furat_dataset *dataset, const furat_quad_sink *sink,
                     furat_error *err);

/// Add the prefixes that the documents of a store declared to `prefixes`; what is
/// declared there already stays.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_prefixes(furat_dataset *dataset, furat_prefixes *prefixes,
                       furat_error *err);

/// The number of quads.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_count(furat_dataset *dataset, uint64_t *n_quads, furat_error *err);

// ------------------------------------------------------------ transactions

// Several updates and loads as one.  From furat_dataset_begin() on, whatever the calling
// thread does with the dataset belongs to its transaction: its queries see what its
// updates and loads have changed, and furat_dataset_commit() keeps all of it, or
// furat_dataset_rollback() nothing.  Each update, each load, is still all or nothing: one
// that fails has changed nothing, and the transaction goes on.  Other threads and
// processes see the last commit meanwhile, and those who want to change something wait.
// The thread that began a transaction ends it, and frees the results of its queries
// before it changes something or ends.

/// Begin a transaction.  `wait`: until nobody else changes the store file, or `cancel`
/// (which may be NULL) ends the wait; otherwise FURAT_BUSY.  FURAT_READ_ONLY; FURAT_USAGE
/// where this thread has one open already.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_begin(furat_dataset *dataset, bool wait, const furat_cancel *cancel,
                    furat_error *err);

/// Make all that was changed since visible and durable, in one commit.  FURAT_BUSY, and
/// the transaction stays open, while results of it are there or a load is under way;
/// FURAT_USAGE where this thread has none.  After another error nothing was changed, and
/// the transaction has ended.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_commit(furat_dataset *dataset, furat_error *err);

/// Forget all that was changed since.  FURAT_BUSY and FURAT_USAGE as above.
FURAT_API FURAT_NODISCARD furat_status
furat_dataset_rollback(furat_dataset *dataset, furat_error *err);

/// Whether this thread has a transaction open.
FURAT_API bool
furat_dataset_in_transaction(const furat_dataset *dataset);

// ----------------------------------------------------------------- queries

/// What a query gives: furat_results_next(), _boolean(), _triples() twice, or nothing.
typedef enum furat_query_form {
  FURAT_QUERY_SELECT,
  FURAT_QUERY_ASK,
  FURAT_QUERY_CONSTRUCT,
  FURAT_QUERY_DESCRIBE,
  FURAT_QUERY_UPDATE
} furat_query_form;

/// A variable that is bound before the query starts: `?_actor` of a canned query.
typedef struct furat_binding {
  furat_str variable; ///< without ? or $
  furat_term value;
} furat_binding;

/// How a query is prepared.
typedef struct furat_prepare_options {
  bool update;                    ///< the text is an update request
  furat_str base;                 ///< base IRI; may be empty
  const furat_prefixes *prefixes; ///< known without a declaration; or NULL
  const furat_binding *bindings; ///< n_bindings of them; every one must occur in the text
  size_t n_bindings;
  uint64_t memory_bytes; ///< what one execution may keep in memory: FURAT_NO_MEM beyond
                         ///< it.  0: no bound.  The engine redland does not count
  uint64_t max_rows;     ///< solutions or triples, then the results are cut; 0: all
  bool all_graphs; ///< for looking around: a pattern outside of GRAPH matches all graphs,
                   ///< and Furat's own engine answers, however the dataset was opened
} furat_prepare_options;

/// A query, no bounds, nothing bound.
#ifdef __cplusplus
#  define FURAT_PREPARE_OPTIONS_INIT \
    {                                \
    }
#else
#  define FURAT_PREPARE_OPTIONS_INIT \
    {                                \
      .update = false                \
    }
#endif

/// Parse and prepare.  Spans of errors are offsets into `text`, which is copied.
/// FURAT_BAD_SYNTAX where the text is no SPARQL, FURAT_BAD_DATA where a binding names a
/// variable that the text has not.  The plan is made when it is executed, from the data
/// that is there then.
FURAT_API FURAT_NODISCARD furat_status
furat_query_prepare(furat_query **out, furat_dataset *dataset, furat_str text,
                    const furat_prepare_options *options, furat_error *err);

/// Free a query without results.  Accepts NULL.
FURAT_API void
furat_query_free(furat_query *query);

/// What the query gives.
FURAT_API furat_query_form
furat_query_form_of(const furat_query *query);

/// Execute a query, not an update.  `cancel` (or NULL) must outlive the results.  A query
/// may be executed any number of times, by several threads at once.
FURAT_API FURAT_NODISCARD furat_status
furat_query_execute(furat_results **out, furat_query *query, const furat_cancel *cancel,
                    furat_error *err);

/// Execute an update request: all of it, durable when this returns FURAT_OK (in a
/// transaction: when that is committed), or nothing.  FURAT_BUSY: in a transaction, while
/// results of it are there.
FURAT_API FURAT_NODISCARD furat_status
furat_query_update(furat_query *query, const furat_cancel *cancel, furat_error *err);

/// What an update did: what one operation puts in and the next takes out counts twice.
typedef struct furat_changes {
  uint64_t n_added;
  uint64_t n_removed;
} furat_changes;

/// How many statements the last furat_query_update() of this query put in and took out.
FURAT_API furat_changes
furat_query_changes(const furat_query *query);

/// What an explanation tells, and how.
typedef struct furat_explain_options {
  bool analyze; ///< run the query too, and tell what each step of the plan took
  bool json;    ///< for programs
  const furat_prefixes *prefixes; ///< for names; NULL: full IRIs
} furat_explain_options;

/// A tree of estimates, as text.
#ifdef __cplusplus
#  define FURAT_EXPLAIN_OPTIONS_INIT \
    {                                \
    }
#else
#  define FURAT_EXPLAIN_OPTIONS_INIT \
    {                                \
      .analyze = false               \
    }
#endif

/// Append how a query is computed, as a tree with estimates; of an update, how the
/// pattern of each of its operations is, on the data as they are now.  FURAT_USAGE for
/// `analyze` of an update, FURAT_UNSUPPORTED of an engine that has no plans.
FURAT_NODISCARD furat_status
furat_query_explain(furat_buffer *out, furat_query *query,
                    const furat_explain_options *options, const furat_cancel *cancel,
                    furat_error *err);

// ----------------------------------------------------------------- results

/// Free results, read or not.  Accepts NULL.
FURAT_API void
furat_results_free(furat_results *results);

/// The form of the query.
FURAT_API furat_query_form
furat_results_form(const furat_results *results);

/// SELECT: the number of columns.
FURAT_API size_t
furat_results_n_columns(const furat_results *results);

/// The variable of a column, without ? or $; borrowed from the query.
FURAT_API furat_str
furat_results_column(const furat_results *results, size_t column);

/// SELECT: the next solution: `*row` has one term a column, FURAT_TERM_NONE where
/// unbound; borrowed until the next call.  FURAT_DONE at the end, and so on after it; an
/// error stays one.
FURAT_API FURAT_NODISCARD furat_status
furat_results_next(furat_results *results, const furat_term **row, furat_error *err);

/// Whether there was more than `max_rows`: known when the results have been read.
FURAT_API bool
furat_results_are_cut(const furat_results *results);

/// How many solutions or triples were given so far; of an ASK 1 when it is true.
FURAT_API uint64_t
furat_results_n_given(const furat_results *results);

/// SELECT: for each column, whether a solution that was given so far had a value there;
/// borrowed from the results.  NULL before the first one.
FURAT_API const bool *
furat_results_has_values(const furat_results *results);

/// ASK: the answer.
FURAT_API bool
furat_results_boolean(const furat_results *results);

/// CONSTRUCT and DESCRIBE: hand all triples to the sink, each once.
FURAT_API FURAT_NODISCARD furat_status
furat_results_triples(furat_results *results, const furat_quad_sink *sink,
                      furat_error *err);

#ifdef __cplusplus
}
#endif

#endif
