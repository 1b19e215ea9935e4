// SPDX-License-Identifier: GPL-3.0-or-later
// One process of the tests of concurrency and faults.  After commit number k a store
// holds the batches k-1 and k and nothing else, so that one look tells whether it holds
// exactly one commit.
//
//   actor write STORE N     commits N times, printing the number of each commit
//   actor verify STORE      prints the number of the commit that the store holds
//   actor hold STORE        the same, again for each line of input, on one snapshot
//   actor lock STORE        takes the write transaction, says so, ends with its input
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/dictionary.h"
#include "store/metadata.h"
#include "store/scan.h"
#include "store/statistics.h"
#include "store/update.h"

enum { BATCH = 300, FAILED = 3, WRONG = 1 };

static const char counter[] = "commit";

static int
fail(const furat_error *err)
{
  fprintf(stderr, "actor: %s\n", err->message);
  return FAILED;
}

static furat_status
batch_rows(furat_txn *txn, uint64_t batch, bool intern, furat_row *rows, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (unsigned i = 0; i < BATCH && status == FURAT_OK; i++) {
    char subject[64];
    char object[64];
    char graph[64];
    snprintf(subject, sizeof subject, "https://example.org/s%u", i % 97);
    snprintf(object, sizeof object, "batch %" PRIu64 " quad %u", batch, i);
    snprintf(graph, sizeof graph, "https://example.org/g%u", i % 3);
    const furat_term quad[4] = {furat_term_iri(furat_str_of(subject)),
                                furat_term_iri(FURAT_STR("https://example.org/p")),
                                furat_term_literal(furat_str_of(object), FURAT_STR_NONE),
                                furat_term_iri(furat_str_of(graph))};
    status = intern ? furat_dictionary_intern(txn, quad, 4, rows[i].field, err)
                    : furat_dictionary_find_many(txn, quad, 4, rows[i].field, err);
  }
  return status;
}

static furat_status
change(furat_txn *txn, uint64_t *number, furat_error *err)
{
  static furat_row rows[BATCH];
  uint64_t before;
  furat_status status = furat_metadata_counter(txn, counter, 1, &before, err);
  *number = before + 1;
  if (status == FURAT_OK) {
    status = batch_rows(txn, *number, true, rows, err);
  }
  if (status == FURAT_OK) {
    status = furat_update_insert(txn, rows, BATCH, NULL, err);
  }
  if (status == FURAT_OK && *number > 2) {
    status = batch_rows(txn, *number - 2, false, rows, err);
    if (status == FURAT_OK) {
      status = furat_update_delete(txn, rows, BATCH, NULL, err);
    }
  }
  return status;
}

static int
write_commits(furat_store *store, unsigned long n)
{
  for (unsigned long i = 0; i < n; i++) {
    furat_error err = FURAT_ERROR_INIT;
    furat_txn *txn;
    uint64_t number;
    if (furat_txn_begin_write(&txn, store, FURAT_TXN_WAIT_FOREVER, &err) != FURAT_OK) {
      return fail(&err);
    }
    if (change(txn, &number, &err) != FURAT_OK) {
      furat_txn_abort(txn);
      return fail(&err);
    }
    if (furat_txn_commit(txn, &err) != FURAT_OK) {
      return fail(&err);
    }
    printf("%" PRIu64 "\n", number);
    fflush(stdout);
  }
  return 0;
}

// Whether the batch is there, all of it or nothing.
static furat_status
count_batch(furat_txn *txn, uint64_t batch, unsigned *n_found, furat_error *err)
{
  static furat_row rows[BATCH];
  *n_found = 0;
  furat_status status = batch_rows(txn, batch, false, rows, err);
  for (unsigned i = 0; i < BATCH && status == FURAT_OK; i++) {
    bool contains = false;
    bool known = true;
    for (unsigned f = 0; f < FURAT_N_FIELDS; f++) {
      known = known && rows[i].field[f] != FURAT_ID_NONE;
    }
    if (known) {
      status = furat_scan_contains(txn, &rows[i], &contains, err);
    }
    *n_found += contains;
  }
  return status;
}

static int
verify(furat_txn *txn)
{
  furat_error err = FURAT_ERROR_INIT;
  uint64_t number = 0;
  unsigned n_last = 0;
  unsigned n_before = 0;
  furat_status status = furat_metadata_counter(txn, counter, 0, &number, &err);
  if (status == FURAT_OK) {
    status = count_batch(txn, number, &n_last, &err);
  }
  if (status == FURAT_OK) {
    status = count_batch(txn, number - 1, &n_before, &err);
  }
  if (status != FURAT_OK) {
    return fail(&err);
  }
  const uint64_t expected = (number < 2 ? number : 2) * BATCH;
  if (furat_statistics_totals(txn).n_quads != expected || n_last + n_before != expected) {
    printf("wrong: commit %" PRIu64 " with %u and %u quads of %" PRIu64 "\n", number,
           n_last, n_before, furat_statistics_totals(txn).n_quads);
    return WRONG;
  }
  printf("%" PRIu64 "\n", number);
  fflush(stdout);
  return 0;
}

static int
read_snapshot(furat_store *store, bool hold)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  if (furat_txn_begin_read(&txn, store, &err) != FURAT_OK) {
    return fail(&err);
  }
  int result = verify(txn);
  while (hold && result == 0 && getchar() == '\n') {
    result = verify(txn);
  }
  furat_txn_abort(txn);
  return result;
}

static int
lock_store(furat_store *store)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_txn *txn;
  if (furat_txn_begin_write(&txn, store, 0, &err) != FURAT_OK) {
    return fail(&err);
  }
  puts("locked");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  furat_txn_abort(txn);
  return 0;
}

int
main(int argc, char **argv)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_store *store;
  if (argc < 3) {
    return 2;
  }
  const bool writes = strcmp(argv[1], "write") == 0 || strcmp(argv[1], "lock") == 0;
  if (furat_store_open(&store, argv[2], writes ? FURAT_STORE_CREATE : FURAT_STORE_READ,
                       &err) != FURAT_OK) {
    return fail(&err);
  }
  int result = 2;
  if (strcmp(argv[1], "write") == 0 && argc == 4) {
    result = write_commits(store, strtoul(argv[3], NULL, 10));
  } else if (strcmp(argv[1], "verify") == 0) {
    result = read_snapshot(store, false);
  } else if (strcmp(argv[1], "hold") == 0) {
    result = read_snapshot(store, true);
  } else if (strcmp(argv[1], "lock") == 0) {
    result = lock_store(store);
  }
  furat_store_close(store);
  return result;
}
