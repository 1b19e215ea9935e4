// SPDX-License-Identifier: GPL-3.0-or-later
// furat update: changes a dataset, and shows it afterwards if asked.
//                                                        engine, io -> [cli] -> dispatch
#include "cli/command.h"
#include "cli/param.h"
#include "cli/request_run.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/why.h"
#include "io/writer.h"

enum { OPTION_UPDATE = 1, OPTION_DUMP, OPTION_BASE, OPTION_QUIET, OPTION_PARAM };

static const furat_option options[] = {
    {.id = OPTION_UPDATE,
     .letter = 'f',
     .kind = FURAT_OPTION_SPARQL,
     .name = "update",
     .argument = "FILE",
     .help = "read the request from FILE; - is standard input"},
    {.id = OPTION_DUMP,
     .kind = FURAT_OPTION_CHOICE,
     .name = "dump",
     .argument = "FORMAT",
     .choices = "nquads trig",
     .help = "write the whole dataset after the update as FORMAT; a store is changed "
             "all the same"},
    {.id = OPTION_BASE,
     .kind = FURAT_OPTION_IRI,
     .name = "base",
     .argument = "IRI",
     .help = "resolve relative IRIs of the request against IRI"},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .kind = FURAT_OPTION_FLAG,
     .name = "quiet",
     .help = "do not tell how many statements were added and removed"},
    FURAT_PARAM_OPTION(OPTION_PARAM),
    FURAT_SOURCE_MEMORY_OPTION,
    FURAT_SOURCE_OPTIONS,
    FURAT_SOURCE_LOAD_OPTION,
    {.id = 0}};

static furat_status
write_dataset(furat_dataset *dataset, furat_output *output, const char *format,
              const furat_prefixes *prefixes, const furat_cancel *cancel,
              furat_error *err)
{
  const furat_term any[3] = {{.kind = FURAT_TERM_NONE}};
  furat_write_options write = FURAT_WRITE_OPTIONS_INIT;
  write.syntax = furat_syntax_named(furat_str_of(format));
  write.prefixes = prefixes;
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &write, err);
  if (status == FURAT_OK) {
    furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_dataset_match(dataset, any, NULL, &sink, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
dump(furat_dataset *dataset, const char *format, const furat_prefixes *prefixes,
     const furat_cancel *cancel, furat_error *err)
{
  furat_output *output = NULL;
  furat_status status = furat_show_stdout(&output, err);
  if (status == FURAT_OK) {
    status = write_dataset(dataset, output, format, prefixes, cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_output_free(output);
  return status;
}

static furat_status
change(furat_dataset *dataset, const furat_request *request, const furat_vec *arguments,
       const furat_prefixes *prefixes, const furat_cancel *cancel, furat_error *err)
{
  const furat_argument *memory = furat_argument_find(arguments, FURAT_SOURCE_MEMORY);
  furat_query *query = NULL;
  furat_prepare_options prepare = furat_request_prepare_options(request, prefixes);
  prepare.update = true;
  prepare.memory_bytes = memory ? memory->number : 0;
  furat_status status =
      furat_query_prepare(&query, dataset, furat_request_text(request), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_update(query, cancel, err);
  }
  if (status == FURAT_OK && !furat_argument_find(arguments, OPTION_QUIET)) {
    furat_why_tell_update(query, furat_why_is_wanted(), prefixes, cancel);
  }
  furat_query_free(query);
  return status;
}

// The copy of the shipped graph ends with the command: who does not look at it has
// probably thought otherwise.
static furat_status
check_use(const furat_vec *arguments, furat_error *err)
{
  static const int ids[] = {FURAT_SOURCE_DATA, FURAT_SOURCE_NAMED_GRAPH, OPTION_BASE,
                            OPTION_DUMP};
  if (furat_source_store(arguments, NULL)) {
    return FURAT_OK;
  }
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
    if (furat_argument_find(arguments, ids[i])) {
      return FURAT_OK;
    }
  }
  furat_error_set(err, FURAT_USAGE,
                  "the shipped graph stays as it is, so this update would be lost");
  furat_error_hint(err, "furat load -s my.furat --shipped makes a copy to change; --dump "
                        "shows what would be");
  return FURAT_USAGE;
}

static furat_status
change_and_dump(furat_dataset *dataset, const furat_request *request,
                const furat_vec *arguments, const furat_prefixes *prefixes,
                const furat_cancel *cancel, furat_error *err)
{
  const furat_argument *format = furat_argument_find(arguments, OPTION_DUMP);
  const furat_status status = change(dataset, request, arguments, prefixes, cancel, err);
  return status == FURAT_OK && format
             ? dump(dataset, format->value, prefixes, cancel, err)
             : status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  static const furat_request_ids ids = {
      .file = OPTION_UPDATE, .base = OPTION_BASE, .param = OPTION_PARAM, .update = true};
  const furat_status status = check_use(arguments, err);
  return status == FURAT_OK
             ? furat_request_run(arguments, &ids, true, change_and_dump, err)
             : status;
}

const furat_command furat_command_update = {
    .name = "update",
    .operands = "[SOURCE]... ['SPARQL' | --update FILE]",
    .operand_kind = FURAT_OPTION_REQUEST,
    .summary = "change a dataset with SPARQL Update",
    .description =
        "Runs one update request, all of it or nothing. What is loaded with "
        "--data lasts as "
        "long as the command, and so does the copy of the shipped graph; --dump "
        "shows it afterwards. A store is changed for good, with --dump, too. Without a "
        "request on the command line or --update it is read from standard input, as "
        "from a here-document. The Redland engine "
        "cannot update: "
        "it answers with exit status 77. LOAD reads files below the folder of "
        "--allow-load, "
        "named as <file:///folder/file.ttl>; links and .. do not lead out of it.",
    .options = options,
    .examples =
        "furat update -s my.furat --update changes.ru\tchange a store\n"
        "furat update --data my.ttl --dump trig 'CLEAR NAMED'\tshow what would be\n",
    .run = run,
};
