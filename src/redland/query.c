// SPDX-License-Identifier: GPL-3.0-or-later
// Preparing and executing a query with rasqal.    dataset, session -> [query] -> engine
#include "redland/query.h"

#include "base/memory.h"
#include "redland/query_internal.h"
#include "redland/query_text.h"
#include "sparql/parser.h"

enum { MAX_TEXT = 1 << 29 };

// -------------------------------------------------------------------- preparing

// The line without its indent, as a span: rasqal tells no more of a place than its line.
static furat_span
span_of_line(furat_str text, uint64_t line)
{
  size_t start = 0;
  for (uint64_t at = 1; at < line && start < text.len; at++) {
    start +=
        furat_str_find_byte(furat_str_slice(text, start, text.len - start), '\n') + 1;
  }
  start = start < text.len ? start : text.len;
  size_t len = furat_str_find_byte(furat_str_slice(text, start, text.len - start), '\n');
  size_t end = start + len;
  while (start < end && (text.data[start] == ' ' || text.data[start] == '\t')) {
    start++;
  }
  return (furat_span){.start = start, .end = end};
}

furat_status
furat_redland_report(const furat_session *session, furat_str text, furat_error *err)
{
  furat_status status = furat_session_status(session, err);
  if (status == FURAT_OK) {
    return furat_error_set(err, FURAT_INTERNAL, "rasqal failed without a word");
  }
  if (err && err->line > 0 && !err->has_span) {
    err->span = span_of_line(text, err->line);
    err->has_span = true;
    err->line = 0;
  }
  return status;
}

furat_status
furat_redland_parse(rasqal_query **out, furat_session *session,
                    const furat_redland_query *request, furat_error *err)
{
  rasqal_query *query = rasqal_new_query(session->world, "sparql11-query", NULL);
  if (!query) {
    return furat_error_no_mem(err);
  }
  raptor_uri *base = NULL;
  if (request->base[0] != '\0') {
    base = raptor_new_uri(rasqal_world_get_raptor(session->world),
                          (const unsigned char *)request->base);
  }
  int failed = rasqal_query_prepare(query, (const unsigned char *)request->text, base);
  if (base) {
    raptor_free_uri(base);
  }
  if (failed || session->said.status != FURAT_OK) {
    rasqal_free_query(query);
    return furat_redland_report(session, furat_str_of(request->source), err);
  }
  *out = query;
  return FURAT_OK;
}

static furat_status
find_form(rasqal_query *query, furat_query_form *form, furat_error *err)
{
  switch (rasqal_query_get_verb(query)) {
  case RASQAL_QUERY_VERB_SELECT:
    *form = FURAT_QUERY_SELECT;
    return FURAT_OK;
  case RASQAL_QUERY_VERB_ASK:
    *form = FURAT_QUERY_ASK;
    return FURAT_OK;
  case RASQAL_QUERY_VERB_CONSTRUCT:
    *form = FURAT_QUERY_CONSTRUCT;
    return FURAT_OK;
  default:
    return furat_error_set(err, FURAT_UNSUPPORTED, "rasqal cannot answer %s",
                           rasqal_query_verb_as_string(rasqal_query_get_verb(query)));
  }
}

// Parse once to find errors and the form; each execution parses again in a world of its
// own.
static furat_status
try_parse(furat_redland_query *request, furat_error *err)
{
  furat_session session;
  rasqal_query *query = NULL;
  furat_status status = furat_session_open(&session, NULL, NULL, err);
  if (status == FURAT_OK) {
    status = furat_redland_parse(&query, &session, request, err);
  }
  if (status == FURAT_OK) {
    status = find_form(query, &request->form, err);
    rasqal_free_query(query);
  }
  furat_session_close(&session);
  return status;
}

// Furat's own parser is the judge of what is a query: it knows all of SPARQL 1.1, and
// where a mistake is.  What it accepts and rasqal does not is beyond rasqal.
static furat_status
check_syntax(furat_str text, const furat_prepare_options *options, furat_error *err)
{
  const furat_sparql_options sparql = {.base = options->base,
                                       .prefixes = options->prefixes};
  const furat_ast *ast = NULL;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = options->update
                            ? furat_sparql_parse_update(&ast, &arena, text, &sparql, err)
                            : furat_sparql_parse_query(&ast, &arena, text, &sparql, err);
  furat_arena_clear(&arena);
  return status;
}

// The text for rasqal, unless it is wrong or asks for what rasqal cannot do.
static furat_status
write_text(furat_redland_query *request, furat_str text,
           const furat_prepare_options *options, furat_error *err)
{
  furat_query_text query;
  furat_buffer out;
  furat_buffer_init(&out, MAX_TEXT);
  furat_status status = furat_query_text_init(&query, text, options->prefixes, err);
  if (status == FURAT_OK) {
    status = check_syntax(text, options, err);
  }
  if (status == FURAT_OK) {
    status = furat_query_text_check(&query, err);
  }
  if (status == FURAT_OK) {
    request->aggregates = furat_query_text_aggregates(&query);
    status = furat_query_text_write(&query, options, &out, err);
  }
  if (status == FURAT_OK && options->n_bindings > 0 &&
      check_syntax(furat_buffer_str(&out), options, NULL) != FURAT_OK) {
    status =
        furat_error_set(err, FURAT_BAD_DATA,
                        "the value of a parameter cannot stand where its variable does");
  }
  if (status == FURAT_OK) {
    request->text = furat_buffer_take(&out);
    request->source = furat_strdup(text);
    request->base = furat_strdup(options->base);
    if (!request->text || !request->source || !request->base) {
      status = furat_error_no_mem(err);
    }
  }
  furat_buffer_clear(&out);
  furat_query_text_clear(&query);
  return status;
}

furat_status
furat_redland_query_prepare(void **query, void *self, furat_str text,
                            const furat_prepare_options *options, furat_query_form *form,
                            furat_error *err)
{
  if (options->update) {
    furat_status syntax = check_syntax(text, options, err);
    return syntax != FURAT_OK ? syntax
                              : furat_error_set(err, FURAT_UNSUPPORTED,
                                                "the Redland engine cannot update");
  }
  furat_redland_query *request = furat_alloc_zeroed(1, sizeof *request);
  if (!request) {
    return furat_error_no_mem(err);
  }
  request->dataset = self;
  furat_status status = write_text(request, text, options, err);
  if (status == FURAT_OK) {
    status = try_parse(request, err);
  }
  if (status != FURAT_OK) {
    furat_redland_query_free(request);
    return status;
  }
  *form = request->form;
  *query = request;
  return FURAT_OK;
}

void
furat_redland_query_free(void *query)
{
  furat_redland_query *request = query;
  furat_free(request->text);
  furat_free(request->source);
  furat_free(request->base);
  furat_free(request);
}

furat_status
furat_redland_query_update(void *query, const furat_cancel *cancel, furat_error *err)
{
  (void)query;
  (void)cancel;
  return furat_error_set(err, FURAT_UNSUPPORTED, "the Redland engine cannot update");
}
