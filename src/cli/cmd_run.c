// SPDX-License-Identifier: GPL-3.0-or-later
// furat run: answers a canned query.             canned_run, engine -> [cli] -> dispatch
#include "base/diagnostic.h"
#include "base/memory.h"
#include "base/screen.h"
#include "cli/canned_run.h"
#include "cli/canned_why.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "cli/why.h"

enum { OPTION_RESULTS = 1, OPTION_HELP, OPTION_NO_PAGER, MAX_BYTES = 1 << 26 };

static const furat_option options[] = {
    {.id = OPTION_RESULTS,
     .letter = 'r',
     .kind = FURAT_OPTION_CHOICE,
     .name = "results",
     .argument = "FORMAT",
     .choices = FURAT_RESULTS_CHOICES,
     .help = "write the results as FORMAT"},
    {.id = OPTION_HELP,
     .letter = 'h',
     .kind = FURAT_OPTION_FLAG,
     .name = "help",
     .help = "show what a query is for and which parameters it takes"},
    FURAT_SHOW_PAGER_OPTION(OPTION_NO_PAGER),
    FURAT_SOURCE_OPTIONS,
    {.id = 0}};

extern const furat_command furat_command_run;

// The operands: NAME and param=value.  The array is the caller's.
static furat_status
list_operands(const char ***out, size_t *n, const furat_vec *arguments, furat_error *err)
{
  const char **list = furat_alloc_zeroed(arguments->n + 1, sizeof *list);
  if (!list) {
    return furat_error_no_mem(err);
  }
  *n = 0;
  for (size_t i = 0; i < arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0) {
      list[(*n)++] = argument->value;
    }
  }
  *out = list;
  return FURAT_OK;
}

static furat_status
print_list(bool help, bool paged, furat_error *err)
{
  furat_buffer out;
  furat_buffer_init(&out, MAX_BYTES);
  furat_status status = FURAT_OK;
  if (help) {
    furat_help_command(&out, &furat_command_run);
  } else {
    furat_buffer_append_cstr(&out,
                             "Canned queries, for furat run NAME [param=value]...:\n");
    status = furat_canned_show_all(&out, NULL, err);
    furat_buffer_append_cstr(&out, "furat run NAME --help shows the parameters.\n");
  }
  if (status == FURAT_OK) {
    status = paged ? furat_show_text_paged(&out, err) : furat_help_print(&out, err);
  }
  furat_buffer_clear(&out);
  return status;
}

static furat_status
print_canned(const furat_canned *canned, furat_error *err)
{
  furat_buffer out;
  furat_buffer filled;
  furat_buffer_init(&out, MAX_BYTES);
  furat_buffer_init(&filled, MAX_BYTES);
  furat_canned_show(&out, canned, "furat run");
  furat_screen_wrap(&filled, furat_buffer_str(&out), FURAT_HELP_WIDTH);
  furat_status status = furat_buffer_status(&out, err);
  if (status == FURAT_OK) {
    status = furat_help_print(&filled, err);
  }
  furat_buffer_clear(&out);
  furat_buffer_clear(&filled);
  return status;
}

// One run of one query.
typedef struct canned_run {
  const furat_canned *canned;
  furat_dataset *dataset;
  const char *format;
  bool paged;
  furat_prefixes prefixes;
  furat_cancel cancel;
} canned_run;

static furat_status
answer(canned_run *run, const furat_canned_values *values, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_prepare_options prepare = {.prefixes = &run->prefixes,
                                   .bindings = values->bindings.items,
                                   .n_bindings = values->bindings.n};
  furat_status status = furat_query_prepare(
      &query, run->dataset, furat_buffer_str(&run->canned->text), &prepare, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &run->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_show_on_stdout(results, run->format, run->paged, &run->prefixes, err);
  }
  if (status == FURAT_OK && furat_why_is_wanted()) {
    if (run->canned->params.n > 0) {
      furat_canned_why_tell(run->canned, values, run->dataset, results, &run->prefixes,
                            &run->cancel);
    } else {
      furat_why_tell(query, results, &run->prefixes, &run->cancel);
    }
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

// What was looked up, on standard error; the candidates behind the message that asks for
// one.
static void
tell(const canned_run *run, const furat_canned_values *values, furat_status status,
     furat_error *err)
{
  if (status != FURAT_OK && (err->has_span || values->choices.len > 0)) {
    (void)fflush(stdout);
    furat_error_source(err, err->has_span ? run->canned->name.data : "furat");
    furat_diagnostic_print(stderr, err,
                           err->has_span ? furat_buffer_str(&run->canned->text)
                                         : FURAT_STR_NONE);
    furat_terminal_print_wrapped(stderr, furat_buffer_str(&values->choices));
    furat_error_clear(err);
  }
}

static furat_status
bind_and_answer(canned_run *run, const char *const *arguments, size_t n, furat_error *err)
{
  furat_canned_values values;
  furat_canned_values_init(&values, "furat run");
  furat_status status =
      furat_canned_bind(&values, run->canned, arguments, n, run->dataset, NULL,
                        &run->prefixes, &run->cancel, err);
  if (status == FURAT_OK && values.notes.len > 0) {
    furat_terminal_print_wrapped(stderr, furat_buffer_str(&values.notes));
  }
  if (status == FURAT_OK) {
    status = answer(run, &values, err);
  }
  tell(run, &values, status, err);
  furat_canned_values_clear(&values);
  return status;
}

static furat_status
run_canned(const furat_canned *canned, const furat_vec *arguments,
           const char *const *operands, size_t n, furat_error *err)
{
  const furat_argument *format = furat_argument_find(arguments, OPTION_RESULTS);
  canned_run run = {.canned = canned,
                    .format = format ? format->value : NULL,
                    .paged = !furat_argument_find(arguments, OPTION_NO_PAGER)};
  furat_prefixes_init(&run.prefixes);
  furat_source_cancel(&run.cancel, arguments);
  furat_interrupt_begin(&run.cancel);
  furat_status status = furat_show_prefixes(&run.prefixes, err);
  if (status == FURAT_OK) {
    status = furat_source_open_merged(&run.dataset, arguments, &run.cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(run.dataset, &run.prefixes, err);
  }
  if (status == FURAT_OK) {
    status = bind_and_answer(&run, operands, n, err);
  }
  furat_interrupt_end();
  furat_dataset_close(run.dataset);
  furat_prefixes_clear(&run.prefixes);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  bool help = furat_argument_find(arguments, OPTION_HELP) != NULL;
  const char **operands = NULL;
  size_t n = 0;
  furat_status status = list_operands(&operands, &n, arguments, err);
  if (status != FURAT_OK) {
    return status;
  }
  if (n == 0) {
    status = print_list(help, !furat_argument_find(arguments, OPTION_NO_PAGER), err);
  } else {
    furat_canned canned;
    status = furat_canned_open(&canned, operands[0], err);
    if (status == FURAT_OK) {
      status = help ? print_canned(&canned, err)
                    : run_canned(&canned, arguments, operands + 1, n - 1, err);
    } else if (err->has_span) {
      furat_diagnostic_print(stderr, err, furat_buffer_str(&canned.text));
      furat_error_clear(err);
    }
    furat_canned_clear(&canned);
  }
  furat_free(operands);
  return status;
}

const furat_command furat_command_run = {
    .name = "run",
    .operands = "[SOURCE]... [NAME [param=value]...]",
    .operand_kind = FURAT_OPTION_CANNED,
    .summary = "answer a canned query; without a name, list them",
    .description = "Answers a shipped query, one that .save of the shell has kept in "
                   "$XDG_DATA_HOME/furat/queries (usually ~/.local/share/furat/queries), "
                   "or a file of yours (a name with a slash or ending in .rq). furat run "
                   "NAME --help shows what it is for and its "
                   "parameters.\n\n"
                   "A parameter that takes a name finds the thing by any of its labels "
                   "and aliases in any "
                   "language, exactly first and then without regard to case, accents, "
                   "Arabic vowel signs, "
                   "forms of alef and the article; which one was taken is told on "
                   "standard error. An IRI "
                   "or a prefixed name does too. A name that fits nothing or several "
                   "things lists the "
                   "candidates.",
    .options = options,
    .examples = "furat run\tlist the canned queries\n"
                "furat run fought actor=داعش\twhom ISIS fought\n",
    .run = run,
};
