// SPDX-License-Identifier: GPL-3.0-or-later
// What the store does in a second: load, open, scan, seek, count, insert, delete.
//
//   store_bench load STORE FILE [MEMORY]  bulk load (- is standard input), by phases
//   store_bench run STORE [MORE]          everything else
//   store_bench update STORE [MORE]       only the updates; MORE: a file of new triples
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/diagnostic.h"
#include "base/memory.h"
#include "io/reader.h"
#include "load/bulk.h"
#include "store/check.h"
#include "store/dictionary.h"
#include "store/scan.h"
#include "store/statistics.h"
#include "store/update.h"

enum { N_PROBES = 200000, N_COUNTS = 20000, BATCH_ROWS = 100000, N_SINGLE = 200 };

static double
now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/// Processor time: what reads from memory is not slower because others compute beside it.
static double
cpu_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
must(furat_status status, const furat_error *err)
{
  if (status != FURAT_OK) {
    furat_diagnostic_print(stderr, err, FURAT_STR_NONE);
    exit(furat_status_exit_code(status));
  }
}

/// Processor time of all threads.
static double
all_cpu(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6 +
         (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec * 1e-6;
}

static double
peak_mib(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

// ---- load

static void
show_phase(void *self, furat_bulk_phase phase, uint64_t n_done, uint64_t n_all)
{
  static const char *const names[] = {"reading", "terms", "indexes", "committing"};
  double *start = self;
  if (phase != FURAT_BULK_READING) {
    printf("  %7.2f s  %s %" PRIu64 "/%" PRIu64 ", %.0f MiB at the peak\n",
           now() - *start, names[phase], n_done, n_all, peak_mib());
  }
}

static void
load(const char *store_path, const char *file, size_t memory_bytes)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_bulk *bulk;
  furat_bulk_summary summary;
  double start = now();
  const furat_bulk_options options = {
      .memory_bytes = memory_bytes, .self = &start, .progress = show_phase};
  furat_read_options read = FURAT_READ_OPTIONS_INIT;
  if (strcmp(file, "-") == 0) {
    read.syntax = furat_syntax_named(FURAT_STR("ntriples"));
    read.base = FURAT_STR("http://example.org/");
  }
  must(furat_store_open(&store, store_path, FURAT_STORE_CREATE, &err), &err);
  must(furat_bulk_begin(&bulk, store, &options, &err), &err);
  const furat_quad_sink sink = furat_bulk_sink(bulk);
  must(furat_read_file(file, &read, &sink, &err), &err);
  printf("  %7.2f s  read\n", now() - start);
  must(furat_bulk_finish(bulk, &summary, &err), &err);
  const double seconds = now() - start;
  printf("load: %" PRIu64 " read, %" PRIu64 " added, %.2f s (processors %.2f s), "
         "%.0f triples/s, peak %.0f MiB\n",
         summary.n_read, summary.n_added, seconds, all_cpu(),
         (double)summary.n_read / seconds, peak_mib());
  furat_txn *txn;
  furat_part_size parts[FURAT_N_PARTS];
  uint64_t file_bytes;
  must(furat_txn_begin_read(&txn, store, &err), &err);
  must(furat_statistics_sizes(txn, parts, &file_bytes, &err), &err);
  const double n = (double)furat_statistics_totals(txn).n_quads;
  printf("size: %.2f bytes a triple, %" PRIu64 " terms\n", (double)file_bytes / n,
         furat_statistics_totals(txn).n_terms);
  for (unsigned i = 0; i < FURAT_N_PARTS; ++i) {
    printf("  %-7s %6.2f bytes a triple, %" PRIu64 " entries\n", parts[i].name,
           (double)parts[i].n_bytes / n, parts[i].n_entries);
  }
  furat_txn_abort(txn);
  furat_store_close(store);
}

// ---- everything else

static uint64_t seed = 12345;

static uint64_t
next_random(void)
{
  uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static furat_id columns[FURAT_N_FIELDS][FURAT_SCAN_BATCH_ROWS];
static furat_id *const all_columns[FURAT_N_FIELDS] = {columns[0], columns[1], columns[2],
                                                      columns[3]};

static void
bench_scan(furat_txn *txn, furat_permutation permutation)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_scan *scan;
  const furat_scan_spec spec = FURAT_SCAN_ALL(permutation);
  double best = 1e9;
  uint64_t n_rows = 0;
  for (unsigned round = 0; round < 3; ++round) {
    size_t n;
    const double start = cpu_now();
    n_rows = 0;
    must(furat_scan_open(&scan, txn, &spec, &err), &err);
    while (furat_scan_next(scan, all_columns, FURAT_SCAN_BATCH_ROWS, &n, &err) ==
           FURAT_OK) {
      n_rows += n;
    }
    furat_scan_close(scan);
    best = cpu_now() - start < best ? cpu_now() - start : best;
  }
  printf("scan %s: %" PRIu64 " rows, %.1f M quads/s\n",
         furat_permutations[permutation].name, n_rows, (double)n_rows / best / 1e6);
}

/// Every some-hundredth row of SPOG, in a random order.
static furat_row *
sample_rows(furat_txn *txn, size_t *n_rows)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_scan *scan;
  const furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_SPOG);
  const uint64_t n_all = furat_statistics_totals(txn).n_quads;
  const uint64_t step = n_all / N_PROBES + 1;
  furat_row *rows = furat_realloc(NULL, N_PROBES, sizeof(*rows));
  size_t n;
  uint64_t at = 0;
  *n_rows = 0;
  must(furat_scan_open(&scan, txn, &spec, &err), &err);
  while (furat_scan_next(scan, all_columns, FURAT_SCAN_BATCH_ROWS, &n, &err) ==
         FURAT_OK) {
    for (size_t i = 0; i < n; ++i, ++at) {
      if (at % step == 0 && *n_rows < N_PROBES) {
        for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
          rows[*n_rows].field[f] = columns[f][i];
        }
        *n_rows += 1;
      }
    }
  }
  furat_scan_close(scan);
  for (size_t i = *n_rows; i > 1; --i) {
    const size_t j = next_random() % i;
    const furat_row swap = rows[i - 1];
    rows[i - 1] = rows[j];
    rows[j] = swap;
  }
  return rows;
}

static void
bench_seek(furat_txn *txn, const furat_row *rows, size_t n_rows)
{
  furat_error err = FURAT_ERROR_INIT;
  uint64_t n_read = 0;
  const double start = cpu_now();
  for (size_t i = 0; i < n_rows; ++i) {
    furat_scan *scan;
    size_t n;
    furat_scan_spec spec = {.permutation = FURAT_SPOG, .n_bound = 2};
    spec.bound[0] = rows[i].field[0];
    spec.bound[1] = rows[i].field[1];
    must(furat_scan_open(&scan, txn, &spec, &err), &err);
    while (furat_scan_next(scan, all_columns, FURAT_SCAN_BATCH_ROWS, &n, &err) ==
           FURAT_OK) {
      n_read += n;
    }
    furat_scan_close(scan);
  }
  printf("(s, p) sought and read: %.3f us each, %" PRIu64 " rows\n",
         (cpu_now() - start) / (double)n_rows * 1e6, n_read);
}

static void
bench_leaps(furat_txn *txn, const furat_row *rows, size_t n_rows)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_scan *scan;
  const furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_SPOG);
  must(furat_scan_open(&scan, txn, &spec, &err), &err);
  furat_row row;
  uint64_t n = 0;
  (void)rows;
  const double start = cpu_now();
  furat_status status = furat_scan_peek(scan, &row, &err);
  while (status == FURAT_OK) { // from subject to subject, every thirtieth
    const furat_id next = row.field[0] + 30;
    status = furat_scan_seek(scan, &next, 1, &err);
    status = status == FURAT_OK ? furat_scan_peek(scan, &row, &err) : status;
    n += 1;
  }
  printf("leap forward: %.3f us each, %" PRIu64 " leaps (%zu)\n",
         (cpu_now() - start) / (double)n * 1e6, n, n_rows);
  furat_scan_close(scan);
}

static void
bench_counts(furat_txn *txn, const furat_row *rows, size_t n_rows)
{
  furat_error err = FURAT_ERROR_INIT;
  for (unsigned p = 0; p < FURAT_N_PERMUTATIONS; ++p) {
    for (unsigned n_bound = 1; n_bound <= 2; ++n_bound) {
      uint64_t total = 0;
      double worst = 0;
      const double start = cpu_now();
      const size_t n_counts = n_rows < N_COUNTS ? n_rows : (size_t)N_COUNTS;
      for (size_t i = 0; i < n_counts; ++i) {
        uint64_t n;
        furat_scan_spec spec = {.permutation = (furat_permutation)p, .n_bound = n_bound};
        furat_permute(spec.bound, spec.permutation, &rows[i]);
        const double before = cpu_now(); // a call of the clock is in it
        must(furat_scan_count(txn, &spec, &n, &err), &err);
        worst = cpu_now() - before > worst ? cpu_now() - before : worst;
        total += n;
      }
      printf("count %s, %u bound: %.2f us (worst %.1f), %.1f rows on average\n",
             furat_permutations[p].name, n_bound,
             (cpu_now() - start) / (double)n_counts * 1e6, worst * 1e6,
             (double)total / (double)n_counts);
    }
  }
}

static void
bench_terms(furat_txn *txn, const furat_row *rows, size_t n_rows)
{
  furat_error err = FURAT_ERROR_INIT;
  char text[FURAT_ID_MAX_LEXICAL_BYTES];
  furat_term term;
  furat_id id;
  furat_arena arena;
  furat_arena_init(&arena, SIZE_MAX);
  const size_t n = n_rows < N_PROBES / 2 ? n_rows : (size_t)N_PROBES / 2;
  furat_term *terms = furat_realloc(NULL, n, sizeof(*terms));
  double start = cpu_now();
  for (size_t i = 0; i < n; ++i) {
    must(furat_dictionary_borrow(txn, rows[i].field[FURAT_FIELD_OBJECT], text, &term,
                                 &err),
         &err);
  }
  printf("id to term: %.3f us each\n", (cpu_now() - start) / (double)n * 1e6);
  for (size_t i = 0; i < n; ++i) {
    must(furat_dictionary_term(txn, rows[i].field[FURAT_FIELD_SUBJECT], &arena, &terms[i],
                               &err),
         &err);
  }
  start = cpu_now();
  for (size_t i = 0; i < n; ++i) {
    must(furat_dictionary_find(txn, &terms[i], &id, &err), &err);
    if (id != rows[i].field[FURAT_FIELD_SUBJECT]) {
      printf("a term was not found again\n");
    }
  }
  printf("term to id: %.3f us each\n", (cpu_now() - start) / (double)n * 1e6);
  furat_free(terms);
  furat_arena_clear(&arena);
}

typedef struct collected {
  furat_txn *txn;
  furat_row *rows;
  size_t n;
  size_t cap;
} collected;

static furat_status
intern_quads(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  collected *c = self;
  if (c->n + n > c->cap) {
    c->cap = 2 * (c->n + n);
    c->rows = furat_realloc(c->rows, c->cap, sizeof(*c->rows));
  }
  const furat_status status =
      furat_dictionary_intern_quads(c->txn, quads, n, c->rows + c->n, err);
  c->n += n;
  return status;
}

/// Insert and delete batches, each durable.
static void
bench_batch(furat_store *store, const char *name, const furat_row *rows, size_t n)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  uint64_t n_changed;
  for (unsigned round = 0; round < 2; ++round) {
    double start = now();
    double cpu = all_cpu();
    must(furat_txn_begin_write(&txn, store, 0, &err), &err);
    must(furat_update_insert(txn, rows, n, &n_changed, &err), &err);
    const double inserted = now() - start;
    must(furat_txn_commit(txn, &err), &err);
    printf("insert %s: %" PRIu64 " of %zu, %.0f quads/s (%.3f s, commit %.3f s, "
           "processor %.3f s)\n",
           name, n_changed, n, (double)n / (now() - start), inserted,
           now() - start - inserted, all_cpu() - cpu);
    start = now();
    cpu = all_cpu();
    must(furat_txn_begin_write(&txn, store, 0, &err), &err);
    must(furat_update_delete(txn, rows, n, &n_changed, &err), &err);
    const double deleted = now() - start;
    must(furat_txn_commit(txn, &err), &err);
    printf("delete %s: %" PRIu64 " of %zu, %.0f quads/s (%.3f s, commit %.3f s, "
           "processor %.3f s)\n",
           name, n_changed, n, (double)n / (now() - start), deleted,
           now() - start - deleted, all_cpu() - cpu);
  }
}

static void
bench_updates(furat_store *store, const furat_row *sample, size_t n_sample,
              const char *more)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  furat_row *rows = furat_realloc(NULL, BATCH_ROWS, sizeof(*rows));
  for (size_t i = 0; i < BATCH_ROWS; ++i) { // as scattered as can be
    for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
      rows[i].field[f] = sample[next_random() % n_sample].field[f];
    }
  }
  double start = now();
  for (size_t i = 0; i < N_SINGLE; ++i) {
    must(furat_txn_begin_write(&txn, store, 0, &err), &err);
    must(i % 2 ? furat_update_delete(txn, rows + i - 1, 1, NULL, &err)
               : furat_update_insert(txn, rows + i, 1, NULL, &err),
         &err);
    must(furat_txn_commit(txn, &err), &err);
  }
  printf("transactions of one quad: %.3f ms each\n", (now() - start) / N_SINGLE * 1e3);
  bench_batch(store, "scattered", rows, BATCH_ROWS);
  furat_free(rows);
  if (more) {
    collected c = {.rows = NULL};
    const furat_read_options read = FURAT_READ_OPTIONS_INIT;
    const furat_quad_sink sink = {.self = &c, .emit = intern_quads};
    must(furat_txn_begin_write(&c.txn, store, 0, &err), &err);
    start = now();
    must(furat_read_file(more, &read, &sink, &err), &err);
    printf("terms of %zu quads interned: %.3f s\n", c.n, now() - start);
    must(furat_txn_commit(c.txn, &err), &err);
    bench_batch(store, "of new things", c.rows, c.n);
    furat_free(c.rows);
  }
}

static void
update(const char *path, const char *more)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  size_t n_rows;
  must(furat_store_open(&store, path, FURAT_STORE_WRITE, &err), &err);
  must(furat_txn_begin_read(&txn, store, &err), &err);
  furat_row *rows = sample_rows(txn, &n_rows);
  furat_txn_abort(txn);
  bench_updates(store, rows, n_rows, more);
  furat_store_close(store);
  furat_free(rows);
}

static void
print_finding(void *self, const char *message)
{
  (void)self;
  printf("finding: %s\n", message);
}

static void
run(const char *path, const char *more)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  furat_txn *txn;
  double start = now();
  must(furat_store_open(&store, path, FURAT_STORE_READ, &err), &err);
  must(furat_txn_begin_read(&txn, store, &err), &err);
  printf("open and begin: %.3f ms\n", (now() - start) * 1e3);
  for (unsigned p = 0; p < FURAT_N_PERMUTATIONS; ++p) {
    bench_scan(txn, (furat_permutation)p);
  }
  size_t n_rows;
  furat_row *rows = sample_rows(txn, &n_rows);
  bench_seek(txn, rows, n_rows);
  bench_leaps(txn, rows, n_rows);
  bench_counts(txn, rows, n_rows);
  bench_terms(txn, rows, n_rows);
  uint64_t n_findings;
  const furat_check_report report = {.finding = print_finding};
  start = now();
  must(furat_check(txn, &report, &n_findings, &err), &err);
  printf("check: %" PRIu64 " findings, %.2f s\n", n_findings, now() - start);
  furat_txn_abort(txn);
  furat_store_close(store);
  furat_free(rows);
  update(path, more);
}

int
main(int argc, char **argv)
{
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (argc >= 4 && strcmp(argv[1], "load") == 0) {
    load(argv[2], argv[3], argc > 4 ? strtoull(argv[4], NULL, 10) : 0);
  } else if (argc >= 3 && strcmp(argv[1], "run") == 0) {
    run(argv[2], argc > 3 ? argv[3] : NULL);
  } else if (argc >= 3 && strcmp(argv[1], "update") == 0) {
    update(argv[2], argc > 3 ? argv[3] : NULL);
  } else {
    fprintf(stderr, "usage: store_bench load STORE FILE [MEMORY] | run STORE [MORE] | "
                    "update STORE [MORE]\n");
    return 2;
  }
  return 0;
}
