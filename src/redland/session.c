// SPDX-License-Identifier: GPL-3.0-or-later
// A world of rasqal, and the way between its literals and the terms of a store.  rasqal
// cuts strings at a NUL byte and rewrites some numbers, so a literal made from the store
// is known by its address: what comes out is what went in.
//                                                      graph_scan -> [session] -> query
#include "redland/session.h"

#include <string.h>

#include "base/memory.h"
#include "rdf/vocabulary.h"
#include "store/dictionary.h"

typedef struct known_term {
  furat_id id;
  rasqal_literal *literal;
  furat_term term;
} known_term;

// ------------------------------------------------------------------ what rasqal says

static void
on_log(void *user_data, raptor_log_message *message)
{
  furat_session *session = user_data;
  if (message->level < RAPTOR_LOG_LEVEL_ERROR) {
    return;
  }
  int line = message->locator ? message->locator->line : 0;
  // The query is a query, as Furat's parser has found: so this is a limit of rasqal's.
  furat_error_set_at(&session->said, FURAT_UNSUPPORTED, "", line > 0 ? (uint64_t)line : 0,
                     0, "rasqal cannot do this: %.400s", message->text);
}

furat_status
furat_session_status(const furat_session *session, furat_error *err)
{
  const furat_error *cause =
      session->stopped.status != FURAT_OK ? &session->stopped : &session->said;
  if (cause->status != FURAT_OK && err && err->status == FURAT_OK) {
    *err = *cause;
  }
  return cause->status;
}

// Labels of blank nodes that a query makes.  Those of data begin otherwise, so they never
// meet.
static unsigned char *
make_label(rasqal_world *world, void *user_data, unsigned char *wanted)
{
  (void)world;
  furat_session *session = user_data;
  if (wanted) {
    return wanted;
  }
  unsigned char *label = rasqal_alloc_memory(32);
  if (label) {
    snprintf((char *)label, 32, "q.%u", ++session->n_blanks);
  }
  return label;
}

furat_status
furat_session_open(furat_session *session, furat_store *store, const furat_cancel *cancel,
                   furat_error *err)
{
  *session = (furat_session){.cancel = cancel};
  furat_vec_init(&session->known, sizeof(known_term), UINT32_MAX / 2);
  furat_hash_index_init(&session->by_id);
  furat_hash_index_init(&session->by_literal);
  furat_arena_init(&session->texts, SIZE_MAX);
  session->world = rasqal_new_world();
  if (!session->world || rasqal_world_open(session->world) != 0) {
    return furat_error_no_mem(err);
  }
  // After opening: before it there is no raptor world that could be told, too.
  rasqal_world_set_log_handler(session->world, session, on_log);
  rasqal_world_set_generate_bnodeid_handler(session->world, session, make_label);
  return store ? furat_txn_begin_read(&session->txn, store, err) : FURAT_OK;
}

void
furat_session_close(furat_session *session)
{
  for (size_t i = 0; i < session->known.n; i++) {
    rasqal_free_literal(FURAT_VEC_AT(&session->known, known_term, i).literal);
  }
  furat_vec_clear(&session->known);
  furat_hash_index_clear(&session->by_id);
  furat_hash_index_clear(&session->by_literal);
  furat_arena_clear(&session->texts);
  furat_free(session->dataset.ids);
  if (session->world) {
    rasqal_free_world(session->world);
  }
  furat_txn_abort(session->txn);
  *session = (furat_session){.world = NULL};
}

// -------------------------------------------------------------------- to literals

static raptor_uri *
new_uri(furat_session *session, furat_str iri)
{
  raptor_world *raptor = rasqal_world_get_raptor(session->world);
  return raptor_new_uri_from_counted_string(raptor, (const unsigned char *)iri.data,
                                            iri.len);
}

// A terminated copy in rasqal's memory, which rasqal frees.
static unsigned char *
new_string(furat_str text)
{
  unsigned char *copy = rasqal_alloc_memory(text.len + 1);
  if (copy) {
    if (text.len > 0) {
      memcpy(copy, text.data, text.len);
    }
    copy[text.len] = '\0';
  }
  return copy;
}

static rasqal_literal *
new_literal(furat_session *session, const furat_term *term)
{
  bool plain = furat_str_equal(term->datatype, FURAT_STR(FURAT_XSD_STRING));
  char *language = NULL;
  raptor_uri *datatype = NULL;
  if (term->language.len > 0) {
    language = (char *)new_string(term->language);
  } else if (!plain) {
    datatype = new_uri(session, term->datatype);
  }
  unsigned char *text = new_string(term->text);
  bool whole = text && (language || datatype || plain);
  if (!whole) {
    rasqal_free_memory(text);
    rasqal_free_memory(language);
    if (datatype) {
      raptor_free_uri(datatype);
    }
    return NULL;
  }
  return rasqal_new_string_literal(session->world, text, language, datatype, NULL);
}

static rasqal_literal *
new_node(furat_session *session, const furat_term *term)
{
  if (term->kind == FURAT_TERM_LITERAL) {
    return new_literal(session, term);
  }
  if (term->kind == FURAT_TERM_BLANK) {
    unsigned char *label = new_string(term->text);
    return label ? rasqal_new_simple_literal(session->world, RASQAL_LITERAL_BLANK, label)
                 : NULL;
  }
  raptor_uri *uri = new_uri(session, term->text);
  return uri ? rasqal_new_uri_literal(session->world, uri) : NULL;
}

static uint64_t
address_hash(const rasqal_literal *literal)
{
  return furat_hash_mix((uint64_t)(uintptr_t)literal, 0);
}

static bool
has_id(const void *context, uint32_t position, const void *key)
{
  const furat_session *session = context;
  const furat_id *id = key;
  return FURAT_VEC_AT(&session->known, known_term, position).id == *id;
}

static bool
has_literal(const void *context, uint32_t position, const void *key)
{
  const furat_session *session = context;
  return FURAT_VEC_AT(&session->known, known_term, position).literal == key;
}

// Make the literal of a term and remember both.
static furat_status
add_known(furat_session *session, furat_id id, rasqal_literal **out, furat_error *err)
{
  known_term item = {.id = id};
  furat_status status =
      furat_dictionary_term(session->txn, id, &session->texts, &item.term, err);
  if (status != FURAT_OK) {
    return status;
  }
  item.literal = new_node(session, &item.term);
  if (!item.literal) {
    return furat_error_no_mem(err);
  }
  // From here on it is the session that frees the literal.
  if (!furat_vec_push(&session->known, &item)) {
    rasqal_free_literal(item.literal);
    return furat_vec_status(&session->known, err);
  }
  uint32_t position = (uint32_t)session->known.n - 1;
  if (!furat_hash_index_add(&session->by_id, furat_hash_mix(id, 0), position) ||
      !furat_hash_index_add(&session->by_literal, address_hash(item.literal), position)) {
    return furat_error_no_mem(err);
  }
  *out = item.literal;
  return FURAT_OK;
}

rasqal_literal *
furat_session_literal(furat_session *session, furat_id id)
{
  uint32_t position =
      furat_hash_index_find(&session->by_id, furat_hash_mix(id, 0), has_id, session, &id);
  if (position != FURAT_HASH_NONE) {
    return FURAT_VEC_AT(&session->known, known_term, position).literal;
  }
  rasqal_literal *literal = NULL;
  return add_known(session, id, &literal, &session->stopped) == FURAT_OK ? literal : NULL;
}

// ------------------------------------------------------------------ from literals

// What a literal was made from; NULL when it did not come from the store.
static const known_term *
find_known(const furat_session *session, const rasqal_literal *literal)
{
  uint32_t position = furat_hash_index_find(&session->by_literal, address_hash(literal),
                                            has_literal, session, literal);
  return position == FURAT_HASH_NONE
             ? NULL
             : &FURAT_VEC_AT(&session->known, known_term, position);
}

static furat_str
str_of_uri(raptor_uri *uri)
{
  size_t len = 0;
  unsigned char *text = raptor_uri_as_counted_string(uri, &len);
  return (furat_str){.data = (const char *)text, .len = len};
}

static furat_status
literal_term(rasqal_literal *literal, furat_term *term, furat_error *err)
{
  size_t len = 0;
  int failed = 0;
  const unsigned char *text = rasqal_literal_as_counted_string(literal, &len, 0, &failed);
  if (!text || failed) {
    return furat_error_no_mem(err);
  }
  furat_str lexical = {.data = (const char *)text, .len = len};
  char *language = rasqal_literal_get_language(literal);
  raptor_uri *datatype = rasqal_literal_datatype(literal);
  if (language && language[0] != '\0') {
    *term = furat_term_lang_string(lexical, furat_str_of(language));
  } else {
    *term = furat_term_literal(lexical, datatype ? str_of_uri(datatype) : FURAT_STR_NONE);
  }
  return FURAT_OK;
}

furat_status
furat_session_term(furat_session *session, rasqal_literal *literal, furat_term *term,
                   furat_error *err)
{
  const known_term *known = find_known(session, literal);
  if (known) {
    *term = known->term;
    return FURAT_OK;
  }
  rasqal_literal *value = rasqal_literal_value(literal);
  if (!value) {
    *term = FURAT_TERM_UNSET;
    return FURAT_OK;
  }
  size_t len = 0;
  switch (rasqal_literal_get_rdf_term_type(value)) {
  case RASQAL_LITERAL_URI: {
    const unsigned char *text = rasqal_literal_as_counted_string(value, &len, 0, NULL);
    *term = furat_term_iri((furat_str){.data = (const char *)text, .len = len});
    return FURAT_OK;
  }
  case RASQAL_LITERAL_BLANK: {
    const unsigned char *text = rasqal_literal_as_counted_string(value, &len, 0, NULL);
    *term = furat_term_blank((furat_str){.data = (const char *)text, .len = len});
    return FURAT_OK;
  }
  default:
    return literal_term(value, term, err);
  }
}

furat_id
furat_session_find(furat_session *session, const furat_term *term)
{
  furat_id id = FURAT_ID_NONE;
  if (session->stopped.status != FURAT_OK ||
      furat_dictionary_find(session->txn, term, &id, &session->stopped) != FURAT_OK ||
      id == FURAT_ID_NONE) {
    return FURAT_GRAPH_SCAN_UNKNOWN;
  }
  return id;
}

furat_id
furat_session_id(furat_session *session, rasqal_literal *literal)
{
  const known_term *known = find_known(session, literal);
  if (known) {
    return known->id;
  }
  furat_term term;
  if (furat_session_term(session, literal, &term, &session->stopped) != FURAT_OK ||
      term.kind == FURAT_TERM_NONE) {
    return FURAT_GRAPH_SCAN_UNKNOWN;
  }
  return furat_session_find(session, &term);
}
