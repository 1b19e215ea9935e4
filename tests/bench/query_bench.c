// SPDX-License-Identifier: GPL-3.0-or-later
// Answers queries in process for tests/bench/queries.py, through the public interface as
// any program would: parsed, planned and run anew each time, every term of every row
// read.
//
//   query_bench STORE    a request a line of standard input, an answer a line of output
//
// A request is tab-separated: the file of the query, the number of runs, the time in
// milliseconds after which no further run starts, the time limit of a run, and the file
// where the answer goes (or nothing): a row a line, terms as in N-Triples, tabs between.
// An answer is JSON: {"rows": n, "ns": [wall of each run], "cpu_ns": [...]}, or
// {"error": "..."}.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/furat.h"
#include "engine/native.h"

enum { MAX_RUNS = 10000, MAX_QUERY_BYTES = 1 << 20, MAX_LINE = 1 << 14 };

typedef struct {
  char *query_path;
  long n_runs;
  int64_t budget_ns;
  uint64_t timeout_ms;
  char *answer_path;
} request;

typedef struct {
  furat_dataset *dataset;
  char text[MAX_QUERY_BYTES];
  size_t text_len;
  uint64_t n_rows;
  uint64_t n_term_bytes; // so that the reading of terms is not compiled away
  int64_t wall_ns[MAX_RUNS];
  int64_t cpu_ns[MAX_RUNS];
  long n_done;
} bench;

static int64_t
clock_ns(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool
read_query(bench *b, const char *path)
{
  FILE *file = fopen(path, "rb");
  if (!file) {
    return false;
  }
  b->text_len = fread(b->text, 1, sizeof(b->text), file);
  fclose(file);
  return b->text_len < sizeof(b->text);
}

static void
write_row(FILE *out, furat_buffer *line, const furat_term *row, size_t n_columns)
{
  furat_buffer_reset(line);
  for (size_t i = 0; i < n_columns; i++) {
    if (i > 0) {
      furat_buffer_append_byte(line, '\t');
    }
    furat_term_write_ntriples(line, &row[i]);
  }
  fwrite(line->data, 1, line->len, out);
  fputc('\n', out);
}

static furat_status
read_results(bench *b, furat_results *results, FILE *out, furat_error *err)
{
  const size_t n_columns = furat_results_n_columns(results);
  const furat_term *row;
  furat_status status;
  furat_buffer line;
  if (furat_results_form(results) == FURAT_QUERY_ASK) {
    b->n_rows = 1;
    if (out) {
      fputs(furat_results_boolean(results) ? "true\n" : "false\n", out);
    }
    return FURAT_OK;
  }
  furat_buffer_init(&line, SIZE_MAX);
  b->n_rows = 0;
  while ((status = furat_results_next(results, &row, err)) == FURAT_OK) {
    b->n_rows++;
    for (size_t i = 0; i < n_columns; i++) {
      b->n_term_bytes += row[i].text.len;
    }
    if (out) {
      write_row(out, &line, row, n_columns);
    }
  }
  furat_buffer_clear(&line);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static furat_status
answer_once(bench *b, uint64_t timeout_ms, FILE *out, furat_error *err)
{
  const furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_query *query = NULL;
  furat_results *results = NULL;
  furat_cancel cancel;
  furat_cancel_init(&cancel, timeout_ms);
  furat_status status = furat_query_prepare(
      &query, b->dataset, (furat_str){b->text, b->text_len}, &options, err);
  if (status == FURAT_OK) {
    status = furat_query_execute(&results, query, &cancel, err);
  }
  if (status == FURAT_OK) {
    status = read_results(b, results, out, err);
  }
  furat_results_free(results);
  furat_query_free(query);
  return status;
}

static furat_status
answer_often(bench *b, const request *r, furat_error *err)
{
  const int64_t start = clock_ns(CLOCK_MONOTONIC);
  b->n_done = 0;
  while (b->n_done < r->n_runs && b->n_done < MAX_RUNS) {
    const int64_t wall = clock_ns(CLOCK_MONOTONIC);
    const int64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    if (b->n_done > 0 && wall - start > r->budget_ns) {
      break;
    }
    furat_status status = answer_once(b, r->timeout_ms, NULL, err);
    if (status != FURAT_OK) {
      return status;
    }
    b->cpu_ns[b->n_done] = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    b->wall_ns[b->n_done++] = clock_ns(CLOCK_MONOTONIC) - wall;
  }
  return FURAT_OK;
}

static furat_status
write_answer(bench *b, const request *r, furat_error *err)
{
  FILE *out = fopen(r->answer_path, "wb");
  if (!out) {
    return furat_error_set(err, FURAT_IO, "cannot write the answer");
  }
  furat_status status = answer_once(b, r->timeout_ms, out, err);
  if (fclose(out) != 0 && status == FURAT_OK) {
    status = furat_error_set(err, FURAT_IO, "cannot write the answer");
  }
  return status;
}

static void
print_times(const char *name, const int64_t *times, long n)
{
  printf(", \"%s\": [", name);
  for (long i = 0; i < n; i++) {
    printf("%s%" PRId64, i > 0 ? ", " : "", times[i]);
  }
  putchar(']');
}

// Messages hold no control characters; quotes and backslashes are not of interest here.
static void
print_error(const furat_error *err)
{
  fputs("{\"error\": \"", stdout);
  for (const char *c = err->message; *c != '\0'; c++) {
    putchar(*c == '"' || *c == '\\' ? '\'' : *c);
  }
  puts("\"}");
}

static void
serve(bench *b, const request *r)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_status status = FURAT_OK;
  if (!read_query(b, r->query_path)) {
    status = furat_error_set(&err, FURAT_IO, "cannot read the query");
  }
  if (status == FURAT_OK && r->answer_path[0] != '\0') {
    status = write_answer(b, r, &err);
  }
  if (status == FURAT_OK) {
    status = answer_often(b, r, &err);
  }
  if (status != FURAT_OK) {
    print_error(&err);
  } else {
    printf("{\"rows\": %" PRIu64, b->n_rows);
    print_times("ns", b->wall_ns, b->n_done);
    print_times("cpu_ns", b->cpu_ns, b->n_done);
    puts("}");
  }
  fflush(stdout);
}

static bool
parse_request(char *line, request *out)
{
  char *fields[5];
  for (int i = 0; i < 5; i++) {
    fields[i] = line;
    line = line ? strpbrk(line, "\t\n") : NULL;
    if (!line) {
      return false;
    }
    *line++ = '\0';
  }
  *out = (request){.query_path = fields[0],
                   .n_runs = strtol(fields[1], NULL, 10),
                   .budget_ns = strtoll(fields[2], NULL, 10) * 1000000,
                   .timeout_ms = strtoull(fields[3], NULL, 10),
                   .answer_path = fields[4]};
  return true;
}

int
main(int argc, char **argv)
{
  static bench b;
  char line[MAX_LINE];
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  if (argc != 2) {
    fputs("usage: query_bench STORE < REQUESTS\n", stderr);
    return 2;
  }
  options.engine = &furat_engine_native;
  options.path = argv[1];
  options.read_only = true;
  furat_status status = furat_dataset_open(&b.dataset, &options, &err);
  if (status != FURAT_OK) {
    fprintf(stderr, "query_bench: %s\n", err.message);
    return furat_status_exit_code(status);
  }
  while (fgets(line, sizeof(line), stdin)) {
    request r;
    if (!parse_request(line, &r)) {
      fputs("query_bench: not a request\n", stderr);
      break;
    }
    serve(&b, &r);
  }
  furat_dataset_close(b.dataset);
  return 0;
}
