// SPDX-License-Identifier: GPL-3.0-or-later
// furat query: answers one SPARQL query.           engine, results -> [cli] -> dispatch
#include "cli/command.h"
#include "cli/param.h"
#include "cli/progress.h"
#include "cli/request_run.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/why.h"

enum {
  OPTION_QUERY = 1,
  OPTION_RESULTS,
  OPTION_BASE,
  OPTION_PARAM,
  OPTION_MAX_ROWS,
  OPTION_NO_PAGER,
  OPTION_EXIT_STATUS
};

static const furat_option options[] = {
    {.id = OPTION_QUERY,
     .letter = 'f',
     .kind = FURAT_OPTION_SPARQL,
     .name = "query",
     .argument = "FILE",
     .help = "read the query from FILE; - is standard input"},
    {.id = OPTION_RESULTS,
     .letter = 'r',
     .kind = FURAT_OPTION_CHOICE,
     .name = "results",
     .argument = "FORMAT",
     .choices = FURAT_RESULTS_CHOICES,
     .help = "write the results as FORMAT"},
    {.id = OPTION_BASE,
     .kind = FURAT_OPTION_IRI,
     .name = "base",
     .argument = "IRI",
     .help = "resolve relative IRIs of the query against IRI"},
    FURAT_PARAM_OPTION(OPTION_PARAM),
    FURAT_SOURCE_MEMORY_OPTION,
    {.id = OPTION_MAX_ROWS,
     .kind = FURAT_OPTION_NUMBER,
     .name = "max-rows",
     .argument = "N",
     .help = "show at most N solutions or triples, and say so where there are more "
             "(0: all)"},
    FURAT_SHOW_PAGER_OPTION(OPTION_NO_PAGER),
    {.id = OPTION_EXIT_STATUS,
     .kind = FURAT_OPTION_FLAG,
     .name = "exit-status",
     .help = "end with status 4 where an ASK is false or nothing was found"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

static void
tell_cut(const furat_results *results, uint64_t max_rows)
{
  if (results && furat_results_are_cut(results)) {
    (void)fflush(stdout);
    if (max_rows == 1) {
      (void)fputs("furat: only the first is shown, there are more\n", stderr);
    } else {
      char number[32];
      (void)fprintf(stderr, "furat: only the first %s are shown, there are more\n",
                    furat_progress_number(number, max_rows));
    }
  }
}

static furat_status
answer(furat_dataset *dataset, const furat_request *request, const furat_vec *arguments,
       const furat_prefixes *prefixes, const furat_cancel *cancel, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_argument *format = furat_argument_find(arguments, OPTION_RESULTS);
  const furat_argument *memory = furat_argument_find(arguments, FURAT_SOURCE_MEMORY);
  const furat_argument *max_rows = furat_argument_find(arguments, OPTION_MAX_ROWS);
  furat_prepare_options prepare = furat_request_prepare_options(request, prefixes);
  prepare.memory_bytes = memory ? memory->number : 0;
  prepare.max_rows = max_rows ? max_rows->number : 0;
  furat_status status =
      furat_query_prepare(&query, dataset, furat_request_text(request), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, cancel, err);
  }
  if (status == FURAT_OK) {
    const bool paged = !furat_argument_find(arguments, OPTION_NO_PAGER);
    status = furat_show_on_stdout(results, format ? format->value : NULL, paged, prefixes,
                                  err);
    tell_cut(results, prepare.max_rows);
  }
  if (status == FURAT_OK && furat_why_is_wanted()) {
    furat_why_tell(query, results, prefixes, cancel);
  }
  if (status == FURAT_OK && furat_argument_find(arguments, OPTION_EXIT_STATUS) &&
      furat_results_n_given(results) == 0) {
    status = FURAT_NO_ANSWER;
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  static const furat_request_ids ids = {
      .file = OPTION_QUERY, .base = OPTION_BASE, .param = OPTION_PARAM};
  return furat_request_run(arguments, &ids, false, answer, err);
}

const furat_command furat_command_query = {
    .name = "query",
    .operands = "[SOURCE]... ['SPARQL' | --query FILE]",
    .operand_kind = FURAT_OPTION_REQUEST,
    .summary = "answer a SPARQL query",
    .description =
        "Answers one SPARQL query over the shipped graph, a store, or files that are "
        "loaded "
        "for this command only. Without a query on the command line or --query it is "
        "read "
        "from standard input, as from a here-document.\n\n"
        "Solutions are shown as a table on a terminal and as TSV elsewhere, graphs as "
        "Turtle; --results chooses otherwise. The usual prefixes (rdf, rdfs, xsd, skos, "
        "fur ...) are known without a declaration. Rows go on as soon as they are found, "
        "but for a "
        "table, whose columns are as wide as they must be.\n\n"
        "With --exit-status scripts learn the answer without reading it: 0 where an ASK "
        "is true or there are rows or triples, 4 where it is false or there are none; 1, "
        "2 and 3 are failures as ever.",
    .options = options,
    .examples =
        "furat query 'SELECT ?a ?b { ?a fur:fought ?b }'\twho fought whom\n"
        "furat query --data my.ttl --query q.rq --results json\tanother graph\n"
        "furat query --param who=actor:isis 'SELECT ?b { ?who fur:fought ?b }'\t"
        "a variable has a value\n"
        "furat query --exit-status 'ASK { place:mosul a fur:Place }' && echo yes\t"
        "the answer as a status\n"
        "cat my.ttl | furat query --data - 'ASK { ?s ?p ?o }'\tdata from a pipe\n",
    .run = run,
};
