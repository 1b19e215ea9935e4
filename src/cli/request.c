// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a request and its parameters from the command line.
//                                                       io -> [cli/request] -> commands
#include "cli/request.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diagnostic.h"
#include "cli/param.h"
#include "cli/source.h"
#include "cli/term_text.h"
#include "engine/text_file.h"
#include "rdf/iri.h"
#include "sparql/lexer.h"

enum { MAX_TEXT = 1 << 28, MAX_TERMS = 1 << 26, MAX_PARAMS = 10000 };

void
furat_request_init(furat_request *request)
{
  *request = (furat_request){.name = "query"};
  furat_buffer_init(&request->text, MAX_TEXT);
  furat_vec_init(&request->bindings, sizeof(furat_binding), MAX_PARAMS);
  furat_arena_init(&request->terms, MAX_TERMS);
}

void
furat_request_clear(furat_request *request)
{
  furat_buffer_clear(&request->text);
  furat_vec_clear(&request->bindings);
  furat_arena_clear(&request->terms);
}

// ------------------------------------------------------------------------- text

static const furat_argument *
find_operand(const furat_vec *arguments, furat_error *err)
{
  const furat_argument *operand = NULL;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0 && operand) {
      furat_error_set(err, FURAT_USAGE, "there is more than one request: %.200s",
                      argument->value);
      furat_error_hint(err, "put quotes around it; files are given with options");
      return NULL;
    }
    operand = argument->id == 0 ? argument : operand;
  }
  return operand;
}

static furat_status
read_text(furat_request *request, const furat_vec *arguments,
          const furat_request_ids *ids, furat_error *err)
{
  furat_error own = FURAT_ERROR_INIT;
  const furat_argument *operand = find_operand(arguments, &own);
  const furat_argument *file = furat_argument_find(arguments, ids->file);
  if (own.status != FURAT_OK) {
    *err = own;
    return own.status;
  }
  if (operand && file) {
    return furat_error_set(err, FURAT_USAGE,
                           "the request is given twice: as text and as a file");
  }
  request->name = ids->update ? "update" : "query";
  if (operand && strcmp(operand->value, "-") != 0) {
    furat_buffer_append_cstr(&request->text, operand->value);
    return furat_buffer_status(&request->text, err);
  }
  if (!operand && !file && isatty(STDIN_FILENO) == 1) {
    furat_error_set(err, FURAT_USAGE, "there is no %s", request->name);
    furat_error_hint(err,
                     "put it in quotes, name its file with --%s, or open furat shell",
                     request->name);
    return FURAT_USAGE;
  }
  const char *path = file ? file->value : "-";
  request->name = strcmp(path, "-") == 0 ? "<stdin>" : path;
  return furat_text_file_read(&request->text, path, err);
}

// The prefixes that the request declares, beside the usual ones: parameters may use them.
// What is no prologue is left to the parser.
static furat_status
read_declarations(furat_prefixes *prefixes, furat_request *request, furat_error *err)
{
  furat_lexer lexer;
  furat_token token;
  furat_token name = {.kind = FURAT_TOKEN_END};
  furat_lexer_init(&lexer, furat_buffer_str(&request->text), &request->terms);
  furat_status status = FURAT_OK;
  while ((status = furat_lexer_next(&lexer, &token, NULL)) == FURAT_OK) {
    const bool declares =
        token.kind == FURAT_TOKEN_WORD &&
        (token.keyword == FURAT_KEYWORD_PREFIX || token.keyword == FURAT_KEYWORD_BASE);
    if (token.kind == FURAT_TOKEN_PNAME_NS) {
      name = token;
    } else if (token.kind == FURAT_TOKEN_IRI && name.kind == FURAT_TOKEN_PNAME_NS) {
      if (furat_iri_is_valid(token.text)) {
        status = furat_prefixes_set(prefixes, name.prefix, token.text, err);
      }
      name.kind = FURAT_TOKEN_END;
    } else if (!declares && token.kind != FURAT_TOKEN_IRI) {
      break;
    }
    if (status != FURAT_OK) {
      return status;
    }
  }
  return status == FURAT_NO_MEM ? furat_error_no_mem(err) : FURAT_OK;
}

static furat_status
copy_prefixes(furat_prefixes *out, const furat_prefixes *usual, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; usual && i < usual->entries.n && status == FURAT_OK; i++) {
    const furat_prefix *prefix = &FURAT_VEC_AT(&usual->entries, furat_prefix, i);
    status = furat_prefixes_set(out, prefix->name, prefix->iri, err);
  }
  return status;
}

// Somebody who writes an IRI without brackets should not wonder why nothing is found.
static void
tell_text(const furat_request *request, const char *argument)
{
  const furat_binding *last =
      &FURAT_VEC_AT(&request->bindings, furat_binding, request->bindings.n - 1);
  const char *value = strchr(argument, '=');
  if (value && furat_param_is_like_iri(furat_str_of(value + 1), &last->value)) {
    furat_error said = FURAT_ERROR_INIT; // which shows what is hostile as escapes
    furat_error_set(&said, FURAT_USAGE,
                    "--param %.*s is the text \"%.200s\"; " FURAT_PARAM_IRI_HINT,
                    FURAT_STR_ARGS(last->variable), value + 1);
    (void)fprintf(stderr, "furat: %s\n", said.message);
  }
}

static furat_status
read_base(furat_request *request, const furat_vec *arguments,
          const furat_request_ids *ids, const furat_prefixes *prefixes, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == ids->base) {
      status = furat_iri_argument(&request->base, &request->terms, "base",
                                  argument->value, prefixes, err);
    }
  }
  return status;
}

static furat_status
read_params(furat_request *request, const furat_vec *arguments,
            const furat_request_ids *ids, const furat_prefixes *prefixes,
            furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == ids->param && ids->param != 0) {
      status = furat_param_add(&request->bindings, &request->terms,
                               furat_str_of(argument->value), prefixes, err);
      if (status == FURAT_OK) {
        tell_text(request, argument->value);
      }
    }
  }
  return status;
}

// Let `read` know the prefixes that the request declares, too.
static furat_status
read_with_declared(furat_request *request, const furat_vec *arguments,
                   const furat_request_ids *ids, const furat_prefixes *prefixes,
                   furat_status (*read)(furat_request *, const furat_vec *,
                                        const furat_request_ids *, const furat_prefixes *,
                                        furat_error *),
                   furat_error *err)
{
  furat_prefixes known;
  furat_prefixes_init(&known);
  furat_status status = copy_prefixes(&known, prefixes, err);
  if (status == FURAT_OK) {
    status = read_declarations(&known, request, err);
  }
  if (status == FURAT_OK) {
    status = read(request, arguments, ids, &known, err);
  }
  furat_prefixes_clear(&known);
  return status;
}

furat_status
furat_request_read(furat_request *request, const furat_vec *arguments,
                   const furat_request_ids *ids, const furat_prefixes *prefixes,
                   furat_error *err)
{
  const furat_status status = read_text(request, arguments, ids, err);
  return status == FURAT_OK
             ? read_with_declared(request, arguments, ids, prefixes, read_base, err)
             : status;
}

furat_status
furat_request_read_params(furat_request *request, const furat_vec *arguments,
                          const furat_request_ids *ids, const furat_prefixes *prefixes,
                          furat_error *err)
{
  return read_with_declared(request, arguments, ids, prefixes, read_params, err);
}

furat_str
furat_request_text(const furat_request *request)
{
  return furat_buffer_str(&request->text);
}

furat_prepare_options
furat_request_prepare_options(const furat_request *request,
                              const furat_prefixes *prefixes)
{
  return (furat_prepare_options){
      .base = request->base,
      .prefixes = prefixes,
      .bindings = request->bindings.items,
      .n_bindings = request->bindings.n,
  };
}

// The name of a file where its text is wanted.
static void
tell_file(const furat_request *request, furat_status status, furat_error *err)
{
  furat_str text = furat_request_text(request);
  if (status == FURAT_BAD_SYNTAX && text.len < 1024 && strlen(text.data) == text.len &&
      access(text.data, R_OK) == 0) {
    furat_error_hint(err, "--%s %s reads the file", request->name, text.data);
  }
}

// Nothing came: who forgot the request sees where it may stand.
static void
tell_nothing(const furat_request *request, furat_error *err)
{
  const furat_str text = furat_request_text(request);
  size_t i = 0;
  while (i < text.len && strchr(" \t\r\n", text.data[i]) && text.data[i]) {
    i++;
  }
  if (i == text.len && err->hint[0] == '\0') {
    furat_error_hint(err,
                     "there is no request in %s; it stands in quotes, in a file, or "
                     "comes by standard input",
                     request->name);
  }
}

void
furat_request_tell(const furat_request *request, furat_status status, furat_error *err)
{
  if (status == FURAT_OK || !err->has_span) {
    return;
  }
  furat_error_source(err, request->name);
  tell_file(request, status, err);
  tell_nothing(request, err);
  // What stands on standard output already comes before the message.
  (void)fflush(stdout);
  furat_diagnostic_print(stderr, err, furat_request_text(request));
  furat_error_clear(err);
}
