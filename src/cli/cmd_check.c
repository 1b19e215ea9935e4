// SPDX-License-Identifier: GPL-3.0-or-later
// furat check: walks through a store and tells what is damaged, or validates a graph.
//                                                          store -> [cli] -> dispatch
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/check_shapes.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "store/check.h"

enum { OPTION_QUIET = 1 };

static const furat_option options[] = {
    {.id = FURAT_CHECK_SHAPES,
     .repeatable = true,
     .kind = FURAT_OPTION_DOCUMENT,
     .name = "shapes",
     .argument = "FILE",
     .help = "the shapes; without it those of the shipped ontology"},
    {.id = FURAT_CHECK_FORMAT,
     .letter = 'f',
     .kind = FURAT_OPTION_CHOICE,
     .name = "format",
     .argument = "FORMAT",
     .choices = "text turtle json",
     .help = "how the report of the shapes is written"},
    {.id = FURAT_CHECK_OUTPUT,
     .letter = 'o',
     .kind = FURAT_OPTION_FILE,
     .name = "output",
     .argument = "FILE",
     .help = "write that report to FILE"},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .kind = FURAT_OPTION_FLAG,
     .name = "quiet",
     .help = "tell by the exit status alone"},
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

static void
print_finding(void *self, const char *message)
{
  const bool *quiet = self;
  if (!*quiet) {
    printf("%s\n", message);
  }
}

static furat_status
check(const char *path, const furat_check_report *report, uint64_t *n_findings,
      furat_error *err)
{
  furat_store *store = NULL;
  furat_txn *txn = NULL;
  furat_status status = furat_store_open(&store, path, FURAT_STORE_READ, err);
  if (status == FURAT_OK) {
    status = furat_txn_begin_read(&txn, store, err);
  }
  if (status == FURAT_OK) {
    status = furat_check(txn, report, n_findings, err);
  }
  furat_txn_abort(txn);
  furat_store_close(store);
  return status;
}

/// Look for damage in a store.
static furat_status
check_store(const char *path, const furat_vec *arguments, bool quiet, furat_error *err)
{
  uint64_t n_findings = 0;
  furat_cancel cancel;
  furat_source_cancel(&cancel, arguments);
  furat_interrupt_begin(&cancel);
  const furat_check_report report = {
      .self = &quiet, .finding = print_finding, .cancel = &cancel};
  furat_status status = check(path, &report, &n_findings, err);
  furat_interrupt_end();
  if (status != FURAT_OK) {
    furat_source_blame(arguments, err);
  }
  if (status == FURAT_CORRUPT) {
    err->status = FURAT_BAD_DATA; // found, which is what was asked
    if (!strstr(err->message, path)) {
      furat_error_source(err, path);
    }
    return FURAT_BAD_DATA;
  }
  if (status == FURAT_OK && n_findings > 0) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the store %.200s is damaged: %" PRIu64 " finding%s", path,
                           n_findings, n_findings == 1 ? "" : "s");
  }
  if (status == FURAT_OK && !quiet) {
    furat_terminal_print_name(stdout, path);
    printf(" is sound\n");
  }
  return status;
}

/// A store alone is looked through for damage; all else is a matter of shapes.
static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  const bool quiet = furat_argument_find(arguments, OPTION_QUIET) != NULL;
  const char *path = furat_source_store(arguments, NULL);
  const bool shapes = furat_argument_find(arguments, FURAT_CHECK_SHAPES) ||
                      furat_argument_find(arguments, FURAT_SOURCE_DATA) ||
                      furat_argument_find(arguments, FURAT_SOURCE_NAMED_GRAPH) ||
                      furat_argument_find(arguments, FURAT_CHECK_FORMAT) ||
                      furat_argument_find(arguments, FURAT_CHECK_OUTPUT);
  return path && !shapes ? check_store(path, arguments, quiet, err)
                         : furat_check_shapes(arguments, quiet, err);
}

const furat_command furat_command_check = {
    .name = "check",
    .operands = "[SOURCE]... [--shapes FILE]... | -s STORE",
    .only_options = true,
    .summary = "validate a graph, or look for damage in a store",
    .description =
        "Validates the shipped graph, files or a store against SHACL shapes (Core and "
        "SPARQL-based constraints): those of FILE, or those of the shipped ontology. The "
        "report names each focus node, path and value that a shape does not allow. The "
        "exit status is 1 when the graph does not conform.\n\n"
        "With a store and no option about shapes it reads every block, term and sum of "
        "the store and compares them with each other: their order and checksums, the "
        "counts, ids without terms, orders that differ. The exit status is 1 when "
        "something is wrong.",
    .options = options,
    .examples =
        "furat check\tthe shipped graph against the shapes of its ontology\n"
        "furat check --shapes shapes.ttl --data data.ttl\tis it as it should be?\n"
        "furat check --store my.furat\tis it sound?\n",
    .run = run,
};
