// SPDX-License-Identifier: GPL-3.0-or-later
// furat diff: what was removed and what was added between two documents or stores.
//                                                       engine, io -> [cli] -> dispatch

#include "cli/command.h"
#include "cli/intake.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "engine/native.h"
#include "io/diff.h"
#include "io/output.h"
#include "store/store.h"

enum { OPTION_STAT = 1, OPTION_EXIT_CODE };

static const furat_option options[] = {
    FURAT_INTAKE_OPTIONS,
    {.id = OPTION_STAT,
     .kind = FURAT_OPTION_FLAG,
     .name = "stat",
     .help = "write only how many statements changed"},
    {.id = OPTION_EXIT_CODE,
     .kind = FURAT_OPTION_FLAG,
     .name = "exit-code",
     .help = "end with status 1 when there is a difference"},
    {.id = 0},
};

typedef struct diff_job {
  const char *paths[2];
  furat_intake input;
  bool stat;
  bool exit_code;
  uint64_t n_changes[2];
  furat_buffer line;
  furat_output *output;
  furat_cancel cancel;
} diff_job;

static furat_status
take_arguments(diff_job *job, const furat_vec *arguments, furat_error *err)
{
  size_t n_paths = 0;
  job->stat = furat_argument_find(arguments, OPTION_STAT) != NULL;
  job->exit_code = furat_argument_find(arguments, OPTION_EXIT_CODE) != NULL;
  for (size_t i = 0; i < arguments->n; ++i) {
    const furat_argument *argument = &FURAT_VEC_AT(arguments, furat_argument, i);
    if (argument->id == 0 && n_paths == 2) {
      return furat_error_set(err, FURAT_USAGE, "diff compares two, not also %s",
                             argument->value);
    }
    if (argument->id == 0) {
      job->paths[n_paths++] = argument->value;
    }
  }
  if (n_paths < 2) {
    furat_error_set(err, FURAT_USAGE, "diff needs OLD and NEW");
    furat_error_hint(err,
                     "as in furat diff old.ttl new.ttl, or furat diff dump.nq my.furat");
    return FURAT_USAGE;
  }
  return furat_intake_take(&job->input, arguments, err);
}

static furat_status
read_store(const diff_job *job, const char *path, const furat_quad_sink *sink,
           furat_error *err)
{
  const furat_term pattern[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  const furat_dataset_options open = {
      .engine = &furat_engine_native, .path = path, .read_only = true};
  furat_dataset *dataset = NULL;
  furat_status status = furat_dataset_open(&dataset, &open, err);
  if (status == FURAT_OK) {
    status = furat_dataset_match(dataset, pattern, NULL, sink, &job->cancel, err);
  }
  furat_dataset_close(dataset);
  return status;
}

/// A store is known by its first bytes, whatever its name is.
static furat_status
read_side(const diff_job *job, const char *path, const furat_quad_sink *sink,
          furat_error *err)
{
  return furat_store_is_one(path) ? read_store(job, path, sink, err)
                                  : furat_intake_read(&job->input, path, sink, err);
}

static furat_status
on_change(void *self, furat_diff_side side, const furat_quad *quad, furat_error *err)
{
  diff_job *job = self;
  job->n_changes[side] += 1;
  if (job->stat) {
    return FURAT_OK;
  }
  furat_buffer_reset(&job->line);
  furat_buffer_append_cstr(&job->line, side == FURAT_DIFF_OLD ? "- " : "+ ");
  furat_quad_write_nquads(&job->line, quad);
  const furat_status status = furat_buffer_status(&job->line, err);
  return status == FURAT_OK
             ? furat_output_write(job->output, furat_buffer_str(&job->line), err)
             : status;
}

static furat_status
write_stat(diff_job *job, furat_error *err)
{
  furat_buffer_reset(&job->line);
  furat_buffer_appendf(&job->line, "%llu removed, %llu added\n",
                       (unsigned long long)job->n_changes[FURAT_DIFF_OLD],
                       (unsigned long long)job->n_changes[FURAT_DIFF_NEW]);
  const furat_status status = furat_buffer_status(&job->line, err);
  return status == FURAT_OK
             ? furat_output_write(job->output, furat_buffer_str(&job->line), err)
             : status;
}

static furat_status
compare(diff_job *job, furat_error *err)
{
  const furat_diff_listener listener = {.self = job, .change = on_change};
  furat_diff *diff = NULL;
  furat_status status = furat_diff_new(&diff, &job->cancel, err);
  for (int i = 0; status == FURAT_OK && i < 2; ++i) {
    const furat_quad_sink sink =
        furat_diff_sink(diff, i == 0 ? FURAT_DIFF_OLD : FURAT_DIFF_NEW);
    status = read_side(job, job->paths[i], &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_diff_run(diff, &listener, err);
  }
  if (status == FURAT_OK && job->stat) {
    status = write_stat(job, err);
  }
  furat_diff_free(diff);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  diff_job job = {.stat = false};
  furat_cancel_init(&job.cancel, 0);
  furat_intake_init(&job.input, &job.cancel);
  furat_buffer_init(&job.line, SIZE_MAX);
  furat_interrupt_begin(&job.cancel);
  furat_status status = take_arguments(&job, arguments, err);
  if (status == FURAT_OK) {
    status = furat_show_stdout(&job.output, err);
  }
  if (status == FURAT_OK) {
    status = compare(&job, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(job.output, err);
  }
  furat_interrupt_end();
  furat_output_free(job.output);
  furat_buffer_clear(&job.line);
  furat_intake_clear(&job.input);
  if (status == FURAT_OK && job.exit_code && job.n_changes[0] + job.n_changes[1] > 0) {
    status = FURAT_BAD_DATA; // said by the output already
  }
  return status;
}

const furat_command furat_command_diff = {
    .name = "diff",
    .operands = "[--stat] [--exit-code] OLD NEW",
    .operand_kind = FURAT_OPTION_DOCUMENT,
    .summary = "show what two documents or stores say differently",
    .description =
        "Compares OLD and NEW statement by statement and writes what only OLD says as "
        "lines \"- QUAD\" and what only NEW says as lines \"+ QUAD\", sorted. Each is a "
        "document of any syntax, known by the ending of its name (.ttl, .nq.gz ...) or "
        "by "
        "--format, or a store.\n\n"
        "Order, prefixes and the labels of blank nodes make no difference. Statements "
        "that "
        "share a blank node are compared together: if one of them changed, all are "
        "shown, "
        "removed and added. Both sides are held in memory.",
    .options = options,
    .examples = "furat diff data.ttl my.ttl\twhat changed\n"
                "furat diff --stat data.nq my.furat\t"
                "how far a store and a dump differ",
    .run = run,
};
