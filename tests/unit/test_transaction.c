// SPDX-License-Identifier: GPL-3.0-or-later
// Transactions through the public interface: kept or forgotten as a whole, each update in
// them by itself; what others see and do meanwhile; what is read in them.
#include "engine/furat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/names.h"
#include "engine/stored.h"
#include "store/metadata.h"
#include "support/alloc_fail.h"
#include "support/engine.h"

#define LABEL "<http://www.w3.org/2000/01/rdf-schema#label>"

static const char path[] = "test_transaction.furat";
static const char fill[] =
    "INSERT DATA { <x:a> <x:p> 1, 2 GRAPH <x:g> { <x:a> <x:p> 3 } }";
static const char all[] = "SELECT * { ?s ?p ?o }";

static furat_status
open_query(furat_results **results, furat_query **query, furat_dataset *dataset,
           const char *text, furat_error *err)
{
  const furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  furat_status status =
      furat_query_prepare(query, dataset, furat_str_of(text), &options, err);
  return status == FURAT_OK ? furat_query_execute(results, *query, NULL, err) : status;
}

static furat_status
count_rows(size_t *n, furat_dataset *dataset, const char *text, furat_error *err)
{
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  *n = 0;
  furat_status status = open_query(&results, &query, dataset, text, err);
  while (status == FURAT_OK) {
    status = furat_results_next(results, &row, err);
    *n += status == FURAT_OK;
  }
  furat_results_free(results);
  furat_query_free(query);
  return status == FURAT_DONE ? FURAT_OK : status;
}

static void
assert_rows(furat_dataset *dataset, size_t n_expected)
{
  furat_error err = FURAT_ERROR_INIT;
  size_t n;
  assert_int_equal(count_rows(&n, dataset, all, &err), FURAT_OK);
  assert_int_equal(n, n_expected);
}

static furat_dataset *
open_filled(void)
{
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset *dataset = NULL;
  assert_int_equal(engine_open(&dataset, &err), FURAT_OK);
  assert_int_equal(engine_update(dataset, fill, &err), FURAT_OK);
  return dataset;
}

static void
begin(furat_dataset *dataset)
{
  assert_false(furat_dataset_in_transaction(dataset));
  assert_int_equal(furat_dataset_begin(dataset, false, NULL, NULL), FURAT_OK);
  assert_true(furat_dataset_in_transaction(dataset));
}

static void
commit(furat_dataset *dataset)
{
  assert_int_equal(furat_dataset_commit(dataset, NULL), FURAT_OK);
  assert_false(furat_dataset_in_transaction(dataset));
}

static void
roll_back(furat_dataset *dataset)
{
  assert_int_equal(furat_dataset_rollback(dataset, NULL), FURAT_OK);
  assert_false(furat_dataset_in_transaction(dataset));
}

static void
update(furat_dataset *dataset, const char *text)
{
  furat_error err = FURAT_ERROR_INIT;
  if (engine_update(dataset, text, &err) != FURAT_OK) {
    fail_msg("%s", err.message);
  }
}

static void
all_of_it_is_kept_or_nothing(void **state)
{
  (void)state;
  furat_dataset *dataset = open_filled();
  begin(dataset);
  update(dataset, "INSERT DATA { <x:b> <x:p> 4 }");
  assert_rows(dataset, 3);
  update(dataset, "DELETE { ?s ?p ?o } INSERT { ?s <x:q> ?o } WHERE { ?s ?p ?o }");
  assert_rows(dataset, 3);
  update(dataset, "CLEAR ALL");
  assert_rows(dataset, 0);
  roll_back(dataset);
  assert_rows(dataset, 2);
  begin(dataset);
  update(dataset, "INSERT DATA { <x:b> <x:p> 4 }");
  update(dataset, "DELETE DATA { <x:a> <x:p> 1 }");
  update(dataset, "INSERT DATA { <x:b> <x:p> 5 }");
  commit(dataset);
  assert_rows(dataset, 3);
  begin(dataset); // nothing at all
  commit(dataset);
  assert_rows(dataset, 3);
  assert_int_equal(furat_dataset_commit(dataset, NULL), FURAT_USAGE);
  assert_int_equal(furat_dataset_rollback(dataset, NULL), FURAT_USAGE);
  furat_dataset_close(dataset);
}

static void
an_update_that_fails_leaves_the_transaction_as_it_was(void **state)
{
  (void)state;
  furat_dataset *dataset = open_filled();
  furat_query *query = NULL;
  furat_cancel cancel;
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  begin(dataset);
  update(dataset, "INSERT DATA { <x:b> <x:p> 4 }");
  assert_int_equal(engine_update(dataset,
                                 "CLEAR ALL ; INSERT DATA { GRAPH <x:n> { <x:a> <x:b> 1 "
                                 "} } ; CREATE GRAPH <x:n>",
                                 NULL),
                   FURAT_BAD_DATA);
  assert_rows(dataset, 3);
  assert_int_equal(engine_update(dataset, "INSERT", NULL), FURAT_BAD_SYNTAX);
  options.update = true;
  furat_cancel_init(&cancel, 0);
  furat_cancel_request(&cancel);
  assert_int_equal(
      furat_query_prepare(&query, dataset, FURAT_STR("CLEAR ALL"), &options, NULL),
      FURAT_OK);
  assert_int_equal(furat_query_update(query, &cancel, NULL), FURAT_INTERRUPTED);
  furat_query_free(query);
  assert_rows(dataset, 3);
  update(dataset, "INSERT DATA { <x:b> <x:p> 5 }");
  commit(dataset);
  assert_rows(dataset, 4);
  furat_dataset_close(dataset);
}

static void
loads_are_parts_of_it(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset *dataset = NULL;
  furat_quad_sink sink;
  furat_read_options options = FURAT_READ_OPTIONS_INIT;
  options.syntax = furat_syntax_named(FURAT_STR("turtle"));
  assert_int_equal(engine_open(&dataset, &err), FURAT_OK);
  begin(dataset); // the first load into an empty store goes its own way
  for (size_t n = 1; n <= 3; n++) {
    assert_int_equal(furat_dataset_load_begin(dataset, &sink, &err), FURAT_OK);
    assert_int_equal(furat_dataset_commit(dataset, NULL), FURAT_BUSY);
    options.blank_prefix = n == 3 ? FURAT_STR("other") : FURAT_STR("one");
    assert_int_equal(furat_read_memory(FURAT_STR("[] <x:p> 1 . _:b <x:p> 2 ."), "a.ttl",
                                       &options, &sink, &err),
                     FURAT_OK);
    if (n == 2) {
      furat_dataset_load_abort(dataset);
    } else {
      assert_int_equal(furat_dataset_load_commit(dataset, &err), FURAT_OK);
    }
    assert_rows(dataset, n == 3 ? 4 : 2);
  }
  roll_back(dataset);
  assert_rows(dataset, 0);
  furat_dataset_close(dataset);
}

static void
results_hold_up_changes_and_the_end(void **state)
{
  (void)state;
  furat_error err = FURAT_ERROR_INIT;
  furat_dataset *dataset = open_filled();
  furat_query *query = NULL;
  furat_results *results = NULL;
  const furat_term *row;
  begin(dataset);
  assert_int_equal(open_query(&results, &query, dataset, all, &err), FURAT_OK);
  assert_int_equal(furat_results_next(results, &row, &err), FURAT_OK);
  assert_int_equal(engine_update(dataset, "CLEAR ALL", NULL), FURAT_BUSY);
  assert_int_equal(furat_dataset_commit(dataset, NULL), FURAT_BUSY);
  assert_int_equal(furat_dataset_rollback(dataset, NULL), FURAT_BUSY);
  assert_rows(dataset, 2); // another reader does no harm
  assert_int_equal(furat_results_next(results, &row, &err), FURAT_OK);
  furat_results_free(results);
  furat_query_free(query);
  update(dataset, "CLEAR ALL");
  commit(dataset);
  assert_rows(dataset, 0);
  furat_dataset_close(dataset);
}

#define DO(call) assert_int_equal((call), FURAT_OK)

static void
parts_wait_for_each_other(void **state)
{
  (void)state;
  furat_dataset *dataset = open_filled();
  furat_store *store = furat_dataset_store(dataset);
  furat_txn *first = NULL;
  furat_txn *second = NULL;
  assert_int_equal(furat_store_commit(store, NULL), FURAT_USAGE);
  assert_int_equal(furat_store_rollback(store, NULL), FURAT_USAGE);
  DO(furat_store_begin(store, 0, NULL, NULL));
  assert_int_equal(furat_store_begin(store, 0, NULL, NULL), FURAT_USAGE);
  DO(furat_txn_begin_read(&first, store, NULL));
  const uint64_t number = furat_txn_commits(first);
  assert_int_equal(number & FURAT_TXN_UNCOMMITTED, 0); // nothing has changed yet
  DO(furat_txn_begin_read(&second, store, NULL));
  furat_txn_abort(second);
  assert_int_equal(furat_txn_begin_write(&second, store, 0, NULL), FURAT_BUSY);
  assert_int_equal(furat_store_commit(store, NULL), FURAT_BUSY);
  assert_int_equal(furat_store_rollback(store, NULL), FURAT_BUSY);
  furat_txn_abort(first);
  DO(furat_txn_begin_write(&first, store, 0, NULL));
  assert_int_equal(furat_txn_begin_read(&second, store, NULL), FURAT_BUSY);
  assert_int_equal(furat_txn_begin_write(&second, store, 0, NULL), FURAT_BUSY);
  assert_int_equal(furat_store_commit(store, NULL), FURAT_BUSY);
  DO(furat_metadata_set_union(first, true, NULL));
  DO(furat_txn_commit(first, NULL));
  DO(furat_txn_begin_read(&first, store, NULL));
  assert_int_not_equal(furat_txn_commits(first) & FURAT_TXN_UNCOMMITTED, 0);
  furat_txn_abort(first);
  DO(furat_store_commit(store, NULL));
  DO(furat_txn_begin_read(&first, store, NULL));
  assert_int_equal(furat_txn_commits(first), number + 1);
  furat_txn_abort(first);
  furat_dataset_close(dataset);
}

typedef struct beside {
  furat_dataset *dataset;
  size_t n_rows;
  bool in_transaction;
  furat_status begun;
  furat_status waited;
  furat_status committed;
} beside;

// cmocka's assertions belong to the thread that runs the test.
static void *
look_beside(void *self)
{
  beside *b = self;
  furat_cancel cancel;
  furat_cancel_init(&cancel, 20);
  (void)!count_rows(&b->n_rows, b->dataset, all, NULL);
  b->in_transaction = furat_dataset_in_transaction(b->dataset);
  b->begun = furat_dataset_begin(b->dataset, false, NULL, NULL);
  b->waited = furat_dataset_begin(b->dataset, true, &cancel, NULL);
  b->committed = furat_dataset_commit(b->dataset, NULL);
  return NULL;
}

static void *
update_beside(void *self)
{
  beside *b = self;
  b->waited = engine_update(b->dataset, "INSERT DATA { <x:c> <x:p> 9 }", NULL);
  return NULL;
}

static void
other_threads_see_the_last_commit_and_wait(void **state)
{
  (void)state;
  furat_dataset *dataset = open_filled();
  beside b = {.dataset = dataset};
  pthread_t thread;
  begin(dataset);
  update(dataset, "INSERT DATA { <x:b> <x:p> 4 }");
  assert_int_equal(pthread_create(&thread, NULL, look_beside, &b), 0);
  pthread_join(thread, NULL);
  assert_int_equal(b.n_rows, 2);
  assert_false(b.in_transaction);
  assert_int_equal(b.begun, FURAT_BUSY);
  assert_int_equal(b.waited, FURAT_LIMIT);
  assert_int_equal(b.committed, FURAT_USAGE);
  assert_int_equal(pthread_create(&thread, NULL, update_beside, &b), 0);
  update(dataset, "INSERT DATA { <x:b> <x:p> 5 }");
  assert_rows(dataset, 4);
  commit(dataset);
  pthread_join(thread, NULL);
  assert_int_equal(b.waited, FURAT_OK);
  assert_rows(dataset, 5);
  furat_dataset_close(dataset);
}

static void
closing_rolls_back(void **state)
{
  (void)state;
  furat_dataset *dataset = NULL;
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.path = path;
  options.create = true;
  unlink(path);
  assert_int_equal(furat_dataset_open(&dataset, &options, NULL), FURAT_OK);
  update(dataset, fill);
  begin(dataset);
  update(dataset, "CLEAR ALL");
  furat_dataset_close(dataset);
  options.create = false;
  options.read_only = true;
  assert_int_equal(furat_dataset_open(&dataset, &options, NULL), FURAT_OK);
  assert_rows(dataset, 2);
  assert_int_equal(furat_dataset_begin(dataset, true, NULL, NULL), FURAT_READ_ONLY);
  furat_dataset_close(dataset);
  unlink(path);
  unlink("test_transaction.furat-lock");
}

static void
assert_finds(furat_names *names, const char *typed, size_t n_expected)
{
  furat_arena arena;
  furat_vec found;
  furat_arena_init(&arena, SIZE_MAX);
  furat_vec_init(&found, sizeof(furat_name), 100);
  const furat_names_wish wish = {furat_str_of(typed), FURAT_STR_NONE, FURAT_NAME_PREFIX,
                                 20};
  assert_int_equal(furat_names_find(names, &wish, &arena, &found, NULL, NULL), FURAT_OK);
  assert_int_equal(found.n, n_expected);
  furat_vec_clear(&found);
  furat_arena_clear(&arena);
}

// The ids of terms that were rolled back are given to others.
static void
names_are_those_of_the_transaction(void **state)
{
  (void)state;
  furat_dataset *dataset = open_filled();
  furat_names *names = NULL;
  assert_int_equal(furat_names_new(&names, dataset, NULL), FURAT_OK);
  begin(dataset);
  update(dataset, "INSERT DATA { <x:m> " LABEL " \"Mosul\", \"Nineveh\" }");
  assert_int_equal(furat_names_read(names, NULL, NULL), FURAT_OK);
  assert_finds(names, "mosul", 1);
  update(dataset, "INSERT DATA { <x:r> " LABEL " \"Raqqa\" }");
  assert_true(furat_names_prepare(names, 1000000000));
  assert_finds(names, "raqqa", 1);
  assert_int_equal(furat_dataset_rollback(dataset, NULL), FURAT_OK);
  assert_finds(names, "raqqa", 0);
  update(dataset, "INSERT DATA { <x:q> <x:p> \"one\", \"two\", \"three\", \"four\" }");
  assert_finds(names, "mosul", 0);
  assert_int_equal(furat_names_read(names, NULL, NULL), FURAT_OK);
  assert_finds(names, "mosul", 0);
  furat_names_free(names);
  furat_dataset_close(dataset);
}

static furat_status
live(void *context)
{
  const bool *asks = context;
  furat_dataset *dataset = NULL;
  size_t n = 0;
  furat_status status = engine_open(&dataset, NULL);
  if (status == FURAT_OK) {
    status = furat_dataset_begin(dataset, true, NULL, NULL);
  }
  if (status == FURAT_OK) {
    status = engine_update(dataset, fill, NULL);
  }
  if (status == FURAT_OK && *asks) {
    status = count_rows(&n, dataset, all, NULL);
  }
  if (status == FURAT_OK) {
    status = engine_update(dataset, "DELETE DATA { <x:a> <x:p> 1 }", NULL);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_commit(dataset, NULL);
  }
  furat_dataset_close(dataset);
  return status;
}

static void
each_allocation_may_fail(void **state)
{
  (void)state;
  bool asks = false;
  alloc_fail_each(live, &asks);
  asks = true; // whose plan may do without a count
  alloc_fail_each_tolerant(live, &asks);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_of_it_is_kept_or_nothing),
      cmocka_unit_test(an_update_that_fails_leaves_the_transaction_as_it_was),
      cmocka_unit_test(loads_are_parts_of_it),
      cmocka_unit_test(results_hold_up_changes_and_the_end),
      cmocka_unit_test(parts_wait_for_each_other),
      cmocka_unit_test(other_threads_see_the_last_commit_and_wait),
      cmocka_unit_test(closing_rolls_back),
      cmocka_unit_test(names_are_those_of_the_transaction),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests_name("transaction", tests, NULL, NULL);
}
