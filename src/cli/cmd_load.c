// SPDX-License-Identifier: GPL-3.0-or-later
// furat load: puts documents into a store, all of them or none.
//                                                        engine -> [cli] -> dispatch
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diagnostic.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/source.h"
#include "engine/shipped.h"
#include "rdf/iri.h"
#include "store/store.h"

enum {
  OPTION_STORE = 1,
  OPTION_GRAPH,
  OPTION_BASE,
  OPTION_FORMAT,
  OPTION_MEMORY,
  OPTION_KEEP_GOING,
  OPTION_WAIT,
  OPTION_SHIPPED,
  OPTION_QUIET,
  MAX_BAD_SHOWN = 20
};

static const furat_option options[] = {
    {.id = OPTION_STORE,
     .letter = 's',
     .kind = FURAT_OPTION_FILE,
     .name = "store",
     .argument = "STORE",
     .help = "the store file; made when it does not exist"},
    {.id = OPTION_GRAPH,
     .letter = 'g',
     .kind = FURAT_OPTION_STRING,
     .name = "graph",
     .argument = "IRI",
     .help = "put statements of the default graph into the graph IRI"},
    {.id = OPTION_BASE,
     .letter = 'b',
     .kind = FURAT_OPTION_STRING,
     .name = "base",
     .argument = "IRI",
     .help = "resolve relative IRIs against IRI instead of the file's own"},
    {.id = OPTION_FORMAT,
     .letter = 'f',
     .kind = FURAT_OPTION_CHOICE,
     .name = "format",
     .argument = "FORMAT",
     .choices = "ntriples nquads turtle trig rdfxml rdfa guess",
     .help = "syntax of the files; without it the endings of their names tell"},
    {.id = OPTION_MEMORY,
     .letter = 'm',
     .kind = FURAT_OPTION_SIZE,
     .name = "memory",
     .argument = "SIZE",
     .help = "use about SIZE of memory (such as 512M), and temporary files beyond it"},
    {.id = OPTION_KEEP_GOING,
     .letter = 'k',
     .kind = FURAT_OPTION_FLAG,
     .name = "keep-going",
     .help = "N-Triples and N-Quads: report bad lines and load the others"},
    {.id = OPTION_WAIT,
     .negatable = true,
     .kind = FURAT_OPTION_FLAG,
     .name = "wait",
     .help = "wait while somebody else changes the store (--no-wait: fail at once)"},
    {.id = OPTION_SHIPPED,
     .kind = FURAT_OPTION_FLAG,
     .name = "shipped",
     .help = "load the shipped graph, each part into its named graph"},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .kind = FURAT_OPTION_FLAG,
     .name = "quiet",
     .help = "show no progress and no summary"},
    {.id = 0}};

typedef struct load_job {
  const furat_vec *arguments;
  const char *path; ///< of the store
  furat_read_options read;
  furat_cancel cancel;
  furat_dataset *dataset;
  furat_quad_sink next; ///< the dataset's
  furat_progress progress;
  const char *file; ///< that is being read
  size_t n_files;
  uint64_t n_bad; ///< lines that were left out
  bool quiet;
} load_job;

static const char *
value_of(const load_job *job, int id)
{
  const furat_argument *argument = furat_argument_find(job->arguments, id);
  return argument ? argument->value : NULL;
}

// ---------------------------------------------------------------------- options

static furat_status
take_iri(const load_job *job, int id, const char *name, furat_str *out, furat_error *err)
{
  const char *value = value_of(job, id);
  if (!value) {
    return FURAT_OK;
  }
  *out = furat_str_of(value);
  if (!furat_iri_is_valid(*out)) {
    return furat_error_set(err, FURAT_USAGE, "--%s takes an absolute IRI, not %.200s",
                           name, value);
  }
  return FURAT_OK;
}

// What all files have together, to tell the time that is left; 0 when one is no file.
static void
measure_files(load_job *job)
{
  uint64_t n_bytes = 0;
  bool known = true;
  for (size_t i = 0; i < job->arguments->n; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(job->arguments, furat_argument, i);
    struct stat st;
    if (argument->id == 0) {
      job->n_files++;
      known = known && stat(argument->value, &st) == 0 && S_ISREG(st.st_mode);
      n_bytes += known ? (uint64_t)st.st_size : 0;
    }
  }
  job->progress.n_bytes = known ? n_bytes : 0;
}

static furat_status
report_bad_line(void *self, const furat_error *bad)
{
  load_job *job = self;
  job->n_bad++;
  if (job->n_bad <= MAX_BAD_SHOWN) {
    furat_progress_end(&job->progress);
    furat_diagnostic_print(stderr, bad, FURAT_STR_NONE);
  } else if (job->n_bad == MAX_BAD_SHOWN + 1) {
    fputs("further bad lines are only counted\n", stderr);
  }
  return FURAT_OK;
}

static furat_status
take_arguments(load_job *job, furat_error *err)
{
  furat_str graph = FURAT_STR_NONE;
  const char *format = value_of(job, OPTION_FORMAT);
  job->path = value_of(job, OPTION_STORE);
  job->quiet = furat_argument_find(job->arguments, OPTION_QUIET) != NULL;
  furat_progress_begin(&job->progress, job->quiet);
  measure_files(job);
  bool shipped = furat_argument_find(job->arguments, OPTION_SHIPPED) != NULL;
  if (!job->path || shipped == (job->n_files > 0)) {
    furat_error_set(err, FURAT_USAGE, "load needs a store and %s",
                    shipped ? "--shipped or files, not both" : "files");
    furat_error_hint(err, "furat load -s my.furat data.ttl");
    return FURAT_USAGE;
  }
  furat_status status = take_iri(job, OPTION_GRAPH, "graph", &graph, err);
  if (status == FURAT_OK) {
    status = take_iri(job, OPTION_BASE, "base", &job->read.base, err);
  }
  job->read.graph = graph.len > 0 ? furat_term_iri(graph) : FURAT_TERM_UNSET;
  job->read.syntax = format ? furat_syntax_named(furat_str_of(format)) : NULL;
  job->read.cancel = &job->cancel;
  job->read.n_bytes_read = &job->progress.n_bytes_read;
  if (furat_argument_find(job->arguments, OPTION_KEEP_GOING)) {
    job->read.bad_line = report_bad_line;
    job->read.bad_line_self = job;
  }
  return status;
}

// ---------------------------------------------------------------------- loading

static furat_status
take_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  load_job *job = self;
  furat_progress *progress = &job->progress;
  progress->n_statements += n;
  if (progress->shown) {
    char phase[160];
    snprintf(phase, sizeof phase, "reading %.150s", job->file);
    furat_progress_tell(progress, phase,
                        progress->n_bytes > 0
                            ? (double)progress->n_bytes_read / (double)progress->n_bytes
                            : -1);
  }
  return furat_quad_sink_emit(&job->next, quads, n, err);
}

static furat_status
take_prefix(void *self, furat_str name, furat_str iri, furat_error *err)
{
  load_job *job = self;
  return furat_quad_sink_prefix(&job->next, name, iri, err);
}

static furat_status
read_files(load_job *job, furat_error *err)
{
  const furat_quad_sink sink = {.self = job, .emit = take_quads, .prefix = take_prefix};
  furat_status status = FURAT_OK;
  if (job->n_files == 0) {
    job->file = "the shipped graph";
    return furat_shipped_read(job->dataset, furat_source_engine(job->arguments), &sink,
                              &job->cancel, err);
  }
  for (size_t i = 0; i < job->arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(job->arguments, furat_argument, i);
    if (argument->id == 0) {
      job->file = argument->value;
      status = furat_dataset_read(job->dataset, argument->value, &job->read, &sink, err);
    }
  }
  return status;
}

static furat_status
load_all(load_job *job, furat_error *err)
{
  furat_status status = furat_dataset_load_begin(job->dataset, &job->next, err);
  if (status != FURAT_OK) {
    return status;
  }
  status = read_files(job, err);
  if (status == FURAT_OK) {
    status = furat_cancel_poll(&job->cancel, err);
  }
  if (status != FURAT_OK) {
    furat_dataset_load_abort(job->dataset);
    return status;
  }
  job->progress.drawn_ns = 0; // what comes now is told at once
  return furat_dataset_load_commit(job->dataset, err);
}

static void
summarize(load_job *job, uint64_t n_before, uint64_t n_after)
{
  char read[32];
  char added[32];
  char rate[32];
  char total[32];
  char size[32];
  struct stat st = {.st_size = 0};
  const double seconds = furat_progress_seconds(&job->progress);
  const double per_second = (double)job->progress.n_statements / seconds;
  stat(job->path, &st);
  fprintf(stderr, "loaded %s statements in %.2f s (%s/s), %s of them new",
          furat_progress_number(read, job->progress.n_statements), seconds,
          furat_progress_number(rate, (uint64_t)per_second),
          furat_progress_number(added, n_after - n_before));
  if (job->n_bad > 0) {
    fprintf(stderr, "; left out %" PRIu64 " bad line%s", job->n_bad,
            job->n_bad == 1 ? "" : "s");
  }
  fprintf(stderr, "\n%s holds %s statements in %s\n", job->path,
          furat_progress_number(total, n_after),
          furat_progress_bytes(size, (uint64_t)st.st_size));
}

static void
tell_phase(void *self, const char *phase, double part)
{
  load_job *job = self;
  furat_progress_tell(&job->progress, phase, part);
}

static furat_status
load_into_store(load_job *job, furat_error *err)
{
  const furat_argument *wait = furat_argument_find(job->arguments, OPTION_WAIT);
  const furat_argument *memory = furat_argument_find(job->arguments, OPTION_MEMORY);
  const furat_load_options load = {.no_wait = wait && wait->negated,
                                   .memory_bytes = memory ? memory->number : 0,
                                   .cancel = &job->cancel,
                                   .self = job,
                                   .progress = tell_phase};
  const furat_dataset_options open = {.engine = furat_source_engine(job->arguments),
                                      .path = job->path,
                                      .create = true,
                                      .load = &load};
  uint64_t n_before = 0;
  uint64_t n_after = 0;
  furat_status status = furat_dataset_open(&job->dataset, &open, err);
  if (status == FURAT_OK) {
    status = furat_dataset_count(job->dataset, &n_before, err);
  }
  if (status == FURAT_OK) {
    status = load_all(job, err);
    furat_progress_end(&job->progress);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_count(job->dataset, &n_after, err);
  }
  furat_dataset_close(job->dataset);
  if (status == FURAT_OK && !job->quiet) {
    summarize(job, n_before, n_after);
  }
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  load_job job = {.arguments = arguments};
  struct stat st;
  furat_status status = take_arguments(&job, err);
  if (status != FURAT_OK) {
    return status;
  }
  const bool is_new = stat(job.path, &st) != 0;
  furat_cancel_init(&job.cancel, 0);
  furat_interrupt_begin(&job.cancel);
  status = load_into_store(&job, err);
  furat_interrupt_end();
  if (status != FURAT_OK && status != FURAT_BUSY && is_new) {
    furat_store_remove_empty(job.path); // somebody else may have filled it meanwhile
  }
  return status;
}

const furat_command furat_command_load = {
    .name = "load",
    .operands = "-s STORE [FILE]...",
    .summary = "load documents into a store",
    .description =
        "Reads documents of any syntax, gzip and zstd too (- is standard input), into a "
        "store, which is made when it does not exist. All files are loaded, or none: "
        "after an error, a full disk or Ctrl-C the store is as it was.\n\n"
        "Statements that the store has already are not stored twice. Blank nodes are new "
        "for each file. Readers of the store go on meanwhile and see nothing of it until "
        "all is loaded.",
    .options = options,
    .examples = "furat load -s my.furat data.ttl more.nq.gz\tinto the graphs they name\n"
                "furat load -s my.furat --graph https://example.org/g data.ttl\t"
                "into a named graph\n"
                "zcat data.nt.gz | furat load -s my.furat -f ntriples -\tfrom a pipe\n"
                "furat load -s my.furat --shipped\ta copy of the shipped graph\n",
    .run = run,
};
