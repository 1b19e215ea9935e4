// SPDX-License-Identifier: GPL-3.0-or-later
// furat load: puts documents into a store, all of them or none.
//                                                        engine -> [cli] -> dispatch
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/show.h"
#include "cli/source.h"
#include "cli/term_text.h"
#include "cli/terminal.h"
#include "engine/shipped.h"
#include "store/store.h"

enum { OPTION_GRAPH = 1, OPTION_MEMORY, OPTION_WAIT, OPTION_SHIPPED, OPTION_QUIET };

static const furat_option options[] = {
    FURAT_SOURCE_STORE_OPTION("the store file; made when it does not exist"),
    {.id = OPTION_GRAPH,
     .letter = 'g',
     .kind = FURAT_OPTION_GRAPH,
     .name = "graph",
     .argument = "IRI",
     .help = "put statements of the default graph into the graph IRI (graph:mine is "
             "one, too)"},
    FURAT_INTAKE_OPTIONS,
    {.id = OPTION_MEMORY,
     .letter = 'm',
     .kind = FURAT_OPTION_SIZE,
     .name = "memory",
     .argument = "SIZE",
     .help = "use about SIZE of memory (such as 512M), and temporary files beyond it"},
    FURAT_INTAKE_KEEP_GOING_OPTION,
    {.id = OPTION_WAIT,
     .negatable = true,
     .kind = FURAT_OPTION_FLAG,
     .name = "wait",
     .help = "wait while somebody else changes the store (--no-wait: fail at once)"},
    {.id = OPTION_SHIPPED,
     .kind = FURAT_OPTION_FLAG,
     .name = "shipped",
     .help = "load the shipped graph, each part into its named graph"},
    {.id = FURAT_SOURCE_UNION,
     .negatable = true,
     .kind = FURAT_OPTION_FLAG,
     .name = "union-default-graph",
     .help = "have the store remember that its default graph is the union of all its "
             "graphs; --shipped does so where the store is new or empty"},
    {.id = OPTION_QUIET,
     .letter = 'q',
     .kind = FURAT_OPTION_FLAG,
     .name = "quiet",
     .help = "show no progress and no summary"},
    {.id = 0}};

typedef struct load_job {
  const furat_vec *arguments;
  const char *path; ///< of the store
  furat_intake input;
  furat_cancel cancel;
  furat_dataset *dataset;
  furat_quad_sink next; ///< the dataset's
  furat_progress progress;
  const char *file; ///< that is being read
  size_t n_files;
  bool quiet;
  bool shipped;
  bool apart; ///< the shipped graph stands beside other data, whose default graph stays
} load_job;

// ---------------------------------------------------------------------- options

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

static void
end_progress(void *self)
{
  load_job *job = self;
  furat_progress_end(&job->progress);
}

static furat_status
take_arguments(load_job *job, furat_error *err)
{
  job->path = furat_source_store(job->arguments, NULL);
  job->quiet = furat_argument_find(job->arguments, OPTION_QUIET) != NULL;
  furat_progress_begin(&job->progress, job->quiet);
  measure_files(job);
  job->shipped = furat_argument_find(job->arguments, OPTION_SHIPPED) != NULL;
  const bool nothing = !job->shipped && job->n_files == 0 &&
                       !furat_argument_find(job->arguments, FURAT_SOURCE_UNION);
  if (!job->path || nothing || (job->shipped && job->n_files > 0)) {
    furat_error_set(err, FURAT_USAGE, "load needs a store and %s",
                    job->shipped ? "--shipped or files, not both" : "files");
    furat_error_hint(err, "furat load -s my.furat data.ttl");
    return FURAT_USAGE;
  }
  job->input.self = job;
  job->input.before_message = end_progress;
  job->input.read.n_bytes_read = &job->progress.n_bytes_read;
  return furat_intake_take(&job->input, job->arguments, err);
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
  if (job->shipped) {
    job->file = "the shipped graph";
    return furat_shipped_read(job->dataset, furat_source_engine(job->arguments), &sink,
                              &job->cancel, err);
  }
  for (size_t i = 0; i < job->arguments->n && status == FURAT_OK; i++) {
    const furat_argument *argument = &FURAT_VEC_AT(job->arguments, furat_argument, i);
    if (argument->id == 0) {
      job->file = argument->value;
      furat_read_options read = job->input.read;
      status = furat_intake_fit(&read, argument->value, err);
      if (status == FURAT_OK) {
        status = furat_dataset_read(job->dataset, argument->value, &read, &sink, err);
      }
    }
  }
  return status;
}

// A copy of the shipped graph answers as the shipped graph does.  What stood there before
// keeps its meaning.
static furat_status
choose_default_graph(load_job *job, furat_error *err)
{
  const furat_argument *wish = furat_argument_find(job->arguments, FURAT_SOURCE_UNION);
  uint64_t n_before = 0;
  furat_status status = job->shipped && !wish
                            ? furat_dataset_count(job->dataset, &n_before, err)
                            : FURAT_OK;
  job->apart = n_before > 0;
  if (status == FURAT_OK && (wish || (job->shipped && !job->apart))) {
    furat_dataset_load_default_graph(job->dataset, wish && wish->negated
                                                       ? FURAT_DEFAULT_GRAPH_UNNAMED
                                                       : FURAT_DEFAULT_GRAPH_UNION);
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
  status = choose_default_graph(job, err);
  if (status == FURAT_OK) {
    status = read_files(job, err);
  }
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

static furat_status
note_any(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  bool *found = self;
  (void)quads;
  (void)err;
  *found = n > 0;
  return FURAT_DONE;
}

// Its blank nodes would all be there twice.
static furat_status
refuse_second_copy(load_job *job, furat_error *err)
{
  const furat_term pattern[3] = {FURAT_TERM_UNSET, FURAT_TERM_UNSET, FURAT_TERM_UNSET};
  const furat_term graph = furat_term_iri(FURAT_STR(FURAT_SHIPPED_CATALOG_GRAPH));
  bool found = false;
  const furat_quad_sink sink = {.self = &found, .emit = note_any};
  furat_status status =
      furat_dataset_match(job->dataset, pattern, &graph, &sink, &job->cancel, err);
  status = status == FURAT_DONE ? FURAT_OK : status;
  if (status == FURAT_OK && found) {
    furat_error_set(err, FURAT_BAD_DATA, "%.200s holds the shipped graph already",
                    job->path);
    furat_error_hint(err, "furat update -s %.150s 'CLEAR ALL' empties it first",
                     job->path);
    return FURAT_BAD_DATA;
  }
  return status;
}

// The prefixes of the store count, too, as for furat export.
static furat_status
take_graph(load_job *job, const char *name, furat_error *err)
{
  furat_prefixes prefixes;
  furat_str iri;
  furat_prefixes_init(&prefixes);
  furat_status status = furat_show_prefixes(&prefixes, err);
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(job->dataset, &prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_iri_argument(&iri, &job->input.texts, "graph", name, &prefixes, err);
  }
  if (status == FURAT_OK) {
    job->input.read.graph = furat_term_iri(iri);
  }
  furat_prefixes_clear(&prefixes);
  return status;
}

static furat_status
prepare_target(load_job *job, furat_error *err)
{
  const furat_argument *graph = furat_argument_find(job->arguments, OPTION_GRAPH);
  if (job->shipped) {
    return refuse_second_copy(job, err);
  }
  return graph ? take_graph(job, graph->value, err) : FURAT_OK;
}

static void
summarize(load_job *job, uint64_t n_added, uint64_t n_after)
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
  fprintf(stderr, "loaded %s statement%s in %.2f s (%s/s), %s of them new",
          furat_progress_number(read, job->progress.n_statements),
          job->progress.n_statements == 1 ? "" : "s", seconds,
          furat_progress_number(rate, (uint64_t)per_second),
          furat_progress_number(added, n_added));
  if (job->input.n_bad_lines > 0) {
    fprintf(stderr, "; left out %" PRIu64 " bad line%s", job->input.n_bad_lines,
            job->input.n_bad_lines == 1 ? "" : "s");
  }
  fputc('\n', stderr);
  furat_terminal_print_name(stderr, job->path);
  fprintf(stderr, " holds %s statements in %s\n", furat_progress_number(total, n_after),
          furat_progress_bytes(size, (uint64_t)st.st_size));
  if (job->apart) {
    fputs("its default graph is that of the data before; with furat load -s ", stderr);
    furat_terminal_print_name(stderr, job->path);
    fputs(" --union-default-graph it is the union of all graphs\n", stderr);
  }
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
  uint64_t n_added = 0;
  const furat_load_options load = {.no_wait = wait && wait->negated,
                                   .memory_bytes = memory ? memory->number : 0,
                                   .cancel = &job->cancel,
                                   .self = job,
                                   .progress = tell_phase,
                                   .n_added = &n_added};
  const furat_dataset_options open = {.engine = furat_source_engine(job->arguments),
                                      .path = job->path,
                                      .create = true,
                                      .default_graph = FURAT_DEFAULT_GRAPH_OF_STORE,
                                      .load = &load};
  uint64_t n_after = 0;
  furat_status status = furat_dataset_open(&job->dataset, &open, err);
  if (status != FURAT_OK) {
    furat_source_blame(job->arguments, err);
  } else {
    status = prepare_target(job, err);
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
    summarize(job, n_added, n_after);
  }
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  load_job job = {.arguments = arguments};
  struct stat st;
  furat_cancel_init(&job.cancel, 0);
  furat_intake_init(&job.input, &job.cancel);
  furat_status status = take_arguments(&job, err);
  if (status != FURAT_OK) {
    furat_intake_clear(&job.input);
    return status;
  }
  const bool is_new = stat(job.path, &st) != 0;
  furat_interrupt_begin(&job.cancel);
  status = load_into_store(&job, err);
  furat_interrupt_end();
  furat_intake_clear(&job.input);
  if (status != FURAT_OK && status != FURAT_BUSY && is_new) {
    furat_store_remove_empty(job.path); // somebody else may have filled it meanwhile
  }
  return status;
}

const furat_command furat_command_load = {
    .name = "load",
    .operands = "-s STORE [FILE]...",
    .operand_kind = FURAT_OPTION_DOCUMENT,
    .summary = "load documents into a store",
    .description =
        "Reads documents of any syntax, gzip and zstd too (- is standard input), into a "
        "store, which is made when it does not exist. All files are loaded, or none: "
        "after an error, a full disk or Ctrl-C the store is as it was.\n\n"
        "The default graph of a store is its unnamed graph, as SPARQL has it. A store "
        "that --shipped makes answers as the shipped graph does: its default graph is "
        "the union of all graphs. --union-default-graph says so of any store, alone or "
        "with files, --no-union-default-graph takes it back; furat info tells.\n\n"
        "Statements that the store has already are not stored twice. Blank nodes are new "
        "for each file. Readers of the store go on meanwhile and see nothing of it until "
        "all is loaded.\n\n"
        "SIZE of --memory bounds what waits for being sorted. Beside it stand the "
        "distinct numbers and dates, 8 bytes each, and up to 512M of changed pages of "
        "the "
        "store; the least that works is 1M, the usual is 1G.",
    .options = options,
    .examples = "furat load -s my.furat data.ttl more.nq.gz\tinto the graphs they name\n"
                "furat load -s my.furat --graph https://example.org/g data.ttl\t"
                "into a named graph\n"
                "zcat data.nt.gz | furat load -s my.furat -f ntriples -\tfrom a pipe\n"
                "furat load -s my.furat --shipped\ta copy of the shipped graph\n",
    .run = run,
};
