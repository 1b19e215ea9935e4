// SPDX-License-Identifier: GPL-3.0-or-later
// Executing a query and reading what comes out.   dataset, session -> [query] -> engine
#include "redland/query_internal.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/dictionary.h"
#include "store/quads.h"

typedef struct redland_results {
  furat_session session;
  rasqal_query *query;
  rasqal_query_results *results;
  furat_query_form form;
  size_t n_columns;
  furat_term *row; // n_columns of them
  bool answer;     // of ASK
  bool started;    // rasqal stands on a row that was handed out
} redland_results;

// ---------------------------------------------------------------------- dataset

static furat_id
id_of_uri(furat_session *session, raptor_uri *uri)
{
  size_t len = 0;
  const unsigned char *text = raptor_uri_as_counted_string(uri, &len);
  furat_term iri = furat_term_iri((furat_str){.data = (const char *)text, .len = len});
  return furat_session_find(session, &iri);
}

static int
compare_ids(const void *a, const void *b)
{
  const furat_id *left = a;
  const furat_id *right = b;
  return (*left > *right) - (*left < *right);
}

// FROM and FROM NAMED choose among the graphs of the store; one that is not there is
// empty.
static furat_status
choose_graphs(redland_results *results, furat_error *err)
{
  furat_session *session = &results->session;
  raptor_sequence *graphs = rasqal_query_get_data_graph_sequence(results->query);
  size_t n = (size_t)raptor_sequence_size(graphs);
  furat_id *ids = furat_alloc_zeroed(n, sizeof *ids);
  if (!ids) {
    return furat_error_no_mem(err);
  }
  size_t n_standard = 0;
  size_t n_named = 0;
  for (size_t i = 0; i < n; i++) {
    const rasqal_data_graph *graph = raptor_sequence_get_at(graphs, (int)i);
    if (graph->flags & RASQAL_DATA_GRAPH_NAMED) {
      ids[n - ++n_named] = id_of_uri(session, graph->name_uri);
    } else {
      ids[n_standard++] = id_of_uri(session, graph->uri);
    }
  }
  qsort(ids, n_standard, sizeof *ids, compare_ids);
  qsort(ids + n_standard, n_named, sizeof *ids, compare_ids);
  session->dataset = (furat_session_dataset){
      .ids = ids,
      .standard = {.ids = ids, .n = n_standard, .merge = true},
      .named = {.ids = ids + n_standard, .n = n_named},
  };
  return FURAT_OK;
}

// rasqal's GRAPH goes through the graphs that the query was told of, so it is told of
// all.
static furat_status
tell_graph(redland_results *results, const furat_term *name, furat_error *err)
{
  rasqal_world *world = results->session.world;
  raptor_uri *uri = raptor_new_uri_from_counted_string(
      rasqal_world_get_raptor(world), (const unsigned char *)name->text.data,
      name->text.len);
  rasqal_data_graph *graph = NULL;
  if (uri) {
    graph = rasqal_new_data_graph_from_uri(world, uri, uri, RASQAL_DATA_GRAPH_NAMED, NULL,
                                           NULL, NULL);
    raptor_free_uri(uri);
  }
  if (!graph || rasqal_query_add_data_graph(results->query, graph) != 0) {
    return furat_error_no_mem(err);
  }
  return FURAT_OK;
}

// All named graphs, in the order of their ids.
static furat_status
list_graphs(furat_session *session, furat_vec *ids, furat_error *err)
{
  furat_id id = FURAT_ID_DEFAULT_GRAPH;
  furat_status status = furat_quads_next_graph(session->txn, id, &id, err);
  while (status == FURAT_OK) {
    furat_vec_push(ids, &id);
    status = furat_quads_next_graph(session->txn, id, &id, err);
  }
  return status == FURAT_DONE ? furat_vec_status(ids, err) : status;
}

static furat_status
tell_graphs(redland_results *results, const furat_vec *ids, furat_error *err)
{
  furat_arena texts;
  furat_status status = FURAT_OK;
  furat_arena_init(&texts, SIZE_MAX);
  for (size_t i = 0; i < ids->n && status == FURAT_OK; i++) {
    furat_term name;
    status = furat_dictionary_term(results->session.txn, FURAT_VEC_AT(ids, furat_id, i),
                                   &texts, &name, err);
    if (status == FURAT_OK && name.kind == FURAT_TERM_IRI) {
      status = tell_graph(results, &name, err);
    }
  }
  furat_arena_clear(&texts);
  return status;
}

static furat_status
offer_all_graphs(redland_results *results, furat_default_graph kind, furat_error *err)
{
  static const furat_id unnamed = FURAT_ID_DEFAULT_GRAPH;
  furat_session *session = &results->session;
  furat_vec ids;
  furat_vec_init(&ids, sizeof(furat_id), SIZE_MAX / sizeof(furat_id));
  furat_status status = list_graphs(session, &ids, err);
  // The session takes the array of ids.
  session->dataset = (furat_session_dataset){
      .ids = ids.items,
      .standard = {.ids = &unnamed, .n = 1},
      .named = {.ids = ids.items, .n = ids.n},
  };
  if (kind == FURAT_DEFAULT_GRAPH_UNION) {
    session->dataset.standard = (furat_graph_choice){.all = true, .merge = true};
  }
  return status == FURAT_OK ? tell_graphs(results, &ids, err) : status;
}

// A graph that a GRAPH names and the dataset does not have: rasqal must be told of it
// too, or it answers with a row of nothing.  Scans find nothing in it.
static int
tell_missing_graph(rasqal_query *query, rasqal_graph_pattern *pattern, void *user_data)
{
  redland_results *results = user_data;
  rasqal_literal *origin = rasqal_graph_pattern_get_origin(pattern);
  if (!origin || rasqal_literal_get_rdf_term_type(origin) != RASQAL_LITERAL_URI) {
    return 0;
  }
  size_t len = 0;
  const unsigned char *text = rasqal_literal_as_counted_string(origin, &len, 0, NULL);
  raptor_uri *uri = raptor_new_uri_from_counted_string(
      rasqal_world_get_raptor(results->session.world), text, len);
  int failed = !uri;
  if (uri && !rasqal_query_dataset_contains_named_graph(query, uri)) {
    furat_term name = furat_term_iri((furat_str){.data = (const char *)text, .len = len});
    failed = tell_graph(results, &name, NULL) != FURAT_OK;
  }
  if (uri) {
    raptor_free_uri(uri);
  }
  return failed;
}

static furat_status
set_dataset(redland_results *results, furat_default_graph kind, furat_error *err)
{
  raptor_sequence *graphs = rasqal_query_get_data_graph_sequence(results->query);
  bool chosen = graphs && raptor_sequence_size(graphs) > 0;
  furat_status status =
      chosen ? choose_graphs(results, err) : offer_all_graphs(results, kind, err);
  if (status == FURAT_OK && rasqal_query_graph_pattern_visit2(
                                results->query, tell_missing_graph, results) != 0) {
    status = furat_error_no_mem(err);
  }
  return status;
}

// -------------------------------------------------------------------- executing

// Aggregates over nothing: rasqal gives no row where SPARQL asks for one, and one for no
// group.
static furat_status
check_nothing(redland_results *results, const furat_redland_query *request,
              furat_error *err)
{
  if (results->form != FURAT_QUERY_SELECT ||
      request->aggregates == FURAT_AGGREGATES_NONE) {
    return FURAT_OK;
  }
  bool finished = rasqal_query_results_finished(results->results) != 0;
  furat_status status = furat_session_status(&results->session, err);
  if (status == FURAT_OK && (finished || !results->session.matched)) {
    return furat_error_set(err, FURAT_UNSUPPORTED,
                           "there is nothing to aggregate, which rasqal answers wrongly");
  }
  return status;
}

static furat_status
start(redland_results *results, const furat_redland_query *request, furat_error *err)
{
  furat_status status = furat_session_connect(&results->session, err);
  if (status == FURAT_OK) {
    status = furat_redland_parse(&results->query, &results->session, request, err);
  }
  if (status == FURAT_OK) {
    status = set_dataset(results, request->dataset->default_graph, err);
  }
  if (status != FURAT_OK) {
    return status;
  }
  results->results = rasqal_query_execute(results->query);
  if (!results->results || furat_session_status(&results->session, NULL) != FURAT_OK) {
    return furat_redland_report(&results->session, furat_str_of(request->source), err);
  }
  if (results->form == FURAT_QUERY_ASK) {
    // Now, as a scan that was stopped answers "no".
    results->answer = rasqal_query_results_get_boolean(results->results) > 0;
    return furat_session_status(&results->session, err);
  }
  if (results->form == FURAT_QUERY_SELECT) {
    // The results know no columns when there is no row.
    int n =
        raptor_sequence_size(rasqal_query_get_bound_variable_sequence(results->query));
    results->n_columns = n > 0 ? (size_t)n : 0;
  }
  results->row = furat_alloc_zeroed(results->n_columns + 1, sizeof *results->row);
  return results->row ? check_nothing(results, request, err) : furat_error_no_mem(err);
}

furat_status
furat_redland_query_execute(void **out, void *query, const furat_cancel *cancel,
                            furat_error *err)
{
  furat_redland_query *request = query;
  redland_results *results = furat_alloc_zeroed(1, sizeof *results);
  if (!results) {
    return furat_error_no_mem(err);
  }
  results->form = request->form;
  furat_status status =
      furat_session_open(&results->session, request->dataset->store, cancel, err);
  if (status == FURAT_OK) {
    status = start(results, request, err);
  }
  if (status != FURAT_OK) {
    furat_redland_results_free(results);
    return status;
  }
  *out = results;
  return FURAT_OK;
}

void
furat_redland_results_free(void *self)
{
  redland_results *results = self;
  if (results->results) {
    rasqal_free_query_results(results->results);
  }
  if (results->query) {
    rasqal_free_query(results->query);
  }
  furat_free(results->row);
  furat_session_close(&results->session);
  furat_free(results);
}

size_t
furat_redland_results_n_columns(const void *self)
{
  const redland_results *results = self;
  return results->n_columns;
}

furat_str
furat_redland_results_column(const void *self, size_t column)
{
  const redland_results *results = self;
  assert(column < results->n_columns);
  raptor_sequence *variables = rasqal_query_get_bound_variable_sequence(results->query);
  const rasqal_variable *variable = raptor_sequence_get_at(variables, (int)column);
  return furat_str_of((const char *)variable->name);
}

furat_status
furat_redland_results_next(void *self, const furat_term **row, furat_error *err)
{
  redland_results *results = self;
  assert(results->form == FURAT_QUERY_SELECT);
  if (results->started) {
    rasqal_query_results_next(results->results);
  }
  results->started = true;
  bool finished = rasqal_query_results_finished(results->results) != 0;
  // What ends the rows early is told here, so that they never look complete.
  furat_status status = furat_session_status(&results->session, err);
  if (status != FURAT_OK || finished) {
    return status != FURAT_OK ? status : FURAT_DONE;
  }
  for (size_t i = 0; i < results->n_columns; i++) {
    rasqal_literal *value =
        rasqal_query_results_get_binding_value(results->results, (int)i);
    results->row[i] = FURAT_TERM_UNSET;
    if (value) {
      status = furat_session_term(&results->session, value, &results->row[i], err);
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  *row = results->row;
  return FURAT_OK;
}

bool
furat_redland_results_boolean(const void *self)
{
  const redland_results *results = self;
  assert(results->form == FURAT_QUERY_ASK);
  return results->answer;
}

// ---------------------------------------------------------------------- triples

static furat_str
str_of_bytes(const unsigned char *bytes, size_t len)
{
  return (furat_str){.data = (const char *)bytes, .len = len};
}

static furat_term
term_of_uri(raptor_uri *uri)
{
  size_t len = 0;
  const unsigned char *text = raptor_uri_as_counted_string(uri, &len);
  return furat_term_iri(str_of_bytes(text, len));
}

static furat_term
term_of_raptor(const raptor_term *term)
{
  if (!term) {
    return FURAT_TERM_UNSET;
  }
  if (term->type == RAPTOR_TERM_TYPE_URI) {
    return term_of_uri(term->value.uri);
  }
  if (term->type == RAPTOR_TERM_TYPE_BLANK) {
    return furat_term_blank(
        str_of_bytes(term->value.blank.string, term->value.blank.string_len));
  }
  if (term->type != RAPTOR_TERM_TYPE_LITERAL) {
    return FURAT_TERM_UNSET;
  }
  const raptor_term_literal_value *literal = &term->value.literal;
  furat_str lexical = str_of_bytes(literal->string, literal->string_len);
  if (literal->language && literal->language_len > 0) {
    return furat_term_lang_string(lexical,
                                  str_of_bytes(literal->language, literal->language_len));
  }
  return furat_term_literal(
      lexical, literal->datatype ? term_of_uri(literal->datatype).text : FURAT_STR_NONE);
}

// SPARQL 1.1 16.2: a triple that is not legal in RDF is left out.
static bool
is_legal(const furat_quad *quad)
{
  bool subject =
      quad->subject.kind == FURAT_TERM_IRI || quad->subject.kind == FURAT_TERM_BLANK;
  return subject && quad->predicate.kind == FURAT_TERM_IRI &&
         quad->object.kind != FURAT_TERM_NONE;
}

// Hands each triple on once.
typedef struct distinct_triples {
  const furat_quad_sink *sink;
  furat_vec quads; // furat_quad
  furat_hash_index index;
  furat_arena texts;
} distinct_triples;

static bool
is_same_quad(const void *context, uint32_t position, const void *key)
{
  const distinct_triples *seen = context;
  return furat_quad_equal(&FURAT_VEC_AT(&seen->quads, furat_quad, position), key);
}

static furat_status
hand_on(distinct_triples *seen, const furat_quad *quad, furat_error *err)
{
  furat_quad copy = {.graph = FURAT_TERM_UNSET};
  uint64_t hash = furat_hash_mix(
      furat_term_hash(&quad->subject),
      furat_hash_mix(furat_term_hash(&quad->predicate), furat_term_hash(&quad->object)));
  if (furat_hash_index_find(&seen->index, hash, is_same_quad, seen, quad) !=
      FURAT_HASH_NONE) {
    return FURAT_OK;
  }
  if (!furat_term_copy(&seen->texts, &quad->subject, &copy.subject) ||
      !furat_term_copy(&seen->texts, &quad->predicate, &copy.predicate) ||
      !furat_term_copy(&seen->texts, &quad->object, &copy.object) ||
      !furat_vec_push(&seen->quads, &copy) ||
      !furat_hash_index_add(&seen->index, hash, (uint32_t)seen->quads.n - 1)) {
    return furat_error_no_mem(err);
  }
  return furat_quad_sink_emit(seen->sink, &copy, 1, err);
}

static furat_status
hand_on_all(redland_results *results, distinct_triples *seen, furat_error *err)
{
  int finished = 0;
  while (!finished) {
    const raptor_statement *triple = rasqal_query_results_get_triple(results->results);
    if (!triple) {
      break;
    }
    furat_quad quad = {.subject = term_of_raptor(triple->subject),
                       .predicate = term_of_raptor(triple->predicate),
                       .object = term_of_raptor(triple->object)};
    if (is_legal(&quad)) {
      furat_status status = hand_on(seen, &quad, err);
      if (status != FURAT_OK) {
        return status;
      }
    }
    finished = rasqal_query_results_next_triple(results->results);
  }
  return furat_session_status(&results->session, err);
}

furat_status
furat_redland_results_triples(void *self, const furat_quad_sink *sink, furat_error *err)
{
  redland_results *results = self;
  assert(results->form == FURAT_QUERY_CONSTRUCT);
  distinct_triples seen = {.sink = sink};
  furat_vec_init(&seen.quads, sizeof(furat_quad), UINT32_MAX / 2);
  furat_hash_index_init(&seen.index);
  furat_arena_init(&seen.texts, SIZE_MAX);
  furat_status status = hand_on_all(results, &seen, err);
  furat_vec_clear(&seen.quads);
  furat_hash_index_clear(&seen.index);
  furat_arena_clear(&seen.texts);
  return status;
}
