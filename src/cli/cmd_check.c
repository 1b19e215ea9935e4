// SPDX-License-Identifier: GPL-3.0-or-later
// furat check: walks through a store and tells what is damaged.
//                                                          store -> [cli] -> dispatch
#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/source.h"
#include "store/check.h"

enum { OPTION_STORE = 1, OPTION_QUIET };

static const furat_option options[] = {{.id = OPTION_STORE,
                                        .letter = 's',
                                        .kind = FURAT_OPTION_FILE,
                                        .name = "store",
                                        .argument = "STORE",
                                        .help = "the store file"},
                                       {.id = OPTION_QUIET,
                                        .letter = 'q',
                                        .kind = FURAT_OPTION_FLAG,
                                        .name = "quiet",
                                        .help = "tell by the exit status alone"},
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

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  const furat_argument *path = furat_argument_find(arguments, OPTION_STORE);
  bool quiet = furat_argument_find(arguments, OPTION_QUIET) != NULL;
  uint64_t n_findings = 0;
  furat_cancel cancel;
  if (!path) {
    return furat_error_set(err, FURAT_USAGE, "check needs --store STORE");
  }
  furat_cancel_init(&cancel, 0);
  furat_interrupt_begin(&cancel);
  const furat_check_report report = {
      .self = &quiet, .finding = print_finding, .cancel = &cancel};
  furat_status status = check(path->value, &report, &n_findings, err);
  furat_interrupt_end();
  if (status == FURAT_CORRUPT) {
    err->status = FURAT_BAD_DATA; // found, which is what was asked
    return FURAT_BAD_DATA;
  }
  if (status == FURAT_OK && n_findings > 0) {
    return furat_error_set(err, FURAT_BAD_DATA,
                           "the store %.200s is damaged: %" PRIu64 " finding%s",
                           path->value, n_findings, n_findings == 1 ? "" : "s");
  }
  if (status == FURAT_OK && !quiet) {
    printf("%s is sound\n", path->value);
  }
  return status;
}

const furat_command furat_command_check = {
    .name = "check",
    .operands = "-s STORE",
    .only_options = true,
    .summary = "look for damage in a store",
    .description =
        "Reads every block, term and sum of a store and compares them with each other: "
        "their order and checksums, the counts, ids without terms, orders that differ. "
        "The exit status is 1 when something is wrong.",
    .options = options,
    .examples = "furat check --store my.furat\tis it sound?\n",
    .run = run,
};
