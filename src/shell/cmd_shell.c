// SPDX-License-Identifier: GPL-3.0-or-later
// furat shell, and furat alone: a session for somebody at a terminal, or a script on
// standard input.                                                  cli/source ->
// [cmd_shell] -> mainloop
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "shell/result.h"

extern const furat_command furat_command_shell;

enum { OPTION_RESULTS = 1, MAX_SECONDS = 1000000000 };

static const furat_option options[] = {
    {.id = OPTION_RESULTS,
     .letter = 'r',
     .kind = FURAT_OPTION_CHOICE,
     .name = "results",
     .argument = "FORMAT",
     .choices = FURAT_RESULTS_CHOICES,
     .help = "show solutions or graphs as FORMAT, as .mode does"},
    FURAT_SOURCE_OPTIONS,
    FURAT_SOURCE_LOAD_OPTION,
    {.id = 0}};

static void
greet(const furat_shell *shell)
{
  uint64_t n = 0;
  if (furat_dataset_count(shell->dataset, &n, NULL) == FURAT_OK) {
    printf("%s: %" PRIu64 " statements. ", PACKAGE_STRING, n);
  }
  printf(".help shows what there is, Ctrl-D ends.\n");
}

static furat_status
open_shell(furat_shell *shell, const furat_vec *arguments, furat_error *err)
{
  const furat_argument *mode = furat_argument_find(arguments, OPTION_RESULTS);
  const furat_argument *timeout = furat_argument_find(arguments, FURAT_SOURCE_TIMEOUT);
  furat_prefixes_init(&shell->prefixes);
  furat_status status = furat_settings_init(&shell->settings, err);
  if (status == FURAT_OK) {
    status = furat_show_prefixes(&shell->prefixes, err);
  }
  if (status == FURAT_OK && mode) {
    status = furat_settings_set_mode(&shell->settings, mode->value, err);
  }
  if (status == FURAT_OK) {
    // A store that is there may be changed, where the system allows it.
    const furat_argument *store = furat_argument_find(arguments, FURAT_SOURCE_STORE);
    bool writable = store && access(store->value, W_OK) == 0;
    status = furat_source_open_for_request(&shell->dataset, arguments, FURAT_STR_NONE,
                                           writable, &shell->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_names_new(&shell->names, shell->dataset, err);
  }
  if (timeout && timeout->number > 0) {
    shell->settings.timeout_s =
        timeout->number < MAX_SECONDS ? timeout->number : MAX_SECONDS;
  }
  return status;
}

static furat_status
run_script(furat_shell *shell, furat_error *err)
{
  // Loading may have taken most of the time limit, which is one of statements from here
  // on.
  shell->cancel.deadline_ns = 0;
  furat_status status = furat_shell_script(shell, "-", err);
  if (status == FURAT_OK && shell->n_failed > 0) {
    status = FURAT_BAD_DATA; // each failure was told in its place
  }
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  furat_shell shell = {.interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO),
                       .input_name = "query"};
  furat_shell_results_init(&shell);
  furat_source_cancel(&shell.cancel, arguments);
  furat_interrupt_begin(&shell.cancel);
  furat_status status = open_shell(&shell, arguments, err);
  if (status == FURAT_OK && !shell.interactive) {
    status = run_script(&shell, err);
  }
  furat_interrupt_end();
  if (status == FURAT_OK && shell.interactive) {
    greet(&shell);
    status = furat_shell_talk(&shell, err);
  }
  status = furat_shell_results_clear(&shell, status, err);
  furat_names_free(shell.names);
  furat_dataset_close(shell.dataset);
  furat_prefixes_clear(&shell.prefixes);
  furat_settings_clear(&shell.settings);
  return status;
}

static bool
topic(size_t index, furat_topic *out)
{
  return furat_shell_topic_at(index, &out->term, &out->help);
}

const furat_command furat_command_shell = {
    .name = "shell",
    .operands = "[SOURCE]...",
    .only_options = true,
    .summary = "ask in a session (also without a command)",
    .description =
        "Opens a session on the shipped graph, a store, or files that are loaded for it. "
        " "
        "The usual prefixes (rdf, rdfs, xsd, skos, fur ...) are known without a "
        "declaration; a statement of nothing but PREFIX lines makes others known. "
        "Updates change a store for good, and files only for the session.\n"
        "\n"
        "A statement of one line runs at Enter.  A statement of several lines ends with "
        "an "
        "empty line or with a ; and the prompt shows what is still open.  Ctrl-C stops "
        "what "
        "runs or clears the line, Ctrl-D ends the session, Tab completes.  The history "
        "is "
        "kept over sessions.\n"
        "\n"
        "Without a terminal, statements are read from standard input, solutions are "
        "written "
        "as TSV, and the exit status is 1 when a statement failed.  There a statement "
        "ends "
        "with a ; or where the next one begins.",
    .options = options,
    .examples = "furat shell --data my.ttl\task a file\n"
                "furat <statements.rq\trun a script over the shipped graph\n",
    .run = run,
    .topics_title = "Commands inside the shell",
    .topic = topic,
};
