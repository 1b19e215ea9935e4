// SPDX-License-Identifier: GPL-3.0-or-later
// furat parse: read a document and write it as N-Quads, quad by quad; or check a query.
#include <stdio.h>

#include "cli/check_sparql.h"
#include "cli/command.h"
#include "cli/intake.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "io/writer.h"

enum { OPTION_CANONICAL = 1, OPTION_QUERY, OPTION_UPDATE };

static const furat_option options[] = {
    FURAT_INTAKE_OPTIONS,
    {.id = OPTION_CANONICAL,
     .kind = FURAT_OPTION_FLAG,
     .name = "canonical",
     .help = "write canonical N-Quads: language tags in lower case"},
    FURAT_INTAKE_KEEP_GOING_OPTION,
    {.id = OPTION_QUERY,
     .kind = FURAT_OPTION_SPARQL,
     .name = "query",
     .argument = "FILE",
     .help = "check the SPARQL query in FILE and write it in a canonical form"},
    {.id = OPTION_UPDATE,
     .kind = FURAT_OPTION_SPARQL,
     .name = "update",
     .argument = "FILE",
     .help = "the same for a SPARQL update"},
    {.id = 0},
};

typedef struct parse_request {
  const char *path;
  furat_intake input;
  bool canonical;
} parse_request;

static furat_status
take_arguments(parse_request *request, const furat_vec *arguments, furat_error *err)
{
  const furat_status status = furat_intake_take(&request->input, arguments, err);
  request->path = furat_intake_one(arguments, "parse", err);
  request->canonical = furat_argument_find(arguments, OPTION_CANONICAL) != NULL;
  if (status != FURAT_OK || !request->path) {
    return err->status;
  }
  const furat_syntax *syntax = request->input.read.syntax
                                   ? request->input.read.syntax
                                   : furat_syntax_of_file(request->path);
  if (request->input.read.bad_line && syntax && syntax->id != FURAT_SYNTAX_NTRIPLES &&
      syntax->id != FURAT_SYNTAX_NQUADS) {
    return furat_error_set(err, FURAT_USAGE,
                           "--keep-going is for N-Triples and N-Quads alone");
  }
  return FURAT_OK;
}

/// A sink in front of the writer that writes language tags in lower case.
typedef struct canonical_sink {
  furat_quad_sink next;
  furat_arena tags;
} canonical_sink;

static furat_status
emit_canonical(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  canonical_sink *sink = self;
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    furat_quad quad = quads[i];
    furat_str *tag = &quad.object.language;
    char *lower = furat_arena_alloc(&sink->tags, tag->len + 1);
    if (!lower) {
      return furat_error_no_mem(err);
    }
    for (size_t j = 0; j < tag->len; ++j) {
      const char c = tag->data[j];
      lower[j] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    tag->data = lower;
    status = furat_quad_sink_emit(&sink->next, &quad, 1, err);
    furat_arena_reset(&sink->tags);
  }
  return status;
}

static furat_status
read_into(furat_writer *writer, parse_request *request, furat_error *err)
{
  canonical_sink canonical = {.next = furat_writer_sink(writer)};
  furat_arena_init(&canonical.tags, SIZE_MAX);
  const furat_quad_sink sink = request->canonical
                                   ? (furat_quad_sink){&canonical, emit_canonical, NULL}
                                   : canonical.next;
  furat_status status = furat_intake_read(&request->input, request->path, &sink, err);
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_arena_clear(&canonical.tags);
  return status;
}

static furat_status
write_document(parse_request *request, furat_error *err)
{
  const furat_write_options write = {.syntax = furat_syntax_named(FURAT_STR("nquads"))};
  furat_output *output = NULL;
  furat_writer *writer = NULL;
  furat_status status = furat_show_stdout(&output, err);
  if (status == FURAT_OK) {
    status = furat_writer_new(&writer, output, &write, err);
  }
  if (status == FURAT_OK) {
    status = read_into(writer, request, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_writer_free(writer);
  furat_output_free(output);
  return status;
}

/// Whether `arguments` ask for a query or update; `ids` then says which.
static bool
is_sparql(const furat_vec *arguments, furat_request_ids *ids)
{
  for (size_t i = 0; i < arguments->n; ++i) {
    const int id = FURAT_VEC_AT(arguments, furat_argument, i).id;
    if (id == OPTION_QUERY || id == OPTION_UPDATE) {
      *ids = (furat_request_ids){
          .file = id, .base = FURAT_INTAKE_BASE, .update = id == OPTION_UPDATE};
      return true;
    }
  }
  return false;
}

/// Nothing else may stand beside a query but its base.
static furat_status
check_alone(const furat_vec *arguments, const furat_request_ids *ids, furat_error *err)
{
  for (size_t i = 0; i < arguments->n; ++i) {
    const int id = FURAT_VEC_AT(arguments, furat_argument, i).id;
    if (id != ids->file && id != ids->base) {
      return furat_error_set(err, FURAT_USAGE, "--%s stands alone or with --base",
                             ids->update ? "update" : "query");
    }
  }
  return FURAT_OK;
}

static furat_status
parse_sparql(const furat_vec *arguments, const furat_request_ids *ids,
             furat_cancel *cancel, furat_error *err)
{
  furat_status status = check_alone(arguments, ids, err);
  if (status == FURAT_OK) {
    furat_interrupt_begin(cancel);
    status = furat_check_sparql(arguments, ids, err);
    furat_interrupt_end();
  }
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  furat_request_ids ids;
  furat_cancel cancel;
  furat_cancel_init(&cancel, 0);
  if (is_sparql(arguments, &ids)) {
    return parse_sparql(arguments, &ids, &cancel, err);
  }
  parse_request request = {.path = NULL};
  furat_intake_init(&request.input, &cancel);
  furat_status status = take_arguments(&request, arguments, err);
  if (status == FURAT_OK) {
    furat_interrupt_begin(&cancel);
    status = write_document(&request, err);
    furat_interrupt_end();
  }
  if (status == FURAT_OK) {
    status = furat_intake_finish(&request.input, err);
    furat_error_source(err, request.path);
  }
  furat_intake_clear(&request.input);
  return status;
}

const furat_command furat_command_parse = {
    .name = "parse",
    .operands = "[--format FORMAT] FILE | --query FILE | --update FILE",
    .operand_kind = FURAT_OPTION_DOCUMENT,
    .summary = "check a document and write it as N-Quads, or check a query",
    .description =
        "Reads FILE (- is standard input; gzip and zstd are unpacked) strictly by the "
        "specification of its syntax and writes every statement to standard output as "
        "N-Quads, in the order of the document.\n\n"
        "The first error ends the reading: what was written until then is not the whole "
        "document, and the exit status is 1.\n\n"
        "With --query or --update the FILE is SPARQL: its syntax is checked, and it is "
        "written in a canonical form, with full IRIs.",
    .options = options,
    .examples = "furat parse data.ttl\tcheck a Turtle file\n"
                "furat parse --format nquads - < data.nq\tread standard input\n"
                "furat parse --query question.rq\tcheck a query without running it",
    .run = run,
};
