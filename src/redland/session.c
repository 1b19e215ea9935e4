// SPDX-License-Identifier: GPL-3.0-or-later
// A world of rasqal, and the way between its literals and the terms of a table.  rasqal
// cuts strings at a NUL byte and rewrites some numbers, so a literal made from the table
// is known by its address: what comes out is what went in.              quad_table ->
// [session] -> query
#include "redland/session.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/vec.h"
#include "rdf/vocabulary.h"

typedef struct furat_literal_map {
  furat_hash_index index;
  furat_vec ids; // furat_table_id
} furat_literal_map;

// ------------------------------------------------------------------ what rasqal says

static void
on_log(void *user_data, raptor_log_message *message)
{
  furat_session *session = user_data;
  if (message->level < RAPTOR_LOG_LEVEL_ERROR) {
    return;
  }
  int line = message->locator ? message->locator->line : 0;
  furat_error_set_at(&session->said, FURAT_BAD_SYNTAX, "", line > 0 ? (uint64_t)line : 0,
                     0, "%.400s", message->text);
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
furat_session_open(furat_session *session, furat_quad_table *table,
                   const furat_cancel *cancel, furat_error *err)
{
  *session = (furat_session){.table = table, .cancel = cancel};
  session->world = rasqal_new_world();
  if (!session->world || rasqal_world_open(session->world) != 0) {
    furat_session_close(session);
    return furat_error_no_mem(err);
  }
  // After opening: before it there is no raptor world that could be told, too.
  rasqal_world_set_log_handler(session->world, session, on_log);
  rasqal_world_set_generate_bnodeid_handler(session->world, session, make_label);
  session->n_literals = furat_quad_table_n_terms(table) + 1;
  session->literals = furat_alloc_zeroed(session->n_literals, sizeof(rasqal_literal *));
  session->known = furat_alloc_zeroed(1, sizeof *session->known);
  if (!session->literals || !session->known) {
    furat_session_close(session);
    return furat_error_no_mem(err);
  }
  furat_hash_index_init(&session->known->index);
  furat_vec_init(&session->known->ids, sizeof(furat_table_id), UINT32_MAX / 2);
  return FURAT_OK;
}

void
furat_session_close(furat_session *session)
{
  if (session->known) {
    furat_hash_index_clear(&session->known->index);
    furat_vec_clear(&session->known->ids);
    furat_free(session->known);
  }
  for (size_t i = 0; session->literals && i < session->n_literals; i++) {
    if (session->literals[i]) {
      rasqal_free_literal(session->literals[i]);
    }
  }
  furat_free(session->literals);
  furat_free(session->dataset.ids);
  if (session->world) {
    rasqal_free_world(session->world);
  }
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

rasqal_literal *
furat_session_literal(furat_session *session, furat_table_id id)
{
  if (session->literals[id]) {
    return session->literals[id];
  }
  rasqal_literal *literal = new_node(session, furat_quad_table_term(session->table, id));
  furat_vec *ids = &session->known->ids;
  if (!literal || !furat_vec_push(ids, &id)) {
    goto failed;
  }
  if (!furat_hash_index_add(&session->known->index, address_hash(literal),
                            (uint32_t)ids->n - 1)) {
    furat_vec_pop(ids);
    goto failed;
  }
  session->literals[id] = literal;
  return literal;
failed:
  if (literal) {
    rasqal_free_literal(literal);
  }
  return NULL;
}

// ------------------------------------------------------------------ from literals

static bool
is_literal_of(const void *context, uint32_t position, const void *key)
{
  const furat_session *session = context;
  furat_table_id id = FURAT_VEC_AT(&session->known->ids, furat_table_id, position);
  return session->literals[id] == key;
}

// The id of a literal that was made from the table, or 0.
static furat_table_id
known_id(const furat_session *session, const rasqal_literal *literal)
{
  uint32_t position = furat_hash_index_find(&session->known->index, address_hash(literal),
                                            is_literal_of, session, literal);
  return position == FURAT_HASH_NONE
             ? 0
             : FURAT_VEC_AT(&session->known->ids, furat_table_id, position);
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
  furat_table_id id = known_id(session, literal);
  if (id != 0) {
    *term = *furat_quad_table_term(session->table, id);
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

furat_table_id
furat_session_id(furat_session *session, rasqal_literal *literal)
{
  furat_table_id id = known_id(session, literal);
  if (id != 0) {
    return id;
  }
  furat_term term;
  if (furat_session_term(session, literal, &term, NULL) != FURAT_OK ||
      term.kind == FURAT_TERM_NONE) {
    return FURAT_TABLE_ID_UNKNOWN;
  }
  return furat_quad_table_id(session->table, &term);
}
