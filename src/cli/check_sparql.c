// SPDX-License-Identifier: GPL-3.0-or-later
// furat parse --query and --update.                       sparql -> [cli] -> cmd_parse
#include "cli/check_sparql.h"

#include <stdio.h>
#include <string.h>

#include "cli/show.h"
#include "rdf/iri.h"
#include "sparql/parser.h"
#include "sparql/print.h"

enum { MAX_IRI_BYTES = 1 << 20 };

static furat_status
write_canonical(const furat_ast *ast, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_status status = furat_sparql_print(&text, ast, err);
  if (status == FURAT_OK) {
    status = furat_show_text_on_stdout(&text, err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
check(const furat_request *request, bool is_update, furat_str base, furat_error *err)
{
  const furat_sparql_options options = {.base = base};
  const furat_str text = furat_request_text(request);
  const furat_ast *ast = NULL;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  furat_status status = is_update
                            ? furat_sparql_parse_update(&ast, &arena, text, &options, err)
                            : furat_sparql_parse_query(&ast, &arena, text, &options, err);
  if (status == FURAT_OK) {
    status = write_canonical(ast, err);
  }
  furat_arena_clear(&arena);
  return status;
}

furat_status
furat_check_sparql(const furat_vec *arguments, const furat_request_ids *ids,
                   furat_error *err)
{
  furat_request request;
  furat_buffer base;
  furat_request_init(&request);
  furat_buffer_init(&base, MAX_IRI_BYTES);
  furat_status status = furat_request_read(&request, arguments, ids, NULL, err);
  if (status == FURAT_OK && request.base.len == 0 &&
      strcmp(request.name, "<stdin>") != 0) {
    status = furat_iri_of_file(&base, request.name, err);
    request.base = furat_buffer_str(&base);
  }
  if (status == FURAT_OK) {
    status = check(&request, ids->update, request.base, err);
    furat_request_tell(&request, status, err);
  }
  furat_buffer_clear(&base);
  furat_request_clear(&request);
  return status;
}
