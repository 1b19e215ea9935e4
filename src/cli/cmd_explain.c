// SPDX-License-Identifier: GPL-3.0-or-later
// furat explain: how a query is computed, and what each step takes.
//                                                        engine -> [cli] -> dispatch
#include "cli/command.h"
#include "cli/param.h"
#include "cli/plan_text.h"
#include "cli/request_run.h"
#include "cli/source.h"

enum {
  OPTION_QUERY = 1,
  OPTION_UPDATE,
  OPTION_ANALYZE,
  OPTION_JSON,
  OPTION_BASE,
  OPTION_PARAM,
  OPTION_MEMORY
};

static const furat_option options[] = {
    {.id = OPTION_QUERY,
     .letter = 'f',
     .kind = FURAT_OPTION_SPARQL,
     .name = "query",
     .argument = "FILE",
     .help = "read the query from FILE; - is standard input"},
    {.id = OPTION_UPDATE,
     .kind = FURAT_OPTION_SPARQL,
     .name = "update",
     .argument = "FILE",
     .help = "explain the patterns of the update in FILE instead; nothing is changed"},
    {.id = OPTION_ANALYZE,
     .letter = 'a',
     .kind = FURAT_OPTION_FLAG,
     .name = "analyze",
     .help = "run the query too, and tell the rows, time and memory of each step"},
    {.id = OPTION_JSON,
     .kind = FURAT_OPTION_FLAG,
     .name = "json",
     .help = "write JSON, for programs"},
    {.id = OPTION_BASE,
     .kind = FURAT_OPTION_IRI,
     .name = "base",
     .argument = "IRI",
     .help = "resolve relative IRIs of the query against IRI"},
    FURAT_PARAM_OPTION(OPTION_PARAM),
    {.id = OPTION_MEMORY,
     .letter = 'm',
     .kind = FURAT_OPTION_SIZE,
     .name = "memory",
     .argument = "SIZE",
     .help = "with --analyze: fail where the answer needs more memory than SIZE"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

static furat_status
explain(furat_dataset *dataset, const furat_request *request, const furat_vec *arguments,
        const furat_prefixes *prefixes, const furat_cancel *cancel, furat_error *err)
{
  furat_query *query = NULL;
  const furat_argument *memory = furat_argument_find(arguments, OPTION_MEMORY);
  furat_prepare_options prepare = furat_request_prepare_options(request, prefixes);
  furat_explain_options how = FURAT_EXPLAIN_OPTIONS_INIT;
  how.analyze = furat_argument_find(arguments, OPTION_ANALYZE);
  how.json = furat_argument_find(arguments, OPTION_JSON);
  how.prefixes = prefixes;
  prepare.memory_bytes = memory ? memory->number : 0;
  prepare.update = furat_argument_find(arguments, OPTION_UPDATE);
  furat_status status =
      furat_query_prepare(&query, dataset, furat_request_text(request), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_plan_show(query, &how, NULL, cancel, err);
  }
  furat_query_free(query);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  const furat_argument *update = furat_argument_find(arguments, OPTION_UPDATE);
  const furat_request_ids ids = {.file = update ? OPTION_UPDATE : OPTION_QUERY,
                                 .base = OPTION_BASE,
                                 .param = OPTION_PARAM,
                                 .update = update};
  if (update && furat_argument_find(arguments, OPTION_QUERY)) {
    return furat_error_set(err, FURAT_USAGE, "explain takes a query or an update");
  }
  return furat_request_run(arguments, &ids, false, explain, err);
}

const furat_command furat_command_explain = {
    .name = "explain",
    .operands = "[SOURCE]... ['SPARQL' | --query FILE | --update FILE]",
    .operand_kind = FURAT_OPTION_REQUEST,
    .summary = "tell how a query is computed",
    .description =
        "Shows the plan of a query as a tree, a step a line, with the number of "
        "solutions that each step is expected to have. A step takes those of the steps "
        "below it. With --analyze the query runs, and the columns before the tree are: "
        "the estimate, the solutions that came, how often the step was started, its own "
        "time in milliseconds, and the most memory that it kept.\n\n"
        "A scan reads the triples of a pattern; a look-up join scans its second step "
        "anew for each solution of the first, a hash join keeps the second step in "
        "memory and reads both once.\n\n"
        "--json writes one object with the member plan (of an update: operations, a "
        "list of objects with the member plan, null where there is no pattern). A plan "
        "has operator, description, columns, order (the columns it is sorted by), "
        "estimated_rows, estimated_cost, with --analyze rows, starts, ms, total_ms (with "
        "the steps below) and memory_bytes; inputs and exists are lists of plans. "
        "planning_ms and execution_ms stand beside the plan.",
    .options = options,
    .examples = "furat explain 'SELECT ?a ?b { ?a fur:fought ?b }'\tits plan\n"
                "furat explain --analyze -s my.furat --query q.rq\twhere time goes\n",
    .run = run,
};
